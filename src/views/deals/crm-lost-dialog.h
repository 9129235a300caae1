/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_LOST_DIALOG (crm_lost_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmLostDialog, crm_lost_dialog, CRM, LOST_DIALOG, AdwWindow)

CrmLostDialog *crm_lost_dialog_new (CrmWorkspace *workspace,
                                    CrmRecord    *deal,
                                    GtkWidget    *teller);

G_END_DECLS
