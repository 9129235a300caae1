/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASK_GROUPS (crm_task_groups_get_type ())

G_DECLARE_FINAL_TYPE (CrmTaskGroups, crm_task_groups, CRM, TASK_GROUPS, GtkWidget)

GtkWidget *crm_task_groups_new       (CrmWorkspace  *workspace);
void       crm_task_groups_set_key   (CrmTaskGroups *self,
                                      const char    *key);
void       crm_task_groups_set_query (CrmTaskGroups *self,
                                      CrmQuery      *query);

G_END_DECLS
