/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Each action of features.md, from an imported file to what it does that can be seen (W1 to W38), and why it is
 * skipped when it cannot act.
 */

#include "config.h"

#include "automation-test.h"

typedef struct
{
  const char *row;      /* of features.md */
  const char *step;     /* without its id */
  const char *sql;      /* what can be seen */
  const char *expected;
  const char *skipped;  /* or why it is skipped */
} Case;

/* Ada has an account, a deal, a score of 5, and is on the list News. Cleo has nothing, not even an address. */
static const Case cases[] = {
  { "W1", "\"action\": \"send-email\", \"subject\": \"Hi {{contact.first_name}}\", \"body\": \"Text\", \"from\": \"us@example.org\"",
    "SELECT channel || ' ' || address || ' ' || payload FROM outbox",
    "email ada@example.org {\"to\":\"ada@example.org\",\"from\":\"us@example.org\",\"subject\":\"Hi Ada\",\"text\":\"Text\"}" },
  { "W1", "\"action\": \"send-email\", \"template\": \"Hello\"",
    "SELECT name || ' ' || json_extract (payload, '$.subject') || ' ' || json_extract (payload, '$.text') FROM outbox", "Hello Dear Ada Yours" },
  { "W2", "\"action\": \"send-site-message\", \"title\": \"Sale\", \"body\": \"10 %\", \"link\": \"https://example.org/\", \"pages\": [\"https://example.org/*\"]",
    "SELECT channel || ' ' || payload FROM outbox",
    "site {\"title\":\"Sale\",\"body\":\"10 %\",\"link\":\"https://example.org/\",\"pages\":[\"https://example.org/*\"]}" },
  { "W3", "\"action\": \"send-sms\", \"text\": \"Hi {{contact.first_name|you}}\"",
    "SELECT channel || ' ' || payload FROM outbox", "sms {\"to\":\"+34911234567\",\"text\":\"Hi Ada\"}" },
  { "W4", "\"action\": \"send-notification\", \"to\": \"boss@example.org, {{contact.email}}\", \"subject\": \"New: {{contact.name}}\", \"body\": \"Call\"",
    "SELECT class || ' ' || payload || (contact IS NULL) FROM outbox",
    "transactional {\"to\":\"boss@example.org, ada@example.org\",\"subject\":\"New: Ada Lovelace\",\"text\":\"Call\"}1" },
  { "W5", "\"action\": \"wait\", \"for\": \"PT1H\"", "SELECT count (*) FROM automation_cursor WHERE due IS NOT NULL", "1" },
  { "W6", "\"action\": \"if-else\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"london\"}, \"yes\": [{\"id\": \"y\", \"action\": \"add-tag\", \"tag\": \"yes\"}], "
          "\"no\": [{\"id\": \"n\", \"action\": \"add-tag\", \"tag\": \"no\"}]",
    "SELECT group_concat (branch) FROM automation_trail WHERE step = 's'", "yes" },
  { "W7", "\"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\", \"steps\": []}]",
    "SELECT path FROM automation_path", "A" },
  { "W7", "\"action\": \"split\", \"kind\": \"conditional\", \"until\": {\"count\": 1}, \"first\": [{\"id\": \"f\", \"action\": \"add-tag\", \"tag\": \"first\"}]",
    "SELECT path FROM automation_path", "first" },
  { "W8", "\"action\": \"go-to\", \"step\": \"last\"", "SELECT group_concat (step) FROM automation_trail", "s,last" },
  { "W9", "\"action\": \"goal\", \"name\": \"Londoner\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"London\"}",
    "SELECT goal || achieved FROM achievement", "Londoner1" },
  { "W10", "\"action\": \"start-automation\", \"automation\": \"Other\"",
    "SELECT group_concat (a.name || ' ' || r.status, ';') FROM run r JOIN automation a ON a.id = r.automation WHERE a.name = 'Other'", "Other running" },
  { "W11", "\"action\": \"end-automation\"", "SELECT group_concat (step) || (SELECT status FROM run) FROM automation_trail", "sfinished" },
  { "W12", "\"action\": \"end-other\", \"automation\": \"Other\"", NULL, NULL, "The contact is not in that automation." },
  { "W12", "\"action\": \"end-other\", \"all\": true", NULL, NULL, "The contact is not in that automation." },
  { "W13", "\"action\": \"webhook\", \"url\": \"https://example.org/hook?m={{contact.email}}\", \"body\": \"json\", \"headers\": {\"X-Name\": \"{{contact.first_name}}\"}, \"signed\": true",
    "SELECT channel || ' ' || address || ' ' || json_extract (payload, '$.headers.X-Name') || ' ' || json_extract (payload, '$.data.contact.first_name') || ' ' || "
    "json_extract (payload, '$.data.account.name') || ' ' || json_extract (payload, '$.signed') FROM outbox",
    "webhook https://example.org/hook?m=ada%40example.org Ada Ada Engines 1" },
  { "W14", "\"action\": \"math\", \"field\": \"contact.custom.visits\", \"operation\": \"multiply\", \"value\": 3", "SELECT c1 FROM contact WHERE id = 1", "12.0" },
  { "W14", "\"action\": \"math\", \"field\": \"contact.birthday\", \"operation\": \"add\", \"value\": \"P1M\"", "SELECT birthday FROM contact WHERE id = 1", "1816-01-10" },
  { "W14", "\"action\": \"math\", \"field\": \"deal.value\", \"operation\": \"add\", \"value\": 2.5", "SELECT value FROM deal", "10250" },
  { "W14", "\"action\": \"math\", \"field\": \"contact.first_name\", \"operation\": \"add\", \"value\": 2.5", NULL, NULL, "“Ada” is not a number." },
  { "W15", "\"action\": \"subscribe\", \"list\": \"Offers\"", "SELECT status || source FROM subscription s JOIN list l ON l.id = s.list WHERE l.name = 'Offers'", "subscribedautomation" },
  { "W15", "\"action\": \"subscribe\", \"list\": \"News\"", NULL, NULL, "Nothing to do: it was so already." },
  { "W16", "\"action\": \"unsubscribe\", \"list\": \"News\"", "SELECT status FROM subscription", "unsubscribed" },
  { "W16", "\"action\": \"unsubscribe\", \"all\": true", "SELECT status FROM subscription", "unsubscribed" },
  { "W17", "\"action\": \"convert\", \"conversion\": \"Bought\", \"value\": \"12.50\", \"currency\": \"EUR\"",
    "SELECT c.name || v.value || v.value_currency FROM converted v JOIN conversion c ON c.id = v.conversion", "Bought1250EUR" },
  { "W18", "\"action\": \"update-contact\", \"field\": \"city\", \"value\": \"{{account.name}} Town\"", "SELECT city FROM contact WHERE id = 1", "Engines Town" },
  { "W18", "\"action\": \"update-contact\", \"field\": \"custom.visits\", \"value\": 7", "SELECT c1 FROM contact WHERE id = 1", "7.0" },
  { "W18", "\"action\": \"update-contact\", \"field\": \"contact.city\", \"clear\": true", "SELECT city IS NULL FROM contact WHERE id = 1", "1" },
  { "W19", "\"action\": \"add-tag\", \"tag\": \"vip\"",
    "SELECT t.name FROM member m JOIN tag t ON t.id = m.key WHERE m.tbl = 4 AND m.col = 8 AND m.removed IS NULL ORDER BY t.name DESC LIMIT 1", "vip" },
  { "W19", "\"action\": \"add-tag\", \"tag\": \"old\"", NULL, NULL, "The contact has the tag “old” already." },
  { "W20", "\"action\": \"remove-tag\", \"tag\": \"old\"", "SELECT count (*) FROM member WHERE tbl = 4 AND col = 8 AND removed IS NULL", "0" },
  { "W21", "\"action\": \"add-note\", \"text\": \"Met {{contact.name}}\"", "SELECT body || contact FROM note", "Met Ada Lovelace1" },
  { "W22", "\"action\": \"facebook-add\", \"audience\": \"Fans\", \"create\": true",
    "SELECT (SELECT name FROM audience) || channel || json_extract (payload, '$.operation') || json_extract (payload, '$.email') FROM outbox",
    "Fansfacebookaddada@example.org" },
  { "W23", "\"action\": \"facebook-remove\", \"audience\": \"Fans\"", "SELECT json_extract (payload, '$.operation') FROM outbox", "remove" },
  { "W24", "\"action\": \"adjust-score\", \"of\": \"contact\", \"operation\": \"add\", \"value\": 10", "SELECT score FROM contact WHERE id = 1", "15" },
  { "W24", "\"action\": \"adjust-score\", \"operation\": \"subtract\", \"value\": 2", "SELECT score FROM contact WHERE id = 1", "3" },
  { "W24", "\"action\": \"adjust-score\", \"operation\": \"set\", \"value\": 2", "SELECT score FROM contact WHERE id = 1", "2" },
  { "W24", "\"action\": \"adjust-score\", \"operation\": \"reset\"", "SELECT score FROM contact WHERE id = 1", "0" },
  { "W25", "\"action\": \"add-deal\", \"title\": \"For {{contact.name}}\", \"value\": \"1200.00\", \"currency\": \"USD\", \"pipeline\": \"Sales\", \"stage\": \"Offer\", \"owner\": \"sam@example.org\"",
    "SELECT d.title || ' ' || d.value || d.value_currency || ' ' || s.name || ' ' || u.name || ' ' || d.contact || d.account FROM deal d JOIN stage s ON s.id = d.stage JOIN user u ON u.id = d.owner WHERE d.id = 2",
    "For Ada Lovelace 120000USD Offer Sam 11" },
  { "W25", "\"action\": \"add-deal\", \"title\": \"x\", \"owner\": \"round-robin\"", "SELECT u.name || (SELECT last_owner = d.owner FROM pipeline) FROM deal d JOIN user u ON u.id = d.owner WHERE d.id = 2", NULL },
  { "W26", "\"action\": \"update-deal\", \"field\": \"title\", \"value\": \"{{deal.title}}!\"", "SELECT title FROM deal", "Engine!" },
  { "W27", "\"action\": \"update-deal\", \"field\": \"status\", \"value\": \"won\", \"affects\": \"all\"", "SELECT status FROM deal", "won" },
  { "W28", "\"action\": \"update-deal\", \"field\": \"owner\", \"value\": \"sam@example.org\"", "SELECT u.name FROM deal d JOIN user u ON u.id = d.owner", "Sam" },
  { "W29", "\"action\": \"update-deal\", \"field\": \"value\", \"value\": \"99.00 EUR\", \"affects\": \"latest\"", "SELECT value || value_currency FROM deal", "9900EUR" },
  { "W30", "\"action\": \"update-deal\", \"field\": \"stage\", \"value\": \"Offer\"", "SELECT s.name FROM deal d JOIN stage s ON s.id = d.stage", "Offer" },
  { "W31", "\"action\": \"update-deal\", \"field\": \"custom.place\", \"copy\": \"contact.city\", \"affects\": {\"field\": \"deal.status\", \"op\": \"is\", \"value\": \"open\"}",
    "SELECT c2 FROM deal", "London" },
  { "W31", "\"action\": \"update-deal\", \"field\": \"deal.custom.place\", \"value\": \"{{contact.first_name}} Street\"", "SELECT c2 FROM deal", "Ada Street" },
  { "W31", "\"action\": \"update-deal\", \"field\": \"custom.place\", \"clear\": true", "SELECT c2 IS NULL FROM deal", "1" },
  { "W31", "\"action\": \"update-deal\", \"field\": \"title\", \"value\": \"x\", \"affects\": {\"field\": \"deal.status\", \"op\": \"is\", \"value\": \"won\"}", NULL, NULL,
    "No deal of the contact matches." },
  { "W32", "\"action\": \"update-account\", \"field\": \"industry\", \"value\": \"Computing\"", "SELECT industry FROM account", "Computing" },
  { "W33", "\"action\": \"add-task\", \"type\": \"call\", \"title\": \"Call {{contact.first_name}}\", \"due\": \"P2D\", \"assignee\": \"sam@example.org\"",
    "SELECT t.title || ' ' || y.name || ' ' || t.due || ' ' || (SELECT u.name FROM member m JOIN user u ON u.id = m.key WHERE m.tbl = 12 AND m.record = t.id AND m.col = 6) FROM task t JOIN task_type y ON y.id = t.type WHERE t.id = 2",
    "Call Ada Call 2026-03-04 Sam" },
  { "W34", "\"action\": \"add-note\", \"to\": \"deal\", \"text\": \"Big\"", "SELECT body || deal FROM note", "Big1" },
  { "W35", "\"action\": \"complete-task\", \"title\": \"write offer\"", "SELECT status FROM task", "done" },
  { "W35", "\"action\": \"complete-task\", \"type\": \"Meeting\"", NULL, NULL, "There is no such open task." },
  { "W36", "\"action\": \"adjust-score\", \"of\": \"deal\", \"operation\": \"add\", \"value\": 4", "SELECT score FROM deal", "4" },
  { "W37", "\"action\": \"salesforce-contact\", \"fields\": {\"LastName\": \"{{contact.last_name}}\"}", "SELECT channel || payload FROM outbox",
    "salesforce{\"object\":\"Contact\",\"fields\":{\"LastName\":\"Lovelace\"}}" },
  { "W38", "\"action\": \"salesforce-lead\", \"fields\": {\"LastName\": \"{{contact.last_name}}\"}", "SELECT json_extract (payload, '$.object') FROM outbox", "Lead" },
};

/* What stands in the way of somebody who has nothing. */
static const Case missing[] = {
  { "W1", "\"action\": \"send-email\", \"subject\": \"Hi\", \"body\": \"Text\"", NULL, NULL, "The contact has no e-mail address." },
  { "W3", "\"action\": \"send-sms\", \"text\": \"Hi\"", NULL, NULL, "The contact has no phone number." },
  { "W14", "\"action\": \"math\", \"field\": \"contact.custom.visits\", \"operation\": \"multiply\", \"value\": 3", NULL, NULL, "Visits is empty." },
  { "W22", "\"action\": \"facebook-add\", \"audience\": \"Fans\", \"create\": true", NULL, NULL, "The contact has neither an e-mail address nor a phone number." },
  { "W26", "\"action\": \"update-deal\", \"field\": \"title\", \"value\": \"x\"", NULL, NULL, "The contact has no deal." },
  { "W32", "\"action\": \"update-account\", \"field\": \"industry\", \"value\": \"Computing\"", NULL, NULL, "The contact has no account." },
  { "W34", "\"action\": \"add-note\", \"to\": \"deal\", \"text\": \"Big\"", NULL, NULL, "The contact has no deal." },
};

static gboolean
subscribe_func (CrmDoor   *door,
                gpointer   data,
                GError   **error)
{
  g_autoptr (CrmEdit) list = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "list"), CRM_OP_CREATE, 0);
  g_autoptr (CrmEdit) subscription = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "subscription"), CRM_OP_CREATE, 0);
  g_autoptr (CrmEdit) score = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "contact"), CRM_OP_UPDATE, 1);
  g_autoptr (CrmEdit) template = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "template"), CRM_OP_CREATE, 0);

  crm_edit_set_text (list, "name", "News");
  crm_edit_set_integer (subscription, "list", crm_door_apply (door, list, error));
  crm_edit_set_integer (subscription, "contact", 1);
  crm_edit_set_text (subscription, "status", "subscribed");
  crm_edit_adjust (score, crm_table_find_column (score->table, "score"), 5);
  crm_edit_set_text (template, "name", "Hello");
  crm_edit_set_text (template, "subject", "Dear {{contact.first_name}}");
  crm_edit_set_text (template, "body", "Yours");

  return crm_door_apply (door, subscription, error) != 0 && crm_door_apply (door, score, error) != 0 && crm_door_apply (door, template, error) != 0;
}

static void
fill (AutomationTest *self)
{
  crm_test_add (self->workspace, "field", "label", "Visits", "record_type", "contact", "type", "number", NULL);
  crm_test_add (self->workspace, "field", "label", "Place", "record_type", "deal", "type", "text", NULL);
  crm_test_add (self->workspace, "user", "name", "Sam", "email", "sam@example.org", "role", "member", NULL);
  crm_test_add (self->workspace, "account", "name", "Engines", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Ada", "last_name", "Lovelace", "email", "ada@example.org", "phone", "+34 911 234 567",
                "city", "London", "account", "Engines", "custom.visits", "4", "birthday", "1815-12-10", "tags", "old", NULL);
  crm_test_add (self->workspace, "contact", "first_name", "Cleo", NULL);
  crm_test_add (self->workspace, "deal", "title", "Engine", "value", "100 EUR", "contact", "#1", "custom.place", "Here", NULL);
  crm_test_add (self->workspace, "task", "title", "Write offer", "contacts", "#1", NULL);
  automation_test_exec (self, subscribe_func, NULL, CRM_CAUSE_USER);
  automation_test_make (self, "Other", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}");
}

static void
test_one (const Case *one,
          gint64      contact)
{
  AutomationTest test = { NULL };
  g_autofree char *steps = g_strdup_printf ("{\"id\": \"s\", %s}, {\"id\": \"last\", \"action\": \"wait\", \"for\": \"P1Y\"}", one->step);
  g_autofree char *seen = NULL;
  g_autofree char *reason = NULL;
  gint64 automation;

  g_test_message ("%s %s", one->row, one->step);
  automation_test_set_up_filled (&test, fill);
  automation = automation_test_make (&test, "Tested", "", "", steps);
  automation_test_add (&test, automation, contact);
  automation_test_run (&test);

  if (one->skipped != NULL)
    {
      reason = automation_test_reason (&test, contact, "s");
      g_assert_cmpstr (reason, ==, one->skipped);
      g_assert_cmpint (automation_test_number (&test, "SELECT outcome FROM automation_trail WHERE step = 's'"), ==, 2);
    }
  else
    {
      seen = automation_test_text (&test, one->sql);
      if (one->expected != NULL)
        g_assert_cmpstr (seen, ==, one->expected);
      else
        g_assert_cmpstr (seen, !=, "");
    }
  if (!g_str_equal (one->row, "W11"))
    g_assert_cmpint (automation_test_number (&test, "SELECT count (*) FROM automation_cursor WHERE step IN ('s', 'last')"), >=, 1);
  automation_test_tear_down (&test, NULL);
}

static void
test_actions (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    test_one (&cases[i], 1);
}

static void
test_missing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (missing); i++)
    test_one (&missing[i], 2);
}

/* W12 with somebody who is in the other one. */
static void
test_end_other (AutomationTest *self,
                gconstpointer   data)
{
  gint64 ada = automation_test_contact (self, "ada");
  gint64 other = automation_test_make (self, "Other", "", "", "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}");
  gint64 ender = automation_test_make (self, "Ender", "", "", "{\"id\": \"e\", \"action\": \"end-other\", \"automation\": \"Other\"}");

  automation_test_add (self, other, ada);
  automation_test_run (self);
  automation_test_add (self, ender, ada);
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "w? ended | e+ finished");
  {
    g_autofree char *why = automation_test_text (self, "SELECT reason FROM run WHERE status = 'ended'");

    g_assert_cmpstr (why, ==, "The automation “Ender” ended it.");
  }
}

/* Every action of the program and every row of the list has a case above that does something which can be seen. */
static void
test_complete (void)
{
  gboolean rows[39] = { FALSE };

  for (guint action = 0; action < CRM_N_ACTIONS; action++)
    {
      g_autofree char *key = g_strdup_printf ("\"action\": \"%s\"", crm_action_get_spec (action)->name);
      gboolean seen = action == CRM_ACTION_END_OTHER;

      for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
        seen |= g_str_has_prefix (cases[i].step, key) && cases[i].sql != NULL;
      if (!seen)
        g_error ("No case for the action %s", crm_action_get_spec (action)->name);
    }

  /* test_end_other() */
  rows[12] = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (cases[i].sql != NULL)
      rows[g_ascii_strtoll (cases[i].row + 1, NULL, 10)] = TRUE;
  for (guint i = 1; i < G_N_ELEMENTS (rows); i++)
    if (!rows[i])
      g_error ("No case for W%u", i);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/actions/all", test_actions);
  g_test_add_func ("/actions/missing", test_missing);
  g_test_add_func ("/actions/complete", test_complete);
  g_test_add ("/actions/end-other", AutomationTest, NULL, automation_test_set_up, test_end_other, automation_test_tear_down);

  return g_test_run ();
}
