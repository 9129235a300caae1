/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What pages that have a list in them make of it: its name, its commands, what stands above it or in its place.
 */

#include "config.h"

#include "crm-list-page-private.h"

#include "crm-list-menu.h"

/**
 * crm_list_page_add_button:
 * @button: (transfer floating): a button for the header bar
 *
 * For pages that have a list among other views of the same records.
 */
void
crm_list_page_add_button (CrmListPage *self,
                          GtkWidget   *button)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  adw_header_bar_pack_end (self->header, button);
}

/**
 * crm_list_page_add_top:
 * @widget: what stands above the list
 */
void
crm_list_page_add_top (CrmListPage *self,
                       GtkWidget   *widget)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  gtk_box_prepend (self->list_box, widget);
}

/**
 * crm_list_page_show_instead:
 * @widget: (nullable): what is shown in place of the table, or %NULL for the table
 */
void
crm_list_page_show_instead (CrmListPage *self,
                            GtkWidget   *widget)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  if (widget != NULL && gtk_widget_get_parent (widget) == NULL)
    gtk_stack_add_child (self->stack, widget);
  self->instead = widget;
  crm_list_selection_clear (crm_record_table_get_selection (self->table));
  _crm_list_page_show_state (self);
}

/**
 * crm_list_page_show_card:
 * @id: of a record that is chosen elsewhere than in the table, or 0
 */
void
crm_list_page_show_card (CrmListPage *self,
                         gint64       id)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  crm_record_card_set_record (self->card, id);
}

/**
 * crm_list_page_set_none:
 * @icon: the name of an icon
 * @title: a few words
 * @description: (nullable): why, and what to do
 *
 * Says what is shown if there is nothing in the list.
 */
void
crm_list_page_set_none (CrmListPage *self,
                        const char  *icon,
                        const char  *title,
                        const char  *description)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  adw_status_page_set_icon_name (self->empty_page, icon);
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
}

/**
 * crm_list_page_add_to_menu:
 * @section: commands of this list, for its menu
 */
void
crm_list_page_add_to_menu (CrmListPage *self,
                           GMenuModel  *section)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  g_set_object (&self->own_menu, section);
  if (crm_page_get_workspace (CRM_PAGE (self)) != NULL)
    _crm_list_page_fill_menu (self);
}

/**
 * crm_list_page_set_name:
 * @name: what is in the list
 */
void
crm_list_page_set_name (CrmListPage *self,
                        const char  *name)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  crm_page_set_title (CRM_PAGE (self), name);
  adw_window_title_set_title (self->title, name);
}

/**
 * crm_list_page_set_add:
 * @label: what the button says that adds something
 */
void
crm_list_page_set_add (CrmListPage *self,
                       const char  *label)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  gtk_label_set_text (self->add_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->add_button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_button_set_label (self->empty_add_button, label);
}

/**
 * crm_list_page_set_subject:
 * @key: of the link to what each row is about: the contacts of subscriptions
 * @commands: what can be done with rows that are selected, in place of the usual commands
 *
 * Makes the rows stand for other records: these are counted, opened and shown on the card. What is
 * filtered by is not kept, since no area of the window has this list. To be called before
 * crm_page_open().
 */
void
crm_list_page_set_subject (CrmListPage *self,
                           const char  *key,
                           GMenuModel  *commands)
{
  g_autoptr (GMenuModel) row_menu = crm_list_menu_new_row (commands);

  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  g_free (self->subject);
  self->subject = g_strdup (key);
  crm_record_table_set_commands (self->table, row_menu);
  crm_selection_bar_set_commands (self->selection_bar, commands);
  crm_filter_bar_set_passing (self->filter_bar, TRUE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "page.save-filter", FALSE);
  gtk_widget_set_visible (self->empty_import_button, FALSE);
}

/**
 * crm_list_page_add_back:
 *
 * For a list above another page: it leads back there rather than to the sidebar.
 */
void
crm_list_page_add_back (CrmListPage *self)
{
  g_return_if_fail (CRM_IS_LIST_PAGE (self));

  gtk_widget_set_visible (self->back_button, TRUE);
  adw_header_bar_remove (self->header, self->sidebar_button);
}
