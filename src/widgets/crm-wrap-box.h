/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_WRAP_BOX (crm_wrap_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmWrapBox, crm_wrap_box, CRM, WRAP_BOX, GtkWidget)

GtkWidget *crm_wrap_box_new    (void);
void       crm_wrap_box_append (CrmWrapBox *self,
                                GtkWidget  *child);

G_END_DECLS
