/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A message at the foot of a window: one at a time, and told to screen readers as well. The button that closes it has an
 * icon only, and libadwaita 1.2 gives it no name.
 */

#include "config.h"

#include "crm-message.h"

#include <glib/gi18n.h>

/* How long there is something to press. */
#define OFFER_SECONDS 8

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

static void
free_reference (gpointer data)
{
  GWeakRef *reference = data;

  g_weak_ref_clear (reference);
  g_free (reference);
}

/* What refers to the message that @overlay shows. */
static GWeakRef *
get_last (AdwToastOverlay *overlay)
{
  GWeakRef *last = g_object_get_data (G_OBJECT (overlay), "crm-message");

  if (last == NULL)
    {
      last = g_new0 (GWeakRef, 1);
      g_weak_ref_init (last, NULL);
      g_object_set_data_full (G_OBJECT (overlay), "crm-message", last, free_reference);
    }

  return last;
}

/**
 * crm_message_hush:
 * @overlay: what shows messages
 *
 * Takes the message away that is shown.
 */
void
crm_message_hush (AdwToastOverlay *overlay)
{
  g_autoptr (AdwToast) toast = NULL;

  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  toast = g_weak_ref_get (get_last (overlay));
  if (toast != NULL)
    adw_toast_dismiss (toast);
}

/**
 * crm_message_add:
 * @overlay: what shows messages
 * @toast: (transfer full): a message
 *
 * Shows @toast, with a name for everything in it. What happened last is told at once, not after what happened before.
 */
void
crm_message_add (AdwToastOverlay *overlay,
                 AdwToast        *toast)
{
  g_return_if_fail (ADW_IS_TOAST_OVERLAY (overlay));

  crm_message_hush (overlay);
  g_weak_ref_set (get_last (overlay), toast);

  adw_toast_overlay_add_toast (overlay, toast);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (overlay)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (child != adw_toast_overlay_get_child (overlay))
      name_close_button (child);
}

/**
 * crm_message_offer:
 * @overlay: what shows messages
 * @announcement: the label whose changes screen readers tell: they are not told of toasts
 * @text: a sentence
 * @label: (nullable): of a button in it
 * @action: (nullable): the action of that button
 * @target: (nullable): what the action is about; floating
 *
 * Tells what has happened, and offers what can be done about it.
 */
void
crm_message_offer (AdwToastOverlay *overlay,
                   GtkLabel        *announcement,
                   const char      *text,
                   const char      *label,
                   const char      *action,
                   GVariant        *target)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (action != NULL)
    {
      adw_toast_set_button_label (toast, label);
      adw_toast_set_action_name (toast, action);
      adw_toast_set_action_target_value (toast, target);
      adw_toast_set_timeout (toast, OFFER_SECONDS);
    }
  crm_message_add (overlay, toast);
  gtk_label_set_text (announcement, text);
}

/**
 * crm_message_tell:
 * @overlay: what shows messages
 * @announcement: the label whose changes screen readers tell
 * @text: a sentence
 * @batch: what can be undone, or 0
 *
 * Tells what has happened, in a window that can undo it by "win.undo-batch".
 */
void
crm_message_tell (AdwToastOverlay *overlay,
                  GtkLabel        *announcement,
                  const char      *text,
                  gint64           batch)
{
  if (batch > 0)
    crm_message_offer (overlay, announcement, text, _("Undo"), "win.undo-batch", g_variant_new_int64 (batch));
  else
    crm_message_offer (overlay, announcement, text, NULL, NULL, NULL);
}
