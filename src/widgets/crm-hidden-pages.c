/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Pages that are not shown, and what screen readers are told of them. GTK 4.8 leaves the pages of a
 * stack that are not in front, and the folded panes of a leaflet, in the accessible tree as if they
 * were there: somebody who cannot see the window would find the buttons of three pages at once.
 */

#include "config.h"

#include "crm-hidden-pages.h"

#include <adwaita.h>

/* Widgets that show some of their children and keep the others. */
static gboolean
keeps_pages (GtkWidget *widget)
{
  return GTK_IS_STACK (widget) || GTK_IS_REVEALER (widget) || ADW_IS_LEAFLET (widget) || ADW_IS_FLAP (widget) ||
         ADW_IS_SQUEEZER (widget);
}

static void
tell (GtkWidget *page)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, !gtk_widget_get_mapped (page), -1);
}

/* When a page comes or goes, and for those that were never in front, when what keeps them comes.
 * The hook stays for good. */
static gboolean
mapped_cb (GSignalInvocationHint *hint,
           guint                  n_values,
           const GValue          *values,
           gpointer               data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (gtk_widget_in_destruction (widget))
    return TRUE;

  if (parent != NULL && keeps_pages (parent))
    tell (widget);
  if (gtk_widget_get_mapped (widget) && keeps_pages (widget))
    for (GtkWidget *page = gtk_widget_get_first_child (widget); page != NULL; page = gtk_widget_get_next_sibling (page))
      tell (page);

  return TRUE;
}

/**
 * crm_hidden_pages_watch:
 *
 * From now on, pages that go out of sight are hidden from screen readers as well, everywhere in the
 * program, until they are shown again. To be called once, after GTK was initialised.
 */
void
crm_hidden_pages_watch (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, mapped_cb, NULL, NULL);
}
