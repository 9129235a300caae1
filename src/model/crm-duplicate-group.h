/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-duplicates.h"

G_BEGIN_DECLS

/**
 * CrmDuplicateView:
 * @ids: (element-type gint64): the records of a cluster that are still there
 * @names: what they are called, as one text
 *
 * What a cluster is by now.
 */
typedef struct
{
  GArray *ids;
  char   *names;
} CrmDuplicateView;

#define CRM_TYPE_DUPLICATE_GROUP (crm_duplicate_group_get_type ())

G_DECLARE_FINAL_TYPE (CrmDuplicateGroup, crm_duplicate_group, CRM, DUPLICATE_GROUP, GObject)

void               crm_duplicate_view_free           (CrmDuplicateView          *view);

CrmDuplicateGroup *crm_duplicate_group_new           (GPtrArray                 *clusters,
                                                      guint                      index);
void               crm_duplicate_group_take_view     (CrmDuplicateGroup         *self,
                                                      CrmDuplicateView          *view);
const CrmDuplicateCluster *crm_duplicate_group_get_cluster (CrmDuplicateGroup   *self);
GArray            *crm_duplicate_group_get_ids       (CrmDuplicateGroup         *self);
const char        *crm_duplicate_group_get_names     (CrmDuplicateGroup         *self);
char              *crm_duplicate_group_say_why       (CrmDuplicateGroup         *self);
const char        *crm_duplicate_group_say_certainty (CrmDuplicateGroup         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDuplicateView, crm_duplicate_view_free)

G_END_DECLS
