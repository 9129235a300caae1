/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

gboolean crm_tags_merge (CrmDoor       *door,
                         const gint64  *tags,
                         guint          n_tags,
                         gint64         keep,
                         GError       **error);

G_END_DECLS
