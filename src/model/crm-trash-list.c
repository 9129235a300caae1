/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is in the trash, of all record types, as GListModel: what was deleted last comes first. It
 * holds the key of every record, and makes items only for those that somebody looks at. Main
 * thread only.
 */

#include "config.h"

#include "crm-trash-list.h"

#include "crm-journal.h"

#define READ_AGAIN_AFTER 150 /* milliseconds */

struct _CrmTrashList
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  GArray *all;        /* of CrmTrashKey: of every record type */
  GArray *keys;       /* those that are shown */
  guint16 table;      /* of which they are, or 0 */
  GHashTable *items;  /* CrmTrashKey → borrowed item */
  GCancellable *cancellable;
  GError *error;

  guint fill_id;
  guint again_id;
  guint loading : 1;
  guint stale : 1;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmTrashList, crm_trash_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_LOADING = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- Items ----------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmTrashKey key;
  char *title;
  char *who;
} Description;

static void
clear_description (gpointer data)
{
  Description *description = data;

  g_free (description->title);
  g_free (description->who);
}

static char *
read_title (CrmDb           *db,
            CrmSchema       *schema,
            const CrmTable  *table,
            gint64           id)
{
  g_autoptr (CrmRow) row = id != 0 ? crm_row_load (db, schema, table, id, CRM_ROW_VALUES, NULL) : NULL;

  return row != NULL ? g_strdup (crm_row_get_text (row, table->title->name)) : NULL;
}

static gpointer
descriptions_read (CrmDb         *db,
                   CrmSchema     *schema,
                   gpointer       data,
                   GCancellable  *cancellable,
                   GError       **error)
{
  const GArray *keys = data;
  GArray *descriptions = g_array_new (FALSE, TRUE, sizeof (Description));

  g_array_set_clear_func (descriptions, clear_description);
  for (guint i = 0; i < keys->len; i++)
    {
      const CrmTrashKey *key = &g_array_index (keys, CrmTrashKey, i);
      const CrmTable *table = crm_schema_get_table (schema, key->table);
      Description description = { .key = *key };
      g_autoptr (CrmBatch) batch = NULL;

      if (table == NULL)
        continue;

      batch = crm_journal_get_batch (db, crm_trash_find_batch (db, table, key->id, NULL), NULL);
      description.title = read_title (db, schema, table, key->id);
      if (batch != NULL)
        description.who = read_title (db, schema, crm_schema_get_table (schema, CRM_ID_USER), batch->actor);
      g_array_append_val (descriptions, description);
    }

  return descriptions;
}

static void
descriptions_read_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (CrmTrashList) self = user_data;
  g_autoptr (GArray) descriptions = crm_store_read_finish (CRM_STORE (object), result, NULL);

  for (guint i = 0; descriptions != NULL && i < descriptions->len; i++)
    {
      const Description *description = &g_array_index (descriptions, Description, i);
      CrmTrashItem *item = g_hash_table_lookup (self->items, &description->key);

      if (item != NULL)
        crm_trash_item_describe (item, description->title != NULL ? description->title : "", description->who);
    }
}

/* Reads what the items need, in one go, after all widgets have asked for theirs. */
static gboolean
fill_cb (gpointer data)
{
  CrmTrashList *self = data;
  GArray *wanted = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));
  GHashTableIter iter;
  gpointer item;

  self->fill_id = 0;
  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (crm_trash_item_get_title (item) == NULL)
      g_array_append_vals (wanted, crm_trash_item_get_key (item), 1);

  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, descriptions_read,
                        wanted, (GDestroyNotify) g_array_unref, (GDestroyNotify) g_array_unref, NULL,
                        descriptions_read_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
forget_item_cb (gpointer  data,
                GObject  *item)
{
  CrmTrashList *self = data;

  g_hash_table_remove (self->items, crm_trash_item_get_key ((CrmTrashItem *) item));
}

/* --- Keys ------------------------------------------------------------------------------------------------- */

static void
set_loading (CrmTrashList *self,
             gboolean      loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* Says exactly which items came and went. */
static void
replace_keys (CrmTrashList *self,
              GArray       *keys)
{
  const CrmTrashKey *old_keys = (const CrmTrashKey *) (gpointer) self->keys->data;
  const CrmTrashKey *new_keys = (const CrmTrashKey *) (gpointer) keys->data;
  guint shorter = MIN (self->keys->len, keys->len);
  guint prefix = 0;
  guint suffix = 0;
  guint removed, added;

  while (prefix < shorter && crm_trash_key_equal (&old_keys[prefix], &new_keys[prefix]))
    prefix++;
  while (suffix < shorter - prefix && crm_trash_key_equal (&old_keys[self->keys->len - 1 - suffix], &new_keys[keys->len - 1 - suffix]))
    suffix++;

  removed = self->keys->len - prefix - suffix;
  added = keys->len - prefix - suffix;
  g_array_unref (self->keys);
  self->keys = g_array_ref (keys);
  if (removed == 0 && added == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), prefix, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static GArray *
pick_keys (CrmTrashList *self)
{
  GArray *keys;

  if (self->table == 0)
    return g_array_ref (self->all);

  keys = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));
  for (guint i = 0; i < self->all->len; i++)
    if (g_array_index (self->all, CrmTrashKey, i).table == self->table)
      g_array_append_vals (keys, &g_array_index (self->all, CrmTrashKey, i), 1);

  return keys;
}

static void
show_keys (CrmTrashList *self)
{
  g_autoptr (GArray) keys = pick_keys (self);

  replace_keys (self, keys);
}

static gpointer
keys_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_trash_read_keys (db, schema, error);
}

static void refresh (CrmTrashList *self);

static void
keys_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrmTrashList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) keys = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_error (&self->error);
  if (keys != NULL)
    {
      g_array_unref (self->all);
      self->all = g_steal_pointer (&keys);
      show_keys (self);
    }
  else
    self->error = g_steal_pointer (&error);

  set_loading (self, FALSE);
  if (self->stale)
    refresh (self);
}

static void
refresh (CrmTrashList *self)
{
  self->stale = self->loading;
  if (self->loading)
    return;

  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  set_loading (self, TRUE);
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, keys_read, NULL, NULL,
                        (GDestroyNotify) g_array_unref, self->cancellable, keys_read_cb, g_object_ref (self));
}

static gboolean
again_cb (gpointer data)
{
  CrmTrashList *self = data;

  self->again_id = 0;
  refresh (self);

  return G_SOURCE_REMOVE;
}

static void
committed_cb (CrmWorkspace *workspace,
              CrmCommit    *commit,
              CrmTrashList *self)
{
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (crm_workspace_get_catalogue (workspace), &n_types);

  for (guint i = 0; i < n_types; i++)
    {
      const CrmTouched *touched = crm_commit_get_touched (commit, &types[i]->table);

      if (touched != NULL && touched->membership && self->again_id == 0)
        self->again_id = g_timeout_add (READ_AGAIN_AFTER, again_cb, self);
    }
}

static void
replaced_cb (CrmWorkspace *workspace,
             CrmTrashList *self)
{
  refresh (self);
}

/* --- GListModel ----------------------------------------------------------------------------------------- */

static GType
crm_trash_list_get_item_type (GListModel *model)
{
  return CRM_TYPE_TRASH_ITEM;
}

static guint
crm_trash_list_get_n_items (GListModel *model)
{
  return CRM_TRASH_LIST (model)->keys->len;
}

static gpointer
crm_trash_list_get_item (GListModel *model,
                         guint       position)
{
  CrmTrashList *self = CRM_TRASH_LIST (model);
  CrmSchema *schema = CRM_SCHEMA (crm_workspace_get_catalogue (self->workspace));
  const CrmTrashKey *key;
  CrmTrashItem *item;

  if (position >= self->keys->len)
    return NULL;

  key = &g_array_index (self->keys, CrmTrashKey, position);
  item = g_hash_table_lookup (self->items, key);
  if (item != NULL)
    return g_object_ref (item);

  item = crm_trash_item_new (key, crm_catalogue_get_type_of (crm_schema_get_table (schema, key->table)));
  g_object_weak_ref (G_OBJECT (item), forget_item_cb, self);
  g_hash_table_insert (self->items, (gpointer) crm_trash_item_get_key (item), item);
  if (self->fill_id == 0)
    self->fill_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);

  return item;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_trash_list_get_item_type;
  iface->get_n_items = crm_trash_list_get_n_items;
  iface->get_item = crm_trash_list_get_item;
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_trash_list_get_property (GObject    *object,
                             guint       id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  CrmTrashList *self = CRM_TRASH_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->keys->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_trash_list_dispose (GObject *object)
{
  CrmTrashList *self = CRM_TRASH_LIST (object);
  GHashTableIter iter;
  gpointer item;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_clear_handle_id (&self->again_id, g_source_remove);

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    {
      g_object_weak_unref (item, forget_item_cb, self);
      g_hash_table_iter_remove (&iter);
    }

  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_trash_list_parent_class)->dispose (object);
}

static void
crm_trash_list_finalize (GObject *object)
{
  CrmTrashList *self = CRM_TRASH_LIST (object);

  g_array_unref (self->all);
  g_array_unref (self->keys);
  g_hash_table_unref (self->items);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (crm_trash_list_parent_class)->finalize (object);
}

static void
crm_trash_list_class_init (CrmTrashListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_trash_list_dispose;
  object_class->finalize = crm_trash_list_finalize;
  object_class->get_property = crm_trash_list_get_property;

  /**
   * CrmTrashList:loading:
   *
   * Whether the list is being read.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crm_trash_list_init (CrmTrashList *self)
{
  self->all = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));
  self->keys = g_array_ref (self->all);
  self->items = g_hash_table_new (crm_trash_key_hash, crm_trash_key_equal);
}

/**
 * crm_trash_list_new:
 * @workspace: a workspace
 *
 * Returns: (transfer full): a list; what is in it is there after a moment
 */
CrmTrashList *
crm_trash_list_new (CrmWorkspace *workspace)
{
  CrmTrashList *self = g_object_new (CRM_TYPE_TRASH_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_DEFAULT);
  refresh (self);

  return self;
}

/**
 * crm_trash_list_is_loading:
 *
 * Returns: %TRUE while the list is being read
 */
gboolean
crm_trash_list_is_loading (CrmTrashList *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_LIST (self), FALSE);

  return self->loading;
}

/**
 * crm_trash_list_get_error:
 *
 * Returns: (transfer none) (nullable): why the list could not be read
 */
const GError *
crm_trash_list_get_error (CrmTrashList *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_LIST (self), NULL);

  return self->error;
}

/**
 * crm_trash_list_set_type:
 * @type: (nullable): the name of a record type; %NULL for all of them
 *
 * Shows only records of one type.
 */
void
crm_trash_list_set_type (CrmTrashList *self,
                         const char   *type)
{
  const CrmRecordType *found = type != NULL ? crm_workspace_get_type_named (self->workspace, type) : NULL;

  g_return_if_fail (CRM_IS_TRASH_LIST (self));

  self->table = found != NULL ? found->table.id : 0;
  show_keys (self);
}

/**
 * crm_trash_list_list_types:
 *
 * Returns: (transfer container): the names of the record types that something is there of, in the
 *   order of the catalogue, ended by %NULL
 */
const char **
crm_trash_list_list_types (CrmTrashList *self)
{
  CrmCatalogue *catalogue = crm_workspace_get_catalogue (self->workspace);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n_types;
  const CrmRecordType **types = crm_catalogue_list (catalogue, &n_types);

  g_return_val_if_fail (CRM_IS_TRASH_LIST (self), NULL);

  for (guint i = 0; i < n_types; i++)
    for (guint k = 0; k < self->all->len; k++)
      if (g_array_index (self->all, CrmTrashKey, k).table == types[i]->table.id)
        {
          g_ptr_array_add (names, (gpointer) g_intern_string (types[i]->table.name));
          break;
        }
  g_ptr_array_add (names, NULL);

  return (const char **) g_ptr_array_steal (names, NULL);
}

/**
 * crm_trash_list_get_n_all:
 *
 * Returns: how many records there are, of all types
 */
guint
crm_trash_list_get_n_all (CrmTrashList *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_LIST (self), 0);

  return self->all->len;
}

/**
 * crm_trash_list_get_key:
 * @position: in the list
 *
 * Returns: (transfer none) (nullable): which record is there, until the list changes
 */
const CrmTrashKey *
crm_trash_list_get_key (CrmTrashList *self,
                        guint         position)
{
  g_return_val_if_fail (CRM_IS_TRASH_LIST (self), NULL);

  return position < self->keys->len ? &g_array_index (self->keys, CrmTrashKey, position) : NULL;
}
