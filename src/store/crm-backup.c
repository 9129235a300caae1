/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Backups: made while the program works, checked before they count, and thinned out so that some
 * days, weeks and months and the last three of every other kind stay. They lie beside the database
 * in a folder `backups`, or where people want them (crm-backup-plan.c).
 */

#include "config.h"

#include "crm-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "crm-backup-plan.h"
#include "crm-backup-private.h"
#include "crm-migration.h"

#define PAGES_IN_A_STEP 1000

#define OTHER_KEPT 3

/**
 * crm_backup_free:
 */
void
crm_backup_free (CrmBackup *backup)
{
  if (backup == NULL)
    return;

  g_free (backup->path);
  g_free (backup->kind);
  g_free (backup);
}

static char *
get_own_folder (const char *database)
{
  g_autofree char *folder = g_path_get_dirname (database);

  return g_build_filename (folder, "backups", NULL);
}

/**
 * crm_backup_get_folder:
 * @database: the path of a database
 *
 * Returns: (transfer full): where its backups are made
 */
char *
crm_backup_get_folder (const char *database)
{
  g_autoptr (CrmBackupPlan) plan = crm_backup_plan_load (database);

  return plan->folder != NULL ? g_strdup (plan->folder) : get_own_folder (database);
}

/* What the names of its backups begin with: several databases may share a folder. */
static char *
get_prefix (const char *database)
{
  g_autofree char *name = g_path_get_basename (database);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return g_strconcat (name, "-", NULL);
}

/*< private >
 * Says that a file cannot be written; @code is that of the system.
 *
 * Returns: %FALSE
 */
gboolean
_crm_backup_set_file_error (GError     **error,
                            const char  *path,
                            int          code)
{
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), _("“%s” cannot be written: %s."), path, g_strerror (code));

  return FALSE;
}

/*< private >
 * Waits until a file is on the disk, or with %O_DIRECTORY the names in a folder.
 */
gboolean
_crm_backup_sync (const char  *path,
                  int          flags,
                  GError     **error)
{
  int fd = open (path, flags | O_CLOEXEC);
  int result;

  if (fd < 0)
    return _crm_backup_set_file_error (error, path, errno);

  result = fsync (fd);
  close (fd);

  return result == 0 || _crm_backup_set_file_error (error, path, errno);
}

/* What is wrong with the pages that are read is not the fault of where they go. */
static void
set_copy_error (CrmDb   *from,
                CrmDb   *to,
                int      code,
                GError **error)
{
  gboolean unreadable = (code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB ||
                        code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ;

  _crm_db_set_error (unreadable ? from : to, code, error);
}

/*< private >
 * Copies one database over another, in one transaction of each.
 */
gboolean
_crm_backup_copy_pages (CrmDb            *from,
                        CrmDb            *to,
                        CrmProgressFunc   progress,
                        gpointer          user_data,
                        GCancellable     *cancellable,
                        GError          **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  int code;

  if (backup == NULL)
    {
      _crm_db_set_error (to, sqlite3_extended_errcode (to->handle), error);
      return FALSE;
    }

  /* SQLite waits by itself where another program holds a lock, and says so if that takes too long. */
  do
    {
      code = sqlite3_backup_step (backup, PAGES_IN_A_STEP);
      if (progress != NULL)
        progress (sqlite3_backup_pagecount (backup) - sqlite3_backup_remaining (backup),
                  sqlite3_backup_pagecount (backup), user_data);
    }
  while (code == SQLITE_OK && !g_cancellable_is_cancelled (cancellable));

  sqlite3_backup_finish (backup);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  if (code != SQLITE_DONE)
    {
      set_copy_error (from, to, code, error);
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_backup_check:
 * @path: of a backup
 * @error: %CRM_STORE_ERROR_DAMAGED, %CRM_STORE_ERROR_FOREIGN, %CRM_STORE_ERROR_NEWER
 *
 * Reads a whole file and says whether it is a sound database that this program can use.
 */
gboolean
crm_backup_check (const char  *path,
                  GError     **error)
{
  g_autoptr (CrmDb) db = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *verdict = NULL;
  gint64 n_programs;
  CrmFileAge age;

  if (!crm_migration_examine (path, &age, error))
    return FALSE;

  if (age == CRM_FILE_NEW)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, _("There is nothing in “%s”."), path);
      return FALSE;
    }
  if (age == CRM_FILE_NEWER)
    {
      crm_migration_set_newer_error (path, error);
      return FALSE;
    }

  db = crm_db_open (path, CRM_DB_FOREIGN, error);
  if (db == NULL)
    return FALSE;

  verdict = crm_db_get_text (db, error, "PRAGMA quick_check (1)", "");
  if (verdict == NULL)
    return FALSE;
  if (strcmp (verdict, "ok") != 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED, _("“%s” is damaged: %s"), path, verdict);
      return FALSE;
    }

  /* We have none; in a file from elsewhere they could do something with every write. */
  n_programs = crm_db_get_integer (db, 0, &reason, "SELECT count (*) FROM sqlite_schema WHERE type IN ('trigger', 'view')", "");
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (n_programs > 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN,
                   _("“%s” has been changed by another program and cannot be trusted. Choose another backup."), path);
      return FALSE;
    }

  return TRUE;
}

/* Writes a copy of a database beside @target, under a name that nobody else uses, and checks it.
 * Returns its path. */
static char *
write_part (const char       *database,
            const char       *target,
            CrmProgressFunc   progress,
            gpointer          user_data,
            GCancellable     *cancellable,
            GError          **error)
{
  g_autofree char *part = g_strdup_printf ("%s.%08x.part", target, g_random_int ());
  gboolean copied = FALSE;

  {
    g_autoptr (CrmDb) from = crm_db_open (database, CRM_DB_FOREIGN, error);
    g_autoptr (CrmDb) to = NULL;
    int fd;

    if (from == NULL)
      return NULL;

    fd = open (part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
      {
        _crm_backup_set_file_error (error, target, errno);
        return NULL;
      }
    close (fd);

    /* One transaction, so that commits in between do not make it begin anew. */
    to = crm_db_open (part, CRM_DB_READ, error);
    if (to != NULL && crm_db_exec (to, "PRAGMA query_only = OFF", error) &&
        crm_db_exec (from, "BEGIN; SELECT count (*) FROM sqlite_schema", error))
      copied = _crm_backup_copy_pages (from, to, progress, user_data, cancellable, error) &&
               crm_db_exec (to, "PRAGMA journal_mode = DELETE", error);
  }

  if (!copied || !crm_backup_check (part, error) || !_crm_backup_sync (part, O_RDONLY, error))
    {
      g_unlink (part);
      return NULL;
    }

  return g_steal_pointer (&part);
}

/* Gives a copy its name. With %RENAME_NOREPLACE it fails where there is such a file, on file systems
 * that can tell. */
static gboolean
put_in_place (const char    *part,
              const char    *target,
              unsigned int   flags,
              GError       **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  int result = renameat2 (AT_FDCWD, part, AT_FDCWD, target, flags);

  if (result != 0 && flags != 0 && (errno == EINVAL || errno == ENOSYS))
    result = g_rename (part, target);

  return result == 0 ? _crm_backup_sync (folder, O_RDONLY | O_DIRECTORY, error)
                     : _crm_backup_set_file_error (error, target, errno);
}

/**
 * crm_backup_write:
 * @database: the path of a database, which may be in use
 * @target: where to write the copy
 * @progress: (nullable) (scope call): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): to stop
 * @error: a %CRM_STORE_ERROR, or a %G_IO_ERROR
 *
 * Writes a copy of a database, as it is at one moment. @target appears, or is replaced, when the
 * copy is complete and checked.
 */
gboolean
crm_backup_write (const char       *database,
                  const char       *target,
                  CrmProgressFunc   progress,
                  gpointer          user_data,
                  GCancellable     *cancellable,
                  GError          **error)
{
  g_autofree char *part = write_part (database, target, progress, user_data, cancellable, error);

  if (part == NULL)
    return FALSE;
  if (put_in_place (part, target, 0, error))
    return TRUE;

  g_unlink (part);

  return FALSE;
}

/* Of backups and restores that were cut off when the program or the computer ended. */
static void
remove_leftovers (const char *folder,
                  const char *prefix)
{
  static const char *const suffixes[] = { ".part", ".part-journal", ".restore", ".restore-wal", ".restore-shm" };
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 old = g_get_real_time () / G_USEC_PER_SEC - 24 * 60 * 60;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (!g_str_has_prefix (name, prefix) || g_stat (path, &info) != 0 || info.st_mtime >= old)
        continue;

      for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
        if (g_str_has_suffix (name, suffixes[i]))
          g_unlink (path);
    }
}

static void
tidy (const char *database,
      const char *folder,
      const char *prefix)
{
  g_autofree char *own = g_path_get_dirname (database);
  g_autofree char *name = g_path_get_basename (database);
  g_autofree char *beside = g_strconcat (name, ".", NULL);

  remove_leftovers (folder, prefix);
  remove_leftovers (own, beside);
}

static char *
make_path (const char *folder,
           const char *prefix,
           const char *kind,
           gint64      second)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (second);
  g_autofree char *stamp = g_date_time_format (time, "%Y%m%dT%H%M%SZ");
  g_autofree char *name = g_strdup_printf ("%s%s-%s.db", prefix, stamp, kind);

  return g_build_filename (folder, name, NULL);
}

/**
 * crm_backup_make:
 * @database: the path of a database
 * @kind: why
 * @clock: says what time it is
 * @cancellable: (nullable): to stop
 * @error: a %CRM_STORE_ERROR, or a %G_IO_ERROR
 *
 * Makes a backup where backups are kept, and removes those that are too many.
 *
 * Returns: (transfer full) (nullable): its path, or %NULL with @error set
 */
char *
crm_backup_make (const char    *database,
                 const char    *kind,
                 CrmClock      *clock,
                 GCancellable  *cancellable,
                 GError       **error)
{
  g_autoptr (CrmBackupPlan) plan = crm_backup_plan_load (database);
  g_autofree char *folder = plan->folder != NULL ? g_strdup (plan->folder) : get_own_folder (database);
  g_autofree char *prefix = get_prefix (database);
  gint64 second = crm_clock_get_now (clock) / G_USEC_PER_SEC;
  g_autofree char *path = make_path (folder, prefix, kind, second);
  g_autofree char *part = NULL;
  g_autoptr (GError) reason = NULL;

  /* A folder that somebody chose may be on a drive that is not there; making it anew would hide that. */
  if (plan->folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING,
                   _("The folder for backups, “%s”, is not there. Connect the drive that it is on, or choose another folder."),
                   folder);
      return NULL;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      _crm_backup_set_file_error (error, folder, errno);
      return NULL;
    }

  tidy (database, folder, prefix);
  part = write_part (database, path, NULL, NULL, cancellable, error);
  if (part == NULL)
    return NULL;

  /* Two of one second do not take each other's place, even if two programs make them. */
  while (g_file_test (path, G_FILE_TEST_EXISTS) || !put_in_place (part, path, RENAME_NOREPLACE, &reason))
    {
      if (reason != NULL && !g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_EXISTS))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          g_unlink (part);
          return NULL;
        }
      g_clear_error (&reason);
      g_free (path);
      path = make_path (folder, prefix, kind, ++second);
    }

  if (!crm_backup_plan_note_made (database, path, error))
    return NULL;

  crm_backup_rotate (database, clock);

  return g_steal_pointer (&path);
}

static CrmBackup *
backup_from_name (const char *folder,
                  const char *prefix,
                  const char *name)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *stamp = NULL;
  CrmBackup *backup;
  GStatBuf info;
  const char *rest;

  /* crm-20260329T015958Z-kind.db */
  if (!g_str_has_prefix (name, prefix) || !g_str_has_suffix (name, ".db"))
    return NULL;

  rest = name + strlen (prefix);
  if (strlen (rest) < 21 || rest[16] != '-')
    return NULL;

  stamp = g_strndup (rest, 16);
  time = g_date_time_new_from_iso8601 (stamp, utc);
  if (time == NULL)
    return NULL;

  backup = g_new0 (CrmBackup, 1);
  backup->path = g_build_filename (folder, name, NULL);
  backup->kind = g_strndup (rest + 17, strlen (rest) - 17 - strlen (".db"));
  backup->time = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  if (g_stat (backup->path, &info) == 0)
    backup->size = info.st_size;

  return backup;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const CrmBackup *first = *(const CrmBackup *const *) a;
  const CrmBackup *second = *(const CrmBackup *const *) b;

  return first->time > second->time ? -1 : first->time < second->time;
}

static gboolean
list_folder (const char           *folder,
             const char           *prefix,
             const CrmBackupPlan  *plan,
             GPtrArray            *backups,
             GError              **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;

  dir = g_dir_open (folder, 0, error);
  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      CrmBackup *backup = backup_from_name (folder, prefix, name);

      if (backup == NULL)
        continue;

      backup->checked = crm_backup_plan_is_checked (plan, backup->path);
      g_ptr_array_add (backups, backup);
    }

  return TRUE;
}

/**
 * crm_backup_list:
 * @database: the path of a database
 * @error: a %G_FILE_ERROR
 *
 * Those beside the database are listed even if they are made elsewhere now.
 *
 * Returns: (transfer full) (element-type CrmBackup) (nullable): its backups, the newest first
 */
GPtrArray *
crm_backup_list (const char  *database,
                 GError     **error)
{
  g_autoptr (CrmBackupPlan) plan = crm_backup_plan_load (database);
  g_autoptr (GPtrArray) backups = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_backup_free);
  g_autofree char *prefix = get_prefix (database);
  g_autofree char *own = get_own_folder (database);

  if (!list_folder (own, prefix, plan, backups, error) ||
      (plan->folder != NULL && strcmp (plan->folder, own) != 0 && !list_folder (plan->folder, prefix, plan, backups, error)))
    return NULL;

  g_ptr_array_sort (backups, compare_newest_first);

  return g_steal_pointer (&backups);
}

/**
 * crm_backup_is_due:
 * @database: the path of a database
 * @clock: says what time it is
 *
 * Returns: %TRUE if the last daily backup is more than a day old, or from the future
 */
gboolean
crm_backup_is_due (const char *database,
                   CrmClock   *clock)
{
  g_autoptr (GPtrArray) backups = crm_backup_list (database, NULL);
  gint64 now = crm_clock_get_now (clock);

  for (guint i = 0; backups != NULL && i < backups->len; i++)
    {
      const CrmBackup *backup = g_ptr_array_index (backups, i);

      if (strcmp (backup->kind, "daily") == 0 && backup->time <= now && now - backup->time < G_TIME_SPAN_DAY)
        return FALSE;
    }

  return TRUE;
}

/* A row of days, weeks or months of which the newest backup is kept, for the last @left of them. */
typedef struct
{
  const char *format;
  guint left;
  char *last;
} Shelf;

/* Backups come newest first. */
static gboolean
keep_on_shelf (Shelf           *shelf,
               const CrmBackup *backup)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (backup->time / G_USEC_PER_SEC);
  g_autofree char *label = g_date_time_format (time, shelf->format);

  if (shelf->left == 0 || g_strcmp0 (label, shelf->last) == 0)
    return FALSE;

  g_free (shelf->last);
  shelf->last = g_steal_pointer (&label);
  shelf->left--;

  return TRUE;
}

/**
 * crm_backup_rotate:
 * @database: the path of a database
 * @clock: says what time it is
 *
 * Removes backups that are too many: of those that the program makes every day the newest of as
 * many days, weeks and months stay as the plan says; of every other kind the last three. Those
 * that people asked for stay, and so does what others have put into a folder that is not ours.
 */
void
crm_backup_rotate (const char *database,
                   CrmClock   *clock)
{
  g_autoptr (CrmBackupPlan) plan = crm_backup_plan_load (database);
  g_autoptr (GPtrArray) backups = crm_backup_list (database, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *own = get_own_folder (database);
  Shelf shelves[] = { { "%F", plan->daily, NULL }, { "%G-%V", plan->weekly, NULL }, { "%Y-%m", plan->monthly, NULL } };

  for (guint i = 0; backups != NULL && i < backups->len; i++)
    {
      CrmBackup *backup = g_ptr_array_index (backups, i);
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (seen, backup->kind)) + 1;
      g_autofree char *folder = g_path_get_dirname (backup->path);
      gboolean keep = strcmp (backup->kind, "manual") == 0;

      g_hash_table_insert (seen, backup->kind, GUINT_TO_POINTER (n));
      if (strcmp (backup->kind, "daily") == 0)
        for (guint k = 0; k < G_N_ELEMENTS (shelves); k++)
          keep |= keep_on_shelf (&shelves[k], backup);
      else
        keep |= n <= OTHER_KEPT;

      if (!keep && (strcmp (folder, own) == 0 || g_hash_table_contains (plan->made, backup->path)))
        g_unlink (backup->path);
    }

  for (guint k = 0; k < G_N_ELEMENTS (shelves); k++)
    g_free (shelves[k].last);
}
