/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The focus, when what had it is gone. GTK 4.8 leaves it inside a menu with submenus that has closed,
 * where no key arrives: until they clicked somewhere, people could do nothing on the keyboard. And
 * when a row disappears, it gives the focus to the first row, or to a message at the foot of the
 * window, which then stays there for good: here it goes to what stands in the place of the row.
 */

#include "config.h"

#include "crm-lost-focus.h"

#include <adwaita.h>

/* --- Menus -------------------------------------------------------------------------------------------- */

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

/* --- What disappears ---------------------------------------------------------------------------------- */

/* A widget that the focus is in, and its place among those of its parent. */
typedef struct
{
  GtkWidget *widget; /* weak */
  guint place;
} Step;

typedef struct
{
  GtkWindow *window; /* borrowed: it owns this */
  GPtrArray *way;    /* of Step: from the focus up to the window */
  GtkWidget *focus;  /* weak: the last one, which may be in a message */
  guint idle_id;
} Keeper;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_clear_weak_pointer (&step->widget);
  g_free (step);
}

static gboolean
is_there (Keeper    *keeper,
          GtkWidget *widget)
{
  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_get_root (widget) == GTK_ROOT (keeper->window);
}

static gboolean
is_in_message (GtkWidget *widget)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);
  GtkWidget *child = overlay != NULL ? adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (overlay)) : NULL;

  return child != NULL && widget != overlay && widget != child && !gtk_widget_is_ancestor (widget, child);
}

static void
remember (Keeper    *keeper,
          GtkWidget *focus)
{
  g_ptr_array_set_size (keeper->way, 0);
  for (GtkWidget *widget = focus; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      Step *step = g_new0 (Step, 1);

      g_set_weak_pointer (&step->widget, widget);
      for (GtkWidget *other = gtk_widget_get_prev_sibling (widget); other != NULL; other = gtk_widget_get_prev_sibling (other))
        step->place++;
      g_ptr_array_add (keeper->way, step);
    }
}

/* What stands there now, what comes after it, or else what comes before it. */
static gboolean
focus_near (GtkWidget *parent,
            guint      place)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (children, child);

  for (guint i = place; i < children->len; i++)
    if (gtk_widget_get_mapped (children->pdata[i]) && gtk_widget_child_focus (children->pdata[i], GTK_DIR_TAB_FORWARD))
      return TRUE;
  for (guint i = MIN (place, children->len); i > 0; i--)
    if (gtk_widget_get_mapped (children->pdata[i - 1]) && gtk_widget_child_focus (children->pdata[i - 1], GTK_DIR_TAB_FORWARD))
      return TRUE;

  return FALSE;
}

/* Before the next frame, in which GTK would look for another place. */
static gboolean
find_place (gpointer data)
{
  Keeper *keeper = data;
  GtkWidget *focus = gtk_window_get_focus (keeper->window);

  keeper->idle_id = 0;
  if (is_there (keeper, focus) && !is_in_message (focus))
    return G_SOURCE_REMOVE;

  for (guint i = 0; i < keeper->way->len; i++)
    {
      const Step *step = g_ptr_array_index (keeper->way, i);

      if (!is_there (keeper, step->widget))
        continue;
      if (i == 0 ? gtk_widget_grab_focus (step->widget)
                 : focus_near (step->widget, ((Step *) g_ptr_array_index (keeper->way, i - 1))->place))
        break;
    }

  return G_SOURCE_REMOVE;
}

static void
focus_unmapped_cb (GtkWidget *focus,
                   Keeper    *keeper)
{
  if (keeper->idle_id == 0)
    keeper->idle_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, find_place, keeper, NULL);
}

static void
watch (Keeper    *keeper,
       GtkWidget *focus)
{
  if (keeper->focus != NULL)
    g_signal_handlers_disconnect_by_func (keeper->focus, focus_unmapped_cb, keeper);
  g_set_weak_pointer (&keeper->focus, focus);
  if (focus != NULL)
    g_signal_connect (focus, "unmap", G_CALLBACK (focus_unmapped_cb), keeper);
}

static void
keeper_free (gpointer data)
{
  Keeper *keeper = data;

  g_clear_handle_id (&keeper->idle_id, g_source_remove);
  watch (keeper, NULL);
  g_ptr_array_unref (keeper->way);
  g_free (keeper);
}

/* Nothing is told when the focus is lost, only when it is somewhere else again. */
static void
focus_changed_cb (GtkWindow  *window,
                  GParamSpec *pspec,
                  Keeper     *keeper)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL || focus == keeper->focus)
    return;

  if (!is_in_message (focus))
    remember (keeper, focus);
  watch (keeper, focus);
}

/**
 * crm_lost_focus_keep:
 * @window: a window
 *
 * From now on, when what has the focus in @window disappears and nothing else is given the focus, it
 * goes to what stands there instead: the next row, or what comes after the list. A message
 * (`AdwToast`) gets it from people only, and gives it back when it goes.
 */
void
crm_lost_focus_keep (GtkWindow *window)
{
  Keeper *keeper;

  g_return_if_fail (GTK_IS_WINDOW (window));

  keeper = g_new0 (Keeper, 1);
  keeper->window = window;
  keeper->way = g_ptr_array_new_with_free_func (step_free);
  g_object_set_data_full (G_OBJECT (window), "crm-lost-focus", keeper, keeper_free);
  g_signal_connect (window, "notify::focus-widget", G_CALLBACK (focus_changed_cb), keeper);
}

/**
 * crm_lost_focus_leave_message:
 * @window: a window
 * @page: what is shown in it now
 *
 * When a message at the foot of @window has the focus, gives it to @page. To be called when another
 * page is shown: a message stays as long as it has the focus.
 */
void
crm_lost_focus_leave_message (GtkWindow *window,
                              GtkWidget *page)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus != NULL && is_in_message (focus))
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* --- All windows -------------------------------------------------------------------------------------- */

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
