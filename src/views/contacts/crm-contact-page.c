/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of a contact: the details, the notes and the history.
 */

#include "config.h"

#include "crm-contact-page.h"

#include <glib/gi18n.h>

#include "crm-deals-box.h"
#include "crm-lists-box.h"
#include "crm-tasks-box.h"

struct _CrmContactPage
{
  CrmRecordPage parent_instance;

  GtkWidget *deals;
  GtkWidget *tasks;
  GtkWidget *lists;
};

G_DEFINE_FINAL_TYPE (CrmContactPage, crm_contact_page, CRM_TYPE_RECORD_PAGE)

static void
crm_contact_page_build (CrmRecordPage *page)
{
  CrmContactPage *self = CRM_CONTACT_PAGE (page);

  self->deals = crm_deals_box_new (crm_page_get_workspace (CRM_PAGE (page)), "contact");
  crm_record_page_add_tab (page, "deals", _("Deals"), self->deals);
  self->tasks = crm_tasks_box_new (crm_page_get_workspace (CRM_PAGE (page)), "contact");
  crm_record_page_add_tab (page, "tasks", _("Tasks"), self->tasks);
  self->lists = crm_lists_box_new (crm_page_get_workspace (CRM_PAGE (page)));
  crm_record_page_add_tab (page, "lists", _("Lists"), self->lists);
}

static void
crm_contact_page_show (CrmRecordPage *page,
                       CrmRecord     *record)
{
  crm_deals_box_set_record (CRM_DEALS_BOX (CRM_CONTACT_PAGE (page)->deals), record);
  crm_tasks_box_set_record (CRM_TASKS_BOX (CRM_CONTACT_PAGE (page)->tasks), record);
  crm_lists_box_set_record (CRM_LISTS_BOX (CRM_CONTACT_PAGE (page)->lists), record);
}

static void
crm_contact_page_class_init (CrmContactPageClass *klass)
{
  CRM_RECORD_PAGE_CLASS (klass)->record_type = "contact";
  CRM_RECORD_PAGE_CLASS (klass)->build = crm_contact_page_build;
  CRM_RECORD_PAGE_CLASS (klass)->show = crm_contact_page_show;
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
