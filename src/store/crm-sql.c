/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The SQL that follows from the schema: statements to read and write a record, and the tables
 * and indexes themselves. A table or column that the schema has and the file lacks is added;
 * one that the file has and the schema lacks is left alone, since a newer program may own it.
 */

#include "config.h"

#include "crm-sql.h"

#include <string.h>

typedef struct
{
  char *select;
  char *select_titles;
  char *insert;
} Statements;

static GMutex statements_lock;

static char *
make_select (CrmSchema      *schema,
             const CrmTable *table,
             gboolean        titles)
{
  GString *sql = g_string_new ("SELECT uuid, state, deleted, stamp, device");

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->storage == CRM_STORAGE_SET)
        continue;

      g_string_append_printf (sql, ", r.%s", column->name);
      if (column->storage == CRM_STORAGE_MONEY)
        g_string_append_printf (sql, ", r.%s_currency", column->name);

      if (titles && column->storage == CRM_STORAGE_LINK)
        {
          const CrmTable *target = crm_schema_find_table (schema, column->links_to);

          g_string_append_printf (sql, ", (SELECT %s FROM %s WHERE id = r.%s)",
                                  target->title->name, target->name, column->name);
          if (target->mark != NULL)
            g_string_append_printf (sql, ", (SELECT %s FROM %s WHERE id = r.%s)",
                                    target->mark->name, target->name, column->name);
        }
    }
  g_string_append_printf (sql, " FROM %s r WHERE id = ?", table->name);

  return g_string_free (sql, FALSE);
}

static char *
make_insert (const CrmTable *table)
{
  g_autoptr (GString) names = g_string_new ("uuid, state, stamp, device");
  g_autoptr (GString) marks = g_string_new ("?, ?, ?, ?");

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->storage == CRM_STORAGE_SET)
        continue;

      g_string_append_printf (names, ", %s", column->name);
      g_string_append (marks, ", ?");
      if (column->storage == CRM_STORAGE_MONEY)
        {
          g_string_append_printf (names, ", %s_currency", column->name);
          g_string_append (marks, ", ?");
        }
      if (crm_column_has_key (column))
        {
          g_string_append_printf (names, ", %s_key", column->name);
          g_string_append (marks, ", ?");
        }
    }

  return g_strdup_printf ("INSERT INTO %s (%s) VALUES (%s)", table->name, names->str, marks->str);
}

static void
free_statements (gpointer data)
{
  GPtrArray *all = data;

  for (guint i = 0; i < all->len; i++)
    {
      Statements *statements = g_ptr_array_index (all, i);

      g_free (statements->select);
      g_free (statements->select_titles);
      g_free (statements->insert);
      g_free (statements);
    }
  g_ptr_array_free (all, TRUE);
}

/* Made once for each schema, when the first table of it is read. */
static const Statements *
get_statements (CrmSchema      *schema,
                const CrmTable *table)
{
  static GQuark quark;
  GPtrArray *all;

  g_mutex_lock (&statements_lock);

  if (quark == 0)
    quark = g_quark_from_static_string ("crm-statements");

  all = g_object_get_qdata (G_OBJECT (schema), quark);
  if (all == NULL)
    {
      guint n_tables;
      const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

      all = g_ptr_array_new ();
      for (guint i = 0; i < n_tables; i++)
        {
          Statements *statements = g_new0 (Statements, 1);

          statements->select = make_select (schema, tables[i], FALSE);
          statements->select_titles = make_select (schema, tables[i], TRUE);
          statements->insert = make_insert (tables[i]);
          g_ptr_array_add (all, statements);
        }
      g_object_set_qdata_full (G_OBJECT (schema), quark, all, free_statements);
    }

  g_mutex_unlock (&statements_lock);

  return g_ptr_array_index (all, table->index);
}

/**
 * crm_sql_get_select:
 * @table: of @schema
 * @titles: whether each link is followed by the title of its record, and by its colour if records
 *   of that table have one
 *
 * Returns: (transfer none): a statement with the id of a record as its parameter
 */
const char *
crm_sql_get_select (CrmSchema      *schema,
                    const CrmTable *table,
                    gboolean        titles)
{
  const Statements *statements = get_statements (schema, table);

  return titles ? statements->select_titles : statements->select;
}

/**
 * crm_sql_get_insert:
 * @table: of @schema
 *
 * Returns: (transfer none): a statement with uuid, state, stamp, device, and then each column,
 *   its currency and its key as its parameters
 */
const char *
crm_sql_get_insert (CrmSchema      *schema,
                    const CrmTable *table)
{
  return get_statements (schema, table)->insert;
}

/**
 * crm_sql_make_not_kept:
 * @table: of records in the trash
 * @alias: what @table is called in the statement
 *
 * Returns: (transfer full): " AND …", that nothing keeps a record; empty if nothing could
 */
char *
crm_sql_make_not_kept (CrmSchema      *schema,
                       const CrmTable *table,
                       const char     *alias)
{
  GString *sql = g_string_new (NULL);
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const CrmColumn *column = tables[i]->columns[k];

        if ((column->flags & CRM_COLUMN_KEEPS) != 0 && g_strcmp0 (column->links_to, table->name) == 0)
          g_string_append_printf (sql, " AND NOT EXISTS (SELECT 1 FROM %s k WHERE k.state = 0 AND k.%s IS NOT NULL AND k.%s = %s.id)",
                                  tables[i]->name, column->name, column->name, alias);
      }

  return g_string_free (sql, FALSE);
}

static const char *
storage_type (CrmStorage storage)
{
  switch (storage)
    {
    case CRM_STORAGE_INTEGER:
    case CRM_STORAGE_LINK:
    case CRM_STORAGE_MONEY:
      return "INTEGER";
    case CRM_STORAGE_REAL:
      return "REAL";
    case CRM_STORAGE_TEXT:
    case CRM_STORAGE_SET:
    default:
      return "TEXT";
    }
}

/* Ids are not used again when a record has been purged: journals and links name records by them,
 * and the columns of custom fields are called after them. */
static gboolean
reconcile_table (CrmDb           *db,
                 const CrmTable  *table,
                 GError         **error)
{
  g_autofree char *create = NULL;
  g_autofree char *info = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')", table->name);
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) alter = g_string_new (NULL);

  create = g_strdup_printf ("CREATE TABLE IF NOT EXISTS %s ("
                            "id INTEGER PRIMARY KEY AUTOINCREMENT, "
                            "uuid BLOB NOT NULL, "
                            "state INTEGER NOT NULL DEFAULT 0, "
                            "deleted INTEGER, "
                            "stamp INTEGER NOT NULL, "
                            "device INTEGER NOT NULL) STRICT", table->name);
  if (!crm_db_exec (db, create, error))
    return FALSE;

  {
    g_autoptr (CrmStatement) statement = crm_db_prepare (db, info, error);
    g_autoptr (GError) reason = NULL;

    if (statement == NULL)
      return FALSE;
    while (crm_statement_step (statement, &reason))
      g_hash_table_add (present, g_strdup (crm_statement_get_text (statement, 0)));
    if (reason != NULL)
      {
        g_propagate_error (error, g_steal_pointer (&reason));
        return FALSE;
      }
  }

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      const char *suffixes[] = { "", "_currency", "_key" };
      const char *types[] = { storage_type (column->storage), "TEXT", "TEXT" };
      gboolean wanted[] = {
        column->storage != CRM_STORAGE_SET,
        column->storage == CRM_STORAGE_MONEY,
        crm_column_has_key (column),
      };

      for (guint k = 0; k < G_N_ELEMENTS (wanted); k++)
        {
          g_autofree char *name = g_strconcat (column->name, suffixes[k], NULL);

          if (wanted[k] && !g_hash_table_contains (present, name))
            g_string_append_printf (alter, "ALTER TABLE %s ADD COLUMN %s %s;", table->name, name, types[k]);
        }
    }

  return crm_db_exec (db, alter->str, error);
}

/* Makes an index, again if it has been made differently before. */
static gboolean
reconcile_index (CrmDb       *db,
                 const char  *name,
                 const char  *sql,
                 GError     **error)
{
  g_autofree char *present = NULL;
  g_autofree char *drop = NULL;
  g_autoptr (GError) reason = NULL;

  present = crm_db_get_text (db, &reason, "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", "t", name);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (g_strcmp0 (present, sql) == 0)
    return TRUE;

  drop = g_strdup_printf ("DROP INDEX IF EXISTS %s", name);

  return crm_db_exec (db, drop, error) && crm_db_exec (db, sql, error);
}

/**
 * crm_sql_drop_orders:
 * @db: a connection that may write, in a transaction
 * @table: what the records are in
 * @error: a %CRM_STORE_ERROR
 *
 * Takes away the indexes that serve sorting and filtering, links aside. To take a large part of a
 * table out of them one by one costs as much as it cost to put it in; to make them again of what
 * is left costs next to nothing. crm_sql_make_indexes() has to follow in the same transaction, for
 * readers name the indexes.
 */
gboolean
crm_sql_drop_orders (CrmDb           *db,
                     const CrmTable  *table,
                     GError         **error)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      g_autofree char *sql = g_strdup_printf ("DROP INDEX IF EXISTS %s_by_%s", table->name, column->name);

      if (column->storage != CRM_STORAGE_LINK && (column->flags & CRM_COLUMN_SORTED) != 0 && !crm_db_exec (db, sql, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_sql_make_indexes:
 * @db: a connection that may write, in a transaction
 * @table: what the records are in
 * @error: a %CRM_STORE_ERROR
 *
 * Makes the indexes of a table that are not there.
 */
gboolean
crm_sql_make_indexes (CrmDb           *db,
                      const CrmTable  *table,
                      GError         **error)
{
  g_autofree char *uuid_name = g_strdup_printf ("%s_by_uuid", table->name);
  g_autofree char *uuid = g_strdup_printf ("CREATE UNIQUE INDEX %s ON %s (uuid)", uuid_name, table->name);
  g_autofree char *trash_name = g_strdup_printf ("%s_trash", table->name);
  g_autofree char *trash = g_strdup_printf ("CREATE INDEX %s ON %s (deleted) WHERE state <> 0", trash_name, table->name);

  if (!reconcile_index (db, uuid_name, uuid, error) || !reconcile_index (db, trash_name, trash, error))
    return FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      g_autofree char *order = crm_column_order_name (column);
      g_autofree char *name = g_strdup_printf ("%s_by_%s", table->name, column->name);
      g_autofree char *sql = NULL;

      if ((column->flags & CRM_COLUMN_SORTED) == 0 || column->storage == CRM_STORAGE_SET)
        continue;

      sql = g_strdup_printf ("CREATE INDEX %s ON %s (%s) WHERE state = 0 AND %s IS NOT NULL",
                             name, table->name, order, order);
      if (!reconcile_index (db, name, sql, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_sql_reconcile:
 * @db: a connection that may write, in a transaction
 * @schema: what the tables should be
 * @error: a %CRM_STORE_ERROR
 *
 * Adds what the file lacks: tables, columns, indexes, search indexes.
 */
gboolean
crm_sql_reconcile (CrmDb      *db,
                   CrmSchema  *schema,
                   GError    **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autofree char *search = NULL;

      if (!reconcile_table (db, tables[i], error) || !crm_sql_make_indexes (db, tables[i], error))
        return FALSE;

      if (!crm_table_is_searched (tables[i]))
        continue;

      /* Only the index: what it was made of is in the table. Its text comes folded and in
       * words (crm_fold_append_tokens()), so the plainest tokenizer will do. */
      search = g_strdup_printf ("CREATE VIRTUAL TABLE IF NOT EXISTS %s_search USING fts5 (words, content = '', "
                                "columnsize = 0, detail = none, tokenize = 'ascii', prefix = '1 2 3 4')",
                                tables[i]->name);
      if (!crm_db_exec (db, search, error))
        return FALSE;
    }

  crm_db_forget_statements (db);

  return TRUE;
}
