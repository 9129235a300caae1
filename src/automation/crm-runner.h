/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_RUNNER (crm_runner_get_type ())

G_DECLARE_FINAL_TYPE (CrmRunner, crm_runner, CRM, RUNNER, GObject)

CrmRunner *crm_runner_new   (CrmWorkspace *workspace);
void       crm_runner_start (CrmRunner    *self);
void       crm_runner_stop  (CrmRunner    *self);
gboolean   crm_runner_is_needed (CrmDb    *db);

G_END_DECLS
