/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What widgets that are made of others do with them: take all away, pass the focus on.
 */

#include "config.h"

#include "crm-children.h"

/* How far from the edge what has the focus stays, in pixels. */
#define IN_SIGHT 12

#define BEGINS_WITH "crm-begins-with"

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

/**
 * crm_children_grab_focus:
 * @parent: a widget that cannot have the focus itself
 * @child: the one inside of it that people begin with
 *
 * For the grab_focus of @parent. GTK 4.8 asks a container for it, too, when Shift+Tab leaves the
 * container: nobody got out of it if @child took the focus then.
 *
 * Returns: %TRUE if the focus is on @child now; %FALSE if it could not be, or was inside already
 */
gboolean
crm_children_grab_focus (GtkWidget *parent,
                         GtkWidget *child)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, parent))
    return FALSE;

  return gtk_widget_grab_focus (child);
}

/* The second frame: the first one is not laid out yet. */
static gboolean
frame_cb (GtkWidget     *parent,
          GdkFrameClock *clock,
          gpointer       data)
{
  GtkRoot *root = gtk_widget_get_root (parent);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *viewport;
  GtkAdjustment *adjustment;
  graphene_rect_t bounds;
  double top;
  int *n_frames = data;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, parent))
    return G_SOURCE_REMOVE;

  viewport = gtk_widget_get_ancestor (parent, GTK_TYPE_VIEWPORT);
  if (viewport == NULL || !gtk_widget_compute_bounds (focus, viewport, &bounds))
    return G_SOURCE_REMOVE;

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  top = gtk_adjustment_get_value (adjustment) + (double) graphene_rect_get_y (&bounds);
  gtk_adjustment_clamp_page (adjustment, top - IN_SIGHT, top + (double) graphene_rect_get_height (&bounds) + IN_SIGHT);

  return G_SOURCE_REMOVE;
}

/**
 * crm_children_keep_in_sight:
 * @parent: a widget whose size changes
 *
 * Scrolls to what has the focus, if that is inside of @parent, once it has its new place: GTK
 * scrolls when the focus moves, but not when what has it is moved.
 */
void
crm_children_keep_in_sight (GtkWidget *parent)
{
  gtk_widget_add_tick_callback (parent, frame_cb, g_new0 (int, 1), g_free);
}

static void
window_mapped_cb (GtkWidget *window)
{
  GtkWidget *child = g_object_get_data (G_OBJECT (window), BEGINS_WITH);

  g_signal_handlers_disconnect_by_func (window, window_mapped_cb, NULL);
  gtk_widget_grab_focus (child);
  g_object_set_data (G_OBJECT (window), BEGINS_WITH, NULL);
}

/**
 * crm_children_begin_with:
 * @child: a widget in a window, where it stays
 *
 * Puts the focus there when the window comes to the screen, or at once if it is there. In GTK 4.8, a window in which
 * something had the focus before it was on the screen is no window to screen readers.
 */
void
crm_children_begin_with (GtkWidget *child)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (child));

  g_return_if_fail (GTK_IS_WINDOW (window));

  if (gtk_widget_get_mapped (window))
    {
      gtk_widget_grab_focus (child);
      return;
    }

  /* What was said last counts. */
  if (g_object_get_data (G_OBJECT (window), BEGINS_WITH) == NULL)
    g_signal_connect (window, "map", G_CALLBACK (window_mapped_cb), NULL);
  g_object_set_data_full (G_OBJECT (window), BEGINS_WITH, g_object_ref (child), g_object_unref);
}
