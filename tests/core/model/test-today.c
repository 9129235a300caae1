/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What wants attention today: which deals, people and comments, and when no longer. */

#include "config.h"

#include "crm-task-agenda.h"
#include "crm-test.h"
#include "crm-today.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  gint64 other; /* another member of the team */
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->other = crm_test_add (fixture->workspace, "user", "name", "Tom", NULL);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static gpointer
read_ids (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 100, error);
}

/* The titles of what a query finds, with commas. */
static void
assert_found (Fixture    *fixture,
              CrmQuery   *query,
              const char *expected)
{
  const CrmTable *table = crm_query_get_table (query);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, read_ids, query, &error);
  g_autoptr (GString) titles = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *title = crm_test_get (fixture->workspace, table->name, g_array_index (ids, gint64, i), table->title->name);

      g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", title);
    }
  g_assert_cmpstr (titles->str, ==, expected);
  crm_query_unref (query);
}

static void
pass_days (Fixture *fixture,
           int      days)
{
  CrmClock *clock = crm_workspace_get_clock (fixture->workspace);

  crm_clock_set_now (clock, crm_clock_get_now (clock) + days * G_TIME_SPAN_DAY);
}

#define DEALS(user)    crm_today_query_deals (fixture->workspace, user)
#define PEOPLE(user)   crm_today_query_people (fixture->workspace, user)
#define MENTIONS(user) crm_today_query_mentions (fixture->workspace, user)

static void
test_deals (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 stage = crm_test_query (fixture->workspace, "SELECT id FROM stage ORDER BY position LIMIT 1");
  gint64 still, task;

  crm_test_add (fixture->workspace, "deal", "title", "Without a step", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Of Tom", "owner", "Tom", NULL);
  still = crm_test_add (fixture->workspace, "deal", "title", "With a step", NULL);
  task = crm_test_add (fixture->workspace, "task", "title", "Call", "due", "2027-01-01", "deals", "With a step", NULL);
  assert_found (fixture, DEALS (1), "Without a step");
  assert_found (fixture, DEALS (fixture->other), "Of Tom");

  /* The step is done: another one is missing. */
  crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
  assert_found (fixture, DEALS (1), "Without a step, With a step");
  crm_test_set (fixture->workspace, "task", task, "status", "open", NULL);

  /* It has a step, but has not moved for as long as its stage allows. */
  crm_test_set (fixture->workspace, "stage", stage, "max_days", "10", NULL);
  pass_days (fixture, 9);
  assert_found (fixture, DEALS (1), "Without a step");
  pass_days (fixture, 2);
  assert_found (fixture, DEALS (1), "Without a step, With a step");
  crm_test_set (fixture->workspace, "stage", stage, "max_days", "", NULL);
  assert_found (fixture, DEALS (1), "Without a step");
  pass_days (fixture, CRM_STILL_AFTER);
  assert_found (fixture, DEALS (1), "Without a step, With a step");

  crm_test_set (fixture->workspace, "deal", still, "status", "won", NULL);
  assert_found (fixture, DEALS (1), "Without a step");
}

static void
test_people (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 deal, task;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Without a deal", NULL);
  deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "Ana", NULL);
  assert_found (fixture, PEOPLE (1), "");
  pass_days (fixture, CRM_STILL_AFTER + 1);
  assert_found (fixture, PEOPLE (1), "Ana");
  assert_found (fixture, PEOPLE (fixture->other), "");

  /* A call counts (features.md, A9), until it is long ago itself. */
  task = crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "Ana", NULL);
  crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
  assert_found (fixture, PEOPLE (1), "");
  pass_days (fixture, CRM_STILL_AFTER + 1);
  assert_found (fixture, PEOPLE (1), "Ana");

  crm_test_set (fixture->workspace, "deal", deal, "status", "lost", NULL);
  assert_found (fixture, PEOPLE (1), "");
}

static void
test_mentions (Fixture       *fixture,
               gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "comment");
  g_autoptr (CrmRecord) comment = NULL;
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "comment", "body", "For nobody", "contact", "Ana", NULL);
  id = crm_test_add (fixture->workspace, "comment", "body", "Look, @Tom", "contact", "Ana", NULL);
  assert_found (fixture, MENTIONS (1), "");
  assert_found (fixture, MENTIONS (fixture->other), "Look, @Tom");

  g_assert_true (crm_workspace_set_actor (fixture->workspace, "Tom", &error));
  g_assert_no_error (error);
  comment = crm_workspace_load_record (fixture->workspace, type, id, &error);
  set = crm_today_mark_seen (fixture->workspace, comment);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);
  assert_found (fixture, MENTIONS (fixture->other), "");
  crm_test_undo (fixture->workspace, commit->batch);
  assert_found (fixture, MENTIONS (fixture->other), "Look, @Tom");
}

/* Who wrote a comment can mention somebody later; nobody else changes it. */
static void
test_edited_comment (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *refusal = NULL;
  gint64 batch, id;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  id = crm_test_add (fixture->workspace, "comment", "body", "Look", "contact", "Ana", NULL);
  batch = crm_test_set (fixture->workspace, "comment", id, "body", "Look, @Tom", NULL);
  assert_found (fixture, MENTIONS (fixture->other), "Look, @Tom");
  crm_test_undo (fixture->workspace, batch);
  assert_found (fixture, MENTIONS (fixture->other), "");

  g_assert_true (crm_workspace_set_actor (fixture->workspace, "Tom", NULL));
  refusal = crm_test_refused (fixture->workspace, "comment", id, CRM_ERROR_REFUSED, "body", "Never mind", NULL);
  g_assert_cmpstr (refusal, ==, "Only those who wrote a comment can change it. Write another one.");
}

static void
test_postpone (Fixture       *fixture,
               gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "task");
  const struct
  {
    const char *due;
    int days;
    const char *expected;
  } cases[] = {
    { "2026-02-01", 1, "2026-03-03" },
    { "2026-02-01T14:30", 1, "2026-03-03T14:30" },
    { "2026-04-01T08:00", 7, "2026-03-09T08:00" },
    { "", 1, "2026-03-03" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 id = crm_test_add (fixture->workspace, "task", "title", "Call", "due", cases[i].due, NULL);
      g_autoptr (CrmRecord) task = crm_workspace_load_record (fixture->workspace, type, id, NULL);
      g_autoptr (CrmChangeSet) set = crm_task_postpone (fixture->workspace, task, cases[i].days);
      g_autoptr (CrmCommit) commit = crm_workspace_commit (fixture->workspace, set, NULL);

      g_autofree char *due = NULL;

      g_assert_nonnull (commit);
      due = crm_test_get (fixture->workspace, "task", id, "due");
      g_assert_cmpstr (due, ==, cases[i].expected);
    }
}

#define ADD(name, func) g_test_add ("/model/today/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("deals", test_deals);
  ADD ("people", test_people);
  ADD ("mentions", test_mentions);
  ADD ("edited-comment", test_edited_comment);
  ADD ("postpone", test_postpone);

  return g_test_run ();
}
