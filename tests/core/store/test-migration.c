/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opening files: new ones, those of other versions, of other programs, copies, and what is no
 * database at all. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "crm-migration.h"
#include "crm-test-corpus.h"
#include "crm-test-store.h"
#include "crm-test.h"

#define FIXTURE "store/version-1.db.gz"

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, contents, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
assert_cannot_open (CrmTestStore *self,
                    int           code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize length_before = 0;
  gsize length_after = 0;

  g_file_get_contents (self->path, &before, &length_before, NULL);
  store = crm_store_open (self->path, self->schema, self->clock, &error);
  g_assert_error (error, CRM_STORE_ERROR, code);
  g_assert_null (store);
  g_test_message ("%s", error->message);

  /* A sentence that names the file, and the file is as it was. */
  g_assert_nonnull (strstr (error->message, self->path));
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_file_get_contents (self->path, &after, &length_after, NULL);
  g_assert_cmpmem (before, length_before, after, length_after);
}

/* --- New files ------------------------------------------------------------------------------------ */

static void
test_new (CrmTestStore  *self,
          gconstpointer  data)
{
  GStatBuf info;
  g_autofree char *mode = crm_test_store_get_text (self, "PRAGMA journal_mode");

  g_assert_cmpstr (mode, ==, "wal");
  g_assert_cmpint (crm_test_store_get (self, "PRAGMA application_id"), ==, CRM_APPLICATION_ID);
  g_assert_cmpint (crm_test_store_get (self, "PRAGMA user_version"), ==, crm_migration_get_latest ());
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM device"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT length (value) FROM meta WHERE name = 'store'"), ==, 36);
  g_assert_cmpint (g_stat (self->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_new_folder (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->folder, "a", "b", "store.db", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *impossible = g_build_filename (self->path, "store.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = crm_store_open (path, self->schema, self->clock, &error);
  GStatBuf info;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  crm_store_close (store);

  g_assert_null (crm_store_open (impossible, self->schema, self->clock, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING);
}

static void
test_empty (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  crm_test_store_close (self);
  g_file_set_contents (self->path, "", 0, &error);
  g_assert_no_error (error);
  crm_test_store_open (self);
  crm_test_store_check (self);
}

static void
test_cut_off (CrmTestStore  *self,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  CrmFileAge age;

  /* What is there if a program dies between making the file and its first commit. */
  crm_test_store_close (self);
  g_unlink (self->path);
  crm_db_close (crm_db_open (self->path, CRM_DB_WRITE, &error));
  g_assert_no_error (error);
  g_assert_true (crm_migration_examine (self->path, &age, &error));
  g_assert_cmpint (age, ==, CRM_FILE_NEW);

  crm_test_store_open (self);
  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_check (self);
}

typedef struct
{
  CrmTestStore *self;
  CrmStore *store;
  GError *error;
} Opening;

static gpointer
open_thread (gpointer data)
{
  Opening *opening = data;

  opening->store = crm_store_open (opening->self->path, opening->self->schema, opening->self->clock, &opening->error);

  return NULL;
}

static void
test_many_at_once (CrmTestStore  *self,
                   gconstpointer  data)
{
  for (guint round = 0; round < 5; round++)
    {
      Opening openings[6];
      GThread *threads[G_N_ELEMENTS (openings)];

      crm_test_store_close (self);
      crm_test_remove_folder (self->folder);
      for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
        {
          openings[i] = (Opening) { self };
          threads[i] = g_thread_new ("open", open_thread, &openings[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
        {
          g_thread_join (threads[i]);
          g_assert_no_error (openings[i].error);
          g_assert_nonnull (openings[i].store);
        }
      for (guint i = 0; i < G_N_ELEMENTS (openings); i++)
        {
          crm_store_close (openings[i].store);
          g_object_unref (openings[i].store);
        }

      crm_test_store_open (self);
      g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM device"), ==, 1);
      crm_test_store_check (self);
    }
}

/* --- Other versions --------------------------------------------------------------------------------- */

static void
test_newer (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmSchema) other = crm_test_schema_new_with ("c1");
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) name = crm_value_text ("Luna");
  g_autofree char *contents = NULL;
  g_autofree char *after = NULL;
  const char *why = NULL;
  CrmUndone undone;
  gsize length, length_after;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_close (self);
  crm_test_store_exec (self, "PRAGMA user_version = 99");
  g_assert_true (g_file_get_contents (self->path, &contents, &length, NULL));

  /* To look at, with a sentence that says why; nothing can be written by any way. */
  crm_test_store_open (self);
  g_assert_true (crm_store_is_read_only (self->store, &why));
  g_assert_nonnull (strstr (why, "newer"));
  g_assert_true (g_str_has_suffix (why, "."));
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM firm"), ==, 1);

  crm_change_set_set (set, self->firm, 1, self->firm->title, &name);
  g_assert_null (crm_store_commit (self->store, set, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (crm_store_undo (self->store, 1, 1, &undone, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_null (crm_store_purge (self->store, G_MAXINT64, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (crm_store_close_batch (self->store, 1, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (crm_store_restore (self->store, self->path, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_true (crm_store_set_schema (self->store, other, &error));
  crm_store_look_for_commits (self->store);

  crm_test_store_close (self);
  g_assert_true (g_file_get_contents (self->path, &after, &length_after, NULL));
  g_assert_cmpmem (contents, length, after, length_after);
}

static void
test_no_version (CrmTestStore  *self,
                 gconstpointer  data)
{
  static const char *const versions[] = { "PRAGMA user_version = 0", "PRAGMA user_version = -5" };

  crm_test_store_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      crm_test_store_exec (self, versions[i]);
      assert_cannot_open (self, CRM_STORE_ERROR_DAMAGED);
    }
}

/* The fixture is a file that the release with this version wrote. It is made by running this test
 * with CRM_TEST_MAKE_FIXTURE set, and never again once a release has it. */
static void
fill_fixture (CrmTestStore *self)
{
  crm_test_store_add (self, self->firm, "name", "Söl GmbH", "city", "Bonn", "score", "5", NULL);
  crm_test_store_add (self, self->label, "name", "vip", NULL);
  crm_test_store_add (self, self->person, "name", "Ána García", "email", "ana@sol.example", "phone", "+34 600 12 34", "firm", "1",
                      "rating", "2.5", "worth", "1250 CHF", "notes", "likes roofs", "+labels", "1", "+mails", "a@b.example|home", NULL);
  crm_test_store_set (self, self->person, 1, "name", "Ana García", "-mails", "a@b.example", "+mails", "c@d.example", NULL);
  crm_test_store_add (self, self->person, "name", "Gone", NULL);
  crm_test_store_move (self, self->person, 2, CRM_OP_TRASH);
  crm_test_store_undo (self, crm_test_store_set (self, self->firm, 1, "+score", "3", NULL), NULL);
}

static void
convert (const char *from,
         const char *to,
         GConverter *converter)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) input = g_file_read (source, NULL, &error);
  g_autoptr (GFileOutputStream) file = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_autoptr (GOutputStream) output = NULL;

  g_assert_no_error (error);
  output = g_converter_output_stream_new (G_OUTPUT_STREAM (file), converter);
  g_output_stream_splice (output, G_INPUT_STREAM (input), G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                          NULL, &error);
  g_assert_no_error (error);
}

static void
test_version_1 (CrmTestStore  *self,
                gconstpointer  data)
{
  g_autofree char *fixture = g_test_build_filename (G_TEST_DIST, "corpora", FIXTURE, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autofree char *name = NULL;

  fill_fixture (self);
  expected = crm_test_store_dump (self);
  crm_test_store_close (self);
  if (g_getenv ("CRM_TEST_MAKE_FIXTURE") != NULL)
    {
      g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);

      convert (self->path, fixture, G_CONVERTER (compressor));
    }

  g_unlink (self->path);
  convert (fixture, self->path, G_CONVERTER (decompressor));
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "PRAGMA user_version"), ==, crm_migration_get_latest ());
  crm_test_store_assert_dump (self, expected);
  crm_test_store_check (self);

  /* Its journal can still be read backward. */
  crm_test_store_undo (self, 4, NULL);
  name = crm_test_store_get_text (self, "SELECT name FROM person WHERE id = 1");
  g_assert_cmpstr (name, ==, "Ána García");
  crm_test_store_check (self);
}

/* --- What is something else ---------------------------------------------------------------------------- */

static void
test_other_program (CrmTestStore  *self,
                    gconstpointer  data)
{
  crm_test_store_close (self);
  crm_test_store_exec (self, "PRAGMA application_id = 1234");
  assert_cannot_open (self, CRM_STORE_ERROR_FOREIGN);
  crm_test_store_exec (self, "PRAGMA application_id = 0");
  assert_cannot_open (self, CRM_STORE_ERROR_FOREIGN);
}

static void
test_no_database (CrmTestStore  *self,
                  gconstpointer  data)
{
  g_autofree char *long_text = g_strnfill (10000, 'x');
  g_autofree char *head = g_strconcat ("SQLite format 3", NULL);
  const char *const texts[] = { "x", "name;phone\nAna;030\n", long_text, head };

  crm_test_store_close (self);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (self->path, texts[i], -1, NULL));
      assert_cannot_open (self, CRM_STORE_ERROR_FOREIGN);
    }
}

static void
test_folder (CrmTestStore  *self,
             gconstpointer  data)
{
  crm_test_store_close (self);
  g_unlink (self->path);
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
  assert_cannot_open (self, CRM_STORE_ERROR_FOREIGN);
}

static void
test_half (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStore) store = NULL;

  /* A copy that was cut off: it opens with an error, or what is missing is found by the check. */
  fill_fixture (self);
  crm_test_store_close (self);
  g_assert_true (g_file_get_contents (self->path, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (self->path, contents, (gssize) length / 8192 * 4096, NULL));

  store = crm_store_open (self->path, self->schema, self->clock, &error);
  if (store == NULL)
    g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED);
  else
    {
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

      if (crm_store_check (store, findings, &error))
        g_assert_cmpuint (findings->len, >, 0);
      else
        g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED);
      crm_store_close (store);
    }
}

/* --- Schemas -------------------------------------------------------------------------------------------- */

static void
test_columns (CrmTestStore  *self,
              gconstpointer  data)
{
  static const char *const extras[] = { "c1", "c2", NULL, "c3", "c1" };
  g_autofree char *value = NULL;
  gint64 version;

  crm_test_store_add (self, self->person, "name", "Ana", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (extras); i++)
    {
      g_autoptr (CrmSchema) schema = crm_test_schema_new_with (extras[i]);
      g_autoptr (GError) error = NULL;

      crm_store_set_schema (self->store, schema, &error);
      g_assert_no_error (error);
      g_set_object (&self->schema, schema);
      self->person = crm_schema_find_table (schema, "person");
      if (i == 0)
        crm_test_store_set (self, self->person, 1, "c1", "kept", NULL);
      crm_test_store_check (self);
    }

  /* What was in a column is there again when the column is. */
  value = crm_test_store_get_text (self, "SELECT c1 || ' ' || c1_key FROM person");
  g_assert_cmpstr (value, ==, "kept kept");
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM sqlite_schema WHERE name = 'person_by_c3'"), ==, 1);

  /* The same tables are not touched again; only SQLite itself counts at the first close. */
  crm_test_store_close (self);
  crm_test_store_open (self);
  version = crm_test_store_get (self, "PRAGMA schema_version");
  crm_test_store_close (self);
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "PRAGMA schema_version"), ==, version);
}

static void
test_index (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autofree char *sql = NULL;

  /* An index that another version made differently is made anew. */
  crm_test_store_close (self);
  crm_test_store_exec (self, "DROP INDEX person_by_name; CREATE INDEX person_by_name ON person (name);"
                             "UPDATE meta SET value = 'other' WHERE name = 'schema'");
  crm_test_store_open (self);
  sql = crm_test_store_get_text (self, "SELECT sql FROM sqlite_schema WHERE name = 'person_by_name'");
  g_assert_nonnull (strstr (sql, "name_key"));
  crm_test_store_check (self);
}

/* --- Copies ---------------------------------------------------------------------------------------------- */

static void
test_copies (CrmTestStore  *self,
             gconstpointer  data)
{
  g_autofree char *copy = g_build_filename (self->folder, "copy.db", NULL);
  gint64 stamp;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_close (self);
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM device"), ==, 1);
  g_assert_cmpint (crm_test_store_get (self, "SELECT value FROM meta WHERE name = 'device'"), ==, 1);
  stamp = crm_test_store_get (self, "SELECT stamp FROM clock");
  crm_test_store_close (self);

  /* Two files cannot go on as one device: they would give the same stamps. */
  copy_file (self->path, copy);
  g_free (self->path);
  self->path = g_steal_pointer (&copy);
  crm_test_store_open (self);
  g_assert_cmpint (crm_test_store_get (self, "SELECT count (*) FROM device"), ==, 2);
  g_assert_cmpint (crm_test_store_get (self, "SELECT value FROM meta WHERE name = 'device'"), ==, 2);
  crm_test_store_set (self, self->firm, 1, "city", "Bonn", NULL);
  g_assert_cmpint (crm_test_store_get (self, "SELECT device FROM field_stamp WHERE stamp > 0"), ==, 2);
  g_assert_cmpint (crm_test_store_get (self, "SELECT stamp FROM clock"), >, stamp);
  crm_test_store_check (self);

  /* Who the machine is stays on the machine. */
  {
    g_autofree char *machine = NULL;
    g_autofree char *contents = NULL;
    gsize length;

    if (g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL) && strlen (g_strstrip (machine)) > 0)
      {
        crm_test_store_close (self);
        g_assert_true (g_file_get_contents (self->path, &contents, &length, NULL));
        g_assert_null (memmem (contents, length, machine, strlen (machine)));
      }
  }
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (CrmTestStore *self, gconstpointer data);
  } tests[] = {
    { "/migration/new", test_new },
    { "/migration/new-folder", test_new_folder },
    { "/migration/empty", test_empty },
    { "/migration/cut-off", test_cut_off },
    { "/migration/many-at-once", test_many_at_once },
    { "/migration/newer", test_newer },
    { "/migration/no-version", test_no_version },
    { "/migration/version-1", test_version_1 },
    { "/migration/other-program", test_other_program },
    { "/migration/no-database", test_no_database },
    { "/migration/folder", test_folder },
    { "/migration/half", test_half },
    { "/migration/columns", test_columns },
    { "/migration/index", test_index },
    { "/migration/copies", test_copies },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
