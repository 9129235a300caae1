/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-segment.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_SEGMENTS (crm_segments_get_type ())

G_DECLARE_FINAL_TYPE (CrmSegments, crm_segments, CRM, SEGMENTS, GObject)

CrmSegments         *crm_segments_get          (CrmWorkspace         *workspace);
CrmSegmentSet       *crm_segments_get_set      (CrmSegments          *self);
const CrmSegment    *crm_segments_find         (CrmSegments          *self,
                                                gint64                id);
CrmConditionContext *crm_segments_make_context (CrmSegments          *self);
CrmQuery            *crm_segments_make_query   (CrmSegments          *self,
                                                const char           *type,
                                                CrmCondition         *condition,
                                                gboolean             *uses_time,
                                                GError              **error);
char                *crm_segments_say          (CrmSegments          *self,
                                                const char           *type,
                                                CrmCondition         *condition);
CrmChangeSet        *crm_segments_save         (CrmSegments          *self,
                                                gint64                id,
                                                const char           *type,
                                                const char           *name,
                                                CrmCondition         *condition,
                                                gboolean              pinned,
                                                gboolean              is_filter);
CrmChangeSet        *crm_segments_delete       (CrmSegments          *self,
                                                gint64                id);

G_END_DECLS
