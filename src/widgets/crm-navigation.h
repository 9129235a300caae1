/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_NAVIGATION (crm_navigation_get_type ())

G_DECLARE_FINAL_TYPE (CrmNavigation, crm_navigation, CRM, NAVIGATION, AdwBin)

GtkWidget *crm_navigation_new      (CrmPage       *root);
void       crm_navigation_push     (CrmNavigation *self,
                                    CrmPage       *page);
gboolean   crm_navigation_pop      (CrmNavigation *self);
CrmPage   *crm_navigation_get_page (CrmNavigation *self);

G_END_DECLS
