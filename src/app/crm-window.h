/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-application.h"
#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_WINDOW (crm_window_get_type ())

G_DECLARE_FINAL_TYPE (CrmWindow, crm_window, CRM, WINDOW, AdwApplicationWindow)

CrmWindow *crm_window_new  (CrmApplication *application,
                            CrmViewState   *state);
void       crm_window_open (CrmWindow      *self,
                            CrmWorkspace   *workspace,
                            CrmViewState   *state,
                            gboolean        demo);
void       crm_window_fail (CrmWindow      *self,
                            const char     *why);
void       crm_window_import (CrmWindow    *self,
                              GFile        *file);
gboolean   crm_window_may_close (CrmWindow *self);

G_END_DECLS
