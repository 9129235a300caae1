/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-details-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_BUSINESS_PAGE (crm_business_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmBusinessPage, crm_business_page, CRM, BUSINESS_PAGE, CrmDetailsPage)

CrmPage *crm_business_page_new (void);

G_END_DECLS
