/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_SUPPRESSION_PAGE (crm_suppression_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmSuppressionPage, crm_suppression_page, CRM, SUPPRESSION_PAGE, CrmSettingsPage)

CrmPage *crm_suppression_page_new (void);

G_END_DECLS
