/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-settings-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_DETAILS_PAGE (crm_details_page_get_type ())

G_DECLARE_DERIVABLE_TYPE (CrmDetailsPage, crm_details_page, CRM, DETAILS_PAGE, CrmSettingsPage)

/**
 * CrmDetailsPageClass:
 * @parent_class: the parent class
 * @build: adds what the page has besides the fields; called once, when there is a record
 * @show: shows the record, whenever it has changed
 *
 * The details of a record in the preferences.
 */
struct _CrmDetailsPageClass
{
  CrmSettingsPageClass parent_class;

  void (*build) (CrmDetailsPage *self);
  void (*show)  (CrmDetailsPage *self);
};

CrmPage             *crm_details_page_new           (void);
void                 crm_details_page_set_record    (CrmDetailsPage *self,
                                                     const char     *type,
                                                     gint64          id);
const CrmRecordType *crm_details_page_get_type_of   (CrmDetailsPage *self);
gint64               crm_details_page_get_id        (CrmDetailsPage *self);
CrmRecord           *crm_details_page_get_record    (CrmDetailsPage *self);
void                 crm_details_page_set_removable (CrmDetailsPage *self,
                                                     gboolean        removable);

G_END_DECLS
