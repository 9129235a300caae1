/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A look at the file of an import: how large it is, how it begins, in which encoding; and what is
 * guessed from that.
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

/*< private >
 * Any thread.
 */
void
_crm_import_look_free (gpointer data)
{
  CrmImportLook *look = data;

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
read_whole (CrmImportLook  *look,
            GByteArray     *high,
            GCancellable   *cancellable,
            GError        **error)
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

/*< private >
 * Reads the file once. Takes long; any thread.
 */
gboolean
_crm_import_look_read (CrmImportLook  *look,
                       GCancellable   *cancellable,
                       GError        **error)
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

/*< private >
 * Returns: (transfer full): a look that has not been taken
 */
CrmImportLook *
_crm_import_look_new (CrmStore *store,
                      GFile    *file)
{
  CrmImportLook *look = g_new0 (CrmImportLook, 1);

  look->store = g_object_ref (store);
  look->file = g_object_ref (file);
  look->head = g_byte_array_new ();
  look->learned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return look;
}

static CrmImportLook *
look_new (CrmImport *self)
{
  return _crm_import_look_new (crm_workspace_get_store (self->workspace), self->file);
}

/* --- Guessing --- */

/* Somebody may have made a field since: what there is to fill is what there is now. */
static void
follow_catalogue (CrmImport *self)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (self->workspace);

  self->type = crm_catalogue_find (catalogue, self->type->table.name);
  g_set_object (&self->catalogue, catalogue);
}

/*< private >
 * Reads the first rows, and guesses what is in the columns.
 */
void
_crm_import_guess_mapping (CrmImport *self)
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

/*< private >
 * The look is that of the import now, which guesses what the file is.
 */
void
_crm_import_take_look (CrmImport     *self,
                       CrmImportLook *look)
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
  _crm_import_guess_mapping (self);
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
  CrmImportLook *look;
  gboolean looked;

  g_return_val_if_fail (CRM_IS_IMPORT (self), FALSE);

  look = look_new (self);
  looked = _crm_import_look_read (look, cancellable, error);
  if (looked)
    _crm_import_take_look (self, look);
  _crm_import_look_free (look);

  return looked;
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;

  if (_crm_import_look_read (data, cancellable, &error))
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
  g_task_set_task_data (task, look_new (self), _crm_import_look_free);
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

  _crm_import_take_look (self, g_task_get_task_data (G_TASK (result)));

  return TRUE;
}
