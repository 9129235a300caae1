/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TASKS_SETUP_PAGE (crm_tasks_setup_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTasksSetupPage, crm_tasks_setup_page, CRM, TASKS_SETUP_PAGE, CrmSettingsPage)

CrmPage *crm_tasks_setup_page_new (void);

G_END_DECLS
