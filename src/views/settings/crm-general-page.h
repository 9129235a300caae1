/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_GENERAL_PAGE (crm_general_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmGeneralPage, crm_general_page, CRM, GENERAL_PAGE, CrmSettingsPage)

CrmPage  *crm_general_page_new                   (void);
void      crm_general_page_apply_style           (CrmViewState *state);
gboolean  crm_general_page_is_background_allowed (CrmViewState *state);

G_END_DECLS
