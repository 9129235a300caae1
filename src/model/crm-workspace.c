/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is open: the store, the catalogue that fits it, and who works with it. The rest of the
 * program is handed a workspace and nothing else.
 *
 * It keeps every record that somebody holds exactly once, and refreshes it when a commit has
 * changed it; so a list, a page and a card show the same thing. When a custom field changes, the
 * catalogue is made anew. Main thread only.
 */

#include "config.h"

#include "crm-workspace.h"

#include <glib/gi18n-lib.h>

#include "crm-beginning.h"
#include "crm-error.h"
#include "crm-input.h"
#include "crm-merge.h"
#include "crm-money.h"
#include "crm-phone.h"
#include "crm-rights.h"

struct _CrmWorkspace
{
  GObject parent_instance;

  CrmStore *store;
  CrmClock *clock;
  CrmCatalogue *catalogue;
  gint64 actor;
  gboolean is_administrator;
  gboolean may_reassign;
  gboolean is_fresh;

  /* Records that somebody holds: RecordKey → Held. */
  GHashTable *records;
};

enum
{
  PROP_CATALOGUE = 1,
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

G_DEFINE_FINAL_TYPE (CrmWorkspace, crm_workspace, G_TYPE_OBJECT)

typedef struct
{
  guint16 table;
  gint64 id;
} RecordKey;

static guint
record_key_hash (gconstpointer key)
{
  const RecordKey *record = key;

  return (guint) (record->id * 31 + record->table);
}

static gboolean
record_key_equal (gconstpointer a,
                  gconstpointer b)
{
  const RecordKey *first = a;
  const RecordKey *second = b;

  return first->id == second->id && first->table == second->table;
}

/* A record that somebody holds, and how it is forgotten when nobody does. */
typedef struct
{
  RecordKey key;
  CrmRecord *record;
  CrmWorkspace *workspace;
} Held;

static void
forget_cb (gpointer  data,
           GObject  *record)
{
  Held *held = data;

  g_hash_table_remove (held->workspace->records, &held->key);
  g_free (held);
}

static void
hold (CrmWorkspace *self,
      CrmRecord    *record)
{
  Held *held = g_new0 (Held, 1);

  held->key.table = crm_record_get_record_type (record)->table.id;
  held->key.id = crm_record_get_id (record);
  held->record = record;
  held->workspace = self;
  g_object_weak_ref (G_OBJECT (record), forget_cb, held);
  g_hash_table_insert (self->records, &held->key, held);
}

/* --- The catalogue ------------------------------------------------------------------------------ */

static gpointer
read_catalogue (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return crm_catalogue_load (db, error);
}

/* Whose settings are wanted. */
typedef struct
{
  gint64 actor;
  gboolean replaced; /* the file is another one: they may not be in it */
} Who;

typedef struct
{
  gint64 actor;
  gboolean is_administrator;
  gboolean may_reassign;
  gboolean is_fresh;
  char *country;
  char *currency;
} Settings;

static void
settings_free (gpointer data)
{
  Settings *settings = data;

  g_free (settings->country);
  g_free (settings->currency);
  g_free (settings);
}

static gpointer
read_settings (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  const Who *who = data;
  Settings *settings;
  gboolean is_gone = FALSE;

  statement = crm_db_query (db, error, "SELECT country, currency FROM business WHERE state = 0 ORDER BY id LIMIT 1", "");
  if (statement == NULL)
    return NULL;

  settings = g_new0 (Settings, 1);
  if (crm_statement_step (statement, &reason))
    {
      settings->country = g_strdup (crm_statement_get_text (statement, 0));
      settings->currency = g_strdup (crm_statement_get_text (statement, 1));
    }
  if (reason == NULL)
    settings->is_fresh = crm_journal_is_fresh (db, &reason);
  if (reason == NULL && who->replaced)
    is_gone = crm_db_get_integer (db, 0, &reason, "SELECT 1 FROM user WHERE id = ? AND state = 0", "i", who->actor) == 0;
  if (reason != NULL)
    {
      settings_free (settings);
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }
  settings->actor = is_gone ? crm_rights_find_default_actor (db) : who->actor;
  settings->is_administrator = crm_rights_is_administrator (db, settings->actor);
  settings->may_reassign = crm_rights_may_reassign (db, settings->actor);

  return settings;
}

static void
apply_settings (CrmWorkspace *self,
                Settings     *settings)
{
  self->actor = settings->actor;
  self->is_administrator = settings->is_administrator;
  self->may_reassign = settings->may_reassign;
  self->is_fresh = settings->is_fresh;
  crm_phone_set_country (settings->country);
  crm_money_set_default_currency (settings->currency);
}

static void
set_catalogue (CrmWorkspace *self,
               CrmCatalogue *catalogue)
{
  g_set_object (&self->catalogue, catalogue);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATALOGUE]);
}

static gboolean
reload_catalogue (CrmWorkspace  *self,
                  GError       **error)
{
  g_autoptr (CrmCatalogue) catalogue = crm_store_read (self->store, CRM_LANE_SCREEN, read_catalogue, NULL, error);

  if (catalogue == NULL || !crm_store_set_schema (self->store, CRM_SCHEMA (catalogue), error))
    return FALSE;

  set_catalogue (self, catalogue);

  return TRUE;
}

static gboolean
reload_settings (CrmWorkspace  *self,
                 GError       **error)
{
  Who who = { self->actor, FALSE };
  Settings *settings = crm_store_read (self->store, CRM_LANE_SCREEN, read_settings, &who, error);

  if (settings == NULL)
    return FALSE;

  apply_settings (self, settings);
  settings_free (settings);

  return TRUE;
}

static gboolean
touches_catalogue (CrmWorkspace *self,
                   CrmCommit    *commit)
{
  const CrmRecordType *field = crm_catalogue_find (self->catalogue, "field");

  return crm_commit_get_touched (commit, &field->table) != NULL;
}

static gboolean
touches_settings (CrmWorkspace *self,
                  CrmCommit    *commit)
{
  const CrmRecordType *business = crm_catalogue_find (self->catalogue, "business");
  const CrmRecordType *user = crm_catalogue_find (self->catalogue, "user");

  return crm_commit_get_touched (commit, &business->table) != NULL || crm_commit_get_touched (commit, &user->table) != NULL;
}

/* --- Keeping records fresh --------------------------------------------------------------------------- */

static gboolean
links_into (const CrmTable *table,
            CrmCommit      *commit,
            CrmCatalogue   *catalogue)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *target = table->columns[i]->links_to;
      const CrmRecordType *type = target != NULL ? crm_catalogue_find (catalogue, target) : NULL;
      const CrmTouched *touched = type != NULL ? crm_commit_get_touched (commit, &type->table) : NULL;

      if (touched != NULL && (touched->membership || crm_touched_has_column (touched, type->table.title)))
        return TRUE;
    }

  return FALSE;
}

static void
refreshed_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (self, result, NULL);

  while (rows != NULL && rows->len > 0)
    {
      CrmRow *row = g_ptr_array_steal_index (rows, rows->len - 1);
      g_autoptr (CrmRecord) record = crm_workspace_take_row (self, row);
    }
}

/* Reads those records again that somebody holds and that @commit may have changed. */
static void
refresh_records (CrmWorkspace *self,
                 CrmCommit    *commit)
{
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (self->catalogue, &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      gboolean all = commit == NULL || links_into (&types[i]->table, commit, self->catalogue);
      g_autoptr (GArray) ids = NULL;
      GHashTableIter iter;
      gpointer key;

      if (!all && crm_commit_get_touched (commit, &types[i]->table) == NULL)
        continue;

      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_iter_init (&iter, self->records);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        {
          const RecordKey *record = key;

          if (record->table == types[i]->table.id && (all || crm_commit_touches (commit, &types[i]->table, record->id)))
            g_array_append_val (ids, record->id);
        }

      if (ids->len > 0)
        crm_workspace_load_rows_async (self, types[i], ids, NULL, refreshed_cb, NULL);
    }
}

static void
catalogue_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (CrmWorkspace) self = user_data;
  g_autoptr (CrmCatalogue) catalogue = crm_store_read_finish (CRM_STORE (object), result, NULL);
  g_autoptr (GError) error = NULL;

  if (catalogue == NULL)
    return;

  /* Short: the column has been added by whoever changed the field, or takes a moment now. */
  if (!crm_store_set_schema (self->store, CRM_SCHEMA (catalogue), &error))
    {
      /* Whoever has closed it in the meantime does not need them any more. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_warning ("The custom fields cannot be used: %s", error->message);
      return;
    }

  set_catalogue (self, catalogue);
  refresh_records (self, NULL);
}

static void
settings_read_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (CrmWorkspace) self = user_data;
  Settings *settings = crm_store_read_finish (CRM_STORE (object), result, NULL);

  if (settings == NULL)
    return;

  apply_settings (self, settings);
  settings_free (settings);
}

static void
read_settings_async (CrmWorkspace *self,
                     gboolean      replaced)
{
  Who who = { self->actor, replaced };

  crm_store_read_async (self->store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_settings,
                        g_memdup2 (&who, sizeof who), g_free, settings_free,
                        NULL, settings_read_cb, g_object_ref (self));
}

static void
read_catalogue_async (CrmWorkspace *self)
{
  crm_store_read_async (self->store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_catalogue, NULL, NULL,
                        g_object_unref, NULL, catalogue_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmStore     *store,
              CrmCommit    *commit,
              CrmWorkspace *self)
{
  refresh_records (self, commit);
  if (touches_settings (self, commit))
    read_settings_async (self, FALSE);
  if (touches_catalogue (self, commit))
    read_catalogue_async (self);

  g_signal_emit (self, signals[COMMITTED], 0, commit);
}

static void
replaced_cb (CrmStore     *store,
             CrmWorkspace *self)
{
  read_settings_async (self, TRUE);
  read_catalogue_async (self);
  refresh_records (self, NULL);

  g_signal_emit (self, signals[REPLACED], 0);
}

/* --- Object --------------------------------------------------------------------------------------------- */

static void
crm_workspace_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);

  switch (id)
    {
    case PROP_CATALOGUE:
      g_value_set_object (value, self->catalogue);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_workspace_dispose (GObject *object)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);

  if (self->store != NULL)
    crm_workspace_close (self);

  g_clear_object (&self->store);
  g_clear_object (&self->clock);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (crm_workspace_parent_class)->dispose (object);
}

static void
crm_workspace_finalize (GObject *object)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Held *held = value;

      g_object_weak_unref (G_OBJECT (held->record), forget_cb, held);
      g_free (held);
    }
  g_hash_table_unref (self->records);

  G_OBJECT_CLASS (crm_workspace_parent_class)->finalize (object);
}

static void
crm_workspace_class_init (CrmWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_workspace_dispose;
  object_class->finalize = crm_workspace_finalize;
  object_class->get_property = crm_workspace_get_property;

  /**
   * CrmWorkspace:catalogue:
   *
   * The record types and fields as they are now.
   */
  properties[PROP_CATALOGUE] = g_param_spec_object ("catalogue", NULL, NULL, CRM_TYPE_CATALOGUE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CrmWorkspace::committed:
   * @commit: what was changed
   *
   * Something was committed, by this program or by another one.
   */
  signals[COMMITTED] = g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, CRM_TYPE_COMMIT);

  /**
   * CrmWorkspace::replaced:
   *
   * Everything may be different: a backup was restored.
   */
  signals[REPLACED] = g_signal_new ("replaced", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_workspace_init (CrmWorkspace *self)
{
  self->records = g_hash_table_new (record_key_hash, record_key_equal);
}

/* --- Opening ---------------------------------------------------------------------------------------------- */

/**
 * crm_workspace_get_default_path:
 *
 * Returns: (transfer full): where the database of this user is
 */
char *
crm_workspace_get_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), CRM_APP_ID, "crm.db", NULL);
}

static gboolean
settle_in (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  return crm_beginning_make (door, error);
}

static gpointer
read_beginning (CrmDb         *db,
                CrmSchema     *schema,
                gpointer       data,
                GCancellable  *cancellable,
                GError       **error)
{
  return GINT_TO_POINTER (crm_beginning_is_made (db));
}

/* Whoever only wants to read does not have to wait for those who write. */
static gboolean
begin (CrmWorkspace  *self,
       GError       **error)
{
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;

  if (crm_store_read (self->store, CRM_LANE_SCREEN, read_beginning, NULL, NULL) != NULL)
    return TRUE;

  set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  commit = crm_store_write (self->store, set, G_PRIORITY_DEFAULT, settle_in, NULL, error);

  return commit != NULL;
}

static gpointer
read_open_batches (CrmDb         *db,
                   CrmSchema     *schema,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  return crm_journal_list_open (db, error);
}

/* Undoing goes on by itself where it was cut off. Imports are asked about. What cannot be undone
 * any more, because somebody lost the right to, does not keep people from their data. */
static gboolean
finish_undoing (CrmWorkspace  *self,
                GError       **error)
{
  g_autoptr (GPtrArray) open = crm_store_read (self->store, CRM_LANE_SCREEN, read_open_batches, NULL, error);

  if (open == NULL)
    return FALSE;

  for (guint i = 0; i < open->len; i++)
    {
      const CrmBatch *batch = g_ptr_array_index (open, i);
      g_autoptr (GError) reason = NULL;
      CrmUndone undone;

      if (batch->undo_of == 0 || crm_store_undo (self->store, batch->actor, batch->undo_of, &undone, &reason))
        continue;

      if (reason->domain != CRM_ERROR)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }

      g_message ("The undo of batch %" G_GINT64_FORMAT " ends half-way: %s", batch->undo_of, reason->message);
      if (!crm_store_close_batch (self->store, batch->id, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
read_actor (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 actor = crm_rights_find_default_actor (db);

  return g_memdup2 (&actor, sizeof actor);
}

static gint64
find_actor (CrmWorkspace *self)
{
  g_autofree gint64 *actor = crm_store_read (self->store, CRM_LANE_SCREEN, read_actor, NULL, NULL);

  /* Whoever is not in the file has no rights. */
  return actor != NULL && *actor != 0 ? *actor : 1;
}

/**
 * crm_workspace_open:
 * @path: of the database, which is made if it does not exist
 * @clock: says what time it is
 * @error: a %CRM_STORE_ERROR
 *
 * Opens a database. May take long; a program with a window uses crm_workspace_open_async().
 *
 * Returns: (transfer full) (nullable): the workspace, or %NULL with @error set
 */
CrmWorkspace *
crm_workspace_open (const char  *path,
                    CrmClock    *clock,
                    GError     **error)
{
  g_autoptr (CrmWorkspace) self = g_object_new (CRM_TYPE_WORKSPACE, NULL);
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();

  self->clock = g_object_ref (clock);
  self->store = crm_store_open (path, CRM_SCHEMA (catalogue), clock, error);
  if (self->store == NULL)
    return NULL;

  self->catalogue = CRM_CATALOGUE (crm_store_get_schema (self->store));

  if (!crm_store_is_read_only (self->store, NULL) && !begin (self, error))
    return NULL;

  self->actor = find_actor (self);
  if (!reload_settings (self, error) ||
      !(crm_store_is_read_only (self->store, NULL) ? reload_catalogue (self, error) : finish_undoing (self, error)))
    return NULL;

  g_signal_connect_object (self->store, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->store, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_DEFAULT);

  return g_steal_pointer (&self);
}

typedef struct
{
  char *path;
  CrmClock *clock;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free (opening->path);
  g_object_unref (opening->clock);
  g_free (opening);
}

static void
open_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Opening *opening = data;
  GError *error = NULL;
  CrmWorkspace *workspace = crm_workspace_open (opening->path, opening->clock, &error);

  if (workspace != NULL)
    g_task_return_pointer (task, workspace, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_workspace_open_async:
 * @path: of the database, which is made if it does not exist
 * @clock: says what time it is
 * @callback: (scope async): called when it is open
 *
 * Opens a database.
 */
void
crm_workspace_open_async (const char          *path,
                          CrmClock            *clock,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->path = g_strdup (path);
  opening->clock = g_object_ref (clock);
  g_task_set_source_tag (task, crm_workspace_open_async);
  g_task_set_task_data (task, opening, opening_free);
  g_task_run_in_thread (task, open_thread);
}

/**
 * crm_workspace_open_finish:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the workspace, or %NULL with @error set
 */
CrmWorkspace *
crm_workspace_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * crm_workspace_close:
 *
 * Waits for what has been asked for, and closes the file.
 */
void
crm_workspace_close (CrmWorkspace *self)
{
  g_return_if_fail (CRM_IS_WORKSPACE (self));

  crm_store_close (self->store);
}

/**
 * crm_workspace_get_store:
 *
 * Returns: (transfer none): the store
 */
CrmStore *
crm_workspace_get_store (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  return self->store;
}

/**
 * crm_workspace_get_clock:
 *
 * Returns: (transfer none): what says what time it is
 */
CrmClock *
crm_workspace_get_clock (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  return self->clock;
}

/**
 * crm_workspace_get_catalogue:
 *
 * Returns: (transfer none): the record types and fields as they are now
 */
CrmCatalogue *
crm_workspace_get_catalogue (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  return self->catalogue;
}

/**
 * crm_workspace_get_type_named:
 * @name: "contact"
 *
 * Returns: (transfer none): a record type that the program knows
 */
const CrmRecordType *
crm_workspace_get_type_named (CrmWorkspace *self,
                              const char   *name)
{
  const CrmRecordType *type;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  type = crm_catalogue_find (self->catalogue, name);
  g_assert (type != NULL);

  return type;
}

/* --- Who ------------------------------------------------------------------------------------------------------ */

/**
 * crm_workspace_get_actor:
 *
 * Returns: the id of the user who works with it
 */
gint64
crm_workspace_get_actor (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), 0);

  return self->actor;
}

/**
 * crm_workspace_is_administrator:
 *
 * Returns: %TRUE if the user may change settings
 */
gboolean
crm_workspace_is_administrator (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), FALSE);

  return self->is_administrator;
}

/**
 * crm_workspace_may_reassign:
 *
 * Returns: %TRUE if the user may change who owns an account
 */
gboolean
crm_workspace_may_reassign (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), FALSE);

  return self->may_reassign;
}

/**
 * crm_workspace_is_fresh:
 *
 * Returns: %TRUE if nobody had done anything in it when it was opened
 */
gboolean
crm_workspace_is_fresh (CrmWorkspace *self)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), FALSE);

  return self->is_fresh;
}

static gpointer
find_user (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const CrmTable *user = crm_schema_find_table (schema, "user");
  gint64 id;

  if (!crm_input_find_record (db, user, data, &id, error))
    return NULL;

  /* One who has left is found by number as well. */
  if (id != 0 && crm_db_get_integer (db, -1, NULL, "SELECT state FROM user WHERE id = ?", "i", id) == CRM_STATE_LIVE)
    return g_memdup2 (&id, sizeof id);

  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no team member “%s”."), (const char *) data);

  return NULL;
}

/**
 * crm_workspace_set_actor:
 * @who: the e-mail address or the name of a team member
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_AMBIGUOUS
 *
 * Says who works with it from now on. Waits for the answer.
 */
gboolean
crm_workspace_set_actor (CrmWorkspace  *self,
                         const char    *who,
                         GError       **error)
{
  g_autofree gint64 *id = NULL;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), FALSE);

  id = crm_store_read (self->store, CRM_LANE_SCREEN, find_user, (gpointer) who, error);
  if (id == NULL)
    return FALSE;

  self->actor = *id;

  return reload_settings (self, error);
}

/* --- Writing ----------------------------------------------------------------------------------------------------- */

/**
 * crm_workspace_begin:
 * @cause: why
 * @detail: (nullable): what exactly causes it
 *
 * Returns: (transfer full): an empty change set of the user who works with it
 */
CrmChangeSet *
crm_workspace_begin (CrmWorkspace *self,
                     CrmCause      cause,
                     const char   *detail)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  return crm_change_set_new (self->actor, cause, detail);
}

/**
 * crm_workspace_settle:
 * @commit: what was changed
 * @error: a %CRM_STORE_ERROR
 *
 * For programs without a main loop: makes the catalogue fit after a commit.
 */
gboolean
crm_workspace_settle (CrmWorkspace  *self,
                      CrmCommit     *commit,
                      GError       **error)
{
  g_return_val_if_fail (CRM_IS_WORKSPACE (self), FALSE);

  return (!touches_settings (self, commit) || reload_settings (self, error)) &&
         (!touches_catalogue (self, commit) || reload_catalogue (self, error));
}

/**
 * crm_workspace_commit:
 * @set: what to change
 * @error: what the store, the rights or the rules say; nothing is written then
 *
 * Commits a change set and waits for it. A program with a window uses crm_store_commit_async().
 *
 * Returns: (transfer full) (nullable): what was changed, or %NULL with @error set
 */
CrmCommit *
crm_workspace_commit (CrmWorkspace  *self,
                      CrmChangeSet  *set,
                      GError       **error)
{
  g_autoptr (CrmCommit) commit = NULL;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  commit = crm_store_commit (self->store, set, error);
  if (commit == NULL || !crm_workspace_settle (self, commit, error))
    return NULL;

  return g_steal_pointer (&commit);
}

/* --- Records ---------------------------------------------------------------------------------------------------------- */

/**
 * crm_workspace_peek_record:
 * @type: its record type
 * @id: of the record
 *
 * Returns: (transfer full) (nullable): the record, if somebody holds it already
 */
CrmRecord *
crm_workspace_peek_record (CrmWorkspace        *self,
                           const CrmRecordType *type,
                           gint64               id)
{
  RecordKey key = { type->table.id, id };
  const Held *held;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  held = g_hash_table_lookup (self->records, &key);

  return held != NULL ? g_object_ref (held->record) : NULL;
}

/**
 * crm_workspace_take_row:
 * @row: (transfer full): a row that was just read, with its members and titles
 *
 * Returns: (transfer full): the record with that row, the same one for everybody
 */
CrmRecord *
crm_workspace_take_row (CrmWorkspace *self,
                        CrmRow       *row)
{
  CrmRecord *record;

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  record = crm_workspace_peek_record (self, crm_catalogue_get_type_of (row->table), row->id);
  if (record != NULL)
    {
      crm_record_take_row (record, row);
      return record;
    }

  record = crm_record_new (row);
  hold (self, record);

  return record;
}

typedef struct
{
  guint16 table;
  GArray *ids;
  gboolean follow; /* whether a record that was merged means the one that stands for it */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_array_unref (wanted->ids);
  g_free (wanted);
}

static gpointer
read_rows (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;
  const CrmTable *table = crm_schema_get_table (schema, wanted->table);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);

  for (guint i = 0; i < wanted->ids->len; i++)
    {
      g_autoptr (GError) reason = NULL;
      gint64 id = g_array_index (wanted->ids, gint64, i);
      CrmRow *row = NULL;

      if (wanted->follow)
        id = crm_merge_find_survivor (db, table, id, &reason);
      if (id != 0)
        row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS | CRM_ROW_TITLES, &reason);

      if (row != NULL)
        g_ptr_array_add (rows, row);
      else if (!g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}

static void
rows_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *rows = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
load_rows (CrmWorkspace        *self,
           const CrmRecordType *type,
           GArray              *ids,
           gboolean             follow,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Wanted *wanted = g_new0 (Wanted, 1);

  wanted->table = type->table.id;
  wanted->ids = g_array_ref (ids);
  wanted->follow = follow;
  g_task_set_source_tag (task, crm_workspace_load_rows_async);
  crm_store_read_async (self->store, CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, read_rows, wanted, wanted_free,
                        (GDestroyNotify) g_ptr_array_unref, cancellable, rows_read_cb, task);
}

/**
 * crm_workspace_load_rows_async:
 * @type: a record type
 * @ids: (element-type gint64): of records
 * @callback: (scope async): called with the rows
 *
 * Reads records. Those that are gone are left out.
 */
void
crm_workspace_load_rows_async (CrmWorkspace        *self,
                               const CrmRecordType *type,
                               GArray              *ids,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (CRM_IS_WORKSPACE (self));

  load_rows (self, type, ids, FALSE, cancellable, callback, user_data);
}

/**
 * crm_workspace_load_rows_finish:
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmRow) (nullable): the rows, in the order of the ids
 */
GPtrArray *
crm_workspace_load_rows_finish (CrmWorkspace  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * crm_workspace_load_record:
 * @type: its record type
 * @id: of the record
 * @error: %CRM_STORE_ERROR_MISSING
 *
 * Reads a record and waits for it. A program with a window uses
 * crm_workspace_load_record_async(). An old link to a record that has been merged finds the one
 * that stands for it.
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @error set
 */
CrmRecord *
crm_workspace_load_record (CrmWorkspace         *self,
                           const CrmRecordType  *type,
                           gint64                id,
                           GError              **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = NULL;
  Wanted wanted = { type->table.id, ids, TRUE };

  g_return_val_if_fail (CRM_IS_WORKSPACE (self), NULL);

  g_array_append_val (ids, id);
  rows = crm_store_read (self->store, CRM_LANE_SCREEN, read_rows, &wanted, error);
  if (rows == NULL)
    return NULL;

  if (rows->len == 0)
    {
      g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, _("There is no such %s any more."), type->label);
      return NULL;
    }

  return crm_workspace_take_row (self, g_ptr_array_steal_index (rows, 0));
}

static void
record_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  CrmWorkspace *self = CRM_WORKSPACE (object);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (self, result, &error);

  if (rows == NULL)
    g_task_return_error (task, error);
  else if (rows->len == 0)
    g_task_return_new_error (task, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING, _("This record does not exist any more."));
  else
    g_task_return_pointer (task, crm_workspace_take_row (self, g_ptr_array_steal_index (rows, 0)), g_object_unref);
}

/**
 * crm_workspace_load_record_async:
 * @type: its record type
 * @id: of the record
 * @callback: (scope async): called with the record
 *
 * Reads a record; for one that has been merged, the one that stands for it.
 */
void
crm_workspace_load_record_async (CrmWorkspace        *self,
                                 const CrmRecordType *type,
                                 gint64               id,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GTask *task;

  g_return_if_fail (CRM_IS_WORKSPACE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, crm_workspace_load_record_async);
  g_array_append_val (ids, id);
  load_rows (self, type, ids, TRUE, cancellable, record_read_cb, task);
}

/**
 * crm_workspace_load_record_finish:
 * @error: %CRM_STORE_ERROR_MISSING
 *
 * Returns: (transfer full) (nullable): the record, or %NULL with @error set
 */
CrmRecord *
crm_workspace_load_record_finish (CrmWorkspace  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
