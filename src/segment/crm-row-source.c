/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The records of a database, for whoever has one of them at hand and needs those around it.
 */

#include "config.h"

#include "crm-row-source.h"

static CrmRow *
load (CrmRowSource    *source,
      const CrmTable  *table,
      gint64           id,
      GError         **error)
{
  CrmDbSource *self = (CrmDbSource *) source;
  g_autoptr (GError) reason = NULL;
  CrmRow *row = crm_row_load (self->db, self->schema, table, id, CRM_ROW_MEMBERS, &reason);

  if (row == NULL && !g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
    g_propagate_error (error, g_steal_pointer (&reason));

  return row;
}

static GArray *
find (CrmRowSource     *source,
      const CrmTable   *table,
      const CrmColumn  *via,
      gint64            target,
      GError          **error)
{
  CrmDbSource *self = (CrmDbSource *) source;
  g_autofree char *sql = NULL;

  if (via->storage == CRM_STORAGE_SET)
    sql = g_strdup_printf ("SELECT record FROM member INDEXED BY member_by_key "
                           "WHERE tbl = %u AND col = %u AND key = ? AND removed IS NULL ORDER BY record",
                           table->id, via->id);
  else
    sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s = ? ORDER BY id", table->name, via->name);

  return crm_db_list_ids (self->db, error, sql, "i", target);
}

/**
 * crm_db_source_init:
 * @db: a connection
 * @schema: the tables
 *
 * Makes a source that is valid as long as @db and @schema are.
 */
void
crm_db_source_init (CrmDbSource *self,
                    CrmDb       *db,
                    CrmSchema   *schema)
{
  self->source = (CrmRowSource) { load, find };
  self->db = db;
  self->schema = schema;
}
