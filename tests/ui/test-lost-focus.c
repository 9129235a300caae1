/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After a command of a submenu, keys go on working; and when a row is gone, the next one has them. */

#include "config.h"

#include "crm-lost-focus.h"
#include "crm-message.h"
#include "crm-ui-test.h"

static void
run_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       data)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static gboolean
is_closed (gpointer popover)
{
  return !gtk_widget_get_mapped (popover);
}

static gboolean
is_open (gpointer popover)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (popover));

  return gtk_widget_get_mapped (popover) && focus != NULL && gtk_widget_is_ancestor (focus, popover);
}

static gboolean
has_focus (gpointer button)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (button));

  return focus != NULL && gtk_widget_get_mapped (focus) && (focus == button || gtk_widget_is_ancestor (focus, button));
}

static void
test_submenu (void)
{
  gboolean done = FALSE;
  const GActionEntry entries[] = { { "run", run_cb } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) submenu = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover;

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), &done);
  g_menu_append (submenu, "Run", "test.run");
  g_menu_append_submenu (menu, "More", G_MENU_MODEL (submenu));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_insert_action_group (button, "test", G_ACTION_GROUP (actions));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));

  crm_ui_test_show (button);
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  crm_test_wait (is_open, popover);
  crm_ui_test_key ("Return"); /* into the submenu */
  crm_ui_test_key ("Down Return");
  crm_test_wait (is_true, &done);
  crm_test_wait (is_closed, popover);
  crm_test_wait (has_focus, button);

  crm_ui_test_close (button);
}

typedef struct
{
  GtkWidget *list;
  GtkWidget *button;
  GtkWidget *overlay;
  GtkWindow *window;
} Place;

static void
place_init (Place *place)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  place->list = gtk_list_box_new ();
  for (guint i = 0; i < 4; i++)
    gtk_list_box_append (GTK_LIST_BOX (place->list), gtk_button_new_with_label ("Row"));
  place->button = gtk_button_new_with_label ("After");
  place->overlay = adw_toast_overlay_new ();
  gtk_box_append (GTK_BOX (box), place->list);
  gtk_box_append (GTK_BOX (box), place->button);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (place->overlay), box);
  crm_ui_test_show (place->overlay);
  place->window = GTK_WINDOW (gtk_widget_get_root (place->overlay));
  crm_lost_focus_keep (place->window);
}

static AdwToast *
tell (Place *place)
{
  AdwToast *toast = adw_toast_new ("Row removed");

  adw_toast_set_button_label (toast, "Undo");
  adw_toast_set_timeout (toast, 0);
  crm_message_add (ADW_TOAST_OVERLAY (place->overlay), toast);

  return toast;
}

static GtkWidget *
get_row (Place *place,
         int    index)
{
  return GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (place->list), index));
}

static void
remove_row (Place *place,
            int    index)
{
  gtk_list_box_remove (GTK_LIST_BOX (place->list), get_row (place, index));
}

/* The focus may be on what is in the row. */
static void
test_row (void)
{
  Place place;

  place_init (&place);
  gtk_widget_child_focus (get_row (&place, 1), GTK_DIR_TAB_FORWARD);
  crm_test_wait (has_focus, get_row (&place, 1));
  tell (&place);
  remove_row (&place, 1);
  crm_test_wait (has_focus, get_row (&place, 1));

  gtk_widget_grab_focus (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (get_row (&place, 2))));
  crm_test_wait (has_focus, get_row (&place, 2));
  remove_row (&place, 2);
  crm_test_wait (has_focus, get_row (&place, 1));

  /* Where there are no rows left, it is what comes after the list. */
  remove_row (&place, 1);
  crm_test_wait (has_focus, get_row (&place, 0));
  remove_row (&place, 0);
  crm_test_wait (has_focus, place.button);

  crm_ui_test_close (place.overlay);
}

static gboolean
is_in_message (gpointer data)
{
  Place *place = data;
  GtkWidget *focus = gtk_window_get_focus (place->window);
  GtkWidget *child = adw_toast_overlay_get_child (ADW_TOAST_OVERLAY (place->overlay));

  return focus != NULL && !gtk_widget_is_ancestor (focus, child);
}

/* A message has the focus when people want it to, and gives it back. */
static void
test_message (void)
{
  AdwToast *toast;
  Place place;

  place_init (&place);
  gtk_widget_grab_focus (place.button);
  crm_test_wait (has_focus, place.button);
  toast = tell (&place);
  crm_ui_test_key ("Tab");
  crm_test_wait (is_in_message, &place);
  adw_toast_dismiss (toast);
  crm_test_wait (has_focus, place.button);

  tell (&place);
  crm_ui_test_key ("Tab");
  crm_test_wait (is_in_message, &place);
  crm_lost_focus_leave_message (place.window, place.list);
  crm_test_wait (has_focus, place.list);

  crm_ui_test_close (place.overlay);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/lost-focus/submenu", test_submenu);
  g_test_add_func ("/lost-focus/row", test_row);
  g_test_add_func ("/lost-focus/message", test_message);

  return g_test_run ();
}
