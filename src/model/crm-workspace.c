/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is open: the store, the catalogue that fits it, and who works with it. The rest of the
 * program is handed a workspace and nothing else.
 *
 * When a custom field changes, the catalogue is made anew. Main thread only.
 */

#include "config.h"

#include "crm-workspace-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"
#include "crm-input.h"
#include "crm-money.h"
#include "crm-phone.h"
#include "crm-rights.h"

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

/*< private >
 * Reads again which fields people have added.
 */
gboolean
_crm_workspace_reload_catalogue (CrmWorkspace  *self,
                  GError       **error)
{
  g_autoptr (CrmCatalogue) catalogue = crm_store_read (self->store, CRM_LANE_SCREEN, read_catalogue, NULL, error);

  if (catalogue == NULL || !crm_store_set_schema (self->store, CRM_SCHEMA (catalogue), error))
    return FALSE;

  set_catalogue (self, catalogue);

  return TRUE;
}

/*< private >
 * Reads again what holds for everybody, and what the actor may do.
 */
gboolean
_crm_workspace_reload_settings (CrmWorkspace  *self,
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

/* --- What others have changed --- */

typedef struct
{
  CrmWorkspace *workspace;
  CrmCatalogue *catalogue;
} Renewal;

static void
renewal_free (Renewal *renewal)
{
  g_object_unref (renewal->workspace);
  g_object_unref (renewal->catalogue);
  g_free (renewal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Renewal, renewal_free)

static void
schema_set_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (Renewal) renewal = user_data;
  g_autoptr (GError) error = NULL;

  if (!crm_store_set_schema_finish (CRM_STORE (object), result, &error))
    {
      /* Whoever has closed it in the meantime does not need them any more. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_warning ("The custom fields cannot be used: %s", error->message);
      return;
    }

  set_catalogue (renewal->workspace, renewal->catalogue);
  _crm_workspace_refresh_records (renewal->workspace, NULL);
}

/* The tables come first: a column may have to be added, and others may be writing for long. */
static void
catalogue_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (CrmWorkspace) self = user_data;
  g_autoptr (CrmCatalogue) catalogue = crm_store_read_finish (CRM_STORE (object), result, NULL);
  Renewal *renewal;

  if (catalogue == NULL)
    return;

  renewal = g_new0 (Renewal, 1);
  renewal->workspace = g_object_ref (self);
  renewal->catalogue = g_object_ref (catalogue);
  crm_store_set_schema_async (self->store, CRM_SCHEMA (catalogue), schema_set_cb, renewal);
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
  _crm_workspace_refresh_records (self, commit);
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
  _crm_workspace_refresh_records (self, NULL);

  g_signal_emit (self, signals[REPLACED], 0);
}

/*< private >
 * From now on the workspace hears what is committed.
 */
void
_crm_workspace_follow_store (CrmWorkspace *self)
{
  g_signal_connect_object (self->store, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->store, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_DEFAULT);
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

  _crm_workspace_forget_records (self);

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
  _crm_workspace_prepare_records (self);
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

  return _crm_workspace_reload_settings (self, error);
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

  return (!touches_settings (self, commit) || _crm_workspace_reload_settings (self, error)) &&
         (!touches_catalogue (self, commit) || _crm_workspace_reload_catalogue (self, error));
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
