/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-flow.h"

G_BEGIN_DECLS

/**
 * CrmProblem:
 * @place: the id of the step or trigger; %NULL for the automation as a whole
 * @key: (nullable): of what
 * @text: what is wrong, and what to do, in words
 * @missing: (nullable): the record type of what is named and does not exist
 * @name: (nullable): what it is called
 *
 * Something for which an automation cannot be switched on.
 */
typedef struct
{
  char       *place;
  char       *key;
  char       *text;
  const char *missing;
  char       *name;
} CrmProblem;

void       crm_problem_free       (CrmProblem    *problem);
GPtrArray *crm_flow_check         (CrmFlow       *flow,
                                   CrmDb         *db,
                                   CrmCatalogue  *catalogue);
gboolean   crm_flow_make_missing  (CrmFlow       *flow,
                                   CrmDoor       *door,
                                   guint         *n_made,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmProblem, crm_problem_free)

G_END_DECLS
