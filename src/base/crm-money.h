/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-value.h"

G_BEGIN_DECLS

gboolean crm_money_is_currency  (const char     *code);
int      crm_money_get_digits   (const char     *currency);
void     crm_money_set_default_currency (const char *currency);
const char *crm_money_get_default_currency (void);
const char *crm_money_of_locale (void);
gboolean crm_money_parse        (const char     *text,
                                 const char     *fallback,
                                 CrmValue       *value,
                                 GError        **error);
gboolean crm_money_parse_plain  (const char     *text,
                                 const char     *currency,
                                 CrmValue       *value,
                                 GError        **error);
char    *crm_money_format       (const CrmValue *value);
char    *crm_money_format_plain (const CrmValue *value);

gboolean crm_number_parse       (const char     *text,
                                 double         *number,
                                 GError        **error);
char    *crm_number_format      (double          number);
char    *crm_number_format_plain (double         number);

G_END_DECLS
