/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_PIPELINES_PAGE (crm_pipelines_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmPipelinesPage, crm_pipelines_page, CRM, PIPELINES_PAGE, CrmSettingsPage)

CrmPage *crm_pipelines_page_new (void);

G_END_DECLS
