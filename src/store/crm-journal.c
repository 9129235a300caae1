/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The journal, read: what was done, in which order, and what can be taken back.
 */

#include "config.h"

#include "crm-journal.h"

#include "crm-journal-private.h"
#include "crm-json.h"

/**
 * crm_batch_free:
 */
void
crm_batch_free (CrmBatch *batch)
{
  if (batch == NULL)
    return;

  g_free (batch->detail);
  g_free (batch->columns);
  g_free (batch);
}

/**
 * crm_entry_free:
 */
void
crm_entry_free (CrmEntry *entry)
{
  if (entry == NULL)
    return;

  crm_batch_free (entry->batch);
  g_free (entry->changes);
  g_free (entry);
}

static CrmBatch *
read_batch (CrmStatement *statement)
{
  CrmBatch *batch = g_new0 (CrmBatch, 1);

  batch->id = crm_statement_get_integer (statement, 0);
  batch->actor = crm_statement_get_integer (statement, 1);
  batch->cause = (CrmCause) crm_statement_get_integer (statement, 2);
  batch->detail = g_strdup (crm_statement_get_text (statement, 3));
  batch->time = crm_statement_get_integer (statement, 4);
  batch->undo_of = crm_statement_get_integer (statement, 5);
  batch->undone = crm_statement_get_integer (statement, 6) != 0;
  batch->open = crm_statement_get_integer (statement, 7) != 0;
  batch->cursor = crm_statement_get_integer (statement, 8);
  batch->table = (guint16) crm_statement_get_integer (statement, 9);
  batch->op = (CrmOp) crm_statement_get_integer (statement, 10);
  batch->record = crm_statement_get_integer (statement, 11);
  batch->columns = g_strdup (crm_statement_get_text (statement, 12));
  batch->records = crm_statement_get_integer (statement, 13);

  return batch;
}

/*< private >
 * _crm_journal_read_batches:
 * @statement: (nullable): that selects %BATCH_COLUMNS; %NULL with @error set
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmBatch) (nullable): its rows, or %NULL with @error set
 */
GPtrArray *
_crm_journal_read_batches (CrmStatement  *statement,
                           GError       **error)
{
  g_autoptr (GPtrArray) batches = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_batch_free);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    g_ptr_array_add (batches, read_batch (statement));

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&batches);
}

/**
 * crm_journal_get_batch:
 * @id: of a batch
 * @error: %CRM_STORE_ERROR_MISSING
 *
 * Returns: (transfer full) (nullable): the batch, or %NULL with @error set
 */
CrmBatch *
crm_journal_get_batch (CrmDb   *db,
                       gint64   id,
                       GError **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GPtrArray) batches = NULL;

  statement = crm_db_query (db, error, "SELECT " BATCH_COLUMNS " FROM batch b WHERE b.id = ?", "i", id);
  batches = _crm_journal_read_batches (statement, error);
  if (batches == NULL)
    return NULL;

  if (batches->len == 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, "There is no batch %" G_GINT64_FORMAT, id);
      return NULL;
    }

  return g_ptr_array_steal_index (batches, 0);
}

/**
 * crm_journal_list_batches:
 * @before: the number of a batch to begin before, or 0 for the newest
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmBatch) (nullable): what was done, the newest first
 */
GPtrArray *
crm_journal_list_batches (CrmDb   *db,
                          gint64   before,
                          guint    limit,
                          GError **error)
{
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_query (db, error,
                            "SELECT " BATCH_COLUMNS " FROM batch b WHERE b.id < ? ORDER BY b.id DESC LIMIT ?",
                            "ii", before > 0 ? before : G_MAXINT64, (gint64) limit);

  return _crm_journal_read_batches (statement, error);
}

/**
 * crm_journal_list_open:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmBatch) (nullable): what was begun and is not at its
 *   end: it goes on in another program, or a program ended in the middle of it
 */
GPtrArray *
crm_journal_list_open (CrmDb   *db,
                       GError **error)
{
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_prepare (db, "SELECT " BATCH_COLUMNS " FROM batch b WHERE b.open = 1 ORDER BY b.id", error);

  return _crm_journal_read_batches (statement, error);
}

/**
 * crm_journal_list_entries:
 * @table: of a record
 * @record: the record
 * @before: the number of an entry to begin before, or 0 for the newest
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmEntry) (nullable): what was done to the record, the
 *   newest first
 */
GPtrArray *
crm_journal_list_entries (CrmDb           *db,
                          const CrmTable  *table,
                          gint64           record,
                          gint64           before,
                          guint            limit,
                          GError         **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_entry_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (db, error,
                            "SELECT " BATCH_COLUMNS ", j.id, j.tbl, j.record, j.op, j.changes, c.stamp "
                            "FROM journal j JOIN change_set c ON c.id = j.change_set JOIN batch b ON b.id = c.batch "
                            "WHERE j.tbl = ? AND j.record = ? AND j.id < ? ORDER BY j.id DESC LIMIT ?",
                            "iiii", (gint64) table->id, record, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      CrmEntry *entry = g_new0 (CrmEntry, 1);

      entry->batch = read_batch (statement);
      entry->id = crm_statement_get_integer (statement, N_BATCH_COLUMNS);
      entry->table = (guint16) crm_statement_get_integer (statement, N_BATCH_COLUMNS + 1);
      entry->record = crm_statement_get_integer (statement, N_BATCH_COLUMNS + 2);
      entry->op = (CrmOp) crm_statement_get_integer (statement, N_BATCH_COLUMNS + 3);
      entry->changes = g_strdup (crm_statement_get_text (statement, N_BATCH_COLUMNS + 4));
      entry->stamp = crm_statement_get_integer (statement, N_BATCH_COLUMNS + 5);
      g_ptr_array_add (entries, entry);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&entries);
}

/* What a person undoes are things that they did; not what the program did by itself. */
#define DONE_BY_PEOPLE "cause IN (1, 2, 3, 5, 7)"

/**
 * crm_journal_find_undo:
 * @actor: the id of a user
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the last batch of @actor that can be undone, or 0
 */
gint64
crm_journal_find_undo (CrmDb   *db,
                       gint64   actor,
                       GError **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT id FROM batch WHERE actor = ? AND undone = 0 AND undo_of IS NULL "
                             "AND open = 0 AND " DONE_BY_PEOPLE " ORDER BY id DESC LIMIT 1", "i", actor);
}

/**
 * crm_journal_find_redo:
 * @actor: the id of a user
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the undo of @actor to take back next, or 0 if something else was done since
 */
gint64
crm_journal_find_redo (CrmDb   *db,
                       gint64   actor,
                       GError **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT u.id FROM batch u JOIN batch b ON b.id = u.undo_of "
                             "WHERE u.undo_of IS NOT NULL AND u.actor = ?1 AND u.undone = 0 AND u.open = 0 AND b.undo_of IS NULL "
                             "AND NOT EXISTS (SELECT 1 FROM batch n WHERE n.id > u.id AND n.actor = ?1 "
                             "AND n.undo_of IS NULL AND n." DONE_BY_PEOPLE ") "
                             "ORDER BY u.id DESC LIMIT 1", "i", actor);
}

/**
 * crm_journal_is_fresh:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: %TRUE if nothing has been done yet but what the program does by itself
 */
gboolean
crm_journal_is_fresh (CrmDb   *db,
                      GError **error)
{
  return crm_db_get_integer (db, 0, error, "SELECT NOT EXISTS (SELECT 1 FROM batch WHERE cause <> ?)", "i",
                             (gint64) CRM_CAUSE_SYSTEM) != 0;
}

/**
 * crm_journal_get_last_commit:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the number of the newest commit, or 0
 */
gint64
crm_journal_get_last_commit (CrmDb   *db,
                             GError **error)
{
  return crm_db_get_integer (db, 0, error, "SELECT max (id) FROM change_set", "");
}

static void
read_columns (const CrmTable *table,
              const char     *changes,
              CrmColumnMask  *mask)
{
  g_autoptr (JsonNode) node = changes != NULL ? crm_json_parse (changes, -1, G_MAXSIZE, NULL) : NULL;
  g_autoptr (GList) names = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;

  names = json_object_get_members (json_node_get_object (node));
  for (GList *l = names; l != NULL; l = l->next)
    {
      const CrmColumn *column = crm_table_find_column (table, l->data);

      if (column != NULL)
        crm_column_mask_add (mask, column);
    }

  /* Derived columns may have changed with them. */
  for (guint i = 0; i < table->n_columns; i++)
    if ((table->columns[i]->flags & CRM_COLUMN_DERIVED) != 0)
      crm_column_mask_add (mask, table->columns[i]);
}

/* What a record counts for is not in the journal: the counts of others over @table. */
static void
touch_counts (CrmCommit      *commit,
              CrmSchema      *schema,
              const CrmTable *table)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      if (g_strcmp0 (tables[i]->columns[k]->counts, table->name) == 0)
        crm_commit_touch_all (commit, tables[i], tables[i]->columns[k]);
}

/**
 * crm_journal_read_commits:
 * @since: the number of a commit
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): what all commits behind @since changed, or %NULL with
 *   @error set; its id is 0 if there are none
 */
CrmCommit *
crm_journal_read_commits (CrmDb      *db,
                          CrmSchema  *schema,
                          gint64      since,
                          GError    **error)
{
  g_autoptr (CrmCommit) commit = crm_commit_new ();
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  const CrmTable *last = NULL;

  statement = crm_db_query (db, error,
                            "SELECT j.change_set, j.tbl, j.record, j.op, j.changes, c.batch, b.actor, b.cause, b.undo_of "
                            "FROM change_set c CROSS JOIN journal j ON j.change_set = c.id JOIN batch b ON b.id = c.batch "
                            "WHERE c.id > ? ORDER BY c.id", "i", since);
  if (statement == NULL)
    return NULL;

  commit->foreign = TRUE;
  while (crm_statement_step (statement, &reason))
    {
      const CrmTable *table = crm_schema_get_table (schema, (guint16) crm_statement_get_integer (statement, 1));
      CrmOp op = (CrmOp) crm_statement_get_integer (statement, 3);
      CrmColumnMask mask = { 0 };

      commit->id = MAX (commit->id, crm_statement_get_integer (statement, 0));
      commit->batch = crm_statement_get_integer (statement, 5);
      commit->actor = crm_statement_get_integer (statement, 6);
      commit->cause = (CrmCause) crm_statement_get_integer (statement, 7);
      commit->undo_of = crm_statement_get_integer (statement, 8);
      if (table == NULL)
        continue;

      read_columns (table, crm_statement_get_text (statement, 4), &mask);
      crm_commit_touch (commit, table, crm_statement_get_integer (statement, 2), op, &mask);
      if (last != table)
        touch_counts (commit, schema, table);
      last = table;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&commit);
}
