/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_BACKGROUND (crm_background_get_type ())

G_DECLARE_FINAL_TYPE (CrmBackground, crm_background, CRM, BACKGROUND, GObject)

CrmBackground *crm_background_new        (GApplication  *application,
                                          CrmWorkspace  *workspace,
                                          CrmViewState  *state,
                                          gboolean       may_stay);
void           crm_background_set_window (CrmBackground *self,
                                          gboolean       is_open);

G_END_DECLS
