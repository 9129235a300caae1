/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An automation in memory: triggers, and steps in sequences, of which some hold sequences of their
 * own. When one of those runs out, the step after the one that holds it comes next. Does not change
 * once it was read; may cross threads.
 */

#include "config.h"

#include "crm-flow-private.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (CrmFlow, crm_flow, crm_flow_ref, crm_flow_unref)

static void
branch_free (gpointer data)
{
  CrmBranch *branch = data;

  g_free (branch->name);
  g_ptr_array_unref (branch->steps);
  g_free (branch);
}

static void
step_free (gpointer data)
{
  CrmStep *step = data;

  g_free (step->id);
  g_clear_pointer (&step->keys, json_object_unref);
  g_ptr_array_unref (step->branches);
  g_free (step);
}

static void
trigger_free (gpointer data)
{
  CrmTrigger *trigger = data;

  g_free (trigger->id);
  g_clear_pointer (&trigger->keys, json_object_unref);
  g_free (trigger);
}

CrmFlow *
_crm_flow_new (void)
{
  CrmFlow *self = g_new0 (CrmFlow, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->exit_on_unsubscribe = TRUE;
  self->triggers = g_ptr_array_new_with_free_func (trigger_free);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->all = g_ptr_array_new ();

  return self;
}

CrmStep *
_crm_step_new (CrmFlow   *flow,
               CrmStep   *parent,
               CrmBranch *home)
{
  CrmStep *step = g_new0 (CrmStep, 1);
  GPtrArray *sequence = home != NULL ? home->steps : flow->steps;

  step->flow = flow;
  step->parent = parent;
  step->home = home;
  step->place = sequence->len;
  step->index = flow->all->len;
  step->keys = json_object_new ();
  step->branches = g_ptr_array_new_with_free_func (branch_free);
  g_ptr_array_add (sequence, step);
  g_ptr_array_add (flow->all, step);

  return step;
}

CrmBranch *
_crm_step_add_branch (CrmStep    *step,
                      const char *name)
{
  CrmBranch *branch = g_new0 (CrmBranch, 1);

  branch->name = g_strdup (name);
  branch->weight = 1;
  branch->steps = g_ptr_array_new_with_free_func (step_free);
  g_ptr_array_add (step->branches, branch);

  return branch;
}

/**
 * crm_flow_ref:
 */
CrmFlow *
crm_flow_ref (CrmFlow *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_flow_unref:
 */
void
crm_flow_unref (CrmFlow *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->triggers);
  g_ptr_array_unref (self->all);
  g_ptr_array_unref (self->steps);
  g_free (self->name);
  g_free (self->description);
  g_free (self);
}

/**
 * crm_flow_find_step:
 *
 * Returns: (transfer none) (nullable): the step with that id
 */
CrmStep *
crm_flow_find_step (CrmFlow    *self,
                    const char *id)
{
  for (guint i = 0; id != NULL && i < self->all->len; i++)
    {
      CrmStep *step = g_ptr_array_index (self->all, i);

      if (strcmp (step->id, id) == 0)
        return step;
    }

  return NULL;
}

/**
 * crm_flow_find_trigger:
 *
 * Returns: (transfer none) (nullable): the trigger with that id
 */
CrmTrigger *
crm_flow_find_trigger (CrmFlow    *self,
                       const char *id)
{
  for (guint i = 0; id != NULL && i < self->triggers->len; i++)
    {
      CrmTrigger *trigger = g_ptr_array_index (self->triggers, i);

      if (strcmp (trigger->id, id) == 0)
        return trigger;
    }

  return NULL;
}

/**
 * crm_flow_get_first:
 *
 * Returns: (transfer none) (nullable): the first step
 */
CrmStep *
crm_flow_get_first (CrmFlow *self)
{
  return self->steps->len > 0 ? g_ptr_array_index (self->steps, 0) : NULL;
}

/**
 * crm_step_get_next:
 *
 * Returns: (transfer none) (nullable): the step that comes after it and all that it holds; %NULL if
 *   the run is over
 */
CrmStep *
crm_step_get_next (const CrmStep *step)
{
  for (; step != NULL; step = step->parent)
    {
      GPtrArray *sequence = step->home != NULL ? step->home->steps : step->flow->steps;

      if (step->place + 1 < sequence->len)
        return g_ptr_array_index (sequence, step->place + 1);
    }

  return NULL;
}

/**
 * crm_step_enter:
 * @branch: (nullable): one of its branches
 *
 * Returns: (transfer none) (nullable): the first step of @branch, or what comes after @step if there is
 *   none
 */
CrmStep *
crm_step_enter (const CrmStep   *step,
                const CrmBranch *branch)
{
  return branch != NULL && branch->steps->len > 0 ? g_ptr_array_index (branch->steps, 0) : crm_step_get_next (step);
}

/**
 * crm_step_find_branch:
 *
 * Returns: (transfer none) (nullable): the branch of that name
 */
CrmBranch *
crm_step_find_branch (const CrmStep *step,
                      const char    *name)
{
  for (guint i = 0; name != NULL && i < step->branches->len; i++)
    {
      CrmBranch *branch = g_ptr_array_index (step->branches, i);

      if (strcmp (branch->name, name) == 0)
        return branch;
    }

  return NULL;
}

/* Whether @step is one of those that @other holds, at any depth. */
static gboolean
is_inside (const CrmStep *step,
           const CrmStep *other)
{
  for (step = step->parent; step != NULL; step = step->parent)
    if (step == other)
      return TRUE;

  return FALSE;
}

/**
 * crm_step_is_below:
 * @other: another step
 *
 * Returns: %TRUE if a run that stands at @other can still come to @step without jumping
 */
gboolean
crm_step_is_below (const CrmStep *step,
                   const CrmStep *other)
{
  if (step->index <= other->index)
    return FALSE;
  if (is_inside (step, other))
    return TRUE;

  for (; other != NULL; other = crm_step_get_next (other))
    if (other == step || is_inside (step, other))
      return TRUE;

  return FALSE;
}

/**
 * crm_keys_get_text:
 *
 * Returns: (transfer none) (nullable): a text that is not empty
 */
const char *
crm_keys_get_text (JsonObject *keys,
                   const char *key)
{
  JsonNode *node = keys != NULL ? json_object_get_member (keys, key) : NULL;
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
                       ? json_node_get_string (node) : NULL;

  return text != NULL && *text != '\0' ? text : NULL;
}

/**
 * crm_keys_get_amount:
 *
 * Returns: (transfer full) (nullable): a number as text, however it was written
 */
char *
crm_keys_get_amount (JsonObject *keys,
                     const char *key)
{
  JsonNode *node = keys != NULL ? json_object_get_member (keys, key) : NULL;
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");

  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", json_node_get_double (node)));
}

/**
 * crm_keys_get_part:
 *
 * Returns: (transfer none) (nullable): an object
 */
JsonObject *
crm_keys_get_part (JsonObject *keys,
                   const char *key)
{
  JsonNode *node = keys != NULL ? json_object_get_member (keys, key) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * crm_step_get_text:
 *
 * Returns: (transfer none) (nullable): a text that is not empty
 */
const char *
crm_step_get_text (const CrmStep *step,
                   const char    *key)
{
  return crm_keys_get_text (step->keys, key);
}

/**
 * crm_step_get_flag:
 *
 * Returns: whether it says that @key is so
 */
gboolean
crm_step_get_flag (const CrmStep *step,
                   const char    *key)
{
  JsonNode *node = json_object_get_member (step->keys, key);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

/**
 * crm_step_get_node:
 *
 * Returns: (transfer none) (nullable): whatever is there
 */
JsonNode *
crm_step_get_node (const CrmStep *step,
                   const char    *key)
{
  return json_object_get_member (step->keys, key);
}

/**
 * crm_step_equal:
 *
 * Returns: %TRUE if both do the same, whatever they hold
 */
gboolean
crm_step_equal (const CrmStep *a,
                const CrmStep *b)
{
  return a->action == b->action && _crm_json_equal (a->keys, b->keys);
}

/**
 * crm_trigger_get_text:
 *
 * Returns: (transfer none) (nullable): a text that is not empty
 */
const char *
crm_trigger_get_text (const CrmTrigger *trigger,
                      const char       *key)
{
  return crm_keys_get_text (trigger->keys, key);
}
