/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as cards, in any encoding: each card has a fate, and those that are refused say why.
 */

#include "config.h"

#include <string.h>

#include "crm-vcard-draft.h"
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
  crm_test_add (workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", "phone", "112", "account", "Sol", NULL);
}

static guint
check_cards (const guint8        *data,
             size_t               size,
             const CrmEncoding   *encoding,
             const CrmRecordType *type)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) size, NULL);
  g_autoptr (CrmVcardReader) reader = crm_vcard_reader_new (stream, encoding);
  g_autoptr (GHashTable) tally = crm_vcard_tally_new ();
  const CrmVcard *card;
  guint n = 0;

  while ((card = crm_vcard_reader_read (reader, NULL, NULL)) != NULL)
    {
      g_autoptr (CrmDraft) draft = crm_vcard_make_draft (card, type, tally);

      n++;
      g_assert_cmpint (card->number, ==, n);
      g_assert_true (g_utf8_validate (card->raw->str, (gssize) card->raw->len, NULL));
      g_assert_true ((card->flaw != NULL) == (draft->reason != NULL));
      for (guint i = 0; i < draft->notes->len; i++)
        g_assert_true (g_utf8_validate (g_ptr_array_index (draft->notes, i), -1, NULL));
    }

  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  static const char *const charsets[] = { "UTF-8", "UTF-16LE", "CP932", "WINDOWS-1252" };
  const CrmRecordType *type;
  g_autoptr (GFile) file = NULL;
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (size == 0)
    return 0;

  prepare ();
  type = crm_workspace_get_type_named (workspace, (data[0] & 1) != 0 ? "account" : "contact");
  check_cards (data + 1, size - 1, crm_encoding_find (charsets[data[0] / 2 % G_N_ELEMENTS (charsets)]), type);

  file = exchange_test_write (folder, "fuzz.vcf", data + 1, (gssize) size - 1);
  import = crm_import_new (workspace, file);
  if (!crm_import_open (import, NULL, NULL) || !crm_import_is_vcard (import))
    return 0;

  crm_import_set_record_type (import, type);
  rows = crm_import_preview (import, 1000, NULL, NULL);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, MIN (1000, check_cards (data + 1, size - 1, crm_import_get_guess (import)->encoding.encoding, type)));
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmPlannedRow *row = g_ptr_array_index (rows, i);

      g_assert_true ((row->fate == CRM_FATE_REJECTED) == (row->reason != NULL));
    }

  return 0;
}
