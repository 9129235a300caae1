/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The segments and saved filters of a workspace, as they are now. Whoever asks shares them. It says
 * when they have changed, and every minute that time went by: what "within the last 7 days" finds
 * is another thing then. Belongs to whoever holds it; main thread.
 */

#include "config.h"

#include "crm-segments.h"

#include "crm-condition-sentence.h"
#include "crm-condition-sql.h"

#define AGES_AFTER 60 /* seconds */
#define KEY "crm-segments"

struct _CrmSegments
{
  GObject parent_instance;

  CrmWorkspace *workspace; /* weak */
  CrmSegmentSet *set;      /* NULL until they have been read */
  GCancellable *cancellable;
  CrmSentenceFlags flags;
  guint age_id;
};

enum
{
  CHANGED,
  AGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmSegments, crm_segments, G_TYPE_OBJECT)

/* --- Reading ---------------------------------------------------------------------------------------- */

typedef struct
{
  CrmSegmentSet *set;
  CrmSentenceFlags flags;
} Answer;

static void
answer_free (gpointer data)
{
  crm_segment_set_unref (((Answer *) data)->set);
  g_free (data);
}

static gpointer
set_read (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  CrmSegmentSet *set = crm_segment_set_load (db, CRM_CATALOGUE (schema), error);
  Answer *answer;

  if (set == NULL)
    return NULL;

  answer = g_new0 (Answer, 1);
  answer->set = set;
  if (crm_condition_needs_currencies (db, CRM_CATALOGUE (schema)))
    answer->flags = CRM_SENTENCE_CURRENCIES;

  return answer;
}

static void
set_read_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrmSegments) self = user_data;
  g_autoptr (GError) error = NULL;
  Answer *answer = crm_store_read_finish (CRM_STORE (object), result, &error);

  if (answer == NULL)
    return;

  g_clear_pointer (&self->set, crm_segment_set_unref);
  self->set = crm_segment_set_ref (answer->set);
  self->flags = answer->flags;
  answer_free (answer);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
read_set (CrmSegments *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  crm_store_read_async (crm_workspace_get_store (self->workspace), CRM_LANE_SCREEN, G_PRIORITY_DEFAULT, set_read,
                        NULL, NULL, answer_free, self->cancellable, set_read_cb, g_object_ref (self));
}

static void
committed_cb (CrmSegments *self,
              CrmCommit   *commit)
{
  const CrmRecordType *type = crm_workspace_get_type_named (self->workspace, "segment");

  if (crm_commit_get_touched (commit, &type->table) != NULL)
    read_set (self);
}

static gboolean
aged_cb (gpointer data)
{
  g_signal_emit (data, signals[AGED], 0);

  return G_SOURCE_CONTINUE;
}

/* --- Object ------------------------------------------------------------------------------------------- */

static void
crm_segments_dispose (GObject *object)
{
  CrmSegments *self = CRM_SEGMENTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->age_id, g_source_remove);
  g_clear_pointer (&self->set, crm_segment_set_unref);
  if (self->workspace != NULL)
    g_object_set_data (G_OBJECT (self->workspace), KEY, NULL);
  g_clear_weak_pointer (&self->workspace);

  G_OBJECT_CLASS (crm_segments_parent_class)->dispose (object);
}

static void
crm_segments_class_init (CrmSegmentsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_segments_dispose;

  /**
   * CrmSegments::changed:
   *
   * There are others, or they or the fields that they name mean something else: queries that were
   * made are to be made again.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * CrmSegments::aged:
   *
   * Time went by: queries that ask about it are to be made again.
   */
  signals[AGED] = g_signal_new ("aged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_segments_init (CrmSegments *self)
{
  self->age_id = g_timeout_add_seconds (AGES_AFTER, aged_cb, self);
}

/**
 * crm_segments_get:
 * @workspace: a workspace
 *
 * Gets its segments. They are read in the background; #CrmSegments::changed tells of it.
 *
 * Returns: (transfer full): the segments
 */
CrmSegments *
crm_segments_get (CrmWorkspace *workspace)
{
  CrmSegments *self = g_object_get_data (G_OBJECT (workspace), KEY);

  if (self != NULL)
    return g_object_ref (self);

  self = g_object_new (CRM_TYPE_SEGMENTS, NULL);
  g_set_weak_pointer (&self->workspace, workspace);
  g_object_set_data (G_OBJECT (workspace), KEY, self);
  g_signal_connect_object (workspace, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "replaced", G_CALLBACK (read_set), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (workspace, "notify::catalogue", G_CALLBACK (read_set), self, G_CONNECT_SWAPPED);
  read_set (self);

  return self;
}

/**
 * crm_segments_get_set:
 *
 * Returns: (transfer none) (nullable): the segments, or %NULL until they have been read
 */
CrmSegmentSet *
crm_segments_get_set (CrmSegments *self)
{
  g_return_val_if_fail (CRM_IS_SEGMENTS (self), NULL);

  return self->set;
}

/**
 * crm_segments_find:
 * @id: of a segment
 *
 * Returns: (transfer none) (nullable): the segment, valid until #CrmSegments::changed
 */
const CrmSegment *
crm_segments_find (CrmSegments *self,
                   gint64       id)
{
  g_return_val_if_fail (CRM_IS_SEGMENTS (self), NULL);

  for (guint i = 0; self->set != NULL && i < crm_segment_set_get_n (self->set); i++)
    if (crm_segment_set_get (self->set, i)->id == id)
      return crm_segment_set_get (self->set, i);

  return NULL;
}

/**
 * crm_segments_make_context:
 *
 * Returns: (transfer full): against what conditions are asked now
 */
CrmConditionContext *
crm_segments_make_context (CrmSegments *self)
{
  g_return_val_if_fail (CRM_IS_SEGMENTS (self), NULL);

  return crm_condition_context_new (crm_workspace_get_catalogue (self->workspace),
                                    crm_workspace_get_clock (self->workspace),
                                    crm_workspace_get_actor (self->workspace), self->set);
}

/**
 * crm_segments_make_query:
 * @type: the name of a record type
 * @condition: over such records
 * @uses_time: (out) (optional): whether the answer changes as time goes by
 * @error: what crm_condition_plan_new() says
 *
 * Returns: (transfer full) (nullable): a query for the records for which @condition holds, or %NULL
 *   with @error set
 */
CrmQuery *
crm_segments_make_query (CrmSegments   *self,
                         const char    *type,
                         CrmCondition  *condition,
                         gboolean      *uses_time,
                         GError       **error)
{
  const CrmRecordType *record_type = crm_workspace_get_type_named (self->workspace, type);
  g_autoptr (CrmConditionContext) context = crm_segments_make_context (self);
  g_autoptr (CrmConditionPlan) plan = crm_condition_plan_new (condition, record_type, context, error);
  CrmQuery *query;

  if (plan == NULL)
    return NULL;

  query = crm_query_new (&record_type->table);
  crm_condition_plan_add_to_query (plan, query);
  if (uses_time != NULL)
    *uses_time = crm_condition_plan_uses_time (plan);

  return query;
}

/**
 * crm_segments_say:
 * @type: the name of a record type
 * @condition: over such records
 *
 * Returns: (transfer full): the condition in words
 */
char *
crm_segments_say (CrmSegments  *self,
                  const char   *type,
                  CrmCondition *condition)
{
  g_return_val_if_fail (CRM_IS_SEGMENTS (self), NULL);

  return crm_condition_say (condition, crm_workspace_get_catalogue (self->workspace),
                            crm_workspace_get_type_named (self->workspace, type), self->flags);
}

/**
 * crm_segments_save:
 * @id: of a segment, or 0 for a new one
 * @type: the name of a record type
 * @name: what people call it
 * @condition: over such records
 * @pinned: whether it is shown in the sidebar
 * @is_filter: whether it is a saved filter of a list
 *
 * Returns: (transfer full): a change set that keeps it
 */
CrmChangeSet *
crm_segments_save (CrmSegments  *self,
                   gint64        id,
                   const char   *type,
                   const char   *name,
                   CrmCondition *condition,
                   gboolean      pinned,
                   gboolean      is_filter)
{
  const CrmTable *table = &crm_workspace_get_type_named (self->workspace, "segment")->table;
  CrmChangeSet *set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);
  gint64 target = id != 0 ? id : crm_change_set_create (set, table);
  struct
  {
    const char *column;
    CrmValue value;
  } values[] = {
    { "name", crm_value_text (name) },
    { "record_type", crm_value_text (type) },
    { "condition", crm_value_take_text (crm_condition_print (condition)) },
    { "pinned", crm_value_integer (pinned) },
    { "is_filter", crm_value_integer (is_filter) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      crm_change_set_set (set, table, target, crm_table_find_column (table, values[i].column), &values[i].value);
      crm_value_clear (&values[i].value);
    }

  return set;
}

/**
 * crm_segments_delete:
 * @id: of a segment
 *
 * Returns: (transfer full): a change set that moves it to the trash
 */
CrmChangeSet *
crm_segments_delete (CrmSegments *self,
                     gint64       id)
{
  CrmChangeSet *set = crm_workspace_begin (self->workspace, CRM_CAUSE_USER, NULL);

  crm_change_set_trash (set, &crm_workspace_get_type_named (self->workspace, "segment")->table, id);

  return set;
}
