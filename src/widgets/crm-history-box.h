/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_HISTORY_BOX (crm_history_box_get_type ())

G_DECLARE_FINAL_TYPE (CrmHistoryBox, crm_history_box, CRM, HISTORY_BOX, GtkWidget)

void crm_history_box_open       (CrmHistoryBox *self,
                                 CrmWorkspace  *workspace,
                                 CrmViewState  *state,
                                 const char    *type);
void crm_history_box_set_record (CrmHistoryBox *self,
                                 gint64         id);

G_END_DECLS
