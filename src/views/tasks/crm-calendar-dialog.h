/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

void crm_calendar_dialog_run (CrmWorkspace *workspace,
                              GArray       *ids,
                              GtkWindow    *parent);

G_END_DECLS
