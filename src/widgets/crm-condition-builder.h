/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-condition.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONDITION_BUILDER (crm_condition_builder_get_type ())

G_DECLARE_FINAL_TYPE (CrmConditionBuilder, crm_condition_builder, CRM, CONDITION_BUILDER, AdwBin)

GtkWidget    *crm_condition_builder_new           (CrmWorkspace         *workspace,
                                                   const char           *type);
void          crm_condition_builder_set_condition (CrmConditionBuilder  *self,
                                                   CrmCondition         *condition);
CrmCondition *crm_condition_builder_dup_condition (CrmConditionBuilder  *self,
                                                   GError              **error);
void          crm_condition_builder_hide_summary  (CrmConditionBuilder  *self);
gboolean      crm_condition_builder_set_json      (CrmConditionBuilder  *self,
                                                   const char           *json,
                                                   GError              **error);
char         *crm_condition_builder_dup_json      (CrmConditionBuilder  *self,
                                                   GError              **error);

G_END_DECLS
