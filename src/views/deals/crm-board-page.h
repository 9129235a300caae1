/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-filter.h"
#include "crm-page.h"

G_BEGIN_DECLS

#define CRM_TYPE_BOARD_PAGE (crm_board_page_get_type ())

G_DECLARE_FINAL_TYPE (CrmBoardPage, crm_board_page, CRM, BOARD_PAGE, CrmPage)

CrmPage   *crm_board_page_new        (CrmFilter    *filter);
CrmFilter *crm_board_page_get_filter (CrmBoardPage *self);

G_END_DECLS
