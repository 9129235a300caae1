/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-list-slot.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASK_CHECK (crm_task_check_get_type ())

G_DECLARE_FINAL_TYPE (CrmTaskCheck, crm_task_check, CRM, TASK_CHECK, GtkWidget)

/* The round box before a task, for whatever shows tasks: put it where it belongs and give it the
 * task. It follows the task, asks for the outcome when somebody ticks it (CrmCompletePopover),
 * opens the task again when somebody takes the tick away, and tells of both with "Undo". As a cell
 * of a CrmRecordTable it is given its place in the list by the property "slot" instead. */
GtkWidget *crm_task_check_new        (CrmWorkspace *workspace);
void       crm_task_check_set_record (CrmTaskCheck *self,
                                      CrmRecord    *task);
void       crm_task_check_toggle     (CrmTaskCheck *self);

G_END_DECLS
