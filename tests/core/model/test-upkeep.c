/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program does by itself: a backup a day, and what is too old in the trash goes. */

#include "config.h"

#include <glib/gstdio.h>

#include "crm-backup-plan.h"
#include "crm-test.h"
#include "crm-upkeep-jobs.h"
#include "crm-upkeep.h"

static gboolean
is_idle (gpointer data)
{
  return !crm_upkeep_is_busy (data);
}

static void
look (CrmUpkeep *upkeep)
{
  crm_upkeep_look (upkeep);
  crm_test_wait (is_idle, upkeep);
}

static guint
count_backups (CrmWorkspace *workspace,
               const char   *kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) backups = crm_backup_list (crm_store_get_path (crm_workspace_get_store (workspace)), &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < backups->len; i++)
    {
      const CrmBackup *backup = g_ptr_array_index (backups, i);

      g_assert_true (backup->checked);
      n += g_str_equal (backup->kind, kind);
    }

  return n;
}

static void
test_daily (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmClock *clock = crm_workspace_get_clock (workspace);
  const char *path = crm_store_get_path (crm_workspace_get_store (workspace));
  g_autoptr (CrmUpkeep) upkeep = crm_upkeep_new (workspace);
  g_autoptr (CrmBackupPlan) plan = NULL;

  look (upkeep);
  g_assert_cmpuint (count_backups (workspace, "daily"), ==, 1);
  look (upkeep);
  g_assert_cmpuint (count_backups (workspace, "daily"), ==, 1);

  crm_clock_set_now (clock, CRM_TEST_NOW + 25 * G_TIME_SPAN_HOUR);
  look (upkeep);
  g_assert_cmpuint (count_backups (workspace, "daily"), ==, 2);

  plan = crm_backup_plan_load (path);
  g_assert_cmpint (plan->tried, ==, CRM_TEST_NOW + 25 * G_TIME_SPAN_HOUR);
  g_assert_null (plan->failure);

  crm_test_remove_folder (folder);
}

static void
failed_cb (CrmUpkeep  *upkeep,
           const char *why,
           char      **message)
{
  g_free (*message);
  *message = g_strdup (why);
}

/* A drive that is not there is said, not papered over. */
static void
test_failure (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const char *path = crm_store_get_path (crm_workspace_get_store (workspace));
  g_autofree char *drive = g_build_filename (folder, "drive", NULL);
  g_autoptr (CrmUpkeep) upkeep = crm_upkeep_new (workspace);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_backup_plan_set_folder (path, drive, &error));
  g_signal_connect (upkeep, "failed", G_CALLBACK (failed_cb), &message);
  look (upkeep);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, drive));
  g_assert_false (g_file_test (drive, G_FILE_TEST_EXISTS));
  {
    g_autoptr (CrmBackupPlan) plan = crm_backup_plan_load (path);

    g_assert_cmpstr (plan->failure, ==, message);
  }

  /* It is connected. */
  g_assert_cmpint (g_mkdir (drive, 0700), ==, 0);
  look (upkeep);
  g_assert_cmpuint (count_backups (workspace, "daily"), ==, 1);
  {
    g_autoptr (CrmBackupPlan) plan = crm_backup_plan_load (path);

    g_assert_null (plan->failure);
  }

  crm_test_remove_folder (folder);
}

static void
test_trash (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmClock *clock = crm_workspace_get_clock (workspace);
  g_autoptr (CrmUpkeep) upkeep = crm_upkeep_new (workspace);

  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (workspace, "contact", "first_name", "Luis", NULL);
  crm_test_trash (workspace, "contact", 1);
  crm_clock_set_now (clock, CRM_TEST_NOW + 29 * G_TIME_SPAN_DAY);
  crm_test_trash (workspace, "contact", 2);
  look (upkeep);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact"), ==, 2);

  crm_clock_set_now (clock, CRM_TEST_NOW + 30 * G_TIME_SPAN_DAY + 1);
  look (upkeep);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE id = 1"), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE id = 2"), ==, 1);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* --- What people ask for ----------------------------------------------------------------------------------- */

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static gboolean
has_answer (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
count_cb (int *n)
{
  (*n)++;
}

static gboolean
is_told (gpointer data)
{
  return *(int *) data > 0;
}

static void
test_restore (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) restored = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int n_told = 0;

  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_upkeep_back_up_async (workspace, NULL, answered_cb, &made);
  crm_test_wait (has_answer, &made);
  path = crm_upkeep_back_up_finish (workspace, made, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_backups (workspace, "manual"), ==, 1);

  crm_test_set (workspace, "contact", 1, "first_name", "Zoe", NULL);
  g_signal_connect_swapped (workspace, "replaced", G_CALLBACK (count_cb), &n_told);
  crm_upkeep_restore_async (workspace, path, answered_cb, &restored);
  crm_test_wait (has_answer, &restored);
  g_assert_true (crm_upkeep_restore_finish (workspace, restored, &error));
  g_assert_no_error (error);
  crm_test_wait (is_told, &n_told);

  g_assert_cmpint (crm_test_query (workspace, "SELECT first_name = 'Ana' FROM contact"), ==, 1);
  g_assert_cmpuint (count_backups (workspace, "before-restore"), ==, 1);
  crm_test_assert_sound (workspace);

  /* It is a database to work with. */
  crm_test_add (workspace, "contact", "first_name", "Luis", NULL);

  crm_test_remove_folder (folder);
}

/* Going back takes back what everybody has done. */
static void
test_restore_denied (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GAsyncResult) restored = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  crm_test_add (workspace, "user", "name", "Max", "email", "max@example.com", NULL);
  path = crm_backup_make (crm_store_get_path (crm_workspace_get_store (workspace)), "manual",
                          crm_workspace_get_clock (workspace), NULL, &error);
  g_assert_no_error (error);
  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  g_assert_true (crm_workspace_set_actor (workspace, "max@example.com", NULL));

  crm_upkeep_restore_async (workspace, path, answered_cb, &restored);
  crm_test_wait (has_answer, &restored);
  g_assert_false (crm_upkeep_restore_finish (workspace, restored, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact"), ==, 1);
  g_assert_cmpuint (count_backups (workspace, "before-restore"), ==, 0);

  g_clear_object (&restored);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
}

static gboolean
damage_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  return crm_db_exec (crm_door_get_db (door),
                      "UPDATE contact SET last_name_key = 'x', email_key = NULL; UPDATE tag SET contacts = 7;"
                      "INSERT INTO contact_search (contact_search) VALUES ('delete-all')", error);
}

static guint
check (CrmWorkspace *workspace)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  crm_upkeep_check_async (workspace, NULL, answered_cb, &result);
  crm_test_wait (has_answer, &result);
  findings = crm_upkeep_check_finish (workspace, result, &error);
  g_assert_no_error (error);

  return findings->len;
}

/* What follows from the records is made anew from them. */
static void
test_repair (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_add (workspace, "contact", "first_name", "Ana", "last_name", "García", "email", "ana@sol.example", "tags", "roof", NULL);
  g_assert_cmpuint (check (workspace), ==, 0);

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, damage_func, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (check (workspace), >, 0);

  crm_upkeep_repair_async (workspace, answered_cb, &result);
  crm_test_wait (has_answer, &result);
  g_assert_true (crm_upkeep_repair_finish (workspace, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (check (workspace), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT email_key = 'ana@sol.example' FROM contact"), ==, 1);
  g_assert_cmpuint (count_backups (workspace, "before-repair"), ==, 1);

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upkeep/daily", test_daily);
  g_test_add_func ("/upkeep/failure", test_failure);
  g_test_add_func ("/upkeep/trash", test_trash);
  g_test_add_func ("/upkeep/restore", test_restore);
  g_test_add_func ("/upkeep/restore-denied", test_restore_denied);
  g_test_add_func ("/upkeep/repair", test_repair);

  return g_test_run ();
}
