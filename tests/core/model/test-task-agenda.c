/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The views of tasks, and what completing and reopening do to them. */

#include "config.h"

#include <string.h>

#include "crm-task-agenda.h"
#include "crm-task-completion.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  const CrmRecordType *type;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->type = crm_workspace_get_type_named (fixture->workspace, "task");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_object_unref (fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gpointer
titles_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GArray) ids = crm_query_get_ids (data, db, schema, 0, error);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *title = crm_db_get_text (db, NULL, "SELECT title FROM task WHERE id = ?", "i", g_array_index (ids, gint64, i));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", title);
    }

  return g_string_free (text, FALSE);
}

static void
assert_view (Fixture     *fixture,
             CrmTaskView  view,
             gint64       user,
             const char  *titles)
{
  g_autoptr (CrmQuery) query = crm_task_view_make_query (fixture->workspace, view, user);
  g_autoptr (GError) error = NULL;
  g_autofree char *found = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, titles_read, query, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, titles);
}

static void
in_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
  tzset ();
}

static void
set_clock (Fixture    *fixture,
           const char *due)
{
  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), crm_due_to_instant (due, FALSE));
}

static gint64
add (Fixture    *fixture,
     const char *title,
     const char *due)
{
  return crm_test_add (fixture->workspace, "task", "title", title, "due", due, NULL);
}

static CrmRecord *
load (Fixture *fixture,
      gint64   id)
{
  g_autoptr (GError) error = NULL;
  CrmRecord *task = crm_workspace_load_record (fixture->workspace, fixture->type, id, &error);

  g_assert_no_error (error);

  return task;
}

/* The clock says 2026-03-02 10:00. */
static void
test_views (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *title;
    const char *due;
    CrmTaskView view;
  } tasks[] = {
    { "long ago", "2025-01-01T08:00", CRM_TASK_VIEW_OVERDUE },
    { "yesterday", "2026-03-01", CRM_TASK_VIEW_OVERDUE },
    { "an hour ago", "2026-03-02T09:00", CRM_TASK_VIEW_OVERDUE },
    { "all day", "2026-03-02", CRM_TASK_VIEW_TODAY },
    { "now", "2026-03-02T10:00", CRM_TASK_VIEW_TODAY },
    { "tonight", "2026-03-02T23:59", CRM_TASK_VIEW_TODAY },
    { "tomorrow", "2026-03-03", CRM_TASK_VIEW_UPCOMING },
    { "next year", "2027-03-03T12:00", CRM_TASK_VIEW_UPCOMING },
    { "some day", "", CRM_TASK_VIEW_UPCOMING },
  };
  gint64 gone;

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      gint64 id = add (fixture, tasks[i].title, tasks[i].due);
      g_autoptr (CrmRecord) task = load (fixture, id);

      g_assert_cmpint (crm_task_view_of (task, CRM_TEST_NOW), ==, tasks[i].view);
    }
  gone = add (fixture, "in the trash", "2026-03-02");
  crm_test_trash (fixture->workspace, "task", gone);

  assert_view (fixture, CRM_TASK_VIEW_OVERDUE, 0, "long ago, yesterday, an hour ago");
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "all day, now, tonight");
  assert_view (fixture, CRM_TASK_VIEW_UPCOMING, 0, "tomorrow, next year, some day");
  assert_view (fixture, CRM_TASK_VIEW_DONE, 0, "");

  /* A time is over a minute later, a day when the next one begins. */
  set_clock (fixture, "2026-03-02T10:01");
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "all day, tonight");
  set_clock (fixture, "2026-03-03T00:00");
  assert_view (fixture, CRM_TASK_VIEW_OVERDUE, 0, "long ago, yesterday, all day, an hour ago, now, tonight");
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "tomorrow");
  assert_view (fixture, CRM_TASK_VIEW_UPCOMING, 0, "next year, some day");
}

/* A whole day is the same day everywhere, and is not over before it ends there: on the day on which the
 * clocks go forward after 23 hours, on the one on which they go back after 25. */
static void
test_zones (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct
  {
    const char *zone;
    const char *day;
    const char *next;
    int hours;
  } cases[] = {
    { "Europe/Madrid", "2026-03-29", "2026-03-30", 23 },
    { "Europe/Madrid", "2026-10-25", "2026-10-26", 25 },
    { "America/New_York", "2026-11-01", "2026-11-02", 25 },
    { "Pacific/Auckland", "2026-06-01", "2026-06-02", 24 },
    { "Asia/Kolkata", "2026-06-01", "2026-06-02", 24 },
  };
  gint64 id = add (fixture, "all day", "2026-01-01");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmRecord) task = NULL;
      gint64 begin, end;

      g_test_message ("%s %s", cases[i].zone, cases[i].day);
      in_zone (cases[i].zone);
      begin = crm_due_to_instant (cases[i].day, FALSE);
      end = crm_due_to_instant (cases[i].next, FALSE);
      g_assert_cmpint (end - begin, ==, cases[i].hours * G_TIME_SPAN_HOUR);

      crm_test_set (fixture->workspace, "task", id, "due", cases[i].day, NULL);
      task = load (fixture, id);
      g_assert_cmpint (crm_task_view_of (task, begin - 1), ==, CRM_TASK_VIEW_UPCOMING);
      g_assert_cmpint (crm_task_view_of (task, begin), ==, CRM_TASK_VIEW_TODAY);
      g_assert_cmpint (crm_task_view_of (task, end - 1), ==, CRM_TASK_VIEW_TODAY);
      g_assert_cmpint (crm_task_view_of (task, end), ==, CRM_TASK_VIEW_OVERDUE);

      crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), end - 1);
      assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "all day");
      assert_view (fixture, CRM_TASK_VIEW_OVERDUE, 0, "");
      crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), end);
      assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "");
      assert_view (fixture, CRM_TASK_VIEW_OVERDUE, 0, "all day");
    }
  in_zone ("UTC");
}

static void
test_mine (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_add (fixture->workspace, "user", "name", "Bea", "role", "member", NULL);
  crm_test_add (fixture->workspace, "task", "title", "hers", "due", "2026-03-02", "assignees", "Bea", NULL);
  crm_test_add (fixture->workspace, "task", "title", "mine", "due", "2026-03-02", NULL);

  assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "hers, mine");
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 2, "hers");
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 1, "mine");
}

static void
test_next_change (void)
{
  g_assert_cmpint (crm_task_view_next_change (CRM_TEST_NOW), ==, CRM_TEST_NOW + G_TIME_SPAN_MINUTE);
  g_assert_cmpint (crm_task_view_next_change (CRM_TEST_NOW - 1), ==, CRM_TEST_NOW);
}

/* --- How they are found ------------------------------------------------------------------------------ */

static gpointer
explain_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return crm_query_explain (data, db, schema, error);
}

/* What is open is found by the index of what is open, however much is done. */
static void
test_plans (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < 2 * CRM_N_TASK_VIEWS; i++)
    {
      CrmTaskView view = (CrmTaskView) (i / 2);
      g_autoptr (CrmQuery) query = crm_task_view_make_query (fixture->workspace, view, i % 2);
      g_autoptr (GError) error = NULL;
      g_autofree char *plan = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, explain_read, query, &error);
      g_auto (GStrv) lines = NULL;

      g_assert_no_error (error);
      g_test_message ("%s", plan);
      g_assert_null (strstr (plan, "TEMP B-TREE"));
      lines = g_strsplit (plan, "\n", 2);
      if (i % 2 == 0)
        g_assert_nonnull (strstr (lines[0], view == CRM_TASK_VIEW_DONE ? "USING INDEX task_by_completed" : "USING INDEX task_by_agenda (agenda"));
      else
        g_assert_nonnull (strstr (lines[0], "SEARCH"));
    }
}

/* --- Completing ----------------------------------------------------------------------------------------- */

static gint64
complete (Fixture             *fixture,
          gint64               id,
          const CrmCompletion *completion)
{
  g_autoptr (CrmRecord) task = load (fixture, id);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  if (completion != NULL)
    crm_completion_add (completion, set, task);
  else
    crm_completion_reopen (set, task);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);

  return commit->batch;
}

static void
assert_field (Fixture    *fixture,
              gint64      id,
              const char *key,
              const char *expected)
{
  g_autofree char *value = crm_test_get (fixture->workspace, "task", id, key);

  g_assert_cmpstr (value, ==, expected);
}

/* Everything that somebody says at the end is one step, and so is taking it back. */
static void
test_completion (Fixture       *fixture,
                 gconstpointer  data)
{
  const CrmCompletion completion = { .outcome = 3, .result = "Call in May", .follow_up = "Call again", .follow_up_due = "2026-05-04T09:00" };
  gint64 id, batch;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "Ana", NULL);
  id = crm_test_add (fixture->workspace, "task", "title", "Call", "type", "Call", "due", "2026-03-02", "deals", "Roof", "contacts", "Ana",
                     "priority", "high", "reminders", "15", NULL);
  batch = complete (fixture, id, &completion);

  assert_view (fixture, CRM_TASK_VIEW_DONE, 0, "Call");
  assert_view (fixture, CRM_TASK_VIEW_UPCOMING, 0, "Call again");
  assert_field (fixture, id, "outcome", "Call Again Later");
  assert_field (fixture, id, "result", "Call in May");
  assert_field (fixture, id + 1, "due", "2026-05-04T09:00");
  assert_field (fixture, id + 1, "type", "Call");
  assert_field (fixture, id + 1, "deals", "Roof");
  assert_field (fixture, id + 1, "contacts", "Ana");
  assert_field (fixture, id + 1, "priority", "high");
  assert_field (fixture, id + 1, "status", "open");

  crm_test_undo (fixture->workspace, batch);
  assert_view (fixture, CRM_TASK_VIEW_DONE, 0, "");
  assert_view (fixture, CRM_TASK_VIEW_UPCOMING, 0, "");
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "Call");
  assert_field (fixture, id, "outcome", "");

  complete (fixture, id, &(CrmCompletion) { .result = "" });
  assert_view (fixture, CRM_TASK_VIEW_DONE, 0, "Call");
  complete (fixture, id, &completion);
  complete (fixture, id, NULL);
  assert_view (fixture, CRM_TASK_VIEW_TODAY, 0, "Call");
  assert_field (fixture, id, "outcome", "");
  assert_field (fixture, id, "result", "Call in May");
  assert_field (fixture, id, "completed", "");
}

static void
test_fits (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "task", "title", "Call", "type", "Call", NULL);
  gint64 own = crm_test_add (fixture->workspace, "outcome", "name", "Met", "task_type", "Meeting", NULL);
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "outcome");
  g_autoptr (CrmRecord) task = load (fixture, id);
  g_autoptr (CrmRecord) met = crm_workspace_load_record (fixture->workspace, type, own, NULL);
  g_autoptr (CrmRecord) any = crm_workspace_load_record (fixture->workspace, type, 1, NULL);

  g_assert_false (crm_completion_fits (met, task));
  g_assert_true (crm_completion_fits (any, task));
}

#define ADD(name, func) g_test_add ("/task-agenda/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("views", test_views);
  ADD ("zones", test_zones);
  ADD ("mine", test_mine);
  g_test_add_func ("/task-agenda/next-change", test_next_change);
  ADD ("plans", test_plans);
  ADD ("completion", test_completion);
  ADD ("fits", test_fits);

  return g_test_run ();
}
