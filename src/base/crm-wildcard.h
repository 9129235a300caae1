/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean crm_wildcard_matches (const char *pattern,
                               const char *text);

G_END_DECLS
