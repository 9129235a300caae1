/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The commands that there are, in the order in which the help names them. A new one is a file with
 * a CrmCommand, and a line here.
 */

#include "config.h"

#include "crm-commands-private.h"

#include <string.h>

static const CrmCommand *const commands[] = {
  &_crm_command_init,
  &_crm_command_list,
  &_crm_command_show,
  &_crm_command_search,
  &_crm_command_add,
  &_crm_command_set,
  &_crm_command_delete,
  &_crm_command_undelete,
  &_crm_command_trash,
  &_crm_command_segment,
  &_crm_command_automation,
  &_crm_command_outbox,
  &_crm_command_duplicates,
  &_crm_command_merge,
  &_crm_command_unmerge,
  &_crm_command_lists,
  &_crm_command_subscribe,
  &_crm_command_unsubscribe,
  &_crm_command_suppress,
  &_crm_command_fields,
  &_crm_command_history,
  &_crm_command_undo,
  &_crm_command_redo,
  &_crm_command_import,
  &_crm_command_export,
  &_crm_command_backup,
  &_crm_command_backups,
  &_crm_command_restore,
  &_crm_command_check,
  &_crm_command_complete,
};

/*< private >
 * @n_commands: (out): how many
 *
 * Returns: (transfer none) (array length=n_commands): all commands
 */
const CrmCommand *const *
_crm_commands_list (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);

  return commands;
}

/*< private >
 * Returns: (transfer none) (nullable): the command with that name
 */
const CrmCommand *
_crm_commands_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];

  return NULL;
}
