/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-details-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_CUSTOM_FIELD_PAGE (crm_custom_field_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmCustomFieldPage, crm_custom_field_page, CRM, CUSTOM_FIELD_PAGE, CrmDetailsPage)

CrmPage *crm_custom_field_page_new (void);

G_END_DECLS
