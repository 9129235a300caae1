/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-trash.h"

G_BEGIN_DECLS

#define CRM_TYPE_TRASH_ITEM (crm_trash_item_get_type ())

G_DECLARE_FINAL_TYPE (CrmTrashItem, crm_trash_item, CRM, TRASH_ITEM, GObject)

CrmTrashItem      *crm_trash_item_new       (const CrmTrashKey    *key,
                                             const CrmRecordType  *type);
void               crm_trash_item_describe  (CrmTrashItem         *self,
                                             const char           *title,
                                             const char           *who);
const CrmTrashKey *crm_trash_item_get_key   (CrmTrashItem         *self);
const char        *crm_trash_item_get_title (CrmTrashItem         *self);
const char        *crm_trash_item_get_who   (CrmTrashItem         *self);
const char        *crm_trash_item_get_label (CrmTrashItem         *self);
const char        *crm_trash_item_get_icon  (CrmTrashItem         *self);
int                crm_trash_item_get_days  (CrmTrashItem         *self,
                                             gint64                now);

G_END_DECLS
