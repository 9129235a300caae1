/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-details-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_PIPELINE_PAGE (crm_pipeline_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmPipelinePage, crm_pipeline_page, CRM, PIPELINE_PAGE, CrmDetailsPage)

CrmPage *crm_pipeline_page_new (void);

G_END_DECLS
