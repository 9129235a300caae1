/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASK_PAGE (crm_task_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTaskPage, crm_task_page, CRM, TASK_PAGE, CrmRecordPage)

CrmPage *crm_task_page_new (void);

G_END_DECLS
