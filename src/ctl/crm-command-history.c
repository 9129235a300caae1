/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl history: what was done, of everything, of a record, or in one step.
 */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-commands-private.h"
#include "crm-date.h"
#include "crm-history.h"

#define DEFAULT_LIMIT 50
#define LINES_IN_A_PAGE 200

static gint64 option_step;
static int option_limit = DEFAULT_LIMIT;
static char *option_search;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "step", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT64, &option_step, N_("Only this step, with everything that it changed"), N_("STEP") },
  { "limit", 'n', G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_limit, N_("The last ones (50); 0 for all"), N_("NUMBER") },
  { "search", 's', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_search, N_("Only what has something to do with a text"), N_("TEXT") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

/* What is asked for: the next page of it. */
typedef struct
{
  const CrmTable *table; /* of a record, or NULL */
  gint64 record;
  gint64 from;           /* where the last page ended */
  guint limit;
} Wanted;

static gpointer
read_lines (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Wanted *wanted = data;
  CrmJournalFilter filter = { .actor = CRM_ANYBODY, .text = option_search };

  if (wanted->table != NULL)
    return crm_history_of_record (db, schema, crm_schema_get_table (schema, wanted->table->id), wanted->record,
                                  wanted->from, wanted->limit, error);

  return crm_history_find (db, schema, &filter, wanted->from, wanted->limit, error);
}

static gpointer
read_changes (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Wanted *wanted = data;

  return crm_history_of_batch (db, schema, option_step, wanted->from, wanted->limit, error);
}

/* --- Lines --------------------------------------------------------------------------------------------- */

static const char *const causes[] = {
  NULL, "user", "command", "import", "undo", "sample", "automation", "merge", "sync", "system",
};

static gboolean
print_line (CrmCtl                *ctl,
            CrmGrid               *grid,
            const CrmHistoryLine  *line,
            GError               **error)
{
  g_autofree char *step = g_strdup_printf ("%" G_GINT64_FORMAT, line->batch);
  g_autofree char *when = crm_instant_format (line->time);
  g_autofree char *text = line->undone ? g_strdup_printf (_("%s (undone)"), line->text) : g_strdup (line->text);
  char *cells[] = { step, when, (char *) (line->who != NULL ? line->who : _("The Program")), text };
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return _crm_grid_add_row (grid, cells, error);

  _crm_object_begin (json);
  _crm_object_add_integer (json, "step", line->batch);
  _crm_object_add_instant (json, "time", line->time);
  _crm_object_add_text (json, "user", line->who);
  _crm_object_add_text (json, "cause", (guint) line->cause < G_N_ELEMENTS (causes) ? causes[line->cause] : NULL);
  _crm_object_add_text (json, "text", line->text);
  _crm_object_add_integer (json, "records", line->records);
  _crm_object_add_boolean (json, "undone", line->undone);
  _crm_object_add_boolean (json, "can_undo", line->can_undo);
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static gboolean
print_lines (CrmCtl   *ctl,
             Wanted   *wanted,
             GError  **error)
{
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);
  guint left = option_limit > 0 ? (guint) option_limit : G_MAXUINT;
  guint n;

  _crm_grid_add_column (grid, _("Step"), TRUE);
  _crm_grid_add_column (grid, _("When"), FALSE);
  _crm_grid_add_column (grid, _("Who"), FALSE);
  _crm_grid_add_column (grid, _("What"), FALSE);

  do
    {
      g_autoptr (GPtrArray) lines = NULL;

      wanted->limit = MIN (left, LINES_IN_A_PAGE);
      lines = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_lines, wanted, error);
      if (lines == NULL)
        return FALSE;

      n = lines->len;
      left -= n;
      for (guint i = 0; i < n; i++)
        {
          const CrmHistoryLine *line = g_ptr_array_index (lines, i);

          wanted->from = wanted->table != NULL ? line->entry : line->batch;
          if (!print_line (ctl, grid, line, error))
            return FALSE;
        }
    }
  while (n == wanted->limit && left > 0 && !ctl->deaf);

  return option_json || _crm_grid_end (grid, error);
}

/* --- One step -------------------------------------------------------------------------------------------- */

static const CrmRecordType *
get_type (CrmCtl                 *ctl,
          const CrmHistoryChange *change)
{
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (ctl->workspace));

  return crm_catalogue_get_type_of (crm_schema_get_table (schema, change->table));
}

static void
append_parts (GString                *json,
              const CrmHistoryChange *change)
{
  g_autoptr (GString) list = g_string_new ("[");

  for (guint i = 0; i < change->parts->len; i++)
    {
      const CrmHistoryPart *part = g_ptr_array_index (change->parts, i);
      g_autoptr (GString) object = g_string_new (NULL);

      _crm_object_begin (object);
      _crm_object_add_text (object, "field", part->label);
      _crm_object_add_text (object, "before", part->before);
      _crm_object_add_text (object, "after", part->after);
      g_string_append_printf (list, "%s%s}", i > 0 ? "," : "", object->str);
    }
  g_string_append_c (list, ']');
  _crm_object_add_json (json, "changes", list->str);
}

static gboolean
print_change (CrmCtl                  *ctl,
              const CrmHistoryChange  *change,
              GError                 **error)
{
  const CrmRecordType *type = get_type (ctl, change);
  g_autoptr (GString) text = g_string_new (NULL);

  if (option_json)
    {
      _crm_object_begin (text);
      _crm_object_add_text (text, "type", type->table.name);
      _crm_object_add_integer (text, "number", change->record);
      _crm_object_add_text (text, "title", change->title);
      _crm_object_add_text (text, "text", change->text);
      append_parts (text, change);
      _crm_object_end (text);
      return _crm_print_json (ctl, text, error);
    }

  if (!_crm_print_line (ctl, error, "%s %" G_GINT64_FORMAT " “%s”: %s", type->label, change->record,
                        change->title != NULL ? change->title : "", change->text))
    return FALSE;

  for (guint i = 0; i < change->parts->len; i++)
    {
      const CrmHistoryPart *part = g_ptr_array_index (change->parts, i);

      if (!_crm_print_line (ctl, error, "  %s: %s → %s", part->label, part->before != NULL ? part->before : "–",
                            part->after != NULL ? part->after : "–"))
        return FALSE;
    }

  return TRUE;
}

static gboolean
print_step (CrmCtl  *ctl,
            GError **error)
{
  Wanted wanted = { NULL, 0, 0, LINES_IN_A_PAGE };
  guint n;

  do
    {
      g_autoptr (GPtrArray) changes = NULL;

      changes = crm_store_read (crm_workspace_get_store (ctl->workspace), CRM_LANE_QUERY, read_changes, &wanted, error);
      if (changes == NULL)
        return FALSE;

      n = changes->len;
      for (guint i = 0; i < n; i++)
        {
          const CrmHistoryChange *change = g_ptr_array_index (changes, i);

          wanted.from = change->entry;
          if (!print_change (ctl, change, error))
            return FALSE;
        }
    }
  while (n == LINES_IN_A_PAGE && !ctl->deaf);

  return TRUE;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  Wanted wanted = { 0 };
  const CrmRecordType *type;
  g_autoptr (CrmRow) row = NULL;

  if (option_limit < 0 || ctl->n_arguments == 1 || (ctl->n_arguments > 0 && (option_step != 0 || option_search != NULL)))
    {
      _crm_ctl_usage (error, _("Either a record (TYPE WHICH), or --step, or --search."));
      return CRM_EXIT_USAGE;
    }

  if (option_step != 0)
    return print_step (ctl, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  if (ctl->n_arguments == 2)
    {
      type = _crm_names_find_type (ctl, ctl->arguments[0], error);
      row = type != NULL ? _crm_names_load_record (ctl, type, ctl->arguments[1], TRUE, error) : NULL;
      if (row == NULL)
        return CRM_EXIT_NOT_FOUND;
      wanted.table = &type->table;
      wanted.record = row->id;
    }

  return print_lines (ctl, &wanted, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_history = {
  .name = "history",
  .arguments = N_("[TYPE WHICH]"),
  .summary = N_("Say what was done, the last first"),
  .about = N_("“crmctl undo STEP” takes a step back."),
  .most = 2,
  .options = options,
  .run = run,
};
