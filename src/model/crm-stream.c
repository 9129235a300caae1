/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The history of a record as people read it: what happened to it, what happened to the deals of a
 * contact and to the records that have been merged into it, and what the team wrote about it, in the order of time (features.md, C10). Any thread.
 */

#include "config.h"

#include "crm-stream.h"

#include "crm-merge.h"

/* So many deals of a contact have a part in its history: those that changed last. */
#define MAX_DEALS 20

/* So many records that have been merged into it have one. */
#define MAX_MERGED 20

/**
 * crm_stream_item_free:
 * @item: (transfer full): an item
 */
void
crm_stream_item_free (CrmStreamItem *item)
{
  g_clear_pointer (&item->line, crm_history_line_free);
  g_clear_pointer (&item->comment, crm_row_free);
  g_free (item->about);
  g_free (item);
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const CrmStreamItem *first = *(CrmStreamItem *const *) a;
  const CrmStreamItem *second = *(CrmStreamItem *const *) b;

  return (first->time < second->time) - (first->time > second->time);
}

static gboolean
add_history (GPtrArray       *items,
             CrmDb           *db,
             CrmSchema       *schema,
             const CrmTable  *table,
             gint64           record,
             const char      *about,
             guint            limit,
             GError         **error)
{
  g_autoptr (GPtrArray) lines = crm_history_of_record (db, schema, table, record, 0, limit, error);

  while (lines != NULL && lines->len > 0)
    {
      CrmStreamItem *item = g_new0 (CrmStreamItem, 1);

      item->line = g_ptr_array_steal_index (lines, 0);
      item->time = item->line->time;
      item->about = g_strdup (about);
      g_ptr_array_add (items, item);
    }

  return lines != NULL;
}

static gboolean
add_deals (GPtrArray  *items,
           CrmDb      *db,
           CrmSchema  *schema,
           gint64      contact,
           guint       limit,
           GError    **error)
{
  const CrmTable *table = crm_schema_find_table (schema, "deal");
  g_autoptr (CrmQuery) query = crm_query_new (table);
  g_autoptr (GArray) ids = NULL;

  crm_query_add_link (query, crm_table_find_column (table, "contact"), contact);
  crm_query_set_sort (query, table->modified, TRUE);
  ids = crm_query_get_ids (query, db, schema, MAX_DEALS, error);
  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *title = crm_db_get_text (db, NULL, "SELECT title FROM deal WHERE id = ?", "i", id);

      if (!add_history (items, db, schema, table, id, title, limit, error))
        return FALSE;
    }

  return TRUE;
}

/* Their history has moved over; what has merged them is the only thing in it that can be taken back
 * here. */
static gboolean
add_merged (GPtrArray       *items,
            CrmDb           *db,
            CrmSchema       *schema,
            const CrmTable  *table,
            gint64           record,
            guint            limit,
            GError         **error)
{
  g_autoptr (GPtrArray) merged = NULL;
  guint first = items->len;

  if (table->id != CRM_ID_CONTACT && table->id != CRM_ID_ACCOUNT)
    return TRUE;

  merged = crm_merge_list (db, crm_catalogue_get_type_of (table), record, error);
  if (merged == NULL)
    return FALSE;

  for (guint i = 0; i < merged->len && i < MAX_MERGED; i++)
    {
      const CrmMerged *one = g_ptr_array_index (merged, i);

      if (!add_history (items, db, schema, table, one->record, one->title, limit, error))
        return FALSE;
    }

  for (guint i = first; i < items->len; i++)
    {
      CrmStreamItem *item = g_ptr_array_index (items, i);

      item->merges = item->line->cause == CRM_CAUSE_MERGE && item->line->op == CRM_OP_TRASH && !item->line->undone;
      item->line->can_undo &= item->merges;
    }

  return TRUE;
}

static gboolean
add_comments (GPtrArray       *items,
              CrmDb           *db,
              CrmSchema       *schema,
              const CrmTable  *about,
              gint64           record,
              guint            limit,
              GError         **error)
{
  const CrmTable *table = crm_schema_find_table (schema, "comment");
  const CrmColumn *column = crm_table_find_column (table, about->name);
  g_autoptr (CrmQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;

  /* Not everything can be commented on. */
  if (column == NULL)
    return TRUE;

  query = crm_query_new (table);
  crm_query_add_link (query, column, record);
  crm_query_set_sort (query, table->created, TRUE);
  ids = crm_query_get_ids (query, db, schema, limit, error);
  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      CrmRow *row = crm_row_load (db, schema, table, g_array_index (ids, gint64, i), CRM_ROW_TITLES, error);
      CrmStreamItem *item;

      if (row == NULL)
        return FALSE;

      item = g_new0 (CrmStreamItem, 1);
      item->comment = row;
      item->time = crm_value_get_integer (&row->values[table->created->index]);
      g_ptr_array_add (items, item);
    }

  return TRUE;
}

/**
 * crm_stream_read:
 * @table: of a record
 * @record: the record
 * @comments_only: whether only what people wrote is wanted
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmStreamItem) (nullable): the history of the record, the
 *   newest first, or %NULL with @error set
 */
GPtrArray *
crm_stream_read (CrmDb           *db,
                 CrmSchema       *schema,
                 const CrmTable  *table,
                 gint64           record,
                 gboolean         comments_only,
                 guint            limit,
                 GError         **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_stream_item_free);

  if (!add_comments (items, db, schema, table, record, limit, error))
    return NULL;
  if (!comments_only &&
      (!add_history (items, db, schema, table, record, NULL, limit, error) ||
       !add_merged (items, db, schema, table, record, limit, error) ||
       (table->id == CRM_ID_CONTACT && !add_deals (items, db, schema, record, limit, error))))
    return NULL;

  g_ptr_array_sort (items, compare_newest_first);
  if (items->len > limit)
    g_ptr_array_set_size (items, (int) limit);

  return g_steal_pointer (&items);
}
