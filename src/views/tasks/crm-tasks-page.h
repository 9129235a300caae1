/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASKS_PAGE (crm_tasks_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTasksPage, crm_tasks_page, CRM, TASKS_PAGE, CrmPage)

CrmPage *crm_tasks_page_new (void);

G_END_DECLS
