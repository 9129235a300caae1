/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

void crm_undo_last  (GtkWidget    *teller,
                     CrmWorkspace *workspace);
void crm_undo_redo  (GtkWidget    *teller,
                     CrmWorkspace *workspace);
void crm_undo_batch (GtkWidget    *teller,
                     CrmWorkspace *workspace,
                     gint64        batch);

G_END_DECLS
