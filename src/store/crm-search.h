/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-row.h"

G_BEGIN_DECLS

/**
 * CRM_SEARCH_VERSION:
 *
 * Raised whenever the words that are made of a record change; the index is then made anew.
 */
#define CRM_SEARCH_VERSION 1

void      crm_search_collect   (const CrmRow    *row,
                                char           **keys,
                                GString         *words);
gboolean  crm_search_insert    (CrmDb           *db,
                                const CrmTable  *table,
                                gint64           id,
                                const char      *words,
                                GError         **error);
gboolean  crm_search_delete    (CrmDb           *db,
                                const CrmTable  *table,
                                gint64           id,
                                const char      *words,
                                GError         **error);
gboolean  crm_search_replace   (CrmDb           *db,
                                const CrmTable  *table,
                                gint64           id,
                                const char      *gone,
                                const char      *come,
                                GError         **error);
gboolean  crm_search_rebuild   (CrmDb           *db,
                                CrmSchema       *schema,
                                const CrmTable  *table,
                                GError         **error);
gboolean  crm_search_reconcile (CrmDb           *db,
                                CrmSchema       *schema,
                                GError         **error);
char     *crm_search_make_match (const char     *text);

G_END_DECLS
