/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-plan.h"
#include "crm-segments.h"

G_BEGIN_DECLS

#define CRM_TYPE_FILTER (crm_filter_get_type ())

G_DECLARE_FINAL_TYPE (CrmFilter, crm_filter, CRM, FILTER, GObject)

CrmFilter        *crm_filter_new           (CrmWorkspace *workspace,
                                            const char   *type);
void              crm_filter_set           (CrmFilter    *self,
                                            CrmCondition *condition,
                                            gint64        segment);
const char       *crm_filter_get_type_name (CrmFilter    *self);
CrmCondition     *crm_filter_get_condition (CrmFilter    *self);
const CrmSegment *crm_filter_get_segment   (CrmFilter    *self);
CrmConditionPlan *crm_filter_get_plan      (CrmFilter    *self);
CrmQuery         *crm_filter_make_query    (CrmFilter    *self);
const GError     *crm_filter_get_error     (CrmFilter    *self);
char             *crm_filter_say           (CrmFilter    *self);

G_END_DECLS
