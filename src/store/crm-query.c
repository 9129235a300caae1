/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which records, in which order. The answer is the list of their ids.
 *
 * The first ids have to come at once, however many records there are, and whatever they are
 * sorted by and filtered for. So there are two ways to answer. If few records match, they are
 * found first and sorted then. If many match, the index of the sort column is walked and each
 * record tested on the way: the first matches come early. Which it is, is tried out: a short
 * search for all matches either comes to its end or does not.
 *
 * Records that have nothing in the sort column come last, by title. Further columns decide among
 * those that are equal in the first.
 */

#include "config.h"

#include "crm-query.h"

#include <string.h>

#include "crm-bitmap.h"
#include "crm-search.h"

#define FIRST_CHUNK   256
#define LATER_CHUNK   65536
#define FEW           8000
#define TRY_FOR       25000 /* microseconds */

typedef struct
{
  guint16 table;
  guint16 column; /* 0: that there is such a record at all */
} Dependency;

/* A condition in SQL. */
typedef struct
{
  GString *sql;
  GArray *parameters; /* of CrmValue */
} Filter;

/* What decides among equals. */
typedef struct
{
  const CrmColumn *column;
  gboolean descending;
} Further;

struct _CrmQuery
{
  gatomicrefcount ref_count;

  CrmSchema *schema; /* keeps the table and its columns alive */
  const CrmTable *table;
  CrmState state;
  const CrmColumn *sort;
  gboolean descending;
  GArray *further; /* of Further */
  GPtrArray *empty; /* columns in which those that match have nothing */
  char *search;
  const CrmColumn *through; /* the link to what is searched, or NULL for the records themselves */
  Filter each; /* for a record that is at hand */
  Filter all;  /* the same, for looking for all records */
  GArray *dependencies;
};

G_DEFINE_BOXED_TYPE (CrmQuery, crm_query, crm_query_ref, crm_query_unref)

static void
filter_init (Filter *filter)
{
  filter->sql = g_string_new (NULL);
  filter->parameters = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  g_array_set_clear_func (filter->parameters, (GDestroyNotify) crm_value_clear);
}

static void
filter_clear (Filter *filter)
{
  g_string_free (filter->sql, TRUE);
  g_array_unref (filter->parameters);
}

static void
filter_append (Filter         *filter,
               const char     *sql,
               const CrmValue *parameters,
               guint           n_parameters)
{
  g_string_append (filter->sql, sql);
  for (guint i = 0; i < n_parameters; i++)
    {
      CrmValue value = crm_value_dup (&parameters[i]);

      g_array_append_val (filter->parameters, value);
    }
}

static void
filter_add (Filter         *filter,
            const char     *sql,
            const CrmValue *parameters,
            guint           n_parameters)
{
  g_string_append (filter->sql, filter->sql->len > 0 ? " AND (" : "(");
  filter_append (filter, sql, parameters, n_parameters);
  g_string_append_c (filter->sql, ')');
}

static void
filter_copy (Filter       *target,
             const Filter *source)
{
  filter_append (target, source->sql->str, (const CrmValue *) (gpointer) source->parameters->data,
                 source->parameters->len);
}

/**
 * crm_query_new:
 * @table: whose records
 *
 * Returns: (transfer full): a query for all records that are there, by title
 */
CrmQuery *
crm_query_new (const CrmTable *table)
{
  CrmQuery *self = g_new0 (CrmQuery, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->schema = g_object_ref (table->schema);
  self->table = table;
  self->sort = table->title;
  self->further = g_array_new (FALSE, FALSE, sizeof (Further));
  self->empty = g_ptr_array_new ();
  filter_init (&self->each);
  filter_init (&self->all);
  self->dependencies = g_array_new (FALSE, FALSE, sizeof (Dependency));

  return self;
}

/**
 * crm_query_copy:
 *
 * Returns: (transfer full): a query that can be changed without changing @self
 */
CrmQuery *
crm_query_copy (CrmQuery *self)
{
  CrmQuery *copy = crm_query_new (self->table);

  copy->state = self->state;
  copy->sort = self->sort;
  copy->descending = self->descending;
  g_array_append_vals (copy->further, self->further->data, self->further->len);
  g_ptr_array_extend (copy->empty, self->empty, NULL, NULL);
  copy->search = g_strdup (self->search);
  copy->through = self->through;
  filter_copy (&copy->each, &self->each);
  filter_copy (&copy->all, &self->all);
  g_array_append_vals (copy->dependencies, self->dependencies->data, self->dependencies->len);

  return copy;
}

/**
 * crm_query_ref:
 */
CrmQuery *
crm_query_ref (CrmQuery *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_query_unref:
 */
void
crm_query_unref (CrmQuery *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->schema);
  g_free (self->search);
  g_array_unref (self->further);
  g_ptr_array_unref (self->empty);
  filter_clear (&self->each);
  filter_clear (&self->all);
  g_array_unref (self->dependencies);
  g_free (self);
}

/**
 * crm_query_get_table:
 *
 * Returns: (transfer none): whose records
 */
const CrmTable *
crm_query_get_table (CrmQuery *self)
{
  return self->table;
}

/**
 * crm_query_set_state:
 * @state: %CRM_STATE_TRASHED for what is in the trash, the last one first
 */
void
crm_query_set_state (CrmQuery *self,
                     CrmState  state)
{
  self->state = state;
}

/**
 * crm_query_set_sort:
 * @column: (nullable): a sorted column of the table; %NULL for the title
 * @descending: whether the greatest comes first
 *
 * Sorts by this column and no other.
 */
void
crm_query_set_sort (CrmQuery        *self,
                    const CrmColumn *column,
                    gboolean         descending)
{
  g_return_if_fail (column == NULL || (column->flags & CRM_COLUMN_SORTED) != 0);

  self->sort = column != NULL ? column : self->table->title;
  self->descending = descending;
  g_array_set_size (self->further, 0);
}

/**
 * crm_query_add_sort:
 * @column: a sorted column of the table
 * @descending: whether the greatest comes first
 *
 * Sorts those that are equal so far by another column.
 */
void
crm_query_add_sort (CrmQuery        *self,
                    const CrmColumn *column,
                    gboolean         descending)
{
  Further further = { column, descending };

  g_return_if_fail ((column->flags & CRM_COLUMN_SORTED) != 0);

  g_array_append_val (self->further, further);
}

/**
 * crm_query_get_sort:
 * @descending: (out) (optional): whether the greatest comes first
 *
 * Returns: (transfer none): the column that it is sorted by
 */
const CrmColumn *
crm_query_get_sort (CrmQuery *self,
                    gboolean *descending)
{
  if (descending != NULL)
    *descending = self->descending;

  return self->sort;
}

/* Whose words are searched. */
static const CrmTable *
get_searched (CrmQuery *self)
{
  return self->through != NULL ? crm_schema_find_table (self->schema, self->through->links_to) : self->table;
}

/**
 * crm_query_set_search:
 * @text: (nullable): what somebody typed; only records that it finds
 */
void
crm_query_set_search (CrmQuery   *self,
                      const char *text)
{
  g_free (self->search);
  self->search = crm_table_is_searched (get_searched (self)) && text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * crm_query_get_search:
 *
 * Returns: (transfer none) (nullable): what somebody typed
 */
const char *
crm_query_get_search (CrmQuery *self)
{
  return self->search;
}

/**
 * crm_query_search_through:
 * @column: a link to records of a table that is searched
 *
 * Searches for words of the records that @column names instead of those of the records themselves:
 * a subscription is found by the name of its contact. To be called before crm_query_set_search().
 */
void
crm_query_search_through (CrmQuery        *self,
                          const CrmColumn *column)
{
  g_return_if_fail (column->storage == CRM_STORAGE_LINK);

  self->through = column;
}

/**
 * crm_query_add_where:
 * @sql: a condition over the record `r`, made of names of the schema only
 * @parameters: (array length=n_parameters): for its question marks
 * @n_parameters: how many
 *
 * Only records for which @sql holds too.
 */
void
crm_query_add_where (CrmQuery       *self,
                     const char     *sql,
                     const CrmValue *parameters,
                     guint           n_parameters)
{
  filter_add (&self->each, sql, parameters, n_parameters);
  filter_add (&self->all, sql, parameters, n_parameters);
}

/**
 * crm_query_add_condition:
 * @each: a condition over the record `r`, made of names of the schema only, that is quick for one
 *   record at hand
 * @each_parameters: (element-type CrmValue): for its question marks
 * @all: the same condition, in a form that is quick where all records are looked for
 * @all_parameters: (element-type CrmValue): for its question marks
 *
 * Only records for which the condition holds too. What is looked up in other tables is asked
 * differently in the two cases: `EXISTS` goes from the record to its tags, `IN` from the tag to its
 * records.
 */
void
crm_query_add_condition (CrmQuery     *self,
                         const char   *each,
                         const GArray *each_parameters,
                         const char   *all,
                         const GArray *all_parameters)
{
  filter_add (&self->each, each, (const CrmValue *) (gpointer) each_parameters->data, each_parameters->len);
  filter_add (&self->all, all, (const CrmValue *) (gpointer) all_parameters->data, all_parameters->len);
}

/**
 * crm_query_add_link:
 * @column: a link, or a set of records
 * @id: of a record
 *
 * Only records that link to @id.
 */
void
crm_query_add_link (CrmQuery        *self,
                    const CrmColumn *column,
                    gint64           id)
{
  CrmValue value = crm_value_integer (id);
  g_autofree char *sql = NULL;

  if (column->storage == CRM_STORAGE_SET)
    sql = g_strdup_printf ("r.id IN (SELECT record FROM member WHERE tbl = %u AND col = %u AND key = ? AND removed IS NULL)",
                           self->table->id, column->id);
  else
    sql = g_strdup_printf ("r.%s = ? AND r.%s IS NOT NULL", column->name, column->name);

  crm_query_add_where (self, sql, &value, 1);
  crm_query_add_dependency (self, self->table, column);
}

/**
 * crm_query_expect_empty:
 * @column: a text or a link
 *
 * Says that the condition holds only for records that have nothing in @column. Sorted by it, a list
 * begins at once then with those, which come last.
 */
void
crm_query_expect_empty (CrmQuery        *self,
                        const CrmColumn *column)
{
  g_return_if_fail (column->storage == CRM_STORAGE_TEXT || column->storage == CRM_STORAGE_LINK);

  g_ptr_array_add (self->empty, (gpointer) column);
}

/**
 * crm_query_add_dependency:
 * @table: a table
 * @column: (nullable): a column of it; %NULL for whether there is such a record
 *
 * Says that the condition looks at @column.
 */
void
crm_query_add_dependency (CrmQuery        *self,
                          const CrmTable  *table,
                          const CrmColumn *column)
{
  Dependency dependency = { table->id, column != NULL ? column->id : 0 };

  g_array_append_val (self->dependencies, dependency);
}

static gboolean
touches_search (CrmQuery         *self,
                const CrmTouched *touched)
{
  const CrmTable *searched = get_searched (self);

  if (self->search == NULL)
    return FALSE;
  if (self->through != NULL && touched->table == self->table->id)
    return crm_touched_has_column (touched, self->through);
  if (touched->table != searched->id)
    return FALSE;

  for (guint i = 0; i < searched->n_columns; i++)
    if (searched->columns[i]->search != CRM_SEARCH_NONE && crm_touched_has_column (touched, searched->columns[i]))
      return TRUE;

  return FALSE;
}

/* Whether the order among equals may be another one now. */
static gboolean
touches_further (CrmQuery         *self,
                 const CrmTouched *touched)
{
  for (guint i = 0; i < self->further->len; i++)
    if (crm_touched_has_column (touched, g_array_index (self->further, Further, i).column))
      return TRUE;

  return FALSE;
}

static gboolean
links_further_to (CrmQuery   *self,
                  const char *table)
{
  for (guint i = 0; i < self->further->len; i++)
    if (g_strcmp0 (g_array_index (self->further, Further, i).column->links_to, table) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_dependency (CrmQuery *self,
                guint16   table)
{
  for (guint i = 0; i < self->dependencies->len; i++)
    if (g_array_index (self->dependencies, Dependency, i).table == table)
      return TRUE;

  return FALSE;
}

/**
 * crm_query_depends_on_others:
 * @commit: something that was written
 *
 * Returns: %TRUE if the answer may be another one now because of records of other tables: those
 *   that the condition looks at, and those by whose titles it is sorted
 */
gboolean
crm_query_depends_on_others (CrmQuery  *self,
                             CrmCommit *commit)
{
  for (guint i = 0; i < commit->touched->len; i++)
    {
      const CrmTouched *other = g_ptr_array_index (commit->touched, i);

      if (other->table == self->table->id)
        continue;
      if (has_dependency (self, other->table) || g_strcmp0 (self->sort->links_to, other->name) == 0 ||
          links_further_to (self, other->name) || touches_search (self, other))
        return TRUE;
    }

  return FALSE;
}

/**
 * crm_query_depends_on:
 * @commit: something that was written
 *
 * Returns: %TRUE if the answer may be another one now
 */
gboolean
crm_query_depends_on (CrmQuery  *self,
                      CrmCommit *commit)
{
  const CrmTouched *touched = crm_commit_get_touched (commit, self->table);

  /* The title decides where those are that have nothing in the sort column. */
  if (touched != NULL &&
      (touched->membership || crm_touched_has_column (touched, self->sort) ||
       crm_touched_has_column (touched, self->table->title) || touches_search (self, touched) ||
       touches_further (self, touched)))
    return TRUE;

  if (touched != NULL && has_dependency (self, touched->table))
    return TRUE;

  return crm_query_depends_on_others (self, commit);
}

/* --- How it is asked -------------------------------------------------------------------------- */

/* The order of one query, in words of SQL. The record is `r`; if it is sorted by a link, the
 * record at its other end is `x`. */
typedef struct
{
  const CrmTable *target; /* NULL unless sorted by a link */
  char *key;              /* what is compared: r.name_key, x.name_key */
  char *title;            /* r.name_key */
  const char *down;       /* " DESC" or "" */
  char *further;          /* ", r.city_key IS NULL, r.city_key DESC", or "" */
} Order;

/* Links are compared by the titles at their other ends. */
static void
append_further (GString       *text,
                CrmSchema     *schema,
                const Further *further)
{
  g_autofree char *key = NULL;

  if (further->column->storage == CRM_STORAGE_LINK)
    {
      const CrmTable *target = crm_schema_find_table (schema, further->column->links_to);
      g_autofree char *name = crm_column_order_name (target->title);

      key = g_strdup_printf ("(SELECT y.%s FROM %s y WHERE y.id = r.%s AND y.state = 0)", name, target->name, further->column->name);
    }
  else
    {
      g_autofree char *name = crm_column_order_name (further->column);

      key = g_strconcat ("r.", name, NULL);
    }

  g_string_append_printf (text, ", %s IS NULL, %s%s", key, key, further->descending ? " DESC" : "");
}

static void
order_init (Order     *order,
            CrmQuery  *query,
            CrmSchema *schema)
{
  g_autofree char *title = crm_column_order_name (query->table->title);
  GString *further = g_string_new (NULL);

  *order = (Order) { .down = query->descending ? " DESC" : "" };
  order->title = g_strconcat ("r.", title, NULL);
  for (guint i = 0; i < query->further->len; i++)
    append_further (further, schema, &g_array_index (query->further, Further, i));
  order->further = g_string_free (further, FALSE);

  if (query->sort->storage == CRM_STORAGE_LINK)
    {
      g_autofree char *name = NULL;

      order->target = crm_schema_find_table (schema, query->sort->links_to);
      name = crm_column_order_name (order->target->title);
      order->key = g_strconcat ("x.", name, NULL);
    }
  else
    {
      g_autofree char *name = crm_column_order_name (query->sort);

      order->key = g_strconcat ("r.", name, NULL);
    }
}

static void
order_clear (Order *order)
{
  g_free (order->key);
  g_free (order->title);
  g_free (order->further);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

/* What every record has to fulfil besides the order: parameters are the bitmap, if there is one,
 * and those of the condition. */
static char *
make_filter (CrmQuery     *self,
             const Filter *filter,
             gboolean      found)
{
  return g_strconcat (found ? " AND crm_in (?, r." : "", found ? (self->through != NULL ? self->through->name : "id") : "",
                      found ? ")" : "", filter->sql->len > 0 ? " AND " : "", filter->sql->str, NULL);
}

static void
bind_filter (const Filter *filter,
             CrmStatement *statement,
             int           parameter,
             CrmBitmap    *found)
{
  if (found != NULL)
    crm_statement_bind_pointer (statement, parameter++, found, "crm-bitmap");

  for (guint i = 0; i < filter->parameters->len; i++)
    crm_statement_bind_value (statement, parameter++, &g_array_index (filter->parameters, CrmValue, i));
}

/* Walks the index of the sort column: those that have something in it. */
static char *
make_walk (CrmQuery    *self,
           const Order *order,
           const char  *filter)
{
  const CrmTable *table = self->table;

  if (order->target != NULL)
    return g_strdup_printf ("SELECT r.id FROM %s x INDEXED BY %s_by_%s CROSS JOIN %s r INDEXED BY %s_by_%s "
                            "ON r.%s = x.id WHERE x.state = 0 AND %s IS NOT NULL AND r.state = 0 "
                            "AND r.%s IS NOT NULL%s ORDER BY %s%s%s, x.id%s, r.id",
                            order->target->name, order->target->name, order->target->title->name,
                            table->name, table->name, self->sort->name, self->sort->name, order->key,
                            self->sort->name, filter, order->key, order->down, order->further, order->down);

  return g_strdup_printf ("SELECT r.id FROM %s r INDEXED BY %s_by_%s WHERE r.state = 0 AND %s IS NOT NULL%s "
                          "ORDER BY %s%s%s, r.id%s",
                          table->name, table->name, self->sort->name, order->key, filter,
                          order->key, order->down, order->further, order->down);
}

/* Walks the index of the title: those that have nothing in the sort column. */
static char *
make_rest (CrmQuery    *self,
           const Order *order,
           const char  *filter)
{
  const CrmTable *table = self->table;
  g_autofree char *empty = NULL;
  /* The first one has no comma before it. */
  const char *further = *order->further != '\0' ? order->further + strlen (", ") : "";

  if (self->sort == table->title)
    return NULL;

  if (order->target != NULL)
    empty = g_strdup_printf ("(r.%s IS NULL OR NOT EXISTS (SELECT 1 FROM %s x WHERE x.id = r.%s AND x.state = 0 "
                             "AND %s IS NOT NULL))", self->sort->name, order->target->name, self->sort->name, order->key);
  else
    empty = g_strdup_printf ("%s IS NULL", order->key);

  return g_strdup_printf ("SELECT r.id FROM %s r INDEXED BY %s_by_%s WHERE r.state = 0 AND %s IS NOT NULL AND %s%s "
                          "ORDER BY %s%s%s, r.id",
                          table->name, table->name, table->title->name, order->title, empty, filter,
                          further, *further != '\0' ? ", " : "", order->title);
}

/* Sorts a few ids, which are the parameter. */
static char *
make_sort (CrmQuery    *self,
           const Order *order)
{
  if (order->target != NULL)
    return g_strdup_printf ("SELECT r.id FROM json_each (?) j CROSS JOIN %s r ON r.id = j.value "
                            "LEFT JOIN %s x ON x.id = r.%s AND x.state = 0 WHERE r.state = 0 "
                            "ORDER BY %s IS NULL, %s%s%s, x.id%s, CASE WHEN %s IS NULL THEN %s END, r.id",
                            self->table->name, order->target->name, self->sort->name,
                            order->key, order->key, order->down, order->further, order->down, order->key, order->title);

  return g_strdup_printf ("SELECT r.id FROM json_each (?) j CROSS JOIN %s r ON r.id = j.value WHERE r.state = 0 "
                          "ORDER BY %s IS NULL, %s%s%s, CASE WHEN %s IS NULL THEN %s END, "
                          "CASE WHEN %s IS NULL THEN r.id END, r.id%s",
                          self->table->name, order->key, order->key, order->down, order->further, order->key, order->title,
                          order->key, order->down);
}

/* --- How the answer is passed on ----------------------------------------------------------------- */

typedef struct
{
  GArray *chunk;
  guint size;
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
  g_array_set_size (sink->chunk, 0);
  sink->size = LATER_CHUNK;
}

static gboolean
pump (CrmStatement  *statement,
      Sink          *sink,
      GError       **error)
{
  g_autoptr (GError) reason = NULL;

  while (!sink->stopped && crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

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

static gboolean
walk (CrmQuery   *self,
      CrmDb      *db,
      CrmSchema  *schema,
      CrmBitmap  *found,
      Sink       *sink,
      GError    **error)
{
  g_auto (Order) order = { 0 };
  g_autofree char *filter = make_filter (self, &self->each, found != NULL);
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;
  const char *passes[2];

  order_init (&order, self, schema);
  passes[0] = first = make_walk (self, &order, filter);
  passes[1] = rest = make_rest (self, &order, filter);

  for (guint i = is_expected_empty (self) ? 1 : 0; i < G_N_ELEMENTS (passes) && passes[i] != NULL && !sink->stopped; i++)
    {
      g_autoptr (CrmStatement) statement = crm_db_prepare (db, passes[i], error);

      if (statement == NULL)
        return FALSE;

      bind_filter (&self->each, statement, 1, found);
      if (!pump (statement, sink, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
sort_few (CrmQuery      *self,
          CrmDb         *db,
          CrmSchema     *schema,
          const GArray  *ids,
          Sink          *sink,
          GError       **error)
{
  g_auto (Order) order = { 0 };
  g_autofree char *sql = NULL;
  g_autoptr (GString) json = g_string_new ("[");
  g_autoptr (CrmStatement) statement = NULL;

  order_init (&order, self, schema);
  sql = make_sort (self, &order);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (ids, gint64, i));
  g_string_append_c (json, ']');

  statement = crm_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;
  crm_statement_bind_static (statement, 1, json->str);

  return pump (statement, sink, error);
}

static gboolean
collect_found (CrmQuery   *self,
               CrmDb      *db,
               CrmBitmap  *found,
               GError    **error)
{
  g_autofree char *match = crm_search_make_match (self->search);
  g_autofree char *sql = g_strdup_printf ("SELECT rowid FROM %1$s_search WHERE %1$s_search MATCH ?", get_searched (self)->name);
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

/* Finds all matches, in any order, as long as they are a few. */
static char *
make_find (CrmQuery *self,
           gboolean  found)
{
  g_autofree char *filter = make_filter (self, &self->all, found);

  return g_strdup_printf ("SELECT r.id FROM %s r WHERE r.state = 0%s LIMIT %u", self->table->name, filter, FEW + 1);
}

/* Tries for a short time to find all matches. Returns them, or NULL if they are many. */
static GArray *
try_to_find_all (CrmQuery   *self,
                 CrmDb      *db,
                 CrmBitmap  *found,
                 GError    **error)
{
  g_autofree char *sql = make_find (self, found != NULL);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) reason = NULL;
  gboolean late;

  if (statement == NULL)
    return NULL;

  bind_filter (&self->all, statement, 1, found);
  crm_db_set_deadline (db, g_get_monotonic_time () + TRY_FOR);
  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  late = crm_db_missed_deadline (db);
  crm_db_set_deadline (db, 0);

  if (late || (reason == NULL && ids->len > FEW))
    return NULL;

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

/* The trash is walked as it was filled. */
static gboolean
run_trash (CrmQuery   *self,
           CrmDb      *db,
           CrmBitmap  *found,
           Sink       *sink,
           GError    **error)
{
  g_autofree char *filter = make_filter (self, &self->each, found != NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT r.id FROM %s r INDEXED BY %s_trash WHERE r.state <> 0 AND r.state = %d%s "
                                          "ORDER BY r.deleted DESC, r.id DESC",
                                          self->table->name, self->table->name, self->state, filter);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  bind_filter (&self->each, statement, 1, found);

  return pump (statement, sink, error);
}

static gboolean
run (CrmQuery   *self,
     CrmDb      *db,
     CrmSchema  *schema,
     Sink       *sink,
     GError    **error)
{
  g_autoptr (CrmBitmap) found = NULL;
  g_autoptr (GArray) few = NULL;
  g_autoptr (GError) reason = NULL;

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

  if (self->each.sql->len > 0 || (found != NULL && crm_bitmap_get_count (found) <= FEW))
    {
      few = try_to_find_all (self, db, found, &reason);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }

  return few != NULL ? sort_few (self, db, schema, few, sink, error)
                     : walk (self, db, schema, found, sink, error);
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
  Sink sink = { chunk, FIRST_CHUNK, func, user_data, FALSE };
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

  filter = make_filter (self, &self->all, found != NULL);
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
  bind_filter (&self->all, statement, 1, found);

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

  filter = make_filter (self, &self->all, found != NULL);
  sql = g_strdup_printf ("SELECT count (*), sum (r.%s), r.%s_currency FROM %s r WHERE r.state = %d%s GROUP BY 3 ORDER BY 1 DESC, 3",
                         money->name, money->name, self->table->name, self->state, filter);
  statement = crm_db_prepare (db, sql, error);
  if (statement == NULL)
    return NULL;
  bind_filter (&self->all, statement, 1, found);

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

/* --- How an answer is brought up to date -------------------------------------------------------------- */

/* What decides the place of a record. */
typedef struct
{
  CrmValue key;
  CrmValue title;
  gint64 target;
  gint64 id;
} Place;

static void
place_clear (Place *place)
{
  crm_value_clear (&place->key);
  crm_value_clear (&place->title);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
place_load (Place        *place,
            CrmStatement *statement,
            gint64        id,
            GError      **error)
{
  crm_statement_reset (statement);
  crm_statement_bind_integer (statement, 1, id);
  if (!crm_statement_step (statement, error))
    return FALSE;

  place->key = crm_statement_get_value (statement, 0);
  place->title = crm_statement_get_value (statement, 1);
  place->target = crm_statement_get_integer (statement, 2);
  place->id = id;

  return TRUE;
}

static int
compare_values (const CrmValue *a,
                const CrmValue *b)
{
  if (a->kind == CRM_VALUE_TEXT && b->kind == CRM_VALUE_TEXT)
    return strcmp (a->text, b->text);
  if (a->kind == CRM_VALUE_REAL && b->kind == CRM_VALUE_REAL)
    return a->real < b->real ? -1 : a->real > b->real;

  return a->integer < b->integer ? -1 : a->integer > b->integer;
}

static int
compare_integers (gint64 a,
                  gint64 b)
{
  return a < b ? -1 : a > b;
}

/* The same order as make_walk(), make_rest() and make_sort() give. */
static int
compare_places (const Place *a,
                const Place *b,
                gboolean     descending,
                gboolean     linked)
{
  gboolean a_empty = crm_value_is_empty (&a->key);
  gboolean b_empty = crm_value_is_empty (&b->key);
  int order;

  if (a_empty != b_empty)
    return a_empty ? 1 : -1;

  if (a_empty)
    {
      order = compare_values (&a->title, &b->title);
      return order != 0 ? order : compare_integers (a->id, b->id);
    }

  order = compare_values (&a->key, &b->key);
  if (order == 0 && linked)
    order = compare_integers (a->target, b->target);
  if (order == 0 && linked)
    return compare_integers (a->id, b->id);
  if (order == 0)
    order = compare_integers (a->id, b->id);

  return descending ? -order : order;
}

static char *
make_place (CrmQuery    *self,
            const Order *order)
{
  if (order->target != NULL)
    return g_strdup_printf ("SELECT %s, %s, x.id FROM %s r LEFT JOIN %s x ON x.id = r.%s AND x.state = 0 WHERE r.id = ?",
                            order->key, order->title, self->table->name, order->target->name, self->sort->name);

  return g_strdup_printf ("SELECT %s, %s, 0 FROM %s r WHERE r.id = ?", order->key, order->title, self->table->name);
}

static gboolean
matches (CrmQuery   *self,
         CrmDb      *db,
         gint64      id,
         gboolean   *match,
         GError    **error)
{
  g_autofree char *filter = make_filter (self, &self->each, FALSE);
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %s r WHERE r.id = ? AND r.state = 0%s", self->table->name, filter);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  crm_statement_bind_integer (statement, 1, id);
  bind_filter (&self->each, statement, 2, NULL);
  *match = crm_statement_step (statement, &reason);

  if (*match && self->search != NULL && reason == NULL)
    {
      g_autofree char *words = crm_search_make_match (self->search);
      g_autofree char *which = self->through == NULL ? g_strdup ("?")
                                 : g_strdup_printf ("(SELECT %s FROM %s WHERE id = ?)", self->through->name, self->table->name);
      g_autofree char *ask = g_strdup_printf ("SELECT 1 FROM %1$s_search WHERE %1$s_search MATCH ? AND rowid = %2$s",
                                              get_searched (self)->name, which);

      *match = words != NULL && crm_db_get_integer (db, 0, &reason, ask, "ti", words, id) != 0;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Finds where a record belongs in @ids, by bisection. */
static gboolean
find_position (CrmQuery      *self,
               CrmStatement  *places,
               const GArray  *ids,
               const Place   *place,
               gboolean       linked,
               guint         *position,
               GError       **error)
{
  guint low = 0;
  guint high = ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      g_auto (Place) other = { 0 };

      if (!place_load (&other, places, g_array_index (ids, gint64, middle), error))
        return FALSE;

      if (compare_places (place, &other, self->descending, linked) < 0)
        high = middle;
      else
        low = middle + 1;
    }

  *position = low;

  return TRUE;
}

/**
 * crm_query_patch:
 * @ids: (element-type gint64): the answer before
 * @touched: (array length=n_touched): records that were written since
 * @n_touched: how many; a few
 * @error: a %CRM_STORE_ERROR
 *
 * Finds out where the touched records are now, without asking anew. @ids is not changed.
 *
 * Returns: (transfer full) (element-type CrmSplice) (nullable): the steps from the old answer to
 *   the new one, or %NULL; without @error set it has to be asked anew
 */
GArray *
crm_query_patch (CrmQuery      *self,
                 CrmDb         *db,
                 CrmSchema     *schema,
                 GArray        *ids,
                 const gint64  *touched,
                 guint          n_touched,
                 GError       **error)
{
  g_autoptr (GArray) splices = g_array_new (FALSE, FALSE, sizeof (CrmSplice));
  g_autoptr (GArray) kept = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len);
  g_autoptr (GHashTable) set = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_auto (Order) order = { 0 };
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) places = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->state != CRM_STATE_LIVE || self->further->len > 0)
    return NULL;

  for (guint i = 0; i < n_touched; i++)
    g_hash_table_add (set, (gpointer) &touched[i]);

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (g_hash_table_contains (set, &id))
        {
          CrmSplice splice = { kept->len, TRUE, id };

          g_array_append_val (splices, splice);
        }
      else
        g_array_append_val (kept, id);
    }

  order_init (&order, self, schema);
  sql = make_place (self, &order);
  places = crm_db_prepare (db, sql, error);
  if (places == NULL)
    return NULL;

  for (guint i = 0; i < n_touched; i++)
    {
      g_auto (Place) place = { 0 };
      CrmSplice splice = { 0, FALSE, touched[i] };
      gboolean match;

      /* A commit may name a record twice. */
      if (!g_hash_table_remove (set, &touched[i]))
        continue;

      if (!matches (self, db, touched[i], &match, error))
        return NULL;
      if (!match)
        continue;

      /* A record that is gone altogether: a later commit says more. */
      if (!place_load (&place, places, touched[i], &reason) ||
          !find_position (self, places, kept, &place, order.target != NULL, &splice.position, &reason))
        {
          if (reason != NULL)
            g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }

      g_array_insert_val (kept, splice.position, splice.id);
      g_array_append_val (splices, splice);
    }

  /* One record that stays where it is, the ordinary case. */
  if (splices->len == 2 && n_touched == 1 &&
      g_array_index (splices, CrmSplice, 0).position == g_array_index (splices, CrmSplice, 1).position)
    g_array_set_size (splices, 0);

  return g_steal_pointer (&splices);
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
  g_auto (Order) order = { 0 };
  g_autofree char *filter = make_filter (self, &self->each, self->search != NULL);
  g_autofree char *find = NULL;
  g_autofree char *first = NULL;
  g_autofree char *rest = NULL;
  GString *plan = g_string_new (NULL);
  const char *passes[3];

  order_init (&order, self, schema);
  passes[0] = find = self->all.sql->len > 0 ? make_find (self, self->search != NULL) : NULL;
  passes[1] = first = make_walk (self, &order, filter);
  passes[2] = rest = make_rest (self, &order, filter);

  for (guint i = 0; i < G_N_ELEMENTS (passes); i++)
    {
      g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", passes[i], NULL);
      g_autoptr (CrmStatement) statement = passes[i] != NULL ? crm_db_prepare (db, sql, error) : NULL;

      if (passes[i] != NULL && statement == NULL)
        {
          g_string_free (plan, TRUE);
          return NULL;
        }
      while (statement != NULL && crm_statement_step (statement, NULL))
        g_string_append_printf (plan, "%s\n", crm_statement_get_text (statement, 3));
    }

  return g_string_free (plan, FALSE);
}
