/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Backups: where they go, how many stay, the way back to one of them, and whether the database
 * itself is sound (features.md, X4). What touches a disk is done in another thread.
 */

#include "config.h"

#include "crm-backups-page.h"

#include <glib/gi18n.h>

#include "crm-backup-plan.h"
#include "crm-backup-row.h"
#include "crm-children.h"
#include "crm-date.h"
#include "crm-upkeep-jobs.h"

struct _CrmBackupsPage
{
  CrmSettingsPage parent_instance;

  /* Template children */
  AdwActionRow *last_row;
  GtkSpinner *spinner;
  GtkButton *cancel_button;
  GtkButton *make_button;
  AdwActionRow *failure_row;
  AdwActionRow *folder_row;
  GtkButton *reset_button;
  AdwExpanderRow *kept_row;
  GtkSpinButton *daily_spin;
  GtkSpinButton *weekly_spin;
  GtkSpinButton *monthly_spin;
  GtkListBox *list;
  GtkListBoxRow *file_row;
  AdwActionRow *database_row;
  AdwActionRow *check_row;
  GtkSpinner *check_spinner;
  GtkButton *repair_button;
  GtkButton *check_button;

  /* Owned */
  GCancellable *cancellable; /* of the backup that is being made */
  GtkNativeDialog *chooser;
  char *chosen;              /* the backup that somebody is asked about */

  guint showing : 1;
};

G_DEFINE_FINAL_TYPE (CrmBackupsPage, crm_backups_page, CRM_TYPE_SETTINGS_PAGE)

static CrmWorkspace *
get_workspace (CrmBackupsPage *self)
{
  return crm_page_get_workspace (CRM_PAGE (self));
}

static const char *
get_database (CrmBackupsPage *self)
{
  return crm_store_get_path (crm_workspace_get_store (get_workspace (self)));
}

/* --- What there is ------------------------------------------------------------------------------------------------ */

typedef struct
{
  CrmBackupPlan *plan;
  GPtrArray *backups;
  char *failure; /* why the list could not be read */
  goffset size;  /* of the database */
} State;

static void
state_free (gpointer data)
{
  State *state = data;

  crm_backup_plan_free (state->plan);
  g_clear_pointer (&state->backups, g_ptr_array_unref);
  g_free (state->failure);
  g_free (state);
}

static void
state_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  const char *database = data;
  State *state = g_new0 (State, 1);
  g_autoptr (GFile) file = g_file_new_for_path (database);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autoptr (GError) error = NULL;

  state->plan = crm_backup_plan_load (database);
  state->backups = crm_backup_list (database, &error);
  state->failure = error != NULL ? g_strdup (error->message) : NULL;
  state->size = info != NULL ? g_file_info_get_size (info) : 0;
  g_task_return_pointer (task, state, state_free);
}

static void
show_plan (CrmBackupsPage      *self,
           const CrmBackupPlan *plan)
{
  g_autofree char *folder = crm_backup_get_folder (get_database (self));
  g_autofree char *kept = NULL;
  g_autofree char *days = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u day", "%u days", plan->daily), plan->daily);
  g_autofree char *weeks = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u week", "%u weeks", plan->weekly), plan->weekly);
  g_autofree char *months = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u month", "%u months", plan->monthly), plan->monthly);

  adw_action_row_set_subtitle (self->folder_row, folder);
  gtk_widget_set_visible (GTK_WIDGET (self->reset_button), plan->folder != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->failure_row), plan->failure != NULL);
  adw_action_row_set_subtitle (self->failure_row, plan->failure != NULL ? plan->failure : "");

  /* TRANSLATORS: like "7 days, 4 weeks, 12 months" */
  kept = g_strdup_printf (_("One a day for %1$s, one a week for %2$s, one a month for %3$s"), days, weeks, months);
  adw_expander_row_set_subtitle (self->kept_row, kept);
  self->showing = TRUE;
  gtk_spin_button_set_value (self->daily_spin, plan->daily);
  gtk_spin_button_set_value (self->weekly_spin, plan->weekly);
  gtk_spin_button_set_value (self->monthly_spin, plan->monthly);
  self->showing = FALSE;
}

static void row_command_cb (CrmBackupsPage *self,
                            const char     *name,
                            CrmBackupRow   *row);

static void
show_backups (CrmBackupsPage *self,
              GPtrArray      *backups)
{
  gint64 now = crm_clock_get_now (crm_workspace_get_clock (get_workspace (self)));
  g_autofree char *when = NULL;

  g_object_ref (self->file_row);
  crm_children_clear (self->list);
  for (guint i = 0; i < backups->len; i++)
    {
      GtkWidget *row = crm_backup_row_new (g_ptr_array_index (backups, i), now);

      g_signal_connect_object (row, "command", G_CALLBACK (row_command_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, row);
    }
  gtk_list_box_append (self->list, GTK_WIDGET (self->file_row));
  g_object_unref (self->file_row);

  when = backups->len > 0 ? crm_instant_format_relative (((const CrmBackup *) g_ptr_array_index (backups, 0))->time, now)
                          : g_strdup (_("There is none yet"));
  adw_action_row_set_subtitle (self->last_row, when);
}

static void
state_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  CrmBackupsPage *self = CRM_BACKUPS_PAGE (object);
  State *state = g_task_propagate_pointer (G_TASK (result), NULL);

  if (state == NULL)
    return;

  if (get_workspace (self) != NULL)
    {
      g_autofree char *size = g_format_size ((guint64) state->size);
      g_autofree char *text = g_strdup_printf ("%s · %s", get_database (self), size);

      adw_action_row_set_subtitle (self->database_row, text);
      show_plan (self, state->plan);
      if (state->backups != NULL)
        show_backups (self, state->backups);
      else
        adw_action_row_set_subtitle (self->last_row, state->failure);
    }
  state_free (state);
}

static void
refresh (CrmBackupsPage *self)
{
  g_autoptr (GTask) task = NULL;

  if (get_workspace (self) == NULL)
    return;

  task = g_task_new (self, NULL, state_read_cb, NULL);
  g_task_set_source_tag (task, refresh);
  g_task_set_task_data (task, g_strdup (get_database (self)), g_free);
  g_task_run_in_thread (task, state_thread);
}

/* --- Making one ------------------------------------------------------------------------------------------------------- */

static void
set_busy (CrmBackupsPage *self,
          gboolean        busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->make_button), !busy);
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (CrmBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = crm_upkeep_back_up_finish (CRM_WORKSPACE (object), result, &error);

  g_clear_object (&self->cancellable);
  if (get_workspace (self) == NULL)
    return;

  set_busy (self, FALSE);
  refresh (self);
  if (path != NULL)
    crm_page_tell (GTK_WIDGET (self), _("Backup made and checked"), 0);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
}

static void
make_clicked_cb (CrmBackupsPage *self)
{
  if (self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  crm_upkeep_back_up_async (get_workspace (self), self->cancellable, made_cb, g_object_ref (self));
}

static void
cancel_clicked_cb (CrmBackupsPage *self)
{
  g_cancellable_cancel (self->cancellable);
}

/* --- The plan ----------------------------------------------------------------------------------------------------------- */

static void
set_folder (CrmBackupsPage *self,
            const char     *folder)
{
  g_autoptr (GError) error = NULL;

  if (!crm_backup_plan_set_folder (get_database (self), folder, &error))
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  refresh (self);
}

static void
folder_response_cb (CrmBackupsPage *self,
                    int             response)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) folder = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));

      if (g_file_peek_path (folder) != NULL)
        set_folder (self, g_file_peek_path (folder));
      else
        crm_page_tell (GTK_WIDGET (self), _("Choose a folder of this computer."), 0);
    }
  g_clear_object (&self->chooser);
}

static void
choose (CrmBackupsPage       *self,
        const char           *title,
        GtkFileChooserAction  action,
        GCallback             callback)
{
  g_clear_object (&self->chooser);
  self->chooser = GTK_NATIVE_DIALOG (gtk_file_chooser_native_new (title, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                                  action, NULL, NULL));
  gtk_native_dialog_set_modal (self->chooser, TRUE);
  g_signal_connect_object (self->chooser, "response", callback, self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (self->chooser);
}

static void
choose_clicked_cb (CrmBackupsPage *self)
{
  choose (self, _("Folder for Backups"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, G_CALLBACK (folder_response_cb));
}

static void
reset_clicked_cb (CrmBackupsPage *self)
{
  set_folder (self, NULL);
}

static void
kept_changed_cb (CrmBackupsPage *self)
{
  g_autoptr (CrmBackupPlan) plan = NULL;
  g_autoptr (GError) error = NULL;

  if (self->showing || get_workspace (self) == NULL)
    return;

  if (!crm_backup_plan_set_kept (get_database (self),
                                 (guint) gtk_spin_button_get_value_as_int (self->daily_spin),
                                 (guint) gtk_spin_button_get_value_as_int (self->weekly_spin),
                                 (guint) gtk_spin_button_get_value_as_int (self->monthly_spin), &error))
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  plan = crm_backup_plan_load (get_database (self));
  show_plan (self, plan);
}

/* --- Going back to one ------------------------------------------------------------------------------------------------- */

static void
restored_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean restored = crm_upkeep_restore_finish (CRM_WORKSPACE (object), result, &error);

  if (get_workspace (self) == NULL)
    return;

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  refresh (self);
  crm_page_tell (GTK_WIDGET (self),
                 restored ? _("Restored. What was there before is in the list of backups.") : error->message, 0);
}

static void
restore_response_cb (CrmBackupsPage *self,
                     const char     *response)
{
  if (g_strcmp0 (response, "restore") == 0)
    {
      gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
      crm_upkeep_restore_async (get_workspace (self), self->chosen, restored_cb, g_object_ref (self));
    }
  g_clear_pointer (&self->chosen, g_free);
}

static void
ask (CrmBackupsPage *self,
     const char     *heading,
     const char     *body,
     const char     *name,
     const char     *verb,
     GCallback       callback)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), heading, body);

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"), name, verb, NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), name, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", callback, self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
ask_to_restore (CrmBackupsPage *self,
                const char     *path,
                const char     *name)
{
  g_autofree char *heading = g_strdup_printf (_("Go Back to “%s”?"), name);

  g_free (self->chosen);
  self->chosen = g_strdup (path);
  ask (self, heading,
       _("Everything that was changed since then is gone. A backup of what is there now is made first, so you can come back to it."),
       "restore", _("Restore"), G_CALLBACK (restore_response_cb));
}

static void
file_response_cb (CrmBackupsPage *self,
                  int             response)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser)) : NULL;

  if (file != NULL && g_file_peek_path (file) != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);

      ask_to_restore (self, g_file_peek_path (file), name);
    }
  else if (file != NULL)
    crm_page_tell (GTK_WIDGET (self), _("Copy the file to this computer first."), 0);
  g_clear_object (&self->chooser);
}

static void
row_activated_cb (CrmBackupsPage *self,
                  GtkListBoxRow  *row)
{
  if (row == self->file_row)
    choose (self, _("Restore a Backup"), GTK_FILE_CHOOSER_ACTION_OPEN, G_CALLBACK (file_response_cb));
  else
    ask_to_restore (self, crm_backup_row_get_path (CRM_BACKUP_ROW (row)), crm_backup_row_get_when (CRM_BACKUP_ROW (row)));
}

/* --- One of them --------------------------------------------------------------------------------------------------------- */

static void
verify_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  GError *error = NULL;

  if (crm_backup_check (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
verified_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  CrmBackupRow *row = CRM_BACKUP_ROW (object);
  g_autoptr (GError) error = NULL;
  gboolean sound = g_task_propagate_boolean (G_TASK (result), &error);

  /* It may be gone from the screen. */
  if (gtk_widget_get_root (GTK_WIDGET (row)) == NULL)
    return;

  crm_backup_row_set_busy (row, FALSE);
  crm_backup_row_set_checked (row, sound ? NULL : error->message);
  crm_page_tell (GTK_WIDGET (row), sound ? _("The backup is whole.") : error->message, 0);
}

static void
verify (CrmBackupRow *row)
{
  g_autoptr (GTask) task = g_task_new (row, NULL, verified_cb, NULL);

  g_task_set_source_tag (task, verify);
  g_task_set_task_data (task, g_strdup (crm_backup_row_get_path (row)), g_free);
  crm_backup_row_set_busy (row, TRUE);
  g_task_run_in_thread (task, verify_thread);
}

static void
deleted_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!g_file_delete_finish (G_FILE (object), result, &error))
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
  if (get_workspace (self) != NULL)
    refresh (self);
}

static void
delete_response_cb (CrmBackupsPage *self,
                    const char     *response)
{
  if (g_strcmp0 (response, "delete") == 0)
    {
      g_autoptr (GFile) file = g_file_new_for_path (self->chosen);

      g_file_delete_async (file, G_PRIORITY_DEFAULT, NULL, deleted_cb, g_object_ref (self));
    }
  g_clear_pointer (&self->chosen, g_free);
}

/* A folder is opened by whatever program people have for it. */
static void
show_folder (CrmBackupsPage *self,
             const char     *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = g_file_get_uri (folder);

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
}

static void
row_command_cb (CrmBackupsPage *self,
                const char     *name,
                CrmBackupRow   *row)
{
  if (g_strcmp0 (name, "restore") == 0)
    ask_to_restore (self, crm_backup_row_get_path (row), crm_backup_row_get_when (row));
  else if (g_strcmp0 (name, "check") == 0)
    verify (row);
  else if (g_strcmp0 (name, "show") == 0)
    show_folder (self, crm_backup_row_get_path (row));
  else
    {
      g_autofree char *heading = g_strdup_printf (_("Delete the Backup “%s”?"), crm_backup_row_get_when (row));

      g_free (self->chosen);
      self->chosen = g_strdup (crm_backup_row_get_path (row));
      ask (self, heading, _("The file is removed from the disk. This cannot be undone."), "delete", _("Delete"),
           G_CALLBACK (delete_response_cb));
    }
}

/* --- The database ----------------------------------------------------------------------------------------------------------- */

static void
show_database_cb (CrmBackupsPage *self)
{
  show_folder (self, get_database (self));
}

static void
set_checking (CrmBackupsPage *self,
              gboolean        busy)
{
  gtk_spinner_set_spinning (self->check_spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->check_spinner), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->repair_button), !busy);
}

static void
checked_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = crm_upkeep_check_finish (CRM_WORKSPACE (object), result, &error);

  if (get_workspace (self) == NULL)
    return;

  set_checking (self, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->repair_button), findings != NULL && findings->len > 0);
  if (findings == NULL)
    adw_action_row_set_subtitle (self->check_row, error->message);
  else if (findings->len == 0)
    adw_action_row_set_subtitle (self->check_row, _("No damage was found"));
  else
    {
      g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u thing is wrong: %s", "%u things are wrong, the first: %s",
                                                            findings->len), findings->len, (char *) g_ptr_array_index (findings, 0));

      adw_action_row_set_subtitle (self->check_row, text);
    }
}

static void
check_clicked_cb (CrmBackupsPage *self)
{
  set_checking (self, TRUE);
  crm_upkeep_check_async (get_workspace (self), NULL, checked_cb, g_object_ref (self));
}

static void
repaired_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean repaired = crm_upkeep_repair_finish (CRM_WORKSPACE (object), result, &error);

  if (get_workspace (self) == NULL)
    return;

  set_checking (self, FALSE);
  if (repaired)
    check_clicked_cb (self);
  else
    crm_page_tell (GTK_WIDGET (self), error->message, 0);
}

static void
repair_clicked_cb (CrmBackupsPage *self)
{
  set_checking (self, TRUE);
  crm_upkeep_repair_async (get_workspace (self), repaired_cb, g_object_ref (self));
}

/* --- Object -------------------------------------------------------------------------------------------------------------------- */

static void
crm_backups_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (crm_backups_page_parent_class)->map (widget);

  /* One may have been made meanwhile. */
  refresh (CRM_BACKUPS_PAGE (widget));
}

static void
crm_backups_page_dispose (GObject *object)
{
  CrmBackupsPage *self = CRM_BACKUPS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);

  G_OBJECT_CLASS (crm_backups_page_parent_class)->dispose (object);
}

static void
crm_backups_page_finalize (GObject *object)
{
  CrmBackupsPage *self = CRM_BACKUPS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->chosen);

  G_OBJECT_CLASS (crm_backups_page_parent_class)->finalize (object);
}

static void
crm_backups_page_class_init (CrmBackupsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crm_backups_page_dispose;
  object_class->finalize = crm_backups_page_finalize;
  widget_class->map = crm_backups_page_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Crm/ui/crm-backups-page.ui");
#define BIND(child) gtk_widget_class_bind_template_child (widget_class, CrmBackupsPage, child)
  BIND (last_row);
  BIND (spinner);
  BIND (cancel_button);
  BIND (make_button);
  BIND (failure_row);
  BIND (folder_row);
  BIND (reset_button);
  BIND (kept_row);
  BIND (daily_spin);
  BIND (weekly_spin);
  BIND (monthly_spin);
  BIND (list);
  BIND (file_row);
  BIND (database_row);
  BIND (check_row);
  BIND (check_spinner);
  BIND (repair_button);
  BIND (check_button);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, make_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, kept_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_database_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, repair_clicked_cb);
}

static void
crm_backups_page_init (CrmBackupsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* A backup holds what a role may not see. */
  crm_settings_page_restrict (CRM_SETTINGS_PAGE (self));
}

/**
 * crm_backups_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_backups_page_new (void)
{
  return g_object_new (CRM_TYPE_BACKUPS_PAGE, NULL);
}
