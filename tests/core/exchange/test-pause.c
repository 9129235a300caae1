/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What happens around an import while somebody looks at it: it is paused and goes on later, fields
 * come and go, and what is no text is refused with words that say what to do. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-file-kind.h"
#include "crm-import-private.h"
#include "exchange-test.h"

#define N_ROWS 60

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  crm_workspace_close (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  _crm_import_run_set_commit_rows (0);
}

static gint64
count_contacts (Fixture *fixture)
{
  return crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0");
}

static guint
count_unfinished (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) unfinished = crm_import_list_unfinished (fixture->workspace, &error);

  g_assert_no_error (error);

  return unfinished->len;
}

static GFile *
write_table (Fixture *fixture)
{
  g_autoptr (GString) text = g_string_new ("First Name,E-Mail\n");

  for (guint i = 0; i < N_ROWS; i++)
    if (i % 10 == 9)
      g_string_append_printf (text, "Person %u,no address\n", i);
    else
      g_string_append_printf (text, "Person %u,p%u@example.org\n", i, i);

  return exchange_test_write (fixture->folder, "people.csv", text->str, -1);
}

/* --- Pausing ----------------------------------------------------------------------------------------- */

typedef struct
{
  Fixture *fixture;
  CrmImport *import;
  GCancellable *cancellable;
} Pausing;

static void
pause_cb (const CrmImportCounts *counts,
          gpointer               user_data)
{
  Pausing *pausing = user_data;

  /* While it runs, nobody is asked whether it should go on. */
  g_assert_cmpuint (count_unfinished (pausing->fixture), ==, 0);

  if (counts->rows < 20)
    return;
  crm_import_pause (pausing->import);
  g_cancellable_cancel (pausing->cancellable);
}

static void
test_pause (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GFile) file = write_table (fixture);
  g_autoptr (CrmImport) import = exchange_test_open (fixture->workspace, file, "contact");
  g_autoptr (CrmImport) again = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) resumed = NULL;
  g_autoptr (GError) error = NULL;
  Pausing pausing = { fixture, import, cancellable };
  gint64 batch;
  gint64 n;

  _crm_import_run_set_commit_rows (5);
  g_assert_false (crm_import_run (import, pause_cb, &pausing, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  exchange_test_assert_sum (import);
  batch = crm_import_get_batch (import);
  n = count_contacts (fixture);
  g_assert_cmpint (n, >, 0);
  g_assert_cmpint (n, <, N_ROWS * 9 / 10);
  g_clear_object (&import);
  g_assert_cmpuint (count_unfinished (fixture), ==, 1);

  /* As another run of the program does, which begins with the counts of the first. */
  crm_import_resume_async (fixture->workspace, batch, NULL, crm_test_keep_result_cb, &resumed);
  crm_test_wait (crm_test_has_result, &resumed);
  again = crm_import_resume_finish (resumed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_import_get_batch (again), ==, batch);
  crm_import_run (again, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  exchange_test_assert_sum (again);
  exchange_test_assert (again, N_ROWS * 9 / 10, 0, 0, N_ROWS / 10);
  g_assert_cmpuint (count_unfinished (fixture), ==, 0);

  crm_test_undo (fixture->workspace, batch);
  g_assert_cmpint (count_contacts (fixture), ==, 0);
}

static void
test_nothing_to_resume (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GError) error = NULL;

  crm_import_resume_async (fixture->workspace, 4711, NULL, crm_test_keep_result_cb, &result);
  crm_test_wait (crm_test_has_result, &result);
  import = crm_import_resume_finish (result, &error);
  g_assert_null (import);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
}

/* --- Fields that come meanwhile ------------------------------------------------------------------------- */

static void
test_new_field (Fixture       *fixture,
                gconstpointer  data)
{
  static const CrmCsvDialect commas = { ',', '"', FALSE };
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "roofs.csv", "E-Mail,Roof Area\na@example.org,12\nb@example.org,13\n", -1);
  g_autoptr (CrmImport) import = exchange_test_open (fixture->workspace, file, "contact");
  g_autofree char *before = exchange_test_target (import, 1);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  g_assert_cmpstr (before, ==, "ignore");

  /* Somebody makes the field in the main window, then changes their mind about the delimiter. */
  id = crm_test_add (fixture->workspace, "field", "record_type", "contact", "label", "Roof Area", "type", "number", NULL);
  crm_import_set_dialect (import, &commas);
  g_assert_true (crm_import_get_record_type (import) == crm_workspace_get_type_named (fixture->workspace, "contact"));
  after = exchange_test_target (import, 1);
  g_assert_true (g_str_has_prefix (after, "custom."));

  /* Who takes it away again is not asked for it. */
  crm_test_trash (fixture->workspace, "field", id);
  rows = crm_import_preview (import, 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 2);
}

/* --- What is no text ----------------------------------------------------------------------------------- */

static void
assert_refused (Fixture    *fixture,
                const void *data,
                gssize      length,
                const char *words)
{
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "file.csv", data, length);
  g_autoptr (CrmImport) import = crm_import_new (fixture->workspace, file);
  g_autoptr (GError) error = NULL;

  g_assert_false (crm_import_open (import, NULL, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, CRM_ERROR);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
}

static void
test_no_text (Fixture       *fixture,
              gconstpointer  data)
{
  static const char excel[] = "PK\003\004\024\0\006\0xl/workbook.xml\0\0";
  static const char office[] = "PK\003\004\024\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet";
  static const char old_excel[] = "\320\317\021\340\241\261\032\341\0\0\0\0";
  static const char archive[] = "PK\003\004\024\0\0\0\010\0names.csv";
  static const char picture[] = "\211PNG\r\n\032\n\0\0\0\rIHDR";
  g_autofree guint8 *noise = g_malloc (5000);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 5000; i++)
    noise[i] = (guint8) g_rand_int_range (random, 0, 256);

  assert_refused (fixture, "", 0, "empty");
  assert_refused (fixture, excel, sizeof excel, "save it as CSV");
  assert_refused (fixture, office, sizeof office, "save it as CSV");
  assert_refused (fixture, old_excel, sizeof old_excel, "save it as CSV");
  assert_refused (fixture, archive, sizeof archive, "Unpack");
  assert_refused (fixture, "\037\213\010\0\0\0\0\0", 8, "Unpack");
  assert_refused (fixture, picture, sizeof picture, "not text");
  assert_refused (fixture, noise, 5000, "not text");
}

static void
test_no_file (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GFile) device = g_file_new_for_path ("/dev/zero");
  g_autoptr (GFile) nothing = g_file_get_child (folder, "nothing.csv");
  GFile *files[] = { folder, device, nothing };
  int codes[] = { G_IO_ERROR_IS_DIRECTORY, -1, G_IO_ERROR_NOT_FOUND };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (CrmImport) import = crm_import_new (fixture->workspace, files[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (crm_import_open (import, NULL, &error));
      if (codes[i] >= 0)
        g_assert_error (error, G_IO_ERROR, codes[i]);
      else
        g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
    }
}

/* A slip in a text makes no picture of it, and text that is wide is text. */
static void
check_text (const char *text,
            gsize       length,
            const char *charset)
{
  g_autoptr (GError) error = NULL;

  crm_file_kind_check_data ((const guint8 *) text, length, crm_encoding_find (charset), &error);
  g_assert_no_error (error);
}

static void
test_text (void)
{
  static const char slip[] = "Name;Stadt\nAna;Le\0n\nLuis;Bilbao\nMar\303\255a;M\303\241laga y sus alrededores, todos ellos\n";
  gsize length;
  g_autofree char *wide = exchange_test_encode ("Имя,Город\nАна,Мадрид\n", "UTF-16LE", &length);

  check_text (slip, sizeof slip - 1, "UTF-8");
  check_text (wide, length, "UTF-16LE");
  check_text ("\033$B", 3, "ISO-2022-JP");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/pause/pause", Fixture, NULL, set_up, test_pause, tear_down);
  g_test_add ("/pause/nothing-to-resume", Fixture, NULL, set_up, test_nothing_to_resume, tear_down);
  g_test_add ("/pause/new-field", Fixture, NULL, set_up, test_new_field, tear_down);
  g_test_add ("/kind/no-text", Fixture, NULL, set_up, test_no_text, tear_down);
  g_test_add ("/kind/no-file", Fixture, NULL, set_up, test_no_file, tear_down);
  g_test_add_func ("/kind/text", test_text);

  return g_test_run ();
}
