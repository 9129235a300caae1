/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"
#include "crm-subject.h"

G_BEGIN_DECLS

/* Parts of a condition that are asked together: tests over one and the same related record, or
 * anything else alone. */
typedef struct
{
  CrmRelation relation; /* none, or whose record the tests are about */
  GPtrArray *parts;     /* of CrmCondition */
} CrmUnit;

GPtrArray *_crm_unit_list (const CrmCondition  *condition,
                           CrmCatalogue        *catalogue,
                           const CrmRecordType *type);

G_END_DECLS
