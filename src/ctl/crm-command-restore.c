/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl restore: back to a backup. Also where there is no database, or one that cannot be opened
 * any more.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-error.h"

/* A path, or the name of a backup as “crmctl backups” says it. */
static char *
find_backup (CrmCtl      *ctl,
             const char  *name,
             GError     **error)
{
  g_autoptr (GPtrArray) backups = NULL;

  if (g_file_test (name, G_FILE_TEST_EXISTS))
    return g_strdup (name);

  backups = crm_backup_list (ctl->path, NULL);
  for (guint i = 0; backups != NULL && i < backups->len; i++)
    {
      const CrmBackup *backup = g_ptr_array_index (backups, i);
      g_autofree char *base = g_path_get_basename (backup->path);

      if (strcmp (name, base) == 0)
        return g_strdup (backup->path);
    }

  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no backup “%s”. “crmctl backups” says which there are."), name);

  return NULL;
}

static gboolean
tell (CrmCtl      *ctl,
      const char  *backup,
      GError     **error)
{
  g_autoptr (GPtrArray) backups = crm_backup_list (ctl->path, NULL);

  if (ctl->quiet)
    return TRUE;
  if (!_crm_print_line (ctl, error, _("Everything is as it was in “%s”."), backup))
    return FALSE;

  /* The newest first. */
  for (guint i = 0; backups != NULL && i < backups->len; i++)
    {
      const CrmBackup *safety = g_ptr_array_index (backups, i);

      if (strcmp (safety->kind, "before-restore") == 0)
        return _crm_print_line (ctl, error, _("What was there before is kept in “%s”."), safety->path);
    }

  return TRUE;
}

static CrmExit
put_in_place (CrmCtl      *ctl,
              const char  *backup,
              GError     **error)
{
  g_autoptr (CrmClock) clock = crm_clock_new_system ();
  g_autofree char *kept = NULL;

  if (!crm_backup_put_in_place (ctl->path, backup, clock, &kept, error))
    return CRM_EXIT_FAILED;
  if (ctl->quiet)
    return CRM_EXIT_DONE;

  return _crm_print_line (ctl, error, _("Everything is as it was in “%s”."), backup) &&
         (kept == NULL || _crm_print_line (ctl, error, _("The file that could not be opened is kept as “%s”."), kept)) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  g_autofree char *backup = find_backup (ctl, ctl->arguments[0], error);
  g_autoptr (GError) reason = NULL;

  if (backup == NULL)
    return CRM_EXIT_NOT_FOUND;
  if (!g_file_test (ctl->path, G_FILE_TEST_EXISTS))
    return put_in_place (ctl, backup, error);

  if (!_crm_open (ctl, &reason))
    {
      if (g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED) ||
          g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN))
        return put_in_place (ctl, backup, error);

      g_propagate_error (error, g_steal_pointer (&reason));
      return CRM_EXIT_FAILED;
    }

  return crm_store_restore (crm_workspace_get_store (ctl->workspace), backup, error) && tell (ctl, backup, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_restore = {
  .name = "restore",
  .arguments = N_("BACKUP"),
  .summary = N_("Go back to a backup"),
  .about = N_("BACKUP is a file, or the name of one of “crmctl backups”. A backup of what is there is made first. A database that\n"
              "cannot be opened is kept beside it. For single records there is “crmctl undelete”."),
  .flags = CRM_COMMAND_NO_FILE,
  .least = 1,
  .most = 1,
  .run = run,
};
