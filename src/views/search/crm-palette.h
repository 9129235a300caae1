/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_PALETTE (crm_palette_get_type ())

G_DECLARE_FINAL_TYPE (CrmPalette, crm_palette, CRM, PALETTE, AdwWindow)

CrmPalette *crm_palette_new         (CrmWorkspace *workspace,
                                     GtkWindow    *parent);
void        crm_palette_add_command (CrmPalette   *self,
                                     const char   *label,
                                     const char   *keywords,
                                     const char   *icon,
                                     const char   *action);

G_END_DECLS
