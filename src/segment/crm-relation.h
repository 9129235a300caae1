/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmRelationKind:
 * @CRM_RELATION_NONE: the record itself
 * @CRM_RELATION_LINK: the record that a field of it links to
 * @CRM_RELATION_SET: the records that are in a set of it
 * @CRM_RELATION_BACK: the records that link to it, or have it in a set
 */
typedef enum
{
  CRM_RELATION_NONE,
  CRM_RELATION_LINK,
  CRM_RELATION_SET,
  CRM_RELATION_BACK,
} CrmRelationKind;

/**
 * CrmRelation:
 * @kind: how the records are found
 * @from: the type of the record at hand
 * @to: the type of the records at the other end
 * @via: (nullable): the field of @from; %NULL for %CRM_RELATION_BACK, see crm_relation_next_via()
 *
 * A way from a record to others.
 */
typedef struct
{
  CrmRelationKind      kind;
  const CrmRecordType *from;
  const CrmRecordType *to;
  const CrmField      *via;
} CrmRelation;

gboolean        crm_relation_find      (CrmCatalogue        *catalogue,
                                        const CrmRecordType *from,
                                        const char          *name,
                                        CrmRelation         *relation);
GArray         *crm_relation_list      (CrmCatalogue        *catalogue,
                                        const CrmRecordType *from);
gboolean        crm_relation_equal     (const CrmRelation   *a,
                                        const CrmRelation   *b);
gboolean        crm_relation_is_many   (const CrmRelation   *relation);
const char     *crm_relation_get_name  (const CrmRelation   *relation);
const char     *crm_relation_get_label (const CrmRelation   *relation);
const CrmField *crm_relation_next_via  (const CrmRelation   *relation,
                                        const CrmField      *previous);

G_END_DECLS
