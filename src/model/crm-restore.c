/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Back from the trash, with everything that went with it: records that belonged to it and were
 * deleted in the same step come back too, and records that lost it in that step (the contacts of
 * a deleted tag) get it back, unless somebody has given them something else since.
 */

#include "config.h"

#include "crm-restore.h"

#include "crm-journal-query.h"
#include "crm-json.h"

#define ENTRIES_IN_A_PAGE 1000

/* Records, as a set of (table, id). */
typedef struct
{
  GHashTable *keys;
  guint64 tables;  /* a bit for each table that has one, by its index */
} Records;

static gboolean
contains (const Records  *records,
          const CrmTable *table,
          gint64          id)
{
  CrmTrashKey key = { .id = id, .table = table->id };

  return g_hash_table_contains (records->keys, &key);
}

static void
add (Records        *records,
     const CrmTable *table,
     gint64          id)
{
  CrmTrashKey key = { .id = id, .table = table->id };

  g_hash_table_add (records->keys, g_memdup2 (&key, sizeof key));
  records->tables |= G_GUINT64_CONSTANT (1) << table->index;
}

static gboolean
has_table (const Records *records,
           CrmSchema     *schema,
           const char    *name)
{
  const CrmTable *table = name != NULL ? crm_schema_find_table (schema, name) : NULL;

  return table != NULL && (records->tables >> table->index & 1) != 0;
}

static gboolean
restore (CrmDoor         *door,
         Records         *records,
         const CrmTable  *table,
         gint64           id,
         GError         **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_RESTORE, id);

  if (crm_door_apply (door, edit, error) == 0)
    return FALSE;

  add (records, table, id);

  return TRUE;
}

/* Whether a record belonged to one that comes back. */
static gboolean
belongs (CrmDoor         *door,
         const Records   *records,
         const CrmTable  *table,
         gint64           id)
{
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (CrmRow) row = NULL;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->storage != CRM_STORAGE_LINK || (column->flags & CRM_COLUMN_DERIVED) != 0 ||
          !has_table (records, schema, column->links_to))
        continue;

      if (row == NULL)
        row = crm_row_load (crm_door_get_db (door), schema, table, id, CRM_ROW_VALUES, NULL);
      if (row == NULL || row->state != CRM_STATE_TRASHED)
        return FALSE;
      if (contains (records, crm_schema_find_table (schema, column->links_to), crm_value_get_integer (&row->values[i])))
        return TRUE;
    }

  return FALSE;
}

/* A link that was cut, or a member that was taken: given back if nothing else is there now. */
static void
give_back (CrmEdit         *edit,
           const CrmRow    *row,
           const CrmColumn *column,
           const CrmTable  *target,
           JsonNode        *change,
           const Records   *records)
{
  if (column->storage == CRM_STORAGE_SET)
    {
      JsonArray *removed = json_object_get_array_member (json_node_get_object (change), "-");

      for (guint i = 0; i < json_array_get_length (removed); i++)
        {
          CrmValue key = crm_value_integer (json_array_get_int_element (json_array_get_array_element (removed, i), 0));

          if (contains (records, target, key.integer))
            crm_edit_add (edit, column, &key, NULL, NULL);
        }
    }
  else
    {
      JsonArray *pair = json_node_get_array (change);
      g_auto (CrmValue) before = crm_journal_read_value (column, json_array_get_element (pair, 0));
      g_auto (CrmValue) after = crm_journal_read_value (column, json_array_get_element (pair, 1));

      if (contains (records, target, crm_value_get_integer (&before)) && crm_value_equal (crm_row_get (row, column), &after))
        crm_edit_set (edit, column, &before);
    }
}

static gboolean
reverse_update (CrmDoor         *door,
                const Records   *records,
                const CrmTable  *table,
                const CrmEntry  *entry,
                GError         **error)
{
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (JsonNode) node = entry->changes != NULL ? crm_json_parse (entry->changes, -1, G_MAXSIZE, NULL) : NULL;
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, entry->record);
  g_autoptr (CrmRow) row = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *change;

  if (node == NULL)
    return TRUE;

  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &change))
    {
      const CrmColumn *column = crm_table_find_column (table, name);

      if (column == NULL || !has_table (records, schema, column->links_to))
        continue;

      if (row == NULL)
        row = crm_row_load (crm_door_get_db (door), schema, table, entry->record, CRM_ROW_MEMBERS, NULL);
      if (row == NULL || row->state != CRM_STATE_LIVE)
        return TRUE;

      give_back (edit, row, column, crm_schema_find_table (schema, column->links_to), change, records);
    }

  return edit->changes->len == 0 || crm_door_apply (door, edit, error) != 0;
}

/* Goes through what the batch did that put @records into the trash. */
static gboolean
reverse_batch (CrmDoor  *door,
               Records  *records,
               gint64    batch,
               GError  **error)
{
  gint64 after = 0;
  guint n;

  do
    {
      g_autoptr (GPtrArray) entries = crm_journal_list_changes (crm_door_get_db (door), batch, after, ENTRIES_IN_A_PAGE, error);

      if (entries == NULL)
        return FALSE;

      n = entries->len;
      for (guint i = 0; i < n; i++)
        {
          const CrmEntry *entry = g_ptr_array_index (entries, i);
          const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), entry->table);

          after = entry->id;
          if (table == NULL)
            continue;

          if (entry->op == CRM_OP_TRASH && !contains (records, table, entry->record) &&
              belongs (door, records, table, entry->record) && !restore (door, records, table, entry->record, error))
            return FALSE;
          if (entry->op == CRM_OP_UPDATE && !reverse_update (door, records, table, entry, error))
            return FALSE;
        }
    }
  while (n == ENTRIES_IN_A_PAGE);

  return TRUE;
}

static void
free_records (gpointer data)
{
  Records *records = data;

  g_hash_table_unref (records->keys);
  g_free (records);
}

/**
 * crm_restore_records:
 * @door: an open door
 * @keys: (array length=n_keys): records in the trash
 * @n_keys: how many
 * @error: what the store, the rights or the rules say
 *
 * Takes records out of the trash, with everything that went with them.
 */
gboolean
crm_restore_records (CrmDoor            *door,
                     const CrmTrashKey  *keys,
                     guint               n_keys,
                     GError            **error)
{
  /* Batch → the records that it put into the trash; a batch is gone through once for all of them. */
  g_autoptr (GHashTable) batches = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, free_records);
  GHashTableIter iter;
  gpointer batch, records;

  for (guint i = 0; i < n_keys; i++)
    {
      const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), keys[i].table);
      g_autoptr (GError) reason = NULL;
      gint64 id;

      if (table == NULL)
        continue;

      id = crm_trash_find_batch (crm_door_get_db (door), table, keys[i].id, &reason);
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }

      records = g_hash_table_lookup (batches, &id);
      if (records == NULL)
        {
          records = g_new0 (Records, 1);
          ((Records *) records)->keys = g_hash_table_new_full (crm_trash_key_hash, crm_trash_key_equal, g_free, NULL);
          g_hash_table_insert (batches, g_memdup2 (&id, sizeof id), records);
        }
      if (!restore (door, records, table, keys[i].id, error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, batches);
  while (g_hash_table_iter_next (&iter, &batch, &records))
    if (*(gint64 *) batch != 0 && !reverse_batch (door, records, *(gint64 *) batch, error))
      return FALSE;

  return TRUE;
}
