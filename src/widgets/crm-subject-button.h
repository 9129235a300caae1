/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_SUBJECT_BUTTON (crm_subject_button_get_type ())

G_DECLARE_FINAL_TYPE (CrmSubjectButton, crm_subject_button, CRM, SUBJECT_BUTTON, AdwBin)

GtkWidget *crm_subject_button_new         (CrmWorkspace     *workspace,
                                           const char       *type);
void       crm_subject_button_set_label   (CrmSubjectButton *self,
                                           const char       *label);
void       crm_subject_button_popup       (CrmSubjectButton *self);

G_END_DECLS
