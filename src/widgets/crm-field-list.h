/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-row.h"

G_BEGIN_DECLS

#define CRM_TYPE_FIELD_LIST (crm_field_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmFieldList, crm_field_list, CRM, FIELD_LIST, GtkWidget)

void crm_field_list_open        (CrmFieldList *self,
                                 CrmWorkspace *workspace,
                                 const char   *type);
void crm_field_list_set_record  (CrmFieldList *self,
                                 CrmRecord    *record);

G_END_DECLS
