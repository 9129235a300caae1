/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-search.h"

G_BEGIN_DECLS

void _crm_search_collect_value   (CrmSearch      search,
                                  const char    *text,
                                  const char    *key,
                                  GString       *words);
void _crm_search_collect_without (const CrmRow  *row,
                                  char         **keys,
                                  GHashTable    *without,
                                  GString       *words);

G_END_DECLS
