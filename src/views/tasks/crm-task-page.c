/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The page of a task: the details, the notes and the history.
 */

#include "config.h"

#include "crm-task-page.h"

struct _CrmTaskPage
{
  CrmRecordPage parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmTaskPage, crm_task_page, CRM_TYPE_RECORD_PAGE)

static void
crm_task_page_class_init (CrmTaskPageClass *klass)
{
  CRM_RECORD_PAGE_CLASS (klass)->record_type = "task";
}

static void
crm_task_page_init (CrmTaskPage *self)
{
}

/**
 * crm_task_page_new:
 *
 * Returns: (transfer floating): a page
 */
CrmPage *
crm_task_page_new (void)
{
  return g_object_new (CRM_TYPE_TASK_PAGE, NULL);
}
