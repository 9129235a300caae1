/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-list-slot.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD_CELL (crm_record_cell_get_type ())

G_DECLARE_FINAL_TYPE (CrmRecordCell, crm_record_cell, CRM, RECORD_CELL, GtkWidget)

GtkWidget *crm_record_cell_new      (const CrmField *field,
                                     CrmClock       *clock);
void       crm_record_cell_set_slot (CrmRecordCell  *self,
                                     CrmListSlot    *slot);
CrmListSlot *crm_record_cell_get_slot (CrmRecordCell *self);

G_END_DECLS
