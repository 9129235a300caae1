/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_DEAL_PAGE (crm_deal_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmDealPage, crm_deal_page, CRM, DEAL_PAGE, CrmRecordPage)

CrmPage *crm_deal_page_new (void);

G_END_DECLS
