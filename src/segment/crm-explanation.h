/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-eval.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmVerdictLine:
 * @verdict: what is said on it, without its parts; belongs to the whole
 * @depth: how far inside of other parts it is
 *
 * A line of a verdict that is written down: a part, and below it what it is made of.
 */
typedef struct
{
  const CrmVerdict *verdict;
  guint             depth;
} CrmVerdictLine;

/**
 * CrmExplanation:
 * @title: what the record is called
 * @verdict: why the condition holds for it or does not
 */
typedef struct
{
  char       *title;
  CrmVerdict *verdict;
} CrmExplanation;

GArray         *crm_verdict_list_lines   (const CrmVerdict     *verdict);
char           *crm_verdict_say          (const CrmVerdict     *verdict);
char           *crm_verdict_print        (const CrmVerdict     *verdict);
void            crm_verdict_append_json  (const CrmVerdict     *verdict,
                                          GString              *json);

CrmExplanation *crm_explanation_read     (CrmConditionPlan     *plan,
                                          gint64                record,
                                          CrmDb                *db,
                                          CrmSchema            *schema,
                                          GError              **error);
void            crm_explanation_read_async  (CrmConditionPlan     *plan,
                                             gint64                record,
                                             CrmWorkspace         *workspace,
                                             GCancellable         *cancellable,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
CrmExplanation *crm_explanation_read_finish (CrmWorkspace         *workspace,
                                             GAsyncResult         *result,
                                             GError              **error);
void            crm_explanation_free     (CrmExplanation       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmExplanation, crm_explanation_free)

G_END_DECLS
