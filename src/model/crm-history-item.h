/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-history.h"

G_BEGIN_DECLS

#define CRM_TYPE_HISTORY_ITEM (crm_history_item_get_type ())

G_DECLARE_FINAL_TYPE (CrmHistoryItem, crm_history_item, CRM, HISTORY_ITEM, GObject)

CrmHistoryItem       *crm_history_item_new       (CrmHistoryLine       *line);
void                  crm_history_item_take_line (CrmHistoryItem       *self,
                                                  CrmHistoryLine       *line);
const CrmHistoryLine *crm_history_item_get_line  (CrmHistoryItem       *self);

G_END_DECLS
