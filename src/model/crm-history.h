/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

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
} CrmHistoryLine;

void       crm_history_line_free (CrmHistoryLine  *line);
GPtrArray *crm_history_of_record (CrmDb           *db,
                                  CrmSchema       *schema,
                                  const CrmTable  *table,
                                  gint64           record,
                                  gint64           before,
                                  guint            limit,
                                  GError         **error);
GPtrArray *crm_history_of_all    (CrmDb           *db,
                                  CrmSchema       *schema,
                                  gint64           before,
                                  guint            limit,
                                  GError         **error);
char      *crm_history_say_batch (CrmDb           *db,
                                  CrmSchema       *schema,
                                  const CrmBatch  *batch);

G_END_DECLS
