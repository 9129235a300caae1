/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the window does about files with records: it asks for one to import, opens the assistant
 * and the dialog of the export, and shows where a file is.
 */

#include "config.h"

#include "crm-window-private.h"

#include <glib/gi18n.h>

#include "crm-export-dialog.h"
#include "crm-import-files.h"
#include "crm-list-page.h"
#include "crm-message.h"

/* --- Import ---------------------------------------------------------------------------------------- */

static void
import_ended_cb (CrmWindow *self)
{
  if (self->toasts == NULL)
    return;

  if (self->closing)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  crm_import_bar_look (self->import_bar);
}

/* There is one at a time: it can be seen how far it is. */
static CrmImportAssistant *
show_assistant (CrmWindow *self)
{
  if (self->assistant == NULL)
    {
      self->assistant = crm_import_assistant_new (self->workspace, GTK_WINDOW (self));
      g_object_add_weak_pointer (G_OBJECT (self->assistant), (gpointer *) &self->assistant);
      g_signal_connect_object (self->assistant, "ended", G_CALLBACK (import_ended_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->assistant));

  return self->assistant;
}

/* The kind of records that somebody looks at is the one they have in mind. */
static const char *
get_type_in_mind (CrmWindow *self)
{
  const char *name = _crm_window_get_area_type (self);
  const CrmRecordType *type = name != NULL ? crm_workspace_get_type_named (self->workspace, name) : NULL;

  return type != NULL && crm_import_takes_type (type, FALSE) ? name : NULL;
}

/**
 * _crm_window_import:
 * @file: what is imported
 *
 * Opens the assistant for a file. While an import runs, it shows that one.
 */
void
_crm_window_import (CrmWindow *self,
                    GFile     *file)
{
  if (self->workspace == NULL)
    {
      /* It comes as soon as the database is open. */
      g_set_object (&self->import_later, file);
      return;
    }

  if (crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL))
    {
      _crm_window_tell (self, _("This database can only be read. Nothing can be imported into it."), 0);
      return;
    }

  gtk_stack_set_visible_child_name (self->stack, "frame");
  crm_import_assistant_load (show_assistant (self), file, get_type_in_mind (self));
}

static void
file_chosen_cb (CrmWindow            *self,
                int                   response,
                GtkFileChooserNative *chooser)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  g_clear_object (&self->chooser);
  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    _crm_window_import (self, file);
}

static void
import (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->workspace == NULL)
    return;

  if (self->assistant != NULL && crm_import_assistant_is_busy (self->assistant))
    {
      show_assistant (self);
      return;
    }

  g_clear_object (&self->chooser);
  self->chooser = crm_import_files_new_chooser (GTK_WINDOW (self));
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (file_chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
import_file (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_string (parameter, NULL));

  _crm_window_import (CRM_WINDOW (widget), file);
}

static void
resume_import (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);

  if (self->workspace != NULL)
    crm_import_assistant_resume (show_assistant (self), g_variant_get_int64 (parameter));
}

/* Shows what a batch has written, in the list of its type. */
static void
show_batch (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  const char *type;
  const char *name;
  gint64 batch;
  CrmPage *page;

  g_variant_get (parameter, "(&sx&s)", &type, &batch, &name);
  _crm_window_show_list (self, type);
  page = _crm_window_get_page (self);
  if (CRM_IS_LIST_PAGE (page) && g_strcmp0 (crm_list_page_get_type_name (CRM_LIST_PAGE (page)), type) == 0)
    crm_list_page_show_batch (CRM_LIST_PAGE (page), batch, name);
}

/* --- Closing in the middle of an import ------------------------------------------------------------------ */

static void
close_answered_cb (CrmWindow  *self,
                   const char *response)
{
  if (g_strcmp0 (response, "close") != 0)
    return;

  if (self->assistant == NULL || !crm_import_assistant_is_busy (self->assistant))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  self->closing = TRUE;
  crm_import_assistant_pause (self->assistant);
}

/**
 * _crm_window_ask_to_close:
 *
 * Asks whether to close the window while an import runs.
 *
 * Returns: %TRUE if the window has to stay until there is an answer
 */
gboolean
_crm_window_ask_to_close (CrmWindow *self)
{
  GtkWidget *dialog;

  if (self->assistant == NULL || !crm_import_assistant_is_busy (self->assistant))
    return FALSE;

  if (self->closing)
    return TRUE;

  dialog = adw_message_dialog_new (GTK_WINDOW (self->assistant), _("Close in the Middle of an Import?"),
                                   _("It can go on when you start the program again. What it has brought so far is there."));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Stay Open"), "close", _("Pause and Close"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));

  return TRUE;
}

/* --- Export --------------------------------------------------------------------------------------------------- */

static void
export (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  CrmPage *page = _crm_window_get_page (self);
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmQuery) query = NULL;
  g_auto (GStrv) columns = NULL;
  CrmExportDialog *dialog;
  const char *type;
  gsize n;
  gconstpointer data;
  guint n_found = 0;

  if (self->workspace == NULL)
    return;

  g_variant_get (parameter, "(&s@ax)", &type, &list);
  if (crm_workspace_get_type_named (self->workspace, type) == NULL)
    return;

  data = g_variant_get_fixed_array (list, &n, sizeof (gint64));
  g_array_append_vals (ids, data, (guint) n);
  if (CRM_IS_LIST_PAGE (page) && g_strcmp0 (crm_list_page_get_type_name (CRM_LIST_PAGE (page)), type) == 0)
    {
      query = crm_list_page_make_query (CRM_LIST_PAGE (page));
      columns = crm_list_page_get_columns (CRM_LIST_PAGE (page));
      n_found = g_list_model_get_n_items (crm_list_page_get_list (CRM_LIST_PAGE (page)));
    }

  dialog = crm_export_dialog_new (self->workspace, type, ids, query, n_found, (const char *const *) columns, GTK_WINDOW (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- Files ------------------------------------------------------------------------------------------------------ */

static void
tell_file (GtkWidget  *widget,
           const char *action_name,
           GVariant   *parameter)
{
  CrmWindow *self = CRM_WINDOW (widget);
  const char *text;
  const char *uri;

  g_variant_get (parameter, "(&s&s)", &text, &uri);
  if (self->toasts != NULL)
    crm_message_offer (self->toasts, self->announcement, text, _("Open Folder"), "win.show-in-folder", g_variant_new_string (uri));
}

static void
shown_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GFile) file = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  /* Not every file manager can point at a file. */
  if (answer == NULL && uri != NULL)
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, NULL, NULL);
}

static void
show_in_folder (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (widget)));
  GDBusConnection *bus = application != NULL ? g_application_get_dbus_connection (application) : NULL;
  const char *uri = g_variant_get_string (parameter, NULL);
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  const char *uris[] = { uri, NULL };

  if (bus == NULL)
    return;

  g_dbus_connection_call (bus, "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "ShowItems",
                          g_variant_new ("(^ass)", uris, ""), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, shown_cb, g_steal_pointer (&file));
}

/*< private >
 * Installs what the window does about files.
 */
void
_crm_window_class_install_exchange (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.import", NULL, import);
  gtk_widget_class_install_action (klass, "win.import-file", "s", import_file);
  gtk_widget_class_install_action (klass, "win.resume-import", "x", resume_import);
  gtk_widget_class_install_action (klass, "win.show-batch", "(sxs)", show_batch);
  gtk_widget_class_install_action (klass, "win.export", "(sax)", export);
  gtk_widget_class_install_action (klass, "win.tell-file", "(ss)", tell_file);
  gtk_widget_class_install_action (klass, "win.show-in-folder", "s", show_in_folder);
}
