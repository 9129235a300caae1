/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkFileChooserNative *crm_import_files_new_chooser     (GtkWindow    *parent);
char                 *crm_import_files_get_name        (GFile        *file);
char                 *crm_import_files_explain         (GFile        *file,
                                                        const GError *error);
char                 *crm_import_files_suggest_rejects (GFile        *file,
                                                        gboolean      cards);

G_END_DECLS
