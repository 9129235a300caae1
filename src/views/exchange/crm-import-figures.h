/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-import.h"

G_BEGIN_DECLS

char *crm_import_figures_say (const gint64 counts[4]);

G_END_DECLS
