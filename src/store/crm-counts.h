/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-commit.h"
#include "crm-db.h"
#include "crm-row.h"

G_BEGIN_DECLS

gboolean crm_counts_update   (CrmDb            *db,
                              CrmSchema        *schema,
                              CrmCommit        *commit,
                              const CrmRow     *before,
                              const CrmRow     *after,
                              GError          **error);
char    *crm_counts_make_sql (CrmSchema        *schema,
                              const CrmColumn  *column,
                              const char       *record);

G_END_DECLS
