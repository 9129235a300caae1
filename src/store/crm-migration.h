/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

/**
 * CRM_APPLICATION_ID:
 *
 * "Crm1": how a file says that it is ours (sqlite.org/fileformat.html, 1.3.11).
 */
#define CRM_APPLICATION_ID 0x43726d31

/**
 * CrmFileAge:
 * @CRM_FILE_NEW: there is nothing in it yet
 * @CRM_FILE_CURRENT: this program wrote it
 * @CRM_FILE_OLDER: an older program wrote it
 * @CRM_FILE_NEWER: a newer program wrote it, and may know what this one does not
 *
 * What a file is to this program.
 */
typedef enum
{
  CRM_FILE_NEW,
  CRM_FILE_CURRENT,
  CRM_FILE_OLDER,
  CRM_FILE_NEWER,
} CrmFileAge;

int        crm_migration_get_latest      (void);
void       crm_migration_set_newer_error (const char  *path,
                                          GError     **error);
gboolean   crm_migration_examine         (const char  *path,
                                          CrmFileAge  *age,
                                          GError     **error);
CrmSchema *crm_migration_run             (CrmDb       *db,
                                          CrmSchema   *schema,
                                          const char  *path,
                                          gint64       now,
                                          GError     **error);
gboolean   crm_migration_reconcile       (CrmDb       *db,
                                          CrmSchema   *schema,
                                          GError     **error);

G_END_DECLS
