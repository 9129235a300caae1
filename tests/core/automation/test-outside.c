/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What people see and decide of automations outside of them: which device drives one, what has failed, what becomes of a
 * message, and what history says.
 */

#include "config.h"

#include "automation-test.h"

#include "crm-history.h"
#include "crm-outbox.h"
#include "crm-today.h"
#include "crm-upkeep-jobs.h"

#include <string.h>

#define NOTE(id) "{\"id\": \"" id "\", \"action\": \"add-note\", \"text\": \"" id "\"}"
#define HOOK "{\"id\": \"h\", \"action\": \"webhook\", \"url\": \"https://example.org/\"}"

/* --- 12. Which device ------------------------------------------------------------------------------------------------- */

static gboolean
take_over_func (CrmDoor   *door,
                gpointer   data,
                GError   **error)
{
  return crm_automation_take_over (door, *(gint64 *) data, error);
}

/* What another device has said, as it comes by synchronisation. */
static gboolean
give_away_func (CrmDoor   *door,
                gpointer   data,
                GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "automation"), CRM_OP_UPDATE, *(gint64 *) data);

  crm_edit_set_text (edit, "runner", "0123456789abcdef0123456789abcdef");

  return crm_door_apply (door, edit, error) != 0;
}

static gboolean
come_in_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "run"), CRM_OP_CREATE, 0);
  const gint64 *ids = data;

  crm_edit_set_integer (edit, "automation", ids[0]);
  crm_edit_set_integer (edit, "contact", ids[1]);
  crm_edit_set_text (edit, "trigger_id", "t");

  return crm_door_apply (door, edit, error) != 0;
}

/* Of an automation that another device drives, triggers are heard where something changes, and no step is taken, no date
 * looked at; after it is taken over everything goes on, once. */
static void
test_runner (AutomationTest *self,
             gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "birthday", "1980-03-05", NULL);
  gint64 bob = automation_test_contact (self, "bob");
  gint64 automation = automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}, "
                                            "{\"id\": \"d\", \"type\": \"date\", \"field\": \"contact.birthday\", \"yearly\": true}",
                                            NOTE ("a") ", {\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, " NOTE ("b"));

  automation_test_tag (self, bob, "lead");
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "a+ w? running");
  automation_test_exec (self, give_away_func, &automation, CRM_CAUSE_SYNC);
  automation_test_pass (self, 5 * DAY);
  automation_test_assert_trail (self, bob, "a+ w? running");
  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "running");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run WHERE trigger_id = 'd'"), ==, 0);

  automation_test_reopen (self);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "running");

  automation_test_exec (self, take_over_func, &automation, CRM_CAUSE_USER);
  automation_test_run (self);
  automation_test_assert_trail (self, bob, "a+ w+ b+ finished");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_trail WHERE step = 'a'"), ==, 3);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run WHERE trigger_id = 'd'"), ==, 1);
}

/* Who was let in on another device is driven here, if here is where the automation is driven. */
static void
test_let_in_elsewhere (AutomationTest *self,
                       gconstpointer   data)
{
  gint64 ids[] = { 0, automation_test_contact (self, "ada") };

  ids[0] = automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}", NOTE ("a"));
  automation_test_exec (self, take_over_func, &ids[0], CRM_CAUSE_USER);
  automation_test_exec (self, come_in_func, ids, CRM_CAUSE_SYNC);
  automation_test_run (self);
  automation_test_assert_trail (self, ids[1], "a+ finished");

  automation_test_exec (self, give_away_func, &ids[0], CRM_CAUSE_SYNC);
  automation_test_run (self);
  automation_test_exec (self, come_in_func, ids, CRM_CAUSE_SYNC);
  automation_test_run (self);
  automation_test_assert_trail (self, ids[1], "a+ finished | running");
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM automation_cursor"), ==, 0);
}

/* --- Who is deleted for good --------------------------------------------------------------------------------------------- */

static gint64
count_traces (AutomationTest *self)
{
  return automation_test_number (self, "SELECT (SELECT count (*) FROM run) + (SELECT count (*) FROM automation_cursor) + "
                                       "(SELECT count (*) FROM automation_trail) + (SELECT count (*) FROM automation_path) + "
                                       "(SELECT count (*) FROM automation_member) + (SELECT count (*) FROM outbox) + "
                                       "(SELECT count (*) FROM outbox_attempt)");
}

/* Nothing tells any more where they stood or what they were sent; the others keep theirs. */
static void
test_purge (AutomationTest *self,
            gconstpointer   data)
{
  g_autoptr (GError) error = NULL;
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "email", "xqz@example.org", NULL);
  gint64 bob = crm_test_add (self->workspace, "contact", "first_name", "Bob", "email", "bob@example.org", NULL);
  gint64 automation = automation_test_make (self, "A", "", "",
                                            "{\"id\": \"h\", \"action\": \"webhook\", \"url\": \"https://example.org/{{contact.email}}\"}, "
                                            "{\"id\": \"s\", \"action\": \"split\", \"kind\": \"even\", "
                                            "\"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]}, " STAND);
  gint64 traces;

  automation_test_add (self, automation, bob);
  automation_test_run (self);
  traces = count_traces (self);
  automation_test_add (self, automation, ada);
  automation_test_run (self);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 2);
  g_assert_cmpint (count_traces (self), ==, 2 * traces);

  crm_test_trash (self->workspace, "contact", ada);
  automation_test_run (self);
  g_assert_cmpint (crm_upkeep_purge (self->workspace, NULL, CRM_CAUSE_USER, &error), >, 0);
  g_assert_no_error (error);
  g_assert_cmpint (count_traces (self), ==, traces);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox WHERE instr (payload, 'xqz') > 0"), ==, 0);
  automation_test_run (self);
}

/* --- What has failed ---------------------------------------------------------------------------------------------------- */

static gboolean
claim_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_outbox_claim (door, "webhook", data, error);
}

static gboolean
claim_email_func (CrmDoor   *door,
                  gpointer   data,
                  GError   **error)
{
  return crm_outbox_claim (door, "email", data, error);
}

typedef struct
{
  const char *id;
  CrmOutboxVerdict verdict;
  gboolean refused;
} Verdict;

static gboolean
settle_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Verdict *verdict = data;
  g_autoptr (GError) reason = NULL;

  verdict->refused = !crm_outbox_settle (door, verdict->id, verdict->verdict, NULL, "410", "Gone", 0, &reason);

  return TRUE;
}

static gboolean
retry_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_outbox_retry (door, data, error);
}

static gboolean
cancel_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  return crm_outbox_cancel (door, data, error);
}

static gpointer
list_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_outbox_list (db, data, 100, error);
}

static guint
count_messages (AutomationTest *self,
                const char     *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, list_func, (gpointer) state, &error);

  g_assert_no_error (error);

  return items->len;
}

static gpointer
count_func (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return crm_query_get_ids (data, db, schema, 100, error);
}

/* How many lines the page "Today" has about failures. */
static guint
count_failures (AutomationTest *self)
{
  g_autoptr (CrmQuery) query = crm_today_query_failures (self->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, count_func, query, &error);

  g_assert_no_error (error);

  return ids->len;
}

static gint64
settle (AutomationTest *self,
        gint64          run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record (self->workspace, crm_workspace_get_type_named (self->workspace, "run"), run, &error);
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;

  g_assert_no_error (error);
  set = crm_today_settle (self->workspace, record);
  commit = crm_workspace_commit (self->workspace, set, &error);
  g_assert_no_error (error);

  return commit->batch;
}

/* A step names a field that is deleted while somebody is on the way to it. */
static void
test_failed_step (AutomationTest *self,
                  gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation, batch;
  g_autofree char *why = NULL;

  crm_test_add (self->workspace, "field", "label", "Size", "record_type", "contact", "type", "text", NULL);
  automation = automation_test_make (self, "A", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}, "
                                     "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"{{contact.custom.size}}\"}, " NOTE ("m"));
  automation_test_add (self, automation, ada);
  automation_test_run (self);
  crm_test_trash (self->workspace, "field", 1);
  automation_test_pass (self, DAY);
  automation_test_assert_trail (self, ada, "w+ n! m+ finished");
  why = automation_test_text (self, "SELECT failure FROM run WHERE failed_at IS NOT NULL");
  g_assert_cmpstr (why, ==, "There is no field “contact.custom.size”.");
  g_assert_cmpuint (count_failures (self), ==, 1);

  batch = settle (self, 1);
  automation_test_run (self);
  g_assert_cmpuint (count_failures (self), ==, 0);
  crm_test_undo (self->workspace, batch);
  g_assert_cmpuint (count_failures (self), ==, 1);
}

/* What was not accepted, and what nobody knows of, wants somebody; what is tried again, or has arrived, does not. */
static void
test_failed_message (AutomationTest *self,
                     gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", HOOK ", {\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1Y\"}");
  g_autoptr (CrmOutboxItem) item = NULL;
  g_autoptr (CrmOutboxItem) again = NULL;
  Verdict verdict;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_exec (self, claim_func, &item, CRM_CAUSE_SYSTEM);
  verdict = (Verdict) { item->id, CRM_VERDICT_PERMANENT, FALSE };
  automation_test_exec (self, settle_func, &verdict, CRM_CAUSE_SYSTEM);
  g_assert_false (verdict.refused);
  g_assert_cmpuint (count_failures (self), ==, 1);
  g_assert_cmpuint (count_messages (self, "dead"), ==, 1);

  automation_test_exec (self, retry_func, item->id, CRM_CAUSE_USER);
  g_assert_cmpuint (count_failures (self), ==, 0);
  automation_test_exec (self, claim_func, &again, CRM_CAUSE_SYSTEM);
  g_assert_cmpstr (again->id, ==, item->id);
  verdict.verdict = CRM_VERDICT_UNCERTAIN;
  automation_test_exec (self, settle_func, &verdict, CRM_CAUSE_SYSTEM);
  g_assert_cmpuint (count_failures (self), ==, 1);
  g_assert_cmpuint (count_messages (self, "uncertain"), ==, 1);

  verdict.verdict = CRM_VERDICT_ACCEPTED;
  automation_test_exec (self, settle_func, &verdict, CRM_CAUSE_USER);
  g_assert_cmpuint (count_failures (self), ==, 0);
  g_assert_cmpuint (count_messages (self, "accepted"), ==, 1);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "h+ w? running");
}

/* A far side that takes nothing for a while is asked again afterwards, as often as it says so, and each try is kept. */
static void
test_throttled (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", HOOK);

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (CrmOutboxItem) item = NULL;
      Verdict verdict;

      automation_test_exec (self, claim_func, &item, CRM_CAUSE_SYSTEM);
      g_assert_nonnull (item);
      g_assert_cmpint (item->attempts, ==, 1);
      verdict = (Verdict) { item->id, CRM_VERDICT_THROTTLED, FALSE };
      automation_test_exec (self, settle_func, &verdict, CRM_CAUSE_SYSTEM);
      automation_test_pass (self, HOUR);
    }
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox_attempt WHERE verdict = 'throttled' AND ended IS NOT NULL"), ==, 20);
  g_assert_cmpuint (count_messages (self, "queued"), ==, 1);
  g_assert_cmpuint (count_failures (self), ==, 0);
}

/* What was due while the program was closed for long is not sent, and somebody hears of it. */
static void
test_expired (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", "{\"id\": \"m\", \"action\": \"send-email\", \"subject\": \"Today only\", \"body\": \"B\"}");
  g_autoptr (CrmOutboxItem) item = NULL;
  g_autofree char *why = NULL;
  g_autofree char *id = NULL;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_pass (self, 8 * DAY);
  g_assert_cmpuint (count_failures (self), ==, 0);
  automation_test_exec (self, claim_email_func, &item, CRM_CAUSE_SYSTEM);
  g_assert_null (item);
  why = automation_test_text (self, "SELECT failure FROM run");
  g_assert_cmpstr (why, ==, "Today only: It was too late to send it.");
  g_assert_cmpuint (count_failures (self), ==, 1);

  id = automation_test_text (self, "SELECT id FROM outbox");
  automation_test_exec (self, retry_func, id, CRM_CAUSE_USER);
  g_assert_cmpuint (count_failures (self), ==, 0);
  automation_test_exec (self, claim_email_func, &item, CRM_CAUSE_SYSTEM);
  g_assert_nonnull (item);
}

/* Taken back while it is built: it is not sent, whatever the channel says afterwards. */
static void
test_cancelled (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 automation = automation_test_make (self, "A", "", "", HOOK);
  g_autoptr (CrmOutboxItem) item = NULL;
  g_autoptr (CrmOutboxItem) none = NULL;
  Verdict verdict;

  automation_test_add (self, automation, ada);
  automation_test_run (self);
  automation_test_exec (self, claim_func, &item, CRM_CAUSE_SYSTEM);
  automation_test_exec (self, cancel_func, item->id, CRM_CAUSE_USER);
  verdict = (Verdict) { item->id, CRM_VERDICT_RETRY, FALSE };
  automation_test_exec (self, settle_func, &verdict, CRM_CAUSE_SYSTEM);
  g_assert_true (verdict.refused);
  automation_test_pass (self, DAY);
  automation_test_exec (self, claim_func, &none, CRM_CAUSE_SYSTEM);
  g_assert_null (none);
  g_assert_cmpuint (count_messages (self, "cancelled"), ==, 1);
  g_assert_cmpuint (count_messages (self, NULL), ==, 1);
}

/* --- History -------------------------------------------------------------------------------------------------------------- */

static gpointer
history_func (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return crm_history_of_record (db, schema, crm_schema_find_table (schema, "contact"), *(gint64 *) data, 0, 10, error);
}

/* Each change is told with the name of the automation that made it, also if several are at work, and can be undone. */
static void
test_history (AutomationTest *self,
              gconstpointer   data)
{
  static const char *const names[] = { "Second", "Welcome" };
  gint64 ada = automation_test_contact (self, "ada");
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;

  automation_test_make (self, "Welcome", "", "{\"id\": \"t\", \"type\": \"field-changed\", \"field\": \"contact.city\"}",
                        "{\"id\": \"a\", \"action\": \"add-tag\", \"tag\": \"lead\"}");
  automation_test_make (self, "Second", "", "{\"id\": \"t\", \"type\": \"field-changed\", \"field\": \"contact.city\"}",
                        "{\"id\": \"a\", \"action\": \"add-tag\", \"tag\": \"warm\"}");
  crm_test_set (self->workspace, "contact", ada, "city", "Rome", NULL);
  automation_test_run (self);

  lines = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, history_func, &ada, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CrmHistoryLine *line = g_ptr_array_index (lines, i);
      g_autofree char *begin = g_strdup_printf ("Automation “%s”: ", names[i]);

      g_assert_cmpint (line->cause, ==, CRM_CAUSE_AUTOMATION);
      g_assert_true (g_str_has_prefix (line->text, begin));
      g_assert_nonnull (strstr (line->text, i == 0 ? "warm" : "lead"));
      g_assert_true (line->can_undo);
    }
  crm_test_undo (self->workspace, ((const CrmHistoryLine *) g_ptr_array_index (lines, 0))->batch);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM member WHERE tbl = 4 AND col = 8 AND removed IS NULL"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  ADD ("/outside/runner", test_runner);
  ADD ("/outside/let-in-elsewhere", test_let_in_elsewhere);
  ADD ("/outside/purge", test_purge);
  ADD ("/outside/failed-step", test_failed_step);
  ADD ("/outside/failed-message", test_failed_message);
  ADD ("/outside/throttled", test_throttled);
  ADD ("/outside/expired", test_expired);
  ADD ("/outside/cancelled", test_cancelled);
  ADD ("/outside/history", test_history);

  return g_test_run ();
}
