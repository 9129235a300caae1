/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The short form of the command line. */

#include "config.h"

#include "crm-condition-filter.h"
#include "crm-error.h"
#include "crm-money.h"
#include "segment-test.h"

#define F(name, op)        "{\"field\":\"contact." name "\",\"op\":\"" op "\"}"
#define V(name, op, value) "{\"field\":\"contact." name "\",\"op\":\"" op "\",\"value\":" value "}"

static void
test_read (void)
{
  static const struct
  {
    const char *filter;
    const char *json;
  } cases[] = {
    { "city=Madrid", V ("city", "is", "\"Madrid\"") },
    { " City = Madrid ", V ("city", "is", "\"Madrid\"") },
    { "contact.city=Madrid", V ("city", "is", "\"Madrid\"") },
    { "city is San Sebastián", V ("city", "is", "\"San Sebastián\"") },
    { "city=is-empty", V ("city", "is", "\"is-empty\"") },
    { "city!=Madrid", V ("city", "is-not", "\"Madrid\"") },
    { "city~drid", V ("city", "contains", "\"drid\"") },
    { "city!~drid", V ("city", "does-not-contain", "\"drid\"") },
    { "city starts-with Ma", V ("city", "starts-with", "\"Ma\"") },
    { "city=Madrid|Toledo", V ("city", "is-any-of", "[\"Madrid\",\"Toledo\"]") },
    { "city!=Madrid | Toledo", V ("city", "is-none-of", "[\"Madrid\",\"Toledo\"]") },
    { "city=\"Madrid|Toledo\"", V ("city", "is", "\"Madrid|Toledo\"") },
    { "city=\"a, b\"", V ("city", "is", "\"a, b\"") },
    { "city=\"say \"\"yes\"\"\"", V ("city", "is", "\"say \\\"yes\\\"\"") },
    { "city=a=b", V ("city", "is", "\"a=b\"") },
    { "city=", F ("city", "is-empty") },
    { "city!=", F ("city", "is-not-empty") },
    { "email is-empty", F ("email", "is-empty") },
    { "First Name=Ana", V ("first_name", "is", "\"Ana\"") },
    { "first name is-any-of Ana|Bea", V ("first_name", "is-any-of", "[\"Ana\",\"Bea\"]") },
    { "account.city=Madrid", "{\"field\":\"account.city\",\"op\":\"is\",\"value\":\"Madrid\"}" },
    { "account.employees>5", "{\"field\":\"account.employees\",\"op\":\"greater-than\",\"value\":5}" },
    { "account.employees=1..5", "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[1,5]}" },
    { "account.employees between 1..5", "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[1,5]}" },
    { "account.annual_revenue>=1,200.50 USD", NULL },
    { "account.annual_revenue>=\"1200.50 USD\"",
      "{\"field\":\"account.annual_revenue\",\"op\":\"at-least\",\"value\":\"1200.50\",\"currency\":\"USD\"}" },
    { "account.annual_revenue<7",
      "{\"field\":\"account.annual_revenue\",\"op\":\"less-than\",\"value\":\"7.00\",\"currency\":\"EUR\"}" },
    { "account=Tejados Sol", V ("account", "is", "\"Tejados Sol\"") },
    { "owner=me", V ("owner", "is", "\"me\"") },
    { "Responsible=me|Bea", V ("owner", "is-any-of", "[\"me\",\"Bea\"]") },
    { "created>=2026-01-01", V ("created", "at-least", "\"2026-01-01\"") },
    { "created>=2026-01-01 14:30", V ("created", "at-least", "\"2026-01-01T14:30:00Z\"") },
    { "created=2026-01-01", V ("created", "on", "\"2026-01-01\"") },
    { "created=2026-01-01..2026-02-01", V ("created", "between", "[\"2026-01-01\",\"2026-02-01\"]") },
    { "birthday>31 Dec 1999", V ("birthday", "after", "\"1999-12-31\"") },
    { "created within-last 7 days", V ("created", "within-last", "\"P7D\"") },
    { "created within-last P1M", V ("created", "within-last", "\"P1M\"") },
    { "source=Import", V ("source", "is", "\"import\"") },
    { "country=Spain|PT", V ("country", "is-any-of", "[\"ES\",\"PT\"]") },
    { "tags=roof|lead", V ("tags", "has-any", "[\"roof\",\"lead\"]") },
    { "tags has-all roof|lead", V ("tags", "has-all", "[\"roof\",\"lead\"]") },
    { "tags!=roof", V ("tags", "has-none", "[\"roof\"]") },
    { "tag=roof", "{\"tag\":\"roof\",\"op\":\"has\"}" },
    { "tag != \"a|b\"", "{\"tag\":\"a|b\",\"op\":\"has-not\"}" },
    { "tag has-not roof", "{\"tag\":\"roof\",\"op\":\"has-not\"}" },
    { "segment=Hot Leads", "{\"segment\":\"Hot Leads\",\"op\":\"is\"}" },
    { "now.weekday=monday|friday", "{\"now\":\"weekday\",\"op\":\"is-any-of\",\"value\":[\"monday\",\"friday\"]}" },
    { "now.hour>=9", "{\"now\":\"hour\",\"op\":\"at-least\",\"value\":9}" },
    { "note.body~spring", "{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"spring\"}" },
    { "newsletter=yes", V ("custom.newsletter", "is", "true") },
    { "custom.newsletter=no", V ("custom.newsletter", "is", "false") },
    { "city=Madrid, tag=roof, created>=2026-01-01, email is-empty",
      "{\"all\":[" V ("city", "is", "\"Madrid\"") ",{\"tag\":\"roof\",\"op\":\"has\"}," V ("created", "at-least",
                                                                                           "\"2026-01-01\"") ","
      F ("email", "is-empty") "]}" },
    { " {\"any\": []} ", "{\"any\":[]}" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_money_set_default_currency ("EUR");
  crm_test_add (workspace, "field", "label", "Newsletter", "record_type", "contact", "type", "yes-no", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *filters[] = { cases[i].filter, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCondition) condition = crm_condition_parse_filter (crm_workspace_get_catalogue (workspace),
                                                                       crm_workspace_get_type_named (workspace, "contact"),
                                                                       filters, &error);
      g_autofree char *json = condition != NULL ? crm_condition_print (condition) : NULL;

      g_test_message ("%s", cases[i].filter);
      if (cases[i].json != NULL)
        g_assert_no_error (error);
      g_assert_cmpstr (json, ==, cases[i].json);
    }

  crm_test_remove_folder (folder);
}

static void
test_several (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");
  const char *filters[] = { "city=Madrid", "{\"any\":[{\"tag\":\"roof\",\"op\":\"has\"}]}", "email!=", NULL };
  const char *none[] = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = crm_condition_parse_filter (catalogue, contacts, filters, &error);
  g_autoptr (CrmCondition) always = crm_condition_parse_filter (catalogue, contacts, none, &error);
  g_autofree char *json = NULL;

  g_assert_no_error (error);
  json = crm_condition_print (condition);
  g_assert_cmpstr (json, ==, "{\"all\":[" V ("city", "is",
                                             "\"Madrid\"") ",{\"any\":[{\"tag\":\"roof\",\"op\":\"has\"}]},"
                   F ("email", "is-not-empty") "]}");
  g_assert_true (crm_condition_is_always (always));
}

/* An error names the part that is wrong. */
static void
test_refused (void)
{
  static const struct
  {
    const char *filter;
    const char *said;
  } cases[] = {
    { "", "“”: The operator is missing. Write it like “city=Madrid” or “email is-empty”." },
    { "city", "“city”: The operator is missing. Write it like “city=Madrid” or “email is-empty”." },
    { "city=Madrid,", "“”: The operator is missing. Write it like “city=Madrid” or “email is-empty”." },
    { "city=Madrid, shoe=42", "“shoe=42”: There is no field “shoe” of Contacts." },
    { "project.value>5", "“project.value>5”: There is no field “project.value” of Contacts." },
    { "city>Madrid", "“city>Madrid”: “>” cannot be asked of “city”." },
    { "created~2026", "“created~2026”: “~” cannot be asked of “created”." },
    { "created>=soon", "“created>=soon”: “soon” is not a date and time. Write it like 2026-12-31 14:30." },
    { "created=soon", "“created=soon”: “soon” is not a day. Write it like 2026-12-31." },
    { "created within-last week",
      "“created within-last week”: “week” is not a length of time. Write it like “7 days” or “2 hours”." },
    { "birthday within-last 2 hours",
      "“birthday within-last 2 hours”: “Birthday” is a day without a time. Count in days, weeks, months or years." },
    { "account.employees>many", "“account.employees>many”: “many” is not a number." },
    { "account.employees=5..1",
      "“account.employees=5..1”: condition.value: The first value is greater than the second." },
    { "account.employees=1..2..3",
      "“account.employees=1..2..3”: condition.value: “between” takes a list of two values." },
    { "phone=none", "“phone=none”: There is no digit in “none”." },
    { "email is-empty now", "“email is-empty now”: “is-empty” takes no value." },
    { "tag=", "“tag=”: “tag” needs a name." },
    { "source=nowhere", NULL },
    { "{\"all\":7}", "condition.all: A list of conditions is needed here." },
  };
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *filters[] = { cases[i].filter, NULL };
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCondition) condition = crm_condition_parse_filter (catalogue, contacts, filters, &error);

      g_test_message ("%s", cases[i].filter);
      g_assert_null (condition);
      g_assert_cmpint (error->domain, ==, CRM_ERROR);
      if (cases[i].said != NULL)
        g_assert_cmpstr (error->message, ==, cases[i].said);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/filter/read", test_read);
  g_test_add_func ("/filter/several", test_several);
  g_test_add_func ("/filter/refused", test_refused);

  return g_test_run ();
}
