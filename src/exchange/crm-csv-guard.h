/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *crm_csv_guard   (const char *text);
char *crm_csv_unguard (const char *text,
                       gboolean    inside);

G_END_DECLS
