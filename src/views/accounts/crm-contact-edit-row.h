/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-list-slot.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONTACT_EDIT_ROW (crm_contact_edit_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmContactEditRow, crm_contact_edit_row, CRM, CONTACT_EDIT_ROW, AdwExpanderRow)

GtkWidget *crm_contact_edit_row_new (CrmWorkspace *workspace,
                                     CrmListSlot  *slot);

G_END_DECLS
