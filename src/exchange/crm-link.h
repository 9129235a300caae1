/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmLinkPeer:
 * @table: (not nullable): the name of a table
 * @id: of a record in it
 *
 * What the same record links to beside.
 */
typedef struct
{
  const char *table;
  gint64      id;
} CrmLinkPeer;

gboolean  crm_link_find       (CrmDb            *db,
                               const CrmTable   *table,
                               const char       *text,
                               GArray           *peers,
                               gint64           *id,
                               GError          **error);
char     *crm_link_name       (CrmDb            *db,
                               const CrmTable   *table,
                               gint64            id,
                               const char       *title,
                               GArray           *peers);
guint     crm_link_rank       (CrmSchema        *schema,
                               const CrmTable   *table,
                               const CrmTable   *of);
void      crm_link_add_peer   (GArray           *peers,
                               const char       *table,
                               gint64            id);
gint64    crm_link_find_peer  (GArray           *peers,
                               const char       *table);
gboolean  crm_link_is_narrow  (const CrmColumn  *column);

G_END_DECLS
