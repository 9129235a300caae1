/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The question whether a record should go, and which other one gets what was its own. The
 * response "remove" says yes.
 */

#include "config.h"

#include "crm-heir-dialog.h"

#include <glib/gi18n.h>

struct _CrmHeirDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *drop_down;

  /* Owned */
  GtkStringList *labels;
  GArray *ids;
};

G_DEFINE_FINAL_TYPE (CrmHeirDialog, crm_heir_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
crm_heir_dialog_finalize (GObject *object)
{
  CrmHeirDialog *self = CRM_HEIR_DIALOG (object);

  g_object_unref (self->labels);
  g_array_unref (self->ids);

  G_OBJECT_CLASS (crm_heir_dialog_parent_class)->finalize (object);
}

static void
crm_heir_dialog_class_init (CrmHeirDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_heir_dialog_finalize;
}

static void
crm_heir_dialog_init (CrmHeirDialog *self)
{
  self->labels = gtk_string_list_new (NULL);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

/**
 * crm_heir_dialog_new:
 * @parent: the window above which it stands
 * @heading: the question
 * @body: what goes with it
 * @verb: what the button says that does it
 *
 * Returns: (transfer none): a dialog
 */
CrmHeirDialog *
crm_heir_dialog_new (GtkWindow  *parent,
                     const char *heading,
                     const char *body,
                     const char *verb)
{
  CrmHeirDialog *self = g_object_new (CRM_TYPE_HEIR_DIALOG,
                                      "transient-for", parent, "modal", TRUE,
                                      "heading", heading, "body", body, NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);

  adw_message_dialog_add_responses (dialog, "cancel", _("Cancel"), "remove", verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");

  return self;
}

/**
 * crm_heir_dialog_ask:
 * @question: who gets what
 *
 * Asks for an heir: one of those that crm_heir_dialog_add() names.
 */
void
crm_heir_dialog_ask (CrmHeirDialog *self,
                     const char    *question)
{
  g_return_if_fail (CRM_IS_HEIR_DIALOG (self));
  g_return_if_fail (self->box == NULL);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->label = gtk_label_new (question);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_widget_add_css_class (self->label, "dim-label");
  self->drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->labels)),
                                       gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, question, -1);
  gtk_box_append (GTK_BOX (self->box), self->label);
  gtk_box_append (GTK_BOX (self->box), self->drop_down);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (self), self->box);
}

/**
 * crm_heir_dialog_add:
 * @id: of a record, or 0 for none
 * @label: what it is called
 */
void
crm_heir_dialog_add (CrmHeirDialog *self,
                     gint64         id,
                     const char    *label)
{
  g_return_if_fail (CRM_IS_HEIR_DIALOG (self));

  g_array_append_val (self->ids, id);
  gtk_string_list_append (self->labels, label);
}

/**
 * crm_heir_dialog_get_heir:
 *
 * Returns: the record that was chosen, or 0
 */
gint64
crm_heir_dialog_get_heir (CrmHeirDialog *self)
{
  guint selected;

  g_return_val_if_fail (CRM_IS_HEIR_DIALOG (self), 0);

  if (self->drop_down == NULL)
    return 0;

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));

  return selected < self->ids->len ? g_array_index (self->ids, gint64, selected) : 0;
}
