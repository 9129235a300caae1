/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl undelete: out of the trash, with what went there along.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-restore.h"
#include "crm-selection-private.h"

static gboolean
write_records (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  const CrmSelection *selection = data;
  g_autoptr (GArray) ids = _crm_selection_find (selection, door, CRM_STATE_TRASHED, error);
  g_autoptr (GArray) keys = g_array_new (FALSE, TRUE, sizeof (CrmTrashKey));

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      CrmTrashKey key = { .id = g_array_index (ids, gint64, i), .table = selection->type->table.id };

      g_array_append_val (keys, key);
    }

  return crm_restore_records (door, (const CrmTrashKey *) (gpointer) keys->data, keys->len, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  g_autoptr (CrmCommit) commit = NULL;
  g_auto (CrmSelection) selection = { 0 };
  g_autofree char *count = NULL;

  if (type == NULL || !_crm_selection_read (&selection, ctl, type, ctl->arguments + 1, ctl->n_arguments - 1, NULL, error))
    return CRM_EXIT_USAGE;

  commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, write_records, &selection, error);
  if (commit == NULL)
    return CRM_EXIT_FAILED;
  if (ctl->quiet)
    return CRM_EXIT_DONE;

  count = crm_record_type_count_label (type, ctl->n_arguments - 1);

  return _crm_print_line (ctl, error, _("%s back from the trash."), count) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_undelete = {
  .name = "undelete",
  .arguments = N_("TYPE WHICH…"),
  .summary = N_("Bring records back from the trash"),
  .about = N_("What went into the trash with a record comes back with it. “crmctl trash” says what is there."),
  .least = 2,
  .run = run,
};
