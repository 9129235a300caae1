/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-view-state.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

#define CRM_TYPE_SEGMENT_LIST (crm_segment_list_get_type ())

G_DECLARE_FINAL_TYPE (CrmSegmentList, crm_segment_list, CRM, SEGMENT_LIST, AdwBin)

void       crm_segment_list_open          (CrmSegmentList *self,
                                           CrmWorkspace   *workspace,
                                           CrmViewState   *state,
                                           gboolean        pinned_only);
GtkWindow *crm_segment_list_make_window   (CrmWorkspace   *workspace,
                                           CrmViewState   *state,
                                           GtkWindow      *parent);

G_END_DECLS
