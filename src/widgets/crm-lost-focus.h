/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void crm_lost_focus_watch         (void);
void crm_lost_focus_keep          (GtkWindow *window);
void crm_lost_focus_leave_message (GtkWindow *window,
                                   GtkWidget *page);

G_END_DECLS
