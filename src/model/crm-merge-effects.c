/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What moves from the records that go to the one that stays, for those who decide whether to merge
 * them. On the thread of a reader.
 */

#include "config.h"

#include "crm-merge-effects.h"

#include "crm-usage.h"

/* So many are named. */
#define MAX_TITLES 3

static void
effect_free (CrmMergeEffect *effect)
{
  if (effect == NULL)
    return;

  g_free (effect->titles);
  g_free (effect);
}

/* Adds the records of @table that name @id in any way. */
static gboolean
add_users (CrmDb           *db,
           const CrmTable  *table,
           const char      *name,
           gint64           id,
           GHashTable      *users,
           GArray          *order,
           GError         **error)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];
      g_autoptr (GArray) ids = NULL;

      if (g_strcmp0 (column->links_to, name) != 0 || (column->flags & CRM_COLUMN_DERIVED) != 0)
        continue;

      ids = crm_usage_list_users (db, table, column, id, error);
      if (ids == NULL)
        return FALSE;
      for (guint k = 0; k < ids->len; k++)
        if (g_hash_table_add (users, g_memdup2 (&g_array_index (ids, gint64, k), sizeof (gint64))))
          g_array_append_vals (order, &g_array_index (ids, gint64, k), 1);
    }

  return TRUE;
}

static char *
join_titles (CrmDb          *db,
             const CrmTable *table,
             GArray         *ids)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", table->title->name, table->name);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ids->len && i < MAX_TITLES; i++)
    {
      g_autofree char *title = crm_db_get_text (db, NULL, sql, "i", g_array_index (ids, gint64, i));

      if (title != NULL && *title != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", title);
    }
  if (text->len > 0 && ids->len > MAX_TITLES)
    g_string_append (text, ", …");

  return g_string_free (text, FALSE);
}

/**
 * crm_merge_effects_read:
 * @plan: what is to be merged
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmMergeEffect) (nullable): what moves to the record that
 *   stays, in the order of the catalogue, or %NULL with @error set
 */
GPtrArray *
crm_merge_effects_read (CrmDb         *db,
                        CrmSchema     *schema,
                        CrmMergePlan  *plan,
                        GError       **error)
{
  const char *name = crm_merge_plan_get_record_type (plan)->table.name;
  GPtrArray *rows = crm_merge_plan_get_rows (plan);
  g_autoptr (GPtrArray) effects = g_ptr_array_new_with_free_func ((GDestroyNotify) effect_free);
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autoptr (GHashTable) users = NULL;
      g_autoptr (GArray) order = NULL;
      CrmMergeEffect *effect;

      /* What says that records were merged, or are not the same, is nothing that people have. */
      if (tables[i]->id == CRM_ID_MERGE || tables[i]->id == CRM_ID_DISTINCTION)
        continue;

      users = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      order = g_array_new (FALSE, FALSE, sizeof (gint64));
      for (guint k = 1; k < rows->len; k++)
        if (!add_users (db, tables[i], name, ((const CrmRow *) g_ptr_array_index (rows, k))->id, users, order, error))
          return NULL;
      if (order->len == 0)
        continue;

      effect = g_new0 (CrmMergeEffect, 1);
      effect->type = crm_catalogue_get_type_of (tables[i]);
      effect->n = order->len;
      effect->titles = join_titles (db, tables[i], order);
      g_ptr_array_add (effects, effect);
    }

  return g_steal_pointer (&effects);
}
