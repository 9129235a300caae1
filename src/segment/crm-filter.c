/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a list is filtered by: the condition of a segment, or one of its own. It follows the segment,
 * and is made anew when fields change or time goes by, so whoever shows it only has to ask again.
 * Several views of the same records share one. Main thread.
 */

#include "config.h"

#include "crm-filter.h"

#include <glib/gi18n-lib.h>

#include "crm-condition-sql.h"

struct _CrmFilter
{
  GObject parent_instance;

  CrmWorkspace *workspace;
  CrmSegments *segments;
  char *type;
  CrmCondition *condition; /* NULL: everything */
  CrmConditionPlan *plan;  /* of @condition; NULL if it means nothing any more */
  GError *error;           /* why it does not */
  gint64 segment;          /* that @condition is from, or 0 */
  gboolean known;          /* the segment was there; one that was just made is read a little later */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmFilter, crm_filter, G_TYPE_OBJECT)

static void
renew (CrmFilter *self,
       gboolean   same)
{
  g_autoptr (CrmConditionContext) context = NULL;

  g_clear_pointer (&self->plan, crm_condition_plan_unref);
  g_clear_error (&self->error);
  if (self->condition != NULL)
    {
      context = crm_segments_make_context (self->segments);
      self->plan = crm_condition_plan_new (self->condition, crm_workspace_get_type_named (self->workspace, self->type),
                                           context, &self->error);
    }
  g_signal_emit (self, signals[CHANGED], 0, same);
}

static void
segments_changed_cb (CrmFilter *self)
{
  const CrmSegment *segment = crm_segments_find (self->segments, self->segment);
  gboolean same = TRUE;

  if (self->condition == NULL)
    return;

  /* One that is gone stays as what it was, without its name. */
  if (segment == NULL && self->known)
    self->segment = 0;
  self->known = segment != NULL;
  if (segment != NULL && segment->condition != NULL && !crm_condition_equal (segment->condition, self->condition))
    {
      g_clear_pointer (&self->condition, crm_condition_unref);
      self->condition = crm_condition_ref (segment->condition);
      same = FALSE;
    }
  renew (self, same);
}

static void
segments_aged_cb (CrmFilter *self)
{
  if (self->plan != NULL && crm_condition_plan_uses_time (self->plan))
    renew (self, TRUE);
}

static void
crm_filter_dispose (GObject *object)
{
  CrmFilter *self = CRM_FILTER (object);

  g_clear_pointer (&self->plan, crm_condition_plan_unref);
  g_clear_pointer (&self->condition, crm_condition_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->segments);
  g_clear_object (&self->workspace);

  G_OBJECT_CLASS (crm_filter_parent_class)->dispose (object);
}

static void
crm_filter_finalize (GObject *object)
{
  g_free (CRM_FILTER (object)->type);

  G_OBJECT_CLASS (crm_filter_parent_class)->finalize (object);
}

static void
crm_filter_class_init (CrmFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_filter_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_filter_finalize;

  /**
   * CrmFilter::changed:
   * @same: whether it asks the same as before, at another time or of other fields
   *
   * What it lets through has to be asked anew.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
crm_filter_init (CrmFilter *self)
{
}

/**
 * crm_filter_new:
 * @workspace: a workspace
 * @type: the name of a record type
 *
 * Returns: (transfer full): a filter that lets everything through
 */
CrmFilter *
crm_filter_new (CrmWorkspace *workspace,
                const char   *type)
{
  CrmFilter *self = g_object_new (CRM_TYPE_FILTER, NULL);

  self->workspace = g_object_ref (workspace);
  self->segments = crm_segments_get (workspace);
  self->type = g_strdup (type);
  g_signal_connect_object (self->segments, "changed", G_CALLBACK (segments_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->segments, "aged", G_CALLBACK (segments_aged_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * crm_filter_set:
 * @condition: (nullable): over records of its type; %NULL, or one that asks nothing, for everything
 * @segment: the segment or saved filter that it is from, or 0
 */
void
crm_filter_set (CrmFilter    *self,
                CrmCondition *condition,
                gint64        segment)
{
  g_return_if_fail (CRM_IS_FILTER (self));

  if (condition != NULL && crm_condition_is_always (condition))
    condition = NULL;
  if (condition != NULL)
    crm_condition_ref (condition);
  g_clear_pointer (&self->condition, crm_condition_unref);
  self->condition = condition;
  self->segment = condition != NULL ? segment : 0;
  self->known = crm_segments_find (self->segments, self->segment) != NULL;
  renew (self, FALSE);
}

/**
 * crm_filter_get_type_name:
 *
 * Returns: (transfer none): the name of the type of the records that are filtered
 */
const char *
crm_filter_get_type_name (CrmFilter *self)
{
  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  return self->type;
}

/**
 * crm_filter_get_condition:
 *
 * Returns: (transfer none) (nullable): what is asked, or %NULL if everything passes
 */
CrmCondition *
crm_filter_get_condition (CrmFilter *self)
{
  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  return self->condition;
}

/**
 * crm_filter_get_segment:
 *
 * Returns: (transfer none) (nullable): the segment or saved filter that the condition is from, valid
 *   until #CrmSegments::changed
 */
const CrmSegment *
crm_filter_get_segment (CrmFilter *self)
{
  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  return self->segment != 0 ? crm_segments_find (self->segments, self->segment) : NULL;
}

/**
 * crm_filter_get_plan:
 *
 * Returns: (transfer none) (nullable): the condition, ready to be asked now; %NULL if everything
 *   passes, or if it means nothing any more
 */
CrmConditionPlan *
crm_filter_get_plan (CrmFilter *self)
{
  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  return self->plan;
}

/**
 * crm_filter_make_query:
 *
 * Returns: (transfer full) (nullable): a query for the records that pass, or %NULL if everything
 *   does
 */
CrmQuery *
crm_filter_make_query (CrmFilter *self)
{
  CrmQuery *query;

  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  if (self->plan == NULL)
    return NULL;

  query = crm_query_new (&crm_condition_plan_get_record_type (self->plan)->table);
  crm_condition_plan_add_to_query (self->plan, query);

  return query;
}

/**
 * crm_filter_get_error:
 *
 * Returns: (transfer none) (nullable): why the condition means nothing any more
 */
const GError *
crm_filter_get_error (CrmFilter *self)
{
  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  return self->error;
}

/**
 * crm_filter_say:
 *
 * Returns: (transfer full) (nullable): what is filtered by, in words; %NULL if everything passes
 */
char *
crm_filter_say (CrmFilter *self)
{
  const CrmSegment *segment;
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (CRM_IS_FILTER (self), NULL);

  if (self->condition == NULL)
    return NULL;
  if (self->error != NULL)
    return g_strdup (self->error->message);

  segment = crm_filter_get_segment (self);
  sentence = crm_segments_say (self->segments, self->type, self->condition);

  /* TRANSLATORS: the name of a segment, and what it is */
  return segment != NULL ? g_strdup_printf (_("%s: %s"), segment->name, sentence) : g_steal_pointer (&sentence);
}
