/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_LISTS_BOX (crm_lists_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmListsBox, crm_lists_box, CRM, LISTS_BOX, GtkWidget)

GtkWidget *crm_lists_box_new        (CrmWorkspace *workspace);
void       crm_lists_box_set_record (CrmListsBox  *self,
                                     CrmRecord    *record);

G_END_DECLS
