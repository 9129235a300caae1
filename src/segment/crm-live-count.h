/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-segments.h"

G_BEGIN_DECLS

#define CRM_TYPE_LIVE_COUNT (crm_live_count_get_type ())

G_DECLARE_FINAL_TYPE (CrmLiveCount, crm_live_count, CRM, LIVE_COUNT, GObject)

CrmLiveCount *crm_live_count_new           (CrmSegments  *segments,
                                            CrmWorkspace *workspace,
                                            const char   *type);
void          crm_live_count_set_condition (CrmLiveCount *self,
                                            CrmCondition *condition);
gint64        crm_live_count_get_n         (CrmLiveCount *self);
gboolean      crm_live_count_is_slow       (CrmLiveCount *self);
const GError *crm_live_count_get_error     (CrmLiveCount *self);

G_END_DECLS
