/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl lists, subscribe, unsubscribe and suppress: who is on which list, and whom nothing is sent.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-date.h"
#include "crm-error.h"
#include "crm-lists.h"
#include "crm-rows-private.h"
#include "crm-selection-private.h"

static char **option_filters;
static char *option_source;
static char *option_reason;
static gboolean option_again;
static gboolean option_all;
static gboolean option_lift;
static gboolean option_json;

#define FILTER { "filter", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_filters, N_("All for which it holds, instead of CONTACT; may be repeated"), N_("CONDITION") }
#define SOURCE { "source", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_source, N_("How it came about: form, link, api, …"), N_("HOW") }
#define JSON { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON"), NULL }

static const GOptionEntry lists_options[] = { JSON, { NULL } };

static const GOptionEntry subscribe_options[] = {
  FILTER,
  SOURCE,
  { "again", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_again, N_("Also those who have unsubscribed: they have asked for it"), NULL },
  JSON,
  { NULL },
};

static const GOptionEntry unsubscribe_options[] = {
  FILTER,
  SOURCE,
  { "reason", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_reason, N_("What the person says"), N_("TEXT") },
  { "all", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_all, N_("From all lists; LIST is left out"), NULL },
  JSON,
  { NULL },
};

static const GOptionEntry suppress_options[] = {
  { "reason", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_reason, N_("Why: manual, unsubscribed, bounced, complaint or import"), N_("WHY") },
  { "lift", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_lift, N_("Things may be sent to the addresses again"), NULL },
  JSON,
  { NULL },
};

/* --- Who is on a list ----------------------------------------------------------------------------------- */

typedef struct
{
  gboolean on;
  gint64 list;
  CrmSelection selection;
  guint n[4]; /* by what came of it */
} Work;

static gboolean
write_subscriptions (CrmDoor   *door,
                     gpointer   data,
                     GError   **error)
{
  Work *work = data;
  g_autoptr (GArray) ids = _crm_selection_find (&work->selection, door, CRM_STATE_LIVE, error);

  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 contact = g_array_index (ids, gint64, i);
      CrmListOutcome outcome;
      gboolean done;

      done = work->on ? crm_lists_subscribe (door, contact, work->list, option_source, option_again ? CRM_SUBSCRIBE_AGAIN : 0, &outcome, error)
                      : crm_lists_unsubscribe (door, contact, work->list, option_source, option_reason, &outcome, error);
      if (!done)
        return FALSE;
      work->n[outcome]++;
    }

  return TRUE;
}

static gboolean
tell (CrmCtl     *ctl,
      const Work *work,
      GError    **error)
{
  static const char *const keys[] = { "done", "already", "has_unsubscribed", "not_subscribed" };
  g_autoptr (GString) json = g_string_new (NULL);

  if (option_json)
    {
      _crm_object_begin (json);
      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        _crm_object_add_integer (json, keys[i], work->n[i]);
      _crm_object_end (json);
      return _crm_print_json (ctl, json, error);
    }

  for (guint i = 0; i < G_N_ELEMENTS (keys) && !ctl->quiet; i++)
    if (work->n[i] > 0 && !_crm_print_line (ctl, error, "%u: %s", work->n[i], crm_list_outcome_get_label ((CrmListOutcome) i)))
      return FALSE;

  return TRUE;
}

static gboolean
check_source (CrmCtl  *ctl,
              GError **error)
{
  const CrmField *field = crm_record_type_find_field (crm_workspace_get_type_named (ctl->workspace, "subscription"), "source");

  if (option_source == NULL)
    return TRUE;

  for (const CrmKeyword *keyword = field->keywords; keyword->value != NULL; keyword++)
    if (strcmp (keyword->value, option_source) == 0)
      return TRUE;

  return _crm_ctl_usage (error, _("“%s” is no way to come to a list. “crmctl fields subscription” says which there are."), option_source);
}

static CrmExit
change (CrmCtl   *ctl,
        gboolean  on,
        GError  **error)
{
  const CrmRecordType *contacts = crm_workspace_get_type_named (ctl->workspace, "contact");
  guint first = option_all && !on ? 0 : 1;
  Work work = { on };
  CrmExit status = CRM_EXIT_USAGE;

  if (first == 1)
    {
      g_autoptr (CrmRow) list = _crm_names_load_record (ctl, crm_workspace_get_type_named (ctl->workspace, "list"), ctl->arguments[0], FALSE, error);

      if (list == NULL)
        return CRM_EXIT_NOT_FOUND;
      work.list = list->id;
    }

  if (check_source (ctl, error) &&
      _crm_selection_read (&work.selection, ctl, contacts, ctl->arguments + first, ctl->n_arguments - first, option_filters, error))
    {
      g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, write_subscriptions, &work, error);

      status = commit == NULL || !tell (ctl, &work, error) ? CRM_EXIT_FAILED
               : work.n[CRM_LIST_HAS_UNSUBSCRIBED] > 0      ? CRM_EXIT_REMAINDER
                                                           : CRM_EXIT_DONE;
    }
  _crm_selection_clear (&work.selection);

  return status;
}

static CrmExit
run_subscribe (CrmCtl  *ctl,
               GError **error)
{
  return change (ctl, TRUE, error);
}

static CrmExit
run_unsubscribe (CrmCtl  *ctl,
                 GError **error)
{
  return change (ctl, FALSE, error);
}

/* --- Lists ------------------------------------------------------------------------------------------------ */

static gpointer
read_ids (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 0, error);
}

/* All lists; or what is known of one contact and its lists. */
static CrmExit
run_lists (CrmCtl  *ctl,
           GError **error)
{
  const CrmRecordType *type = crm_workspace_get_type_named (ctl->workspace, ctl->n_arguments > 0 ? "subscription" : "list");
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);
  g_autoptr (GPtrArray) fields = option_json ? _crm_names_find_fields (type, "all", error) : _crm_rows_list_columns (type);
  g_autoptr (GArray) ids = NULL;

  if (fields == NULL)
    return CRM_EXIT_FAILED;

  if (ctl->n_arguments > 0)
    {
      g_autoptr (CrmRow) row = _crm_names_load_record (ctl, crm_workspace_get_type_named (ctl->workspace, "contact"), ctl->arguments[0], FALSE, error);

      if (row == NULL)
        return CRM_EXIT_NOT_FOUND;
      crm_query_add_link (query, crm_table_find_column (&type->table, "contact"), row->id);
    }
  crm_query_set_sort (query, type->table.title, FALSE);
  ids = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_ids, query, error);

  return ids != NULL && _crm_rows_print (ctl, type, ids, fields, CRM_STATE_LIVE, option_json ? CRM_FORM_JSON : CRM_FORM_TABLE, error)
           ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

/* --- Suppressed addresses --------------------------------------------------------------------------------- */

typedef struct
{
  char **addresses;
  guint n;
} Addresses;

static gboolean
write_suppressions (CrmDoor   *door,
                    gpointer   data,
                    GError   **error)
{
  Addresses *work = data;

  for (guint i = 0; work->addresses[i] != NULL; i++)
    {
      gboolean was = TRUE;

      if (option_lift ? !crm_lists_unsuppress (door, work->addresses[i], &was, error)
                      : crm_lists_suppress (door, work->addresses[i], option_reason, NULL, error) == 0)
        return FALSE;
      work->n += was;
    }

  return TRUE;
}

static CrmExit
run_suppress (CrmCtl  *ctl,
              GError **error)
{
  const CrmField *reason = crm_record_type_find_field (crm_workspace_get_type_named (ctl->workspace, "suppression"), "reason");
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  Addresses work = { ctl->arguments };
  gboolean known = option_reason == NULL;

  for (const CrmKeyword *keyword = reason->keywords; !known && keyword->value != NULL; keyword++)
    known = strcmp (keyword->value, option_reason) == 0;
  if (!known)
    {
      _crm_ctl_usage (error, _("“%s” is no reason. “crmctl fields suppression” says which there are."), option_reason);
      return CRM_EXIT_USAGE;
    }

  commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, write_suppressions, &work, error);
  if (commit == NULL)
    return CRM_EXIT_FAILED;
  if (option_json)
    {
      _crm_object_begin (json);
      _crm_object_add_integer (json, option_lift ? "lifted" : "suppressed", work.n);
      _crm_object_end (json);
      return _crm_print_json (ctl, json, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
    }

  return ctl->quiet ||
         _crm_print_line (ctl, error,
                          option_lift ? g_dngettext (GETTEXT_PACKAGE, "Things may be sent to %u address again.", "Things may be sent to %u addresses again.", work.n)
                                      : g_dngettext (GETTEXT_PACKAGE, "Nothing is sent to %u address any more.", "Nothing is sent to %u addresses any more.", work.n), work.n)
           ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_lists = {
  .name = "lists",
  .arguments = N_("[CONTACT]"),
  .summary = N_("Show the lists, or those that a contact is on and was on"),
  .about = N_("“crmctl add list name=News” makes a list."),
  .most = 1,
  .options = lists_options,
  .run = run_lists,
};

const CrmCommand _crm_command_subscribe = {
  .name = "subscribe",
  .arguments = N_("LIST CONTACT…"),
  .summary = N_("Subscribe contacts to a list"),
  .about = N_("Whoever has unsubscribed is left alone, unless --again says that the person has asked for it."),
  .least = 1,
  .options = subscribe_options,
  .run = run_subscribe,
};

const CrmCommand _crm_command_unsubscribe = {
  .name = "unsubscribe",
  .arguments = N_("LIST CONTACT…"),
  .summary = N_("Unsubscribe contacts from a list, or from all"),
  .options = unsubscribe_options,
  .run = run_unsubscribe,
};

const CrmCommand _crm_command_suppress = {
  .name = "suppress",
  .arguments = N_("ADDRESS…"),
  .summary = N_("Send nothing to e-mail addresses any more, whoever has them"),
  .about = N_("“crmctl list suppression” shows them."),
  .least = 1,
  .options = suppress_options,
  .run = run_suppress,
};
