/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONTACT_PAGE (crm_contact_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmContactPage, crm_contact_page, CRM, CONTACT_PAGE, CrmRecordPage)

CrmPage *crm_contact_page_new (void);

G_END_DECLS
