/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_CONTACTS_BOX (crm_contacts_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmContactsBox, crm_contacts_box, CRM, CONTACTS_BOX, GtkWidget)

void crm_contacts_box_open        (CrmContactsBox *self,
                                   CrmWorkspace   *workspace);
void crm_contacts_box_set_account (CrmContactsBox *self,
                                   CrmRecord      *account);

G_END_DECLS
