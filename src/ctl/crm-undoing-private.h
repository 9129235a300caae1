/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-ctl-private.h"

G_BEGIN_DECLS

CrmExit _crm_undoing_run (CrmCtl   *ctl,
                          gint64    step,
                          gboolean  redo,
                          gboolean  as_json,
                          GError  **error);

G_END_DECLS
