/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-filter.h"
#include "crm-page.h"
#include "crm-query.h"
#include "crm-record-table.h"

G_BEGIN_DECLS

#define CRM_TYPE_LIST_PAGE (crm_list_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmListPage, crm_list_page, CRM, LIST_PAGE, CrmPage)

CrmPage *crm_list_page_new    (const char  *type);
void     crm_list_page_reveal (CrmListPage *self,
                               gint64       id);
const char *crm_list_page_get_type_name (CrmListPage *self);
const CrmRecordType *crm_list_page_get_record_type (CrmListPage *self);
const CrmRecordType *crm_list_page_get_shown_type  (CrmListPage *self);
const char          *crm_list_page_get_subject     (CrmListPage *self);
GListModel *crm_list_page_get_list      (CrmListPage *self);
void        crm_list_page_add_button    (CrmListPage *self,
                                         GtkWidget   *button);
void        crm_list_page_show_batch    (CrmListPage *self,
                                         gint64       batch,
                                         const char  *name);
CrmFilter  *crm_list_page_get_filter    (CrmListPage *self);
void        crm_list_page_share_filter  (CrmListPage *self,
                                         CrmFilter   *filter);
CrmQuery   *crm_list_page_make_query    (CrmListPage *self);
char      **crm_list_page_get_columns   (CrmListPage *self);
CrmRecordTable *crm_list_page_get_table   (CrmListPage *self);
void     crm_list_page_add_top        (CrmListPage *self,
                                       GtkWidget   *widget);
void     crm_list_page_show_instead   (CrmListPage *self,
                                       GtkWidget   *widget);
void     crm_list_page_show_card      (CrmListPage *self,
                                       gint64       id);
void     crm_list_page_set_none       (CrmListPage *self,
                                       const char  *icon,
                                       const char  *title,
                                       const char  *description);
void     crm_list_page_add_to_menu    (CrmListPage *self,
                                       GMenuModel  *section);

void            crm_list_page_set_name       (CrmListPage    *self,
                                              const char     *name);
void            crm_list_page_add_back       (CrmListPage    *self);
void            crm_list_page_set_add        (CrmListPage    *self,
                                              const char     *label);
void            crm_list_page_set_subject    (CrmListPage    *self,
                                              const char     *key,
                                              GMenuModel     *commands);

G_END_DECLS
