/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who may do what. Asked by the store for every write, whoever makes it.
 */

#include "config.h"

#include "crm-rights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"

/**
 * crm_rights_is_administrator:
 * @db: a connection
 * @actor: the id of a user; 0 is the program itself
 */
gboolean
crm_rights_is_administrator (CrmDb  *db,
                             gint64  actor)
{
  return actor == 0 ||
         crm_db_get_integer (db, 0, NULL, "SELECT role = 'administrator' FROM user WHERE id = ? AND state = 0", "i", actor) != 0;
}

/**
 * crm_rights_is_last_administrator:
 * @db: a connection
 * @user: the id of a team member
 *
 * Returns: %TRUE if nobody else could change settings
 */
gboolean
crm_rights_is_last_administrator (CrmDb  *db,
                                  gint64  user)
{
  return crm_rights_is_administrator (db, user) && user != 0 &&
         crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM user "
                             "WHERE state = 0 AND role = 'administrator' AND id <> ?", "i", user) == 0;
}

/**
 * crm_rights_find_default_actor:
 * @db: a connection
 *
 * Who works with the program on this computer: the one for whom it was made at the first start.
 * Should that one have left the team, the first administrator, so that nobody is locked out.
 *
 * Returns: the id of a team member, or 0 if there is none
 */
gint64
crm_rights_find_default_actor (CrmDb *db)
{
  return crm_db_get_integer (db, 0, NULL,
                             "SELECT id FROM user WHERE state = 0 "
                             "ORDER BY id <> 1, coalesce (role, '') <> 'administrator', id LIMIT 1", "");
}

/**
 * crm_rights_may_purge:
 * @db: a connection
 * @actor: the id of a user
 * @error: %CRM_ERROR_DENIED
 *
 * Returns: %TRUE if @actor may remove records for good, which nothing brings back
 */
gboolean
crm_rights_may_purge (CrmDb   *db,
                      gint64   actor,
                      GError **error)
{
  if (crm_rights_is_administrator (db, actor))
    return TRUE;

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED,
                       _("Only an administrator can delete forever. The trash is emptied by itself after 30 days."));

  return FALSE;
}

/**
 * crm_rights_may_reassign:
 * @db: a connection
 * @actor: the id of a user
 *
 * Returns: %TRUE if @actor may change who owns an account (`features.md`, A5)
 */
gboolean
crm_rights_may_reassign (CrmDb  *db,
                         gint64  actor)
{
  return crm_rights_is_administrator (db, actor) ||
         crm_db_get_integer (db, 0, NULL, "SELECT may_reassign FROM user WHERE id = ? AND state = 0", "i", actor) != 0;
}

static gboolean
deny_settings (GError **error)
{
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED,
                       _("Only an administrator can change this. Ask one of them."));

  return FALSE;
}

static gboolean
is_administrator_after (const CrmImage *image)
{
  return image->after->state == CRM_STATE_LIVE && g_strcmp0 (crm_image_get_text (image, "role"), "administrator") == 0;
}

/* Whose turn it was is remembered by whoever adds a deal. */
static gboolean
only_takes_turns (const CrmImage *image)
{
  for (guint i = 0; image->op == CRM_OP_UPDATE && i < image->changes->len; i++)
    if (strcmp (g_array_index (image->changes, CrmChange, i).column->name, "last_owner") != 0)
      return FALSE;

  return image->op == CRM_OP_UPDATE;
}

/**
 * crm_rights_is_setting:
 * @table: the id of a table
 *
 * Returns: %TRUE if only administrators write to it
 */
gboolean
crm_rights_is_setting (guint16 table)
{
  switch (table)
    {
    case CRM_ID_BUSINESS:
    case CRM_ID_USER:
    case CRM_ID_FIELD:
    case CRM_ID_OPTION:
    case CRM_ID_PIPELINE:
    case CRM_ID_STAGE:
    case CRM_ID_TASK_TYPE:
    case CRM_ID_OUTCOME:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * crm_rights_allow:
 * @image: a record that is about to be written
 * @error: %CRM_ERROR_DENIED, with what to do
 */
gboolean
crm_rights_allow (CrmImage  *image,
                  GError   **error)
{
  CrmDb *db = crm_door_get_db (image->door);
  gint64 actor = crm_door_get_actor (image->door);

  switch (image->table->id)
    {
    case CRM_ID_USER:
      if (!crm_rights_is_administrator (db, actor))
        return deny_settings (error);
      if (crm_rights_is_last_administrator (db, image->id) && !is_administrator_after (image))
        {
          g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                               _("Somebody has to be the administrator. Make another team member administrator first."));
          return FALSE;
        }
      return TRUE;

    case CRM_ID_PIPELINE:
      return only_takes_turns (image) || crm_rights_is_administrator (db, actor) || deny_settings (error);

    case CRM_ID_ACCOUNT:
      if (image->op != CRM_OP_UPDATE || !crm_image_changes (image, "owner") || crm_rights_may_reassign (db, actor))
        return TRUE;
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED,
                           _("Only an administrator, or somebody who may reassign accounts, can change the account owner."));
      return FALSE;

    default:
      return !crm_rights_is_setting (image->table->id) || crm_rights_is_administrator (db, actor) || deny_settings (error);
    }
}
