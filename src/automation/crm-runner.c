/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Keeps the automations of an open workspace going while the program runs: whenever something was committed, and
 * whenever something is due. The work is done commit by commit on a thread of its own, with the lowest priority, so
 * that whoever sits at the window gets through between two of them. Main thread.
 */

#include "config.h"

#include "crm-runner.h"

#include "crm-engine.h"

/* A clock that was set, or a computer that has slept, is noticed after this long at the latest. */
#define LOOK_AGAIN_AFTER 60 /* seconds */
#define REST_AFTER_FAILURE 30

struct _CrmRunner
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  CrmEngine *engine;   /* that of the task, while one runs */
  GCancellable *cancellable;
  guint look_id;
  guint started : 1;
  guint busy : 1;
  guint again : 1;     /* something happened meanwhile */
};

G_DEFINE_FINAL_TYPE (CrmRunner, crm_runner, G_TYPE_OBJECT)

static void look (CrmRunner *self);

static gboolean
look_cb (gpointer user_data)
{
  CrmRunner *self = user_data;

  self->look_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static void
look_in (CrmRunner *self,
         guint      seconds)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->started)
    self->look_id = g_timeout_add_seconds (seconds, look_cb, self);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  CrmRunner *self = source;
  CrmEngineReport report = { 0 };
  GError *error = NULL;

  do
    if (!crm_engine_step (self->engine, &report, &error))
      {
        g_task_return_error (task, error);
        return;
      }
  while (report.more && !g_cancellable_is_cancelled (cancellable));

  g_task_return_int (task, report.next);
}

static void
work_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  CrmRunner *self = CRM_RUNNER (object);
  g_autoptr (GError) error = NULL;
  gint64 next = g_task_propagate_int (G_TASK (result), &error);
  gint64 now;

  self->busy = FALSE;
  if (!self->started || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
    return;
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("Automations stand still: %s", error->message);
      look_in (self, REST_AFTER_FAILURE);
      return;
    }
  if (self->again)
    {
      look (self);
      return;
    }

  now = crm_clock_get_now (crm_workspace_get_clock (self->workspace));
  look_in (self, next == 0 ? LOOK_AGAIN_AFTER : (guint) CLAMP ((next - now) / G_USEC_PER_SEC + 1, 1, LOOK_AGAIN_AFTER));
}

static void
look (CrmRunner *self)
{
  g_autoptr (GTask) task = NULL;

  self->again = self->busy;
  if (self->busy || !self->started)
    return;

  self->busy = TRUE;
  task = g_task_new (self, self->cancellable, work_cb, NULL);
  g_task_set_source_tag (task, look);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, work_thread);
}

/* The engine's own commits come here too; they are looked at once the work is done. */
static void
committed_cb (CrmStore  *store,
              CrmCommit *commit,
              CrmRunner *self)
{
  if (commit->cause != CRM_CAUSE_AUTOMATION)
    look (self);
}

static void
crm_runner_dispose (GObject *object)
{
  CrmRunner *self = CRM_RUNNER (object);

  crm_runner_stop (self);
  g_clear_pointer (&self->engine, crm_engine_free);
  g_clear_object (&self->workspace);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (crm_runner_parent_class)->dispose (object);
}

static void
crm_runner_class_init (CrmRunnerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_runner_dispose;
}

static void
crm_runner_init (CrmRunner *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * crm_runner_new:
 * @workspace: whose automations
 *
 * Returns: (transfer full): something that does nothing before crm_runner_start()
 */
CrmRunner *
crm_runner_new (CrmWorkspace *workspace)
{
  CrmRunner *self = g_object_new (CRM_TYPE_RUNNER, NULL);

  self->workspace = g_object_ref (workspace);
  self->engine = crm_engine_new (crm_workspace_get_store (workspace));

  return self;
}

/**
 * crm_runner_start:
 *
 * From now on automations go on by themselves.
 */
void
crm_runner_start (CrmRunner *self)
{
  g_return_if_fail (CRM_IS_RUNNER (self));

  if (self->started || crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL))
    return;

  self->started = TRUE;
  g_signal_connect_object (crm_workspace_get_store (self->workspace), "committed", G_CALLBACK (committed_cb), self, 0);
  look_in (self, 1);
}

/**
 * crm_runner_stop:
 *
 * Automations go on when the program is started again. A commit that is under way comes to its end.
 */
void
crm_runner_stop (CrmRunner *self)
{
  g_return_if_fail (CRM_IS_RUNNER (self));

  if (!self->started)
    return;

  self->started = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_signal_handlers_disconnect_by_func (crm_workspace_get_store (self->workspace), committed_cb, self);
}

/**
 * crm_runner_is_needed:
 * @db: a connection
 *
 * Returns: whether any automation is switched on
 */
gboolean
crm_runner_is_needed (CrmDb *db)
{
  return crm_db_get_integer (db, FALSE, NULL, "SELECT EXISTS (SELECT 1 FROM automation WHERE state = 0 AND is_on = 1)", "") != 0;
}
