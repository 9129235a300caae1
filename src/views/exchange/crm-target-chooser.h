/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-mapping.h"

G_BEGIN_DECLS

#define CRM_TYPE_TARGET_CHOOSER (crm_target_chooser_get_type ())

G_DECLARE_FINAL_TYPE (CrmTargetChooser, crm_target_chooser, CRM, TARGET_CHOOSER, GtkPopover)

GtkWidget *crm_target_chooser_new (CrmMapping *mapping,
                                   guint       column,
                                   gboolean    makes_fields);

G_END_DECLS
