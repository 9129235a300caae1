/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-history-item.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_HISTORY_DIALOG (crm_history_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmHistoryDialog, crm_history_dialog, CRM, HISTORY_DIALOG, AdwWindow)

CrmHistoryDialog *crm_history_dialog_new (CrmWorkspace   *workspace,
                                          CrmHistoryItem *item,
                                          GtkWindow      *parent);

G_END_DECLS
