/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A list of any number of records, as GListModel. It holds the ids that a query finds, eight
 * bytes each, and makes an item (a CrmListSlot) only for places that somebody looks at; records
 * are read for all of them at once, after the widgets have asked.
 *
 * A new query shows its first records while the rest are still being found. A commit that
 * concerns a few records is patched in; after larger ones the query is asked anew in the
 * background, and the list says as little as possible about what changed: GTK walks through
 * every item that is said to be new. Main thread only.
 */

#include "config.h"

#include "crm-record-list.h"

#include <string.h>

/* More records than this are not patched in one by one. */
#define MANY_TOUCHED 32
/* Larger differences are shown by filling the slots anew. */
#define MANY_ITEMS   2000
#define ASK_AGAIN_AFTER 150 /* milliseconds */

struct _CrmRecordList
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  CrmQuery *query;

  GArray *ids;        /* shared with a reading job while it runs; not changed then */
  GHashTable *slots;  /* position → borrowed slot */
  GError *error;

  GCancellable *cancellable;
  GArray *touched;    /* records to be patched in */
  guint generation;
  guint fill_id;
  guint again_id;

  guint loading : 1;  /* a query is being asked */
  guint patching : 1;
  guint stale : 1;    /* asked anew when the running job is done */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmRecordList, crm_record_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_WORKSPACE = 1,
  PROP_LOADING,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SETTLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void ask_anew (CrmRecordList *self);
static void work_on  (CrmRecordList *self);

/* --- Slots ------------------------------------------------------------------------------------------ */

static const CrmRecordType *
get_type (CrmRecordList *self)
{
  return crm_catalogue_get_type_of (crm_query_get_table (self->query));
}

static void
forget_slot_cb (gpointer  data,
                GObject  *object)
{
  CrmRecordList *self = data;
  gpointer position = GUINT_TO_POINTER (crm_list_slot_get_position ((CrmListSlot *) object));

  if (g_hash_table_lookup (self->slots, position) == object)
    g_hash_table_remove (self->slots, position);
}

static void
rows_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  CrmWorkspace *workspace = CRM_WORKSPACE (object);
  g_autoptr (CrmRecordList) self = user_data;
  g_autoptr (GPtrArray) rows = crm_workspace_load_rows_finish (workspace, result, NULL);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer slot;

  while (rows != NULL && rows->len > 0)
    g_ptr_array_add (records, crm_workspace_take_row (workspace, g_ptr_array_steal_index (rows, rows->len - 1)));

  if (self->query == NULL)
    return;

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    {
      guint position = crm_list_slot_get_position (slot);
      g_autoptr (CrmRecord) record = NULL;

      if (position >= self->ids->len || crm_list_slot_get_record (slot) != NULL)
        continue;

      record = crm_workspace_peek_record (workspace, get_type (self), g_array_index (self->ids, gint64, position));
      if (record != NULL)
        crm_list_slot_set_record (slot, record);
    }
}

/* Reads what empty slots need, in one go, after all widgets have asked for theirs. */
static gboolean
fill_cb (gpointer data)
{
  CrmRecordList *self = data;
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer slot;

  self->fill_id = 0;
  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    {
      guint position = crm_list_slot_get_position (slot);

      if (position < self->ids->len && crm_list_slot_get_record (slot) == NULL)
        g_array_append_val (wanted, g_array_index (self->ids, gint64, position));
    }

  if (wanted->len > 0)
    crm_workspace_load_rows_async (self->workspace, get_type (self), wanted, NULL, rows_read_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
schedule_fill (CrmRecordList *self)
{
  if (self->fill_id == 0)
    self->fill_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fill_cb, self, NULL);
}

/* Puts the right record into a slot, if somebody holds it already. */
static void
refill_slot (CrmRecordList *self,
             CrmListSlot   *slot)
{
  guint position = crm_list_slot_get_position (slot);
  CrmRecord *shown = crm_list_slot_get_record (slot);
  g_autoptr (CrmRecord) record = NULL;
  gint64 id;

  if (position >= self->ids->len)
    return;

  id = g_array_index (self->ids, gint64, position);
  if (shown != NULL && crm_record_get_id (shown) == id && crm_record_get_record_type (shown)->table.id == get_type (self)->table.id)
    return;

  record = crm_workspace_peek_record (self->workspace, get_type (self), id);
  crm_list_slot_set_record (slot, record);
  if (record == NULL)
    schedule_fill (self);
}

static void
refill_slots (CrmRecordList *self)
{
  g_autoptr (GList) slots = g_hash_table_get_values (self->slots);

  for (GList *l = slots; l != NULL; l = l->next)
    refill_slot (self, l->data);
}

/* After items came or went at @position, slots behind it are elsewhere. */
static void
shift_slots (CrmRecordList *self,
             guint          position,
             guint          removed,
             guint          added)
{
  g_autoptr (GList) slots = g_hash_table_get_values (self->slots);

  g_hash_table_remove_all (self->slots);
  for (GList *l = slots; l != NULL; l = l->next)
    {
      CrmListSlot *slot = l->data;
      guint at = crm_list_slot_get_position (slot);

      if (at >= position && at < position + removed)
        {
          /* Whoever still holds it holds a place that is no longer in the list. */
          g_object_weak_unref (G_OBJECT (slot), forget_slot_cb, self);
          continue;
        }
      if (at >= position + removed)
        crm_list_slot_set_position (slot, at - removed + added);
      g_hash_table_insert (self->slots, GUINT_TO_POINTER (crm_list_slot_get_position (slot)), slot);
    }
}

/* --- What changed --------------------------------------------------------------------------------------- */

static void
items_changed (CrmRecordList *self,
               guint          position,
               guint          removed,
               guint          added)
{
  if (removed == 0 && added == 0)
    return;

  shift_slots (self, position, removed, added);
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  if (removed != added)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* Shows other ids in place: only the difference in length is told as such. */
static void
replace_in_place (CrmRecordList *self,
                  GArray        *ids)
{
  guint old_n = self->ids->len;
  guint new_n = ids->len;

  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);

  if (new_n < old_n)
    items_changed (self, new_n, old_n - new_n, 0);
  else
    items_changed (self, old_n, 0, new_n - old_n);
  refill_slots (self);
}

/* Shows other ids and says exactly which items changed, if they are few. */
static void
replace_exactly (CrmRecordList *self,
                 GArray        *ids)
{
  const gint64 *old_ids = (const gint64 *) (gpointer) self->ids->data;
  const gint64 *new_ids = (const gint64 *) (gpointer) ids->data;
  guint shorter = MIN (self->ids->len, ids->len);
  guint prefix = 0;
  guint suffix = 0;
  guint removed, added;

  while (prefix < shorter && old_ids[prefix] == new_ids[prefix])
    prefix++;
  while (suffix < shorter - prefix && old_ids[self->ids->len - 1 - suffix] == new_ids[ids->len - 1 - suffix])
    suffix++;

  removed = self->ids->len - prefix - suffix;
  added = ids->len - prefix - suffix;

  if (removed > MANY_ITEMS || added > MANY_ITEMS)
    {
      replace_in_place (self, ids);
      return;
    }

  g_array_unref (self->ids);
  self->ids = g_array_ref (ids);
  items_changed (self, prefix, removed, added);
}

static void
set_loading (CrmRecordList *self,
             gboolean       loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

/* --- Asking ------------------------------------------------------------------------------------------------ */

/* A query on its way: made on the main thread, filled by the reader. */
typedef struct
{
  GWeakRef list;
  GMainContext *context;
  CrmQuery *query;
  guint generation;
  gboolean progressive;
  GArray *ids;
  gboolean first_sent;
} Asking;

/* What comes back with the answer. */
typedef struct
{
  CrmRecordList *list;
  guint generation;
} Asked;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_weak_ref_clear (&asking->list);
  g_main_context_unref (asking->context);
  crm_query_unref (asking->query);
  g_array_unref (asking->ids);
  g_free (asking);
}

typedef struct
{
  CrmRecordList *list;
  guint generation;
  GArray *ids;
} FirstIds;

static void
first_ids_free (gpointer data)
{
  FirstIds *first = data;

  g_object_unref (first->list);
  g_array_unref (first->ids);
  g_free (first);
}

static gboolean
first_ids_cb (gpointer data)
{
  FirstIds *first = data;

  if (first->list->generation == first->generation)
    replace_in_place (first->list, first->ids);

  return G_SOURCE_REMOVE;
}

/* On the reader. */
static gboolean
ids_found (const gint64 *ids,
           guint         n_ids,
           gpointer      user_data)
{
  Asking *asking = user_data;

  g_array_append_vals (asking->ids, ids, n_ids);

  if (asking->progressive && !asking->first_sent)
    {
      CrmRecordList *list = g_weak_ref_get (&asking->list);

      asking->first_sent = TRUE;
      if (list != NULL)
        {
          FirstIds *first = g_new0 (FirstIds, 1);
          g_autoptr (GSource) source = g_idle_source_new ();

          first->list = list;
          first->generation = asking->generation;
          first->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_ids);
          g_array_append_vals (first->ids, ids, n_ids);
          /* Not g_main_context_invoke(): while nobody runs the loop, that would do it on this thread. */
          g_source_set_priority (source, G_PRIORITY_DEFAULT);
          g_source_set_callback (source, first_ids_cb, first, first_ids_free);
          g_source_attach (source, asking->context);
        }
    }

  return TRUE;
}

static gpointer
ask_read (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Asking *asking = data;

  if (!crm_query_run (asking->query, db, schema, ids_found, asking, error))
    return NULL;

  return g_array_ref (asking->ids);
}

static void
asked_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (CrmRecordList) self = asked->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read_finish (CRM_STORE (object), result, &error);

  /* A newer query has taken its place. */
  if (asked->generation != self->generation)
    return;

  g_clear_error (&self->error);
  if (ids == NULL)
    self->error = g_steal_pointer (&error);
  else
    replace_exactly (self, ids);

  set_loading (self, FALSE);
  work_on (self);
}

static void
ask (CrmRecordList *self,
     gboolean       progressive)
{
  Asking *asking = g_new0 (Asking, 1);
  Asked *asked = g_new0 (Asked, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->again_id, g_source_remove);
  self->cancellable = g_cancellable_new ();
  self->generation++;
  self->patching = FALSE;
  self->stale = FALSE;
  g_array_set_size (self->touched, 0);

  g_weak_ref_init (&asking->list, self);
  asking->context = g_main_context_ref_thread_default ();
  asking->query = crm_query_ref (self->query);
  asking->generation = self->generation;
  asking->progressive = progressive;
  asking->ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  asked->list = g_object_ref (self);
  asked->generation = self->generation;

  set_loading (self, TRUE);
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT,
                        ask_read, asking, asking_free, (GDestroyNotify) g_array_unref,
                        self->cancellable, asked_cb, asked);
}

static void
ask_anew (CrmRecordList *self)
{
  if (self->query != NULL)
    ask (self, FALSE);
}

/* --- Patching ------------------------------------------------------------------------------------------------ */

typedef struct
{
  CrmQuery *query;
  GArray *ids;
  GArray *touched;
} Patching;

static void
patching_free (gpointer data)
{
  Patching *patching = data;

  crm_query_unref (patching->query);
  g_clear_pointer (&patching->ids, g_array_unref);
  g_array_unref (patching->touched);
  g_free (patching);
}

static gpointer
patch_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  Patching *patching = data;
  GArray *splices;

  splices = crm_query_patch (patching->query, db, schema, patching->ids,
                             (const gint64 *) (gpointer) patching->touched->data, patching->touched->len, error);
  /* From here on the list may change them again. */
  g_clear_pointer (&patching->ids, g_array_unref);

  return splices;
}

static void
apply_splice (CrmRecordList   *self,
              const CrmSplice *splice)
{
  if (splice->removed)
    {
      g_array_remove_index (self->ids, splice->position);
      items_changed (self, splice->position, 1, 0);
    }
  else
    {
      g_array_insert_val (self->ids, splice->position, splice->id);
      items_changed (self, splice->position, 0, 1);
    }
}

static void
patched_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrmRecordList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) splices = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->patching)
    return;

  self->patching = FALSE;
  if (splices == NULL)
    self->stale = TRUE;
  for (guint i = 0; splices != NULL && i < splices->len; i++)
    apply_splice (self, &g_array_index (splices, CrmSplice, i));

  work_on (self);
}

static void
patch (CrmRecordList *self)
{
  Patching *patching = g_new0 (Patching, 1);

  patching->query = crm_query_ref (self->query);
  patching->ids = g_array_ref (self->ids);
  patching->touched = g_steal_pointer (&self->touched);
  self->touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->patching = TRUE;

  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT,
                        patch_read, patching, patching_free, (GDestroyNotify) g_array_unref,
                        self->cancellable, patched_cb, g_object_ref (self));
}

static gboolean
again_cb (gpointer data)
{
  CrmRecordList *self = data;

  self->again_id = 0;
  ask_anew (self);

  return G_SOURCE_REMOVE;
}

/* Does what has been put off, unless something is running. */
static void
work_on (CrmRecordList *self)
{
  if (self->loading || self->patching)
    return;

  if (self->stale)
    {
      if (self->again_id == 0)
        self->again_id = g_timeout_add (ASK_AGAIN_AFTER, again_cb, self);
    }
  else if (self->touched->len > 0)
    patch (self);
  else
    g_signal_emit (self, signals[SETTLED], 0);
}

static void
committed_cb (CrmWorkspace  *workspace,
              CrmCommit     *commit,
              CrmRecordList *self)
{
  const CrmTouched *touched;

  if (self->query == NULL || !crm_query_depends_on (self->query, commit))
    return;

  touched = crm_commit_get_touched (commit, crm_query_get_table (self->query));
  if (touched != NULL && !touched->many && touched->ids->len + self->touched->len <= MANY_TOUCHED &&
      !crm_query_depends_on_others (self->query, commit))
    g_array_append_vals (self->touched, touched->ids->data, touched->ids->len);
  else
    self->stale = TRUE;

  work_on (self);
}

static void
replaced_cb (CrmWorkspace  *workspace,
             CrmRecordList *self)
{
  ask_anew (self);
}

/* --- GListModel ------------------------------------------------------------------------------------------------- */

static GType
crm_record_list_get_item_type (GListModel *model)
{
  return CRM_TYPE_LIST_SLOT;
}

static guint
crm_record_list_get_n_items (GListModel *model)
{
  return CRM_RECORD_LIST (model)->ids->len;
}

static gpointer
crm_record_list_get_item (GListModel *model,
                          guint       position)
{
  CrmRecordList *self = CRM_RECORD_LIST (model);
  CrmListSlot *slot;

  if (position >= self->ids->len)
    return NULL;

  slot = g_hash_table_lookup (self->slots, GUINT_TO_POINTER (position));
  if (slot != NULL)
    return g_object_ref (slot);

  slot = crm_list_slot_new (position);
  g_object_weak_ref (G_OBJECT (slot), forget_slot_cb, self);
  g_hash_table_insert (self->slots, GUINT_TO_POINTER (position), slot);
  refill_slot (self, slot);

  return slot;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_record_list_get_item_type;
  iface->get_n_items = crm_record_list_get_n_items;
  iface->get_item = crm_record_list_get_item;
}

/* --- Object -------------------------------------------------------------------------------------------------------- */

static void
crm_record_list_get_property (GObject    *object,
                              guint       id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->ids->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_record_list_set_property (GObject      *object,
                              guint         id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      self->workspace = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_record_list_constructed (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  G_OBJECT_CLASS (crm_record_list_parent_class)->constructed (object);

  g_signal_connect_object (self->workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (self->workspace, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_DEFAULT);
}

static void
crm_record_list_dispose (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);
  GHashTableIter iter;
  gpointer slot;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->fill_id, g_source_remove);
  g_clear_handle_id (&self->again_id, g_source_remove);

  g_hash_table_iter_init (&iter, self->slots);
  while (g_hash_table_iter_next (&iter, NULL, &slot))
    {
      g_object_weak_unref (slot, forget_slot_cb, self);
      g_hash_table_iter_remove (&iter);
    }

  g_clear_pointer (&self->query, crm_query_unref);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_record_list_parent_class)->dispose (object);
}

static void
crm_record_list_finalize (GObject *object)
{
  CrmRecordList *self = CRM_RECORD_LIST (object);

  g_array_unref (self->ids);
  g_array_unref (self->touched);
  g_hash_table_unref (self->slots);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (crm_record_list_parent_class)->finalize (object);
}

static void
crm_record_list_class_init (CrmRecordListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = crm_record_list_constructed;
  object_class->dispose = crm_record_list_dispose;
  object_class->finalize = crm_record_list_finalize;
  object_class->get_property = crm_record_list_get_property;
  object_class->set_property = crm_record_list_set_property;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, CRM_TYPE_WORKSPACE,
                                                    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * CrmRecordList:loading:
   *
   * Whether the ids are still being found.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * CrmRecordList::settled:
   *
   * The list shows what is in the file, and nothing more is under way.
   */
  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_record_list_init (CrmRecordList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->touched = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->slots = g_hash_table_new (NULL, NULL);
}

/**
 * crm_record_list_new:
 * @workspace: a workspace
 *
 * Returns: (transfer full): an empty list
 */
CrmRecordList *
crm_record_list_new (CrmWorkspace *workspace)
{
  return g_object_new (CRM_TYPE_RECORD_LIST, "workspace", workspace, NULL);
}

/**
 * crm_record_list_set_query:
 * @query: (nullable): which records, in which order; not to be changed afterwards
 *
 * Shows other records. The first ones are there after a moment.
 */
void
crm_record_list_set_query (CrmRecordList *self,
                           CrmQuery      *query)
{
  g_return_if_fail (CRM_IS_RECORD_LIST (self));

  if (query != NULL)
    crm_query_ref (query);
  g_clear_pointer (&self->query, crm_query_unref);
  self->query = query;

  if (query != NULL)
    ask (self, TRUE);
}

/**
 * crm_record_list_get_query:
 *
 * Returns: (transfer none) (nullable): which records, in which order
 */
CrmQuery *
crm_record_list_get_query (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), NULL);

  return self->query;
}

/**
 * crm_record_list_is_loading:
 *
 * Returns: %TRUE while the ids are still being found
 */
gboolean
crm_record_list_is_loading (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), FALSE);

  return self->loading;
}

/**
 * crm_record_list_is_settled:
 *
 * Returns: %TRUE if the list shows what is in the file, and nothing more is under way; if not,
 *   CrmRecordList::settled will be emitted
 */
gboolean
crm_record_list_is_settled (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), FALSE);

  return !self->loading && !self->patching && !self->stale && self->touched->len == 0;
}

/**
 * crm_record_list_get_error:
 *
 * Returns: (transfer none) (nullable): why the last query could not be answered
 */
const GError *
crm_record_list_get_error (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), NULL);

  return self->error;
}

/**
 * crm_record_list_get_id:
 * @position: in the list
 *
 * Returns: the id of the record there, or 0
 */
gint64
crm_record_list_get_id (CrmRecordList *self,
                        guint          position)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), 0);

  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

/**
 * crm_record_list_find:
 * @id: of a record
 * @position: (out) (optional): where it is
 *
 * Returns: %FALSE if it is not in the list
 */
gboolean
crm_record_list_find (CrmRecordList *self,
                      gint64         id,
                      guint         *position)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), FALSE);

  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * crm_record_list_get_ids:
 *
 * Returns: (transfer none) (element-type gint64): the ids of all records in it; not to be
 *   changed, and valid until the main loop runs
 */
GArray *
crm_record_list_get_ids (CrmRecordList *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_LIST (self), NULL);

  return self->ids;
}
