/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_SUBSCRIBERS_PAGE (crm_subscribers_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmSubscribersPage, crm_subscribers_page, CRM, SUBSCRIBERS_PAGE, CrmPage)

CrmPage *crm_subscribers_page_new      (void);
void     crm_subscribers_page_set_list (CrmSubscribersPage *self,
                                        gint64              list);

G_END_DECLS
