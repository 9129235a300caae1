/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The SQL of a query. Those who have something in the sort column come in its order, and behind them
 * the others by title; the place of one record is told by the same rules (crm-query-patch.c).
 */

#include "config.h"

#include "crm-query-private.h"

#include <string.h>

/* Links are compared by the titles at their other ends. */
static void
append_further (GString          *text,
                CrmSchema        *schema,
                const CrmFurther *further)
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

/*< private >
 * Puts the order of @query into words of SQL.
 */
void
_crm_order_init (CrmOrder  *order,
                 CrmQuery  *query,
                 CrmSchema *schema)
{
  g_autofree char *title = crm_column_order_name (query->table->title);
  GString *further = g_string_new (NULL);

  *order = (CrmOrder) { .down = query->descending ? " DESC" : "" };
  order->title = g_strconcat ("r.", title, NULL);
  for (guint i = 0; i < query->further->len; i++)
    append_further (further, schema, &g_array_index (query->further, CrmFurther, i));
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

/*< private >
 * Frees what is in @order.
 */
void
_crm_order_clear (CrmOrder *order)
{
  g_free (order->key);
  g_free (order->title);
  g_free (order->further);
}

/*< private >
 * What every record has to fulfil besides the order: parameters are the bitmap, if there is one,
 * and those of the condition.
 */
char *
_crm_query_make_filter (CrmQuery        *self,
                        const CrmFilter *filter,
                        gboolean         found)
{
  return g_strconcat (found ? " AND crm_in (?, r." : "", found ? (self->through != NULL ? self->through->name : "id") : "",
                      found ? ")" : "", filter->sql->len > 0 ? " AND " : "", filter->sql->str, NULL);
}

/*< private >
 * Binds what _crm_query_make_filter() leaves open, from @parameter on.
 */
void
_crm_query_bind_filter (const CrmFilter *filter,
                        CrmStatement    *statement,
                        int              parameter,
                        CrmBitmap       *found)
{
  if (found != NULL)
    crm_statement_bind_pointer (statement, parameter++, found, "crm-bitmap");

  for (guint i = 0; i < filter->parameters->len; i++)
    crm_statement_bind_value (statement, parameter++, &g_array_index (filter->parameters, CrmValue, i));
}

/*< private >
 * Walks the index of the sort column: those that have something in it.
 */
char *
_crm_query_make_walk (CrmQuery       *self,
                      const CrmOrder *order,
                      const char     *filter)
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

/*< private >
 * Walks the index of the title: those that have nothing in the sort column.
 */
char *
_crm_query_make_rest (CrmQuery       *self,
                      const CrmOrder *order,
                      const char     *filter)
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

/*< private >
 * Sorts a few ids, which are the parameter.
 */
char *
_crm_query_make_sort (CrmQuery       *self,
                      const CrmOrder *order)
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

/* What is in "r.id IN (…)", if @sql is nothing but that, or NULL. */
static char *
get_inner (const char *sql)
{
  static const char begin[] = "r.id IN (SELECT ";
  const char *from = sql + strlen ("r.id IN (");
  const char *p = from;

  if (!g_str_has_prefix (sql, begin))
    return NULL;

  for (guint depth = 1; *p != '\0'; p++)
    {
      depth += *p == '(';
      depth -= *p == ')';
      if (depth == 0)
        break;
    }

  return strcmp (p, ")") == 0 ? g_strndup (from, (gsize) (p - from)) : NULL;
}

/*< private >
 * Finds all that fulfil one part, in any order. Those that are named by records of another table are
 * not looked at themselves: they may come twice, and not be live.
 */
char *
_crm_query_make_part (CrmQuery           *self,
                      const CrmQueryPart *part)
{
  char *inner = get_inner (part->all.sql->str);

  return inner != NULL ? inner : g_strdup_printf ("SELECT r.id FROM %s r WHERE r.state = 0 AND (%s)",
                                                  self->table->name, part->all.sql->str);
}

/*< private >
 * The ids as JSON, for a parameter.
 */
char *
_crm_query_make_ids (const CrmBitmap *ids)
{
  GString *json = g_string_new ("[");

  for (gint64 id = crm_bitmap_get_next (ids, 0); id >= 0; id = crm_bitmap_get_next (ids, id + 1))
    g_string_append_printf (json, "%s%" G_GINT64_FORMAT, json->len > 1 ? "," : "", id);
  g_string_append_c (json, ']');

  return g_string_free (json, FALSE);
}

/*< private >
 * Tests records for all parts but those that are in the bits of @without. Their ids are the first
 * parameter: as JSON, or if they are @many as a bitmap.
 */
char *
_crm_query_make_rest_of (CrmQuery *self,
                         guint64   without,
                         gboolean  many)
{
  GString *sql = g_string_new (NULL);

  if (many)
    g_string_printf (sql, "SELECT r.id FROM %s r NOT INDEXED WHERE r.state = 0 AND crm_in (?, r.id)", self->table->name);
  else
    g_string_printf (sql, "SELECT r.id FROM json_each (?) j CROSS JOIN %s r ON r.id = j.value WHERE r.state = 0",
                     self->table->name);
  for (guint i = 0; i < self->parts->len; i++)
    if (i >= 64 || (without >> i & 1) == 0)
      g_string_append_printf (sql, " AND (%s)", ((const CrmQueryPart *) g_ptr_array_index (self->parts, i))->each.sql->str);

  return g_string_free (sql, FALSE);
}

/*< private >
 * Asks what decides the place of the record that is the parameter.
 */
char *
_crm_query_make_place (CrmQuery       *self,
                       const CrmOrder *order)
{
  if (order->target != NULL)
    return g_strdup_printf ("SELECT %s, %s, x.id FROM %s r LEFT JOIN %s x ON x.id = r.%s AND x.state = 0 WHERE r.id = ?",
                            order->key, order->title, self->table->name, order->target->name, self->sort->name);

  return g_strdup_printf ("SELECT %s, %s, 0 FROM %s r WHERE r.id = ?", order->key, order->title, self->table->name);
}
