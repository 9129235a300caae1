/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of an account: its details, its people, its notes and its history.
 */

#include "config.h"

#include "crm-account-page.h"

#include <glib/gi18n.h>

#include "crm-contacts-box.h"
#include "crm-tasks-box.h"

struct _CrmAccountPage
{
  CrmRecordPage parent_instance;

  CrmContactsBox *contacts;
  GtkWidget *tasks;
};

G_DEFINE_FINAL_TYPE (CrmAccountPage, crm_account_page, CRM_TYPE_RECORD_PAGE)

static void
crm_account_page_build (CrmRecordPage *page)
{
  CrmAccountPage *self = CRM_ACCOUNT_PAGE (page);

  self->contacts = g_object_new (CRM_TYPE_CONTACTS_BOX, NULL);
  crm_contacts_box_open (self->contacts, crm_page_get_workspace (CRM_PAGE (page)));
  crm_record_page_add_tab (page, "overview", _("Overview"), GTK_WIDGET (self->contacts));
  self->tasks = crm_tasks_box_new (crm_page_get_workspace (CRM_PAGE (page)), "account");
  crm_record_page_add_tab (page, "tasks", _("Tasks"), self->tasks);
}

static void
crm_account_page_show (CrmRecordPage *page,
                       CrmRecord     *record)
{
  crm_contacts_box_set_account (CRM_ACCOUNT_PAGE (page)->contacts, record);
  crm_tasks_box_set_record (CRM_TASKS_BOX (CRM_ACCOUNT_PAGE (page)->tasks), record);
}

static void
crm_account_page_class_init (CrmAccountPageClass *klass)
{
  CrmRecordPageClass *page_class = CRM_RECORD_PAGE_CLASS (klass);

  page_class->record_type = "account";
  page_class->build = crm_account_page_build;
  page_class->show = crm_account_page_show;
}

static void
crm_account_page_init (CrmAccountPage *self)
{
}

/**
 * crm_account_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_account_page_new (void)
{
  return g_object_new (CRM_TYPE_ACCOUNT_PAGE, NULL);
}
