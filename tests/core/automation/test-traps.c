/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What others have stumbled over, each by its name and the thread where people complained: whatever of that list is about
 * automations and their conditions. Merging, importing, the board and the canvas have theirs where they are at home.
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-automation-report.h"
#include "crm-merge.h"

#define NOTE(id) "{\"id\": \"" id "\", \"action\": \"add-note\", \"text\": \"" id "\"}"
#define MAIL "{\"id\": \"m\", \"action\": \"send-email\", \"subject\": \"S\", \"body\": \"B\"}"
#define EVERY(tag) "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"" tag "\", \"runs\": \"every-time\"}"

/* --- Merging --------------------------------------------------------------------------------------------------------- */

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  const gint64 *ids = data;
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (CrmMergePlan) plan = crm_merge_plan_new (crm_door_get_db (door), schema, crm_catalogue_find (CRM_CATALOGUE (schema), "contact"), ids, 2, ids[0], error);

  return plan != NULL && crm_merge_run (door, plan, error);
}

static gint64
merge (AutomationTest *self,
       gint64          survivor,
       gint64          other)
{
  gint64 ids[] = { survivor, other };
  gint64 batch = automation_test_exec (self, merge_func, ids, CRM_CAUSE_MERGE);

  automation_test_run (self);

  return batch;
}

/* Suite#8368 */
static void
test_merge_mails_nobody (AutomationTest *self,
                         gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 other = crm_test_add (self->workspace, "contact", "first_name", "Ada", "email", "other@example.org", "tags", "lead", "city", "Rome", NULL);

  automation_test_run (self);
  automation_test_make (self, "Tag", "", EVERY ("lead"), MAIL);
  automation_test_make (self, "Field", "", "{\"id\": \"t\", \"type\": \"field-changed\", \"field\": \"contact.city\", \"runs\": \"every-time\"}", MAIL);
  automation_test_make (self, "Added", "", "{\"id\": \"t\", \"type\": \"contact-added\"}", MAIL);
  merge (self, ada, other);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM member m JOIN contact c ON c.id = m.record WHERE m.tbl = 4 AND m.col = 8 AND m.removed IS NULL AND c.state = 0"), ==, 1);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 0);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 0);
}

/* Suite#5835, for automations: who is inside stays inside, and comes back out of a merge that is taken back. */
static void
test_merge_keeps_runs (AutomationTest *self,
                       gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 other = automation_test_contact (self, "other");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P2D\"}, " MAIL);
  gint64 batch;

  automation_test_add (self, automation, other);
  automation_test_run (self);
  batch = merge (self, ada, other);
  automation_test_assert_trail (self, ada, "w? running");
  g_assert_cmpint (automation_test_number (self, "SELECT contact FROM automation_cursor"), ==, ada);
  crm_test_undo (self->workspace, batch);
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT contact FROM automation_cursor"), ==, other);
  merge (self, ada, other);
  automation_test_pass (self, 2 * DAY);
  automation_test_assert_trail (self, ada, "w+ m+ finished");
  {
    g_autofree char *address = automation_test_text (self, "SELECT address FROM outbox");

    g_assert_cmpstr (address, ==, "ada@example.org");
  }
}

/* Two who are in the same automation are one person afterwards, who gets the mail once. */
static void
test_merge_of_two_inside (AutomationTest *self,
                          gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 other = automation_test_contact (self, "other");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P2D\"}, " MAIL);

  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, other);
  automation_test_run (self);
  merge (self, ada, other);
  automation_test_pass (self, 3 * DAY);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 1);
}

/* --- Conditions -------------------------------------------------------------------------------------------------------- */

/* Suite#10329 "is empty" on numbers; Suite#2132 "is not" where there is nothing; Suite#5990 the second of two conditions. */
static void
test_conditions (AutomationTest *self,
                 gconstpointer   data)
{
  static const struct
  {
    const char *condition;
    const char *branch;
  } cases[] = {
    { "{\"field\": \"contact.custom.visits\", \"op\": \"is-empty\"}", "yes" },
    { "{\"field\": \"contact.custom.visits\", \"op\": \"is\", \"value\": 0}", "no" },
    { "{\"field\": \"contact.custom.visits\", \"op\": \"is-not\", \"value\": 0}", "yes" },
    { "{\"field\": \"contact.score\", \"op\": \"less-than\", \"value\": 5}", "no" },
    { "{\"field\": \"contact.city\", \"op\": \"is-not\", \"value\": \"Rome\"}", "yes" },
    { "{\"field\": \"contact.city\", \"op\": \"does-not-contain\", \"value\": \"x\"}", "yes" },
    { "{\"all\": [{\"field\": \"contact.first_name\", \"op\": \"is\", \"value\": \"ada\"}, {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}]}", "no" },
    { "{\"all\": [{\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}, {\"field\": \"contact.first_name\", \"op\": \"is\", \"value\": \"ada\"}]}", "no" },
    { "{\"any\": [{\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}, {\"field\": \"contact.first_name\", \"op\": \"is\", \"value\": \"ada\"}]}", "yes" },
  };
  gint64 ada = automation_test_contact (self, "ada");

  crm_test_add (self->workspace, "field", "label", "Visits", "record_type", "contact", "type", "number", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("A%u", i);
      g_autofree char *step = g_strdup_printf ("{\"id\": \"i\", \"action\": \"if-else\", \"if\": %s, \"yes\": [], \"no\": []}", cases[i].condition);
      g_autofree char *taken = NULL;

      g_test_message ("%s", cases[i].condition);
      automation_test_add (self, automation_test_make (self, name, "", "", step), ada);
      automation_test_run (self);
      taken = automation_test_text (self, "SELECT branch FROM automation_trail ORDER BY id DESC LIMIT 1");
      g_assert_cmpstr (taken, ==, cases[i].branch);
    }
}

/* --- Runs ---------------------------------------------------------------------------------------------------------------- */

/* Core#714: dividing by zero is a reason to skip the step, and not the end of the run. */
static void
test_divide_by_zero (AutomationTest *self,
                     gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  g_autofree char *reason = NULL;

  crm_test_add (self->workspace, "field", "label", "Visits", "record_type", "contact", "type", "number", NULL);
  crm_test_set (self->workspace, "contact", ada, "custom.visits", "4", NULL);
  automation_test_add (self, automation_test_make (self, "A", "", "", "{\"id\": \"d\", \"action\": \"math\", \"field\": \"contact.custom.visits\", \"operation\": \"divide\", \"value\": \"{{contact.score|0}}\"}, " NOTE ("n")), ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "d- n+ finished");
  reason = automation_test_reason (self, ada, "d");
  g_assert_cmpstr (reason, ==, "Nothing can be divided by zero.");
}

/* mautic#9797: coming in again does not make what waits happen twice. */
static void
test_reentry (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "\"entry\": \"after-exit\", ", EVERY ("lead"), "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, " MAIL);
  for (guint i = 0; i < 4; i++)
    {
      automation_test_tag (self, ada, "");
      automation_test_tag (self, ada, "lead");
      automation_test_run (self);
      automation_test_reopen (self);
    }
  automation_test_pass (self, 3 * DAY);
  automation_test_assert_trail (self, ada, "w+ m+ finished");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 1);
}

static gpointer
report_func (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return crm_automation_report_steps (db, *(gint64 *) data, error);
}

static void
assert_counts (AutomationTest *self,
               gint64          automation,
               gint64          inside,
               gint64          waiting)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, report_func, &automation, &error);
  g_autoptr (JsonNode) node = json_from_string (text, &error);
  JsonObject *report = json_node_get_object (node);
  JsonArray *steps = json_object_get_array_member (report, "steps");

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (report, "inside"), ==, inside);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (steps, 0), "waiting"), ==, waiting);
}

static gboolean
end_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  return crm_automation_end (door, *(gint64 *) data, error);
}

static gboolean
unsubscribe_func (CrmDoor   *door,
                  gpointer   data,
                  GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "subscription"), CRM_OP_UPDATE, 1);

  crm_edit_set_text (edit, "status", "unsubscribed");

  return crm_door_apply (door, edit, error) != 0;
}

/* mautic#6405: who is taken out, unsubscribes or whose coming in is undone does not stand at the step any more. */
static void
test_counts (AutomationTest *self,
             gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 eve = automation_test_contact (self, "eve");
  gint64 automation, batch, run;

  automation_test_add (self, automation_test_make (self, "S", "", "", "{\"id\": \"s\", \"action\": \"subscribe\", \"list\": \"News\"}"), bob);
  automation_test_run (self);
  automation = automation_test_make (self, "A", "", "", STAND);
  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  batch = automation_test_add (self, automation, eve);
  automation_test_run (self);
  assert_counts (self, automation, 3, 3);
  run = automation_test_number (self, "SELECT id FROM run WHERE contact = 1");
  automation_test_exec (self, end_func, &run, CRM_CAUSE_USER);
  assert_counts (self, automation, 2, 2);
  automation_test_exec (self, unsubscribe_func, NULL, CRM_CAUSE_USER);
  automation_test_run (self);
  assert_counts (self, automation, 1, 1);
  crm_test_undo (self->workspace, batch);
  automation_test_run (self);
  assert_counts (self, automation, 0, 0);
}

/* twenty#26223: a run is not over while it is within a branch, however deep, and when the branch around it has begun. */
static void
test_not_over (AutomationTest *self,
               gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "",
    "{\"id\": \"i\", \"action\": \"if-else\", \"if\": {\"all\": []}, \"yes\": [{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", \"paths\": ["
    "{\"name\": \"A\", \"steps\": [{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}]}, {\"name\": \"B\"}]}, {\"id\": \"v\", \"action\": \"wait\", \"for\": \"P1D\"}], \"no\": []}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "i+(yes) s+(A) w? running");
  automation_test_pass (self, DAY);
  automation_test_assert_trail (self, ada, "i+(yes) s+(A) w+ v? running");
  automation_test_pass (self, DAY);
  automation_test_assert_trail (self, ada, "i+(yes) s+(A) w+ v+ finished");
}

/* ActiveCampaign: deleting a wait moves its queue on, all of it, and nobody twice; a longer wait counts what was served. */
static void
test_queue (AutomationTest *self,
            gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P4D\"}, " MAIL);

  for (guint i = 0; i < 30; i++)
    automation_test_add (self, automation, automation_test_contact (self, "n"));
  automation_test_pass (self, DAY);
  automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P6D\"}, " MAIL);
  automation_test_pass (self, 5 * DAY - 1);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 0);
  automation_test_make (self, "A", "", "", MAIL);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 30);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run WHERE status = 'finished'"), ==, 30);
  automation_test_pass (self, 10 * DAY);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 30);
}

/* mautic#5149: an address in capitals is the same person for a trigger. */
static void
test_capitals (AutomationTest *self,
               gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "email", "ADA@EXAMPLE.ORG", NULL);

  automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"LEAD\", \"if\": {\"field\": \"contact.email\", \"op\": \"is\", \"value\": \"ada@example.org\"}}", STAND);
  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w? running");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  ADD ("/traps/merge-mails-nobody", test_merge_mails_nobody);
  ADD ("/traps/merge-keeps-runs", test_merge_keeps_runs);
  ADD ("/traps/merge-of-two-inside", test_merge_of_two_inside);
  ADD ("/traps/conditions", test_conditions);
  ADD ("/traps/divide-by-zero", test_divide_by_zero);
  ADD ("/traps/reentry", test_reentry);
  ADD ("/traps/counts", test_counts);
  ADD ("/traps/not-over", test_not_over);
  ADD ("/traps/queue", test_queue);
  ADD ("/traps/capitals", test_capitals);

  return g_test_run ();
}
