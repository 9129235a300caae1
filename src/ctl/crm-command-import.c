/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl import: records from a table or from cards, as one step.
 */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-import.h"
#include "crm-money.h"

#define MOST_REASONS 20
#define MOST_PREVIEWED 1000

static char *option_type;
static char *option_duplicates;
static gboolean option_file_wins;
static gboolean option_existing_only;
static char **option_tags;
static char *option_list;
static char *option_owner;
static char **option_map;
static char *option_encoding;
static char *option_delimiter;
static int option_skip_lines = -1;
static gboolean option_no_header;
static gboolean option_columns;
static int option_preview;
static char *option_rejects;
static gboolean option_unfinished;
static gint64 option_resume;
static gint64 option_abandon;
static gboolean option_json;

static const GOptionEntry options[] = {
  { "type", 't', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_type, N_("What the rows become: contacts, accounts, deals or tasks"), N_("TYPE") },
  { "duplicates", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_duplicates, N_("What is there already: “skip”, “merge” or “create”"), N_("HOW") },
  { "file-wins", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_file_wins, N_("Merging, values of the file replace others"), NULL },
  { "existing-only", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_existing_only, N_("Do not make accounts, tags and options that are named and not there"), NULL },
  { "tag", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_tags, N_("A tag for all of them; may be repeated"), N_("TAG") },
  { "subscribe", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_list, N_("A list for all contacts, but for those who have unsubscribed"), N_("LIST") },
  { "owner", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_owner, N_("Who is responsible where the file does not say"), N_("USER") },
  { "map", 'm', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_map, N_("Where a column goes; may be repeated"), N_("COLUMN=FIELD") },
  { "columns", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_columns, N_("Only say where each column would go"), NULL },
  { "preview", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_preview, N_("Only say what would become of the first rows"), N_("NUMBER") },
  { "rejects", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_rejects, N_("Save the rows that are refused, with the reasons"), N_("FILE") },
  { "encoding", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_encoding, N_("What the file is written in, if the guess is wrong"), N_("NAME") },
  { "delimiter", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_delimiter, N_("What stands between two values, or “tab”"), N_("CHARACTER") },
  { "skip-lines", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT, &option_skip_lines, N_("How many lines stand before the table"), N_("NUMBER") },
  { "no-header", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_no_header, N_("The first row is one like the others"), NULL },
  { "unfinished", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_unfinished, N_("List the imports that were cut off"), NULL },
  { "resume", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT64, &option_resume, N_("Go on with an import that was cut off"), N_("STEP") },
  { "abandon", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_INT64, &option_abandon, N_("Leave an import where it was cut off"), N_("STEP") },
  { "json", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_json, N_("Print JSON, an object a line"), NULL },
  { NULL },
};

/* --- What the options say ------------------------------------------------------------------------------- */

static gboolean
set_reading (CrmImport  *import,
             GError    **error)
{
  const CrmEncoding *encoding;

  if (option_encoding != NULL)
    {
      encoding = crm_encoding_find (option_encoding);
      if (encoding == NULL)
        return _crm_ctl_usage (error, _("“%s” is no encoding that is known. Try UTF-8 or windows-1252."), option_encoding);
      crm_import_set_encoding (import, encoding);
    }

  if (option_delimiter != NULL)
    {
      CrmCsvDialect dialect = crm_import_get_guess (import)->dialect;

      if (strcmp (option_delimiter, "tab") == 0)
        dialect.delimiter = '\t';
      else if (strlen (option_delimiter) == 1)
        dialect.delimiter = option_delimiter[0];
      else
        return _crm_ctl_usage (error, _("“%s” is not a single character, nor “tab”."), option_delimiter);
      crm_import_set_dialect (import, &dialect);
    }

  if (option_skip_lines >= 0 || option_no_header)
    crm_import_set_header (import, option_skip_lines >= 0 ? (guint) option_skip_lines : crm_import_get_guess (import)->skip_lines,
                           !option_no_header);

  return TRUE;
}

static gboolean
set_duplicates (CrmImportOptions  *how,
                GError           **error)
{
  static const char *const names[] = { "skip", "merge", "create" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (option_duplicates, names[i]) == 0)
      {
        how->duplicates = (CrmDuplicates) i;
        return TRUE;
      }

  return option_duplicates == NULL || _crm_ctl_usage (error, _("“%s” is not “skip”, “merge” or “create”."), option_duplicates);
}

static gboolean
set_how (CrmImport  *import,
         GError    **error)
{
  g_auto (CrmImportOptions) how = { 0 };

  crm_import_options_copy (&how, crm_import_get_options (import));
  if (!set_duplicates (&how, error))
    return FALSE;

  how.file_wins = option_file_wins;
  how.create_missing = !option_existing_only;
  g_strfreev (how.tags);
  how.tags = g_strdupv (option_tags);
  g_free (how.list);
  how.list = g_strdup (option_list);
  g_free (how.owner);
  how.owner = g_strdup (option_owner);
  crm_import_set_options (import, &how);

  return TRUE;
}

/* A column by its header, or by its number from 1. */
static gboolean
find_column (CrmMapping  *mapping,
             const char  *name,
             guint       *column,
             GError     **error)
{
  g_autofree char *wanted = crm_fold (name);
  guint64 number;

  for (*column = 0; *column < crm_mapping_get_n_columns (mapping); (*column)++)
    {
      const char *header = crm_mapping_get_column (mapping, *column)->header;
      g_autofree char *key = crm_fold (header);

      if (key != NULL && g_strcmp0 (key, wanted) == 0)
        return TRUE;
    }

  if (g_ascii_string_to_unsigned (name, 10, 1, crm_mapping_get_n_columns (mapping), &number, NULL))
    {
      *column = (guint) number - 1;
      return TRUE;
    }

  return _crm_ctl_usage (error, _("The file has no column “%s”. “--columns” says which it has."), name);
}

static gboolean
set_mapping (CrmImport  *import,
             GError    **error)
{
  CrmMapping *mapping = crm_import_get_mapping (import);

  if (option_map != NULL && mapping == NULL)
    return _crm_ctl_usage (error, _("Cards have no columns."));

  for (guint i = 0; option_map != NULL && option_map[i] != NULL; i++)
    {
      const char *equals = strrchr (option_map[i], '=');
      g_autofree char *name = equals != NULL ? g_strndup (option_map[i], (gsize) (equals - option_map[i])) : NULL;
      g_auto (CrmTarget) target = { 0 };
      g_autoptr (GError) reason = NULL;
      guint column;

      if (name == NULL || !g_utf8_validate (option_map[i], -1, NULL))
        return _crm_ctl_usage (error, _("“%s” does not say where a column goes. Write it like Town=city."), option_map[i]);
      if (!find_column (mapping, name, &column, error))
        return FALSE;
      if (!crm_target_from_text (&target, crm_import_get_record_type (import), equals + 1, &reason))
        return _crm_ctl_usage (error, "%s", reason->message);
      crm_mapping_set_target (mapping, column, &target);
    }

  return TRUE;
}

static gboolean
set_type (CrmCtl     *ctl,
          CrmImport  *import,
          GError    **error)
{
  const CrmRecordType *type;

  if (option_type == NULL)
    return TRUE;

  type = _crm_names_find_type (ctl, option_type, error);
  if (type == NULL)
    return FALSE;
  if (!crm_import_takes_type (type, crm_import_is_vcard (import)))
    return _crm_ctl_usage (error, _("Rows become contacts, accounts, deals or tasks, not %s."), type->plural);

  crm_import_set_record_type (import, type);

  return TRUE;
}

/* --- Telling beforehand ------------------------------------------------------------------------------------ */

static gboolean
print_columns (CrmCtl     *ctl,
               CrmImport  *import,
               GError    **error)
{
  CrmMapping *mapping = crm_import_get_mapping (import);
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  _crm_grid_add_column (grid, _("No."), TRUE);
  _crm_grid_add_column (grid, _("Column"), FALSE);
  _crm_grid_add_column (grid, _("Field"), FALSE);
  _crm_grid_add_column (grid, _("Example"), FALSE);

  for (guint i = 0; mapping != NULL && i < crm_mapping_get_n_columns (mapping); i++)
    {
      const CrmMappingColumn *column = crm_mapping_get_column (mapping, i);
      const char *sample = column->samples->len > 0 ? g_ptr_array_index (column->samples, 0) : "";
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *target = crm_target_to_text (&column->target);
      char *cells[] = { number, column->header != NULL ? column->header : (char *) "", target, (char *) sample };
      g_autoptr (GString) json = g_string_new (NULL);

      if (!option_json)
        {
          if (!_crm_grid_add_row (grid, cells, error))
            return FALSE;
          continue;
        }

      _crm_object_begin (json);
      _crm_object_add_integer (json, "number", i + 1);
      _crm_object_add_text (json, "column", column->header);
      _crm_object_add_text (json, "field", target);
      _crm_object_add_text (json, "example", *sample != '\0' ? sample : NULL);
      _crm_object_end (json);
      if (!_crm_print_json (ctl, json, error))
        return FALSE;
    }

  return option_json || _crm_grid_end (grid, error);
}

static const char *const fates[] = { "created", "merged", "skipped", "rejected" };

static const char *
say_fate (CrmFate fate)
{
  static const char *const names[] = { N_("new"), N_("merged"), N_("skipped"), N_("refused") };

  return _(names[fate]);
}

static gboolean
print_preview (CrmCtl     *ctl,
               CrmImport  *import,
               GError    **error)
{
  g_autoptr (GPtrArray) rows = crm_import_preview (import, (guint) MIN (option_preview, MOST_PREVIEWED), ctl->cancellable, error);
  g_autoptr (CrmGrid) grid = _crm_grid_new (ctl);

  if (rows == NULL)
    return FALSE;

  _crm_grid_add_column (grid, _("Line"), TRUE);
  _crm_grid_add_column (grid, _("Becomes"), FALSE);
  _crm_grid_add_column (grid, _("Name"), FALSE);
  _crm_grid_add_column (grid, _("Why"), FALSE);

  for (guint i = 0; i < rows->len; i++)
    {
      const CrmPlannedRow *row = g_ptr_array_index (rows, i);
      const char *why = row->reason != NULL ? row->reason : row->by != CRM_MATCH_NONE ? crm_match_get_label (row->by) : "";
      g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT, row->line);
      char *cells[] = { line, (char *) say_fate (row->fate), row->title != NULL ? row->title : (char *) "", (char *) why };
      g_autoptr (GString) json = g_string_new (NULL);

      if (!option_json)
        {
          if (!_crm_grid_add_row (grid, cells, error))
            return FALSE;
          continue;
        }

      _crm_object_begin (json);
      _crm_object_add_integer (json, "line", row->line);
      _crm_object_add_text (json, "becomes", fates[row->fate]);
      _crm_object_add_text (json, "title", row->title);
      _crm_object_add_text (json, "existing", row->other);
      _crm_object_add_text (json, "reason", row->reason);
      _crm_object_add_text (json, "column", row->column);
      _crm_object_end (json);
      if (!_crm_print_json (ctl, json, error))
        return FALSE;
    }

  return option_json || _crm_grid_end (grid, error);
}

/* --- Doing it ------------------------------------------------------------------------------------------------- */

static void
progress_cb (const CrmImportCounts *counts,
             gpointer               user_data)
{
  g_autofree char *rows = crm_number_format ((double) counts->rows);
  g_autofree char *text = g_strdup_printf (_("%s rows, %d %%"), rows,
                                           (int) (counts->size > 0 ? counts->bytes * 100 / counts->size : 0));

  _crm_print_progress (user_data, text);
}

static void
complain_about_rows (CrmCtl                *ctl,
                     CrmImport             *import,
                     const CrmImportCounts *counts)
{
  g_autoptr (GPtrArray) rejects = crm_import_list_rejects (import, MOST_REASONS, NULL);
  g_autoptr (GPtrArray) warnings = crm_import_list_warnings (import);

  for (guint i = 0; i < warnings->len; i++)
    _crm_print_complaint (ctl, "%s", (const char *) g_ptr_array_index (warnings, i));

  for (guint i = 0; rejects != NULL && i < rejects->len; i++)
    {
      const CrmReject *reject = g_ptr_array_index (rejects, i);
      g_autofree char *line = g_strdup_printf ("%" G_GINT64_FORMAT, reject->line);

      if (reject->column != NULL)
        _crm_print_complaint (ctl, _("Line %s, %s: %s"), line, reject->column, reject->reason);
      else
        _crm_print_complaint (ctl, _("Line %s: %s"), line, reject->reason);
    }

  if (rejects != NULL && counts->rejected > rejects->len)
    {
      g_autofree char *more = crm_number_format ((double) (counts->rejected - rejects->len));

      _crm_print_complaint (ctl, _("… and %s more. “--rejects FILE” saves them all."), more);
    }
}

static gboolean
tell_in_words (CrmCtl                 *ctl,
               CrmImport              *import,
               const CrmImportCounts  *counts,
               GError                **error)
{
  g_autofree char *created = crm_number_format ((double) counts->created);
  g_autofree char *merged = crm_number_format ((double) counts->merged);
  g_autofree char *skipped = crm_number_format ((double) counts->skipped);
  g_autofree char *rejected = crm_number_format ((double) counts->rejected);
  g_autofree char *step = g_strdup_printf ("%" G_GINT64_FORMAT, crm_import_get_batch (import));

  if (crm_import_get_batch (import) == 0)
    return _crm_print_line (ctl, error, _("%s new, %s merged, %s skipped, %s refused."), created, merged, skipped, rejected);

  return _crm_print_line (ctl, error, _("%s new, %s merged, %s skipped, %s refused: step %s."), created, merged, skipped, rejected, step);
}

static gboolean
tell (CrmCtl                 *ctl,
      CrmImport              *import,
      const CrmImportCounts  *counts,
      GError                **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (!option_json)
    return ctl->quiet || tell_in_words (ctl, import, counts, error);

  _crm_object_begin (json);
  _crm_object_add_integer (json, "rows", counts->rows);
  _crm_object_add_integer (json, "created", counts->created);
  _crm_object_add_integer (json, "merged", counts->merged);
  _crm_object_add_integer (json, "skipped", counts->skipped);
  _crm_object_add_integer (json, "rejected", counts->rejected);
  if (crm_import_get_batch (import) != 0)
    _crm_object_add_integer (json, "step", crm_import_get_batch (import));
  _crm_object_end (json);

  return _crm_print_json (ctl, json, error);
}

static gboolean
save_rejects (CrmImport  *import,
              GError    **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (option_rejects);

  return crm_import_save_rejects (import, file, NULL, error);
}

static CrmExit
go (CrmCtl     *ctl,
    CrmImport  *import,
    GError    **error)
{
  CrmImportCounts counts;
  gboolean done = crm_import_run (import, progress_cb, ctl, ctl->cancellable, error);

  _crm_print_progress (ctl, NULL);
  crm_import_get_counts (import, &counts);
  complain_about_rows (ctl, import, &counts);

  /* What came before the end is there all the same. */
  if (!done && crm_import_get_batch (import) != 0)
    tell (ctl, import, &counts, NULL);
  if (!done || !tell (ctl, import, &counts, error))
    return CRM_EXIT_FAILED;

  if (counts.rejected > 0 && option_rejects != NULL && !save_rejects (import, error))
    return CRM_EXIT_FAILED;

  return counts.rejected > 0 ? CRM_EXIT_REMAINDER : CRM_EXIT_DONE;
}

static CrmExit
begin (CrmCtl  *ctl,
       GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (ctl->arguments[0]);
  g_autoptr (CrmImport) import = crm_import_new (ctl->workspace, file);

  if (!crm_import_open (import, ctl->cancellable, error) || !set_type (ctl, import, error) || !set_reading (import, error) ||
      !set_how (import, error) || !set_mapping (import, error))
    return CRM_EXIT_FAILED;

  if (option_columns)
    return print_columns (ctl, import, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
  if (option_preview > 0)
    return print_preview (ctl, import, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  return go (ctl, import, error);
}

/* --- What was cut off -------------------------------------------------------------------------------------------- */

static gboolean
print_unfinished (CrmCtl  *ctl,
                  GError **error)
{
  g_autoptr (GPtrArray) batches = crm_import_list_unfinished (ctl->workspace, error);

  for (guint i = 0; batches != NULL && i < batches->len; i++)
    {
      const CrmBatch *batch = g_ptr_array_index (batches, i);
      g_autoptr (GString) json = g_string_new (NULL);
      gboolean printed;

      _crm_object_begin (json);
      _crm_object_add_integer (json, "step", batch->id);
      _crm_object_add_text (json, "file", batch->detail);
      _crm_object_add_instant (json, "time", batch->time);
      _crm_object_end (json);
      printed = option_json ? _crm_print_json (ctl, json, error)
                            : _crm_print_line (ctl, error, "%" G_GINT64_FORMAT "  %s", batch->id, batch->detail != NULL ? batch->detail : "");
      if (!printed)
        return FALSE;
    }

  return batches != NULL;
}

/* An import that is still under way in another program is not told from one that was cut off; but
 * one that has ended is. */
static gboolean
check_unfinished (CrmCtl  *ctl,
                  gint64   step,
                  GError **error)
{
  g_autoptr (GPtrArray) batches = crm_import_list_unfinished (ctl->workspace, error);

  for (guint i = 0; batches != NULL && i < batches->len; i++)
    if (((const CrmBatch *) g_ptr_array_index (batches, i))->id == step)
      return TRUE;

  if (batches != NULL)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, step);

      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                   _("Step %s is no import that was cut off. “--unfinished” says which there are."), number);
    }

  return FALSE;
}

static CrmExit
resume (CrmCtl  *ctl,
        GError **error)
{
  g_autoptr (CrmImport) import = NULL;

  if (!check_unfinished (ctl, option_resume, error))
    return CRM_EXIT_NOT_FOUND;

  import = crm_import_resume (ctl->workspace, option_resume, error);

  return import != NULL ? go (ctl, import, error) : CRM_EXIT_FAILED;
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  guint n_asked = (option_unfinished ? 1 : 0) + (option_resume != 0 ? 1 : 0) + (option_abandon != 0 ? 1 : 0) + ctl->n_arguments;

  if (n_asked != 1 || option_preview < 0)
    {
      _crm_ctl_usage (error, _("Either a file, or one of --unfinished, --resume and --abandon."));
      return CRM_EXIT_USAGE;
    }

  if (option_unfinished)
    return print_unfinished (ctl, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
  if (option_resume != 0)
    return resume (ctl, error);
  if (option_abandon != 0)
    return check_unfinished (ctl, option_abandon, error) && crm_import_abandon (ctl->workspace, option_abandon, error) ? CRM_EXIT_DONE : CRM_EXIT_FAILED;

  return begin (ctl, error);
}

const CrmCommand _crm_command_import = {
  .name = "import",
  .arguments = N_("[FILE]"),
  .summary = N_("Import records from CSV or vCards"),
  .about = N_("How the file is written and where its columns go is guessed; “--columns” shows it, “--map Town=city” says it better.\n"
              "An import is one step: “crmctl undo” takes it back. If rows are refused the others are imported, and the status is 4."),
  .flags = CRM_COMMAND_STOPS,
  .most = 1,
  .options = options,
  .run = run,
};
