/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_DEALS_BOX (crm_deals_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmDealsBox, crm_deals_box, CRM, DEALS_BOX, GtkWidget)

GtkWidget *crm_deals_box_new        (CrmWorkspace *workspace,
                                     const char   *about);
void       crm_deals_box_set_record (CrmDealsBox  *self,
                                     CrmRecord    *record);

G_END_DECLS
