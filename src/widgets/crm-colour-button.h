/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-field.h"

G_BEGIN_DECLS

#define CRM_TYPE_COLOUR_BUTTON (crm_colour_button_get_type ())

G_DECLARE_FINAL_TYPE (CrmColourButton, crm_colour_button, CRM, COLOUR_BUTTON, GtkWidget)

GtkWidget  *crm_colour_button_new        (const CrmField  *field);
const char *crm_colour_button_get_colour (CrmColourButton *self);
void        crm_colour_button_set_colour (CrmColourButton *self,
                                          const char      *colour);

G_END_DECLS
