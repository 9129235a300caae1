/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What somebody wants to change: who, why, and a list of "this record, this field, this value".
 * It is filled by one thread, handed to the store, and not touched afterwards.
 */

#include "config.h"

#include "crm-change-set.h"

struct _CrmChangeSet
{
  gatomicrefcount ref_count;

  gint64 actor;
  CrmCause cause;
  char *detail;
  gint64 batch;

  GPtrArray *edits;
  gint64 last_handle;
};

G_DEFINE_BOXED_TYPE (CrmChangeSet, crm_change_set, crm_change_set_ref, crm_change_set_unref)

static void
clear_change (gpointer data)
{
  CrmChange *change = data;

  crm_value_clear (&change->value);
  g_free (change->text);
  g_free (change->label);
}

/**
 * crm_edit_new:
 * @table: of the record
 * @op: what is done to it
 * @id: of the record; ignored for a new one
 *
 * Returns: (transfer full): an edit without changes
 */
CrmEdit *
crm_edit_new (const CrmTable *table,
              CrmOp           op,
              gint64          id)
{
  CrmEdit *edit = g_new0 (CrmEdit, 1);

  edit->schema = g_object_ref (table->schema);
  edit->table = table;
  edit->op = op;
  edit->id = id;
  edit->changes = g_array_new (FALSE, TRUE, sizeof (CrmChange));
  g_array_set_clear_func (edit->changes, clear_change);

  return edit;
}

/**
 * crm_edit_free:
 */
void
crm_edit_free (CrmEdit *edit)
{
  if (edit == NULL)
    return;

  g_clear_pointer (&edit->ids, g_array_unref);
  g_array_unref (edit->changes);
  g_object_unref (edit->schema);
  g_free (edit);
}

static void
append_change (CrmEdit         *edit,
               CrmChangeKind    kind,
               const CrmColumn *column,
               const CrmValue  *value,
               const char      *text,
               const char      *label)
{
  CrmChange change = {
    .column = column,
    .kind = kind,
    .value = crm_value_dup (value),
    .text = g_strdup (text),
    .label = g_strdup (label),
  };

  g_return_if_fail (column != NULL);
  g_return_if_fail ((column->storage == CRM_STORAGE_SET) == (kind == CRM_CHANGE_ADD || kind == CRM_CHANGE_REMOVE));

  g_array_append_val (edit->changes, change);
}

/**
 * crm_edit_set:
 * @column: not a set
 * @value: its new value
 */
void
crm_edit_set (CrmEdit         *edit,
              const CrmColumn *column,
              const CrmValue  *value)
{
  append_change (edit, CRM_CHANGE_SET, column, value, NULL, NULL);
}

/**
 * crm_edit_set_text:
 * @column: the name of a column
 * @text: (nullable): its value, %NULL for none
 */
void
crm_edit_set_text (CrmEdit    *edit,
                   const char *column,
                   const char *text)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (text != NULL)
    value = crm_value_text (text);
  crm_edit_set (edit, crm_table_find_column (edit->table, column), &value);
}

/**
 * crm_edit_set_integer:
 * @column: the name of a column
 * @integer: its value; 0 is none for a link
 */
void
crm_edit_set_integer (CrmEdit    *edit,
                      const char *column,
                      gint64      integer)
{
  const CrmColumn *found = crm_table_find_column (edit->table, column);
  CrmValue value = CRM_VALUE_INIT;

  if (integer != 0 || found->storage != CRM_STORAGE_LINK)
    value = crm_value_integer (integer);
  crm_edit_set (edit, found, &value);
}

/**
 * crm_edit_set_real:
 * @column: the name of a column
 * @real: its value
 */
void
crm_edit_set_real (CrmEdit    *edit,
                   const char *column,
                   double      real)
{
  CrmValue value = crm_value_real (real);

  crm_edit_set (edit, crm_table_find_column (edit->table, column), &value);
}

/**
 * crm_edit_add:
 * @column: a set
 * @key: what makes the member one
 * @text: (nullable): the text as it was written
 * @label: (nullable): what kind it is
 */
void
crm_edit_add (CrmEdit         *edit,
              const CrmColumn *column,
              const CrmValue  *key,
              const char      *text,
              const char      *label)
{
  append_change (edit, CRM_CHANGE_ADD, column, key, text, label);
}

/**
 * crm_edit_remove:
 * @column: a set
 * @key: of a member; nothing happens if there is none
 */
void
crm_edit_remove (CrmEdit         *edit,
                 const CrmColumn *column,
                 const CrmValue  *key)
{
  append_change (edit, CRM_CHANGE_REMOVE, column, key, NULL, NULL);
}

/**
 * crm_edit_adjust:
 * @column: a counter
 * @by: what to add to it
 */
void
crm_edit_adjust (CrmEdit         *edit,
                 const CrmColumn *column,
                 gint64           by)
{
  CrmValue value = crm_value_integer (by);

  append_change (edit, CRM_CHANGE_ADJUST, column, &value, NULL, NULL);
}

/**
 * crm_change_set_new:
 * @actor: the id of a user
 * @cause: why
 * @detail: (nullable): what exactly: the name of a file, of an automation
 *
 * Returns: (transfer full): an empty change set
 */
CrmChangeSet *
crm_change_set_new (gint64      actor,
                    CrmCause    cause,
                    const char *detail)
{
  CrmChangeSet *self = g_new0 (CrmChangeSet, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->actor = actor;
  self->cause = cause;
  self->detail = g_strdup (detail);
  self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_edit_free);

  return self;
}

/**
 * crm_change_set_ref:
 */
CrmChangeSet *
crm_change_set_ref (CrmChangeSet *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_change_set_unref:
 */
void
crm_change_set_unref (CrmChangeSet *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->edits);
  g_free (self->detail);
  g_free (self);
}

/**
 * crm_change_set_get_actor:
 *
 * Returns: the id of the user who does it
 */
gint64
crm_change_set_get_actor (CrmChangeSet *self)
{
  return self->actor;
}

/**
 * crm_change_set_get_cause:
 */
CrmCause
crm_change_set_get_cause (CrmChangeSet *self)
{
  return self->cause;
}

/**
 * crm_change_set_get_detail:
 *
 * Returns: (transfer none) (nullable): what exactly caused it
 */
const char *
crm_change_set_get_detail (CrmChangeSet *self)
{
  return self->detail;
}

/**
 * crm_change_set_get_batch:
 *
 * Returns: the batch that it belongs to, or 0 if it becomes one of its own
 */
gint64
crm_change_set_get_batch (CrmChangeSet *self)
{
  return self->batch;
}

/**
 * crm_change_set_set_batch:
 * @batch: of an earlier commit that people see as the same thing done
 */
void
crm_change_set_set_batch (CrmChangeSet *self,
                          gint64        batch)
{
  self->batch = batch;
}

/**
 * crm_change_set_is_empty:
 */
gboolean
crm_change_set_is_empty (CrmChangeSet *self)
{
  return self->edits->len == 0;
}

/**
 * crm_change_set_get_edits:
 *
 * Returns: (transfer none) (element-type CrmEdit): what is done, record by record
 */
GPtrArray *
crm_change_set_get_edits (CrmChangeSet *self)
{
  return self->edits;
}

/* Changes of one record that follow each other are one edit. */
static CrmEdit *
get_edit (CrmChangeSet   *self,
          const CrmTable *table,
          CrmOp           op,
          gint64          id)
{
  CrmEdit *last = self->edits->len > 0 ? g_ptr_array_index (self->edits, self->edits->len - 1) : NULL;

  if (last == NULL || last->table != table || last->id != id || last->ids != NULL ||
      (last->op != op && !(last->op == CRM_OP_CREATE && op == CRM_OP_UPDATE)))
    {
      last = crm_edit_new (table, op, id);
      g_ptr_array_add (self->edits, last);
    }

  return last;
}

/**
 * crm_change_set_create:
 * @table: for the record
 *
 * Adds a new record.
 *
 * Returns: a negative number that stands for its id in this change set
 */
gint64
crm_change_set_create (CrmChangeSet   *self,
                       const CrmTable *table)
{
  get_edit (self, table, CRM_OP_CREATE, --self->last_handle);

  return self->last_handle;
}

/**
 * crm_change_set_set_uuid:
 * @uuid: for the record that was created last
 */
void
crm_change_set_set_uuid (CrmChangeSet  *self,
                         const CrmUuid *uuid)
{
  CrmEdit *last = g_ptr_array_index (self->edits, self->edits->len - 1);

  g_return_if_fail (last->op == CRM_OP_CREATE);

  last->uuid = *uuid;
}

/**
 * crm_change_set_set:
 * @id: of a record, or what crm_change_set_create() returned
 * @column: not a set
 * @value: its new value
 */
void
crm_change_set_set (CrmChangeSet    *self,
                    const CrmTable  *table,
                    gint64           id,
                    const CrmColumn *column,
                    const CrmValue  *value)
{
  crm_edit_set (get_edit (self, table, CRM_OP_UPDATE, id), column, value);
}

/**
 * crm_change_set_adjust:
 * @id: of a record, or what crm_change_set_create() returned
 * @column: a counter
 * @by: what to add to it
 */
void
crm_change_set_adjust (CrmChangeSet    *self,
                       const CrmTable  *table,
                       gint64           id,
                       const CrmColumn *column,
                       gint64           by)
{
  crm_edit_adjust (get_edit (self, table, CRM_OP_UPDATE, id), column, by);
}

/**
 * crm_change_set_add:
 * @id: of a record, or what crm_change_set_create() returned
 * @column: a set
 * @key: what makes the member one
 * @text: (nullable): the text as it was written
 * @label: (nullable): what kind it is
 */
void
crm_change_set_add (CrmChangeSet    *self,
                    const CrmTable  *table,
                    gint64           id,
                    const CrmColumn *column,
                    const CrmValue  *key,
                    const char      *text,
                    const char      *label)
{
  crm_edit_add (get_edit (self, table, CRM_OP_UPDATE, id), column, key, text, label);
}

/**
 * crm_change_set_remove:
 * @id: of a record
 * @column: a set
 * @key: of a member
 */
void
crm_change_set_remove (CrmChangeSet    *self,
                       const CrmTable  *table,
                       gint64           id,
                       const CrmColumn *column,
                       const CrmValue  *key)
{
  crm_edit_remove (get_edit (self, table, CRM_OP_UPDATE, id), column, key);
}

/**
 * crm_change_set_trash:
 * @id: of a record
 *
 * Puts a record into the trash.
 */
void
crm_change_set_trash (CrmChangeSet   *self,
                      const CrmTable *table,
                      gint64          id)
{
  get_edit (self, table, CRM_OP_TRASH, id);
}

/**
 * crm_change_set_restore:
 * @id: of a record
 *
 * Takes a record out of the trash.
 */
void
crm_change_set_restore (CrmChangeSet   *self,
                        const CrmTable *table,
                        gint64          id)
{
  get_edit (self, table, CRM_OP_RESTORE, id);
}

/**
 * crm_change_set_edit_many:
 * @op: not %CRM_OP_CREATE
 * @ids: (array length=n_ids): of records
 * @n_ids: how many
 *
 * Does the same to many records; what exactly, is added to the edit.
 *
 * Returns: (transfer none): the edit
 */
CrmEdit *
crm_change_set_edit_many (CrmChangeSet   *self,
                          const CrmTable *table,
                          CrmOp           op,
                          const gint64   *ids,
                          guint           n_ids)
{
  CrmEdit *edit = crm_edit_new (table, op, 0);

  g_return_val_if_fail (op != CRM_OP_CREATE, NULL);

  edit->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
  g_array_append_vals (edit->ids, ids, n_ids);
  g_ptr_array_add (self->edits, edit);

  return edit;
}

/**
 * crm_change_set_spread:
 * @id: that stands for all of them in what was added so far
 * @ids: (array length=n_ids): of records
 * @n_ids: how many
 *
 * Does to many records what has been said of @id.
 */
void
crm_change_set_spread (CrmChangeSet   *self,
                       const CrmTable *table,
                       gint64          id,
                       const gint64   *ids,
                       guint           n_ids)
{
  for (guint i = 0; i < self->edits->len; i++)
    {
      CrmEdit *edit = g_ptr_array_index (self->edits, i);

      if (edit->table != table || edit->id != id || edit->ids != NULL || edit->op == CRM_OP_CREATE)
        continue;

      edit->id = 0;
      edit->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
      g_array_append_vals (edit->ids, ids, n_ids);
    }
}
