/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl trash: what has been deleted, and emptying it.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-date.h"
#include "crm-trash.h"
#include "crm-upkeep-jobs.h"

static gboolean option_json;
static gboolean option_empty;

static const GOptionEntry options[] = {
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { "empty", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_empty, N_("Delete everything in it for good; nothing brings it back"), NULL },
  { NULL },
};

/* --- What is in it ------------------------------------------------------------------------------------- */

static gpointer
read_keys (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_trash_read_keys (db, schema, error);
}

static gpointer
read_row (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const CrmTrashKey *key = data;

  return crm_row_load (db, schema, crm_schema_get_table (schema, key->table), key->id, CRM_ROW_VALUES, error);
}

static gboolean
print_row (CrmCtl               *ctl,
           CrmGrid              *grid,
           const CrmRecordType  *type,
           const CrmRow         *row,
           GError              **error)
{
  const char *title = crm_row_get_text (row, type->table.title->name);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);
  g_autofree char *when = crm_instant_format (row->deleted);
  char *cells[] = { (char *) type->label, number, (char *) (title != NULL ? title : ""), when };
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return _crm_grid_add_row (grid, cells, error);

  _crm_object_begin (json);
  _crm_object_add_text (json, "type", type->table.name);
  _crm_object_add_uuid (json, "id", &row->uuid);
  _crm_object_add_integer (json, "number", row->id);
  _crm_object_add_text (json, "title", title);
  _crm_object_add_instant (json, "deleted", row->deleted);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static gboolean
print (CrmCtl               *ctl,
       const CrmRecordType  *wanted,
       GError              **error)
{
  CrmStore *store = crm_workspace_get_store (ctl->workspace);
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (ctl->workspace));
  g_autoptr (GArray) keys = crm_store_read (store, CRM_LANE_QUERY, read_keys, NULL, error);
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  if (keys == NULL)
    return FALSE;

  _crm_grid_add_column (grid, _("Kind"), FALSE);
  _crm_grid_add_column (grid, _("No."), TRUE);
  _crm_grid_add_column (grid, _("Name"), FALSE);
  _crm_grid_add_column (grid, _("Deleted"), FALSE);

  for (guint i = 0; i < keys->len && !ctl->deaf; i++)
    {
      const CrmTrashKey *key = &g_array_index (keys, CrmTrashKey, i);
      const CrmRecordType *type = crm_catalogue_get_type_of (crm_schema_get_table (schema, key->table));
      g_autoptr (GError) reason = NULL;
      g_autoptr (CrmRow) row = NULL;

      if (wanted != NULL && wanted->table.id != key->table)
        continue;

      /* One that has left the trash meanwhile is not in it. */
      row = crm_store_read (store, CRM_LANE_QUERY, read_row, (gpointer) key, &reason);
      if (row == NULL && !g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (row != NULL && row->state == CRM_STATE_TRASHED && !print_row (ctl, grid, type, row, error))
        return FALSE;
    }

  return option_json || _crm_grid_end (grid, error);
}

/* --- Emptying it ---------------------------------------------------------------------------------------- */

static gboolean
empty (CrmCtl  *ctl,
       GError **error)
{
  gint64 n = crm_upkeep_purge (ctl->workspace, NULL, CRM_CAUSE_COMMAND, error);

  if (n < 0)
    return FALSE;

  return ctl->quiet ||
         _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%d record deleted for good.", "%d records deleted for good.", (gulong) n), (int) n);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = NULL;

  if (ctl->n_arguments > 0 && (type = _crm_names_find_type (ctl, ctl->arguments[0], error)) == NULL)
    return CRM_EXIT_USAGE;
  if (option_empty && type != NULL)
    {
      _crm_ctl_usage (error, _("The trash is emptied as a whole."));
      return CRM_EXIT_USAGE;
    }

  return (option_empty ? empty (ctl, error) : print (ctl, type, error)) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_trash = {
  .name = "trash",
  .arguments = N_("[TYPE]"),
  .summary = N_("List what has been deleted"),
  .most = 1,
  .options = options,
  .run = run,
};
