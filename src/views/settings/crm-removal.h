/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

void crm_removal_run (CrmWorkspace *workspace,
                      CrmRecord    *record,
                      GtkWidget    *teller);

G_END_DECLS
