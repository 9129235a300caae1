/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Team members leave, and what was theirs goes to somebody else.
 */

#include "config.h"

#include "crm-team.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-rights.h"

/**
 * crm_team_check_removal:
 * @db: a connection
 * @actor: the id of the user who wants to remove somebody
 * @user: the id of a team member
 * @error: %CRM_ERROR_DENIED or %CRM_ERROR_REFUSED, with what to do
 *
 * Returns: %TRUE if @actor may remove @user
 */
gboolean
crm_team_check_removal (CrmDb   *db,
                        gint64   actor,
                        gint64   user,
                        GError **error)
{
  if (!crm_rights_is_administrator (db, actor))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED,
                           _("Only an administrator can change this. Ask one of them."));
      return FALSE;
    }

  if (crm_rights_is_last_administrator (db, user))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("Somebody has to be the administrator. Make another team member administrator first."));
      return FALSE;
    }

  if (actor != 0 && actor == user)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("You cannot remove yourself. Ask another administrator to do it."));
      return FALSE;
    }

  return TRUE;
}

/* Whether @column says who is responsible, not who was: what has been done stays done by whom it was. */
static gboolean
is_responsibility (const CrmTable  *table,
                   const CrmColumn *column)
{
  return table->id != CRM_ID_ACTIVITY && crm_field_is_editable (crm_field_from_column (column));
}

/* Who is named in settings has to be there. */
static gboolean
is_setting (guint16 table)
{
  return table == CRM_ID_BUSINESS || table == CRM_ID_PIPELINE;
}

/* The records of @table that name @user; of tasks those that are still to be done. */
static GArray *
list_users (CrmDb            *db,
            const CrmTable   *table,
            const CrmColumn  *column,
            gint64            user,
            GError          **error)
{
  GArray *ids = crm_usage_list_users (db, table, column, user, error);

  for (guint i = ids != NULL && table->id == CRM_ID_TASK ? ids->len : 0; i > 0; i--)
    if (crm_db_get_integer (db, 1, NULL, "SELECT open FROM task WHERE id = ?", "i", g_array_index (ids, gint64, i - 1)) == 0)
      g_array_remove_index (ids, i - 1);

  return ids;
}

/**
 * crm_team_list_belongings:
 * @db: a connection
 * @user: the id of a team member
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmUse) (nullable): what the team member is responsible
 *   for, or %NULL with @error set
 */
GArray *
crm_team_list_belongings (CrmDb      *db,
                          CrmSchema  *schema,
                          gint64      user,
                          GError    **error)
{
  g_autoptr (GArray) uses = crm_usage_of_record (db, schema, crm_schema_get_table (schema, CRM_ID_USER), user, error);

  for (guint i = uses != NULL ? uses->len : 0; i > 0; i--)
    {
      CrmUse *use = &g_array_index (uses, CrmUse, i - 1);
      const CrmTable *table = crm_schema_get_table (schema, use->table);
      const CrmColumn *column = crm_table_get_column (table, use->column);

      if (is_responsibility (table, column) && use->table == CRM_ID_TASK)
        {
          g_autoptr (GArray) ids = list_users (db, table, column, user, error);

          if (ids == NULL)
            return NULL;
          use->n = ids->len;
        }
      if (!is_responsibility (table, column) || use->n == 0)
        g_array_remove_index (uses, i - 1);
    }

  return g_steal_pointer (&uses);
}

/* Gives what @use counts to @heir, or to nobody. */
static gboolean
hand_over (CrmDoor       *door,
           const CrmUse  *use,
           gint64         user,
           gint64         heir,
           GError       **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), use->table);
  const CrmColumn *column = crm_table_get_column (table, use->column);
  g_autoptr (CrmEdit) edit = NULL;
  CrmValue value = heir != 0 ? crm_value_integer (heir) : (CrmValue) CRM_VALUE_INIT;
  CrmValue old = crm_value_integer (user);

  edit = crm_edit_new (table, CRM_OP_UPDATE, 0);
  edit->ids = list_users (crm_door_get_db (door), table, column, user, error);
  if (edit->ids == NULL)
    return FALSE;

  if (column->storage == CRM_STORAGE_SET)
    {
      crm_edit_remove (edit, column, &old);
      if (heir != 0)
        crm_edit_add (edit, column, &value, NULL, NULL);
    }
  else
    crm_edit_set (edit, column, &value);

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_team_remove:
 * @door: an open door
 * @user: the id of the team member who leaves
 * @heir: the id of the team member who gets what was theirs, or 0 to leave it as it is
 * @error: what the rights and the rules say
 *
 * Puts a team member into the trash. Without an heir their records go on naming them; only
 * settings do not, so that nothing new comes to them.
 */
gboolean
crm_team_remove (CrmDoor  *door,
                 gint64    user,
                 gint64    heir,
                 GError  **error)
{
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (GArray) uses = NULL;
  g_autoptr (CrmEdit) edit = NULL;

  if (!crm_team_check_removal (crm_door_get_db (door), crm_door_get_actor (door), user, error))
    return FALSE;

  uses = crm_team_list_belongings (crm_door_get_db (door), schema, user, error);
  if (uses == NULL)
    return FALSE;

  /* First, so that history says who left. */
  edit = crm_edit_new (crm_schema_get_table (schema, CRM_ID_USER), CRM_OP_TRASH, user);
  if (crm_door_apply (door, edit, error) == 0)
    return FALSE;

  for (guint i = 0; i < uses->len; i++)
    {
      const CrmUse *use = &g_array_index (uses, CrmUse, i);

      if ((heir != 0 || is_setting (use->table)) && !hand_over (door, use, user, heir, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_team_list_administrators:
 * @db: a connection
 *
 * Returns: (transfer full): the names of the administrators, with commas
 */
char *
crm_team_list_administrators (CrmDb *db)
{
  char *names = crm_db_get_text (db, NULL,
                                 "SELECT group_concat (name, ', ') FROM "
                                 "(SELECT name FROM user WHERE state = 0 AND role = 'administrator' ORDER BY name_key)", "");

  return names != NULL ? names : g_strdup ("");
}
