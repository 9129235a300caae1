/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"

G_BEGIN_DECLS

GArray *crm_mention_find (CrmDb      *db,
                          const char *text);

G_END_DECLS
