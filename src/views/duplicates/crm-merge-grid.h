/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-merge-plan.h"

G_BEGIN_DECLS

#define CRM_TYPE_MERGE_GRID (crm_merge_grid_get_type ())

G_DECLARE_FINAL_TYPE (CrmMergeGrid, crm_merge_grid, CRM, MERGE_GRID, GtkWidget)

void     crm_merge_grid_show         (CrmMergeGrid *self,
                                      CrmMergePlan *all,
                                      CrmMergePlan *plan);
void     crm_merge_grid_focus_survivor (CrmMergeGrid *self);
gboolean crm_merge_grid_focus_choice (CrmMergeGrid *self);

G_END_DECLS
