/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_PLACE_SELECTION (crm_place_selection_get_type ())

G_DECLARE_FINAL_TYPE (CrmPlaceSelection, crm_place_selection, CRM, PLACE_SELECTION, GObject)

CrmPlaceSelection *crm_place_selection_new (GListModel *list);

G_END_DECLS
