/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What tests of conditions share: asking one in every way that there is.
 */

#include "config.h"

#include "segment-test.h"

#include "crm-error.h"

typedef struct
{
  CrmCatalogue *catalogue;
  CrmConditionPlan *plan;
  gint64 id;
} Job;

static gpointer
read_segments (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  const Job *job = data;

  return crm_segment_set_load (db, job->catalogue, error);
}

/**
 * segment_test_make_context:
 *
 * Returns: (transfer full): the time of the clock of @workspace, its user and its segments
 */
CrmConditionContext *
segment_test_make_context (CrmWorkspace *workspace)
{
  Job job = { crm_workspace_get_catalogue (workspace) };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSegmentSet) segments = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY,
                                                       read_segments, &job, &error);

  g_assert_no_error (error);

  return crm_condition_context_new (job.catalogue, crm_workspace_get_clock (workspace),
                                    crm_workspace_get_actor (workspace), segments);
}

/**
 * segment_test_parse:
 * @type: "contact"
 * @json: a condition
 *
 * Returns: (transfer full): the condition
 */
CrmCondition *
segment_test_parse (CrmWorkspace *workspace,
                    const char   *type,
                    const char   *json)
{
  g_autoptr (GError) error = NULL;
  CrmCondition *condition = crm_condition_parse (crm_workspace_get_catalogue (workspace),
                                                 crm_workspace_get_type_named (workspace, type), json, &error);

  g_assert_no_error (error);

  return condition;
}

/**
 * segment_test_find:
 *
 * Returns: (transfer full) (element-type gint64): the ids that SQL finds, in their order
 */
GArray *
segment_test_find (CrmDb            *db,
                   CrmSchema        *schema,
                   CrmConditionPlan *plan,
                   CrmConditionForm  form)
{
  g_autoptr (GArray) parameters = NULL;
  g_autofree char *condition = crm_condition_plan_make_sql (plan, form, &parameters);
  g_autofree char *sql = g_strdup_printf ("SELECT r.id FROM %s r WHERE r.state = 0 AND (%s) ORDER BY r.id",
                                          crm_condition_plan_get_record_type (plan)->table.name, condition);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, &error);

  if (error != NULL)
    g_test_message ("%s", sql);
  g_assert_no_error (error);
  for (guint i = 0; i < parameters->len; i++)
    crm_statement_bind_value (statement, (int) i + 1, &g_array_index (parameters, CrmValue, i));

  while (crm_statement_step (statement, &error))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  g_assert_no_error (error);

  return ids;
}

/**
 * segment_test_load_rows:
 *
 * Returns: (transfer full) (element-type CrmRow): all live records, with their members
 */
GPtrArray *
segment_test_load_rows (CrmDb          *db,
                        CrmSchema      *schema,
                        const CrmTable *table)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 ORDER BY id", table->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, &error);

  g_assert_no_error (error);
  while (crm_statement_step (statement, &error))
    {
      CrmRow *row = crm_row_load (db, schema, table, crm_statement_get_integer (statement, 0), CRM_ROW_MEMBERS, &error);

      g_assert_no_error (error);
      g_ptr_array_add (rows, row);
    }
  g_assert_no_error (error);

  return rows;
}

/**
 * segment_test_evaluate:
 * @rows: (element-type CrmRow): records
 *
 * Returns: (transfer full) (element-type gint64): the ids of those for which the condition holds
 */
GArray *
segment_test_evaluate (CrmDb            *db,
                       CrmSchema        *schema,
                       CrmConditionPlan *plan,
                       const GPtrArray  *rows)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  CrmDbSource source;

  crm_db_source_init (&source, db, schema);
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (rows, i);
      g_autoptr (GError) error = NULL;
      gboolean held;

      crm_condition_plan_evaluate (plan, row, &source.source, &held, &error);
      g_assert_no_error (error);
      if (held)
        g_array_append_val (ids, row->id);
    }

  return ids;
}

/**
 * segment_test_assert_same:
 * @found: (element-type gint64): one answer
 * @expected: (element-type gint64): another one
 * @what: for the message
 */
void
segment_test_assert_same (const GArray *found,
                          const GArray *expected,
                          const char   *what)
{
  gboolean same = found->len == expected->len;

  for (guint i = 0; same && i < found->len; i++)
    same = g_array_index (found, gint64, i) == g_array_index (expected, gint64, i);
  if (same)
    return;

  g_test_message ("%s", what);
  for (guint i = 0; i < found->len; i++)
    g_test_message ("found %" G_GINT64_FORMAT, g_array_index (found, gint64, i));
  for (guint i = 0; i < expected->len; i++)
    g_test_message ("expected %" G_GINT64_FORMAT, g_array_index (expected, gint64, i));
  g_assert_cmpuint (found->len, ==, expected->len);
  g_assert_not_reached ();
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  const gint64 *first = a;
  const gint64 *second = b;

  return *first < *second ? -1 : *first > *second;
}

/* Asks by both forms of SQL, by a query, and in memory. */
static gpointer
ask (CrmDb         *db,
     CrmSchema     *schema,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  Job *job = data;
  const CrmTable *table = &crm_condition_plan_get_record_type (job->plan)->table;
  g_autoptr (GPtrArray) rows = segment_test_load_rows (db, schema, table);
  g_autoptr (GArray) each = segment_test_find (db, schema, job->plan, CRM_CONDITION_FORM_EACH);
  g_autoptr (GArray) all = segment_test_find (db, schema, job->plan, CRM_CONDITION_FORM_ALL);
  g_autoptr (GArray) evaluated = segment_test_evaluate (db, schema, job->plan, rows);
  g_autoptr (CrmQuery) query = crm_query_new (table);
  g_autoptr (GArray) queried = NULL;
  GString *titles = g_string_new (NULL);

  crm_condition_plan_add_to_query (job->plan, query);
  queried = crm_query_get_ids (query, db, schema, 0, error);
  g_assert_no_error (*error);
  g_array_sort (queried, compare_ids);

  segment_test_assert_same (all, each, "The two forms of SQL differ");
  segment_test_assert_same (queried, each, "A query finds something else");
  segment_test_assert_same (evaluated, each, "Evaluation and SQL differ");
  g_assert_cmpint (crm_query_count (query, db, error), ==, each->len);
  g_assert_no_error (*error);

  for (guint i = 0, k = 0; i < rows->len && k < each->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (rows, i);

      if (row->id != g_array_index (each, gint64, k))
        continue;
      g_string_append_printf (titles, "%s%s", k > 0 ? " " : "", crm_row_get_text (row, table->title->name));
      k++;
    }

  return g_string_free (titles, FALSE);
}

static CrmConditionPlan *
make_plan (CrmWorkspace  *workspace,
           const char    *type,
           const char    *json,
           GError       **error)
{
  const CrmRecordType *record_type = crm_workspace_get_type_named (workspace, type);
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (CrmConditionContext) context = segment_test_make_context (workspace);

  condition = crm_condition_parse (crm_workspace_get_catalogue (workspace), record_type, json, error);

  return condition != NULL ? crm_condition_plan_new (condition, record_type, context, error) : NULL;
}

/**
 * segment_test_ask:
 * @type: "contact"
 * @json: a condition
 *
 * Returns: (transfer full): the titles of the records for which it holds, by their ids
 */
char *
segment_test_ask (CrmWorkspace *workspace,
                  const char   *type,
                  const char   *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmConditionPlan) plan = make_plan (workspace, type, json, &error);
  Job job = { NULL, plan };
  char *titles;

  if (error != NULL)
    g_test_message ("%s", json);
  g_assert_no_error (error);
  titles = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, ask, &job, &error);
  g_assert_no_error (error);

  return titles;
}

/**
 * segment_test_refusal:
 * @type: "contact"
 * @json: something that is not a condition, or means nothing
 *
 * Returns: (transfer full): what is said about it
 */
char *
segment_test_refusal (CrmWorkspace *workspace,
                      const char   *type,
                      const char   *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmConditionPlan) plan = make_plan (workspace, type, json, &error);

  if (plan != NULL)
    g_test_message ("This was taken: %s", json);
  g_assert_null (plan);
  g_assert_nonnull (error);
  g_assert_cmpint (error->domain, ==, CRM_ERROR);

  return g_strdup (error->message);
}

static gpointer
explain (CrmDb         *db,
         CrmSchema     *schema,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  Job *job = data;
  const CrmTable *table = &crm_condition_plan_get_record_type (job->plan)->table;
  g_autoptr (CrmRow) row = crm_row_load (db, schema, table, job->id, CRM_ROW_MEMBERS, error);
  CrmDbSource source;

  g_assert_no_error (*error);
  crm_db_source_init (&source, db, schema);

  return crm_condition_plan_explain (job->plan, row, &source.source, error);
}

/**
 * segment_test_explain:
 * @type: "contact"
 * @id: of a record
 * @json: a condition
 *
 * Returns: (transfer full): why it holds or not
 */
CrmVerdict *
segment_test_explain (CrmWorkspace *workspace,
                      const char   *type,
                      gint64        id,
                      const char   *json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmConditionPlan) plan = make_plan (workspace, type, json, &error);
  Job job = { NULL, plan, id };
  CrmVerdict *verdict;

  g_assert_no_error (error);
  verdict = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, explain, &job, &error);
  g_assert_no_error (error);

  return verdict;
}
