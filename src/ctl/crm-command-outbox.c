/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl outbox: what has to leave the machine, and what people decide about it: try it again, do not send it, it has
 * arrived.
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-outbox.h"

#define MANY 100000

static gboolean option_json;
static char *option_state;

static const GOptionEntry options[] = {
  { "state", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_state, N_("Only what is in that state, such as “uncertain”"), N_("STATE") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

typedef struct
{
  const char *verb;
  const char *id;
} Job;

static gboolean
change_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Job *job = data;

  if (strcmp (job->verb, "retry") == 0)
    return crm_outbox_retry (door, job->id, error);
  if (strcmp (job->verb, "cancel") == 0)
    return crm_outbox_cancel (door, job->id, error);

  return crm_outbox_settle (door, job->id, CRM_VERDICT_ACCEPTED, NULL, NULL, NULL, 0, error);
}

static gpointer
list_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_outbox_list (db, option_state, MANY, error);
}

static gboolean
print_item (CrmCtl               *ctl,
            CrmGrid              *grid,
            const CrmOutboxItem  *item,
            GError              **error)
{
  char *cells[] = { item->id, item->channel, item->state, item->address != NULL ? item->address : (char *) "", item->name != NULL ? item->name : (char *) "" };
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return _crm_grid_add_row (grid, cells, error);

  _crm_object_begin (json);
  _crm_object_add_text (json, "id", item->id);
  _crm_object_add_text (json, "channel", item->channel);
  _crm_object_add_text (json, "state", item->state);
  _crm_object_add_text (json, "kind", item->kind);
  _crm_object_add_text (json, "name", item->name);
  _crm_object_add_text (json, "address", item->address);
  _crm_object_add_integer (json, "attempts", item->attempts);
  _crm_object_add_text (json, "payload", item->payload);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static CrmExit
list (CrmCtl  *ctl,
      GError **error)
{
  g_autoptr (GPtrArray) items = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, list_func, NULL, error);
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  if (items == NULL)
    return CRM_EXIT_FAILED;

  _crm_grid_add_column (grid, _("Number"), FALSE);
  _crm_grid_add_column (grid, _("By"), FALSE);
  _crm_grid_add_column (grid, _("State"), FALSE);
  _crm_grid_add_column (grid, _("To"), FALSE);
  _crm_grid_add_column (grid, _("Message"), FALSE);
  for (guint i = 0; i < items->len; i++)
    if (!print_item (ctl, grid, g_ptr_array_index (items, i), error))
      return CRM_EXIT_FAILED;

  return option_json || _crm_grid_end (grid, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  Job job = { ctl->arguments[0], ctl->n_arguments > 1 ? ctl->arguments[1] : NULL };
  g_autoptr (CrmCommit) commit = NULL;

  if (strcmp (job.verb, "list") == 0 && job.id == NULL)
    return list (ctl, error);
  if (strcmp (job.verb, "retry") != 0 && strcmp (job.verb, "cancel") != 0 && strcmp (job.verb, "sent") != 0)
    {
      _crm_ctl_usage (error, _("There is no “crmctl outbox %s”."), job.verb);
      return CRM_EXIT_USAGE;
    }
  if (job.id == NULL)
    {
      _crm_ctl_usage (error, "%s", _("Say which message; “crmctl outbox list” has their numbers."));
      return CRM_EXIT_USAGE;
    }

  commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, change_func, &job, error);

  return commit != NULL ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_outbox = {
  .name = "outbox",
  .arguments = N_("list | retry|cancel|sent NUMBER"),
  .summary = N_("See what has to leave this computer, and decide about it"),
  .about = N_("“retry” tries a message again that has failed or whose fate is unknown, “cancel” does not send it, "
              "and “sent” says that it has arrived."),
  .least = 1,
  .most = 2,
  .options = options,
  .run = run,
};
