/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_ENTRY_EDITOR (crm_entry_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmEntryEditor, crm_entry_editor, CRM, ENTRY_EDITOR, CrmFieldEditor)

G_END_DECLS
