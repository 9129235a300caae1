/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which columns the search indexes are made of. Removing a record from an index takes the very
 * words that were put in; so when a custom field goes, its words have to go with it, and come back
 * when it comes back. `meta` says for each table what its index was made of.
 */

#include "config.h"

#include "crm-search-private.h"

/* A column that the index was made of, as it is written into `meta`: "4:name:t:1". */
typedef struct
{
  guint16 id;
  char *name;
  gboolean is_set;
  CrmSearch search;
} Source;

static void
source_free (gpointer data)
{
  Source *source = data;

  g_free (source->name);
  g_free (source);
}

/* The columns that a table is searched by, and with what version of this program. */
static char *
describe_sources (const CrmTable *table)
{
  GString *text = g_string_new (G_STRINGIFY (CRM_SEARCH_VERSION));

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->search != CRM_SEARCH_NONE && column->links_to == NULL)
        g_string_append_printf (text, " %u:%s:%c:%d", column->id, column->name,
                                column->storage == CRM_STORAGE_SET ? 's' : 't', column->search);
    }

  return g_string_free (text, FALSE);
}

/* The columns in @text that @other does not have. */
static GPtrArray *
find_new_sources (const char *text,
                  const char *other)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (source_free);
  g_auto (GStrv) parts = g_strsplit (text, " ", -1);
  g_auto (GStrv) others = g_strsplit (other, " ", -1);

  for (guint i = 1; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (parts[i], ":", -1);
      Source *source;

      if (g_strv_contains ((const char *const *) others, parts[i]) || g_strv_length (words) != 4)
        continue;

      source = g_new0 (Source, 1);
      source->id = (guint16) g_ascii_strtoull (words[0], NULL, 10);
      source->name = g_strdup (words[1]);
      source->is_set = words[2][0] == 's';
      source->search = (CrmSearch) g_ascii_strtoull (words[3], NULL, 10);
      g_ptr_array_add (sources, source);
    }

  return sources;
}

/* Adds the ids of the records that have something in one of @sources. */
static gboolean
find_affected (CrmDb           *db,
               const CrmTable  *table,
               GPtrArray       *sources,
               GHashTable      *ids,
               GError         **error)
{
  for (guint i = 0; i < sources->len; i++)
    {
      const Source *source = g_ptr_array_index (sources, i);
      g_autofree char *sql = NULL;
      g_autoptr (CrmStatement) statement = NULL;
      g_autoptr (GError) reason = NULL;

      if (source->is_set)
        sql = g_strdup_printf ("SELECT DISTINCT record FROM member WHERE tbl = %u AND col = %u AND removed IS NULL",
                               table->id, source->id);
      else
        sql = g_strdup_printf ("SELECT id FROM %s WHERE %s IS NOT NULL", table->name, source->name);

      statement = crm_db_prepare (db, sql, error);
      if (statement == NULL)
        return FALSE;

      while (crm_statement_step (statement, &reason))
        {
          gint64 id = crm_statement_get_integer (statement, 0);

          g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
        }

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }

  return TRUE;
}

/* Appends the words of a column that the schema does not have any more, but the file has. */
static gboolean
collect_source (CrmDb           *db,
                const CrmTable  *table,
                gint64           id,
                const Source    *source,
                GString         *words,
                GError         **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  if (source->is_set)
    sql = g_strdup_printf ("SELECT text, key FROM member WHERE tbl = %u AND record = ? AND col = %u AND removed IS NULL",
                           table->id, source->id);
  else
    sql = g_strdup_printf ("SELECT %s, NULL FROM %s WHERE id = ?", source->name, table->name);

  statement = crm_db_query (db, error, sql, "i", id);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      _crm_search_collect_value (source->search, crm_statement_get_text (statement, 0), NULL, words);
      if (source->search == CRM_SEARCH_DIGITS)
        _crm_search_collect_value (source->search, crm_statement_get_text (statement, 1), NULL, words);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Makes the index anew for those records that have something in a column that came or went. */
static gboolean
change_sources (CrmDb           *db,
                CrmSchema       *schema,
                const CrmTable  *table,
                const char      *before,
                const char      *after,
                GError         **error)
{
  g_autoptr (GPtrArray) gone = find_new_sources (before, after);
  g_autoptr (GPtrArray) come = find_new_sources (after, before);
  g_autoptr (GHashTable) come_ids = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) records = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GString) old = g_string_new (NULL);
  g_autoptr (GString) new = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key;

  if (!find_affected (db, table, gone, records, error) || !find_affected (db, table, come, records, error))
    return FALSE;

  for (guint i = 0; i < come->len; i++)
    g_hash_table_add (come_ids, GUINT_TO_POINTER (((const Source *) g_ptr_array_index (come, i))->id));

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 id = *(const gint64 *) key;
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS, error);

      if (row == NULL)
        return FALSE;

      g_string_truncate (old, 0);
      _crm_search_collect_without (row, NULL, come_ids, old);
      for (guint i = 0; i < gone->len; i++)
        if (!collect_source (db, table, id, g_ptr_array_index (gone, i), old, error))
          return FALSE;

      g_string_truncate (new, 0);
      crm_search_collect (row, NULL, new);

      if (!crm_search_delete (db, table, id, old->str, error) || !crm_search_insert (db, table, id, new->str, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_search_reconcile:
 * @db: a connection that may write, in a transaction
 * @schema: what the tables are
 * @error: a %CRM_STORE_ERROR
 *
 * Makes the indexes fit the columns that are searched now.
 */
gboolean
crm_search_reconcile (CrmDb      *db,
                      CrmSchema  *schema,
                      GError    **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autofree char *name = g_strconcat ("search ", tables[i]->name, NULL);
      g_autofree char *wanted = describe_sources (tables[i]);
      g_autofree char *present = NULL;
      g_autoptr (GError) reason = NULL;

      if (!crm_table_is_searched (tables[i]))
        continue;

      present = crm_db_get_text (db, &reason, "SELECT value FROM meta WHERE name = ?", "t", name);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (g_strcmp0 (present, wanted) == 0)
        continue;

      if (!(present != NULL && g_str_has_prefix (present, G_STRINGIFY (CRM_SEARCH_VERSION) " ")
              ? change_sources (db, schema, tables[i], present, wanted, error)
              : crm_search_rebuild (db, schema, tables[i], error)))
        return FALSE;

      if (!crm_db_run (db, error, "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", "tt", name, wanted))
        return FALSE;
    }

  return TRUE;
}
