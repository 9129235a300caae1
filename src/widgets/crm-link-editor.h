/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-field-editor.h"

G_BEGIN_DECLS

#define CRM_TYPE_LINK_EDITOR (crm_link_editor_get_type ())

G_DECLARE_FINAL_TYPE (CrmLinkEditor, crm_link_editor, CRM, LINK_EDITOR, CrmFieldEditor)

const char *crm_link_editor_get_created (CrmLinkEditor *self);

G_END_DECLS
