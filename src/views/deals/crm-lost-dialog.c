/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asks why a deal was lost, and closes it. One of the reasons that are known, or a new one that
 * is known from then on.
 */

#include "config.h"

#include "crm-lost-dialog.h"

#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-choices.h"
#include "crm-naming.h"
#include "crm-page.h"

struct _CrmLostDialog
{
  AdwWindow parent_instance;

  /* Template children */
  GtkLabel *deal_label;
  GtkListBox *reasons;
  GtkEntry *entry;

  CrmWorkspace *workspace;
  CrmChoices *choices;
  CrmRecord *deal;
  GtkWidget *teller; /* what is left in the window when the dialog is closed */
};

G_DEFINE_FINAL_TYPE (CrmLostDialog, crm_lost_dialog, ADW_TYPE_WINDOW)

static void
committed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmLostDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = g_strdup_printf (_("“%s” is lost"), crm_record_get_title (self->deal));

  if (commit != NULL)
    {
      crm_page_tell_commit (self->teller, text, commit);
      gtk_widget_activate_action (self->teller, "deal.was-lost", NULL);
    }
  else
    crm_page_tell (self->teller, error->message, 0);
}

/* Closes the deal: for a reason that is known, a new one, or none. */
static void
lose (CrmLostDialog *self,
      gint64         reason,
      const char    *name)
{
  const CrmRecordType *type = crm_record_get_record_type (self->deal);
  const CrmRecordType *reasons = crm_workspace_get_type_named (self->workspace, "lost_reason");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) lost = crm_value_text ("lost");
  CrmValue link = CRM_VALUE_INIT;
  gint64 id = crm_record_get_id (self->deal);

  if (name != NULL)
    reason = crm_naming_create (set, reasons, name);
  if (reason != 0)
    link = crm_value_integer (reason);

  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, "status")->column, &lost);
  crm_change_set_set (set, &type->table, id, &crm_record_type_find_field (type, "lost_reason")->column, &link);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, committed_cb, g_object_ref (self));
  gtk_window_close (GTK_WINDOW (self));
}

static void
row_activated_cb (CrmLostDialog *self,
                  GtkListBoxRow *row)
{
  g_autoptr (CrmRecord) reason = g_list_model_get_item (G_LIST_MODEL (self->choices), (guint) gtk_list_box_row_get_index (row));

  if (reason != NULL)
    lose (self, crm_record_get_id (reason), NULL);
}

static void
entry_activated_cb (CrmLostDialog *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));

  if (*text != '\0')
    lose (self, 0, text);
}

static void
none_clicked_cb (CrmLostDialog *self)
{
  lose (self, 0, NULL);
}

static void
show_reasons (CrmLostDialog *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->choices));

  crm_children_clear (self->reasons);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmRecord) reason = g_list_model_get_item (G_LIST_MODEL (self->choices), i);
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), crm_record_get_title (reason));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (self->reasons, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), n > 0);
  if (n > 0)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->reasons, 0)));
}

static void
crm_lost_dialog_dispose (GObject *object)
{
  CrmLostDialog *self = CRM_LOST_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LOST_DIALOG);
  g_clear_object (&self->choices);

  G_OBJECT_CLASS (crm_lost_dialog_parent_class)->dispose (object);
}

static void
crm_lost_dialog_finalize (GObject *object)
{
  CrmLostDialog *self = CRM_LOST_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->deal);
  g_clear_object (&self->teller);

  G_OBJECT_CLASS (crm_lost_dialog_parent_class)->finalize (object);
}

static void
crm_lost_dialog_class_init (CrmLostDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_lost_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_lost_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-lost-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmLostDialog, deal_label);
  gtk_widget_class_bind_template_child (widget_class, CrmLostDialog, reasons);
  gtk_widget_class_bind_template_child (widget_class, CrmLostDialog, entry);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, none_clicked_cb);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_lost_dialog_init (CrmLostDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_lost_dialog_new:
 * @workspace: a workspace
 * @deal: the deal that was lost
 * @teller: a widget of the window that tells what was done
 *
 * Returns: (transfer none): a dialog; closed without an answer, the deal stays as it is
 */
CrmLostDialog *
crm_lost_dialog_new (CrmWorkspace *workspace,
                     CrmRecord    *deal,
                     GtkWidget    *teller)
{
  CrmLostDialog *self = g_object_new (CRM_TYPE_LOST_DIALOG, "transient-for", gtk_widget_get_root (teller), NULL);

  self->workspace = g_object_ref (workspace);
  self->deal = g_object_ref (deal);
  self->teller = g_object_ref (teller);
  gtk_label_set_text (self->deal_label, crm_record_get_title (deal));

  self->choices = crm_choices_get (workspace, "lost_reason");
  g_signal_connect_object (self->choices, "items-changed", G_CALLBACK (show_reasons), self, G_CONNECT_SWAPPED);
  show_reasons (self);

  return self;
}
