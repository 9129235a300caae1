/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "crm-subscribers.h"

G_BEGIN_DECLS

void crm_list_writing_run (CrmWorkspace  *workspace,
                           CrmListChange *change,
                           const char    *name,
                           const char    *who,
                           GtkWidget     *teller);

G_END_DECLS
