/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-segments.h"
#include "crm-subject.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONDITION_VALUES (crm_condition_values_get_type ())

G_DECLARE_FINAL_TYPE (CrmConditionValues, crm_condition_values, CRM, CONDITION_VALUES, AdwBin)

GtkWidget  *crm_condition_values_new       (CrmWorkspace          *workspace,
                                            const char            *type);
void        crm_condition_values_set_up    (CrmConditionValues    *self,
                                            const CrmSubject      *subject,
                                            CrmArity               arity,
                                            gboolean               named,
                                            const char            *label);
void        crm_condition_values_set_texts (CrmConditionValues    *self,
                                            const char *const     *texts);
char      **crm_condition_values_dup_texts (CrmConditionValues    *self);

G_END_DECLS
