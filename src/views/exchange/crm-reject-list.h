/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-import.h"

G_BEGIN_DECLS

#define CRM_TYPE_REJECT_LIST (crm_reject_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmRejectList, crm_reject_list, CRM, REJECT_LIST, AdwBin)

void crm_reject_list_show (CrmRejectList *self,
                           CrmImport     *import);
void crm_reject_list_save (CrmRejectList *self);

G_END_DECLS
