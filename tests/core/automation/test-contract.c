/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rest of the rules of automation.md §3, each by its number, beside those in test-rules.c, test-editing.c and
 * test-triggers.c.
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-automation-report.h"
#include "crm-outbox.h"

#define NOTE(id) "{\"id\": \"" id "\", \"action\": \"add-note\", \"text\": \"" id "\"}"

/* --- 1. Entry order ------------------------------------------------------------------------------------------------- */

/* The condition is asked before the trigger counts: what it refuses has not used up "once", nor the ten of a day. */
static void
test_order (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"runs\": \"once\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}}", NOTE ("n"));
  for (guint i = 0; i < 12; i++)
    {
      automation_test_tag (self, ada, "lead");
      automation_test_tag (self, ada, "");
      automation_test_run (self);
    }
  automation_test_assert_trail (self, ada, "");
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "n+ finished");
}

/* "Once" is for each trigger: another one lets the same contact in. */
static void
test_each_trigger (AutomationTest *self,
                   gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"a\"}, {\"id\": \"u\", \"type\": \"tag-added\", \"tag\": \"b\"}", NOTE ("n"));
  for (guint i = 0; i < 2; i++)
    {
      automation_test_tag (self, ada, "a");
      automation_test_tag (self, ada, "b");
    }
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "n+ finished | n+ finished");
}

/* --- 2. Accounts, tasks --------------------------------------------------------------------------------------------- */

static void
test_account (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ids[3];

  crm_test_add (self->workspace, "account", "name", "Engines", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = crm_test_add (self->workspace, "contact", "first_name", "N", "account", i < 2 ? "Engines" : "", NULL);
  automation_test_make (self, "All", "", "{\"id\": \"t\", \"type\": \"account-changed\", \"field\": \"account.city\"}", "{\"id\": \"u\", \"action\": \"update-account\", \"field\": \"industry\", \"value\": \"{{account.city}} Works\"}");
  automation_test_make (self, "One", "", "{\"id\": \"t\", \"type\": \"account-changed\", \"field\": \"account.city\", \"contacts\": \"primary\"}", STAND);
  crm_test_set (self->workspace, "account", 1, "city", "Madrid", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ids[0], "u+ finished | w? running");
  automation_test_assert_trail (self, ids[1], "u+ finished");
  automation_test_assert_trail (self, ids[2], "");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM account WHERE industry = 'Madrid Works'"), ==, 1);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run WHERE account = 1"), ==, 3);
}

static void
test_task (AutomationTest *self,
           gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 task;

  crm_test_add (self->workspace, "deal", "title", "D", "contact", "#2", NULL);
  task = crm_test_add (self->workspace, "task", "title", "T", "contacts", "#1", "deals", "D", NULL);
  automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"task-completed\"}", "{\"id\": \"n\", \"action\": \"add-note\", \"to\": \"deal\", \"text\": \"{{task.title}}\"}");
  crm_test_set (self->workspace, "task", task, "status", "done", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "n+ finished");
  automation_test_assert_trail (self, bob, "n- finished");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM note WHERE deal = 1 AND body = 'T'"), ==, 1);
}

/* --- 3. Not retroactive ---------------------------------------------------------------------------------------------- */

static void
test_not_retroactive (AutomationTest *self,
                      gconstpointer   data)
{
  static const char *const triggers[] = {
    "{\"id\": \"t\", \"type\": \"contact-added\"}",
    "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}",
    "{\"id\": \"t\", \"type\": \"segment-joined\", \"segment\": \"Romans\"}",
    "{\"id\": \"t\", \"type\": \"deal-added\"}",
    "{\"id\": \"t\", \"type\": \"date\", \"field\": \"contact.birthday\", \"when\": \"after\", \"offset\": \"P1D\"}",
  };
  gint64 ada;

  crm_test_add (self->workspace, "segment", "name", "Romans", "record_type", "contact", "condition", "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Rome\"}", NULL);
  ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "city", "Rome", "tags", "lead", "birthday", "2026-02-20", NULL);
  crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL);
  automation_test_run (self);
  for (guint i = 0; i < G_N_ELEMENTS (triggers); i++)
    {
      g_autofree char *name = g_strdup_printf ("A%u", i);

      automation_test_make (self, name, "", triggers[i], STAND);
    }
  crm_test_set (self->workspace, "contact", ada, "city", "Rome ", NULL);
  automation_test_pass (self, 2 * DAY);
  automation_test_assert_trail (self, ada, "");

  /* Leaving and joining again is an event. */
  crm_test_set (self->workspace, "contact", ada, "city", "Oslo", NULL);
  automation_test_run (self);
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w? running");
}

/* --- 4. Waits ---------------------------------------------------------------------------------------------------------- */

/* Time counts from the arrival at the wait, also at the second one, and while nobody looks. */
static void
test_for (AutomationTest *self,
          gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"a\", \"action\": \"wait\", \"for\": \"PT90M\"}, {\"id\": \"b\", \"action\": \"wait\", \"for\": \"P1D\"}");

  automation_test_add (self, automation, ada);
  automation_test_pass (self, 90 * MINUTE - 1);
  automation_test_assert_trail (self, ada, "a? running");
  automation_test_pass (self, 1);
  automation_test_assert_trail (self, ada, "a+ b? running");
  automation_test_reopen (self);
  crm_clock_set_now (crm_workspace_get_clock (self->workspace), crm_clock_get_now (crm_workspace_get_clock (self->workspace)) + DAY - 1);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a+ b? running");
  automation_test_pass (self, 1);
  automation_test_assert_trail (self, ada, "a+ b+ finished");
}

/* Who waits is asked again when something changes that the condition names, and not otherwise. */
static void
test_asked_when_named (AutomationTest *self,
                       gconstpointer   data)
{
  static const char wakes[] = "SELECT count (*) FROM automation_cursor WHERE wake IS NOT NULL";
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"u\", \"action\": \"wait\", \"until\": {\"any\": [{\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"rome\"}, {\"tag\": \"vip\", \"op\": \"has\"}, "
                                            "{\"field\": \"account.industry\", \"op\": \"is\", \"value\": \"Steam\"}]}}");

  crm_test_add (self->workspace, "account", "name", "Engines", NULL);
  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, wakes), ==, 0);
  crm_test_set (self->workspace, "contact", ada, "job_title", "Boss", NULL);
  crm_test_set (self->workspace, "account", 1, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u? running");
  crm_test_set (self->workspace, "contact", bob, "account", "Engines", NULL);
  automation_test_run (self);
  crm_test_set (self->workspace, "account", 1, "industry", "Steam", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "u+ finished");
  automation_test_assert_trail (self, ada, "u? running");
  automation_test_tag (self, ada, "vip");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u+ finished");
}

/* A date that is changed while somebody waits for it, and one that is cleared. */
static void
test_until_date_changes (AutomationTest *self,
                         gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "birthday", "2026-03-10", NULL);
  gint64 bob = crm_test_add (self->workspace, "contact", "first_name", "Bob", "birthday", "2026-03-10", NULL);
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"d\", \"action\": \"wait\", \"until_date\": {\"field\": \"contact.birthday\"}}");

  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  automation_test_run (self);
  crm_test_set (self->workspace, "contact", ada, "birthday", "2026-03-04", NULL);
  crm_test_set (self->workspace, "contact", bob, "birthday", "", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "d- finished");
  automation_test_pass (self, 2 * DAY);
  automation_test_assert_trail (self, ada, "d+ finished");
}

/* --- 5. Splits ----------------------------------------------------------------------------------------------------------- */

static void
test_end_by_date (AutomationTest *self,
                  gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", \"test\": {\"end\": {\"date\": \"2026-03-05T00:00:00Z\"}, "
                                            "\"winner\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Oslo\"}}, \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}");

  automation_test_add_many (self, automation, 4, "Rome");
  crm_test_set (self->workspace, "contact", 2, "city", "Oslo", NULL);
  automation_test_add_many (self, automation, 2, "Rome");
  automation_test_assert_paths (self, "A3,B3");
  automation_test_pass (self, 4 * DAY);
  automation_test_add_many (self, automation, 4, "Rome");
  automation_test_assert_paths (self, "A3,B7");
}

static void
test_end_by_matches (AutomationTest *self,
                     gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", \"test\": {\"end\": {\"matches\": 2}, "
                                            "\"winner\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Oslo\"}}, \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}");

  automation_test_add_many (self, automation, 6, "Rome");
  crm_test_set (self->workspace, "contact", 2, "city", "Oslo", NULL);
  automation_test_add_many (self, automation, 2, "Rome");
  automation_test_assert_paths (self, "A4,B4");
  crm_test_set (self->workspace, "contact", 4, "city", "Oslo", NULL);
  automation_test_add_many (self, automation, 3, "Rome");
  automation_test_assert_paths (self, "A4,B7");
}

static void
test_conditional_by_date (AutomationTest *self,
                          gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"conditional\", \"until\": {\"date\": \"2026-03-05T00:00:00Z\"}, "
                                            "\"first\": [" NOTE ("f") "], \"then\": [" NOTE ("t") "]}");

  automation_test_add_many (self, automation, 3, "Rome");
  automation_test_pass (self, 4 * DAY);
  automation_test_add_many (self, automation, 2, "Rome");
  automation_test_assert_paths (self, "first3,then2");
  automation_test_assert_trail (self, 1, "s+(first) f+ finished");
  automation_test_assert_trail (self, 4, "s+(then) t+ finished");
}

/* --- 6. Go to ------------------------------------------------------------------------------------------------------------ */

/* Eight times a day is fewer than ten: such a loop has no end. */
static void
test_slow_loop (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"n\", \"action\": \"adjust-score\", \"operation\": \"add\", \"value\": 1}, "
                                            "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"PT3H\"}, {\"id\": \"g\", \"action\": \"go-to\", \"step\": \"n\"}");

  automation_test_add (self, automation, ada);
  automation_test_pass (self, 5 * DAY);
  g_assert_cmpint (automation_test_number (self, "SELECT score FROM contact"), ==, 41);
  g_assert_cmpint (automation_test_number (self, "SELECT status = 'running' FROM run"), ==, 1);
}

/* --- 8. End ---------------------------------------------------------------------------------------------------------------- */

static gboolean
end_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  return crm_automation_end (door, *(gint64 *) data, error);
}

static gboolean
skip_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  return crm_automation_skip_wait (door, *(gint64 *) data, error);
}

static void
test_by_hand (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", "", STAND ", " NOTE ("n"));
  gint64 run = 1;
  g_autofree char *why = NULL;

  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  automation_test_run (self);
  automation_test_exec (self, end_func, &run, CRM_CAUSE_USER);
  run = 2;
  automation_test_exec (self, skip_func, &run, CRM_CAUSE_USER);
  automation_test_pass (self, 2 * 366 * DAY);
  automation_test_assert_trail (self, ada, "w? ended");
  automation_test_assert_trail (self, bob, "w+ n+ finished");
  why = automation_test_text (self, "SELECT reason FROM run WHERE id = 1");
  g_assert_cmpstr (why, ==, "Ended by hand.");
}

/* --- 9. What fails outside ---------------------------------------------------------------------------------------------------- */

static gboolean
claim_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_outbox_claim (door, "webhook", data, error);
}

static gboolean
refuse_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  return crm_outbox_mark_on_wire (door, data, error) && crm_outbox_settle (door, data, CRM_VERDICT_PERMANENT, NULL, "410", "Gone", 0, error);
}

static gpointer
trail_func (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const gint64 *ids = data;

  return crm_automation_report_trail (db, ids[0], ids[1], error);
}

/* The run does not wait for it, and the trail shows what became of it; asked twice, it is sent once. */
static void
test_outside (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ids[] = { 0, automation_test_contact (self, "ada") };
  g_autoptr (CrmOutboxItem) item = NULL;
  g_autoptr (CrmOutboxItem) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *trail = NULL;
  g_autofree char *before = NULL;

  ids[0] = automation_test_make (self, "A", "", "", "{\"id\": \"h\", \"action\": \"webhook\", \"url\": \"https://example.org/\"}, " NOTE ("n"));
  automation_test_add (self, ids[0], ids[1]);
  automation_test_run (self);
  automation_test_assert_trail (self, ids[1], "h+ n+ finished");
  before = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, trail_func, ids, &error);
  g_assert_nonnull (strstr (before, "\"outbox\":\"queued\""));

  automation_test_exec (self, claim_func, &item, CRM_CAUSE_SYSTEM);
  automation_test_exec (self, claim_func, &other, CRM_CAUSE_SYSTEM);
  g_assert_nonnull (item);
  g_assert_null (other);
  automation_test_exec (self, refuse_func, item->id, CRM_CAUSE_SYSTEM);
  automation_test_pass (self, 3 * DAY);
  automation_test_exec (self, claim_func, &other, CRM_CAUSE_SYSTEM);
  g_assert_null (other);
  trail = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, trail_func, ids, &error);
  g_assert_null (strstr (trail, "\"outbox\":\"queued\""));
  g_assert_nonnull (strstr (trail, "\"outbox\":\"dead\""));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  ADD ("/contract/1/order", test_order);
  ADD ("/contract/1/each-trigger", test_each_trigger);
  ADD ("/contract/2/account", test_account);
  ADD ("/contract/2/task", test_task);
  ADD ("/contract/3/not-retroactive", test_not_retroactive);
  ADD ("/contract/4/for", test_for);
  ADD ("/contract/4/asked-when-named", test_asked_when_named);
  ADD ("/contract/4/until-date-changes", test_until_date_changes);
  ADD ("/contract/5/end-by-date", test_end_by_date);
  ADD ("/contract/5/end-by-matches", test_end_by_matches);
  ADD ("/contract/5/conditional-by-date", test_conditional_by_date);
  ADD ("/contract/6/slow-loop", test_slow_loop);
  ADD ("/contract/8/by-hand", test_by_hand);
  ADD ("/contract/9/outside", test_outside);

  return g_test_run ();
}
