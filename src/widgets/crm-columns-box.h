/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_COLUMNS_BOX (crm_columns_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmColumnsBox, crm_columns_box, CRM, COLUMNS_BOX, GtkWidget)

G_END_DECLS
