/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TRASH_PAGE (crm_trash_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTrashPage, crm_trash_page, CRM, TRASH_PAGE, CrmPage)

CrmPage *crm_trash_page_new (void);

G_END_DECLS
