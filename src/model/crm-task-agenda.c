/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The views of tasks: overdue, today, upcoming, done. A view is a query over the column "agenda",
 * which open tasks alone have, so that it takes as long with a million tasks done as with none.
 * What is overdue changes as time goes by: the query of a view is good until the next minute.
 */

#include "config.h"

#include "crm-task-agenda.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *label;
} views[CRM_N_TASK_VIEWS] = {
  [CRM_TASK_VIEW_OVERDUE] = { "overdue", N_("Overdue") },
  [CRM_TASK_VIEW_TODAY] = { "today", N_("Today") },
  [CRM_TASK_VIEW_UPCOMING] = { "upcoming", N_("Upcoming") },
  [CRM_TASK_VIEW_DONE] = { "done", N_("Done") },
};

/**
 * crm_task_view_get_name:
 *
 * Returns: (transfer none): "overdue", for files and tests
 */
const char *
crm_task_view_get_name (CrmTaskView view)
{
  g_return_val_if_fail (view < CRM_N_TASK_VIEWS, NULL);

  return views[view].name;
}

/**
 * crm_task_view_get_label:
 *
 * Returns: (transfer none): what people call it
 */
const char *
crm_task_view_get_label (CrmTaskView view)
{
  g_return_val_if_fail (view < CRM_N_TASK_VIEWS, NULL);

  return _(views[view].label);
}

/**
 * crm_task_view_of:
 * @task: a task
 * @now: in microseconds since 1970, UTC
 *
 * Returns: in which view it is now
 */
CrmTaskView
crm_task_view_of (CrmRecord *task,
                  gint64     now)
{
  const char *due = crm_record_get_raw_text (task, "due");

  if (g_strcmp0 (crm_record_get_raw_text (task, "status"), "done") == 0)
    return CRM_TASK_VIEW_DONE;
  if (due == NULL || crm_due_count_days (due, now) > 0)
    return CRM_TASK_VIEW_UPCOMING;

  return crm_due_is_over (due, now) ? CRM_TASK_VIEW_OVERDUE : CRM_TASK_VIEW_TODAY;
}

/**
 * crm_task_is_field_overdue:
 * @record: a record
 * @field: a field of it that says when something is due
 * @now: in microseconds since 1970, UTC
 *
 * Returns: whether it should have been done by now; what is done is never overdue
 */
gboolean
crm_task_is_field_overdue (CrmRecord      *record,
                           const CrmField *field,
                           gint64          now)
{
  if (crm_record_get_record_type (record)->table.id == CRM_ID_TASK && crm_task_view_of (record, now) == CRM_TASK_VIEW_DONE)
    return FALSE;

  return crm_due_is_over (crm_record_get_raw_text (record, field->key), now);
}

/**
 * crm_task_view_make_query:
 * @workspace: a workspace; its clock says what is over
 * @view: which tasks
 * @user: to whom they are assigned, or 0 for all
 *
 * Open tasks come by when they are due, done ones with the last first.
 *
 * Returns: (transfer full): the query, as of now
 */
CrmQuery *
crm_task_view_make_query (CrmWorkspace *workspace,
                          CrmTaskView   view,
                          gint64        user)
{
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "task");
  CrmQuery *query = crm_query_new (&type->table);
  char now[CRM_DUE_SIZE], today[CRM_DATE_SIZE], tomorrow[CRM_DATE_SIZE];

  crm_due_of_instant (crm_clock_get_now (crm_workspace_get_clock (workspace)), now);
  g_strlcpy (today, now, sizeof today);
  if (!crm_date_add (today, 0, 0, 1, tomorrow))
    g_strlcpy (tomorrow, today, sizeof tomorrow);

  {
    /* Borrowed: the query makes copies of its own. */
    const CrmValue values[] = {
      { .kind = CRM_VALUE_TEXT, .text = today },
      { .kind = CRM_VALUE_TEXT, .text = tomorrow },
      { .kind = CRM_VALUE_TEXT, .text = now },
    };

    switch (view)
      {
      case CRM_TASK_VIEW_OVERDUE:
        /* A whole day is over when the next one begins. */
        crm_query_add_where (query, "r.agenda IS NOT NULL AND r.agenda < ?", &values[2], 1);
        crm_query_add_where (query, "r.agenda <> ?", &values[0], 1);
        break;
      case CRM_TASK_VIEW_TODAY:
        crm_query_add_where (query, "r.agenda IS NOT NULL AND r.agenda >= ? AND r.agenda < ?", &values[0], 2);
        crm_query_add_where (query, "(r.agenda >= ? OR length (r.agenda) = 10)", &values[2], 1);
        break;
      case CRM_TASK_VIEW_UPCOMING:
        crm_query_add_where (query, "r.agenda IS NOT NULL AND r.agenda >= ?", &values[1], 1);
        break;
      case CRM_TASK_VIEW_DONE:
      default:
        crm_query_add_where (query, "r.completed IS NOT NULL", NULL, 0);
        break;
      }
  }

  if (view == CRM_TASK_VIEW_DONE)
    crm_query_set_sort (query, crm_table_find_column (&type->table, "completed"), TRUE);
  else
    crm_query_set_sort (query, crm_table_find_column (&type->table, "agenda"), FALSE);
  crm_query_add_dependency (query, &type->table, crm_table_find_column (&type->table, view == CRM_TASK_VIEW_DONE ? "completed" : "agenda"));
  if (user != 0)
    crm_query_add_link (query, crm_table_find_column (&type->table, "assignees"), user);

  return query;
}

/**
 * crm_task_view_next_change:
 * @now: in microseconds since 1970, UTC
 *
 * Returns: the beginning of the next minute: until then no task moves from one view to another by
 *   itself
 */
gint64
crm_task_view_next_change (gint64 now)
{
  gint64 minute = 60 * G_USEC_PER_SEC;

  return (now / minute + 1) * minute;
}

/**
 * crm_task_remind_at:
 * @due: (nullable): when a task is due
 * @lead: how many minutes before somebody wants to hear of it
 * @at: (out caller-allocates): when that is; of a whole day, counted from %CRM_ALL_DAY_REMINDER
 *
 * Returns: %FALSE if it is not due
 */
gboolean
crm_task_remind_at (const char *due,
                    int         lead,
                    char        at[CRM_DUE_SIZE])
{
  char date[CRM_DATE_SIZE];
  int minute;

  return crm_due_split (due, date, &minute) && crm_due_add (due, (minute < 0 ? CRM_ALL_DAY_REMINDER : 0) - lead, at);
}

/**
 * crm_task_postpone:
 * @workspace: a workspace; its clock says what day it is
 * @task: an open task
 * @days: from today
 *
 * Returns: (transfer full): a change set that gives the task another day, at the same time of day
 */
CrmChangeSet *
crm_task_postpone (CrmWorkspace *workspace,
                   CrmRecord    *task,
                   int           days)
{
  const CrmRecordType *type = crm_record_get_record_type (task);
  CrmChangeSet *set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GDateTime) now = crm_clock_get_local (crm_workspace_get_clock (workspace));
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  char old_date[CRM_DATE_SIZE];
  char due[CRM_DUE_SIZE];
  int minute = -1;

  if (crm_record_get_raw_text (task, "due") != NULL)
    crm_due_split (crm_record_get_raw_text (task, "due"), old_date, &minute);
  crm_due_make (date, minute, due);
  value = crm_value_text (due);
  crm_change_set_set (set, &type->table, crm_record_get_id (task), &crm_record_type_find_field (type, "due")->column, &value);

  return set;
}
