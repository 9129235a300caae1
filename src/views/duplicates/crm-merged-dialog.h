/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_MERGED_DIALOG (crm_merged_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmMergedDialog, crm_merged_dialog, CRM, MERGED_DIALOG, AdwWindow)

CrmMergedDialog *crm_merged_dialog_new (CrmWorkspace *workspace,
                                        const char   *type,
                                        gint64        record,
                                        GtkWidget    *teller);

G_END_DECLS
