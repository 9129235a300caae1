/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reminders of tasks. How far they have been told is written beside the database, on this
 * computer: each is told once, also when the program was closed or the computer slept when its
 * time came, and another computer tells its own people. What was told is written before it is
 * said, so that a program that dies at that moment does not say it for ever.
 *
 * CrmReminders looks when it is asked to; whoever owns it sees to that. Main thread only.
 */

#include "config.h"

#include "crm-task-reminders.h"

#include <stdlib.h>
#include <string.h>

#include "crm-task-agenda.h"

/* When the program was away for longer, what has been missed is seen on the page of tasks. */
#define LOOK_BACK (14 * G_TIME_SPAN_DAY)

/* When somebody wants to hear tomorrow. */
#define MORNING (9 * 60)

#define GROUP "reminders"

/**
 * crm_reminder_free:
 * @self: (nullable) (transfer full): a reminder
 */
void
crm_reminder_free (CrmReminder *self)
{
  if (self == NULL)
    return;

  g_free (self->title);
  g_free (self->due);
  g_free (self);
}

/* --- Finding ------------------------------------------------------------------------------------------ */

/* Of the tasks that somebody is to be reminded of, those that have not been for so long that all of
 * their reminders are over; and those that were put off. Tasks that nobody is assigned to are
 * everybody's. The last "?"s are the user, the table and the column of the assignees. */
#define FOR_USER \
  " AND (?3 = 0 OR EXISTS (SELECT 1 FROM member m WHERE m.tbl = ?4 AND m.col = ?5 AND m.record = t.id AND m.key = ?3 AND m.removed IS NULL)" \
  " OR NOT EXISTS (SELECT 1 FROM member m WHERE m.tbl = ?4 AND m.col = ?5 AND m.record = t.id AND m.removed IS NULL))"

static const char due_sql[] =
  "SELECT t.id, t.title, t.due, 0, m.key FROM task t INDEXED BY task_by_first_reminder "
  "JOIN member m ON m.tbl = ?4 AND m.col = ?6 AND m.record = t.id AND m.removed IS NULL "
  "WHERE t.state = 0 AND t.first_reminder IS NOT NULL AND t.first_reminder <= ?2 AND t.agenda >= ?1" FOR_USER;

static const char snoozed_sql[] =
  "SELECT t.id, t.title, t.due, t.snoozed, NULL FROM task t INDEXED BY task_by_snoozed "
  "WHERE t.state = 0 AND t.snoozed IS NOT NULL AND t.snoozed > ?1 AND t.snoozed <= ?2 AND t.agenda IS NOT NULL" FOR_USER;

static const char expected_sql[] =
  "SELECT EXISTS (SELECT 1 FROM task t INDEXED BY task_by_first_reminder "
  "WHERE t.state = 0 AND t.first_reminder IS NOT NULL AND t.agenda >= ?1" FOR_USER ") "
  "OR EXISTS (SELECT 1 FROM task t INDEXED BY task_by_snoozed "
  "WHERE t.state = 0 AND t.snoozed IS NOT NULL AND t.snoozed > ?2 AND t.agenda IS NOT NULL" FOR_USER ")";

static int
compare (gconstpointer a,
         gconstpointer b)
{
  const CrmReminder *first = *(const CrmReminder *const *) a;
  const CrmReminder *second = *(const CrmReminder *const *) b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;

  return first->task < second->task ? -1 : first->task > second->task;
}

/* A task of which several reminders have come is told of once. */
static void
add (GPtrArray    *found,
     CrmStatement *statement,
     gint64        at)
{
  gint64 task = crm_statement_get_integer (statement, 0);
  CrmReminder *reminder;

  for (guint i = 0; i < found->len; i++)
    {
      reminder = g_ptr_array_index (found, i);
      if (reminder->task == task)
        {
          reminder->at = MAX (reminder->at, at);
          return;
        }
    }

  reminder = g_new0 (CrmReminder, 1);
  reminder->task = task;
  reminder->title = g_strdup (crm_statement_get_text (statement, 1));
  reminder->due = g_strdup (crm_statement_get_text (statement, 2));
  reminder->at = at;
  g_ptr_array_add (found, reminder);
}

static gboolean
step_all (CrmStatement  *statement,
          GPtrArray     *found,
          gint64         after,
          gint64         until,
          GError       **error)
{
  g_autoptr (GError) reason = NULL;

  while (crm_statement_step (statement, &reason))
    {
      const char *lead = crm_statement_get_text (statement, 4);
      gint64 at = crm_statement_get_integer (statement, 3);
      char due[CRM_DUE_SIZE];

      if (lead != NULL)
        {
          if (!crm_task_remind_at (crm_statement_get_text (statement, 2), atoi (lead), due))
            continue;
          at = crm_due_to_instant (due, FALSE);
        }

      if (at > after && at <= until)
        add (found, statement, at);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* One reminder for each task that @user (0: anybody) wanted to hear of after @after and until @until and is open, the
 * earliest first. */
static GPtrArray *
find_reminders (CrmDb      *db,
                CrmSchema  *schema,
                gint64      user,
                gint64      after,
                gint64      until,
                GError    **error)
{
  const CrmTable *table = crm_schema_find_table (schema, "task");
  gint64 assignees = crm_table_find_column (table, "assignees")->id;
  gint64 reminders = crm_table_find_column (table, "reminders")->id;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_reminder_free);
  g_autoptr (CrmStatement) due = NULL;
  g_autoptr (CrmStatement) snoozed = NULL;
  char first[CRM_DUE_SIZE], now[CRM_DUE_SIZE];

  crm_due_of_instant (until, now);
  crm_due_of_instant (after, first);
  /* A whole day is less than each of its times. */
  first[CRM_DATE_SIZE - 1] = '\0';

  due = crm_db_query (db, error, due_sql, "ttiiii", first, now, user, (gint64) table->id, assignees, reminders);
  if (due == NULL || !step_all (due, found, after, until, error))
    return NULL;

  snoozed = crm_db_query (db, error, snoozed_sql, "iiiii", after, until, user, (gint64) table->id, assignees);
  if (snoozed == NULL || !step_all (snoozed, found, after, until, error))
    return NULL;

  g_ptr_array_sort (found, compare);

  return g_steal_pointer (&found);
}

/**
 * crm_reminders_are_expected:
 * @db: a connection
 * @schema: its schema
 * @user: whose reminders, or 0 for everybody's
 * @now: in microseconds since 1970, UTC
 *
 * Returns: whether there may be something to remind of later: a task that is put off, or an open
 *   one with a reminder that is due today or later
 */
gboolean
crm_reminders_are_expected (CrmDb     *db,
                            CrmSchema *schema,
                            gint64     user,
                            gint64     now)
{
  const CrmTable *table = crm_schema_find_table (schema, "task");
  gint64 assignees = crm_table_find_column (table, "assignees")->id;
  char today[CRM_DUE_SIZE];

  crm_due_of_instant (now, today);
  /* A whole day is less than each of its times. */
  today[CRM_DATE_SIZE - 1] = '\0';

  return crm_db_get_integer (db, FALSE, NULL, expected_sql, "tiiii", today, now, user, (gint64) table->id, assignees) != 0;
}

/**
 * crm_reminders_explain:
 *
 * For tests: how SQLite walks.
 *
 * Returns: (transfer full): the lines of `EXPLAIN QUERY PLAN`
 */
char *
crm_reminders_explain (CrmDb     *db,
                       CrmSchema *schema)
{
  const char *const sql[] = { due_sql, snoozed_sql };
  GString *plan = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    {
      g_autofree char *explain = g_strconcat ("EXPLAIN QUERY PLAN ", sql[i], NULL);
      g_autoptr (CrmStatement) statement = crm_db_prepare (db, explain, NULL);

      while (statement != NULL && crm_statement_step (statement, NULL))
        g_string_append_printf (plan, "%s\n", crm_statement_get_text (statement, 3));
    }

  return g_string_free (plan, FALSE);
}

/* --- Putting off ---------------------------------------------------------------------------------------- */

static gint64
snooze_until (CrmSnooze snooze,
              gint64    now)
{
  char today[CRM_DUE_SIZE], date[CRM_DATE_SIZE], due[CRM_DUE_SIZE];

  switch (snooze)
    {
    case CRM_SNOOZE_TOMORROW:
      crm_due_of_instant (now, today);
      today[CRM_DATE_SIZE - 1] = '\0';
      if (crm_date_add (today, 0, 0, 1, date) && crm_due_make (date, MORNING, due))
        return crm_due_to_instant (due, FALSE);
      return now + G_TIME_SPAN_DAY;
    case CRM_SNOOZE_HOUR:
      return now + G_TIME_SPAN_HOUR;
    case CRM_SNOOZE_SHORT:
    default:
      return now + 10 * G_TIME_SPAN_MINUTE;
    }
}

/**
 * crm_snooze_add:
 * @set: a change set
 * @workspace: its clock says what time it is
 * @task: the id of a task
 *
 * Adds that people want to hear of the task again.
 */
void
crm_snooze_add (CrmSnooze     snooze,
                CrmChangeSet *set,
                CrmWorkspace *workspace,
                gint64        task)
{
  const CrmTable *table = &crm_workspace_get_type_named (workspace, "task")->table;
  CrmValue value = crm_value_integer (snooze_until (snooze, crm_clock_get_now (crm_workspace_get_clock (workspace))));

  crm_change_set_set (set, table, task, crm_table_find_column (table, "snoozed"), &value);
}

/* --- Telling --------------------------------------------------------------------------------------------- */

struct _CrmReminders
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  char *path;      /* of the file that says how far they have been told */
  char *key;       /* of the database in it */
  gint64 told;     /* until when */
  gboolean busy;
  gboolean again;
};

G_DEFINE_FINAL_TYPE (CrmReminders, crm_reminders, G_TYPE_OBJECT)

enum
{
  DUE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
get_now (CrmReminders *self)
{
  return crm_clock_get_now (crm_workspace_get_clock (self->workspace));
}

/* What was due before the program was first there, nobody wants to hear now. */
static void
read_told (CrmReminders *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  gint64 now = get_now (self);

  if (g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL))
    self->told = g_key_file_get_int64 (file, GROUP, self->key, NULL);

  if (self->told == 0 || self->told > now)
    self->told = now;
  self->told = MAX (self->told, now - LOOK_BACK);
}

static void
write_told (CrmReminders *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GError) error = NULL;

  g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, NULL);
  g_key_file_set_int64 (file, GROUP, self->key, self->told);
  g_mkdir_with_parents (folder, 0700);
  if (!g_key_file_save_to_file (file, self->path, &error))
    g_message ("%s: %s", self->path, error->message);
}

typedef struct
{
  gint64 user;
  gint64 after;
  gint64 until;
} Span;

static gpointer
find_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Span *span = data;

  return find_reminders (db, schema, span->user, span->after, span->until, error);
}

typedef struct
{
  CrmReminders *reminders;
  gint64 until;
} Telling;

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Telling *telling = user_data;
  g_autoptr (CrmReminders) self = telling->reminders;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = crm_store_read_finish (CRM_STORE (object), result, &error);

  self->busy = FALSE;
  if (found == NULL)
    {
      g_message ("reminders: %s", error->message);
      return;
    }

  self->told = telling->until;
  write_told (self);
  for (guint i = 0; i < found->len; i++)
    g_signal_emit (self, signals[DUE], 0, g_ptr_array_index (found, i));

  if (self->again)
    crm_reminders_check (self);
}

static void
crm_reminders_finalize (GObject *object)
{
  CrmReminders *self = CRM_REMINDERS (object);

  g_clear_object (&self->workspace);
  g_free (self->path);
  g_free (self->key);

  G_OBJECT_CLASS (crm_reminders_parent_class)->finalize (object);
}

static void
crm_reminders_class_init (CrmRemindersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_reminders_finalize;

  /**
   * CrmReminders::due:
   * @reminder: (type CrmReminder): valid during the signal
   *
   * Somebody wants to hear of a task now.
   */
  signals[DUE] = g_signal_new ("due", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
crm_reminders_init (CrmReminders *self)
{
}

/**
 * crm_reminders_new:
 * @workspace: whose tasks; the reminders are those of its actor
 * @path: of a file on this computer that says how far they have been told; made when needed
 *
 * Returns: (transfer full): the reminders, none told yet
 */
CrmReminders *
crm_reminders_new (CrmWorkspace *workspace,
                   const char   *path)
{
  CrmReminders *self = g_object_new (CRM_TYPE_REMINDERS, NULL);
  const char *database = crm_store_get_path (crm_workspace_get_store (workspace));

  self->workspace = g_object_ref (workspace);
  self->path = g_strdup (path);
  self->key = g_compute_checksum_for_string (G_CHECKSUM_SHA256, database, -1);
  read_told (self);
  write_told (self);

  return self;
}

/**
 * crm_reminders_check:
 *
 * Emits #CrmReminders::due for what has become due since the last time.
 */
void
crm_reminders_check (CrmReminders *self)
{
  Span *span;
  Telling *telling;

  g_return_if_fail (CRM_IS_REMINDERS (self));

  self->again = self->busy;
  if (self->busy)
    return;

  self->busy = TRUE;
  span = g_new0 (Span, 1);
  span->user = crm_workspace_get_actor (self->workspace);
  span->after = self->told;
  span->until = MAX (get_now (self), self->told);
  telling = g_new0 (Telling, 1);
  telling->reminders = g_object_ref (self);
  telling->until = span->until;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT,
                        find_read, span, g_free, (GDestroyNotify) g_ptr_array_unref, NULL, found_cb, telling);
}

/**
 * crm_reminders_get_next_check:
 *
 * Returns: how many milliseconds from now to look again: at the beginning of the next minute
 */
gint64
crm_reminders_get_next_check (CrmReminders *self)
{
  gint64 now = get_now (self);

  return (crm_task_view_next_change (now) - now) / 1000 + 1;
}
