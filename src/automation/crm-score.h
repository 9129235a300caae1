/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

gboolean crm_score_check_rule (CrmImage  *image,
                               GError   **error);

G_END_DECLS
