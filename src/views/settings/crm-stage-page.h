/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-details-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_STAGE_PAGE (crm_stage_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmStagePage, crm_stage_page, CRM, STAGE_PAGE, CrmDetailsPage)

CrmPage *crm_stage_page_new (void);

G_END_DECLS
