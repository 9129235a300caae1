/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-list-slot.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD_LIST (crm_record_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmRecordList, crm_record_list, CRM, RECORD_LIST, GObject)

CrmRecordList *crm_record_list_new         (CrmWorkspace  *workspace);
void           crm_record_list_set_query   (CrmRecordList *self,
                                            CrmQuery      *query);
CrmQuery      *crm_record_list_get_query   (CrmRecordList *self);
gboolean       crm_record_list_is_loading  (CrmRecordList *self);
gboolean       crm_record_list_is_settled  (CrmRecordList *self);
const GError  *crm_record_list_get_error   (CrmRecordList *self);
gint64         crm_record_list_get_id      (CrmRecordList *self,
                                            guint          position);
gboolean       crm_record_list_find        (CrmRecordList *self,
                                            gint64         id,
                                            guint         *position);
GArray        *crm_record_list_get_ids     (CrmRecordList *self);

G_END_DECLS
