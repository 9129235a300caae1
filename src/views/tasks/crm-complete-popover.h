/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_COMPLETE_POPOVER (crm_complete_popover_get_type ())

G_DECLARE_FINAL_TYPE (CrmCompletePopover, crm_complete_popover, CRM, COMPLETE_POPOVER, GtkPopover)

/* For whatever is no check box (CrmTaskCheck), such as a menu item: asks what came of @task beside
 * @relative_to, a widget with a layout manager, and completes it in one step that can be undone.
 * The popover goes away by itself; "closed" says when. */
CrmCompletePopover *crm_complete_popover_run    (CrmWorkspace       *workspace,
                                                 CrmRecord          *task,
                                                 GtkWidget          *relative_to,
                                                 const GdkRectangle *at);
void                crm_complete_popover_reopen (CrmWorkspace       *workspace,
                                                 CrmRecord          *task,
                                                 GtkWidget          *widget);

G_END_DECLS
