/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

GArray *crm_purge_run (CrmDb      *db,
                       CrmSchema  *schema,
                       gint64      before,
                       GError    **error);

G_END_DECLS
