/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

gboolean crm_check_run (CrmDb      *db,
                        CrmSchema  *schema,
                        GPtrArray  *findings,
                        GError    **error);

G_END_DECLS
