/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-condition-row.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONDITION_GROUP (crm_condition_group_get_type ())

G_DECLARE_FINAL_TYPE (CrmConditionGroup, crm_condition_group, CRM, CONDITION_GROUP, AdwBin)

GtkWidget    *crm_condition_group_new           (CrmWorkspace       *workspace,
                                                 const char         *type,
                                                 const char         *relation,
                                                 const char         *about,
                                                 guint               depth);
void          crm_condition_group_set_condition (CrmConditionGroup  *self,
                                                 CrmCondition       *condition);
CrmCondition *crm_condition_group_dup_condition (CrmConditionGroup  *self,
                                                 GError            **error);
CrmConditionRow *crm_condition_group_add_row    (CrmConditionGroup  *self);

G_END_DECLS
