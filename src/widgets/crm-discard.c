/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Asks before a form is closed with something in it that would be lost.
 */

#include "config.h"

#include "crm-discard.h"

#include <glib/gi18n.h>

/**
 * crm_discard_ask:
 * @form: a window that was to be closed
 * @discard: called with @form if what was typed there is not needed
 *
 * Asks whether what was typed may be lost. Who does not answer stays.
 */
void
crm_discard_ask (GtkWindow *form,
                 GCallback  discard)
{
  GtkWidget *dialog = adw_message_dialog_new (form, _("Discard What You Typed?"), _("Nothing was added yet."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _("Keep Editing"), "discard", _("Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), TRUE);
  g_signal_connect_object (dialog, "response::discard", discard, form, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
