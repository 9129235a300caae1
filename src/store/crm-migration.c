/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How a file becomes what this program needs. `PRAGMA user_version` counts the migrations in
 * data/migrations that it has been through; they only go forward. What follows from the
 * catalogue (tables of records, columns, indexes) is reconciled after them.
 */

#include "config.h"

#include "crm-migration.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "crm-search.h"
#include "crm-sql.h"
#include "crm-store-resources.h"

static const char *const migrations[] = {
  "0001-journal.sql",
};

/**
 * crm_migration_get_latest:
 *
 * Returns: the version of the files that this program writes
 */
int
crm_migration_get_latest (void)
{
  return G_N_ELEMENTS (migrations);
}

/**
 * crm_migration_examine:
 * @path: of a file, which need not exist
 * @age: (out): what it is to this program
 * @error: %CRM_STORE_ERROR_FOREIGN, %CRM_STORE_ERROR_DAMAGED and others
 *
 * Looks at a file before it is trusted. Nothing is changed.
 */
gboolean
crm_migration_examine (const char  *path,
                       CrmFileAge  *age,
                       GError     **error)
{
  g_autoptr (CrmDb) db = NULL;
  g_autoptr (GError) reason = NULL;
  GStatBuf info;
  gint64 application;
  gint64 version;

  *age = CRM_FILE_NEW;
  if (g_stat (path, &info) != 0 || info.st_size == 0)
    return TRUE;

  db = crm_db_open (path, CRM_DB_FOREIGN, error);
  if (db == NULL)
    return FALSE;

  application = crm_db_get_integer (db, 0, &reason, "PRAGMA application_id", "");
  version = crm_db_get_integer (db, 0, reason == NULL ? &reason : NULL, "PRAGMA user_version", "");
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (application != CRM_APPLICATION_ID)
    {
      /* The first transaction of a new file may have been cut off. */
      if (application == 0 && crm_db_get_integer (db, 1, NULL, "SELECT count (*) FROM sqlite_schema", "") == 0)
        return TRUE;

      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN,
                   _("“%s” is a database of another program. Choose another file."), path);
      return FALSE;
    }

  if (version > crm_migration_get_latest ())
    *age = CRM_FILE_NEWER;
  else
    *age = version < crm_migration_get_latest () ? CRM_FILE_OLDER : CRM_FILE_CURRENT;

  return TRUE;
}

static gboolean
introduce_device (CrmDb   *db,
                  gint64   now,
                  GError **error)
{
  CrmUuid store;
  CrmUuid device;
  char text[CRM_UUID_STRING_SIZE];

  if (crm_db_get_integer (db, 0, NULL, "SELECT count (*) FROM device", "") > 0)
    return TRUE;

  crm_uuid_generate (&store, now);
  crm_uuid_generate (&device, now);
  crm_uuid_print (&store, text);

  return crm_db_run (db, error, "INSERT INTO device (id, uuid, name) VALUES (1, ?, ?)", "ut", &device, g_get_host_name ()) &&
         crm_db_run (db, error, "INSERT INTO meta VALUES ('device', '1'), ('store', ?)", "t", text);
}

/* A text that differs whenever the tables should look different. */
static char *
describe_schema (CrmSchema *schema)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    for (guint k = 0; k < tables[i]->n_columns; k++)
      {
        const CrmColumn *column = tables[i]->columns[k];
        g_autofree char *line = g_strdup_printf ("%s.%s %d %d %d %d\n", tables[i]->name, column->name, column->storage,
                                                 column->key, column->search != CRM_SEARCH_NONE,
                                                 column->flags & CRM_COLUMN_SORTED);

        g_checksum_update (sum, (const guchar *) line, -1);
      }

  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
reconcile_search (CrmDb      *db,
                  CrmSchema  *schema,
                  GError    **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  if (crm_db_get_integer (db, 0, NULL, "SELECT value FROM meta WHERE name = 'search'", "") == CRM_SEARCH_VERSION)
    return TRUE;

  for (guint i = 0; i < n_tables; i++)
    if (crm_table_is_searched (tables[i]) && !crm_search_rebuild (db, schema, tables[i], error))
      return FALSE;

  return crm_db_run (db, error, "INSERT INTO meta VALUES ('search', ?1) ON CONFLICT DO UPDATE SET value = ?1",
                     "t", G_STRINGIFY (CRM_SEARCH_VERSION));
}

/* In a transaction. */
static gboolean
reconcile (CrmDb      *db,
           CrmSchema  *schema,
           GError    **error)
{
  g_autofree char *wanted = describe_schema (schema);
  g_autofree char *present = crm_db_get_text (db, NULL, "SELECT value FROM meta WHERE name = 'schema'", "");

  if (g_strcmp0 (wanted, present) != 0 &&
      !(crm_sql_reconcile (db, schema, error) &&
        crm_db_run (db, error, "INSERT INTO meta VALUES ('schema', ?1) ON CONFLICT DO UPDATE SET value = ?1", "t", wanted)))
    return FALSE;

  return reconcile_search (db, schema, error);
}

/**
 * crm_migration_reconcile:
 * @db: the connection of the writer
 * @schema: what the tables should be
 * @error: a %CRM_STORE_ERROR
 *
 * Adds the columns and indexes that the schema has and the file lacks.
 */
gboolean
crm_migration_reconcile (CrmDb      *db,
                         CrmSchema  *schema,
                         GError    **error)
{
  if (!crm_db_begin (db, error))
    return FALSE;

  if (!reconcile (db, schema, error))
    {
      crm_db_rollback (db);
      return FALSE;
    }

  return crm_db_commit (db, error);
}

static gboolean
migrate (CrmDb      *db,
         CrmSchema  *schema,
         gint64      now,
         GError    **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 version = crm_db_get_integer (db, 0, &reason, "PRAGMA user_version", "");
  g_autofree char *done = NULL;

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (gint64 i = version; i < (gint64) G_N_ELEMENTS (migrations); i++)
    {
      g_autofree char *path = g_strconcat ("/com/example/Crm/migrations/", migrations[i], NULL);
      g_autoptr (GBytes) sql = g_resource_lookup_data (crm_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

      if (sql == NULL || !crm_db_exec (db, g_bytes_get_data (sql, NULL), error))
        return FALSE;
    }

  done = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                          CRM_APPLICATION_ID, crm_migration_get_latest ());

  return crm_db_exec (db, done, error) && introduce_device (db, now, error) && reconcile (db, schema, error);
}

/**
 * crm_migration_run:
 * @db: the connection of the writer
 * @schema: what the tables should be
 * @now: microseconds since 1970, UTC
 * @error: a %CRM_STORE_ERROR; the file is as it was then
 *
 * Brings a file up to date, in one transaction.
 */
gboolean
crm_migration_run (CrmDb      *db,
                   CrmSchema  *schema,
                   gint64      now,
                   GError    **error)
{
  if (!crm_db_begin (db, error))
    return FALSE;

  if (!migrate (db, schema, now, error))
    {
      crm_db_rollback (db);
      return FALSE;
    }

  return crm_db_commit (db, error);
}
