/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char  *crm_country_get_name  (const char *code);
const char  *crm_country_find_code (const char *text);
const char **crm_country_list      (guint      *n_codes);
const char  *crm_country_of_locale (void);

G_END_DECLS
