/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_DUPLICATES_PAGE (crm_duplicates_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmDuplicatesPage, crm_duplicates_page, CRM, DUPLICATES_PAGE, CrmPage)

CrmPage *crm_duplicates_page_new (const char *type);

G_END_DECLS
