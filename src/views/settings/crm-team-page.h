/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_TEAM_PAGE (crm_team_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmTeamPage, crm_team_page, CRM, TEAM_PAGE, CrmSettingsPage)

CrmPage *crm_team_page_new (void);

G_END_DECLS
