/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reading through the store: jobs on the threads of the readers, each with a connection that is opened
 * when it is wanted first.
 */

#include "config.h"

#include "crm-store-private.h"

/* What was made of something that could not be read is no answer. Without @answer_free it is lost,
 * which is the least of the troubles of a disk that fails. */
static gpointer
do_read (CrmReader       *reader,
         CrmReadFunc      func,
         gpointer         data,
         GDestroyNotify   answer_free,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autoptr (CrmSchema) schema = NULL;
  g_autoptr (GError) reason = NULL;
  gpointer answer;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (reader->closed)
    {
      _crm_store_set_closed_error (error);
      return NULL;
    }

  if (reader->db == NULL)
    {
      reader->db = crm_db_open (reader->store->path, CRM_DB_READ, error);
      if (reader->db == NULL)
        return NULL;
    }

  schema = crm_store_get_schema (reader->store);
  crm_db_set_cancellable (reader->db, cancellable);
  crm_db_listen (reader->db);
  answer = func (reader->db, schema, data, cancellable, &reason);
  if (reason == NULL)
    crm_db_check_unheard (reader->db, &reason);
  crm_db_set_cancellable (reader->db, NULL);

  if (reason == NULL)
    return answer;

  g_propagate_error (error, g_steal_pointer (&reason));
  if (answer != NULL && answer_free != NULL)
    answer_free (answer);

  return NULL;
}

typedef struct
{
  CrmReadFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify answer_free;
  gpointer answer;
  GError **error;
} ReadJob;

static void
read_job (gpointer owner,
          gpointer data)
{
  ReadJob *job = data;

  job->answer = do_read (owner, job->func, job->data, job->answer_free, NULL, job->error);
}

/**
 * crm_store_read:
 * @lane: which reader
 * @func: (scope call): what to do
 * @data: for @func
 * @error: what @func says
 *
 * Does a reading job and waits for it. Not for the main thread of a program with a window.
 *
 * Returns: (transfer full) (nullable): what @func returned; %NULL with @error set if anything that
 *   it asked could not be read, even if @func did not want to hear of it
 */
gpointer
crm_store_read (CrmStore     *self,
                CrmLane       lane,
                CrmReadFunc   func,
                gpointer      data,
                GError      **error)
{
  ReadJob job = { func, data, NULL, NULL, NULL, error };

  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  if (g_atomic_int_get (&self->closed))
    _crm_store_set_closed_error (error);
  else
    crm_worker_run (self->readers[lane].worker, G_PRIORITY_DEFAULT, read_job, &job);

  return job.answer;
}

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  if (job->data_free != NULL)
    job->data_free (job->data);
  g_free (job);
}

static void
read_task_job (gpointer owner,
               gpointer data)
{
  g_autoptr (GTask) task = data;
  ReadJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer answer;

  answer = do_read (owner, job->func, job->data, job->answer_free, g_task_get_cancellable (task), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, job->answer_free);
}

/**
 * crm_store_read_async:
 * @lane: which reader
 * @priority: among the jobs of that reader
 * @func: (scope async): what to do
 * @data: for @func
 * @data_free: (nullable): frees @data
 * @answer_free: (nullable): frees an answer that nobody takes
 * @cancellable: (nullable): when the answer is not wanted any more
 * @callback: (scope async): called with the answer
 *
 * Does a reading job.
 */
void
crm_store_read_async (CrmStore            *self,
                      CrmLane              lane,
                      int                  priority,
                      CrmReadFunc          func,
                      gpointer             data,
                      GDestroyNotify       data_free,
                      GDestroyNotify       answer_free,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ReadJob *job = g_new0 (ReadJob, 1);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->answer_free = answer_free;

  g_task_set_source_tag (task, crm_store_read_async);
  g_task_set_task_data (task, job, read_job_free);

  if (g_atomic_int_get (&self->closed))
    {
      _crm_store_set_closed_error (&error);
      g_task_return_error (task, error);
      return;
    }

  crm_worker_push (self->readers[lane].worker, priority, read_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_read_finish:
 * @error: what the job said
 *
 * Returns: (transfer full) (nullable): the answer
 */
gpointer
crm_store_read_finish (CrmStore      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
