/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

/**
 * CRM_TRASH_KEPT:
 *
 * How long the trash keeps a record, in microseconds: 30 days.
 */
#define CRM_TRASH_KEPT (30 * G_TIME_SPAN_DAY)

/**
 * CrmTrashKey:
 * @id: a record
 * @deleted: when it went to the trash, in microseconds
 * @table: the id of its table
 *
 * A record in the trash.
 */
typedef struct
{
  gint64  id;
  gint64  deleted;
  guint16 table;
} CrmTrashKey;

guint    crm_trash_key_hash   (gconstpointer       key);
gboolean crm_trash_key_equal  (gconstpointer       a,
                               gconstpointer       b);
GArray  *crm_trash_read_keys  (CrmDb              *db,
                               CrmSchema          *schema,
                               GError            **error);
gint64   crm_trash_find_batch (CrmDb              *db,
                               const CrmTable     *table,
                               gint64              id,
                               GError            **error);
gboolean crm_trash_condemn    (CrmDb              *db,
                               CrmSchema          *schema,
                               const CrmTrashKey  *keys,
                               guint               n_keys,
                               GError            **error);

G_END_DECLS
