/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How somebody has arranged the window: its size, the columns of each list, what was open last.
 * It belongs to this device, not to the data, so it is kept in a file of its own
 * ($XDG_STATE_HOME). Losing it loses nothing.
 */

#include "config.h"

#include "crm-view-state.h"

#define SAVE_AFTER 500 /* milliseconds */

struct _CrmViewState
{
  GObject parent_instance;

  GKeyFile *file;
  char *path;
  guint save_id;
};

G_DEFINE_FINAL_TYPE (CrmViewState, crm_view_state, G_TYPE_OBJECT)

static gboolean
save_cb (gpointer data)
{
  CrmViewState *self = data;

  self->save_id = 0;
  crm_view_state_save (self);

  return G_SOURCE_REMOVE;
}

static void
schedule_save (CrmViewState *self)
{
  if (self->save_id == 0)
    self->save_id = g_timeout_add (SAVE_AFTER, save_cb, self);
}

static void
crm_view_state_dispose (GObject *object)
{
  CrmViewState *self = CRM_VIEW_STATE (object);

  if (self->save_id != 0)
    {
      g_clear_handle_id (&self->save_id, g_source_remove);
      crm_view_state_save (self);
    }

  G_OBJECT_CLASS (crm_view_state_parent_class)->dispose (object);
}

static void
crm_view_state_finalize (GObject *object)
{
  CrmViewState *self = CRM_VIEW_STATE (object);

  g_key_file_unref (self->file);
  g_free (self->path);

  G_OBJECT_CLASS (crm_view_state_parent_class)->finalize (object);
}

static void
crm_view_state_class_init (CrmViewStateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_view_state_dispose;
  object_class->finalize = crm_view_state_finalize;
}

static void
crm_view_state_init (CrmViewState *self)
{
  self->file = g_key_file_new ();
}

/**
 * crm_view_state_new:
 * @path: (nullable): of the file; %NULL for that of this user
 *
 * Returns: (transfer full): what was kept, or nothing
 */
CrmViewState *
crm_view_state_new (const char *path)
{
  CrmViewState *self = g_object_new (CRM_TYPE_VIEW_STATE, NULL);

  self->path = path != NULL ? g_strdup (path)
                            : g_build_filename (g_get_user_state_dir (), CRM_APP_ID, "view.ini", NULL);
  g_key_file_load_from_file (self->file, self->path, G_KEY_FILE_NONE, NULL);

  return self;
}

/**
 * crm_view_state_save:
 *
 * Writes the file now; otherwise it is written a moment after something was set.
 */
void
crm_view_state_save (CrmViewState *self)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (CRM_IS_VIEW_STATE (self));

  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (self->file, self->path, &error))
    g_message ("The arrangement of the window is not kept: %s", error->message);
}

/**
 * crm_view_state_get_string:
 *
 * Returns: (transfer full) (nullable): what was set
 */
char *
crm_view_state_get_string (CrmViewState *self,
                           const char   *group,
                           const char   *key)
{
  g_return_val_if_fail (CRM_IS_VIEW_STATE (self), NULL);

  return g_key_file_get_string (self->file, group, key, NULL);
}

/**
 * crm_view_state_set_string:
 * @value: (nullable): %NULL to forget it
 */
void
crm_view_state_set_string (CrmViewState *self,
                           const char   *group,
                           const char   *key,
                           const char   *value)
{
  g_return_if_fail (CRM_IS_VIEW_STATE (self));

  if (value != NULL)
    g_key_file_set_string (self->file, group, key, value);
  else
    g_key_file_remove_key (self->file, group, key, NULL);
  schedule_save (self);
}

/**
 * crm_view_state_get_integer:
 * @fallback: the answer if it was never set
 */
int
crm_view_state_get_integer (CrmViewState *self,
                            const char   *group,
                            const char   *key,
                            int           fallback)
{
  g_autoptr (GError) error = NULL;
  int value;

  g_return_val_if_fail (CRM_IS_VIEW_STATE (self), fallback);

  value = g_key_file_get_integer (self->file, group, key, &error);

  return error == NULL ? value : fallback;
}

/**
 * crm_view_state_set_integer:
 */
void
crm_view_state_set_integer (CrmViewState *self,
                            const char   *group,
                            const char   *key,
                            int           value)
{
  g_return_if_fail (CRM_IS_VIEW_STATE (self));

  g_key_file_set_integer (self->file, group, key, value);
  schedule_save (self);
}

/**
 * crm_view_state_get_strings:
 *
 * Returns: (transfer full) (nullable): what was set
 */
char **
crm_view_state_get_strings (CrmViewState *self,
                            const char   *group,
                            const char   *key)
{
  g_return_val_if_fail (CRM_IS_VIEW_STATE (self), NULL);

  return g_key_file_get_string_list (self->file, group, key, NULL, NULL);
}

/**
 * crm_view_state_set_strings:
 */
void
crm_view_state_set_strings (CrmViewState      *self,
                            const char        *group,
                            const char        *key,
                            const char *const *values)
{
  g_return_if_fail (CRM_IS_VIEW_STATE (self));

  g_key_file_set_string_list (self->file, group, key, values, g_strv_length ((char **) values));
  schedule_save (self);
}
