/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backups: where they go, which ones stay, and which ones can be trusted. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "crm-backup-plan.h"
#include "crm-test.h"

static void
put_file (const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (path, "x", -1, &error);
  g_assert_no_error (error);
}

static gboolean
has_file (const char *folder,
          const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A year of backups, one a day: seven days, four weeks and twelve months stay. */
static void
test_rotation (void)
{
  g_autofree char *folder = crm_test_make_folder ();
  g_autofree char *database = g_build_filename (folder, "crm.db", NULL);
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
  g_autoptr (GHashTable) months = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) left = NULL;

  for (int day = 0; day < 400; day++)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (CRM_TEST_NOW / G_USEC_PER_SEC - day * 24 * 60 * 60);
      g_autofree char *name = g_date_time_format (time, "crm-%Y%m%dT%H%M%SZ-daily.db");

      put_file (backups, name);
    }
  put_file (backups, "crm-20200101T000000Z-manual.db");
  put_file (backups, "other-20200101T000000Z-daily.db");
  put_file (backups, "letter.txt");
  for (int i = 1; i < 6; i++)
    {
      g_autofree char *name = g_strdup_printf ("crm-2020010%dT000000Z-before-restore.db", i);

      put_file (backups, name);
    }

  crm_backup_rotate (database, clock);

  /* 2026-03-02 is a Monday. */
  g_assert_true (has_file (backups, "crm-20260302T100000Z-daily.db"));
  g_assert_true (has_file (backups, "crm-20260224T100000Z-daily.db"));
  g_assert_false (has_file (backups, "crm-20260223T100000Z-daily.db"));
  g_assert_true (has_file (backups, "crm-20260222T100000Z-daily.db"));
  g_assert_true (has_file (backups, "crm-20260215T100000Z-daily.db"));
  g_assert_false (has_file (backups, "crm-20260208T100000Z-daily.db"));
  g_assert_true (has_file (backups, "crm-20260131T100000Z-daily.db"));
  g_assert_true (has_file (backups, "crm-20250430T100000Z-daily.db"));
  g_assert_false (has_file (backups, "crm-20250331T100000Z-daily.db"));

  /* What people asked for, and what is not ours. */
  g_assert_true (has_file (backups, "crm-20200101T000000Z-manual.db"));
  g_assert_true (has_file (backups, "other-20200101T000000Z-daily.db"));
  g_assert_true (has_file (backups, "letter.txt"));
  g_assert_true (has_file (backups, "crm-20200105T000000Z-before-restore.db"));
  g_assert_false (has_file (backups, "crm-20200102T000000Z-before-restore.db"));

  left = crm_backup_list (database, NULL);
  g_assert_cmpuint (left->len, ==, 7 + 2 + 10 + 1 + 3);

  crm_test_remove_folder (folder);
}

/* Rotating again takes nothing more, and a day later only what is a day older. */
static void
test_rotation_is_stable (void)
{
  g_autofree char *folder = crm_test_make_folder ();
  g_autofree char *database = g_build_filename (folder, "crm.db", NULL);
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
  guint most = 0;

  for (int day = 400; day >= 0; day--)
    {
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (CRM_TEST_NOW / G_USEC_PER_SEC - day * 24 * 60 * 60);
      g_autofree char *name = g_date_time_format (time, "crm-%Y%m%dT%H%M%SZ-daily.db");
      g_autoptr (GPtrArray) left = NULL;

      put_file (backups, name);
      crm_backup_rotate (database, clock);
      left = crm_backup_list (database, NULL);
      most = MAX (most, left->len);
      if (day < 10)
        g_assert_cmpuint (left->len, >=, 7 + 2 + 10);
    }
  g_assert_cmpuint (most, <=, 7 + 4 + 12);

  crm_test_remove_folder (folder);
}

/* In a folder of people's own only what we have made is removed. */
static void
test_chosen_folder (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const char *database = crm_store_get_path (crm_workspace_get_store (workspace));
  CrmClock *clock = crm_workspace_get_clock (workspace);
  g_autofree char *stick = g_build_filename (folder, "stick", NULL);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  put_file (stick, "crm-20200101T000000Z-daily.db");
  g_assert_true (crm_backup_plan_set_folder (database, stick, &error));
  g_assert_true (crm_backup_plan_set_kept (database, 1, 1, 1, &error));
  first = crm_backup_make (database, "daily", clock, NULL, &error);
  g_assert_no_error (error);
  crm_clock_set_now (clock, CRM_TEST_NOW + G_TIME_SPAN_DAY);
  second = crm_backup_make (database, "daily", clock, NULL, &error);
  g_assert_no_error (error);

  g_assert_false (g_file_test (first, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (second, G_FILE_TEST_EXISTS));
  g_assert_true (has_file (stick, "crm-20200101T000000Z-daily.db"));

  /* Somebody else's is not one that we have checked. */
  list = crm_backup_list (database, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_true (((const CrmBackup *) g_ptr_array_index (list, 0))->checked);
  g_assert_false (((const CrmBackup *) g_ptr_array_index (list, 1))->checked);

  crm_test_remove_folder (folder);
}

/* What was made on a drive that is taken away for a while is ours when it comes back. */
static void
test_drive_away (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const char *database = crm_store_get_path (crm_workspace_get_store (workspace));
  CrmClock *clock = crm_workspace_get_clock (workspace);
  g_autofree char *stick = g_build_filename (folder, "stick", NULL);
  g_autofree char *away = g_build_filename (folder, "drawer", NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir (stick, 0700);
  g_assert_true (crm_backup_plan_set_folder (database, stick, &error));
  g_assert_true (crm_backup_plan_set_kept (database, 1, 1, 1, &error));
  for (guint day = 0; day < 3; day++)
    {
      g_autofree char *made = NULL;

      crm_clock_set_now (clock, CRM_TEST_NOW + day * G_TIME_SPAN_DAY);
      if (day == 1)
        {
          g_assert_cmpint (g_rename (stick, away), ==, 0);
          g_assert_true (crm_backup_plan_note_try (database, crm_clock_get_now (clock), "no drive", &error));
          g_assert_cmpint (g_rename (away, stick), ==, 0);
          continue;
        }
      made = crm_backup_make (database, "daily", clock, NULL, &error);
      g_assert_no_error (error);
    }

  /* Or it would fill up with those that nobody removes. */
  g_assert_false (has_file (stick, "crm-20260302T100000Z-daily.db"));
  g_assert_true (has_file (stick, "crm-20260304T100000Z-daily.db"));

  crm_test_remove_folder (folder);
}

#define ROUNDS 150

/* Another program that has the same database changes one thing, this one another: neither is lost. */
static void
test_two_programs (void)
{
  g_autofree char *folder = crm_test_make_folder ();
  g_autofree char *database = g_build_filename (folder, "crm.db", NULL);
  const char *const child[] = { "/proc/self/exe", "change-kept", database, NULL };
  g_autoptr (CrmBackupPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) other = g_subprocess_newv (child, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  for (guint i = 1; i <= ROUNDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("/%u", i);

      g_assert_true (crm_backup_plan_set_folder (database, name, &error));
      g_clear_pointer (&plan, crm_backup_plan_free);
      plan = crm_backup_plan_load (database);
      g_assert_cmpstr (plan->folder, ==, name);
    }
  g_assert_true (g_subprocess_wait_check (other, NULL, &error));
  g_assert_no_error (error);

  crm_test_remove_folder (folder);
}

static int
change_kept (const char *database)
{
  for (guint i = 1; i <= ROUNDS; i++)
    {
      g_autoptr (CrmBackupPlan) plan = NULL;

      if (!crm_backup_plan_set_kept (database, i, i, i, NULL))
        return 1;
      plan = crm_backup_plan_load (database);
      if (plan->daily != i)
        return 1;
    }

  return 0;
}

/* A plan that cannot be read now is not overwritten by what holds without one. */
static void
test_unreadable (void)
{
  g_autofree char *folder = crm_test_make_folder ();
  g_autofree char *database = g_build_filename (folder, "crm.db", NULL);
  g_autofree char *plan = g_strconcat (database, ".backups", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (plan, 0700), ==, 0);
  g_assert_false (crm_backup_plan_set_kept (database, 1, 1, 1, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  g_clear_error (&error);
  g_assert_cmpint (g_rmdir (plan), ==, 0);

  /* What somebody has made a mess of is. */
  put_file (folder, "crm.db.backups");
  g_assert_true (crm_backup_plan_set_kept (database, 1, 1, 1, &error));

  crm_test_remove_folder (folder);
}

/* A backup that was written to later is not what was checked. */
static void
test_touched (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const char *database = crm_store_get_path (crm_workspace_get_store (workspace));
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  path = crm_backup_make (database, "manual", crm_workspace_get_clock (workspace), NULL, &error);
  g_assert_no_error (error);
  g_file_set_contents (path, "something else", -1, &error);
  g_assert_no_error (error);

  list = crm_backup_list (database, &error);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_false (((const CrmBackup *) g_ptr_array_index (list, 0))->checked);

  crm_test_remove_folder (folder);
}

/* What a power failure left behind goes with the next backup; what may be at work now does not. */
static void
test_leftovers (void)
{
  static const struct
  {
    const char *name;
    gboolean goes;
  } cases[] = {
    { "backups/crm-20200101T000000Z-daily.db.part", TRUE },
    { "backups/crm-20200101T000000Z-daily.db.0123abcd.part", TRUE },
    { "backups/crm-20200101T000000Z-daily.db.0123abcd.part-journal", TRUE },
    { "backups/letter.part", FALSE },
    { "crm.db.0123abcd.restore", TRUE },
    { "crm.db.0123abcd.restore-wal", TRUE },
    { "crm.db.0123abcd.restore.4567abcd.part", TRUE },
    { "other.db.0123abcd.restore", FALSE },
    { "crm.db.restore.txt", FALSE },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const char *database = crm_store_get_path (crm_workspace_get_store (workspace));
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  put_file (backups, "crm-20260302T095959Z-daily.db.part");
  put_file (folder, "crm.db.89abcdef.restore");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_build_filename (folder, cases[i].name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (name);

      put_file (folder, cases[i].name);
      g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, 1577836800, G_FILE_QUERY_INFO_NONE, NULL, &error);
      g_assert_no_error (error);
    }

  path = crm_backup_make (database, "daily", crm_workspace_get_clock (workspace), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (has_file (folder, cases[i].name), ==, !cases[i].goes);
  g_assert_true (has_file (backups, "crm-20260302T095959Z-daily.db.part"));
  g_assert_true (has_file (folder, "crm.db.89abcdef.restore"));

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && strcmp (argv[1], "change-kept") == 0)
    return change_kept (argv[2]);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backup-plan/rotation", test_rotation);
  g_test_add_func ("/backup-plan/rotation-is-stable", test_rotation_is_stable);
  g_test_add_func ("/backup-plan/chosen-folder", test_chosen_folder);
  g_test_add_func ("/backup-plan/drive-away", test_drive_away);
  g_test_add_func ("/backup-plan/two-programs", test_two_programs);
  g_test_add_func ("/backup-plan/unreadable", test_unreadable);
  g_test_add_func ("/backup-plan/touched", test_touched);
  g_test_add_func ("/backup-plan/leftovers", test_leftovers);

  return g_test_run ();
}
