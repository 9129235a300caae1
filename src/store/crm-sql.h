/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

const char *crm_sql_get_select (CrmSchema       *schema,
                                const CrmTable  *table,
                                gboolean         titles);
const char *crm_sql_get_insert (CrmSchema       *schema,
                                const CrmTable  *table);
gboolean    crm_sql_reconcile  (CrmDb           *db,
                                CrmSchema       *schema,
                                GError         **error);
gboolean    crm_sql_drop_orders (CrmDb          *db,
                                 const CrmTable *table,
                                 GError        **error);
gboolean    crm_sql_make_indexes (CrmDb          *db,
                                  const CrmTable *table,
                                  GError        **error);

char       *crm_sql_make_not_kept (CrmSchema    *schema,
                                const CrmTable *table,
                                const char   *alias);

G_END_DECLS
