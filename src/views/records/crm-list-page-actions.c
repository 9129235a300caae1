/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What people do in a list: search, filter, sort, and open what is selected.
 */

#include "config.h"

#include "crm-list-page-private.h"

#include "crm-list-commands.h"

#define SEARCH_AFTER 60 /* milliseconds */

/* --- Searching ----------------------------------------------------------------------------------------------------- */

static gboolean
search_cb (gpointer data)
{
  CrmListPage *self = data;

  self->search_id = 0;
  crm_record_table_set_search (self->table, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  return G_SOURCE_REMOVE;
}

static void
search_changed_cb (CrmListPage *self)
{
  g_clear_handle_id (&self->search_id, g_source_remove);
  self->search_id = g_timeout_add (SEARCH_AFTER, search_cb, self);
}

static void
search_activated_cb (CrmListPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
find (GtkWidget  *widget,
      const char *action_name,
      GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);

  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/* --- Filters and order --------------------------------------------------------------------------------------------- */

static void
filter (GtkWidget  *widget,
        const char *action_name,
        GVariant   *parameter)
{
  crm_filter_bar_edit (CRM_LIST_PAGE (widget)->filter_bar);
}

static void
save_filter (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  crm_filter_bar_save (CRM_LIST_PAGE (widget)->filter_bar);
}

static void
explain_filter (GtkWidget  *widget,
                const char *action_name,
                GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);

  crm_filter_bar_explain (self->filter_bar, crm_list_selection_get_single (crm_record_table_get_selection (self->table)));
}

static void
remove_filter (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);

  crm_filter_set (self->filter, NULL, 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

static void
sort_by (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);
  const char *key;
  gboolean descending;

  g_variant_get (parameter, "(&sb)", &key, &descending);
  crm_record_table_sort_by (self->table, key, descending);
}

/* --- Opening ------------------------------------------------------------------------------------------------------- */

static void
opened_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmListPage) self = user_data;
  g_autoptr (CrmRecord) record = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  if (record != NULL && self->card != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", crm_list_page_get_shown_type (self)->table.name,
                                crm_record_get_link (record, self->subject));
}

static void
open_row (CrmListPage *self,
          gint64       id)
{
  if (self->subject == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-record", "(sx)", self->type, id);
  else
    crm_workspace_load_record_async (crm_page_get_workspace (CRM_PAGE (self)), crm_list_page_get_record_type (self), id, NULL, opened_read_cb, g_object_ref (self));
}

static void
open_selected (GtkWidget  *widget,
               const char *action_name,
               GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);
  gint64 id = crm_list_selection_get_single (crm_record_table_get_selection (self->table));

  if (id != 0)
    open_row (self, id);
}

static void
row_activated_cb (CrmListPage *self,
                  gint64       id)
{
  open_row (self, id);
}

static void
toggle_card (GtkWidget  *widget,
             const char *action_name,
             GVariant   *parameter)
{
  CrmListPage *self = CRM_LIST_PAGE (widget);

  adw_flap_set_reveal_flap (self->flap, !adw_flap_get_reveal_flap (self->flap));
}

/*< private >
 * Installs them, when the template is set.
 */
void
_crm_list_page_class_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, row_activated_cb);
  gtk_widget_class_bind_template_callback (klass, search_changed_cb);
  gtk_widget_class_bind_template_callback (klass, search_activated_cb);

  gtk_widget_class_install_action (klass, "page.find", NULL, find);
  gtk_widget_class_install_action (klass, "page.filter", NULL, filter);
  gtk_widget_class_install_action (klass, "page.save-filter", NULL, save_filter);
  gtk_widget_class_install_action (klass, "page.why", NULL, explain_filter);
  gtk_widget_class_install_action (klass, "page.remove-filter", NULL, remove_filter);
  gtk_widget_class_install_action (klass, "page.open", NULL, open_selected);
  gtk_widget_class_install_action (klass, "page.sort-by", "(sb)", sort_by);
  gtk_widget_class_install_action (klass, "page.toggle-card", NULL, toggle_card);
  crm_list_commands_install (klass);

  gtk_widget_class_add_binding_action (klass, GDK_KEY_f, GDK_CONTROL_MASK, "page.find", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "page.filter", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_F9, 0, "page.toggle-card", NULL);
}
