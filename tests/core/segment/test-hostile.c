/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whatever stands in a condition, its SQL is made of the program's own words: one statement, nothing
 * of the text in it, and it finds the records that have that very text.
 */

#include "config.h"

#include <string.h>

#include "crm-condition-filter.h"
#include "crm-error.h"
#include "crm-subject.h"
#include "segment-test.h"

/* What is never a word of the program. */
#define MARK "zqx"

static const char *const payloads[] = {
  "' OR '1'='1",
  "'; DROP TABLE contact; --",
  "\"; DELETE FROM member; --",
  "x' UNION SELECT uuid FROM user --",
  "1); PRAGMA writable_schema = 1; --",
  "/* */",
  "?",
  "?1 :name @name $name",
  "%",
  "_%_",
  "*",
  "[a-z]",
  "[^x]*?",
  "\\",
  "\\' OR 1=1",
  "`rowid`",
  "[rowid]",
  "NULL",
  "x'00ff'",
  "1e309",
  "0x7fffffffffffffff",
  "{subject} {value}",
  "%s%n%1$s",
  "$(reboot) `reboot`",
  "<script>alert (1)</script>",
  "=1+1",
  "me'; --",
  "#1 OR 1",
  "telegram: ' OR 1",
  "\u202egnp.exe",
  "\u00a0\u2003x",
  "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
  "\U0001f468\u200d\U0001f469\u200d\U0001f467",
  "Ω≈ç√∫˜µ≤≥÷",
  "\ufffd\ufeffx",
  "\U0010ffff",
  "ʇǝsuoɔ",
  "ثم نفس سقطت",
  "a\x7f\x01" "z",
};

static void
append_value (GString    *json,
              const char *payload,
              CrmArity    arity)
{
  if (arity == CRM_ARITY_NONE)
    return;

  g_string_append (json, arity == CRM_ARITY_MANY || arity == CRM_ARITY_TWO ? ",\"value\":[" : ",\"value\":");
  crm_json_append_string (json, payload);
  if (arity == CRM_ARITY_TWO)
    {
      g_string_append_c (json, ',');
      crm_json_append_string (json, payload);
    }
  g_string_append (json, arity == CRM_ARITY_MANY || arity == CRM_ARITY_TWO ? "]" : "");
}

static void
check_sql (CrmConditionPlan *plan)
{
  for (CrmConditionForm form = CRM_CONDITION_FORM_EACH; form <= CRM_CONDITION_FORM_ALL; form++)
    {
      g_autoptr (GArray) parameters = NULL;
      g_autofree char *sql = crm_condition_plan_make_sql (plan, form, &parameters);
      guint marks = 0;

      g_assert_null (strstr (sql, MARK));
      g_assert_null (strpbrk (sql, ";\"`[]\\%$@#{}~^&|"));
      g_assert_null (strstr (sql, "--"));
      g_assert_null (strstr (sql, "/*"));
      g_assert_true (g_str_is_ascii (sql));
      for (const char *p = sql; *p != '\0'; p++)
        marks += *p == '?';
      g_assert_cmpuint (marks, ==, parameters->len);
    }
}

/* Every subject with every operator, with every payload in every place that takes a text. */
static void
test_places (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmCatalogue *catalogue;
  const CrmRecordType *contacts;
  g_autoptr (CrmConditionContext) context = NULL;
  g_autoptr (GPtrArray) subjects = NULL;
  guint n_taken = 0, n_refused = 0;

  for (CrmFieldType type = CRM_FIELD_TEXT; type <= CRM_FIELD_COUNT; type++)
    if (crm_field_type_is_custom (type))
      {
        g_autofree char *label = g_strconcat ("own ", crm_field_type_get_name (type), NULL);

        crm_test_add (workspace, "field", "label", label, "record_type", "contact", "type",
                      crm_field_type_get_name (type), NULL);
      }

  catalogue = crm_workspace_get_catalogue (workspace);
  contacts = crm_catalogue_find (catalogue, "contact");
  context = segment_test_make_context (workspace);
  subjects = crm_condition_list_subjects (catalogue, contacts);

  for (guint i = 0; i < subjects->len; i++)
    {
      const CrmSubjectInfo *about = g_ptr_array_index (subjects, i);
      g_autoptr (GArray) operators = crm_condition_list_operators (&about->subject);

      for (guint k = 0; k < operators->len * G_N_ELEMENTS (payloads); k++)
        {
          CrmOperatorInfo info = g_array_index (operators, CrmOperatorInfo, k / G_N_ELEMENTS (payloads));
          g_autofree char *payload = g_strconcat (payloads[k % G_N_ELEMENTS (payloads)], MARK, NULL);
          g_autoptr (GString) json = g_string_new (NULL);
          g_autoptr (CrmCondition) condition = NULL;
          g_autoptr (CrmConditionPlan) plan = NULL;
          g_autoptr (GError) error = NULL;

          g_string_append_printf (json, "{\"%s\":", about->subject.key);
          crm_json_append_string (json, about->name != NULL ? about->name : payload);
          g_string_append_printf (json, ",\"op\":\"%s\"", info.name);
          append_value (json, payload, info.arity);
          g_string_append_c (json, '}');

          condition = crm_condition_parse (catalogue, contacts, json->str, &error);
          if (condition != NULL)
            plan = crm_condition_plan_new (condition, contacts, context, &error);
          if (plan == NULL)
            {
              g_assert_cmpint (error->domain, ==, CRM_ERROR);
              n_refused++;
              continue;
            }
          check_sql (plan);
          n_taken++;
        }
    }

  /* Texts take all of them, numbers and days none. */
  g_assert_cmpuint (n_taken, >, 2000);
  g_assert_cmpuint (n_refused, >, 2000);

  crm_test_remove_folder (folder);
}

/* Where a name of the schema is expected, nothing else is taken. */
static void
test_names (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      static const char *const forms[] = {
        "{\"field\":%s,\"op\":\"is-empty\"}", "{\"field\":\"contact.city\",\"op\":%s,\"value\":\"x\"}",
          "{%s:{\"all\":[]}}", "{\"all\":[],%s:1}",
        "{\"now\":%s,\"op\":\"is\",\"value\":1}",
          "{\"field\":\"account.annual_revenue\",\"op\":\"is\",\"value\":\"1\",\"currency\":%s}",
      };

      for (guint k = 0; k < G_N_ELEMENTS (forms); k++)
        for (guint prefixed = 0; prefixed < 2; prefixed++)
          {
            g_autoptr (GString) string = g_string_new (NULL);
            g_autofree char *text = g_strconcat (prefixed == 0 ? "" : k == 2 ? "any-" : "contact.", payloads[i], NULL);
            g_autofree char *json = NULL;
            g_autoptr (GError) error = NULL;

            crm_json_append_string (string, text);
            json = crm_fill (forms[k], string->str);
            g_assert_null (crm_condition_parse (catalogue, contacts, json, &error));
            g_assert_cmpint (error->domain, ==, CRM_ERROR);
          }
    }
}

/* The text is found as what it is, and by nothing that it would mean elsewhere. */
static void
test_found (void)
{
  static const char *const operators[] = { "is", "starts-with", "ends-with", "contains" };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *name = g_strdup_printf ("<%u>", i);

      crm_test_add (workspace, "contact", "last_name", name, "city", payloads[i], "description", payloads[i], NULL);
    }

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    for (guint k = 0; k < G_N_ELEMENTS (operators); k++)
      for (guint column = 0; column < 2; column++)
        {
          g_autofree char *name = g_strdup_printf ("<%u>", i);
          g_autoptr (GString) json = g_string_new (NULL);
          g_autofree char *found = NULL;

          g_string_append_printf (json, "{\"field\":\"contact.%s\",\"op\":\"%s\",\"value\":",
                                  column == 0 ? "city" : "description", operators[k]);
          crm_json_append_string (json, payloads[i]);
          g_string_append_c (json, '}');

          found = segment_test_ask (workspace, "contact", json->str);
          if (strstr (found, name) == NULL)
            g_test_message ("%s does not find it", json->str);
          g_assert_nonnull (strstr (found, name));
          if (k == 0)
            g_assert_cmpstr (found, ==, name);
        }

  crm_test_remove_folder (folder);
}

/* The short form makes a condition of it, or says no. */
static void
test_filters (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *as_value = g_strconcat ("city=", payloads[i], NULL);
      g_autofree char *as_name = g_strconcat (payloads[i], "=x", NULL);
      const char *cases[] = { payloads[i], as_value, as_name };

      for (guint k = 0; k < G_N_ELEMENTS (cases); k++)
        {
          const char *filters[] = { cases[k], NULL };
          g_autoptr (GError) error = NULL;
          g_autoptr (CrmCondition) condition = crm_condition_parse_filter (catalogue, contacts, filters, &error);

          if (condition != NULL)
            g_assert_true (crm_condition_check (condition, catalogue, contacts, NULL));
          else
            g_assert_cmpint (error->domain, ==, CRM_ERROR);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hostile/places", test_places);
  g_test_add_func ("/hostile/names", test_names);
  g_test_add_func ("/hostile/found", test_found);
  g_test_add_func ("/hostile/filters", test_filters);

  return g_test_run ();
}
