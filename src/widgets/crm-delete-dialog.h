/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

void crm_delete_dialog_run (CrmWorkspace *workspace,
                            const char   *type,
                            GArray       *ids,
                            GtkWindow    *parent,
                            GtkWidget    *teller);

G_END_DECLS
