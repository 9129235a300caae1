/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-condition.h"

G_BEGIN_DECLS

CrmCondition *crm_condition_parse_filter (CrmCatalogue         *catalogue,
                                          const CrmRecordType  *type,
                                          const char *const    *filters,
                                          GError              **error);

G_END_DECLS
