/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_ACCOUNT_PAGE (crm_account_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmAccountPage, crm_account_page, CRM, ACCOUNT_PAGE, CrmRecordPage)

CrmPage *crm_account_page_new (void);

G_END_DECLS
