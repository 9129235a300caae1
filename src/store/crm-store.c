/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An open database file: one thread that writes, two that read, each with a connection of its
 * own. Whoever wants to change something hands over a change set; whoever wants to know
 * something hands over a reading job. What was committed, here or by another program, is told by
 * the signal "committed" in the main context in which the store was opened.
 */

#include "config.h"

#include "crm-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "crm-check.h"
#include "crm-migration.h"
#include "crm-purge.h"
#include "crm-worker.h"

#define N_LANES 2

typedef struct
{
  CrmStore *store;
  CrmWorker *worker;
  CrmDb *db;       /* the worker's */
  gboolean closed; /* the worker's */
} Reader;

struct _CrmStore
{
  GObject parent_instance;

  char *path;
  CrmClock *clock;
  GMainContext *context;
  char *read_only;
  gboolean closed;     /* atomic */

  CrmSchema *base;     /* the tables without what people have added */

  GMutex lock;
  CrmSchema *schema;   /* guarded by lock */

  /* The threads stay until the end, so that whoever comes late hears that the store is closed. */
  CrmWorker *writer;
  CrmDb *write_db;     /* the writer's; NULL once it is closed, or if nothing can be written */
  gint64 device;       /* the writer's */
  gint64 last_commit;  /* the writer's */
  gint64 data_version; /* the writer's */

  Reader readers[N_LANES];
};

enum
{
  COMMITTED,
  REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmStore, crm_store, G_TYPE_OBJECT)

/* --- Telling -------------------------------------------------------------------------------------- */

typedef struct
{
  CrmStore *store;
  CrmCommit *commit; /* NULL: everything may be different */
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->store);
  g_clear_pointer (&news->commit, crm_commit_unref);
  g_free (news);
}

static gboolean
tell_cb (gpointer data)
{
  News *news = data;

  /* Who hears it would want to read. */
  if (g_atomic_int_get (&news->store->closed))
    return G_SOURCE_REMOVE;

  if (news->commit != NULL)
    g_signal_emit (news->store, signals[COMMITTED], 0, news->commit);
  else
    g_signal_emit (news->store, signals[REPLACED], 0);

  return G_SOURCE_REMOVE;
}

static void
tell (CrmStore  *self,
      CrmCommit *commit)
{
  News *news = g_new0 (News, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  news->store = g_object_ref (self);
  news->commit = commit != NULL ? crm_commit_ref (commit) : NULL;

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, news, news_free);
  g_source_attach (source, self->context);
}

/* On the writer: tells what others have committed since we looked last. */
static void
tell_foreign (CrmStore *self,
              gint64    own)
{
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self);
  g_autoptr (CrmCommit) commit = NULL;

  if (own > 0 && own <= self->last_commit + 1)
    {
      self->last_commit = own;
      return;
    }

  commit = crm_journal_read_commits (self->write_db, schema, self->last_commit, NULL);
  if (commit == NULL || commit->id == 0)
    return;

  self->last_commit = commit->id;
  tell (self, commit);
}

static void
tell_own (CrmStore  *self,
          CrmCommit *commit)
{
  if (commit->id == 0)
    return;

  tell_foreign (self, commit->id);
  tell (self, commit);
}

/* --- Object ------------------------------------------------------------------------------------------ */

static void
crm_store_dispose (GObject *object)
{
  crm_store_close (CRM_STORE (object));

  G_OBJECT_CLASS (crm_store_parent_class)->dispose (object);
}

static void
crm_store_finalize (GObject *object)
{
  CrmStore *self = CRM_STORE (object);

  for (guint i = 0; i < N_LANES; i++)
    g_clear_pointer (&self->readers[i].worker, crm_worker_free);
  g_clear_pointer (&self->writer, crm_worker_free);

  g_clear_object (&self->clock);
  g_clear_object (&self->schema);
  g_clear_object (&self->base);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  g_free (self->read_only);

  G_OBJECT_CLASS (crm_store_parent_class)->finalize (object);
}

static void
crm_store_class_init (CrmStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_store_dispose;
  object_class->finalize = crm_store_finalize;

  /**
   * CrmStore::committed:
   * @commit: what was changed
   *
   * Something was committed, by this program or by another one.
   */
  signals[COMMITTED] = g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_COMMIT);

  /**
   * CrmStore::replaced:
   *
   * Everything may be different: a backup was restored.
   */
  signals[REPLACED] = g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_store_init (CrmStore *self)
{
  g_mutex_init (&self->lock);
  self->context = g_main_context_ref_thread_default ();
}

static gboolean
prepare_folder (const char  *path,
                GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statfs info;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, _("The folder “%s” cannot be made: %s."),
                   folder, g_strerror (errno));
      return FALSE;
    }

  /* The log needs shared memory, which network file systems do not have (sqlite.org/wal.html). */
  if (statfs (folder, &info) == 0 &&
      (info.f_type == 0x6969 /* NFS */ || info.f_type == 0x517b /* SMB */ ||
       (unsigned int) info.f_type == 0xff534d42 /* CIFS */ || (unsigned int) info.f_type == 0xfe534d42 /* SMB2 */))
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_IO,
                   _("“%s” is on a network drive, where the database could be damaged. "
                     "Keep it on this computer; several computers share their data by synchronisation."), folder);
      return FALSE;
    }

  return TRUE;
}

/* On the writer: notes what the file is like now, to see what others make of it. */
static gboolean
look_at_file (CrmStore  *self,
              GError   **error)
{
  gint64 data_version, device, last_commit;

  crm_db_listen (self->write_db);
  data_version = crm_db_get_integer (self->write_db, 0, NULL, "PRAGMA data_version", "");
  device = crm_db_get_integer (self->write_db, 0, NULL, "SELECT value FROM meta WHERE name = 'device'", "");
  last_commit = crm_journal_get_last_commit (self->write_db, NULL);
  if (!crm_db_check_unheard (self->write_db, error))
    return FALSE;

  self->data_version = data_version;
  self->device = device;
  self->last_commit = last_commit;

  return TRUE;
}

static gboolean
open_for_writing (CrmStore   *self,
                  CrmFileAge  age,
                  GError    **error)
{
  g_autofree char *backup = NULL;

  if (age == CRM_FILE_OLDER)
    {
      backup = crm_backup_make (self->path, "before-migration", self->clock, NULL, error);
      if (backup == NULL)
        return FALSE;
    }

  if (age == CRM_FILE_NEW)
    {
      /* Made before SQLite does, so that nobody else may read it. */
      int fd = g_open (self->path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

      if (fd >= 0)
        close (fd);
    }

  self->write_db = crm_db_open (self->path, CRM_DB_WRITE, error);
  if (self->write_db == NULL)
    return FALSE;

  self->schema = crm_migration_run (self->write_db, self->base, self->path, crm_clock_get_now (self->clock), error);

  return self->schema != NULL && look_at_file (self, error);
}

/**
 * crm_store_open:
 * @path: of the file, which is made if it does not exist
 * @schema: what is in it, without what people have added
 * @clock: says what time it is
 * @error: a %CRM_STORE_ERROR
 *
 * Opens a file and brings it up to date. A file of a newer program is opened for reading only;
 * see crm_store_is_read_only(). May take long; not for the main thread of a program with a window.
 *
 * Returns: (transfer full) (nullable): the store, or %NULL with @error set
 */
CrmStore *
crm_store_open (const char  *path,
                CrmSchema   *schema,
                CrmClock    *clock,
                GError     **error)
{
  g_autoptr (CrmStore) self = g_object_new (CRM_TYPE_STORE, NULL);
  CrmFileAge age;

  if (!prepare_folder (path, error) || !crm_migration_examine (path, &age, error))
    return NULL;

  self->path = g_strdup (path);
  self->base = g_object_ref (schema);
  self->clock = g_object_ref (clock);

  if (age == CRM_FILE_NEWER)
    {
      self->schema = g_object_ref (schema);
      self->read_only = g_strdup_printf (_("“%s” was written by a newer version of this program. "
                                           "You can look at everything; to change something, install that version."), path);
    }
  else if (!open_for_writing (self, age, error))
    {
      g_clear_pointer (&self->write_db, crm_db_close);
      return NULL;
    }

  self->writer = crm_worker_new ("crm-writer", self);
  for (guint i = 0; i < N_LANES; i++)
    {
      self->readers[i].store = self;
      self->readers[i].worker = crm_worker_new (i == CRM_LANE_SCREEN ? "crm-screen" : "crm-query", &self->readers[i]);
    }

  return g_steal_pointer (&self);
}

static void
close_reader_job (gpointer owner,
                  gpointer data)
{
  Reader *reader = owner;

  reader->closed = TRUE;
  g_clear_pointer (&reader->db, crm_db_close);
}

static void
close_writer_job (gpointer owner,
                  gpointer data)
{
  CrmStore *self = owner;

  if (self->write_db != NULL)
    crm_db_exec (self->write_db, "PRAGMA optimize", NULL);
  g_clear_pointer (&self->write_db, crm_db_close);
}

/**
 * crm_store_close:
 *
 * Waits for what has been asked for, and closes the file. What is asked for afterwards ends with
 * %G_IO_ERROR_CLOSED, and nothing is told any more.
 */
void
crm_store_close (CrmStore *self)
{
  g_return_if_fail (CRM_IS_STORE (self));

  g_atomic_int_set (&self->closed, TRUE);

  for (guint i = 0; i < N_LANES; i++)
    if (self->readers[i].worker != NULL)
      crm_worker_run (self->readers[i].worker, G_MAXINT - 1, close_reader_job, NULL);

  if (self->writer != NULL)
    crm_worker_run (self->writer, G_MAXINT - 1, close_writer_job, NULL);
}

static gboolean
set_closed_error (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The database has been closed."));

  return FALSE;
}

/* On the writer. */
static gboolean
check_writable (CrmStore  *self,
                GError   **error)
{
  return self->write_db != NULL || set_closed_error (error);
}

/**
 * crm_store_get_path:
 *
 * Returns: (transfer none): the path of the file
 */
const char *
crm_store_get_path (CrmStore *self)
{
  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  return self->path;
}

/**
 * crm_store_get_clock:
 *
 * Returns: (transfer none): what says what time it is
 */
CrmClock *
crm_store_get_clock (CrmStore *self)
{
  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  return self->clock;
}

/**
 * crm_store_is_read_only:
 * @why: (out) (optional) (transfer none) (nullable): a sentence for people
 *
 * Returns: %TRUE if nothing can be changed
 */
gboolean
crm_store_is_read_only (CrmStore    *self,
                        const char **why)
{
  g_return_val_if_fail (CRM_IS_STORE (self), TRUE);

  if (why != NULL)
    *why = self->read_only;

  return self->read_only != NULL;
}

/**
 * crm_store_get_schema:
 *
 * Returns: (transfer full): the tables as they are now
 */
CrmSchema *
crm_store_get_schema (CrmStore *self)
{
  CrmSchema *schema;

  g_mutex_lock (&self->lock);
  schema = g_object_ref (self->schema);
  g_mutex_unlock (&self->lock);

  return schema;
}

/* --- Writing -------------------------------------------------------------------------------------------- */

/* Once the store is being closed nothing new is taken, or closing would never come to its turn. */
static gboolean
refuses_writing (CrmStore  *self,
                 GError   **error)
{
  if (g_atomic_int_get (&self->closed))
    return !set_closed_error (error);

  if (self->read_only == NULL)
    return FALSE;

  g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY, self->read_only);

  return TRUE;
}

typedef struct
{
  CrmSchema *schema;
  gboolean done;
  GError **error;
} SchemaJob;

static void
take_schema (CrmStore  *self,
             CrmSchema *schema)
{
  g_mutex_lock (&self->lock);
  g_set_object (&self->schema, schema);
  g_mutex_unlock (&self->lock);
}

static void
set_schema_job (gpointer owner,
                gpointer data)
{
  CrmStore *self = owner;
  SchemaJob *job = data;

  job->done = check_writable (self, job->error) && crm_migration_reconcile (self->write_db, job->schema, job->error);
  if (job->done)
    take_schema (self, job->schema);
}

/**
 * crm_store_set_schema:
 * @schema: the tables from now on
 * @error: a %CRM_STORE_ERROR; the tables are as they were then
 *
 * Adds what the file lacks, such as the column of a new custom field.
 */
gboolean
crm_store_set_schema (CrmStore   *self,
                      CrmSchema  *schema,
                      GError    **error)
{
  SchemaJob job = { schema, FALSE, error };

  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  if (g_atomic_int_get (&self->closed))
    return set_closed_error (error);

  if (self->read_only != NULL)
    {
      take_schema (self, schema);
      return TRUE;
    }

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, set_schema_job, &job);

  return job.done;
}

/* On the writer. */
static CrmCommit *
do_write (CrmStore      *self,
          CrmChangeSet  *set,
          CrmWriteFunc   func,
          gpointer       data,
          GError       **error)
{
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self);
  g_autoptr (CrmDoor) door = NULL;
  g_autoptr (CrmCommit) commit = NULL;

  if (!check_writable (self, error))
    return NULL;

  door = crm_door_open (self->write_db, schema, self->clock, set, error);
  if (door == NULL)
    return NULL;

  if (func != NULL ? !func (door, data, error) : !crm_door_apply_set (door, set, error))
    return NULL;

  commit = crm_door_close (g_steal_pointer (&door), error);
  if (commit != NULL)
    tell_own (self, commit);

  return g_steal_pointer (&commit);
}

typedef struct
{
  CrmChangeSet *set;
  CrmWriteFunc func;
  gpointer data;
  CrmCommit *commit;
  GError **error;
} WriteJob;

static void
write_job (gpointer owner,
           gpointer data)
{
  WriteJob *job = data;

  job->commit = do_write (owner, job->set, job->func, job->data, job->error);
}

/**
 * crm_store_write:
 * @set: who changes something and why; its edits are not applied
 * @priority: %G_PRIORITY_LOW for work in many parts, between which others get through
 * @func: (scope call): what to do
 * @data: for @func
 * @error: what @func or the store says; nothing is written then
 *
 * Does a job on the writer thread, in one transaction, and waits for it.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_write (CrmStore      *self,
                 CrmChangeSet  *set,
                 int            priority,
                 CrmWriteFunc   func,
                 gpointer       data,
                 GError       **error)
{
  WriteJob job = { set, func, data, NULL, error };

  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  if (refuses_writing (self, error))
    return NULL;

  crm_worker_run (self->writer, priority, write_job, &job);

  return job.commit;
}

/**
 * crm_store_commit:
 * @set: what to change
 * @error: what the store, the rights or the rules say; nothing is written then
 *
 * Commits a change set and waits for it. Not for the main thread of a program with a window.
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_commit (CrmStore      *self,
                  CrmChangeSet  *set,
                  GError       **error)
{
  return crm_store_write (self, set, G_PRIORITY_DEFAULT, NULL, NULL, error);
}

static void
commit_job (gpointer owner,
            gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GError) error = NULL;
  CrmCommit *commit;

  commit = do_write (owner, g_task_get_task_data (task), NULL, NULL, &error);
  if (commit != NULL)
    g_task_return_pointer (task, commit, (GDestroyNotify) crm_commit_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * crm_store_commit_async:
 * @set: what to change; not to be touched any more
 * @cancellable: (nullable): ignored once the writer has begun
 * @callback: (scope async): called when it is done
 *
 * Commits a change set. "committed" is emitted before @callback is called.
 */
void
crm_store_commit_async (CrmStore            *self,
                        CrmChangeSet        *set,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  g_task_set_source_tag (task, crm_store_commit_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, crm_change_set_ref (set), (GDestroyNotify) crm_change_set_unref);

  if (refuses_writing (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  crm_worker_push (self->writer, G_PRIORITY_DEFAULT, commit_job, g_steal_pointer (&task));
}

/**
 * crm_store_commit_finish:
 * @error: what the store, the rights or the rules say; nothing is written then
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_commit_finish (CrmStore      *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  CrmChangeSet *set;
  CrmWriteFunc func;
  gpointer data;
  GDestroyNotify data_free;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  if (writing->data_free != NULL)
    writing->data_free (writing->data);
  crm_change_set_unref (writing->set);
  g_free (writing);
}

static void
write_task_job (gpointer owner,
                gpointer data)
{
  g_autoptr (GTask) task = data;
  const Writing *writing = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  CrmCommit *commit;

  commit = do_write (owner, writing->set, writing->func, writing->data, &error);
  if (commit != NULL)
    g_task_return_pointer (task, commit, (GDestroyNotify) crm_commit_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * crm_store_write_async:
 * @set: who changes something and why; its edits are not applied
 * @priority: %G_PRIORITY_LOW for work in many parts, between which others get through
 * @func: (scope async): what to do
 * @data: for @func
 * @data_free: (nullable): frees @data
 * @callback: (scope async): called when it is done
 *
 * Does a job on the writer thread, in one transaction. "committed" is emitted before @callback is
 * called.
 */
void
crm_store_write_async (CrmStore            *self,
                       CrmChangeSet        *set,
                       int                  priority,
                       CrmWriteFunc         func,
                       gpointer             data,
                       GDestroyNotify       data_free,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  writing->set = crm_change_set_ref (set);
  writing->func = func;
  writing->data = data;
  writing->data_free = data_free;
  g_task_set_source_tag (task, crm_store_write_async);
  g_task_set_task_data (task, writing, writing_free);

  if (refuses_writing (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  crm_worker_push (self->writer, priority, write_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_write_finish:
 * @error: what the job or the store says; nothing is written then
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_store_write_finish (CrmStore      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Undo -------------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 actor;
  gint64 batch;
  CrmUndone *undone;
  gboolean done;
  GError **error;
} UndoJob;

static void
undo_part_cb (CrmCommit *commit,
              gpointer   user_data)
{
  tell_own (user_data, commit);
}

static gboolean
do_undo (CrmStore   *self,
         gint64      actor,
         gint64      batch,
         CrmUndone  *undone,
         GError    **error)
{
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self);

  return check_writable (self, error) &&
         crm_journal_undo (self->write_db, schema, self->clock, actor, batch, undo_part_cb, self, undone, error);
}

static void
undo_job (gpointer owner,
          gpointer data)
{
  UndoJob *job = data;

  job->done = do_undo (owner, job->actor, job->batch, job->undone, job->error);
}

/**
 * crm_store_undo:
 * @actor: the id of the user who undoes it
 * @batch: what to undo; an undo, to redo
 * @undone: (out caller-allocates): what came of it
 * @error: what the store or the rights say
 *
 * Undoes a batch and waits for it. Not for the main thread of a program with a window.
 */
gboolean
crm_store_undo (CrmStore   *self,
                gint64      actor,
                gint64      batch,
                CrmUndone  *undone,
                GError    **error)
{
  UndoJob job = { actor, batch, undone, FALSE, error };

  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  if (refuses_writing (self, error))
    return FALSE;

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, undo_job, &job);

  return job.done;
}

static void
undo_task_job (gpointer owner,
               gpointer data)
{
  g_autoptr (GTask) task = data;
  gint64 *what = g_task_get_task_data (task);
  g_autofree CrmUndone *undone = g_new0 (CrmUndone, 1);
  GError *error = NULL;

  if (do_undo (owner, what[0], what[1], undone, &error))
    g_task_return_pointer (task, g_steal_pointer (&undone), g_free);
  else
    g_task_return_error (task, error);
}

/**
 * crm_store_undo_async:
 * @actor: the id of the user who undoes it
 * @batch: what to undo; an undo, to redo
 * @callback: (scope async): called when it is done
 *
 * Undoes a batch.
 */
void
crm_store_undo_async (CrmStore            *self,
                      gint64               actor,
                      gint64               batch,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  gint64 what[] = { actor, batch };
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  g_task_set_source_tag (task, crm_store_undo_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_memdup2 (what, sizeof what), g_free);

  if (refuses_writing (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  crm_worker_push (self->writer, G_PRIORITY_DEFAULT, undo_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_undo_finish:
 * @undone: (out caller-allocates): what came of it
 * @error: what the store or the rights say
 */
gboolean
crm_store_undo_finish (CrmStore      *self,
                       GAsyncResult  *result,
                       CrmUndone     *undone,
                       GError       **error)
{
  g_autofree CrmUndone *answer = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  answer = g_task_propagate_pointer (G_TASK (result), error);
  if (answer == NULL)
    return FALSE;

  *undone = *answer;

  return TRUE;
}

typedef struct
{
  gint64 batch;
  gboolean done;
  GError **error;
} BatchJob;

static void
close_batch_job (gpointer owner,
                 gpointer data)
{
  CrmStore *self = owner;
  BatchJob *job = data;

  job->done = check_writable (self, job->error) &&
              crm_db_run (self->write_db, job->error, "UPDATE batch SET open = 0 WHERE id = ?", "i", job->batch);
}

/**
 * crm_store_close_batch:
 * @batch: one that was found open
 * @error: a %CRM_STORE_ERROR
 *
 * Says that nothing more will come of a batch that was not brought to its end.
 */
gboolean
crm_store_close_batch (CrmStore  *self,
                       gint64     batch,
                       GError   **error)
{
  BatchJob job = { batch, FALSE, error };

  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  if (refuses_writing (self, error))
    return FALSE;

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, close_batch_job, &job);

  return job.done;
}

/* --- Reading ------------------------------------------------------------------------------------------------ */

/* What was made of something that could not be read is no answer. Without @answer_free it is lost,
 * which is the least of the troubles of a disk that fails. */
static gpointer
do_read (Reader          *reader,
         CrmReadFunc      func,
         gpointer         data,
         GDestroyNotify   answer_free,
         GCancellable    *cancellable,
         GError         **error)
{
  g_autoptr (CrmSchema) schema = NULL;
  g_autoptr (GError) reason = NULL;
  gpointer answer;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  if (reader->closed)
    {
      set_closed_error (error);
      return NULL;
    }

  if (reader->db == NULL)
    {
      reader->db = crm_db_open (reader->store->path, CRM_DB_READ, error);
      if (reader->db == NULL)
        return NULL;
    }

  schema = crm_store_get_schema (reader->store);
  crm_db_set_cancellable (reader->db, cancellable);
  crm_db_listen (reader->db);
  answer = func (reader->db, schema, data, cancellable, &reason);
  if (reason == NULL)
    crm_db_check_unheard (reader->db, &reason);
  crm_db_set_cancellable (reader->db, NULL);

  if (reason == NULL)
    return answer;

  g_propagate_error (error, g_steal_pointer (&reason));
  if (answer != NULL && answer_free != NULL)
    answer_free (answer);

  return NULL;
}

typedef struct
{
  CrmReadFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify answer_free;
  gpointer answer;
  GError **error;
} ReadJob;

static void
read_job (gpointer owner,
          gpointer data)
{
  ReadJob *job = data;

  job->answer = do_read (owner, job->func, job->data, job->answer_free, NULL, job->error);
}

/**
 * crm_store_read:
 * @lane: which reader
 * @func: (scope call): what to do
 * @data: for @func
 * @error: what @func says
 *
 * Does a reading job and waits for it. Not for the main thread of a program with a window.
 *
 * Returns: (transfer full) (nullable): what @func returned; %NULL with @error set if anything that
 *   it asked could not be read, even if @func did not want to hear of it
 */
gpointer
crm_store_read (CrmStore     *self,
                CrmLane       lane,
                CrmReadFunc   func,
                gpointer      data,
                GError      **error)
{
  ReadJob job = { func, data, NULL, NULL, NULL, error };

  g_return_val_if_fail (CRM_IS_STORE (self), NULL);

  if (g_atomic_int_get (&self->closed))
    set_closed_error (error);
  else
    crm_worker_run (self->readers[lane].worker, G_PRIORITY_DEFAULT, read_job, &job);

  return job.answer;
}

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  if (job->data_free != NULL)
    job->data_free (job->data);
  g_free (job);
}

static void
read_task_job (gpointer owner,
               gpointer data)
{
  g_autoptr (GTask) task = data;
  ReadJob *job = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer answer;

  answer = do_read (owner, job->func, job->data, job->answer_free, g_task_get_cancellable (task), &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, answer, job->answer_free);
}

/**
 * crm_store_read_async:
 * @lane: which reader
 * @priority: among the jobs of that reader
 * @func: (scope async): what to do
 * @data: for @func
 * @data_free: (nullable): frees @data
 * @answer_free: (nullable): frees an answer that nobody takes
 * @cancellable: (nullable): when the answer is not wanted any more
 * @callback: (scope async): called with the answer
 *
 * Does a reading job.
 */
void
crm_store_read_async (CrmStore            *self,
                      CrmLane              lane,
                      int                  priority,
                      CrmReadFunc          func,
                      gpointer             data,
                      GDestroyNotify       data_free,
                      GDestroyNotify       answer_free,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  ReadJob *job = g_new0 (ReadJob, 1);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  job->func = func;
  job->data = data;
  job->data_free = data_free;
  job->answer_free = answer_free;

  g_task_set_source_tag (task, crm_store_read_async);
  g_task_set_task_data (task, job, read_job_free);

  if (g_atomic_int_get (&self->closed))
    {
      set_closed_error (&error);
      g_task_return_error (task, error);
      return;
    }

  crm_worker_push (self->readers[lane].worker, priority, read_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_read_finish:
 * @error: what the job said
 *
 * Returns: (transfer full) (nullable): the answer
 */
gpointer
crm_store_read_finish (CrmStore      *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- Other programs, backups, upkeep --------------------------------------------------------------------------- */

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
      if (look_at_file (self, NULL))
        tell (self, NULL);
      return;
    }

  self->data_version = version;
  tell_foreign (self, 0);
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

  tell (self, NULL);
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

  if (!check_writable (self, job->error))
    return;

  schema = crm_backup_restore (self->write_db, job->backup, self->base, self->clock, job->error);
  if (schema == NULL)
    return;

  take_schema (self, schema);
  job->done = look_at_file (self, job->error);
  tell (self, NULL);
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

  if (refuses_writing (self, error))
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

  if (check_writable (self, job->error))
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

  if (refuses_writing (self, error))
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
