/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

GArray *crm_relations_list (CrmDb           *db,
                            const CrmColumn *column,
                            const CrmTable  *table,
                            GArray          *ids,
                            GError         **error);

GArray *crm_relations_read (CrmDb            *db,
                            const CrmColumn  *column,
                            const CrmTable   *table,
                            const GArray     *ids,
                            GError          **error);

G_END_DECLS
