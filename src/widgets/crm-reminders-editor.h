/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_REMINDERS_EDITOR (crm_reminders_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmRemindersEditor, crm_reminders_editor, CRM, REMINDERS_EDITOR, CrmFieldEditor)

G_END_DECLS
