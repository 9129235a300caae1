/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl backup: a copy of the database, checked.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-error.h"

static gboolean option_force;

static const GOptionEntry options[] = {
  { "force", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_force, N_("Replace a file that is there"), NULL },
  { NULL },
};

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autofree char *text = g_strdup_printf (_("%d %%"), (int) (total > 0 ? done * 100 / total : 0));

  _crm_print_progress (user_data, text);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  CrmStore *store = crm_workspace_get_store (ctl->workspace);
  const char *path = ctl->n_arguments > 0 ? ctl->arguments[0] : NULL;
  g_autofree char *made = NULL;

  if (path != NULL && !option_force && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("“%s” is there already. Use --force to replace it."), path);
      return CRM_EXIT_FAILED;
    }

  if (path == NULL)
    made = crm_backup_make (crm_store_get_path (store), "manual", crm_workspace_get_clock (ctl->workspace), ctl->cancellable, error);
  else if (crm_backup_write (crm_store_get_path (store), path, progress_cb, ctl, ctl->cancellable, error))
    made = g_strdup (path);
  if (made == NULL)
    return CRM_EXIT_FAILED;

  _crm_print_progress (ctl, NULL);

  return _crm_print_line (ctl, error, "%s", made) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_backup = {
  .name = "backup",
  .arguments = N_("[FILE]"),
  .summary = N_("Make a backup, and check it"),
  .about = N_("Without a name it goes where the other backups are. Its path is printed. Others may work meanwhile."),
  .flags = CRM_COMMAND_STOPS,
  .most = 1,
  .options = options,
  .run = run,
};
