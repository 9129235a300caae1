/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-list-page.h"

G_BEGIN_DECLS

GMenuModel *crm_list_menu_new           (CrmListPage *page,
                                         GMenuModel  *own);
GMenuModel *crm_list_menu_new_row       (GMenuModel  *commands);
GMenuModel *crm_list_menu_new_selection (GMenuModel  *commands);

G_END_DECLS
