/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *crm_chip_new       (GtkWidget   *content,
                               const char  *remove,
                               GtkWidget  **button);
GtkWidget *crm_chip_new_label (const char  *text,
                               int          width);

G_END_DECLS
