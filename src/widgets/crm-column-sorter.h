/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-field.h"

G_BEGIN_DECLS

#define CRM_TYPE_COLUMN_SORTER (crm_column_sorter_get_type ())

G_DECLARE_FINAL_TYPE (CrmColumnSorter, crm_column_sorter, CRM, COLUMN_SORTER, GtkSorter)

GtkSorter *crm_column_sorter_new (const char *key);
char      *crm_column_sorter_ask (GtkSorter  *view_sorter,
                                  gboolean   *descending);

G_END_DECLS
