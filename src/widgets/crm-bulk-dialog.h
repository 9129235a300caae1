/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_BULK_DIALOG (crm_bulk_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmBulkDialog, crm_bulk_dialog, CRM, BULK_DIALOG, AdwWindow)

CrmBulkDialog *crm_bulk_dialog_new (CrmWorkspace *workspace,
                                    const char   *type,
                                    GArray       *ids,
                                    GtkWindow    *parent,
                                    GtkWidget    *teller);

G_END_DECLS
