/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Keeps the program going when its window is closed, as long as somebody wants to be reminded of
 * something or an automation is on, and the user allows it (Preferences, General). When there is
 * nothing left to wait for, the program ends by itself. It also notices what other programs write
 * into the same file. Owned by the application.
 */

#include "config.h"

#include "crm-background.h"

#include <glib/gi18n.h>

#include "crm-general-page.h"
#include "crm-runner.h"
#include "crm-task-reminders.h"

#define NOTIFICATION "background"

/* Who else writes into the file is noticed after this long: at once by whoever looks, and later
 * where nobody does. In seconds. */
#define LOOK_AGAIN_AFTER          2
#define LOOK_AGAIN_UNWATCHED_AFTER 15

struct _CrmBackground
{
  GObject parent_instance;

  GApplication *application; /* borrowed: the owner */
  CrmWorkspace *workspace;
  CrmViewState *state;
  guint look_id;
  guint may_stay : 1;
  guint has_window : 1;
  guint holds : 1;
  guint asking : 1;
  guint ask_again : 1;
};

G_DEFINE_FINAL_TYPE (CrmBackground, crm_background, G_TYPE_OBJECT)

static void
set_holds (CrmBackground *self,
           gboolean       holds)
{
  if (self->holds == holds)
    return;

  self->holds = holds;
  if (holds)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

/* Once on each computer: whoever closes a window wonders why the program is still there. */
static void
tell (CrmBackground *self)
{
  g_autoptr (GNotification) notification = NULL;

  if (crm_view_state_get_integer (self->state, "background", "told", FALSE))
    return;

  notification = g_notification_new (_("Crm Keeps Working in the Background"));
  g_notification_set_body (notification, _("You are reminded of your tasks, and automations go on. You can change this in the preferences."));
  g_notification_add_button (notification, _("Quit"), "app.quit");
  g_application_send_notification (self->application, NOTIFICATION, notification);
  crm_view_state_set_integer (self->state, "background", "told", TRUE);
}

/* --- Is there anything to wait for? ------------------------------------------------------------------- */

typedef struct
{
  gint64 user;
  gint64 now;
} Wanted;

static gpointer
need_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;
  gboolean needed = crm_reminders_are_expected (db, schema, wanted->user, wanted->now) || crm_runner_is_needed (db);

  return g_memdup2 (&needed, sizeof needed);
}

static void ask (CrmBackground *self);

static void
need_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmBackground) self = user_data;
  g_autofree gboolean *needed = crm_store_read_finish (CRM_STORE (object), result, NULL);

  self->asking = FALSE;
  if (self->workspace == NULL || self->has_window)
    return;

  if (self->ask_again)
    {
      ask (self);
    }
  else if (needed != NULL && *needed)
    {
      set_holds (self, TRUE);
      tell (self);
    }
  else
    {
      set_holds (self, FALSE);
    }
}

static void
ask (CrmBackground *self)
{
  Wanted *wanted;

  if (!self->may_stay || !crm_general_page_is_background_allowed (self->state))
    {
      set_holds (self, FALSE);
      return;
    }

  self->ask_again = self->asking;
  if (self->asking)
    return;

  self->asking = TRUE;
  wanted = g_new0 (Wanted, 1);
  wanted->user = crm_workspace_get_actor (self->workspace);
  wanted->now = crm_clock_get_now (crm_workspace_get_clock (self->workspace));
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT,
                        need_read, wanted, g_free, g_free, NULL, need_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmBackground *self)
{
  if (!self->has_window)
    ask (self);
}

/* --- Others who write ------------------------------------------------------------------------------------ */

static gboolean
look_cb (gpointer data)
{
  CrmBackground *self = data;

  crm_store_look_for_commits (crm_workspace_get_store (self->workspace));

  return G_SOURCE_CONTINUE;
}

static void
look_from_now (CrmBackground *self)
{
  g_clear_handle_id (&self->look_id, g_source_remove);
  self->look_id = g_timeout_add_seconds (self->has_window ? LOOK_AGAIN_AFTER : LOOK_AGAIN_UNWATCHED_AFTER, look_cb, self);
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_background_dispose (GObject *object)
{
  CrmBackground *self = CRM_BACKGROUND (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_object (&self->state);

  G_OBJECT_CLASS (crm_background_parent_class)->dispose (object);
}

static void
crm_background_class_init (CrmBackgroundClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_background_dispose;
}

static void
crm_background_init (CrmBackground *self)
{
}

/**
 * crm_background_new:
 * @application: the application, which owns it
 * @workspace: whose tasks and automations
 * @state: where it is kept what somebody has chosen
 * @may_stay: %FALSE for what needs nobody's attention: sample data, or a file that cannot be written
 *
 * Notices what other programs write, and keeps the program going until it is known whether there is anything to wait for.
 *
 * Returns: (transfer full): the background
 */
CrmBackground *
crm_background_new (GApplication *application,
                    CrmWorkspace *workspace,
                    CrmViewState *state,
                    gboolean      may_stay)
{
  CrmBackground *self = g_object_new (CRM_TYPE_BACKGROUND, NULL);

  self->application = application;
  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  self->may_stay = may_stay;
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  set_holds (self, TRUE);
  look_from_now (self);

  return self;
}

/**
 * crm_background_set_window:
 * @is_open: whether there is a window
 *
 * Tells it that the window was opened or closed.
 */
void
crm_background_set_window (CrmBackground *self,
                           gboolean       is_open)
{
  g_return_if_fail (CRM_IS_BACKGROUND (self));

  self->has_window = is_open;
  look_from_now (self);
  if (!is_open)
    {
      ask (self);
      return;
    }

  set_holds (self, TRUE);
  g_application_withdraw_notification (self->application, NOTIFICATION);
}
