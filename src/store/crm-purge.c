/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is removed for good: records that have been in the trash long enough, with everything
 * that was known of them. Deleted pages are overwritten (`secure_delete`), the search index is
 * merged, the log is emptied; so their words are in no byte of the file.
 */

#include "config.h"

#include "crm-purge.h"

#include "crm-clock.h"
#include "crm-row.h"
#include "crm-search.h"
#include "crm-sql.h"

#include <string.h>

/* A purge that is under way. */
typedef struct
{
  CrmDb *db;
  CrmSchema *schema;
  GArray *kept; /* of Kept: what was kept by what is gone */
  gint64 stamp;
} Purge;

typedef struct
{
  const CrmTable *table;
  gint64 id;
} Kept;

static gboolean remove_all (Purge           *purge,
                            const CrmTable  *table,
                            GArray          *ids,
                            GError         **error);

/* The rows that belong to a record. */
static gboolean
remove_belongings (CrmDb           *db,
                   const CrmTable  *table,
                   gint64           id,
                   GError         **error)
{
  static const char *const statements[] = {
    "DELETE FROM member WHERE tbl = ? AND record = ?",
    "DELETE FROM field_stamp WHERE tbl = ? AND record = ?",
    "DELETE FROM counter WHERE tbl = ? AND record = ?",
    "DELETE FROM journal WHERE tbl = ? AND record = ?",
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!crm_db_run (db, error, statements[i], "ii", (gint64) table->id, id))
      return FALSE;

  return TRUE;
}

/* What a record keeps although people have no way to it goes when the record goes. */
static gboolean
note_kept (Purge           *purge,
           const CrmTable  *table,
           gint64           id,
           GError         **error)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      g_autofree char *sql = NULL;
      g_autoptr (GError) reason = NULL;
      Kept kept = { NULL };

      if ((column->flags & CRM_COLUMN_KEEPS) == 0)
        continue;

      sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ? AND state = %d", column->name, table->name, CRM_STATE_LIVE);
      kept.table = crm_schema_find_table (purge->schema, column->links_to);
      kept.id = crm_db_get_integer (purge->db, 0, &reason, sql, "i", id);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (kept.id != 0)
        g_array_append_val (purge->kept, kept);
    }

  return TRUE;
}

static gboolean
remove_record (Purge           *purge,
               const CrmTable  *table,
               gint64           id,
               GError         **error)
{
  g_autoptr (CrmRow) row = crm_row_load (purge->db, purge->schema, table, id, CRM_ROW_MEMBERS, error);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *remove = g_strdup_printf ("DELETE FROM %s WHERE id = ?", table->name);

  if (row == NULL || !note_kept (purge, table, id, error))
    return FALSE;

  crm_search_collect (row, NULL, words);

  return (!crm_table_is_searched (table) || crm_search_delete (purge->db, table, id, words->str, error)) &&
         remove_belongings (purge->db, table, id, error) &&
         crm_db_run (purge->db, error,
                     "INSERT OR REPLACE INTO tombstone "
                     "SELECT ?1, ?2, ?3, value FROM meta WHERE name = 'device'", "iui",
                     (gint64) table->id, &row->uuid, purge->stamp) &&
         crm_db_run (purge->db, error, remove, "i", id);
}

/* What is a part of what is gone goes with it, whatever its state. */
static gboolean
remove_parts (Purge            *purge,
              const CrmTable   *of,
              const CrmTable   *table,
              const CrmColumn  *link,
              GError          **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s r WHERE r.%s IS NOT NULL AND NOT EXISTS "
                                          "(SELECT 1 FROM %s x WHERE x.id = r.%s)",
                                          table->name, link->name, of->name, link->name);
  g_autoptr (GArray) ids = crm_db_list_ids (purge->db, error, sql, "");

  return ids != NULL && remove_all (purge, table, ids, error);
}

/* Links to what is gone are cut; they led into the trash already. */
static gboolean
cut_links (Purge           *purge,
           const CrmTable  *table,
           GError         **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (purge->schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const CrmColumn *column = tables[i]->columns[k];
        g_autofree char *sql = NULL;

        if (g_strcmp0 (column->links_to, table->name) != 0)
          continue;
        if ((column->flags & CRM_COLUMN_PART) != 0 && !remove_parts (purge, table, tables[i], column, error))
          return FALSE;

        if (column->storage == CRM_STORAGE_SET)
          sql = g_strdup_printf ("DELETE FROM member WHERE tbl = %u AND col = %u AND NOT EXISTS "
                                 "(SELECT 1 FROM %s x WHERE x.id = member.key)",
                                 tables[i]->id, column->id, table->name);
        else
          sql = g_strdup_printf ("UPDATE %s SET %s = NULL WHERE %s IS NOT NULL AND NOT EXISTS "
                                 "(SELECT 1 FROM %s x WHERE x.id = %s.%s)",
                                 tables[i]->name, column->name, column->name, table->name, tables[i]->name, column->name);
        if (!crm_db_exec (purge->db, sql, error))
          return FALSE;
      }

  return TRUE;
}

/* What is known of a record in tables that hold no records: where it stood in automations, and what
 * was sent to it. */
static gboolean
remove_traces (Purge           *purge,
               const CrmTable  *table,
               GError         **error)
{
#define GONE(of, column) "(" column " IS NOT NULL AND NOT EXISTS (SELECT 1 FROM " of " x WHERE x.id = " column "))"
  static const struct
  {
    const char *table;
    const char *statement;
  } traces[] = {
    { "run", "DELETE FROM automation_cursor WHERE " GONE ("run", "run") },
    { "run", "DELETE FROM automation_trail WHERE " GONE ("run", "run") },
    { "contact", "DELETE FROM automation_path WHERE " GONE ("contact", "contact") },
    { "contact", "DELETE FROM automation_member WHERE " GONE ("contact", "contact") },
    { "contact", "DELETE FROM outbox WHERE " GONE ("contact", "contact") },
    { "contact", "DELETE FROM outbox_attempt WHERE NOT EXISTS (SELECT 1 FROM outbox x WHERE x.id = outbox)" },
  };
#undef GONE

  for (guint i = 0; i < G_N_ELEMENTS (traces); i++)
    if (strcmp (traces[i].table, table->name) == 0 && !crm_db_exec (purge->db, traces[i].statement, error))
      return FALSE;

  return TRUE;
}

/* Removes records of one table with all that is a part of them, and of that in turn: nothing is left
 * when there is nothing to remove any more. */
static gboolean
remove_all (Purge           *purge,
            const CrmTable  *table,
            GArray          *ids,
            GError         **error)
{
  for (guint i = 0; i < ids->len; i++)
    if (!remove_record (purge, table, g_array_index (ids, gint64, i), error))
      return FALSE;

  if (ids->len == 0)
    return TRUE;

  if (crm_table_is_searched (table))
    {
      /* Words of the dead stay in the index until it is merged. */
      g_autofree char *optimize = g_strdup_printf ("INSERT INTO %1$s_search (%1$s_search) VALUES ('optimize')", table->name);

      if (!crm_db_exec (purge->db, optimize, error))
        return FALSE;
    }

  return remove_traces (purge, table, error) && cut_links (purge, table, error);
}

static gboolean
purge_table (Purge           *purge,
             const CrmTable  *table,
             gint64           before,
             gint64          *n_purged,
             GError         **error)
{
  g_autofree char *not_kept = crm_sql_make_not_kept (purge->schema, table, "r");
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s r WHERE state <> 0 AND deleted < %" G_GINT64_FORMAT "%s",
                                          table->name, before, not_kept);
  g_autoptr (GArray) ids = crm_db_list_ids (purge->db, error, sql, "");

  if (ids == NULL)
    return FALSE;

  *n_purged = ids->len;

  return remove_all (purge, table, ids, error);
}

/* The list grows while it is gone through: what was kept may have kept something, too. */
static gboolean
purge_kept (Purge   *purge,
            GError **error)
{
  for (guint i = 0; i < purge->kept->len; i++)
    {
      const Kept kept = g_array_index (purge->kept, Kept, i);
      g_autofree char *not_kept = crm_sql_make_not_kept (purge->schema, kept.table, "r");
      g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s r WHERE id = %" G_GINT64_FORMAT " AND state <> 0%s",
                                              kept.table->name, kept.id, not_kept);
      g_autoptr (GArray) ids = crm_db_list_ids (purge->db, error, sql, "");

      if (ids == NULL || !remove_all (purge, kept.table, ids, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
purge_tables (CrmDb      *db,
              CrmSchema  *schema,
              gint64      before,
              GArray     *counts,
              GError    **error)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_autoptr (GError) reason = NULL;
  gint64 last = crm_db_get_integer (db, 0, &reason, "SELECT stamp FROM clock", "");
  Purge purge = { db, schema, kept, crm_clock_next_stamp (last, 0) };
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);
  gint64 sum = 0;

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < n_tables; i++)
    {
      gint64 n = 0;

      if (!purge_table (&purge, tables[i], before, &n, error))
        return FALSE;
      g_array_append_val (counts, n);
      sum += n;
    }

  return sum == 0 || (purge_kept (&purge, error) && crm_db_run (db, error, "UPDATE clock SET stamp = ?", "i", purge.stamp));
}

/**
 * crm_purge_run:
 * @db: the connection of the writer
 * @before: an instant, in microseconds
 * @error: a %CRM_STORE_ERROR; nothing is removed then
 *
 * Removes for good what went to the trash before @before, with what is a part of it, and what
 * nothing but it kept.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): how many records of each table, or
 *   %NULL with @error set
 */
GArray *
crm_purge_run (CrmDb      *db,
               CrmSchema  *schema,
               gint64      before,
               GError    **error)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!crm_db_begin (db, error))
    return NULL;

  if (!purge_tables (db, schema, before, counts, error))
    {
      crm_db_rollback (db);
      return NULL;
    }

  if (!crm_db_commit (db, error))
    return NULL;

  crm_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL);

  return g_steal_pointer (&counts);
}
