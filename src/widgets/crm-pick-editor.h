/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_PICK_EDITOR (crm_pick_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmPickEditor, crm_pick_editor, CRM, PICK_EDITOR, CrmFieldEditor)

G_END_DECLS
