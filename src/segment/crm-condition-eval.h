/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-plan.h"
#include "crm-row-source.h"

G_BEGIN_DECLS

typedef struct _CrmVerdict CrmVerdict;

/**
 * CrmVerdict:
 * @held: whether it holds
 * @text: what was asked, in words; of a related record its title
 * @actual: (nullable): the value that decided, in words; %NULL for groups
 * @parts: (element-type CrmVerdict): what it is made of
 *
 * Why a condition holds for a record or does not.
 */
struct _CrmVerdict
{
  gboolean   held;
  char      *text;
  char      *actual;
  GPtrArray *parts;
};

gboolean    crm_condition_plan_evaluate (CrmConditionPlan  *self,
                                         const CrmRow      *row,
                                         CrmRowSource      *source,
                                         gboolean          *held,
                                         GError           **error);
CrmVerdict *crm_condition_plan_explain  (CrmConditionPlan  *self,
                                         const CrmRow      *row,
                                         CrmRowSource      *source,
                                         GError           **error);
void        crm_verdict_free            (CrmVerdict        *verdict);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmVerdict, crm_verdict_free)

G_END_DECLS
