/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The business: its name, country and currency, and who gets contacts that come by themselves
 * (features.md, C2).
 */

#include "config.h"

#include "crm-business-page.h"

#include <glib/gi18n.h>

#include "crm-choices.h"

struct _CrmBusinessPage
{
  CrmDetailsPage parent_instance;

  /* Owned */
  CrmChoices *businesses;

  guint shown : 1;
};

G_DEFINE_FINAL_TYPE (CrmBusinessPage, crm_business_page, CRM_TYPE_DETAILS_PAGE)

static void
crm_business_page_build (CrmDetailsPage *page)
{
  crm_details_page_set_removable (page, FALSE);
}

static void
crm_business_page_show (CrmDetailsPage *page)
{
  crm_page_set_title (CRM_PAGE (page), _("Business"));
}

/* There is one. */
static void
businesses_changed_cb (CrmBusinessPage *self)
{
  g_autoptr (CrmRecord) business = g_list_model_get_item (G_LIST_MODEL (self->businesses), 0);

  if (self->shown || business == NULL)
    return;

  self->shown = TRUE;
  crm_details_page_set_record (CRM_DETAILS_PAGE (self), "business", crm_record_get_id (business));
}

static void
crm_business_page_open (CrmPage *page)
{
  CrmBusinessPage *self = CRM_BUSINESS_PAGE (page);

  CRM_PAGE_CLASS (crm_business_page_parent_class)->open (page);

  self->businesses = crm_choices_get (crm_page_get_workspace (page), "business");
  g_signal_connect_object (self->businesses, "items-changed", G_CALLBACK (businesses_changed_cb), self, G_CONNECT_SWAPPED);
  businesses_changed_cb (self);
}

static void
crm_business_page_dispose (GObject *object)
{
  g_clear_object (&CRM_BUSINESS_PAGE (object)->businesses);

  G_OBJECT_CLASS (crm_business_page_parent_class)->dispose (object);
}

static void
crm_business_page_class_init (CrmBusinessPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_business_page_dispose;
  CRM_PAGE_CLASS (klass)->open = crm_business_page_open;
  CRM_DETAILS_PAGE_CLASS (klass)->build = crm_business_page_build;
  CRM_DETAILS_PAGE_CLASS (klass)->show = crm_business_page_show;
}

static void
crm_business_page_init (CrmBusinessPage *self)
{
  crm_page_set_title (CRM_PAGE (self), _("Business"));
}

/**
 * crm_business_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_business_page_new (void)
{
  return g_object_new (CRM_TYPE_BUSINESS_PAGE, NULL);
}
