/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-merge.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

void        crm_unmerge_look_async  (CrmWorkspace         *workspace,
                                     gint64                merge,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
CrmUnmerge *crm_unmerge_look_finish (CrmWorkspace         *workspace,
                                     GAsyncResult         *result,
                                     GError              **error);
void        crm_unmerge_async       (CrmWorkspace         *workspace,
                                     gint64                merge,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
CrmUnmerge *crm_unmerge_finish      (CrmWorkspace         *workspace,
                                     GAsyncResult         *result,
                                     CrmCommit           **commit,
                                     GError              **error);

G_END_DECLS
