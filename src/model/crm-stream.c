/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The history of a record as people read it: what happened to it, to the records that have been
 * merged into it, to the deals of a contact and to the tasks of both, and what the team wrote about
 * it, in the order of time (features.md, C10). Any thread.
 */

#include "config.h"

#include "crm-stream.h"

#include "crm-merge.h"

/* So many deals and tasks of a contact have a part in its history: those that changed last. */
#define MAX_RELATED 20

/* So many records that have been merged into it have one. */
#define MAX_MERGED 20

/* No more than this is read for one screen. */
#define MAX_FETCHED 2000

/* What somebody does to one record with pauses of less than this is one burst, in microseconds. */
#define BURST (5 * G_TIME_SPAN_MINUTE)

/**
 * crm_stream_item_free:
 * @item: (transfer full): an item
 */
void
crm_stream_item_free (CrmStreamItem *item)
{
  g_clear_pointer (&item->line, crm_history_line_free);
  g_clear_pointer (&item->earlier, g_ptr_array_unref);
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

  if (first->time != second->time)
    return first->time < second->time ? 1 : -1;

  return first->line != NULL && second->line != NULL && first->line->entry < second->line->entry ? 1 : -1;
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
      CrmHistoryLine *line = g_ptr_array_steal_index (lines, 0);
      CrmStreamItem *item;

      /* That a contact was contacted is told by the task that was completed. */
      if (line->follows)
        {
          crm_history_line_free (line);
          continue;
        }

      item = g_new0 (CrmStreamItem, 1);
      item->line = line;
      item->time = line->time;
      item->about = g_strdup (about);
      g_ptr_array_add (items, item);
    }

  return lines != NULL;
}

/* What happened to records of @type that @column links to @record: those that changed last. */
static gboolean
add_related (GPtrArray   *items,
             CrmDb       *db,
             CrmSchema   *schema,
             const char  *type,
             const char  *column,
             gint64       record,
             guint        limit,
             GError     **error)
{
  const CrmTable *table = crm_schema_find_table (schema, type);
  g_autoptr (CrmQuery) query = crm_query_new (table);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ?", table->title->name, table->name);
  g_autoptr (GArray) ids = NULL;

  crm_query_add_link (query, crm_table_find_column (table, column), record);
  crm_query_set_sort (query, table->modified, TRUE);
  ids = crm_query_get_ids (query, db, schema, MAX_RELATED, error);
  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autofree char *title = crm_db_get_text (db, NULL, sql, "i", id);

      if (!add_history (items, db, schema, table, id, title, limit, error))
        return FALSE;
    }

  return TRUE;
}

/* Whose history is a part of whose. */
static gboolean
add_all_related (GPtrArray       *items,
                 CrmDb           *db,
                 CrmSchema       *schema,
                 const CrmTable  *table,
                 gint64           record,
                 guint            limit,
                 GError         **error)
{
  static const struct
  {
    guint16 of;
    const char *type;
    const char *column;
  } related[] = {
    { CRM_ID_CONTACT, "deal", "contact" },
    { CRM_ID_CONTACT, "task", "contacts" },
    { CRM_ID_DEAL, "task", "deals" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (related); i++)
    if (related[i].of == table->id &&
        !add_related (items, db, schema, related[i].type, related[i].column, record, limit, error))
      return FALSE;

  return TRUE;
}

/* A task of a contact and of its deal is told once. */
static void
drop_doubles (GPtrArray *items)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < items->len; i++)
    {
      CrmStreamItem *item = g_ptr_array_index (items, i);

      if (item->line != NULL && !g_hash_table_add (seen, &item->line->entry))
        g_ptr_array_remove_index (items, i--);
    }
}

/* Whether @earlier is a part of the burst that ends with @item. */
static gboolean
belongs_to_burst (const CrmStreamItem *item,
                  const CrmStreamItem *earlier)
{
  const CrmHistoryLine *last;

  if (item->line == NULL || earlier->line == NULL || g_strcmp0 (item->about, earlier->about) != 0)
    return FALSE;

  last = item->earlier != NULL ? g_ptr_array_index (item->earlier, item->earlier->len - 1) : item->line;

  return last->record == earlier->line->record && last->table == earlier->line->table &&
         last->op == CRM_OP_UPDATE && earlier->line->op == CRM_OP_UPDATE &&
         last->cause == earlier->line->cause && last->undone == earlier->line->undone && last->can_undo == earlier->line->can_undo &&
         g_strcmp0 (last->who, earlier->line->who) == 0 && last->time - earlier->line->time <= BURST;
}

/* Whoever fills in one field after the other has done one thing, for those who read of it. */
static void
group_bursts (GPtrArray *items)
{
  for (guint i = 0; i + 1 < items->len;)
    {
      CrmStreamItem *item = g_ptr_array_index (items, i);
      CrmStreamItem *earlier = g_ptr_array_index (items, i + 1);

      if (!belongs_to_burst (item, earlier))
        {
          i++;
          continue;
        }

      if (item->earlier == NULL)
        item->earlier = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_history_line_free);
      g_ptr_array_add (item->earlier, g_steal_pointer (&earlier->line));
      g_ptr_array_remove_index (items, i + 1);
    }
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

/* The @fetched newest things, not grouped yet. */
static GPtrArray *
read_items (CrmDb           *db,
            CrmSchema       *schema,
            const CrmTable  *table,
            gint64           record,
            gboolean         comments_only,
            guint            fetched,
            GError         **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_stream_item_free);

  if (!add_comments (items, db, schema, table, record, fetched, error))
    return NULL;
  if (!comments_only &&
      (!add_history (items, db, schema, table, record, NULL, fetched, error) ||
       !add_merged (items, db, schema, table, record, fetched, error) ||
       !add_all_related (items, db, schema, table, record, fetched, error)))
    return NULL;

  drop_doubles (items);
  g_ptr_array_sort (items, compare_newest_first);
  if (items->len > fetched)
    g_ptr_array_set_size (items, (int) fetched);

  return g_steal_pointer (&items);
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
  /* A burst is one of them, however much there is in it: more is read until there are enough. */
  for (guint fetched = limit;; fetched *= 2)
    {
      g_autoptr (GPtrArray) items = read_items (db, schema, table, record, comments_only, fetched, error);
      gboolean enough;

      if (items == NULL)
        return NULL;

      enough = items->len < fetched || fetched > MAX_FETCHED;
      group_bursts (items);
      if (!enough && items->len < limit)
        continue;

      if (items->len > limit)
        g_ptr_array_set_size (items, (int) limit);

      return g_steal_pointer (&items);
    }
}
