/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-list-slot.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_ACTIVITY_ROW (crm_activity_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmActivityRow, crm_activity_row, CRM, ACTIVITY_ROW, GtkWidget)

GtkWidget *crm_activity_row_new        (CrmWorkspace   *workspace);
void       crm_activity_row_set_record (CrmActivityRow *self,
                                        CrmRecord      *activity);
void       crm_activity_row_set_slot   (CrmActivityRow *self,
                                        CrmListSlot    *slot);

G_END_DECLS
