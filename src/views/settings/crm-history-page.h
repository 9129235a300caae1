/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_HISTORY_PAGE (crm_history_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmHistoryPage, crm_history_page, CRM, HISTORY_PAGE, CrmPage)

CrmPage *crm_history_page_new (void);

G_END_DECLS
