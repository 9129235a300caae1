/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Opens the database of a run. One that is not there is not made by the way: a mistyped path would
 * be an empty database, and everybody would wonder where the customers are.
 */

#include "config.h"

#include "crm-ctl-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"

/*< private >
 * @error: %CRM_ERROR_NOT_FOUND if there is no database or no such team member, a %CRM_STORE_ERROR
 *
 * Opens the database, and says who works with it.
 */
gboolean
_crm_open (CrmCtl  *ctl,
           GError **error)
{
  g_autoptr (CrmClock) clock = crm_clock_new_system ();

  if ((ctl->command->flags & CRM_COMMAND_MAKES_FILE) == 0 && !g_file_test (ctl->path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no database “%s”. Make one with “%s init”."), ctl->path, ctl->program);
      return FALSE;
    }

  ctl->workspace = crm_workspace_open (ctl->path, clock, error);
  if (ctl->workspace == NULL)
    return FALSE;

  ctl->catalogue = g_object_ref (crm_workspace_get_catalogue (ctl->workspace));

  return ctl->user == NULL || crm_workspace_set_actor (ctl->workspace, ctl->user, error);
}
