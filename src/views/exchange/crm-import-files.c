/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What people have to do with files when they import: choosing one, what it is called, and why it
 * cannot be read.
 */

#include "config.h"

#include "crm-import-files.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_filter (GtkFileChooserNative *chooser,
            const char           *name,
            const char *const    *suffixes)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  if (suffixes[0] == NULL)
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (chooser), filter);
}

/**
 * crm_import_files_new_chooser:
 * @parent: the window above which it stands
 *
 * Returns: (transfer full): a dialog that asks for the file to import
 */
GtkFileChooserNative *
crm_import_files_new_chooser (GtkWindow *parent)
{
  static const char *const known[] = { "csv", "tsv", "tab", "txt", "vcf", "vcard", NULL };
  static const char *const all[] = { NULL };
  GtkFileChooserNative *chooser;

  chooser = gtk_file_chooser_native_new (_("Import a File"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), _("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  add_filter (chooser, _("Tables (CSV) and vCards"), known);
  add_filter (chooser, _("All Files"), all);

  return chooser;
}

/**
 * crm_import_files_get_name:
 * @file: a file
 *
 * Returns: (transfer full): what people call it
 */
char *
crm_import_files_get_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return g_filename_display_name (base != NULL ? base : "");
}

/**
 * crm_import_files_explain:
 * @file: a file
 * @error: why it cannot be read
 *
 * Returns: (transfer full): a sentence that says what to do
 */
char *
crm_import_files_explain (GFile        *file,
                          const GError *error)
{
  g_autofree char *name = crm_import_files_get_name (file);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    return g_strdup_printf (_("“%s” is a folder. Choose a file in it."), name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strdup_printf (_("“%s” is not there any more. Choose another file."), name);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_strdup_printf (_("You may not read “%s”. Ask whoever it belongs to for a copy."), name);

  return g_strdup (error->message);
}

/**
 * crm_import_files_suggest_rejects:
 * @file: what was imported
 * @cards: whether there are cards in it
 *
 * Returns: (transfer full): a name for the file with what was refused of it
 */
char *
crm_import_files_suggest_rejects (GFile    *file,
                                  gboolean  cards)
{
  g_autofree char *name = crm_import_files_get_name (file);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  /* TRANSLATORS: a part of the name of a file: "customers (rejected).csv" */
  return g_strdup_printf (cards ? _("%s (rejected).vcf") : _("%s (rejected).csv"), name);
}
