/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-trash-item.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_TRASH_LIST (crm_trash_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmTrashList, crm_trash_list, CRM, TRASH_LIST, GObject)

CrmTrashList      *crm_trash_list_new        (CrmWorkspace *workspace);
gboolean           crm_trash_list_is_loading (CrmTrashList *self);
const GError      *crm_trash_list_get_error  (CrmTrashList *self);
void               crm_trash_list_set_type   (CrmTrashList  *self,
                                              const char    *type);
const char       **crm_trash_list_list_types (CrmTrashList  *self);
guint              crm_trash_list_get_n_all  (CrmTrashList  *self);
const CrmTrashKey *crm_trash_list_get_key    (CrmTrashList *self,
                                              guint         position);

G_END_DECLS
