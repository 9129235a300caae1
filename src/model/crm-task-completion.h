/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmCompletion:
 * @outcome: the id of an outcome, or 0
 * @result: (nullable): what came of it
 * @follow_up: (nullable): the title of a task that follows, or %NULL for none
 * @follow_up_due: (nullable): when that one is due
 *
 * What somebody says when a task is done (features.md, T3).
 */
typedef struct
{
  gint64      outcome;
  const char *result;
  const char *follow_up;
  const char *follow_up_due;
} CrmCompletion;

void      crm_completion_add       (const CrmCompletion *self,
                                    CrmChangeSet        *set,
                                    CrmRecord           *task);
void      crm_completion_reopen    (CrmChangeSet        *set,
                                    CrmRecord           *task);
gboolean  crm_completion_fits      (CrmRecord           *outcome,
                                    CrmRecord           *task);

G_END_DECLS
