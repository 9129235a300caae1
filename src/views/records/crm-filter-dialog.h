/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-condition.h"
#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_FILTER_DIALOG (crm_filter_dialog_get_type ())

G_DECLARE_FINAL_TYPE (CrmFilterDialog, crm_filter_dialog, CRM, FILTER_DIALOG, AdwWindow)

CrmFilterDialog *crm_filter_dialog_new     (CrmWorkspace    *workspace,
                                            CrmViewState    *state,
                                            const char      *type,
                                            CrmCondition    *condition,
                                            GtkWindow       *parent);
void             crm_filter_dialog_set_saved (CrmFilterDialog *self,
                                            gint64           id,
                                            const char      *name,
                                            gboolean         pinned,
                                            gboolean         is_filter);

G_END_DECLS
