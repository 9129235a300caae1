/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a first start offers: import a file (the newest one that looks like contacts is guessed
 * from the downloads), try the program with sample data, or start empty (window.md).
 */

#include "config.h"

#include "crm-welcome.h"

#include <glib/gi18n.h>

#include "crm-sample.h"

struct _CrmWelcome
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkListBox *choices;
  AdwActionRow *guess_row;
  GtkProgressBar *progress;
  GtkLabel *error;

  /* Owned */
  CrmWorkspace *workspace;
  GFile *guess;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CrmWelcome, crm_welcome, ADW_TYPE_BIN)

enum
{
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* --- The file that may be meant ------------------------------------------------------------------------ */

static gboolean
looks_like_contacts (GFileInfo *info)
{
  g_autofree char *name = g_utf8_strdown (g_file_info_get_name (info), -1);

  return g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
         (g_str_has_suffix (name, ".csv") || g_str_has_suffix (name, ".vcf"));
}

static void
guess_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  const char *path = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  g_autoptr (GFile) folder = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFileEnumerator) files = NULL;
  g_autoptr (GFile) newest = NULL;
  guint64 newest_time = 0;

  if (folder != NULL)
    files = g_file_enumerate_children (folder,
                                       G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE ","
                                       G_FILE_ATTRIBUTE_TIME_MODIFIED,
                                       G_FILE_QUERY_INFO_NONE, cancellable, NULL);
  while (files != NULL)
    {
      GFileInfo *info;
      GFile *file;
      guint64 time;

      if (!g_file_enumerator_iterate (files, &info, &file, cancellable, NULL) || info == NULL)
        break;

      time = g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
      if (time > newest_time && looks_like_contacts (info))
        {
          newest_time = time;
          g_set_object (&newest, file);
        }
    }

  g_task_return_pointer (task, g_steal_pointer (&newest), g_object_unref);
}

static void
guessed_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  CrmWelcome *self = CRM_WELCOME (object);
  g_autoptr (GFile) guess = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *name = NULL;

  if (guess == NULL || self->guess_row == NULL)
    return;

  g_set_object (&self->guess, guess);
  name = g_file_get_basename (guess);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->guess_row), name);
  gtk_widget_set_visible (GTK_WIDGET (self->guess_row), TRUE);
}

/* --- Sample data ---------------------------------------------------------------------------------------- */

typedef struct
{
  CrmWelcome *welcome;
  gint64 done;
  gint64 total;
} Progress;

static gboolean
show_progress_cb (gpointer data)
{
  Progress *progress = data;

  if (progress->welcome->progress != NULL && progress->total > 0)
    gtk_progress_bar_set_fraction (progress->welcome->progress, (double) progress->done / (double) progress->total);

  return G_SOURCE_REMOVE;
}

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  g_object_unref (progress->welcome);
  g_free (progress);
}

/* On the thread that fills. */
static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Progress *progress = g_new0 (Progress, 1);

  progress->welcome = g_object_ref (user_data);
  progress->done = done;
  progress->total = total;
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, show_progress_cb, progress, progress_free);
}

static void
fill_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  CrmSampleOptions options = { .story = TRUE, .seed = 1 };
  GError *error = NULL;

  if (crm_sample_fill (data, &options, progress_cb, source, cancellable, &error) == 0)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
filled_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  CrmWelcome *self = CRM_WELCOME (object);
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->cancellable);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_signal_emit (self, signals[DONE], 0);
      return;
    }

  if (self->stack == NULL)
    return;

  gtk_label_set_text (self->error, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error), !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
  gtk_stack_set_visible_child_name (self->stack, "choices");
}

static void
cancel_clicked_cb (CrmWelcome *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* --- The choices ------------------------------------------------------------------------------------------ */

static void
guess_activated_cb (CrmWelcome *self)
{
  g_autofree char *uri = g_file_get_uri (self->guess);

  g_signal_emit (self, signals[DONE], 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.import-file", "s", uri);
}

static void
import_activated_cb (CrmWelcome *self)
{
  g_signal_emit (self, signals[DONE], 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.import", NULL);
}

static void
empty_activated_cb (CrmWelcome *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
crm_welcome_dispose (GObject *object)
{
  CrmWelcome *self = CRM_WELCOME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_WELCOME);
  g_clear_object (&self->workspace);
  g_clear_object (&self->guess);

  G_OBJECT_CLASS (crm_welcome_parent_class)->dispose (object);
}

static void
crm_welcome_class_init (CrmWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_welcome_dispose;

  /**
   * CrmWelcome::done:
   *
   * Somebody has chosen how to start.
   */
  signals[DONE] = g_signal_new ("done", CRM_TYPE_WELCOME, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmWelcome, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmWelcome, choices);
  gtk_widget_class_bind_template_child (widget_class, CrmWelcome, guess_row);
  gtk_widget_class_bind_template_child (widget_class, CrmWelcome, progress);
  gtk_widget_class_bind_template_child (widget_class, CrmWelcome, error);
  gtk_widget_class_bind_template_callback (widget_class, guess_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, crm_welcome_fill);
  gtk_widget_class_bind_template_callback (widget_class, empty_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
crm_welcome_init (CrmWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * crm_welcome_open:
 * @workspace: a workspace that nobody has worked in
 *
 * To be called once.
 */
void
crm_welcome_open (CrmWelcome   *self,
                  CrmWorkspace *workspace)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CRM_IS_WELCOME (self));

  self->workspace = g_object_ref (workspace);

  task = g_task_new (self, NULL, guessed_cb, NULL);
  g_task_run_in_thread (task, guess_in_thread);
}

/**
 * crm_welcome_fill:
 *
 * Makes the sample data, as the button does.
 */
void
crm_welcome_fill (CrmWelcome *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CRM_IS_WELCOME (self));

  if (self->cancellable != NULL)
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_stack_set_visible_child_name (self->stack, "filling");

  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, filled_cb, NULL);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (self->workspace), g_object_unref);
  g_task_run_in_thread (task, fill_in_thread);
}
