/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of an account: its details, its people, its notes and its history.
 */

#include "config.h"

#include "crm-account-page.h"

#include <glib/gi18n.h>

#include "crm-activity-box.h"
#include "crm-contacts-box.h"
#include "crm-deals-box.h"
#include "crm-tasks-box.h"

struct _CrmAccountPage
{
  CrmRecordPage parent_instance;

  CrmContactsBox *contacts;
  GtkWidget *deals;
  GtkWidget *activity;
  GtkWidget *tasks;
};

G_DEFINE_FINAL_TYPE (CrmAccountPage, crm_account_page, CRM_TYPE_RECORD_PAGE)

static void
crm_account_page_build (CrmRecordPage *page)
{
  CrmAccountPage *self = CRM_ACCOUNT_PAGE (page);
  CrmWorkspace *workspace = crm_page_get_workspace (CRM_PAGE (page));
  GtkWidget *overview = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  self->contacts = g_object_new (CRM_TYPE_CONTACTS_BOX, NULL);
  crm_contacts_box_open (self->contacts, workspace);
  self->deals = crm_deals_box_new (workspace, "account");
  self->activity = crm_activity_box_new (workspace);
  gtk_box_append (GTK_BOX (overview), GTK_WIDGET (self->contacts));
  gtk_box_append (GTK_BOX (overview), self->deals);
  gtk_box_append (GTK_BOX (overview), self->activity);
  crm_record_page_add_tab (page, "overview", _("Overview"), overview);

  self->tasks = crm_tasks_box_new (workspace, "account");
  crm_record_page_add_tab (page, "tasks", _("Tasks"), self->tasks);
}

static void
crm_account_page_show (CrmRecordPage *page,
                       CrmRecord     *record)
{
  crm_contacts_box_set_account (CRM_ACCOUNT_PAGE (page)->contacts, record);
  crm_deals_box_set_record (CRM_DEALS_BOX (CRM_ACCOUNT_PAGE (page)->deals), record);
  crm_activity_box_set_account (CRM_ACTIVITY_BOX (CRM_ACCOUNT_PAGE (page)->activity), record);
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
