/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_DUE_EDITOR (crm_due_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmDueEditor, crm_due_editor, CRM, DUE_EDITOR, CrmFieldEditor)

G_END_DECLS
