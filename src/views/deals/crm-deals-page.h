/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_DEALS_PAGE (crm_deals_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmDealsPage, crm_deals_page, CRM, DEALS_PAGE, CrmPage)

CrmPage *crm_deals_page_new (void);

G_END_DECLS
