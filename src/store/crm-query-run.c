/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How a query is answered: by the list of the ids.
 *
 * The first ids have to come at once, however many records there are, and whatever they are
 * sorted by and filtered for. So there are two ways to answer. If few records match, they are
 * found first and sorted then. If many match, the index of the sort column is walked and each
 * record tested on the way: the first matches come early. Which it is, is tried out: a short
 * search for all matches either comes to its end or does not. To test each record of a million is
 * slow, however, and if few of them match even the first are late. So the walk goes no further than
 * that, nor for longer than a moment; then all matches are found after all, and the index is walked
 * for those.
 *
 * Records that have nothing in the sort column come last, by title. Further columns decide among
 * those that are equal in the first.
 */

#include "config.h"

#include "crm-query-private.h"

#include "crm-search.h"

#define FIRST_CHUNK   256
#define LATER_CHUNK   65536
#define TRY_FOR       25000 /* microseconds */
#define WALK_FOR      40000

typedef struct
{
  GArray *chunk;
  guint size;
  guint told;
  guint skip;    /* so many have been told already */
  CrmQueryFunc func;
  gpointer user_data;
  gboolean stopped;
} Sink;

static void
sink_flush (Sink *sink)
{
  if (sink->chunk->len == 0 || sink->stopped)
    return;

  sink->stopped = !sink->func ((const gint64 *) (gpointer) sink->chunk->data, sink->chunk->len, sink->user_data);
  sink->told += sink->chunk->len;
  g_array_set_size (sink->chunk, 0);
  sink->size = LATER_CHUNK;
}

/* Tells what @statement finds; with @first only until the first ids were told. */
static gboolean
pump (CrmStatement  *statement,
      Sink          *sink,
      gboolean       first,
      GError       **error)
{
  g_autoptr (GError) reason = NULL;

  while (!sink->stopped && !(first && sink->told > 0) && crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      if (sink->skip > 0)
        {
          sink->skip--;
          continue;
        }
      g_array_append_val (sink->chunk, id);
      if (sink->chunk->len >= sink->size)
        sink_flush (sink);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Whether nothing that matches has something in the column that it is sorted by. */
static gboolean
is_expected_empty (CrmQuery *self)
{
  for (guint i = 0; i < self->empty->len; i++)
    if (((const CrmColumn *) g_ptr_array_index (self->empty, i))->id == self->sort->id && self->sort != self->table->title)
      return TRUE;

  return FALSE;
}

/* Walks in order: through those in @matches, or tests each for the condition. */
static gboolean
walk (CrmQuery   *self,
      CrmDb      *db,
      CrmSchema  *schema,
      CrmBitmap  *found,
      CrmBitmap  *matches,
      gboolean    only_first,
      Sink       *sink,
      GError    **error)
{
  g_auto (CrmOrder) order = { 0 };
  g_autofree char *filter = matches != NULL ? g_strdup (" AND crm_in (?, r.id)")
                                            : _crm_query_make_filter (self, &self->each, found != NULL);
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;
  const char *passes[2];

  _crm_order_init (&order, self, schema);
  passes[0] = first = _crm_query_make_walk (self, &order, filter);
  passes[1] = rest = _crm_query_make_rest (self, &order, filter);

  for (guint i = is_expected_empty (self) ? 1 : 0;
       i < G_N_ELEMENTS (passes) && passes[i] != NULL && !sink->stopped && !(only_first && sink->told > 0); i++)
    {
      g_autoptr (CrmStatement) statement = crm_db_prepare (db, passes[i], error);

      if (statement == NULL)
        return FALSE;

      if (matches != NULL)
        crm_statement_bind_pointer (statement, 1, matches, "crm-bitmap");
      else
        _crm_query_bind_filter (&self->each, statement, 1, found);
      if (!pump (statement, sink, only_first, error))
        return FALSE;
    }

  return TRUE;
}

/* Walks until the first were told, or for a moment; what was found by then is told. @ended says
 * whether that was all. */
static gboolean
walk_first (CrmQuery   *self,
            CrmDb      *db,
            CrmSchema  *schema,
            CrmBitmap  *found,
            Sink       *sink,
            gboolean   *ended,
            GError    **error)
{
  g_autoptr (GError) reason = NULL;
  gboolean walked, late;

  crm_db_set_deadline (db, g_get_monotonic_time () + WALK_FOR);
  walked = walk (self, db, schema, found, NULL, TRUE, sink, &reason);
  late = crm_db_missed_deadline (db);
  crm_db_set_deadline (db, 0);

  if (!walked && !late)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  *ended = walked && sink->told == 0;
  sink_flush (sink);

  return TRUE;
}

static gboolean
sort_few (CrmQuery      *self,
          CrmDb         *db,
          CrmSchema     *schema,
          CrmBitmap     *ids,
          Sink          *sink,
          GError       **error)
{
  g_auto (CrmOrder) order = { 0 };
  g_autofree char *sql = NULL;
  g_autofree char *json = _crm_query_make_ids (ids);
  g_autoptr (CrmStatement) statement = NULL;

  _crm_order_init (&order, self, schema);
  sql = _crm_query_make_sort (self, &order);
  statement = crm_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  crm_statement_bind_static (statement, 1, json);

  return pump (statement, sink, FALSE, error);
}

static gboolean
collect_found (CrmQuery   *self,
               CrmDb      *db,
               CrmBitmap  *found,
               GError    **error)
{
  g_autofree char *match = crm_search_make_match (self->search);
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM %1$s_search WHERE %1$s_search MATCH ?", _crm_query_get_searched (self)->name);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  /* Nothing but punctuation finds nothing. */
  if (match == NULL)
    return TRUE;

  statement = crm_db_query (db, error, sql, "t", match);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    crm_bitmap_add (found, crm_statement_get_integer (statement, 0));

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* The trash is walked as it was filled. */
static gboolean
run_trash (CrmQuery   *self,
           CrmDb      *db,
           CrmBitmap  *found,
           Sink       *sink,
           GError    **error)
{
  g_autofree char *filter = _crm_query_make_filter (self, &self->each, found != NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT r.id FROM %s r INDEXED BY %s_trash WHERE r.state <> 0 AND r.state = %d%s "
                                          "ORDER BY r.deleted DESC, r.id DESC",
                                          self->table->name, self->table->name, self->state, filter);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  _crm_query_bind_filter (&self->each, statement, 1, found);

  return pump (statement, sink, FALSE, error);
}

/* The matches in their order, as far as they have not been told. */
static gboolean
tell_matches (CrmQuery   *self,
              CrmDb      *db,
              CrmSchema  *schema,
              CrmBitmap  *matches,
              Sink       *sink,
              GError    **error)
{
  sink->skip = sink->told;

  if (crm_bitmap_get_count (matches) <= (self->few > 0 ? self->few * 2 : CRM_QUERY_FEW))
    return sort_few (self, db, schema, matches, sink, error);

  return walk (self, db, schema, NULL, matches, FALSE, sink, error);
}

static gboolean
run_condition (CrmQuery   *self,
               CrmDb      *db,
               CrmSchema  *schema,
               CrmBitmap  *found,
               Sink       *sink,
               GError    **error)
{
  g_autoptr (CrmBitmap) matches = NULL;
  gint64 deadline;
  gboolean late = FALSE;
  gboolean ended;

  deadline = g_get_monotonic_time () + (self->few > 0 ? -1 : TRY_FOR);
  matches = _crm_query_find_all (self, db, found, deadline, &late, error);
  if (matches == NULL && !late)
    return FALSE;

  if (matches == NULL)
    {
      if (!walk_first (self, db, schema, found, sink, &ended, error))
        return FALSE;
      if (ended || sink->stopped)
        return TRUE;
      matches = _crm_query_find_all (self, db, found, 0, &late, error);
    }

  return matches != NULL && tell_matches (self, db, schema, matches, sink, error);
}

/* In one transaction: what is told first has to be there later. */
static gboolean
run_whole (CrmQuery   *self,
           CrmDb      *db,
           CrmSchema  *schema,
           CrmBitmap  *found,
           Sink       *sink,
           GError    **error)
{
  gboolean answered;

  if (!crm_db_exec (db, "SAVEPOINT crm_query", error))
    return FALSE;

  answered = run_condition (self, db, schema, found, sink, error);
  crm_db_exec (db, "RELEASE crm_query", NULL);

  return answered;
}

static gboolean
run (CrmQuery   *self,
     CrmDb      *db,
     CrmSchema  *schema,
     Sink       *sink,
     GError    **error)
{
  g_autoptr (CrmBitmap) found = NULL;

  if (self->search != NULL)
    {
      found = crm_bitmap_new ();
      if (!collect_found (self, db, found, error))
        return FALSE;
      if (crm_bitmap_get_count (found) == 0)
        return TRUE;
    }

  if (self->state != CRM_STATE_LIVE)
    return run_trash (self, db, found, sink, error);

  /* What was found through a link are other records. */
  if (self->through != NULL && found != NULL)
    return walk (self, db, schema, found, NULL, FALSE, sink, error);
  if (self->parts->len > 0 || (found != NULL && crm_bitmap_get_count (found) <= CRM_QUERY_FEW))
    return run_whole (self, db, schema, found, sink, error);

  return walk (self, db, schema, found, NULL, FALSE, sink, error);
}

/**
 * crm_query_run:
 * @func: (scope call): told the ids
 * @user_data: for @func
 * @error: a %CRM_STORE_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Asks.
 */
gboolean
crm_query_run (CrmQuery      *self,
               CrmDb         *db,
               CrmSchema     *schema,
               CrmQueryFunc   func,
               gpointer       user_data,
               GError       **error)
{
  g_autoptr (GArray) chunk = g_array_sized_new (FALSE, FALSE, sizeof (gint64), FIRST_CHUNK);
  Sink sink = { chunk, self->few > 0 ? self->few : FIRST_CHUNK, 0, 0, func, user_data, FALSE };
  gboolean answered;

  answered = run (self, db, schema, &sink, error);
  if (answered)
    sink_flush (&sink);

  return answered;
}

typedef struct
{
  GArray *ids;
  guint limit;
} Gathered;

static gboolean
gather (const gint64 *ids,
        guint         n_ids,
        gpointer      user_data)
{
  Gathered *gathered = user_data;

  g_array_append_vals (gathered->ids, ids, n_ids);

  return gathered->limit == 0 || gathered->ids->len < gathered->limit;
}

/**
 * crm_query_get_ids:
 * @limit: at most so many, or 0 for all
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the ids, or %NULL with @error set
 */
GArray *
crm_query_get_ids (CrmQuery   *self,
                   CrmDb      *db,
                   CrmSchema  *schema,
                   guint       limit,
                   GError    **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Gathered gathered = { ids, limit };

  if (!crm_query_run (self, db, schema, gather, &gathered, error))
    return NULL;

  if (limit > 0 && ids->len > limit)
    g_array_set_size (ids, limit);

  return g_steal_pointer (&ids);
}

/* Several conditions, one after the other. */
static gint64
count_whole (CrmQuery   *self,
             CrmDb      *db,
             CrmBitmap  *found,
             GError    **error)
{
  g_autoptr (CrmBitmap) matches = NULL;
  gboolean late;

  if (!crm_db_exec (db, "SAVEPOINT crm_query", error))
    return -1;

  matches = _crm_query_find_all (self, db, found, 0, &late, error);
  crm_db_exec (db, "RELEASE crm_query", NULL);

  return matches != NULL ? (gint64) crm_bitmap_get_count (matches) : -1;
}

/**
 * crm_query_count:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: how many records match, or -1 with @error set
 */
gint64
crm_query_count (CrmQuery  *self,
                 CrmDb     *db,
                 GError   **error)
{
  g_autoptr (CrmBitmap) found = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *sql = NULL;
  g_autofree char *index = NULL;
  g_autoptr (CrmStatement) statement = NULL;

  if (self->search != NULL)
    {
      found = crm_bitmap_new ();
      if (!collect_found (self, db, found, error))
        return -1;
    }

  if (self->state == CRM_STATE_LIVE && self->parts->len > 1 && (found == NULL || self->through == NULL))
    return count_whole (self, db, found, error);

  filter = _crm_query_make_filter (self, &self->all, found != NULL);
  /* Without a condition the index of the title is the smallest thing to count. */
  if (self->state == CRM_STATE_LIVE && self->all.sql->len == 0)
    {
      g_autofree char *title = crm_column_order_name (self->table->title);

      index = g_strdup_printf (" INDEXED BY %s_by_%s WHERE r.%s IS NOT NULL AND", self->table->name,
                               self->table->title->name, title);
    }
  sql = g_strdup_printf ("SELECT count (*) FROM %s r%s r.state = %d%s", self->table->name,
                         index != NULL ? index : self->state != CRM_STATE_LIVE ? " WHERE r.state <> 0 AND" : " WHERE",
                         self->state, filter);

  statement = crm_db_prepare (db, sql, error);
  if (statement == NULL)
    return -1;
  _crm_query_bind_filter (&self->all, statement, 1, found);

  return crm_statement_step (statement, error) ? crm_statement_get_integer (statement, 0) : -1;
}

/**
 * crm_total_free:
 * @total: (transfer full): what records come to
 */
void
crm_total_free (CrmTotal *total)
{
  g_array_unref (total->sums);
  g_free (total);
}

/**
 * crm_query_total:
 * @money: a column of money
 * @error: a %CRM_STORE_ERROR
 *
 * Adds up an amount of all records that match, currency by currency: amounts of different
 * currencies have no sum.
 *
 * Returns: (transfer full) (nullable): what they come to, or %NULL with @error set
 */
CrmTotal *
crm_query_total (CrmQuery         *self,
                 const CrmColumn  *money,
                 CrmDb            *db,
                 GError          **error)
{
  g_autoptr (CrmBitmap) found = NULL;
  g_autofree char *filter = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (CrmTotal) total = g_new0 (CrmTotal, 1);
  g_autoptr (GError) reason = NULL;

  total->sums = g_array_new (FALSE, FALSE, sizeof (CrmValue));
  g_array_set_clear_func (total->sums, (GDestroyNotify) crm_value_clear);

  if (self->search != NULL)
    {
      found = crm_bitmap_new ();
      if (!collect_found (self, db, found, error))
        return NULL;
    }

  filter = _crm_query_make_filter (self, &self->all, found != NULL);
  sql = g_strdup_printf ("SELECT count (*), sum (r.%s), r.%s_currency FROM %s r WHERE r.state = %d%s GROUP BY 3 ORDER BY 1 DESC, 3",
                         money->name, money->name, self->table->name, self->state, filter);
  statement = crm_db_prepare (db, sql, error);
  if (statement == NULL)
    return NULL;
  _crm_query_bind_filter (&self->all, statement, 1, found);

  while (crm_statement_step (statement, &reason))
    {
      const char *currency = crm_statement_get_text (statement, 2);

      total->n += crm_statement_get_integer (statement, 0);
      if (currency != NULL)
        {
          CrmValue sum = crm_value_money (crm_statement_get_integer (statement, 1), currency);

          g_array_append_val (total->sums, sum);
        }
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&total);
}

/**
 * crm_query_explain:
 * @error: a %CRM_STORE_ERROR
 *
 * For tests: how SQLite walks for this query.
 *
 * Returns: (transfer full) (nullable): the lines of `EXPLAIN QUERY PLAN`
 */
char *
crm_query_explain (CrmQuery   *self,
                   CrmDb      *db,
                   CrmSchema  *schema,
                   GError    **error)
{
  g_auto (CrmOrder) order = { 0 };
  g_autofree char *filter = _crm_query_make_filter (self, &self->each, self->search != NULL);
  g_autoptr (GPtrArray) passes = g_ptr_array_new_with_free_func (g_free);
  GString *plan = g_string_new (NULL);

  _crm_order_init (&order, self, schema);
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_add (passes, _crm_query_make_part (self, g_ptr_array_index (self->parts, i)));
  if (self->parts->len > 1)
    g_ptr_array_add (passes, _crm_query_make_rest_of (self, 0, FALSE));
  g_ptr_array_add (passes, _crm_query_make_walk (self, &order, filter));
  g_ptr_array_add (passes, _crm_query_make_rest (self, &order, filter));

  for (guint i = 0; i < passes->len; i++)
    {
      g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", g_ptr_array_index (passes, i), NULL);
      g_autoptr (CrmStatement) statement = NULL;

      /* By title there is no rest. */
      if (g_ptr_array_index (passes, i) == NULL)
        continue;

      statement = crm_db_prepare (db, sql, error);
      if (statement == NULL)
        {
          g_string_free (plan, TRUE);
          return NULL;
        }
      while (crm_statement_step (statement, NULL))
        g_string_append_printf (plan, "%s\n", crm_statement_get_text (statement, 3));
    }

  return g_string_free (plan, FALSE);
}
