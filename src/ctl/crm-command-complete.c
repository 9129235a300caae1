/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl complete: what could come next, for the shell that completes what somebody types.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"

static gboolean
print_commands (CrmCtl  *ctl,
                GError **error)
{
  guint n_commands;
  const CrmCommand *const *commands = _crm_commands_list (&n_commands);

  for (guint i = 0; i < n_commands; i++)
    if ((commands[i]->flags & CRM_COMMAND_HIDDEN) == 0 && !_crm_print_line (ctl, error, "%s", commands[i]->name))
      return FALSE;

  return TRUE;
}

static gboolean
print_options (CrmCtl              *ctl,
               const GOptionEntry  *options,
               GError             **error)
{
  for (; options != NULL && options->long_name != NULL; options++)
    if (*options->long_name != '\0' && !_crm_print_line (ctl, error, "--%s", options->long_name))
      return FALSE;

  return TRUE;
}

static gboolean
print_types (CrmCtl  *ctl,
             GError **error)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (catalogue, &n_types);

  for (guint i = 0; i < n_types; i++)
    if (!_crm_print_line (ctl, error, "%s", types[i]->table.name))
      return FALSE;

  return TRUE;
}

/* Those that everybody has; the others are in a database that may take a while to open. */
static gboolean
print_fields (CrmCtl      *ctl,
              const char  *name,
              GError     **error)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmRecordType *type = crm_catalogue_find (catalogue, name);

  for (guint i = 0; type != NULL && i < type->n_fields; i++)
    if (crm_field_is_shown (type->fields[i]) && !_crm_print_line (ctl, error, "%s", type->fields[i]->key))
      return FALSE;

  return TRUE;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const char *what = ctl->arguments[0];
  const char *of = ctl->arguments[1];
  const CrmCommand *command = of != NULL ? _crm_commands_find (of) : NULL;
  gboolean printed = TRUE;

  if (strcmp (what, "commands") == 0)
    printed = print_commands (ctl, error);
  else if (strcmp (what, "types") == 0)
    printed = print_types (ctl, error);
  else if (strcmp (what, "fields") == 0 && of != NULL)
    printed = print_fields (ctl, of, error);
  else if (strcmp (what, "options") == 0)
    printed = print_options (ctl, command != NULL ? command->options : NULL, error) &&
              print_options (ctl, _crm_ctl_get_options (), error);

  return printed ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_complete = {
  .name = "complete",
  .arguments = "commands|types|fields TYPE|options COMMAND",
  .summary = "Say what could come next, for shells",
  .flags = CRM_COMMAND_NO_FILE | CRM_COMMAND_HIDDEN,
  .least = 1,
  .most = 2,
  .run = run,
};
