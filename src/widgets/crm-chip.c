/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A chip: one of several values, with a button that takes it away.
 */

#include "config.h"

#include "crm-chip.h"

/**
 * crm_chip_new:
 * @content: (transfer floating): what it shows
 * @remove: what the button does, in words
 * @button: (out) (transfer none): the button that takes it away
 *
 * Returns: (transfer floating): a chip
 */
GtkWidget *
crm_chip_new (GtkWidget   *content,
              const char  *remove,
              GtkWidget  **button)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  *button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_add_css_class (*button, "flat");
  gtk_widget_add_css_class (*button, "circular");
  gtk_widget_set_tooltip_text (*button, remove);
  gtk_accessible_update_property (GTK_ACCESSIBLE (*button), GTK_ACCESSIBLE_PROPERTY_LABEL, remove, -1);

  gtk_widget_add_css_class (chip, "chip");
  gtk_box_append (GTK_BOX (chip), content);
  gtk_box_append (GTK_BOX (chip), *button);

  return chip;
}

/**
 * crm_chip_new_label:
 * @text: what the chip says
 * @width: how many characters of it at most, or -1
 *
 * Returns: (transfer floating): the content of a chip
 */
GtkWidget *
crm_chip_new_label (const char *text,
                    int         width)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), width);

  return label;
}
