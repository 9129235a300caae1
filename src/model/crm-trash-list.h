/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-trash-item.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TRASH_LIST (crm_trash_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmTrashList, crm_trash_list, CRM, TRASH_LIST, GObject)

CrmTrashList      *crm_trash_list_new        (CrmWorkspace *workspace);
void               crm_trash_list_refresh    (CrmTrashList *self);
gboolean           crm_trash_list_is_loading (CrmTrashList *self);
const GError      *crm_trash_list_get_error  (CrmTrashList *self);
const CrmTrashKey *crm_trash_list_get_key    (CrmTrashList *self,
                                              guint         position);

G_END_DECLS
