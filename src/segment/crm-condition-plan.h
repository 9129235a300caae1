/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-context.h"

G_BEGIN_DECLS

typedef struct _CrmConditionPlan CrmConditionPlan;

/**
 * CrmDependency:
 * @type: a record type
 * @field: (nullable): a field of it; %NULL for whether there is such a record
 *
 * Something that a condition looks at.
 */
typedef struct
{
  const CrmRecordType *type;
  const CrmField      *field;
} CrmDependency;

#define CRM_TYPE_CONDITION_PLAN (crm_condition_plan_get_type ())

GType                crm_condition_plan_get_type         (void);
CrmConditionPlan    *crm_condition_plan_new              (CrmCondition         *condition,
                                                          const CrmRecordType  *type,
                                                          CrmConditionContext  *context,
                                                          GError              **error);
CrmConditionPlan    *crm_condition_plan_ref              (CrmConditionPlan     *self);
void                 crm_condition_plan_unref            (CrmConditionPlan     *self);
CrmCondition        *crm_condition_plan_get_condition    (CrmConditionPlan     *self);
const CrmRecordType *crm_condition_plan_get_record_type  (CrmConditionPlan     *self);
CrmConditionContext *crm_condition_plan_get_context      (CrmConditionPlan     *self);
gboolean             crm_condition_plan_uses_time        (CrmConditionPlan     *self);
const CrmDependency *crm_condition_plan_get_dependencies (CrmConditionPlan     *self,
                                                          guint                *n_dependencies);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmConditionPlan, crm_condition_plan_unref)

G_END_DECLS
