/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl unmerge: what was merged comes back.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "crm-commands-private.h"
#include "crm-date.h"
#include "crm-error.h"
#include "crm-merge.h"

static gboolean option_list;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "list", 'l', G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_list, N_("Only list what has been merged into the record"), NULL },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

typedef struct
{
  const CrmRecordType *type;
  gint64 record;
  gint64 merge;
  CrmUnmerge *unmerge;
} Work;

static gpointer
read_merged (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Work *work = data;

  return crm_merge_list (db, work->type, work->record, error);
}

static gboolean
print_merged (CrmCtl    *ctl,
              GPtrArray *merged,
              GError   **error)
{
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  _crm_grid_add_column (grid, _("No."), TRUE);
  _crm_grid_add_column (grid, _("Name"), FALSE);
  _crm_grid_add_column (grid, _("Merged"), FALSE);

  for (guint i = 0; i < merged->len; i++)
    {
      const CrmMerged *one = g_ptr_array_index (merged, i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, one->record);
      g_autofree char *when = crm_instant_format (one->time);
      char *cells[] = { number, one->title != NULL ? one->title : (char *) "", when };
      g_autoptr (GString) json = g_string_new (NULL);

      if (!option_json && !_crm_grid_add_row (grid, cells, error))
        return FALSE;
      if (!option_json)
        continue;

      _crm_object_begin (json);
      _crm_object_add_integer (json, "number", one->record);
      _crm_object_add_text (json, "title", one->title);
      _crm_object_add_instant (json, "merged", one->time);
      _crm_object_end (json);
      if (!_crm_print_json (ctl, json, error))
        return FALSE;
    }

  return option_json || _crm_grid_end (grid, error);
}

/* Which one comes back: the one that is named by its number, or the only one. */
static gboolean
find_merge (CrmCtl     *ctl,
            Work       *work,
            GPtrArray  *merged,
            GError    **error)
{
  gint64 wanted = ctl->n_arguments > 2 ? g_ascii_strtoll (ctl->arguments[2] + (*ctl->arguments[2] == '#'), NULL, 10) : 0;

  if (merged->len == 0)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("Nothing has been merged into “%s”."), ctl->arguments[1]);
      return FALSE;
    }
  if (ctl->n_arguments == 2 && merged->len > 1)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS,
                           _("Several records have been merged into it. Say which comes back, by its number; --list shows them."));
      return FALSE;
    }

  for (guint i = 0; i < merged->len && work->merge == 0; i++)
    {
      const CrmMerged *one = g_ptr_array_index (merged, i);

      if (ctl->n_arguments == 2 || one->record == wanted)
        work->merge = one->id;
    }
  if (work->merge == 0)
    g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("“%s” has not been merged into it. --list shows what has."), ctl->arguments[2]);

  return work->merge != 0;
}

static gboolean
take_apart (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Work *work = data;

  work->unmerge = crm_merge_take_back (door, work->merge, error);

  return work->unmerge != NULL;
}

static gboolean
print_note (CrmCtl                *ctl,
            const CrmUnmergeNote  *note,
            GError               **error)
{
  g_autoptr (GString) json = g_string_new (NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (!option_json)
    {
      g_autofree char *line = g_strdup_printf (_("“%1$s”, %2$s stays “%3$s”: it has been changed since."), note->title != NULL ? note->title : "",
                                               note->label, note->now != NULL ? note->now : note->then);

      _crm_print_append_clean (text, line, FALSE);
      g_string_append_c (text, '\n');
      return _crm_print (ctl, text, error);
    }

  _crm_object_begin (json);
  _crm_object_add_text (json, "type", note->record_type->table.name);
  _crm_object_add_integer (json, "number", note->record);
  _crm_object_add_text (json, "field", note->label);
  _crm_object_add_text (json, "now", note->now);
  _crm_object_add_text (json, "then", note->then);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static CrmExit
unmerge (CrmCtl  *ctl,
         Work    *work,
         GError **error)
{
  g_autoptr (CrmCommit) commit = _crm_write (ctl, CRM_CAUSE_MERGE, NULL, take_apart, work, error);
  g_autoptr (CrmUnmerge) done = work->unmerge;

  if (commit == NULL)
    return CRM_EXIT_FAILED;

  if (!option_json && !ctl->quiet &&
      !_crm_print_line (ctl, error, _("%s #%" PRId64 " is back."), work->type->label, done->record))
    return CRM_EXIT_FAILED;
  for (guint i = 0; i < done->notes->len; i++)
    if (!print_note (ctl, g_ptr_array_index (done->notes, i), error))
      return CRM_EXIT_FAILED;

  return done->notes->len > 0 ? CRM_EXIT_REMAINDER : CRM_EXIT_DONE;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  Work work = { _crm_names_find_type (ctl, ctl->arguments[0], error) };
  g_autoptr (CrmRow) row = NULL;
  g_autoptr (GPtrArray) merged = NULL;

  if (work.type == NULL)
    return CRM_EXIT_USAGE;
  if (work.type->table.id != CRM_ID_CONTACT && work.type->table.id != CRM_ID_ACCOUNT)
    {
      _crm_ctl_usage (error, _("%s cannot be merged."), work.type->plural);
      return CRM_EXIT_USAGE;
    }

  row = _crm_names_load_record (ctl, work.type, ctl->arguments[1], FALSE, error);
  if (row == NULL)
    return CRM_EXIT_NOT_FOUND;

  work.record = row->id;
  merged = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_merged, &work, error);
  if (merged == NULL)
    return CRM_EXIT_FAILED;
  if (option_list)
    return print_merged (ctl, merged, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  return find_merge (ctl, &work, merged, error) ? unmerge (ctl, &work, error) : CRM_EXIT_NOT_FOUND;
}

const CrmCommand _crm_command_unmerge = {
  .name = "unmerge",
  .arguments = N_("TYPE WHICH [NUMBER]"),
  .summary = N_("Take a merge apart: a record that was merged comes back"),
  .about = N_("NUMBER says which one, where several have been merged into WHICH. What has been changed since stays as it is, and is\n"
              "printed."),
  .least = 2,
  .most = 3,
  .options = options,
  .run = run,
};
