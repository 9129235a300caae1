/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-condition.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONDITION_SUMMARY (crm_condition_summary_get_type ())

G_DECLARE_FINAL_TYPE (CrmConditionSummary, crm_condition_summary, CRM, CONDITION_SUMMARY, AdwBin)

GtkWidget *crm_condition_summary_new  (CrmWorkspace        *workspace,
                                       const char          *type);
void       crm_condition_summary_show (CrmConditionSummary *self,
                                       CrmCondition        *condition,
                                       const GError        *error);

G_END_DECLS
