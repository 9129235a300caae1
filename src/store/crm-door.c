/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The one door through which data is changed. It is open for one transaction, on the thread of
 * the writer. Each edit that passes writes the record, its sets, the journal, the stamps and the
 * search index; rules of the model derive columns, refuse, and add what follows. Either all of
 * it is committed or nothing.
 */

#include "config.h"

#include "crm-door-private.h"

static gboolean
apply_to (CrmDoor         *self,
          const CrmTable  *table,
          const CrmEdit   *edit,
          gint64          *id,
          GError         **error)
{
  if (!_crm_door_resolve_handle (self, id, error))
    return FALSE;

  return edit->op == CRM_OP_UPDATE ? _crm_door_update_record (self, table, edit, *id, error)
                                   : _crm_door_move_record (self, table, edit, *id, error);
}

/* Some failures of the disk take the whole transaction back by themselves. What came after would
 * be written at once and could not be taken back. */
static gboolean
check_transaction (CrmDoor  *self,
                   GError  **error)
{
  if (crm_db_in_transaction (self->db))
    return TRUE;

  g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "The transaction has been taken back");

  return FALSE;
}

/* Whether what has passed is all that should have. */
static gboolean
check_whole (CrmDoor  *self,
             GError  **error)
{
  if (!check_transaction (self, error) || !crm_db_check_unheard (self->db, error))
    return FALSE;
  if (!self->broken)
    return TRUE;

  g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "An edit has failed halfway");

  return FALSE;
}

/**
 * crm_door_open:
 * @db: the connection of the writer
 * @schema: the tables
 * @clock: says what time it is
 * @set: who changes something and why; what, is applied by crm_door_apply_set()
 * @error: a %CRM_STORE_ERROR
 *
 * Begins a transaction.
 *
 * Returns: (transfer full) (nullable): the door, or %NULL with @error set
 */
CrmDoor *
crm_door_open (CrmDb         *db,
               CrmSchema     *schema,
               CrmClock      *clock,
               CrmChangeSet  *set,
               GError       **error)
{
  g_autoptr (CrmDoor) self = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 last;

  if (!crm_db_begin (db, error))
    return NULL;
  crm_db_listen (db);

  self = g_new0 (CrmDoor, 1);
  self->db = db;
  self->schema = g_object_ref (schema);
  self->set = crm_change_set_ref (set);
  self->commit = crm_commit_new ();
  self->json = g_string_new (NULL);
  self->words = g_string_new (NULL);
  self->found_by = crm_search_queue_new (db);
  self->keys = g_new0 (char *, CRM_MAX_COLUMNS);
  self->now = crm_clock_get_now (clock);
  self->batch = crm_change_set_get_batch (set);

  last = crm_db_get_integer (db, 0, &reason, "SELECT stamp FROM clock", "");
  self->stamp = crm_clock_next_stamp (last, self->now);
  if (reason == NULL)
    self->device = crm_db_get_integer (db, 1, &reason, "SELECT value FROM meta WHERE name = 'device'", "");
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  self->commit->actor = crm_change_set_get_actor (set);
  self->commit->cause = crm_change_set_get_cause (set);

  return g_steal_pointer (&self);
}

static void
door_free (CrmDoor *self)
{
  g_clear_object (&self->schema);
  g_clear_pointer (&self->set, crm_change_set_unref);
  g_clear_pointer (&self->commit, crm_commit_unref);
  g_string_free (self->json, TRUE);
  g_string_free (self->words, TRUE);
  crm_search_queue_free (self->found_by);
  g_free (self->keys);
  g_free (self->detail);
  g_free (self);
}

/**
 * crm_door_cancel:
 *
 * Takes everything back and frees the door.
 */
void
crm_door_cancel (CrmDoor *self)
{
  if (self == NULL)
    return;

  crm_db_rollback (self->db);
  door_free (self);
}

/**
 * crm_door_close:
 * @self: (transfer full): the door
 * @error: a %CRM_STORE_ERROR; nothing has been written then
 *
 * Commits and frees the door. Nothing is committed if an edit failed halfway, or if a rule asked
 * something that could not be read and took that for an answer.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_door_close (CrmDoor  *self,
                GError  **error)
{
  g_autoptr (CrmDoor) door = self;
  g_autoptr (CrmCommit) commit = crm_commit_ref (door->commit);

  /* An undo that found nothing to do is one all the same, which can be redone. */
  if (!check_whole (door, error) || !crm_search_queue_flush (door->found_by, error) ||
      (door->replays && !_crm_door_ensure_batch (door, error)) ||
      (door->change_set != 0 && !crm_db_run (door->db, error, "UPDATE clock SET stamp = ?", "i", door->stamp)))
    return NULL;

  /* Also if nothing has changed: the last part of a long work may find nothing left to do. */
  if (door->batch != 0 &&
      !crm_db_run (door->db, error,
                   "UPDATE batch SET records = records + ?1, open = ?2, cursor = ?3, "
                   "undo_of = nullif (?4, 0), detail = coalesce (?6, detail) WHERE id = ?5", "iiiiit",
                   (gint64) crm_commit_get_n (commit), (gint64) door->stays_open, door->cursor,
                   door->undo_of, door->batch, door->detail))
    return NULL;

  commit->id = door->change_set;
  commit->batch = door->batch;
  commit->undo_of = door->undo_of;

  if (!crm_db_commit (door->db, error))
    return NULL;

  door_free (g_steal_pointer (&door));

  return g_steal_pointer (&commit);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* In the order of the file, whatever list they were chosen from: the pages of the table come one
 * after the other then. */
static GArray *
sort_ids (GArray *ids)
{
  GArray *sorted = g_array_copy (ids);

  g_array_sort (sorted, compare_ids);

  return sorted;
}

static gint64
apply (CrmDoor        *self,
       const CrmEdit  *edit,
       GError        **error)
{
  g_autoptr (GArray) ids = NULL;
  /* The edit may have been made while the tables looked different. */
  const CrmTable *table = crm_schema_get_table (self->schema, edit->table->id);
  gint64 id = edit->id;

  if (table == NULL)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "There is no table %s any more", edit->table->name);
      return 0;
    }

  if (!check_transaction (self, error))
    return 0;

  if (edit->op == CRM_OP_CREATE)
    return _crm_door_create_record (self, table, edit, error);

  if (edit->ids == NULL)
    return apply_to (self, table, edit, &id, error) ? id : 0;

  ids = sort_ids (edit->ids);
  for (guint i = 0; i < ids->len; i++)
    {
      id = g_array_index (ids, gint64, i);
      if (!apply_to (self, table, edit, &id, error))
        return 0;
    }

  return ids->len > 0 ? id : -1;
}

/**
 * crm_door_apply:
 * @edit: what to do
 * @error: what the store, the rights or the rules say
 *
 * Does an edit, and what follows from it. Rights and rules refuse before anything is written; who
 * goes on after a failure asks crm_door_is_whole() first.
 *
 * Returns: the id of the record, or of the last of many; 0 on failure
 */
gint64
crm_door_apply (CrmDoor        *self,
                const CrmEdit  *edit,
                GError        **error)
{
  gint64 n_changes = crm_db_n_total_changes (self->db);
  gint64 id = apply (self, edit, error);

  if (id == 0 && (crm_db_n_total_changes (self->db) != n_changes || !crm_db_in_transaction (self->db)))
    self->broken = TRUE;

  return id;
}

/**
 * crm_door_set_head:
 * @edit: an edit that has been applied
 * @id: the record
 * @error: a %CRM_STORE_ERROR
 *
 * Says that @edit is what the batch is about. Otherwise it is what was written first, which can be
 * a tag that was made for a record.
 */
gboolean
crm_door_set_head (CrmDoor        *self,
                   const CrmEdit  *edit,
                   gint64          id,
                   GError        **error)
{
  g_autoptr (GString) columns = g_string_new (NULL);
  const CrmColumn *last = NULL;

  /* Nothing was written. */
  if (self->batch == 0)
    return TRUE;

  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmColumn *column = g_array_index (edit->changes, CrmChange, i).column;

      if (column != last)
        g_string_append_printf (columns, "%s%s", columns->len > 0 ? "," : "", column->name);
      last = column;
    }

  return crm_db_run (self->db, error, "UPDATE batch SET tbl = ?, op = ?, record = ?, columns = ? WHERE id = ?", "iiiti",
                     (gint64) edit->table->id, (gint64) edit->op, id,
                     edit->op == CRM_OP_UPDATE ? columns->str : NULL, self->batch);
}

/**
 * crm_door_is_whole:
 *
 * Returns: %FALSE if an edit failed halfway: the door can only be cancelled then. An edit that was
 *   refused has left no trace, and others can follow.
 */
gboolean
crm_door_is_whole (CrmDoor *self)
{
  return !self->broken;
}

/**
 * crm_door_apply_set:
 * @set: what to do
 * @error: what the store, the rights or the rules say
 *
 * Does every edit of a change set.
 */
gboolean
crm_door_apply_set (CrmDoor       *self,
                    CrmChangeSet  *set,
                    GError       **error)
{
  GPtrArray *edits = crm_change_set_get_edits (set);

  for (guint i = 0; i < edits->len; i++)
    if (crm_door_apply (self, g_ptr_array_index (edits, i), error) == 0)
      return FALSE;

  return TRUE;
}

/**
 * crm_door_derive:
 * @table: a table
 * @id: a record
 * @column: the name of a derived column
 * @value: what it is from now on
 * @error: a %CRM_STORE_ERROR
 *
 * Gives a derived column a value that follows from something that is not a record. It is in no journal,
 * like all that is derived; whoever shows the record hears of it.
 */
gboolean
crm_door_derive (CrmDoor         *self,
                 const CrmTable  *table,
                 gint64           id,
                 const char      *column,
                 const CrmValue  *value,
                 GError         **error)
{
  const CrmColumn *found = crm_table_find_column (table, column);
  CrmColumnMask mask = { 0 };
  g_autofree char *sql = NULL;
  g_autofree char *key = NULL;

  g_return_val_if_fail (found != NULL && (found->flags & CRM_COLUMN_DERIVED) != 0, FALSE);

  if (crm_column_has_key (found))
    key = crm_column_make_key (found, crm_value_get_text (value));
  sql = crm_column_has_key (found) ? g_strdup_printf ("UPDATE %s SET %s = ?1, %s_key = ?3 WHERE id = ?2", table->name, column, column)
                                   : g_strdup_printf ("UPDATE %s SET %s = ?1 WHERE id = ?2", table->name, column);
  if (!crm_db_run (self->db, error, sql, crm_column_has_key (found) ? "vit" : "vi", value, id, key))
    return FALSE;

  crm_column_mask_add (&mask, found);
  crm_commit_touch (self->commit, table, id, CRM_OP_UPDATE, &mask);

  return TRUE;
}

/**
 * crm_door_get_db:
 *
 * Returns: (transfer none): the connection, to read with
 */
CrmDb *
crm_door_get_db (CrmDoor *self)
{
  return self->db;
}

/**
 * crm_door_get_schema:
 *
 * Returns: (transfer none): the tables
 */
CrmSchema *
crm_door_get_schema (CrmDoor *self)
{
  return self->schema;
}

/**
 * crm_door_get_now:
 *
 * Returns: the time of the commit, in microseconds
 */
gint64
crm_door_get_now (CrmDoor *self)
{
  return self->now;
}

/**
 * crm_door_get_actor:
 *
 * Returns: the id of the user who does it
 */
gint64
crm_door_get_actor (CrmDoor *self)
{
  return crm_change_set_get_actor (self->set);
}

/**
 * crm_door_get_cause:
 */
CrmCause
crm_door_get_cause (CrmDoor *self)
{
  return crm_change_set_get_cause (self->set);
}

/**
 * crm_door_get_batch:
 *
 * Returns: the batch that the commit belongs to; 0 before the first write of a new one
 */
gint64
crm_door_get_batch (CrmDoor *self)
{
  return self->batch;
}

/**
 * crm_door_set_detail:
 * @detail: what exactly is the reason: the name of an automation
 *
 * For a reason that is found only while the commit is under way; otherwise crm_change_set_new() has it.
 */
void
crm_door_set_detail (CrmDoor    *self,
                     const char *detail)
{
  g_free (self->detail);
  self->detail = g_strdup (detail);
}

/**
 * crm_door_is_replay:
 *
 * Returns: %TRUE while the journal is taken back, so that nothing but derived columns may follow
 *   from what is written
 */
gboolean
crm_door_is_replay (CrmDoor *self)
{
  return self->replays;
}

/**
 * crm_door_keep_open:
 * @cursor: how far the work has come, in its own measure
 *
 * Says that more commits of the same batch will follow. If the program ends before, the batch
 * is found open at the next start.
 */
void
crm_door_keep_open (CrmDoor *self,
                    gint64   cursor)
{
  self->stays_open = TRUE;
  self->cursor = cursor;
}

/**
 * crm_door_begin_replay:
 * @undo_of: the batch that is undone
 * @batch: that of the undo, if a part of it has been committed, or 0
 *
 * Says that what follows has been judged before: the journal is taken back. Rules neither
 * refuse nor add anything; rights hold.
 */
void
crm_door_begin_replay (CrmDoor *self,
                       gint64   undo_of,
                       gint64   batch)
{
  self->replays = TRUE;
  self->undo_of = undo_of;
  self->batch = batch;
}
