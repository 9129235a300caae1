/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A question to a table: which records, in which order, and which commits may change the answer. How
 * it is asked is in crm-query-run.c.
 */

#include "config.h"

#include "crm-query-private.h"

G_DEFINE_BOXED_TYPE (CrmQuery, crm_query, crm_query_ref, crm_query_unref)

static void
filter_init (CrmFilter *filter)
{
  filter->sql = g_string_new (NULL);
  filter->parameters = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  g_array_set_clear_func (filter->parameters, (GDestroyNotify) crm_value_clear);
}

static void
filter_clear (CrmFilter *filter)
{
  g_string_free (filter->sql, TRUE);
  g_array_unref (filter->parameters);
}

static void
filter_append (CrmFilter      *filter,
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
filter_add (CrmFilter      *filter,
            const char     *sql,
            const CrmValue *parameters,
            guint           n_parameters)
{
  g_string_append (filter->sql, filter->sql->len > 0 ? " AND (" : "(");
  filter_append (filter, sql, parameters, n_parameters);
  g_string_append_c (filter->sql, ')');
}

static void
filter_copy (CrmFilter       *target,
             const CrmFilter *source)
{
  filter_append (target, source->sql->str, (const CrmValue *) (gpointer) source->parameters->data,
                 source->parameters->len);
}

static CrmQueryPart *
part_new (const char     *each,
          const CrmValue *each_parameters,
          guint           n_each,
          const char     *all,
          const CrmValue *all_parameters,
          guint           n_all)
{
  CrmQueryPart *part = g_new0 (CrmQueryPart, 1);

  filter_init (&part->each);
  filter_init (&part->all);
  filter_append (&part->each, each, each_parameters, n_each);
  filter_append (&part->all, all, all_parameters, n_all);

  return part;
}

static void
part_free (gpointer data)
{
  CrmQueryPart *part = data;

  filter_clear (&part->each);
  filter_clear (&part->all);
  g_free (part);
}

static gpointer
part_copy (gconstpointer source,
           gpointer      user_data)
{
  const CrmQueryPart *part = source;

  return part_new (part->each.sql->str, (const CrmValue *) (gpointer) part->each.parameters->data,
                   part->each.parameters->len, part->all.sql->str,
                   (const CrmValue *) (gpointer) part->all.parameters->data, part->all.parameters->len);
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
  self->further = g_array_new (FALSE, FALSE, sizeof (CrmFurther));
  self->empty = g_ptr_array_new ();
  filter_init (&self->each);
  filter_init (&self->all);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->dependencies = g_array_new (FALSE, FALSE, sizeof (CrmDependency));

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
  copy->few = self->few;
  g_array_append_vals (copy->further, self->further->data, self->further->len);
  g_ptr_array_extend (copy->empty, self->empty, NULL, NULL);
  copy->search = g_strdup (self->search);
  copy->through = self->through;
  filter_copy (&copy->each, &self->each);
  filter_copy (&copy->all, &self->all);
  g_ptr_array_extend (copy->parts, self->parts, part_copy, NULL);
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
  g_ptr_array_unref (self->parts);
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
  CrmFurther further = { column, descending };

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

/*< private >
 * Returns: (transfer none): the table whose words are searched
 */
const CrmTable *
_crm_query_get_searched (CrmQuery *self)
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
  self->search = crm_table_is_searched (_crm_query_get_searched (self)) && text != NULL && *text != '\0' ? g_strdup (text) : NULL;
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
  g_ptr_array_add (self->parts, part_new (sql, parameters, n_parameters, sql, parameters, n_parameters));
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
 * records. What has to hold together is best added one by one: so the one that few records fulfil can
 * be found, and the others be tested for those few.
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
  g_ptr_array_add (self->parts, part_new (each, (const CrmValue *) (gpointer) each_parameters->data, each_parameters->len,
                                          all, (const CrmValue *) (gpointer) all_parameters->data, all_parameters->len));
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
 * crm_query_set_few:
 * @few: how many records are a few, or 0 for what is best
 *
 * For tests: a query over some records is answered as one over a million is.
 */
void
crm_query_set_few (CrmQuery *self,
                   guint     few)
{
  self->few = few;
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
  CrmDependency dependency = { table->id, column != NULL ? column->id : 0 };

  g_array_append_val (self->dependencies, dependency);
}

static gboolean
touches_search (CrmQuery         *self,
                const CrmTouched *touched)
{
  const CrmTable *searched = _crm_query_get_searched (self);

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
    if (crm_touched_has_column (touched, g_array_index (self->further, CrmFurther, i).column))
      return TRUE;

  return FALSE;
}

static gboolean
links_further_to (CrmQuery   *self,
                  const char *table)
{
  for (guint i = 0; i < self->further->len; i++)
    if (g_strcmp0 (g_array_index (self->further, CrmFurther, i).column->links_to, table) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_dependency (CrmQuery *self,
                guint16   table)
{
  for (guint i = 0; i < self->dependencies->len; i++)
    if (g_array_index (self->dependencies, CrmDependency, i).table == table)
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
