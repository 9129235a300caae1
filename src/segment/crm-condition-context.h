/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"

G_BEGIN_DECLS

typedef struct _CrmConditionContext CrmConditionContext;
typedef struct _CrmSegmentSet       CrmSegmentSet;

#define CRM_TYPE_CONDITION_CONTEXT (crm_condition_context_get_type ())

GType                crm_condition_context_get_type      (void);
CrmConditionContext *crm_condition_context_new           (CrmCatalogue        *catalogue,
                                                          CrmClock            *clock,
                                                          gint64               actor,
                                                          CrmSegmentSet       *segments);
CrmConditionContext *crm_condition_context_ref           (CrmConditionContext *self);
void                 crm_condition_context_unref         (CrmConditionContext *self);
CrmCatalogue        *crm_condition_context_get_catalogue (CrmConditionContext *self);
gint64               crm_condition_context_get_now       (CrmConditionContext *self);
GTimeZone           *crm_condition_context_get_zone      (CrmConditionContext *self);
GDateTime           *crm_condition_context_get_local     (CrmConditionContext *self);
const char          *crm_condition_context_get_today     (CrmConditionContext *self);
gint64               crm_condition_context_get_actor     (CrmConditionContext *self);
CrmSegmentSet       *crm_condition_context_get_segments  (CrmConditionContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmConditionContext, crm_condition_context_unref)

G_END_DECLS
