/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The program with the window: one instance for each user; a second start raises the window.
 */

#include "config.h"

#include "crm-application.h"

#include <glib/gi18n.h>

#include "crm-background.h"
#include "crm-clock.h"
#include "crm-reminder-service.h"
#include "crm-general-page.h"
#include "crm-hidden-pages.h"
#include "crm-left-dialogs.h"
#include "crm-lost-focus.h"
#include "crm-mention-service.h"
#include "crm-automation.h"
#include "crm-runner.h"
#include "crm-segment.h"
#include "crm-upkeep.h"
#include "crm-view-state.h"
#include "crm-window.h"
#include "crm-workspace.h"

struct _CrmApplication
{
  AdwApplication parent_instance;

  CrmWorkspace *workspace;
  CrmViewState *state;
  CrmReminderService *reminders;
  CrmMentionService *mentions;
  CrmBackground *background;
  GQueue pending; /* of GVariant "(sv)": actions that wait for the workspace */
  CrmUpkeep *upkeep;
  CrmRunner *runner; /* of the automations */
  char *database;
  char *user;
  gboolean demo;
  gboolean opening;
};

G_DEFINE_FINAL_TYPE (CrmApplication, crm_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "database", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL, N_("Use this database"), N_("FILE") },
  { "user", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL, N_("Work as this team member"), N_("E-MAIL") },
  { "demo", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Use sample data in a database of its own"), NULL },
  { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL, N_("Show the version and exit"), NULL },
  { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[FILE]") },
  { NULL },
};

static void open_workspace (CrmApplication *self);

static CrmWindow *
get_window (CrmApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (CRM_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* --- Reminders ------------------------------------------------------------------------------------- */

/* The buttons of a notification work before the database is open: the click may have started the
 * program. */
static gboolean
is_ready (CrmApplication *self,
          GSimpleAction  *action,
          GVariant       *parameter)
{
  if (self->workspace != NULL)
    return TRUE;

  g_queue_push_tail (&self->pending, g_variant_ref_sink (g_variant_new ("(sv)", g_action_get_name (G_ACTION (action)), parameter)));
  open_workspace (self);

  return FALSE;
}

static void
run_pending (CrmApplication *self)
{
  GVariant *pending;

  while ((pending = g_queue_pop_head (&self->pending)) != NULL)
    {
      g_autoptr (GVariant) parameter = NULL;
      const char *name;

      g_variant_get (pending, "(&sv)", &name, &parameter);
      if (self->workspace != NULL)
        g_action_group_activate_action (G_ACTION_GROUP (self), name, parameter);
      g_variant_unref (pending);
    }
}

static void
open_task (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  CrmApplication *self = user_data;

  if (!is_ready (self, action, parameter))
    return;

  g_application_activate (G_APPLICATION (self));
  gtk_widget_activate_action (GTK_WIDGET (get_window (self)), "win.open-record", "(sx)", "task", g_variant_get_int64 (parameter));
}

/* Who comes because of a comment sees it. */
static void
open_comment (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  CrmApplication *self = user_data;
  const char *type;
  gint64 comment, id;

  if (!is_ready (self, action, parameter))
    return;

  g_variant_get (parameter, "(x&sx)", &comment, &type, &id);
  g_application_activate (G_APPLICATION (self));
  gtk_widget_activate_action (GTK_WIDGET (get_window (self)), "win.open-record", "(sx)", type, id);
  if (self->mentions != NULL)
    crm_mention_service_mark_seen (self->mentions, comment);
}

static void
see_comment (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  CrmApplication *self = user_data;

  if (is_ready (self, action, parameter) && self->mentions != NULL)
    crm_mention_service_mark_seen (self->mentions, g_variant_get_int64 (parameter));
}

static void
complete_task (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  CrmApplication *self = user_data;

  if (is_ready (self, action, parameter) && self->reminders != NULL)
    crm_reminder_service_complete (self->reminders, g_variant_get_int64 (parameter));
}

static void
snooze_task (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  CrmApplication *self = user_data;
  gint64 task;
  guint how;

  if (!is_ready (self, action, parameter) || self->reminders == NULL)
    return;

  g_variant_get (parameter, "(xu)", &task, &how);
  crm_reminder_service_snooze (self->reminders, task, how);
}

static void
start_reminders (CrmApplication *self)
{
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), CRM_APP_ID, "reminders", NULL);

  if (!crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL))
    {
      self->reminders = crm_reminder_service_new (G_APPLICATION (self), self->workspace, path);
      if (!self->demo)
        self->mentions = crm_mention_service_new (G_APPLICATION (self), self->workspace, self->state);
    }
}

static void
start_background (CrmApplication *self)
{
  self->background = crm_background_new (G_APPLICATION (self), self->workspace, self->state,
                                         !self->demo && self->reminders != NULL);
  crm_background_set_window (self->background, get_window (self) != NULL);
}

static void
crm_application_window_removed (GtkApplication *application,
                                GtkWindow      *window)
{
  CrmApplication *self = CRM_APPLICATION (application);

  /* Before the last window lets go of the program. */
  if (self->background != NULL && CRM_IS_WINDOW (window))
    crm_background_set_window (self->background, FALSE);

  GTK_APPLICATION_CLASS (crm_application_parent_class)->window_removed (application, window);
}

/* --- Opening --------------------------------------------------------------------------------------- */

static char *
get_database_path (CrmApplication *self)
{
  if (self->database != NULL)
    return g_strdup (self->database);
  if (self->demo)
    return g_build_filename (g_get_user_cache_dir (), CRM_APP_ID, "demo.db", NULL);

  return crm_workspace_get_default_path ();
}

/* Whoever is not told believes that there are backups. */
static void
upkeep_failed_cb (CrmApplication *self,
                  const char     *why)
{
  CrmWindow *window = get_window (self);

  if (window != NULL)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.tell", "(sx)", why, G_GINT64_CONSTANT (0));
}

static void
start_upkeep (CrmApplication *self)
{
  self->upkeep = crm_upkeep_new (self->workspace);
  g_signal_connect_object (self->upkeep, "failed", G_CALLBACK (upkeep_failed_cb), self, G_CONNECT_SWAPPED);
  crm_upkeep_start (self->upkeep);

  self->runner = crm_runner_new (self->workspace);
  crm_runner_start (self->runner);
}

static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (CrmApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  CrmWindow *window = get_window (self);

  self->opening = FALSE;
  self->workspace = crm_workspace_open_finish (result, &error);
  if (self->workspace != NULL && self->user != NULL && !crm_workspace_set_actor (self->workspace, self->user, &error))
    g_clear_object (&self->workspace);
  if (self->workspace != NULL)
    start_upkeep (self);

  if (self->workspace != NULL)
    {
      start_reminders (self);
      start_background (self);
    }
  if (window != NULL)
    {
      if (self->workspace != NULL)
        crm_window_open (window, self->workspace, self->state, self->demo);
      else
        crm_window_fail (window, error->message);
    }
  run_pending (self);
  g_application_release (G_APPLICATION (self));
}

static void
open_workspace (CrmApplication *self)
{
  g_autoptr (CrmClock) clock = crm_clock_new_system ();
  g_autofree char *path = get_database_path (self);

  if (self->opening)
    return;

  if (self->state == NULL)
    self->state = crm_view_state_new (NULL);
  self->opening = TRUE;
  g_application_hold (G_APPLICATION (self));
  crm_workspace_open_async (path, clock, NULL, opened_cb, g_object_ref (self));
}

static void
crm_application_activate (GApplication *application)
{
  CrmApplication *self = CRM_APPLICATION (application);
  CrmWindow *window = get_window (self);

  if (window == NULL)
    {
      if (self->state == NULL)
        self->state = crm_view_state_new (NULL);
      crm_general_page_apply_style (self->state);
      window = crm_window_new (self, self->state);
      if (self->background != NULL)
        crm_background_set_window (self->background, TRUE);
      if (self->workspace != NULL)
        crm_window_open (window, self->workspace, self->state, self->demo);
      else
        open_workspace (self);
    }

  gtk_window_present (GTK_WINDOW (window));
}

/* One at a time: each needs somebody to look at it. */
static void
crm_application_open (GApplication  *application,
                      GFile        **files,
                      int            n_files,
                      const char    *hint)
{
  g_application_activate (application);
  if (n_files > 0)
    crm_window_import (get_window (CRM_APPLICATION (application)), files[0]);
}

static int
crm_application_command_line (GApplication            *application,
                              GApplicationCommandLine *command_line)
{
  CrmApplication *self = CRM_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (command_line);
  g_autofree const char **names = NULL;

  if (self->workspace == NULL && !self->opening)
    {
      g_clear_pointer (&self->database, g_free);
      g_variant_dict_lookup (dict, "database", "^ay", &self->database);
      g_variant_dict_lookup (dict, "user", "s", &self->user);
      self->demo = g_variant_dict_contains (dict, "demo");
    }

  if (g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &names) && names[0] != NULL)
    {
      /* Relative to where it was typed, which may be another program's place. */
      g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (command_line, names[0]);

      crm_application_open (application, &file, 1, "");
    }
  else
    g_application_activate (application);

  return 0;
}

static int
crm_application_handle_local_options (GApplication *application,
                                      GVariantDict *dict)
{
  if (!g_variant_dict_contains (dict, "version"))
    return -1;

  g_print ("crm %s\n", CRM_VERSION);

  return 0;
}

/* --- Actions -------------------------------------------------------------------------------------------- */

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  CrmApplication *self = user_data;
  CrmWindow *window = get_window (self);

  if (window != NULL && !crm_window_may_close (window))
    return;
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  g_application_quit (G_APPLICATION (self));
}

static void
about (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  CrmApplication *self = user_data;

  adw_show_about_window (GTK_WINDOW (get_window (self)),
                         "application-name", _("Crm"),
                         "application-icon", CRM_APP_ID,
                         "version", CRM_VERSION,
                         "comments", _("Customers, deals and automations of a small business, on your own computer"),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static const GActionEntry actions[] = {
  { "quit", quit },
  { "about", about },
  { "open-comment", open_comment, "(xsx)" },
  { "open-task", open_task, "x" },
  { "see-comment", see_comment, "x" },
  { "complete-task", complete_task, "x" },
  { "snooze-task", snooze_task, "(xu)" },
};

static void
crm_application_startup (GApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q" } },
    { "win.undo", { "<Control>z" } },
    { "win.redo", { "<Control><Shift>z", "<Control>y" } },
    { "win.search", { "<Control>k" } },
    { "win.go-back", { "<Alt>Left" } },
    { "win.preferences", { "<Control>comma" } },
    { "win.shortcuts", { "<Control>question" } },
    { "win.on-page::add", { "<Control>n" } },
    { "win.on-page::find", { "<Control>f" } },
    { "win.on-page::quick-add", { "<Control><Shift>n" } },
    { "win.on-page::view-1", { "<Alt>1" } },
    { "win.on-page::view-2", { "<Alt>2" } },
    { "win.on-page::view-3", { "<Alt>3" } },
    { "win.on-page::view-4", { "<Alt>4" } },
    { "win.on-page::filter", { "<Shift><Control>f" } },
    { "win.on-page::toggle-card", { "F9" } },
    { "win.on-page::previous", { "<Alt>Up" } },
    { "win.on-page::next", { "<Alt>Down" } },
    { "window.close", { "<Control>w" } },
  };

  crm_segment_init ();
  crm_automation_init ();
  G_APPLICATION_CLASS (crm_application_parent_class)->startup (application);

  crm_hidden_pages_watch ();
  crm_left_dialogs_watch ();
  crm_lost_focus_watch ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action, (const char **) accels[i].accels);

  /* Started by the desktop rather than by a person: without a window, for what there is to remind of. */
  if ((g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) != 0)
    open_workspace (CRM_APPLICATION (application));
}

static void
crm_application_shutdown (GApplication *application)
{
  CrmApplication *self = CRM_APPLICATION (application);

  G_APPLICATION_CLASS (crm_application_parent_class)->shutdown (application);

  /* Others may hold it still, and nobody gives them the time to let it go. */
  if (self->state != NULL)
    crm_view_state_save (self->state);

  g_clear_object (&self->background);
  g_clear_object (&self->mentions);
  g_clear_object (&self->state);
  g_clear_object (&self->reminders);
  if (self->upkeep != NULL)
    crm_upkeep_stop (self->upkeep);
  if (self->runner != NULL)
    crm_runner_stop (self->runner);
  g_clear_object (&self->upkeep);
  g_clear_object (&self->runner);
  if (self->workspace != NULL)
    crm_workspace_close (self->workspace);
  g_clear_object (&self->workspace);
}

static void
crm_application_finalize (GObject *object)
{
  CrmApplication *self = CRM_APPLICATION (object);

  g_queue_clear_full (&self->pending, (GDestroyNotify) g_variant_unref);
  g_free (self->database);
  g_free (self->user);

  G_OBJECT_CLASS (crm_application_parent_class)->finalize (object);
}

static void
crm_application_class_init (CrmApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_application_finalize;
  application_class->startup = crm_application_startup;
  application_class->shutdown = crm_application_shutdown;
  application_class->activate = crm_application_activate;
  application_class->open = crm_application_open;
  application_class->command_line = crm_application_command_line;
  application_class->handle_local_options = crm_application_handle_local_options;
  GTK_APPLICATION_CLASS (klass)->window_removed = crm_application_window_removed;
}

static void
crm_application_init (CrmApplication *self)
{
  g_queue_init (&self->pending);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * crm_application_new:
 *
 * Returns: (transfer full): the application
 */
CrmApplication *
crm_application_new (void)
{
  return g_object_new (CRM_TYPE_APPLICATION,
                       "application-id", CRM_APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/com/example/Crm",
                       NULL);
}
