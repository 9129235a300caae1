/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASK_ROW (crm_task_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmTaskRow, crm_task_row, CRM, TASK_ROW, GtkListBoxRow)

/* A task in a short list: box, type, title, what it is about, when it is due, and who does it. With
 * @about the type of the record that the list belongs to, which is then not named ("contact"), and
 * @unlink whether the task can be taken off it; the row emits "unlink". */
GtkWidget *crm_task_row_new      (CrmWorkspace *workspace,
                                  CrmRecord    *task,
                                  const char   *about,
                                  gboolean      unlink);
CrmRecord *crm_task_row_get_task (CrmTaskRow   *self);

G_END_DECLS
