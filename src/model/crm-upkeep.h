/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_UPKEEP (crm_upkeep_get_type ())

G_DECLARE_FINAL_TYPE (CrmUpkeep, crm_upkeep, CRM, UPKEEP, GObject)

CrmUpkeep *crm_upkeep_new     (CrmWorkspace *workspace);
void       crm_upkeep_start   (CrmUpkeep    *self);
void       crm_upkeep_stop    (CrmUpkeep    *self);
void       crm_upkeep_look    (CrmUpkeep    *self);
gboolean   crm_upkeep_is_busy (CrmUpkeep    *self);

G_END_DECLS
