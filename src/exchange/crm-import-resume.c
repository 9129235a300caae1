/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Imports that did not come to their end, because the program or the computer did: somebody goes on
 * with them, or leaves it at that.
 */

#include "config.h"

#include "crm-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

static gpointer
read_unfinished (CrmDb         *db,
                 CrmSchema     *schema,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (GPtrArray) open = crm_journal_list_open (db, error);

  for (guint i = open != NULL ? open->len : 0; i > 0; i--)
    {
      const CrmBatch *batch = g_ptr_array_index (open, i - 1);

      if (batch->cause != CRM_CAUSE_IMPORT || batch->undone || _crm_import_state_is_running (db, batch->id))
        g_ptr_array_remove_index (open, i - 1);
    }

  return g_steal_pointer (&open);
}

/**
 * crm_import_list_unfinished:
 * @workspace: where they went
 * @error: a %CRM_STORE_ERROR
 *
 * Finds imports that were cut off: somebody can go on with them (crm_import_resume()), leave it
 * at that (crm_import_abandon()), or undo them as well. What is going on at this moment, here or in
 * another program, is not among them.
 *
 * Returns: (transfer full) (element-type CrmBatch) (nullable): the imports; the detail of each is
 *   the name of its file
 */
GPtrArray *
crm_import_list_unfinished (CrmWorkspace  *workspace,
                            GError       **error)
{
  return crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_SCREEN, read_unfinished, NULL, error);
}

static gpointer
read_state (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return _crm_import_state_load (db, *(const gint64 *) data, error);
}

/* An import that is to go on: what was saved of it, and the file as it is now. The thread fills in
 * the first, which become an object again on the main thread. */
typedef struct
{
  CrmWorkspace *workspace;
  CrmStore *store;
  gint64 batch;
  CrmImportRun *run;
  CrmImportLook *look;
} Resumption;

static void
resumption_free (gpointer data)
{
  Resumption *resumption = data;

  g_clear_pointer (&resumption->look, _crm_import_look_free);
  _crm_import_run_free (resumption->run);
  g_object_unref (resumption->workspace);
  g_object_unref (resumption->store);
  g_free (resumption);
}

static Resumption *
resumption_new (CrmWorkspace *workspace,
                gint64        batch)
{
  Resumption *resumption = g_new0 (Resumption, 1);

  resumption->workspace = g_object_ref (workspace);
  resumption->store = g_object_ref (crm_workspace_get_store (workspace));
  resumption->batch = batch;
  resumption->run = g_new0 (CrmImportRun, 1);
  resumption->run->catalogue = g_object_ref (crm_workspace_get_catalogue (workspace));

  return resumption;
}

static gboolean
find_again (Resumption    *resumption,
            GCancellable  *cancellable,
            GError       **error)
{
  CrmImportRun *run = resumption->run;
  g_autofree char *state = NULL;
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) reason = NULL;

  state = crm_store_read (resumption->store, CRM_LANE_SCREEN, read_state, &resumption->batch, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (state == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                           _("Nothing is known any more of how this file was imported. Undo it, and import the file anew."));
      return FALSE;
    }

  if (!_crm_import_state_parse (run, state, error))
    return FALSE;

  base = g_file_get_basename (run->file);
  name = g_filename_display_name (base);
  resumption->look = _crm_import_look_new (resumption->store, run->file);
  if (!_crm_import_look_read (resumption->look, cancellable, &reason))
    {
      if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                     _("“%s” is not where it was when its import began. Put it back, or undo what has been imported."), name);
      else
        g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (resumption->look->size != run->size || strcmp (resumption->look->hash, run->hash) != 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                   _("“%s” has changed since its import began. Undo what has been imported, and import the file anew."), name);
      return FALSE;
    }

  return TRUE;
}

/* What was saved becomes the object again, with the file as it is now. */
static CrmImport *
restore (Resumption *resumption)
{
  CrmImportRun *run = resumption->run;
  CrmImport *self = crm_import_new (resumption->workspace, run->file);

  _crm_import_take_look (self, resumption->look);
  g_set_object (&self->catalogue, run->catalogue);
  self->type = run->type;
  self->is_vcard = run->is_vcard;
  self->guess = run->guess;
  self->counts = run->counts;
  self->batch = resumption->batch;
  self->spool = g_strdup (run->spool);
  self->spool_length = run->spool_length;
  crm_import_options_copy (&self->options, &run->options);
  g_clear_pointer (&self->mapping, crm_mapping_unref);
  self->mapping = g_steal_pointer (&run->mapping);

  return self;
}

/**
 * crm_import_resume:
 * @workspace: where it went
 * @batch: of an import that was cut off
 * @error: %CRM_ERROR_REFUSED if the file is not the same any more; a %G_IO_ERROR if it cannot be
 *   read; %CRM_ERROR_NOT_FOUND if nothing is known of such an import, or the file is gone
 *
 * Prepares to go on with an import; crm_import_run() does so where it was cut off. Reads the file
 * once, and waits for it.
 *
 * Returns: (transfer full) (nullable): the import, or %NULL with @error set
 */
CrmImport *
crm_import_resume (CrmWorkspace  *workspace,
                   gint64         batch,
                   GError       **error)
{
  Resumption *resumption = resumption_new (workspace, batch);
  CrmImport *import = find_again (resumption, NULL, error) ? restore (resumption) : NULL;

  resumption_free (resumption);

  return import;
}

static void
resume_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (find_again (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_import_resume_async:
 * @workspace: where it went
 * @batch: of an import that was cut off
 * @cancellable: (nullable): to stop it
 * @callback: (scope async): called when the file has been read
 *
 * Prepares to go on with an import, as crm_import_resume() does.
 */
void
crm_import_resume_async (CrmWorkspace        *workspace,
                         gint64               batch,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (workspace, cancellable, callback, user_data);

  g_return_if_fail (CRM_IS_WORKSPACE (workspace));

  g_task_set_source_tag (task, crm_import_resume_async);
  g_task_set_task_data (task, resumption_new (workspace, batch), resumption_free);
  g_task_run_in_thread (task, resume_thread);
}

/**
 * crm_import_resume_finish:
 * @error: as for crm_import_resume()
 *
 * Returns: (transfer full) (nullable): the import, or %NULL with @error set
 */
CrmImport *
crm_import_resume_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  return restore (g_task_get_task_data (G_TASK (result)));
}

/**
 * crm_import_abandon:
 * @workspace: where it went
 * @batch: of an import that was cut off
 * @error: a %CRM_STORE_ERROR
 *
 * Leaves an import where it was cut off: what it has brought stays, and can be undone.
 */
gboolean
crm_import_abandon (CrmWorkspace  *workspace,
                    gint64         batch,
                    GError       **error)
{
  CrmStore *store = crm_workspace_get_store (workspace);

  if (!crm_store_close_batch (store, batch, error))
    return FALSE;

  _crm_import_state_clean (store);

  return TRUE;
}
