/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

GArray *crm_relations_list (CrmDb           *db,
                            const CrmColumn *column,
                            const CrmTable  *table,
                            GArray          *ids,
                            GError         **error);

G_END_DECLS
