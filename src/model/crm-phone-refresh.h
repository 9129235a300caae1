/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

gboolean crm_phone_refresh_begin (CrmDoor   *door,
                                  GError   **error);
gboolean crm_phone_refresh_step  (CrmDoor   *door,
                                  guint      limit,
                                  gboolean  *more,
                                  GError   **error);

G_END_DECLS
