/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char       *crm_phone_normalize   (const char *text,
                                   const char *country);
char       *crm_phone_format      (const char *text,
                                   const char *country);
gboolean    crm_phone_is_valid    (const char *text);
void        crm_phone_set_country (const char *country);
const char *crm_phone_get_country (void);

G_END_DECLS
