/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

gboolean crm_beginning_is_made    (CrmDb                *db);
gboolean crm_beginning_make       (CrmDoor              *door,
                                   GError              **error);
void     crm_beginning_add_stages (CrmChangeSet         *set,
                                   const CrmRecordType  *type,
                                   gint64                pipeline);

G_END_DECLS
