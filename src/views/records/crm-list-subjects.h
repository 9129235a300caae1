/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-list-page.h"

G_BEGIN_DECLS

/**
 * CrmSubjectsFunc:
 * @ids: (element-type gint64): what rows are about
 */
typedef void (*CrmSubjectsFunc) (CrmListPage *page,
                                 GArray      *ids);

void crm_list_subjects_read (CrmListPage     *page,
                             gboolean         all,
                             CrmSubjectsFunc  func);

G_END_DECLS
