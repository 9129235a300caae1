/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_CHOICE_EDITOR (crm_choice_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmChoiceEditor, crm_choice_editor, CRM, CHOICE_EDITOR, CrmFieldEditor)

G_END_DECLS
