/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_DISTINCTIONS_DIALOG (crm_distinctions_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmDistinctionsDialog, crm_distinctions_dialog, CRM, DISTINCTIONS_DIALOG, AdwWindow)

CrmDistinctionsDialog *crm_distinctions_dialog_new (CrmWorkspace *workspace,
                                                    const char   *type,
                                                    GtkWidget    *teller);

G_END_DECLS
