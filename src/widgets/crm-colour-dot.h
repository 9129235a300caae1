/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_COLOUR_DOT (crm_colour_dot_get_type ())

G_DECLARE_FINAL_TYPE (CrmColourDot, crm_colour_dot, CRM, COLOUR_DOT, GtkWidget)

GtkWidget *crm_colour_dot_new        (const char   *colour);
void       crm_colour_dot_set_colour (CrmColourDot *self,
                                      const char   *colour);

G_END_DECLS
