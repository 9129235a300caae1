/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-list-selection.h"
#include "crm-list-slot.h"

G_BEGIN_DECLS

#define CRM_TYPE_CARD_LIST (crm_card_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmCardList, crm_card_list, CRM, CARD_LIST, GtkWidget)

/**
 * CrmCardListMake:
 *
 * Returns: (transfer floating): a card that shows nothing yet; as high as every other
 */
typedef GtkWidget *(*CrmCardListMake) (gpointer     user_data);

/**
 * CrmCardListBind:
 * @card: a card
 * @slot: (nullable): the place in the list that it shows from now on
 */
typedef void       (*CrmCardListBind) (GtkWidget   *card,
                                       CrmListSlot *slot,
                                       gpointer     user_data);

void       crm_card_list_open     (CrmCardList      *self,
                                   CrmListSelection *selection,
                                   CrmCardListMake   make,
                                   CrmCardListBind   bind,
                                   gpointer          user_data);
void       crm_card_list_close    (CrmCardList      *self);
GtkWidget *crm_card_list_get_card (CrmCardList      *self,
                                   guint             position);
void       crm_card_list_foreach  (CrmCardList      *self,
                                   void            (*function) (GtkWidget *card));
void       crm_card_list_hold     (CrmCardList      *self,
                                   GtkWidget        *card,
                                   gboolean          held);
gboolean   crm_card_list_focus    (CrmCardList      *self,
                                   guint             position);

G_END_DECLS
