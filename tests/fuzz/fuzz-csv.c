/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as a table: whatever was guessed or chosen, each row has a fate, those that are refused
 * say why, and what was read is written and read back the same, with no formula in it.
 */

#include "config.h"

#include <string.h>

#include "crm-csv-guard.h"
#include "crm-csv-writer.h"
#include "exchange-test.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);

static CrmWorkspace *workspace;
static char *folder;

static void
clean_up (void)
{
  crm_workspace_close (workspace);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
  g_clear_pointer (&folder, g_free);
}

static void
prepare (void)
{
  if (workspace != NULL)
    return;

  workspace = crm_test_new_workspace (&folder);
  atexit (clean_up);
  crm_test_add (workspace, "field", "label", "Size", "record_type", "contact", "type", "number", NULL);
  crm_test_add (workspace, "field", "label", "Colour", "record_type", "contact", "type", "choices", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", "phone", "112", "account", "Sol", NULL);
  crm_test_add (workspace, "deal", "title", "Roof", "contact", "Ana", NULL);
}

static void
check_writing (char  **cells,
               guint   n_cells)
{
  /* What begins a file may be a byte order mark. */
  g_autoptr (GString) text = g_string_new ("x\r\n");
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (CrmCsvReader) reader = NULL;
  const CrmCsvDialect dialect = { ',', '"', FALSE };
  const CrmCsvRow *row;
  gboolean empty = TRUE;

  for (guint i = 0; i < n_cells; i++)
    {
      g_assert_true (g_utf8_validate (cells[i], -1, NULL));
      crm_csv_append_text (text, cells[i], i == 0, ',');
      empty &= *cells[i] == '\0';
    }
  crm_csv_end_row (text);
  if (empty)
    return;

  stream = g_memory_input_stream_new_from_data (text->str, (gssize) text->len, NULL);
  reader = crm_csv_reader_new (stream, crm_encoding_find ("UTF-8"), &dialect);
  crm_csv_reader_read (reader, NULL, NULL);
  row = crm_csv_reader_read (reader, NULL, NULL);
  g_assert_nonnull (row);
  g_assert_cmpuint (row->n_cells, ==, n_cells);
  for (guint i = 0; i < n_cells; i++)
    {
      g_autofree char *plain = crm_csv_unguard (row->cells[i], TRUE);

      g_assert_true (*row->cells[i] == '\0' || strchr ("=+-@\t\r", *row->cells[i]) == NULL);
      g_assert_cmpstr (plain != NULL ? plain : row->cells[i], ==, cells[i]);
    }
}

static void
check_reading (const guint8      *data,
               size_t             size,
               const CrmCsvGuess *guess)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (CrmCsvReader) reader = crm_csv_reader_new (stream, guess->encoding.encoding, &guess->dialect);
  const CrmCsvRow *row;

  while ((row = crm_csv_reader_read (reader, NULL, NULL)) != NULL)
    check_writing (row->cells, row->n_cells);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  static const char *const types[] = { "contact", "account", "deal", "task" };
  static const CrmCsvDialect dialects[] = { { ',', '"', FALSE }, { ';', '\'', TRUE }, { '\t', '"', FALSE }, { '|', '"', TRUE } };
  g_autoptr (GFile) file = NULL;
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  CrmImportOptions options = { CRM_DUPLICATES_MERGE, size % 2 == 0, size % 3 != 0, NULL, NULL, NULL };

  if (size == 0)
    return 0;

  prepare ();
  file = exchange_test_write (folder, "fuzz", data + 1, (gssize) size - 1);
  import = crm_import_new (workspace, file);
  if (!crm_import_open (import, NULL, NULL))
    return 0;

  crm_import_set_record_type (import, crm_workspace_get_type_named (workspace, types[data[0] % G_N_ELEMENTS (types)]));
  if ((data[0] & 4) != 0 || crm_import_is_vcard (import))
    crm_import_set_dialect (import, &dialects[data[0] / 8 % G_N_ELEMENTS (dialects)]);
  if ((data[0] & 128) != 0)
    crm_import_set_header (import, 0, (data[0] & 64) != 0);
  options.duplicates = (CrmDuplicates) (data[0] / 32 % 3);
  crm_import_set_options (import, &options);
  check_reading (data + 1, size - 1, crm_import_get_guess (import));

  rows = crm_import_preview (import, 1000, NULL, NULL);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const CrmPlannedRow *row = g_ptr_array_index (rows, i);

      g_assert_true ((row->fate == CRM_FATE_REJECTED) == (row->reason != NULL));
      g_assert_cmpint (row->number, ==, i + 1);
    }

  return 0;
}
