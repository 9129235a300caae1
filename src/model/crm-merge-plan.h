/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

typedef struct _CrmMergePlan CrmMergePlan;

/**
 * CrmMergeField:
 * @field: a field with one value
 * @chosen: the record whose value stays
 * @differs: whether the records have different values, none included
 * @must_choose: whether somebody has to say which stays, and has not
 *
 * What becomes of a field when records are merged.
 */
typedef struct
{
  const CrmField *field;
  gint64          chosen;
  gboolean        differs;
  gboolean        must_choose;
} CrmMergeField;

CrmMergePlan        *crm_merge_plan_new           (CrmDb                *db,
                                                   CrmSchema            *schema,
                                                   const CrmRecordType  *type,
                                                   const gint64         *ids,
                                                   guint                 n_ids,
                                                   gint64                survivor,
                                                   GError              **error);
CrmMergePlan        *crm_merge_plan_ref           (CrmMergePlan         *self);
void                 crm_merge_plan_unref         (CrmMergePlan         *self);
const CrmRecordType *crm_merge_plan_get_record_type (CrmMergePlan       *self);
gint64               crm_merge_plan_get_survivor  (CrmMergePlan         *self);
GPtrArray           *crm_merge_plan_get_rows      (CrmMergePlan         *self);
gboolean             crm_merge_plan_choose        (CrmMergePlan         *self,
                                                   const char           *key,
                                                   gint64                id,
                                                   GError              **error);
GArray              *crm_merge_plan_list_fields   (CrmMergePlan         *self);
gboolean             crm_merge_plan_check         (CrmMergePlan         *self,
                                                   GError              **error);
gboolean             crm_merge_plan_refresh       (CrmMergePlan         *self,
                                                   CrmDb                *db,
                                                   CrmSchema            *schema,
                                                   GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmMergePlan, crm_merge_plan_unref)

G_END_DECLS
