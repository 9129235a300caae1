/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-likeness.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CRM_DUPLICATES_CONFIDENCE:
 *
 * From how much confidence in percent two records are shown as duplicates, unless somebody wants to
 * see more or fewer.
 */
#define CRM_DUPLICATES_CONFIDENCE 50

/**
 * CrmDuplicatePair:
 * @a: a record
 * @b: another one, with a greater number
 * @likeness: why they look like one
 */
typedef struct
{
  gint64      a;
  gint64      b;
  CrmLikeness likeness;
} CrmDuplicatePair;

/**
 * CrmDuplicateCluster:
 * @ids: (element-type gint64): records that look like one, in the order of their numbers
 * @pairs: (element-type CrmDuplicatePair): why, the surest first
 * @confidence: of its weakest link, in percent
 * @clear: whether nobody has to look: every record is tied to another one without a doubt, and
 *   nothing contradicts it
 */
typedef struct
{
  GArray   *ids;
  GArray   *pairs;
  guint     confidence;
  gboolean  clear;
} CrmDuplicateCluster;

/**
 * CrmDuplicatesFunc:
 * @fraction: from 0 to 1
 *
 * Told how far a search has come.
 */
typedef void (*CrmDuplicatesFunc) (double   fraction,
                                   gpointer user_data);

GPtrArray *crm_duplicates_search        (CrmDb                *db,
                                         const CrmRecordType  *type,
                                         guint                 confidence,
                                         CrmDuplicatesFunc     func,
                                         gpointer              user_data,
                                         GCancellable         *cancellable,
                                         GError              **error);
void       crm_duplicates_search_async  (CrmWorkspace         *workspace,
                                         const CrmRecordType  *type,
                                         guint                 confidence,
                                         CrmDuplicatesFunc     func,
                                         gpointer              func_data,
                                         GDestroyNotify        func_data_free,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
GPtrArray *crm_duplicates_search_finish (CrmWorkspace         *workspace,
                                         GAsyncResult         *result,
                                         GError              **error);
void       crm_duplicate_cluster_free   (CrmDuplicateCluster  *cluster);
gboolean   crm_duplicates_merge_clear   (CrmDoor              *door,
                                         const CrmRecordType  *type,
                                         GPtrArray            *clusters,
                                         guint                *n_merged,
                                         GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDuplicateCluster, crm_duplicate_cluster_free)

G_END_DECLS
