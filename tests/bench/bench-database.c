/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Measures the store and the model on a database of any size, beside the least that SQLite needs for
 * the same. `run` makes the databases, calls this, and prints the table; see README.md.
 *
 *   bench-database list DATABASE        first rows and jumps of a list
 *   bench-database search DATABASE      search as you type, beside the bare FTS5 query
 *   bench-database bulk DATABASE N      a change of N contacts and its undo, beside one UPDATE
 *
 * Each prints lines of JSON: {"what": …, "value": …}. Times are in milliseconds.
 */

#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crm-condition-filter.h"
#include "crm-condition-sql.h"
#include "crm-finder.h"
#include "crm-search.h"
#include "crm-segment.h"
#include "crm-workspace.h"

#define ROWS_ON_SCREEN 40

static gint64 began;
static clock_t worked;

static void
start (void)
{
  began = g_get_monotonic_time ();
  worked = clock ();
}

/* What the processor has done since, which others on the machine disturb less. */
static double
get_work (void)
{
  return (double) (clock () - worked) * 1000 / CLOCKS_PER_SEC;
}

static double
stop (void)
{
  return (double) (g_get_monotonic_time () - began) / 1000;
}

static void
tell (const char *what,
      double      value)
{
  g_print ("{\"what\":\"%s\",\"value\":%.3f}\n", what, value);
}

static void
die (const char   *what,
     const GError *error)
{
  g_printerr ("bench: %s: %s\n", what, error != NULL ? error->message : "failed");
  exit (1);
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : first > second;
}

static double
get_percentile (GArray *times,
                double  percent)
{
  g_array_sort (times, compare);

  return times->len > 0 ? g_array_index (times, double, (guint) ((times->len - 1) * percent / 100)) : 0;
}

static void
tell_times (const char *what,
            GArray     *times)
{
  g_autofree char *middle = g_strconcat (what, ", p50", NULL);
  g_autofree char *late = g_strconcat (what, ", p99", NULL);
  g_autofree char *worst = g_strconcat (what, ", worst", NULL);

  tell (middle, get_percentile (times, 50));
  tell (late, get_percentile (times, 99));
  tell (worst, get_percentile (times, 100));
}

static CrmWorkspace *
open_database (const char *path)
{
  g_autoptr (CrmClock) clock = crm_clock_new_system ();
  g_autoptr (GError) error = NULL;
  CrmWorkspace *workspace = crm_workspace_open (path, clock, &error);

  if (workspace == NULL)
    die (path, error);

  return workspace;
}

static CrmDb *
open_plain (const char *path)
{
  g_autoptr (GError) error = NULL;
  CrmDb *db = crm_db_open (path, CRM_DB_WRITE, &error);

  if (db == NULL)
    die (path, error);

  return db;
}

/* --- Lists -------------------------------------------------------------------------------------------- */

typedef struct
{
  const CrmTable *table;
  GArray *ids;
  guint from;
} Page;

static void
load_page (CrmDb      *db,
           CrmSchema  *schema,
           const Page *page)
{
  for (guint i = page->from; i < MIN (page->from + ROWS_ON_SCREEN, page->ids->len); i++)
    {
      g_autoptr (CrmRow) row = crm_row_load (db, schema, page->table, g_array_index (page->ids, gint64, i),
                                             CRM_ROW_MEMBERS | CRM_ROW_TITLES, NULL);
      g_assert_nonnull (row);
    }
}

static gboolean
take_first (const gint64 *ids,
            guint         n_ids,
            gpointer      user_data)
{
  g_array_append_vals (user_data, ids, n_ids);

  return FALSE;
}

/* What a person waits for: the first ids, and the rows of the first screen. */
static gpointer
measure_first (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  CrmQuery *query = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Page page = { crm_query_get_table (query), ids, 0 };
  double time;

  start ();
  if (!crm_query_run (query, db, schema, take_first, ids, error))
    return NULL;
  load_page (db, schema, &page);
  time = stop ();

  return g_memdup2 (&time, sizeof time);
}

static gpointer
read_all (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 0, error);
}

static gpointer
measure_jump (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  double time;

  start ();
  load_page (db, schema, data);
  time = stop ();

  return g_memdup2 (&time, sizeof time);
}

static gpointer
read_city (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_db_get_text (db, error, "SELECT city FROM contact WHERE state = 0 AND city IS NOT NULL "
                                     "GROUP BY city ORDER BY count (*) DESC LIMIT 1 OFFSET 3", "");
}

static gpointer
load_segments (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return crm_segment_set_load (db, data, error);
}

static void
add_filter (CrmWorkspace *workspace,
            CrmQuery     *query,
            const char   *filter)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (workspace);
  const char *filters[] = { filter, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCondition) condition = crm_condition_parse_filter (catalogue, crm_catalogue_get_type_of (crm_query_get_table (query)), filters, &error);
  g_autoptr (CrmSegmentSet) segments = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, load_segments, catalogue, &error);
  g_autoptr (CrmConditionContext) context = NULL;

  if (condition == NULL || segments == NULL)
    die (filter, error);
  context = crm_condition_context_new (catalogue, crm_workspace_get_clock (workspace), crm_workspace_get_actor (workspace), segments);
  if (!crm_condition_add_to_query (condition, context, query, &error))
    die (filter, error);
}

/* Twice: what a list shows first may not have been read since the computer was switched on. */
static double
ask (CrmWorkspace *workspace,
     CrmQuery     *query)
{
  CrmStore *store = crm_workspace_get_store (workspace);
  g_autofree double *first = crm_store_read (store, CRM_LANE_QUERY, measure_first, query, NULL);
  g_autofree double *second = crm_store_read (store, CRM_LANE_QUERY, measure_first, query, NULL);

  return MIN (*first, *second);
}

static void
bench_sorts (CrmWorkspace        *workspace,
             const CrmRecordType *type)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  double worst = -1;
  const char *name = "";

  for (guint i = 0; i < type->n_fields; i++)
    for (guint descending = 0; descending < 2; descending++)
      {
        g_autoptr (CrmQuery) query = crm_query_new (&type->table);
        double time;

        if (!crm_field_is_sorted (type->fields[i]) || !crm_field_is_shown (type->fields[i]))
          continue;

        crm_query_set_sort (query, &type->fields[i]->column, descending != 0);
        time = ask (workspace, query);
        g_array_append_val (times, time);
        if (time > worst)
          name = type->fields[i]->key;
        worst = MAX (worst, time);
      }

  tell_times ("first rows of any sort", times);
  g_printerr ("the slowest sort: %s\n", name);
}

static void
bench_filters (CrmWorkspace        *workspace,
               const CrmRecordType *type)
{
  static const char *const sorts[] = { "name", "created", "city", "account" };
  g_autofree char *city = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, read_city, NULL, NULL);
  g_autofree char *in_city = g_strdup_printf ("city=\"%s\"", city);
  g_autofree char *firm_in_city = g_strdup_printf ("account.city=\"%s\"", city);
  const char *const filters[] = {
    in_city, firm_in_city, "tag=VIP", "tag!=VIP", "tag=lead, email is-empty", "email is-empty", "phone is-not-empty",
    "first_name~an", "last_name=nobody is called so", "created>=2026-01-01", "deals>0", "last_contacted within-last 30 days",
    "account is-empty, owner is-not-empty", "city=\"nowhere\"",
  };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  double worst = -1;
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    for (guint k = 0; k < G_N_ELEMENTS (sorts); k++)
      {
        g_autoptr (CrmQuery) query = crm_query_new (&type->table);
        double time;

        crm_query_set_sort (query, &crm_record_type_find_field (type, sorts[k])->column, k == 1);
        add_filter (workspace, query, filters[i]);
        time = ask (workspace, query);
        g_array_append_val (times, time);
        if (time > worst)
          {
            g_free (name);
            name = g_strdup_printf ("%s by %s", filters[i], sorts[k]);
          }
        worst = MAX (worst, time);
      }

  tell_times ("first rows of any filter", times);
  g_printerr ("the slowest filter: %s\n", name);
}

static void
bench_list (const char *path)
{
  g_autoptr (CrmWorkspace) workspace = open_database (path);
  CrmStore *store = crm_workspace_get_store (workspace);
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "contact");
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GRand) chance = g_rand_new_with_seed (1);
  g_autoptr (GArray) ids = NULL;

  bench_sorts (workspace, type);
  bench_filters (workspace, type);

  start ();
  ids = crm_store_read (store, CRM_LANE_QUERY, read_all, query, NULL);
  tell ("all ids", stop ());

  for (guint i = 0; i < 400; i++)
    {
      Page page = { &type->table, ids, (guint) g_rand_int_range (chance, 0, (gint32) MAX (1, ids->len - ROWS_ON_SCREEN)) };
      g_autofree double *time = crm_store_read (store, CRM_LANE_SCREEN, measure_jump, &page, NULL);

      g_array_append_val (times, *time);
    }
  tell_times ("jump", times);

  crm_workspace_close (workspace);
}

/* --- Search ---------------------------------------------------------------------------------------------- */

static gpointer
read_names (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "SELECT first_name, last_name, email, city FROM contact "
                                                           "WHERE id % (SELECT max (id) / 40 + 1 FROM contact) = 7", error);

  while (crm_statement_step (statement, NULL))
    {
      for (int i = 0; i < 4; i++)
        if (crm_statement_get_text (statement, i) != NULL)
          g_ptr_array_add (names, g_strdup (crm_statement_get_text (statement, i)));
      g_ptr_array_add (names, g_strdup_printf ("%s %s", crm_statement_get_text (statement, 0), crm_statement_get_text (statement, 1)));
    }

  return names;
}

typedef struct
{
  const char *text;
  gboolean everywhere;
} Word;

static gpointer
measure_search (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  const Word *word = data;
  g_autoptr (GPtrArray) hits = NULL;
  double time;

  start ();
  hits = word->everywhere ? crm_finder_find_all (db, schema, word->text, 8, error)
                          : crm_finder_find (db, schema, crm_schema_find_table (schema, "contact"), word->text, 20, error);
  time = stop ();

  return g_memdup2 (&time, sizeof time);
}

static gpointer
measure_bare_search (CrmDb         *db,
                     CrmSchema     *schema,
                     gpointer       data,
                     GCancellable  *cancellable,
                     GError       **error)
{
  const Word *word = data;
  g_autofree char *match = crm_search_make_match (word->text);
  g_autoptr (CrmStatement) statement = NULL;
  double time = 0;

  if (match != NULL)
    {
      start ();
      statement = crm_db_query (db, error, "SELECT rowid FROM contact_search WHERE contact_search MATCH ? LIMIT 20", "t", match);
      while (crm_statement_step (statement, error))
        ;
      time = stop ();
    }

  return g_memdup2 (&time, sizeof time);
}

static void
bench_search (const char *path)
{
  g_autoptr (CrmWorkspace) workspace = open_database (path);
  CrmStore *store = crm_workspace_get_store (workspace);
  g_autoptr (GPtrArray) names = crm_store_read (store, CRM_LANE_SCREEN, read_names, NULL, NULL);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) everywhere = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  double all_ours = 0;
  double all_bare = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      /* Letter by letter. */
      for (glong n = 1; n <= MIN (g_utf8_strlen (name, -1), 10); n++)
        {
          g_autofree char *text = g_utf8_substring (name, 0, n);
          Word word = { text, FALSE };
          Word any = { text, TRUE };
          g_autofree double *plain = crm_store_read (store, CRM_LANE_SCREEN, measure_bare_search, &word, NULL);
          g_autofree double *own = crm_store_read (store, CRM_LANE_SCREEN, measure_search, &word, NULL);
          g_autofree double *all = crm_store_read (store, CRM_LANE_SCREEN, measure_search, &any, NULL);

          g_array_append_val (bare, *plain);
          g_array_append_val (ours, *own);
          g_array_append_val (everywhere, *all);
          all_ours += *own;
          all_bare += *plain;
        }
    }

  tell ("searches", ours->len);
  tell_times ("search contacts", ours);
  tell_times ("search everything", everywhere);
  tell_times ("bare search", bare);
  tell ("search contacts, all", all_ours);
  tell ("bare search, all", all_bare);
  crm_workspace_close (workspace);
}

/* --- Bulk edits --------------------------------------------------------------------------------------------- */

static void
bench_bulk (const char *path,
            guint       n)
{
  g_autoptr (CrmWorkspace) workspace = open_database (path);
  CrmStore *store = crm_workspace_get_store (workspace);
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "contact");
  const CrmField *field = crm_record_type_find_field (type, "city");
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);
  g_autoptr (GArray) ids = crm_store_read (store, CRM_LANE_QUERY, read_all, query, NULL);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) db = NULL;
  g_auto (CrmValue) city = crm_value_text ("Everywhere");
  CrmUndone undone;
  CrmEdit *edit;

  n = MIN (n, ids->len);
  edit = crm_change_set_edit_many (set, &type->table, CRM_OP_UPDATE, (const gint64 *) (gpointer) ids->data, n);
  crm_edit_set (edit, &field->column, &city);
  start ();
  commit = crm_store_commit (store, set, &error);
  if (commit == NULL)
    die ("the change", error);
  tell ("work of the bulk edit", get_work ());
  tell ("bulk edit", stop ());

  start ();
  if (!crm_store_undo (store, crm_workspace_get_actor (workspace), commit->batch, &undone, &error))
    die ("the undo", error);
  tell ("work of the undo", get_work ());
  tell ("undo of the bulk edit", stop ());
  crm_workspace_close (workspace);

  db = open_plain (path);
  crm_db_exec (db, "CREATE TEMP TABLE chosen (id INTEGER PRIMARY KEY)", NULL);
  for (guint i = 0; i < n; i++)
    crm_db_run (db, NULL, "INSERT INTO chosen VALUES (?)", "i", g_array_index (ids, gint64, i));
  start ();
  if (!crm_db_begin (db, &error) ||
      !crm_db_exec (db, "UPDATE contact SET city = 'Nowhere', city_key = 'nowhere' WHERE id IN (SELECT id FROM chosen)", &error) ||
      !crm_db_commit (db, &error))
    die ("the bare update", error);
  tell ("work of the bare update", get_work ());
  tell ("bare update", stop ());
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  crm_segment_init ();

  if (argc == 3 && strcmp (argv[1], "list") == 0)
    bench_list (argv[2]);
  else if (argc == 3 && strcmp (argv[1], "search") == 0)
    bench_search (argv[2]);
  else if (argc == 4 && strcmp (argv[1], "bulk") == 0)
    bench_bulk (argv[2], (guint) atoi (argv[3]));
  else
    {
      g_printerr ("bench-database: see tests/bench/README.md\n");
      return 2;
    }

  return 0;
}
