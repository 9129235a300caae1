/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who may do what. Asked by the store for every write, whoever makes it.
 */

#include "config.h"

#include "crm-rights.h"

#include <glib/gi18n-lib.h>

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
    case CRM_ID_BUSINESS:
    case CRM_ID_USER:
    case CRM_ID_FIELD:
    case CRM_ID_OPTION:
      if (crm_rights_is_administrator (db, actor))
        return TRUE;
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED,
                           _("Only an administrator can change this. Ask one of them."));
      return FALSE;

    case CRM_ID_ACCOUNT:
      if (image->op != CRM_OP_UPDATE || !crm_image_changes (image, "owner") || crm_rights_may_reassign (db, actor))
        return TRUE;
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_DENIED,
                           _("Only an administrator, or somebody who may reassign accounts, can change the account owner."));
      return FALSE;

    default:
      return TRUE;
    }
}
