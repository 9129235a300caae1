/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl duplicates: records that look like one and why, the clear cases made one, and those of which
 * somebody says that they are not the same.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-distinction.h"
#include "crm-duplicates.h"
#include "crm-error.h"

static char *option_type;
static int option_confidence = CRM_DUPLICATES_CONFIDENCE;
static gboolean option_merge_clear;
static gboolean option_never;
static gboolean option_again;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "type", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_type, N_("Contacts, unless said: or accounts"), N_("TYPE") },
  { "confidence", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_confidence, N_("Only pairs that are at least so sure"), N_("PERCENT") },
  { "merge-clear", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_merge_clear, N_("Merge those of which nobody has to look at"), NULL },
  { "never", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_never, N_("Two records are not the same; never show them again"), NULL },
  { "again", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_again, N_("Forget that two records are not the same"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, a cluster a line"), NULL },
  { NULL },
};

typedef struct
{
  CrmCtl *ctl;
  const CrmRecordType *type;
  GPtrArray *clusters;
  guint n_merged;
} Work;

/* --- Two of them ------------------------------------------------------------------------------------------ */

static gboolean
say (CrmDoor   *door,
     gpointer   data,
     GError   **error)
{
  const Work *work = data;
  gint64 ids[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (CrmRow) row = _crm_names_find_record (crm_door_get_db (door), crm_door_get_schema (door), work->type,
                                                       work->ctl->arguments[i], CRM_STATE_LIVE, error);

      if (row == NULL)
        return FALSE;
      ids[i] = row->id;
    }

  return crm_distinction_set (door, work->type, ids[0], ids[1], option_never, error);
}

static CrmExit
say_distinct (CrmCtl  *ctl,
              Work    *work,
              GError **error)
{
  g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_COMMAND, NULL, say, work, error);

  if (commit == NULL)
    return CRM_EXIT_FAILED;

  return ctl->quiet || _crm_print_line (ctl, error, "%s", option_never ? _("They will not be shown as duplicates again.")
                                                                      : _("They may be shown as duplicates again."))
           ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

/* --- All of them ------------------------------------------------------------------------------------------ */

static void
progress_func (double   fraction,
               gpointer data)
{
  Work *work = data;
  g_autofree char *text = g_strdup_printf (_("Looking for duplicates: %d %%"), (int) (fraction * 100));

  _crm_print_progress (work->ctl, text);
}

static gpointer
search (CrmDb         *db,
        CrmSchema     *schema,
        gpointer       data,
        GCancellable  *cancellable,
        GError       **error)
{
  Work *work = data;

  return crm_duplicates_search (db, work->type, (guint) option_confidence, progress_func, work, work->ctl->cancellable, error);
}

static char *
get_title (Work   *work,
           gint64  id)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (CrmRow) row = _crm_names_load_record (work->ctl, work->type, number, TRUE, NULL);

  return row != NULL ? _crm_names_describe (row) : g_steal_pointer (&number);
}

static gboolean
print_object (CrmCtl                     *ctl,
              const CrmDuplicateCluster  *cluster,
              GError                    **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) ids = g_string_new ("[");
  g_autoptr (GString) pairs = g_string_new ("[");

  for (guint i = 0; i < cluster->ids->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", g_array_index (cluster->ids, gint64, i));
  g_string_append_c (ids, ']');
  for (guint i = 0; i < cluster->pairs->len; i++)
    {
      const CrmDuplicatePair *pair = &g_array_index (cluster->pairs, CrmDuplicatePair, i);
      g_autofree char *why = crm_likeness_say (&pair->likeness);

      g_string_append_printf (pairs, "%s{\"records\":[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "],\"confidence\":%u,\"why\":", i > 0 ? "," : "",
                              pair->a, pair->b, pair->likeness.confidence);
      crm_json_append_string (pairs, why);
      g_string_append_c (pairs, '}');
    }
  g_string_append_c (pairs, ']');

  _crm_object_begin (json);
  _crm_object_add_json (json, "records", ids->str);
  _crm_object_add_integer (json, "confidence", cluster->confidence);
  _crm_object_add_boolean (json, "clear", cluster->clear);
  _crm_object_add_json (json, "pairs", pairs->str);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static gboolean
print_cluster (CrmCtl                     *ctl,
               Work                       *work,
               const CrmDuplicateCluster  *cluster,
               GError                    **error)
{
  g_autofree char *why = crm_likeness_say (&g_array_index (cluster->pairs, CrmDuplicatePair, 0).likeness);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%u %%%s: %s\n", cluster->confidence, cluster->clear ? _(", clear") : "", why);
  for (guint i = 0; i < cluster->ids->len; i++)
    {
      g_autofree char *title = get_title (work, g_array_index (cluster->ids, gint64, i));

      g_string_append (text, "  ");
      _crm_print_append_clean (text, title, FALSE);
      g_string_append_c (text, '\n');
    }

  return _crm_print (ctl, text, error);
}

static gboolean
merge (CrmDoor   *door,
       gpointer   data,
       GError   **error)
{
  Work *work = data;

  return crm_duplicates_merge_clear (door, work->type, work->clusters, &work->n_merged, error);
}

static CrmExit
merge_clear (CrmCtl  *ctl,
             Work    *work,
             GError **error)
{
  g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_MERGE, _("the clear cases"), merge, work, error);
  g_autofree char *count = NULL;

  if (commit == NULL)
    return CRM_EXIT_FAILED;

  if (option_json)
    return _crm_write_print_json (ctl, "merged", work->n_merged, commit, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  /* Nothing was done: what could be taken back is something else. */
  if (work->n_merged == 0)
    return ctl->quiet || _crm_print_line (ctl, error, _("There are no clear duplicates of %s."), work->type->plural)
             ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  count = crm_record_type_count_label (work->type, work->n_merged);

  return ctl->quiet || _crm_print_line (ctl, error, _("%s merged into others. “crmctl undo” takes it back."), count) ? CRM_EXIT_DONE
                                                                                                                  : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  Work work = { ctl, _crm_names_find_type (ctl, option_type != NULL ? option_type : "contact", error) };
  g_autoptr (GPtrArray) clusters = NULL;

  if (work.type == NULL)
    return CRM_EXIT_USAGE;
  if (work.type->table.id != CRM_ID_CONTACT && work.type->table.id != CRM_ID_ACCOUNT)
    {
      _crm_ctl_usage (error, _("%s have no duplicates."), work.type->plural);
      return CRM_EXIT_USAGE;
    }
  if (option_confidence < 1 || option_confidence > 99 || option_never + option_again + option_merge_clear > 1 ||
      (ctl->n_arguments == 2) != (option_never || option_again))
    {
      _crm_ctl_usage (error, "%s", _("Either two records are named, with --never or --again, or none."));
      return CRM_EXIT_USAGE;
    }
  if (option_never || option_again)
    return say_distinct (ctl, &work, error);

  clusters = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, search, &work, error);
  _crm_print_progress (ctl, NULL);
  if (clusters == NULL)
    return CRM_EXIT_FAILED;

  work.clusters = clusters;
  if (option_merge_clear)
    return merge_clear (ctl, &work, error);

  for (guint i = 0; i < clusters->len && !ctl->deaf; i++)
    if (!(option_json ? print_object (ctl, g_ptr_array_index (clusters, i), error)
                      : print_cluster (ctl, &work, g_ptr_array_index (clusters, i), error)))
      return CRM_EXIT_FAILED;

  return CRM_EXIT_DONE;
}

const CrmCommand _crm_command_duplicates = {
  .name = "duplicates",
  .arguments = N_("[WHICH OTHER]"),
  .summary = N_("Find records that look like one"),
  .about = N_("Each is shown with the reason. “crmctl merge” makes one of them, “crmctl unmerge” two again."),
  .flags = CRM_COMMAND_STOPS,
  .most = 2,
  .options = options,
  .run = run,
};
