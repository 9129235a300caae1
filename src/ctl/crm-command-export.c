/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * crmctl export: records into a file that others read.
 */

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "crm-commands-private.h"
#include "crm-error.h"
#include "crm-export.h"
#include "crm-money.h"

static char *option_format;
static char **option_filters;
static char *option_search;
static char *option_sort;
static char *option_columns;
static char *option_delimiter;
static gboolean option_mark;
static gboolean option_ids;
static gboolean option_notes;
static gboolean option_force;

static const GOptionEntry options[] = {
  { "format", 'F', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_format, N_("“csv”, “vcard” (3.0), “vcard4” or “json”"), N_("FORMAT") },
  { "filter", 'f', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, &option_filters, N_("Only those for which it holds; may be repeated"), N_("CONDITION") },
  { "search", 's', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_search, N_("Only those that a search finds"), N_("TEXT") },
  { "sort", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_sort, N_("In the order of these fields; “-” before one turns it round"), N_("FIELD,…") },
  { "columns", 'c', G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_columns, N_("Only these fields"), N_("FIELD,…") },
  { "ids", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_ids, N_("CSV: with the ids, by which an import finds the records again"), NULL },
  { "notes", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_notes, N_("CSV and JSON: with the notes; cards always have them"), NULL },
  { "delimiter", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, &option_delimiter, N_("CSV: what stands between two values, or “tab”"), N_("CHARACTER") },
  { "mark", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_mark, N_("CSV: a mark by which Excel knows the encoding"), NULL },
  { "force", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, &option_force, N_("Replace a file that is there"), NULL },
  { NULL },
};

static const struct
{
  const char *name;
  CrmExportFormat format;
} formats[] = {
  { "csv", CRM_EXPORT_CSV },
  { "vcard", CRM_EXPORT_VCARD_3 },
  { "vcard3", CRM_EXPORT_VCARD_3 },
  { "vcard4", CRM_EXPORT_VCARD_4 },
  { "json", CRM_EXPORT_JSON },
};

/* By its name, or else by the end of the name of the file. */
static gboolean
read_format (const char        *path,
             CrmExportOptions  *how,
             GError           **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      gboolean named = g_strcmp0 (option_format, formats[i].name) == 0;
      gboolean suits = option_format == NULL && path != NULL && g_str_has_suffix (path, crm_export_format_get_suffix (formats[i].format));

      if (named || suits)
        {
          how->format = formats[i].format;
          return TRUE;
        }
    }

  return option_format == NULL || _crm_ctl_usage (error, _("“%s” is not “csv”, “vcard”, “vcard4” or “json”."), option_format);
}

static gboolean
read_how (const CrmRecordType  *type,
          const char           *path,
          CrmExportOptions     *how,
          GError              **error)
{
  if (!read_format (path, how, error))
    return FALSE;

  if ((how->format == CRM_EXPORT_VCARD_3 || how->format == CRM_EXPORT_VCARD_4) &&
      type->table.id != CRM_ID_CONTACT && type->table.id != CRM_ID_ACCOUNT)
    return _crm_ctl_usage (error, _("Cards are for contacts and accounts, not for %s."), type->plural);

  how->ids = option_ids;
  how->notes = option_notes;
  how->mark = option_mark;
  if (g_strcmp0 (option_delimiter, "tab") == 0)
    how->delimiter = '\t';
  else if (option_delimiter != NULL && strlen (option_delimiter) == 1 && strchr ("\"\r\n", option_delimiter[0]) == NULL)
    how->delimiter = option_delimiter[0];
  else if (option_delimiter != NULL)
    return _crm_ctl_usage (error, _("“%s” is not a single character, nor “tab”."), option_delimiter);

  return TRUE;
}

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  g_autofree char *so_far = crm_number_format ((double) done);
  g_autofree char *all = crm_number_format ((double) total);
  g_autofree char *text = g_strdup_printf (_("%s of %s records"), so_far, all);

  _crm_print_progress (user_data, text);
}

/* To the standard output; @path is read and removed. */
static gboolean
print_file (CrmCtl      *ctl,
            const char  *path,
            GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize n;

  if (stream == NULL)
    return FALSE;

  do
    {
      g_string_set_size (text, 65536);
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text->str, text->len, &n, NULL, error))
        return FALSE;
      g_string_set_size (text, n);
      if (!_crm_print (ctl, text, error))
        return FALSE;
    }
  while (n > 0 && !ctl->deaf);

  return TRUE;
}

/* An export is in its place when it is whole: it is made elsewhere first. */
static gboolean
export_to_output (CrmCtl     *ctl,
                  CrmExport  *export,
                  GError    **error)
{
  g_autofree char *folder = g_dir_make_tmp ("crmctl-XXXXXX", error);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "export", NULL) : NULL;
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  gboolean done;

  if (folder == NULL)
    return FALSE;

  done = crm_export_run (export, file, progress_cb, ctl, ctl->cancellable, error);
  _crm_print_progress (ctl, NULL);
  done = done && print_file (ctl, path, error);
  g_unlink (path);
  g_rmdir (folder);

  return done;
}

static gboolean
export_to_file (CrmCtl      *ctl,
                CrmExport   *export,
                const char  *path,
                GError     **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gint64 n_done, n_total;

  if (g_file_test (path, G_FILE_TEST_EXISTS) && !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("“%s” is not a file. Without a name the export is printed."), path);
      return FALSE;
    }
  if (!option_force && g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED, _("“%s” is there already. Use --force to replace it."), path);
      return FALSE;
    }

  if (!crm_export_run (export, file, progress_cb, ctl, ctl->cancellable, error))
    return FALSE;

  _crm_print_progress (ctl, NULL);
  crm_export_get_counts (export, &n_done, &n_total);

  return ctl->quiet ||
         _crm_print_line (ctl, error, g_dngettext (GETTEXT_PACKAGE, "%d record written to “%s”.", "%d records written to “%s”.", (gulong) n_done),
                          (int) n_done, path);
}

static CrmExit
run (CrmCtl  *ctl,
     GError **error)
{
  const CrmRecordType *type = _crm_names_find_type (ctl, ctl->arguments[0], error);
  const char *path = ctl->arguments[1];
  CrmExportOptions how = { 0 };
  g_autoptr (CrmQuery) query = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (CrmExport) export = NULL;
  gboolean done;

  if (type == NULL || !read_how (type, path, &how, error))
    return CRM_EXIT_USAGE;
  query = _crm_names_make_query (ctl, type, option_filters, option_search, option_sort, error);
  if (query == NULL)
    return CRM_EXIT_USAGE;
  if (option_columns != NULL && (fields = _crm_names_find_fields (type, option_columns, error)) == NULL)
    return CRM_EXIT_USAGE;

  export = crm_export_new (ctl->workspace, type);
  crm_export_set_query (export, query);
  crm_export_set_fields (export, fields);
  crm_export_set_options (export, &how);
  done = path != NULL && strcmp (path, "-") != 0 ? export_to_file (ctl, export, path, error) : export_to_output (ctl, export, error);

  return done ? CRM_EXIT_DONE : CRM_EXIT_FAILED;
}

const CrmCommand _crm_command_export = {
  .name = "export",
  .arguments = N_("TYPE [FILE]"),
  .summary = N_("Export records to CSV, vCards or JSON"),
  .about = N_("Without a name, or with “-”, the export is printed. The name says the format, unless --format does."),
  .flags = CRM_COMMAND_STOPS,
  .least = 1,
  .most = 2,
  .options = options,
  .run = run,
};
