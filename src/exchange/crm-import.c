/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The import of a file (`features.md`, C19), as a screen or a command line sees it: open it, look
 * at what was guessed, say what is different, look at what would happen, run it.
 *
 *   CrmImport *import = crm_import_new (workspace, file);
 *   crm_import_open (import, …);           what it is, and which column goes where
 *   crm_import_get_mapping (import);       to show and to change
 *   crm_import_preview (import, 100, …);   row by row what would become of it
 *   crm_import_run (import, …);            do it; crm_import_get_batch() to undo it
 *
 * Main thread only; what takes long has an asynchronous form.
 */

#include "config.h"

#include "crm-import-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"

enum
{
  PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmImport, crm_import, G_TYPE_OBJECT)

static void
crm_import_dispose (GObject *object)
{
  CrmImport *self = CRM_IMPORT (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->file);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->mapping, crm_mapping_unref);
  g_clear_pointer (&self->rejects, crm_rejects_free);

  G_OBJECT_CLASS (crm_import_parent_class)->dispose (object);
}

static void
crm_import_finalize (GObject *object)
{
  CrmImport *self = CRM_IMPORT (object);

  crm_import_options_clear (&self->options);
  g_byte_array_unref (self->head);
  g_ptr_array_unref (self->warnings);
  g_hash_table_unref (self->learned);
  g_mutex_clear (&self->lock);
  g_free (self->spool);
  g_free (self->hash);

  G_OBJECT_CLASS (crm_import_parent_class)->finalize (object);
}

static void
crm_import_class_init (CrmImportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_import_dispose;
  object_class->finalize = crm_import_finalize;

  /**
   * CrmImport::progress:
   *
   * crm_import_get_counts() says something else now.
   */
  signals[PROGRESS] = g_signal_new ("progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_import_init (CrmImport *self)
{
  g_mutex_init (&self->lock);
  self->head = g_byte_array_new ();
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  self->learned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->options.create_missing = TRUE;
}

/**
 * crm_import_new:
 * @workspace: where it is imported to
 * @file: what is imported
 *
 * Returns: (transfer full): an import that has not begun
 */
CrmImport *
crm_import_new (CrmWorkspace *workspace,
                GFile        *file)
{
  CrmImport *self = g_object_new (CRM_TYPE_IMPORT, NULL);

  self->workspace = g_object_ref (workspace);
  self->file = g_object_ref (file);
  g_set_object (&self->catalogue, crm_workspace_get_catalogue (workspace));
  self->type = crm_catalogue_find (self->catalogue, "contact");

  return self;
}

/* --- What somebody knows better ----------------------------------------------------------------------------- */

/**
 * crm_import_get_file:
 *
 * Returns: (transfer none): what is imported
 */
GFile *
crm_import_get_file (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  return self->file;
}

/**
 * crm_import_dup_name:
 *
 * Returns: (transfer full): what people call the file
 */
char *
crm_import_dup_name (CrmImport *self)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  base = g_file_get_basename (self->file);

  return g_filename_display_name (base);
}

/**
 * crm_import_is_vcard:
 *
 * Returns: %TRUE if there are cards in the file; a mapping is only needed for tables
 */
gboolean
crm_import_is_vcard (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), FALSE);

  return self->is_vcard;
}

/**
 * crm_import_get_guess:
 *
 * Returns: (transfer none): how the file is read
 */
const CrmCsvGuess *
crm_import_get_guess (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  return &self->guess;
}

/**
 * crm_import_set_encoding:
 * @encoding: what the file is in
 *
 * Reads the file in another encoding. Where it begins and which column goes where is guessed anew.
 */
void
crm_import_set_encoding (CrmImport         *self,
                         const CrmEncoding *encoding)
{
  g_return_if_fail (CRM_IS_IMPORT (self));

  crm_csv_sniff_as (self->head->data, self->head->len, self->whole, encoding, NULL, &self->guess);
  self->is_vcard = crm_vcard_is_likely (self->head->data, self->head->len, encoding);
  _crm_import_guess_mapping (self);
}

/**
 * crm_import_set_dialect:
 * @dialect: how the file is written
 *
 * Reads the file as a table that is written in another way. Where it begins and which column goes
 * where is guessed anew.
 */
void
crm_import_set_dialect (CrmImport           *self,
                        const CrmCsvDialect *dialect)
{
  CrmEncodingGuess encoding;

  g_return_if_fail (CRM_IS_IMPORT (self));

  encoding = self->guess.encoding;
  crm_csv_sniff_as (self->head->data, self->head->len, self->whole, encoding.encoding, dialect, &self->guess);
  self->guess.encoding = encoding;
  self->is_vcard = FALSE;
  _crm_import_guess_mapping (self);
}

/**
 * crm_import_set_header:
 * @skip_lines: how many lines stand before the table
 * @has_header: whether its first row says what the columns are
 *
 * Says where the table begins. Which column goes where is guessed anew.
 */
void
crm_import_set_header (CrmImport *self,
                       guint      skip_lines,
                       gboolean   has_header)
{
  g_return_if_fail (CRM_IS_IMPORT (self));

  self->guess.skip_lines = skip_lines;
  self->guess.has_header = has_header;
  self->guess.skip_rows = 0;
  _crm_import_guess_mapping (self);
}

/**
 * crm_import_get_record_type:
 *
 * Returns: (transfer none): what the rows or cards become
 */
const CrmRecordType *
crm_import_get_record_type (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  return self->type;
}

/**
 * crm_import_takes_type:
 * @type: a record type
 * @vcard: whether the file has cards rather than a table
 *
 * Returns: %TRUE if files can be imported as records of @type: those that have lists of their own;
 *   cards are people and companies
 */
gboolean
crm_import_takes_type (const CrmRecordType *type,
                       gboolean             vcard)
{
  if (vcard)
    return type->table.id == CRM_ID_CONTACT || type->table.id == CRM_ID_ACCOUNT;

  return type->add != NULL && type->none != NULL;
}

/**
 * crm_import_set_record_type:
 * @type: one that crm_import_takes_type() says yes to
 *
 * Says what the rows or cards become. Which column goes where is guessed anew.
 */
void
crm_import_set_record_type (CrmImport           *self,
                            const CrmRecordType *type)
{
  g_return_if_fail (CRM_IS_IMPORT (self));
  g_return_if_fail (crm_import_takes_type (type, FALSE));

  self->type = type;
  _crm_import_guess_mapping (self); /* which looks for it in the catalogue of the workspace */
}

/**
 * crm_import_get_mapping:
 *
 * Returns: (transfer none) (nullable): which column goes where, to be shown and changed; %NULL for
 *   cards
 */
CrmMapping *
crm_import_get_mapping (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  return self->mapping;
}

/**
 * crm_import_get_options:
 *
 * Returns: (transfer none): how it is imported: duplicates are skipped and what is missing is made,
 *   unless somebody says otherwise
 */
const CrmImportOptions *
crm_import_get_options (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  return &self->options;
}

/**
 * crm_import_set_options:
 * @options: how it is imported
 */
void
crm_import_set_options (CrmImport              *self,
                        const CrmImportOptions *options)
{
  g_return_if_fail (CRM_IS_IMPORT (self));

  crm_import_options_copy (&self->options, options);
}

/* --- Running -------------------------------------------------------------------------------------------------- */

static CrmImportRun *
run_new (CrmImport *self)
{
  CrmImportRun *run = g_new0 (CrmImportRun, 1);

  g_atomic_int_set (&self->paused, FALSE);
  run->paused = &self->paused;
  run->store = g_object_ref (crm_workspace_get_store (self->workspace));
  run->actor = crm_workspace_get_actor (self->workspace);
  run->file = g_object_ref (self->file);
  run->name = crm_import_dup_name (self);
  run->size = self->size;
  run->hash = g_strdup (self->hash);
  run->is_vcard = self->is_vcard;
  run->guess = self->guess;
  run->catalogue = g_object_ref (crm_workspace_get_catalogue (self->workspace));
  run->type = crm_catalogue_find (run->catalogue, self->type->table.name);
  if (self->mapping != NULL)
    {
      run->mapping = crm_mapping_copy (self->mapping, run->catalogue);
      run->fingerprint = crm_mapping_get_fingerprint (self->mapping);
    }
  crm_import_options_copy (&run->options, &self->options);
  run->counts = self->counts;
  run->batch = self->batch;
  run->spool = g_strdup (self->spool);
  run->spool_length = self->spool_length;
  run->warnings = g_ptr_array_new_with_free_func (g_free);

  return run;
}

static gboolean
check (CrmImport  *self,
       GError    **error)
{
  if (self->hash == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("The file has not been read yet."));
      return FALSE;
    }

  if (!self->is_vcard)
    return crm_mapping_check (self->mapping, error);

  if (!crm_import_takes_type (self->type, TRUE))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("Cards can be imported as contacts or as accounts. Choose one of these."));
      return FALSE;
    }

  return TRUE;
}

/* What was found out belongs to the object again. */
static void
take_run (CrmImport    *self,
          CrmImportRun *run)
{
  g_mutex_lock (&self->lock);
  self->counts = run->counts;
  g_mutex_unlock (&self->lock);

  self->batch = run->batch;
  g_clear_pointer (&self->rejects, crm_rejects_free);
  self->rejects = g_steal_pointer (&run->rejects);
  g_free (self->spool);
  self->spool = g_strdup (run->spool);
  self->spool_length = self->rejects != NULL ? crm_rejects_get_length (self->rejects) : 0;
  g_ptr_array_unref (self->warnings);
  self->warnings = g_ptr_array_ref (run->warnings);
}

/**
 * crm_import_preview:
 * @n_rows: how many rows or cards at most
 * @cancellable: (nullable): to stop it
 * @error: %CRM_ERROR_REQUIRED and the like if it cannot be imported so
 *
 * Says what would become of the first rows, and why. Nothing is written. Waits for it.
 *
 * Returns: (transfer full) (element-type CrmPlannedRow) (nullable): the rows, or %NULL with @error
 *   set
 */
GPtrArray *
crm_import_preview (CrmImport     *self,
                    guint          n_rows,
                    GCancellable  *cancellable,
                    GError       **error)
{
  CrmImportRun *run;
  GPtrArray *rows;

  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  if (!check (self, error))
    return NULL;

  run = run_new (self);
  rows = _crm_import_run_plan (run, n_rows, cancellable, error);
  _crm_import_run_free (run);

  return rows;
}

typedef struct
{
  CrmImportRun *run;
  guint n_rows;
} PreviewTask;

static void
preview_task_free (gpointer data)
{
  _crm_import_run_free (((PreviewTask *) data)->run);
  g_free (data);
}

static void
preview_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  PreviewTask *preview = data;
  GError *error = NULL;
  GPtrArray *rows = _crm_import_run_plan (preview->run, preview->n_rows, cancellable, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_import_preview_async:
 * @n_rows: how many rows or cards at most
 * @cancellable: (nullable): to stop it
 * @callback: (scope async): called with the rows
 *
 * Says what would become of the first rows, and why. Nothing is written.
 */
void
crm_import_preview_async (CrmImport           *self,
                          guint                n_rows,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  PreviewTask *preview;
  GError *error = NULL;

  g_return_if_fail (CRM_IS_IMPORT (self));

  g_task_set_source_tag (task, crm_import_preview_async);
  if (!check (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  preview = g_new0 (PreviewTask, 1);
  preview->run = run_new (self);
  preview->n_rows = n_rows;
  g_task_set_task_data (task, preview, preview_task_free);
  g_task_run_in_thread (task, preview_thread);
}

/**
 * crm_import_preview_finish:
 * @error: as for crm_import_preview()
 *
 * Returns: (transfer full) (element-type CrmPlannedRow) (nullable): the rows, or %NULL with @error
 *   set
 */
GPtrArray *
crm_import_preview_finish (CrmImport     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * crm_import_run:
 * @progress: (nullable) (scope call): told how far it has come, in this thread
 * @user_data: for @progress
 * @cancellable: (nullable): to stop it; what has been imported so far stays, and can be undone
 * @error: what is wrong with the mapping, the file or the store; crm_import_get_counts() says how
 *   far it came
 *
 * Imports the file, or goes on with it, and waits for it.
 */
gboolean
crm_import_run (CrmImport      *self,
                CrmImportFunc   progress,
                gpointer        user_data,
                GCancellable   *cancellable,
                GError        **error)
{
  CrmImportRun *run;
  gboolean done;

  g_return_val_if_fail (CRM_IS_IMPORT (self), FALSE);

  if (!check (self, error))
    return FALSE;

  g_clear_pointer (&self->rejects, crm_rejects_free);
  run = run_new (self);
  run->progress = progress;
  run->progress_data = user_data;
  done = _crm_import_run_go (run, cancellable, error);
  take_run (self, run);
  if (run->begun != NULL)
    crm_workspace_settle (self->workspace, run->begun, NULL);
  _crm_import_run_free (run);

  return done;
}

static gboolean
tell_progress_cb (gpointer data)
{
  g_signal_emit (data, signals[PROGRESS], 0);

  return G_SOURCE_REMOVE;
}

/* In the thread of the import. */
static void
note_progress (const CrmImportCounts *counts,
               gpointer               user_data)
{
  GTask *task = user_data;
  CrmImport *self = g_task_get_source_object (task);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_mutex_lock (&self->lock);
  self->counts = *counts;
  g_mutex_unlock (&self->lock);

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_progress_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  CrmImportRun *run = data;
  GError *error = NULL;

  run->progress = note_progress;
  run->progress_data = task;
  if (_crm_import_run_go (run, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_import_run_async:
 * @cancellable: (nullable): to stop it; what has been imported so far stays, and can be undone
 * @callback: (scope async): called when it is done
 *
 * Imports the file, or goes on with it. #CrmImport::progress tells how far it has come.
 */
void
crm_import_run_async (CrmImport           *self,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_IMPORT (self));

  g_task_set_source_tag (task, crm_import_run_async);
  /* What came before the end has to be taken over, whatever the end was. */
  g_task_set_check_cancellable (task, FALSE);
  if (!check (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  g_clear_pointer (&self->rejects, crm_rejects_free);
  g_task_set_task_data (task, run_new (self), (GDestroyNotify) _crm_import_run_free);
  g_task_run_in_thread (task, run_thread);
}

/**
 * crm_import_pause:
 *
 * Says that an import that is cancelled next has not ended: it can go on later, in another run of
 * the program too (crm_import_resume()).
 */
void
crm_import_pause (CrmImport *self)
{
  g_return_if_fail (CRM_IS_IMPORT (self));

  g_atomic_int_set (&self->paused, TRUE);
}

/**
 * crm_import_run_finish:
 * @error: as for crm_import_run()
 */
gboolean
crm_import_run_finish (CrmImport     *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  CrmImportRun *run;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  run = g_task_get_task_data (G_TASK (result));
  if (run != NULL)
    take_run (self, run);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- What became of it ---------------------------------------------------------------------------------------- */

/**
 * crm_import_get_counts:
 * @counts: (out caller-allocates): how far it has come
 */
void
crm_import_get_counts (CrmImport       *self,
                       CrmImportCounts *counts)
{
  g_return_if_fail (CRM_IS_IMPORT (self));

  g_mutex_lock (&self->lock);
  *counts = self->counts;
  g_mutex_unlock (&self->lock);
}

/**
 * crm_import_get_batch:
 *
 * Returns: what to give to crm_store_undo_async() to take all of it back; 0 if nothing was written
 */
gint64
crm_import_get_batch (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), 0);

  return self->batch;
}

/**
 * crm_import_list_rejects:
 * @limit: at most so many
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (element-type CrmReject) (nullable): the first rows or cards that were
 *   refused, or %NULL with @error set
 */
GPtrArray *
crm_import_list_rejects (CrmImport  *self,
                         guint       limit,
                         GError    **error)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  if (self->rejects == NULL)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) crm_reject_free);

  return crm_rejects_list (self->rejects, limit, error);
}

/**
 * crm_import_save_rejects:
 * @file: where to
 * @cancellable: (nullable): to stop it; nothing is left behind then
 * @error: a %G_IO_ERROR
 *
 * Saves the rows or cards that were refused, each with its reason, in the form that they came in:
 * they can be mended there and imported again.
 */
gboolean
crm_import_save_rejects (CrmImport     *self,
                         GFile         *file,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autoptr (GPtrArray) header = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (CRM_IS_IMPORT (self), FALSE);
  g_return_val_if_fail (self->rejects != NULL, FALSE);

  if (self->is_vcard)
    return crm_rejects_save_cards (self->rejects, file, cancellable, error);

  /* A file that has been saved so before has the reasons already. */
  for (guint i = 0; i < crm_mapping_get_n_columns (self->mapping); i++)
    {
      const CrmMappingColumn *column = crm_mapping_get_column (self->mapping, i);

      g_ptr_array_add (header, column->header != NULL ? g_strdup (column->header) : g_strdup_printf (_("Column %u"), i + 1));
    }
  g_ptr_array_add (header, NULL);

  return crm_rejects_save_table (self->rejects, (char **) header->pdata, file, cancellable, error);
}

/**
 * crm_import_list_warnings:
 *
 * Returns: (transfer full) (element-type utf8): sentences about what could not be taken over as
 *   the file has it: bytes that are no characters, properties without a field, people who are not
 *   in the team
 */
GPtrArray *
crm_import_list_warnings (CrmImport *self)
{
  g_return_val_if_fail (CRM_IS_IMPORT (self), NULL);

  return g_ptr_array_ref (self->warnings);
}
