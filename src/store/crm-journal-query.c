/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The journal, asked: which batches fit a filter, and what one batch did. Both are read page by
 * page from where the last page ended, so a page takes as long with a million batches as with
 * a hundred.
 */

#include "config.h"

#include "crm-journal-query.h"

#include "crm-fold.h"
#include "crm-journal-private.h"
#include "crm-search.h"

/* A letter finds half of all records; nobody reads on that far. */
#define MAX_RECORDS 20000

/**
 * crm_journal_filter_copy:
 *
 * Returns: (transfer full): a copy
 */
CrmJournalFilter *
crm_journal_filter_copy (const CrmJournalFilter *filter)
{
  CrmJournalFilter *copy = g_memdup2 (filter, sizeof *filter);

  copy->text = g_strdup (filter->text);

  return copy;
}

/**
 * crm_journal_filter_free:
 */
void
crm_journal_filter_free (CrmJournalFilter *filter)
{
  if (filter == NULL)
    return;

  g_free (filter->text);
  g_free (filter);
}

/* What a batch has to do with a text: ?5 is the folded text, ?6 what the search index takes. */
static void
append_text (GString   *sql,
             CrmSchema *schema,
             gboolean   matches)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  g_string_append (sql, " AND (instr (coalesce (crm_fold (b.detail), ''), ?5) > 0");

  for (guint i = 0; matches && i < n_tables; i++)
    if (crm_table_is_searched (tables[i]))
      g_string_append_printf (sql, " OR b.id IN (SELECT c.batch FROM change_set c JOIN journal j ON j.change_set = c.id "
                              "WHERE j.tbl = %u AND j.record IN (SELECT rowid FROM %s_search WHERE %s_search MATCH ?6 LIMIT %d))",
                              tables[i]->id, tables[i]->name, tables[i]->name, MAX_RECORDS);

  g_string_append (sql, " OR EXISTS (SELECT 1 FROM change_set c JOIN journal j ON j.change_set = c.id "
                        "WHERE c.batch = b.id AND j.changes IS NOT NULL AND instr (crm_fold (j.changes), ?5) > 0))");
}

/**
 * crm_journal_find_batches:
 * @filter: which are wanted
 * @before: the number of a batch to begin before, or 0 for the newest
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type CrmBatch) (nullable): what was done, the newest first
 */
GPtrArray *
crm_journal_find_batches (CrmDb                   *db,
                          CrmSchema               *schema,
                          const CrmJournalFilter  *filter,
                          gint64                   before,
                          guint                    limit,
                          GError                 **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " BATCH_COLUMNS " FROM batch b WHERE b.id < ?1");
  g_autoptr (CrmStatement) statement = NULL;
  g_autofree char *text = crm_fold (filter->text);
  g_autofree char *match = text != NULL ? crm_search_make_match (filter->text) : NULL;

  if (filter->actor != CRM_ANYBODY)
    g_string_append (sql, " AND b.actor = ?2");
  if (filter->causes != 0)
    g_string_append_printf (sql, " AND (1 << b.cause) & %u", filter->causes);
  if (filter->since != 0)
    g_string_append (sql, " AND b.time >= ?3");
  if (filter->until != 0)
    g_string_append (sql, " AND b.time < ?4");
  if (text != NULL)
    append_text (sql, schema, match != NULL);
  g_string_append (sql, " ORDER BY b.id DESC LIMIT ?7");

  statement = crm_db_query (db, error, sql->str, "iiiitti", before > 0 ? before : G_MAXINT64, filter->actor,
                            filter->since, filter->until, text, match, (gint64) limit);

  return _crm_journal_read_batches (statement, error);
}

/**
 * crm_journal_list_changes:
 * @batch: the number of a batch
 * @after: the number of an entry to begin behind, or 0 for the first
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmEntry) (nullable): what the batch did, in the order in
 *   which it did it, without the batch itself
 */
GPtrArray *
crm_journal_list_changes (CrmDb   *db,
                          gint64   batch,
                          gint64   after,
                          guint    limit,
                          GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_entry_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (db, error,
                            "SELECT j.id, j.tbl, j.record, j.op, j.changes, c.stamp "
                            "FROM change_set c CROSS JOIN journal j ON j.change_set = c.id "
                            "WHERE c.batch = ? AND j.id > ? ORDER BY c.id, j.id LIMIT ?", "iii",
                            batch, after, (gint64) limit);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      CrmEntry *entry = g_new0 (CrmEntry, 1);

      entry->id = crm_statement_get_integer (statement, 0);
      entry->table = (guint16) crm_statement_get_integer (statement, 1);
      entry->record = crm_statement_get_integer (statement, 2);
      entry->op = (CrmOp) crm_statement_get_integer (statement, 3);
      entry->changes = g_strdup (crm_statement_get_text (statement, 4));
      entry->stamp = crm_statement_get_integer (statement, 5);
      g_ptr_array_add (entries, entry);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

/**
 * crm_journal_restrict_query:
 * @query: what is asked
 * @batch: the number of a batch
 *
 * Only records that a batch has written.
 */
void
crm_journal_restrict_query (CrmQuery *query,
                            gint64    batch)
{
  guint table = crm_query_get_table (query)->id;
  g_autoptr (GArray) parameters = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  g_autofree char *each = NULL;
  g_autofree char *all = NULL;
  CrmValue value = crm_value_integer (batch);

  g_array_append_val (parameters, value);
  each = g_strdup_printf ("EXISTS (SELECT 1 FROM journal j JOIN change_set c ON c.id = j.change_set "
                          "WHERE j.tbl = %u AND j.record = r.id AND c.batch = ?)", table);
  all = g_strdup_printf ("r.id IN (SELECT j.record FROM change_set c CROSS JOIN journal j ON j.change_set = c.id "
                         "WHERE c.batch = ? AND j.tbl = %u)", table);
  crm_query_add_condition (query, each, parameters, all, parameters);
}
