/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What an open file needs besides: an eye on other programs, the way back to a backup, the removal of
 * what was deleted long ago, a check.
 */

#include "config.h"

#include "crm-store-private.h"

#include "crm-check.h"
#include "crm-purge.h"

static void
look_job (gpointer owner,
          gpointer data)
{
  g_autoptr (CrmStore) self = data;
  gint64 version;
  gint64 device;

  if (self->write_db == NULL)
    return;

  version = crm_db_get_integer (self->write_db, self->data_version, NULL, "PRAGMA data_version", "");
  if (version == self->data_version)
    return;

  /* A file that was restored goes on as another device; nothing that was known of it holds. */
  device = crm_db_get_integer (self->write_db, self->device, NULL, "SELECT value FROM meta WHERE name = 'device'", "");
  if (device != self->device)
    {
      if (_crm_store_look_at_file (self, NULL))
        _crm_store_tell (self, NULL);
      return;
    }

  self->data_version = version;
  _crm_store_tell_foreign (self, 0);
}

/**
 * crm_store_look_for_commits:
 *
 * Looks whether another program has committed something; if so, "committed" tells what. Cheap
 * enough to be called every second.
 */
void
crm_store_look_for_commits (CrmStore *self)
{
  g_return_if_fail (CRM_IS_STORE (self));

  crm_worker_push (self->writer, G_PRIORITY_LOW, look_job, g_object_ref (self));
}

/**
 * crm_store_tell_replaced:
 *
 * Says that everything may be different, after upkeep that no journal tells of.
 */
void
crm_store_tell_replaced (CrmStore *self)
{
  g_return_if_fail (CRM_IS_STORE (self));

  _crm_store_tell (self, NULL);
}

typedef struct
{
  const char *backup;
  gboolean done;
  GError **error;
} RestoreJob;

static void
restore_job (gpointer owner,
             gpointer data)
{
  CrmStore *self = owner;
  RestoreJob *job = data;
  g_autoptr (CrmSchema) schema = NULL;

  if (!_crm_store_check_writable (self, job->error))
    return;

  schema = crm_backup_restore (self->write_db, job->backup, self->base, self->clock, job->error);
  if (schema == NULL)
    return;

  _crm_store_take_schema (self, schema);
  job->done = _crm_store_look_at_file (self, job->error);
  _crm_store_tell (self, NULL);
}

/**
 * crm_store_restore:
 * @backup: the path of a backup
 * @error: a %CRM_STORE_ERROR
 *
 * Makes a backup of what is there, and replaces it by @backup.
 */
gboolean
crm_store_restore (CrmStore    *self,
                   const char  *backup,
                   GError     **error)
{
  RestoreJob job = { backup, FALSE, error };

  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  if (_crm_store_refuses_writing (self, error))
    return FALSE;

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, restore_job, &job);

  return job.done;
}

typedef struct
{
  gint64 before;
  GArray *counts;
  GError **error;
} PurgeJob;

static void
purge_job (gpointer owner,
           gpointer data)
{
  CrmStore *self = owner;
  PurgeJob *job = data;
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self);

  if (_crm_store_check_writable (self, job->error))
    job->counts = crm_purge_run (self->write_db, schema, job->before, job->error);
}

/**
 * crm_store_purge:
 * @before: an instant, in microseconds
 * @error: a %CRM_STORE_ERROR
 *
 * Removes for good what went to the trash before @before, with its words in the search index and
 * its values in the journal.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): how many records of each table, or
 *   %NULL with @error set
 */
GArray *
crm_store_purge (CrmStore  *self,
                 gint64     before,
                 GError   **error)
{
  PurgeJob job = { before, NULL, error };

  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  if (_crm_store_refuses_writing (self, error))
    return NULL;

  crm_worker_run (self->writer, G_PRIORITY_LOW, purge_job, &job);

  return job.counts;
}

static gpointer
check_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return GINT_TO_POINTER (crm_check_run (db, schema, data, error));
}

/**
 * crm_store_check:
 * @findings: (element-type utf8): sentences about what is wrong are added here
 * @error: a %CRM_STORE_ERROR
 *
 * Reads the whole file and checks that it is sound and agrees with itself.
 *
 * Returns: %TRUE if it could be read, whatever was found
 */
gboolean
crm_store_check (CrmStore   *self,
                 GPtrArray  *findings,
                 GError    **error)
{
  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  return GPOINTER_TO_INT (crm_store_read (self, CRM_LANE_QUERY, check_read, findings, error));
}
