/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What lies in the trash: records of all tables, until they are restored or removed for good.
 */

#include "config.h"

#include "crm-trash.h"

#include "crm-sql.h"

#include "crm-row.h"

/**
 * crm_trash_key_hash:
 * @key: a #CrmTrashKey
 *
 * For hash tables; when it was deleted does not matter.
 */
guint
crm_trash_key_hash (gconstpointer key)
{
  const CrmTrashKey *record = key;

  return (guint) (record->id * 31 + record->table);
}

/**
 * crm_trash_key_equal:
 * @a: a #CrmTrashKey
 * @b: another
 *
 * For hash tables.
 */
gboolean
crm_trash_key_equal (gconstpointer a,
                     gconstpointer b)
{
  const CrmTrashKey *first = a;
  const CrmTrashKey *second = b;

  return first->id == second->id && first->table == second->table;
}

/**
 * crm_trash_read_keys:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmTrashKey) (nullable): what is in the trash, what was
 *   deleted last first, or %NULL with @error set
 */
GArray *
crm_trash_read_keys (CrmDb      *db,
                     CrmSchema  *schema,
                     GError    **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  /* The first condition is the one of the index. */
  for (guint i = 0; i < n_tables; i++)
    {
      g_autofree char *not_kept = crm_sql_make_not_kept (schema, tables[i], "r");

      g_string_append_printf (sql, "%sSELECT %u AS tbl, id, deleted FROM %s r WHERE state <> 0 AND state = %d%s",
                              i > 0 ? " UNION ALL " : "", tables[i]->id, tables[i]->name, CRM_STATE_TRASHED, not_kept);
    }
  g_string_append (sql, " ORDER BY deleted DESC, tbl, id");

  statement = crm_db_prepare (db, sql->str, error);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      CrmTrashKey key = {
        .table = (guint16) crm_statement_get_integer (statement, 0),
        .id = crm_statement_get_integer (statement, 1),
        .deleted = crm_statement_get_integer (statement, 2),
      };

      g_array_append_val (keys, key);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&keys);
}

/**
 * crm_trash_find_batch:
 * @table: of a record in the trash
 * @id: the record
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the batch that put it there, or 0
 */
gint64
crm_trash_find_batch (CrmDb           *db,
                      const CrmTable  *table,
                      gint64           id,
                      GError         **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT c.batch FROM journal j JOIN change_set c ON c.id = j.change_set "
                             "WHERE j.tbl = ? AND j.record = ? AND j.op = 3 ORDER BY j.id DESC LIMIT 1", "ii",
                             (gint64) table->id, id);
}

/**
 * crm_trash_condemn:
 * @db: the connection of the writer
 * @keys: (array length=n_keys): records
 * @n_keys: how many
 * @error: a %CRM_STORE_ERROR
 *
 * Says that records have been in the trash for long enough: a purge of all that was deleted
 * before the instant 1 removes them, and so does the next purge if the program ends before that.
 * Those that are not in the trash any more are left alone.
 */
gboolean
crm_trash_condemn (CrmDb              *db,
                   CrmSchema          *schema,
                   const CrmTrashKey  *keys,
                   guint               n_keys,
                   GError            **error)
{
  for (guint i = 0; i < n_keys; i++)
    {
      const CrmTable *table = crm_schema_get_table (schema, keys[i].table);
      g_autofree char *sql = NULL;

      if (table == NULL)
        continue;

      sql = g_strdup_printf ("UPDATE %s SET deleted = 0 WHERE id = ? AND state = %d", table->name, CRM_STATE_TRASHED);
      if (!crm_db_run (db, error, sql, "i", keys[i].id))
        return FALSE;
    }

  return TRUE;
}
