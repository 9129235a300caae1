/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-journal.h"
#include "crm-query.h"

G_BEGIN_DECLS

/**
 * CRM_ANYBODY:
 *
 * Stands for every actor; 0 is the program itself.
 */
#define CRM_ANYBODY -1

/**
 * CrmJournalFilter:
 * @actor: who did it, or %CRM_ANYBODY
 * @causes: a bit for each %CrmCause that is wanted, 1 << cause; 0 for all
 * @since: the first instant, in microseconds, or 0
 * @until: the instant before which it was done, or 0
 * @text: (nullable): a word that the records are found by, or that stands in what changed
 *
 * Which batches are wanted.
 */
typedef struct
{
  gint64   actor;
  guint    causes;
  gint64   since;
  gint64   until;
  char    *text;
} CrmJournalFilter;

CrmJournalFilter *crm_journal_filter_copy    (const CrmJournalFilter  *filter);
void              crm_journal_filter_free    (CrmJournalFilter        *filter);

GPtrArray        *crm_journal_find_batches   (CrmDb                   *db,
                                              CrmSchema               *schema,
                                              const CrmJournalFilter  *filter,
                                              gint64                   before,
                                              guint                    limit,
                                              GError                 **error);
GPtrArray        *crm_journal_list_changes   (CrmDb                   *db,
                                              gint64                   batch,
                                              gint64                   after,
                                              guint                    limit,
                                              GError                 **error);
void              crm_journal_restrict_query (CrmQuery                *query,
                                              gint64                   batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmJournalFilter, crm_journal_filter_free)

G_END_DECLS
