/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-due.h"
#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_DUE_EDITOR (crm_due_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmDueEditor, crm_due_editor, CRM, DUE_EDITOR, CrmFieldEditor)

void     crm_due_editor_set_due (CrmDueEditor  *self,
                                 const char    *due);
gboolean crm_due_editor_get_due (CrmDueEditor  *self,
                                 char           due[CRM_DUE_SIZE],
                                 GError       **error);

G_END_DECLS
