/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_SAMPLE_BAR (crm_sample_bar_get_type ())

G_DECLARE_FINAL_TYPE (CrmSampleBar, crm_sample_bar, CRM, SAMPLE_BAR, AdwBin)

void crm_sample_bar_open (CrmSampleBar *self,
                          CrmWorkspace *workspace);

G_END_DECLS
