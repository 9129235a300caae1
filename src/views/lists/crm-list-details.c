/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The name and the description of a list, edited in place above its members.
 */

#include "config.h"

#include "crm-list-details.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "crm-field-list.h"

/**
 * crm_list_details_new:
 * @workspace: a workspace
 * @list: a list
 * @parent: the window above which it stands
 *
 * Returns: (transfer none): a window
 */
GtkWindow *
crm_list_details_new (CrmWorkspace *workspace,
                      CrmRecord    *list,
                      GtkWindow    *parent)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE,
                                    "title", _("List Details"), "default-width", 460, "default-height", 420, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *fields = g_object_new (CRM_TYPE_FIELD_LIST, NULL);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  crm_field_list_open (CRM_FIELD_LIST (fields), workspace, "list");
  crm_field_list_set_record (CRM_FIELD_LIST (fields), list);
  gtk_widget_set_margin_top (fields, 12);
  gtk_widget_set_margin_bottom (fields, 12);
  gtk_widget_set_margin_start (fields, 12);
  gtk_widget_set_margin_end (fields, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), fields);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);

  return GTK_WINDOW (window);
}
