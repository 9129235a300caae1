/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record on its way through the door, as the rules of the model see it.
 */

#include "config.h"

#include "crm-door.h"

/**
 * crm_image_get_text:
 * @column: the name of a column
 *
 * Returns: (transfer none) (nullable): its text after the write
 */
const char *
crm_image_get_text (const CrmImage *image,
                    const char     *column)
{
  return crm_row_get_text (image->after, column);
}

/**
 * crm_image_get_integer:
 * @column: the name of a column
 *
 * Returns: its number or record id after the write, or 0
 */
gint64
crm_image_get_integer (const CrmImage *image,
                       const char     *column)
{
  return crm_row_get_integer (image->after, column);
}

/**
 * crm_image_changes:
 * @column: the name of a column
 *
 * Returns: %TRUE if the write gives the column another value, or touches the set
 */
gboolean
crm_image_changes (const CrmImage *image,
                   const char     *column)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);

  g_return_val_if_fail (found != NULL, FALSE);

  if (found->storage == CRM_STORAGE_SET)
    {
      for (guint i = 0; image->changes != NULL && i < image->changes->len; i++)
        if (g_array_index (image->changes, CrmChange, i).column->id == found->id)
          return TRUE;
      return FALSE;
    }

  if (image->before == NULL)
    return !crm_value_is_empty (&image->after->values[found->index]);

  return !crm_value_equal (&image->before->values[found->index], &image->after->values[found->index]);
}

/**
 * crm_image_derive:
 * @column: the name of a column
 * @value: (transfer full): its value
 *
 * Gives a column a value on the way. For derived columns and defaults.
 */
void
crm_image_derive (CrmImage   *image,
                  const char *column,
                  CrmValue    value)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);

  g_return_if_fail (found != NULL);

  crm_value_clear (&image->after->values[found->index]);
  image->after->values[found->index] = value;
}

/**
 * crm_image_count:
 * @column: the name of a set
 *
 * Returns: how many members it will have
 */
guint
crm_image_count (const CrmImage *image,
                 const char     *column)
{
  const CrmColumn *found = crm_table_find_column (image->table, column);
  guint n = 0;

  g_return_val_if_fail (found != NULL, 0);

  for (guint i = 0; i < image->after->members->len; i++)
    n += ((const CrmMember *) g_ptr_array_index (image->after->members, i))->column == found->id;

  return n;
}
