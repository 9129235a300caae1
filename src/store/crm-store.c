/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An open database file: one thread that writes, two that read, each with a connection of its
 * own. Whoever wants to change something hands over a change set; whoever wants to know
 * something hands over a reading job. What was committed, here or by another program, is told by
 * the signal "committed" in the main context in which the store was opened.
 */

#include "config.h"

#include "crm-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "crm-migration.h"

enum
{
  PROP_BUSY = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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

/*< private >
 * Tells in the main context what was committed, or without @commit that everything may be different.
 */
void
_crm_store_tell (CrmStore  *self,
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

/*< private >
 * On the writer: tells what others have committed since we looked last. @own is the number of a commit
 * of ours, which is told by itself, or 0.
 */
void
_crm_store_tell_foreign (CrmStore *self,
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
  _crm_store_tell (self, commit);
}

/*< private >
 * On the writer: tells what we have committed, and before it what others have.
 */
void
_crm_store_tell_own (CrmStore  *self,
                     CrmCommit *commit)
{
  if (commit->id == 0)
    return;

  _crm_store_tell_foreign (self, commit->id);
  _crm_store_tell (self, commit);
}

/* --- What somebody waits for ---------------------------------------------------------------------------- */

static void
task_completed_cb (GTask      *task,
                   GParamSpec *pspec,
                   CrmStore   *self)
{
  if (--self->n_awaited == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/*< private >
 * In the main context: the store is busy until @task is done.
 */
void
_crm_store_await (CrmStore *self,
                  GTask    *task)
{
  /* The task holds the store. */
  g_signal_connect (task, "notify::completed", G_CALLBACK (task_completed_cb), self);
  if (++self->n_awaited == 1)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/**
 * crm_store_is_busy:
 *
 * Returns: %TRUE while something is being written that somebody waits for: a commit or an undo, not what
 *   is done behind the scenes
 */
gboolean
crm_store_is_busy (CrmStore *self)
{
  g_return_val_if_fail (CRM_IS_STORE (self), FALSE);

  return self->n_awaited > 0;
}

/**
 * crm_store_get_progress:
 * @n_done: (out): how many records have been written by what is under way
 * @n_all: (out): how many it is about to write, or 0 if that is not known; records that follow by a
 *   rule come on top
 *
 * Any thread.
 */
void
crm_store_get_progress (CrmStore *self,
                        guint    *n_done,
                        guint    *n_all)
{
  g_return_if_fail (CRM_IS_STORE (self));

  *n_done = (guint) g_atomic_int_get (&self->n_done);
  *n_all = (guint) g_atomic_int_get (&self->n_all);
}

/* --- Object ------------------------------------------------------------------------------------------ */

static void
crm_store_get_property (GObject    *object,
                        guint       id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, crm_store_is_busy (CRM_STORE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

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

  for (guint i = 0; i < CRM_N_LANES; i++)
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
  object_class->get_property = crm_store_get_property;

  /**
   * CrmStore:busy:
   *
   * Whether something is being written that somebody waits for.
   */
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

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

/*< private >
 * On the writer: notes what the file is like now, to see what others make of it.
 */
gboolean
_crm_store_look_at_file (CrmStore  *self,
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
open_for_writing (CrmStore    *self,
                  CrmFileAge   age,
                  GError     **error)
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

  crm_db_set_counter (self->write_db, &self->n_done);
  self->schema = crm_migration_run (self->write_db, self->base, self->path, crm_clock_get_now (self->clock), error);

  return self->schema != NULL && _crm_store_look_at_file (self, error);
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
  for (guint i = 0; i < CRM_N_LANES; i++)
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
  CrmReader *reader = owner;

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

  for (guint i = 0; i < CRM_N_LANES; i++)
    if (self->readers[i].worker != NULL)
      crm_worker_run (self->readers[i].worker, G_MAXINT - 1, close_reader_job, NULL);

  if (self->writer != NULL)
    crm_worker_run (self->writer, G_MAXINT - 1, close_writer_job, NULL);
}

/*< private >
 * Returns: %FALSE
 */
gboolean
_crm_store_set_closed_error (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _("The database has been closed."));

  return FALSE;
}

/*< private >
 * On the writer.
 *
 * Returns: %FALSE with @error set if the file has been closed
 */
gboolean
_crm_store_check_writable (CrmStore  *self,
                           GError   **error)
{
  return self->write_db != NULL || _crm_store_set_closed_error (error);
}

/*< private >
 * Once the store is being closed nothing new is taken, or closing would never come to its turn.
 *
 * Returns: %TRUE with @error set if nothing can be written
 */
gboolean
_crm_store_refuses_writing (CrmStore  *self,
                            GError   **error)
{
  if (g_atomic_int_get (&self->closed))
    return !_crm_store_set_closed_error (error);

  if (self->read_only == NULL)
    return FALSE;

  g_set_error_literal (error, CRM_STORE_ERROR, CRM_STORE_ERROR_READ_ONLY, self->read_only);

  return TRUE;
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

typedef struct
{
  CrmSchema *schema;
  gboolean done;
  GError **error;
} SchemaJob;

/*< private >
 * Any thread: these are the tables from now on.
 */
void
_crm_store_take_schema (CrmStore  *self,
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

  job->done = _crm_store_check_writable (self, job->error) && crm_migration_reconcile (self->write_db, job->schema, job->error);
  if (job->done)
    _crm_store_take_schema (self, job->schema);
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
    return _crm_store_set_closed_error (error);

  if (self->read_only != NULL)
    {
      _crm_store_take_schema (self, schema);
      return TRUE;
    }

  crm_worker_run (self->writer, G_PRIORITY_DEFAULT, set_schema_job, &job);

  return job.done;
}

static void
set_schema_task_job (gpointer owner,
                     gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  SchemaJob job = { g_task_get_task_data (task), FALSE, &error };

  set_schema_job (owner, &job);
  if (job.done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * crm_store_set_schema_async:
 * @schema: the tables from now on
 * @callback: (scope async): called when they are there
 *
 * As crm_store_set_schema(), for programs with a window: somebody else may be writing for long.
 */
void
crm_store_set_schema_async (CrmStore            *self,
                            CrmSchema           *schema,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  GError *error = NULL;

  g_return_if_fail (CRM_IS_STORE (self));

  g_task_set_source_tag (task, crm_store_set_schema_async);
  g_task_set_task_data (task, g_object_ref (schema), g_object_unref);

  if (g_atomic_int_get (&self->closed))
    {
      _crm_store_set_closed_error (&error);
      g_task_return_error (task, error);
    }
  else if (self->read_only != NULL)
    {
      _crm_store_take_schema (self, schema);
      g_task_return_boolean (task, TRUE);
    }
  else
    crm_worker_push (self->writer, G_PRIORITY_DEFAULT, set_schema_task_job, g_steal_pointer (&task));
}

/**
 * crm_store_set_schema_finish:
 * @error: a %CRM_STORE_ERROR; the tables are as they were then
 */
gboolean
crm_store_set_schema_finish (CrmStore      *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
