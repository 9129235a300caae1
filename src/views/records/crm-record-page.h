/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_RECORD_PAGE (crm_record_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmRecordPage, crm_record_page, CRM, RECORD_PAGE, CrmPage)

/**
 * CrmRecordPageClass:
 * @parent_class: the parent class
 * @record_type: the name of the record type
 * @build: adds what the page has besides the fields; called once
 * @show: shows a record
 *
 * The page of one record.
 */
struct _CrmRecordPageClass
{
  CrmPageClass parent_class;

  const char *record_type;

  void (*build) (CrmRecordPage *self);
  void (*show)  (CrmRecordPage *self,
                 CrmRecord     *record);
};

void       crm_record_page_set_record  (CrmRecordPage *self,
                                        gint64         id);
void       crm_record_page_set_list    (CrmRecordPage *self,
                                        GListModel    *list);
void       crm_record_page_add_tab     (CrmRecordPage *self,
                                        const char    *name,
                                        const char    *title,
                                        GtkWidget     *child);
void       crm_record_page_add_button  (CrmRecordPage *self,
                                        GtkWidget     *button);

G_END_DECLS
