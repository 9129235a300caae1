/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-due.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmReminder:
 * @task: the id of the task
 * @title: of the task
 * @due: (nullable): when the task is due
 * @at: when somebody wanted to hear of it, in microseconds since 1970, UTC
 *
 * A reminder whose time has come.
 */
typedef struct
{
  gint64  task;
  char   *title;
  char   *due;
  gint64  at;
} CrmReminder;

/**
 * CrmSnooze:
 * @CRM_SNOOZE_SHORT: for ten minutes
 * @CRM_SNOOZE_HOUR: for an hour
 * @CRM_SNOOZE_TOMORROW: until tomorrow morning
 */
typedef enum
{
  CRM_SNOOZE_SHORT,
  CRM_SNOOZE_HOUR,
  CRM_SNOOZE_TOMORROW,
} CrmSnooze;

void       crm_reminder_free  (CrmReminder   *self);
gboolean   crm_reminders_are_expected (CrmDb  *db,
                               CrmSchema     *schema,
                               gint64         user,
                               gint64         now);
char      *crm_reminders_explain (CrmDb      *db,
                               CrmSchema     *schema);

void       crm_snooze_add     (CrmSnooze      snooze,
                               CrmChangeSet  *set,
                               CrmWorkspace  *workspace,
                               gint64         task);

#define CRM_TYPE_REMINDERS (crm_reminders_get_type ())

G_DECLARE_FINAL_TYPE (CrmReminders, crm_reminders, CRM, REMINDERS, GObject)

CrmReminders *crm_reminders_new   (CrmWorkspace *workspace,
                                   const char   *path);
void          crm_reminders_check (CrmReminders *self);
gint64        crm_reminders_get_next_check (CrmReminders *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmReminder, crm_reminder_free)

G_END_DECLS
