/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-list-slot.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_DEAL_CARD (crm_deal_card_get_type ())

G_DECLARE_FINAL_TYPE (CrmDealCard, crm_deal_card, CRM, DEAL_CARD, GtkWidget)

GtkWidget *crm_deal_card_new        (CrmWorkspace *workspace,
                                     CrmRecord    *stage);
void       crm_deal_card_set_slot   (CrmDealCard  *self,
                                     CrmListSlot  *slot);
CrmRecord *crm_deal_card_get_record (CrmDealCard  *self);
void       crm_deal_card_refresh    (CrmDealCard  *self);
CrmRecord *crm_deal_card_get_dropped (GdkDrop     *drop);

G_END_DECLS
