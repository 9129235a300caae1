/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * CrmBackupPlan:
 * @folder: (nullable): where backups are made; %NULL for beside the database
 * @daily: of how many days one is kept
 * @weekly: of how many weeks one is kept
 * @monthly: of how many months one is kept
 * @tried: when the program last made a backup by itself, or tried to, in microseconds; or 0
 * @failure: (nullable): why that did not work
 * @made: (element-type utf8 utf8): the backups that were made and checked here: their paths, and
 *   what the files looked like then
 *
 * Where the backups of a database are made and how many are kept. It is kept beside the database,
 * not in it: it is wanted most when the database cannot be read.
 */
typedef struct
{
  char       *folder;
  guint       daily;
  guint       weekly;
  guint       monthly;
  gint64      tried;
  char       *failure;
  GHashTable *made;
} CrmBackupPlan;

CrmBackupPlan *crm_backup_plan_load        (const char           *database);
void           crm_backup_plan_free        (CrmBackupPlan        *plan);
gboolean       crm_backup_plan_is_checked  (const CrmBackupPlan  *plan,
                                            const char           *path);
gboolean       crm_backup_plan_set_folder  (const char           *database,
                                            const char           *folder,
                                            GError              **error);
gboolean       crm_backup_plan_set_kept    (const char           *database,
                                            guint                 daily,
                                            guint                 weekly,
                                            guint                 monthly,
                                            GError              **error);
gboolean       crm_backup_plan_note_try    (const char           *database,
                                            gint64                time,
                                            const char           *failure,
                                            GError              **error);
gboolean       crm_backup_plan_note_made   (const char           *database,
                                            const char           *path,
                                            GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmBackupPlan, crm_backup_plan_free)

G_END_DECLS
