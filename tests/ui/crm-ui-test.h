/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-test.h"

G_BEGIN_DECLS

void       crm_ui_test_init  (int         *argc,
                              char      ***argv);
GtkWidget *crm_ui_test_show  (GtkWidget   *widget);
void       crm_ui_test_close (GtkWidget   *widget);
gpointer   crm_ui_test_find  (GtkWidget   *widget,
                              GType        type);
gpointer   crm_ui_test_find_text (GtkWidget *widget,
                              GType        type,
                              const char  *text);
void       crm_ui_test_key   (const char  *keys);

G_END_DECLS
