/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-list-page.h"

G_BEGIN_DECLS

void     crm_list_commands_install   (GtkWidgetClass *widget_class);
void     crm_list_commands_update    (CrmListPage    *page);
gboolean crm_list_commands_can_merge (CrmListPage    *page);

G_END_DECLS
