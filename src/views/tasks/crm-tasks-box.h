/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASKS_BOX (crm_tasks_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmTasksBox, crm_tasks_box, CRM, TASKS_BOX, GtkWidget)

/* The tasks of a contact, a deal or an account, for its page or card. @about is the name of the
 * record type; crm_tasks_box_set_record() says of which one. */
GtkWidget *crm_tasks_box_new        (CrmWorkspace *workspace,
                                     const char   *about);
void       crm_tasks_box_set_record (CrmTasksBox  *self,
                                     CrmRecord    *record);

G_END_DECLS
