/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TODAY_PAGE (crm_today_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTodayPage, crm_today_page, CRM, TODAY_PAGE, CrmPage)

CrmPage *crm_today_page_new (void);

G_END_DECLS
