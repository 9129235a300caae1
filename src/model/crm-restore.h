/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-trash.h"

G_BEGIN_DECLS

gboolean crm_restore_records (CrmDoor            *door,
                              const CrmTrashKey  *keys,
                              guint               n_keys,
                              GError            **error);

G_END_DECLS
