/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-clock.h"
#include "crm-db.h"
#include "crm-table.h"

G_BEGIN_DECLS

/**
 * CrmBackup:
 * @path: of the file
 * @kind: "daily", "manual", "before-restore", "before-migration"
 * @time: when it was made, in microseconds
 * @size: in bytes
 * @checked: whether it was checked when it was made, and has not been touched since
 */
typedef struct
{
  char   *path;
  char   *kind;
  gint64  time;
  goffset size;
  gboolean checked;
} CrmBackup;

/**
 * CrmProgressFunc:
 * @done: how much is done
 * @total: of how much, or 0 if that is not known
 */
typedef void (*CrmProgressFunc) (gint64   done,
                                 gint64   total,
                                 gpointer user_data);

void       crm_backup_free       (CrmBackup        *backup);
char      *crm_backup_get_folder (const char       *database);
gboolean   crm_backup_write      (const char       *database,
                                  const char       *target,
                                  CrmProgressFunc   progress,
                                  gpointer          user_data,
                                  GCancellable     *cancellable,
                                  GError          **error);
char      *crm_backup_make       (const char       *database,
                                  const char       *kind,
                                  CrmClock         *clock,
                                  GCancellable     *cancellable,
                                  GError          **error);
GPtrArray *crm_backup_list       (const char       *database,
                                  GError          **error);
gboolean   crm_backup_is_due     (const char       *database,
                                  CrmClock         *clock);
void       crm_backup_rotate     (const char       *database,
                                  CrmClock         *clock);
gboolean   crm_backup_check      (const char       *path,
                                  GError          **error);
CrmSchema *crm_backup_restore    (CrmDb            *target,
                                  const char       *backup,
                                  CrmSchema        *schema,
                                  CrmClock         *clock,
                                  GError          **error);
gboolean   crm_backup_put_in_place (const char     *database,
                                  const char       *backup,
                                  CrmClock         *clock,
                                  char            **kept,
                                  GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBackup, crm_backup_free)

G_END_DECLS
