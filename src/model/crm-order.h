/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-record.h"

G_BEGIN_DECLS

void crm_order_move (CrmChangeSet *set,
                     GPtrArray    *records,
                     guint         from,
                     guint         to);

G_END_DECLS
