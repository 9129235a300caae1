/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-query.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmActivityFilter:
 * @CRM_ACTIVITY_EMAIL: sent, opened, link clicked, replied
 * @CRM_ACTIVITY_OWNER: somebody else is responsible
 * @CRM_ACTIVITY_TASKS: tasks completed
 * @CRM_ACTIVITY_ALL: everything
 *
 * The filters of an account's activity (features.md, A11).
 */
typedef enum
{
  CRM_ACTIVITY_EMAIL = 1 << 0,
  CRM_ACTIVITY_OWNER = 1 << 1,
  CRM_ACTIVITY_TASKS = 1 << 2,
  CRM_ACTIVITY_ALL   = CRM_ACTIVITY_EMAIL | CRM_ACTIVITY_OWNER | CRM_ACTIVITY_TASKS,
} CrmActivityFilter;

CrmQuery *crm_activity_make_query (CrmWorkspace       *workspace,
                                   gint64              account,
                                   CrmActivityFilter   filter);
char     *crm_activity_say        (CrmRecord          *activity);
gboolean  crm_activity_parse_link (const char         *uri,
                                   char              **type,
                                   gint64             *id);

G_END_DECLS
