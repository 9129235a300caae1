/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A condition that is bound to a catalogue, a time, and a person: names have become fields, special
 * subjects what they stand for, days and lengths of time bounds, texts what they are compared by.
 * SQL and evaluation are both made of it, so nothing can go wrong any more but reading the file.
 * Does not change; may cross threads.
 */

#include "config.h"

#include "crm-condition-plan-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-private.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-special-private.h"
#include "crm-unit-private.h"

/* A test over related records becomes a level that was not there when the condition was read. */
#define MAX_DEPTH (CRM_CONDITION_MAX_DEPTH + 2)

struct _CrmConditionPlan
{
  gatomicrefcount ref_count;

  CrmCondition *condition;
  CrmConditionContext *context;
  const CrmRecordType *type;
  CrmPlanNode *root;
  GArray *dependencies;
  gboolean uses_time;
};

G_DEFINE_BOXED_TYPE (CrmConditionPlan, crm_condition_plan, crm_condition_plan_ref, crm_condition_plan_unref)

typedef struct
{
  CrmConditionPlan *plan;
  CrmCatalogue *catalogue;
  GPtrArray *inside; /* tests of special subjects that are being expanded */
  guint n_tests;
  guint n_values;
} Binder;

static CrmPlanNode *bind_condition (Binder               *binder,
                                    CrmCondition         *condition,
                                    const CrmRecordType  *type,
                                    guint                 depth,
                                    GError              **error);

/* --- Dependencies ------------------------------------------------------------------------------------- */

static void
depend (Binder              *binder,
        const CrmRecordType *type,
        const CrmField      *field)
{
  GArray *dependencies = binder->plan->dependencies;
  CrmDependency dependency = { type, field };

  for (guint i = 0; i < dependencies->len; i++)
    {
      const CrmDependency *known = &g_array_index (dependencies, CrmDependency, i);

      if (known->type == type && known->field == field)
        return;
    }

  g_array_append_val (dependencies, dependency);
}

/* Which records are related, and whether they are there. */
static void
depend_on_relation (Binder            *binder,
                    const CrmRelation *relation)
{
  if (relation->kind == CRM_RELATION_NONE)
    return;

  depend (binder, relation->to, NULL);
  for (const CrmField *via = crm_relation_next_via (relation, NULL); via != NULL;
       via = crm_relation_next_via (relation, via))
    depend (binder, via->record_type, via);
}

static void
depend_on_targets (Binder         *binder,
                   const CrmField *field)
{
  const CrmRecordType *type = crm_catalogue_find (binder->catalogue, field->column.links_to);
  const CrmColumn *email = crm_table_find_column (&type->table, "email");

  depend (binder, type, NULL);
  depend (binder, type, crm_record_type_get_title (type));
  if (email != NULL)
    depend (binder, type, crm_field_from_column (email));
  /* An option counts for its own field only. */
  if (field->custom != 0)
    depend (binder, type, crm_record_type_find_field (type, "field"));
}

/* Whether there is what a test names, and what decides what it stands for. */
static void
depend_on_special (Binder             *binder,
                   const CrmCondition *test)
{
  const char *record_type = _crm_special_get_record_type (test->subject);
  const CrmRecordType *type = crm_catalogue_find (binder->catalogue, record_type);
  const CrmField *condition;

  if (type == NULL)
    {
      binder->plan->uses_time = TRUE;
      return;
    }

  condition = crm_record_type_find_field (type, "condition");
  depend (binder, type, NULL);
  depend (binder, type, crm_record_type_get_title (type));
  if (condition != NULL)
    depend (binder, type, condition);
}

/* --- Tests ------------------------------------------------------------------------------------------------ */

static gboolean
is_about_now (CrmOperator op)
{
  return op == CRM_OPERATOR_WITHIN_LAST || op == CRM_OPERATOR_WITHIN_NEXT || op == CRM_OPERATOR_MORE_THAN_AGO;
}

/* A test over a field of the record itself, or of one that it links to. */
static CrmPlanNode *
bind_field (Binder            *binder,
            CrmCondition      *test,
            const CrmSubject  *subject,
            const CrmRelation *relation)
{
  CrmPlanNode *node = _crm_plan_node_new (CRM_CONDITION_TEST, test, relation->from);

  node->relation = *relation;
  _crm_plan_node_bind (node, test, subject->field, binder->plan->context);

  binder->n_tests++;
  binder->n_values += test->values->len;
  binder->plan->uses_time |= is_about_now (test->op);
  depend_on_relation (binder, relation);
  depend (binder, relation->to, subject->field);
  depend (binder, relation->to, crm_field_from_column (node->column));
  if (subject->field->column.links_to != NULL)
    depend_on_targets (binder, subject->field);

  return node;
}

static gboolean
find_subject (Binder               *binder,
              const CrmCondition   *test,
              const CrmRecordType  *type,
              CrmSubject           *subject,
              GError              **error)
{
  if (!crm_subject_find (binder->catalogue, type, test->subject, test->name, subject, error))
    return FALSE;

  /* Only a condition that was read with another catalogue gets here. */
  if (subject->kind != test->kind)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is a field of another type here."), test->name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_size (Binder  *binder,
            guint    depth,
            GError **error)
{
  if (depth > MAX_DEPTH)
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("The condition is nested too deeply, with the segments in it."));
  else if (binder->n_tests > CRM_CONDITION_MAX_TESTS || binder->n_values > CRM_CONDITION_MAX_ALL)
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED,
                         _("The condition is too long, with the segments in it."));
  else
    return TRUE;

  return FALSE;
}

/* Tests over several related records: one of them passes all. */
static CrmPlanNode *
bind_same_record (Binder               *binder,
                  const CrmUnit        *unit,
                  const CrmRecordType  *type,
                  GError              **error)
{
  CrmRelation itself = { CRM_RELATION_NONE, unit->relation.to, unit->relation.to, NULL };
  g_autoptr (CrmPlanNode) node = _crm_plan_node_new (CRM_CONDITION_RELATED, g_ptr_array_index (unit->parts, 0), type);

  node->relation = unit->relation;
  depend_on_relation (binder, &unit->relation);

  for (guint i = 0; i < unit->parts->len; i++)
    {
      CrmCondition *test = g_ptr_array_index (unit->parts, i);
      CrmSubject subject;

      if (!find_subject (binder, test, type, &subject, error))
        return NULL;
      g_ptr_array_add (node->parts, bind_field (binder, test, &subject, &itself));
    }

  return g_steal_pointer (&node);
}

static CrmPlanNode *
bind_special (Binder               *binder,
              CrmCondition         *test,
              const CrmRecordType  *type,
              guint                 depth,
              GError              **error)
{
  g_autofree char *name = crm_fold (test->name);
  g_autofree char *same = g_strconcat (test->subject, " ", type->table.name, " ", name, NULL);
  g_autoptr (CrmCondition) meant = NULL;
  g_autoptr (CrmPlanNode) node = NULL;

  binder->n_tests++;
  if (g_ptr_array_find_with_equal_func (binder->inside, same, g_str_equal, NULL))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_REFUSED,
                   _("The segment “%s” contains itself. Take it out of one of the segments that it is made of."),
                   test->name);
      return NULL;
    }

  meant = _crm_special_expand (test, type, binder->plan->context, error);
  if (meant == NULL)
    return NULL;

  g_ptr_array_add (binder->inside, same);
  node = bind_condition (binder, meant, type, depth, error);
  g_ptr_array_set_size (binder->inside, (int) binder->inside->len - 1);
  if (node == NULL)
    return NULL;

  depend_on_special (binder, test);
  crm_condition_unref (node->said);
  node->said = crm_condition_ref (test);

  return g_steal_pointer (&node);
}

static CrmPlanNode *
bind_test (Binder               *binder,
           CrmCondition         *test,
           const CrmRecordType  *type,
           guint                 depth,
           GError              **error)
{
  CrmSubject subject;

  if (!check_size (binder, depth, error))
    return NULL;
  if (strcmp (test->subject, CRM_SUBJECT_FIELD) != 0)
    return bind_special (binder, test, type, depth + 1, error);
  if (!find_subject (binder, test, type, &subject, error))
    return NULL;

  return bind_field (binder, test, &subject, &subject.relation);
}

static CrmPlanNode *
bind_unit (Binder               *binder,
           const CrmUnit        *unit,
           const CrmRecordType  *type,
           guint                 depth,
           GError              **error)
{
  if (unit->relation.kind != CRM_RELATION_NONE)
    return check_size (binder, depth + 2, error) ? bind_same_record (binder, unit, type, error) : NULL;

  return bind_condition (binder, g_ptr_array_index (unit->parts, 0), type, depth, error);
}

/* --- Groups ------------------------------------------------------------------------------------------------- */

static CrmPlanNode *
bind_all (Binder               *binder,
          CrmCondition         *condition,
          const CrmRecordType  *type,
          guint                 depth,
          GError              **error)
{
  g_autoptr (CrmPlanNode) node = _crm_plan_node_new (CRM_CONDITION_ALL, condition, type);
  g_autoptr (GPtrArray) units = _crm_unit_list (condition, binder->catalogue, type);

  for (guint i = 0; i < units->len; i++)
    {
      CrmPlanNode *part = bind_unit (binder, g_ptr_array_index (units, i), type, depth, error);

      if (part == NULL)
        return NULL;
      g_ptr_array_add (node->parts, part);
    }

  return g_steal_pointer (&node);
}

static CrmPlanNode *
bind_parts (Binder               *binder,
            CrmCondition         *condition,
            const CrmRecordType  *type,
            guint                 depth,
            GError              **error)
{
  g_autoptr (CrmPlanNode) node = _crm_plan_node_new (condition->type, condition, type);
  const CrmRecordType *about = type;

  if (condition->type == CRM_CONDITION_RELATED)
    {
      if (!crm_relation_find (binder->catalogue, type, condition->relation, &node->relation))
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("To %s belongs nothing that is called “%s”."),
                       type->plural, condition->relation);
          return NULL;
        }
      depend_on_relation (binder, &node->relation);
      node->times = condition->times;
      about = node->relation.to;
    }

  for (guint i = 0; i < condition->parts->len; i++)
    {
      CrmPlanNode *part = bind_condition (binder, g_ptr_array_index (condition->parts, i), about, depth, error);

      if (part == NULL)
        return NULL;
      g_ptr_array_add (node->parts, part);
    }

  return g_steal_pointer (&node);
}

static CrmPlanNode *
bind_condition (Binder               *binder,
                CrmCondition         *condition,
                const CrmRecordType  *type,
                guint                 depth,
                GError              **error)
{
  if (condition->type == CRM_CONDITION_TEST)
    {
      g_autoptr (GPtrArray) units = _crm_unit_list (condition, binder->catalogue, type);
      const CrmUnit *unit = g_ptr_array_index (units, 0);

      return unit->relation.kind != CRM_RELATION_NONE ? bind_unit (binder, unit, type, depth, error)
                                                      : bind_test (binder, condition, type, depth, error);
    }

  depth += condition->type == CRM_CONDITION_RELATED ? 2 : 1;
  if (!check_size (binder, depth, error))
    return NULL;

  return condition->type == CRM_CONDITION_ALL ? bind_all (binder, condition, type, depth, error)
                                              : bind_parts (binder, condition, type, depth, error);
}

/* --- The plan itself ------------------------------------------------------------------------------------------ */

/**
 * crm_condition_plan_new:
 * @condition: what is asked
 * @type: of which records
 * @context: against what
 * @error: %CRM_ERROR_NOT_FOUND if something that it names is not there any more, %CRM_ERROR_INVALID,
 *   %CRM_ERROR_REFUSED if a segment contains itself or all of it is too large
 *
 * Returns: (transfer full) (nullable): the condition, ready to be asked, or %NULL with @error set
 */
CrmConditionPlan *
crm_condition_plan_new (CrmCondition         *condition,
                        const CrmRecordType  *type,
                        CrmConditionContext  *context,
                        GError              **error)
{
  g_autoptr (CrmConditionPlan) self = g_new0 (CrmConditionPlan, 1);
  g_autoptr (GPtrArray) inside = g_ptr_array_new ();
  Binder binder = { self, crm_condition_context_get_catalogue (context), inside, 0 };

  g_atomic_ref_count_init (&self->ref_count);
  self->condition = crm_condition_ref (condition);
  self->context = crm_condition_context_ref (context);
  self->type = crm_catalogue_find (binder.catalogue, type->table.name);
  self->dependencies = g_array_new (FALSE, FALSE, sizeof (CrmDependency));
  self->root = bind_condition (&binder, condition, self->type, 0, error);

  return self->root != NULL && check_size (&binder, 0, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * crm_condition_plan_ref:
 */
CrmConditionPlan *
crm_condition_plan_ref (CrmConditionPlan *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_condition_plan_unref:
 */
void
crm_condition_plan_unref (CrmConditionPlan *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->root, _crm_plan_node_free);
  g_array_unref (self->dependencies);
  crm_condition_unref (self->condition);
  crm_condition_context_unref (self->context);
  g_free (self);
}

const CrmPlanNode *
_crm_condition_plan_get_root (CrmConditionPlan *self)
{
  return self->root;
}

/**
 * crm_condition_plan_get_condition:
 *
 * Returns: (transfer none): what is asked
 */
CrmCondition *
crm_condition_plan_get_condition (CrmConditionPlan *self)
{
  return self->condition;
}

/**
 * crm_condition_plan_get_record_type:
 *
 * Returns: (transfer none): of which records
 */
const CrmRecordType *
crm_condition_plan_get_record_type (CrmConditionPlan *self)
{
  return self->type;
}

/**
 * crm_condition_plan_get_context:
 *
 * Returns: (transfer none): against what
 */
CrmConditionContext *
crm_condition_plan_get_context (CrmConditionPlan *self)
{
  return self->context;
}

/**
 * crm_condition_plan_uses_time:
 *
 * Returns: %TRUE if the answer changes as time goes by, though no record does
 */
gboolean
crm_condition_plan_uses_time (CrmConditionPlan *self)
{
  return self->uses_time;
}

/**
 * crm_condition_plan_get_dependencies:
 * @n_dependencies: (out): how many
 *
 * Returns: (transfer none) (array length=n_dependencies): everything that the answer depends on
 *   besides the time, each once; whether the record itself is there goes without saying
 */
const CrmDependency *
crm_condition_plan_get_dependencies (CrmConditionPlan *self,
                                     guint            *n_dependencies)
{
  *n_dependencies = self->dependencies->len;

  return (const CrmDependency *) (gpointer) self->dependencies->data;
}
