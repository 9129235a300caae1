/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_FIELD_DIALOG (crm_field_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmFieldDialog, crm_field_dialog, CRM, FIELD_DIALOG, AdwWindow)

CrmFieldDialog *crm_field_dialog_new (CrmWorkspace *workspace,
                                      const char   *type,
                                      GtkWindow    *parent);

G_END_DECLS
