/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the program does by itself while it runs, without anybody waiting for it: a backup a day,
 * the removal of what has been in the trash for thirty days, and reading telephone numbers again
 * when the business has moved to another country. Main thread; the work is done in others.
 */

#include "config.h"

#include "crm-upkeep.h"

#include "crm-backup-plan.h"
#include "crm-phone-refresh.h"
#include "crm-trash.h"

/* The window is there first. */
#define FIRST_LOOK_AFTER 15       /* seconds */
#define LOOK_AGAIN_AFTER (10 * 60) /* seconds */
#define NUMBERS_IN_A_STEP 500

struct _CrmUpkeep
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  GCancellable *cancellable;

  guint look_id;
  gint64 purged;       /* when the trash was last looked through */
  gboolean *more;      /* whether there are more numbers to be read; shared with the writer */
  guint started : 1;
  guint busy : 1;      /* a backup or a purge is under way */
  guint refreshing : 1;
};

G_DEFINE_FINAL_TYPE (CrmUpkeep, crm_upkeep, G_TYPE_OBJECT)

enum
{
  DONE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Once a day ------------------------------------------------------------------------------------------- */

typedef struct
{
  char *path;
  CrmStore *store;
  CrmClock *clock;
  gint64 purge_before; /* 0: not now */
  char *failure;       /* why there is no backup */
  gboolean backed_up;
  gint64 n_purged;
} Round;

static void
round_free (gpointer data)
{
  Round *round = data;

  g_object_unref (round->store);
  g_object_unref (round->clock);
  g_free (round->path);
  g_free (round->failure);
  g_free (round);
}

static void
back_up (Round        *round,
         GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *made = NULL;

  if (!crm_backup_is_due (round->path, round->clock))
    return;

  made = crm_backup_make (round->path, "daily", round->clock, cancellable, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  round->backed_up = made != NULL;
  round->failure = error != NULL ? g_strdup (error->message) : NULL;
  crm_backup_plan_note_try (round->path, crm_clock_get_now (round->clock), round->failure, NULL);
}

/* After the backup, which still has what goes now. */
static void
purge (Round *round)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = NULL;

  if (round->purge_before == 0)
    return;

  counts = crm_store_purge (round->store, round->purge_before, &error);
  if (counts == NULL)
    {
      g_warning ("The trash cannot be emptied: %s", error->message);
      return;
    }

  for (guint i = 0; i < counts->len; i++)
    round->n_purged += g_array_index (counts, gint64, i);
  if (round->n_purged > 0)
    crm_store_tell_replaced (round->store);
}

static void
round_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Round *round = data;

  back_up (round, cancellable);
  if (!g_cancellable_is_cancelled (cancellable))
    purge (round);

  g_task_return_boolean (task, TRUE);
}

static void
round_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  CrmUpkeep *self = CRM_UPKEEP (object);
  const Round *round = g_task_get_task_data (G_TASK (result));

  self->busy = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  if (round->failure != NULL)
    g_signal_emit (self, signals[FAILED], 0, round->failure);
  g_signal_emit (self, signals[DONE], 0);
}

static void
begin_round (CrmUpkeep *self)
{
  g_autoptr (GTask) task = NULL;
  CrmStore *store = crm_workspace_get_store (self->workspace);
  CrmClock *clock = crm_workspace_get_clock (self->workspace);
  gint64 now = crm_clock_get_now (clock);
  Round *round;

  if (self->busy)
    return;

  round = g_new0 (Round, 1);
  round->path = g_strdup (crm_store_get_path (store));
  round->store = g_object_ref (store);
  round->clock = g_object_ref (clock);
  if (self->purged == 0 || now - self->purged >= G_TIME_SPAN_DAY || now < self->purged)
    {
      round->purge_before = now - CRM_TRASH_KEPT;
      self->purged = now;
    }

  self->busy = TRUE;
  task = g_task_new (self, self->cancellable, round_cb, NULL);
  g_task_set_source_tag (task, begin_round);
  g_task_set_task_data (task, round, round_free);
  g_task_run_in_thread (task, round_thread);
}

/* --- Telephone numbers ------------------------------------------------------------------------------------ */

static void refresh_numbers (CrmUpkeep *self);

/* On the writer; nobody else looks at the flag until it is done. */
static gboolean
refresh_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  return crm_phone_refresh_step (door, NUMBERS_IN_A_STEP, data, error);
}

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmUpkeep) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write_finish (CRM_STORE (object), result, &error);

  self->refreshing = FALSE;
  if (commit == NULL)
    g_warning ("Telephone numbers cannot be read again: %s", error->message);
  else if (*self->more && !g_cancellable_is_cancelled (self->cancellable))
    refresh_numbers (self);
}

static void
refresh_numbers (CrmUpkeep *self)
{
  g_autoptr (CrmChangeSet) set = NULL;

  if (self->refreshing || g_cancellable_is_cancelled (self->cancellable))
    return;

  set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  self->refreshing = TRUE;
  crm_store_write_async (crm_workspace_get_store (self->workspace), set, G_PRIORITY_LOW, refresh_func,
                         g_atomic_rc_box_acquire (self->more), (GDestroyNotify) g_atomic_rc_box_release,
                         refreshed_cb, g_object_ref (self));
}

static void
committed_cb (CrmUpkeep *self,
              CrmCommit *commit)
{
  const CrmRecordType *business = crm_workspace_get_type_named (self->workspace, "business");

  if (self->started && crm_commit_get_touched (commit, &business->table) != NULL)
    refresh_numbers (self);
}

/* A backup may have been made in the middle of it. */
static void
replaced_cb (CrmUpkeep *self)
{
  if (self->started)
    refresh_numbers (self);
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static gboolean
look_cb (gpointer data)
{
  CrmUpkeep *self = data;

  crm_upkeep_look (self);
  self->look_id = g_timeout_add_seconds (LOOK_AGAIN_AFTER, look_cb, self);

  return G_SOURCE_REMOVE;
}

static void
crm_upkeep_dispose (GObject *object)
{
  CrmUpkeep *self = CRM_UPKEEP (object);

  if (self->workspace != NULL)
    crm_upkeep_stop (self);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_upkeep_parent_class)->dispose (object);
}

static void
crm_upkeep_finalize (GObject *object)
{
  CrmUpkeep *self = CRM_UPKEEP (object);

  g_clear_object (&self->cancellable);
  g_atomic_rc_box_release (self->more);

  G_OBJECT_CLASS (crm_upkeep_parent_class)->finalize (object);
}

static void
crm_upkeep_class_init (CrmUpkeepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_upkeep_dispose;
  object_class->finalize = crm_upkeep_finalize;

  /**
   * CrmUpkeep::done:
   *
   * What was due is done; there may be a new backup.
   */
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmUpkeep::failed:
   * @why: a sentence for people
   *
   * No backup could be made.
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
crm_upkeep_init (CrmUpkeep *self)
{
  self->cancellable = g_cancellable_new ();
  self->more = g_atomic_rc_box_new0 (gboolean);
}

/**
 * crm_upkeep_new:
 * @workspace: a workspace
 *
 * Returns: (transfer full): upkeep that has not begun
 */
CrmUpkeep *
crm_upkeep_new (CrmWorkspace *workspace)
{
  CrmUpkeep *self = g_object_new (CRM_TYPE_UPKEEP, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * crm_upkeep_start:
 *
 * Looks soon, and then every ten minutes, whether something is due.
 */
void
crm_upkeep_start (CrmUpkeep *self)
{
  g_return_if_fail (CRM_IS_UPKEEP (self));

  if (self->started || crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL))
    return;

  self->started = TRUE;
  self->look_id = g_timeout_add_seconds (FIRST_LOOK_AFTER, look_cb, self);
  refresh_numbers (self);
}

/**
 * crm_upkeep_stop:
 *
 * Stops what is under way; it goes on at the next start.
 */
void
crm_upkeep_stop (CrmUpkeep *self)
{
  g_return_if_fail (CRM_IS_UPKEEP (self));

  self->started = FALSE;
  g_clear_handle_id (&self->look_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

/**
 * crm_upkeep_look:
 *
 * Does what is due now.
 */
void
crm_upkeep_look (CrmUpkeep *self)
{
  g_return_if_fail (CRM_IS_UPKEEP (self));

  if (crm_store_is_read_only (crm_workspace_get_store (self->workspace), NULL))
    return;

  refresh_numbers (self);
  begin_round (self);
}

/**
 * crm_upkeep_is_busy:
 *
 * Returns: %TRUE while something is under way
 */
gboolean
crm_upkeep_is_busy (CrmUpkeep *self)
{
  g_return_val_if_fail (CRM_IS_UPKEEP (self), FALSE);

  return self->busy || self->refreshing;
}
