/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Imports from beginning to end: what becomes of people who are there already, of what could not
 * be read, of an import that was cancelled, killed or undone, and of what rows link to.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "crm-import-private.h"
#include "crm-merge.h"
#include "exchange-test.h"

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

static CrmImport *
open_text (Fixture    *fixture,
           const char *text,
           const char *type)
{
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "file.csv", text, -1);

  return exchange_test_open (fixture->workspace, file, type);
}

static CrmImport *
import_text (Fixture       *fixture,
             const char    *text,
             const char    *type,
             CrmDuplicates  duplicates)
{
  CrmImport *import = open_text (fixture, text, type);

  exchange_test_run (import, duplicates);

  return import;
}

static void
set_target (CrmImport  *import,
            guint       column,
            const char *text)
{
  g_auto (CrmTarget) target = { 0 };
  g_autoptr (GError) error = NULL;

  crm_target_from_text (&target, crm_import_get_record_type (import), text, &error);
  g_assert_no_error (error);
  crm_mapping_set_target (crm_import_get_mapping (import), column, &target);
}

static void
assert_value (Fixture    *fixture,
              const char *type,
              gint64      id,
              const char *key,
              const char *expected)
{
  g_autofree char *value = crm_test_get (fixture->workspace, type, id, key);

  g_assert_cmpstr (value, ==, expected);
}

static gint64
count (Fixture    *fixture,
       const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0", table);

  return crm_test_query (fixture->workspace, sql);
}

/* --- People who are there already ------------------------------------------------------------------ */

static const char people[] =
  "First Name,Last Name,E-Mail,Phone,Company,City,Tags,Notes\n"
  "Ana,García,ana@sol.example,+34 600 111 222,Sol,Madrid,lead,Knows the roof\n"
  "Luis,Paz,luis@sol.example,,Sol,Bilbao,\"lead, vip\",\n"
  "Ana,García,ANA@SOL.example,,Luna,Toledo,vip,Called twice\n";

static void
add_ana (Fixture *fixture)
{
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "Ana@Sol.Example", "job_title", "Roofer", NULL);
}

static void
test_skip (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  add_ana (fixture);
  import = import_text (fixture, people, "contact", CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 1, 0, 2, 0);
  assert_value (fixture, "contact", 1, "last_name", "");
  assert_value (fixture, "contact", 1, "job_title", "Roofer");
  assert_value (fixture, "contact", 2, "name", "Luis Paz");
  assert_value (fixture, "contact", 2, "tags", "lead; vip");
  assert_value (fixture, "contact", 2, "source", "import");
  g_assert_cmpint (count (fixture, "contact"), ==, 2);
  g_assert_cmpint (count (fixture, "note"), ==, 0);
}

static void
test_merge (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (CrmImport) again = NULL;

  add_ana (fixture);
  import = import_text (fixture, people, "contact", CRM_DUPLICATES_MERGE);
  exchange_test_assert (import, 1, 2, 0, 0);
  assert_value (fixture, "contact", 1, "first_name", "Ana");
  assert_value (fixture, "contact", 1, "last_name", "García");
  assert_value (fixture, "contact", 1, "email", "Ana@Sol.Example");
  assert_value (fixture, "contact", 1, "job_title", "Roofer");
  assert_value (fixture, "contact", 1, "account", "Sol");
  assert_value (fixture, "contact", 1, "city", "Madrid");
  assert_value (fixture, "contact", 1, "tags", "lead; vip");
  g_assert_cmpint (count (fixture, "contact"), ==, 2);
  g_assert_cmpint (count (fixture, "note"), ==, 2);

  /* There is nothing left to add. */
  again = import_text (fixture, people, "contact", CRM_DUPLICATES_MERGE);
  exchange_test_assert (again, 0, 0, 3, 0);
  g_assert_cmpint (crm_import_get_batch (again), ==, 0);
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  add_ana (fixture);
  import = import_text (fixture, people, "contact", CRM_DUPLICATES_CREATE);
  exchange_test_assert (import, 3, 0, 0, 0);
  g_assert_cmpint (count (fixture, "contact"), ==, 4);
  g_assert_cmpint (count (fixture, "account"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contacts FROM account WHERE name = 'Sol'"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contacts FROM tag WHERE name = 'vip'"), ==, 2);
}

static void
test_file_wins (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;
  CrmImportOptions options = { CRM_DUPLICATES_MERGE, TRUE, TRUE, NULL, NULL, NULL };
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", "email", "old@sol.example", "emails", "ana@sol.example",
                "city", "Sevilla", "street", "Calle Uno", "account", "Tierra", NULL);
  import = open_text (fixture, "First Name,E-Mail,City,Company\nAna,ana@sol.example,Madrid,Sol\n", "contact");
  crm_import_set_options (import, &options);
  crm_import_run (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  exchange_test_assert (import, 0, 1, 0, 0);
  assert_value (fixture, "contact", 1, "first_name", "Ana");
  assert_value (fixture, "contact", 1, "email", "ana@sol.example");
  assert_value (fixture, "contact", 1, "emails", "old@sol.example");
  assert_value (fixture, "contact", 1, "city", "Madrid");
  assert_value (fixture, "contact", 1, "street", "Calle Uno");
  assert_value (fixture, "contact", 1, "account", "Sol");
}

/* By what somebody is recognised, and by what not. */
static void
test_recognise (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "phone", "+34 600 111 222", "country", "ES",
                "emails", "second@sol.example", "messengers", "telegram: @ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Eva", "last_name", "Paz", "account", "Sol", NULL);
  import = import_text (fixture,
                        "First Name,Last Name,E-Mail,Phone,Telegram,Company,Country\n"
                        ",,second@SOL.example,,,,\n"           /* a further address */
                        ",,,,ANA,,\n"                          /* a messenger */
                        "Ana,,,600 111 222,,,Spain\n"          /* a number as it is dialled there */
                        "Luis,,,+34600111222,,,\n"             /* the same number, somebody else */
                        "Eva,Paz,,,,sol,\n"                    /* name and company */
                        "Eva,Paz,,,,Luna,\n"                   /* another company */
                        "eva,PAZ,eva@luna.example,,,,\n",      /* a name alone, with something to know her by */
                        "contact", CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 3, 0, 4, 0);
}

static void
test_uuid (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (CrmImport) first = import_text (fixture,
                                             "First Name,UUID\nAna,01890a5d-ac96-774b-bcce-b302099a8057\n"
                                             "Luis,01890a5d-ac96-774b-bcce-b302099a8058\n",
                                             "contact", CRM_DUPLICATES_SKIP);
  g_autoptr (CrmImport) second = NULL;

  exchange_test_assert (first, 2, 0, 0, 0);
  crm_test_trash (fixture->workspace, "contact", 2);

  /* The id of what is in the trash is taken: Luis comes back as somebody new. */
  second = import_text (fixture,
                        "First Name,City,UUID\nAna María,Madrid,01890a5d-ac96-774b-bcce-b302099a8057\n"
                        "Luis,Bilbao,01890a5d-ac96-774b-bcce-b302099a8058\n",
                        "contact", CRM_DUPLICATES_MERGE);
  exchange_test_assert (second, 1, 1, 0, 0);
  assert_value (fixture, "contact", 1, "city", "Madrid");
  assert_value (fixture, "contact", 3, "city", "Bilbao");
}

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  static const gint64 ids[] = { 1, 2 };
  CrmSchema *schema = crm_door_get_schema (door);
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (schema), "contact");
  g_autoptr (CrmMergePlan) plan = crm_merge_plan_new (crm_door_get_db (door), schema, type, ids, 2, 1, error);

  return plan != NULL && crm_merge_run (door, plan, error);
}

/* A file from before a merge is about the record that stands for the one that it names. */
static void
test_merged (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (CrmImport) first = import_text (fixture,
                                             "First Name,E-Mail,UUID\nAna,a@sol.example,01890a5d-ac96-774b-bcce-b302099a8057\n"
                                             "Anna,b@sol.example,01890a5d-ac96-774b-bcce-b302099a8058\n",
                                             "contact", CRM_DUPLICATES_CREATE);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_MERGE, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmImport) second = NULL;

  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, merge_func, NULL, &error);
  g_assert_no_error (error);

  second = import_text (fixture,
                        "First Name,City,UUID\nAnna,Madrid,01890a5d-ac96-774b-bcce-b302099a8058\n",
                        "contact", CRM_DUPLICATES_MERGE);
  exchange_test_assert (second, 0, 1, 0, 0);
  assert_value (fixture, "contact", 1, "city", "Madrid");
}

static void
test_preview (Fixture       *fixture,
              gconstpointer  data)
{
  static const CrmFate fates[] = { CRM_FATE_MERGED, CRM_FATE_CREATED, CRM_FATE_MERGED, CRM_FATE_REJECTED };
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strconcat (people, "Eva,Paz,eva at sol,,,,,\n", NULL);
  CrmImportOptions options = { CRM_DUPLICATES_MERGE, FALSE, TRUE, NULL, NULL, NULL };

  add_ana (fixture);
  import = open_text (fixture, text, "contact");
  crm_import_set_options (import, &options);
  rows = crm_import_preview (import, 100, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (fates));
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmPlannedRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpint (row->fate, ==, fates[i]);
      g_assert_cmpint (row->number, ==, i + 1);
      g_assert_cmpint (row->line, ==, i + 2);
      g_assert_cmpuint (row->values->len, ==, crm_import_get_record_type (import)->n_fields);
      g_assert_true ((row->reason != NULL) == (row->fate == CRM_FATE_REJECTED));
      g_assert_true ((row->by == CRM_MATCH_EMAIL) == (i == 0 || i == 2));
      g_assert_true ((row->id == 1) == (i == 0 || i == 2));
    }
  g_assert_cmpstr (((CrmPlannedRow *) g_ptr_array_index (rows, 0))->title, ==, "Ana García");
  g_assert_cmpstr (((CrmPlannedRow *) g_ptr_array_index (rows, 3))->column, ==, "E-Mail");

  /* Nothing has been written. */
  g_assert_cmpint (count (fixture, "contact"), ==, 1);
  g_assert_cmpint (count (fixture, "account"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM journal"), ==,
                   crm_test_query (fixture->workspace, "SELECT count (*) FROM journal WHERE tbl > 0 AND change_set < 1000"));
}

/* What a field will not take that the import makes is said before: the same rows, for the same reasons. */
static void
test_preview_fresh_types (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char *const types[] = { "number", "money", "date", "yes-no", "email", "phone", "date-time", "choice" };
  g_autoptr (CrmImport) import = open_text (fixture,
                                            "Last Name,Alpha,Beta,Gamma,Delta,Epsilon,Zeta,Eta,Theta\n"
                                            "One,1.5,2 EUR,2026-03-29,yes,a@x.example,+34 600 123 456,2026-03-29 10:00,red\n"
                                            "Two,much,,,,,,,\n"
                                            "Three,,one,,,,,,\n"
                                            "Four,,,soon,,,,,\n"
                                            "Five,,,,perhaps,,,,\n"
                                            "Six,,,,,nobody,,,\n"
                                            "Seven,,,,,,call me,,\n"
                                            "Eight,,,,,,,later,\n"
                                            "Nine,,,,,,,,blue\n", "contact");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) reasons = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) rejects = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rejected = 0;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *target = g_strdup_printf ("new.%s:Field %u", types[i], i);

      set_target (import, i + 1, target);
    }
  rows = crm_import_preview (import, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 9);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmPlannedRow *row = g_ptr_array_index (rows, i);
      gboolean sound = i == 0 || i == 8;

      g_assert_cmpint (row->fate, ==, sound ? CRM_FATE_CREATED : CRM_FATE_REJECTED);
      n_rejected += row->fate == CRM_FATE_REJECTED;
      if (!sound)
        {
          g_autofree char *label = g_strdup_printf ("Field %u: ", i - 1);

          g_assert_true (g_str_has_prefix (row->reason, label));
          g_ptr_array_add (reasons, g_strdup (row->reason));
        }
    }

  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 2, 0, 0, n_rejected);
  rejects = crm_import_list_rejects (import, 100, NULL);
  g_assert_cmpuint (rejects->len, ==, reasons->len);
  for (guint i = 0; i < rejects->len; i++)
    g_assert_cmpstr (((CrmReject *) g_ptr_array_index (rejects, i))->reason, ==, g_ptr_array_index (reasons, i));
}

/* What becomes a field that is not there yet, and what becomes a note, is shown as well. */
static void
test_preview_fresh (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (CrmImport) import = open_text (fixture, "First Name,Shoe,Notes,Hat\nEva, 38 ,\"Two\nlines\",\nMax,,,L\n,41,,\n", "contact");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const CrmPlannedRow *row;

  set_target (import, 1, "new.number:Shoe Size");
  set_target (import, 3, "new.text:Hat");
  rows = crm_import_preview (import, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);

  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (row->fresh->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (row->fresh, 0), ==, "38");
  g_assert_cmpstr (g_ptr_array_index (row->fresh, 1), ==, "");
  g_assert_cmpstr (row->note, ==, "Two\nlines");
  row = g_ptr_array_index (rows, 1);
  g_assert_cmpstr (g_ptr_array_index (row->fresh, 0), ==, "");
  g_assert_cmpstr (g_ptr_array_index (row->fresh, 1), ==, "L");
  g_assert_cmpstr (row->note, ==, "");

  /* A row that has nothing else is not an empty one. */
  row = g_ptr_array_index (rows, 2);
  g_assert_cmpint (row->fate, !=, CRM_FATE_SKIPPED);
}

static void
test_options (Fixture       *fixture,
              gconstpointer  data)
{
  const char *tags[] = { "imported", "2026, spring", NULL };
  CrmImportOptions options = { CRM_DUPLICATES_SKIP, FALSE, FALSE, (char **) tags, (char *) "Bea", NULL };
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (CrmImport) nobody = NULL;
  g_autoptr (GPtrArray) rejects = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "user", "name", "Bea", "email", "bea@roof.example", NULL);
  crm_test_add (fixture->workspace, "user", "name", "Carl", "email", "carl@roof.example", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  import = open_text (fixture, "First Name,Company,Owner\nAna,SOL,\nEva,Luna,\nLuis,,carl@roof.example\nMax,,Zoe\n", "contact");
  crm_import_set_options (import, &options);
  crm_import_run (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  exchange_test_assert (import, 3, 0, 0, 1);
  assert_value (fixture, "contact", 1, "tags", "\"imported\"; \"2026, spring\"");
  assert_value (fixture, "contact", 1, "owner", "Bea");
  assert_value (fixture, "contact", 1, "account", "Sol");
  assert_value (fixture, "contact", 2, "owner", "Carl");
  assert_value (fixture, "contact", 3, "owner", "Bea");
  rejects = crm_import_list_rejects (import, 10, NULL);
  g_assert_cmpstr (((CrmReject *) g_ptr_array_index (rejects, 0))->reason, ==, "Account: there is no “Luna”.");
  warnings = crm_import_list_warnings (import);
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), "Zoe"));

  /* Nobody of that name: nothing is imported. */
  nobody = open_text (fixture, "First Name\nAna María\n", "contact");
  options.owner = (char *) "Nobody";
  crm_import_set_options (nobody, &options);
  g_assert_false (crm_import_run (nobody, NULL, NULL, NULL, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_assert_cmpint (count (fixture, "contact"), ==, 3);
}

/* --- Lists ---------------------------------------------------------------------------------------------- */

static void
import_to_list (Fixture     *fixture,
                const char  *text,
                const char  *list,
                CrmImport  **import)
{
  CrmImportOptions options = { .create_missing = TRUE, .list = (char *) list };
  g_autoptr (GError) error = NULL;

  *import = open_text (fixture, text, "contact");
  crm_import_set_options (*import, &options);
  crm_import_run (*import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* All of a file, but nobody who has left, not under another name either; undone as one step. */
static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (CrmImport) first = NULL;
  g_autoptr (CrmImport) second = NULL;
  g_autoptr (GPtrArray) warnings = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", NULL);
  import_to_list (fixture, "First Name,E-Mail\nAna,ana@sol.example\nLuis,luis@sol.example\n", "News", &first);
  exchange_test_assert (first, 1, 0, 1, 0);
  assert_value (fixture, "contact", 1, "lists", "News");
  assert_value (fixture, "contact", 2, "lists", "News");
  assert_value (fixture, "subscription", 1, "source", "import");

  crm_test_set (fixture->workspace, "subscription", 1, "status", "unsubscribed", NULL);
  import_to_list (fixture, "First Name,E-Mail\nAna,ana@sol.example\nLuis,luis@sol.example\nEva,eva@sol.example\n", " news ", &second);
  exchange_test_assert (second, 1, 0, 2, 0);
  assert_value (fixture, "contact", 1, "lists", "");
  assert_value (fixture, "contact", 2, "lists", "News");
  assert_value (fixture, "contact", 3, "lists", "News");
  g_assert_cmpint (count (fixture, "list"), ==, 1);
  warnings = crm_import_list_warnings (second);
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (warnings, 0), "unsubscribed"));

  crm_test_undo (fixture->workspace, crm_import_get_batch (second));
  g_assert_cmpint (count (fixture, "subscription"), ==, 2);
  crm_test_undo (fixture->workspace, crm_import_get_batch (first));
  g_assert_cmpint (count (fixture, "list"), ==, 0);
  assert_value (fixture, "contact", 1, "lists", "");
}

/* --- What is refused ---------------------------------------------------------------------------------- */

static void
test_rejects (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    gint64 number, line;
    const char *column, *value;
  } expected[] = {
    { 2, 4, "E-Mail", "luis(at)sol" },
    { 4, 6, "Birthday", "31.2.1990" },
    { 5, 7, NULL, "too" },
    { 6, 8, NULL, NULL },
  };
  g_autoptr (CrmImport) import = import_text (fixture,
                                              "First Name,E-Mail,Birthday\n"
                                              "\"Ana\nMaría\",ana@sol.example,1.2.1990\n"
                                              "Luis,luis(at)sol,1.2.1990\n"
                                              "Eva,eva@sol.example,28.2.1990\n"
                                              "=Max,max@sol.example,31.2.1990\n"
                                              "Zoe,zoe@sol.example,1.3.1990,too,many\n"
                                              ",,3.3.1990\n"
                                              ",,\n",
                                              "contact", CRM_DUPLICATES_SKIP);
  g_autoptr (GPtrArray) rejects = crm_import_list_rejects (import, 100, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "rejects.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) few = crm_import_list_rejects (import, 2, NULL);
  g_autoptr (CrmImport) again = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) mended = NULL;

  exchange_test_assert (import, 2, 0, 1, 4);
  g_assert_cmpuint (few->len, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const CrmReject *reject = g_ptr_array_index (rejects, i);

      g_assert_cmpint (reject->number, ==, expected[i].number);
      g_assert_cmpint (reject->line, ==, expected[i].line);
      g_assert_cmpstr (reject->column, ==, expected[i].column);
      g_assert_cmpstr (reject->value, ==, expected[i].value);
    }

  crm_import_save_rejects (import, file, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  mended = g_string_new (text);
  g_assert_cmpuint (g_string_replace (mended, "luis(at)sol,", "luis@sol.example,", 0), ==, 1);
  g_assert_cmpuint (g_string_replace (mended, "31.2.1990,", "28.2.1990,", 0), ==, 1);
  g_assert_nonnull (strstr (mended->str, "'=Max"));
  g_file_set_contents (path, mended->str, -1, &error);
  g_assert_no_error (error);

  /* It is opened as it is, and what has been mended is imported. */
  again = exchange_test_open (fixture->workspace, file, "contact");
  exchange_test_run (again, CRM_DUPLICATES_SKIP);
  exchange_test_assert (again, 2, 0, 0, 2);
  assert_value (fixture, "contact", 3, "email", "luis@sol.example");
  assert_value (fixture, "contact", 4, "first_name", "=Max");
}

static void
test_reject_cards (Fixture       *fixture,
                   gconstpointer  data)
{
  static const char cards[] =
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ana García\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Luis Paz\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Eva Paz\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nBDAY:1990-01-01\r\nEND:VCARD\r\n";
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "cards.vcf", cards, -1);
  g_autoptr (CrmImport) import = exchange_test_open (fixture->workspace, file, "contact");
  g_autofree char *path = g_build_filename (fixture->folder, "rejects.vcf", NULL);
  g_autoptr (GFile) saved = g_file_new_for_path (path);
  g_autoptr (CrmImport) again = NULL;
  g_autoptr (GString) mended = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CrmImportCounts counts;

  exchange_test_run (import, CRM_DUPLICATES_SKIP);
  crm_import_get_counts (import, &counts);
  g_assert_cmpint (counts.rejected, >, 0);
  g_assert_cmpint (counts.created + counts.rejected, ==, counts.rows);

  crm_import_save_rejects (import, saved, NULL, &error);
  g_assert_no_error (error);
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (text, "X-CRM-PROBLEM:"));
  mended = g_string_new (text);
  g_string_replace (mended, "BDAY:", "FN:Zoe\r\nBDAY:", 0);
  g_file_set_contents (path, mended->str, -1, &error);
  again = exchange_test_open (fixture->workspace, saved, "contact");
  g_assert_true (crm_import_is_vcard (again));
  exchange_test_run (again, CRM_DUPLICATES_SKIP);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0 AND first_name = 'Zoe'"), ==, 1);
}

/* --- Taken back ------------------------------------------------------------------------------------------ */

static char *
dump (Fixture *fixture)
{
  static const char *const types[] = { "contact", "account", "tag", "field", "option", "note", "deal", "task" };
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *text = exchange_test_dump (fixture->workspace, types[i]);

      g_string_append_printf (all, "[%s]\n%s", types[i], text);
    }

  return g_string_free (all, FALSE);
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  CrmUndone result;

  add_ana (fixture);
  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  before = dump (fixture);

  _crm_import_run_set_commit_rows (1);
  import = open_text (fixture,
                      "First Name,E-Mail,Company,Tags,Notes,Size\n"
                      "Ana,ana@sol.example,Sol,lead,Old roof,5\n"
                      "Luis,luis@sol.example,Luna,lead,,7\n"
                      "Eva,eva@luna.example,Luna,vip,New roof,\n", "contact");
  set_target (import, 5, "new.number:Size");
  exchange_test_run (import, CRM_DUPLICATES_MERGE);
  exchange_test_assert (import, 2, 1, 0, 0);
  after = dump (fixture);
  g_assert_cmpstr (after, !=, before);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM batch WHERE open = 1"), ==, 0);

  crm_store_undo (crm_workspace_get_store (fixture->workspace), 1, crm_import_get_batch (import), &result, NULL);
  g_assert_cmpint (result.n_left, ==, 0);
  undone = dump (fixture);
  exchange_test_assert_same (undone, before);

  crm_test_undo (fixture->workspace, result.batch);
  redone = dump (fixture);
  exchange_test_assert_same (redone, after);
}

/* So many that the indexes are made again; lists are in order all the same. */
static void
test_undo_large (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new ("First Name,Last Name,E-Mail\n");
  g_autoptr (CrmImport) import = NULL;
  CrmUndone undone, redone;
  gint64 n_indexes;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  n_indexes = crm_test_query (fixture->workspace, "SELECT count (*) FROM sqlite_schema WHERE type = 'index'");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "Name %u,Family %u,p%u@x.example\n", i, i * 7919 % 20011, i);
  import = import_text (fixture, text->str, "contact", CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 20000, 0, 0, 0);
  crm_test_set (fixture->workspace, "contact", 5, "city", "Madrid", NULL);

  crm_store_undo (crm_workspace_get_store (fixture->workspace), 1, crm_import_get_batch (import), &undone, NULL);
  g_assert_cmpint (undone.n_records, ==, 20000);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM sqlite_schema WHERE type = 'index'"), ==, n_indexes);
  g_assert_cmpint (count (fixture, "contact"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM contact WHERE id = 5"), ==, CRM_STATE_TRASHED);
  crm_test_assert_sound (fixture->workspace);

  crm_store_undo (crm_workspace_get_store (fixture->workspace), 1, undone.batch, &redone, NULL);
  g_assert_cmpint (count (fixture, "contact"), ==, 20001);
  g_assert_cmpint (crm_test_query (fixture->workspace,
                                   "SELECT count (*) FROM contact INDEXED BY contact_by_last_name "
                                   "WHERE state = 0 AND last_name_key IS NOT NULL"), ==, 20000);
}

/* --- Cut off --------------------------------------------------------------------------------------------- */

#define N_ROWS 60

/* Every seventh has an address that is none; every tenth is there twice. */
static char *
make_table (void)
{
  GString *text = g_string_new ("Full Name,E-Mail,Company,Tags,Notes\n");

  for (guint i = 0; i < N_ROWS; i++)
    {
      guint person = i % 10 == 9 ? i - 1 : i;

      g_string_append_printf (text, "Person %u,person%u%sx.example,Company %u,tag %u,\"Note\nof %u\"\n", person, person,
                              i % 7 == 6 ? "-at-" : "@", i % 4, i % 3, i);
    }

  return g_string_free (text, FALSE);
}

static void
cancel_cb (const CrmImportCounts *counts,
           gpointer               user_data)
{
  if (counts->rows >= 20)
    g_cancellable_cancel (user_data);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *text = make_table ();
  g_autoptr (CrmImport) import = open_text (fixture, text, "contact");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) unfinished = NULL;
  CrmImportCounts counts;

  _crm_import_run_set_commit_rows (5);
  g_assert_false (crm_import_run (import, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  crm_import_get_counts (import, &counts);
  g_assert_cmpint (counts.rows, >=, 20);
  g_assert_cmpint (counts.rows, <, N_ROWS);
  exchange_test_assert_sum (import);
  g_assert_cmpint (count (fixture, "contact"), ==, counts.created);

  /* Whoever cancels does not want to go on. */
  unfinished = crm_import_list_unfinished (fixture->workspace, NULL);
  g_assert_cmpuint (unfinished->len, ==, 0);

  crm_test_undo (fixture->workspace, crm_import_get_batch (import));
  g_assert_cmpint (count (fixture, "contact"), ==, 0);
  g_assert_cmpint (count (fixture, "account"), ==, 0);
  g_assert_cmpint (count (fixture, "note"), ==, 0);
}

static void
kill_cb (const CrmImportCounts *counts,
         gpointer               user_data)
{
  gint64 *left = user_data;

  if (--*left == 0)
    raise (SIGKILL);
}

/* In another process: imports, and is killed after some commits. */
static int
run_child (const char *folder,
           const char *type,
           gint64      n_commits)
{
  g_autofree char *path = g_build_filename (folder, strcmp (type, "cards") == 0 ? "file.vcf" : "file.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CrmWorkspace) workspace = crm_test_open (folder);
  g_autoptr (CrmImport) import = exchange_test_open (workspace, file, "contact");

  _crm_import_run_set_commit_rows (5);
  if (!crm_import_is_vcard (import))
    set_target (import, 3, "new.choice:Kind");
  crm_import_run (import, kill_cb, &n_commits, NULL, NULL);
  crm_workspace_close (workspace);

  return 0;
}

/* Returns: whether it was killed */
static gboolean
spawn_child (const char *folder,
             const char *type,
             gint64      n_commits)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *n = g_strdup_printf ("%" G_GINT64_FORMAT, n_commits);
  const char *argv[] = { self, "--child", folder, type, n, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);

  return !g_spawn_check_wait_status (status, NULL);
}

static void
go_on (const char            *folder,
       const char            *type,
       const CrmImportCounts *expected,
       const char            *expected_dump)
{
  Fixture fixture = { (char *) folder, crm_test_open (folder) };
  g_autoptr (GPtrArray) unfinished = crm_import_list_unfinished (fixture.workspace, NULL);
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const CrmBatch *batch;
  CrmImportCounts counts;

  g_assert_cmpuint (unfinished->len, ==, 1);
  batch = g_ptr_array_index (unfinished, 0);
  g_assert_cmpstr (batch->detail, ==, strcmp (type, "cards") == 0 ? "file.vcf" : "file.csv");

  import = crm_import_resume (fixture.workspace, batch->id, &error);
  g_assert_no_error (error);
  crm_import_run (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  exchange_test_assert_sum (import);
  crm_import_get_counts (import, &counts);
  g_assert_cmpint (counts.created, ==, expected->created);
  g_assert_cmpint (counts.merged, ==, expected->merged);
  g_assert_cmpint (counts.skipped, ==, expected->skipped);
  g_assert_cmpint (counts.rejected, ==, expected->rejected);
  g_assert_cmpint (crm_import_get_batch (import), ==, batch->id);

  text = dump (&fixture);
  exchange_test_assert_same (text, expected_dump);
  crm_test_assert_sound (fixture.workspace);
  crm_test_undo (fixture.workspace, batch->id);
  g_assert_cmpint (count (&fixture, "contact") + count (&fixture, "account") + count (&fixture, "field"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture.workspace, "SELECT count (*) FROM meta WHERE name GLOB 'import.*'"), ==, 0);

  crm_workspace_close (fixture.workspace);
  g_object_unref (fixture.workspace);
}

static void
test_kill (gconstpointer data)
{
  const char *type = data;
  const char *name = strcmp (type, "cards") == 0 ? "file.vcf" : "file.csv";
  g_autofree char *table = make_table ();
  g_autoptr (GString) cards = g_string_new (NULL);
  g_autofree char *expected_dump = NULL;
  CrmImportCounts expected = { 0 };
  gint64 n_commits = 1;

  for (guint i = 0; i < 30; i++)
    g_string_append_printf (cards, "BEGIN:VCARD\nVERSION:3.0\nFN:Person %u\nEMAIL:p%u@x.example\n%sEND:VCARD\n", i, i % 20,
                            i % 9 == 8 ? "BEGIN:VCARD\n" : "");
  if (strcmp (type, "cards") == 0)
    {
      g_free (table);
      table = g_strdup (cards->str);
    }

  for (;; n_commits++)
    {
      g_autofree char *folder = crm_test_make_folder ();
      g_autoptr (GFile) file = exchange_test_write (folder, name, table, -1);

      if (expected_dump == NULL)
        {
          Fixture whole = { folder, NULL };

          g_assert_false (spawn_child (folder, type, -1));
          whole.workspace = crm_test_open (folder);
          expected_dump = dump (&whole);
          expected.created = count (&whole, "contact");
          crm_workspace_close (whole.workspace);
          g_object_unref (whole.workspace);
          crm_test_remove_folder (folder);

          /* What the numbers have to be follows from how the file was made. */
          expected.rejected = strcmp (type, "cards") == 0 ? -1 : (N_ROWS - 4) / 7;
          n_commits = 0;
          continue;
        }

      if (expected.rejected == -1 || expected.skipped == 0)
        {
          Fixture whole = { folder, crm_test_open (folder) };
          g_autoptr (CrmImport) import = exchange_test_open (whole.workspace, file, "contact");

          exchange_test_run (import, CRM_DUPLICATES_SKIP);
          crm_import_get_counts (import, &expected);
          crm_workspace_close (whole.workspace);
          g_object_unref (whole.workspace);
          crm_test_remove_folder (folder);
          n_commits = 0;
          continue;
        }

      /* After the last commit there is nothing left to go on with. */
      if (n_commits > expected.rows / 5 || (n_commits == expected.rows / 5 && expected.rows % 5 == 0))
        {
          crm_test_remove_folder (folder);
          break;
        }

      g_assert_true (spawn_child (folder, type, n_commits));
      go_on (folder, type, &expected, expected_dump);
      crm_test_remove_folder (folder);
    }

  g_assert_cmpint (n_commits, >=, 5);
}

/* At any moment, which is not one between two commits. */
static void
test_kill_anywhere (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *table = make_table ();
  g_autoptr (GRand) random = g_rand_new_with_seed (3);

  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *folder = crm_test_make_folder ();
      g_autoptr (GFile) file = exchange_test_write (folder, "file.csv", table, -1);
      const char *argv[] = { self, "--child", folder, "table", "-1", NULL };
      g_autoptr (GSubprocess) child = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
      Fixture fixture = { folder, NULL };
      g_autoptr (GPtrArray) unfinished = NULL;
      gint64 n;

      g_usleep ((gulong) g_rand_int_range (random, 10, 300) * 1000);
      g_subprocess_force_exit (child);
      g_subprocess_wait (child, NULL, NULL);

      fixture.workspace = crm_test_open (folder);
      unfinished = crm_import_list_unfinished (fixture.workspace, NULL);
      if (unfinished->len > 0)
        {
          g_autoptr (CrmImport) import = crm_import_resume (fixture.workspace, ((CrmBatch *) g_ptr_array_index (unfinished, 0))->id, NULL);

          g_assert_true (crm_import_run (import, NULL, NULL, NULL, NULL));
          exchange_test_assert_sum (import);
        }
      n = count (&fixture, "contact");
      g_assert_true (n == 0 || n == 47);
      crm_test_assert_sound (fixture.workspace);
      crm_workspace_close (fixture.workspace);
      g_object_unref (fixture.workspace);
      crm_test_remove_folder (folder);
    }
}

static void
test_changed_file (void)
{
  g_autofree char *folder = crm_test_make_folder ();
  g_autofree char *table = make_table ();
  g_autoptr (GFile) file = exchange_test_write (folder, "file.csv", table, -1);
  Fixture fixture = { folder, NULL };
  g_autoptr (GPtrArray) unfinished = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  gint64 batch;

  g_assert_true (spawn_child (folder, "table", 3));
  g_object_unref (exchange_test_write (folder, "file.csv", "Full Name\nSomebody Else\n", -1));

  fixture.workspace = crm_test_open (folder);
  unfinished = crm_import_list_unfinished (fixture.workspace, NULL);
  batch = ((CrmBatch *) g_ptr_array_index (unfinished, 0))->id;
  import = crm_import_resume (fixture.workspace, batch, &error);
  g_assert_null (import);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);

  g_file_delete (file, NULL, NULL);
  import = crm_import_resume (fixture.workspace, batch, &error);
  g_assert_null (import);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Left at that: it is not offered any more, can be undone, and leaves no files. */
  crm_import_abandon (fixture.workspace, batch, &error);
  g_assert_no_error (error);
  left = crm_import_list_unfinished (fixture.workspace, NULL);
  g_assert_cmpuint (left->len, ==, 0);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_prefix (name, "import-"));
  crm_test_undo (fixture.workspace, batch);
  g_assert_cmpint (count (&fixture, "contact"), ==, 0);

  crm_workspace_close (fixture.workspace);
  g_object_unref (fixture.workspace);
  crm_test_remove_folder (folder);
}

/* --- Beside others ------------------------------------------------------------------------------------------ */

static void
write_beside_cb (CrmImport *import,
                 Fixture   *fixture)
{
  if (count (fixture, "tag") < 10)
    {
      g_autofree char *name = g_strdup_printf ("beside %" G_GINT64_FORMAT, count (fixture, "tag"));

      crm_test_add (fixture->workspace, "tag", "name", name, NULL);
    }
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *text = make_table ();
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "file.csv", text, -1);
  g_autoptr (CrmImport) import = crm_import_new (fixture->workspace, file);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) previewed = NULL;
  g_autoptr (GAsyncResult) imported = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  CrmImportCounts counts;

  crm_import_open_async (import, NULL, crm_test_keep_result_cb, &opened);
  crm_test_wait (crm_test_has_result, &opened);
  crm_import_open_finish (import, opened, &error);
  g_assert_no_error (error);

  crm_import_preview_async (import, 10, NULL, crm_test_keep_result_cb, &previewed);
  crm_test_wait (crm_test_has_result, &previewed);
  rows = crm_import_preview_finish (import, previewed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 10);

  /* Others write between its commits, and see what it has brought so far. */
  _crm_import_run_set_commit_rows (2);
  set_target (import, 3, "new.choice:Kind");
  g_signal_connect (import, "progress", G_CALLBACK (write_beside_cb), fixture);
  crm_import_run_async (import, NULL, crm_test_keep_result_cb, &imported);
  crm_test_wait (crm_test_has_result, &imported);
  crm_import_run_finish (import, imported, &error);
  g_assert_no_error (error);
  exchange_test_assert_sum (import);
  crm_import_get_counts (import, &counts);
  g_assert_cmpint (counts.rows, ==, N_ROWS);
  g_assert_cmpint (counts.bytes, ==, counts.size);
  g_assert_cmpint (count (fixture, "tag"), ==, 10);

  /* The window knows the new field by now. */
  g_assert_nonnull (crm_record_type_find_label (crm_workspace_get_type_named (fixture->workspace, "contact"), "Kind"));

  crm_test_undo (fixture->workspace, crm_import_get_batch (import));
  g_assert_cmpint (count (fixture, "contact"), ==, 0);
  g_assert_cmpint (count (fixture, "tag"), ==, 10);
}

static void
test_async_cancel (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *text = make_table ();
  g_autoptr (CrmImport) import = open_text (fixture, text, "contact");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  crm_import_run_async (import, cancellable, crm_test_keep_result_cb, &result);
  crm_test_wait (crm_test_has_result, &result);
  g_assert_false (crm_import_run_finish (import, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (fixture, "contact"), ==, 0);
}

/* --- Deals and tasks -------------------------------------------------------------------------------------- */

static void
test_deals (Fixture       *fixture,
            gconstpointer  data)
{
  static const char deals[] =
    "Deal Name,Amount,Pipeline,Stage,Contact Person,Organization,Owner,Close Date,Status,Lost Reason,Participants,Notes\n"
    "Roof repair,\"1.500,00 EUR\",Roofs,Offer,Ana García,Sol,,31.12.2026,open,,Architect: Luis Paz; Eva,Flat roof\n"
    "Solar,\"20.000,50 EUR\",Solar,Offer,Ana García,Luna,,15.1.2027,lost,Too expensive,,\n"
    "Roof repair,\"1.500,00 EUR\",Roofs,Offer,Ana García,Sol,,31.12.2026,won,,,\n"
    "Roof repair,\"1.500,00 EUR\",Roofs,Offer,Ana García,Sol,,31.12.2027,open,,,\n"
    "Gutter,,Roofs,Survey,Pedro,,,,open,,,\n";
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (CrmImport) again = NULL;
  g_autofree char *stage = NULL;

  crm_test_add (fixture->workspace, "pipeline", "name", "Roofs", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Lead", "pipeline", "Roofs", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Offer", "pipeline", "Roofs", NULL);
  crm_test_add (fixture->workspace, "pipeline", "name", "Solar", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Offer", "pipeline", "Solar", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "account", "Luna", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "account", "Sol", NULL);

  import = import_text (fixture, deals, "deal", CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 4, 0, 1, 0);
  assert_value (fixture, "deal", 1, "value", "1500.00 EUR");
  assert_value (fixture, "deal", 1, "close_date", "2026-12-31");
  assert_value (fixture, "deal", 1, "people", "Architect: Luis Paz; Eva");

  /* The one at that account, and the stage of that pipeline. */
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contact FROM deal WHERE id = 1"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contact FROM deal WHERE id = 2"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace,
                                   "SELECT count (*) FROM deal d JOIN stage s ON s.id = d.stage AND s.pipeline = d.pipeline AND s.name = 'Offer' "
                                   "JOIN pipeline p ON p.id = d.pipeline AND p.name = CASE d.id WHEN 2 THEN 'Solar' ELSE 'Roofs' END "
                                   "WHERE d.id <= 3"), ==, 3);
  assert_value (fixture, "deal", 2, "status", "lost");
  assert_value (fixture, "deal", 2, "lost_reason", "Too Expensive");

  /* A stage that is made belongs to the pipeline, a person to the company. */
  stage = crm_test_get (fixture->workspace, "deal", 4, "stage");
  g_assert_cmpstr (stage, ==, "Survey");
  assert_value (fixture, "deal", 4, "pipeline", "Roofs");
  g_assert_cmpint (crm_test_query (fixture->workspace,
                                   "SELECT count (*) FROM contact c JOIN account a ON a.id = c.account "
                                   "WHERE c.last_name = 'Paz' AND a.name = 'Sol'"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM note WHERE deal = 1"), ==, 1);

  /* However far they have come since. */
  crm_test_set (fixture->workspace, "deal", 1, "stage", "Lead", "status", "won", NULL);
  again = import_text (fixture, deals, "deal", CRM_DUPLICATES_MERGE);
  exchange_test_assert (again, 0, 0, 5, 0);
  crm_test_undo (fixture->workspace, crm_import_get_batch (import));
  g_assert_cmpint (count (fixture, "deal"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal WHERE state = 1"), ==, 1);
}

static void
test_ambiguous (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GPtrArray) rejects = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@luna.example", NULL);
  import = import_text (fixture, "Title,Contacts\nCall,Ana\nVisit,ana@luna.example\n", "task", CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 1, 0, 0, 1);
  rejects = crm_import_list_rejects (import, 1, NULL);
  g_assert_nonnull (strstr (((CrmReject *) g_ptr_array_index (rejects, 0))->reason, "Several records are called “Ana”"));
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT key FROM member WHERE tbl = 12 AND record = 1 AND col = 11"), ==, 2);
}

static void
test_tasks (Fixture       *fixture,
            gconstpointer  data)
{
  static const char tasks[] =
    "Subject,Due Date,Assigned To,Priority,Status,Reminder,Contact,Deal,Comments,Type\n"
    "Call Ana,12/31/2026 14:30,Bea,High,open,15; 60,Ana García,Roof repair,Loud dog,Call\n"
    "Call Ana,12/31/2026 14:30,Bea,High,done,,Ana García,Roof repair,,Call\n"
    "Call Luis,1/2/2027,,,done,,Luis Paz,,,Call\n"
    "Order tiles,,Nobody,low,,,,,,\n"
    "Visit,1/2/2027,,,,,,Castle,,\n"
    "Visit,1/2/2027,,urgent,,,,,,\n";
  g_autoptr (CrmImport) import = NULL;
  g_autoptr (GPtrArray) rejects = NULL;

  crm_test_add (fixture->workspace, "user", "name", "Bea", "email", "bea@roof.example", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof repair", NULL);
  import = import_text (fixture, tasks, "task", CRM_DUPLICATES_SKIP);
  exchange_test_assert (import, 3, 0, 1, 2);

  assert_value (fixture, "task", 1, "due", "2026-12-31T14:30");
  assert_value (fixture, "task", 1, "assignees", "Bea");
  assert_value (fixture, "task", 1, "priority", "high");
  assert_value (fixture, "task", 1, "reminders", "15; 60");
  assert_value (fixture, "task", 1, "contacts", "Ana García");
  assert_value (fixture, "task", 1, "deals", "Roof repair");
  assert_value (fixture, "task", 2, "due", "2027-01-02");
  assert_value (fixture, "task", 2, "status", "done");
  assert_value (fixture, "task", 3, "assignees", "");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT open_tasks FROM deal WHERE id = 1"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM comment WHERE task = 1"), ==, 1);

  /* A deal is not made by the way. */
  rejects = crm_import_list_rejects (import, 10, NULL);
  g_assert_nonnull (strstr (((CrmReject *) g_ptr_array_index (rejects, 0))->reason, "there is no “Castle”"));
  g_assert_cmpstr (((CrmReject *) g_ptr_array_index (rejects, 1))->column, ==, "Priority");
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  if (argc == 5 && strcmp (argv[1], "--child") == 0)
    return run_child (argv[2], argv[3], g_ascii_strtoll (argv[4], NULL, 10));

  g_test_init (&argc, &argv, NULL);

  ADD ("/import/skip", test_skip);
  ADD ("/import/merge", test_merge);
  ADD ("/import/create", test_create);
  ADD ("/import/file-wins", test_file_wins);
  ADD ("/import/recognise", test_recognise);
  ADD ("/import/uuid", test_uuid);
  ADD ("/import/merged", test_merged);
  ADD ("/import/preview", test_preview);
  ADD ("/import/preview-fresh", test_preview_fresh);
  ADD ("/import/preview-fresh-types", test_preview_fresh_types);
  ADD ("/import/options", test_options);
  ADD ("/import/list", test_list);
  ADD ("/import/rejects", test_rejects);
  ADD ("/import/reject-cards", test_reject_cards);
  ADD ("/import/undo", test_undo);
  ADD ("/import/undo-large", test_undo_large);
  ADD ("/import/cancel", test_cancel);
  g_test_add_data_func ("/import/kill-table", "table", test_kill);
  g_test_add_data_func ("/import/kill-cards", "cards", test_kill);
  g_test_add_func ("/import/kill-anywhere", test_kill_anywhere);
  g_test_add_func ("/import/changed-file", test_changed_file);
  ADD ("/import/async", test_async);
  ADD ("/import/async-cancel", test_async_cancel);
  ADD ("/import/deals", test_deals);
  ADD ("/import/ambiguous", test_ambiguous);
  ADD ("/import/tasks", test_tasks);

  return g_test_run ();
}
