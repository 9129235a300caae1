/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which records belong to which.
 */

#include "config.h"

#include "crm-relations.h"

/**
 * crm_relations_list:
 * @db: a connection
 * @column: a link
 * @table: that @column is in
 * @ids: (element-type gint64): of the records that it links to
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the live records of @table that link
 *   to one of @ids, or %NULL with @error set
 */
GArray *
crm_relations_list (CrmDb            *db,
                    const CrmColumn  *column,
                    const CrmTable   *table,
                    GArray           *ids,
                    GError          **error)
{
  g_autoptr (GArray) related = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s = ? AND %s IS NOT NULL",
                                          table->name, column->name, column->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      crm_statement_reset (statement);
      crm_statement_bind_integer (statement, 1, g_array_index (ids, gint64, i));
      while (crm_statement_step (statement, &reason))
        {
          gint64 id = crm_statement_get_integer (statement, 0);

          g_array_append_val (related, id);
        }
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }

  return g_steal_pointer (&related);
}

/**
 * crm_relations_read:
 * @db: a connection
 * @column: a link
 * @table: that @column is in
 * @ids: (element-type gint64): of records of @table
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the records that they link to, in the
 *   same order, without those that link to nothing; %NULL with @error set
 */
GArray *
crm_relations_read (CrmDb            *db,
                    const CrmColumn  *column,
                    const CrmTable   *table,
                    const GArray     *ids,
                    GError          **error)
{
  g_autoptr (GArray) links = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ids->len);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ? AND state = 0 AND %s IS NOT NULL",
                                          column->name, table->name, column->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  for (guint i = 0; i < ids->len && reason == NULL; i++)
    {
      crm_statement_reset (statement);
      crm_statement_bind_integer (statement, 1, g_array_index (ids, gint64, i));
      if (crm_statement_step (statement, &reason))
        {
          gint64 link = crm_statement_get_integer (statement, 0);

          g_array_append_val (links, link);
        }
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&links);
}
