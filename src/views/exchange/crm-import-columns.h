/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_IMPORT_COLUMNS (crm_import_columns_get_type ())

G_DECLARE_FINAL_TYPE (CrmImportColumns, crm_import_columns, CRM, IMPORT_COLUMNS, AdwBin)

void crm_import_columns_open (CrmImportColumns *self,
                              CrmWorkspace     *workspace,
                              CrmImport        *import);

G_END_DECLS
