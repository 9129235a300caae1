/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The header of a dialog that is built in code: "Cancel" before the title, what does it behind.
 */

#include "config.h"

#include "crm-dialog-header.h"

#include <glib/gi18n.h>

/**
 * crm_dialog_header_new:
 * @dialog: a window whose title is shown, and which "Cancel" closes
 * @button: what does what the dialog is for
 *
 * Returns: (transfer floating): a header bar
 */
GtkWidget *
crm_dialog_header_new (GtkWindow *dialog,
                       GtkWidget *button)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *cancel = gtk_button_new_with_label (_("Cancel"));
  GtkWidget *title = gtk_label_new (NULL);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (cancel), "window.close");
  gtk_widget_add_css_class (button, "suggested-action");
  adw_header_bar_set_show_start_title_buttons (ADW_HEADER_BAR (header), FALSE);
  adw_header_bar_set_show_end_title_buttons (ADW_HEADER_BAR (header), FALSE);
  /* One that may be shortened to nearly nothing, so that a small window has room for the buttons. */
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (title), 1);
  gtk_widget_add_css_class (title, "title");
  g_object_bind_property (dialog, "title", title, "label", G_BINDING_SYNC_CREATE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), title);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), cancel);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), button);

  return header;
}
