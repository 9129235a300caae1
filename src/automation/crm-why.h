/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

char *crm_why_explain (CrmDb      *db,
                       CrmSchema  *schema,
                       CrmClock   *clock,
                       gint64      automation,
                       gint64      contact,
                       GError    **error);

G_END_DECLS
