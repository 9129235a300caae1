/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

gboolean  crm_json_check (const char  *text,
                          gsize        length,
                          gsize        max_length,
                          GError     **error);
JsonNode *crm_json_parse (const char  *text,
                          gssize       length,
                          gsize        max_length,
                          GError     **error);

G_END_DECLS
