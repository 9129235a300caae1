/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_PAIR (crm_pair_get_type ())

G_DECLARE_FINAL_TYPE (CrmPair, crm_pair, CRM, PAIR, GtkWidget)

G_END_DECLS
