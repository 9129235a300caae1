/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tasks as iCalendar: a VTODO for each (RFC 5545, 3.6.2). What is due on a day is a DATE; what is
 * due at a time is a DATE-TIME without a zone, since nine o'clock stays nine o'clock (crm-due.c).
 */

#include "config.h"

#include "crm-calendar.h"

#include <glib/gi18n-lib.h>
#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-due.h"
#include "crm-error.h"
#include "crm-task-agenda.h"

/* --- Values ------------------------------------------------------------------------------------------- */

static icaltimetype
make_instant (gint64 instant)
{
  return icaltime_from_timet_with_zone ((time_t) (instant / G_USEC_PER_SEC), FALSE, icaltimezone_get_utc_timezone ());
}

static icaltimetype
make_due (const char *due)
{
  icaltimetype time = icaltime_null_time ();
  char date[CRM_DATE_SIZE];
  int minute;

  if (!crm_due_split (due, date, &minute))
    return time;

  crm_date_split (date, &time.year, &time.month, &time.day);
  time.is_date = minute < 0;
  time.hour = MAX (minute, 0) / 60;
  time.minute = MAX (minute, 0) % 60;

  return time;
}

static void
add_text (icalcomponent *todo,
          icalproperty *(*make) (const char *),
          const char    *text)
{
  if (text != NULL && *text != '\0')
    icalcomponent_add_property (todo, make (text));
}

/* --- What repeats --------------------------------------------------------------------------------------- */

static void
set_last_of (struct icalrecurrencetype *rule,
             int                        day)
{
  short i = 0;

  /* "The 31st" is the last day of shorter months (crm-rules-task.c). */
  for (short n = (short) MIN (day, 28); n <= day; n++)
    rule->by_month_day[i++] = n;
  if (i > 1)
    rule->by_set_pos[0] = -1;
}

static void
add_rule (icalcomponent *todo,
          const CrmRow  *row,
          icaltimetype   due)
{
  static const icalrecurrencetype_weekday working_days[] = {
    ICAL_MONDAY_WEEKDAY, ICAL_TUESDAY_WEEKDAY, ICAL_WEDNESDAY_WEEKDAY, ICAL_THURSDAY_WEEKDAY, ICAL_FRIDAY_WEEKDAY,
  };
  const char *repeats = crm_row_get_text (row, "repeats");
  struct icalrecurrencetype rule;
  int day = (int) crm_row_get_integer (row, "repeat_day");

  if (repeats == NULL || icaltime_is_null_time (due))
    return;

  icalrecurrencetype_clear (&rule);
  day = day != 0 ? day : due.day;
  if (strcmp (repeats, "daily") == 0)
    rule.freq = ICAL_DAILY_RECURRENCE;
  else if (strcmp (repeats, "weekdays") == 0 || strcmp (repeats, "weekly") == 0 || strcmp (repeats, "fortnightly") == 0)
    rule.freq = ICAL_WEEKLY_RECURRENCE;
  else if (strcmp (repeats, "monthly") == 0 || strcmp (repeats, "quarterly") == 0)
    rule.freq = ICAL_MONTHLY_RECURRENCE;
  else if (strcmp (repeats, "yearly") == 0)
    rule.freq = ICAL_YEARLY_RECURRENCE;
  else
    return;

  if (strcmp (repeats, "weekdays") == 0)
    for (guint i = 0; i < G_N_ELEMENTS (working_days); i++)
      rule.by_day[i] = (short) working_days[i];
  if (strcmp (repeats, "fortnightly") == 0)
    rule.interval = 2;
  if (strcmp (repeats, "quarterly") == 0)
    rule.interval = 3;
  if (rule.freq == ICAL_MONTHLY_RECURRENCE)
    set_last_of (&rule, day);
  if (rule.freq == ICAL_YEARLY_RECURRENCE && day == 29 && due.month == 2)
    {
      rule.by_month[0] = 2;
      set_last_of (&rule, day);
    }

  /* What repeats has to begin. */
  icalcomponent_add_property (todo, icalproperty_new_dtstart (due));
  icalcomponent_add_property (todo, icalproperty_new_rrule (rule));
}

/* --- What belongs to a task ------------------------------------------------------------------------------- */

static void
add_alarm (icalcomponent *todo,
           const char    *title,
           int            lead,
           gboolean       all_day)
{
  icalcomponent *alarm = icalcomponent_new (ICAL_VALARM_COMPONENT);
  struct icaltriggertype trigger = { .time = icaltime_null_time () };
  icalproperty *property;

  trigger.duration = icaldurationtype_from_int (((all_day ? CRM_ALL_DAY_REMINDER : 0) - lead) * 60);
  property = icalproperty_new_trigger (trigger);
  icalproperty_add_parameter (property, icalparameter_new_related (ICAL_RELATED_END));
  icalcomponent_add_property (alarm, property);
  icalcomponent_add_property (alarm, icalproperty_new_action (ICAL_ACTION_DISPLAY));
  icalcomponent_add_property (alarm, icalproperty_new_description (title));
  icalcomponent_add_component (todo, alarm);
}

/* "Ana García, ana@example.com, +34 600 123 456" */
static void
add_contact (icalcomponent *todo,
             CrmDb         *db,
             gint64         id)
{
  g_autoptr (CrmStatement) statement = crm_db_query (db, NULL, "SELECT name, email, phone FROM contact WHERE id = ? AND state = 0", "i", id);
  g_autoptr (GString) text = g_string_new (NULL);

  if (statement == NULL || !crm_statement_step (statement, NULL))
    return;

  for (int i = 0; i < 3; i++)
    {
      const char *part = crm_statement_get_text (statement, i);

      if (part != NULL && *part != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }
  add_text (todo, icalproperty_new_contact, text->str);
}

static void
add_members (icalcomponent *todo,
             CrmDb         *db,
             const CrmRow  *row,
             gboolean       all_day)
{
  const CrmColumn *contacts = crm_table_find_column (row->table, "contacts");
  const CrmColumn *reminders = crm_table_find_column (row->table, "reminders");

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column == contacts->id)
        add_contact (todo, db, member->key.integer);
      else if (member->column == reminders->id && crm_row_get_text (row, "due") != NULL)
        add_alarm (todo, crm_row_get_text (row, "title"), atoi (crm_value_get_text (&member->key)), all_day);
    }
}

static int
get_priority (const CrmRow *row)
{
  const char *priority = crm_row_get_text (row, "priority");

  if (g_strcmp0 (priority, "high") == 0)
    return 1;

  return g_strcmp0 (priority, "low") == 0 ? 9 : 5;
}

static char *
make_description (const CrmRow *row)
{
  const char *description = crm_row_get_text (row, "description");
  const char *result = crm_row_get_text (row, "result");

  if (description != NULL && result != NULL)
    return g_strconcat (description, "\n\n", result, NULL);

  return g_strdup (description != NULL ? description : result);
}

static icalcomponent *
make_todo (CrmDb        *db,
           const CrmRow *row,
           gint64        now)
{
  icalcomponent *todo = icalcomponent_new (ICAL_VTODO_COMPONENT);
  icaltimetype due = make_due (crm_row_get_text (row, "due"));
  gboolean done = g_strcmp0 (crm_row_get_text (row, "status"), "done") == 0;
  g_autofree char *description = make_description (row);
  g_autofree char *type = crm_db_get_text (db, NULL, "SELECT name FROM task_type WHERE id = ?", "i", crm_row_get_integer (row, "type"));
  char uuid[CRM_UUID_STRING_SIZE];

  crm_uuid_print (&row->uuid, uuid);
  icalcomponent_add_property (todo, icalproperty_new_uid (uuid));
  icalcomponent_add_property (todo, icalproperty_new_dtstamp (make_instant (now)));
  icalcomponent_add_property (todo, icalproperty_new_created (make_instant (crm_row_get_integer (row, "created"))));
  icalcomponent_add_property (todo, icalproperty_new_lastmodified (make_instant (crm_row_get_integer (row, "modified"))));
  add_text (todo, icalproperty_new_summary, crm_row_get_text (row, "title"));
  add_text (todo, icalproperty_new_description, description);
  add_text (todo, icalproperty_new_categories, type);
  icalcomponent_add_property (todo, icalproperty_new_priority (get_priority (row)));

  if (!icaltime_is_null_time (due))
    icalcomponent_add_property (todo, icalproperty_new_due (due));
  if (!done)
    add_rule (todo, row, due);

  icalcomponent_add_property (todo, icalproperty_new_status (done ? ICAL_STATUS_COMPLETED : ICAL_STATUS_NEEDSACTION));
  if (done)
    {
      icalcomponent_add_property (todo, icalproperty_new_completed (make_instant (crm_row_get_integer (row, "completed"))));
      icalcomponent_add_property (todo, icalproperty_new_percentcomplete (100));
    }
  add_members (todo, db, row, due.is_date);

  return todo;
}

/**
 * crm_calendar_format:
 * @db: a connection
 * @schema: its schema
 * @ids: (array length=n_ids): of tasks; those that are gone are left out
 * @n_ids: how many
 * @now: in microseconds since 1970, UTC
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): an iCalendar object with the tasks
 */
char *
crm_calendar_format (CrmDb         *db,
                     CrmSchema     *schema,
                     const gint64  *ids,
                     guint          n_ids,
                     gint64         now,
                     GError       **error)
{
  const CrmTable *table = crm_schema_find_table (schema, "task");
  icalcomponent *calendar = icalcomponent_new (ICAL_VCALENDAR_COMPONENT);
  g_autoptr (GError) reason = NULL;
  char *text = NULL;
  char *ical;

  icalcomponent_add_property (calendar, icalproperty_new_version ("2.0"));
  icalcomponent_add_property (calendar, icalproperty_new_prodid ("-//com.example.Crm//Crm " CRM_VERSION "//EN"));
  for (guint i = 0; i < n_ids && reason == NULL; i++)
    {
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, ids[i], CRM_ROW_MEMBERS, &reason);

      if (row != NULL && row->state == CRM_STATE_LIVE)
        icalcomponent_add_component (calendar, make_todo (db, row, now));
    }

  if (reason == NULL)
    {
      ical = icalcomponent_as_ical_string_r (calendar);
      text = g_strdup (ical);
      icalmemory_free_buffer (ical);
    }
  else
    g_propagate_error (error, g_steal_pointer (&reason));
  icalcomponent_free (calendar);

  return text;
}

/* --- Into a file --------------------------------------------------------------------------------------------- */

typedef struct
{
  GArray *ids;
  GFile *file;
  gint64 now;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_array_unref (job->ids);
  g_object_unref (job->file);
  g_free (job);
}

static gpointer
export_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Job *job = data;
  g_autofree char *text = crm_calendar_format (db, schema, (const gint64 *) (gpointer) job->ids->data, job->ids->len, job->now, error);

  /* Either the whole file or none: the old one stays if the disk is full. */
  if (text == NULL || !g_file_replace_contents (job->file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, cancellable, error))
    return NULL;

  return g_array_ref (job->ids);
}

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GArray) ids = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (ids != NULL)
    g_task_return_int (task, ids->len);
  else
    g_task_return_error (task, error);
}

/**
 * crm_calendar_export_async:
 * @workspace: a workspace
 * @ids: (element-type gint64): of tasks; not to be changed meanwhile
 * @file: what is written, or written anew
 * @cancellable: (nullable): stops it
 * @callback: called when it is written
 * @user_data: for @callback
 */
void
crm_calendar_export_async (CrmWorkspace        *workspace,
                           GArray              *ids,
                           GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (workspace, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, crm_calendar_export_async);
  job->ids = g_array_ref (ids);
  job->file = g_object_ref (file);
  job->now = crm_clock_get_now (crm_workspace_get_clock (workspace));
  crm_store_read_async (crm_workspace_get_store (workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, export_read, job, job_free,
                        (GDestroyNotify) g_array_unref, cancellable, exported_cb, task);
}

/**
 * crm_calendar_export_finish:
 * @n_tasks: (out) (optional): how many
 * @error: a %CRM_STORE_ERROR, or a #GIOError
 */
gboolean
crm_calendar_export_finish (CrmWorkspace  *workspace,
                            GAsyncResult  *result,
                            guint         *n_tasks,
                            GError       **error)
{
  gssize n = g_task_propagate_int (G_TASK (result), error);

  if (n_tasks != NULL)
    *n_tasks = (guint) MAX (n, 0);

  return n >= 0;
}
