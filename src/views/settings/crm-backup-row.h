/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "crm-backup.h"

G_BEGIN_DECLS

#define CRM_TYPE_BACKUP_ROW (crm_backup_row_get_type ())

G_DECLARE_FINAL_TYPE (CrmBackupRow, crm_backup_row, CRM, BACKUP_ROW, AdwActionRow)

GtkWidget  *crm_backup_row_new         (const CrmBackup *backup,
                                        gint64           now);
const char *crm_backup_row_get_path    (CrmBackupRow    *self);
const char *crm_backup_row_get_when    (CrmBackupRow    *self);
void        crm_backup_row_set_busy    (CrmBackupRow    *self,
                                        gboolean         busy);
void        crm_backup_row_set_checked (CrmBackupRow    *self,
                                        const char      *damage);

G_END_DECLS
