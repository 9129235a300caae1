/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A message at the foot of a window. The button that closes it has an icon only, and libadwaita 1.2
 * gives it no name.
 */

#include "config.h"

#include "crm-message.h"

#include <glib/gi18n.h>

static void
name_close_button (GtkWidget *widget)
{
  const char *icon = GTK_IS_BUTTON (widget) ? gtk_button_get_icon_name (GTK_BUTTON (widget)) : NULL;

  if (g_strcmp0 (icon, "window-close-symbolic") == 0)
    {
      gtk_widget_set_tooltip_text (widget, _("Close"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Close"), -1);
      return;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    name_close_button (child);
}

/**
 * crm_message_add:
 * @overlay: what shows messages
 * @toast: (transfer full): a message
 *
 * Shows @toast, with a name for everything in it. What is shown already is to be dismissed before.
 */
void
crm_message_add (AdwToastOverlay *overlay,
                 AdwToast        *toast)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  adw_toast_overlay_add_toast (overlay, toast);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (overlay)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (overlay))
      name_close_button (child);
}
