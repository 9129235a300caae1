/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record.h"

G_BEGIN_DECLS

#define CRM_TYPE_LIST_SLOT (crm_list_slot_get_type ())

G_DECLARE_FINAL_TYPE (CrmListSlot, crm_list_slot, CRM, LIST_SLOT, GObject)

CrmListSlot *crm_list_slot_new          (guint        position);
CrmRecord   *crm_list_slot_get_record   (CrmListSlot *self);
void         crm_list_slot_set_record   (CrmListSlot *self,
                                         CrmRecord   *record);
guint        crm_list_slot_get_position (CrmListSlot *self);
void         crm_list_slot_set_position (CrmListSlot *self,
                                         guint        position);

G_END_DECLS
