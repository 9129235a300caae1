/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_DOT (crm_dot_get_type ())

G_DECLARE_FINAL_TYPE (CrmDot, crm_dot, CRM, DOT, GtkWidget)

GtkWidget *crm_dot_new        (void);
void       crm_dot_set_colour (CrmDot     *self,
                               const char *colour);
void       crm_dot_set_size   (CrmDot     *self,
                               int         size);

G_END_DECLS
