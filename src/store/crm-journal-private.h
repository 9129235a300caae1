/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-journal.h"

G_BEGIN_DECLS

#define BATCH_COLUMNS \
  "b.id, b.actor, b.cause, b.detail, b.time, b.undo_of, b.undone, b.open, b.cursor, " \
  "b.tbl, b.op, b.record, b.columns, b.records"
#define N_BATCH_COLUMNS 14

GPtrArray *_crm_journal_read_batches (CrmStatement  *statement,
                                      GError       **error);

G_END_DECLS
