/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void     crm_children_unparent      (GtkWidget  *parent);
void     crm_children_clear         (GtkListBox *list);
gboolean crm_children_grab_focus    (GtkWidget  *parent,
                                     GtkWidget  *child);
void     crm_children_keep_in_sight (GtkWidget  *parent);
void     crm_children_begin_with    (GtkWidget  *child);

G_END_DECLS
