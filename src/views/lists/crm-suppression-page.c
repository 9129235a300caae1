/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The addresses that nothing is sent to (features.md, E5): searched, added, and taken away again
 * after a question, since somebody may have asked for it.
 */

#include "config.h"

#include "crm-suppression-page.h"

#include <glib/gi18n.h>

#include "crm-form-dialog.h"
#include "crm-short-list.h"
#include "crm-subscribers.h"

#define ADDRESSES_AT_FIRST 50

struct _CrmSuppressionPage
{
  CrmSettingsPage parent_instance;

  /* Template children */
  GtkSearchEntry *search_entry;
  GtkBox *list_box;
  GtkLabel *placeholder;

  CrmShortList *list;
};

G_DEFINE_FINAL_TYPE (CrmSuppressionPage, crm_suppression_page, CRM_TYPE_SETTINGS_PAGE)

static CrmWorkspace *
get_workspace (CrmSuppressionPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

/* --- Showing ----------------------------------------------------------------------------------------------- */

static void
show_query (CrmSuppressionPage *self)
{
  const CrmRecordType *type = crm_workspace_get_type_named (get_workspace (self), "suppression");
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  crm_query_set_search (query, *text != '\0' ? text : NULL);
  crm_short_list_set_query (self->list, query);
}

static void
changed_cb (CrmSuppressionPage *self)
{
  gboolean searching = *gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) != '\0';

  gtk_label_set_text (self->placeholder, searching ? _("No such address is suppressed.") : _("No address is suppressed."));
  gtk_widget_set_visible (GTK_WIDGET (self->placeholder), crm_short_list_is_loaded (self->list) && crm_short_list_get_n (self->list) == 0);
}

static void
search_changed_cb (CrmSuppressionPage *self)
{
  show_query (self);
}

/* --- Taking away --------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmSuppressionPage *page;
  char *address;
} Lifting;

static void
lifting_free (gpointer data)
{
  Lifting *lifting = data;

  g_object_unref (lifting->page);
  g_free (lifting->address);
  g_free (lifting);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lifting, lifting_free)

static gboolean
lift (CrmDoor   *door,
      gpointer   data,
      GError   **error)
{
  gboolean was_suppressed;

  return crm_lists_unsuppress (door, data, &was_suppressed, error);
}

static void
lifted_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Lifting) lifting = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);
  g_autofree char *text = g_strdup_printf (_("“%s” is not suppressed any more"), lifting->address);

  if (commit == NULL)
    crm_page_tell (GTK_WIDGET (lifting->page), error->message, 0);
  else
    crm_page_tell_commit (GTK_WIDGET (lifting->page), text, commit);
}

static void
response_cb (AdwMessageDialog   *dialog,
             const char         *response,
             CrmSuppressionPage *self)
{
  const char *address = g_object_get_data (G_OBJECT (dialog), "address");
  g_autoptr (CrmChangeSet) set = NULL;
  Lifting *lifting;

  if (g_strcmp0 (response, "remove") != 0)
    return;

  set = crm_workspace_begin (get_workspace (self), CRM_CAUSE_USER, NULL);
  lifting = g_new0 (Lifting, 1);
  lifting->page = g_object_ref (self);
  lifting->address = g_strdup (address);
  crm_store_write_async (crm_workspace_get_store (get_workspace (self)), set, G_PRIORITY_DEFAULT, lift, g_strdup (address), g_free,
                         lifted_cb, lifting);
}

static void
remove_clicked_cb (GtkButton          *button,
                   CrmSuppressionPage *self)
{
  const char *address = g_object_get_data (G_OBJECT (button), "address");
  g_autofree char *heading = g_strdup_printf (_("Send to “%s” Again?"), address);
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading,
                                              _("Campaigns and automations may send to this address again, as far as its owner is "
                                                "subscribed. Remove it only if the address works, or the person has asked for it."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), "remove", _("Remove"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "address", g_strdup (address), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_DEFAULT);
  gtk_window_present (GTK_WINDOW (dialog));
}

static GtkWidget *
make_row (CrmRecord *suppression,
          gpointer   user_data)
{
  CrmSuppressionPage *self = user_data;
  const char *address = crm_record_get_title (suppression);
  g_autofree char *subtitle = crm_lists_say_suppression (suppression);
  g_autofree char *spoken = g_strjoin (", ", address, subtitle, NULL);
  g_autofree char *name = g_strdup_printf (_("Remove “%s”"), address);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), address);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "address", g_strdup (address), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_clicked_cb), self, G_CONNECT_DEFAULT);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);

  return row;
}

/* --- Commands --------------------------------------------------------------------------------------------------- */

static void
added_cb (CrmSuppressionPage *self,
          gint64              id,
          gint64              batch)
{
  crm_page_tell (GTK_WIDGET (self), _("Address suppressed"), batch);
}

static void
add_address (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmSuppressionPage *self = CRM_SUPPRESSION_PAGE (widget);
  CrmFormDialog *dialog = crm_form_dialog_new (get_workspace (self), "suppression", GTK_WINDOW (gtk_widget_get_root (widget)));

  g_signal_connect_object (dialog, "added", G_CALLBACK (added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (CRM_SUPPRESSION_PAGE (widget)->search_entry));
}

/* --- Object ------------------------------------------------------------------------------------------------------- */

static void
crm_suppression_page_open (CrmPage *page)
{
  CrmSuppressionPage *self = CRM_SUPPRESSION_PAGE (page);

  CRM_PAGE_CLASS (crm_suppression_page_parent_class)->open (page);

  self->list = CRM_SHORT_LIST (crm_short_list_new (get_workspace (self), _("Suppressed Addresses"), ADDRESSES_AT_FIRST, make_row, self));
  gtk_box_append (self->list_box, GTK_WIDGET (self->list));
  g_signal_connect_object (self->list, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  show_query (self);
}

static void
crm_suppression_page_class_init (CrmSuppressionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  CRM_PAGE_CLASS (klass)->open = crm_suppression_page_open;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-suppression-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmSuppressionPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, CrmSuppressionPage, list_box);
  gtk_widget_class_bind_template_child (widget_class, CrmSuppressionPage, placeholder);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);

  gtk_widget_class_install_action (widget_class, "page.add", NULL, add_address);
  gtk_widget_class_install_action (widget_class, "page.find", NULL, find);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "page.add", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "page.find", NULL);
}

static void
crm_suppression_page_init (CrmSuppressionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_suppression_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_suppression_page_new (void)
{
  return g_object_new (CRM_TYPE_SUPPRESSION_PAGE, NULL);
}
