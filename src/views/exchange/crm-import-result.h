/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_IMPORT_RESULT (crm_import_result_get_type ())

G_DECLARE_FINAL_TYPE (CrmImportResult, crm_import_result, CRM, IMPORT_RESULT, AdwBin)

void crm_import_result_show        (CrmImportResult *self,
                                    CrmImport       *import,
                                    const GError    *error);
void crm_import_result_show_undone (CrmImportResult *self,
                                    const CrmUndone *undone,
                                    const GError    *error);

G_END_DECLS
