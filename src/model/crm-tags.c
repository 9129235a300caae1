/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Several tags become one.
 */

#include "config.h"

#include "crm-tags.h"

#include "crm-usage.h"

/* Whoever has @other has @keep instead. */
static gboolean
merge_into (CrmDoor         *door,
            const CrmTable  *tags,
            gint64           other,
            gint64           keep,
            GError         **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (GArray) uses = crm_usage_of_record (db, schema, tags, other, error);
  g_autoptr (CrmEdit) trash = crm_edit_new (tags, CRM_OP_TRASH, other);
  CrmValue old = crm_value_integer (other);
  CrmValue new = crm_value_integer (keep);

  if (uses == NULL)
    return FALSE;

  for (guint i = 0; i < uses->len; i++)
    {
      const CrmUse *use = &g_array_index (uses, CrmUse, i);
      const CrmTable *table = crm_schema_get_table (schema, use->table);
      const CrmColumn *column = crm_table_get_column (table, use->column);
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, 0);

      edit->ids = crm_usage_list_users (db, table, column, other, error);
      if (edit->ids == NULL)
        return FALSE;

      if (column->storage == CRM_STORAGE_SET)
        {
          crm_edit_add (edit, column, &new, NULL, NULL);
          crm_edit_remove (edit, column, &old);
        }
      else
        crm_edit_set (edit, column, &new);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return crm_door_apply (door, trash, error) != 0;
}

/**
 * crm_tags_merge:
 * @door: an open door
 * @tags: (array length=n_tags): the ids of tags
 * @n_tags: how many
 * @keep: the one that stays, with its name and colour
 * @error: what the store, the rights or the rules say
 *
 * Gives the tag that stays to every record that has one of the others, and puts those into the
 * trash (features.md, C3).
 */
gboolean
crm_tags_merge (CrmDoor       *door,
                const gint64  *tags,
                guint          n_tags,
                gint64         keep,
                GError       **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), CRM_ID_TAG);

  for (guint i = 0; i < n_tags; i++)
    if (tags[i] != keep && !merge_into (door, table, tags[i], keep, error))
      return FALSE;

  return TRUE;
}
