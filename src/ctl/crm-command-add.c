/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl add: a new record.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-assignments-private.h"
#include "crm-commands-private.h"
#include "crm-rows-private.h"

static gboolean option_create_missing;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "create-missing", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_create_missing, N_("Make accounts, options and the like that are named and not there"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print the record as JSON"), NULL },
  { NULL },
};

typedef struct
{
  const CrmRecordType *type;
  GArray *assignments;
  gint64 id;
} Addition;

static gboolean
write_record (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  Addition *addition = data;
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), addition->type->table.id);
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);

  if (!_crm_assignments_apply (addition->assignments, door, edit, option_create_missing, error))
    return FALSE;

  addition->id = crm_door_apply (door, edit, error);

  return addition->id != 0 && crm_door_set_head (door, edit, addition->id, error);
}

static gboolean
tell (CrmCtl               *ctl,
      const CrmRecordType  *type,
      gint64                id,
      GError              **error)
{
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);
  g_autoptr (CrmRow) row = _crm_names_load_record (ctl, type, number, FALSE, error);
  g_autofree char *name = NULL;
  char uuid[CRM_UUID_STRING_SIZE];

  if (row == NULL)
    return FALSE;

  if (option_json)
    {
      g_autoptr (GPtrArray) fields = _crm_names_find_fields (type, "all", error);

      return _crm_rows_print_json (ctl, row, fields, error);
    }

  crm_uuid_print (&row->uuid, uuid);
  if (ctl->quiet)
    return _crm_print_line (ctl, error, "%s", uuid);

  name = _crm_names_describe (row);

  /* TRANSLATORS: a kind of record, and which one: "Contact “Ana Ruiz” (12) added." */
  return _crm_print_line (ctl, error, _("%s %s added."), type->label, name);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  g_autoptr (GArray) assignments = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  Addition addition = { type };

  if (type == NULL)
    return CRM_EXIT_USAGE;

  assignments = _crm_assignments_read (type, ctl->arguments + 1, error);
  if (assignments == NULL)
    return CRM_EXIT_USAGE;

  addition.assignments = assignments;
  commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, write_record, &addition, error);
  if (commit == NULL)
    return CRM_EXIT_FAILED;

  type = crm_workspace_get_type_named (ctl->workspace, type->table.name);

  return tell (ctl, type, addition.id, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_add = {
  .name = "add",
  .arguments = N_("TYPE FIELD=VALUE…"),
  .summary = N_("Add a record"),
  .about = N_("“crmctl fields TYPE” says which fields there are. Several values of a set have “;” between them.\n"
              "With --quiet only the id of the new record is printed."),
  .least = 2,
  .options = options,
  .run = run,
};
