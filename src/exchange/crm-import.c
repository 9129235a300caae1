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
#include <string.h>

#include "crm-error.h"
#include "crm-file-kind.h"
#include "crm-json.h"

/* What is kept of a file to guess from. */
#define HEAD_SIZE (256 * 1024)

/* What is looked at to guess what a column is. */
#define MAX_GUESS_ROWS 200

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

/* --- Looking at the file --------------------------------------------------------------------------------- */

/* What one look at the file tells; made by a thread. */
typedef struct
{
  CrmStore *store;
  GFile *file;
  goffset size;
  char *hash;
  GByteArray *head;
  gboolean whole;
  CrmEncodingGuess encoding;
  GHashTable *learned;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->store);
  g_object_unref (look->file);
  g_byte_array_unref (look->head);
  g_hash_table_unref (look->learned);
  g_free (look->hash);
  g_free (look);
}

static gboolean
is_ascii (const guint8 *data,
          gsize         length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] >= 0x80 || data[i] == 0)
      return FALSE;

  return TRUE;
}

/* The lines with something beyond ASCII, from anywhere in the file: without one, its beginning
 * does not say which encoding it is in. */
static void
collect_high_lines (GByteArray   *lines,
                    const guint8 *data,
                    gsize         length)
{
  const guint8 *end = data + length;

  for (const guint8 *p = data; p < end && lines->len < HEAD_SIZE;)
    {
      const guint8 *stop = memchr (p, '\n', (gsize) (end - p));
      gsize n = stop != NULL ? (gsize) (stop - p) + 1 : (gsize) (end - p);

      if (!is_ascii (p, n))
        g_byte_array_append (lines, p, (guint) MIN (n, 4096));
      p += n;
    }
}

static gboolean
read_whole (Look          *look,
            GByteArray    *high,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFileInputStream) stream = g_file_read (look->file, cancellable, error);
  g_autofree guint8 *buffer = g_malloc (HEAD_SIZE);
  gsize n = HEAD_SIZE;

  while (stream != NULL && n == HEAD_SIZE)
    {
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, HEAD_SIZE, &n, cancellable, error))
        return FALSE;

      g_checksum_update (checksum, buffer, (gssize) n);
      if (look->size == 0)
        {
          g_byte_array_append (look->head, buffer, (guint) n);
          look->whole = n < HEAD_SIZE;
        }
      else
        collect_high_lines (high, buffer, n);
      look->size += (goffset) n;

      if (look->size > CRM_IMPORT_MAX_SIZE)
        {
          g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                               _("The file is larger than a gigabyte. Split it, and import the parts one after the other."));
          return FALSE;
        }
    }

  if (stream == NULL)
    return FALSE;
  look->hash = g_strdup (g_checksum_get_string (checksum));

  return TRUE;
}

static gpointer
read_learned (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  _crm_learned_mapping_load_all (db, data);

  return data;
}

static gboolean
look_at (Look          *look,
         GCancellable  *cancellable,
         GError       **error)
{
  g_autoptr (GByteArray) high = g_byte_array_new ();

  if (!crm_file_kind_check (look->file, cancellable, error) || !read_whole (look, high, cancellable, error))
    return FALSE;

  if (look->size == 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, _("The file is empty."));
      return FALSE;
    }

  crm_encoding_guess (look->head->data, look->head->len, look->whole, &look->encoding);
  if (high->len > 0 && is_ascii (look->head->data, look->head->len))
    crm_encoding_guess (high->data, high->len, FALSE, &look->encoding);
  if (!crm_file_kind_check_data (look->head->data, look->head->len, look->encoding.encoding, error))
    return FALSE;

  return crm_store_read (look->store, CRM_LANE_SCREEN, read_learned, look->learned, error) != NULL;
}

static Look *
look_new_for (CrmStore *store,
              GFile    *file)
{
  Look *look = g_new0 (Look, 1);

  look->store = g_object_ref (store);
  look->file = g_object_ref (file);
  look->head = g_byte_array_new ();
  look->learned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return look;
}

static Look *
look_new (CrmImport *self)
{
  return look_new_for (crm_workspace_get_store (self->workspace), self->file);
}

/* --- Guessing ----------------------------------------------------------------------------------------------- */

/* Somebody may have made a field since: what there is to fill is what there is now. */
static void
follow_catalogue (CrmImport *self)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (self->workspace);

  self->type = crm_catalogue_find (catalogue, self->type->table.name);
  g_set_object (&self->catalogue, catalogue);
}

/* Reads the first rows, and guesses what is in the columns. */
static void
guess_mapping (CrmImport *self)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (CrmCsvReader) reader = NULL;
  g_autoptr (CrmMapping) mapping = NULL;
  g_autofree char *fingerprint = NULL;
  const CrmCsvRow *row;
  const char *learned;
  guint n = 0;

  follow_catalogue (self);
  g_clear_pointer (&self->mapping, crm_mapping_unref);
  if (self->is_vcard)
    return;

  mapping = crm_mapping_new (self->catalogue, self->type);
  stream = g_memory_input_stream_new_from_data (self->head->data, (gssize) self->head->len, NULL);
  reader = crm_csv_reader_new (stream, self->guess.encoding.encoding, &self->guess.dialect);
  crm_csv_reader_skip_lines (reader, self->guess.skip_lines, NULL, NULL);

  while (n < MAX_GUESS_ROWS && (row = crm_csv_reader_read (reader, NULL, NULL)) != NULL)
    {
      gboolean header = self->guess.has_header && row->number == 1;

      if (header)
        crm_mapping_add_header (mapping, row->cells, row->n_cells);
      else if (row->number > (self->guess.has_header ? 1 : 0) + self->guess.skip_rows)
        {
          crm_mapping_add_row (mapping, row->cells, row->n_cells);
          n++;
        }
    }

  crm_mapping_guess (mapping);
  fingerprint = crm_mapping_get_fingerprint (mapping);
  learned = g_hash_table_lookup (self->learned, fingerprint);
  if (learned != NULL)
    {
      g_autoptr (JsonNode) node = crm_json_parse (learned, -1, G_MAXSIZE, NULL);

      if (node != NULL)
        crm_mapping_read_json (mapping, node, NULL);
    }

  self->mapping = g_steal_pointer (&mapping);
}

static void
take_look (CrmImport *self,
           Look      *look)
{
  self->size = look->size;
  self->counts.size = look->size;
  self->whole = look->whole;
  g_free (self->hash);
  self->hash = g_steal_pointer (&look->hash);
  g_byte_array_unref (self->head);
  self->head = g_byte_array_ref (look->head);
  g_hash_table_unref (self->learned);
  self->learned = g_hash_table_ref (look->learned);

  self->is_vcard = crm_vcard_is_likely (self->head->data, self->head->len, look->encoding.encoding);
  crm_csv_sniff_as (self->head->data, self->head->len, self->whole, look->encoding.encoding, NULL, &self->guess);
  self->guess.encoding = look->encoding;
  guess_mapping (self);
}

/**
 * crm_import_open:
 * @cancellable: (nullable): to stop it
 * @error: a %G_IO_ERROR; %CRM_ERROR_INVALID if there is nothing in the file, %CRM_ERROR_REFUSED if
 *   there is too much, or if it is no text
 *
 * Reads the file once and guesses what it is and which column goes where. Waits for it.
 */
gboolean
crm_import_open (CrmImport     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  Look *look;
  gboolean looked;

  g_return_val_if_fail (CRM_IS_IMPORT (self), FALSE);

  look = look_new (self);
  looked = look_at (look, cancellable, error);
  if (looked)
    take_look (self, look);
  look_free (look);

  return looked;
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (look_at (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_import_open_async:
 * @cancellable: (nullable): to stop it
 * @callback: (scope async): called when it is open
 *
 * Reads the file once and guesses what it is and which column goes where.
 */
void
crm_import_open_async (CrmImport           *self,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (CRM_IS_IMPORT (self));

  g_task_set_source_tag (task, crm_import_open_async);
  g_task_set_task_data (task, look_new (self), look_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * crm_import_open_finish:
 * @error: as for crm_import_open()
 */
gboolean
crm_import_open_finish (CrmImport     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  take_look (self, g_task_get_task_data (G_TASK (result)));

  return TRUE;
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
  guess_mapping (self);
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
  guess_mapping (self);
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
  guess_mapping (self);
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
  guess_mapping (self); /* which looks for it in the catalogue of the workspace */
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

/* --- Imports that did not come to their end ---------------------------------------------------------------------- */

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
  Look *look;
} Resumption;

static void
resumption_free (gpointer data)
{
  Resumption *resumption = data;

  g_clear_pointer (&resumption->look, look_free);
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
  resumption->look = look_new_for (resumption->store, run->file);
  if (!look_at (resumption->look, cancellable, &reason))
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

  take_look (self, resumption->look);
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
