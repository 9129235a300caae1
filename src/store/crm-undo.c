/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Undo: the journal of a batch, backward, through the same door. Redo is the undo of an undo.
 *
 * A value that has been changed since is left alone: undo takes back what was done, not what
 * somebody did later. A record that a batch made is retracted as if it had never been there, or,
 * if somebody has worked on it since, put into the trash. Long batches are undone in parts, each
 * a commit; a program that ends in the middle goes on with the rest at the next start.
 */

#include "config.h"

#include "crm-door.h"
#include "crm-journal.h"

#define ENTRIES_IN_A_PART 5000

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

static GArray *
read_steps (CrmDb   *db,
            gint64   batch,
            gint64   cursor,
            GError **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  g_array_set_clear_func (steps, clear_step);
  statement = crm_db_query (db, error,
                            "SELECT j.id, j.tbl, j.record, j.op, j.changes "
                            "FROM change_set c CROSS JOIN journal j ON j.change_set = c.id "
                            "WHERE c.batch = ? AND j.id < ? ORDER BY c.id DESC, j.id DESC LIMIT ?", "iii",
                            batch, cursor > 0 ? cursor : G_MAXINT64, (gint64) ENTRIES_IN_A_PART);
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

/**
 * crm_journal_read_value:
 * @column: a column
 * @node: a value of it as the journal has it
 *
 * Returns: (transfer full): the value, to be cleared by the caller
 */
CrmValue
crm_journal_read_value (const CrmColumn *column,
                        JsonNode        *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
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
    case CRM_STORAGE_MONEY:
      {
        JsonArray *pair = json_node_get_array (node);

        return crm_value_money (json_array_get_int_element (pair, 0), json_array_get_string_element (pair, 1));
      }
    case CRM_STORAGE_SET:
      return column->links_to != NULL ? crm_value_integer (json_node_get_int (node))
                                      : crm_value_text (json_node_get_string (node));
    default:
      g_return_val_if_reached ((CrmValue) CRM_VALUE_INIT);
    }
}

static const char *
get_string_or_null (JsonArray *array,
                    guint      index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_NULL (node) ? NULL : json_node_get_string (node);
}

static void
reverse_set (CrmEdit         *edit,
             const CrmRow    *row,
             const CrmColumn *column,
             JsonObject      *change)
{
  JsonArray *added = json_object_get_array_member (change, "+");
  JsonArray *removed = json_object_get_array_member (change, "-");

  for (guint i = 0; i < json_array_get_length (added); i++)
    {
      JsonArray *member = json_array_get_array_element (added, i);
      g_auto (CrmValue) key = crm_journal_read_value (column, json_array_get_element (member, 0));

      crm_edit_remove (edit, column, &key);
    }

  /* A member that was written differently is in both: removed first, then added as it was. */
  for (guint i = 0; i < json_array_get_length (removed); i++)
    {
      JsonArray *member = json_array_get_array_element (removed, i);
      g_auto (CrmValue) key = crm_journal_read_value (column, json_array_get_element (member, 0));

      crm_edit_add (edit, column, &key, get_string_or_null (member, 1), get_string_or_null (member, 2));
    }
}

static gboolean
reverse_update (CrmDoor         *door,
                const CrmTable  *table,
                const Step      *step,
                CrmUndone       *undone,
                GError         **error)
{
  g_autoptr (JsonNode) node = crm_json_parse (step->changes, -1, G_MAXSIZE, error);
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

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &change))
    {
      const CrmColumn *column = crm_table_find_column (table, name);

      if (column == NULL)
        continue;

      if (column->storage == CRM_STORAGE_SET)
        {
          reverse_set (edit, row, column, json_node_get_object (change));
        }
      else
        {
          JsonArray *pair = json_node_get_array (change);
          g_auto (CrmValue) before = crm_journal_read_value (column, json_array_get_element (pair, 0));
          g_auto (CrmValue) after = crm_journal_read_value (column, json_array_get_element (pair, 1));

          if ((column->flags & CRM_COLUMN_COUNTER) != 0)
            crm_edit_adjust (edit, column, crm_value_get_integer (&before) - crm_value_get_integer (&after));
          else if (crm_value_equal (crm_row_get (row, column), &after))
            crm_edit_set (edit, column, &before);
          else
            undone->n_left++;
        }
    }

  return edit->changes->len == 0 || crm_door_apply (door, edit, error) != 0;
}

/* Whether somebody has worked on a record that @batch made, and has not taken it back. */
static gboolean
was_changed_since (CrmDb       *db,
                   const Step  *step,
                   gint64       batch,
                   GError     **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT 1 FROM journal j JOIN change_set c ON c.id = j.change_set "
                             "JOIN batch b ON b.id = c.batch "
                             "WHERE j.tbl = ? AND j.record = ? AND j.op = 2 AND c.batch <> ? "
                             "AND b.undone = 0 AND b.undo_of IS NULL LIMIT 1", "iii",
                             (gint64) step->table, step->record, batch) != 0;
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
  g_autoptr (GError) reason = NULL;
  CrmOp op;

  /* Written by a newer program, which knows more tables. */
  if (table == NULL)
    return TRUE;

  switch (step->op)
    {
    case CRM_OP_CREATE:
      op = was_changed_since (crm_door_get_db (door), step, batch, &reason) ? CRM_OP_TRASH : CRM_OP_RETRACT;
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
      g_return_val_if_reached (FALSE);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  edit = crm_edit_new (table, op, step->record);

  return crm_door_apply (door, edit, error) != 0;
}

/* Finds an undo of @batch that was begun and not ended. */
static gboolean
find_begun (CrmDb      *db,
            gint64      batch,
            CrmUndone  *undone,
            gint64     *cursor,
            GError    **error)
{
  g_autoptr (GError) reason = NULL;

  undone->batch = crm_db_get_integer (db, 0, &reason,
                                      "SELECT id FROM batch WHERE undo_of = ? AND open = 1", "i", batch);
  if (reason == NULL && undone->batch != 0)
    *cursor = crm_db_get_integer (db, 0, &reason, "SELECT cursor FROM batch WHERE id = ?", "i", undone->batch);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
mark_undone (CrmDb     *db,
             gint64     batch,
             GError   **error)
{
  /* The undo of an undo makes the first batch hold again. */
  return crm_db_run (db, error, "UPDATE batch SET undone = 1 WHERE id = ?", "i", batch) &&
         crm_db_run (db, error,
                     "UPDATE batch SET undone = 0 WHERE id = (SELECT undo_of FROM batch WHERE id = ?)", "i", batch);
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
 * @error: what the store or the rights say
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
  gint64 cursor = 0;
  gboolean last = FALSE;

  *undone = (CrmUndone) { 0 };
  if (!find_begun (db, batch, undone, &cursor, error))
    return FALSE;

  while (!last)
    {
      g_autoptr (CrmChangeSet) set = crm_change_set_new (actor, CRM_CAUSE_UNDO, NULL);
      g_autoptr (CrmDoor) door = NULL;
      g_autoptr (CrmCommit) commit = NULL;
      g_autoptr (GArray) steps = NULL;

      crm_change_set_set_batch (set, undone->batch);
      door = crm_door_open (db, schema, clock, set, error);
      if (door == NULL)
        return FALSE;
      crm_door_begin_replay (door, batch);

      steps = read_steps (db, batch, cursor, error);
      if (steps == NULL)
        return FALSE;

      for (guint i = 0; i < steps->len; i++)
        {
          const Step *step = &g_array_index (steps, Step, i);

          if (!reverse (door, step, batch, undone, error))
            return FALSE;
          cursor = step->id;
        }

      last = steps->len < ENTRIES_IN_A_PART;
      if (last && !mark_undone (db, batch, error))
        return FALSE;
      if (!last)
        crm_door_keep_open (door, cursor);

      commit = crm_door_close (g_steal_pointer (&door), error);
      if (commit == NULL)
        return FALSE;

      if (commit->batch != 0)
        undone->batch = commit->batch;
      undone->n_records += crm_commit_get_n (commit);
      if (func != NULL)
        func (commit, user_data);
    }

  return TRUE;
}
