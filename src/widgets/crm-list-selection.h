/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-record-list.h"

G_BEGIN_DECLS

#define CRM_TYPE_LIST_SELECTION (crm_list_selection_get_type ())

G_DECLARE_FINAL_TYPE (CrmListSelection, crm_list_selection, CRM, LIST_SELECTION, GObject)

CrmListSelection *crm_list_selection_new         (CrmRecordList    *list);
CrmRecordList    *crm_list_selection_get_list    (CrmListSelection *self);
void              crm_list_selection_catch_up    (CrmListSelection *self);
guint             crm_list_selection_get_n       (CrmListSelection *self);
gint64            crm_list_selection_get_single  (CrmListSelection *self);
GArray           *crm_list_selection_get_ids     (CrmListSelection *self);
gboolean          crm_list_selection_contains    (CrmListSelection *self,
                                                  gint64            id);
gboolean          crm_list_selection_is_all      (CrmListSelection *self);
void              crm_list_selection_clear       (CrmListSelection *self);
void              crm_list_selection_select_id   (CrmListSelection *self,
                                                  gint64            id);
void              crm_list_selection_toggle      (CrmListSelection *self,
                                                  guint             position);

G_END_DECLS
