/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

gint64   crm_stages_count_deals     (CrmDb    *db,
                                     gint64    stage);
gint64   crm_stages_count_deals_of_pipeline (CrmDb *db,
                                     gint64    pipeline);
gboolean crm_stages_remove          (CrmDoor  *door,
                                     gint64    stage,
                                     gint64    heir,
                                     GError  **error);
gboolean crm_stages_remove_pipeline (CrmDoor  *door,
                                     gint64    pipeline,
                                     gint64    heir,
                                     GError  **error);

G_END_DECLS
