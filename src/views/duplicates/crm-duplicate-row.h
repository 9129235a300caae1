/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-duplicate-group.h"

G_BEGIN_DECLS

#define CRM_TYPE_DUPLICATE_ROW (crm_duplicate_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmDuplicateRow, crm_duplicate_row, CRM, DUPLICATE_ROW, GtkWidget)

GtkWidget *crm_duplicate_row_new       (void);
void       crm_duplicate_row_set_group (CrmDuplicateRow   *self,
                                        CrmDuplicateGroup *group);

G_END_DECLS
