/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a commit changed. Open lists and pages decide by it what to read again.
 */

#include "config.h"

#include "crm-commit.h"

G_DEFINE_BOXED_TYPE (CrmCommit, crm_commit, crm_commit_ref, crm_commit_unref)

static void
free_touched (gpointer data)
{
  CrmTouched *touched = data;

  g_array_unref (touched->ids);
  g_free (touched);
}

/**
 * crm_commit_new:
 *
 * Returns: (transfer full): a commit that has touched nothing yet
 */
CrmCommit *
crm_commit_new (void)
{
  CrmCommit *self = g_new0 (CrmCommit, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->touched = g_ptr_array_new_with_free_func (free_touched);
  self->created = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  return self;
}

/**
 * crm_commit_ref:
 */
CrmCommit *
crm_commit_ref (CrmCommit *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_commit_unref:
 */
void
crm_commit_unref (CrmCommit *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->touched);
  g_hash_table_unref (self->created);
  g_free (self);
}

static CrmTouched *
find_touched (CrmCommit *self,
              guint16    table)
{
  for (guint i = 0; i < self->touched->len; i++)
    {
      CrmTouched *touched = g_ptr_array_index (self->touched, i);

      if (touched->table == table)
        return touched;
    }

  return NULL;
}

static CrmTouched *
get_touched (CrmCommit  *self,
             guint16     table,
             const char *name)
{
  CrmTouched *touched = find_touched (self, table);

  if (touched == NULL)
    {
      touched = g_new0 (CrmTouched, 1);
      touched->table = table;
      touched->name = g_intern_string (name);
      touched->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_ptr_array_add (self->touched, touched);
    }

  return touched;
}

static void
add_id (CrmTouched *touched,
        gint64      id)
{
  if (touched->many)
    return;

  /* A record is written several times in a row at most by the rules of one edit. */
  for (guint i = touched->ids->len; i > 0 && i + 8 > touched->ids->len; i--)
    if (g_array_index (touched->ids, gint64, i - 1) == id)
      return;

  if (touched->ids->len < CRM_COMMIT_MANY)
    g_array_append_val (touched->ids, id);
  else
    touched->many = TRUE;
}

/**
 * crm_commit_touch:
 * @table: of a record
 * @id: of the record
 * @op: what was done to it
 * @columns: (nullable): those that changed
 *
 * For the store: notes that a record was written.
 */
void
crm_commit_touch (CrmCommit           *self,
                  const CrmTable      *table,
                  gint64               id,
                  CrmOp                op,
                  const CrmColumnMask *columns)
{
  CrmTouched *touched = get_touched (self, table->id, table->name);

  touched->n_records++;
  touched->membership |= op != CRM_OP_UPDATE;
  add_id (touched, id);

  if (columns != NULL)
    crm_column_mask_join (&touched->columns, columns);
}

/**
 * crm_commit_touch_all:
 * @table: a table
 * @column: a column of it
 *
 * For the store: notes that the column may have changed in any record.
 */
void
crm_commit_touch_all (CrmCommit       *self,
                      const CrmTable  *table,
                      const CrmColumn *column)
{
  CrmTouched *touched = get_touched (self, table->id, table->name);

  touched->many = TRUE;
  crm_column_mask_add (&touched->columns, column);
}

/**
 * crm_commit_get_touched:
 * @table: a table
 *
 * Returns: (transfer none) (nullable): what was done to @table, or %NULL if nothing
 */
const CrmTouched *
crm_commit_get_touched (CrmCommit      *self,
                        const CrmTable *table)
{
  return find_touched (self, table->id);
}

/**
 * crm_commit_touches:
 * @table: of a record
 * @id: of the record
 *
 * Returns: %TRUE if the record may have changed
 */
gboolean
crm_commit_touches (CrmCommit      *self,
                    const CrmTable *table,
                    gint64          id)
{
  const CrmTouched *touched = find_touched (self, table->id);

  if (touched == NULL)
    return FALSE;
  if (touched->many)
    return TRUE;

  for (guint i = 0; i < touched->ids->len; i++)
    if (g_array_index (touched->ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

/**
 * crm_commit_get_created:
 * @handle: what crm_change_set_create() returned
 *
 * Returns: the id that the record got, or 0
 */
gint64
crm_commit_get_created (CrmCommit *self,
                        gint64     handle)
{
  gint64 *id = g_hash_table_lookup (self->created, &handle);

  return id != NULL ? *id : 0;
}

/**
 * crm_commit_get_n:
 *
 * Returns: how many records were written, of all tables
 */
guint
crm_commit_get_n (CrmCommit *self)
{
  return self->n_written;
}

/**
 * crm_touched_has_column:
 * @column: of the table of @touched
 *
 * Returns: %TRUE if the column changed in any record
 */
gboolean
crm_touched_has_column (const CrmTouched *touched,
                        const CrmColumn  *column)
{
  return crm_column_mask_has (&touched->columns, column);
}
