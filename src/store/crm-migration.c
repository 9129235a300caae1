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
  "0002-automation.sql",
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
 * crm_migration_set_newer_error:
 * @path: of a file
 * @error: %CRM_STORE_ERROR_NEWER
 *
 * Says that a newer program wrote the file.
 */
void
crm_migration_set_newer_error (const char  *path,
                               GError     **error)
{
  g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_NEWER,
               _("“%s” was written by a newer version of this program. Install that version to use it."), path);
}

/* A file whose very first transaction was cut off can only be read by who may take that back; later
 * ones are in the log. */
static CrmDb *
open_to_examine (const char  *path,
                 GError     **error)
{
  g_autoptr (GError) reason = NULL;
  CrmDb *db = crm_db_open (path, CRM_DB_FOREIGN, &reason);

  if (db != NULL)
    return db;
  if (g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY))
    return crm_db_open (path, CRM_DB_READ, error);

  g_propagate_error (error, g_steal_pointer (&reason));

  return NULL;
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
  if (g_stat (path, &info) != 0 || (S_ISREG (info.st_mode) && info.st_size == 0))
    return TRUE;

  /* SQLite takes a file of a single byte for an empty one, whatever somebody wrote there. */
  if (!S_ISREG (info.st_mode) || info.st_size == 1)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN, _("“%s” is not a database of this program."), path);
      return FALSE;
    }

  db = open_to_examine (path, error);
  if (db == NULL)
    return FALSE;

  application = crm_db_get_integer (db, 0, &reason, "PRAGMA application_id", "");
  version = reason == NULL ? crm_db_get_integer (db, 0, &reason, "PRAGMA user_version", "") : 0;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (application != CRM_APPLICATION_ID)
    {
      gint64 n_tables = crm_db_get_integer (db, 1, &reason, "SELECT count (*) FROM sqlite_schema", "");

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }

      /* The first transaction of a new file may have been cut off. */
      if (application == 0 && n_tables == 0)
        return TRUE;

      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_FOREIGN,
                   _("“%s” is a database of another program. Choose another file."), path);
      return FALSE;
    }

  /* Both numbers are written at once, so one of them alone is no file of ours. */
  if (version < 1)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_DAMAGED,
                   _("“%s” is damaged. Restore a backup, or save what can be read."), path);
      return FALSE;
    }

  if (version > crm_migration_get_latest ())
    *age = CRM_FILE_NEWER;
  else
    *age = version < crm_migration_get_latest () ? CRM_FILE_OLDER : CRM_FILE_CURRENT;

  return TRUE;
}

/* What tells one file from its copies: the machine and the inode. Not who the machine is: that is
 * nothing to pass on with a copy. */
static char *
describe_home (const char *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *machine = NULL;
  g_autofree char *inode = NULL;
  GStatBuf info;

  if (g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL))
    g_checksum_update (sum, (const guchar *) machine, -1);

  inode = g_strdup_printf ("%s %" G_GUINT64_FORMAT, CRM_APP_ID,
                           g_stat (path, &info) == 0 ? (guint64) info.st_ino : G_GUINT64_CONSTANT (0));
  g_checksum_update (sum, (const guchar *) inode, -1);

  return g_strdup (g_checksum_get_string (sum));
}

static gboolean
set_meta (CrmDb       *db,
          const char  *name,
          const char  *value,
          GError     **error)
{
  return crm_db_run (db, error, "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2", "tt", name, value);
}

/* A file that is new, was copied or restored goes on as a device of its own: two that give stamps
 * under one name would not be told apart (reference `sync.md`, 4.3). */
static gboolean
introduce_device (CrmDb       *db,
                  const char  *path,
                  gint64       now,
                  GError     **error)
{
  g_autofree char *home = describe_home (path);
  g_autofree char *present = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) reason = NULL;
  CrmUuid store;
  CrmUuid device;
  char text[CRM_UUID_STRING_SIZE];

  present = crm_db_get_text (db, &reason, "SELECT value FROM meta WHERE name = 'home'", "");
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (g_strcmp0 (home, present) == 0)
    return TRUE;

  crm_uuid_generate (&store, now);
  crm_uuid_generate (&device, now);
  crm_uuid_print (&store, text);

  if (!crm_db_run (db, error, "INSERT INTO device (uuid, name) VALUES (?, ?)", "ut", &device, g_get_host_name ()))
    return FALSE;
  id = g_strdup_printf ("%" G_GINT64_FORMAT, crm_db_last_id (db));

  return set_meta (db, "home", home, error) && set_meta (db, "device", id, error) &&
         crm_db_run (db, error, "INSERT INTO meta VALUES ('store', ?) ON CONFLICT DO NOTHING", "t", text);
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

/* Adds the tables, columns and indexes that the file lacks, unless @name in `meta` says that it has
 * them. */
static gboolean
reconcile_tables (CrmDb       *db,
                  CrmSchema   *schema,
                  const char  *name,
                  GError     **error)
{
  g_autofree char *wanted = describe_schema (schema);
  g_autofree char *present = NULL;
  g_autoptr (GError) reason = NULL;

  present = crm_db_get_text (db, &reason, "SELECT value FROM meta WHERE name = ?", "t", name);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return g_strcmp0 (wanted, present) == 0 ||
         (crm_sql_reconcile (db, schema, error) && set_meta (db, name, wanted, error));
}

/* In a transaction. */
static gboolean
reconcile (CrmDb      *db,
           CrmSchema  *schema,
           GError    **error)
{
  return reconcile_tables (db, schema, "schema", error) && crm_search_reconcile (db, schema, error);
}

/* Nearly always there is nothing to do. Then nobody who writes has to be waited for: what is about
 * to write fails instead. */
static gboolean
begin_to_look (CrmDb *db)
{
  return crm_db_exec (db, "PRAGMA query_only = ON", NULL) && crm_db_exec (db, "BEGIN", NULL);
}

static void
end_looking (CrmDb *db)
{
  crm_db_rollback (db);
  crm_db_exec (db, "PRAGMA query_only = OFF", NULL);
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
  gboolean fits = begin_to_look (db) && reconcile (db, schema, NULL);

  end_looking (db);
  if (fits)
    return TRUE;

  if (!crm_db_begin (db, error))
    return FALSE;

  if (!reconcile (db, schema, error))
    {
      crm_db_rollback (db);
      return FALSE;
    }

  return crm_db_commit (db, error);
}

static CrmSchema *
migrate (CrmDb       *db,
         CrmSchema   *schema,
         const char  *path,
         gint64       now,
         GError     **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 version = crm_db_get_integer (db, 0, &reason, "PRAGMA user_version", "");
  g_autoptr (CrmSchema) loaded = NULL;
  g_autofree char *done = NULL;

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  /* A newer program may have been here since the file was examined. */
  if (version > crm_migration_get_latest ())
    {
      crm_migration_set_newer_error (path, error);
      return NULL;
    }

  for (gint64 i = version; i < crm_migration_get_latest (); i++)
    {
      g_autofree char *name = g_strconcat ("/com/example/Crm/migrations/", migrations[i], NULL);
      g_autoptr (GBytes) sql = g_resource_lookup_data (crm_store_get_resource (), name, G_RESOURCE_LOOKUP_FLAGS_NONE, error);

      if (sql == NULL || !crm_db_exec (db, g_bytes_get_data (sql, NULL), error))
        return NULL;
    }

  done = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d;",
                          CRM_APPLICATION_ID, crm_migration_get_latest ());

  if ((version < crm_migration_get_latest () && !crm_db_exec (db, done, error)) ||
      !introduce_device (db, path, now, error) || !reconcile_tables (db, schema, "base schema", error))
    return NULL;

  /* Only now the file can be asked what people have added to it. */
  loaded = crm_schema_load (schema, db, error);
  if (loaded == NULL || !reconcile (db, loaded, error))
    return NULL;

  return g_steal_pointer (&loaded);
}

/**
 * crm_migration_run:
 * @db: the connection of the writer
 * @schema: what the tables should be, without what people have added
 * @path: where the file will be used
 * @now: microseconds since 1970, UTC
 * @error: a %CRM_STORE_ERROR; the file is as it was then
 *
 * Brings a file up to date, in one transaction. Nothing is written if it is.
 *
 * Returns: (transfer full) (nullable): the tables with what people have added, or %NULL with
 *   @error set
 */
CrmSchema *
crm_migration_run (CrmDb       *db,
                   CrmSchema   *schema,
                   const char  *path,
                   gint64       now,
                   GError     **error)
{
  g_autoptr (CrmSchema) loaded = NULL;

  if (begin_to_look (db))
    loaded = migrate (db, schema, path, now, NULL);
  end_looking (db);
  if (loaded != NULL)
    return g_steal_pointer (&loaded);

  if (!crm_db_begin (db, error))
    return NULL;

  loaded = migrate (db, schema, path, now, error);
  if (loaded == NULL)
    {
      crm_db_rollback (db);
      return NULL;
    }

  return crm_db_commit (db, error) ? g_steal_pointer (&loaded) : NULL;
}
