/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_MERGE_PAGE (crm_merge_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmMergePage, crm_merge_page, CRM, MERGE_PAGE, CrmPage)

CrmPage *crm_merge_page_new (const char *type,
                             GVariant   *groups,
                             guint       index);

G_END_DECLS
