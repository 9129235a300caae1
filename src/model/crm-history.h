/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-journal-query.h"

G_BEGIN_DECLS

/**
 * CrmHistoryLine:
 * @entry: the number of the journal entry
 * @batch: what it is a part of
 * @time: when, in microseconds
 * @who: (nullable): the name of the team member; %NULL if the program did it
 * @text: what happened, as a sentence
 * @undone: whether it has been undone
 * @can_undo: whether it can be undone
 * @cause: why
 * @op: what was done to @record
 * @table: the id of the table of @record, or 0
 * @record: whose history it is, or the first one that was written
 * @records: how many records were written
 * @follows: whether it is nothing but a consequence of something that happened elsewhere
 *
 * One thing that happened, for people.
 */
typedef struct
{
  gint64    entry;
  gint64    batch;
  gint64    time;
  char     *who;
  char     *text;
  gboolean  undone;
  gboolean  can_undo;
  CrmCause  cause;
  CrmOp     op;
  guint16   table;
  gint64    record;
  gint64    records;
  gboolean  follows;
} CrmHistoryLine;

/**
 * CrmHistoryPart:
 * @key: the name of the column
 * @label: the name of a field
 * @before: (nullable): its value before, for people; of a set, what was taken from it
 * @after: (nullable): its value after; of a set, what was added to it
 * @is_set: whether it is a set
 * @follows: whether the program sets it, as a consequence of something else
 *
 * What happened to one field.
 */
typedef struct
{
  const char *key;
  char     *label;
  char     *before;
  char     *after;
  gboolean  is_set;
  gboolean  follows;
} CrmHistoryPart;

/**
 * CrmHistoryChange:
 * @entry: the number of the journal entry
 * @table: the id of the table
 * @record: the record
 * @title: what people call it
 * @state: whether it is there now, or -1 if it is gone for good
 * @text: what happened to it, as a sentence
 * @parts: (element-type CrmHistoryPart): what happened to its fields
 *
 * What one step did to one record, for people.
 */
typedef struct
{
  gint64     entry;
  guint16    table;
  gint64     record;
  char      *title;
  int        state;
  char      *text;
  GPtrArray *parts;
} CrmHistoryChange;

void       crm_history_line_free (CrmHistoryLine  *line);
void       crm_history_change_free (CrmHistoryChange *change);
GPtrArray *crm_history_of_record (CrmDb           *db,
                                  CrmSchema       *schema,
                                  const CrmTable  *table,
                                  gint64           record,
                                  gint64           before,
                                  guint            limit,
                                  GError         **error);
GPtrArray *crm_history_find      (CrmDb           *db,
                                  CrmSchema       *schema,
                                  const CrmJournalFilter *filter,
                                  gint64           before,
                                  guint            limit,
                                  GError         **error);
CrmHistoryLine *crm_history_get_line (CrmDb       *db,
                                  CrmSchema       *schema,
                                  gint64           batch,
                                  GError         **error);
GPtrArray *crm_history_of_batch  (CrmDb           *db,
                                  CrmSchema       *schema,
                                  gint64           batch,
                                  gint64           after,
                                  guint            limit,
                                  GError         **error);
char      *crm_history_say_batch (CrmDb           *db,
                                  CrmSchema       *schema,
                                  const CrmBatch  *batch);
const char *crm_history_say_cause (CrmCause         cause);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmHistoryLine, crm_history_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmHistoryChange, crm_history_change_free)

G_END_DECLS
