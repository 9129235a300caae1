/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Every file of the corpora, and cut and damaged ones: nothing crashes or hangs, what is in the
 * file is accounted for (`quality.md`, "Nothing lost, nothing twice"), and the database is sound.
 */

#include "config.h"

#include <string.h>

#include "crm-export.h"
#include "crm-json.h"
#include "exchange-test.h"

typedef struct
{
  CrmWorkspace *workspace;
  char *folder;
  const char *type;
  guint n_imported;
  guint n_refused;
} Run;

static void
begin (Run        *run,
       const char *type)
{
  *run = (Run) { .type = type };
  run->workspace = crm_test_new_workspace (&run->folder);
}

static void
end (Run *run)
{
  crm_test_assert_sound (run->workspace);
  crm_workspace_close (run->workspace);
  g_object_unref (run->workspace);
  crm_test_remove_folder (run->folder);
  g_free (run->folder);
}

/* A column that nobody would take for a name is one here. */
static gboolean
ensure_title (Run       *run,
              CrmImport *import)
{
  CrmMapping *mapping = crm_import_get_mapping (import);
  const CrmRecordType *type = crm_import_get_record_type (import);
  const char *key = strcmp (run->type, "contact") == 0 ? "last_name" : type->table.title->name;
  CrmTarget target = { CRM_TARGET_FIELD, (char *) key, NULL, CRM_FIELD_TEXT };

  if (mapping == NULL || crm_mapping_check (mapping, NULL))
    return TRUE;
  if (crm_mapping_get_n_columns (mapping) == 0)
    return FALSE;

  crm_mapping_set_target (mapping, 0, &target);

  return crm_mapping_check (mapping, NULL);
}

static void
import_bytes (const char   *name,
              const guint8 *data,
              gsize         length,
              gpointer      user_data)
{
  Run *run = user_data;
  g_autoptr (GFile) file = exchange_test_write (run->folder, "file", data, (gssize) length);
  g_autoptr (CrmImport) import = crm_import_new (run->workspace, file);
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0", run->type);
  gint64 before = crm_test_query (run->workspace, sql);
  CrmImportOptions options = { CRM_DUPLICATES_MERGE, FALSE, TRUE, NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) planned = NULL;
  CrmImportCounts counts;

  g_test_message ("%s", name);
  if (!crm_import_open (import, NULL, &error))
    {
      g_assert_true (error->domain == CRM_ERROR || error->domain == G_IO_ERROR);
      run->n_refused++;
      return;
    }
  if (strcmp (run->type, "contact") != 0)
    crm_import_set_record_type (import, crm_workspace_get_type_named (run->workspace, run->type));

  crm_import_set_options (import, &options);
  if (!ensure_title (run, import) || !(planned = crm_import_preview (import, 1000, NULL, &error)))
    {
      run->n_refused++;
      return;
    }
  g_assert_no_error (error);

  exchange_test_run (import, CRM_DUPLICATES_MERGE);
  crm_import_get_counts (import, &counts);
  g_assert_cmpint (crm_test_query (run->workspace, sql) - before, ==, counts.created);
  g_assert_cmpint (counts.bytes, ==, (goffset) length);
  if (counts.rows < 1000)
    {
      guint n[4] = { 0 };

      g_assert_cmpint (planned->len, ==, counts.rows);
      for (guint i = 0; i < planned->len; i++)
        n[((CrmPlannedRow *) g_ptr_array_index (planned, i))->fate]++;
      g_assert_cmpint (n[CRM_FATE_CREATED], ==, counts.created);
      g_assert_cmpint (n[CRM_FATE_MERGED], ==, counts.merged);
      g_assert_cmpint (n[CRM_FATE_SKIPPED], ==, counts.skipped);
      g_assert_cmpint (n[CRM_FATE_REJECTED], ==, counts.rejected);
    }
  run->n_imported++;
}

static const char *const types[] = { "contact", "account", "deal", "task" };

static void
test_tables (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      Run run;

      begin (&run, types[i]);
      g_assert_cmpuint (exchange_test_each_corpus ("csv", ".csv", import_bytes, &run), ==, 37);
      g_assert_cmpuint (run.n_imported, >=, 35);
      end (&run);
    }
}

static void
test_cards (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Run run;

      begin (&run, types[i]);
      g_assert_cmpuint (exchange_test_each_corpus ("vcard", ".vcf", import_bytes, &run), >=, 65);
      g_assert_cmpuint (run.n_refused, ==, 0);
      end (&run);
    }
}

/* Files that are something else. */
static void
test_others (void)
{
  Run run;

  begin (&run, "contact");
  exchange_test_each_corpus ("vcard", ".json", import_bytes, &run);
  exchange_test_each_corpus ("vcard", ".xml", import_bytes, &run);
  exchange_test_each_corpus ("csv", ".json", import_bytes, &run);
  exchange_test_each_corpus ("strings", ".json", import_bytes, &run);
  exchange_test_each_corpus ("security-payloads", ".md", import_bytes, &run);
  exchange_test_each_corpus ("store", ".gz", import_bytes, &run);
  g_assert_cmpuint (run.n_imported + run.n_refused, >=, 15);
  end (&run);
}

/* Cut off anywhere, with bytes that have turned into others, and with parts in the wrong place. */
static void
import_mutants (const char   *name,
                const guint8 *data,
                gsize         length,
                gpointer      user_data)
{
  Run *run = user_data;
  g_autoptr (GRand) random = g_rand_new_with_seed (g_str_hash (name));

  if (length < 4 || length > 20000)
    return;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GByteArray) mutant = g_byte_array_new ();
      guint cut = (guint) g_rand_int_range (random, 1, (gint32) length);

      g_byte_array_append (mutant, data, (guint) length);
      if (i == 0)
        g_byte_array_set_size (mutant, cut);
      for (guint k = 0; i == 1 && k < 8; k++)
        mutant->data[g_rand_int_range (random, 0, (gint32) length)] = (guint8) g_rand_int_range (random, 0, 256);
      if (i == 2)
        g_byte_array_append (mutant, data + cut, (guint) length - cut);
      import_bytes (name, mutant->data, mutant->len, run);
    }
}

static void
test_mutants (void)
{
  Run run;

  begin (&run, "contact");
  exchange_test_each_corpus ("csv", ".csv", import_mutants, &run);
  exchange_test_each_corpus ("vcard", ".vcf", import_mutants, &run);
  g_assert_cmpuint (run.n_imported, >=, 200);
  end (&run);
}

/* --- Text that breaks programs ---------------------------------------------------------------------- */

static void
append_cell (GString    *csv,
             const char *text)
{
  g_string_append_c (csv, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

static char *
read_description (CrmWorkspace *workspace,
                  guint         i)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM contact WHERE email = 'p%u@x.example'", i);
  gint64 id = crm_test_query (workspace, sql);

  return id != 0 ? crm_test_get (workspace, "contact", id, "description") : NULL;
}

/* As names, descriptions, companies and tags: each is there as it was, and comes out again. */
static void
test_strings (void)
{
  g_autoptr (GBytes) bytes = exchange_test_load_corpus ("strings/blns.json");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = crm_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), G_MAXSIZE, &error);
  JsonArray *strings;
  g_autoptr (GString) csv = g_string_new ("E-Mail,Last Name,Description,Company,Tags,Notes\n");
  static const CrmExportFormat formats[] = { CRM_EXPORT_CSV, CRM_EXPORT_VCARD_3, CRM_EXPORT_VCARD_4 };
  g_autofree char *dump = NULL;
  guint n_kept = 0;
  Run run;

  g_assert_no_error (error);
  strings = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (strings); i++)
    {
      const char *text = json_array_get_string_element (strings, i);

      g_string_append_printf (csv, "p%u@x.example,", i);
      for (guint k = 0; k < 5; k++)
        {
          append_cell (csv, text);
          g_string_append_c (csv, k < 4 ? ',' : '\n');
        }
    }

  begin (&run, "contact");
  import_bytes ("strings", (const guint8 *) csv->str, csv->len, &run);
  /* Some are the same but for capitals: two of one name and company are one person. */
  g_assert_cmpint (crm_test_query (run.workspace, "SELECT count (*) FROM contact WHERE state = 0"), >=, 490);
  g_assert_cmpint (crm_test_query (run.workspace,
                                   "SELECT (SELECT count (*) FROM contact WHERE state = 0) + "
                                   "(SELECT count (*) FROM member WHERE tbl = 4 AND col = 11 AND removed IS NULL)"), ==,
                   json_array_get_length (strings));
  for (guint i = 0; i < json_array_get_length (strings); i++)
    {
      g_autofree char *found = read_description (run.workspace, i);
      const char *text = json_array_get_string_element (strings, i);
      g_autofree char *trimmed = g_strstrip (g_strdup (text));

      /* Control characters are none that anybody wrote. */
      if (found != NULL && strcmp (found, trimmed) == 0)
        n_kept++;
      else if (found != NULL)
        g_test_message ("%u: %s → %s", i, trimmed, found);
    }
  g_assert_cmpuint (n_kept, >=, 480);

  dump = exchange_test_dump (run.workspace, "contact");
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      CrmExportOptions options = { formats[i], 0, FALSE, TRUE };
      g_autoptr (CrmExport) export = crm_export_new (run.workspace, crm_workspace_get_type_named (run.workspace, "contact"));
      g_autofree char *path = g_build_filename (run.folder, "export", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (CrmImport) import = NULL;
      g_autofree char *again = NULL;
      Run other;

      crm_export_set_options (export, &options);
      crm_export_run (export, file, NULL, NULL, NULL, &error);
      g_assert_no_error (error);
      begin (&other, "contact");
      import = exchange_test_open (other.workspace, file, "contact");
      exchange_test_run (import, CRM_DUPLICATES_SKIP);
      again = exchange_test_dump (other.workspace, "contact");
      exchange_test_assert_same (again, dump);
      end (&other);
    }
  end (&run);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/corpora/tables", test_tables);
  g_test_add_func ("/corpora/cards", test_cards);
  g_test_add_func ("/corpora/others", test_others);
  g_test_add_func ("/corpora/mutants", test_mutants);
  g_test_add_func ("/corpora/strings", test_strings);

  return g_test_run ();
}
