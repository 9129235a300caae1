/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-condition.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_WHY_DIALOG (crm_why_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmWhyDialog, crm_why_dialog, CRM, WHY_DIALOG, AdwWindow)

CrmWhyDialog *crm_why_dialog_new           (CrmWorkspace *workspace,
                                            const char   *type,
                                            GtkWindow    *parent);
void          crm_why_dialog_set_segment   (CrmWhyDialog *self,
                                            gint64        segment);
void          crm_why_dialog_set_condition (CrmWhyDialog *self,
                                            CrmCondition *condition);
void          crm_why_dialog_set_record    (CrmWhyDialog *self,
                                            gint64        record);

G_END_DECLS
