/* SPDX-License-Identifier: GPL-3.0-or-later */

/* After a command of a submenu, keys go on working. */

#include "config.h"

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

  return focus != NULL && gtk_widget_get_mapped (focus) && gtk_widget_is_ancestor (focus, button);
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

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/lost-focus/submenu", test_submenu);

  return g_test_run ();
}
