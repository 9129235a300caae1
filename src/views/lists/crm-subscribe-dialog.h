/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_SUBSCRIBE_DIALOG (crm_subscribe_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmSubscribeDialog, crm_subscribe_dialog, CRM, SUBSCRIBE_DIALOG, AdwWindow)

void                crm_subscribe_dialog_run  (CrmWorkspace *workspace,
                                               gint64        list,
                                               const char   *name,
                                               GArray       *contacts,
                                               GtkWindow    *parent,
                                               GtkWidget    *teller);
void                crm_subscribe_dialog_take (CrmWorkspace *workspace,
                                               gint64        list,
                                               const char   *name,
                                               CrmRecord    *contact,
                                               GtkWidget    *teller);

G_END_DECLS
