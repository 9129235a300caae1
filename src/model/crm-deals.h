/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmDealMarks:
 * @CRM_DEAL_NO_NEXT_STEP: no open task belongs to it
 * @CRM_DEAL_OVERDUE: its next step should have been done
 * @CRM_DEAL_TOO_LONG: it is in its stage for longer than the stage allows
 * @CRM_DEAL_LATE: it should have been closed
 *
 * What an open deal needs somebody to look at it for.
 */
typedef enum
{
  CRM_DEAL_NO_NEXT_STEP = 1 << 0,
  CRM_DEAL_OVERDUE      = 1 << 1,
  CRM_DEAL_TOO_LONG     = 1 << 2,
  CRM_DEAL_LATE         = 1 << 3,
} CrmDealMarks;

CrmDealMarks crm_deals_get_marks  (CrmRecord            *deal,
                                   CrmRecord            *stage,
                                   gint64                now,
                                   int                  *days);

gboolean   crm_deals_place        (CrmDoor              *door,
                                   GArray               *ids,
                                   gint64                stage,
                                   gint64                before,
                                   GError              **error);
void       crm_deals_place_async  (CrmWorkspace         *workspace,
                                   GArray               *ids,
                                   gint64                stage,
                                   gint64                before,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
CrmCommit *crm_deals_place_finish (CrmWorkspace         *workspace,
                                   GAsyncResult         *result,
                                   GError              **error);

void       crm_deals_move_all_async  (CrmWorkspace         *workspace,
                                      gint64                from,
                                      gint64                to,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
CrmCommit *crm_deals_move_all_finish (CrmWorkspace         *workspace,
                                      GAsyncResult         *result,
                                      GError              **error);

CrmQuery  *crm_deals_query_stage  (CrmCatalogue         *catalogue,
                                   CrmQuery             *filter,
                                   gint64                stage);

G_END_DECLS
