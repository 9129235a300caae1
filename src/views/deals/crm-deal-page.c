/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of a deal: the details, the notes and the history.
 */

#include "config.h"

#include "crm-deal-page.h"

struct _CrmDealPage
{
  CrmRecordPage parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmDealPage, crm_deal_page, CRM_TYPE_RECORD_PAGE)

static void
crm_deal_page_class_init (CrmDealPageClass *klass)
{
  CRM_RECORD_PAGE_CLASS (klass)->record_type = "deal";
}

static void
crm_deal_page_init (CrmDealPage *self)
{
}

/**
 * crm_deal_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_deal_page_new (void)
{
  return g_object_new (CRM_TYPE_DEAL_PAGE, NULL);
}
