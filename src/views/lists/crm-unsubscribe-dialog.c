/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asks why contacts are unsubscribed from a list. No file and no automation brings them back, so it
 * says that, and the reason is kept with the subscription.
 */

#include "config.h"

#include "crm-unsubscribe-dialog.h"

#include <glib/gi18n.h>

#include "crm-list-writing.h"

struct _CrmUnsubscribeDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *reason;

  CrmWorkspace *workspace;
  CrmListChange *change;
  GtkWidget *teller;
  char *name;
  char *who;
};

G_DEFINE_FINAL_TYPE (CrmUnsubscribeDialog, crm_unsubscribe_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
crm_unsubscribe_dialog_response (AdwMessageDialog *dialog,
                                 const char       *response)
{
  CrmUnsubscribeDialog *self = CRM_UNSUBSCRIBE_DIALOG (dialog);
  g_autofree char *reason = NULL;

  if (g_strcmp0 (response, "unsubscribe") != 0)
    return;

  reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  if (*reason != '\0')
    self->change->reason = g_steal_pointer (&reason);
  crm_list_writing_run (self->workspace, self->change, self->name, self->who, self->teller);
}

static void
crm_unsubscribe_dialog_finalize (GObject *object)
{
  CrmUnsubscribeDialog *self = CRM_UNSUBSCRIBE_DIALOG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->teller);
  g_clear_pointer (&self->change, crm_list_change_unref);
  g_free (self->name);
  g_free (self->who);

  G_OBJECT_CLASS (crm_unsubscribe_dialog_parent_class)->finalize (object);
}

static void
crm_unsubscribe_dialog_class_init (CrmUnsubscribeDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_unsubscribe_dialog_finalize;
  ADW_MESSAGE_DIALOG_CLASS (klass)->response = crm_unsubscribe_dialog_response;
}

static void
crm_unsubscribe_dialog_init (CrmUnsubscribeDialog *self)
{
}

/**
 * crm_unsubscribe_dialog_run:
 * @workspace: a workspace
 * @list: a list
 * @name: of the list
 * @contacts: (element-type gint64): whom
 * @who: (nullable): the name of the contact, if it is one
 * @parent: the window above which it stands
 * @teller: the widget in that window that tells what was done
 *
 * Unsubscribes contacts, after asking for the reason.
 */
void
crm_unsubscribe_dialog_run (CrmWorkspace *workspace,
                            gint64        list,
                            const char   *name,
                            GArray       *contacts,
                            const char   *who,
                            GtkWindow    *parent,
                            GtkWidget    *teller)
{
  CrmUnsubscribeDialog *self = g_object_new (CRM_TYPE_UNSUBSCRIBE_DIALOG, "transient-for", parent, "modal", TRUE, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  g_autofree char *count = crm_record_type_count_label (crm_workspace_get_type_named (workspace, "contact"), contacts->len);
  g_autofree char *heading = who != NULL ? g_strdup_printf (_("Unsubscribe “%s”?"), who) : g_strdup_printf (_("Unsubscribe %s?"), count);
  /* TRANSLATORS: the gap is the name of a list */
  g_autofree char *body = g_strdup_printf (_("What goes to “%s” is not sent there any more. No import and no automation subscribes again "
                                             "who has unsubscribed."), name);

  self->workspace = g_object_ref (workspace);
  self->change = crm_list_change_new (list, FALSE, contacts);
  self->teller = g_object_ref (teller);
  self->name = g_strdup (name);
  self->who = g_strdup (who);

  adw_message_dialog_set_heading (dialog, heading);
  adw_message_dialog_set_body (dialog, body);
  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "unsubscribe", _("Unsubscribe"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "unsubscribe", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "unsubscribe");
  adw_message_dialog_set_close_response (dialog, "cancel");

  self->reason = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->reason), _("Reason (optional)"));
  gtk_entry_set_activates_default (GTK_ENTRY (self->reason), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  adw_message_dialog_set_extra_child (dialog, self->reason);

  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (self->reason);
}
