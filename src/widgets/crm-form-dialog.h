/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_FORM_DIALOG (crm_form_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmFormDialog, crm_form_dialog, CRM, FORM_DIALOG, AdwWindow)

CrmFormDialog *crm_form_dialog_new      (CrmWorkspace  *workspace,
                                         const char    *type,
                                         GtkWindow     *parent);
void           crm_form_dialog_set_text (CrmFormDialog *self,
                                         const char    *key,
                                         const char    *text);
void           crm_form_dialog_set_link (CrmFormDialog *self,
                                         const char    *key,
                                         gint64         id);
void           crm_form_dialog_show_link (CrmFormDialog *self,
                                          const char    *key,
                                          CrmRecord     *record);

G_END_DECLS
