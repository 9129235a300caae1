/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_IMPORT_CHOICES (crm_import_choices_get_type ())

G_DECLARE_FINAL_TYPE (CrmImportChoices, crm_import_choices, CRM, IMPORT_CHOICES, AdwBin)

void crm_import_choices_open  (CrmImportChoices *self,
                               CrmWorkspace     *workspace,
                               CrmImport        *import);
void crm_import_choices_apply (CrmImportChoices *self);

G_END_DECLS
