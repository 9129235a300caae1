/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A file that is imported, whatever it is: it yields drafts, one after the other. Belongs to one
 * thread at a time.
 */

#include "config.h"

#include "crm-source.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "crm-row-draft.h"

/* Faults that are described one by one; beyond, they are counted. */
#define MAX_DESCRIBED 20

struct _CrmSource
{
  CrmCsvReader *table; /* one of these two */
  CrmVcardReader *cards;

  CrmMapping *mapping;
  const CrmRecordType *type;
  GHashTable *tally;
  guint skip_rows;
  gboolean own;
  gint64 number;
};

static GInputStream *
open_stream (GFile         *file,
             GCancellable  *cancellable,
             GError       **error)
{
  GFileInputStream *stream = g_file_read (file, cancellable, error);

  return stream != NULL ? G_INPUT_STREAM (stream) : NULL;
}

/**
 * crm_source_open_table:
 * @file: a table
 * @guess: how it is written
 * @mapping: what goes where
 * @cancellable: (nullable): to stop it
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): the table, behind its header, or %NULL with @error set
 */
CrmSource *
crm_source_open_table (GFile              *file,
                       const CrmCsvGuess  *guess,
                       CrmMapping         *mapping,
                       GCancellable       *cancellable,
                       GError            **error)
{
  g_autoptr (GInputStream) stream = open_stream (file, cancellable, error);
  g_autoptr (CrmSource) self = NULL;

  if (stream == NULL)
    return NULL;

  self = g_new0 (CrmSource, 1);
  self->mapping = crm_mapping_ref (mapping);
  self->own = crm_mapping_is_own (mapping);
  self->skip_rows = (guess->has_header ? 1 : 0) + guess->skip_rows;
  self->table = crm_csv_reader_new (stream, guess->encoding.encoding, &guess->dialect);

  if (!crm_csv_reader_skip_lines (self->table, guess->skip_lines, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * crm_source_open_cards:
 * @file: vCards
 * @encoding: what it is in, where it does not say
 * @type: what they are imported as
 * @cancellable: (nullable): to stop it
 * @error: a %G_IO_ERROR
 *
 * Returns: (transfer full) (nullable): the cards, or %NULL with @error set
 */
CrmSource *
crm_source_open_cards (GFile                *file,
                       const CrmEncoding    *encoding,
                       const CrmRecordType  *type,
                       GCancellable         *cancellable,
                       GError              **error)
{
  g_autoptr (GInputStream) stream = open_stream (file, cancellable, error);
  CrmSource *self;

  if (stream == NULL)
    return NULL;

  self = g_new0 (CrmSource, 1);
  self->cards = crm_vcard_reader_new (stream, encoding);
  self->type = type;
  self->tally = crm_vcard_tally_new ();

  return self;
}

/**
 * crm_source_free:
 */
void
crm_source_free (CrmSource *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->table, crm_csv_reader_free);
  g_clear_pointer (&self->cards, crm_vcard_reader_free);
  g_clear_pointer (&self->mapping, crm_mapping_unref);
  g_clear_pointer (&self->tally, g_hash_table_unref);
  g_free (self);
}

/* The next row of the table itself. */
static const CrmCsvRow *
read_row (CrmSource     *self,
          GCancellable  *cancellable,
          GError       **error)
{
  const CrmCsvRow *row;

  for (; self->skip_rows > 0; self->skip_rows--)
    if (crm_csv_reader_read (self->table, cancellable, error) == NULL)
      return NULL;

  row = crm_csv_reader_read (self->table, cancellable, error);
  if (row != NULL)
    self->number++;

  return row;
}

/**
 * crm_source_skip:
 * @n: how many rows or cards
 * @cancellable: (nullable): to stop it
 * @error: a %G_IO_ERROR
 *
 * Passes over what has been imported already.
 */
gboolean
crm_source_skip (CrmSource     *self,
                 gint64         n,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (GError) reason = NULL;

  for (gint64 i = 0; i < n && reason == NULL; i++)
    if (self->table != NULL)
      read_row (self, cancellable, &reason);
    else
      crm_vcard_reader_read (self->cards, cancellable, &reason);

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_source_read:
 * @cancellable: (nullable): to stop it
 * @error: a %G_IO_ERROR
 *
 * Reads the next row or card.
 *
 * Returns: (transfer full) (nullable): what it says; %NULL at the end, and on failure with @error
 *   set
 */
CrmDraft *
crm_source_read (CrmSource     *self,
                 GCancellable  *cancellable,
                 GError       **error)
{
  if (self->table != NULL)
    {
      const CrmCsvRow *row = read_row (self, cancellable, error);

      return row != NULL ? crm_row_make_draft (row, self->mapping, self->number, self->own) : NULL;
    }

  {
    const CrmVcard *card = crm_vcard_reader_read (self->cards, cancellable, error);

    return card != NULL ? crm_vcard_make_draft (card, self->type, self->tally) : NULL;
  }
}

/**
 * crm_source_get_position:
 *
 * Returns: how many bytes of the file have been read so far
 */
goffset
crm_source_get_position (CrmSource *self)
{
  return self->table != NULL ? crm_csv_reader_get_position (self->table) : crm_vcard_reader_get_position (self->cards);
}

/* --- What could not be read as it is ---------------------------------------------------------------- */

static void
add_faults (CrmSource *self,
            GPtrArray *warnings)
{
  CrmDecoder *decoder = crm_csv_reader_get_decoder (self->table);
  GArray *faults = crm_decoder_get_faults (decoder);
  gint64 n = crm_decoder_get_n_faults (decoder);

  for (guint i = 0; i < MIN (faults->len, MAX_DESCRIBED); i++)
    {
      const CrmFault *fault = &g_array_index (faults, CrmFault, i);
      g_autoptr (GString) bytes = g_string_new (NULL);

      for (guint k = 0; k < fault->n_bytes; k++)
        g_string_append_printf (bytes, "%s%02X", k > 0 ? " " : "", fault->bytes[k]);
      g_ptr_array_add (warnings, g_strdup_printf (_("Line %" PRId64 ": the byte %s is no character. “�” stands there now."),
                                                  fault->line, bytes->str));
    }

  if (n > MAX_DESCRIBED)
    g_ptr_array_add (warnings, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                             "There is %" PRId64 " more such byte. Perhaps the encoding is another one.",
                                                             "There are %" PRId64 " more such bytes. Perhaps the encoding is another one.",
                                                             (gulong) (n - MAX_DESCRIBED)), n - MAX_DESCRIBED));
}

static void
add_properties (CrmSource *self,
                GPtrArray *warnings)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->tally), (GCompareFunc) strcmp);
  gint64 n_stray = crm_vcard_reader_get_n_stray (self->cards);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const CrmVcardTally *tally = g_hash_table_lookup (self->tally, l->data);
      const char *name = l->data;

      if (tally->n_kept > 0)
        g_ptr_array_add (warnings, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                                 "“%s” has no field; %" PRId64 " value was put into a note.",
                                                                 "“%s” has no field; %" PRId64 " values were put into notes.",
                                                                 (gulong) tally->n_kept), name, tally->n_kept));
      if (tally->n_left > 0)
        g_ptr_array_add (warnings, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                                 "“%s” was left out, %" PRId64 " time.",
                                                                 "“%s” was left out, %" PRId64 " times.",
                                                                 (gulong) tally->n_left), name, tally->n_left));
    }

  if (n_stray > 0)
    g_ptr_array_add (warnings, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                             "%" PRId64 " line belongs to no card and was left out.",
                                                             "%" PRId64 " lines belong to no card and were left out.",
                                                             (gulong) n_stray), n_stray));
}

/**
 * crm_source_add_warnings:
 * @warnings: (element-type utf8): sentences are added here
 *
 * Says what of the file could not be read as it is, or has no place.
 */
void
crm_source_add_warnings (CrmSource *self,
                         GPtrArray *warnings)
{
  if (self->table != NULL)
    add_faults (self, warnings);
  else
    add_properties (self, warnings);
}
