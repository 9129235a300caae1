/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The records that somebody holds: each exactly once, and read again when a commit has changed it; so
 * a list, a page and a card show the same thing. Main thread only.
 */

#include "config.h"

#include "crm-workspace-private.h"

#include <glib/gi18n-lib.h>

#include "crm-merge.h"

typedef struct
{
  guint16 table;
  gint64 id;
} RecordKey;

static guint
record_key_hash (gconstpointer key)
{
  const RecordKey *record = key;

  return (guint) (record->id * 31 + record->table);
}

static gboolean
record_key_equal (gconstpointer a,
                  gconstpointer b)
{
  const RecordKey *first = a;
  const RecordKey *second = b;

  return first->id == second->id && first->table == second->table;
}

/* A record that somebody holds, and how it is forgotten when nobody does. */
typedef struct
{
  RecordKey key;
  CrmRecord *record;
  CrmWorkspace *workspace;
} Held;

static void
forget_cb (gpointer  data,
           GObject  *record)
{
  Held *held = data;

  g_hash_table_remove (held->workspace->records, &held->key);
  g_free (held);
}

static void
hold (CrmWorkspace *self,
      CrmRecord    *record)
{
  Held *held = g_new0 (Held, 1);

  held->key.table = crm_record_get_record_type (record)->table.id;
  held->key.id = crm_record_get_id (record);
  held->record = record;
  held->workspace = self;
  g_object_weak_ref (G_OBJECT (record), forget_cb, held);
  g_hash_table_insert (self->records, &held->key, held);
}

/*< private >
 * Nobody holds a record yet.
 */
void
_crm_workspace_prepare_records (CrmWorkspace *self)
{
  self->records = g_hash_table_new (record_key_hash, record_key_equal);
}

/*< private >
 * What is still held is on its own from now on.
 */
void
_crm_workspace_forget_records (CrmWorkspace *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Held *held = value;

      g_object_weak_unref (G_OBJECT (held->record), forget_cb, held);
      g_free (held);
    }
  g_hash_table_unref (self->records);
}

static gboolean
links_into (const CrmTable *table,
            CrmCommit      *commit,
            CrmCatalogue   *catalogue)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *target = table->columns[i]->links_to;
      const CrmRecordType *type = target != NULL ? crm_catalogue_find (catalogue, target) : NULL;
      const CrmTouched *touched = type != NULL ? crm_commit_get_touched (commit, &type->table) : NULL;

      if (touched != NULL && (touched->membership || crm_touched_has_column (touched, type->table.title)))
        return TRUE;
    }

  return FALSE;
}

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (self, result, NULL);

  while (rows != NULL && rows->len > 0)
    {
      CrmRow *row = g_ptr_array_steal_index (rows, rows->len - 1);
      g_autoptr (CrmRecord) record = crm_workspace_take_row (self, row);
    }
}

/*< private >
 * Reads those records again that somebody holds and that @commit may have changed; without @commit all.
 */
void
_crm_workspace_refresh_records (CrmWorkspace *self,
                 CrmCommit    *commit)
{
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (self->catalogue, &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      gboolean all = commit == NULL || links_into (&types[i]->table, commit, self->catalogue);
      g_autoptr (GArray) ids = NULL;
      GHashTableIter iter;
      gpointer key;

      if (!all && crm_commit_get_touched (commit, &types[i]->table) == NULL)
        continue;

      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_iter_init (&iter, self->records);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          const RecordKey *record = key;

          if (record->table == types[i]->table.id && (all || crm_commit_touches (commit, &types[i]->table, record->id)))
            g_array_append_val (ids, record->id);
        }

      if (ids->len > 0)
        crm_workspace_load_rows_async (self, types[i], ids, NULL, refreshed_cb, NULL);
    }
}

/**
 * crm_workspace_peek_record:
 * @type: its record type
 * @id: of the record
 *
 * Returns: (transfer full) (nullable): the record, if somebody holds it already
 */
CrmRecord *
crm_workspace_peek_record (CrmWorkspace        *self,
                           const CrmRecordType *type,
                           gint64               id)
{
  RecordKey key = { type->table.id, id };
  const Held *held;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  held = g_hash_table_lookup (self->records, &key);

  return held != NULL ? g_object_ref (held->record) : NULL;
}

/**
 * crm_workspace_take_row:
 * @row: (transfer full): a row that was just read, with its members and titles
 *
 * Returns: (transfer full): the record with that row, the same one for everybody
 */
CrmRecord *
crm_workspace_take_row (CrmWorkspace *self,
                        CrmRow       *row)
{
  CrmRecord *record;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  record = crm_workspace_peek_record (self, crm_catalogue_get_type_of (row->table), row->id);
  if (record != NULL)
    {
      crm_record_take_row (record, row);
      return record;
    }

  record = crm_record_new (row);
  hold (self, record);

  return record;
}

typedef struct
{
  guint16 table;
  GArray *ids;
  gboolean follow; /* whether a record that was merged means the one that stands for it */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_array_unref (wanted->ids);
  g_free (wanted);
}

static gpointer
read_rows (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;
  const CrmTable *table = crm_schema_get_table (schema, wanted->table);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);

  for (guint i = 0; i < wanted->ids->len; i++)
    {
      g_autoptr (GError) reason = NULL;
      gint64 id = g_array_index (wanted->ids, gint64, i);
      CrmRow *row = NULL;

      if (wanted->follow)
        id = crm_merge_find_survivor (db, table, id, &reason);
      if (id != 0)
        row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS | CRM_ROW_TITLES, &reason);

      if (row != NULL)
        g_ptr_array_add (rows, row);
      else if (!g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}

static void
rows_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *rows = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
load_rows (CrmWorkspace        *self,
           const CrmRecordType *type,
           GArray              *ids,
           gboolean             follow,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->table = type->table.id;
  wanted->ids = g_array_ref (ids);
  wanted->follow = follow;
  g_task_set_source_tag (task, crm_workspace_load_rows_async);
  crm_store_read_async (self->store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_rows, wanted, wanted_free,
                        (GDestroyNotify) g_ptr_array_unref, cancellable, rows_read_cb, task);
}

/**
 * crm_workspace_load_rows_async:
 * @type: a record type
 * @ids: (element-type gint64): of records
 * @callback: (scope async): called with the rows
 *
 * Reads records. Those that are gone are left out.
 */
void
crm_workspace_load_rows_async (CrmWorkspace        *self,
                               const CrmRecordType *type,
                               GArray              *ids,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (CRM_IS_WORKSPACE (self));

  load_rows (self, type, ids, FALSE, cancellable, callback, user_data);
}

/**
 * crm_workspace_load_rows_finish:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmRow) (nullable): the rows, in the order of the ids
 */
GPtrArray *
crm_workspace_load_rows_finish (CrmWorkspace  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * crm_workspace_load_record:
 * @type: its record type
 * @id: of the record
 * @error: %CRM_STORE_ERROR_MISSING
 *
 * Reads a record and waits for it. A program with a window uses
 * crm_workspace_load_record_async(). An old link to a record that has been merged finds the one
 * that stands for it.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @error set
 */
CrmRecord *
crm_workspace_load_record (CrmWorkspace         *self,
                           const CrmRecordType  *type,
                           gint64                id,
                           GError              **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = NULL;
  Wanted wanted = { type->table.id, ids, TRUE };

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  g_array_append_val (ids, id);
  rows = crm_store_read (self->store, CRM_LANE_SCREEN, read_rows, &wanted, error);
  if (rows == NULL)
    return NULL;

  if (rows->len == 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, _("There is no such %s any more."), type->label);
      return NULL;
    }

  return crm_workspace_take_row (self, g_ptr_array_steal_index (rows, 0));
}

static void
record_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (self, result, &error);

  if (rows == NULL)
    g_task_return_error (task, error);
  else if (rows->len == 0)
    g_task_return_new_error (task, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, _("This record does not exist any more."));
  else
    g_task_return_pointer (task, crm_workspace_take_row (self, g_ptr_array_steal_index (rows, 0)), g_object_unref);
}

/**
 * crm_workspace_load_record_async:
 * @type: its record type
 * @id: of the record
 * @callback: (scope async): called with the record
 *
 * Reads a record; for one that has been merged, the one that stands for it.
 */
void
crm_workspace_load_record_async (CrmWorkspace        *self,
                                 const CrmRecordType *type,
                                 gint64               id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GTask *task;

  g_return_if_fail (CRM_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, crm_workspace_load_record_async);
  g_array_append_val (ids, id);
  load_rows (self, type, ids, TRUE, cancellable, record_read_cb, task);
}

/**
 * crm_workspace_load_record_finish:
 * @error: %CRM_STORE_ERROR_MISSING
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @error set
 */
CrmRecord *
crm_workspace_load_record_finish (CrmWorkspace  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
