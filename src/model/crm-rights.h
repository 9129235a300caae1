/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

gboolean crm_rights_is_setting    (guint16    table);
gboolean crm_rights_allow           (CrmImage  *image,
                                     GError   **error);
gboolean crm_rights_is_administrator (CrmDb    *db,
                                     gint64    actor);
gboolean crm_rights_is_last_administrator (CrmDb *db,
                                     gint64    user);
gint64   crm_rights_find_default_actor (CrmDb *db);
gboolean crm_rights_may_reassign    (CrmDb    *db,
                                     gint64    actor);
gboolean crm_rights_may_purge       (CrmDb    *db,
                                     gint64    actor,
                                     GError  **error);

G_END_DECLS
