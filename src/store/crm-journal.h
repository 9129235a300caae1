/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-clock.h"
#include "crm-commit.h"
#include "crm-door.h"
#include "crm-json.h"
#include "crm-row.h"

G_BEGIN_DECLS

/**
 * CrmBatch:
 * @id: its number
 * @actor: the id of the user who did it
 * @cause: why
 * @detail: (nullable): what exactly caused it
 * @time: when, in microseconds
 * @undo_of: the batch that it undoes, or 0
 * @undone: whether it has been undone
 * @open: whether it never came to its end
 * @cursor: how far it came
 * @table: the table of the first record, or 0
 * @op: what was done to it
 * @record: the first record
 * @columns: (nullable): the names of the columns that changed in it, with commas
 * @records: how many records were written
 *
 * What a person sees as one thing done.
 */
typedef struct
{
  gint64    id;
  gint64    actor;
  CrmCause  cause;
  char     *detail;
  gint64    time;
  gint64    undo_of;
  gboolean  undone;
  gboolean  open;
  gint64    cursor;
  guint16   table;
  CrmOp     op;
  gint64    record;
  char     *columns;
  gint64    records;
} CrmBatch;

/**
 * CrmEntry:
 * @id: its number
 * @batch: that it belongs to
 * @table: the id of the table
 * @record: the record
 * @op: what was done to it
 * @changes: (nullable): what changed, as JSON; the form is in `0001-journal.sql`
 * @stamp: of the commit
 *
 * What a batch did to one record.
 */
typedef struct
{
  gint64    id;
  CrmBatch *batch;
  guint16   table;
  gint64    record;
  CrmOp     op;
  char     *changes;
  gint64    stamp;
} CrmEntry;

/**
 * CrmUndone:
 * @batch: of the undo itself
 * @n_records: how many records were written
 * @n_left: how many values were left alone because they have been changed since
 * @left: (nullable) (element-type CrmLeft): which, if crm_journal_take_back() was given an array
 */
typedef struct
{
  gint64     batch;
  gint64     n_records;
  gint64     n_left;
  GPtrArray *left;
} CrmUndone;

/**
 * CrmLeft:
 * @table: the id of a table
 * @record: a record
 * @column: the id of a column, or 0 if it is not there any more
 * @value: what would have come back, or the key of a member
 *
 * A value that was left alone because it has been changed since.
 */
typedef struct
{
  guint16  table;
  gint64   record;
  guint16  column;
  CrmValue value;
} CrmLeft;

void       crm_batch_free              (CrmBatch       *batch);
void       crm_entry_free              (CrmEntry       *entry);

CrmBatch  *crm_journal_get_batch       (CrmDb          *db,
                                        gint64          id,
                                        GError        **error);
gint64     crm_journal_find_undo       (CrmDb          *db,
                                        gint64          actor,
                                        GError        **error);
gint64     crm_journal_find_redo       (CrmDb          *db,
                                        gint64          actor,
                                        GError        **error);
GPtrArray *crm_journal_list_batches    (CrmDb          *db,
                                        gint64          before,
                                        guint           limit,
                                        GError        **error);
GPtrArray *crm_journal_list_open       (CrmDb          *db,
                                        GError        **error);
GPtrArray *crm_journal_list_entries    (CrmDb          *db,
                                        const CrmTable *table,
                                        gint64          record,
                                        gint64          before,
                                        guint           limit,
                                        GError        **error);
gboolean   crm_journal_is_fresh        (CrmDb          *db,
                                        GError        **error);
gint64     crm_journal_get_last_commit (CrmDb          *db,
                                        GError        **error);
CrmValue   crm_journal_read_value      (const CrmColumn *column,
                                        JsonNode       *node);
CrmCommit *crm_journal_read_commits    (CrmDb          *db,
                                        CrmSchema      *schema,
                                        gint64          since,
                                        GError        **error);

/**
 * CrmUndoFunc:
 * @commit: a part of the undo that has been committed
 *
 * Called after each part of a long undo.
 */
typedef void (*CrmUndoFunc) (CrmCommit *commit,
                             gpointer   user_data);

gboolean   crm_journal_undo            (CrmDb          *db,
                                        CrmSchema      *schema,
                                        CrmClock       *clock,
                                        gint64          actor,
                                        gint64          batch,
                                        CrmUndoFunc     func,
                                        gpointer        user_data,
                                        CrmUndone      *undone,
                                        GError        **error);

void       crm_left_free               (CrmLeft        *left);
gboolean   crm_journal_take_back       (CrmDoor        *door,
                                        gint64          change_set,
                                        gint64          after,
                                        gint64          last,
                                        CrmUndone      *undone,
                                        GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmLeft, crm_left_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBatch, crm_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmEntry, crm_entry_free)

G_END_DECLS
