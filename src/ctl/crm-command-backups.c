/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl backups: the backups that there are.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-date.h"

static gboolean option_json;

static const GOptionEntry options[] = {
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

static gboolean
print (CrmCtl           *ctl,
       CrmGrid          *grid,
       const CrmBackup  *backup,
       GError          **error)
{
  g_autofree char *when = crm_instant_format (backup->time);
  g_autofree char *size = g_format_size ((guint64) backup->size);
  char *cells[] = { when, backup->kind, size, (char *) (backup->checked ? _("checked") : ""), backup->path };
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return _crm_grid_add_row (grid, cells, error);

  _crm_object_begin (json);
  _crm_object_add_text (json, "path", backup->path);
  _crm_object_add_instant (json, "time", backup->time);
  _crm_object_add_text (json, "kind", backup->kind);
  _crm_object_add_integer (json, "size", backup->size);
  _crm_object_add_boolean (json, "checked", backup->checked);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  g_autoptr (GPtrArray) backups = crm_backup_list (ctl->path, error);
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  if (backups == NULL)
    return CRM_EXIT_FAILED;

  _crm_grid_add_column (grid, _("When"), FALSE);
  _crm_grid_add_column (grid, _("Kind"), FALSE);
  _crm_grid_add_column (grid, _("Size"), TRUE);
  _crm_grid_add_column (grid, "", FALSE);
  _crm_grid_add_column (grid, _("File"), FALSE);
  for (guint i = 0; i < backups->len; i++)
    if (!print (ctl, grid, g_ptr_array_index (backups, i), error))
      return CRM_EXIT_FAILED;

  return option_json || _crm_grid_end (grid, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_backups = {
  .name = "backups",
  .summary = N_("List the backups"),
  .about = N_("Works even if the database cannot be opened."),
  .flags = CRM_COMMAND_NO_FILE,
  .options = options,
  .run = run,
};
