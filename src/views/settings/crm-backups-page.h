/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_BACKUPS_PAGE (crm_backups_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmBackupsPage, crm_backups_page, CRM, BACKUPS_PAGE, CrmSettingsPage)

CrmPage *crm_backups_page_new (void);

G_END_DECLS
