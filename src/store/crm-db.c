/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One connection to a database file and its statements. It belongs to one thread at a time.
 * Settings follow https://sqlite.org/howtocorrupt.html and the measurements in `quality.md`.
 */

#include "config.h"

#include "crm-db-private.h"

#include <string.h>

/* The virtual machine asks this often whether it should go on. */
#define STEPS_BETWEEN_QUESTIONS 20000

/* So long we wait for another program, in milliseconds. */
#define BUSY_FOR 5000

/* So long we wait in the line of those who want to write: a part of an import may take some
 * seconds on an old disk, and others may be before us. */
#define LINE_FOR 60000
#define LOOK_EVERY 2

static int
progress_cb (void *data)
{
  CrmDb *self = data;

  if (self->cancellable != NULL && g_cancellable_is_cancelled (self->cancellable))
    return 1;

  if (self->deadline != 0 && g_get_monotonic_time () > self->deadline)
    {
      self->missed_deadline = TRUE;
      return 1;
    }

  return 0;
}

/* Of two programs that make the same new file at once, one is told that it is busy without being
 * made to wait, since both might wait for each other. */
static gboolean
start_log (CrmDb   *self,
           GError **error)
{
  gint64 deadline = g_get_monotonic_time () + BUSY_FOR * G_TIME_SPAN_MILLISECOND;
  int code;

  while ((code = sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL)) != SQLITE_OK &&
         (code & 0xff) == SQLITE_BUSY && g_get_monotonic_time () < deadline)
    sqlite3_sleep (5);

  if (code != SQLITE_OK)
    _crm_db_set_last_error (self, error);

  return code == SQLITE_OK;
}

static gboolean
configure (CrmDb      *self,
           CrmDbMode   mode,
           GError    **error)
{
  const char *pragmas[] = {
    [CRM_DB_WRITE] = "PRAGMA synchronous = FULL;"
                     "PRAGMA foreign_keys = ON;"
                     "PRAGMA secure_delete = ON;"
                     "PRAGMA cache_size = -65536;"
                     "PRAGMA journal_size_limit = 67108864;"
                     "PRAGMA recursive_triggers = OFF;",
    [CRM_DB_READ] = "PRAGMA query_only = ON;"
                    "PRAGMA cache_size = -16384;",
    [CRM_DB_FOREIGN] = "PRAGMA query_only = ON;",
  };

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_FOR);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
  sqlite3_limit (self->handle, SQLITE_LIMIT_ATTACHED, 2);
  sqlite3_progress_handler (self->handle, STEPS_BETWEEN_QUESTIONS, progress_cb, self);
  _crm_db_add_functions (self);

  /* Reading the first page tells whether it is a database at all. */
  if (!crm_db_exec (self, "SELECT count (*) FROM sqlite_schema", error))
    return FALSE;

  return crm_db_exec (self, "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;", error) &&
         (mode != CRM_DB_WRITE || start_log (self, error)) && crm_db_exec (self, pragmas[mode], error);
}

/* Not through links: two names for one file would have two logs (howtocorrupt.html, 2.5). */
static char *
resolve (const char *path)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  char *real = realpath (path, NULL);

  if (real != NULL)
    return real;

  folder = g_path_get_dirname (path);
  name = g_path_get_basename (path);
  real = realpath (folder, NULL);
  if (real == NULL)
    return g_strdup (path);

  g_free (folder);
  folder = real;

  return g_build_filename (folder, name, NULL);
}

/* Statements are long, there are few of them, and each is looked for thousands of times a second:
 * their length, their beginning and their end tell nearly all of them apart. */
static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize length = strlen (sql);
  gsize n = MIN (length, 24);
  guint hash = (guint) length;

  for (gsize i = 0; i < n; i++)
    hash = hash * 33 + (guchar) sql[i] + 31 * (guint) (guchar) sql[length - 1 - i];

  return hash;
}

/**
 * crm_db_open:
 * @path: of the file
 * @mode: what it is opened for
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): a connection, or %NULL with @error set
 */
CrmDb *
crm_db_open (const char  *path,
             CrmDbMode    mode,
             GError     **error)
{
  g_autoptr (CrmDb) self = g_new0 (CrmDb, 1);
  static gsize configured = 0;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
  int code;

  /* Nobody asks how much memory it uses; counting it takes a lock for each allocation. */
  if (g_once_init_enter (&configured))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&configured, 1);
    }

  self->path = resolve (path);
  self->statements = g_hash_table_new_full (hash_sql, g_str_equal, NULL, (GDestroyNotify) sqlite3_finalize);
  self->turn = crm_turn_new (self->path);

  switch (mode)
    {
    case CRM_DB_WRITE:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
    case CRM_DB_READ:
      /* Not READONLY: whoever opens first after a crash has to recover the log. */
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case CRM_DB_FOREIGN:
    default:
      flags |= SQLITE_OPEN_READONLY;
      break;
    }

  code = sqlite3_open_v2 (self->path, &self->handle, flags, NULL);
  if (code != SQLITE_OK)
    {
      _crm_db_set_error (self, code, error);
      return NULL;
    }

  if (!configure (self, mode, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * crm_db_close:
 *
 * Closes the connection. Every statement has to be freed before.
 */
void
crm_db_close (CrmDb *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_warning ("A statement of “%s” is still in use: %s", self->path, sqlite3_errmsg (self->handle));

  g_clear_pointer (&self->turn, crm_turn_free);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->unheard);
  g_free (self->path);
  g_free (self);
}

/**
 * crm_db_get_path:
 *
 * Returns: (transfer none): the path of the file
 */
const char *
crm_db_get_path (CrmDb *self)
{
  return self->path;
}

/**
 * crm_db_exec:
 * @sql: one or more statements without parameters
 * @error: a %CRM_STORE_ERROR
 */
gboolean
crm_db_exec (CrmDb       *self,
             const char  *sql,
             GError     **error)
{
  if (sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;

  _crm_db_set_last_error (self, error);

  return FALSE;
}

static int
try_to_begin (CrmDb *self)
{
  int code;

  sqlite3_busy_timeout (self->handle, 0);
  code = sqlite3_exec (self->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  sqlite3_busy_timeout (self->handle, BUSY_FOR);

  return code;
}

/* Waits in the line; whoever is the first in it asks until the file is free. */
static int
wait_to_begin (CrmDb *self)
{
  gint64 deadline = g_get_monotonic_time () + LINE_FOR * G_TIME_SPAN_MILLISECOND;
  int code = SQLITE_BUSY;

  while ((code & 0xff) == SQLITE_BUSY && g_get_monotonic_time () < deadline &&
         (self->cancellable == NULL || !g_cancellable_is_cancelled (self->cancellable)))
    {
      if (crm_turn_line_up (self->turn))
        code = try_to_begin (self);
      if ((code & 0xff) == SQLITE_BUSY)
        g_usleep (LOOK_EVERY * G_TIME_SPAN_MILLISECOND);
    }
  crm_turn_leave (self->turn);

  return code;
}

/**
 * crm_db_begin:
 * @error: %CRM_STORE_ERROR_BUSY if other programs write for more than a minute
 *
 * Begins a transaction that may write. Waits until those have written who have waited longer.
 */
gboolean
crm_db_begin (CrmDb   *self,
              GError **error)
{
  int code = crm_turn_is_wanted (self->turn) ? SQLITE_BUSY : try_to_begin (self);

  if ((code & 0xff) == SQLITE_BUSY)
    code = wait_to_begin (self);
  if (code == SQLITE_OK)
    return TRUE;

  _crm_db_set_error (self, code, error);

  return FALSE;
}

/**
 * crm_db_commit:
 * @error: a %CRM_STORE_ERROR; the transaction is then rolled back
 */
gboolean
crm_db_commit (CrmDb   *self,
               GError **error)
{
  if (crm_db_exec (self, "COMMIT", error))
    return TRUE;

  crm_db_rollback (self);

  return FALSE;
}

/**
 * crm_db_rollback:
 *
 * Takes everything back since crm_db_begin(). Some errors have done so already.
 */
void
crm_db_rollback (CrmDb *self)
{
  if (crm_db_in_transaction (self))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * crm_db_in_transaction:
 */
gboolean
crm_db_in_transaction (CrmDb *self)
{
  return !sqlite3_get_autocommit (self->handle);
}

/**
 * crm_db_last_id:
 *
 * Returns: the row id of the last insert
 */
gint64
crm_db_last_id (CrmDb *self)
{
  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * crm_db_n_changes:
 *
 * Returns: how many rows the last statement changed
 */
gint64
crm_db_n_changes (CrmDb *self)
{
  return sqlite3_changes64 (self->handle);
}

/**
 * crm_db_n_total_changes:
 *
 * Returns: how many rows all statements of the connection have changed
 */
gint64
crm_db_n_total_changes (CrmDb *self)
{
  return sqlite3_total_changes64 (self->handle);
}

/**
 * crm_db_set_cancellable:
 * @cancellable: (nullable): interrupts statements from now on
 */
void
crm_db_set_cancellable (CrmDb        *self,
                        GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
}

/**
 * crm_db_set_deadline:
 * @deadline: monotonic time in microseconds, or 0 for none
 *
 * Interrupts statements that run beyond @deadline. See crm_db_missed_deadline().
 */
void
crm_db_set_deadline (CrmDb  *self,
                     gint64  deadline)
{
  self->deadline = deadline;
  self->missed_deadline = FALSE;
}

/**
 * crm_db_missed_deadline:
 *
 * Returns: %TRUE if a statement has been interrupted because of the deadline
 */
gboolean
crm_db_missed_deadline (CrmDb *self)
{
  return self->missed_deadline;
}

/**
 * crm_db_set_counter:
 * @counter: (nullable): an atomic number that outlives the connection
 *
 * Counts there from now on how many records are written, for somebody on another thread.
 */
void
crm_db_set_counter (CrmDb *self,
                    gint  *counter)
{
  self->counter = counter;
}

/**
 * crm_db_count_record:
 *
 * For the door: a record has been written.
 */
void
crm_db_count_record (CrmDb *self)
{
  if (self->counter != NULL)
    g_atomic_int_inc (self->counter);
}
