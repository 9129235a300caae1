/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A condition, as it was said: a tree of groups and tests that does not change (`automation.md`
 * §2). Whoever edits one makes a new one out of its parts. It knows names, not fields: what they
 * mean is looked up when it is bound to a catalogue, see CrmConditionPlan. So it may cross threads
 * and outlive a catalogue.
 */

#include "config.h"

#include "crm-condition-private.h"

G_DEFINE_BOXED_TYPE (CrmCondition, crm_condition, crm_condition_ref, crm_condition_unref)

static void
unref_part (gpointer part)
{
  crm_condition_unref (part);
}

CrmCondition *
_crm_condition_new (CrmConditionType type)
{
  CrmCondition *self = g_new0 (CrmCondition, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->type = type;
  if (type != CRM_CONDITION_TEST)
    self->parts = g_ptr_array_new_with_free_func (unref_part);

  return self;
}

CrmCondition *
_crm_condition_new_test (const char  *subject,
                         const char  *name,
                         CrmOperator  op,
                         CrmKind      kind)
{
  CrmCondition *self = _crm_condition_new (CRM_CONDITION_TEST);

  self->subject = g_intern_string (subject);
  self->name = g_strdup (name);
  self->op = op;
  self->kind = kind;
  self->values = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  g_array_set_clear_func (self->values, (GDestroyNotify) crm_value_clear);

  return self;
}

/* For a test that is being made. */
void
_crm_condition_take_value (CrmCondition *self,
                           CrmValue      value)
{
  g_array_append_val (self->values, value);
}

/**
 * crm_condition_ref:
 */
CrmCondition *
crm_condition_ref (CrmCondition *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_condition_unref:
 */
void
crm_condition_unref (CrmCondition *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_array_unref);
  g_free (self->relation);
  g_free (self->within);
  g_free (self->name);
  g_free (self);
}

static gboolean
equal_values (const GArray *a,
              const GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!crm_value_equal (&g_array_index (a, CrmValue, i), &g_array_index (b, CrmValue, i)))
      return FALSE;

  return TRUE;
}

/**
 * crm_condition_equal:
 *
 * Returns: %TRUE if both say the same in the same words
 */
gboolean
crm_condition_equal (const CrmCondition *a,
                     const CrmCondition *b)
{
  if (a == b)
    return TRUE;
  if (a->type != b->type)
    return FALSE;

  if (a->type == CRM_CONDITION_TEST)
    return a->subject == b->subject && a->op == b->op && a->kind == b->kind &&
           a->times == b->times && g_strcmp0 (a->within, b->within) == 0 &&
           g_strcmp0 (a->name, b->name) == 0 && equal_values (a->values, b->values);

  if (g_strcmp0 (a->relation, b->relation) != 0 || a->parts->len != b->parts->len)
    return FALSE;

  for (guint i = 0; i < a->parts->len; i++)
    if (!crm_condition_equal (g_ptr_array_index (a->parts, i), g_ptr_array_index (b->parts, i)))
      return FALSE;

  return TRUE;
}

/* How deep it goes, a related record counted twice. */
guint
_crm_condition_get_depth (const CrmCondition *self)
{
  guint deepest = 0;

  for (guint i = 0; self->parts != NULL && i < self->parts->len; i++)
    deepest = MAX (deepest, _crm_condition_get_depth (g_ptr_array_index (self->parts, i)));

  return deepest + (self->type == CRM_CONDITION_RELATED ? 2 : self->type == CRM_CONDITION_TEST ? 0 : 1);
}

/* --- Making one ------------------------------------------------------------------------------------ */

/**
 * crm_condition_new_group:
 * @type: %CRM_CONDITION_ALL or %CRM_CONDITION_ANY
 *
 * Returns: (transfer full): a group without parts
 */
CrmCondition *
crm_condition_new_group (CrmConditionType type)
{
  g_return_val_if_fail (type == CRM_CONDITION_ALL || type == CRM_CONDITION_ANY, NULL);

  return _crm_condition_new (type);
}

/**
 * crm_condition_new_not:
 * @part: a condition
 *
 * Returns: (transfer full): what holds where @part does not
 */
CrmCondition *
crm_condition_new_not (CrmCondition *part)
{
  CrmCondition *self = _crm_condition_new (CRM_CONDITION_NOT);

  g_ptr_array_add (self->parts, crm_condition_ref (part));

  return self;
}

/**
 * crm_condition_new_related:
 * @relation: the name of a #CrmRelation
 * @part: a condition over the records at its other end
 *
 * Returns: (transfer full): what holds where there is a related record for which @part holds
 */
CrmCondition *
crm_condition_new_related (const char   *relation,
                           CrmCondition *part)
{
  CrmCondition *self = _crm_condition_new (CRM_CONDITION_RELATED);

  self->relation = g_strdup (relation);
  g_ptr_array_add (self->parts, crm_condition_ref (part));

  return self;
}

static CrmCondition *
copy_group (const CrmCondition *self)
{
  CrmCondition *copy = _crm_condition_new (self->type);

  copy->relation = g_strdup (self->relation);
  copy->times = self->times;
  for (guint i = 0; i < self->parts->len; i++)
    g_ptr_array_add (copy->parts, crm_condition_ref (g_ptr_array_index (self->parts, i)));

  return copy;
}

static gboolean
is_group (const CrmCondition *self)
{
  return self->type == CRM_CONDITION_ALL || self->type == CRM_CONDITION_ANY;
}

/**
 * crm_condition_new_frequency:
 * @test: a test over messages
 * @times: how often at least; 0 and 1 are once
 * @within: (nullable): a length of time before now, such as "P30D"; %NULL for ever
 *
 * Returns: (transfer full): the same test, asking how often, and since when
 */
CrmCondition *
crm_condition_new_frequency (const CrmCondition *test,
                             guint               times,
                             const char         *within)
{
  CrmCondition *copy;

  g_return_val_if_fail (test->type == CRM_CONDITION_TEST && test->kind == CRM_KIND_MESSAGE, NULL);

  copy = _crm_condition_new_test (test->subject, test->name, test->op, test->kind);
  for (guint i = 0; i < test->values->len; i++)
    _crm_condition_take_value (copy, crm_value_dup (&g_array_index (test->values, CrmValue, i)));
  copy->times = times > 1 ? times : 0;
  copy->within = g_strdup (within);

  return copy;
}

/**
 * crm_condition_insert_part:
 * @self: a group
 * @position: where; at most the number of its parts
 * @part: a condition
 *
 * Returns: (transfer full): the group with @part in it
 */
CrmCondition *
crm_condition_insert_part (const CrmCondition *self,
                           guint               position,
                           CrmCondition       *part)
{
  CrmCondition *copy;

  g_return_val_if_fail (is_group (self) && position <= self->parts->len, NULL);

  copy = copy_group (self);
  g_ptr_array_insert (copy->parts, (int) position, crm_condition_ref (part));

  return copy;
}

/**
 * crm_condition_replace_part:
 * @self: a condition that is not a test
 * @position: of one of its parts
 * @part: a condition
 *
 * Returns: (transfer full): the condition with @part in that place
 */
CrmCondition *
crm_condition_replace_part (const CrmCondition *self,
                            guint               position,
                            CrmCondition       *part)
{
  CrmCondition *copy;

  g_return_val_if_fail (self->parts != NULL && position < self->parts->len, NULL);

  copy = copy_group (self);
  crm_condition_unref (copy->parts->pdata[position]);
  copy->parts->pdata[position] = crm_condition_ref (part);

  return copy;
}

/**
 * crm_condition_remove_part:
 * @self: a group
 * @position: of one of its parts
 *
 * Returns: (transfer full): the group without that part
 */
CrmCondition *
crm_condition_remove_part (const CrmCondition *self,
                           guint               position)
{
  CrmCondition *copy;

  g_return_val_if_fail (is_group (self) && position < self->parts->len, NULL);

  copy = copy_group (self);
  g_ptr_array_remove_index (copy->parts, position);

  return copy;
}

/* --- Looking at one ---------------------------------------------------------------------------------- */

/**
 * crm_condition_get_condition_type:
 */
CrmConditionType
crm_condition_get_condition_type (const CrmCondition *self)
{
  return self->type;
}

/**
 * crm_condition_get_n_parts:
 *
 * Returns: how many parts it has; a test has none
 */
guint
crm_condition_get_n_parts (const CrmCondition *self)
{
  return self->parts != NULL ? self->parts->len : 0;
}

/**
 * crm_condition_get_part:
 *
 * Returns: (transfer none): one of its parts
 */
CrmCondition *
crm_condition_get_part (const CrmCondition *self,
                        guint               position)
{
  g_return_val_if_fail (position < crm_condition_get_n_parts (self), NULL);

  return g_ptr_array_index (self->parts, position);
}

/**
 * crm_condition_get_relation:
 *
 * Returns: (transfer none) (nullable): the name of the relation whose records it asks for
 */
const char *
crm_condition_get_relation (const CrmCondition *self)
{
  return self->relation;
}

/**
 * crm_condition_get_subject:
 *
 * Returns: (transfer none) (nullable): what a test asks about: "field", "tag"
 */
const char *
crm_condition_get_subject (const CrmCondition *self)
{
  return self->subject;
}

/**
 * crm_condition_get_name:
 *
 * Returns: (transfer none) (nullable): which one of them: "contact.city", "roof"
 */
const char *
crm_condition_get_name (const CrmCondition *self)
{
  return self->name;
}

/**
 * crm_condition_get_operator:
 *
 * Returns: what a test asks
 */
CrmOperator
crm_condition_get_operator (const CrmCondition *self)
{
  return self->op;
}

/**
 * crm_condition_get_kind:
 *
 * Returns: how a test compares
 */
CrmKind
crm_condition_get_kind (const CrmCondition *self)
{
  return self->kind;
}

/**
 * crm_condition_get_values:
 * @n_values: (out): how many
 *
 * Returns: (transfer none) (array length=n_values): what a test compares with
 */
const CrmValue *
crm_condition_get_values (const CrmCondition *self,
                          guint              *n_values)
{
  *n_values = self->values != NULL ? self->values->len : 0;

  return self->values != NULL ? (const CrmValue *) (gpointer) self->values->data : NULL;
}

/**
 * crm_condition_get_times:
 *
 * Returns: how often a message was at least; once, unless the test says otherwise
 */
guint
crm_condition_get_times (const CrmCondition *self)
{
  return MAX (self->times, 1);
}

/**
 * crm_condition_get_within:
 *
 * Returns: (transfer none) (nullable): within which time before now a message was, such as "P30D";
 *   %NULL for ever
 */
const char *
crm_condition_get_within (const CrmCondition *self)
{
  return self->within;
}

/**
 * crm_condition_is_always:
 *
 * Returns: %TRUE if it asks nothing: a group of all without parts
 */
gboolean
crm_condition_is_always (const CrmCondition *self)
{
  return self->type == CRM_CONDITION_ALL && self->parts->len == 0;
}
