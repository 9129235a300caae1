/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-board-column.h"

G_BEGIN_DECLS

#define CRM_TYPE_BOARD_LANE (crm_board_lane_get_type ())

G_DECLARE_FINAL_TYPE (CrmBoardLane, crm_board_lane, CRM, BOARD_LANE, GtkWidget)

GtkWidget      *crm_board_lane_new         (CrmWorkspace   *workspace,
                                            CrmBoardColumn *column);
CrmBoardColumn *crm_board_lane_get_column  (CrmBoardLane   *self);
gint64          crm_board_lane_get_selected (CrmBoardLane  *self);
void            crm_board_lane_select_none (CrmBoardLane   *self);
void            crm_board_lane_set_ordered (CrmBoardLane   *self,
                                            gboolean        ordered);
void            crm_board_lane_set_menus   (CrmBoardLane   *self,
                                            GMenuModel     *stage,
                                            GMenuModel     *deal);
void            crm_board_lane_take        (CrmBoardLane   *self,
                                            gint64          deal,
                                            gint64          before);
void            crm_board_lane_reveal      (CrmBoardLane   *self,
                                            gint64          deal);
gboolean        crm_board_lane_focus       (CrmBoardLane   *self,
                                            guint           position);
void            crm_board_lane_add         (CrmBoardLane   *self);
void            crm_board_lane_refresh     (CrmBoardLane   *self);

G_END_DECLS
