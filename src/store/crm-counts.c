/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What records know about those that link to them: how many there are, or the least that they
 * have in a column. It is kept up to date by the commit that changes the others, so that lists
 * can be sorted by it.
 */

#include "config.h"

#include "crm-counts.h"

/* Whether @row counts, as far as it is up to itself. */
static gboolean
counts (const CrmRow    *row,
        const CrmColumn *count)
{
  return row != NULL && row->state == CRM_STATE_LIVE &&
         (count->counts_if == NULL || crm_row_get_integer (row, count->counts_if) != 0);
}

static gboolean
links_to (const CrmRow    *row,
          const CrmColumn *via,
          gint64           target)
{
  CrmValue key = crm_value_integer (target);

  if (row == NULL)
    return FALSE;
  if (via->storage == CRM_STORAGE_SET)
    return crm_row_has_member (row, via, &key);

  return crm_value_get_integer (&row->values[via->index]) == target;
}

static gboolean
has_same (const CrmRow *before,
          const CrmRow *after,
          const char   *column)
{
  const CrmColumn *found = crm_table_find_column (after->table, column);

  return crm_value_equal (&before->values[found->index], &after->values[found->index]);
}

/* Brings one column of the record @target up to date. */
static gboolean
update_one (CrmDb            *db,
            CrmSchema        *schema,
            CrmCommit        *commit,
            const CrmTable   *table,
            const CrmColumn  *count,
            const CrmColumn  *via,
            gint64            target,
            const CrmRow     *before,
            const CrmRow     *after,
            GError          **error)
{
  gboolean was = counts (before, count) && links_to (before, via, target);
  gboolean is = counts (after, count) && links_to (after, via, target);
  CrmColumnMask mask = { 0 };
  g_autofree char *sql = NULL;

  if (was == is && (count->least == NULL || !is || has_same (before, after, count->least)))
    return TRUE;

  if (count->least != NULL)
    {
      g_autofree char *least = crm_counts_make_sql (schema, count, "?1");

      sql = g_strdup_printf ("UPDATE %s SET %s = (%s) WHERE id = ?1", table->name, count->name, least);
      if (!crm_db_run (db, error, sql, "i", target))
        return FALSE;
    }
  else
    {
      /* Who has none any more is like who never had one, in every list and export. */
      sql = g_strdup_printf ("UPDATE %s SET %s = nullif (coalesce (%s, 0) + ?, 0) WHERE id = ?", table->name, count->name, count->name);
      if (!crm_db_run (db, error, sql, "ii", (gint64) (is - was), target))
        return FALSE;
    }

  crm_column_mask_add (&mask, count);
  crm_commit_touch (commit, table, target, CRM_OP_UPDATE, &mask);

  return TRUE;
}

static gboolean
update_target (CrmDb            *db,
               CrmSchema        *schema,
               CrmCommit        *commit,
               const CrmColumn  *via,
               gint64            target,
               const CrmRow     *before,
               const CrmRow     *after,
               GError          **error)
{
  const CrmTable *table = crm_schema_find_table (schema, via->links_to);

  for (guint i = 0; target != 0 && i < table->n_columns; i++)
    {
      const CrmColumn *count = table->columns[i];

      if (g_strcmp0 (count->counts, after->table->name) == 0 && g_strcmp0 (count->counts_via, via->name) == 0 &&
          !update_one (db, schema, commit, table, count, via, target, before, after, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
update_members (CrmDb            *db,
                CrmSchema        *schema,
                CrmCommit        *commit,
                const CrmColumn  *via,
                const CrmRow     *of,
                const CrmRow     *but_not_of,
                const CrmRow     *before,
                const CrmRow     *after,
                GError          **error)
{
  for (guint i = 0; of != NULL && i < of->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (of->members, i);

      if (member->column == via->id && !links_to (but_not_of, via, member->key.integer) &&
          !update_target (db, schema, commit, via, member->key.integer, before, after, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_counts_update:
 * @commit: is told of the records that get another number
 * @before: (nullable): a record as it was, with its members; %NULL for a new one
 * @after: the record as it is, written
 * @error: a %CRM_STORE_ERROR
 *
 * Brings up to date what the records know about this one that it links to, or did.
 */
gboolean
crm_counts_update (CrmDb         *db,
                   CrmSchema     *schema,
                   CrmCommit     *commit,
                   const CrmRow  *before,
                   const CrmRow  *after,
                   GError       **error)
{
  const CrmTable *table = after->table;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *via = table->columns[i];
      gint64 old, new;

      if (via->links_to == NULL)
        continue;

      if (via->storage == CRM_STORAGE_SET)
        {
          if (!update_members (db, schema, commit, via, before, NULL, before, after, error) ||
              !update_members (db, schema, commit, via, after, before, before, after, error))
            return FALSE;
          continue;
        }

      old = before != NULL ? crm_value_get_integer (&before->values[i]) : 0;
      new = crm_value_get_integer (&after->values[i]);
      if (!update_target (db, schema, commit, via, old, before, after, error) ||
          (new != old && !update_target (db, schema, commit, via, new, before, after, error)))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_counts_make_sql:
 * @column: a column with such a number
 * @record: what stands for the id of the record, "r.id" or "?1"
 *
 * Returns: (transfer full): a query for what @column should be
 */
char *
crm_counts_make_sql (CrmSchema       *schema,
                     const CrmColumn *column,
                     const char      *record)
{
  const CrmTable *other = crm_schema_find_table (schema, column->counts);
  const CrmColumn *via = crm_table_find_column (other, column->counts_via);
  g_autofree char *what = column->least != NULL ? g_strdup_printf ("min (o.%s)", column->least) : g_strdup ("count (*)");
  g_autofree char *which = column->counts_if != NULL ? g_strdup_printf (" AND o.%s <> 0", column->counts_if) : g_strdup ("");

  if (via->storage == CRM_STORAGE_SET)
    return g_strdup_printf ("SELECT %s FROM member m JOIN %s o ON o.id = m.record AND o.state = 0%s "
                            "WHERE m.tbl = %u AND m.col = %u AND m.key = %s AND m.removed IS NULL",
                            what, other->name, which, other->id, via->id, record);

  return g_strdup_printf ("SELECT %s FROM %s o WHERE o.%s = %s AND o.%s IS NOT NULL AND o.state = 0%s",
                          what, other->name, via->name, record, via->name, which);
}
