/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-filter.h"
#include "crm-view-state.h"

G_BEGIN_DECLS

#define CRM_TYPE_FILTER_BAR (crm_filter_bar_get_type ())

G_DECLARE_FINAL_TYPE (CrmFilterBar, crm_filter_bar, CRM, FILTER_BAR, AdwBin)

void crm_filter_bar_open    (CrmFilterBar *self,
                             CrmWorkspace *workspace,
                             CrmViewState *state,
                             CrmFilter    *filter);
void crm_filter_bar_set_passing (CrmFilterBar *self,
                             gboolean      passing);
void crm_filter_bar_edit    (CrmFilterBar *self);
void crm_filter_bar_save    (CrmFilterBar *self);
void crm_filter_bar_explain (CrmFilterBar *self,
                             gint64        record);

G_END_DECLS
