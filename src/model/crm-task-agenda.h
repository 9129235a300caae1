/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-due.h"
#include "crm-query.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CRM_AGENDA_WITHOUT_DATE:
 *
 * What the column "agenda" of an open task has that is due at no time: behind all days.
 */
#define CRM_AGENDA_WITHOUT_DATE "~"

/**
 * CRM_ALL_DAY_REMINDER:
 *
 * The minute of the day from which reminders of a whole day count: nobody wants to hear at
 * midnight.
 */
#define CRM_ALL_DAY_REMINDER (9 * 60)

/**
 * CrmTaskView:
 * @CRM_TASK_VIEW_OVERDUE: its time, or its day, is over
 * @CRM_TASK_VIEW_TODAY: due today and not over
 * @CRM_TASK_VIEW_UPCOMING: due on another day, or at no time
 * @CRM_TASK_VIEW_DONE: completed
 *
 * Which tasks somebody looks at (features.md, T2). Each task is in one view.
 */
typedef enum
{
  CRM_TASK_VIEW_OVERDUE,
  CRM_TASK_VIEW_TODAY,
  CRM_TASK_VIEW_UPCOMING,
  CRM_TASK_VIEW_DONE,
} CrmTaskView;

#define CRM_N_TASK_VIEWS (CRM_TASK_VIEW_DONE + 1)

const char *crm_task_view_get_name   (CrmTaskView    view);
const char *crm_task_view_get_label  (CrmTaskView    view);
CrmTaskView crm_task_view_of         (CrmRecord     *task,
                                      gint64         now);
gboolean    crm_task_is_field_overdue (CrmRecord     *record,
                                      const CrmField *field,
                                      gint64         now);
CrmQuery   *crm_task_view_make_query (CrmWorkspace  *workspace,
                                      CrmTaskView    view,
                                      gint64         user);
gint64      crm_task_view_next_change (gint64        now);

CrmChangeSet *crm_task_postpone      (CrmWorkspace  *workspace,
                                      CrmRecord     *task,
                                      int            days);

gboolean    crm_task_remind_at       (const char    *due,
                                      int            lead,
                                      char           at[CRM_DUE_SIZE]);

G_END_DECLS
