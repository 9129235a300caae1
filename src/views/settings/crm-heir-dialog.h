/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRM_TYPE_HEIR_DIALOG (crm_heir_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmHeirDialog, crm_heir_dialog, CRM, HEIR_DIALOG, AdwMessageDialog)

CrmHeirDialog *crm_heir_dialog_new      (GtkWindow     *parent,
                                         const char    *heading,
                                         const char    *body,
                                         const char    *verb);
void           crm_heir_dialog_ask      (CrmHeirDialog *self,
                                         const char    *question);
void           crm_heir_dialog_add      (CrmHeirDialog *self,
                                         gint64         id,
                                         const char    *label);
gint64         crm_heir_dialog_get_heir (CrmHeirDialog *self);

G_END_DECLS
