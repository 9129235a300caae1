/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-plan.h"
#include "crm-query.h"

G_BEGIN_DECLS

/**
 * CrmConditionForm:
 * @CRM_CONDITION_FORM_EACH: goes from a record at hand to what it is related to
 * @CRM_CONDITION_FORM_ALL: goes from what is asked for to the records that are related to it
 *
 * The two ways to ask the same; see crm_query_add_condition().
 */
typedef enum
{
  CRM_CONDITION_FORM_EACH,
  CRM_CONDITION_FORM_ALL,
} CrmConditionForm;

char     *crm_condition_plan_make_sql     (CrmConditionPlan     *self,
                                           CrmConditionForm      form,
                                           GArray              **parameters);
void      crm_condition_plan_add_to_query (CrmConditionPlan     *self,
                                           CrmQuery             *query);
gboolean  crm_condition_add_to_query      (CrmCondition         *condition,
                                           CrmConditionContext  *context,
                                           CrmQuery             *query,
                                           GError              **error);

G_END_DECLS
