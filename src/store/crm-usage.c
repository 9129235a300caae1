/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What depends on what: how many records have a value in a column, and which ones link to a
 * record. Whoever deletes a field, an option or a team member wants to know before.
 */

#include "config.h"

#include "crm-usage.h"

/**
 * crm_usage_of_column:
 * @table: a table
 * @column: one of its columns
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: how many live records have a value in @column, or -1 with @error set
 */
gint64
crm_usage_of_column (CrmDb            *db,
                     const CrmTable   *table,
                     const CrmColumn  *column,
                     GError          **error)
{
  g_autofree char *sql = NULL;

  if (column->storage == CRM_STORAGE_SET)
    sql = g_strdup_printf ("SELECT count (DISTINCT m.record) FROM member m JOIN %s r ON r.id = m.record AND r.state = 0 "
                           "WHERE m.tbl = %u AND m.col = %u AND m.removed IS NULL",
                           table->name, table->id, column->id);
  else
    sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0 AND %s IS NOT NULL", table->name, column->name);

  return crm_db_get_integer (db, -1, error, sql, "");
}

static char *
make_link_sql (const char      *what,
               const CrmTable  *table,
               const CrmColumn *column)
{
  if (column->storage == CRM_STORAGE_SET)
    return g_strdup_printf ("SELECT %s FROM member m JOIN %s r ON r.id = m.record AND r.state = 0 "
                            "WHERE m.tbl = %u AND m.col = %u AND m.key = ? AND m.removed IS NULL",
                            what, table->name, table->id, column->id);

  return g_strdup_printf ("SELECT %s FROM %s r WHERE r.state = 0 AND r.%s = ?", what, table->name, column->name);
}

/**
 * crm_usage_of_record:
 * @table: the table of the record
 * @id: the record
 * @error: a %CRM_STORE_ERROR
 *
 * What the program fills in by itself, such as who made a record, does not count.
 *
 * Returns: (transfer full) (element-type CrmUse) (nullable): where live records link to it, or
 *   %NULL with @error set
 */
GArray *
crm_usage_of_record (CrmDb           *db,
                     CrmSchema       *schema,
                     const CrmTable  *table,
                     gint64           id,
                     GError         **error)
{
  g_autoptr (GArray) uses = g_array_new (FALSE, FALSE, sizeof (CrmUse));
  g_autoptr (GError) reason = NULL;
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const CrmColumn *column = tables[i]->columns[k];
        g_autofree char *sql = NULL;
        CrmUse use = { tables[i]->id, column->id, 0 };

        if (g_strcmp0 (column->links_to, table->name) != 0 || (column->flags & CRM_COLUMN_DERIVED) != 0)
          continue;

        sql = make_link_sql ("count (*)", tables[i], column);
        use.n = crm_db_get_integer (db, 0, &reason, sql, "i", id);
        if (reason != NULL)
          {
            g_propagate_error (error, g_steal_pointer (&reason));
            return NULL;
          }
        if (use.n > 0)
          g_array_append_val (uses, use);
      }

  return g_steal_pointer (&uses);
}

/**
 * crm_usage_list_users:
 * @table: a table
 * @column: a link or a set of links
 * @id: a record that @column may name
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the live records of @table that have
 *   it in @column, or %NULL with @error set
 */
GArray *
crm_usage_list_users (CrmDb            *db,
                      const CrmTable   *table,
                      const CrmColumn  *column,
                      gint64            id,
                      GError          **error)
{
  g_autofree char *sql = make_link_sql ("r.id", table, column);

  return crm_db_list_ids (db, error, sql, "i", id);
}
