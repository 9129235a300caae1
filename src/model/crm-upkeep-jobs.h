/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-trash.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

void       crm_upkeep_back_up_async  (CrmWorkspace         *workspace,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
char      *crm_upkeep_back_up_finish (CrmWorkspace         *workspace,
                                      GAsyncResult         *result,
                                      GError              **error);
void       crm_upkeep_restore_async  (CrmWorkspace         *workspace,
                                      const char           *backup,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean   crm_upkeep_restore_finish (CrmWorkspace         *workspace,
                                      GAsyncResult         *result,
                                      GError              **error);
void       crm_upkeep_check_async    (CrmWorkspace         *workspace,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GPtrArray *crm_upkeep_check_finish   (CrmWorkspace         *workspace,
                                      GAsyncResult         *result,
                                      GError              **error);
gboolean   crm_upkeep_repair         (CrmWorkspace         *workspace,
                                      GError              **error);
void       crm_upkeep_repair_async   (CrmWorkspace         *workspace,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean   crm_upkeep_repair_finish  (CrmWorkspace         *workspace,
                                      GAsyncResult         *result,
                                      GError              **error);
gint64     crm_upkeep_purge          (CrmWorkspace         *workspace,
                                      GArray               *keys,
                                      CrmCause              cause,
                                      GError              **error);
void       crm_upkeep_purge_async    (CrmWorkspace         *workspace,
                                      GArray               *keys,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gint64     crm_upkeep_purge_finish   (CrmWorkspace         *workspace,
                                      GAsyncResult         *result,
                                      GError              **error);

G_END_DECLS
