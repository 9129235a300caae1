/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Upkeep that people ask for: backups, going back to one, checking and mending the file, and
 * emptying the trash. Each runs in a thread of its own, so that neither the window nor what
 * others read has to wait.
 */

#include "config.h"

#include "crm-upkeep-jobs.h"

#include <glib/gi18n-lib.h>

#include "crm-check.h"
#include "crm-error.h"
#include "crm-repair.h"
#include "crm-rights.h"

static GTask *
begin (CrmWorkspace        *workspace,
       GCancellable        *cancellable,
       gpointer             tag,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (workspace, cancellable, callback, user_data);

  (g_task_set_source_tag) (task, tag);

  return task;
}

/* --- Backups --------------------------------------------------------------------------------------------- */

static void
back_up_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  CrmWorkspace *workspace = source;
  GError *error = NULL;
  char *path = crm_backup_make (crm_store_get_path (crm_workspace_get_store (workspace)), "manual",
                                crm_workspace_get_clock (workspace), cancellable, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * crm_upkeep_back_up_async:
 * @workspace: a workspace
 * @cancellable: (nullable): to stop
 * @callback: (scope async): called when it is made and checked
 *
 * Makes a backup that stays until somebody deletes it.
 */
void
crm_upkeep_back_up_async (CrmWorkspace        *workspace,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = begin (workspace, cancellable, crm_upkeep_back_up_async, callback, user_data);

  g_task_run_in_thread (task, back_up_thread);
}

/**
 * crm_upkeep_back_up_finish:
 * @error: a %CRM_STORE_ERROR, or a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): the path of the backup, or %NULL with @error set
 */
char *
crm_upkeep_back_up_finish (CrmWorkspace  *workspace,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
restore_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;

  if (crm_store_restore (crm_workspace_get_store (source), data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_upkeep_restore_async:
 * @workspace: a workspace
 * @backup: the path of a backup
 * @callback: (scope async): called when everything is as it was then
 *
 * Makes a backup of what is there, and goes back to @backup. Only administrators may: it takes back
 * what everybody has done, and brings back what somebody may not see.
 */
void
crm_upkeep_restore_async (CrmWorkspace        *workspace,
                          const char          *backup,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = begin (workspace, NULL, crm_upkeep_restore_async, callback, user_data);

  if (!crm_workspace_is_administrator (workspace))
    {
      g_task_return_new_error (task, CRM_ERROR, CRM_ERROR_DENIED, "%s",
                               _("Only an administrator can go back to a backup. Ask one of them."));
      return;
    }

  g_task_set_task_data (task, g_strdup (backup), g_free);
  g_task_run_in_thread (task, restore_thread);
}

/**
 * crm_upkeep_restore_finish:
 * @error: %CRM_ERROR_DENIED, or a %CRM_STORE_ERROR; everything is as before then
 */
gboolean
crm_upkeep_restore_finish (CrmWorkspace  *workspace,
                           GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- Checking -------------------------------------------------------------------------------------------- */

static void
check_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  CrmStore *store = crm_workspace_get_store (source);
  g_autoptr (CrmSchema) schema = crm_store_get_schema (store);
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  GError *error = NULL;
  /* A connection of its own: it reads the whole file, and the others are waited for. */
  g_autoptr (CrmDb) db = crm_db_open (crm_store_get_path (store), CRM_DB_READ, &error);

  if (db != NULL)
    crm_db_set_cancellable (db, cancellable);
  if (db != NULL && crm_check_run (db, schema, findings, &error))
    g_task_return_pointer (task, g_steal_pointer (&findings), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_upkeep_check_async:
 * @workspace: a workspace
 * @cancellable: (nullable): to stop
 * @callback: (scope async): called with what was found
 *
 * Reads the whole file and checks that it is sound and agrees with itself.
 */
void
crm_upkeep_check_async (CrmWorkspace        *workspace,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = begin (workspace, cancellable, crm_upkeep_check_async, callback, user_data);

  g_task_run_in_thread (task, check_thread);
}

/**
 * crm_upkeep_check_finish:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type utf8) (nullable): what is wrong, or %NULL with @error set
 */
GPtrArray *
crm_upkeep_check_finish (CrmWorkspace  *workspace,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
repair_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  return crm_repair_run (crm_door_get_db (door), crm_door_get_schema (door), error);
}

/**
 * crm_upkeep_repair:
 * @workspace: a workspace
 * @error: a %CRM_STORE_ERROR; nothing has been changed then
 *
 * Makes a backup, if that is possible, and makes anew what follows from the records: indexes, keys,
 * counts, the search index. Waits for it.
 */
gboolean
crm_upkeep_repair (CrmWorkspace  *workspace,
                   GError       **error)
{
  CrmStore *store = crm_workspace_get_store (workspace);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autofree char *safety = NULL;

  /* A file with damaged pages cannot be copied; it may be mended all the same. */
  safety = crm_backup_make (crm_store_get_path (store), "before-repair", crm_workspace_get_clock (workspace), NULL, NULL);
  commit = crm_store_write (store, set, G_PRIORITY_DEFAULT, repair_func, NULL, error);
  if (commit == NULL)
    return FALSE;

  crm_store_tell_replaced (store);

  return TRUE;
}

static void
repair_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (crm_upkeep_repair (source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_upkeep_repair_async:
 * @workspace: a workspace
 * @callback: (scope async): called when it is done
 *
 * Does what crm_upkeep_repair() does, and waits elsewhere.
 */
void
crm_upkeep_repair_async (CrmWorkspace        *workspace,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = begin (workspace, NULL, crm_upkeep_repair_async, callback, user_data);

  g_task_run_in_thread (task, repair_thread);
}

/**
 * crm_upkeep_repair_finish:
 * @error: a %CRM_STORE_ERROR; nothing has been changed then
 */
gboolean
crm_upkeep_repair_finish (CrmWorkspace  *workspace,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- The trash ------------------------------------------------------------------------------------------- */

static gboolean
condemn_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (GArray) keys = NULL;

  if (!crm_rights_may_purge (db, crm_door_get_actor (door), error))
    return FALSE;

  keys = data != NULL ? g_array_ref (data) : crm_trash_read_keys (db, schema, error);

  return keys != NULL &&
         crm_trash_condemn (db, schema, (const CrmTrashKey *) (gpointer) keys->data, keys->len, error);
}

/**
 * crm_upkeep_purge:
 * @workspace: a workspace
 * @keys: (nullable) (element-type CrmTrashKey): records in the trash; %NULL for all of them
 * @cause: who wants it so
 * @error: %CRM_ERROR_DENIED, or a %CRM_STORE_ERROR; nothing is removed then
 *
 * Removes records for good, and waits for it.
 *
 * Returns: how many records were removed, or -1 with @error set
 */
gint64
crm_upkeep_purge (CrmWorkspace  *workspace,
                  GArray        *keys,
                  CrmCause       cause,
                  GError       **error)
{
  CrmStore *store = crm_workspace_get_store (workspace);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, cause, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (store, set, G_PRIORITY_DEFAULT, condemn_func, keys, error);
  g_autoptr (GArray) counts = commit != NULL ? crm_store_purge (store, 1, error) : NULL;
  gint64 n = 0;

  if (counts == NULL)
    return -1;

  for (guint i = 0; i < counts->len; i++)
    n += g_array_index (counts, gint64, i);
  crm_store_tell_replaced (store);

  return n;
}

static void
purge_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;
  gint64 n = crm_upkeep_purge (source, data, CRM_CAUSE_USER, &error);

  if (n >= 0)
    g_task_return_int (task, n);
  else
    g_task_return_error (task, error);
}

/**
 * crm_upkeep_purge_async:
 * @workspace: a workspace
 * @keys: (nullable) (element-type CrmTrashKey): records in the trash; %NULL for all of them
 * @callback: (scope async): called when they are gone
 *
 * Removes records for good.
 */
void
crm_upkeep_purge_async (CrmWorkspace        *workspace,
                        GArray              *keys,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = begin (workspace, NULL, crm_upkeep_purge_async, callback, user_data);

  if (keys != NULL)
    g_task_set_task_data (task, g_array_ref (keys), (GDestroyNotify) g_array_unref);
  g_task_run_in_thread (task, purge_thread);
}

/**
 * crm_upkeep_purge_finish:
 * @error: %CRM_ERROR_DENIED, or a %CRM_STORE_ERROR; nothing is removed then
 *
 * Returns: how many records were removed, or -1 with @error set
 */
gint64
crm_upkeep_purge_finish (CrmWorkspace  *workspace,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
