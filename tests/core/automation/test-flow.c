/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The file format: what is read, what is refused and in which words, and that writing is stable to the byte.
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-personal.h"

/* The example of the specification. */
static const char example[] =
  "{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"Welcome new leads\", \"description\": \"\","
  " \"entry\": \"any\", \"exit_on_unsubscribe\": true, \"exit_on_conversion\": false,"
  " \"triggers\": [{\"id\": \"t1\", \"type\": \"tag-added\", \"tag\": \"lead\", \"runs\": \"once\","
  "   \"if\": {\"field\": \"contact.email\", \"op\": \"is-not-empty\"}}],"
  " \"steps\": ["
  "  {\"id\": \"s1\", \"action\": \"send-email\", \"subject\": \"Hello {{contact.first_name|there}}\", \"body\": \"Welcome to us.\"},"
  "  {\"id\": \"s2\", \"action\": \"wait\", \"for\": \"P1DT6H\"},"
  "  {\"id\": \"s3\", \"action\": \"if-else\", \"if\": {\"all\": ["
  "    {\"field\": \"contact.score\", \"op\": \"greater-than\", \"value\": 10},"
  "    {\"any\": [{\"tag\": \"customer\", \"op\": \"has\"}, {\"field\": \"contact.country\", \"op\": \"is\", \"value\": \"ES\"}]}]},"
  "   \"yes\": [{\"id\": \"s4\", \"action\": \"add-deal\", \"title\": \"{{contact.name}}\", \"value\": \"1200.00\", \"currency\": \"EUR\","
  "            \"pipeline\": \"Sales\", \"stage\": \"To Contact\"}],"
  "   \"no\": [{\"id\": \"s5\", \"action\": \"add-task\", \"type\": \"call\", \"title\": \"Call {{contact.first_name}}\", \"due\": \"P2D\"}]},"
  "  {\"id\": \"s6\", \"action\": \"end-automation\"}]}";

static void
test_example (AutomationTest *self,
              gconstpointer   data)
{
  gint64 automation = automation_test_import (self, example);
  gint64 ada, bob;
  g_autofree char *mail = NULL;

  g_assert_cmpint (automation, !=, 0);
  ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "email", "ada@example.org", "country", "ES", NULL);
  bob = crm_test_add (self->workspace, "contact", "last_name", "Bob", "email", "bob@example.org", NULL);
  automation_test_tag (self, ada, "lead");
  automation_test_tag (self, bob, "lead");
  automation_test_run (self);
  automation_test_assert_trail (self, ada, "s1+ s2? running");
  automation_test_pass (self, 30 * HOUR - 1);
  automation_test_assert_trail (self, ada, "s1+ s2? running");
  automation_test_pass (self, 1);
  automation_test_assert_trail (self, ada, "s1+ s2+ s3+(no) s5+ s6+ finished");

  mail = automation_test_text (self, "SELECT group_concat (json_extract (payload, '$.subject'), ';') FROM (SELECT payload FROM outbox ORDER BY contact)");
  g_assert_cmpstr (mail, ==, "Hello Ada;Hello there");
}

static void
test_stable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFlow) first = crm_flow_parse (example, &error);
  g_autofree char *once = NULL;
  g_autofree char *twice = NULL;
  g_autoptr (CrmFlow) second = NULL;

  g_assert_no_error (error);
  once = crm_flow_print (first);
  second = crm_flow_parse (once, &error);
  g_assert_no_error (error);
  twice = crm_flow_print (second);
  g_assert_cmpstr (once, ==, twice);
  g_assert_nonnull (strstr (once, "\"value\": \"1200.00\""));
}

static void
test_refused (AutomationTest *self,
              gconstpointer   data)
{
  static const struct
  {
    const char *steps;
    const char *said;
  } cases[] = {
    { "{\"id\": \"a\", \"action\": \"add-tag\", \"tag\": \"x\", \"colour\": \"red\"}", "Step “a”: “colour” is not known here." },
    { "{\"id\": \"a\", \"action\": \"fly\"}", "Step “a”: There is no action “fly”." },
    { "{\"id\": \"a\", \"action\": \"add-tag\"}", "Step “a”: “tag” is missing." },
    { "{\"action\": \"add-tag\", \"tag\": \"x\"}", "steps[0]: “id” is missing." },
    { "{\"id\": \"a\", \"action\": \"wait\", \"for\": \"two days\"}", "Step “a”: “for” is a length of time such as PT30M, P1DT6H or P2W." },
    { "{\"id\": \"a\", \"action\": \"end-automation\"}, {\"id\": \"a\", \"action\": \"end-automation\"}", "Step “a”: The id “a” is used twice." },
    { "{\"id\": \"a\", \"action\": \"adjust-score\", \"operation\": \"double\", \"value\": 2}", "Step “a”: “operation” is one of: add|subtract|set|reset." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"A\", \"steps\": [%s]}", cases[i].steps);
      g_autofree char *said = automation_test_refusal (self, json);

      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  GPtrArray **problems = ((gpointer *) data)[1];

  return crm_automation_import (door, ((gpointer *) data)[0], CRM_IMPORT_FLAGS_NONE, problems, error) != 0;
}

/* Without --create-missing what is missing is a problem that stands on the step. */
static void
test_problems (AutomationTest *self,
               gconstpointer   data)
{
  static const struct
  {
    const char *step;
    const char *said;
  } cases[] = {
    { "\"action\": \"add-tag\", \"tag\": \"nowhere\"", "Tag: there is no “nowhere”. Make it, or choose another one." },
    { "\"action\": \"go-to\", \"step\": \"z\"", "There is no step “z” to go to." },
    { "\"action\": \"send-email\", \"subject\": \"{{contact.shoe_size}}\", \"body\": \"x\"", "There is no field “contact.shoe_size”." },
    { "\"action\": \"send-email\", \"subject\": \"100%OFF% for %FIRSTNAME%\", \"body\": \"You are %SUBSCRIBERID%\"",
      "“%SUBSCRIBERID%” is not a field. Write it like {{contact.first_name}}, or leave it out." },
    { "\"action\": \"send-sms\", \"text\": \"Until %TODAY+3%\"", "“%TODAY+3%” is not a field. Write it like {{contact.first_name}}, or leave it out." },
    { "\"action\": \"update-deal\", \"field\": \"title\", \"value\": \"x\", \"affects\": \"trigger\"",
      "No trigger of this automation is about a deal. Choose which deal is meant." },
    { "\"action\": \"math\", \"field\": \"contact.score\", \"operation\": \"divide\", \"value\": 0", "Nothing can be divided by zero." },
    { "\"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\"}]", "A split has 2 to 10 paths." },
    { "\"action\": \"wait\"", "Choose how long to wait: for a time, until something holds, until a time of day, or until a date." },
    { "\"action\": \"if-else\", \"if\": {\"field\": \"contact.shoe_size\", \"op\": \"is\", \"value\": 1}", "if: There is no field “contact.shoe_size”." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"P%u\", \"steps\": [{\"id\": \"a\", %s}]}", i, cases[i].step);
      g_autoptr (GPtrArray) problems = NULL;
      gpointer job[] = { json, &problems };
      const CrmProblem *problem;

      automation_test_exec (self, import_func, job, CRM_CAUSE_USER);
      g_assert_cmpuint (problems->len, >, 0);
      problem = g_ptr_array_index (problems, 0);
      g_assert_cmpstr (problem->place, ==, "a");
      g_assert_cmpstr (problem->text, ==, cases[i].said);
    }
}

/* An automation with errors cannot be switched on. */
static void
test_switch (AutomationTest *self,
             gconstpointer   data)
{
  g_autofree char *said = automation_test_refusal (self, "{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"A\", "
                                                         "\"steps\": [{\"id\": \"a\", \"action\": \"go-to\", \"step\": \"b\"}]}");

  g_assert_cmpstr (said, ==, "“A” cannot be switched on. Step “a”: There is no step “b” to go to.");
}

static void
test_personal (AutomationTest *self,
               gconstpointer   data)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  g_autofree char *converted = crm_personal_convert (catalogue, "Hi %FIRSTNAME%, 100% %UNKNOWN% %ACCT_NAME%");
  gint64 contact;
  g_autofree char *payload = NULL;

  g_assert_cmpstr (converted, ==, "Hi {{contact.first_name}}, 100% %UNKNOWN% {{account.name}}");

  contact = crm_test_add (self->workspace, "contact", "first_name", "<b>{{x}}\nBcc: a", "email", "a@example.org", NULL);
  automation_test_add (self, automation_test_make (self, "A", "", "", "{\"id\": \"a\", \"action\": \"send-email\", \"subject\": \"%FIRSTNAME%\", "
                                                   "\"body\": \"<p>%FIRSTNAME%</p>{{message.unsubscribe_link}}\"}"), contact);
  automation_test_run (self);
  payload = automation_test_text (self, "SELECT json_extract (payload, '$.html') FROM outbox");
  g_assert_cmpstr (payload, ==, "<p>&lt;b&gt;{ {x} } Bcc: a</p>{{message.unsubscribe_link}}");
  g_free (payload);
  payload = automation_test_text (self, "SELECT json_extract (payload, '$.subject') FROM outbox");
  g_assert_cmpstr (payload, ==, "<b>{ {x} } Bcc: a");
}

/* A value is text and nothing else, whatever it is put into: HTML, a header, an address, JSON. */
static void
test_contexts (AutomationTest *self,
               gconstpointer   data)
{
  static const struct
  {
    const char *step;
    const char *sql;
    const char *expected;
  } cases[] = {
    { "\"action\": \"send-email\", \"subject\": \"S {{account.description}}\", \"body\": \"<p>{{account.description}}</p>\"",
      "json_extract (payload, '$.html')", "<p>a&quot;b&lt;i&gt;\nBcc: x@y.z &amp; 1/2</p>" },
    { "\"action\": \"send-email\", \"subject\": \"S {{account.description}}\", \"body\": \"plain {{account.description}}\"",
      "json_extract (payload, '$.subject') || '|' || json_extract (payload, '$.text')",
      "S a\"b<i> Bcc: x@y.z & 1/2|plain a\"b<i>\nBcc: x@y.z & 1/2" },
    { "\"action\": \"webhook\", \"url\": \"https://example.org/?d={{account.description}}\", \"headers\": {\"X-D\": \"{{account.description}}\"}",
      "address || '|' || json_extract (payload, '$.headers.X-D') || '|' || json_extract (payload, '$.data.account.description')",
      "https://example.org/?d=a%22b%3Ci%3E%0ABcc%3A%20x%40y.z%20%26%201%2F2|a\"b<i> Bcc: x@y.z & 1/2|a\"b<i>\nBcc: x@y.z & 1/2" },
    { "\"action\": \"salesforce-lead\", \"fields\": {\"Note\": \"{{account.description}}\"}",
      "json_extract (payload, '$.fields.Note')", "a\"b<i>\nBcc: x@y.z & 1/2" },
    { "\"action\": \"send-sms\", \"text\": \"{{contact.job_title}}{{contact.last_name}}\"", "json_extract (payload, '$.text')", "{ {x} }" },
  };
  gint64 ada;

  crm_test_add (self->workspace, "account", "name", "Engines", "description", "a\"b<i>\nBcc: x@y.z & 1/2", NULL);
  ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "last_name", "{x}}", "job_title", "{", "email", "ada@example.org", "phone", "+34 911 234 567",
                      "account", "Engines", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("A%u", i);
      g_autofree char *step = g_strdup_printf ("{\"id\": \"a\", %s}", cases[i].step);
      g_autofree char *sql = g_strdup_printf ("SELECT %s FROM outbox WHERE run = %u", cases[i].sql, i + 1);
      g_autofree char *seen = NULL;

      automation_test_add (self, automation_test_make (self, name, "", "", step), ada);
      automation_test_run (self);
      seen = automation_test_text (self, sql);
      g_assert_cmpstr (seen, ==, cases[i].expected);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, AutomationTest, NULL, automation_test_set_up, func, automation_test_tear_down)
  ADD ("/flow/example", test_example);
  g_test_add_func ("/flow/stable", test_stable);
  ADD ("/flow/refused", test_refused);
  ADD ("/flow/problems", test_problems);
  ADD ("/flow/switch", test_switch);
  ADD ("/flow/personal", test_personal);
  ADD ("/flow/contexts", test_contexts);

  return g_test_run ();
}
