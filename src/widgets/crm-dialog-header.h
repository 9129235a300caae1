/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkWidget *crm_dialog_header_new (GtkWindow *dialog,
                                  GtkWidget *button);

G_END_DECLS
