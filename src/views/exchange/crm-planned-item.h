/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_PLANNED_ITEM (crm_planned_item_get_type ())

G_DECLARE_FINAL_TYPE (CrmPlannedItem, crm_planned_item, CRM, PLANNED_ITEM, GObject)

CrmPlannedItem      *crm_planned_item_new         (CrmPlannedRow  *row,
                                                   gboolean        replaces);
const CrmPlannedRow *crm_planned_item_get_row     (CrmPlannedItem *self);
const char          *crm_planned_item_get_icon    (CrmPlannedItem *self);
char                *crm_planned_item_say_outcome (CrmPlannedItem *self);
char                *crm_planned_item_say         (CrmPlannedItem *self);

G_END_DECLS
