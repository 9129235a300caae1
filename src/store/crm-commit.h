/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-change-set.h"
#include "crm-column-mask.h"

G_BEGIN_DECLS

/**
 * CRM_COMMIT_MANY:
 *
 * A commit names the records that it touched up to this number; beyond it says "many".
 */
#define CRM_COMMIT_MANY 512

/**
 * CrmTouched:
 * @table: the id of a table
 * @name: of the table
 * @many: whether more were touched than @ids names
 * @membership: whether records came or went
 * @n_records: how many records were touched
 * @ids: which, unless @many
 * @columns: those that changed in any of them
 *
 * What a commit did to one table.
 */
typedef struct
{
  guint16        table;
  const char    *name;
  gboolean       many;
  gboolean       membership;
  guint          n_records;
  GArray        *ids;
  CrmColumnMask  columns;
} CrmTouched;

/**
 * CrmCommit:
 * @id: of the change set in the file
 * @batch: that it belongs to
 * @undo_of: the batch that it undoes, or 0
 * @actor: who
 * @cause: why
 * @foreign: whether another program made it
 *
 * What a commit changed, for whoever shows it. Does not change; may cross threads.
 */
typedef struct
{
  gatomicrefcount ref_count;

  gint64    id;
  gint64    batch;
  gint64    undo_of;
  gint64    actor;
  CrmCause  cause;
  gboolean  foreign;

  /*< private >*/
  guint n_written;
  GPtrArray *touched;
  GHashTable *created; /* handle of the change set → id */
} CrmCommit;

#define CRM_TYPE_COMMIT (crm_commit_get_type ())

GType             crm_commit_get_type    (void);
CrmCommit        *crm_commit_new         (void);
CrmCommit        *crm_commit_ref         (CrmCommit           *self);
void              crm_commit_unref       (CrmCommit           *self);
const CrmTouched *crm_commit_get_touched (CrmCommit           *self,
                                          const CrmTable      *table);
gboolean          crm_commit_touches     (CrmCommit           *self,
                                          const CrmTable      *table,
                                          gint64               id);
gint64            crm_commit_get_created (CrmCommit           *self,
                                          gint64               handle);
guint             crm_commit_get_n       (CrmCommit           *self);
gboolean          crm_touched_has_column (const CrmTouched    *touched,
                                          const CrmColumn     *column);

void              crm_commit_touch       (CrmCommit           *self,
                                          const CrmTable      *table,
                                          gint64               id,
                                          CrmOp                op,
                                          const CrmColumnMask *columns);
void              crm_commit_touch_all   (CrmCommit           *self,
                                          const CrmTable      *table,
                                          const CrmColumn     *column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmCommit, crm_commit_unref)

G_END_DECLS
