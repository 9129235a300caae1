/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

GtkWindow *crm_list_details_new (CrmWorkspace *workspace,
                                 CrmRecord    *list,
                                 GtkWindow    *parent);

G_END_DECLS
