/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-backup.h"
#include "crm-db-private.h"

G_BEGIN_DECLS

gboolean _crm_backup_set_file_error (GError           **error,
                                     const char        *path,
                                     int                code);
gboolean _crm_backup_sync           (const char        *path,
                                     int                flags,
                                     GError           **error);
gboolean _crm_backup_copy_pages     (CrmDb             *from,
                                     CrmDb             *to,
                                     CrmProgressFunc    progress,
                                     gpointer           user_data,
                                     GCancellable      *cancellable,
                                     GError           **error);

G_END_DECLS
