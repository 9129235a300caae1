/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define CRM_TYPE_SPINNER (crm_spinner_get_type ())

G_DECLARE_FINAL_TYPE (CrmSpinner, crm_spinner, CRM, SPINNER, AdwBin)

GtkWidget *crm_spinner_new (void);

G_END_DECLS
