/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

/**
 * CrmMatch:
 * @contact: somebody who would come in
 * @deal: the deal for which, or 0
 * @trigger: the place of the trigger that fits, among those of the automation
 */
typedef struct
{
  gint64 contact;
  gint64 deal;
  guint  trigger;
} CrmMatch;

GArray   *crm_matching_find           (CrmDb      *db,
                                       CrmSchema  *schema,
                                       CrmClock   *clock,
                                       gint64      automation,
                                       GError    **error);
gboolean  crm_matching_count_today    (CrmDb      *db,
                                       CrmSchema  *schema,
                                       CrmClock   *clock,
                                       gint64      automation,
                                       guint      *n_today,
                                       GError    **error);
gboolean  crm_matching_add            (CrmDoor    *door,
                                       gint64      automation,
                                       guint      *n_added,
                                       GError    **error);
gboolean  crm_matching_count_released (CrmStore   *store,
                                       gint64      batch,
                                       guint      *n_released,
                                       GError    **error);

G_END_DECLS
