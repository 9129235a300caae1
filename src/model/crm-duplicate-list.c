/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a search for duplicates has found, as GListModel: the surest first. The search runs on a
 * thread of its own. Whatever is merged, deleted, renamed, said to be different or undone afterwards
 * is seen without another search: the list is what was found less what is not so any more. Main
 * thread only.
 */

#include "config.h"

#include "crm-duplicate-list.h"

#include <glib/gi18n-lib.h>

#include "crm-distinction.h"

#define LOOK_AGAIN_AFTER 100 /* milliseconds */

/* So many names stand in a row. */
#define MAX_NAMES 3

struct _CrmDuplicateList
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  char *type;
  GPtrArray *clusters;  /* of CrmDuplicateCluster: what was found */
  GPtrArray *groups;    /* of CrmDuplicateGroup: one for each of them */
  GPtrArray *shown;     /* those that are so still */
  GCancellable *cancellable;
  GError *error;

  double progress;
  guint again_id;
  guint searching : 1;
  guint reading : 1;
  guint stale : 1;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmDuplicateList, crm_duplicate_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_SEARCHING = 1,
  PROP_PROGRESS,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const CrmRecordType *
get_type (CrmDuplicateList *self)
{
  return crm_workspace_get_type_named (self->workspace, self->type);
}

/* --- What is so still ---------------------------------------------------------------------------------- */

typedef struct
{
  char *type;
  GPtrArray *clusters;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_ptr_array_unref (question->clusters);
  g_free (question->type);
  g_free (question);
}

static gboolean
contains (GArray *ids,
          gint64  id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

/* Whether two of those that are left look alike, and nobody has said that they are not the same. */
static gboolean
is_group (const CrmDuplicateCluster *cluster,
          GArray                    *ids,
          GHashTable                *distinctions)
{
  for (guint i = 0; i < cluster->pairs->len; i++)
    {
      const CrmDuplicatePair *pair = &g_array_index (cluster->pairs, CrmDuplicatePair, i);

      if (contains (ids, pair->a) && contains (ids, pair->b) && !crm_distinction_has (distinctions, pair->a, pair->b))
        return TRUE;
    }

  return FALSE;
}

/* "Ana García, Anna Garcia and 2 others" */
static char *
join_names (GPtrArray *names,
            guint      n_all)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", (const char *) g_ptr_array_index (names, i));

  if (n_all > names->len)
    {
      guint n = n_all - names->len;
      g_autofree char *some = g_string_free (text, FALSE);

      /* TRANSLATORS: the first are names with commas between them */
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s and %2$u other", "%1$s and %2$u others", n), some, n);
    }

  return g_string_free (text, FALSE);
}

static CrmDuplicateView *
read_view (CrmDb                     *db,
           const char                *sql,
           const CrmDuplicateCluster *cluster,
           GHashTable                *distinctions,
           GError                   **error)
{
  g_autoptr (CrmDuplicateView) view = g_new0 (CrmDuplicateView, 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) reason = NULL;

  view->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < cluster->ids->len; i++)
    {
      gint64 id = g_array_index (cluster->ids, gint64, i);
      g_autofree char *name = crm_db_get_text (db, &reason, sql, "i", id);

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (name == NULL)
        continue;

      g_array_append_val (view->ids, id);
      if (names->len < MAX_NAMES)
        g_ptr_array_add (names, g_steal_pointer (&name));
    }

  if (!is_group (cluster, view->ids, distinctions))
    g_array_set_size (view->ids, 0);
  view->names = join_names (names, view->ids->len);

  return g_steal_pointer (&view);
}

static gpointer
views_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Question *question = data;
  const CrmTable *table = crm_schema_find_table (schema, question->type);
  g_autoptr (GHashTable) distinctions = crm_distinction_load (db, table, error);
  g_autoptr (GPtrArray) views = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_duplicate_view_free);
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce (%s, '') FROM %s WHERE id = ? AND state = 0", table->title->name, table->name);

  for (guint i = 0; distinctions != NULL && i < question->clusters->len; i++)
    {
      CrmDuplicateView *view = NULL;

      if (!g_cancellable_set_error_if_cancelled (cancellable, error))
        view = read_view (db, sql, g_ptr_array_index (question->clusters, i), distinctions, error);
      if (view == NULL)
        return NULL;
      g_ptr_array_add (views, view);
    }

  return distinctions != NULL ? g_steal_pointer (&views) : NULL;
}

/* Says exactly which groups came and went. */
static void
show (CrmDuplicateList *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->shown);
  guint prefix = 0, suffix = 0, shorter;

  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->groups->len; i++)
    if (crm_duplicate_group_get_ids (g_ptr_array_index (self->groups, i))->len > 1)
      g_ptr_array_add (self->shown, g_object_ref (g_ptr_array_index (self->groups, i)));

  shorter = MIN (old->len, self->shown->len);
  while (prefix < shorter && old->pdata[prefix] == self->shown->pdata[prefix])
    prefix++;
  while (suffix < shorter - prefix && old->pdata[old->len - 1 - suffix] == self->shown->pdata[self->shown->len - 1 - suffix])
    suffix++;
  if (prefix + suffix == old->len && prefix + suffix == self->shown->len)
    return;

  g_list_model_items_changed (G_LIST_MODEL (self), prefix, old->len - prefix - suffix, self->shown->len - prefix - suffix);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void look (CrmDuplicateList *self);

static void
end_search (CrmDuplicateList *self)
{
  if (!self->searching)
    return;

  self->searching = FALSE;
  g_clear_object (&self->cancellable);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
}

static void
views_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrmDuplicateList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = crm_store_read_finish (CRM_STORE (object), result, &error);

  self->reading = FALSE;
  if (self->workspace == NULL)
    return;

  if (self->stale)
    {
      look (self);
      return;
    }

  if (views != NULL)
    for (guint i = 0; i < views->len && i < self->groups->len; i++)
      crm_duplicate_group_take_view (g_ptr_array_index (self->groups, i), g_steal_pointer (&views->pdata[i]));
  else
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  show (self);
  end_search (self);
}

/* Reads what has become of what was found. */
static void
look (CrmDuplicateList *self)
{
  Question *question;

  self->stale = self->reading;
  if (self->reading || self->clusters == NULL)
    return;

  question = g_new0 (Question, 1);
  question->type = g_strdup (self->type);
  question->clusters = g_ptr_array_ref (self->clusters);
  self->reading = TRUE;
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, views_read, question,
                        question_free, (GDestroyNotify) g_ptr_array_unref, NULL, views_read_cb, g_object_ref (self));
}

static gboolean
again_cb (gpointer data)
{
  CrmDuplicateList *self = data;

  self->again_id = 0;
  look (self);

  return G_SOURCE_REMOVE;
}

static void
committed_cb (CrmDuplicateList *self,
              CrmCommit        *commit)
{
  const CrmRecordType *distinctions = crm_workspace_get_type_named (self->workspace, "distinction");

  if (self->again_id == 0 &&
      (crm_commit_get_touched (commit, &get_type (self)->table) != NULL || crm_commit_get_touched (commit, &distinctions->table) != NULL))
    self->again_id = g_timeout_add (LOOK_AGAIN_AFTER, again_cb, self);
}

/* --- Searching ------------------------------------------------------------------------------------------ */

static void
progress_func (double   fraction,
               gpointer data)
{
  CrmDuplicateList *self = data;

  self->progress = fraction;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

static void
searched_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmDuplicateList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) clusters = crm_duplicates_search_finish (CRM_WORKSPACE (object), result, &error);

  if (self->workspace == NULL)
    return;

  if (clusters == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        self->error = g_steal_pointer (&error);
      end_search (self);
      return;
    }

  g_clear_pointer (&self->clusters, g_ptr_array_unref);
  self->clusters = g_steal_pointer (&clusters);
  g_ptr_array_set_size (self->groups, 0);
  for (guint i = 0; i < self->clusters->len; i++)
    g_ptr_array_add (self->groups, crm_duplicate_group_new (self->clusters, i));
  look (self);
}

/* --- GListModel ------------------------------------------------------------------------------------------ */

static GType
crm_duplicate_list_get_item_type (GListModel *model)
{
  return CRM_TYPE_DUPLICATE_GROUP;
}

static guint
crm_duplicate_list_get_n_items (GListModel *model)
{
  return CRM_DUPLICATE_LIST (model)->shown->len;
}

static gpointer
crm_duplicate_list_get_item (GListModel *model,
                             guint       position)
{
  CrmDuplicateList *self = CRM_DUPLICATE_LIST (model);

  return position < self->shown->len ? g_object_ref (g_ptr_array_index (self->shown, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = crm_duplicate_list_get_item_type;
  iface->get_n_items = crm_duplicate_list_get_n_items;
  iface->get_item = crm_duplicate_list_get_item;
}

/* --- Object ------------------------------------------------------------------------------------------------ */

static void
crm_duplicate_list_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  CrmDuplicateList *self = CRM_DUPLICATE_LIST (object);

  switch (id)
    {
    case PROP_SEARCHING:
      g_value_set_boolean (value, self->searching);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->shown->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_duplicate_list_dispose (GObject *object)
{
  CrmDuplicateList *self = CRM_DUPLICATE_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_duplicate_list_parent_class)->dispose (object);
}

static void
crm_duplicate_list_finalize (GObject *object)
{
  CrmDuplicateList *self = CRM_DUPLICATE_LIST (object);

  g_ptr_array_unref (self->shown);
  g_ptr_array_unref (self->groups);
  g_clear_pointer (&self->clusters, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self->type);

  G_OBJECT_CLASS (crm_duplicate_list_parent_class)->finalize (object);
}

static void
crm_duplicate_list_class_init (CrmDuplicateListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = crm_duplicate_list_dispose;
  object_class->finalize = crm_duplicate_list_finalize;
  object_class->get_property = crm_duplicate_list_get_property;

  /**
   * CrmDuplicateList:searching:
   *
   * Whether a search is under way. What the one before has found stays until it is done.
   */
  properties[PROP_SEARCHING] = g_param_spec_boolean ("searching", NULL, NULL, FALSE, flags);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
crm_duplicate_list_init (CrmDuplicateList *self)
{
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * crm_duplicate_list_new:
 * @workspace: a workspace
 * @type: the name of a record type: contacts or accounts
 *
 * Returns: (transfer full): a list with nothing in it until crm_duplicate_list_search()
 */
CrmDuplicateList *
crm_duplicate_list_new (CrmWorkspace *workspace,
                        const char   *type)
{
  CrmDuplicateList *self = g_object_new (CRM_TYPE_DUPLICATE_LIST, NULL);

  self->workspace = g_object_ref (workspace);
  self->type = g_strdup (type);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (crm_duplicate_list_search), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * crm_duplicate_list_search:
 *
 * Looks through all records, in the background.
 */
void
crm_duplicate_list_search (CrmDuplicateList *self)
{
  g_return_if_fail (CRM_IS_DUPLICATE_LIST (self));

  if (self->searching)
    return;

  g_clear_error (&self->error);
  self->searching = TRUE;
  self->cancellable = g_cancellable_new ();
  progress_func (0, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCHING]);
  crm_duplicates_search_async (self->workspace, get_type (self), CRM_DUPLICATES_CONFIDENCE, progress_func, g_object_ref (self),
                               g_object_unref, self->cancellable, searched_cb, g_object_ref (self));
}

/**
 * crm_duplicate_list_stop:
 *
 * Stops the search; what was found before stays.
 */
void
crm_duplicate_list_stop (CrmDuplicateList *self)
{
  g_return_if_fail (CRM_IS_DUPLICATE_LIST (self));

  g_cancellable_cancel (self->cancellable);
}

/**
 * crm_duplicate_list_is_searching:
 *
 * Returns: %TRUE while a search is under way
 */
gboolean
crm_duplicate_list_is_searching (CrmDuplicateList *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_LIST (self), FALSE);

  return self->searching;
}

/**
 * crm_duplicate_list_get_progress:
 *
 * Returns: how far the search is, from 0 to 1
 */
double
crm_duplicate_list_get_progress (CrmDuplicateList *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_LIST (self), 0);

  return self->progress;
}

/**
 * crm_duplicate_list_get_error:
 *
 * Returns: (transfer none) (nullable): why the search has failed
 */
const GError *
crm_duplicate_list_get_error (CrmDuplicateList *self)
{
  g_return_val_if_fail (CRM_IS_DUPLICATE_LIST (self), NULL);

  return self->error;
}

/* --- The clear cases ---------------------------------------------------------------------------------------- */

/**
 * crm_duplicate_list_count_clear:
 * @n_groups: (out): of how many groups nobody has to look at
 * @n_records: (out): how many records would go into others
 */
void
crm_duplicate_list_count_clear (CrmDuplicateList *self,
                                guint            *n_groups,
                                guint            *n_records)
{
  *n_groups = 0;
  *n_records = 0;

  g_return_if_fail (CRM_IS_DUPLICATE_LIST (self));

  for (guint i = 0; i < self->shown->len; i++)
    {
      CrmDuplicateGroup *group = g_ptr_array_index (self->shown, i);

      if (!crm_duplicate_group_get_cluster (group)->clear)
        continue;
      (*n_groups)++;
      *n_records += crm_duplicate_group_get_ids (group)->len - 1;
    }
}

typedef struct
{
  char *type;
  GPtrArray *owner;
  GPtrArray *clusters; /* borrowed from @owner */
  guint n_merged;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->clusters);
  g_ptr_array_unref (job->owner);
  g_free (job->type);
  g_free (job);
}

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Job *job = data;
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), job->type);

  return crm_duplicates_merge_clear (door, type, job->clusters, &job->n_merged, error);
}

static void
merged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  CrmCommit *commit = crm_store_write_finish (CRM_STORE (object), result, &error);

  if (commit != NULL)
    g_task_return_pointer (task, commit, (GDestroyNotify) crm_commit_unref);
  else
    g_task_return_error (task, error);
}

/**
 * crm_duplicate_list_merge_clear_async:
 * @callback: (scope async): called when it is done
 *
 * Merges every group of which nobody has to look at, in one step.
 */
void
crm_duplicate_list_merge_clear_async (CrmDuplicateList    *self,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (self->workspace, CRM_CAUSE_MERGE, _("the clear cases"));
  Job *job = g_new0 (Job, 1);

  job->type = g_strdup (self->type);
  job->owner = self->clusters != NULL ? g_ptr_array_ref (self->clusters) : g_ptr_array_new ();
  job->clusters = g_ptr_array_new ();
  for (guint i = 0; i < self->shown->len; i++)
    g_ptr_array_add (job->clusters, (gpointer) crm_duplicate_group_get_cluster (g_ptr_array_index (self->shown, i)));

  g_task_set_source_tag (task, crm_duplicate_list_merge_clear_async);
  g_task_set_task_data (task, job, job_free);
  crm_store_write_async (crm_workspace_get_store (self->workspace), set, G_PRIORITY_DEFAULT, merge_func, job, NULL, merged_cb, task);
}

/**
 * crm_duplicate_list_merge_clear_finish:
 * @n_merged: (out): how many records have gone into others
 * @error: what the store, the rights or the rules say
 *
 * Returns: (transfer full) (nullable): what was done, or %NULL with @error set
 */
CrmCommit *
crm_duplicate_list_merge_clear_finish (CrmDuplicateList  *self,
                                       GAsyncResult      *result,
                                       guint             *n_merged,
                                       GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  *n_merged = ((Job *) g_task_get_task_data (G_TASK (result)))->n_merged;

  return g_task_propagate_pointer (G_TASK (result), error);
}
