/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The focus, when a menu closes. GTK 4.8 leaves it inside a menu with submenus that has closed, where
 * no key arrives: until they clicked somewhere, people could do nothing on the keyboard.
 */

#include "config.h"

#include "crm-lost-focus.h"

#include <gtk/gtk.h>

static gboolean
find_focus (gpointer data)
{
  GtkWidget *popover = data;
  GtkRoot *root = gtk_widget_get_root (popover);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && !gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, popover) &&
      !gtk_widget_child_focus (gtk_widget_get_parent (popover), GTK_DIR_TAB_FORWARD))
    gtk_root_set_focus (root, NULL);

  return G_SOURCE_REMOVE;
}

/* The hook stays for good. The popover is still on its way out when it says that it has closed. */
static gboolean
closed_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, find_focus, g_value_dup_object (&values[0]), g_object_unref);

  return TRUE;
}

/**
 * crm_lost_focus_watch:
 *
 * From now on, when a menu has closed and keys would still go to it, they go to what opened it. To
 * be called once, after GTK was initialised.
 */
void
crm_lost_focus_watch (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_POPOVER);

  g_signal_add_emission_hook (g_signal_lookup ("closed", GTK_TYPE_POPOVER), 0, closed_cb, NULL, NULL);
}
