/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reminders as notifications of the desktop, for as long as the program runs, with a window or
 * without. Their buttons are actions of the application: they work when the window is closed, and
 * when the program has ended they start it again (app_id.service). Owned by the application.
 */

#include "config.h"

#include "crm-reminder-service.h"

#include <glib/gi18n.h>

#include "crm-due.h"
#include "crm-task-completion.h"
#include "crm-task-reminders.h"

struct _CrmReminderService
{
  GObject parent_instance;

  GApplication *application; /* borrowed: the owner */
  CrmWorkspace *workspace;
  CrmReminders *reminders;
  GHashTable *shown; /* ids of the tasks whose notifications may be on the screen */
  guint minute_id;
  guint idle_id;
};

G_DEFINE_FINAL_TYPE (CrmReminderService, crm_reminder_service, G_TYPE_OBJECT)

static char *
make_id (gint64 task)
{
  return g_strdup_printf ("task-%" G_GINT64_FORMAT, task);
}

/* --- Telling ------------------------------------------------------------------------------------------ */

static char *
make_body (CrmReminderService *self,
           const CrmReminder  *reminder)
{
  gint64 now = crm_clock_get_now (crm_workspace_get_clock (self->workspace));
  g_autofree char *due = reminder->due != NULL ? crm_due_format_near (reminder->due, now) : NULL;

  if (due == NULL)
    return g_strdup (_("You wanted to be reminded of this task."));

  return g_strdup_printf (crm_due_is_over (reminder->due, now) ? _("Was due: %s") : _("Due: %s"), due);
}

static void
due_cb (CrmReminderService *self,
        const CrmReminder  *reminder)
{
  g_autoptr (GNotification) notification = g_notification_new (reminder->title);
  g_autoptr (GIcon) icon = g_themed_icon_new ("alarm-symbolic");
  g_autofree char *id = make_id (reminder->task);
  g_autofree char *body = make_body (self, reminder);

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_category (notification, "x-gnome.reminder");
  g_notification_set_default_action_and_target (notification, "app.open-task", "x", reminder->task);
  g_notification_add_button_with_target (notification, _("Complete"), "app.complete-task", "x", reminder->task);
  g_notification_add_button_with_target (notification, _("Snooze 10 Minutes"), "app.snooze-task", "(xu)", reminder->task, CRM_SNOOZE_SHORT);
  g_notification_add_button_with_target (notification, _("Snooze 1 Hour"), "app.snooze-task", "(xu)", reminder->task, CRM_SNOOZE_HOUR);
  g_notification_add_button_with_target (notification, _("Snooze Until Tomorrow"), "app.snooze-task", "(xu)", reminder->task, CRM_SNOOZE_TOMORROW);

  g_hash_table_add (self->shown, g_memdup2 (&reminder->task, sizeof reminder->task));
  g_application_send_notification (self->application, id, notification);
}

static void
withdraw (CrmReminderService *self,
          gint64              task)
{
  g_autofree char *id = make_id (task);

  g_hash_table_remove (self->shown, &task);
  g_application_withdraw_notification (self->application, id);
}

/* --- Looking ------------------------------------------------------------------------------------------- */

static void wait_for_minute (CrmReminderService *self);

static gboolean
minute_cb (gpointer data)
{
  CrmReminderService *self = data;

  self->minute_id = 0;
  crm_reminders_check (self->reminders);
  wait_for_minute (self);

  return G_SOURCE_REMOVE;
}

/* A computer that slept counts on where it was: it is looked at least every minute. */
static void
wait_for_minute (CrmReminderService *self)
{
  self->minute_id = g_timeout_add ((guint) crm_reminders_get_next_check (self->reminders), minute_cb, self);
}

static gboolean
check_cb (gpointer data)
{
  CrmReminderService *self = data;

  self->idle_id = 0;
  crm_reminders_check (self->reminders);

  return G_SOURCE_REMOVE;
}

static void
task_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmReminderService) self = user_data;
  g_autoptr (CrmRecord) task = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  /* What is done nobody needs to be reminded of. */
  if (task != NULL && self->workspace != NULL &&
      (crm_record_get_state (task) != CRM_STATE_LIVE || g_strcmp0 (crm_record_get_raw_text (task, "status"), "done") == 0))
    withdraw (self, crm_record_get_id (task));
}

static void
committed_cb (CrmReminderService *self,
              CrmCommit          *commit)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "task");
  GHashTableIter iter;
  gpointer id;

  if (crm_commit_get_touched (commit, &type->table) == NULL)
    return;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (crm_commit_touches (commit, &type->table, *(gint64 *) id))
      crm_workspace_load_record_async (self->workspace, type, *(gint64 *) id, NULL, task_read_cb, g_object_ref (self));

  /* A reminder may have been set to just now. */
  if (self->idle_id == 0)
    self->idle_id = g_idle_add (check_cb, self);
}

/* --- Answering ------------------------------------------------------------------------------------------- */

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GApplication *application = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, &error);

  if (commit == NULL)
    {
      g_autoptr (GNotification) notification = g_notification_new (_("The task could not be changed"));

      g_notification_set_body (notification, error->message);
      g_application_send_notification (application, "task-failed", notification);
    }
  g_application_release (application);
  g_object_unref (application);
}

static void
commit (CrmReminderService *self,
        CrmChangeSet       *set)
{
  /* The program does not end before it is written. */
  g_application_hold (self->application);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, answered_cb, g_object_ref (self->application));
}

typedef struct
{
  CrmReminderService *service;
  CrmRecord *task;
} Completing;

static void
type_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Completing *completing = user_data;
  g_autoptr (CrmReminderService) self = completing->service;
  g_autoptr (CrmRecord) task = completing->task;
  g_autoptr (CrmRecord) type = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);

  if (self->workspace == NULL)
    return;

  /* What needs an outcome is asked for in the window. */
  if (type != NULL && crm_record_get_integer (type, "needs_outcome") != 0)
    {
      g_action_group_activate_action (G_ACTION_GROUP (self->application), "open-task", g_variant_new_int64 (crm_record_get_id (task)));
    }
  else
    {
      g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);

      crm_completion_add (&(CrmCompletion) { .result = crm_record_get_raw_text (task, "result") }, set, task);
      commit (self, set);
    }
}

static void
completing_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (CrmReminderService) self = user_data;
  g_autoptr (CrmRecord) task = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);
  Completing *completing;

  if (task == NULL || self->workspace == NULL || g_strcmp0 (crm_record_get_raw_text (task, "status"), "done") == 0)
    return;

  completing = g_new0 (Completing, 1);
  completing->service = g_object_ref (self);
  completing->task = g_object_ref (task);
  crm_workspace_load_record_async (self->workspace, crm_workspace_get_type_named (self->workspace, "task_type"),
                                   crm_record_get_link (task, "type"), NULL, type_read_cb, completing);
}

/* --- Object -------------------------------------------------------------------------------------------------- */

static void
crm_reminder_service_dispose (GObject *object)
{
  CrmReminderService *self = CRM_REMINDER_SERVICE (object);

  g_clear_handle_id (&self->minute_id, g_source_remove);
  g_clear_handle_id (&self->idle_id, g_source_remove);
  if (self->reminders != NULL)
    g_signal_handlers_disconnect_by_data (self->reminders, self);
  g_clear_object (&self->reminders);
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->shown, g_hash_table_unref);

  G_OBJECT_CLASS (crm_reminder_service_parent_class)->dispose (object);
}

static void
crm_reminder_service_class_init (CrmReminderServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_reminder_service_dispose;
}

static void
crm_reminder_service_init (CrmReminderService *self)
{
  self->shown = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * crm_reminder_service_new:
 * @application: the application, which owns the service
 * @workspace: whose tasks
 * @path: of the file that says how far reminders have been told
 *
 * Tells of reminders from now on; those that were missed come at once.
 *
 * Returns: (transfer full): the service
 */
CrmReminderService *
crm_reminder_service_new (GApplication *application,
                          CrmWorkspace *workspace,
                          const char   *path)
{
  CrmReminderService *self = g_object_new (CRM_TYPE_REMINDER_SERVICE, NULL);

  self->application = application;
  self->workspace = g_object_ref (workspace);
  self->reminders = crm_reminders_new (workspace, path);
  g_signal_connect_swapped (self->reminders, "due", G_CALLBACK (due_cb), self);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  crm_reminders_check (self->reminders);
  wait_for_minute (self);

  return self;
}

/**
 * crm_reminder_service_complete:
 * @task: the id of a task
 *
 * Completes a task, or opens it where its type asks for an outcome.
 */
void
crm_reminder_service_complete (CrmReminderService *self,
                               gint64              task)
{
  g_return_if_fail (CRM_IS_REMINDER_SERVICE (self));

  withdraw (self, task);
  crm_workspace_load_record_async (self->workspace, crm_workspace_get_type_named (self->workspace, "task"), task, NULL,
                                   completing_read_cb, g_object_ref (self));
}

/**
 * crm_reminder_service_snooze:
 * @task: the id of a task
 * @how: a #CrmSnooze
 *
 * Reminds of a task again later.
 */
void
crm_reminder_service_snooze (CrmReminderService *self,
                             gint64              task,
                             guint               how)
{
  g_autoptr (CrmChangeSet) set = NULL;

  g_return_if_fail (CRM_IS_REMINDER_SERVICE (self));

  withdraw (self, task);
  set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  crm_snooze_add ((CrmSnooze) MIN (how, CRM_SNOOZE_TOMORROW), set, self->workspace, task);
  commit (self, set);
}
