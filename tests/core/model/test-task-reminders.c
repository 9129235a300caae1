/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reminders: each is told once, at its time or as soon as there is somebody to tell it. */

#include "config.h"

#include <string.h>

#include "crm-task-reminders.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  char *path;
  CrmWorkspace *workspace;
  CrmReminders *reminders;
  GString *told; /* "Call@2026-03-02T10:15 " */
  guint n_checks;
} Fixture;

static void
due_cb (Fixture           *fixture,
        const CrmReminder *reminder)
{
  char at[CRM_DUE_SIZE];

  crm_due_of_instant (reminder->at, at);
  g_string_append_printf (fixture->told, "%s%s@%s", fixture->told->len > 0 ? " " : "", reminder->title, at + strlen ("2026-"));
}

static void
start (Fixture *fixture)
{
  g_clear_object (&fixture->reminders);
  fixture->reminders = crm_reminders_new (fixture->workspace, fixture->path);
  g_signal_connect_swapped (fixture->reminders, "due", G_CALLBACK (due_cb), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->path = g_build_filename (fixture->folder, "state", "reminders", NULL);
  fixture->told = g_string_new (NULL);
  start (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->reminders);
  g_object_unref (fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_string_free (fixture->told, TRUE);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
add (Fixture    *fixture,
     const char *title,
     const char *due,
     const char *reminders)
{
  crm_test_add (fixture->workspace, "task", "title", title, "due", due, "reminders", reminders, NULL);
}

static gboolean
has_checked (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;

  if (!g_key_file_load_from_file (file, fixture->path, G_KEY_FILE_NONE, NULL))
    return FALSE;
  keys = g_key_file_get_keys (file, "reminders", NULL, NULL);

  return g_key_file_get_int64 (file, "reminders", keys[0], NULL) == crm_clock_get_now (crm_workspace_get_clock (fixture->workspace));
}

/* Puts the clock to a time of 2026, looks, and expects to be told. */
static void
assert_told (Fixture    *fixture,
             const char *time,
             const char *told)
{
  g_autofree char *due = g_strconcat ("2026-", time, NULL);

  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), crm_due_to_instant (due, FALSE));
  crm_reminders_check (fixture->reminders);
  crm_test_wait (has_checked, fixture);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpstr (fixture->told->str, ==, told);
  g_string_truncate (fixture->told, 0);
}

/* The clock says 03-02 10:00. */
static void
test_times (Fixture       *fixture,
            gconstpointer  data)
{
  add (fixture, "Call", "2026-03-02T10:30", "0; 15");
  add (fixture, "Visit", "2026-03-03T09:00", "1440");
  add (fixture, "Offer", "2026-03-03", "0; 1440");
  add (fixture, "Silent", "2026-03-02T10:20", "");
  add (fixture, "Undated", "", "15");

  assert_told (fixture, "03-02T10:14", "");
  assert_told (fixture, "03-02T10:15", "Call@03-02T10:15");
  assert_told (fixture, "03-02T10:16", "");
  assert_told (fixture, "03-02T10:31", "Call@03-02T10:30");
  /* Nobody is told at midnight of a whole day. Yesterday at nine was over before we looked. */
  assert_told (fixture, "03-03T08:59", "");
  assert_told (fixture, "03-03T09:00", "Offer@03-03T09:00");
  assert_told (fixture, "03-10T09:00", "");
}

/* What became due while nobody looked is told afterwards, once, however often it became due. */
static void
test_catch_up (Fixture       *fixture,
               gconstpointer  data)
{
  add (fixture, "Visit", "2026-03-03T12:00", "0; 15; 60");
  add (fixture, "Call", "2026-03-02T20:00", "15");
  add (fixture, "Much later", "2026-06-01T12:00", "0");

  assert_told (fixture, "03-02T10:05", "");
  assert_told (fixture, "03-04T07:00", "Call@03-02T19:45 Visit@03-03T12:00");

  /* After a long time only the last days. */
  assert_told (fixture, "05-31T12:00", "");
  add (fixture, "Missed", "2026-06-02T12:00", "0");
  start (fixture);
  assert_told (fixture, "06-30T12:00", "Much later@06-01T12:00 Missed@06-02T12:00");
}

static void
test_long_away (Fixture       *fixture,
                gconstpointer  data)
{
  add (fixture, "Long ago", "2026-03-10T12:00", "0");
  add (fixture, "Lately", "2026-06-20T12:00", "0");
  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), crm_due_to_instant ("2026-06-30T12:00", FALSE));
  start (fixture);
  assert_told (fixture, "06-30T12:01", "Lately@06-20T12:00");
}

/* Nine o'clock is nine o'clock where an hour is missing before it. */
static void
test_clocks_change (Fixture       *fixture,
                    gconstpointer  data)
{
  g_setenv ("TZ", "Europe/Madrid", TRUE);
  tzset ();
  add (fixture, "Offer", "2026-03-29", "0; 1440");
  add (fixture, "Call", "2026-03-29T09:30", "0");
  assert_told (fixture, "03-28T08:59", "");
  assert_told (fixture, "03-28T09:00", "Offer@03-28T09:00");
  assert_told (fixture, "03-29T08:59", "");
  assert_told (fixture, "03-29T09:00", "Offer@03-29T09:00");
  assert_told (fixture, "03-29T09:30", "Call@03-29T09:30");
  g_setenv ("TZ", "UTC", TRUE);
  tzset ();
}

/* Another start goes on where the last one was. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  add (fixture, "Call", "2026-03-02T10:30", "0; 15");
  assert_told (fixture, "03-02T10:20", "Call@03-02T10:15");
  start (fixture);
  assert_told (fixture, "03-02T10:21", "");
  start (fixture);
  assert_told (fixture, "03-02T11:00", "Call@03-02T10:30");
}

static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 call = crm_test_add (fixture->workspace, "task", "title", "Call", "due", "2026-03-02T10:30", "reminders", "0", NULL);
  gint64 visit = crm_test_add (fixture->workspace, "task", "title", "Visit", "due", "2026-03-02T10:30", "reminders", "0", NULL);

  crm_test_set (fixture->workspace, "task", call, "due", "2026-03-02T11:30", NULL);
  crm_test_set (fixture->workspace, "task", visit, "status", "done", NULL);
  assert_told (fixture, "03-02T10:35", "");
  crm_test_set (fixture->workspace, "task", visit, "status", "open", NULL);
  assert_told (fixture, "03-02T10:36", "");
  assert_told (fixture, "03-02T11:30", "Call@03-02T11:30");
}

/* Those that are assigned to somebody else are not ours; those of nobody are everybody's. */
static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  crm_test_add (fixture->workspace, "user", "name", "Bea", "role", "member", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Hers", "due", "2026-03-02T10:30", "reminders", "0", "assignees", "Bea", NULL);
  add (fixture, "Anybody’s", "2026-03-02T10:31", "0");
  assert_told (fixture, "03-02T10:35", "Anybody’s@03-02T10:31");
}

static void
snooze (Fixture   *fixture,
        CrmSnooze  how,
        gint64     task)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  crm_snooze_add (how, set, fixture->workspace, task);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);
}

static void
test_snooze (Fixture       *fixture,
             gconstpointer  data)
{
  add (fixture, "Call", "2026-03-02T10:30", "0");
  assert_told (fixture, "03-02T10:30", "Call@03-02T10:30");
  snooze (fixture, CRM_SNOOZE_SHORT, 1);
  assert_told (fixture, "03-02T10:39", "");
  assert_told (fixture, "03-02T10:40", "Call@03-02T10:40");
  snooze (fixture, CRM_SNOOZE_HOUR, 1);
  assert_told (fixture, "03-02T11:41", "Call@03-02T11:40");
  snooze (fixture, CRM_SNOOZE_TOMORROW, 1);
  assert_told (fixture, "03-03T09:00", "Call@03-03T09:00");

  snooze (fixture, CRM_SNOOZE_SHORT, 1);
  crm_test_set (fixture->workspace, "task", 1, "status", "done", NULL);
  assert_told (fixture, "03-03T10:00", "");
}

static gpointer
explain_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return crm_reminders_explain (db, schema);
}

static gpointer
expected_read (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  CrmWorkspace *workspace = data;

  return g_strdup (crm_reminders_are_expected (db, schema, crm_workspace_get_actor (workspace),
                                               crm_clock_get_now (crm_workspace_get_clock (workspace))) ? "yes" : "no");
}

static void
assert_expected (Fixture    *fixture,
                 const char *answer)
{
  g_autofree char *expected = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, expected_read,
                                              fixture->workspace, NULL);

  g_assert_cmpstr (expected, ==, answer);
}

/* Whether the program has to stay for reminders when its window is closed. */
static void
test_expected (Fixture       *fixture,
               gconstpointer  data)
{
  gint64 late, next;

  assert_expected (fixture, "no");
  crm_test_add (fixture->workspace, "task", "title", "Without a reminder", "due", "2026-03-05T10:00", NULL);
  late = crm_test_add (fixture->workspace, "task", "title", "Over", "due", "2026-03-01T10:00", "reminders", "60", NULL);
  assert_expected (fixture, "no");
  next = crm_test_add (fixture->workspace, "task", "title", "To come", "due", "2026-03-05T10:00", "reminders", "60", NULL);
  assert_expected (fixture, "yes");
  crm_test_set (fixture->workspace, "task", next, "status", "done", NULL);
  assert_expected (fixture, "no");

  {
    g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
    g_autoptr (CrmCommit) commit = NULL;

    crm_snooze_add (CRM_SNOOZE_HOUR, set, fixture->workspace, late);
    commit = crm_workspace_commit (fixture->workspace, set, NULL);
    g_assert_nonnull (commit);
  }
  assert_expected (fixture, "yes");
  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), CRM_TEST_NOW + 2 * G_TIME_SPAN_HOUR);
  assert_expected (fixture, "no");
}

/* Looking every minute costs nothing. */
static void
test_plan (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *plan = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, explain_read, NULL, NULL);

  g_assert_nonnull (strstr (plan, "USING INDEX task_by_first_reminder (first_reminder"));
  g_assert_nonnull (strstr (plan, "USING INDEX task_by_snoozed (snoozed"));
  g_assert_null (strstr (plan, "SCAN"));
}

static void
test_next_check (Fixture       *fixture,
                 gconstpointer  data)
{
  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), CRM_TEST_NOW + 45 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (crm_reminders_get_next_check (fixture->reminders), ==, 15001);
}

#define ADD(name, func) g_test_add ("/task-reminders/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("times", test_times);
  ADD ("catch-up", test_catch_up);
  ADD ("long-away", test_long_away);
  ADD ("clocks-change", test_clocks_change);
  ADD ("restart", test_restart);
  ADD ("changed", test_changed);
  ADD ("others", test_others);
  ADD ("snooze", test_snooze);
  ADD ("expected", test_expected);
  ADD ("plan", test_plan);
  ADD ("next-check", test_next_check);

  return g_test_run ();
}
