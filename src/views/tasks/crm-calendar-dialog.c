/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asks where tasks are to be written as iCalendar, and writes them.
 */

#include "config.h"

#include "crm-calendar-dialog.h"

#include <glib/gi18n.h>

#include "crm-calendar.h"
#include "crm-page.h"

typedef struct
{
  CrmWorkspace *workspace;
  GArray *ids;
  GtkWindow *parent;
} Exporting;

static void
exporting_free (gpointer  data,
                GClosure *closure)
{
  Exporting *exporting = data;

  g_object_unref (exporting->workspace);
  g_array_unref (exporting->ids);
  g_object_unref (exporting->parent);
  g_free (exporting);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GtkWindow) parent = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n;

  if (crm_calendar_export_finish (CRM_WORKSPACE (object), result, &n, &error))
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u task exported", "%u tasks exported", n), n);
  else
    text = g_strdup_printf (_("The tasks could not be exported: %s"), error->message);
  crm_page_tell (GTK_WIDGET (parent), text, 0);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Exporting       *exporting)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    crm_calendar_export_async (exporting->workspace, exporting->ids, file, NULL, exported_cb, g_object_ref (exporting->parent));
  g_object_unref (dialog);
}

/**
 * crm_calendar_dialog_run:
 * @workspace: a workspace
 * @ids: (element-type gint64): of tasks
 * @parent: the window above which it stands
 */
void
crm_calendar_dialog_run (CrmWorkspace *workspace,
                         GArray       *ids,
                         GtkWindow    *parent)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Export as iCalendar"), parent, GTK_FILE_CHOOSER_ACTION_SAVE,
                                                              _("_Export"), _("_Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  Exporting *exporting = g_new0 (Exporting, 1);

  gtk_file_filter_set_name (filter, _("Calendars"));
  gtk_file_filter_add_pattern (filter, "*.ics");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), _("tasks.ics"));

  exporting->workspace = g_object_ref (workspace);
  exporting->ids = g_array_ref (ids);
  exporting->parent = g_object_ref (parent);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), exporting, exporting_free, G_CONNECT_DEFAULT);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
