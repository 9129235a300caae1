/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl set: other values, for one record or for many, as one step.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-assignments-private.h"
#include "crm-commands-private.h"
#include "crm-rows-private.h"
#include "crm-selection-private.h"

static char **option_filters;
static gboolean option_create_missing;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "filter", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_filters, N_("All for which it holds, instead of WHICH; may be repeated"), N_("CONDITION") },
  { "create-missing", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_create_missing, N_("Make accounts, options and the like that are named and not there"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print the record as JSON; of many, how many there are"), NULL },
  { NULL },
};

typedef struct
{
  CrmSelection selection;
  GArray *assignments;
  GArray *ids;
} Change;

static gboolean
write_records (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  Change *change = data;
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), change->selection.type->table.id);

  change->ids = _crm_selection_find (&change->selection, door, CRM_STATE_LIVE, error);
  if (change->ids == NULL)
    return FALSE;

  for (guint i = 0; i < change->ids->len; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, g_array_index (change->ids, gint64, i));

      if (!_crm_assignments_apply (change->assignments, door, edit, option_create_missing, error) ||
          crm_door_apply (door, edit, error) == 0 || (i == 0 && !crm_door_set_head (door, edit, edit->id, error)))
        {
          if (change->ids->len > 1)
            g_prefix_error (error, "%s %" G_GINT64_FORMAT ": ", change->selection.type->label, edit->id);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
tell_many (CrmCtl               *ctl,
           const CrmRecordType  *type,
           guint                 n,
           CrmCommit            *commit,
           GError              **error)
{
  g_autofree char *count = crm_record_type_count_label (type, n);

  if (option_json)
    return _crm_write_print_json (ctl, "records", n, commit, error);

  return ctl->quiet || _crm_print_line (ctl, error, _("%s changed."), count);
}

static gboolean
tell_one (CrmCtl               *ctl,
          const CrmRecordType  *type,
          gint64                id,
          CrmCommit            *commit,
          GError              **error)
{
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  g_autoptr (CrmRow) row = _crm_names_load_record (ctl, type, number, FALSE, error);
  g_autofree char *name = NULL;

  if (row == NULL)
    return FALSE;

  if (option_json)
    {
      g_autoptr (GPtrArray) fields = _crm_names_find_fields (type, "all", error);

      return _crm_rows_print_json (ctl, row, fields, error);
    }
  if (ctl->quiet)
    return TRUE;

  name = _crm_names_describe (row);
  if (commit->id == 0)
    return _crm_print_line (ctl, error, _("%s %s is so already."), type->label, name);

  /* TRANSLATORS: a kind of record, and which one: "Contact “Ana Ruiz” (12) changed." */
  return _crm_print_line (ctl, error, _("%s %s changed."), type->label, name);
}

static CrmExit
change (CrmCtl  *ctl,
        Change  *what,
        GError **error)
{
  g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, write_records, what, error);
  const CrmRecordType *type = what->selection.type;

  if (commit == NULL)
    return CRM_EXIT_FAILED;

  type = crm_workspace_get_type_named (ctl->workspace, type->table.name);
  if (what->selection.query != NULL)
    return tell_many (ctl, type, what->ids->len, commit, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  return tell_one (ctl, type, g_array_index (what->ids, gint64, 0), commit, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  guint n_names = option_filters != NULL ? 0 : 1;
  g_autoptr (GArray) assignments = NULL;
  Change what = { 0 };
  CrmExit status = CRM_EXIT_USAGE;

  if (type == NULL)
    return CRM_EXIT_USAGE;

  /* The first argument behind the type is who, unless a filter says so. */
  if (ctl->n_arguments < 2 + n_names)
    {
      _crm_ctl_usage (error, _("What is it to be? Write it like city=Madrid."));
      return CRM_EXIT_USAGE;
    }
  assignments = _crm_assignments_read (type, ctl->arguments + 1 + n_names, error);
  if (assignments == NULL)
    return CRM_EXIT_USAGE;

  what.assignments = assignments;
  if (_crm_selection_read (&what.selection, ctl, type, ctl->arguments + 1, n_names, option_filters, error))
    status = change (ctl, &what, error);

  _crm_selection_clear (&what.selection);
  g_clear_pointer (&what.ids, g_array_unref);

  return status;
}

const CrmCommand _crm_command_set = {
  .name = "set",
  .arguments = N_("TYPE WHICH FIELD=VALUE…"),
  .summary = N_("Change records"),
  .about = N_("“FIELD=” empties a field. “FIELD+=VALUE” adds to a set such as the tags, “FIELD-=VALUE” takes out of it.\n"
              "With --filter, WHICH is left out, and all that match are changed in one step."),
  .least = 2,
  .options = options,
  .run = run,
};
