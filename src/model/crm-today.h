/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-query.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CRM_STILL_AFTER:
 *
 * Days after which a deal has not moved for long, where its stage does not say otherwise, and after
 * which somebody was not contacted for long.
 */
#define CRM_STILL_AFTER 30

CrmQuery     *crm_today_query_deals    (CrmWorkspace *workspace,
                                        gint64        user);
CrmQuery     *crm_today_query_people   (CrmWorkspace *workspace,
                                        gint64        user);
CrmQuery     *crm_today_query_mentions (CrmWorkspace *workspace,
                                        gint64        user);
CrmQuery     *crm_today_query_failures (CrmWorkspace *workspace);
const char   *crm_today_find_place     (const CrmRow *comment,
                                        gint64       *id);
CrmChangeSet *crm_today_mark_seen      (CrmWorkspace *workspace,
                                        CrmRecord    *comment);
CrmChangeSet *crm_today_settle         (CrmWorkspace *workspace,
                                        CrmRecord    *run);

G_END_DECLS
