/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record-list.h"

G_BEGIN_DECLS

#define CRM_TYPE_BOARD_COLUMN (crm_board_column_get_type ())

G_DECLARE_FINAL_TYPE (CrmBoardColumn, crm_board_column, CRM, BOARD_COLUMN, GObject)

CrmBoardColumn *crm_board_column_new        (CrmWorkspace    *workspace,
                                             CrmRecord       *stage);
CrmRecord      *crm_board_column_get_stage  (CrmBoardColumn  *self);
CrmRecordList  *crm_board_column_get_list   (CrmBoardColumn  *self);
gint64          crm_board_column_get_n      (CrmBoardColumn  *self);
char           *crm_board_column_format_sum (CrmBoardColumn  *self);
GArray         *crm_board_column_get_sums   (CrmBoardColumn  *self);
void            crm_board_column_set_view   (CrmBoardColumn  *self,
                                             CrmQuery        *filter,
                                             const char      *search,
                                             const CrmColumn *sort,
                                             gboolean         descending);

G_END_DECLS
