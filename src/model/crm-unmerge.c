/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A merge taken apart in the background, or only looked at: what would stay as it is because it has
 * been changed since. Who looks does it and takes it back before anybody can see it, so that what is
 * said before is what is done after. Main thread only.
 */

#include "config.h"

#include "crm-unmerge.h"

typedef struct
{
  gint64 merge;
  gboolean looks;
  CrmUnmerge *unmerge;
  CrmCommit *commit;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  crm_unmerge_free (job->unmerge);
  g_clear_pointer (&job->commit, crm_commit_unref);
  g_free (job);
}

static gboolean
take_apart (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Job *job = data;

  job->unmerge = crm_merge_take_back (door, job->merge, error);
  if (job->unmerge == NULL || !job->looks)
    return job->unmerge != NULL;

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Looked at");

  return FALSE;
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  job->commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  if (job->commit != NULL || (job->looks && job->unmerge != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    g_task_return_pointer (task, g_steal_pointer (&job->unmerge), (GDestroyNotify) crm_unmerge_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
run (CrmWorkspace        *workspace,
     gint64               merge,
     gboolean             looks,
     GAsyncReadyCallback  callback,
     gpointer             user_data)
{
  GTask *task = g_task_new (workspace, NULL, callback, user_data);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_MERGE, NULL);
  Job *job = g_new0 (Job, 1);

  job->merge = merge;
  job->looks = looks;
  g_task_set_source_tag (task, run);
  g_task_set_task_data (task, job, job_free);
  crm_store_write_async (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, take_apart, job, NULL, written_cb, task);
}

/**
 * crm_unmerge_look_async:
 * @workspace: a workspace
 * @merge: a merge, from crm_merge_list() or crm_merge_find()
 * @callback: (scope async): called with the answer
 *
 * Asks what would come of taking a merge apart, and changes nothing.
 */
void
crm_unmerge_look_async (CrmWorkspace        *workspace,
                        gint64               merge,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  run (workspace, merge, TRUE, callback, user_data);
}

/**
 * crm_unmerge_look_finish:
 * @error: as for crm_merge_take_back()
 *
 * Returns: (transfer full) (nullable): what would come of it, or %NULL with @error set
 */
CrmUnmerge *
crm_unmerge_look_finish (CrmWorkspace  *workspace,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * crm_unmerge_async:
 * @workspace: a workspace
 * @merge: a merge
 * @callback: (scope async): called when it is done
 *
 * Takes a merge apart; see crm_merge_take_back().
 */
void
crm_unmerge_async (CrmWorkspace        *workspace,
                   gint64               merge,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  run (workspace, merge, FALSE, callback, user_data);
}

/**
 * crm_unmerge_finish:
 * @commit: (out) (optional) (transfer full): what was done, for undo
 * @error: as for crm_merge_take_back()
 *
 * Returns: (transfer full) (nullable): what came of it, or %NULL with @error set
 */
CrmUnmerge *
crm_unmerge_finish (CrmWorkspace  *workspace,
                    GAsyncResult  *result,
                    CrmCommit    **commit,
                    GError       **error)
{
  Job *job;

  g_return_val_if_fail (g_task_is_valid (result, workspace), NULL);

  job = g_task_get_task_data (G_TASK (result));
  if (commit != NULL)
    *commit = g_steal_pointer (&job->commit);

  return g_task_propagate_pointer (G_TASK (result), error);
}
