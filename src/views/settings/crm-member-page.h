/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-details-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_MEMBER_PAGE (crm_member_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmMemberPage, crm_member_page, CRM, MEMBER_PAGE, CrmDetailsPage)

CrmPage *crm_member_page_new (void);

G_END_DECLS
