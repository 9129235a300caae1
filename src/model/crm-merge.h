/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-merge-plan.h"
#include "crm-usage.h"

G_BEGIN_DECLS

/**
 * CrmMerged:
 * @id: of the merge
 * @record: the record that was merged
 * @title: its name
 * @time: when, in microseconds
 *
 * A record that has been merged into another one.
 */
typedef struct
{
  gint64  id;
  gint64  record;
  char   *title;
  gint64  time;
} CrmMerged;

/**
 * CrmUnmergeNote:
 * @record_type: of a record
 * @record: the record
 * @title: its name
 * @label: the field
 * @now: what it is, and stays
 * @then: what it would have become again
 *
 * Something that has been changed since two records were merged, and so stays as it is.
 */
typedef struct
{
  const CrmRecordType *record_type;
  gint64               record;
  char                *title;
  char                *label;
  char                *now;
  char                *then;
} CrmUnmergeNote;

/**
 * CrmUnmerge:
 * @survivor: the record that stood for both
 * @record: the one that is back
 * @n_changes: how much was taken back
 * @notes: (element-type CrmUnmergeNote): what was left as it is
 *
 * What came of taking a merge apart.
 */
typedef struct
{
  gint64     survivor;
  gint64     record;
  gint64     n_changes;
  GPtrArray *notes;
} CrmUnmerge;

gboolean    crm_merge_run            (CrmDoor              *door,
                                      CrmMergePlan         *plan,
                                      GError              **error);
gint64      crm_merge_find_survivor  (CrmDb                *db,
                                      const CrmTable       *table,
                                      gint64                id,
                                      GError              **error);
GPtrArray  *crm_merge_list           (CrmDb                *db,
                                      const CrmRecordType  *type,
                                      gint64                survivor,
                                      GError              **error);
gint64      crm_merge_find           (CrmDb                *db,
                                      const CrmTable       *table,
                                      gint64                record,
                                      GError              **error);
CrmUnmerge *crm_merge_take_back      (CrmDoor              *door,
                                      gint64                merge,
                                      GError              **error);
void        crm_unmerge_free         (CrmUnmerge           *unmerge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmUnmerge, crm_unmerge_free)

G_END_DECLS
