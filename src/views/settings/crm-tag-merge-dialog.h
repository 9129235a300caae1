/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TAG_MERGE_DIALOG (crm_tag_merge_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmTagMergeDialog, crm_tag_merge_dialog, CRM, TAG_MERGE_DIALOG, AdwMessageDialog)

CrmTagMergeDialog *crm_tag_merge_dialog_new (CrmWorkspace *workspace,
                                             CrmRecord    *tag,
                                             GtkWidget    *teller);

G_END_DECLS
