/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-history-item.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_HISTORY_ROW (crm_history_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmHistoryRow, crm_history_row, CRM, HISTORY_ROW, GtkWidget)

GtkWidget *crm_history_row_new      (CrmWorkspace   *workspace);
void       crm_history_row_set_item (CrmHistoryRow  *self,
                                     CrmHistoryItem *item);
void       crm_history_row_set_day  (CrmHistoryRow  *self,
                                     const char     *day);

char       *crm_history_byline      (const CrmHistoryLine *line,
                                     const char           *when);

G_END_DECLS
