/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of a contact: the details, the notes and the history.
 */

#include "config.h"

#include "crm-contact-page.h"

struct _CrmContactPage
{
  CrmRecordPage parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmContactPage, crm_contact_page, CRM_TYPE_RECORD_PAGE)

static void
crm_contact_page_class_init (CrmContactPageClass *klass)
{
  CRM_RECORD_PAGE_CLASS (klass)->record_type = "contact";
}

static void
crm_contact_page_init (CrmContactPage *self)
{
}

/**
 * crm_contact_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_contact_page_new (void)
{
  return g_object_new (CRM_TYPE_CONTACT_PAGE, NULL);
}
