/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl delete: into the trash, with what belongs to it, as one step.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-selection-private.h"
#include "crm-team.h"

static char **option_filters;
static char *option_heir;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "filter", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_filters, N_("All for which it holds, instead of WHICH; may be repeated"), N_("CONDITION") },
  { "heir", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_heir, N_("Of a team member: who gets what was theirs"), N_("USER") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print how many there are as JSON"), NULL },
  { NULL },
};

typedef struct
{
  CrmSelection selection;
  GArray *ids;
} Deletion;

/* Settings do not go on naming somebody who has left. */
static gboolean
remove_members (CrmDoor              *door,
                const CrmRecordType  *type,
                GArray               *ids,
                GError              **error)
{
  g_autoptr (CrmRow) heir = NULL;

  if (option_heir != NULL)
    {
      heir = _crm_names_find_record (crm_door_get_db (door), crm_door_get_schema (door), type, option_heir, CRM_STATE_LIVE, error);
      if (heir == NULL)
        return FALSE;
    }

  for (guint i = 0; i < ids->len; i++)
    if (!crm_team_remove (door, g_array_index (ids, gint64, i), heir != NULL ? heir->id : 0, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_records (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  Deletion *deletion = data;
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), deletion->selection.type->table.id);
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_TRASH, 0);

  deletion->ids = _crm_selection_find (&deletion->selection, door, CRM_STATE_LIVE, error);
  if (deletion->ids == NULL)
    return FALSE;
  if (table->id == CRM_ID_USER)
    return remove_members (door, deletion->selection.type, deletion->ids, error);
  if (deletion->ids->len == 0)
    return TRUE;

  edit->ids = g_array_ref (deletion->ids);

  return crm_door_apply (door, edit, error) != 0;
}

static gboolean
tell (CrmCtl               *ctl,
      const CrmRecordType  *type,
      guint                 n,
      CrmCommit            *commit,
      GError              **error)
{
  g_autofree char *count = crm_record_type_count_label (type, n);

  if (option_json)
    return _crm_write_print_json (ctl, "records", n, commit, error);

  return ctl->quiet || _crm_print_line (ctl, error, _("%s deleted. The trash keeps what is deleted for 30 days."), count);
}

static CrmExit
delete (CrmCtl   *ctl,
        Deletion *deletion,
        GError  **error)
{
  g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, write_records, deletion, error);

  return commit != NULL && tell (ctl, deletion->selection.type, deletion->ids->len, commit, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  Deletion deletion = { 0 };
  CrmExit status = CRM_EXIT_USAGE;

  if (type == NULL)
    return CRM_EXIT_USAGE;
  if (option_heir != NULL && type->table.id != CRM_ID_USER)
    {
      _crm_ctl_usage (error, _("Only team members have heirs."));
      return CRM_EXIT_USAGE;
    }

  if (_crm_selection_read (&deletion.selection, ctl, type, ctl->arguments + 1, ctl->n_arguments - 1, option_filters, error))
    status = delete (ctl, &deletion, error);

  _crm_selection_clear (&deletion.selection);
  g_clear_pointer (&deletion.ids, g_array_unref);

  return status;
}

const CrmCommand _crm_command_delete = {
  .name = "delete",
  .arguments = N_("TYPE WHICH…"),
  .summary = N_("Put records into the trash"),
  .about = N_("What belongs to a record goes with it: the deals of an account, not its contacts. “crmctl undo” takes it back,\n"
              "“crmctl undelete” brings back single records. With --filter, WHICH is left out."),
  .least = 1,
  .options = options,
  .run = run,
};
