/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition-context.h"

G_BEGIN_DECLS

/**
 * CrmSegment:
 * @id: of the record
 * @name: what people call it
 * @record_type: of the records in it: "contact"
 * @pinned: whether it is shown in the sidebar
 * @is_filter: whether it is a saved filter of a list, not a segment
 * @condition: (nullable): what decides, or %NULL if it means nothing any more
 * @problem: (nullable): why it means nothing any more
 *
 * A condition that has a name.
 */
typedef struct
{
  gint64        id;
  char         *name;
  char         *record_type;
  gboolean      pinned;
  gboolean      is_filter;
  CrmCondition *condition;
  GError       *problem;
} CrmSegment;

#define CRM_TYPE_SEGMENT_SET (crm_segment_set_get_type ())

GType             crm_segment_set_get_type (void);
CrmSegmentSet    *crm_segment_set_load     (CrmDb                *db,
                                            CrmCatalogue         *catalogue,
                                            GError              **error);
CrmSegmentSet    *crm_segment_set_ref      (CrmSegmentSet        *self);
void              crm_segment_set_unref    (CrmSegmentSet        *self);
guint             crm_segment_set_get_n    (CrmSegmentSet        *self);
const CrmSegment *crm_segment_set_get      (CrmSegmentSet        *self,
                                            guint                 position);
const CrmSegment *crm_segment_set_find     (CrmSegmentSet        *self,
                                            const CrmRecordType  *type,
                                            const char           *name);

void              crm_segment_init         (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSegmentSet, crm_segment_set_unref)

G_END_DECLS
