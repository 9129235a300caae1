/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_IMPORT_PLAN (crm_import_plan_get_type ())

G_DECLARE_FINAL_TYPE (CrmImportPlan, crm_import_plan, CRM, IMPORT_PLAN, AdwBin)

void     crm_import_plan_open     (CrmImportPlan *self,
                                   CrmImport     *import);
gboolean crm_import_plan_is_ready (CrmImportPlan *self);

G_END_DECLS
