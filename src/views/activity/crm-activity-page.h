/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_ACTIVITY_PAGE (crm_activity_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmActivityPage, crm_activity_page, CRM, ACTIVITY_PAGE, CrmPage)

CrmPage *crm_activity_page_new (gint64 account);

G_END_DECLS
