/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Upkeep: whether a file agrees with itself, and what is removed from it for good.
 */

#include "config.h"

#include "crm-check.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-row.h"
#include "crm-search.h"

static gboolean
check_pages (CrmDb      *db,
             GPtrArray  *findings,
             GError    **error)
{
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "PRAGMA integrity_check (20)", error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      const char *line = crm_statement_get_text (statement, 0);

      if (g_strcmp0 (line, "ok") != 0)
        g_ptr_array_add (findings, g_strdup (line));
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
expect_none (CrmDb       *db,
             GPtrArray   *findings,
             const char  *sql,
             const char  *what,
             GError     **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 n = crm_db_get_integer (db, 0, &reason, sql, "");

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (n > 0)
    g_ptr_array_add (findings, g_strdup_printf ("%s: %" G_GINT64_FORMAT, what, n));

  return TRUE;
}

/* Each word of each record has to find it, and nothing else may be found. */
static gboolean
check_search (CrmDb           *db,
              CrmSchema       *schema,
              const CrmTable  *table,
              GPtrArray       *findings,
              GError         **error)
{
  g_autofree char *rows = g_strdup_printf ("SELECT count (*) FROM %s_search", table->name);
  g_autofree char *sample = g_strdup_printf ("SELECT id FROM %s WHERE id %% 97 = 1 OR id < 100", table->name);
  g_autofree char *ask = g_strdup_printf ("SELECT 1 FROM %1$s_search WHERE %1$s_search MATCH ? AND rowid = ?", table->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sample, error);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GError) reason = NULL;
  gint64 missed = 0;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS, error);
      g_autofree char *match = NULL;

      if (row == NULL)
        return FALSE;

      g_string_truncate (words, 0);
      crm_search_collect (row, NULL, words);
      match = crm_search_make_match (words->str);
      if (match != NULL && crm_db_get_integer (db, 0, &reason, ask, "ti", match, id) == 0)
        missed++;
      if (reason != NULL)
        break;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (missed > 0)
    g_ptr_array_add (findings, g_strdup_printf ("%s_search does not find: %" G_GINT64_FORMAT, table->name, missed));

  return TRUE;
}

/* Asks for the records whose count is not what counting gives. */
static char *
make_count_check (CrmSchema       *schema,
                  const CrmTable  *table,
                  const CrmColumn *column)
{
  const CrmTable *other = crm_schema_find_table (schema, column->counts);
  const CrmColumn *via = crm_table_find_column (other, column->counts_via);

  if (via->storage == CRM_STORAGE_SET)
    return g_strdup_printf ("SELECT count (*) FROM %s r WHERE coalesce (r.%s, 0) <> (SELECT count (*) FROM member m "
                            "JOIN %s o ON o.id = m.record AND o.state = 0 "
                            "WHERE m.tbl = %u AND m.col = %u AND m.key = r.id AND m.removed IS NULL)",
                            table->name, column->name, other->name, other->id, via->id);

  return g_strdup_printf ("SELECT count (*) FROM %s r WHERE coalesce (r.%s, 0) <> "
                          "(SELECT count (*) FROM %s o WHERE o.%s = r.id AND o.state = 0)",
                          table->name, column->name, other->name, via->name);
}

static gboolean
check_table (CrmDb           *db,
             CrmSchema       *schema,
             const CrmTable  *table,
             GPtrArray       *findings,
             GError         **error)
{
  g_autofree char *title = crm_column_order_name (table->title);
  g_autofree char *untitled = g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0 AND %s IS NULL", table->name, title);
  g_autofree char *untitled_name = g_strdup_printf ("%s without a title", table->name);
  g_autofree char *unwritten = g_strdup_printf ("SELECT count (*) FROM %s r WHERE NOT EXISTS (SELECT 1 FROM journal j "
                                                "WHERE j.tbl = %u AND j.record = r.id AND j.op = 1)",
                                                table->name, table->id);
  g_autofree char *unwritten_name = g_strdup_printf ("%s that the journal does not know", table->name);

  if (!expect_none (db, findings, untitled, untitled_name, error) ||
      !expect_none (db, findings, unwritten, unwritten_name, error))
    return FALSE;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      g_autofree char *sql = NULL;
      g_autofree char *what = NULL;

      if (crm_column_has_key (column) && column->key == CRM_KEY_FOLDED)
        {
          sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE crm_fold (%s) IS NOT %s_key",
                                 table->name, column->name, column->name);
          what = g_strdup_printf ("%s.%s with a wrong key", table->name, column->name);
        }
      else if (column->storage == CRM_STORAGE_LINK)
        {
          sql = g_strdup_printf ("SELECT count (*) FROM %s r WHERE r.%s IS NOT NULL AND NOT EXISTS "
                                 "(SELECT 1 FROM %s x WHERE x.id = r.%s)",
                                 table->name, column->name, column->links_to, column->name);
          what = g_strdup_printf ("%s.%s that leads nowhere", table->name, column->name);
        }

      else if (column->counts != NULL)
        {
          sql = make_count_check (schema, table, column);
          what = g_strdup_printf ("%s.%s with a wrong number", table->name, column->name);
        }

      if (sql != NULL && !expect_none (db, findings, sql, what, error))
        return FALSE;
    }

  return !crm_table_is_searched (table) || check_search (db, schema, table, findings, error);
}

/**
 * crm_check_run:
 * @findings: (element-type utf8): sentences about what is wrong are added here
 * @error: a %CRM_STORE_ERROR
 *
 * Reads the whole file: its pages, and whether records, keys, links, journal and search index
 * agree.
 */
gboolean
crm_check_run (CrmDb      *db,
               CrmSchema  *schema,
               GPtrArray  *findings,
               GError    **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  if (!check_pages (db, findings, error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (!check_table (db, schema, tables[i], findings, error))
      return FALSE;

  return expect_none (db, findings,
                      "SELECT count (*) FROM journal j WHERE NOT EXISTS (SELECT 1 FROM change_set c WHERE c.id = j.change_set)",
                      "journal without a commit", error);
}

static gboolean
purge_record (CrmDb           *db,
              CrmSchema       *schema,
              const CrmTable  *table,
              gint64           id,
              GError         **error)
{
  g_autoptr (CrmRow) row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS, error);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *remove = g_strdup_printf ("DELETE FROM %s WHERE id = ?", table->name);

  if (row == NULL)
    return FALSE;

  crm_search_collect (row, NULL, words);

  return (!crm_table_is_searched (table) || crm_search_delete (db, table, id, words->str, error)) &&
         crm_db_run (db, error, "DELETE FROM member WHERE tbl = ? AND record = ?", "ii", (gint64) table->id, id) &&
         crm_db_run (db, error, "DELETE FROM field_stamp WHERE tbl = ? AND record = ?", "ii", (gint64) table->id, id) &&
         crm_db_run (db, error, "DELETE FROM journal WHERE tbl = ? AND record = ?", "ii", (gint64) table->id, id) &&
         crm_db_run (db, error, remove, "i", id);
}

/* Links to what is purged are cut; they led into the trash already. */
static gboolean
cut_links (CrmDb           *db,
           CrmSchema       *schema,
           const CrmTable  *table,
           GError         **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const CrmColumn *column = tables[i]->columns[k];
        g_autofree char *sql = NULL;

        if (g_strcmp0 (column->links_to, table->name) != 0)
          continue;

        if (column->storage == CRM_STORAGE_SET)
          sql = g_strdup_printf ("DELETE FROM member WHERE tbl = %u AND col = %u AND NOT EXISTS "
                                 "(SELECT 1 FROM %s x WHERE x.id = member.key)",
                                 tables[i]->id, column->id, table->name);
        else
          sql = g_strdup_printf ("UPDATE %s SET %s = NULL WHERE %s IS NOT NULL AND NOT EXISTS "
                                 "(SELECT 1 FROM %s x WHERE x.id = %s.%s)",
                                 tables[i]->name, column->name, column->name, table->name, tables[i]->name, column->name);
        if (!crm_db_exec (db, sql, error))
          return FALSE;
      }

  return TRUE;
}

static gboolean
purge_table (CrmDb           *db,
             CrmSchema       *schema,
             const CrmTable  *table,
             gint64           before,
             gint64          *n_purged,
             GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state <> 0 AND deleted < ?", table->name);
  g_autoptr (CrmStatement) statement = crm_db_query (db, error, sql, "i", before);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < ids->len; i++)
    if (!purge_record (db, schema, table, g_array_index (ids, gint64, i), error))
      return FALSE;

  *n_purged = ids->len;
  if (ids->len == 0)
    return TRUE;

  if (crm_table_is_searched (table))
    {
      /* Words of the dead stay in the index until it is merged. */
      g_autofree char *optimize = g_strdup_printf ("INSERT INTO %1$s_search (%1$s_search) VALUES ('optimize')", table->name);

      if (!crm_db_exec (db, optimize, error))
        return FALSE;
    }

  return cut_links (db, schema, table, error);
}

/**
 * crm_check_purge:
 * @db: the connection of the writer
 * @before: an instant, in microseconds
 * @error: a %CRM_STORE_ERROR; nothing is removed then
 *
 * Removes for good what went to the trash before @before.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): how many records of each table, or
 *   %NULL with @error set
 */
GArray *
crm_check_purge (CrmDb      *db,
                 CrmSchema  *schema,
                 gint64      before,
                 GError    **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  if (!crm_db_begin (db, error))
    return NULL;

  for (guint i = 0; i < n_tables; i++)
    {
      gint64 n = 0;

      if (!purge_table (db, schema, tables[i], before, &n, error))
        {
          crm_db_rollback (db);
          return NULL;
        }
      g_array_append_val (counts, n);
    }

  if (!crm_db_commit (db, error))
    return NULL;

  crm_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);

  return g_steal_pointer (&counts);
}
