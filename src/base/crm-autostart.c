/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether the desktop starts the program when somebody logs in. Inside a sandbox the portal of the
 * desktop is asked; elsewhere it is a file in the folder that the autostart specification of
 * freedesktop.org names. That file alone says how it is, so that what somebody changes in the
 * settings of the desktop is shown. Main thread.
 */

#include "config.h"

#include "crm-autostart.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "crm-error.h"

#define SANDBOX "/.flatpak-info"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Background"

static gboolean
is_sandboxed (void)
{
  return g_file_test (SANDBOX, G_FILE_TEST_EXISTS);
}

static char *
get_path (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", CRM_APP_ID ".desktop", NULL);
}

/**
 * crm_autostart_get:
 * @fallback: what was asked for last: a sandbox cannot be looked out of
 *
 * Returns: whether the program is started when somebody logs in
 */
gboolean
crm_autostart_get (gboolean fallback)
{
  g_autofree char *path = get_path ();
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (is_sandboxed ())
    return fallback;
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return FALSE;

  /* Desktops switch off what they may not delete. */
  return !g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_HIDDEN, NULL) &&
         (!g_key_file_has_key (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL) ||
          g_key_file_get_boolean (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-Autostart-enabled", NULL));
}

static gboolean
write_file (const char  *path,
            GError     **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) reason = NULL;

  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_TYPE, G_KEY_FILE_DESKTOP_TYPE_APPLICATION);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_NAME, "Crm");
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_ICON, CRM_APP_ID);
  g_key_file_set_string (file, G_KEY_FILE_DESKTOP_GROUP, G_KEY_FILE_DESKTOP_KEY_EXEC, "crm --gapplication-service");
  g_key_file_set_boolean (file, G_KEY_FILE_DESKTOP_GROUP, "X-GNOME-UsesNotifications", TRUE);

  if (g_mkdir_with_parents (folder, 0700) == 0 && g_key_file_save_to_file (file, path, &reason))
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
               _("“%s” could not be written. Choose in the settings of your desktop what starts when you log in."), path);

  return FALSE;
}

static gboolean
set_file (gboolean   wanted,
          GError   **error)
{
  g_autofree char *path = get_path ();

  if (wanted)
    return write_file (path, error);

  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
               _("“%s” could not be deleted. Choose in the settings of your desktop what starts when you log in."), path);

  return FALSE;
}

static void
return_refusal (GTask *task)
{
  g_task_return_new_error (task, CRM_ERROR, CRM_ERROR_REFUSED,
                           _("The desktop did not allow it. Choose in its settings what starts when you log in."));
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);

  if (answer == NULL)
    return_refusal (task);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * crm_autostart_set_async:
 * @wanted: whether the program is to be started when somebody logs in
 * @reason: what it does then, for whoever the desktop asks
 * @cancellable: (nullable): a cancellable
 */
void
crm_autostart_set_async (gboolean             wanted,
                         const char          *reason,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  static const char *const command[] = { "crm", "--gapplication-service", NULL };
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  GDBusConnection *bus;
  GVariantDict options;

  g_task_set_source_tag (task, crm_autostart_set_async);
  if (!is_sandboxed ())
    {
      if (set_file (wanted, &error))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, error);
      return;
    }

  bus = g_application_get_dbus_connection (g_application_get_default ());
  if (bus == NULL)
    {
      return_refusal (task);
      return;
    }

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "reason", "s", reason);
  g_variant_dict_insert (&options, "autostart", "b", wanted);
  g_variant_dict_insert_value (&options, "commandline", g_variant_new_strv (command, -1));
  g_dbus_connection_call (bus, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "RequestBackground",
                          g_variant_new ("(s@a{sv})", "", g_variant_dict_end (&options)), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, cancellable, asked_cb, g_object_ref (task));
}

/**
 * crm_autostart_set_finish:
 * @error: a %CRM_ERROR, in the user's words
 *
 * Returns: %FALSE if it could not be set
 */
gboolean
crm_autostart_set_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
