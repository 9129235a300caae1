/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Taking away all children of a widget.
 */

#include "config.h"

#include "crm-children.h"

/**
 * crm_children_unparent:
 * @parent: a widget that has put its children there itself
 *
 * For dispose: a widget that is not a container of GTK has to let its children go.
 */
void
crm_children_unparent (GtkWidget *parent)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    gtk_widget_unparent (child);
}

/**
 * crm_children_clear:
 * @list: a list
 *
 * Removes every row.
 */
void
crm_children_clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}
