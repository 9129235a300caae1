/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_WELCOME (crm_welcome_get_type ())

G_DECLARE_FINAL_TYPE (CrmWelcome, crm_welcome, CRM, WELCOME, AdwBin)

void crm_welcome_open (CrmWelcome   *self,
                       CrmWorkspace *workspace);
void crm_welcome_fill (CrmWelcome   *self);

G_END_DECLS
