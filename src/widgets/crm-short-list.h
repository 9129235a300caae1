/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-record-list.h"

G_BEGIN_DECLS

/**
 * CrmMakeRowFunc:
 * @record: a record
 *
 * Returns: (transfer floating): a row for it; made anew when the record has changed
 */
typedef GtkWidget *(*CrmMakeRowFunc) (CrmRecord *record,
                                      gpointer   user_data);

#define CRM_TYPE_SHORT_LIST (crm_short_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmShortList, crm_short_list, CRM, SHORT_LIST, GtkWidget)

GtkWidget     *crm_short_list_new       (CrmWorkspace   *workspace,
                                         const char     *label,
                                         guint           page,
                                         CrmMakeRowFunc  make_row,
                                         gpointer        user_data);
void           crm_short_list_set_query (CrmShortList   *self,
                                         CrmQuery       *query);
void           crm_short_list_set_more  (CrmShortList   *self,
                                         gboolean        more);
guint          crm_short_list_get_n     (CrmShortList   *self);
gboolean       crm_short_list_is_loaded (CrmShortList   *self);

G_END_DECLS
