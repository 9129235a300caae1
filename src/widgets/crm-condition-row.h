/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-condition.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONDITION_ROW (crm_condition_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmConditionRow, crm_condition_row, CRM, CONDITION_ROW, AdwBin)

GtkWidget    *crm_condition_row_new           (CrmWorkspace     *workspace,
                                               const char       *type);
void          crm_condition_row_set_subject   (CrmConditionRow  *self,
                                               const char       *key,
                                               const char       *name);
void          crm_condition_row_set_fixed     (CrmConditionRow  *self);
const char   *crm_condition_row_get_name      (CrmConditionRow  *self);
void          crm_condition_row_set_condition (CrmConditionRow  *self,
                                               CrmCondition     *test);
CrmCondition *crm_condition_row_dup_condition (CrmConditionRow  *self,
                                               GError          **error);
void          crm_condition_row_choose        (CrmConditionRow  *self);

G_END_DECLS
