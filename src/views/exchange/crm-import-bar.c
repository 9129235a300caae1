/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A bar that is there as long as there is an import that was cut off, because the computer or the
 * program ended in the middle of it: it can go on, end where it is, or be undone.
 */

#include "config.h"

#include "crm-import-bar.h"

#include <glib/gi18n.h>

#include "crm-import.h"
#include "crm-page.h"
#include "crm-pair.h"

struct _CrmImportBar
{
  AdwBin parent_instance;

  /* Template children */
  GtkRevealer *revealer;
  GtkLabel *label;

  /* Owned */
  CrmWorkspace *workspace;

  gint64 batch;
};

G_DEFINE_FINAL_TYPE (CrmImportBar, crm_import_bar, ADW_TYPE_BIN)

static void
look_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *found = crm_import_list_unfinished (data, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CrmImportBar *self = CRM_IMPORT_BAR (object);
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), NULL);
  const CrmBatch *batch = found != NULL && found->len > 0 ? g_ptr_array_index (found, 0) : NULL;
  g_autofree char *text = NULL;

  if (self->revealer == NULL)
    return;

  self->batch = batch != NULL ? batch->id : 0;
  if (batch != NULL)
    {
      text = g_strdup_printf (_("The import of “%s” was interrupted before it came to its end."), batch->detail != NULL ? batch->detail : "");
      gtk_label_set_text (self->label, text);
    }
  gtk_revealer_set_reveal_child (self->revealer, batch != NULL);
}

static void
go_on_clicked_cb (CrmImportBar *self)
{
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.resume-import", "x", self->batch);
}

static void
abandon_in_thread (GTask        *task,
                   gpointer      source,
                   gpointer      data,
                   GCancellable *cancellable)
{
  CrmImportBar *self = source;
  GError *error = NULL;

  if (crm_import_abandon (data, self->batch, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
abandoned_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  CrmImportBar *self = CRM_IMPORT_BAR (object);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && self->revealer != NULL)
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  if (self->revealer != NULL)
    crm_import_bar_look (self);
}

static void
answered_cb (CrmImportBar *self,
             const char   *response)
{
  g_autoptr (GTask) task = NULL;

  if (g_strcmp0 (response, "undo") == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.undo-batch", "x", self->batch);
  if (g_strcmp0 (response, "keep") != 0)
    return;

  task = g_task_new (self, NULL, abandoned_cb, NULL);
  g_task_set_task_data (task, g_object_ref (self->workspace), g_object_unref);
  g_task_run_in_thread (task, abandon_in_thread);
}

static void
end_clicked_cb (CrmImportBar *self)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("End the Import?"),
                                              _("What it has brought so far can stay, or be taken back. The rest of the file is "
                                                "left out."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "keep", _("End and Keep"),
                                    "undo", _("End and Undo"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "undo", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* An undo takes the batch away that the bar is about. */
static void
committed_cb (CrmImportBar *self,
              CrmCommit    *commit)
{
  if (self->batch != 0 && (commit->cause == CRM_CAUSE_UNDO || commit->foreign))
    crm_import_bar_look (self);
}

static void
crm_import_bar_dispose (GObject *object)
{
  CrmImportBar *self = CRM_IMPORT_BAR (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_IMPORT_BAR);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_import_bar_parent_class)->dispose (object);
}

static void
crm_import_bar_class_init (CrmImportBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_import_bar_dispose;

  g_type_ensure (CRM_TYPE_PAIR);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-import-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmImportBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, CrmImportBar, label);
  gtk_widget_class_bind_template_callback (widget_class, go_on_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, end_clicked_cb);
}

static void
crm_import_bar_init (CrmImportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_import_bar_open:
 * @workspace: a workspace
 *
 * To be called once.
 */
void
crm_import_bar_open (CrmImportBar *self,
                     CrmWorkspace *workspace)
{
  g_return_if_fail (CRM_IS_IMPORT_BAR (self));

  self->workspace = g_object_ref (workspace);
  if (crm_store_is_read_only (crm_workspace_get_store (workspace), NULL))
    return;

  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (crm_import_bar_look), self, G_CONNECT_SWAPPED);
  crm_import_bar_look (self);
}

/**
 * crm_import_bar_look:
 *
 * Looks for imports that were cut off.
 */
void
crm_import_bar_look (CrmImportBar *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CRM_IS_IMPORT_BAR (self));

  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_task_data (task, g_object_ref (self->workspace), g_object_unref);
  g_task_run_in_thread (task, look_in_thread);
}
