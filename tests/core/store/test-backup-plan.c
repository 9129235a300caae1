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
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const char *database = crm_store_get_path (crm_workspace_get_store (workspace));
  g_autofree char *backups = g_build_filename (folder, "backups", NULL);
  g_autofree char *old = g_build_filename (backups, "crm-20200101T000000Z-daily.db.part", NULL);
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (old);
  g_autoptr (GError) error = NULL;

  put_file (backups, "crm-20200101T000000Z-daily.db.part");
  put_file (backups, "crm-20260302T095959Z-daily.db.part");
  g_file_set_attribute_uint64 (file, G_FILE_ATTRIBUTE_TIME_MODIFIED, 1577836800, G_FILE_QUERY_INFO_NONE, NULL, &error);
  g_assert_no_error (error);

  path = crm_backup_make (database, "daily", crm_workspace_get_clock (workspace), NULL, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (has_file (backups, "crm-20260302T095959Z-daily.db.part"));

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backup-plan/rotation", test_rotation);
  g_test_add_func ("/backup-plan/rotation-is-stable", test_rotation_is_stable);
  g_test_add_func ("/backup-plan/chosen-folder", test_chosen_folder);
  g_test_add_func ("/backup-plan/touched", test_touched);
  g_test_add_func ("/backup-plan/leftovers", test_leftovers);

  return g_test_run ();
}
