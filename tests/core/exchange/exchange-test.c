/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of import and export share: the corpora, files in a folder of their own, and
 * short words for importing them. */

#include "config.h"

#include "exchange-test.h"

#include <string.h>

/**
 * exchange_test_get_corpus:
 * @name: of a file or folder among the corpora
 *
 * Returns: (transfer full): its path
 */
char *
exchange_test_get_corpus (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "corpora", name, NULL);
}

/**
 * exchange_test_load_corpus:
 * @name: of a file among the corpora
 *
 * Returns: (transfer full): what is in it
 */
GBytes *
exchange_test_load_corpus (const char *name)
{
  g_autofree char *path = exchange_test_get_corpus (name);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * exchange_test_each_corpus:
 * @folder: among the corpora
 * @suffix: of the files that count: ".csv"
 * @func: (scope call): called for each, with those in folders inside
 *
 * Returns: how many there were
 */
guint
exchange_test_each_corpus (const char *folder,
                           const char *suffix,
                           CorpusFunc  func,
                           gpointer    user_data)
{
  g_autofree char *path = exchange_test_get_corpus (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      const char *child = g_ptr_array_index (names, i);
      g_autofree char *child_path = exchange_test_get_corpus (child);

      if (g_file_test (child_path, G_FILE_TEST_IS_DIR))
        {
          n += exchange_test_each_corpus (child, suffix, func, user_data);
        }
      else if (g_str_has_suffix (child, suffix))
        {
          g_autoptr (GBytes) bytes = exchange_test_load_corpus (child);
          gsize length;
          const guint8 *data = g_bytes_get_data (bytes, &length);

          func (child, data, length, user_data);
          n++;
        }
    }

  return n;
}

/**
 * exchange_test_write:
 * @folder: where
 * @name: of the file
 * @data: what to put there
 * @length: of @data, or -1 if it is text
 *
 * Returns: (transfer full): the file
 */
GFile *
exchange_test_write (const char *folder,
                     const char *name,
                     const void *data,
                     gssize      length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data != NULL ? data : "", length, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

/**
 * exchange_test_encode:
 * @text: UTF-8
 * @charset: as iconv knows it
 * @length: (out): of the result
 *
 * Returns: (transfer full): @text in another encoding
 */
char *
exchange_test_encode (const char *text,
                      const char *charset,
                      gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *encoded = g_convert (text, -1, charset, "UTF-8", NULL, length, &error);

  g_assert_no_error (error);

  return encoded;
}

/**
 * exchange_test_open:
 * @file: what to import
 * @type: "contact"
 *
 * Returns: (transfer full): the import, open
 */
CrmImport *
exchange_test_open (CrmWorkspace *workspace,
                    GFile        *file,
                    const char   *type)
{
  CrmImport *import = crm_import_new (workspace, file);
  g_autoptr (GError) error = NULL;

  crm_import_open (import, NULL, &error);
  g_assert_no_error (error);
  if (strcmp (type, "contact") != 0)
    crm_import_set_record_type (import, crm_workspace_get_type_named (workspace, type));

  return import;
}

/**
 * exchange_test_run:
 * @duplicates: what is done about them
 *
 * Runs an import to its end.
 */
void
exchange_test_run (CrmImport     *import,
                   CrmDuplicates  duplicates)
{
  g_auto (CrmImportOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  crm_import_options_copy (&options, crm_import_get_options (import));
  options.duplicates = duplicates;
  crm_import_set_options (import, &options);
  crm_import_run (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  exchange_test_assert_sum (import);
}

/**
 * exchange_test_assert_sum:
 *
 * Nothing that was in the file is unaccounted for, and everything that was refused says why.
 */
void
exchange_test_assert_sum (CrmImport *import)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rejects = NULL;
  CrmImportCounts counts;

  crm_import_get_counts (import, &counts);
  g_assert_cmpint (counts.created + counts.merged + counts.skipped + counts.rejected, ==, counts.rows);

  rejects = crm_import_list_rejects (import, G_MAXUINT, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rejects->len, ==, counts.rejected);
  for (guint i = 0; i < rejects->len; i++)
    {
      const CrmReject *reject = g_ptr_array_index (rejects, i);

      g_assert_cmpint (reject->number, >, 0);
      g_assert_cmpint (reject->line, >, 0);
      g_assert_nonnull (reject->reason);
      g_assert_nonnull (reject->raw);
    }
}

/**
 * exchange_test_assert:
 * @created: how many there should be
 * @merged: how many there should be
 * @skipped: how many there should be
 * @rejected: how many there should be
 */
void
exchange_test_assert (CrmImport *import,
                      gint64     created,
                      gint64     merged,
                      gint64     skipped,
                      gint64     rejected)
{
  g_autoptr (GPtrArray) rejects = crm_import_list_rejects (import, 5, NULL);
  CrmImportCounts counts;

  crm_import_get_counts (import, &counts);
  for (guint i = 0; i < rejects->len; i++)
    {
      const CrmReject *reject = g_ptr_array_index (rejects, i);

      g_test_message ("line %" G_GINT64_FORMAT ": %s", reject->line, reject->reason);
    }
  g_assert_cmpint (counts.created, ==, created);
  g_assert_cmpint (counts.merged, ==, merged);
  g_assert_cmpint (counts.skipped, ==, skipped);
  g_assert_cmpint (counts.rejected, ==, rejected);
}

/**
 * exchange_test_target:
 * @column: from 0
 *
 * Returns: (transfer full): where a column goes, as text
 */
char *
exchange_test_target (CrmImport *import,
                      guint      column)
{
  return crm_target_to_text (&crm_mapping_get_column (crm_import_get_mapping (import), column)->target);
}

typedef struct
{
  CrmWorkspace *workspace;
  const CrmRecordType *type;
} Dump;

static gpointer
read_ids (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const Dump *dump = data;
  g_autoptr (CrmQuery) query = crm_query_new (crm_schema_find_table (schema, dump->type->table.name));

  return crm_query_get_ids (query, db, schema, G_MAXUINT, error);
}

/**
 * exchange_test_dump:
 * @type: "contact"
 *
 * Returns: (transfer full): every value that people see of every record, in the order of their
 *   titles, but for what each database has its own of
 */
char *
exchange_test_dump (CrmWorkspace *workspace,
                    const char   *type)
{
  Dump dump = { workspace, crm_workspace_get_type_named (workspace, type) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, read_ids, &dump, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (CrmRecord) record = crm_workspace_load_record (workspace, dump.type, g_array_index (ids, gint64, i), &error);

      g_assert_no_error (error);
      for (guint k = 0; k < dump.type->n_fields; k++)
        {
          const CrmField *field = dump.type->fields[k];
          g_autofree char *value = crm_record_format_plain (record, field);

          /* None is none, whether there have been any or not. */
          if (!crm_field_is_shown (field) || (field->type == CRM_FIELD_COUNT && strcmp (value, "0") == 0))
            continue;

          if (*value != '\0' && strcmp (field->key, "created") != 0 && strcmp (field->key, "modified") != 0 &&
              strcmp (field->key, "author") != 0)
            g_string_append_printf (text, "%s=%s\n", field->key, value);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * exchange_test_assert_same:
 * @text: of several lines
 * @expected: what it should be
 *
 * Fails with the first line that differs.
 */
void
exchange_test_assert_same (const char *text,
                           const char *expected)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) expected_lines = g_strsplit (expected, "\n", -1);

  for (guint i = 0; lines[i] != NULL && expected_lines[i] != NULL; i++)
    {
      if (strcmp (lines[i], expected_lines[i]) != 0)
        g_test_message ("line %u, after “%s”", i + 1, i > 0 ? lines[i - 1] : "");
      g_assert_cmpstr (lines[i], ==, expected_lines[i]);
    }
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (expected_lines));
}
