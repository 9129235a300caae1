/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_SETTINGS_PAGE (crm_settings_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmSettingsPage, crm_settings_page, CRM, SETTINGS_PAGE, CrmPage)

/**
 * CrmSettingsPageClass:
 * @parent_class: the parent class
 *
 * A page of the preferences. Groups that are its children in a template come one after the other.
 */
struct _CrmSettingsPageClass
{
  CrmPageClass parent_class;
};

void crm_settings_page_restrict (CrmSettingsPage     *self);
void crm_settings_page_add      (CrmSettingsPage     *self,
                                 AdwPreferencesGroup *group);

G_END_DECLS
