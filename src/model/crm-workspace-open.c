/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How a workspace is opened: the store, what every file begins with, who works with it, and what was
 * being undone when the program ended.
 */

#include "config.h"

#include "crm-workspace-private.h"

#include "crm-beginning.h"
#include "crm-error.h"
#include "crm-rights.h"

/**
 * crm_workspace_get_default_path:
 *
 * Returns: (transfer full): where the database of this user is
 */
char *
crm_workspace_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), CRM_APP_ID, "crm.db", NULL);
}

static gboolean
settle_in (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  return crm_beginning_make (door, error);
}

static gpointer
read_beginning (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return GINT_TO_POINTER (crm_beginning_is_made (db));
}

/* Whoever only wants to read does not have to wait for those who write. */
static gboolean
begin (CrmWorkspace  *self,
       GError       **error)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) reason = NULL;

  if (crm_store_read (self->store, CRM_LANE_SCREEN, read_beginning, NULL, &reason) != NULL)
    return TRUE;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  commit = crm_store_write (self->store, set, G_PRIORITY_DEFAULT, settle_in, NULL, error);

  return commit != NULL;
}

static gpointer
read_open_batches (CrmDb         *db,
                   CrmSchema     *schema,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return crm_journal_list_open (db, error);
}

/* Undoing goes on by itself where it was cut off. Imports are asked about. What cannot be undone
 * any more, because somebody lost the right to, does not keep people from their data. */
static gboolean
finish_undoing (CrmWorkspace  *self,
                GError       **error)
{
  g_autoptr (GPtrArray) open = crm_store_read (self->store, CRM_LANE_SCREEN, read_open_batches, NULL, error);

  if (open == NULL)
    return FALSE;

  for (guint i = 0; i < open->len; i++)
    {
      const CrmBatch *batch = g_ptr_array_index (open, i);
      g_autoptr (GError) reason = NULL;
      CrmUndone undone;

      if (batch->undo_of == 0 || crm_store_undo (self->store, batch->actor, batch->undo_of, &undone, &reason))
        continue;

      if (reason->domain != CRM_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }

      g_message ("The undo of batch %" G_GINT64_FORMAT " ends half-way: %s", batch->undo_of, reason->message);
      if (!crm_store_close_batch (self->store, batch->id, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
read_actor (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 actor = crm_rights_find_default_actor (db);

  return g_memdup2 (&actor, sizeof actor);
}

static gboolean
find_actor (CrmWorkspace  *self,
            GError       **error)
{
  g_autofree gint64 *actor = crm_store_read (self->store, CRM_LANE_SCREEN, read_actor, NULL, error);

  if (actor == NULL)
    return FALSE;

  /* Whoever is not in the file has no rights. */
  self->actor = *actor != 0 ? *actor : 1;

  return TRUE;
}

/**
 * crm_workspace_open:
 * @path: of the database, which is made if it does not exist
 * @clock: says what time it is
 * @error: a %CRM_STORE_ERROR
 *
 * Opens a database. May take long; a program with a window uses crm_workspace_open_async().
 *
 * Returns: (transfer full) (nullable): the workspace, or %NULL with @error set
 */
CrmWorkspace *
crm_workspace_open (const char  *path,
                    CrmClock    *clock,
                    GError     **error)
{
  g_autoptr (CrmWorkspace) self = g_object_new (CRM_TYPE_WORKSPACE, NULL);
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();

  self->clock = g_object_ref (clock);
  self->store = crm_store_open (path, CRM_SCHEMA (catalogue), clock, error);
  if (self->store == NULL)
    return NULL;

  self->catalogue = CRM_CATALOGUE (crm_store_get_schema (self->store));

  if (!crm_store_is_read_only (self->store, NULL) && !begin (self, error))
    return NULL;

  if (!find_actor (self, error) || !_crm_workspace_reload_settings (self, error) ||
      !(crm_store_is_read_only (self->store, NULL) ? _crm_workspace_reload_catalogue (self, error) : finish_undoing (self, error)))
    return NULL;

  _crm_workspace_follow_store (self);

  return g_steal_pointer (&self);
}

typedef struct
{
  char *path;
  CrmClock *clock;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_object_unref (opening->clock);
  g_free (opening);
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  CrmWorkspace *workspace = crm_workspace_open (opening->path, opening->clock, &error);

  if (workspace != NULL)
    g_task_return_pointer (task, workspace, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_workspace_open_async:
 * @path: of the database, which is made if it does not exist
 * @clock: says what time it is
 * @callback: (scope async): called when it is open
 *
 * Opens a database.
 */
void
crm_workspace_open_async (const char          *path,
                          CrmClock            *clock,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->path = g_strdup (path);
  opening->clock = g_object_ref (clock);
  g_task_set_source_tag (task, crm_workspace_open_async);
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * crm_workspace_open_finish:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the workspace, or %NULL with @error set
 */
CrmWorkspace *
crm_workspace_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
