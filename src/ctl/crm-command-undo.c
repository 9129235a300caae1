/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl undo: a step back.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-undoing-private.h"

static gboolean option_json;

static const GOptionEntry options[] = {
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print what came of it as JSON"), NULL },
  { NULL },
};

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  guint64 step = 0;

  if (ctl->n_arguments > 0 && !g_ascii_string_to_unsigned (ctl->arguments[0], 10, 1, G_MAXINT64, &step, NULL))
    {
      _crm_ctl_usage (error, _("“%s” is not the number of a step. “crmctl history” says which there are."), ctl->arguments[0]);
      return CRM_EXIT_USAGE;
    }

  return _crm_undoing_run (ctl, (gint64) step, FALSE, option_json, error);
}

const CrmCommand _crm_command_undo = {
  .name = "undo",
  .arguments = N_("[STEP]"),
  .summary = N_("Undo your last step, or another one"),
  .about = N_("“crmctl history” says the numbers of the steps: single changes, bulk changes, whole imports. What has been\n"
              "changed since stays as it is, and the status is 4 then."),
  .most = 1,
  .options = options,
  .run = run,
};
