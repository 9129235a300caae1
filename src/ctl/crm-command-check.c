/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl check: whether the file is sound and agrees with itself.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-upkeep-jobs.h"

static gboolean option_repair;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "repair", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_repair, N_("Make anew what follows from the records: indexes, counts, the search"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

static gboolean
print_finding (CrmCtl      *ctl,
               const char  *finding,
               GError     **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return _crm_print_line (ctl, error, "%s", finding);

  _crm_object_begin (json);
  _crm_object_add_text (json, "finding", finding);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);

  if (option_repair && !crm_upkeep_repair (ctl->workspace, error))
    return CRM_EXIT_FAILED;
  if (!crm_store_check (crm_workspace_get_store (ctl->workspace), findings, error))
    return CRM_EXIT_FAILED;

  for (guint i = 0; i < findings->len; i++)
    if (!print_finding (ctl, g_ptr_array_index (findings, i), error))
      return CRM_EXIT_FAILED;

  if (findings->len > 0)
    return CRM_EXIT_REMAINDER;

  return ctl->quiet || option_json || _crm_print_line (ctl, error, _("The database is sound.")) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_check = {
  .name = "check",
  .summary = N_("Check the database"),
  .about = N_("Reads everything. What is wrong is printed, a sentence a line, and the status is 4 then."),
  .options = options,
  .run = run,
};
