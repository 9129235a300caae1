/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl redo: what was undone, again.
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
  return _crm_undoing_run (ctl, 0, TRUE, option_json, error);
}

const CrmCommand _crm_command_redo = {
  .name = "redo",
  .summary = N_("Do again what you undid last"),
  .options = options,
  .run = run,
};
