/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The lists of a contact (features.md, G3): since when it is on each or off it, how that came about,
 * and a button that changes it. Whoever has unsubscribed is subscribed again only after a question.
 */

#include "config.h"

#include "crm-lists-box.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "crm-children.h"
#include "crm-page.h"
#include "crm-short-list.h"
#include "crm-subscribe-dialog.h"
#include "crm-subscribers.h"
#include "crm-type-ahead.h"
#include "crm-unsubscribe-dialog.h"

#define LISTS_AT_FIRST 10

struct _CrmListsBox
{
  GtkWidget parent_instance;

  /* Template children */
  GtkBox *box;
  GtkBox *add_box;
  GtkMenuButton *add_button;
  GtkPopover *add_popover;
  GtkWidget *placeholder;

  GtkWidget *type_ahead;
  CrmShortList *list;
  CrmWorkspace *workspace;
  CrmRecord *record;
};

G_DEFINE_FINAL_TYPE (CrmListsBox, crm_lists_box, GTK_TYPE_WIDGET)

/* --- Rows ----------------------------------------------------------------------------------------------- */

static void
subscribe_clicked_cb (GtkButton   *button,
                      CrmListsBox *self)
{
  CrmRecord *subscription = g_object_get_data (G_OBJECT (button), "subscription");

  if (self->record != NULL)
    crm_subscribe_dialog_take (self->workspace, crm_record_get_link (subscription, "list"), crm_record_get_title (subscription),
                               self->record, GTK_WIDGET (self));
}

static void
unsubscribe_clicked_cb (GtkButton   *button,
                        CrmListsBox *self)
{
  CrmRecord *subscription = g_object_get_data (G_OBJECT (button), "subscription");
  g_autoptr (GArray) contacts = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id;

  if (self->record == NULL)
    return;

  id = crm_record_get_id (self->record);
  g_array_append_val (contacts, id);
  crm_unsubscribe_dialog_run (self->workspace, crm_record_get_link (subscription, "list"), crm_record_get_title (subscription),
                              contacts, crm_record_get_title (self->record), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                              GTK_WIDGET (self));
}

static GtkWidget *
make_row (CrmRecord *subscription,
          gpointer   user_data)
{
  CrmListsBox *self = user_data;
  gboolean on = g_strcmp0 (crm_record_get_raw_text (subscription, "status"), CRM_SUBSCRIBED) == 0;
  const char *title = crm_record_get_title (subscription);
  g_autofree char *subtitle = crm_lists_say (subscription);
  g_autofree char *spoken = g_strjoin (", ", title, subtitle, NULL);
  g_autofree char *hint = g_strdup_printf (on ? _("Unsubscribe from “%s”") : _("Subscribe to “%s”"), title);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (on ? _("Unsubscribe") : _("Subscribe"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  if (!on)
    gtk_widget_add_css_class (row, "unsubscribed");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, hint);
  g_object_set_data_full (G_OBJECT (button), "subscription", g_object_ref (subscription), g_object_unref);
  g_signal_connect_object (button, "clicked", on ? G_CALLBACK (unsubscribe_clicked_cb) : G_CALLBACK (subscribe_clicked_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_set_sensitive (button, !crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

static void
activated_cb (CrmListsBox *self,
              CrmRecord   *subscription)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", "list", crm_record_get_link (subscription, "list"));
}

static void
changed_cb (CrmListsBox *self)
{
  gtk_widget_set_visible (self->placeholder, crm_short_list_is_loaded (self->list) && crm_short_list_get_n (self->list) == 0);
}

/* --- Another list ------------------------------------------------------------------------------------------ */

static void
take (CrmListsBox *self,
      gint64       list,
      const char  *name)
{
  g_autofree char *kept = g_strdup (name);

  gtk_popover_popdown (self->add_popover);
  crm_type_ahead_set_text (CRM_TYPE_AHEAD (self->type_ahead), NULL);
  if (self->record != NULL)
    crm_subscribe_dialog_take (self->workspace, list, kept, self->record, GTK_WIDGET (self));
}

static void
chosen_cb (CrmListsBox *self,
           gint64       id,
           const char  *title)
{
  take (self, id, title);
}

static void
create_cb (CrmListsBox *self,
           const char  *text)
{
  take (self, 0, text);
}

static void
popover_shown_cb (CrmListsBox *self)
{
  gtk_widget_grab_focus (self->type_ahead);
}

/* --- Object --------------------------------------------------------------------------------------------------- */

static void
crm_lists_box_dispose (GObject *object)
{
  CrmListsBox *self = CRM_LISTS_BOX (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LISTS_BOX);
  crm_children_unparent (GTK_WIDGET (self));
  g_clear_object (&self->record);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_lists_box_parent_class)->dispose (object);
}

static void
crm_lists_box_class_init (CrmListsBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_lists_box_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-lists-box.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmListsBox, box);
  gtk_widget_class_bind_template_child (widget_class, CrmListsBox, add_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListsBox, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListsBox, add_popover);
  gtk_widget_class_bind_template_child (widget_class, CrmListsBox, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
crm_lists_box_init (CrmListsBox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_lists_box_new:
 * @workspace: a workspace
 *
 * Returns: (transfer floating): a box without a contact
 */
GtkWidget *
crm_lists_box_new (CrmWorkspace *workspace)
{
  CrmListsBox *self = g_object_new (CRM_TYPE_LISTS_BOX, NULL);

  self->workspace = g_object_ref (workspace);
  self->list = CRM_SHORT_LIST (crm_short_list_new (workspace, _("Lists"), LISTS_AT_FIRST, make_row, self));
  gtk_box_append (self->box, GTK_WIDGET (self->list));
  g_signal_connect_object (self->list, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);

  self->type_ahead = crm_type_ahead_new (workspace, "list", 0, TRUE);
  gtk_widget_set_size_request (self->type_ahead, 280, -1);
  crm_type_ahead_set_placeholder (CRM_TYPE_AHEAD (self->type_ahead), _("Type to search, or a new name"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (crm_type_ahead_get_entry (CRM_TYPE_AHEAD (self->type_ahead))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Subscribe to a List"), -1);
  g_signal_connect_object (self->type_ahead, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->type_ahead, "create", G_CALLBACK (create_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->add_box, self->type_ahead);
  gtk_widget_set_sensitive (GTK_WIDGET (self->add_button), !crm_store_is_read_only (crm_workspace_get_store (workspace), NULL));

  return GTK_WIDGET (self);
}

/**
 * crm_lists_box_set_record:
 * @record: the contact whose lists are shown
 */
void
crm_lists_box_set_record (CrmListsBox *self,
                          CrmRecord   *record)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "subscription");
  g_autoptr (CrmQuery) query = NULL;

  g_return_if_fail (CRM_IS_LISTS_BOX (self));

  g_set_object (&self->record, record);
  query = crm_lists_make_query (type, 0, crm_record_get_id (record), NULL);
  crm_short_list_set_query (self->list, query);
}
