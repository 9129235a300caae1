/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * With twenty thousand contacts in the file, and without ANALYZE: every operator that an index can
 * serve is answered with one, in either direction. And the deepest and the largest conditions that
 * are read can be asked.
 */

#include "config.h"

#include <string.h>

#include "crm-condition-private.h"
#include "crm-input.h"
#include "crm-phone.h"
#include "segment-test.h"

#define N_CONTACTS 20000
#define N_ACCOUNTS 500

/* --- Records ------------------------------------------------------------------------------------------- */

static void
add_text (CrmDoor             *door,
          CrmEdit             *edit,
          const CrmRecordType *type,
          const char          *key,
          const char          *text)
{
  g_autoptr (GError) error = NULL;

  crm_input_apply (door, edit, crm_record_type_find_field (type, key), text, CRM_INPUT_CREATE, &error);
  g_assert_no_error (error);
}

static gboolean
fill (CrmDoor   *door,
      gpointer   data,
      GError   **error)
{
  static const char *const cities[] = { "Madrid", "Toledo", "San Sebastián", "Málaga", "Zaragoza" };
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (door));
  const CrmRecordType *accounts = crm_catalogue_find (catalogue, "account");
  const CrmRecordType *contacts = crm_catalogue_find (catalogue, "contact");

  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (&accounts->table, CRM_OP_CREATE, 0);
      g_autofree char *name = g_strdup_printf ("Account %u", i);
      g_autofree char *revenue = g_strdup_printf ("%u EUR", i * 1000);

      add_text (door, edit, accounts, "name", name);
      add_text (door, edit, accounts, "city", cities[i % G_N_ELEMENTS (cities)]);
      add_text (door, edit, accounts, "annual_revenue", revenue);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  for (guint i = 0; i < N_CONTACTS; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (&contacts->table, CRM_OP_CREATE, 0);
      g_autofree char *name = g_strdup_printf ("Contact %u", i);
      g_autofree char *email = g_strdup_printf ("contact%u@example.com", i);
      g_autofree char *further = g_strdup_printf ("other%u@example.com", i);
      g_autofree char *phone = g_strdup_printf ("+34 600 %06u", i);
      g_autofree char *birthday = g_strdup_printf ("19%02u-%02u-01", i % 100, i % 12 + 1);
      CrmValue account = crm_value_integer (i % N_ACCOUNTS + 1);

      add_text (door, edit, contacts, "last_name", name);
      add_text (door, edit, contacts, "email", email);
      add_text (door, edit, contacts, "emails", further);
      add_text (door, edit, contacts, "phone", phone);
      add_text (door, edit, contacts, "birthday", birthday);
      add_text (door, edit, contacts, "city", cities[i % G_N_ELEMENTS (cities)]);
      add_text (door, edit, contacts, "country", i % 2 == 0 ? "ES" : "PT");
      add_text (door, edit, contacts, "tags", i % 100 == 0 ? "rare" : "usual");
      crm_edit_set (edit, &crm_record_type_find_field (contacts, "account")->column, &account);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static CrmWorkspace *
make_many (char **folder)
{
  CrmWorkspace *workspace = crm_test_new_workspace (folder);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_SAMPLE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, fill,
                                                  NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"), ==,
                   0);

  return workspace;
}

/* --- Plans ------------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmConditionPlan *plan;
  CrmConditionForm form;
} Job;

static gpointer
explain (CrmDb         *db,
         CrmSchema     *schema,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Job *job = data;
  g_autoptr (GArray) parameters = NULL;
  g_autofree char *condition = crm_condition_plan_make_sql (job->plan, job->form, &parameters);
  g_autofree char *sql = g_strdup_printf ("EXPLAIN QUERY PLAN SELECT r.id FROM %s r WHERE r.state = 0 AND (%s) LIMIT 8001",
                                          crm_condition_plan_get_record_type (job->plan)->table.name, condition);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  GString *lines = g_string_new (NULL);

  g_assert_no_error (*error);
  while (crm_statement_step (statement, error))
    g_string_append_printf (lines, "%s\n", crm_statement_get_text (statement, 3));
  g_assert_no_error (*error);

  return g_string_free (lines, FALSE);
}

static char *
explain_condition (CrmWorkspace     *workspace,
                   const char       *type,
                   const char       *json,
                   CrmConditionForm  form)
{
  g_autoptr (CrmCondition) condition = segment_test_parse (workspace, type, json);
  g_autoptr (CrmConditionContext) context = segment_test_make_context (workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmConditionPlan) plan = crm_condition_plan_new (condition, crm_workspace_get_type_named (workspace, type),
                                                              context, &error);
  Job job = { plan, form };
  char *lines;

  g_assert_no_error (error);
  lines = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, explain, &job, &error);
  g_assert_no_error (error);

  return lines;
}

static void
assert_uses (const char *lines,
             const char *json,
             const char *expected)
{
  if (strstr (lines, expected) == NULL || strstr (lines, "SCAN r") != NULL)
    g_test_message ("%s\n%s", json, lines);
  g_assert_nonnull (strstr (lines, expected));
  g_assert_null (strstr (lines, "SCAN r"));
}

#define F(name, op, value) "{\"field\":\"" name "\",\"op\":\"" op "\",\"value\":" value "}"

/* Whole conditions, with the form for all records: nothing is scanned. */
static void
test_all (void)
{
  static const struct
  {
    const char *type;
    const char *json;
    const char *uses;
  } cases[] = {
    { "contact", F ("contact.city", "is", "\"madrid\""), "contact_by_city (city_key=?)" },
    { "contact", F ("contact.city", "is-any-of", "[\"Madrid\",\"Toledo\"]"), "contact_by_city (city_key=?)" },
    { "contact", F ("contact.city", "starts-with", "\"San\""), "contact_by_city (city_key>? AND city_key<?)" },
    { "contact", F ("contact.city", "matches", "\"san *\""), "contact_by_city (city_key>? AND city_key<?)" },
    { "contact", F ("contact.email", "is", "\"CONTACT7@example.com\""), "contact_by_email (email_key=?)" },
    { "contact", F ("contact.email", "starts-with", "\"contact7\""), "contact_by_email (email_key>? AND email_key<?)" },
    { "contact", F ("contact.phone", "is", "\"0034 600 000007\""), "contact_by_phone_number (phone_number_key=?)" },
    { "contact", F ("contact.phone", "starts-with", "\"+34 6000\""), "contact_by_phone (phone_key>? AND phone_key<?)" },
    { "contact", F ("contact.country", "is", "\"Portugal\""), "contact_by_country (country=?)" },
    { "contact", F ("contact.source", "is", "\"Import\""), "contact_by_source (source=?)" },
    { "contact", F ("contact.birthday", "on", "\"1990-01-01\""), "contact_by_birthday (birthday=?)" },
    { "contact", F ("contact.birthday", "before", "\"1950-01-01\""), "contact_by_birthday (birthday<?)" },
    { "contact", F ("contact.birthday", "at-least", "\"1990-01-01\""), "contact_by_birthday (birthday>?)" },
    { "contact", F ("contact.birthday", "between", "[\"1990-01-01\",\"1990-12-31\"]"),
      "contact_by_birthday (birthday>? AND birthday<?)" },
    { "contact", F ("contact.created", "within-last", "\"P7D\""), "contact_by_created (created>? AND created<?)" },
    { "contact", F ("contact.created", "more-than-ago", "\"P7D\""), "contact_by_created (created<?)" },
    { "contact", F ("contact.created", "on", "\"2026-03-02\""), "contact_by_created (created>? AND created<?)" },
    { "contact", F ("contact.owner", "is", "\"me\""), "contact_by_owner (owner=?)" },
    { "contact", F ("contact.account", "is", "\"Account 7\""), "contact_by_account (account=?)" },
    { "contact", F ("account.city", "is", "\"Madrid\""), "account_by_city (city_key=?)" },
    { "contact", F ("account.city", "is", "\"Madrid\""), "contact_by_account (account=?)" },
    { "contact", F ("account.annual_revenue", "greater-than", "\"499000\""),
      "account_by_annual_revenue (annual_revenue>?)" },
    { "contact", F ("contact.emails", "is", "\"other7@example.com\""), "member_by_key (tbl=? AND col=? AND key=?)" },
    { "contact", F ("contact.emails", "starts-with", "\"other7\""),
      "member_by_key (tbl=? AND col=? AND key>? AND key<?)" },
    { "contact", F ("contact.tags", "has-any", "[\"rare\"]"), "member_by_key (tbl=? AND col=? AND key=?)" },
    { "contact", "{\"tag\":\"rare\",\"op\":\"has\"}", "r USING INTEGER PRIMARY KEY (rowid=?)" },
    { "contact", "{\"tag\":\"rare\",\"op\":\"has\"}", "tag_by_name (name_key=?)" },
    { "account", F ("account.annual_revenue", "between", "[\"1000\",\"2000\"]"),
      "account_by_annual_revenue (annual_revenue>? AND annual_revenue<?)" },
    { "account", F ("account.annual_revenue", "is", "\"7000\""), "account_by_annual_revenue (annual_revenue=?)" },
    { "account", F ("account.contacts", "greater-than", "5"), "account_by_contacts (contacts>?)" },
    { "account", F ("contact.email", "is", "\"contact7@example.com\""), "contact_by_email (email_key=?)" },
    { "account", F ("contact.email", "is", "\"contact7@example.com\""), "r USING INTEGER PRIMARY KEY (rowid=?)" },
    /* Each alternative with its own index. */
    { "contact", "{\"any\":[" F ("contact.city", "is", "\"madrid\"") "," F ("contact.email", "is",
                                                                            "\"a@b.example\"") "]}", "MULTI-INDEX OR" },
    { "contact", "{\"any\":[" F ("contact.city", "is", "\"madrid\"") ",{\"tag\":\"rare\",\"op\":\"has\"}]}",
      "contact_by_city (city_key=?)" },
    /* One of two is enough. */
    { "contact", "{\"all\":[" F ("contact.job_title", "contains", "\"x\"") "," F ("contact.city", "is",
                                                                                  "\"madrid\"") "]}",
                                                                                    "contact_by_city (city_key=?)" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_many (&folder);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = explain_condition (workspace, cases[i].type, cases[i].json, CRM_CONDITION_FORM_ALL);

      assert_uses (lines, cases[i].json, cases[i].uses);
    }

  crm_test_remove_folder (folder);
}

/* For a record at hand, everything is looked up from it, and nothing is collected first. */
static void
test_each (void)
{
  static const struct
  {
    const char *type;
    const char *json;
    const char *uses;
  } cases[] = {
    { "contact", F ("account.city", "is", "\"Madrid\""), "SEARCH x1 USING INTEGER PRIMARY KEY (rowid=?)" },
    { "contact", "{\"tag\":\"rare\",\"op\":\"has\"}",
      "SEARCH x1 USING PRIMARY KEY (tbl=? AND record=? AND col=? AND key=?)" },
    { "contact", F ("contact.emails", "is", "\"other7@example.com\""),
      "SEARCH x1 USING PRIMARY KEY (tbl=? AND record=? AND col=? AND key=?)" },
    { "account", F ("contact.city", "is", "\"Madrid\""), "SEARCH x1 USING INDEX contact_by_account (account=?)" },
    { "contact", F ("tags.colour", "is", "\"red\""), "SEARCH x2 USING INTEGER PRIMARY KEY (rowid=?)" },
    { "tag", F ("contact.city", "is", "\"Madrid\""),
      "SEARCH x1 USING INDEX member_by_key (tbl=? AND col=? AND key=?)" },
    { "contact", F ("note.body", "contains", "\"roof\""), "SEARCH x1 USING INDEX note_by_contact (contact=?)" },
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_many (&folder);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *lines = explain_condition (workspace, cases[i].type, cases[i].json, CRM_CONDITION_FORM_EACH);

      if (strstr (lines, cases[i].uses) == NULL)
        g_test_message ("%s\n%s", cases[i].json, lines);
      g_assert_nonnull (strstr (lines, cases[i].uses));
    }

  segment_test_assert (workspace, "account", F ("contact.email", "is", "\"contact7@example.com\""), "Account 7");

  crm_test_remove_folder (folder);
}

/* --- Together --------------------------------------------------------------------------------------------- */

static gpointer
explain_query (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return crm_query_explain (data, db, schema, error);
}

/* What has to hold together is asked part by part, each with an index of its own; and in order, with
 * nothing sorted afterwards. */
static void
test_together (void)
{
  static const char json[] = "{\"all\":[" F ("contact.country", "is-any-of", "[\"ES\",\"IT\"]")
    ",{\"tag\":\"rare\",\"op\":\"has\"}"
    ",{\"any-deal\":{\"all\":[" F ("deal.status", "is", "\"open\"")
      ",{\"field\":\"deal.value\",\"op\":\"greater-than\",\"value\":\"5000\",\"currency\":\"EUR\"}]}}"
    "," F ("contact.last_contacted", "more-than-ago", "\"P30D\"") "]}";
  static const char *const uses[] = {
    "SEARCH r USING INDEX contact_by_country (country=?)",
    "SEARCH x1 USING INDEX member_by_key (tbl=? AND col=? AND key=?)",
    "SEARCH x1 USING INDEX deal_by_status (status=?)",
    "SEARCH r USING INDEX contact_by_last_contacted (last_contacted<?)",
    /* For those that are left. */
    "SEARCH r USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH x1 USING PRIMARY KEY (tbl=? AND record=? AND col=? AND key=?)",
    "SEARCH x1 USING INDEX deal_by_contact (contact=?)",
    /* In order. */
    "SEARCH r USING INDEX contact_by_name (name_key>?)",
  };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_many (&folder);
  g_autoptr (CrmCondition) condition = segment_test_parse (workspace, "contact", json);
  g_autoptr (CrmConditionContext) context = segment_test_make_context (workspace);
  g_autoptr (CrmQuery) query = crm_query_new (&crm_workspace_get_type_named (workspace, "contact")->table);
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;

  crm_condition_add_to_query (condition, context, query, &error);
  g_assert_no_error (error);
  lines = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, explain_query, query, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (uses); i++)
    {
      if (strstr (lines, uses[i]) == NULL)
        g_test_message ("%s\n%s", uses[i], lines);
      g_assert_nonnull (strstr (lines, uses[i]));
    }
  g_assert_null (strstr (lines, "SCAN r\n"));
  g_assert_null (strstr (lines, "TEMP B-TREE"));
  g_assert_null (strstr (lines, "AUTOMATIC"));

  crm_test_remove_folder (folder);
}

/* --- Depth ---------------------------------------------------------------------------------------------------- */

/* Any way to go as deep as can be. What comes before the inner part waits on the stack of SQLite's
 * parser meanwhile, and so does every alternative. */
static char *
nest (guint depth)
{
  GString *json = g_string_new (NULL);
  GString *after = g_string_new (NULL);
  const char *type = "contact";
  guint level = 0;

  while (level < depth)
    {
      int choice = g_test_rand_int_range (0, depth - level > 1 ? 4 : 3);

      if (choice == 3)
        {
          type = strcmp (type, "contact") == 0 ? "account" : "contact";
          g_string_append_printf (json, "{\"any-%s\":", type);
          g_string_prepend (after, "}");
          level++;
        }
      else if (choice == 2)
        {
          g_string_append (json, "{\"not\":");
          g_string_prepend (after, "}");
        }
      else
        {
          g_string_append_printf (json, "{\"%s\":[{\"field\":\"%s.city\",\"op\":\"is-not\",\"value\":\"x\"},",
                                  choice == 0 ? "all" : "any", type);
          g_string_prepend (after, "]}");
        }
      level++;
    }

  /* A test over related records is two levels more. */
  g_string_append (json, F ("note.body", "is-none-of", "[\"x\",\"y\"]"));
  g_string_append (json, after->str);
  g_string_free (after, TRUE);

  return g_string_free (json, FALSE);
}

/* Tests of a telephone number with as many values as one can have. */
static char *
list_phones (guint n_tests)
{
  GString *json = g_string_new ("{\"any\":[");

  for (guint i = 0; i < n_tests; i++)
    {
      g_string_append_printf (json, "%s{\"field\":\"contact.custom.other_phone\",\"op\":\"is-any-of\",\"value\":[",
                              i > 0 ? "," : "");
      for (guint k = 0; k < CRM_CONDITION_MAX_VALUES; k++)
        g_string_append_printf (json, "%s\"+34 6%02u 123 %03u\"", k > 0 ? "," : "", i, k);
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}");

  return g_string_free (json, FALSE);
}

static void
test_deepest (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GString) wide = g_string_new ("{\"any\":[");
  g_autofree char *deeper = NULL;
  g_autofree char *said = NULL;
  g_autofree char *long_list = NULL;
  g_autofree char *longer_list = NULL;
  g_autofree char *too_long = NULL;

  crm_phone_set_country ("ES");
  crm_test_add (workspace, "account", "name", "Sol", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", "account", "Sol", NULL);

  for (guint i = 0; i < 400; i++)
    {
      g_autofree char *json = nest (CRM_CONDITION_MAX_DEPTH);
      g_autofree char *asked = segment_test_ask (workspace, "contact", json);

      g_assert_true (strcmp (asked, "Ana") == 0 || strcmp (asked, "") == 0);
    }

  /* More than that is refused in words. */
  deeper = nest (CRM_CONDITION_MAX_DEPTH + 1);
  said = segment_test_refusal (workspace, "contact", deeper);
  g_assert_cmpstr (said, ==, "condition: The condition is nested too deeply.");

  /* As wide as can be. */
  for (guint i = 0; i < CRM_CONDITION_MAX_TESTS; i++)
    g_string_append_printf (wide, "%s" F ("note.body", "contains", "\"%u\""), i > 0 ? "," : "", i);
  g_string_append (wide, "]}");
  segment_test_assert (workspace, "contact", wide->str, "");

  /* With as many values as can be, in the kind of test that needs the most parameters. */
  crm_test_add (workspace, "field", "label", "Other Phone", "record_type", "contact", "type", "phone", NULL);
  long_list = list_phones (CRM_CONDITION_MAX_ALL / CRM_CONDITION_MAX_VALUES);
  segment_test_assert (workspace, "contact", long_list, "");
  longer_list = list_phones (CRM_CONDITION_MAX_ALL / CRM_CONDITION_MAX_VALUES + 1);
  too_long = segment_test_refusal (workspace, "contact", longer_list);
  g_assert_cmpstr (too_long, ==, "The condition is too long, with the segments in it.");

  crm_test_remove_folder (folder);
}

/* --- Size ----------------------------------------------------------------------------------------------------- */

/* Groups in groups until the tests are used up. */
static void
append_large (GString    *json,
              const char *type,
              int         depth,
              int         fan,
              int        *left)
{
  int choice = depth > 0 ? g_test_rand_int_range (0, 8) : 8;
  int n = g_test_rand_int_range (2, fan + 1);

  if (choice < 6)
    {
      g_string_append (json, choice < 3 ? "{\"any\":[" : "{\"all\":[");
      for (int i = 0; i < n && (i == 0 || *left > 0); i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          append_large (json, type, depth - 1, fan, left);
        }
      g_string_append (json, "]}");
    }
  else if (choice == 6 && depth > 1)
    {
      type = strcmp (type, "contact") == 0 ? "account" : "contact";
      g_string_append_printf (json, "{\"any-%s\":", type);
      append_large (json, type, depth - 2, fan, left);
      g_string_append_c (json, '}');
    }
  else if (choice == 7)
    {
      g_string_append (json, "{\"not\":");
      append_large (json, type, depth - 1, fan, left);
      g_string_append_c (json, '}');
    }
  else
    {
      (*left)--;
      g_string_append_printf (json, "{\"field\":\"%s.%s\",\"op\":\"%s\",\"value\":\"x%d\"}", type,
                              g_test_rand_int_range (0, 2) == 0 ? "city" : "phone", "is",
                                g_test_rand_int_range (0, 100));
    }
}

/* Whatever the form, SQLite finds a way to answer, and does not take ages for it: some forms of the
 * same condition made it look for one for ever. */
static void
test_largest (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr (GString) json = g_string_new (NULL);
      g_autofree char *asked = NULL;
      int left = CRM_CONDITION_MAX_TESTS / 2;

      append_large (json, "contact", g_test_rand_int_range (4, CRM_CONDITION_MAX_DEPTH + 1),
                    g_test_rand_int_range (2, 7), &left);
      asked = segment_test_ask (workspace, "contact", json->str);
      g_assert_true (strcmp (asked, "Ana") == 0 || strcmp (asked, "") == 0);
    }

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/index/all", test_all);
  g_test_add_func ("/index/each", test_each);
  g_test_add_func ("/index/together", test_together);
  g_test_add_func ("/index/deepest", test_deepest);
  g_test_add_func ("/index/largest", test_largest);

  return g_test_run ();
}
