/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_MEMBERS_EDITOR (crm_members_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmMembersEditor, crm_members_editor, CRM, MEMBERS_EDITOR, CrmFieldEditor)

G_END_DECLS
