/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How many records a condition holds for, kept up to date: counted in the background, again when
 * something is committed that it depends on, and as time goes by. Main thread.
 */

#include "config.h"

#include "crm-live-count.h"

#define COUNT_AFTER 120 /* milliseconds: somebody types */
#define SLOW_AFTER  300 /* milliseconds: from then on it is said that it counts */

struct _CrmLiveCount
{
  GObject parent_instance;

  CrmSegments *segments;
  CrmWorkspace *workspace;
  char *type;
  CrmCondition *condition;
  CrmQuery *query;
  GCancellable *cancellable;
  GError *error;
  gint64 n; /* -1: not known */
  guint wait_id;
  guint slow_id;
  gboolean uses_time;
  gboolean is_slow;
  gboolean is_stale; /* something was committed while it counted */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmLiveCount, crm_live_count, G_TYPE_OBJECT)

static void
take_answer (CrmLiveCount *self,
             gint64        n,
             GError       *error)
{
  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->is_slow = FALSE;
  g_clear_error (&self->error);
  self->n = n;
  self->error = error;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void count (CrmLiveCount *self);

static gpointer
count_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 n = crm_query_count (data, db, error);

  return n >= 0 ? g_memdup2 (&n, sizeof n) : NULL;
}

static void
count_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmLiveCount) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *n = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  take_answer (self, n != NULL ? *n : -1, g_steal_pointer (&error));
  if (self->is_stale)
    count (self);
}

static gboolean
slow_cb (gpointer data)
{
  CrmLiveCount *self = data;

  self->slow_id = 0;
  self->is_slow = TRUE;
  g_signal_emit (self, signals[CHANGED], 0);

  return G_SOURCE_REMOVE;
}

static void
count (CrmLiveCount *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->is_stale = FALSE;
  if (self->query == NULL)
    {
      g_clear_handle_id (&self->slow_id, g_source_remove);
      self->is_slow = FALSE;
      return;
    }

  self->cancellable = g_cancellable_new ();
  if (self->slow_id == 0 && !self->is_slow)
    self->slow_id = g_timeout_add (SLOW_AFTER, slow_cb, self);
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, count_read,
                        crm_query_ref (self->query), (GDestroyNotify) crm_query_unref, g_free,
                        self->cancellable, count_read_cb, g_object_ref (self));
}

static void
renew (CrmLiveCount *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_pointer (&self->query, crm_query_unref);
  if (self->condition != NULL && crm_segments_get_set (self->segments) != NULL)
    self->query = crm_segments_make_query (self->segments, self->type, self->condition, &self->uses_time, &error);
  count (self);
  if (error != NULL)
    take_answer (self, -1, g_steal_pointer (&error));
}

static gboolean
wait_cb (gpointer data)
{
  CrmLiveCount *self = data;

  self->wait_id = 0;
  renew (self);

  return G_SOURCE_REMOVE;
}

static void
aged_cb (CrmLiveCount *self)
{
  if (self->uses_time && self->wait_id == 0)
    renew (self);
}

static void
committed_cb (CrmLiveCount *self,
              CrmCommit    *commit)
{
  if (self->query == NULL || !crm_query_depends_on (self->query, commit))
    return;

  /* While an import writes without a pause, a count that began again with each commit would never
   * come to its end: what it finds is shown, and then it counts again. */
  if (self->cancellable != NULL)
    self->is_stale = TRUE;
  else
    count (self);
}

static void
crm_live_count_dispose (GObject *object)
{
  CrmLiveCount *self = CRM_LIVE_COUNT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->wait_id, g_source_remove);
  g_clear_handle_id (&self->slow_id, g_source_remove);
  g_clear_pointer (&self->query, crm_query_unref);
  g_clear_pointer (&self->condition, crm_condition_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->segments);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_live_count_parent_class)->dispose (object);
}

static void
crm_live_count_finalize (GObject *object)
{
  g_free (CRM_LIVE_COUNT (object)->type);

  G_OBJECT_CLASS (crm_live_count_parent_class)->finalize (object);
}

static void
crm_live_count_class_init (CrmLiveCountClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_live_count_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_live_count_finalize;

  /**
   * CrmLiveCount::changed:
   *
   * There are more, fewer, it is not known how many, or counting takes long.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_live_count_init (CrmLiveCount *self)
{
  self->n = -1;
}

/**
 * crm_live_count_new:
 * @segments: the segments of @workspace
 * @workspace: a workspace
 * @type: the name of a record type
 *
 * Returns: (transfer full): a count that counts nothing yet
 */
CrmLiveCount *
crm_live_count_new (CrmSegments  *segments,
                    CrmWorkspace *workspace,
                    const char   *type)
{
  CrmLiveCount *self = g_object_new (CRM_TYPE_LIVE_COUNT, NULL);

  self->segments = g_object_ref (segments);
  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  g_signal_connect_object (segments, "changed", G_CALLBACK (renew), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (segments, "aged", G_CALLBACK (aged_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * crm_live_count_set_condition:
 * @condition: (nullable): what is counted, or %NULL for nothing
 *
 * What was known stays until the new answer is there.
 */
void
crm_live_count_set_condition (CrmLiveCount *self,
                              CrmCondition *condition)
{
  g_return_if_fail (CRM_IS_LIVE_COUNT (self));

  if (condition != NULL)
    crm_condition_ref (condition);
  g_clear_pointer (&self->condition, crm_condition_unref);
  self->condition = condition;
  g_clear_handle_id (&self->wait_id, g_source_remove);
  self->wait_id = g_timeout_add (COUNT_AFTER, wait_cb, self);
}

/**
 * crm_live_count_get_n:
 *
 * Returns: how many records, or -1 if it is not known
 */
gint64
crm_live_count_get_n (CrmLiveCount *self)
{
  g_return_val_if_fail (CRM_IS_LIVE_COUNT (self), -1);

  return self->n;
}

/**
 * crm_live_count_is_slow:
 *
 * Returns: %TRUE if it has been counting for a while: crm_live_count_get_n() is what was before
 */
gboolean
crm_live_count_is_slow (CrmLiveCount *self)
{
  g_return_val_if_fail (CRM_IS_LIVE_COUNT (self), FALSE);

  return self->is_slow;
}

/**
 * crm_live_count_get_error:
 *
 * Returns: (transfer none) (nullable): why it cannot be counted
 */
const GError *
crm_live_count_get_error (CrmLiveCount *self)
{
  g_return_val_if_fail (CRM_IS_LIVE_COUNT (self), NULL);

  return self->error;
}
