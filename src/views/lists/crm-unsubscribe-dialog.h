/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_UNSUBSCRIBE_DIALOG (crm_unsubscribe_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmUnsubscribeDialog, crm_unsubscribe_dialog, CRM, UNSUBSCRIBE_DIALOG, AdwMessageDialog)

void crm_unsubscribe_dialog_run (CrmWorkspace *workspace,
                                 gint64        list,
                                 const char   *name,
                                 GArray       *contacts,
                                 const char   *who,
                                 GtkWindow    *parent,
                                 GtkWidget    *teller);

G_END_DECLS
