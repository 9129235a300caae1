/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

gboolean crm_beginning_is_made (CrmDb    *db);
gboolean crm_beginning_make    (CrmDoor  *door,
                                GError  **error);

G_END_DECLS
