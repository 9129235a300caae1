/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_IMPORT_BAR (crm_import_bar_get_type ())

G_DECLARE_FINAL_TYPE (CrmImportBar, crm_import_bar, CRM, IMPORT_BAR, AdwBin)

void crm_import_bar_open (CrmImportBar *self,
                          CrmWorkspace *workspace);
void crm_import_bar_look (CrmImportBar *self);

G_END_DECLS
