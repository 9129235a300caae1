/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conditions in words, and why they hold or not. */

#include "config.h"

#include <string.h>

#include "crm-condition-sentence.h"
#include "crm-money.h"
#include "segment-test.h"

#define MADRID  "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Madrid\"}"
#define ROOF    "{\"tag\":\"roof\",\"op\":\"has\"}"
#define REVENUE "{\"field\":\"account.annual_revenue\",\"op\":\"at-least\",\"value\":\"5000\"}"

static void
test_said (void)
{
  static const struct
  {
    const char *json;
    const char *said;
  } cases[] = {
    { MADRID, "City is “Madrid”" },
    { "{\"all\":[" MADRID ",{\"any\":[" ROOF "," REVENUE "]}]}",
      "City is “Madrid” and any of (Tag is “roof”, Account: Annual Revenue is at least €5,000.00)" },
    { "{\"any\":[" MADRID "," ROOF "]}", "City is “Madrid” or Tag is “roof”" },
    { "{\"any\":[{\"all\":[" MADRID "," ROOF "]}," REVENUE "]}",
      "all of (City is “Madrid”, Tag is “roof”) or Account: Annual Revenue is at least €5,000.00" },
    { "{\"all\":[{\"any\":[" MADRID "]},{\"not\":" ROOF "}]}", "City is “Madrid” and not (Tag is “roof”)" },
    { "{\"not\":{\"any\":[" MADRID "," ROOF "]}}", "none of (City is “Madrid”, Tag is “roof”)" },
    { "{\"not\":{\"all\":[" MADRID "," ROOF "]}}", "not (all of (City is “Madrid”, Tag is “roof”))" },
    { "{\"all\":[]}", "All Contacts" },
    { "{\"any\":[]}", "No Contacts" },
    { "{\"tag\":\"roof\",\"op\":\"has-not\"}", "Tag is not “roof”" },
    { "{\"segment\":\"VIPs\",\"op\":\"is\"}", "Segment is “VIPs”" },
    { "{\"segment\":\"VIPs\",\"op\":\"is-not\"}", "Segment is not “VIPs”" },
    { "{\"now\":\"weekday\",\"op\":\"is-any-of\",\"value\":[\"saturday\",\"sunday\"]}",
      "Day of the Week is one of Saturday, Sunday" },
    { "{\"field\":\"contact.city\",\"op\":\"is-none-of\",\"value\":[\"a\",\"b\"]}", "City is none of “a”, “b”" },
    { "{\"field\":\"contact.created\",\"op\":\"within-last\",\"value\":\"P7D\"}", "Created is within the last 7 days" },
    { "{\"field\":\"contact.created\",\"op\":\"more-than-ago\",\"value\":\"P1M\"}",
      "Created is longer ago than 1 month" },
    { "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[1,2.5]}",
      "Account: Number of Employees is between 1 and 2.5" },
    { "{\"field\":\"contact.source\",\"op\":\"is\",\"value\":\"landing-page\"}", "Source is “Landing Page”" },
    { "{\"field\":\"contact.country\",\"op\":\"is\",\"value\":\"DE\"}", "Country is “Germany”" },
    { "{\"field\":\"contact.owner\",\"op\":\"is\",\"value\":\"me\"}", "Responsible is me" },
    { "{\"field\":\"contact.tags\",\"op\":\"has-all\",\"value\":[\"a\",\"b\"]}", "Tags have all of “a”, “b”" },
    { "{\"field\":\"contact.email\",\"op\":\"is-empty\"}", "E-Mail is empty" },
    { "{\"field\":\"owner.may_reassign\",\"op\":\"is\",\"value\":true}", "Responsible: Reassign Accounts is Yes" },
    /* What a person wrote is not looked at again. */
    { "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"{subject} %s {value}\"}",
      "City is “{subject} %s {value}”" },
    /* Tests that are about the same record are said together. */
    { "{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"roof\"}",
      "Notes: at least one with (Note contains “roof”)" },
    { "{\"all\":[{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"roof\"}," MADRID ","
      "{\"field\":\"note.created\",\"op\":\"within-last\",\"value\":\"P1M\"}]}",
      "Notes: at least one with (Note contains “roof” and Created is within the last 1 month) and City is “Madrid”" },
    { "{\"any-note\":{\"any\":[{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"a\"},{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"b\"}]}}",
      "Notes: at least one with (Note contains “a” or Note contains “b”)" },
    { "{\"any-note\":{\"all\":[]}}", "Notes: at least one" },
    { "{\"not\":{\"any-note\":{\"all\":[]}}}", "Notes: none" },
    { "{\"not\":{\"any-note\":{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"a\"}}}",
      "Notes: none with (Note contains “a”)" },
  };
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  crm_money_set_default_currency ("EUR");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCondition) condition = crm_condition_parse (catalogue, contacts, cases[i].json, &error);
      g_autofree char *said = NULL;

      g_assert_no_error (error);
      said = crm_condition_say (condition, catalogue, contacts, CRM_SENTENCE_FLAGS_NONE);
      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

static gpointer
needs_currencies (CrmDb         *db,
                  CrmSchema     *schema,
                  gpointer       data,
                  GCancellable  *cancellable,
                  GError       **error)
{
  return g_strdup (crm_condition_needs_currencies (db, CRM_CATALOGUE (schema)) ? "yes" : "no");
}

/* Where amounts in several currencies are in use, a test says that it is about one. */
static void
test_currencies (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmStore *store = crm_workspace_get_store (workspace);
  g_autoptr (CrmCondition) condition = NULL;
  g_autofree char *said = NULL;
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;

  crm_money_set_default_currency ("EUR");
  crm_test_add (workspace, "account", "name", "a", "annual_revenue", "5 EUR", NULL);
  one = crm_store_read (store, CRM_LANE_QUERY, needs_currencies, NULL, NULL);
  g_assert_cmpstr (one, ==, "no");
  crm_test_add (workspace, "account", "name", "b", "annual_revenue", "5 USD", NULL);
  two = crm_store_read (store, CRM_LANE_QUERY, needs_currencies, NULL, NULL);
  g_assert_cmpstr (two, ==, "yes");

  condition = segment_test_parse (workspace, "contact", REVENUE);
  said = crm_condition_say (condition, crm_workspace_get_catalogue (workspace),
                            crm_workspace_get_type_named (workspace, "contact"),
                            CRM_SENTENCE_CURRENCIES);
  g_assert_cmpstr (said, ==, "Account: Annual Revenue is at least €5,000.00 (in EUR; other currencies do not count)");

  crm_test_remove_folder (folder);
}

/* A field that is gone is called by what the condition calls it. */
static void
test_broken (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmCatalogue) without = crm_catalogue_new ();
  g_autoptr (CrmCondition) condition = NULL;
  g_autofree char *said = NULL;
  g_autofree char *known = NULL;

  crm_test_add (workspace, "field", "label", "Roof Area", "record_type", "contact", "type", "number", NULL);
  condition = segment_test_parse (workspace, "contact",
                                  "{\"field\":\"contact.custom.roof_area\",\"op\":\"greater-than\",\"value\":100}");
  known = crm_condition_say (condition, crm_workspace_get_catalogue (workspace),
                             crm_workspace_get_type_named (workspace, "contact"), 0);
  g_assert_cmpstr (known, ==, "Roof Area is greater than 100");
  said = crm_condition_say (condition, without, crm_catalogue_find (without, "contact"), CRM_SENTENCE_FLAGS_NONE);
  g_assert_cmpstr (said, ==, "contact.custom.roof_area is greater than 100");

  crm_test_remove_folder (folder);
}

/* --- Why ------------------------------------------------------------------------------------------------- */

static void
append_verdict (const CrmVerdict *verdict,
                GString          *text,
                int               depth)
{
  g_string_append_printf (text, "%*s%s %s", depth, "", verdict->held ? "+" : "-", verdict->text);
  if (verdict->actual != NULL)
    g_string_append_printf (text, " [%s]", verdict->actual);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < verdict->parts->len; i++)
    append_verdict (g_ptr_array_index (verdict->parts, i), text, depth + 1);
}

static void
assert_why (CrmWorkspace *workspace,
            const char   *type,
            gint64        id,
            const char   *json,
            const char   *expected)
{
  g_autoptr (CrmVerdict) verdict = segment_test_explain (workspace, type, id, json);
  g_autoptr (GString) text = g_string_new (NULL);

  append_verdict (verdict, text, 0);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_why (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 ana, sol;

  crm_money_set_default_currency ("EUR");
  ana = crm_test_add (workspace, "contact", "first_name", "Ana", "city", "Toledo", "tags", "roof; lead", "account",
                      "Sol",
                      "emails", "ana@home.example; a@sol.example", "birthday", "2000-02-29", NULL);
  sol = crm_test_add (workspace, "account", "name", "Luna", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", "city", "Madrid", "account", "Luna", NULL);
  crm_test_add (workspace, "contact", "first_name", "Carlos", "account", "Luna", NULL);
  crm_test_add (workspace, "segment", "name", "In Madrid", "record_type", "contact", "condition", MADRID, NULL);

  assert_why (workspace, "contact", ana, MADRID, "- City is “Madrid” [Toledo]\n");
  assert_why (workspace, "contact", ana, ROOF, "+ Tag is “roof” [roof, lead]\n");
  assert_why (workspace, "contact", ana,
              "{\"all\":[" MADRID ",{\"not\":" ROOF "},{\"any\":[" REVENUE ",{\"field\":\"contact.emails\",\"op\":\"is\",\"value\":\"ana@home.example\"}]},"
              "{\"field\":\"contact.birthday\",\"op\":\"before\",\"value\":\"2001-01-01\"},{\"field\":\"contact.account\",\"op\":\"is-empty\"}]}",
              "- All of these\n"
              " - City is “Madrid” [Toledo]\n"
              " - None of these\n"
              "  + Tag is “roof” [roof, lead]\n"
              " + Any of these\n"
              "  - Account: Annual Revenue is at least €5,000.00 [nothing]\n"
              "  + Further E-Mails is “ana@home.example” [ana@home.example, a@sol.example]\n"
              " + Birthday is before 01/01/01 [02/29/00]\n"
              " - Account is empty [Sol]\n");
  assert_why (workspace, "contact", ana, "{\"segment\":\"In Madrid\",\"op\":\"is\"}",
              "- Segment is “In Madrid” [Toledo]\n");
  assert_why (workspace, "contact", ana, "{\"segment\":\"In Madrid\",\"op\":\"is-not\"}",
              "+ Segment is not “In Madrid”\n"
              " - City is “Madrid” [Toledo]\n");
  assert_why (workspace, "contact", ana, "{\"now\":\"weekday\",\"op\":\"is\",\"value\":\"tuesday\"}",
              "- Day of the Week is Tuesday [Monday]\n");

  /* Of related records each one. */
  assert_why (workspace, "account", sol,
              "{\"all\":[{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Madrid\"},{\"field\":\"contact.email\",\"op\":\"is-empty\"}]}",
              "+ All of these\n"
              " + Contacts: at least one with all of these [2 contacts]\n"
              "  + Bea\n"
              "   + City is “Madrid” [Madrid]\n"
              "   + E-Mail is empty [nothing]\n"
              "  - Carlos\n"
              "   - City is “Madrid” [nothing]\n"
              "   + E-Mail is empty [nothing]\n");
  assert_why (workspace, "contact", ana, "{\"any-note\":{\"all\":[]}}",
              "- Notes: at least one with all of these [0 notes]\n");

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/sentence/said", test_said);
  g_test_add_func ("/sentence/currencies", test_currencies);
  g_test_add_func ("/sentence/broken", test_broken);
  g_test_add_func ("/sentence/why", test_why);

  return g_test_run ();
}
