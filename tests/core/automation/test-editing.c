/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Editing while people are inside (automation.md, 3.10): steps that go away with people at them, versions that are looked at
 * and restored, what a trail says afterwards; and goals in deep branches (3.7).
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-automation-report.h"

#define STAND_AT(id) "{\"id\": \"" id "\", \"action\": \"wait\", \"for\": \"P1Y\"}"
#define NOTE(id) "{\"id\": \"" id "\", \"action\": \"add-note\", \"text\": \"" id "\"}"
#define GOAL(id, city, more) "{\"id\": \"" id "\", \"action\": \"goal\", \"name\": \"" id "\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"" city "\"}" more "}"
#define IF(id, yes, no) "{\"id\": \"" id "\", \"action\": \"if-else\", \"if\": {\"field\": \"contact.first_name\", \"op\": \"is\", \"value\": \"ada\"}, \"yes\": [" yes "], \"no\": [" no "]}"

typedef struct
{
  gint64 id;
  const char *steps;
  gboolean end_deleted;
} Job;

static gboolean
save_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Job *job = data;
  g_autofree char *json = g_strdup_printf ("{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"A\", \"steps\": [%s]}", job->steps);
  g_autoptr (CrmFlow) flow = crm_flow_parse (json, error);

  return flow != NULL && crm_automation_save (door, job->id, flow, job->end_deleted, error) != 0;
}

static void
save (AutomationTest *self,
      gint64          automation,
      const char     *steps,
      gboolean        end_deleted)
{
  Job job = { automation, steps, end_deleted };

  automation_test_exec (self, save_func, &job, CRM_CAUSE_USER);
  automation_test_run (self);
}

static gboolean
restore_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  return crm_automation_restore (door, *(gint64 *) data, error);
}

/* --- Deleted steps ------------------------------------------------------------------------------------------------- */

/* Who stands at a goal that is deleted goes on with the next step, or ends, as the dialog was answered. */
static void
test_deleted (AutomationTest *self,
              gconstpointer   data)
{
  gboolean ends = GPOINTER_TO_INT (data);
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", GOAL ("g", "Rome", "") ", " NOTE ("n"));
  g_autofree char *reason = NULL;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "g? running");
  save (self, automation, NOTE ("n"), ends);
  automation_test_assert_trail (self, ada, ends ? "g- ended" : "g- n+ finished");
  reason = automation_test_reason (self, ada, "g");
  g_assert_cmpstr (reason, ==, "The step was deleted while the contact was there.");

  /* The answer is for that one save. */
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_state WHERE name LIKE 'end-%'"), ==, 0);
}

/* Ends or not, whoever waits goes on when only the wait is deleted. */
static void
test_wait_goes_on (AutomationTest *self,
                   gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", STAND_AT ("w") ", " NOTE ("n"));

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  save (self, automation, NOTE ("n"), TRUE);
  automation_test_assert_trail (self, ada, "w- n+ finished");
}

/* A whole branch is deleted: who is in it goes on after it; and if nothing is left, the run ends. */
static void
test_branch_deleted (AutomationTest *self,
                     gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", "", IF ("i", STAND_AT ("w"), STAND_AT ("v")) ", " NOTE ("n"));

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  save (self, automation, NOTE ("n"), FALSE);
  automation_test_assert_trail (self, ada, "i+(yes) w- n+ finished");

  save (self, automation, IF ("i", STAND_AT ("w"), STAND_AT ("v")), FALSE);
  automation_test_add (self, automation, bob);
  automation_test_run (self);
  save (self, automation, NOTE ("x"), FALSE);
  automation_test_assert_trail (self, bob, "i+(no) v- finished");
}

/* A step that is moved keeps the people who stand at it. */
static void
test_moved (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, " NOTE ("n"));

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  save (self, automation, NOTE ("n") ", " IF ("i", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, " NOTE ("y"), ""), FALSE);
  automation_test_pass (self, DAY);
  automation_test_assert_trail (self, ada, "w+ y+ finished");
}

/* --- Versions ------------------------------------------------------------------------------------------------------- */

/* An old version comes back as a new one; who is inside goes on in it, and the trail still says what it passed. */
static void
test_restore (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "\"description\": \"old\", ", "", NOTE ("first") ", " STAND_AT ("w") ", " NOTE ("old"));
  gint64 version = automation_test_number (self, "SELECT max (id) FROM automation_version");
  g_autofree char *trail = NULL;
  g_autofree char *once = NULL;
  g_autofree char *again = NULL;

  once = automation_test_text (self, "SELECT definition FROM automation");
  automation_test_add (self, automation, ada);
  automation_test_run (self);
  crm_test_set (self->workspace, "automation", automation, "name", "B", NULL);
  automation_test_make (self, "B", "\"description\": \"new\", ", "", STAND_AT ("w") ", " NOTE ("new"));
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation"), ==, 1);
  automation_test_exec (self, restore_func, &version, CRM_CAUSE_USER);
  automation_test_run (self);

  again = automation_test_text (self, "SELECT definition FROM automation");
  g_assert_cmpstr (again, ==, once);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation WHERE name = 'B' AND description = 'new' AND is_on = 1"), ==, 1);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_version"), ==, 3);
  g_assert_cmpint (automation_test_number (self, "SELECT count (DISTINCT number) FROM automation_version"), ==, 3);

  automation_test_pass (self, 366 * DAY);
  automation_test_assert_trail (self, ada, "first+ w+ old+ finished");
  trail = automation_test_text (self, "SELECT group_concat (step || ' ' || action || ' ' || version) FROM (SELECT * FROM automation_trail ORDER BY id)");
  g_assert_cmpstr (trail, ==, "first add-note 1,w wait 1,old add-note 3");

  /* Undoing the restoration is undoing an edit. */
  crm_test_undo (self->workspace, automation_test_number (self, "SELECT max (batch) FROM change_set WHERE id IN (SELECT change_set FROM journal WHERE tbl = (SELECT tbl FROM journal "
                                                                "WHERE changes LIKE '%definition%' LIMIT 1) AND changes LIKE '%definition%')"));
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT definition LIKE '%new%' FROM automation"), ==, 1);
}

/* Saving what is there already is no new version. */
static void
test_same (AutomationTest *self,
           gconstpointer   data)
{
  automation_test_make (self, "A", "", "", STAND_AT ("w"));
  automation_test_make (self, "A", "", "", STAND_AT ("w"));
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_version"), ==, 1);
}

/* What a newer program has written is not understood here. It stands still; the others go on. */
static void
test_newer (AutomationTest *self,
            gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 newer = automation_test_make (self, "A", "", "", STAND_AT ("w"));
  gint64 other = automation_test_make (self, "B", "", "", NOTE ("n"));

  automation_test_add (self, newer, ada);
  automation_test_run (self);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CrmDb) db = crm_db_open (crm_store_get_path (crm_workspace_get_store (self->workspace)), CRM_DB_WRITE, &error);

    g_assert_no_error (error);
    crm_db_exec (db, "UPDATE automation_program SET definition = replace (definition, '\"wait\"', '\"fly\"') WHERE automation = 1;"
                     "UPDATE automation_state SET value = value + 1 WHERE name = 'generation'", &error);
    g_assert_no_error (error);
  }
  automation_test_add (self, other, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w? running | n+ finished");
}

/* --- Goals ----------------------------------------------------------------------------------------------------------- */

/* From anywhere: out of a branch within a branch to a goal within another one, and on with what comes after it there. */
static void
test_goal_anywhere (AutomationTest *self,
                    gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "",
                                            IF ("i", IF ("j", STAND_AT ("w"), ""), IF ("k", "", NOTE ("m") ", " GOAL ("g", "Rome", ", \"from\": \"anywhere\", \"otherwise\": \"end\"") ", " NOTE ("n")) ", " NOTE ("o"))
                                            ", " NOTE ("z"));

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "i+(yes) j+(yes) w? running");
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "i+(yes) j+(yes) w- g+(achieved) n+ o+ z+ finished");
}

/* From below only: a goal in another branch is not below; one after the branch is. */
static void
test_goal_below (AutomationTest *self,
                 gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", "",
                                            IF ("i", IF ("j", STAND_AT ("w"), ""), GOAL ("side", "Rome", "") ", " NOTE ("n")) ", " STAND_AT ("v") ", " GOAL ("after", "Oslo", "") ", " NOTE ("z"));

  automation_test_add (self, automation, ada);
  automation_test_add (self, automation, bob);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "i+(no) side? running");
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "i+(yes) j+(yes) w? running");
  crm_test_set (self->workspace, "contact", ada, "city", "Oslo", NULL);
  crm_test_set (self->workspace, "contact", bob, "city", "Rome", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "i+(yes) j+(yes) w- after+(achieved) z+ finished");
  automation_test_assert_trail (self, bob, "i+(no) side+ n+ v? running");
}

/* Reached by the ordinary way in a deep branch and missed: the run ends, and the branches around it do not go on. */
static void
test_goal_ends_deep (AutomationTest *self,
                     gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "",
                                            IF ("i", IF ("j", GOAL ("g", "Rome", ", \"from\": \"anywhere\", \"otherwise\": \"end\"") ", " NOTE ("n"), "") ", " NOTE ("o"), "") ", " NOTE ("z"));
  g_autofree char *why = NULL;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "i+(yes) j+(yes) g-(skipped) ended");
  why = automation_test_text (self, "SELECT reason FROM run");
  g_assert_cmpstr (why, ==, "The goal was not achieved.");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM achievement WHERE achieved = 0"), ==, 1);
}

/* A goal that is new in an automation is asked for those who are inside already. */
static void
test_goal_added (AutomationTest *self,
                 gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "ada", "city", "Rome", NULL);
  gint64 automation = automation_test_make (self, "A", "", "", STAND_AT ("w") ", " NOTE ("n"));

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  save (self, automation, STAND_AT ("w") ", " GOAL ("g", "Rome", "") ", " NOTE ("n"), FALSE);
  automation_test_assert_trail (self, ada, "w- g+(achieved) n+ finished");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  g_test_add ("/editing/10/deleted-goes-on", AutomationTest, GINT_TO_POINTER (FALSE), automation_test_set_up, test_deleted, automation_test_tear_down);
  g_test_add ("/editing/10/deleted-ends", AutomationTest, GINT_TO_POINTER (TRUE), automation_test_set_up, test_deleted, automation_test_tear_down);
  ADD ("/editing/10/wait-goes-on", test_wait_goes_on);
  ADD ("/editing/10/branch-deleted", test_branch_deleted);
  ADD ("/editing/10/moved", test_moved);
  ADD ("/editing/10/restore", test_restore);
  ADD ("/editing/10/same", test_same);
  ADD ("/editing/newer", test_newer);
  ADD ("/goals/7/anywhere", test_goal_anywhere);
  ADD ("/goals/7/below", test_goal_below);
  ADD ("/goals/7/ends-deep", test_goal_ends_deep);
  ADD ("/goals/7/added", test_goal_added);

  return g_test_run ();
}
