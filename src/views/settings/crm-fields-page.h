/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_FIELDS_PAGE (crm_fields_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmFieldsPage, crm_fields_page, CRM, FIELDS_PAGE, CrmSettingsPage)

CrmPage *crm_fields_page_new (void);

G_END_DECLS
