/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What an edit asks for: whether its values fit, which records its links and handles mean, and what
 * a record is like with them.
 */

#include "config.h"

#include "crm-door-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "crm-error.h"

/*< private >
 * Replaces the handle of a record that this commit has made by its id.
 */
gboolean
_crm_door_resolve_handle (CrmDoor  *self,
                          gint64   *id,
                          GError  **error)
{
  gint64 created;

  if (*id >= 0)
    return TRUE;

  created = crm_commit_get_created (self->commit, *id);
  if (created == 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED,
                   "Handle %" G_GINT64_FORMAT " stands for no record", *id);
      return FALSE;
    }

  *id = created;

  return TRUE;
}

/* The journal is JSON, which could not be read again with anything else in it. */
static gboolean
is_text (const char *text)
{
  return text == NULL || g_utf8_validate (text, -1, NULL);
}

static gboolean
fits_storage (const CrmColumn *column,
              const CrmValue  *value)
{
  if (crm_value_is_empty (value))
    return column->storage != CRM_STORAGE_SET;

  switch (column->storage)
    {
    case CRM_STORAGE_TEXT:
      return value->kind == CRM_VALUE_TEXT && is_text (value->text);
    case CRM_STORAGE_INTEGER:
    case CRM_STORAGE_LINK:
      return value->kind == CRM_VALUE_INTEGER;
    case CRM_STORAGE_REAL:
      return value->kind == CRM_VALUE_REAL;
    case CRM_STORAGE_MONEY:
      return value->kind == CRM_VALUE_MONEY;
    case CRM_STORAGE_SET:
      return column->links_to != NULL ? value->kind == CRM_VALUE_INTEGER
                                      : value->kind == CRM_VALUE_TEXT && is_text (value->text);
    default:
      return FALSE;
    }
}

/* What the program computes takes no change; only when and by whom a record was made may be known
 * better by whoever brings it from elsewhere. */
static gboolean
takes_change (const CrmRow    *row,
              const CrmColumn *column)
{
  return (column->flags & CRM_COLUMN_DERIVED) == 0 ||
         (row->id == 0 && (column == row->table->created || column == row->table->author));
}

static gboolean
check_target (CrmDoor          *self,
              const CrmColumn  *column,
              gint64            id,
              GError          **error)
{
  g_autoptr (GError) reason = NULL;
  char sql[96];
  gint64 found;

  g_snprintf (sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?", column->links_to);
  found = crm_db_get_integer (self->db, 0, &reason, sql, "i", id);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (found == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                   _("There is no %s with the number %" PRId64 "."), column->links_to, id);
      return FALSE;
    }

  return TRUE;
}

/*< private >
 * Says that a number does not fit any more.
 *
 * Returns: %FALSE
 */
gboolean
_crm_set_overflow_error (const CrmColumn  *column,
                         const CrmRow     *row,
                         GError          **error)
{
  g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "A number becomes too large for %s.%s",
               row->table->name, column->name);

  return FALSE;
}

/*< private >
 * Puts what @edit asks for into the row, and notes in @mask which sets it touches.
 */
gboolean
_crm_door_apply_changes (CrmDoor        *self,
                         const CrmEdit  *edit,
                         CrmRow         *row,
                         CrmColumnMask  *mask,
                         GError        **error)
{
  for (guint i = 0; i < edit->changes->len; i++)
    {
      const CrmChange *change = &g_array_index (edit->changes, CrmChange, i);
      const CrmColumn *column = crm_table_get_column (row->table, change->column->id);
      g_auto (CrmValue) value = crm_value_dup (&change->value);
      CrmMember *member;
      guint index;

      if (column == NULL || !fits_storage (column, &value) || !takes_change (row, column) ||
          !is_text (change->text) || !is_text (change->label))
        {
          g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "A value does not fit %s.%s",
                       row->table->name, change->column->name);
          return FALSE;
        }

      if (column->links_to != NULL && value.kind == CRM_VALUE_INTEGER &&
          (!_crm_door_resolve_handle (self, &value.integer, error) || !check_target (self, column, value.integer, error)))
        return FALSE;

      switch (change->kind)
        {
        case CRM_CHANGE_SET:
          crm_value_copy (&row->values[column->index], &value);
          break;

        case CRM_CHANGE_ADJUST:
          if (__builtin_add_overflow (value.integer, crm_value_get_integer (&row->values[column->index]), &value.integer))
            return _crm_set_overflow_error (column, row, error);
          row->values[column->index] = crm_value_integer (value.integer);
          break;

        case CRM_CHANGE_ADD:
          member = crm_member_new (column->id, &value, change->text, change->label);
          if (crm_members_find (row->members, column->id, &value, &index) != NULL)
            {
              crm_member_free (g_ptr_array_index (row->members, index));
              g_ptr_array_index (row->members, index) = member;
            }
          else
            g_ptr_array_add (row->members, member);
          crm_column_mask_add (mask, column);
          break;

        case CRM_CHANGE_REMOVE:
          if (crm_members_find (row->members, column->id, &value, &index) != NULL)
            {
              g_ptr_array_remove_index (row->members, index);
              crm_column_mask_add (mask, column);
            }
          break;

        default:
          g_assert_not_reached ();
        }
    }

  return TRUE;
}
