/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One thread that does jobs in the order of their priority, and those of one priority in the
 * order in which they came. It is how a database connection gets a thread of its own.
 */

#include "config.h"

#include "crm-worker.h"

struct _CrmWorker
{
  GThread *thread;
  GAsyncQueue *jobs;
  gpointer owner;
  gint serial;
  gboolean frees_itself; /* the thread's */
};

typedef struct
{
  CrmWorkerFunc func;
  gpointer data;
  int priority;
  int serial;
} Job;

typedef struct
{
  CrmWorkerFunc func;
  gpointer data;
  GMutex lock;
  GCond cond;
  gboolean done;
} Call;

static int
compare_jobs (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  const Job *first = a;
  const Job *second = b;

  if (first->priority != second->priority)
    return first->priority < second->priority ? -1 : 1;

  /* The difference, so that the order also holds where the count begins anew. */
  return (int) ((guint) first->serial - (guint) second->serial);
}

static void
release (CrmWorker *self)
{
  g_async_queue_unref (self->jobs);
  g_free (self);
}

static gpointer
worker_thread (gpointer data)
{
  CrmWorker *self = data;

  while (TRUE)
    {
      g_autofree Job *job = g_async_queue_pop (self->jobs);

      if (job->func == NULL)
        break;

      job->func (self->owner, job->data);
    }

  if (self->frees_itself)
    release (self);

  return NULL;
}

/**
 * crm_worker_new:
 * @name: of the thread, for people who look at it
 * @owner: handed to every job
 *
 * Returns: (transfer full): a worker with a running thread
 */
CrmWorker *
crm_worker_new (const char *name,
                gpointer    owner)
{
  CrmWorker *self = g_new0 (CrmWorker, 1);

  self->owner = owner;
  self->jobs = g_async_queue_new_full (g_free);
  self->thread = g_thread_new (name, worker_thread, self);

  return self;
}

/**
 * crm_worker_free:
 *
 * Waits until everything that was pushed is done, then ends the thread. Called from a job of the
 * same worker it does not wait: the thread ends by itself after the job, and after those behind it.
 */
void
crm_worker_free (CrmWorker *self)
{
  if (self == NULL)
    return;

  crm_worker_push (self, G_MAXINT, NULL, NULL);

  if (crm_worker_is_inside (self))
    {
      self->frees_itself = TRUE;
      g_thread_unref (self->thread);
      return;
    }

  g_thread_join (self->thread);
  release (self);
}

/**
 * crm_worker_push:
 * @priority: as in GLib, the lowest number first (%G_PRIORITY_DEFAULT and its kind)
 * @func: (scope async): what to do
 * @data: for @func
 */
void
crm_worker_push (CrmWorker     *self,
                 int            priority,
                 CrmWorkerFunc  func,
                 gpointer       data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  job->priority = priority;
  job->serial = g_atomic_int_add (&self->serial, 1);

  g_async_queue_push_sorted (self->jobs, job, compare_jobs, NULL);
}

static void
call_job (gpointer owner,
          gpointer data)
{
  Call *call = data;

  call->func (owner, call->data);

  g_mutex_lock (&call->lock);
  call->done = TRUE;
  g_cond_signal (&call->cond);
  g_mutex_unlock (&call->lock);
}

/**
 * crm_worker_run:
 * @func: (scope call): what to do
 *
 * Pushes a job and waits until it is done. Called from a job of the same worker it is done at
 * once. Never call it from the main thread of a program with a window.
 */
void
crm_worker_run (CrmWorker     *self,
                int            priority,
                CrmWorkerFunc  func,
                gpointer       data)
{
  Call call = { .func = func, .data = data };

  if (crm_worker_is_inside (self))
    {
      func (self->owner, data);
      return;
    }

  g_mutex_init (&call.lock);
  g_cond_init (&call.cond);
  crm_worker_push (self, priority, call_job, &call);

  g_mutex_lock (&call.lock);
  while (!call.done)
    g_cond_wait (&call.cond, &call.lock);
  g_mutex_unlock (&call.lock);

  g_cond_clear (&call.cond);
  g_mutex_clear (&call.lock);
}

/**
 * crm_worker_is_inside:
 *
 * Returns: %TRUE if the caller runs in the thread of @self
 */
gboolean
crm_worker_is_inside (CrmWorker *self)
{
  return g_thread_self () == self->thread;
}
