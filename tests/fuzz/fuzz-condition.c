/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as a condition, in JSON and in the short form. What is taken is written and read back
 * the same, is said in words, never becomes other SQL, and finds in every way the same records.
 */

#include "config.h"

#include <string.h>

#include "crm-condition-filter.h"
#include "crm-condition-sentence.h"
#include "segment-test.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);

static CrmWorkspace *workspace;
static CrmConditionContext *context;
static char *folder;

static void
clean_up (void)
{
  g_clear_pointer (&context, crm_condition_context_unref);
  crm_workspace_close (workspace);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
  g_clear_pointer (&folder, g_free);
}

static void
prepare (void)
{
  if (workspace != NULL)
    return;

  crm_segment_init ();
  workspace = crm_test_new_workspace (&folder);
  atexit (clean_up);
  crm_test_add (workspace, "field", "label", "Size", "record_type", "contact", "type", "number", NULL);
  crm_test_add (workspace, "field", "label", "Colour", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "city", "Madrid", "annual_revenue", "5000 EUR", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", "city", "Málaga", "account", "Sol", "tags", "roof; lead",
                "email", "ana@sol.example",
                "emails", "a@b.example", "phone", "+34 600 123 456", "phones", "112", "messengers", "telegram: @ana",
                  "country", "ES",
                "birthday", "2000-02-29", "custom.size", "5.5", "custom.colour", "Red", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (workspace, "note", "contact", "Bea", "body", "Madrid", NULL);
  crm_test_add (workspace, "segment", "name", "s", "record_type", "contact", "condition",
                "{\"tag\":\"roof\",\"op\":\"has\"}", NULL);
  context = segment_test_make_context (workspace);
}

static gpointer
compare (CrmDb         *db,
         CrmSchema     *schema,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  CrmConditionPlan *plan = data;
  g_autoptr (GPtrArray) rows = segment_test_load_rows (db, schema, &crm_condition_plan_get_record_type (plan)->table);
  g_autoptr (GArray) each = segment_test_find (db, schema, plan, CRM_CONDITION_FORM_EACH);
  g_autoptr (GArray) all = segment_test_find (db, schema, plan, CRM_CONDITION_FORM_ALL);
  g_autoptr (GArray) evaluated = segment_test_evaluate (db, schema, plan, rows);

  segment_test_assert_same (each, evaluated, "Evaluation and SQL differ");
  segment_test_assert_same (all, evaluated, "The two forms of SQL differ");

  return g_strdup ("");
}

static void
check (CrmCondition        *condition,
       const CrmRecordType *type)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (workspace);
  g_autofree char *json = crm_condition_print (condition);
  g_autofree char *said = crm_condition_say (condition, catalogue, type, CRM_SENTENCE_CURRENCIES);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) again = crm_condition_parse (catalogue, type, json, &error);
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autofree char *done = NULL;

  g_assert_no_error (error);
  g_assert_true (crm_condition_equal (condition, again));
  g_assert_true (g_utf8_validate (said, -1, NULL));

  plan = crm_condition_plan_new (condition, type, context, &error);
  if (plan != NULL)
    done = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, compare, plan, &error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const char *filters[] = { text, NULL };
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (CrmCondition) filter = NULL;
  const CrmRecordType *type;

  prepare ();
  type = crm_workspace_get_type_named (workspace, size % 5 == 4 ? "account" : "contact");

  condition = crm_condition_parse (crm_workspace_get_catalogue (workspace), type, text, NULL);
  if (condition != NULL)
    check (condition, type);

  /* The command line is UTF-8 by the time that it gets there. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;

  filter = crm_condition_parse_filter (crm_workspace_get_catalogue (workspace), type, filters, NULL);
  if (filter != NULL)
    check (filter, type);

  return 0;
}
