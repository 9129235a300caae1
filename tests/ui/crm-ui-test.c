/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What tests of widgets share. They run in process, under a display of their own
 * (tests/with-session), and press real keys.
 */

#include "config.h"

#include "crm-ui-test.h"

#include <string.h>

#include "crm-hidden-pages.h"
#include "crm-left-dialogs.h"
#include "crm-lost-focus.h"

/* GTK 4.8 looks for a tooltip half a second after the last motion, also if the window is gone by
 * then, and complains of that. In a test windows come and go faster. GLib forgets this function
 * at the beginning of every test, so that whoever shows a widget says it again. */
static gboolean
is_fatal (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        data)
{
  return strstr (message, "gdk_surface_get_device_position: assertion 'GDK_IS_SURFACE (surface)' failed") == NULL;
}

/**
 * crm_ui_test_init:
 * @argc: of main()
 * @argv: of main()
 *
 * Begins as the program does, with what it changes about GTK.
 */
void
crm_ui_test_init (int    *argc,
                  char ***argv)
{
  g_autoptr (GtkSettings) settings = NULL;

  g_test_init (argc, argv, NULL);
  adw_init ();
  crm_hidden_pages_watch ();
  crm_left_dialogs_watch ();
  crm_lost_focus_watch ();

  settings = g_object_ref (gtk_settings_get_default ());
  g_object_set (settings, "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

/**
 * crm_ui_test_show:
 * @widget: a widget, or a window
 *
 * Shows a widget and waits until it is on the screen and keys go to its window.
 *
 * Returns: (transfer none): @widget
 */
GtkWidget *
crm_ui_test_show (GtkWidget *widget)
{
  GtkWidget *window = GTK_IS_WINDOW (widget) ? widget : gtk_window_new ();

  g_test_log_set_fatal_handler (is_fatal, NULL);
  if (window != widget)
    {
      gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
      gtk_window_set_child (GTK_WINDOW (window), widget);
    }
  gtk_window_present (GTK_WINDOW (window));
  crm_test_wait (is_mapped, widget);
  crm_test_wait (is_active, window);

  return widget;
}

static void
gone_cb (gpointer  data,
         GObject  *object)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/**
 * crm_ui_test_close:
 * @widget: what was shown
 *
 * Closes the window of @widget, and fails if anything keeps the widget.
 */
void
crm_ui_test_close (GtkWidget *widget)
{
  gboolean gone = FALSE;

  g_object_weak_ref (G_OBJECT (widget), gone_cb, &gone);
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (widget)));
  crm_test_wait (is_true, &gone);
}

/**
 * crm_ui_test_find_text:
 * @widget: where to look
 * @type: of a widget with a property "label"
 * @text: what stands in it
 *
 * Returns: (transfer none) (nullable): the first such widget in @widget that is visible
 */
gpointer
crm_ui_test_find_text (GtkWidget  *widget,
                       GType       type,
                       const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    {
      g_autofree char *label = NULL;

      if (text != NULL)
        g_object_get (widget, "label", &label, NULL);
      if (g_strcmp0 (label, text) == 0)
        return widget;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = crm_ui_test_find_text (child, type, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/**
 * crm_ui_test_find:
 * @widget: where to look
 * @type: of a widget
 *
 * Returns: (transfer none) (nullable): the first such widget in @widget that is visible
 */
gpointer
crm_ui_test_find (GtkWidget *widget,
                  GType      type)
{
  return crm_ui_test_find_text (widget, type, NULL);
}

/**
 * crm_ui_test_key:
 * @keys: as xdotool has them: "Return", "ctrl+a"; several with blanks between them
 *
 * Presses keys. What they do happens when the main loop runs.
 */
void
crm_ui_test_key (const char *keys)
{
  g_autofree char *command = g_strconcat ("xdotool key --clearmodifiers ", keys, NULL);
  g_autoptr (GError) error = NULL;

  g_spawn_command_line_sync (command, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}
