/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * One connection to a database file and its statements. It belongs to one thread at a time.
 * Settings follow https://sqlite.org/howtocorrupt.html and the measurements in `quality.md`.
 */

#include "config.h"

#include "crm-db-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-bitmap.h"
#include "crm-email.h"
#include "crm-fold.h"
#include "crm-turn.h"
#include "crm-wildcard.h"

struct _CrmDb
{
  sqlite3 *handle;
  char *path;

  /* Statements that are not in use, by their text. */
  GHashTable *statements;

  CrmTurn *turn;
  GCancellable *cancellable;
  gint64 deadline;
  gboolean missed_deadline;

  GError *unheard; /* the first failure that nobody wanted to hear of */
};

struct _CrmStatement
{
  sqlite3_stmt *handle;
  CrmDb *db;
  gboolean more;
};

G_DEFINE_QUARK (crm-store-error-quark, crm_store_error)

/* So many statements are kept that are not in use. */
#define KEPT_STATEMENTS 256

/* The virtual machine asks this often whether it should go on. */
#define STEPS_BETWEEN_QUESTIONS 20000

/* So long we wait for another program, in milliseconds. */
#define BUSY_FOR 5000

/* So long we wait in the line of those who want to write: a part of an import may take some
 * seconds on an old disk, and others may be before us. */
#define LINE_FOR 60000
#define LOOK_EVERY 2

static void
set_full_error (GError     **error,
                const char  *path)
{
  g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FULL,
               _("There is no space left for “%s”. What you did last is not saved; "
                 "free some space and do it again. Nothing else is lost."), path);
}

static void
set_error_from_code (GError     **error,
                     int          code,
                     int          system_code,
                     const char  *detail,
                     const char  *path)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      set_full_error (error, path);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_BUSY,
                   _("Another program is writing to “%s”. Wait until it is done and try again."), path);
      break;
    case SQLITE_IOERR:
      /* The shared memory beside the log is a file as well; only of it the code does not say so. */
      if (system_code == ENOSPC || code == SQLITE_IOERR_SHMSIZE)
        set_full_error (error, path);
      else if (system_code == EFBIG || system_code == EDQUOT)
        g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FULL,
                     _("“%s” cannot grow any further. What you did last is not saved."), path);
      else
        g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_IO,
                     _("The disk with “%s” does not work properly. What you did last is not saved; "
                       "make a copy of the file as soon as you can."), path);
      break;
    case SQLITE_READONLY:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY,
                   _("“%s” cannot be changed: the file or its folder is write-protected."), path);
      break;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY,
                   _("You may not open “%s”. Ask the person who owns the file."), path);
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED,
                   _("“%s” is damaged. Restore a backup, or save what can be read."), path);
      break;
    case SQLITE_NOTADB:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN,
                   _("“%s” is not a database of this program."), path);
      break;
    case SQLITE_CANTOPEN:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING,
                   _("“%s” cannot be opened: the folder does not exist or you may not use it."), path);
      break;
    case SQLITE_INTERRUPT:
    case SQLITE_ABORT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      break;
    case SQLITE_CONSTRAINT:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_CONSTRAINT, "%s", detail);
      break;
    default:
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FAILED, "%s (%d)", detail, code);
      break;
    }
}

static void
set_error (CrmDb   *self,
           GError **error)
{
  if (error == NULL && self->unheard == NULL)
    error = &self->unheard;

  set_error_from_code (error, sqlite3_extended_errcode (self->handle), sqlite3_system_errno (self->handle),
                       sqlite3_errmsg (self->handle), self->path);
}

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

static void
fold_function (sqlite3_context  *context,
               int               n_args,
               sqlite3_value   **args)
{
  const char *text = (const char *) sqlite3_value_text (args[0]);
  char *key = crm_fold (text);

  if (key == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, key, -1, g_free);
}

static void
email_key_function (sqlite3_context  *context,
                    int               n_args,
                    sqlite3_value   **args)
{
  char *key = crm_email_key ((const char *) sqlite3_value_text (args[0]));

  if (key == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, key, -1, g_free);
}

static void
digits_function (sqlite3_context  *context,
                 int               n_args,
                 sqlite3_value   **args)
{
  GString *digits = g_string_new (NULL);

  crm_fold_append_digits (digits, (const char *) sqlite3_value_text (args[0]));
  if (digits->len == 0)
    sqlite3_result_null (context);
  else
    sqlite3_result_text (context, digits->str, (int) digits->len, SQLITE_TRANSIENT);
  g_string_free (digits, TRUE);
}

static void
matches_function (sqlite3_context  *context,
                  int               n_args,
                  sqlite3_value   **args)
{
  const char *pattern = (const char *) sqlite3_value_text (args[0]);
  const char *text = (const char *) sqlite3_value_text (args[1]);

  if (pattern == NULL || text == NULL)
    sqlite3_result_null (context);
  else
    sqlite3_result_int (context, crm_wildcard_matches (pattern, text));
}

static void
in_function (sqlite3_context  *context,
             int               n_args,
             sqlite3_value   **args)
{
  CrmBitmap *bitmap = sqlite3_value_pointer (args[0], "crm-bitmap");

  sqlite3_result_int (context, bitmap != NULL && crm_bitmap_contains (bitmap, sqlite3_value_int64 (args[1])));
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
    set_error (self, error);

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
  sqlite3_create_function (self->handle, "crm_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, fold_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_email_key", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, email_key_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_digits", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, digits_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_matches", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                           NULL, matches_function, NULL, NULL);
  sqlite3_create_function (self->handle, "crm_in", 2, SQLITE_UTF8, NULL, in_function, NULL, NULL);

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
      set_error_from_code (error, code, sqlite3_system_errno (self->handle), sqlite3_errstr (code), self->path);
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

/*< private >
 * The handle of SQLite, for backups.
 */
sqlite3 *
_crm_db_get_handle (CrmDb *self)
{
  return self->handle;
}

/*< private >
 * Sets @error from a result code of SQLite.
 */
void
_crm_db_set_error (CrmDb   *self,
                   int      code,
                   GError **error)
{
  set_error_from_code (error, code, sqlite3_system_errno (self->handle), sqlite3_errstr (code), self->path);
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

  set_error (self, error);

  return FALSE;
}

/**
 * crm_db_prepare:
 * @sql: one statement
 * @error: a %CRM_STORE_ERROR
 *
 * Prepares a statement, or takes one with the same text that has been prepared before.
 *
 * Returns: (transfer full) (nullable): the statement, or %NULL with @error set
 */
CrmStatement *
crm_db_prepare (CrmDb       *self,
                const char  *sql,
                GError     **error)
{
  CrmStatement *statement;
  gpointer key = NULL;
  gpointer handle = NULL;

  if (!g_hash_table_steal_extended (self->statements, sql, &key, &handle) &&
      sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, (sqlite3_stmt **) &handle, NULL) != SQLITE_OK)
    {
      set_error (self, error);
      return NULL;
    }

  statement = g_new0 (CrmStatement, 1);
  statement->handle = handle;
  statement->db = self;

  return statement;
}

/**
 * crm_statement_free:
 *
 * Gives the statement back; it is kept for the next one with the same text.
 */
void
crm_statement_free (CrmStatement *self)
{
  if (self == NULL)
    return;

  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);

  /* Those that are used all the time are back at once; those of conditions that somebody tried once
   * would be in their way for ever. */
  if (g_hash_table_size (self->db->statements) >= KEPT_STATEMENTS)
    g_hash_table_remove_all (self->db->statements);
  g_hash_table_replace (self->db->statements, (gpointer) sqlite3_sql (self->handle), self->handle);

  g_free (self);
}

/**
 * crm_db_forget_statements:
 *
 * Frees the statements that are kept; to be called when the tables have changed.
 */
void
crm_db_forget_statements (CrmDb *self)
{
  g_hash_table_remove_all (self->statements);
}

static void
bind_all (CrmStatement *statement,
          const char   *types,
          va_list       args)
{
  for (int i = 0; types[i] != '\0'; i++)
    switch (types[i])
      {
      case 'i':
        crm_statement_bind_integer (statement, i + 1, va_arg (args, gint64));
        break;
      case 't':
        crm_statement_bind_text (statement, i + 1, va_arg (args, const char *));
        break;
      case 'v':
        crm_statement_bind_value (statement, i + 1, va_arg (args, const CrmValue *));
        break;
      case 'u':
        crm_statement_bind_blob (statement, i + 1, va_arg (args, const CrmUuid *), CRM_UUID_SIZE);
        break;
      default:
        g_assert_not_reached ();
      }
}

/**
 * crm_db_query_va:
 * @error: a %CRM_STORE_ERROR
 * @sql: one statement
 * @types: as for crm_db_query()
 * @args: the parameters
 *
 * Returns: (transfer full) (nullable): the statement, or %NULL with @error set
 */
CrmStatement *
crm_db_query_va (CrmDb       *self,
                 GError     **error,
                 const char  *sql,
                 const char  *types,
                 va_list      args)
{
  CrmStatement *statement = crm_db_prepare (self, sql, error);

  if (statement != NULL)
    bind_all (statement, types, args);

  return statement;
}

/**
 * crm_db_query:
 * @error: a %CRM_STORE_ERROR
 * @sql: one statement
 * @types: a letter for each parameter: `i` #gint64, `t` text, `v` pointer to a #CrmValue,
 *   `u` pointer to a #CrmUuid
 * @...: the parameters
 *
 * Prepares a statement and binds its parameters.
 *
 * Returns: (transfer full) (nullable): the statement, or %NULL with @error set
 */
CrmStatement *
crm_db_query (CrmDb       *self,
              GError     **error,
              const char  *sql,
              const char  *types,
              ...)
{
  CrmStatement *statement;
  va_list args;

  va_start (args, types);
  statement = crm_db_query_va (self, error, sql, types, args);
  va_end (args);

  return statement;
}

/**
 * crm_db_run:
 * @error: a %CRM_STORE_ERROR
 * @sql: one statement
 * @types: as for crm_db_query()
 * @...: the parameters
 *
 * Runs a statement that returns no rows.
 */
gboolean
crm_db_run (CrmDb       *self,
            GError     **error,
            const char  *sql,
            const char  *types,
            ...)
{
  g_autoptr (CrmStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = crm_db_query_va (self, error, sql, types, args);
  va_end (args);

  return statement != NULL && crm_statement_run (statement, error);
}

/**
 * crm_db_get_integer:
 * @fallback: the answer if there is no row, or it holds NULL
 * @error: a %CRM_STORE_ERROR
 * @sql: one statement
 * @types: as for crm_db_query()
 * @...: the parameters
 *
 * Returns: the first column of the first row
 */
gint64
crm_db_get_integer (CrmDb       *self,
                    gint64       fallback,
                    GError     **error,
                    const char  *sql,
                    const char  *types,
                    ...)
{
  g_autoptr (CrmStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = crm_db_query_va (self, error, sql, types, args);
  va_end (args);

  if (statement == NULL || !crm_statement_step (statement, error) || crm_statement_is_null (statement, 0))
    return fallback;

  return crm_statement_get_integer (statement, 0);
}

/**
 * crm_db_get_text:
 * @error: a %CRM_STORE_ERROR
 * @sql: one statement
 * @types: as for crm_db_query()
 * @...: the parameters
 *
 * Returns: (transfer full) (nullable): the first column of the first row
 */
char *
crm_db_get_text (CrmDb       *self,
                 GError     **error,
                 const char  *sql,
                 const char  *types,
                 ...)
{
  g_autoptr (CrmStatement) statement = NULL;
  va_list args;

  va_start (args, types);
  statement = crm_db_query_va (self, error, sql, types, args);
  va_end (args);

  if (statement == NULL || !crm_statement_step (statement, error))
    return NULL;

  return g_strdup (crm_statement_get_text (statement, 0));
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

  set_error_from_code (error, code, sqlite3_system_errno (self->handle), sqlite3_errmsg (self->handle), self->path);

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
 * crm_db_listen:
 *
 * Forgets the failures that nobody wanted to hear of; crm_db_check_unheard() tells of those that come.
 */
void
crm_db_listen (CrmDb *self)
{
  g_clear_error (&self->unheard);
}

/**
 * crm_db_check_unheard:
 * @error: what failed
 *
 * Whoever asks without an error gets the same answer from a disk that fails as from a table that is
 * empty. What was made of such an answer must neither be written nor shown.
 *
 * Returns: %FALSE if something has failed since crm_db_listen() and nobody wanted to hear of it
 */
gboolean
crm_db_check_unheard (CrmDb   *self,
                      GError **error)
{
  if (self->unheard == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->unheard));

  return FALSE;
}

/**
 * crm_statement_bind_integer:
 */
void
crm_statement_bind_integer (CrmStatement *self,
                            int           parameter,
                            gint64        integer)
{
  sqlite3_bind_int64 (self->handle, parameter, integer);
}

/**
 * crm_statement_bind_real:
 */
void
crm_statement_bind_real (CrmStatement *self,
                         int           parameter,
                         double        real)
{
  sqlite3_bind_double (self->handle, parameter, real);
}

/**
 * crm_statement_bind_text:
 * @text: (nullable): copied; %NULL binds NULL
 */
void
crm_statement_bind_text (CrmStatement *self,
                         int           parameter,
                         const char   *text)
{
  sqlite3_bind_text (self->handle, parameter, text, -1, SQLITE_TRANSIENT);
}

/**
 * crm_statement_bind_static:
 * @text: (nullable): not copied; has to stay until the statement is reset
 */
void
crm_statement_bind_static (CrmStatement *self,
                           int           parameter,
                           const char   *text)
{
  sqlite3_bind_text (self->handle, parameter, text, -1, SQLITE_STATIC);
}

/**
 * crm_statement_bind_blob:
 * @data: copied
 */
void
crm_statement_bind_blob (CrmStatement  *self,
                         int            parameter,
                         gconstpointer  data,
                         gsize          size)
{
  sqlite3_bind_blob64 (self->handle, parameter, data, size, SQLITE_TRANSIENT);
}

/**
 * crm_statement_bind_null:
 */
void
crm_statement_bind_null (CrmStatement *self,
                         int           parameter)
{
  sqlite3_bind_null (self->handle, parameter);
}

/**
 * crm_statement_bind_value:
 * @value: its text is not copied and has to stay until the statement is reset
 *
 * Binds a value; of money the minor units.
 */
void
crm_statement_bind_value (CrmStatement   *self,
                          int             parameter,
                          const CrmValue *value)
{
  switch ((CrmValueKind) value->kind)
    {
    case CRM_VALUE_INTEGER:
    case CRM_VALUE_MONEY:
      sqlite3_bind_int64 (self->handle, parameter, value->integer);
      break;
    case CRM_VALUE_REAL:
      sqlite3_bind_double (self->handle, parameter, value->real);
      break;
    case CRM_VALUE_TEXT:
      sqlite3_bind_text (self->handle, parameter, value->text, -1, SQLITE_STATIC);
      break;
    case CRM_VALUE_EMPTY:
    default:
      sqlite3_bind_null (self->handle, parameter);
      break;
    }
}

/**
 * crm_statement_bind_pointer:
 * @pointer: for a function of this program, such as `crm_in`
 * @kind: a literal that says what it points to
 */
void
crm_statement_bind_pointer (CrmStatement *self,
                            int           parameter,
                            gpointer      pointer,
                            const char   *kind)
{
  sqlite3_bind_pointer (self->handle, parameter, pointer, kind, NULL);
}

/**
 * crm_statement_step:
 * @error: a %CRM_STORE_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE if there is a row; %FALSE at the end, and on failure with @error set
 */
gboolean
crm_statement_step (CrmStatement  *self,
                    GError       **error)
{
  switch (sqlite3_step (self->handle))
    {
    case SQLITE_ROW:
      return TRUE;
    case SQLITE_DONE:
      return FALSE;
    default:
      set_error (self->db, error);
      return FALSE;
    }
}

/**
 * crm_statement_run:
 * @error: a %CRM_STORE_ERROR
 *
 * Runs a statement that returns no rows, and makes it ready to be run again.
 *
 * Returns: %FALSE on failure, with @error set
 */
gboolean
crm_statement_run (CrmStatement  *self,
                   GError       **error)
{
  int code = sqlite3_step (self->handle);

  if (code != SQLITE_DONE && code != SQLITE_ROW)
    {
      set_error (self->db, error);
      sqlite3_reset (self->handle);
      return FALSE;
    }

  sqlite3_reset (self->handle);

  return TRUE;
}

/**
 * crm_statement_reset:
 *
 * Makes the statement ready to be run again; parameters stay.
 */
void
crm_statement_reset (CrmStatement *self)
{
  sqlite3_reset (self->handle);
}

/**
 * crm_statement_is_null:
 */
gboolean
crm_statement_is_null (CrmStatement *self,
                       int           column)
{
  return sqlite3_column_type (self->handle, column) == SQLITE_NULL;
}

/**
 * crm_statement_get_integer:
 */
gint64
crm_statement_get_integer (CrmStatement *self,
                           int           column)
{
  return sqlite3_column_int64 (self->handle, column);
}

/**
 * crm_statement_get_real:
 */
double
crm_statement_get_real (CrmStatement *self,
                        int           column)
{
  return sqlite3_column_double (self->handle, column);
}

/**
 * crm_statement_get_text:
 *
 * Returns: (transfer none) (nullable): valid until the next step
 */
const char *
crm_statement_get_text (CrmStatement *self,
                        int           column)
{
  return (const char *) sqlite3_column_text (self->handle, column);
}

/**
 * crm_statement_get_blob:
 * @size: (out): in bytes
 *
 * Returns: (transfer none) (nullable): valid until the next step
 */
gconstpointer
crm_statement_get_blob (CrmStatement *self,
                        int           column,
                        gsize        *size)
{
  gconstpointer data = sqlite3_column_blob (self->handle, column);

  *size = (gsize) sqlite3_column_bytes (self->handle, column);

  return data;
}

/**
 * crm_statement_get_uuid:
 * @uuid: (out caller-allocates): the id, or all zero
 */
void
crm_statement_get_uuid (CrmStatement *self,
                        int           column,
                        CrmUuid      *uuid)
{
  gsize size;
  gconstpointer data = crm_statement_get_blob (self, column, &size);

  memset (uuid, 0, sizeof *uuid);
  if (size == CRM_UUID_SIZE)
    memcpy (uuid->bytes, data, CRM_UUID_SIZE);
}

/**
 * crm_statement_get_value:
 *
 * Returns: a copy of the column, to be cleared by the caller
 */
CrmValue
crm_statement_get_value (CrmStatement *self,
                         int           column)
{
  switch (sqlite3_column_type (self->handle, column))
    {
    case SQLITE_INTEGER:
      return crm_value_integer (sqlite3_column_int64 (self->handle, column));
    case SQLITE_FLOAT:
      return crm_value_real (sqlite3_column_double (self->handle, column));
    case SQLITE_TEXT:
      return crm_value_text ((const char *) sqlite3_column_text (self->handle, column));
    default:
      return (CrmValue) CRM_VALUE_INIT;
    }
}
