/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRM_TYPE_SELECTION_BAR (crm_selection_bar_get_type ())

G_DECLARE_FINAL_TYPE (CrmSelectionBar, crm_selection_bar, CRM, SELECTION_BAR, AdwBin)

void crm_selection_bar_show         (CrmSelectionBar *self,
                                     const char      *text,
                                     guint            n,
                                     guint            all);
void crm_selection_bar_offer        (CrmSelectionBar *self,
                                     gboolean         subscribe,
                                     gboolean         merge);
void crm_selection_bar_set_commands (CrmSelectionBar *self,
                                     GMenuModel      *commands);

G_END_DECLS
