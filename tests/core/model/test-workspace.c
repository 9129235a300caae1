/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Workspaces: the first start, opening again, going on where something was cut off, and what
 * other programs change meanwhile. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crm-error.h"
#include "crm-money.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  char *path;
  CrmWorkspace *workspace;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "crm.db", NULL);
}

static void
fixture_close (Fixture *fixture)
{
  crm_workspace_close (fixture->workspace);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&fixture->workspace));
}

static void
fixture_reopen (Fixture *fixture)
{
  if (fixture->workspace != NULL)
    fixture_close (fixture);
  fixture->workspace = crm_test_open (fixture->folder);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  fixture_close (fixture);
  crm_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_pointer (&fixture->path, g_free);
}

static const CrmTable *
get_table (Fixture    *fixture,
           const char *type)
{
  return &crm_workspace_get_type_named (fixture->workspace, type)->table;
}

/* --- Opening ------------------------------------------------------------------------------------------ */

static void
test_first_start (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_cmpint (crm_workspace_get_actor (fixture->workspace), ==, 1);
  g_assert_true (crm_workspace_is_administrator (fixture->workspace));
  g_assert_true (crm_workspace_may_reassign (fixture->workspace));
  g_assert_true (crm_workspace_is_fresh (fixture->workspace));
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM user WHERE role = 'administrator'"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM business"), ==, 1);

  /* The second one finds all that. */
  fixture_reopen (fixture);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM user"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM business"), ==, 1);
  g_assert_true (crm_workspace_is_fresh (fixture->workspace));

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  fixture_reopen (fixture);
  g_assert_false (crm_workspace_is_fresh (fixture->workspace));
}

static char *
hash_file (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) bytes, length);
}

/* Nothing is written, and no index made anew, only because somebody opens a file. */
static void
test_idle (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *before = NULL;

  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "text", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "custom.roof", "Tiles", NULL);
  fixture_close (fixture);
  before = hash_file (fixture->path);

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *after = NULL;

      fixture_reopen (fixture);
      fixture_close (fixture);
      after = hash_file (fixture->path);
      g_assert_cmpstr (before, ==, after);
    }
  fixture_reopen (fixture);
}

static void
test_async (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmWorkspace) workspace = NULL;

  crm_workspace_open_async (fixture->path, clock, NULL, crm_test_keep_result_cb, &opened);
  crm_test_wait (crm_test_has_result, &opened);
  workspace = crm_workspace_open_finish (opened, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM user"), ==, 1);

  crm_workspace_open_async (fixture->folder, clock, NULL, crm_test_keep_result_cb, &failed);
  crm_test_wait (crm_test_has_result, &failed);
  g_assert_null (crm_workspace_open_finish (failed, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

/* --- Going on --------------------------------------------------------------------------------------------- */

typedef struct
{
  const CrmTable *table;
  guint n;
  gboolean last;
} Part;

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Part *part = data;
  g_auto (CrmValue) name = crm_value_text ("Sol");

  for (guint i = 0; i < part->n; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (part->table, CRM_OP_CREATE, 0);

      crm_edit_set (edit, crm_table_find_column (part->table, "name"), &name);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }
  if (!part->last)
    crm_door_keep_open (door, 1);

  return TRUE;
}

/* Adds accounts as an import does: one batch in several commits. */
static gint64
import (Fixture *fixture,
        guint    n)
{
  gint64 batch = 0;

  while (n > 0)
    {
      Part part = { get_table (fixture, "account"), MIN (n, 2500), n <= 2500 };
      g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_IMPORT, "accounts.csv");
      g_autoptr (CrmCommit) commit = NULL;
      g_autoptr (GError) error = NULL;

      crm_change_set_set_batch (set, batch);
      commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_LOW, import_func, &part, &error);
      g_assert_no_error (error);
      batch = commit->batch;
      n -= part.n;
    }

  return batch;
}

static void
die_cb (CrmCommit *commit,
        gpointer   user_data)
{
  raise (SIGKILL);
}

/* Undoes a batch in another process, which is killed after the first part. */
static void
undo_and_die (Fixture *fixture,
              gint64   actor,
              gint64   batch)
{
  pid_t child;
  int status;

  fixture_close (fixture);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmDb) db = crm_db_open (fixture->path, CRM_DB_WRITE, &error);
      g_autoptr (CrmCatalogue) catalogue = db != NULL ? crm_catalogue_load (db, &error) : NULL;
      CrmUndone undone;

      if (catalogue != NULL)
        crm_journal_undo (db, CRM_SCHEMA (catalogue), clock, actor, batch, die_cb, NULL, &undone, &error);
      g_printerr ("%s\n", error != NULL ? error->message : "The undo came to its end.");
      _exit (1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
}

static void
test_resumed (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 batch = import (fixture, 12000);

  undo_and_die (fixture, 1, batch);
  fixture_reopen (fixture);

  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM account WHERE state = 0"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM batch WHERE open"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT records FROM batch WHERE undo_of IS NOT NULL"), ==, 12000);
}

/* An undo that may not go on leaves what it did, is told, and keeps nobody from the data. */
static void
test_not_resumed (Fixture       *fixture,
                  gconstpointer  data)
{
  const gint64 second = crm_test_add (fixture->workspace, "user", "name", "Second", "role", "administrator", NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmChangeSet) reassign = NULL;
  g_autoptr (CrmChangeSet) demote = NULL;
  g_autoptr (CrmCommit) reassigned = NULL;
  g_autoptr (CrmCommit) demoted = NULL;
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) member = crm_value_text ("member");
  CrmValue owner = crm_value_integer (second);
  gint64 left;

  import (fixture, 6000);
  for (gint64 id = 1; id <= 6000; id++)
    g_array_append_val (ids, id);
  reassign = crm_change_set_new (second, CRM_CAUSE_USER, NULL);
  crm_edit_set (crm_change_set_edit_many (reassign, get_table (fixture, "account"), CRM_OP_UPDATE,
                                          (const gint64 *) ids->data, ids->len),
                crm_table_find_column (get_table (fixture, "account"), "owner"), &owner);
  reassigned = crm_workspace_commit (fixture->workspace, reassign, &error);
  g_assert_no_error (error);

  undo_and_die (fixture, second, reassigned->batch);

  /* A workspace would go on at once; a store does not. */
  store = crm_store_open (fixture->path, CRM_SCHEMA (catalogue), clock, &error);
  g_assert_no_error (error);
  demote = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
  crm_change_set_set (demote, &crm_catalogue_find (catalogue, "user")->table, second,
                      crm_table_find_column (&crm_catalogue_find (catalogue, "user")->table, "role"), &member);
  demoted = crm_store_commit (store, demote, &error);
  g_assert_no_error (error);
  crm_store_close (store);

  fixture_reopen (fixture);
  left = crm_test_query (fixture->workspace, "SELECT count (*) FROM account WHERE owner = 2");
  g_assert_cmpint (left, >, 0);
  g_assert_cmpint (left, <, 6000);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM batch WHERE open"), ==, 0);
  fixture_reopen (fixture);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM account WHERE owner = 2"), ==, left);
}

/* --- Other programs ------------------------------------------------------------------------------------------- */

static gboolean
has_roof (gpointer data)
{
  CrmWorkspace *workspace = data;

  crm_store_look_for_commits (crm_workspace_get_store (workspace));

  return crm_record_type_find_field (crm_workspace_get_type_named (workspace, "contact"), "custom.roof") != NULL;
}

static gboolean
is_called_anna (gpointer data)
{
  return strcmp (crm_record_get_title (data), "Anna") == 0;
}

static gboolean
counts_in_yen (gpointer data)
{
  return g_strcmp0 (crm_money_get_default_currency (), "JPY") == 0;
}

static gboolean
is_no_administrator (gpointer data)
{
  return !crm_workspace_is_administrator (data);
}

static void
test_two (Fixture       *fixture,
          gconstpointer  data)
{
  const gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  const gint64 second = crm_test_add (fixture->workspace, "user", "name", "Second", "role", "administrator", NULL);
  g_autoptr (CrmWorkspace) other = crm_test_open (fixture->folder);
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmChangeSet) demote = crm_change_set_new (second, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) demoted = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) member = crm_value_text ("member");

  record = crm_workspace_load_record (fixture->workspace, crm_workspace_get_type_named (fixture->workspace, "contact"), id, &error);
  g_assert_no_error (error);

  crm_test_add (other, "field", "label", "Roof", "record_type", "contact", "type", "text", NULL);
  crm_test_wait (has_roof, fixture->workspace);
  crm_test_set (fixture->workspace, "contact", id, "custom.roof", "Tiles", NULL);

  crm_test_set (other, "contact", id, "first_name", "Anna", NULL);
  crm_store_look_for_commits (crm_workspace_get_store (fixture->workspace));
  crm_test_wait (is_called_anna, record);

  crm_money_set_default_currency ("EUR");
  crm_test_set (other, "business", 1, "currency", "JPY", NULL);
  crm_money_set_default_currency ("EUR");
  crm_store_look_for_commits (crm_workspace_get_store (fixture->workspace));
  crm_test_wait (counts_in_yen, NULL);

  crm_change_set_set (demote, get_table (fixture, "user"), 1, crm_table_find_column (get_table (fixture, "user"), "role"), &member);
  demoted = crm_workspace_commit (other, demote, &error);
  g_assert_no_error (error);
  crm_store_look_for_commits (crm_workspace_get_store (fixture->workspace));
  crm_test_wait (is_no_administrator, fixture->workspace);
}

static gboolean
has_no_roof (gpointer data)
{
  return crm_record_type_find_field (crm_workspace_get_type_named (data, "contact"), "custom.roof") == NULL;
}

static gboolean
is_called_ana (gpointer data)
{
  return strcmp (crm_record_get_title (data), "Ana") == 0;
}

static void
test_replaced (Fixture       *fixture,
               gconstpointer  data)
{
  const gint64 id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  CrmStore *store = crm_workspace_get_store (fixture->workspace);
  g_autofree char *backup = g_build_filename (fixture->folder, "copy.db", NULL);
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_backup_write (fixture->path, backup, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "text", NULL);
  crm_test_set (fixture->workspace, "contact", id, "first_name", "Anna", "custom.roof", "Tiles", NULL);
  record = crm_workspace_load_record (fixture->workspace, crm_workspace_get_type_named (fixture->workspace, "contact"), id, &error);
  g_assert_cmpstr (crm_record_get_title (record), ==, "Anna");

  g_assert_true (crm_store_restore (store, backup, &error));
  g_assert_no_error (error);
  crm_test_wait (is_called_ana, record);
  crm_test_wait (has_no_roof, fixture->workspace);
  crm_test_set (fixture->workspace, "contact", id, "city", "Lugo", NULL);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/workspace/first-start", test_first_start },
    { "/workspace/idle", test_idle },
    { "/workspace/async", test_async },
    { "/workspace/resumed", test_resumed },
    { "/workspace/not-resumed", test_not_resumed },
    { "/workspace/two", test_two },
    { "/workspace/replaced", test_replaced },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);

  return g_test_run ();
}
