/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-trash-item.h"

G_BEGIN_DECLS

#define CRM_TYPE_TRASH_ROW (crm_trash_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmTrashRow, crm_trash_row, CRM, TRASH_ROW, GtkWidget)

GtkWidget    *crm_trash_row_new      (void);
void          crm_trash_row_set_item (CrmTrashRow  *self,
                                      CrmTrashItem *item,
                                      gint64        now);
CrmTrashItem *crm_trash_row_get_item (CrmTrashRow  *self);

G_END_DECLS
