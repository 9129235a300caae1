/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-mapping.h"

G_BEGIN_DECLS

#define CRM_TYPE_MAPPING_ROW (crm_mapping_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmMappingRow, crm_mapping_row, CRM, MAPPING_ROW, GtkListBoxRow)

GtkWidget *crm_mapping_row_new  (CrmMapping    *mapping,
                                 guint          column,
                                 gboolean       makes_fields);
void       crm_mapping_row_show (CrmMappingRow *self);

G_END_DECLS
