/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "crm-workspace.h"

G_BEGIN_DECLS

char    *crm_calendar_format        (CrmDb                *db,
                                     CrmSchema            *schema,
                                     const gint64         *ids,
                                     guint                 n_ids,
                                     gint64                now,
                                     GError              **error);
void     crm_calendar_export_async  (CrmWorkspace         *workspace,
                                     GArray               *ids,
                                     GFile                *file,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean crm_calendar_export_finish (CrmWorkspace         *workspace,
                                     GAsyncResult         *result,
                                     guint                *n_tasks,
                                     GError              **error);

G_END_DECLS
