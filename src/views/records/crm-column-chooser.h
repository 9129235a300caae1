/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record-table.h"

G_BEGIN_DECLS

#define CRM_TYPE_COLUMN_CHOOSER (crm_column_chooser_get_type ())

G_DECLARE_FINAL_TYPE (CrmColumnChooser, crm_column_chooser, CRM, COLUMN_CHOOSER, GtkPopover)

void crm_column_chooser_open (CrmColumnChooser *self,
                              CrmWorkspace     *workspace,
                              CrmRecordTable   *table,
                              const char       *type);

G_END_DECLS
