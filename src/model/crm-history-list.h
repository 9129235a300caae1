/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-history-item.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_HISTORY_LIST (crm_history_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmHistoryList, crm_history_list, CRM, HISTORY_LIST, GObject)

CrmHistoryList *crm_history_list_new        (CrmWorkspace            *workspace);
void            crm_history_list_set_filter (CrmHistoryList          *self,
                                             const CrmJournalFilter  *filter);
gboolean        crm_history_list_is_loading (CrmHistoryList          *self);
const GError   *crm_history_list_get_error  (CrmHistoryList          *self);

G_END_DECLS
