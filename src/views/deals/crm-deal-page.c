/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of a deal: the details, the notes and the history.
 */

#include "config.h"

#include "crm-deal-page.h"

#include <glib/gi18n.h>

#include "crm-tasks-box.h"

struct _CrmDealPage
{
  CrmRecordPage parent_instance;

  GtkWidget *tasks;
};

G_DEFINE_FINAL_TYPE (CrmDealPage, crm_deal_page, CRM_TYPE_RECORD_PAGE)

static void
crm_deal_page_build (CrmRecordPage *page)
{
  CrmDealPage *self = CRM_DEAL_PAGE (page);

  self->tasks = crm_tasks_box_new (crm_page_get_workspace (CRM_PAGE (page)), "deal");
  crm_record_page_add_tab (page, "tasks", _("Tasks"), self->tasks);
}

static void
crm_deal_page_show (CrmRecordPage *page,
                    CrmRecord     *record)
{
  crm_tasks_box_set_record (CRM_TASKS_BOX (CRM_DEAL_PAGE (page)->tasks), record);
}

static void
crm_deal_page_class_init (CrmDealPageClass *klass)
{
  CRM_RECORD_PAGE_CLASS (klass)->record_type = "deal";
  CRM_RECORD_PAGE_CLASS (klass)->build = crm_deal_page_build;
  CRM_RECORD_PAGE_CLASS (klass)->show = crm_deal_page_show;
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
