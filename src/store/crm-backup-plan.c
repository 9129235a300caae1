/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where backups go, how many stay, and what came of the last one: a small text file beside the
 * database. Any thread.
 */

#include "config.h"

#include "crm-backup-plan.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define DAILY_KEPT   7
#define WEEKLY_KEPT  4
#define MONTHLY_KEPT 12

/* Whoever changes the file reads it first, and is alone with it: a thread of this program by a mutex,
 * another program by a lock on the folder. */
typedef struct
{
  GMutexLocker *threads;
  int folder;
} Lock;

static GMutex mutex;

static void
lock_plan (Lock       *lock,
           const char *database)
{
  g_autofree char *folder = g_path_get_dirname (database);

  lock->threads = g_mutex_locker_new (&mutex);
  lock->folder = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  while (lock->folder >= 0 && flock (lock->folder, LOCK_EX) != 0 && errno == EINTR)
    ;
}

static void
lock_clear (Lock *lock)
{
  if (lock->folder >= 0)
    close (lock->folder);
  g_mutex_locker_free (lock->threads);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lock, lock_clear)

static char *
get_path (const char *database)
{
  return g_strconcat (database, ".backups", NULL);
}

/* What a file looks like: who writes to it later makes it look different. */
static char *
describe_file (const char *path)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return NULL;

  return g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, (gint64) info.st_size, (gint64) info.st_mtime);
}

static guint
read_number (GKeyFile   *file,
             const char *key,
             guint       fallback)
{
  g_autoptr (GError) error = NULL;
  int number = g_key_file_get_integer (file, "kept", key, &error);

  return error == NULL && number > 0 ? (guint) number : fallback;
}

static void
read_made (CrmBackupPlan *plan,
           GKeyFile      *file)
{
  g_auto (GStrv) lines = g_key_file_get_string_list (file, "made", "files", NULL, NULL);

  /* "size time path" */
  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      const char *path = strchr (lines[i], ' ');

      path = path != NULL ? strchr (path + 1, ' ') : NULL;
      if (path != NULL)
        g_hash_table_insert (plan->made, g_strdup (path + 1), g_strndup (lines[i], (gsize) (path - lines[i])));
    }
}

/* A file that is not there, or in which somebody made a mess, holds no plan. One that cannot be read
 * may: whoever is going to write it has to know. */
static CrmBackupPlan *
load (const char  *database,
      GError     **error)
{
  CrmBackupPlan *plan = g_new0 (CrmBackupPlan, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) reason = NULL;
  g_autofree char *path = get_path (database);

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &reason) && reason->domain == G_FILE_ERROR &&
      !g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_propagate_prefixed_error (error, g_steal_pointer (&reason), "%s: ", path);

  plan->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  plan->folder = g_key_file_get_string (file, "backups", "folder", NULL);
  plan->daily = read_number (file, "daily", DAILY_KEPT);
  plan->weekly = read_number (file, "weekly", WEEKLY_KEPT);
  plan->monthly = read_number (file, "monthly", MONTHLY_KEPT);
  plan->tried = g_key_file_get_int64 (file, "last", "time", NULL);
  plan->failure = g_key_file_get_string (file, "last", "failure", NULL);
  read_made (plan, file);

  return plan;
}

/**
 * crm_backup_plan_load:
 * @database: the path of a database
 *
 * Returns: (transfer full): the plan, or what holds without one
 */
CrmBackupPlan *
crm_backup_plan_load (const char *database)
{
  return load (database, NULL);
}

/* Under the lock. */
static CrmBackupPlan *
load_to_change (const char  *database,
                GError     **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (CrmBackupPlan) plan = load (database, &reason);

  if (reason == NULL)
    return g_steal_pointer (&plan);

  g_propagate_error (error, g_steal_pointer (&reason));

  return NULL;
}

/**
 * crm_backup_plan_free:
 */
void
crm_backup_plan_free (CrmBackupPlan *plan)
{
  if (plan == NULL)
    return;

  g_free (plan->folder);
  g_free (plan->failure);
  g_hash_table_unref (plan->made);
  g_free (plan);
}

static gboolean
is_gone (const char *backup)
{
  g_autofree char *folder = g_path_get_dirname (backup);

  return g_file_test (folder, G_FILE_TEST_IS_DIR) && !g_file_test (backup, G_FILE_TEST_EXISTS);
}

/* Under the lock. */
static gboolean
save (const CrmBackupPlan  *plan,
      const char           *database,
      GError              **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *path = get_path (database);
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer backup, look;

  if (plan->folder != NULL)
    g_key_file_set_string (file, "backups", "folder", plan->folder);
  g_key_file_set_integer (file, "kept", "daily", (int) plan->daily);
  g_key_file_set_integer (file, "kept", "weekly", (int) plan->weekly);
  g_key_file_set_integer (file, "kept", "monthly", (int) plan->monthly);
  g_key_file_set_int64 (file, "last", "time", plan->tried);
  if (plan->failure != NULL)
    g_key_file_set_string (file, "last", "failure", plan->failure);

  /* Those that are gone are forgotten; those on a drive that is not there are not gone. */
  g_hash_table_iter_init (&iter, plan->made);
  while (g_hash_table_iter_next (&iter, &backup, &look))
    if (!is_gone (backup))
      g_ptr_array_add (lines, g_strconcat (look, " ", backup, NULL));
  if (lines->len > 0)
    g_key_file_set_string_list (file, "made", "files", (const char *const *) lines->pdata, lines->len);

  text = g_key_file_to_data (file, NULL, NULL);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

/**
 * crm_backup_plan_is_checked:
 * @path: of a backup
 *
 * Returns: %TRUE if it was checked when it was made, and has not been touched since
 */
gboolean
crm_backup_plan_is_checked (const CrmBackupPlan *plan,
                            const char          *path)
{
  g_autofree char *look = describe_file (path);

  return look != NULL && g_strcmp0 (look, g_hash_table_lookup (plan->made, path)) == 0;
}

/**
 * crm_backup_plan_set_folder:
 * @database: the path of a database
 * @folder: (nullable): where backups are made from now on; %NULL for beside the database
 * @error: a %G_FILE_ERROR
 */
gboolean
crm_backup_plan_set_folder (const char  *database,
                            const char  *folder,
                            GError     **error)
{
  g_auto (Lock) lock = { 0 };
  g_autoptr (CrmBackupPlan) plan = NULL;

  lock_plan (&lock, database);
  plan = load_to_change (database, error);
  if (plan == NULL)
    return FALSE;

  g_free (plan->folder);
  plan->folder = g_strdup (folder);

  return save (plan, database, error);
}

/**
 * crm_backup_plan_set_kept:
 * @database: the path of a database
 * @daily: of how many days one is kept, at least one
 * @weekly: of how many weeks one is kept, at least one
 * @monthly: of how many months one is kept, at least one
 * @error: a %G_FILE_ERROR
 */
gboolean
crm_backup_plan_set_kept (const char  *database,
                          guint        daily,
                          guint        weekly,
                          guint        monthly,
                          GError     **error)
{
  g_auto (Lock) lock = { 0 };
  g_autoptr (CrmBackupPlan) plan = NULL;

  lock_plan (&lock, database);
  plan = load_to_change (database, error);
  if (plan == NULL)
    return FALSE;

  plan->daily = daily;
  plan->weekly = weekly;
  plan->monthly = monthly;

  return save (plan, database, error);
}

/**
 * crm_backup_plan_note_try:
 * @database: the path of a database
 * @time: when the program made a backup by itself, or tried to
 * @failure: (nullable): why that did not work
 * @error: a %G_FILE_ERROR
 */
gboolean
crm_backup_plan_note_try (const char  *database,
                          gint64       time,
                          const char  *failure,
                          GError     **error)
{
  g_auto (Lock) lock = { 0 };
  g_autoptr (CrmBackupPlan) plan = NULL;

  lock_plan (&lock, database);
  plan = load_to_change (database, error);
  if (plan == NULL)
    return FALSE;

  plan->tried = time;
  g_free (plan->failure);
  plan->failure = g_strdup (failure);

  return save (plan, database, error);
}

/**
 * crm_backup_plan_note_made:
 * @database: the path of a database
 * @path: of a backup of it that was made and checked just now
 * @error: a %G_FILE_ERROR
 */
gboolean
crm_backup_plan_note_made (const char  *database,
                           const char  *path,
                           GError     **error)
{
  g_auto (Lock) lock = { 0 };
  g_autoptr (CrmBackupPlan) plan = NULL;
  g_autofree char *look = describe_file (path);

  lock_plan (&lock, database);
  plan = load_to_change (database, error);
  if (plan == NULL)
    return FALSE;

  if (look != NULL)
    g_hash_table_insert (plan->made, g_strdup (path), g_steal_pointer (&look));

  return save (plan, database, error);
}
