/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Each trigger of W40, from an imported file to the contact that it lets in; what it does not hear of; and that
 * each event is heard once.
 */

#include "config.h"

#include "automation-test.h"

typedef struct
{
  const char *trigger; /* without its id */
  void (*fire) (AutomationTest *self, gint64 contact);
  void (*miss) (AutomationTest *self, gint64 contact); /* something like it, or NULL */
} Case;

static gboolean
subscribe_func (CrmDoor   *door,
                gpointer   data,
                GError   **error)
{
  CrmDb *db = crm_door_get_db (door);
  const gpointer *job = data;
  gint64 list = crm_db_get_integer (db, 0, NULL, "SELECT id FROM list WHERE name = ?", "t", job[1]);
  gint64 old = crm_db_get_integer (db, 0, NULL, "SELECT id FROM subscription WHERE list = ?", "i", list);
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "subscription"), old != 0 ? CRM_OP_UPDATE : CRM_OP_CREATE, old);

  if (old == 0)
    {
      crm_edit_set_integer (edit, "list", list);
      crm_edit_set_integer (edit, "contact", *(const gint64 *) job[0]);
    }
  crm_edit_set_text (edit, "status", job[2]);

  return crm_door_apply (door, edit, error) != 0;
}

static void
set_subscription (AutomationTest *self,
                  gint64          contact,
                  const char     *list,
                  const char     *status)
{
  gpointer job[] = { &contact, (gpointer) list, (gpointer) status };

  automation_test_exec (self, subscribe_func, job, CRM_CAUSE_USER);
}

static gboolean
score_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  const gint64 *job = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "contact"), CRM_OP_UPDATE, job[0]);

  crm_edit_adjust (edit, crm_table_find_column (edit->table, "score"), job[1]);

  return crm_door_apply (door, edit, error) != 0;
}

static void
add_score (AutomationTest *self,
           gint64          contact,
           gint64          points)
{
  gint64 job[] = { contact, points };

  automation_test_exec (self, score_func, job, CRM_CAUSE_USER);
}

static gboolean
deal_score_func (CrmDoor   *door,
                 gpointer   data,
                 GError   **error)
{
  const gint64 *job = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "deal"), CRM_OP_UPDATE, job[0]);

  crm_edit_adjust (edit, crm_table_find_column (edit->table, "score"), job[1]);

  return crm_door_apply (door, edit, error) != 0;
}

static void
add_deal_score (AutomationTest *self,
                gint64          points)
{
  gint64 job[] = { crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL), points };

  automation_test_exec (self, deal_score_func, job, CRM_CAUSE_USER);
}

static gboolean
click_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "event"), CRM_OP_CREATE, 0);

  crm_edit_set_text (edit, "kind", "message-clicked");
  crm_edit_set_integer (edit, "contact", 1);
  crm_edit_set_text (edit, "name", "Hello");
  crm_edit_set_text (edit, "link", "https://example.org/prices");

  return crm_door_apply (door, edit, error) != 0;
}

static void deal_score_over (AutomationTest *self, gint64 contact) { add_deal_score (self, 6); }
static void deal_score_under (AutomationTest *self, gint64 contact) { add_deal_score (self, 4); }
static void score_down (AutomationTest *self, gint64 contact) { add_score (self, contact, 60); automation_test_run (self); add_score (self, contact, -30); }
static void click_link (AutomationTest *self, gint64 contact) { automation_test_exec (self, click_func, NULL, CRM_CAUSE_USER); }
static void subscribe (AutomationTest *self, gint64 contact) { set_subscription (self, contact, "News", "subscribed"); }
static void subscribe_other (AutomationTest *self, gint64 contact) { set_subscription (self, contact, "Offers", "subscribed"); }
static void unsubscribe (AutomationTest *self, gint64 contact) { subscribe (self, contact); automation_test_run (self); set_subscription (self, contact, "News", "unsubscribed"); }
static void add_tag (AutomationTest *self, gint64 contact) { automation_test_tag (self, contact, "lead"); }
static void add_other_tag (AutomationTest *self, gint64 contact) { automation_test_tag (self, contact, "other"); }
static void remove_tag (AutomationTest *self, gint64 contact) { automation_test_tag (self, contact, "lead"); automation_test_tag (self, contact, ""); }
static void set_city (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "contact", contact, "city", "Madrid", NULL); }
static void set_other_city (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "contact", contact, "city", "Rome", NULL); }
static void score_over (AutomationTest *self, gint64 contact) { add_score (self, contact, 60); }
static void score_under (AutomationTest *self, gint64 contact) { add_score (self, contact, 10); }
static void sent (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "message-sent", "Hello"); }
static void opened (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "message-opened", "Hello"); }
static void opened_other (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "message-opened", "Else"); }
static void clicked (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "message-clicked", "Hello"); }
static void replied (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "message-replied", "Hello"); }
static void bounced (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "message-bounced", "Hello"); }
static void add_deal (AutomationTest *self, gint64 contact) { crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL); }
static void move_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL), "stage", "Offer", NULL); }
static void win_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL), "status", "won", NULL); }
static void lose_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL), "status", "lost", NULL); }
static void give_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL), "owner", "sam@example.org", NULL); }
static void raise_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", "value", "5 EUR", NULL), "value", "6 EUR", NULL); }
static void lower_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", "value", "5 EUR", NULL), "value", "4 EUR", NULL); }
static void retitle_deal (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "deal", crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", NULL), "title", "New", NULL); }
static void add_task (AutomationTest *self, gint64 contact) { crm_test_add (self->workspace, "task", "title", "T", "type", "Call", "contacts", "#1", NULL); }
static void add_meeting (AutomationTest *self, gint64 contact) { crm_test_add (self->workspace, "task", "title", "T", "type", "Meeting", "contacts", "#1", NULL); }
static void complete_task (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "task", crm_test_add (self->workspace, "task", "title", "T", "type", "Call", "contacts", "#1", NULL), "status", "done", NULL); }
static void change_account (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "account", 1, "city", "Madrid", NULL); }
static void join_segment (AutomationTest *self, gint64 contact) { crm_test_set (self->workspace, "contact", contact, "job_title", "Boss", NULL); }
static void pay (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "payment-received", "Card"); }
static void start_course (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "course-started", "C"); }
static void finish_course (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "course-finished", "C"); }
static void miss_call (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "call-missed", NULL); }
static void visit (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "page-visited", "https://example.org/prices/all"); }
static void visit_other (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "page-visited", "https://example.org/"); }
static void record (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "event-recorded", "signed-up"); }
static void webhook (AutomationTest *self, gint64 contact) { automation_test_event (self, contact, "webhook-received", "shop"); }

static void
convert (AutomationTest *self,
         gint64          contact)
{
  automation_test_add (self, automation_test_make (self, "Converter", "", "", "{\"id\": \"c\", \"action\": \"convert\", \"conversion\": \"Bought\"}"), contact);
}

static void
achieve (AutomationTest *self,
         gint64          contact)
{
  automation_test_add (self, automation_test_make (self, "Goals", "", "", "{\"id\": \"g\", \"action\": \"goal\", \"name\": \"Rich\", \"if\": {\"all\": []}}"), contact);
}

static void
finish_other (AutomationTest *self,
              gint64          contact)
{
  automation_test_add (self, automation_test_make (self, "Before", "", "", "{\"id\": \"n\", \"action\": \"add-note\", \"text\": \"x\"}"), contact);
}

static void
start_by_other (AutomationTest *self,
                gint64          contact)
{
  automation_test_add (self, automation_test_make (self, "Starter", "", "", "{\"id\": \"n\", \"action\": \"start-automation\", \"automation\": \"Tested\"}"), contact);
}

static void
by_hand (AutomationTest *self,
         gint64          contact)
{
  automation_test_add (self, automation_test_number (self, "SELECT id FROM automation WHERE name = 'Tested'"), contact);
}

static void
reach_date (AutomationTest *self,
            gint64          contact)
{
  crm_test_set (self->workspace, "contact", contact, "birthday", "1980-03-05", NULL);
  automation_test_pass (self, 2 * DAY);
}

static void
reach_day (AutomationTest *self,
           gint64          contact)
{
  crm_test_set (self->workspace, "contact", contact, "birthday", "2026-03-03", NULL);
  automation_test_pass (self, 2 * DAY);
}

static void
reach_close (AutomationTest *self,
             gint64          contact)
{
  crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", "close_date", "2026-03-01", NULL);
  automation_test_pass (self, 8 * DAY);
}

static const Case cases[] = {
  { "\"type\": \"list-subscribed\", \"list\": \"News\"", subscribe, subscribe_other },
  { "\"type\": \"list-unsubscribed\", \"list\": \"News\"", unsubscribe, subscribe_other },
  { "\"type\": \"tag-added\", \"tag\": \"lead\"", add_tag, add_other_tag },
  { "\"type\": \"tag-removed\", \"tag\": \"lead\"", remove_tag, add_other_tag },
  { "\"type\": \"field-changed\", \"field\": \"contact.city\", \"to\": \"madrid\"", set_city, set_other_city },
  { "\"type\": \"score-crossed\", \"value\": 50", score_over, score_under },
  { "\"type\": \"score-crossed\", \"value\": 50, \"direction\": \"down\"", score_down, score_under },
  { "\"type\": \"score-crossed\", \"of\": \"deal\", \"value\": 5", deal_score_over, deal_score_under },
  { "\"type\": \"message-sent\", \"message\": \"Hello\"", sent, opened },
  { "\"type\": \"message-opened\", \"message\": \"Hello\"", opened, opened_other },
  { "\"type\": \"message-clicked\"", clicked, opened },
  { "\"type\": \"message-clicked\", \"link\": \"*/prices\"", click_link, clicked },
  { "\"type\": \"message-replied\"", replied, opened },
  { "\"type\": \"message-bounced\"", bounced, opened },
  { "\"type\": \"deal-added\", \"pipeline\": \"Sales\"", add_deal, NULL },
  { "\"type\": \"deal-stage-changed\", \"from\": \"To Contact\", \"to\": \"Offer\"", move_deal, win_deal },
  { "\"type\": \"deal-status-changed\", \"to\": \"won\"", win_deal, lose_deal },
  { "\"type\": \"deal-owner-changed\", \"to\": \"sam@example.org\"", give_deal, move_deal },
  { "\"type\": \"deal-value-changed\", \"direction\": \"up\"", raise_deal, lower_deal },
  { "\"type\": \"deal-changed\", \"field\": \"deal.title\"", retitle_deal, move_deal },
  { "\"type\": \"task-added\", \"task_type\": \"Call\"", add_task, add_meeting },
  { "\"type\": \"task-completed\", \"task_type\": \"Call\"", complete_task, add_task },
  { "\"type\": \"account-changed\", \"field\": \"account.city\"", change_account, set_city },
  { "\"type\": \"conversion\", \"conversion\": \"Bought\"", convert, NULL },
  { "\"type\": \"date\", \"field\": \"contact.birthday\", \"when\": \"before\", \"offset\": \"P1D\", \"yearly\": true", reach_date, set_city },
  { "\"type\": \"date\", \"field\": \"contact.birthday\", \"when\": \"on\"", reach_day, set_city },
  { "\"type\": \"date\", \"field\": \"deal.close_date\", \"when\": \"after\", \"offset\": \"P1W\"", reach_close, set_city },
  { "\"type\": \"segment-joined\", \"segment\": \"Bosses\"", join_segment, set_city },
  { "\"type\": \"payment-received\"", pay, start_course },
  { "\"type\": \"course-started\"", start_course, pay },
  { "\"type\": \"course-finished\", \"name\": \"C\"", finish_course, start_course },
  { "\"type\": \"call-missed\"", miss_call, pay },
  { "\"type\": \"page-visited\", \"page\": \"https://example.org/prices/*\"", visit, visit_other },
  { "\"type\": \"event-recorded\", \"name\": \"signed-up\"", record, visit },
  { "\"type\": \"webhook-received\", \"name\": \"shop\"", webhook, visit },
  { "\"type\": \"goal-achieved\", \"goal\": \"Rich\"", achieve, NULL },
  { "\"type\": \"automation-finished\"", finish_other, NULL },
  { "\"type\": \"automation\"", start_by_other, NULL },
  { "\"type\": \"by-hand\"", by_hand, NULL },
};

static gint64
count_runs (AutomationTest *self)
{
  return automation_test_number (self, "SELECT count (*) FROM run r JOIN automation a ON a.id = r.automation WHERE a.name = 'Tested' AND r.state = 0");
}

static void
fill (AutomationTest *self)
{
  crm_test_add (self->workspace, "user", "name", "Sam", "email", "sam@example.org", "role", "member", NULL);
  crm_test_add (self->workspace, "list", "name", "News", NULL);
  crm_test_add (self->workspace, "list", "name", "Offers", NULL);
  crm_test_add (self->workspace, "account", "name", "Engines", NULL);
  crm_test_add (self->workspace, "segment", "name", "Bosses", "record_type", "contact",
                "condition", "{\"field\":\"contact.job_title\",\"op\":\"is\",\"value\":\"Boss\"}", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Ada", "email", "ada@example.org", "account", "Engines", NULL);
}

static void
test_each (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AutomationTest test = { NULL };
      g_autofree char *trigger = g_strdup_printf ("{\"id\": \"t\", %s, \"runs\": \"every-time\"}", cases[i].trigger);
      gint64 contact = 1;

      g_test_message ("%s", cases[i].trigger);
      automation_test_set_up_filled (&test, fill);
      automation_test_make (&test, "Tested", "", trigger, STAND);
      if (cases[i].miss != NULL)
        cases[i].miss (&test, contact);
      automation_test_run (&test);
      g_assert_cmpint (count_runs (&test), ==, 0);

      cases[i].fire (&test, contact);
      automation_test_run (&test);
      g_assert_cmpint (count_runs (&test), ==, 1);
      automation_test_assert_trail (&test, contact,
                                    g_str_has_prefix (cases[i].trigger, "\"type\": \"conversion") ? "c+ finished | w? running"
                                    : g_str_has_prefix (cases[i].trigger, "\"type\": \"goal-") ? "g+(achieved) finished | w? running"
                                    : g_str_has_prefix (cases[i].trigger, "\"type\": \"automation") ? "n+ finished | w? running" : "w? running");

      /* Each event is heard once, by whatever program. */
      automation_test_reopen (&test);
      automation_test_run (&test);
      g_assert_cmpint (count_runs (&test), ==, 1);
      automation_test_tear_down (&test, NULL);
    }
}

/* Every trigger of the program has a case. */
static void
test_complete (void)
{
  for (guint trigger = 0; trigger < CRM_N_TRIGGERS; trigger++)
    {
      g_autofree char *key = g_strdup_printf ("\"type\": \"%s\"", crm_trigger_get_spec (trigger)->name);
      gboolean seen = trigger == CRM_TRIGGER_CONTACT_ADDED; /* test_contact_added() */

      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        seen |= g_str_has_prefix (cases[i].trigger, key);
      if (!seen)
        g_error ("No case for the trigger %s", crm_trigger_get_spec (trigger)->name);
    }
}

static void
test_contact_added (AutomationTest *self,
                    gconstpointer   data)
{
  gint64 before = automation_test_contact (self, "before");
  gint64 after;

  automation_test_make (self, "Tested", "", "{\"id\": \"t\", \"type\": \"contact-added\", \"if\": {\"field\": \"contact.email\", \"op\": \"is-not-empty\"}}", STAND);
  after = automation_test_contact (self, "after");
  crm_test_add (self->workspace, "contact", "first_name", "Nobody", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, before, "");
  automation_test_assert_trail (self, after, "w? running");
  g_assert_cmpint (count_runs (self), ==, 1);
}

/* A tag that was there for a moment was added all the same. */
static void
test_as_it_was (AutomationTest *self,
                gconstpointer   data)
{
  gint64 contact;

  automation_test_make (self, "Tested", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\"}", STAND);
  contact = crm_test_add (self->workspace, "contact", "first_name", "Ada", "tags", "lead", NULL);
  crm_test_set (self->workspace, "contact", contact, "tags", "", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, contact, "w? running");
}

static gboolean
tag_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "contact"), CRM_OP_UPDATE, *(gint64 *) data);
  CrmValue tag = crm_value_integer (1);

  crm_edit_add (edit, crm_table_find_column (edit->table, "tags"), &tag, NULL, NULL);

  return crm_door_apply (door, edit, error) != 0;
}

static gboolean
release_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  return crm_automation_release (door, *(gint64 *) data, error);
}

/* Rule 11: undo, import, merge and sync raise nothing unless somebody asks for it. */
static void
test_causes (AutomationTest *self,
             gconstpointer   data)
{
  static const CrmCause quiet[] = { CRM_CAUSE_IMPORT, CRM_CAUSE_MERGE, CRM_CAUSE_SYNC };
  gint64 contact = automation_test_contact (self, "ada");
  gint64 batch;

  crm_test_add (self->workspace, "tag", "name", "lead", NULL);
  automation_test_make (self, "Tested", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"runs\": \"every-time\"}", STAND);
  for (guint i = 0; i < G_N_ELEMENTS (quiet); i++)
    {
      batch = automation_test_exec (self, tag_func, &contact, quiet[i]);
      automation_test_run (self);
      g_assert_cmpint (count_runs (self), ==, 0);
      crm_test_set (self->workspace, "contact", contact, "tags", "", NULL);
    }

  automation_test_exec (self, release_func, &batch, CRM_CAUSE_USER);
  automation_test_run (self);
  g_assert_cmpint (count_runs (self), ==, 1);
  automation_test_run (self);
  g_assert_cmpint (count_runs (self), ==, 1);

  /* Undo brings the tag back, and nobody in. */
  automation_test_tag (self, contact, "lead");
  automation_test_run (self);
  g_assert_cmpint (count_runs (self), ==, 2);
  batch = crm_test_set (self->workspace, "contact", contact, "tags", "", NULL);
  crm_test_undo (self->workspace, batch);
  automation_test_run (self);
  g_assert_cmpint (count_runs (self), ==, 2);
}

/* Rule 3: missed days are made up for, once. */
static void
test_catch_up (AutomationTest *self,
               gconstpointer   data)
{
  gint64 ids[6];

  automation_test_make (self, "Tested", "", "{\"id\": \"t\", \"type\": \"date\", \"field\": \"contact.birthday\", \"yearly\": true, \"time\": \"09:00\"}", STAND);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *date = g_strdup_printf ("1990-03-%02d", 2 + i);

      ids[i] = crm_test_add (self->workspace, "contact", "first_name", "B", "birthday", date, NULL);
    }

  /* It is the 2nd, 10:00, and the hour of today is over. The computer sleeps over the weekend. */
  automation_test_run (self);
  crm_clock_set_now (crm_workspace_get_clock (self->workspace), CRM_TEST_NOW + 3 * DAY);
  automation_test_run (self);
  automation_test_reopen (self);
  automation_test_run (self);
  automation_test_assert_trail (self, ids[0], "");
  automation_test_assert_trail (self, ids[1], "w? running");
  automation_test_assert_trail (self, ids[3], "w? running");
  automation_test_assert_trail (self, ids[4], "");
  automation_test_pass (self, 2 * DAY);
  automation_test_assert_trail (self, ids[5], "w? running");
  g_assert_cmpint (count_runs (self), ==, 5);
}

/* Rule 2: all contacts of a deal come in, or the primary one; and what is done to the deal is done once. */
static void
test_several (AutomationTest *self,
              gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 bob = automation_test_contact (self, "bob");
  g_autofree char *people = g_strdup_printf ("#%" G_GINT64_FORMAT, bob);
  g_autofree char *reason = NULL;
  gint64 deal = crm_test_add (self->workspace, "deal", "title", "D", "contact", "#1", "people", people, "value", "10 EUR", NULL);

  automation_test_make (self, "All", "", "{\"id\": \"t\", \"type\": \"deal-status-changed\", \"to\": \"won\"}",
                        "{\"id\": \"m\", \"action\": \"math\", \"field\": \"deal.value\", \"operation\": \"add\", \"value\": 1}");
  automation_test_make (self, "Tested", "", "{\"id\": \"t\", \"type\": \"deal-status-changed\", \"to\": \"won\", \"contacts\": \"primary\"}", STAND);
  crm_test_set (self->workspace, "deal", deal, "status", "won", NULL);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "m+ finished | w? running");
  automation_test_assert_trail (self, bob, "m- finished");
  reason = automation_test_reason (self, bob, "m");
  g_assert_cmpstr (reason, ==, "Another contact of the deal has done this already.");
  g_assert_cmpint (automation_test_number (self, "SELECT value FROM deal"), ==, 1100);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  g_test_add_func ("/triggers/each", test_each);
  g_test_add_func ("/triggers/complete", test_complete);
  ADD ("/triggers/contact-added", test_contact_added);
  ADD ("/triggers/as-it-was", test_as_it_was);
  ADD ("/triggers/causes", test_causes);
  ADD ("/triggers/catch-up", test_catch_up);
  ADD ("/triggers/several", test_several);

  return g_test_run ();
}
