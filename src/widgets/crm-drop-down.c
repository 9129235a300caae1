/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Drop-downs of strings that may be narrower than their longest string, so that a narrow window
 * with large text has room for them.
 */

#include "config.h"

#include "crm-drop-down.h"

#define MIN_CHARS 8

static void
setup_short_cb (GtkSignalListItemFactory *factory,
                GtkListItem              *item,
                gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN_CHARS);
  gtk_list_item_set_child (item, label);
}

static void
setup_long_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item,
               gpointer                  user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item,
         gpointer                  user_data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkListItemFactory *
make_factory (GCallback setup)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);

  return factory;
}

/**
 * crm_drop_down_shorten:
 * @drop_down: one of strings
 *
 * Lets the chosen string be cut off where there is no room. The list shows all of each.
 */
void
crm_drop_down_shorten (GtkDropDown *drop_down)
{
  g_autoptr (GtkListItemFactory) button = make_factory (G_CALLBACK (setup_short_cb));
  g_autoptr (GtkListItemFactory) list = make_factory (G_CALLBACK (setup_long_cb));

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, list);
}
