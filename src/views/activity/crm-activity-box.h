/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_ACTIVITY_BOX (crm_activity_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmActivityBox, crm_activity_box, CRM, ACTIVITY_BOX, GtkWidget)

GtkWidget *crm_activity_box_new         (CrmWorkspace   *workspace);
void       crm_activity_box_set_account (CrmActivityBox *self,
                                         CrmRecord      *account);

G_END_DECLS
