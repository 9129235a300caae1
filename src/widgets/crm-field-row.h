/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_FIELD_ROW (crm_field_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmFieldRow, crm_field_row, CRM, FIELD_ROW, GtkListBoxRow)

GtkWidget      *crm_field_row_new        (CrmWorkspace   *workspace,
                                          const CrmField *field);
void            crm_field_row_set_record (CrmFieldRow    *self,
                                          CrmRecord      *record);
const CrmField *crm_field_row_get_field  (CrmFieldRow    *self);
gboolean        crm_field_row_is_empty   (CrmFieldRow    *self);
gboolean        crm_field_row_is_editing (CrmFieldRow    *self);
void            crm_field_row_edit       (CrmFieldRow    *self);

G_END_DECLS
