/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The way back to a backup: into a database that is open, as one commit that everybody sees, or into
 * the place of one that cannot be opened any more. Either all of it or nothing, and what was there is
 * kept.
 */

#include "config.h"

#include "crm-backup.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "crm-backup-private.h"
#include "crm-migration.h"

/* Two programs may be at it at once. */
static char *
make_part_name (const char *database)
{
  return g_strdup_printf ("%s.%08x.restore", database, g_random_int ());
}

/* Without a home a file is taken for the copy that it is, and becomes another device. */
static gboolean
forget_home (CrmDb   *db,
             GError **error)
{
  return crm_db_run (db, error, "DELETE FROM meta WHERE name = 'home'", "");
}

/* Copies a backup to @part and brings it up to date there, so that a failure does no harm. */
static CrmSchema *
prepare_restore (const char  *backup,
                 const char  *part,
                 const char  *path,
                 CrmSchema   *schema,
                 gint64       now,
                 GError     **error)
{
  g_autoptr (CrmDb) db = NULL;

  if (!crm_backup_write (backup, part, NULL, NULL, NULL, error))
    return NULL;

  db = crm_db_open (part, CRM_DB_WRITE, error);
  if (db == NULL || !forget_home (db, error))
    return NULL;

  return crm_migration_run (db, schema, path, now, error);
}

/**
 * crm_backup_restore:
 * @target: the connection of the writer
 * @backup: the path of a backup
 * @schema: what its tables should be, without what people have added
 * @clock: says what time it is
 * @error: a %CRM_STORE_ERROR; the database is as it was then
 *
 * Brings a copy of the backup up to date, makes a backup of what is there, and replaces everything
 * in the database by the copy, as one commit. Other connections see the new content with their
 * next statement.
 *
 * Returns: (transfer full) (nullable): the tables with what people have added, or %NULL with
 *   @error set
 */
CrmSchema *
crm_backup_restore (CrmDb       *target,
                    const char  *backup,
                    CrmSchema   *schema,
                    CrmClock    *clock,
                    GError     **error)
{
  const char *path = crm_db_get_path (target);
  g_autofree char *part = make_part_name (path);
  g_autoptr (CrmSchema) loaded = NULL;
  g_autofree char *safety = NULL;
  g_autofree char *log = g_strconcat (part, "-wal", NULL);
  g_autofree char *memory = g_strconcat (part, "-shm", NULL);
  gboolean restored = FALSE;

  if (!crm_backup_check (backup, error))
    return NULL;

  /* The copy comes first: another backup could take the place of the one that is restored. */
  loaded = prepare_restore (backup, part, path, schema, crm_clock_get_now (clock), error);
  if (loaded != NULL)
    safety = crm_backup_make (path, "before-restore", clock, NULL, error);

  if (safety != NULL)
    {
      g_autoptr (CrmDb) from = crm_db_open (part, CRM_DB_READ, error);

      crm_db_forget_statements (target);
      restored = from != NULL && _crm_backup_copy_pages (from, target, NULL, NULL, NULL, error);
    }

  g_unlink (part);
  g_unlink (log);
  g_unlink (memory);

  return restored ? g_steal_pointer (&loaded) : NULL;
}

/* Whether some program has the database open: whoever has holds a lock on it, which others see
 * (https://sqlite.org/atomiccommit.html). */
static gboolean
is_in_use (const char *database)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512 };
  int fd = g_open (database, O_RDONLY | O_CLOEXEC, 0);
  gboolean used;

  if (fd < 0)
    return FALSE;

  used = fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close (fd);

  return used;
}

/* Gives a file a second name, or copies it where it can have only one. */
static gboolean
duplicate (const char  *from,
           const char  *to,
           GError     **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  return link (from, to) == 0 || g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, error);
}

/* Keeps a database under another name as well, with its log. Returns that name. */
static char *
keep_aside (const char  *database,
            const char  *log,
            CrmClock    *clock,
            GError     **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (crm_clock_get_now (clock) / G_USEC_PER_SEC);
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *aside = g_strdup_printf ("%s.damaged-%s", database, stamp);
  g_autofree char *aside_log = NULL;

  for (guint i = 2; g_file_test (aside, G_FILE_TEST_EXISTS); i++)
    {
      g_free (aside);
      aside = g_strdup_printf ("%s.damaged-%s-%u", database, stamp, i);
    }

  aside_log = g_strconcat (aside, "-wal", NULL);
  if (!duplicate (database, aside, error) ||
      (g_file_test (log, G_FILE_TEST_EXISTS) && !duplicate (log, aside_log, error)))
    {
      g_unlink (aside);
      return NULL;
    }

  return g_steal_pointer (&aside);
}

/* Undoes keep_aside(), and brings back a log that has been removed since. */
static void
take_back (const char *aside,
           const char *log)
{
  g_autofree char *aside_log = g_strconcat (aside, "-wal", NULL);

  if (g_file_test (log, G_FILE_TEST_EXISTS) || g_rename (aside_log, log) != 0)
    g_unlink (aside_log);
  g_unlink (aside);
}

/* Writes a copy that can take the place of a database. */
static gboolean
prepare_file (const char  *backup,
              const char  *part,
              GError     **error)
{
  g_autoptr (CrmDb) db = NULL;

  if (!crm_backup_write (backup, part, NULL, NULL, NULL, error))
    return FALSE;

  db = crm_db_open (part, CRM_DB_WRITE, error);

  return db != NULL && forget_home (db, error);
}

/* Puts a copy where the database is. At no moment is there no file: a program that starts would make
 * an empty one. And never is there a copy beside a log of another file, which would be taken for its
 * own. */
static gboolean
replace (const char  *database,
         const char  *part,
         CrmClock    *clock,
         char       **kept,
         GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (database);
  g_autofree char *log = g_strconcat (database, "-wal", NULL);
  g_autofree char *memory = g_strconcat (database, "-shm", NULL);
  g_autoptr (GError) reason = NULL;

  if (g_file_test (database, G_FILE_TEST_EXISTS))
    {
      *kept = keep_aside (database, log, clock, error);
      if (*kept == NULL)
        return FALSE;
    }

  if ((g_unlink (log) == 0 || errno == ENOENT) && (g_unlink (memory) == 0 || errno == ENOENT) &&
      _crm_backup_sync (folder, O_RDONLY | O_DIRECTORY, &reason) && g_rename (part, database) == 0)
    return _crm_backup_sync (folder, O_RDONLY | O_DIRECTORY, error);

  if (reason == NULL)
    _crm_backup_set_file_error (&reason, database, errno);
  g_propagate_error (error, g_steal_pointer (&reason));
  if (*kept != NULL)
    take_back (*kept, log);
  g_clear_pointer (kept, g_free);

  return FALSE;
}

/**
 * crm_backup_put_in_place:
 * @database: the path of a database that is not there, or that cannot be opened
 * @backup: the path of a backup
 * @clock: says what time it is
 * @kept: (out) (transfer full) (nullable): where what was there is now
 * @error: a %CRM_STORE_ERROR; %CRM_STORE_ERROR_BUSY if a program has the database open
 *
 * Puts a backup where crm_backup_restore() does not work. What is there is kept under another name,
 * never deleted: something in it may be readable.
 */
gboolean
crm_backup_put_in_place (const char  *database,
                         const char  *backup,
                         CrmClock    *clock,
                         char       **kept,
                         GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (database);
  g_autofree char *part = make_part_name (database);
  gboolean placed;

  *kept = NULL;
  if (is_in_use (database))
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_BUSY,
                   _("“%s” is open in another program. Close that first."), database);
      return FALSE;
    }
  if (!crm_backup_check (backup, error))
    return FALSE;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      _crm_backup_set_file_error (error, folder, errno);
      return FALSE;
    }

  /* Whole before anything is touched. */
  placed = prepare_file (backup, part, error) && replace (database, part, clock, kept, error);
  if (!placed)
    g_unlink (part);

  return placed;
}
