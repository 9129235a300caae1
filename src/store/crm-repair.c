/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Mending a file that does not agree with itself: everything that follows from the records is
 * made anew from them. What people have written is not touched.
 */

#include "config.h"

#include "crm-repair.h"

#include "crm-counts.h"
#include "crm-search.h"

/* Keys that SQL cannot compute are compared and written one by one. */
static gboolean
repair_keys (CrmDb            *db,
             const CrmTable   *table,
             const CrmColumn  *column,
             GError          **error)
{
  g_autofree char *select = g_strdup_printf ("SELECT id, %s, %s_key FROM %s", column->name, column->name, table->name);
  g_autofree char *update = g_strdup_printf ("UPDATE %s SET %s_key = ? WHERE id = ?", table->name, column->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, select, error);
  g_autoptr (GHashTable) wrong = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GError) reason = NULL;
  GHashTableIter iter;
  gpointer id, key;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      g_autofree char *right = crm_column_make_key (column, crm_statement_get_text (statement, 1));
      gint64 record = crm_statement_get_integer (statement, 0);

      if (g_strcmp0 (right, crm_statement_get_text (statement, 2)) != 0)
        g_hash_table_insert (wrong, g_memdup2 (&record, sizeof record), g_steal_pointer (&right));
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  g_hash_table_iter_init (&iter, wrong);
  while (g_hash_table_iter_next (&iter, &id, &key))
    if (!crm_db_run (db, error, update, "ti", key, *(gint64 *) id))
      return FALSE;

  return TRUE;
}

static gboolean
repair_link (CrmDb            *db,
             const CrmTable   *table,
             const CrmColumn  *column,
             GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET %s = NULL WHERE %s IS NOT NULL AND NOT EXISTS "
                                          "(SELECT 1 FROM %s x WHERE x.id = %s.%s)",
                                          table->name, column->name, column->name, column->links_to,
                                          table->name, column->name);

  return crm_db_exec (db, sql, error);
}

static gboolean
repair_count (CrmDb            *db,
              CrmSchema        *schema,
              const CrmTable   *table,
              const CrmColumn  *column,
              GError          **error)
{
  g_autofree char *record = g_strconcat (table->name, ".id", NULL);
  g_autofree char *right = crm_counts_make_sql (schema, column, record);
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET %s = %s(%s)%s WHERE coalesce (%s, 0) IS NOT coalesce ((%s), 0)",
                                          table->name, column->name, column->least == NULL ? "nullif (" : "", right,
                                          column->least == NULL ? ", 0)" : "", column->name, right);

  return crm_db_exec (db, sql, error);
}

/* What each device has added to it is right. */
static gboolean
repair_counter (CrmDb            *db,
                const CrmTable   *table,
                const CrmColumn  *column,
                GError          **error)
{
  g_autofree char *right = g_strdup_printf ("(SELECT coalesce (sum (total), 0) FROM counter WHERE tbl = %u AND record = %s.id AND col = %u)",
                                            table->id, table->name, column->id);
  g_autofree char *sql = g_strdup_printf ("UPDATE %s SET %s = %s WHERE coalesce (%s, 0) <> %s",
                                          table->name, column->name, right, column->name, right);

  return crm_db_exec (db, sql, error);
}

static gboolean
repair_table (CrmDb           *db,
              CrmSchema       *schema,
              const CrmTable  *table,
              GError         **error)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (crm_column_has_key (column) && !repair_keys (db, table, column, error))
        return FALSE;
      if (column->storage == CRM_STORAGE_LINK && !repair_link (db, table, column, error))
        return FALSE;
      if (column->counts != NULL && !repair_count (db, schema, table, column, error))
        return FALSE;
      if ((column->flags & CRM_COLUMN_COUNTER) != 0 && !repair_counter (db, table, column, error))
        return FALSE;
    }

  return !crm_table_is_searched (table) || crm_search_rebuild (db, schema, table, error);
}

/**
 * crm_repair_run:
 * @db: the connection of the writer, in a transaction
 * @error: a %CRM_STORE_ERROR
 *
 * Makes indexes, keys, counts and the search index anew, and cuts links that lead nowhere.
 */
gboolean
crm_repair_run (CrmDb      *db,
                CrmSchema  *schema,
                GError    **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  if (!crm_db_exec (db, "REINDEX", error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (!repair_table (db, schema, tables[i], error))
      return FALSE;

  return TRUE;
}
