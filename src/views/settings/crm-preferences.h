/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_PREFERENCES (crm_preferences_get_type ())

G_DECLARE_FINAL_TYPE (CrmPreferences, crm_preferences, CRM, PREFERENCES, AdwWindow)

CrmPreferences *crm_preferences_new       (CrmWorkspace   *workspace,
                                           CrmViewState   *state,
                                           GtkWindow      *parent);
void            crm_preferences_show_page (CrmPreferences *self,
                                           const char     *name);

G_END_DECLS
