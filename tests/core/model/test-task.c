/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of tasks, activities and comments. */

#include "config.h"

#include "crm-test.h"

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
  g_object_unref (fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
assert_field (Fixture    *fixture,
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
       const char *sql)
{
  return crm_test_query (fixture->workspace, sql);
}

static void
wait_minutes (Fixture *fixture,
              int      minutes)
{
  CrmClock *clock = crm_workspace_get_clock (fixture->workspace);

  crm_clock_set_now (clock, crm_clock_get_now (clock) + minutes * G_TIME_SPAN_MINUTE);
}

/* A deal knows its next step: the earliest of its open tasks. */
static void
test_next_step (Fixture       *fixture,
                gconstpointer  data)
{
  gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL);
  gint64 call = crm_test_add (fixture->workspace, "task", "title", "Call", "type", "Call", "due", "2026-03-05T09:00", "deals", "Roof", NULL);
  gint64 visit = crm_test_add (fixture->workspace, "task", "title", "Visit", "due", "2026-03-05", "deals", "Roof", NULL);
  gint64 batch;

  assert_field (fixture, "deal", deal, "next_step", "2026-03-05");
  assert_field (fixture, "deal", deal, "open_tasks", "2");
  crm_test_set (fixture->workspace, "task", visit, "due", "2026-03-20", NULL);
  assert_field (fixture, "deal", deal, "next_step", "2026-03-05T09:00");

  batch = crm_test_set (fixture->workspace, "task", call, "status", "done", NULL);
  assert_field (fixture, "deal", deal, "next_step", "2026-03-20");
  assert_field (fixture, "deal", deal, "open_tasks", "1");
  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "deal", deal, "next_step", "2026-03-05T09:00");
  assert_field (fixture, "deal", deal, "open_tasks", "2");

  crm_test_trash (fixture->workspace, "task", call);
  crm_test_set (fixture->workspace, "task", visit, "deals", "", NULL);
  assert_field (fixture, "deal", deal, "next_step", "");
  assert_field (fixture, "deal", deal, "open_tasks", "");
}

/* Completing is contact with the people of the task, and with the main one of its deals (A9). */
static void
test_last_contacted (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 ana = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  gint64 bea = crm_test_add (fixture->workspace, "contact", "first_name", "Bea", NULL);
  gint64 cid = crm_test_add (fixture->workspace, "contact", "first_name", "Cid", NULL);
  gint64 task, batch;

  crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "Bea", "people", "Cid", NULL);
  task = crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "Ana", "deals", "Roof", NULL);
  assert_field (fixture, "contact", ana, "last_contacted", "");

  wait_minutes (fixture, 5);
  batch = crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
  assert_field (fixture, "contact", ana, "last_contacted", "2026-03-02T10:05:00Z");
  assert_field (fixture, "contact", ana, "last_contacted_by", "task");
  assert_field (fixture, "contact", bea, "last_contacted_by", "deal-task");
  assert_field (fixture, "contact", cid, "last_contacted", "");

  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "contact", ana, "last_contacted", "");
  assert_field (fixture, "task", task, "completed", "");
  assert_field (fixture, "task", task, "status", "open");
}

/* Each account hears of it once, and keeps what it heard when people and deals move (A11). */
static void
test_activity (Fixture       *fixture,
               gconstpointer  data)
{
  gint64 ana = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Sol", NULL);
  gint64 task, batch;

  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", "account", "Sol", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "account", "Luna", NULL);
  task = crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "Ana; Bea", "deals", "Roof", "accounts", "Luna; Mar", NULL);
  batch = crm_test_set (fixture->workspace, "task", task, "status", "done", "outcome", "Interested", NULL);

  g_assert_cmpint (count (fixture, "SELECT count (*) FROM activity WHERE kind = 'task-completed' AND user = 1"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT count (DISTINCT account) FROM activity"), ==, 3);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM activity a JOIN account c ON c.id = a.account JOIN outcome o ON o.id = a.outcome "
                                   "WHERE c.name = 'Luna' AND a.deal = 1 AND o.name = 'Interested' AND a.title = 'Call'"), ==, 1);

  crm_test_set (fixture->workspace, "contact", ana, "account", "Mar", NULL);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM activity a JOIN account c ON c.id = a.account WHERE c.name = 'Sol' AND a.contact = 1"), ==, 1);

  crm_test_undo (fixture->workspace, batch);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM activity WHERE state = 0"), ==, 0);
}

/* What was done some time ago, by somebody else, is told as that; and contact never moves back. */
static void
test_completed_earlier (Fixture       *fixture,
                        gconstpointer  data)
{
  gint64 ana = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Sol", NULL);
  gint64 task;

  crm_test_add (fixture->workspace, "user", "name", "Bea", "role", "member", NULL);
  task = crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "Ana", "status", "done",
                       "completed", "2026-02-20T09:00:00Z", "completed_by", "Bea", NULL);
  assert_field (fixture, "task", task, "completed_by", "Bea");
  assert_field (fixture, "contact", ana, "last_contacted", "2026-02-20T09:00:00Z");
  g_assert_cmpint (count (fixture, "SELECT a.user = 2 AND a.time = t.completed FROM activity a JOIN task t ON t.id = a.task"), ==, 1);

  crm_test_add (fixture->workspace, "task", "title", "Visit", "contacts", "Ana", "status", "done",
                "completed", "2026-02-10T09:00:00Z", NULL);
  assert_field (fixture, "contact", ana, "last_contacted", "2026-02-20T09:00:00Z");

  /* Reopened, nobody has completed it. */
  crm_test_set (fixture->workspace, "task", task, "status", "open", NULL);
  assert_field (fixture, "task", task, "completed_by", "");
  assert_field (fixture, "task", task, "completed", "");
}

static void
test_owner_activity (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 account = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);

  crm_test_add (fixture->workspace, "user", "name", "Ana", "role", "member", NULL);
  crm_test_set (fixture->workspace, "account", account, "name", "Sol S.L.", NULL);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM activity"), ==, 0);
  crm_test_set (fixture->workspace, "account", account, "owner", "Ana", NULL);
  g_assert_cmpint (count (fixture, "SELECT count (*) FROM activity WHERE kind = 'owner-changed' AND old_owner = 1 AND new_owner = 2"), ==, 1);
}

/* What has happened stays as it was. */
static void
test_activity_stays (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 account = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  g_autofree char *why = NULL;

  crm_test_add (fixture->workspace, "user", "name", "Ana", "role", "member", NULL);
  crm_test_set (fixture->workspace, "account", account, "owner", "Ana", NULL);
  why = crm_test_refused (fixture->workspace, "activity", 1, CRM_ERROR_REFUSED, "account", "", NULL);
}

static void
test_outcome_required (Fixture       *fixture,
                       gconstpointer  data)
{
  gint64 task = crm_test_add (fixture->workspace, "task", "title", "Call Ana", "type", "Call", NULL);
  g_autofree char *why = NULL;

  crm_test_set (fixture->workspace, "task_type", 2, "needs_outcome", "yes", NULL);
  why = crm_test_refused (fixture->workspace, "task", task, CRM_ERROR_REQUIRED, "status", "done", NULL);
  g_assert_cmpstr (why, ==, "Choose what came of “Call Ana” before you complete it.");
  crm_test_set (fixture->workspace, "task", task, "status", "done", "outcome", "Nobody Answered", NULL);
  g_assert_cmpint (count (fixture, "SELECT completed_by FROM task"), ==, 1);
  /* Done stays done, whatever the type says later. */
  crm_test_set (fixture->workspace, "task", task, "title", "Called Ana", NULL);
}

/* The next one comes when this one is done, on the same day of the month, and never in the past. */
static void
test_repeats (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct
  {
    const char *repeats;
    const char *due;
    const char *next;
  } cases[] = {
    { "daily", "2026-03-02T09:00", "2026-03-03T09:00" },
    { "daily", "2026-02-20", "2026-03-02" },
    { "weekdays", "2026-03-06", "2026-03-09" },
    { "weekly", "2026-03-05T18:30", "2026-03-12T18:30" },
    { "fortnightly", "2026-03-05", "2026-03-19" },
    { "monthly", "2026-03-31", "2026-04-30" },
    { "quarterly", "2026-11-30", "2027-02-28" },
    { "yearly", "2028-02-29", "2029-02-28" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 task = crm_test_add (fixture->workspace, "task", "title", "Again", "due", cases[i].due, "repeats", cases[i].repeats,
                                  "reminders", "15; 1440", NULL);
      gint64 batch = crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
      gint64 next = count (fixture, "SELECT max (id) FROM task");

      assert_field (fixture, "task", next, "due", cases[i].next);
      assert_field (fixture, "task", next, "status", "open");
      assert_field (fixture, "task", next, "reminders", "15; 1440");
      g_assert_cmpint (next, ==, task + 1);

      crm_test_undo (fixture->workspace, batch);
      g_assert_cmpint (count (fixture, "SELECT state FROM task ORDER BY id DESC LIMIT 1"), ==, CRM_STATE_UNDONE);
    }
}

/* The 31st is the last day of shorter months, and the 31st again after them. */
static void
test_repeats_on_the_31st (Fixture       *fixture,
                          gconstpointer  data)
{
  static const char *const due[] = { "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31" };
  gint64 task = crm_test_add (fixture->workspace, "task", "title", "Rent", "due", "2026-03-31", "repeats", "monthly", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (due); i++)
    {
      crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
      task = count (fixture, "SELECT max (id) FROM task");
      assert_field (fixture, "task", task, "due", due[i]);
    }

  /* Moved by hand, it repeats from there. */
  crm_test_set (fixture->workspace, "task", task, "due", "2026-07-15", NULL);
  crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
  assert_field (fixture, "task", count (fixture, "SELECT max (id) FROM task"), "due", "2026-08-15");
}

static void
test_mentions (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    const char *body;
    const char *mentions;
  } cases[] = {
    { "@Ana, please call", "Ana" },
    { "Ask @ana maría or @Bea.", "Ana María; Bea Sol" },
    { "ana@bea.example", "" },
    { "@Anabel knows", "" },
    { "@Bea @bea sol @BEA", "Bea Sol" },
    { "@cid does not exist, @ neither", "" },
    { "(@Bea)", "Bea Sol" },
  };

  crm_test_add (fixture->workspace, "contact", "first_name", "Dora", NULL);
  crm_test_add (fixture->workspace, "user", "name", "Ana", "role", "member", NULL);
  crm_test_add (fixture->workspace, "user", "name", "Ana María", "role", "member", NULL);
  crm_test_add (fixture->workspace, "user", "name", "Bea Sol", "role", "member", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 comment = crm_test_add (fixture->workspace, "comment", "body", cases[i].body, "contact", "Dora", NULL);

      assert_field (fixture, "comment", comment, "mentions", cases[i].mentions);
    }

  g_free (crm_test_refused (fixture->workspace, "comment", 0, CRM_ERROR_REQUIRED, "body", "About nothing", NULL));
}

#define ADD(name, func) g_test_add ("/task/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("next-step", test_next_step);
  ADD ("last-contacted", test_last_contacted);
  ADD ("activity", test_activity);
  ADD ("completed-earlier", test_completed_earlier);
  ADD ("owner-activity", test_owner_activity);
  ADD ("activity-stays", test_activity_stays);
  ADD ("outcome-required", test_outcome_required);
  ADD ("repeats", test_repeats);
  ADD ("repeats-on-the-31st", test_repeats_on_the_31st);
  ADD ("mentions", test_mentions);

  return g_test_run ();
}
