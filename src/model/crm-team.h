/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"
#include "crm-usage.h"

G_BEGIN_DECLS

gboolean crm_team_check_removal (CrmDb    *db,
                                 gint64    actor,
                                 gint64    user,
                                 GError  **error);
GArray  *crm_team_list_belongings (CrmDb    *db,
                                   CrmSchema *schema,
                                   gint64    user,
                                   GError  **error);
gboolean crm_team_remove        (CrmDoor  *door,
                                 gint64    user,
                                 gint64    heir,
                                 GError  **error);
char    *crm_team_list_administrators (CrmDb *db);

G_END_DECLS
