/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Statements: prepared once and kept, given their parameters, run, and read column by column. They
 * belong to the thread of their connection.
 */

#include "config.h"

#include "crm-db-private.h"

#include <string.h>

/* So many statements are kept that are not in use. */
#define KEPT_STATEMENTS 256

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
      _crm_db_set_last_error (self, error);
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
 * crm_statement_read_ids:
 * @self: a query whose first column is an id
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the ids of the rows to come, or %NULL with
 *   @error set
 */
GArray *
crm_statement_read_ids (CrmStatement  *self,
                        GError       **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) reason = NULL;

  while (crm_statement_step (self, &reason))
    {
      gint64 id = crm_statement_get_integer (self, 0);

      g_array_append_val (ids, id);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

/**
 * crm_db_list_ids:
 * @error: a %CRM_STORE_ERROR
 * @sql: a query whose first column is an id
 * @types: as for crm_db_query()
 * @...: the parameters
 *
 * Returns: (transfer full) (element-type gint64) (nullable): what the query answers, or %NULL with
 *   @error set
 */
GArray *
crm_db_list_ids (CrmDb       *self,
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

  return statement != NULL ? crm_statement_read_ids (statement, error) : NULL;
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
      _crm_db_set_last_error (self->db, error);
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
      _crm_db_set_last_error (self->db, error);
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
