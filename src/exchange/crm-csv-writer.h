/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void crm_csv_append      (GString    *text,
                          const char *value,
                          gboolean    first,
                          char        delimiter);
void crm_csv_append_text (GString    *text,
                          const char *value,
                          gboolean    first,
                          char        delimiter);
void crm_csv_end_row     (GString    *text);

G_END_DECLS
