/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_BUSY_BAR (crm_busy_bar_get_type ())

G_DECLARE_FINAL_TYPE (CrmBusyBar, crm_busy_bar, CRM, BUSY_BAR, AdwBin)

void crm_busy_bar_open (CrmBusyBar   *self,
                        CrmWorkspace *workspace);

G_END_DECLS
