/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl automation: automations are read, written, switched, given contacts, driven, tried and looked at
 * (automation.md §6).
 */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "crm-automation-report.h"
#include "crm-automation.h"
#include "crm-commands-private.h"
#include "crm-date.h"
#include "crm-engine.h"
#include "crm-error.h"
#include "crm-matching.h"
#include "crm-recipes.h"
#include "crm-simulator.h"
#include "crm-why.h"

static gboolean option_create_missing;
static gboolean option_on;
static gboolean option_json;
static gboolean option_matching;
static char **option_filters;
static char *option_now;
static char *option_until;
static char *option_contact;
static int option_days = 30;
static int option_seed = 1;
static double option_open;
static double option_click;

static const GOptionEntry options[] = {
  { "create-missing", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_create_missing, N_("With “import”: make the tags, lists and the like that it names"), NULL },
  { "on", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_on, N_("With “import” and “recipe”: switch it on"), NULL },
  { "matching", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_matching, N_("With “add”: the contacts that its triggers fit now"), NULL },
  { "filter", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_filters, N_("Contacts that fit the condition"), N_("CONDITION") },
  { "now", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_now, N_("With “run” and “simulate”: as if it were that instant"), N_("INSTANT") },
  { "until", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_until, N_("With “run”: everything that is due until then"), N_("INSTANT") },
  { "contact", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_contact, N_("With “trail”, “why”, “end” and “skip”: which contact"), N_("EMAIL") },
  { "days", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_days, N_("With “simulate”: for how many days"), N_("N") },
  { "seed", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_seed, N_("With “simulate”: the seed of what is left to chance"), N_("N") },
  { "open", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_DOUBLE, &option_open, N_("With “simulate”: the share of messages that are opened, such as 0.3"), N_("SHARE") },
  { "click", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_DOUBLE, &option_click, N_("With “simulate”: the share in which a link is clicked"), N_("SHARE") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON"), NULL },
  { NULL },
};

typedef struct
{
  const char *name;
  const char *text;
  gint64 automation;
  gint64 contact;
  GArray *ids;
  GPtrArray *problems;
  CrmClock *clock;
  guint n;
  gboolean on;
  gboolean create_missing;
} Job;

static gboolean
write_job (CrmCtl        *ctl,
           CrmWriteFunc   func,
           Job           *job,
           GError       **error)
{
  g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, func, job, error);

  return commit != NULL;
}

static gpointer
read_job (CrmCtl       *ctl,
          CrmReadFunc   func,
          Job          *job,
          GError      **error)
{
  return crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, func, job, error);
}

/* What the engine has not heard of yet it hears now. */
static gboolean
drive (CrmCtl           *ctl,
       CrmEngineReport  *report,
       GError          **error)
{
  g_autoptr (CrmEngine) engine = crm_engine_new (crm_workspace_get_store (ctl->workspace));

  return crm_engine_run (engine, report, error);
}

/* --- Files --------------------------------------------------------------------------------------------------- */

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Job *job = data;
  CrmImportFlags flags = (job->create_missing ? CRM_IMPORT_CREATE_MISSING : 0) | (option_on ? CRM_IMPORT_ON : 0);

  job->automation = crm_automation_import (door, job->text, flags, &job->problems, error);

  return job->automation != 0;
}

static CrmExit
import (CrmCtl      *ctl,
        const char  *text,
        gboolean     create_missing,
        GError     **error)
{
  g_autoptr (GPtrArray) problems = NULL;
  Job job = { .text = text, .create_missing = create_missing };
  CrmEngineReport report;

  if (!write_job (ctl, import_func, &job, error))
    return CRM_EXIT_FAILED;

  problems = job.problems;
  for (guint i = 0; i < problems->len; i++)
    {
      const CrmProblem *problem = g_ptr_array_index (problems, i);

      _crm_print_complaint (ctl, _("Step “%1$s”: %2$s"), problem->place != NULL ? problem->place : "", problem->text);
    }
  if (!drive (ctl, &report, error) || (!ctl->quiet && !_crm_print_line (ctl, error, _("Imported “%s”."), ctl->arguments[1])))
    return CRM_EXIT_FAILED;

  return problems->len > 0 ? CRM_EXIT_REMAINDER : CRM_EXIT_DONE;
}

static CrmExit
import_file (CrmCtl  *ctl,
             GError **error)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (ctl->arguments[1], &text, NULL, error) ? import (ctl, text, option_create_missing, error) : CRM_EXIT_FAILED;
}

/* A recipe brings its tags and lists with it. */
static CrmExit
import_recipe (CrmCtl  *ctl,
               GError **error)
{
  g_autofree char *text = crm_recipes_load (ctl->arguments[1], error);

  return text != NULL ? import (ctl, text, TRUE, error) : CRM_EXIT_NOT_FOUND;
}

static gboolean
list_recipes (CrmCtl  *ctl,
              GError **error)
{
  g_autoptr (GPtrArray) recipes = crm_recipes_list ();
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < recipes->len; i++)
    {
      const CrmRecipe *recipe = g_ptr_array_index (recipes, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "id", recipe->id);
      json_object_set_string_member (object, "name", recipe->name);
      json_object_set_string_member (object, "description", recipe->description);
      json_array_add_object_element (array, object);
      g_string_append_printf (out, "%-16s%s\n%16s%s\n", recipe->id, recipe->name, "", recipe->description);
    }
  if (option_json)
    {
      g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), array);
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_assign (out, text);
      g_string_append_c (out, '\n');
    }

  return _crm_print (ctl, out, error);
}

static gpointer
find_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Job *job = data;

  job->automation = crm_automation_find (db, job->name, error);

  return job->automation != 0 ? job : NULL;
}

static gpointer
export_func (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return crm_automation_export (db, ((Job *) data)->automation, error);
}

/* --- Looking --------------------------------------------------------------------------------------------------- */

static gpointer
list_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_automation_report_list (db, error);
}

static gpointer
report_func (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  return crm_automation_report_steps (db, ((Job *) data)->automation, error);
}

static gpointer
trail_func (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;

  return crm_automation_report_trail (db, job->automation, job->contact, error);
}

static gpointer
why_func (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Job *job = data;
  g_autoptr (CrmClock) clock = crm_clock_new_system ();

  return crm_why_explain (db, schema, clock, job->automation, job->contact, error);
}

static gboolean
print_text (CrmCtl      *ctl,
            const char  *text,
            GError     **error)
{
  g_autoptr (GString) out = g_string_new (text);

  if (out->len == 0 || out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');

  return _crm_print (ctl, out, error);
}

/* For people: a line for each element of an array. */
static void
say_object (GString    *out,
            JsonObject *object,
            guint       level)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (JSON_NODE_HOLDS_VALUE (node))
      {
        g_autofree char *value = json_to_string (node, FALSE);

        g_string_append_printf (out, "%s%s: ", out->len > 0 && out->str[out->len - 1] != '\n' && out->str[out->len - 1] != ' ' ? "  " : "", name);
        _crm_print_append_clean (out, json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : value, FALSE);
      }
  g_string_append_c (out, '\n');

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    for (guint i = 0; JSON_NODE_HOLDS_ARRAY (node) && i < json_array_get_length (json_node_get_array (node)); i++)
      {
        g_string_append_printf (out, "%*s", (int) (level + 1) * 2, "");
        say_object (out, json_array_get_object_element (json_node_get_array (node), i), level + 1);
      }
}

static gboolean
print_json (CrmCtl      *ctl,
            const char  *text,
            GError     **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  if (option_json)
    return print_text (ctl, text, error);

  node = json_from_string (text, error);
  if (node == NULL)
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (node))
    say_object (out, json_node_get_object (node), 0);
  else
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      say_object (out, json_array_get_object_element (json_node_get_array (node), i), 0);

  return out->len == 0 || _crm_print (ctl, out, error);
}

/* --- Who would come in ------------------------------------------------------------------------------------------ */

typedef struct
{
  guint n_matching;
  guint n_today;
} Entrants;

static gpointer
count_func (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Job *job = data;
  g_autoptr (GArray) matches = crm_matching_find (db, schema, job->clock, job->automation, error);
  g_autofree Entrants *entrants = g_new0 (Entrants, 1);

  if (matches == NULL || !crm_matching_count_today (db, schema, job->clock, job->automation, &entrants->n_today, error))
    return NULL;
  entrants->n_matching = matches->len;

  return g_steal_pointer (&entrants);
}

static Entrants *
count_entrants (CrmCtl  *ctl,
                Job     *job,
                GError **error)
{
  job->clock = crm_workspace_get_clock (ctl->workspace);

  return read_job (ctl, count_func, job, error);
}

static gboolean
print_entrants (CrmCtl      *ctl,
                const Job   *job,
                const Entrants *entrants,
                GError     **error)
{
  if (option_json)
    return _crm_print_line (ctl, error, "{\"matching\":%u,\"today\":%u}", entrants->n_matching, entrants->n_today);

  return (entrants->n_today == 0 ||
          _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%d contact comes in today, by its date.", "%d contacts come in today, by their dates.",
                                                    entrants->n_today), (int) entrants->n_today)) &&
         _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%1$d contact is what its triggers wait for. “crmctl automation add %2$s --matching” lets it in.",
                                                   "%1$d contacts are what its triggers wait for. “crmctl automation add %2$s --matching” lets them in.",
                                                   entrants->n_matching), (int) entrants->n_matching, job->name);
}

static gboolean
switch_on (CrmCtl  *ctl,
           Job     *job,
           gboolean (*func) (CrmDoor *door, gpointer data, GError **error),
           GError **error)
{
  g_autofree Entrants *entrants = count_entrants (ctl, job, error);
  CrmEngineReport report;

  return entrants != NULL && write_job (ctl, func, job, error) && drive (ctl, &report, error) &&
         (ctl->quiet || entrants->n_today + entrants->n_matching == 0 || print_entrants (ctl, job, entrants, error));
}

static gboolean
matching_func (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  Job *job = data;

  return crm_matching_add (door, job->automation, &job->n, error);
}

/* --- Changing ---------------------------------------------------------------------------------------------------- */

static gboolean
switch_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Job *job = data;

  return crm_automation_switch (door, job->automation, job->on, error);
}

static gboolean
add_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  Job *job = data;

  return crm_automation_add (door, job->automation, (const gint64 *) (gpointer) job->ids->data, job->ids->len, NULL, &job->n, error);
}

static gboolean
take_over_func (CrmDoor   *door,
                gpointer   data,
                GError   **error)
{
  Job *job = data;

  return crm_automation_take_over (door, job->automation, error);
}

/* The ways of one contact through the automation that are not over: ended, or on with those that wait. */
static gboolean
on_runs (CrmDoor   *door,
         Job       *job,
         gboolean (*func) (CrmDoor *door, gint64 run, GError **error),
         GError   **error)
{
  g_autoptr (GArray) runs = crm_automation_find_runs (crm_door_get_db (door), job->automation, job->contact, func == crm_automation_skip_wait, error);

  if (runs == NULL)
    return FALSE;

  for (guint i = 0; i < runs->len; i++)
    if (!func (door, g_array_index (runs, gint64, i), error))
      return FALSE;
  job->n = runs->len;
  if (runs->len > 0)
    return TRUE;

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                       func == crm_automation_skip_wait ? _("The contact does not wait in this automation.") : _("The contact is not in this automation."));

  return FALSE;
}

static gboolean
end_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  return on_runs (door, data, crm_automation_end, error);
}

static gboolean
skip_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  return on_runs (door, data, crm_automation_skip_wait, error);
}

static gpointer
ids_func (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 0, error);
}

static GArray *
find_contacts (CrmCtl  *ctl,
               GError **error)
{
  const CrmRecordType *type = crm_workspace_get_type_named (ctl->workspace, "contact");
  g_autoptr (CrmQuery) query = _crm_names_make_query (ctl, type, option_filters, NULL, NULL, error);

  return query != NULL ? crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, ids_func, query, error) : NULL;
}

static gboolean
run_engine (CrmCtl  *ctl,
            GError **error)
{
  CrmClock *clock = crm_workspace_get_clock (ctl->workspace);
  g_autoptr (CrmEngine) engine = NULL;
  g_autoptr (CrmClock) moved = NULL;
  g_autoptr (CrmStore) store = NULL;
  g_autoptr (CrmSchema) schema = NULL;
  CrmEngineReport report;
  gint64 start = crm_clock_get_now (clock), end = 0, n = 0;
  g_autoptr (GTimeZone) zone = crm_clock_get_zone (clock);

  if (option_now != NULL && !crm_instant_parse (option_now, zone, CRM_DATE_LOCALE, &start, error))
    return FALSE;
  if (option_until != NULL && !crm_instant_parse (option_until, zone, CRM_DATE_LOCALE, &end, error))
    return FALSE;

  /* Another time than it is: a store with a clock of its own. */
  if (option_now != NULL || option_until != NULL)
    {
      g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();

      moved = crm_clock_new_virtual (start);
      crm_clock_set_zone (moved, zone);
      store = crm_store_open (crm_store_get_path (crm_workspace_get_store (ctl->workspace)), CRM_SCHEMA (catalogue), moved, error);
      if (store == NULL)
        return FALSE;
    }
  engine = crm_engine_new (store != NULL ? store : crm_workspace_get_store (ctl->workspace));

  while (TRUE)
    {
      if (!crm_engine_run (engine, &report, error))
        return FALSE;
      n += report.n_steps;
      if (end == 0 || report.next == 0 || report.next > end)
        break;
      crm_clock_set_now (moved, report.next);
    }
  if (store != NULL)
    crm_store_close (store);

  return option_json ? _crm_print_line (ctl, error, "{\"steps\":%" G_GINT64_FORMAT "}", n)
                     : _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%d step done.", "%d steps done.", (gulong) n), (int) n);
}

static gboolean
simulate (CrmCtl  *ctl,
          Job     *job,
          GError **error)
{
  g_autoptr (GArray) contacts = find_contacts (ctl, error);
  g_autoptr (GTimeZone) zone = crm_clock_get_zone (crm_workspace_get_clock (ctl->workspace));
  CrmSimulatorOptions simulated = { 0 };
  g_autofree char *answer = NULL;

  if (contacts == NULL || (option_now != NULL && !crm_instant_parse (option_now, zone, CRM_DATE_LOCALE, &simulated.start, error)))
    return FALSE;
  simulated.automation = job->automation;
  simulated.contacts = (const gint64 *) (gpointer) contacts->data;
  simulated.n_contacts = contacts->len;
  simulated.days = (guint) CLAMP (option_days, 1, 3660);
  simulated.seed = (guint32) option_seed;
  simulated.open = option_open;
  simulated.click = option_click;
  simulated.trails = contacts->len <= 20 ? contacts->len : 0;
  answer = crm_simulator_run (crm_workspace_get_store (ctl->workspace), &simulated, ctl->cancellable, error);

  return answer != NULL && print_json (ctl, answer, error);
}

/* --- The command ------------------------------------------------------------------------------------------------------ */

static gboolean
find_contact (CrmCtl  *ctl,
              Job     *job,
              GError **error)
{
  const CrmRecordType *type = crm_workspace_get_type_named (ctl->workspace, "contact");
  g_autoptr (CrmRow) row = NULL;

  if (option_contact == NULL)
    return _crm_ctl_usage (error, "%s", _("Say which contact, with --contact."));
  row = _crm_names_load_record (ctl, type, option_contact, FALSE, error);
  if (row == NULL)
    return FALSE;
  job->contact = row->id;

  return TRUE;
}

static gboolean
do_named (CrmCtl      *ctl,
          const char  *verb,
          Job         *job,
          GError     **error)
{
  g_autofree char *text = NULL;
  CrmEngineReport report;

  if (strcmp (verb, "export") == 0)
    {
      text = read_job (ctl, export_func, job, error);
      return text != NULL && print_text (ctl, text, error);
    }
  if (strcmp (verb, "show") == 0 || strcmp (verb, "report") == 0)
    {
      text = read_job (ctl, report_func, job, error);
      return text != NULL && print_json (ctl, text, error);
    }
  if (strcmp (verb, "matching") == 0)
    {
      g_autofree Entrants *entrants = count_entrants (ctl, job, error);

      return entrants != NULL && print_entrants (ctl, job, entrants, error);
    }
  if (strcmp (verb, "on") == 0)
    {
      job->on = TRUE;
      return switch_on (ctl, job, switch_func, error);
    }
  if (strcmp (verb, "off") == 0)
    {
      return write_job (ctl, switch_func, job, error) && drive (ctl, &report, error);
    }
  if (strcmp (verb, "add") == 0)
    {
      job->ids = option_matching ? g_array_new (FALSE, FALSE, sizeof (gint64)) : find_contacts (ctl, error);
      if (job->ids == NULL || !drive (ctl, &report, error) || !write_job (ctl, option_matching ? matching_func : add_func, job, error))
        {
          g_clear_pointer (&job->ids, g_array_unref);
          return FALSE;
        }
      g_clear_pointer (&job->ids, g_array_unref);
      return ctl->quiet || _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%d contact came in.", "%d contacts came in.", job->n), (int) job->n);
    }
  if (strcmp (verb, "take-over") == 0)
    return write_job (ctl, take_over_func, job, error) && drive (ctl, &report, error);
  if (strcmp (verb, "end") == 0 || strcmp (verb, "skip") == 0)
    return find_contact (ctl, job, error) &&
           write_job (ctl, strcmp (verb, "end") == 0 ? end_func : skip_func, job, error) && drive (ctl, &report, error);
  if (strcmp (verb, "simulate") == 0)
    return simulate (ctl, job, error);
  if (strcmp (verb, "trail") == 0 || strcmp (verb, "why") == 0)
    {
      if (!find_contact (ctl, job, error))
        return FALSE;
      text = read_job (ctl, strcmp (verb, "trail") == 0 ? trail_func : why_func, job, error);
      return text != NULL && (strcmp (verb, "trail") == 0 ? print_json (ctl, text, error) : print_text (ctl, text, error));
    }

  return _crm_ctl_usage (error, _("There is no “crmctl automation %s”."), verb);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const char *verb = ctl->arguments[0];
  g_autofree char *text = NULL;
  Job job = { NULL };

  if (strcmp (verb, "list") == 0)
    {
      text = read_job (ctl, list_func, &job, error);
      return text != NULL && print_json (ctl, text, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
    }
  if (strcmp (verb, "recipes") == 0)
    return list_recipes (ctl, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
  if (strcmp (verb, "run") == 0)
    return run_engine (ctl, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
  if (ctl->n_arguments < 2)
    {
      _crm_ctl_usage (error, "%s", _("Say which automation."));
      return CRM_EXIT_USAGE;
    }
  if (strcmp (verb, "import") == 0)
    return import_file (ctl, error);
  if (strcmp (verb, "recipe") == 0)
    return import_recipe (ctl, error);

  job.name = ctl->arguments[1];
  if (read_job (ctl, find_func, &job, error) == NULL)
    return CRM_EXIT_NOT_FOUND;

  return do_named (ctl, verb, &job, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_automation = {
  .name = "automation",
  .arguments = N_("import FILE | recipes | recipe ID | list | run | show|export|matching|on|off|add|simulate|report|trail|why|end|skip|take-over NAME"),
  .summary = N_("Work with automations: read and write them, switch them, try them, see what they did"),
  .about = N_("“run” does everything that is due. “simulate” tries an automation on a copy of the data, and sends nothing. "
              "“recipes” lists ready-made automations, and “recipe” takes one over. “matching” says how many contacts would come in. "
              "“end” takes a contact out, and “skip” lets it go on from a wait. With “take-over” this device drives the automation, and no other."),
  .flags = CRM_COMMAND_STOPS,
  .least = 1,
  .most = 2,
  .options = options,
  .run = run,
};
