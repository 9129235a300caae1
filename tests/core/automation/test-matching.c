/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who would come in (automation.md, 3.3 and 3.11): those that a trigger fits already, those whose day is today, those whom
 * an import would let in; and that the number said is the number that comes.
 */

#include "config.h"

#include "automation-test.h"

#include "crm-matching.h"

typedef struct
{
  AutomationTest *test;
  gint64 automation;
  guint n;
} Job;

static gpointer
find_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Job *job = data;

  return crm_matching_find (db, schema, crm_workspace_get_clock (job->test->workspace), job->automation, error);
}

static gpointer
today_func (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;

  return crm_matching_count_today (db, schema, crm_workspace_get_clock (job->test->workspace), job->automation, &job->n, error) ? job : NULL;
}

static gboolean
add_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  Job *job = data;

  return crm_matching_add (door, job->automation, &job->n, error);
}

/* The contacts as "1 2 3". */
static char *
find (AutomationTest *self,
      gint64          automation)
{
  Job job = { self, automation, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) matches = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, find_func, &job, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < matches->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", g_array_index (matches, CrmMatch, i).contact);

  return g_string_free (text, FALSE);
}

static guint
count_today (AutomationTest *self,
             gint64          automation)
{
  Job job = { self, automation, 0 };
  g_autoptr (GError) error = NULL;

  crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, today_func, &job, &error);
  g_assert_no_error (error);

  return job.n;
}

typedef struct
{
  const char *trigger;
  const char *expected;
} Case;

/* Ada has everything; Bob is a further contact of the deal; Cleo has nothing; Dan is in the trash and has everything. */
static const Case cases[] = {
  { "\"type\": \"contact-added\"", "1 2 3" },
  { "\"type\": \"contact-added\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"rome\"}", "1" },
  { "\"type\": \"tag-added\", \"tag\": \"lead\"", "1 2" },
  { "\"type\": \"tag-added\", \"tag\": \"lead\", \"if\": {\"field\": \"contact.city\", \"op\": \"is-empty\"}", "2" },
  { "\"type\": \"tag-added\"", "1 2" },
  { "\"type\": \"tag-removed\", \"tag\": \"lead\"", "" },
  { "\"type\": \"list-subscribed\", \"list\": \"News\"", "1" },
  { "\"type\": \"list-unsubscribed\", \"list\": \"News\"", "" },
  { "\"type\": \"field-changed\", \"field\": \"contact.city\", \"to\": \"ROME\"", "1" },
  { "\"type\": \"field-changed\", \"field\": \"contact.city\"", "" },
  { "\"type\": \"account-changed\", \"field\": \"account.city\", \"to\": \"Madrid\"", "1" },
  { "\"type\": \"score-crossed\", \"value\": 50", "1" },
  { "\"type\": \"score-crossed\", \"value\": 50, \"direction\": \"down\"", "2 3" },
  { "\"type\": \"deal-added\", \"pipeline\": \"Sales\"", "1 2" },
  { "\"type\": \"deal-added\", \"contacts\": \"primary\"", "1" },
  { "\"type\": \"deal-added\", \"contacts\": \"primary\", \"if\": {\"field\": \"deal.title\", \"op\": \"is\", \"value\": \"Other\"}", "" },
  { "\"type\": \"deal-stage-changed\", \"to\": \"Offer\"", "1 2" },
  { "\"type\": \"deal-stage-changed\", \"to\": \"To Contact\"", "" },
  { "\"type\": \"deal-status-changed\", \"to\": \"open\"", "1 2" },
  { "\"type\": \"deal-status-changed\", \"to\": \"won\"", "" },
  { "\"type\": \"deal-owner-changed\", \"to\": \"sam@example.org\"", "1 2" },
  { "\"type\": \"segment-joined\", \"segment\": \"Romans\"", "1" },
  { "\"type\": \"page-visited\", \"page\": \"*\"", "" },
  { "\"type\": \"by-hand\"", "" },
};

static gboolean
score_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  g_autoptr (CrmEdit) score = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "contact"), CRM_OP_UPDATE, 1);
  g_autoptr (CrmEdit) subscription = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "subscription"), CRM_OP_CREATE, 0);

  crm_edit_adjust (score, crm_table_find_column (score->table, "score"), 60);
  crm_edit_set_integer (subscription, "list", 1);
  crm_edit_set_integer (subscription, "contact", 1);
  crm_edit_set_text (subscription, "status", "subscribed");

  return crm_door_apply (door, score, error) != 0 && crm_door_apply (door, subscription, error) != 0;
}

static void
fill (AutomationTest *self)
{
  crm_test_add (self->workspace, "user", "name", "Sam", "email", "sam@example.org", "role", "member", NULL);
  crm_test_add (self->workspace, "list", "name", "News", NULL);
  crm_test_add (self->workspace, "account", "name", "Engines", "city", "Madrid", NULL);
  crm_test_add (self->workspace, "segment", "name", "Romans", "record_type", "contact",
                "condition", "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Rome\"}", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Ada", "city", "Rome", "account", "Engines", "tags", "lead", "birthday", "1990-03-02", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Bob", "tags", "lead", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Cleo", NULL);
  crm_test_trash (self->workspace, "contact",
                  crm_test_add (self->workspace, "contact", "first_name", "Dan", "city", "Rome", "account", "Engines", "tags", "lead", "birthday", "1990-03-02", NULL));
  crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", "people", "#2", "stage", "Offer", "owner", "sam@example.org", NULL);
  automation_test_exec (self, score_func, NULL, CRM_CAUSE_USER);
  automation_test_run (self);
}

static void
test_find (AutomationTest *self,
           gconstpointer   data)
{
  fill (self);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *trigger = g_strdup_printf ("{\"id\": \"t\", %s}", cases[i].trigger);
      g_autofree char *name = g_strdup_printf ("A%u", i);
      gint64 automation = automation_test_make (self, name, "", trigger, STAND);
      g_autofree char *found = find (self, automation);
      g_autofree char *after = NULL;
      g_auto (GStrv) ids = g_strsplit (found, " ", -1);
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM automation_cursor WHERE automation = %" G_GINT64_FORMAT, automation);
      Job job = { self, automation, 0 };

      g_test_message ("%s", cases[i].trigger);
      g_assert_cmpstr (found, ==, cases[i].expected);

      /* Nobody has come in by itself; the number that was said comes, and does not come again. */
      g_assert_cmpint (automation_test_number (self, sql), ==, 0);
      automation_test_exec (self, add_func, &job, CRM_CAUSE_USER);
      g_assert_cmpuint (job.n, ==, g_strv_length (ids));
      automation_test_run (self);
      g_assert_cmpint (automation_test_number (self, sql), ==, job.n);
      after = find (self, automation);
      g_assert_cmpstr (after, ==, "");
    }
}

/* The entry rule and the trigger say who may come in again; the deal that fits is the deal of the run; one step to undo. */
static void
test_entry (AutomationTest *self,
            gconstpointer   data)
{
  gint64 once, every, entry, deals, batch;
  Job job = { self, 0, 0 };

  fill (self);
  once = automation_test_make (self, "Once", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}", "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  every = automation_test_make (self, "Every", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"runs\": \"every-time\"}",
                                "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  entry = automation_test_make (self, "Entry", "\"entry\": \"once\", ", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"runs\": \"every-time\"}",
                                "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  deals = automation_test_make (self, "Deals", "", "{\"id\": \"t\", \"type\": \"deal-stage-changed\", \"to\": \"Offer\"}",
                                "{\"id\": \"n\", \"action\": \"update-deal\", \"field\": \"title\", \"value\": \"{{deal.title}}!\"}");

  for (guint i = 0; i < 4; i++)
    {
      job.automation = (const gint64[]) { once, every, entry, deals }[i];
      batch = automation_test_exec (self, add_func, &job, CRM_CAUSE_USER);
      g_assert_cmpuint (job.n, ==, 2);
      automation_test_run (self);
      automation_test_exec (self, add_func, &job, CRM_CAUSE_USER);
      g_assert_cmpuint (job.n, ==, i == 1 ? 2 : 0);
    }
  {
    g_autofree char *title = automation_test_text (self, "SELECT title FROM deal");

    g_assert_cmpstr (title, ==, "D!");
  }
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run WHERE state = 0 AND deal = 1"), ==, 2);
  crm_test_undo (self->workspace, batch);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run WHERE state = 0 AND deal = 1"), ==, 0);
}

/* One that is off can be asked, and lets nobody in. What a date lets in today comes by itself. */
static void
test_today (AutomationTest *self,
            gconstpointer   data)
{
  gint64 automation;
  Job job = { self, 0, 0 };
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  fill (self);
  automation = automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"date\", \"field\": \"contact.birthday\", \"yearly\": true}, {\"id\": \"u\", \"type\": \"contact-added\"}", STAND);
  automation_test_switch (self, automation, FALSE);
  crm_test_add (self->workspace, "contact", "first_name", "Eve", "birthday", "1980-03-02", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Fay", "birthday", "1980-03-03", NULL);
  automation_test_run (self);
  g_assert_cmpuint (count_today (self, automation), ==, 1);
  {
    g_autofree char *found = find (self, automation);

    g_assert_cmpstr (found, ==, "2 3 5 6");
  }
  job.automation = automation;
  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  commit = crm_store_write (crm_workspace_get_store (self->workspace), set, G_PRIORITY_DEFAULT, add_func, &job, &error);
  g_assert_null (commit);
  g_assert_cmpstr (error->message, ==, "The automation is off. Switch it on before you add contacts.");

  automation_test_switch (self, automation, TRUE);
  automation_test_run (self);
  automation_test_assert_trail (self, 5, "w? running");
  automation_test_assert_trail (self, 6, "");
}

static gboolean
tag_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  CrmValue tag = crm_value_integer (1);

  for (gint64 i = 1; i <= 3; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "contact"), CRM_OP_UPDATE, i);

      crm_edit_add (edit, crm_table_find_column (edit->table, "tags"), &tag, NULL, NULL);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
release_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  return crm_automation_release (door, *(gint64 *) data, error);
}

/* An import raises nothing; the number that its dialog says is the number that comes in if somebody wants it. */
static void
test_released (AutomationTest *self,
               gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  gint64 batch;
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    crm_test_add (self->workspace, "contact", "first_name", "N", "city", i == 0 ? "Rome" : "Oslo", NULL);
  crm_test_add (self->workspace, "tag", "name", "lead", NULL);
  automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Oslo\"}}", STAND);
  batch = automation_test_exec (self, tag_func, NULL, CRM_CAUSE_IMPORT);
  automation_test_run (self);
  g_assert_true (crm_matching_count_released (crm_workspace_get_store (self->workspace), batch, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 0);
  automation_test_exec (self, release_func, &batch, CRM_CAUSE_USER);
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  ADD ("/matching/find", test_find);
  ADD ("/matching/entry", test_entry);
  ADD ("/matching/today", test_today);
  ADD ("/matching/released", test_released);

  return g_test_run ();
}
