/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-export.h"

G_BEGIN_DECLS

#define CRM_TYPE_EXPORT_DIALOG (crm_export_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmExportDialog, crm_export_dialog, CRM, EXPORT_DIALOG, AdwWindow)

CrmExportDialog *crm_export_dialog_new  (CrmWorkspace       *workspace,
                                         const char         *type,
                                         GArray             *ids,
                                         CrmQuery           *query,
                                         guint               n_found,
                                         const char *const  *columns,
                                         GtkWindow          *parent);
void             crm_export_dialog_save (CrmExportDialog    *self,
                                         GFile              *file);

G_END_DECLS
