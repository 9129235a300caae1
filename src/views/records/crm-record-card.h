/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD_CARD (crm_record_card_get_type ())

G_DECLARE_FINAL_TYPE (CrmRecordCard, crm_record_card, CRM, RECORD_CARD, AdwBin)

void crm_record_card_open        (CrmRecordCard *self,
                                  CrmWorkspace  *workspace,
                                  CrmViewState  *state,
                                  const char    *type);
void crm_record_card_set_several (CrmRecordCard *self,
                                  const char    *text);
void crm_record_card_set_record  (CrmRecordCard *self,
                                  gint64         id);

G_END_DECLS
