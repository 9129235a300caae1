/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Dialogs that were closed and are still held by somebody, such as a commit under way. GTK 4.8
 * does not tell those when the window goes that they belonged to, and touches it when they go at last.
 */

#include "config.h"

#include "crm-left-dialogs.h"

#include <gtk/gtk.h>

/* A window is unrealised when it is destroyed. The hook stays for good. */
static gboolean
unrealized_cb (GSignalInvocationHint *hint,
               guint                  n_values,
               const GValue          *values,
               gpointer               data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (GTK_IS_WINDOW (widget))
    gtk_window_set_transient_for (GTK_WINDOW (widget), NULL);

  return TRUE;
}

/**
 * crm_left_dialogs_watch:
 *
 * From now on, a dialog that is closed no longer belongs to its window. To be called once, after
 * GTK was initialised.
 */
void
crm_left_dialogs_watch (void)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("unrealize", GTK_TYPE_WIDGET), 0, unrealized_cb, NULL, NULL);
}
