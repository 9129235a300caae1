/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conditions as such: read, refused with the place, written in one form, put together and listed. */

#include "config.h"

#include <string.h>

#include "crm-condition-private.h"
#include "crm-money.h"
#include "crm-subject.h"
#include "segment-test.h"

#define CITY(value) "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"" value "\"}"

/* Two catalogues have to do: conditions are read without a database. */
static CrmCondition *
parse (const char *json)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  g_autoptr (GError) error = NULL;
  CrmCondition *condition = crm_condition_parse (catalogue, crm_catalogue_find (catalogue, "contact"), json, &error);

  g_assert_no_error (error);

  return condition;
}

/* What is read, and the one form in which it is written. */
static void
test_written (void)
{
  static const struct
  {
    const char *json;
    const char *written; /* NULL: the same */
  } cases[] = {
    { "{\"all\":[]}", NULL },
    { "{\"any\":[" CITY ("Madrid") "," CITY ("Toledo") "]}", NULL },
    { "{\"not\":{\"not\":" CITY ("Madrid") "}}", NULL },
    { "{\"any-account\":{\"field\":\"account.city\",\"op\":\"is-empty\"}}", NULL },
    { "{\"any-note\":{\"any\":[]}}", NULL },
    { "{\"tag\":\"roof\",\"op\":\"has\"}", NULL },
    { "{\"segment\":\"VIPs\",\"op\":\"is-not\"}", NULL },
    { " { \"op\" : \"is\" , \"value\" : \"M\\u00e1laga\",\n\"field\" : \"contact.city\" } ", CITY ("Málaga") },
    { CITY ("\\\"\\\\\\n\\t\\u0001"), CITY ("\\\"\\\\\\n\\t\\u0001") },
    { "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":5.0}",
      "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":5}" },
    { "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":1e3}",
      "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":1000}" },
    { "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":-0.0}",
      "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":0}" },
    { "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":0.1}", NULL },
    { "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":1e300}",
      "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":1e+300}" },
    { "{\"field\":\"account.employees\",\"op\":\"at-least\",\"value\":9223372036854775807}", NULL },
    { "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[1,2.5]}", NULL },
    /* The currency that was meant stays, whatever the business changes to. */
    { "{\"field\":\"account.annual_revenue\",\"op\":\"at-least\",\"value\":\"5000\"}",
      "{\"field\":\"account.annual_revenue\",\"op\":\"at-least\",\"value\":\"5000.00\",\"currency\":\"EUR\"}" },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"at-least\",\"value\":5000,\"currency\":\"JPY\"}",
      "{\"field\":\"account.annual_revenue\",\"op\":\"at-least\",\"value\":\"5000\",\"currency\":\"JPY\"}" },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"between\",\"value\":[\"-1.5\",\"12.345\"],\"currency\":\"KWD\"}",
      "{\"field\":\"account.annual_revenue\",\"op\":\"between\",\"value\":[\"-1.5000\",\"12.3450\"],\"currency\":\"KWD\"}" },
    { "{\"field\":\"contact.birthday\",\"op\":\"on\",\"value\":\"2024-02-29\"}", NULL },
    { "{\"field\":\"contact.created\",\"op\":\"after\",\"value\":\"2026-03-29T14:00:00+02:00\"}",
      "{\"field\":\"contact.created\",\"op\":\"after\",\"value\":\"2026-03-29T12:00:00Z\"}" },
    { "{\"field\":\"contact.created\",\"op\":\"after\",\"value\":\"1969-12-31T23:59:59.250Z\"}",
      "{\"field\":\"contact.created\",\"op\":\"after\",\"value\":\"1969-12-31T23:59:59.250000Z\"}" },
    { "{\"field\":\"contact.created\",\"op\":\"after\",\"value\":\"0984-12-31T23:59:59Z\"}", NULL },
    { "{\"field\":\"contact.created\",\"op\":\"within-last\",\"value\":\"P007DT0S\"}",
      "{\"field\":\"contact.created\",\"op\":\"within-last\",\"value\":\"P7D\"}" },
    { "{\"field\":\"contact.source\",\"op\":\"is-any-of\",\"value\":[\"Import\",\"landing page\"]}",
      "{\"field\":\"contact.source\",\"op\":\"is-any-of\",\"value\":[\"import\",\"landing-page\"]}" },
    { "{\"field\":\"contact.country\",\"op\":\"is\",\"value\":\"Alemania\"}",
      "{\"field\":\"contact.country\",\"op\":\"is\",\"value\":\"DE\"}" },
    { "{\"field\":\"contact.country\",\"op\":\"is\",\"value\":\"Atlantis\"}", NULL },
    { "{\"field\":\"owner.may_reassign\",\"op\":\"is\",\"value\":true}", NULL },
    { "{\"now\":\"weekday\",\"op\":\"is\",\"value\":\"FRIDAY\"}",
      "{\"now\":\"weekday\",\"op\":\"is\",\"value\":\"friday\"}" },
    { "{\"now\":\"time\",\"op\":\"between\",\"value\":[\"22:00\",\"06:00\"]}", NULL },
    { "{\"now\":\"hour\",\"op\":\"is\",\"value\":0}", NULL },
  };

  crm_money_set_default_currency ("EUR");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrmCondition) condition = parse (cases[i].json);
      g_autofree char *written = crm_condition_print (condition);
      g_autoptr (CrmCondition) again = parse (written);

      g_assert_cmpstr (written, ==, cases[i].written != NULL ? cases[i].written : cases[i].json);
      g_assert_true (crm_condition_equal (condition, again));
    }
}

/* Everything that is refused says where it is and what is wrong. */
static void
test_refused (void)
{
  static const struct
  {
    const char *json;
    const char *said;
  } cases[] = {
    { "", "Line 1 is not valid JSON." },
    { "{\"all\":[]", "Line 1 is not valid JSON." },
    { "[]", "condition: A condition is needed here, in braces." },
    { "\"all\"", "condition: A condition is needed here, in braces." },
    { "{}", "condition: A condition is “all”, “any”, “not”, or a test of a “field”, a “tag” or the like. This is none of them." },
    { "{\"none\":[]}", "condition: “none” is not a part of a condition." },
    { "{\"all\":[],\"any\":[]}", "condition: “all” is not a part of a condition." },
    { "{\"all\":{}}", "condition.all: A list of conditions is needed here." },
    { "{\"all\":[" CITY ("x") ",7]}", "condition.all[1]: A condition is needed here, in braces." },
    { "{\"not\":[]}", "condition.not: A condition is needed here, in braces." },
    { "{\"any-\":{\"all\":[]}}", "condition.any-: To Contacts belongs nothing that is called “”." },
    { "{\"any-project\":{\"all\":[]}}", "condition.any-project: To Contacts belongs nothing that is called “project”." },
    { "{\"any-notes\":{\"all\":[]}}", "condition.any-notes: To Contacts belongs nothing that is called “notes”." },
    { "{\"any-account\":{\"field\":\"account.job_title\",\"op\":\"is\",\"value\":\"x\"}}",
      "condition.any-account: There is no field “account.job_title”." },
    { "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"x\",\"colour\":1}",
      "condition: “colour” is not a part of a condition." },
    { "{\"field\":\"contact.city\",\"tag\":\"x\",\"op\":\"has\"}",
      "condition: A test asks about one thing; “tag” is a second one." },
    { "{\"field\":7,\"op\":\"is\"}", "condition: “field” has to be followed by a name in quotation marks." },
    { "{\"tag\":null,\"op\":\"has\"}", "condition: “tag” has to be followed by a name in quotation marks." },
    { "{\"field\":\"contact.city\",\"value\":\"x\"}", "condition: The operator is missing: “op”." },
    { "{\"field\":\"city\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: “city” is not a field. Write it with the record that it belongs to, like “contact.created”." },
    { "{\"field\":\"contact.shoe_size\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: There is no field “contact.shoe_size”." },
    { "{\"field\":\"contact.custom.shoe_size\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: There is no field “contact.custom.shoe_size”." },
    /* Nothing that people do not see. */
    { "{\"field\":\"contact.phone_number\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: There is no field “contact.phone_number”." },
    { "{\"field\":\"contact.id\",\"op\":\"is\",\"value\":\"x\"}", "condition: There is no field “contact.id”." },
    { "{\"field\":\"contact.city; DROP TABLE contact\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: There is no field “contact.city; DROP TABLE contact”." },
    { "{\"field\":\"project.value\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: There is no field “project.value”: to Contacts belongs nothing that is called “project”." },
    { "{\"field\":\"segment.name\",\"op\":\"is\",\"value\":\"x\"}",
      "condition: There is no field “segment.name”: to Contacts belongs nothing that is called “segment”." },
    { "{\"list\":\"News\",\"op\":\"on\"}",
      "condition.op: “on” is not an operator of “List”. It has: subscribed, not-subscribed, unsubscribed, not-unsubscribed, "
      "ever-subscribed, never-subscribed, subscribed-within-last, subscribed-more-than-ago, unsubscribed-within-last." },
    { "{\"field\":\"task.reminders\",\"op\":\"is-empty\"}", "condition: There is no field “task.reminders”." },
    { "{\"tag\":\"x\",\"op\":\"has\",\"times\":{\"at-least\":2}}", "condition: Only a message has “times” and “within”." },
    { "{\"message\":\"any\",\"op\":\"opened\",\"times\":2}", "condition: “times” says how often: {\"at-least\": 2}." },
    { "{\"message\":\"any\",\"op\":\"opened\",\"within\":\"30 days\"}", "condition: “within” is a length of time such as P30D." },
    { "{\"any-account\":{\"tag\":\"x\",\"op\":\"has\"}}",
      "condition.any-account: “Tag” cannot be tested for Accounts." },
    { "{\"tag\":\"\",\"op\":\"has\"}", "condition: “tag” needs a name." },
    { "{\"tag\":\"\\u200b\",\"op\":\"has\"}", "condition: “tag” needs a name." },
    { "{\"tag\":\"x\",\"op\":\"is\"}", "condition.op: “is” is not an operator of “Tag”. It has: has, has-not." },
    { "{\"tag\":\"x\",\"op\":\"has\",\"value\":\"x\"}", "condition.value: “has” takes no value." },
    { "{\"segment\":\"x\",\"op\":\"has\"}",
      "condition.op: “has” is not an operator of “Segment”. It has: is, is-not." },
    { "{\"now\":\"moon\",\"op\":\"is\",\"value\":\"full\"}", "condition: “moon” is not known of “now”." },
    { "{\"field\":\"contact.city\",\"op\":7,\"value\":\"x\"}",
      "condition.op: “” is not an operator of “City”. It has: is, is-not, contains, does-not-contain, starts-with, ends-with, matches, "
      "is-any-of, is-none-of, is-empty, is-not-empty." },
    { "{\"field\":\"contact.birthday\",\"op\":\"contains\",\"value\":\"x\"}",
      "condition.op: “contains” is not an operator of “Birthday”. It has: on, is-not, before, at-most, after, at-least, between, "
      "within-last, within-next, more-than-ago, is-empty, is-not-empty." },
    { "{\"field\":\"account.employees\",\"op\":\"starts-with\",\"value\":5}",
      "condition.op: “starts-with” is not an operator of “Account: Number of Employees”. It has: is, is-not, greater-than, at-least, "
      "less-than, at-most, between, is-empty, is-not-empty." },
    { "{\"field\":\"contact.city\",\"op\":\"is\"}", "condition: The value is missing: “value”." },
    { "{\"field\":\"contact.city\",\"op\":\"is-empty\",\"value\":\"\"}",
      "condition.value: “is-empty” takes no value." },
    { CITY (""), "condition.value: The text is empty. Ask whether it “is-empty” instead." },
    { CITY (" \\u200b "), "condition.value: The text is empty. Ask whether it “is-empty” instead." },
    { "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":7}",
      "condition.value: A text is needed here, in quotation marks." },
    { "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":null}",
      "condition.value: A text is needed here, in quotation marks." },
    { "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":[\"x\"]}",
      "condition.value: A text is needed here, in quotation marks." },
    { "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"x\",\"currency\":\"EUR\"}",
      "condition.currency: Only an amount of money has a currency." },
    { "{\"field\":\"contact.city\",\"op\":\"is-any-of\",\"value\":\"x\"}",
      "condition.value: “is-any-of” takes a list." },
    { "{\"field\":\"contact.city\",\"op\":\"is-any-of\",\"value\":[]}", "condition.value: The list is empty." },
    { "{\"field\":\"contact.city\",\"op\":\"is-any-of\",\"value\":[\"x\",{}]}",
      "condition.value[1]: A text is needed here, in quotation marks." },
    { "{\"field\":\"contact.phone\",\"op\":\"is\",\"value\":\"none\"}",
      "condition.value: There is no digit in “none”." },
    { "{\"field\":\"account.employees\",\"op\":\"is\",\"value\":\"5\"}",
      "condition.value: “5” is a text, but a number is needed. Write it without quotation marks." },
    { "{\"field\":\"account.employees\",\"op\":\"is\",\"value\":true}", "condition.value: A number is needed here." },
    { "{\"field\":\"account.employees\",\"op\":\"is\",\"value\":1e400}", "condition.value: The number is too large." },
    { "{\"field\":\"account.employees\",\"op\":\"is\",\"value\":99999999999999999999}", "Line 1 is not valid JSON." },
    { "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[1]}",
      "condition.value: “between” takes a list of two values." },
    { "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[2,1]}",
      "condition.value: The first value is greater than the second." },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"is\",\"value\":\"5,000\"}",
      "condition.value: “5,000” is not an amount of money. Write it like 1200.00." },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"is\",\"value\":\"5.001\"}",
      "condition.value: EUR has 2 decimal digits, “5.001” has more." },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"is\",\"value\":\"99999999999999999999\"}",
      "condition.value: “99999999999999999999” is too large." },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"is\",\"value\":\"5\",\"currency\":\"eur\"}",
      "condition.currency: “eur” is not a currency. Use a code such as EUR or USD." },
    { "{\"field\":\"account.annual_revenue\",\"op\":\"is\",\"value\":{},\"currency\":\"EUR\"}",
      "condition.value: An amount of money is needed here, like \"1200.00\"." },
    { "{\"field\":\"contact.birthday\",\"op\":\"on\",\"value\":\"29.3.2026\"}",
      "condition.value: “29.3.2026” is not a day. Write it like 2026-12-31." },
    { "{\"field\":\"contact.birthday\",\"op\":\"on\",\"value\":\"2026-02-29\"}",
      "condition.value: “2026-02-29” is not a day. Write it like 2026-12-31." },
    { "{\"field\":\"contact.birthday\",\"op\":\"on\",\"value\":\"0000-01-01\"}",
      "condition.value: “0000-01-01” is not a day. Write it like 2026-12-31." },
    { "{\"field\":\"contact.birthday\",\"op\":\"before\",\"value\":\"2026-03-29T00:00:00Z\"}",
      "condition.value: “2026-03-29T00:00:00Z” is not a day. Write it like 2026-12-31." },
    { "{\"field\":\"contact.birthday\",\"op\":\"within-last\",\"value\":\"PT6H\"}",
      "condition.value: “Birthday” is a day without a time. Count in days, weeks, months or years." },
    { "{\"field\":\"contact.birthday\",\"op\":\"within-last\",\"value\":7}",
      "condition.value: A text is needed here, in quotation marks." },
    { "{\"field\":\"contact.created\",\"op\":\"on\",\"value\":\"2026-03-29T00:00:00Z\"}",
      "condition.value: “2026-03-29T00:00:00Z” is not a day. Write it like 2026-12-31." },
    /* An instant without a zone is none. */
    { "{\"field\":\"contact.created\",\"op\":\"before\",\"value\":\"2026-03-29T00:00:00\"}",
      "condition.value: “2026-03-29T00:00:00” is neither a day nor an instant. Write it like 2026-12-31 or 2026-12-31T14:30:00Z." },
    { "{\"field\":\"contact.created\",\"op\":\"within-last\",\"value\":\"7 days\"}",
      "condition.value: “7 days” is not a length of time. Write it like P7D, P1M or PT12H." },
    { "{\"field\":\"contact.source\",\"op\":\"is\",\"value\":\"\"}",
      "condition.value: The text is empty. Ask whether it “is-empty” instead." },
    { "{\"field\":\"owner.may_reassign\",\"op\":\"is\",\"value\":\"yes\"}",
      "condition.value: “yes” is a text, but true or false is needed." },
    { "{\"field\":\"owner.may_reassign\",\"op\":\"is\",\"value\":1}",
      "condition.value: True or false is needed here." },
    { "{\"now\":\"hour\",\"op\":\"is\",\"value\":24}", "condition.value: An hour is a whole number from 0 to 23." },
    { "{\"now\":\"time\",\"op\":\"before\",\"value\":\"24:00\"}",
      "condition.value: “24:00” is not a time of day. Write it like 09:30." },
    { "{\"now\":\"weekday\",\"op\":\"is\",\"value\":\"lunes\"}",
      "condition.value: “lunes” is not a day of the week. Write it like “monday”." },
  };
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  crm_money_set_default_currency ("EUR");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCondition) condition = crm_condition_parse (catalogue, contacts, cases[i].json, &error);

      g_test_message ("%s", cases[i].json);
      g_assert_null (condition);
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, ==, cases[i].said);
    }
}

/* What is too large for a condition of a person. */
static void
test_limits (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");
  g_autofree char *text = g_strnfill (CRM_CONDITION_MAX_TEXT + 1, 'x');
  g_autofree char *long_text = g_strdup_printf (CITY ("%s"), text);
  g_autofree char *long_name = g_strdup_printf ("{\"tag\":\"%s\",\"op\":\"has\"}", text);
  g_autofree char *blanks = g_strnfill (CRM_CONDITION_MAX_JSON + 1, ' ');
  g_autoptr (GString) list = g_string_new ("{\"field\":\"contact.city\",\"op\":\"is-any-of\",\"value\":[\"x\"");
  g_autoptr (GString) tests = g_string_new ("{\"any\":[" CITY ("x"));
  g_autoptr (GString) deep = g_string_new (NULL);
  const char *cases[] = { long_text, long_name, blanks, list->str, tests->str, deep->str };

  for (guint i = 0; i < CRM_CONDITION_MAX_VALUES; i++)
    g_string_append (list, ",\"x\"");
  g_string_append (list, "]}");
  for (guint i = 0; i < CRM_CONDITION_MAX_TESTS; i++)
    g_string_append (tests, "," CITY ("x"));
  g_string_append (tests, "]}");
  for (guint i = 0; i < 10000; i++)
    g_string_append (deep, "{\"not\":");
  cases[3] = list->str;
  cases[4] = tests->str;
  cases[5] = deep->str;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (crm_condition_parse (catalogue, contacts, cases[i], &error));
      g_assert_nonnull (error);
    }
}

static void
assert_prints (CrmCondition *condition,
               const char   *json)
{
  g_autofree char *printed = crm_condition_print (condition);

  g_assert_cmpstr (printed, ==, json);
}

/* A condition is put together out of parts, and none of them changes. */
static void
test_building (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");
  g_auto (CrmValue) text = crm_value_text ("Madrid");
  CrmValue numbers[] = { crm_value_integer (1), crm_value_real (2.5) };
  CrmValue amounts[] = { crm_value_money (100, "EUR"), crm_value_money (100, "USD") };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) city = crm_condition_new_test (catalogue, contacts, "field", "contact.city", CRM_OPERATOR_IS,
                                                          &text, 1, &error);
  g_autoptr (CrmCondition) tag = crm_condition_new_test (catalogue, contacts, "tag", "roof", CRM_OPERATOR_HAS, NULL, 0,
                                                         &error);
  g_autoptr (CrmCondition) size = crm_condition_new_test (catalogue, contacts, "field", "account.employees",
                                                          CRM_OPERATOR_BETWEEN, numbers, 2, &error);
  g_autoptr (CrmCondition) empty = crm_condition_new_group (CRM_CONDITION_ALL);
  g_autoptr (CrmCondition) one = NULL;
  g_autoptr (CrmCondition) two = NULL;
  g_autoptr (CrmCondition) replaced = NULL;
  g_autoptr (CrmCondition) removed = NULL;
  g_autoptr (CrmCondition) not = NULL;
  g_autoptr (CrmCondition) related = NULL;
  g_autoptr (CrmCondition) same = NULL;
  guint n;

  g_assert_no_error (error);
  one = crm_condition_insert_part (empty, 0, city);
  two = crm_condition_insert_part (one, 0, tag);
  assert_prints (empty, "{\"all\":[]}");
  assert_prints (one, "{\"all\":[" CITY ("Madrid") "]}");
  assert_prints (two, "{\"all\":[{\"tag\":\"roof\",\"op\":\"has\"}," CITY ("Madrid") "]}");
  g_assert_true (crm_condition_is_always (empty));
  g_assert_false (crm_condition_is_always (one));

  not = crm_condition_new_not (city);
  replaced = crm_condition_replace_part (two, 1, not);
  assert_prints (replaced, "{\"all\":[{\"tag\":\"roof\",\"op\":\"has\"},{\"not\":" CITY ("Madrid") "}]}");
  removed = crm_condition_remove_part (two, 0);
  g_assert_true (crm_condition_equal (removed, one));
  g_assert_false (crm_condition_equal (removed, two));
  g_assert_cmpuint (crm_condition_get_n_parts (two), ==, 2);
  g_assert_true (crm_condition_get_part (two, 0) == tag);

  related = crm_condition_new_related ("account", empty);
  g_assert_cmpstr (crm_condition_get_relation (related), ==, "account");
  g_assert_true (crm_condition_check (related, catalogue, contacts, &error));
  same = crm_condition_replace_part (related, 0, empty);
  g_assert_true (crm_condition_equal (related, same));

  g_assert_cmpint (crm_condition_get_condition_type (city), ==, CRM_CONDITION_TEST);
  g_assert_cmpstr (crm_condition_get_subject (city), ==, "field");
  g_assert_cmpstr (crm_condition_get_name (city), ==, "contact.city");
  g_assert_cmpint (crm_condition_get_operator (city), ==, CRM_OPERATOR_IS);
  g_assert_cmpint (crm_condition_get_kind (city), ==, CRM_KIND_TEXT);
  g_assert_cmpstr (crm_condition_get_values (city, &n)->text, ==, "Madrid");
  g_assert_cmpuint (n, ==, 1);
  assert_prints (size, "{\"field\":\"account.employees\",\"op\":\"between\",\"value\":[1,2.5]}");

  /* What does not fit is not made. */
  g_assert_null (crm_condition_new_test (catalogue, contacts, "field", "contact.city", CRM_OPERATOR_ON, &text, 1,
                                         NULL));
  g_assert_null (crm_condition_new_test (catalogue, contacts, "field", "contact.city", CRM_OPERATOR_IS, NULL, 0, NULL));
  g_assert_null (crm_condition_new_test (catalogue, contacts, "field", "contact.city", CRM_OPERATOR_IS, numbers, 1,
                                         NULL));
  g_assert_null (crm_condition_new_test (catalogue, contacts, "field", "account.employees", CRM_OPERATOR_IS, numbers, 2,
                                         NULL));
  g_assert_null (crm_condition_new_test (catalogue, contacts, "field", "account.annual_revenue", CRM_OPERATOR_BETWEEN,
                                         amounts, 2, NULL));
  g_assert_null (crm_condition_new_test (catalogue, contacts, "moon", "full", CRM_OPERATOR_IS, NULL, 0, NULL));
  {
    g_autoptr (CrmCondition) nowhere = crm_condition_new_related ("\"deal", empty);

    g_assert_false (crm_condition_check (nowhere, catalogue, contacts, NULL));
  }
}

static const CrmSubjectInfo *
find_subject (GPtrArray  *subjects,
              const char *name)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      const CrmSubjectInfo *subject = g_ptr_array_index (subjects, i);

      if (g_strcmp0 (subject->name != NULL ? subject->name : subject->subject.key, name) == 0)
        return subject;
    }

  return NULL;
}

/* What a builder offers can be asked, with every operator that it offers for it. */
static void
test_offered (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmCatalogue *catalogue;
  const CrmRecordType *contacts;
  g_autoptr (GPtrArray) subjects = NULL;
  const CrmSubjectInfo *found;
  g_autoptr (GArray) operators = NULL;

  crm_test_add (workspace, "field", "label", "Roof Area", "record_type", "account", "type", "number", "section",
                "Building", NULL);
  catalogue = crm_workspace_get_catalogue (workspace);
  contacts = crm_catalogue_find (catalogue, "contact");
  subjects = crm_condition_list_subjects (catalogue, contacts);

  found = find_subject (subjects, "contact.city");
  g_assert_cmpstr (found->label, ==, "City");
  g_assert_cmpstr (found->group, ==, "Address");
  g_assert_cmpint (found->subject.kind, ==, CRM_KIND_TEXT);
  found = find_subject (subjects, "account.custom.roof_area");
  g_assert_cmpstr (found->label, ==, "Account: Roof Area");
  g_assert_cmpstr (found->group, ==, "Account");
  g_assert_cmpint (found->subject.kind, ==, CRM_KIND_NUMBER);
  found = find_subject (subjects, "note.body");
  g_assert_cmpstr (found->label, ==, "Notes: Note");
  found = find_subject (subjects, "tag");
  g_assert_cmpstr (found->label, ==, "Tag");
  g_assert_null (found->name);
  g_assert_cmpstr (find_subject (subjects, "weekday")->label, ==, "Day of the Week");
  g_assert_nonnull (find_subject (subjects, "segment"));
  g_assert_null (find_subject (subjects, "contact.phone_number"));
  g_assert_cmpstr (find_subject (subjects, "list")->label, ==, "List");
  g_assert_null (find_subject (subjects, "lists.name"));
  g_assert_cmpint (find_subject (subjects, "contact.lists")->subject.kind, ==, CRM_KIND_RECORDS);
  g_assert_cmpint (find_subject (subjects, "task.due")->subject.kind, ==, CRM_KIND_DATE);
  g_assert_null (find_subject (subjects, "task.reminders"));
  g_assert_null (find_subject (subjects, "owner.name"));

  operators = crm_condition_list_operators (&find_subject (subjects, "contact.created")->subject);
  g_assert_cmpstr (g_array_index (operators, CrmOperatorInfo, 0).label, ==, "is on");
  g_assert_cmpint (g_array_index (operators, CrmOperatorInfo, 0).arity, ==, CRM_ARITY_ONE);

  for (guint i = 0; i < subjects->len; i++)
    {
      const CrmSubjectInfo *offered = g_ptr_array_index (subjects, i);
      g_autoptr (GArray) list = crm_condition_list_operators (&offered->subject);

      g_assert_cmpuint (list->len, >, 0);
      for (guint k = 0; k < list->len; k++)
        {
          CrmOperatorInfo info = g_array_index (list, CrmOperatorInfo, k);
          CrmOperator op;

          g_assert_true (crm_operator_from_name (info.name, &op));
          g_assert_cmpint (op, ==, info.op);
          g_assert_cmpstr (crm_operator_get_name (op), ==, info.name);
          g_assert_nonnull (info.label);
          if (info.arity == CRM_ARITY_NONE)
            {
              g_autoptr (GError) error = NULL;
              g_autoptr (CrmCondition) test = crm_condition_new_test (catalogue, contacts, offered->subject.key,
                                                                      offered->name != NULL ? offered->name : "x", op,
                                                                        NULL, 0, &error);

              g_assert_no_error (error);
            }
        }
    }

  crm_test_remove_folder (folder);
}

/* An empty value fails each positive operator and passes its opposite. */
static void
test_opposites (void)
{
  CrmOperator op;

  g_assert_true (crm_operator_is_negative (CRM_OPERATOR_IS_NOT));
  g_assert_true (crm_operator_is_negative (CRM_OPERATOR_DOES_NOT_CONTAIN));
  g_assert_true (crm_operator_is_negative (CRM_OPERATOR_IS_NONE_OF));
  g_assert_true (crm_operator_is_negative (CRM_OPERATOR_HAS_NONE));
  g_assert_true (crm_operator_is_negative (CRM_OPERATOR_HAS_NOT));
  g_assert_true (crm_operator_is_negative (CRM_OPERATOR_IS_EMPTY));
  for (op = CRM_OPERATOR_IS; op <= CRM_OPERATOR_IS_NOT_EMPTY; op++)
    g_assert_false (crm_operator_is_negative (crm_operator_get_positive (op)));
  g_assert_false (crm_operator_from_name (NULL, &op));
  g_assert_false (crm_operator_from_name ("IS", &op));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/condition/written", test_written);
  g_test_add_func ("/condition/refused", test_refused);
  g_test_add_func ("/condition/limits", test_limits);
  g_test_add_func ("/condition/building", test_building);
  g_test_add_func ("/condition/offered", test_offered);
  g_test_add_func ("/condition/opposites", test_opposites);

  return g_test_run ();
}
