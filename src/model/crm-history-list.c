/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The history of everything as a list without an end: the newest lines at first, and more when
 * somebody looks at the last ones. A page begins where the one before it ended, so it takes as
 * long with a million steps as with a hundred. What is done in the meantime appears on top. Main
 * thread only.
 */

#include "config.h"

#include "crm-history-list.h"

#define LINES_IN_A_PAGE 60
/* The next page is asked for when somebody looks at one of so many last lines. */
#define NEAR_THE_END    30

struct _CrmHistoryList
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  CrmJournalFilter *filter;
  GPtrArray *items;  /* the newest first */
  GCancellable *cancellable;
  GError *error;

  guint generation;
  guint loading : 1;  /* older lines are being read */
  guint looking : 1;  /* newer lines are being read */
  guint look_again : 1;
  guint ended : 1;    /* there are no older ones */
  guint fresh : 1;    /* what is shown gives way to the first page */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmHistoryList, crm_history_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_LOADING = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What is read: a page, or single lines again. */
typedef struct
{
  CrmJournalFilter *filter;
  gint64 before;
  gint64 batch; /* one that was undone, or 0 */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  crm_journal_filter_free (wanted->filter);
  g_free (wanted);
}

typedef struct
{
  CrmHistoryList *list;
  guint generation;
} Asked;

static void
set_loading (CrmHistoryList *self,
             gboolean        loading)
{
  if (self->loading == loading)
    return;

  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static CrmHistoryItem *
find_item (CrmHistoryList *self,
           gint64          batch)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      CrmHistoryItem *item = g_ptr_array_index (self->items, i);

      if (crm_history_item_get_line (item)->batch == batch)
        return item;
    }

  return NULL;
}

static void
items_changed (CrmHistoryList *self,
               guint           position,
               guint           removed,
               guint           added)
{
  if (removed == 0 && added == 0)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* --- Older lines -------------------------------------------------------------------------------------- */

static gpointer
page_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;

  return crm_history_find (db, schema, wanted->filter, wanted->before, LINES_IN_A_PAGE, error);
}

static void
page_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (CrmHistoryList) self = asked->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = crm_store_read_finish (CRM_STORE (object), result, &error);
  guint removed = 0;
  guint position;

  if (asked->generation != self->generation)
    return;

  if (self->fresh)
    {
      removed = self->items->len;
      g_ptr_array_set_size (self->items, 0);
    }
  self->fresh = FALSE;
  position = self->items->len;

  g_clear_error (&self->error);
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    g_ptr_array_add (self->items, crm_history_item_new (g_ptr_array_index (lines, i)));
  if (lines != NULL)
    g_ptr_array_set_free_func (lines, NULL);
  else
    self->error = g_steal_pointer (&error);
  self->ended = lines == NULL || lines->len < LINES_IN_A_PAGE;

  items_changed (self, position, removed, self->items->len - position);
  set_loading (self, FALSE);
}

static void
read_page (CrmHistoryList *self)
{
  Wanted *wanted;
  Asked *asked;

  if (self->loading || self->ended || self->filter == NULL)
    return;

  wanted = g_new0 (Wanted, 1);
  wanted->filter = crm_journal_filter_copy (self->filter);
  if (self->items->len > 0 && !self->fresh)
    wanted->before = crm_history_item_get_line (g_ptr_array_index (self->items, self->items->len - 1))->batch;

  asked = g_new0 (Asked, 1);
  asked->list = g_object_ref (self);
  asked->generation = self->generation;
  set_loading (self, TRUE);
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, page_read,
                        wanted, wanted_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, page_read_cb, asked);
}

/* What is shown stays until there is something else, so that nothing blinks. */
static void
begin (CrmHistoryList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->generation++;
  self->looking = FALSE;
  self->look_again = FALSE;
  self->ended = FALSE;
  self->loading = FALSE;
  self->fresh = TRUE;
  read_page (self);
}

/* --- Newer lines -------------------------------------------------------------------------------------- */

static void look (CrmHistoryList *self,
                  gint64          undone);

static gpointer
news_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;
  g_autoptr (GPtrArray) lines = crm_history_find (db, schema, wanted->filter, 0, LINES_IN_A_PAGE, error);

  /* The line of what was undone may be further down. */
  if (lines != NULL && wanted->batch != 0)
    {
      CrmHistoryLine *line = crm_history_get_line (db, schema, wanted->batch, NULL);

      if (line != NULL)
        g_ptr_array_add (lines, line);
    }

  return g_steal_pointer (&lines);
}

static void
news_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Asked *asked = user_data;
  g_autoptr (CrmHistoryList) self = asked->list;
  g_autoptr (GPtrArray) lines = crm_store_read_finish (CRM_STORE (object), result, NULL);
  gint64 newest = self->items->len > 0 ? crm_history_item_get_line (g_ptr_array_index (self->items, 0))->batch : 0;
  guint n_new = 0;

  if (asked->generation != self->generation)
    return;

  self->looking = FALSE;
  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      CrmHistoryLine *line = g_ptr_array_index (lines, i);
      CrmHistoryItem *known = find_item (self, line->batch);

      if (known != NULL)
        crm_history_item_take_line (known, line);
      else if (line->batch > newest)
        g_ptr_array_insert (self->items, (int) n_new++, crm_history_item_new (line));
      else
        crm_history_line_free (line);
    }
  if (lines != NULL)
    g_ptr_array_set_free_func (lines, NULL);

  if (n_new == LINES_IN_A_PAGE)
    begin (self);
  else
    items_changed (self, 0, 0, n_new);

  if (self->look_again)
    look (self, 0);
}

static void
look (CrmHistoryList *self,
      gint64          undone)
{
  Wanted *wanted;
  Asked *asked;

  /* The first page is on its way and has everything. */
  if (self->filter == NULL || self->fresh)
    return;

  if (self->looking)
    {
      self->look_again = TRUE;
      return;
    }

  self->looking = TRUE;
  self->look_again = FALSE;
  wanted = g_new0 (Wanted, 1);
  wanted->filter = crm_journal_filter_copy (self->filter);
  wanted->batch = undone;
  asked = g_new0 (Asked, 1);
  asked->list = g_object_ref (self);
  asked->generation = self->generation;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, news_read,
                        wanted, wanted_free, (GDestroyNotify) g_ptr_array_unref, self->cancellable, news_read_cb, asked);
}

static void
committed_cb (CrmWorkspace   *workspace,
              CrmCommit      *commit,
              CrmHistoryList *self)
{
  look (self, commit->undo_of);
}

static void
replaced_cb (CrmWorkspace   *workspace,
             CrmHistoryList *self)
{
  if (self->filter != NULL)
    begin (self);
}

/* --- GListModel ----------------------------------------------------------------------------------------- */

static GType
crm_history_list_get_item_type (GListModel *model)
{
  return CRM_TYPE_HISTORY_ITEM;
}

static guint
crm_history_list_get_n_items (GListModel *model)
{
  return CRM_HISTORY_LIST (model)->items->len;
}

static gboolean
read_more_cb (gpointer data)
{
  read_page (data);

  return G_SOURCE_REMOVE;
}

static gpointer
crm_history_list_get_item (GListModel *model,
                           guint       position)
{
  CrmHistoryList *self = CRM_HISTORY_LIST (model);

  if (position >= self->items->len)
    return NULL;

  /* The list must not grow while somebody reads it. */
  if (position + NEAR_THE_END >= self->items->len && !self->ended && !self->loading)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, read_more_cb, g_object_ref (self), g_object_unref);

  return g_object_ref (g_ptr_array_index (self->items, position));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_history_list_get_item_type;
  iface->get_n_items = crm_history_list_get_n_items;
  iface->get_item = crm_history_list_get_item;
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_history_list_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  CrmHistoryList *self = CRM_HISTORY_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->items->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_history_list_dispose (GObject *object)
{
  CrmHistoryList *self = CRM_HISTORY_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->filter, crm_journal_filter_free);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_history_list_parent_class)->dispose (object);
}

static void
crm_history_list_finalize (GObject *object)
{
  CrmHistoryList *self = CRM_HISTORY_LIST (object);

  g_ptr_array_unref (self->items);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (crm_history_list_parent_class)->finalize (object);
}

static void
crm_history_list_class_init (CrmHistoryListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crm_history_list_dispose;
  object_class->finalize = crm_history_list_finalize;
  object_class->get_property = crm_history_list_get_property;

  /**
   * CrmHistoryList:loading:
   *
   * Whether older lines are being read.
   */
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE,
                                                   G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                                                G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crm_history_list_init (CrmHistoryList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * crm_history_list_new:
 * @workspace: a workspace
 *
 * Returns: (transfer full): a list that waits for its filter
 */
CrmHistoryList *
crm_history_list_new (CrmWorkspace *workspace)
{
  CrmHistoryList *self = g_object_new (CRM_TYPE_HISTORY_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_DEFAULT);

  return self;
}

/**
 * crm_history_list_set_filter:
 * @filter: what is wanted
 *
 * Shows other lines. The first ones are there after a moment.
 */
void
crm_history_list_set_filter (CrmHistoryList          *self,
                             const CrmJournalFilter  *filter)
{
  g_return_if_fail (CRM_IS_HISTORY_LIST (self));

  g_clear_pointer (&self->filter, crm_journal_filter_free);
  self->filter = crm_journal_filter_copy (filter);
  begin (self);
}

/**
 * crm_history_list_is_loading:
 *
 * Returns: %TRUE while older lines are being read
 */
gboolean
crm_history_list_is_loading (CrmHistoryList *self)
{
  g_return_val_if_fail (CRM_IS_HISTORY_LIST (self), FALSE);

  return self->loading;
}

/**
 * crm_history_list_get_error:
 *
 * Returns: (transfer none) (nullable): why lines could not be read
 */
const GError *
crm_history_list_get_error (CrmHistoryList *self)
{
  g_return_val_if_fail (CRM_IS_HISTORY_LIST (self), NULL);

  return self->error;
}
