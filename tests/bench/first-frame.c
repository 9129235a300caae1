/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Preloaded into a program with a window: writes the time of its first frame to the file that
 * CRM_FIRST_FRAME names, in microseconds of the monotonic clock.
 */

#include "config.h"

#include <dlfcn.h>
#include <gtk/gtk.h>

static gboolean
painted_cb (GSignalInvocationHint *hint,
            guint                  n_values,
            const GValue          *values,
            gpointer               data)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_monotonic_time ());

  g_file_set_contents (g_getenv ("CRM_FIRST_FRAME"), time, -1, NULL);

  return FALSE;
}

void
gtk_window_present (GtkWindow *window)
{
  static gboolean hooked;
  void (*present) (GtkWindow *) = (void (*) (GtkWindow *)) dlsym (RTLD_NEXT, "gtk_window_present");

  if (!hooked && g_getenv ("CRM_FIRST_FRAME") != NULL)
    {
      hooked = TRUE;
      g_type_ensure (GDK_TYPE_FRAME_CLOCK);
      g_type_class_ref (GDK_TYPE_FRAME_CLOCK);
      g_signal_add_emission_hook (g_signal_lookup ("after-paint", GDK_TYPE_FRAME_CLOCK), 0, painted_cb, NULL, NULL);
    }
  present (window);
}
