/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Comments in which others mention whoever works here, as notifications of the desktop, each once
 * on this computer (features.md, C10). What is marked as seen, here or elsewhere, is taken off the
 * screen. Owned by the application.
 */

#include "config.h"

#include "crm-mention-service.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "crm-today.h"

/* Who comes back after a month is not shown everything at once: the rest stands on the page Today. */
#define MAX_SHOWN 20

#define STATE "mentions"

struct _CrmMentionService
{
  GObject parent_instance;

  GApplication *application; /* borrowed: the owner */
  CrmWorkspace *workspace;
  CrmViewState *state;
  GHashTable *shown; /* ids of the comments whose notifications may be on the screen */
  guint reading : 1;
  guint read_again : 1;
};

G_DEFINE_FINAL_TYPE (CrmMentionService, crm_mention_service, G_TYPE_OBJECT)

static char *
make_id (gint64 comment)
{
  return g_strdup_printf ("mention-%" G_GINT64_FORMAT, comment);
}

static void
withdraw (CrmMentionService *self,
          gint64             comment)
{
  g_autofree char *id = make_id (comment);

  g_application_withdraw_notification (self->application, id);
}

/* --- How far they have been told ------------------------------------------------------------------------ */

static char *
make_key (CrmMentionService *self)
{
  return g_strdup_printf ("user-%" G_GINT64_FORMAT, crm_workspace_get_actor (self->workspace));
}

static gint64
get_told (CrmMentionService *self)
{
  g_autofree char *key = make_key (self);
  g_autofree char *told = crm_view_state_get_string (self->state, STATE, key);

  return told != NULL ? g_ascii_strtoll (told, NULL, 10) : 0;
}

static void
set_told (CrmMentionService *self,
          gint64             comment)
{
  g_autofree char *key = make_key (self);
  g_autofree char *told = g_strdup_printf ("%" G_GINT64_FORMAT, comment);

  crm_view_state_set_string (self->state, STATE, key, told);
}

/* --- Telling --------------------------------------------------------------------------------------------- */

static void
tell (CrmMentionService *self,
      const CrmRow      *comment)
{
  const char *who = comment->titles[comment->table->author->index];
  g_autofree char *title = g_strdup_printf (_("%s mentioned you"), who != NULL ? who : _("Somebody"));
  g_autoptr (GNotification) notification = g_notification_new (title);
  g_autoptr (GIcon) icon = g_themed_icon_new ("crm-note-symbolic");
  g_autofree char *id = make_id (comment->id);
  gint64 place;
  const char *type = crm_today_find_place (comment, &place);

  g_notification_set_body (notification, crm_row_get_text (comment, "body"));
  g_notification_set_icon (notification, icon);
  g_notification_set_category (notification, "im.received");
  if (type != NULL)
    g_notification_set_default_action_and_target (notification, "app.open-comment", "(xsx)", comment->id, type, place);
  g_notification_add_button_with_target (notification, _("Mark as Seen"), "app.see-comment", "x", comment->id);

  g_hash_table_add (self->shown, g_memdup2 (&comment->id, sizeof comment->id));
  g_application_send_notification (self->application, id, notification);
}

static gboolean
has_row (GPtrArray *rows,
         gint64     id)
{
  for (guint i = 0; i < rows->len; i++)
    if (((const CrmRow *) g_ptr_array_index (rows, i))->id == id)
      return TRUE;

  return FALSE;
}

static void
withdraw_seen (CrmMentionService *self,
               GPtrArray         *unseen)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!has_row (unseen, *(gint64 *) id))
      {
        withdraw (self, *(gint64 *) id);
        g_hash_table_iter_remove (&iter);
      }
}

/* --- Looking ---------------------------------------------------------------------------------------------- */

static gpointer
unseen_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const CrmTable *table = crm_schema_find_table (schema, "comment");
  g_autoptr (GArray) ids = crm_query_get_ids (data, db, schema, MAX_SHOWN, error);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);

  if (ids == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      CrmRow *row = crm_row_load (db, schema, table, g_array_index (ids, gint64, i), CRM_ROW_TITLES, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

static void look (CrmMentionService *self);

static void
unseen_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (CrmMentionService) self = user_data;
  g_autoptr (GPtrArray) unseen = crm_store_read_finish (CRM_STORE (object), result, NULL);
  gint64 told, newest;

  self->reading = FALSE;
  if (unseen == NULL || self->workspace == NULL)
    return;

  withdraw_seen (self, unseen);
  told = newest = get_told (self);
  for (guint i = unseen->len; i > 0; i--)
    {
      const CrmRow *comment = g_ptr_array_index (unseen, i - 1);

      if (comment->id > told)
        tell (self, comment);
      newest = MAX (newest, comment->id);
    }
  if (newest > told)
    set_told (self, newest);

  if (self->read_again)
    look (self);
}

static void
look (CrmMentionService *self)
{
  self->read_again = self->reading;
  if (self->reading)
    return;

  self->reading = TRUE;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_LOW, unseen_read,
                        crm_today_query_mentions (self->workspace, crm_workspace_get_actor (self->workspace)),
                        (GDestroyNotify) crm_query_unref, (GDestroyNotify) g_ptr_array_unref, NULL, unseen_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmMentionService *self,
              CrmCommit         *commit)
{
  if (crm_commit_get_touched (commit, &crm_workspace_get_type_named (self->workspace, "comment")->table) != NULL)
    look (self);
}

/* --- Answering --------------------------------------------------------------------------------------------- */

static void
seen_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GApplication) application = user_data;
  g_autoptr (CrmCommit) commit = crm_store_commit_finish (CRM_STORE (object), result, NULL);

  g_application_release (application);
}

static void
comment_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (CrmMentionService) self = user_data;
  g_autoptr (CrmRecord) comment = crm_workspace_load_record_finish (CRM_WORKSPACE (object), result, NULL);
  g_autoptr (CrmChangeSet) set = NULL;

  if (comment == NULL || self->workspace == NULL)
    return;

  /* The program does not end before it is written. */
  g_application_hold (self->application);
  set = crm_today_mark_seen (self->workspace, comment);
  crm_store_commit_async (crm_workspace_get_store (self->workspace), set, NULL, seen_cb, g_object_ref (self->application));
}

/* --- Object -------------------------------------------------------------------------------------------------- */

static void
crm_mention_service_dispose (GObject *object)
{
  CrmMentionService *self = CRM_MENTION_SERVICE (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->state);
  g_clear_pointer (&self->shown, g_hash_table_unref);

  G_OBJECT_CLASS (crm_mention_service_parent_class)->dispose (object);
}

static void
crm_mention_service_class_init (CrmMentionServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_mention_service_dispose;
}

static void
crm_mention_service_init (CrmMentionService *self)
{
  self->shown = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * crm_mention_service_new:
 * @application: the application, which owns the service
 * @workspace: whose comments; those for its actor are told
 * @state: where it is kept how far they have been told
 *
 * Tells of mentions from now on, and of those that nobody has seen yet.
 *
 * Returns: (transfer full): the service
 */
CrmMentionService *
crm_mention_service_new (GApplication *application,
                         CrmWorkspace *workspace,
                         CrmViewState *state)
{
  CrmMentionService *self = g_object_new (CRM_TYPE_MENTION_SERVICE, NULL);

  self->application = application;
  self->workspace = g_object_ref (workspace);
  self->state = g_object_ref (state);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  look (self);

  return self;
}

/**
 * crm_mention_service_mark_seen:
 * @comment: the id of a comment
 *
 * Writes down that it has been seen.
 */
void
crm_mention_service_mark_seen (CrmMentionService *self,
                               gint64             comment)
{
  g_return_if_fail (CRM_IS_MENTION_SERVICE (self));

  withdraw (self, comment);
  crm_workspace_load_record_async (self->workspace, crm_workspace_get_type_named (self->workspace, "comment"), comment, NULL,
                                   comment_read_cb, g_object_ref (self));
}
