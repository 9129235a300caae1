/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The rules of automation.md §3, each by its name, and the traps that others have fallen into.
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-outbox.h"

#define TAGGED "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}"
#define EVERY "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"runs\": \"every-time\"}"

static void
retag (AutomationTest *self,
       gint64          contact)
{
  automation_test_tag (self, contact, "");
  automation_test_tag (self, contact, "lead");
  automation_test_run (self);
}

/* --- 1. Entry order ---------------------------------------------------------------------------------------------------------- */

static void
test_once (AutomationTest *self,
           gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", TAGGED, "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  for (guint i = 0; i < 3; i++)
    retag (self, ada);
  automation_test_assert_trail (self, ada, "n+ finished");
}

static void
test_entry_any (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", EVERY, STAND);
  retag (self, ada);
  retag (self, ada);
  automation_test_assert_trail (self, ada, "w? running | w? running");
}

static void
test_entry_once (AutomationTest *self,
                 gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "\"entry\": \"once\", ", EVERY, "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  retag (self, ada);
  retag (self, ada);
  automation_test_assert_trail (self, ada, "n+ finished");
}

static void
test_entry_after_exit (AutomationTest *self,
                       gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "\"entry\": \"after-exit\", ", EVERY, "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}");
  retag (self, ada);
  retag (self, ada);
  automation_test_assert_trail (self, ada, "w? running");
  automation_test_pass (self, DAY);
  retag (self, ada);
  automation_test_assert_trail (self, ada, "w+ finished | w? running");
}

static void
test_ten_a_day (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", EVERY, "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  for (guint i = 0; i < 13; i++)
    retag (self, ada);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 10);
  automation_test_pass (self, DAY + 1);
  retag (self, ada);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 11);
}

/* Off: nobody enters, who is inside stands still and goes on where it was. */
static void
test_off (AutomationTest *self,
          gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", TAGGED, "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"PT1H\"}, {\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");

  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  automation_test_switch (self, automation, FALSE);
  automation_test_tag (self, bob, "lead");
  automation_test_pass (self, DAY);
  automation_test_assert_trail (self, ada, "w? running");

  /* Not even if it is on again before anybody looks. */
  automation_test_switch (self, automation, TRUE);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w+ n+ finished");
  automation_test_assert_trail (self, bob, "");
}

static void
test_off_between (AutomationTest *self,
                  gconstpointer   data)
{
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", TAGGED, STAND);

  automation_test_switch (self, automation, FALSE);
  automation_test_tag (self, bob, "lead");
  automation_test_switch (self, automation, TRUE);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "");
}

/* --- 4. Waits ---------------------------------------------------------------------------------------------------------------------- */

static void
test_until (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 eve = crm_test_add (self->workspace, "contact", "first_name", "Eve", "city", "Rome", NULL);
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"u\", \"action\": \"wait\", \"until\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"rome\"}, \"limit\": \"P2D\"}");
  g_autofree char *reason = NULL;

  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  automation_test_add (self, automation, eve);
  automation_test_run (self);
  automation_test_assert_trail (self, eve, "u+ finished");
  automation_test_assert_trail (self, ada, "u? running");
  crm_test_set (self->workspace, "contact", ada, "city", "Oslo", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u? running");
  crm_test_set (self->workspace, "contact", ada, "city", "ROME", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u+ finished");
  automation_test_pass (self, 2 * DAY - 1);
  automation_test_assert_trail (self, bob, "u? running");
  automation_test_pass (self, 1);
  automation_test_assert_trail (self, bob, "u+ finished");
  reason = automation_test_reason (self, bob, "u");
  g_assert_cmpstr (reason, ==, "The limit was reached; the condition does not hold.");
}

/* By the clock where it names time, and through a record beside the contact. */
static void
test_until_clock (AutomationTest *self,
                  gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 clock = automation_test_make (self, "A", "", "", "{\"id\": \"u\", \"action\": \"wait\", \"until\": {\"now\": \"weekday\", \"op\": \"is\", \"value\": \"wednesday\"}}");
  gint64 deals = automation_test_make (self, "B", "", "", "{\"id\": \"d\", \"action\": \"wait\", \"until\": {\"field\": \"deal.status\", \"op\": \"is\", \"value\": \"won\"}}");
  gint64 message = automation_test_make (self, "C", "", "", "{\"id\": \"m\", \"action\": \"wait\", \"until\": {\"message\": \"any\", \"op\": \"opened\", \"times\": {\"at-least\": 2}}}");
  gint64 deal;

  automation_test_add (self, clock, ada);
  automation_test_add (self, deals, ada);
  automation_test_add (self, message, ada);
  automation_test_pass (self, 37 * HOUR);
  automation_test_assert_trail (self, ada, "u? running | d? running | m? running");
  automation_test_pass (self, HOUR);
  automation_test_assert_trail (self, ada, "u+ finished | d? running | m? running");
  deal = crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL);
  automation_test_event (self, ada, "message-opened", "Hello");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u+ finished | d? running | m? running");
  crm_test_set (self->workspace, "deal", deal, "status", "won", NULL);
  automation_test_event (self, ada, "message-opened", "Else");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u+ finished | d+ finished | m+ finished");
}

static void
test_until_time (AutomationTest *self,
                 gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "time_zone", "Europe/Madrid", NULL);
  gint64 now = automation_test_make (self, "A", "", "", "{\"id\": \"a\", \"action\": \"wait\", \"until_time\": {\"hour\": 11}}");
  gint64 tomorrow = automation_test_make (self, "B", "", "", "{\"id\": \"b\", \"action\": \"wait\", \"until_time\": {\"weekday\": \"tuesday\", \"hour\": 9, \"minute\": 30, \"zone\": \"UTC\"}}");

  /* It is Monday, 10:00 in UTC and 11:00 in Madrid. */
  automation_test_add (self, now, ada);
  automation_test_add (self, tomorrow, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a+ finished | b? running");
  automation_test_pass (self, 23 * HOUR + 29 * MINUTE);
  automation_test_assert_trail (self, ada, "a+ finished | b? running");
  automation_test_pass (self, MINUTE);
  automation_test_assert_trail (self, ada, "a+ finished | b+ finished");
}

static void
test_until_date (AutomationTest *self,
                 gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "birthday", "2026-03-10", NULL);
  gint64 bob = crm_test_add (self->workspace, "contact", "first_name", "Bob", NULL);
  gint64 eve = crm_test_add (self->workspace, "contact", "first_name", "Eve", "birthday", "2020-01-01", NULL);
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"d\", \"action\": \"wait\", \"until_date\": {\"field\": \"contact.birthday\", \"offset\": \"-P3D\"}}");

  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  automation_test_add (self, automation, eve);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "d- finished");
  automation_test_assert_trail (self, eve, "d+ finished");
  automation_test_pass (self, 4 * DAY + 13 * HOUR);
  automation_test_assert_trail (self, ada, "d? running");
  automation_test_pass (self, HOUR);
  automation_test_assert_trail (self, ada, "d+ finished");
}

/* --- 5. Splits --------------------------------------------------------------------------------------------------------------------- */

static void
test_even (AutomationTest *self,
           gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\", \"weight\": 3}, {\"name\": \"B\"}]}");

  automation_test_add_many (self, automation, 40, "Rome");
  automation_test_assert_paths (self, "A30,B10");

  /* For ever: whoever comes again takes the same path. */
  automation_test_add (self, automation, 2);
  automation_test_add (self, automation, 2);
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT count (DISTINCT t.branch) FROM automation_trail t JOIN run r ON r.id = t.run WHERE r.contact = 2"), ==, 1);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_path"), ==, 40);

  /* The number that is kept is the number that there is. */
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_state s JOIN (SELECT path, count (*) AS n FROM automation_path GROUP BY path) p "
                                                 "ON s.name LIKE 'path-%' || p.path AND s.value = p.n"), ==, 2);
}

static void
test_winner (AutomationTest *self,
             gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", "
    "\"test\": {\"end\": {\"count\": 4}, \"winner\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Oslo\"}}, \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}");

  automation_test_add_many (self, automation, 4, "Rome");
  crm_test_set (self->workspace, "contact", 2, "city", "Oslo", NULL);
  automation_test_add_many (self, automation, 6, "Rome");
  automation_test_assert_paths (self, "A2,B8");
}

static void
test_tie (AutomationTest *self,
          gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", "
    "\"test\": {\"end\": {\"count\": 2}, \"winner\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}}, \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}");

  automation_test_add_many (self, automation, 5, "Rome");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_path WHERE path = 'A'"), ==, 4);
}

static void
test_conditional (AutomationTest *self,
                  gconstpointer   data)
{
  gint64 count = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"conditional\", \"until\": {\"count\": 3}}");
  gint64 matches = automation_test_make (self, "B", "", "", "{\"id\": \"m\", \"action\": \"split\", \"kind\": \"conditional\", "
                                         "\"until\": {\"matches\": {\"count\": 2, \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Oslo\"}}}}");

  automation_test_add_many (self, count, 5, "Rome");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_path WHERE step = 's' AND path = 'first'"), ==, 3);
  automation_test_add_many (self, matches, 3, "Rome");
  automation_test_add_many (self, matches, 4, "Oslo");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_path WHERE step = 'm' AND path = 'first'"), ==, 5);
}

/* --- 6. Go to ------------------------------------------------------------------------------------------------------------------------ */

static void
test_loop (AutomationTest *self,
           gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"n\", \"action\": \"adjust-score\", \"operation\": \"add\", \"value\": 1}, {\"id\": \"g\", \"action\": \"go-to\", \"step\": \"n\"}");
  g_autofree char *why = NULL;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "n+ g+ n+ g+ n+ g+ n+ g- ended");
  why = automation_test_text (self, "SELECT reason FROM run");
  g_assert_nonnull (strstr (why, "3 times"));
}

static void
test_loop_with_wait (AutomationTest *self,
                     gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"n\", \"action\": \"adjust-score\", \"operation\": \"add\", \"value\": 1}, "
                                            "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"PT1H\"}, {\"id\": \"g\", \"action\": \"go-to\", \"step\": \"n\"}");

  automation_test_add (self, automation, ada);
  automation_test_pass (self, 3 * DAY);
  g_assert_cmpint (automation_test_number (self, "SELECT score FROM contact"), ==, 11);
  {
    g_autofree char *why = automation_test_text (self, "SELECT reason FROM run");

    g_assert_nonnull (strstr (why, "24 hours"));
  }
}

/* --- 7. Goals ------------------------------------------------------------------------------------------------------------------------- */

#define GOAL(id, city, more) "{\"id\": \"" id "\", \"action\": \"goal\", \"name\": \"" id "\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"" city "\"}" more "}"

static void
test_goal (AutomationTest *self,
           gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", STAND ", {\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}, " GOAL ("g", "Rome", "") ", {\"id\": \"z\", \"action\": \"wait\", \"for\": \"P1Y\"}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w? running");
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w- g+(achieved) z? running");

  /* Once a run. */
  crm_test_set (self->workspace, "contact", ada, "city", "Oslo", NULL);
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w- g+(achieved) z? running");
}

static void
test_goal_missed (AutomationTest *self,
                  gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_add (self, automation_test_make (self, "A", "", "", GOAL ("a", "Rome", ", \"otherwise\": \"continue\"")), ada);
  automation_test_add (self, automation_test_make (self, "B", "", "", GOAL ("b", "Rome", ", \"otherwise\": \"end\"")), ada);
  automation_test_add (self, automation_test_make (self, "C", "", "", GOAL ("c", "Rome", ", \"otherwise\": \"wait\"")), ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a-(skipped) finished | b-(skipped) ended | c? running");
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a-(skipped) finished | b-(skipped) ended | c+ finished");
}

/* Of several that hold the nearest one below; upward only from anywhere; and at once on entry. */
static void
test_goals (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = crm_test_add (self->workspace, "contact", "first_name", "Bob", "city", "Rome", NULL);
  gint64 automation = automation_test_make (self, "A", "", "",
    GOAL ("up", "Rome", ", \"from\": \"anywhere\", \"otherwise\": \"continue\"") ", " STAND ", " GOAL ("one", "Rome", "") ", " GOAL ("two", "Rome", "") ", {\"id\": \"z\", \"action\": \"wait\", \"for\": \"P1Y\"}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "up-(skipped) w- one+(achieved) two+(achieved) up+(achieved) w? running");
  automation_test_add (self, automation, bob);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "up+(achieved) one+(achieved) two+(achieved) z? running");
}

/* --- 8. End ------------------------------------------------------------------------------------------------------------------------------ */

static gboolean
unsubscribe_func (CrmDoor   *door,
                  gpointer   data,
                  GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "subscription"), CRM_OP_UPDATE, 1);

  crm_edit_set_text (edit, "status", "unsubscribed");

  return crm_door_apply (door, edit, error) != 0;
}

static void
test_exits (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 subscriber = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"subscribe\", \"list\": \"News\"}");
  gint64 stays = automation_test_make (self, "B", "\"exit_on_unsubscribe\": false, ", "", STAND);
  gint64 leaves = automation_test_make (self, "C", "", "", STAND);
  gint64 converts = automation_test_make (self, "D", "\"exit_on_conversion\": true, ", "", "{\"id\": \"c\", \"action\": \"convert\", \"conversion\": \"X\"}, " STAND);

  automation_test_add (self, subscriber, ada);
  automation_test_add (self, stays, ada);
  automation_test_add (self, leaves, ada);
  automation_test_run (self);
  automation_test_exec (self, unsubscribe_func, NULL, CRM_CAUSE_USER);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "s+ finished | w? running | w? ended");
  automation_test_add (self, converts, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "s+ finished | w? running | w? ended | c+ ended");
}

/* --- 9. An action that cannot act, one that fails ------------------------------------------------------------------------------------------- */

static void
test_go_on (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"u\", \"action\": \"update-contact\", \"field\": \"city\", \"value\": \"{{contact.city|x}}\"}, "
                                            "{\"id\": \"v\", \"action\": \"update-contact\", \"field\": \"birthday\", \"value\": \"{{contact.first_name}}\"}, "
                                            "{\"id\": \"d\", \"action\": \"math\", \"field\": \"contact.first_name\", \"operation\": \"divide\", \"value\": \"{{contact.score|0}}\"}, "
                                            "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"y\"}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "u+ v- d- n+ finished");
}

/* A note that has become empty is refused by a rule, and nothing of it is left. */
static void
test_refused (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", NULL);
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"{{contact.city}}\"}, {\"id\": \"m\", \"action\": \"add-note\", \"text\": \"y\"}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "n- m+ finished");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM note"), ==, 1);
}

/* --- 10. Editing ----------------------------------------------------------------------------------------------------------------------------- */

static void
test_wait_deleted (AutomationTest *self,
                   gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, {\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_make (self, "A", "", "", "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  automation_test_assert_trail (self, ada, "w- n+ finished");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_version"), ==, 2);
}

static void
test_wait_changed (AutomationTest *self,
                   gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P2D\"}");

  automation_test_add (self, automation, ada);
  automation_test_pass (self, DAY);
  automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P3D\"}");
  automation_test_pass (self, 2 * DAY - 1);
  automation_test_assert_trail (self, ada, "w? running");
  automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"PT1H\"}");
  automation_test_assert_trail (self, ada, "w+ finished");
}

static void
test_condition_changed (AutomationTest *self,
                        gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "city", "Rome", NULL);
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"until\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Oslo\"}}");

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w? running");
  automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"until\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}}");
  automation_test_assert_trail (self, ada, "w+ finished");
}

static void
test_path_removed (AutomationTest *self,
                   gconstpointer   data)
{
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}");
  g_autofree char *said = NULL;

  automation_test_add_many (self, automation, 1, "Rome");
  said = automation_test_refusal (self, "{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"A\", \"steps\": [{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", "
                                        "\"paths\": [{\"name\": \"C\"}, {\"name\": \"B\"}]}]}");
  g_assert_nonnull (strstr (said, "bound to the path “A”"));
  automation_test_make (self, "A", "", "", "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}, {\"name\": \"C\"}]}");
}

/* --- 11, 12 and undo ----------------------------------------------------------------------------------------------------------------------- */

static void
test_chain (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", TAGGED, "{\"id\": \"a\", \"action\": \"add-tag\", \"tag\": \"next\"}");
  automation_test_make (self, "B", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"next\"}", "{\"id\": \"b\", \"action\": \"add-note\", \"text\": \"x\"}");
  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a+ finished | b+ finished");
}

/* Two that set each other off come to an end. */
static void
test_ping_pong (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");

  automation_test_make (self, "A", "", EVERY, "{\"id\": \"a\", \"action\": \"remove-tag\", \"tag\": \"lead\"}");
  automation_test_make (self, "B", "", "{\"id\": \"t\", \"type\": \"tag-removed\", \"tag\": \"lead\", \"runs\": \"every-time\"}", "{\"id\": \"b\", \"action\": \"add-tag\", \"tag\": \"lead\"}");
  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 20);
}

/* Undoing "Add contacts" takes them out; undoing what a step did leaves the run where it is. */
static void
test_undo (AutomationTest *self,
           gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"a\", \"action\": \"add-tag\", \"tag\": \"vip\"}, {\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, {\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  gint64 batch = automation_test_add (self, automation, ada);

  automation_test_run (self);
  crm_test_undo (self->workspace, automation_test_number (self, "SELECT max (id) FROM batch WHERE cause = 6"));
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM member WHERE tbl = 4 AND col = 8 AND removed IS NULL"), ==, 0);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a+ w? running");
  crm_test_undo (self->workspace, batch);
  automation_test_pass (self, 2 * DAY);
  automation_test_assert_trail (self, ada, "");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM note"), ==, 0);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_cursor WHERE automation > 0"), ==, 0);

  /* Redoing it puts them where they were; what was done is not done again. */
  crm_test_undo (self->workspace, automation_test_number (self, "SELECT max (id) FROM batch"));
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a+ w+ n+ finished");
}

/* A contact in the trash stands still, and goes on when it comes back. */
static void
test_trash (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, {\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}");
  gint64 batch;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  batch = crm_test_trash (self->workspace, "contact", ada);
  automation_test_pass (self, 2 * DAY);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM note"), ==, 0);
  crm_test_undo (self->workspace, batch);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w+ n+ finished");
}

/* Renaming what an automation names. */
static void
test_rename (AutomationTest *self,
             gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", TAGGED, "{\"id\": \"a\", \"action\": \"add-tag\", \"tag\": \"vip\"}");

  crm_test_set (self->workspace, "tag", automation_test_number (self, "SELECT id FROM tag WHERE name = 'vip'"), "name", "gold", NULL);
  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "a+ finished");
}

/* Scores: once for each, everyone at first, and gone when their time is over. */
static void
test_scores (AutomationTest *self,
             gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "city", "Rome", NULL);
  gint64 bob = automation_test_contact (self, "bob");

  crm_test_add (self->workspace, "score_rule", "name", "Roman", "record_type", "contact", "points", "5", "expires", "P1D",
                "condition", "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Rome\"}", NULL);
  automation_test_run (self);
  crm_test_set (self->workspace, "contact", bob, "city", "Rome", NULL);
  automation_test_run (self);
  crm_test_set (self->workspace, "contact", bob, "city", "Oslo", NULL);
  crm_test_set (self->workspace, "contact", bob, "city", "Rome", NULL);
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT sum (score) FROM contact"), ==, 10);
  automation_test_pass (self, DAY);
  g_assert_cmpint (automation_test_number (self, "SELECT sum (score) FROM contact"), ==, 0);
  g_assert_cmpint (ada, !=, bob);
}

/* --- The outbox ------------------------------------------------------------------------------------------------------------------------------- */

static gboolean
claim_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_outbox_claim (door, "email", data, error);
}

static gboolean
wire_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  return crm_outbox_mark_on_wire (door, data, error);
}

static gboolean
recover_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  return crm_outbox_recover (door, NULL, error);
}

static gboolean
accept_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  return crm_outbox_settle (door, data, CRM_VERDICT_ACCEPTED, "p1", "250", NULL, 0, error);
}

static void
test_outbox (AutomationTest *self,
             gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"m\", \"action\": \"send-email\", \"subject\": \"S\", \"body\": \"B\"}, "
                                            "{\"id\": \"w\", \"action\": \"wait\", \"until\": {\"message\": \"S\", \"op\": \"sent\"}}");
  g_autoptr (CrmOutboxItem) item = NULL;
  g_autofree char *state = NULL;

  automation_test_add (self, automation, ada);
  automation_test_run (self);

  /* The program ends while it builds: tried again. On the wire: nobody knows. */
  automation_test_exec (self, claim_func, &item, CRM_CAUSE_SYSTEM);
  g_assert_nonnull (item);
  automation_test_pass (self, HOUR);
  automation_test_exec (self, recover_func, NULL, CRM_CAUSE_SYSTEM);
  g_clear_pointer (&item, crm_outbox_item_free);
  automation_test_exec (self, claim_func, &item, CRM_CAUSE_SYSTEM);
  g_assert_nonnull (item);
  g_assert_cmpint (item->attempts, ==, 2);
  automation_test_exec (self, wire_func, item->id, CRM_CAUSE_SYSTEM);
  automation_test_pass (self, HOUR);
  automation_test_exec (self, recover_func, NULL, CRM_CAUSE_SYSTEM);
  state = automation_test_text (self, "SELECT state FROM outbox");
  g_assert_cmpstr (state, ==, "uncertain");
  automation_test_assert_trail (self, ada, "m+ w? running");

  /* It has arrived: an event, contact made, and who waited goes on. */
  automation_test_exec (self, accept_func, item->id, CRM_CAUSE_COMMAND);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "m+ w+ finished");
  g_assert_cmpint (automation_test_number (self, "SELECT last_contacted IS NOT NULL FROM contact"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  ADD ("/rules/1/once", test_once);
  ADD ("/rules/1/entry-any", test_entry_any);
  ADD ("/rules/1/entry-once", test_entry_once);
  ADD ("/rules/1/entry-after-exit", test_entry_after_exit);
  ADD ("/rules/1/ten-a-day", test_ten_a_day);
  ADD ("/rules/1/off", test_off);
  ADD ("/rules/1/off-between", test_off_between);
  ADD ("/rules/4/until", test_until);
  ADD ("/rules/4/until-clock", test_until_clock);
  ADD ("/rules/4/until-time", test_until_time);
  ADD ("/rules/4/until-date", test_until_date);
  ADD ("/rules/5/even", test_even);
  ADD ("/rules/5/winner", test_winner);
  ADD ("/rules/5/tie", test_tie);
  ADD ("/rules/5/conditional", test_conditional);
  ADD ("/rules/6/loop", test_loop);
  ADD ("/rules/6/loop-with-wait", test_loop_with_wait);
  ADD ("/rules/7/goal", test_goal);
  ADD ("/rules/7/missed", test_goal_missed);
  ADD ("/rules/7/several", test_goals);
  ADD ("/rules/8/exits", test_exits);
  ADD ("/rules/9/go-on", test_go_on);
  ADD ("/rules/9/refused", test_refused);
  ADD ("/rules/10/wait-deleted", test_wait_deleted);
  ADD ("/rules/10/wait-changed", test_wait_changed);
  ADD ("/rules/10/condition-changed", test_condition_changed);
  ADD ("/rules/10/path-removed", test_path_removed);
  ADD ("/rules/11/chain", test_chain);
  ADD ("/rules/11/ping-pong", test_ping_pong);
  ADD ("/rules/undo", test_undo);
  ADD ("/rules/trash", test_trash);
  ADD ("/rules/rename", test_rename);
  ADD ("/rules/scores", test_scores);
  ADD ("/rules/outbox", test_outbox);

  return g_test_run ();
}
