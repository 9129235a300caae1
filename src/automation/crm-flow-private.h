/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-flow.h"

G_BEGIN_DECLS

CrmFlow   *_crm_flow_new        (void);
CrmStep   *_crm_step_new        (CrmFlow    *flow,
                                 CrmStep    *parent,
                                 CrmBranch  *home);
CrmBranch *_crm_step_add_branch (CrmStep    *step,
                                 const char *name);
gboolean   _crm_json_equal      (JsonObject *a,
                                 JsonObject *b);

G_END_DECLS
