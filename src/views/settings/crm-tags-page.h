/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TAGS_PAGE (crm_tags_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTagsPage, crm_tags_page, CRM, TAGS_PAGE, CrmSettingsPage)

CrmPage *crm_tags_page_new (void);

G_END_DECLS
