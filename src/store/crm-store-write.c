/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writing through the store: change sets and jobs of many parts, each in one transaction on the
 * thread of the writer, and what takes them back.
 */

#include "config.h"

#include "crm-store-private.h"

/* On the writer: what is written from now on is so many records, or 0 if nobody knows. */
static void
begin_progress (CrmStore *self,
                gint64    n_all)
{
  g_atomic_int_set (&self->n_all, (gint) MIN (n_all, G_MAXINT));
  g_atomic_int_set (&self->n_done, 0);
}

static gint64
count_records (CrmChangeSet *set)
{
  GPtrArray *edits = crm_change_set_get_edits (set);
  gint64 n = 0;

  for (guint i = 0; i < edits->len; i++)
    {
      const CrmEdit *edit = g_ptr_array_index (edits, i);

      n += edit->ids != NULL ? edit->ids->len : 1;
    }

  return n;
}

/* On the writer. */
static CrmCommit *
do_write (CrmStore      *self,
          CrmChangeSet  *set,
          CrmWriteFunc   func,
          gpointer       data,
          GError       **error)
{
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self);
  g_autoptr (CrmDoor) door = NULL;
  g_autoptr (CrmCommit) commit = NULL;

  if (!_crm_store_check_writable (self, error))
    return NULL;

  begin_progress (self, func != NULL ? 0 : count_records (set));
  door = crm_door_open (self->write_db, schema, self->clock, set, error);
  if (door == NULL)
    return NULL;

  if (func != NULL ? !func (door, data, error) : !crm_door_apply_set (door, set, error))
    return NULL;

  commit = crm_door_close (g_steal_pointer (&door), error);
  if (commit != NULL)
    _crm_store_tell_own (self, commit);

  return g_steal_pointer (&commit);
}

typedef struct
{
  CrmChangeSet *set;
  CrmWriteFunc func;
  gpointer data;
  CrmCommit *commit;
  GError **error;
} WriteJob;

static void
write_job (gpointer owner,
           gpointer data)
{
  WriteJob *job = data;

  job->commit = do_write (owner, job->set, job->func, job->data, job->error);
}

/**
 * crm_store_write:
 * @set: who changes something and why; its edits are not applied
 * @priority: %G_PRIORITY_LOW for work in many parts, between which others get through
 * @func: (scope call): what to do
 * @data: for @func
 * @error: what @func or the store says; nothing is written then
 *
 * Does a job on the writer thread, in one transaction, and waits for it.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_write (CrmStore      *self,
                 CrmChangeSet  *set,
                 int            priority,
                 CrmWriteFunc   func,
                 gpointer       data,
                 GError       **error)
{
  WriteJob job = { set, func, data, NULL, error };

  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  if (_crm_store_refuses_writing (self, error))
    return NULL;

  crm_worker_run (self->writer, priority, write_job, &job);

  return job.commit;
}

/**
 * crm_store_commit:
 * @set: what to change
 * @error: what the store, the rights or the rules say; nothing is written then
 *
 * Commits a change set and waits for it. Not for the main thread of a program with a window.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_commit (CrmStore      *self,
                  CrmChangeSet  *set,
                  GError       **error)
{
  return crm_store_write (self, set, G_PRIORITY_DEFAULT, NULL, NULL, error);
}

static void
commit_job (gpointer owner,
            gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  CrmCommit *commit;

  commit = do_write (owner, g_task_get_task_data (task), NULL, NULL, &error);
  if (commit != NULL)
    g_task_return_pointer (task, commit, (GDestroyNotify) crm_commit_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * crm_store_commit_async:
 * @set: what to change; not to be touched any more
 * @cancellable: (nullable): ignored once the writer has begun
 * @callback: (scope async): called when it is done
 *
 * Commits a change set. "committed" is emitted before @callback is called.
 */
void
crm_store_commit_async (CrmStore            *self,
                        CrmChangeSet        *set,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  g_task_set_source_tag (task, crm_store_commit_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, crm_change_set_ref (set), (GDestroyNotify) crm_change_set_unref);

  if (_crm_store_refuses_writing (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  _crm_store_await (self, task);
  crm_worker_push (self->writer, G_PRIORITY_DEFAULT, commit_job, g_steal_pointer (&task));
}

/**
 * crm_store_commit_finish:
 * @error: what the store, the rights or the rules say; nothing is written then
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_commit_finish (CrmStore      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  CrmChangeSet *set;
  CrmWriteFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  if (writing->data_free != NULL)
    writing->data_free (writing->data);
  crm_change_set_unref (writing->set);
  g_free (writing);
}

static void
write_task_job (gpointer owner,
                gpointer data)
{
  g_autoptr (GTask) task = data;
  const Writing *writing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  CrmCommit *commit;

  commit = do_write (owner, writing->set, writing->func, writing->data, &error);
  if (commit != NULL)
    g_task_return_pointer (task, commit, (GDestroyNotify) crm_commit_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * crm_store_write_async:
 * @set: who changes something and why; its edits are not applied
 * @priority: %G_PRIORITY_LOW for work in many parts, between which others get through
 * @func: (scope async): what to do
 * @data: for @func
 * @data_free: (nullable): frees @data
 * @callback: (scope async): called when it is done
 *
 * Does a job on the writer thread, in one transaction. "committed" is emitted before @callback is
 * called.
 */
void
crm_store_write_async (CrmStore            *self,
                       CrmChangeSet        *set,
                       int                  priority,
                       CrmWriteFunc         func,
                       gpointer             data,
                       GDestroyNotify       data_free,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  writing->set = crm_change_set_ref (set);
  writing->func = func;
  writing->data = data;
  writing->data_free = data_free;
  g_task_set_source_tag (task, crm_store_write_async);
  g_task_set_task_data (task, writing, writing_free);

  if (_crm_store_refuses_writing (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  /* What has time is nothing that somebody waits for. */
  if (priority <= G_PRIORITY_DEFAULT)
    _crm_store_await (self, task);
  crm_worker_push (self->writer, priority, write_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_write_finish:
 * @error: what the job or the store says; nothing is written then
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_write_finish (CrmStore      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Undo --- */

typedef struct
{
  gint64 actor;
  gint64 batch;
  CrmUndone *undone;
  gboolean done;
  GError **error;
} UndoJob;

static void
undo_part_cb (CrmCommit *commit,
              gpointer   user_data)
{
  _crm_store_tell_own (user_data, commit);
}

static gboolean
do_undo (CrmStore   *self,
         gint64      actor,
         gint64      batch,
         CrmUndone  *undone,
         GError    **error)
{
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self);

  if (!_crm_store_check_writable (self, error))
    return FALSE;

  begin_progress (self, crm_db_get_integer (self->write_db, 0, NULL, "SELECT records FROM batch WHERE id = ?", "i", batch));

  return crm_journal_undo (self->write_db, schema, self->clock, actor, batch, undo_part_cb, self, undone, error);
}

static void
undo_job (gpointer owner,
          gpointer data)
{
  UndoJob *job = data;

  job->done = do_undo (owner, job->actor, job->batch, job->undone, job->error);
}

/**
 * crm_store_undo:
 * @actor: the id of the user who undoes it
 * @batch: what to undo; an undo, to redo
 * @undone: (out caller-allocates): what came of it
 * @error: what the store or the rights say
 *
 * Undoes a batch and waits for it. Not for the main thread of a program with a window.
 */
gboolean
crm_store_undo (CrmStore   *self,
                gint64      actor,
                gint64      batch,
                CrmUndone  *undone,
                GError    **error)
{
  UndoJob job = { actor, batch, undone, FALSE, error };

  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  if (_crm_store_refuses_writing (self, error))
    return FALSE;

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, undo_job, &job);

  return job.done;
}

static void
undo_task_job (gpointer owner,
               gpointer data)
{
  g_autoptr (GTask) task = data;
  gint64 *what = g_task_get_task_data (task);
  g_autofree CrmUndone *undone = g_new0 (CrmUndone, 1);
  GError *error = NULL;

  if (do_undo (owner, what[0], what[1], undone, &error))
    g_task_return_pointer (task, g_steal_pointer (&undone), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * crm_store_undo_async:
 * @actor: the id of the user who undoes it
 * @batch: what to undo; an undo, to redo
 * @callback: (scope async): called when it is done
 *
 * Undoes a batch.
 */
void
crm_store_undo_async (CrmStore            *self,
                      gint64               actor,
                      gint64               batch,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gint64 what[] = { actor, batch };
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  g_task_set_source_tag (task, crm_store_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_memdup2 (what, sizeof what), g_free);

  if (_crm_store_refuses_writing (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  _crm_store_await (self, task);
  crm_worker_push (self->writer, G_PRIORITY_DEFAULT, undo_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_undo_finish:
 * @undone: (out caller-allocates): what came of it
 * @error: what the store or the rights say
 */
gboolean
crm_store_undo_finish (CrmStore      *self,
                       GAsyncResult  *result,
                       CrmUndone     *undone,
                       GError       **error)
{
  g_autofree CrmUndone *answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return FALSE;

  *undone = *answer;

  return TRUE;
}

typedef struct
{
  gint64 batch;
  gboolean done;
  GError **error;
} BatchJob;

static void
close_batch_job (gpointer owner,
                 gpointer data)
{
  CrmStore *self = owner;
  BatchJob *job = data;

  job->done = _crm_store_check_writable (self, job->error) &&
              crm_db_run (self->write_db, job->error, "UPDATE batch SET open = 0 WHERE id = ?", "i", job->batch);
}

/**
 * crm_store_close_batch:
 * @batch: one that was found open
 * @error: a %CRM_STORE_ERROR
 *
 * Says that nothing more will come of a batch that was not brought to its end.
 */
gboolean
crm_store_close_batch (CrmStore  *self,
                       gint64     batch,
                       GError   **error)
{
  BatchJob job = { batch, FALSE, error };

  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  if (_crm_store_refuses_writing (self, error))
    return FALSE;

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, close_batch_job, &job);

  return job.done;
}
