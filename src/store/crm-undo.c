/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Undo: the journal of a batch, backward, through the same door. Redo is the undo of an undo.
 *
 * A value that has been changed since is left alone: undo takes back what was done, not what
 * somebody did later. A record that a batch made is retracted as if it had never been there, or,
 * if somebody has worked on it since, put into the trash. Long batches are undone in parts, each
 * a commit; a program that ends in the middle goes on with the rest at the next start. What made a
 * large part of a table, such as the first import, is undone in one commit, without its indexes.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-door.h"
#include "crm-error.h"
#include "crm-journal.h"
#include "crm-sql.h"

#define ENTRIES_IN_A_PART 5000

/* If so many records come or go, and they are not less than this part of their table, the indexes
 * of the table are made again instead of being kept up to date record by record. */
#define MANY_RECORDS 20000
#define LARGE_PART 4

typedef struct
{
  gint64 id;
  guint16 table;
  gint64 record;
  CrmOp op;
  char *changes;
} Step;

static void
clear_step (gpointer data)
{
  g_free (((Step *) data)->changes);
}

/* Takes @query. */
static GArray *
take_steps (CrmStatement *query,
            GError      **error)
{
  g_autoptr (CrmStatement) statement = query;
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autoptr (GError) reason = NULL;

  g_array_set_clear_func (steps, clear_step);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      Step step = {
        .id = crm_statement_get_integer (statement, 0),
        .table = (guint16) crm_statement_get_integer (statement, 1),
        .record = crm_statement_get_integer (statement, 2),
        .op = (CrmOp) crm_statement_get_integer (statement, 3),
        .changes = g_strdup (crm_statement_get_text (statement, 4)),
      };

      g_array_append_val (steps, step);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&steps);
}

static GArray *
read_steps (CrmDb   *db,
            gint64   batch,
            gint64   cursor,
            GError **error)
{
  return take_steps (crm_db_query (db, error,
                                   "SELECT j.id, j.tbl, j.record, j.op, j.changes "
                                   "FROM change_set c CROSS JOIN journal j ON j.change_set = c.id "
                                   "WHERE c.batch = ? AND j.id < ? ORDER BY c.id DESC, j.id DESC LIMIT ?", "iii",
                                   batch, cursor > 0 ? cursor : G_MAXINT64, (gint64) ENTRIES_IN_A_PART), error);
}

/**
 * crm_left_free:
 */
void
crm_left_free (CrmLeft *left)
{
  if (left == NULL)
    return;

  crm_value_clear (&left->value);
  g_free (left);
}

/* Notes that a value has been changed since. */
static void
leave (CrmUndone       *undone,
       const CrmTable  *table,
       gint64           record,
       const CrmColumn *column,
       const CrmValue  *value)
{
  CrmLeft *left;

  undone->n_left++;
  if (undone->left == NULL)
    return;

  left = g_new0 (CrmLeft, 1);
  left->table = table->id;
  left->record = record;
  left->column = column != NULL ? column->id : 0;
  if (value != NULL)
    left->value = crm_value_dup (value);
  g_ptr_array_add (undone->left, left);
}

static const char *
read_text (JsonArray *array,
           guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/**
 * crm_journal_read_value:
 * @column: a column
 * @node: a value of it as the journal has it
 *
 * Reads what crm_value_append_json() wrote; what is anything else is empty.
 *
 * Returns: (transfer full): the value, to be cleared by the caller
 */
CrmValue
crm_journal_read_value (const CrmColumn *column,
                        JsonNode        *node)
{
  if (column->storage == CRM_STORAGE_MONEY)
    {
      JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (pair == NULL || json_array_get_length (pair) != 2)
        return (CrmValue) CRM_VALUE_INIT;

      return crm_value_money (json_array_get_int_element (pair, 0), read_text (pair, 1));
    }

  if (!JSON_NODE_HOLDS_VALUE (node))
    return (CrmValue) CRM_VALUE_INIT;

  switch (column->storage)
    {
    case CRM_STORAGE_TEXT:
      return crm_value_text (json_node_get_string (node));
    case CRM_STORAGE_INTEGER:
    case CRM_STORAGE_LINK:
      return crm_value_integer (json_node_get_int (node));
    case CRM_STORAGE_REAL:
      return crm_value_real (json_node_get_double (node));
    case CRM_STORAGE_SET:
      return column->links_to != NULL ? crm_value_integer (json_node_get_int (node))
                                      : crm_value_text (json_node_get_string (node));
    case CRM_STORAGE_MONEY:
    default:
      g_return_val_if_reached ((CrmValue) CRM_VALUE_INIT);
    }
}

/* A record that was purged cannot be linked to any more. */
static gboolean
can_be_linked (CrmDoor          *door,
               const CrmColumn  *column,
               const CrmValue   *value,
               gboolean         *possible,
               GError          **error)
{
  g_autofree char *sql = NULL;
  g_autoptr (GError) reason = NULL;

  *possible = TRUE;
  if (column->links_to == NULL || crm_value_is_empty (value))
    return TRUE;

  sql = g_strdup_printf ("SELECT 1 FROM %s WHERE id = ?", column->links_to);
  *possible = crm_db_get_integer (crm_door_get_db (door), 0, &reason, sql, "v", value) != 0;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Members as the journal has them: [[key, text, label], …] */
static GPtrArray *
read_members (const CrmColumn *column,
              JsonNode        *node)
{
  GPtrArray *members = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_member_free);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonArray *parts = JSON_NODE_HOLDS_ARRAY (element) ? json_node_get_array (element) : NULL;
      g_auto (CrmValue) key = CRM_VALUE_INIT;

      if (parts == NULL || json_array_get_length (parts) != 3)
        continue;

      key = crm_journal_read_value (column, json_array_get_element (parts, 0));
      if (crm_value_is_empty (&key))
        continue;

      g_ptr_array_add (members, crm_member_new (column->id, &key, read_text (parts, 1), read_text (parts, 2)));
    }

  return members;
}

/* A member that was written differently is among the added and the removed: it gets back what it
 * was. One that is not as it was left is somebody else's by now. */
static gboolean
reverse_set (CrmDoor          *door,
             CrmEdit          *edit,
             const CrmRow     *row,
             const CrmColumn  *column,
             JsonObject       *change,
             CrmUndone        *undone,
             GError          **error)
{
  g_autoptr (GPtrArray) added = read_members (column, json_object_get_member (change, "+"));
  g_autoptr (GPtrArray) removed = read_members (column, json_object_get_member (change, "-"));

  for (guint i = 0; i < added->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (added, i);

      if (crm_members_find (removed, member->column, &member->key, NULL) != NULL)
        continue;
      if (crm_member_equal (member, crm_members_find (row->members, member->column, &member->key, NULL)))
        crm_edit_remove (edit, column, &member->key);
      else
        leave (undone, row->table, row->id, column, &member->key);
    }

  for (guint i = 0; i < removed->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (removed, i);
      const CrmMember *present = crm_members_find (row->members, member->column, &member->key, NULL);
      const CrmMember *written = crm_members_find (added, member->column, &member->key, NULL);
      gboolean possible;

      if (!can_be_linked (door, column, &member->key, &possible, error))
        return FALSE;

      if (possible && (written != NULL ? crm_member_equal (written, present) : present == NULL))
        crm_edit_add (edit, column, &member->key, member->text, member->label);
      else
        leave (undone, row->table, row->id, column, &member->key);
    }

  return TRUE;
}

static gboolean
reverse_value (CrmDoor          *door,
               CrmEdit          *edit,
               const CrmRow     *row,
               const CrmColumn  *column,
               JsonArray        *change,
               CrmUndone        *undone,
               GError          **error)
{
  g_auto (CrmValue) before = crm_journal_read_value (column, json_array_get_element (change, 0));
  g_auto (CrmValue) after = crm_journal_read_value (column, json_array_get_element (change, 1));
  gboolean possible;

  if ((column->flags & CRM_COLUMN_COUNTER) != 0)
    {
      crm_edit_adjust (edit, column, (gint64) ((guint64) crm_value_get_integer (&before) - (guint64) crm_value_get_integer (&after)));
      return TRUE;
    }

  if (!can_be_linked (door, column, &before, &possible, error))
    return FALSE;

  if (possible && crm_value_equal (crm_row_get (row, column), &after))
    crm_edit_set (edit, column, &before);
  else
    leave (undone, row->table, row->id, column, &before);

  return TRUE;
}

static gboolean
reverse_update (CrmDoor         *door,
                const CrmTable  *table,
                const Step      *step,
                CrmUndone       *undone,
                GError         **error)
{
  g_autoptr (JsonNode) node = crm_json_parse (step->changes != NULL ? step->changes : "{}", -1, G_MAXSIZE, error);
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, step->record);
  g_autoptr (CrmRow) row = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *change;

  if (node == NULL)
    return FALSE;

  row = crm_row_load (crm_door_get_db (door), crm_door_get_schema (door), table, step->record, CRM_ROW_MEMBERS, error);
  if (row == NULL)
    return FALSE;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return TRUE;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &change))
    {
      const CrmColumn *column = crm_table_find_column (table, name);
      gboolean is_set = column != NULL && column->storage == CRM_STORAGE_SET;

      if (is_set && JSON_NODE_HOLDS_OBJECT (change))
        {
          if (!reverse_set (door, edit, row, column, json_node_get_object (change), undone, error))
            return FALSE;
        }
      else if (column != NULL && !is_set && JSON_NODE_HOLDS_ARRAY (change) &&
               json_array_get_length (json_node_get_array (change)) == 2)
        {
          if (!reverse_value (door, edit, row, column, json_node_get_array (change), undone, error))
            return FALSE;
        }
      else
        {
          /* A field that is gone keeps what it has. */
          leave (undone, table, step->record, NULL, NULL);
        }
    }

  return edit->changes->len == 0 || crm_door_apply (door, edit, error) != 0;
}

/* Whether somebody has worked on a record that @batch made, and has not taken it back. */
static gboolean
was_changed_since (CrmDb       *db,
                   const Step  *step,
                   gint64       batch,
                   gboolean    *changed,
                   GError     **error)
{
  g_autoptr (GError) reason = NULL;

  *changed = crm_db_get_integer (db, 0, &reason,
                                 "SELECT 1 FROM journal j JOIN change_set c ON c.id = j.change_set "
                                 "JOIN batch b ON b.id = c.batch "
                                 "WHERE j.tbl = ? AND j.record = ? AND j.op = 2 AND c.batch <> ? "
                                 "AND b.undone = 0 AND b.undo_of IS NULL LIMIT 1", "iii",
                                 (gint64) step->table, step->record, batch) != 0;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
reverse (CrmDoor     *door,
         const Step  *step,
         gint64       batch,
         CrmUndone   *undone,
         GError     **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), step->table);
  g_autoptr (CrmEdit) edit = NULL;
  gboolean changed;
  CrmOp op;

  /* Written by a newer program, which knows more tables. */
  if (table == NULL)
    return TRUE;

  switch (step->op)
    {
    case CRM_OP_CREATE:
      if (!was_changed_since (crm_door_get_db (door), step, batch, &changed, error))
        return FALSE;
      op = changed ? CRM_OP_TRASH : CRM_OP_RETRACT;
      break;
    case CRM_OP_UPDATE:
      return reverse_update (door, table, step, undone, error);
    case CRM_OP_TRASH:
    case CRM_OP_RETRACT:
      op = CRM_OP_RESTORE;
      break;
    case CRM_OP_RESTORE:
      op = CRM_OP_TRASH;
      break;
    default:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED,
                   _("The history of “%s” is damaged: this cannot be undone."), crm_db_get_path (crm_door_get_db (door)));
      return FALSE;
    }

  edit = crm_edit_new (table, op, step->record);

  return crm_door_apply (door, edit, error) != 0;
}

/* How far the undo of a batch has come. */
typedef struct
{
  gint64 batch;    /* of the undo, or 0 before it has begun */
  gint64 cursor;   /* the last entry that was undone */
  gboolean undone;
} Progress;

static gboolean
read_progress (CrmDb     *db,
               gint64     batch,
               Progress  *progress,
               GError   **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (db, error,
                            "SELECT b.undone, u.id, u.cursor FROM batch b LEFT JOIN batch u ON u.undo_of = b.id AND u.open = 1 "
                            "WHERE b.id = ?", "i", batch);
  if (statement == NULL)
    return FALSE;

  if (!crm_statement_step (statement, &reason))
    {
      if (reason == NULL)
        g_set_error (&reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, "There is no batch %" G_GINT64_FORMAT, batch);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  progress->undone = crm_statement_get_integer (statement, 0) != 0;
  progress->batch = crm_statement_get_integer (statement, 1);

  /* A part that changed nothing has left no trace. */
  if (progress->batch != 0)
    progress->cursor = crm_statement_get_integer (statement, 2);

  return TRUE;
}

static gboolean
mark_undone (CrmDb     *db,
             gint64     batch,
             GError   **error)
{
  /* The undo of an undo makes the first batch hold again. */
  return crm_db_run (db, error, "UPDATE batch SET undone = 1, open = 0 WHERE id = ?", "i", batch) &&
         crm_db_run (db, error,
                     "UPDATE batch SET undone = 0 WHERE id = (SELECT undo_of FROM batch WHERE id = ?)", "i", batch);
}

static gboolean
makes_many (CrmDb           *db,
            const CrmTable  *table,
            gint64           n_moves,
            gboolean        *many,
            GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", table->name);
  g_autoptr (GError) reason = NULL;

  *many = n_moves >= MANY_RECORDS && n_moves >= crm_db_get_integer (db, 0, &reason, sql, "") / LARGE_PART;
  if (reason == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* The tables of which a large part comes or goes when @batch is undone. */
static GPtrArray *
find_large_parts (CrmDb      *db,
                  CrmSchema  *schema,
                  gint64      batch,
                  gint64      cursor,
                  GError    **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  if (crm_db_get_integer (db, 0, &reason, "SELECT records FROM batch WHERE id = ?", "i", batch) < MANY_RECORDS && reason == NULL)
    return g_steal_pointer (&tables);

  if (reason == NULL)
    statement = crm_db_query (db, &reason,
                              "SELECT j.tbl, count (*) FROM change_set c CROSS JOIN journal j ON j.change_set = c.id "
                              "WHERE c.batch = ? AND j.id < ? AND j.op <> 2 GROUP BY j.tbl", "ii",
                              batch, cursor > 0 ? cursor : G_MAXINT64);
  while (statement != NULL && crm_statement_step (statement, &reason))
    {
      const CrmTable *table = crm_schema_get_table (schema, (guint16) crm_statement_get_integer (statement, 0));
      gboolean many = FALSE;

      if (table != NULL && makes_many (db, table, crm_statement_get_integer (statement, 1), &many, &reason) && many)
        g_ptr_array_add (tables, (gpointer) table);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&tables);
}

/* Undoes the next entries. */
static gboolean
reverse_next (CrmDoor     *door,
              gint64       batch,
              Progress    *progress,
              CrmUndone   *undone,
              GError     **error)
{
  g_autoptr (GArray) steps = read_steps (crm_door_get_db (door), batch, progress->cursor, error);

  if (steps == NULL)
    return FALSE;

  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      if (!reverse (door, step, batch, undone, error))
        return FALSE;
      progress->cursor = step->id;
    }
  progress->undone = steps->len < ENTRIES_IN_A_PART;

  return TRUE;
}

/* Undoes what is left, without the indexes that would only be in the way. */
static gboolean
reverse_all (CrmDoor    *door,
             GPtrArray  *tables,
             gint64      batch,
             Progress   *progress,
             CrmUndone  *undone,
             GError    **error)
{
  CrmDb *db = crm_door_get_db (door);

  for (guint i = 0; i < tables->len; i++)
    if (!crm_sql_drop_orders (db, g_ptr_array_index (tables, i), error))
      return FALSE;

  while (!progress->undone)
    if (!reverse_next (door, batch, progress, undone, error))
      return FALSE;

  for (guint i = 0; i < tables->len; i++)
    if (!crm_sql_make_indexes (db, g_ptr_array_index (tables, i), error))
      return FALSE;

  return TRUE;
}

/* Undoes the next entries of a batch in one commit. Another program may be doing the same: who
 * holds the lock of the file looks anew how far it is. */
static CrmCommit *
undo_part (CrmDb      *db,
           CrmSchema  *schema,
           CrmClock   *clock,
           gint64      actor,
           gint64      batch,
           Progress   *progress,
           CrmUndone  *undone,
           GError    **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (actor, CRM_CAUSE_UNDO, NULL);
  g_autoptr (CrmDoor) door = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  gboolean reversed;

  door = crm_door_open (db, schema, clock, set, error);
  if (door == NULL || !read_progress (db, batch, progress, error))
    return NULL;

  if (progress->undone)
    return crm_door_close (g_steal_pointer (&door), error);

  crm_door_begin_replay (door, batch, progress->batch);
  tables = find_large_parts (db, schema, batch, progress->cursor, error);
  if (tables == NULL)
    return NULL;

  reversed = tables->len > 0 ? reverse_all (door, tables, batch, progress, undone, error)
                             : reverse_next (door, batch, progress, undone, error);
  if (!reversed)
    return NULL;

  if (progress->undone && !mark_undone (db, batch, error))
    return NULL;
  if (!progress->undone)
    crm_door_keep_open (door, progress->cursor);

  return crm_door_close (g_steal_pointer (&door), error);
}

/**
 * crm_journal_undo:
 * @db: the connection of the writer
 * @schema: the tables
 * @clock: says what time it is
 * @actor: the id of the user who undoes it
 * @batch: what to undo; an undo, to redo
 * @func: (nullable) (scope call): told about each part
 * @user_data: for @func
 * @undone: (out caller-allocates): what came of it
 * @error: %CRM_ERROR_REFUSED if it has been undone; what the store or the rights say
 *
 * Undoes a batch.
 */
gboolean
crm_journal_undo (CrmDb        *db,
                  CrmSchema    *schema,
                  CrmClock     *clock,
                  gint64        actor,
                  gint64        batch,
                  CrmUndoFunc   func,
                  gpointer      user_data,
                  CrmUndone    *undone,
                  GError      **error)
{
  Progress progress = { 0 };

  *undone = (CrmUndone) { 0 };
  if (!read_progress (db, batch, &progress, error))
    return FALSE;

  if (progress.undone)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("This has been undone already."));
      return FALSE;
    }

  undone->batch = progress.batch;
  while (!progress.undone)
    {
      g_autoptr (CrmCommit) commit = undo_part (db, schema, clock, actor, batch, &progress, undone, error);

      if (commit == NULL)
        return FALSE;

      if (commit->batch != 0)
        undone->batch = commit->batch;
      undone->n_records += crm_commit_get_n (commit);
      if (func != NULL && commit->id != 0)
        func (commit, user_data);
    }

  return TRUE;
}

/**
 * crm_journal_take_back:
 * @door: an open door that nothing has gone through
 * @change_set: a commit
 * @after: an entry of it, or 0
 * @last: another one, that came later
 * @undone: what came of it; its array is filled if there is one
 * @error: what the store or the rights say
 *
 * Takes back a part of a commit, from behind @after to @last, as an undo would: what has been
 * changed since is left alone. Unlike an undo this is not the end of it; the batch of the commit
 * counts as done still.
 */
gboolean
crm_journal_take_back (CrmDoor    *door,
                       gint64      change_set,
                       gint64      after,
                       gint64      last,
                       CrmUndone  *undone,
                       GError    **error)
{
  CrmDb *db = crm_door_get_db (door);
  g_autoptr (GArray) steps = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 batch = crm_db_get_integer (db, 0, &reason, "SELECT batch FROM change_set WHERE id = ?", "i", change_set);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  steps = take_steps (crm_db_query (db, error,
                                    "SELECT id, tbl, record, op, changes FROM journal "
                                    "WHERE change_set = ? AND id > ? AND id <= ? ORDER BY id DESC", "iii",
                                    change_set, after, last), error);
  if (steps == NULL)
    return FALSE;

  crm_door_begin_replay (door, 0, crm_door_get_batch (door));
  for (guint i = 0; i < steps->len; i++)
    if (!reverse (door, &g_array_index (steps, Step, i), batch, undone, error))
      return FALSE;

  undone->n_records = steps->len;

  return TRUE;
}
