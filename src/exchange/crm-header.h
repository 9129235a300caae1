/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-target.h"

G_BEGIN_DECLS

gboolean crm_header_guess    (const CrmRecordType *type,
                              const char          *header,
                              CrmTarget           *target,
                              double              *confidence);
gboolean crm_header_is_known (const char          *header);
gboolean crm_header_is_reason (const char         *header);
guint    crm_header_get_group (const char         *header);
char    *crm_header_fold     (const char          *header);

G_END_DECLS
