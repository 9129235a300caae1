/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"
#include "crm-row.h"
#include "crm-segment.h"

G_BEGIN_DECLS

gint64 crm_condition_next_change (const CrmCondition   *self,
                                  CrmCatalogue         *catalogue,
                                  const CrmRecordType  *type,
                                  CrmSegmentSet        *segments,
                                  const CrmRow         *row,
                                  gint64                now,
                                  GTimeZone            *zone);

G_END_DECLS
