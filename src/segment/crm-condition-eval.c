/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A condition asked of one record in memory: it means to the letter what its SQL means, and can say
 * why. Records that it is related to come from a CrmRowSource. The record itself counts as it is,
 * whatever its state; of all others only live ones do. On the thread of the source.
 */

#include "config.h"

#include "crm-condition-eval.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-private.h"
#include "crm-condition-plan-private.h"
#include "crm-condition-sentence-private.h"
#include "crm-fold.h"
#include "crm-operand-private.h"
#include "crm-special-private.h"
#include "crm-wildcard.h"

/* More related records than this are not explained one by one. */
#define MAX_EXPLAINED 20

typedef struct
{
  CrmConditionPlan *plan;
  CrmRowSource *source;
  GPtrArray *rows;  /* of CrmRow: what has been read */
  GError *error;    /* the first; whatever is answered after it does not count */
} Evaluation;

static gboolean holds (Evaluation        *evaluation,
                       const CrmPlanNode *node,
                       const CrmRow      *row,
                       GPtrArray         *verdicts);

/* --- Verdicts ---------------------------------------------------------------------------------------- */

/**
 * crm_verdict_free:
 */
void
crm_verdict_free (CrmVerdict *verdict)
{
  if (verdict == NULL)
    return;

  g_free (verdict->text);
  g_free (verdict->actual);
  g_ptr_array_unref (verdict->parts);
  g_free (verdict);
}

static CrmVerdict *
verdict_new (char      *text,
             GPtrArray *verdicts)
{
  CrmVerdict *verdict = g_new0 (CrmVerdict, 1);

  verdict->text = text;
  verdict->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_verdict_free);
  g_ptr_array_add (verdicts, verdict);

  return verdict;
}

/* --- Rows ---------------------------------------------------------------------------------------------- */

/* The row may have been read with another catalogue than the condition was bound to. */
static const CrmColumn *
own_column (const CrmRow    *row,
            const CrmColumn *column)
{
  if (column->index < row->table->n_columns && row->table->columns[column->index] == column)
    return column;

  return crm_table_get_column (row->table, column->id);
}

static const CrmValue *
get_value (const CrmRow    *row,
           const CrmColumn *column)
{
  static const CrmValue nothing = CRM_VALUE_INIT;
  const CrmColumn *own = own_column (row, column);

  return own != NULL ? &row->values[own->index] : &nothing;
}

/* A live record, or NULL. */
static const CrmRow *
load_live (Evaluation     *evaluation,
           const CrmTable *table,
           gint64          id)
{
  CrmRow *row;

  for (guint i = 0; i < evaluation->rows->len; i++)
    {
      row = g_ptr_array_index (evaluation->rows, i);
      if (row->id == id && row->table->id == table->id)
        return row->state == CRM_STATE_LIVE ? row : NULL;
    }

  if (id == 0 || evaluation->error != NULL)
    return NULL;

  row = evaluation->source->load (evaluation->source, table, id, &evaluation->error);
  if (row == NULL)
    return NULL;

  g_ptr_array_add (evaluation->rows, row);

  return row->state == CRM_STATE_LIVE ? row : NULL;
}

static const CrmTable *
get_target_table (Evaluation     *evaluation,
                  const CrmField *field)
{
  CrmCatalogue *catalogue = crm_condition_context_get_catalogue (crm_condition_plan_get_context (evaluation->plan));

  return crm_schema_find_table (CRM_SCHEMA (catalogue), field->column.links_to);
}

/* --- Texts ---------------------------------------------------------------------------------------------- */

static gboolean
is_one_of (const CrmPlanNode *node,
           const char        *key)
{
  g_autofree char *folded = node->folded->len > 0 ? crm_fold (key) : NULL;

  for (guint i = 0; i < node->keys->len; i++)
    {
      const char *wanted = g_ptr_array_index (node->keys, i);
      gboolean any_messenger = node->kind == CRM_KIND_MESSENGER && wanted[0] == ':';

      if (strcmp (any_messenger ? wanted + 1 : wanted, any_messenger ? _crm_messenger_key_name (key) : key) == 0)
        return TRUE;
    }

  for (guint i = 0; i < node->folded->len; i++)
    if (g_strcmp0 (g_ptr_array_index (node->folded, i), folded) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
matches_key (const CrmPlanNode *node,
             const char        *key)
{
  const char *wanted = node->keys->len > 0 ? g_ptr_array_index (node->keys, 0) : NULL;

  if (key == NULL)
    return FALSE;

  switch (node->match)
    {
    case CRM_MATCH_SOMETHING:
      return TRUE;
    case CRM_MATCH_ONE_OF:
      return is_one_of (node, key);
    case CRM_MATCH_CONTAINS:
      return strstr (key, wanted) != NULL;
    case CRM_MATCH_STARTS:
      return g_str_has_prefix (key, wanted);
    case CRM_MATCH_ENDS:
      return g_str_has_suffix (key, wanted);
    case CRM_MATCH_PATTERN:
      return crm_wildcard_matches (wanted, key);
    case CRM_MATCH_RANGE:
    case CRM_MATCH_TARGET:
    case CRM_MATCH_TARGETS:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
matches_text (const CrmPlanNode *node,
              const CrmRow      *row)
{
  const char *text = crm_value_get_text (get_value (row, node->column));
  g_autofree char *key = _crm_plan_node_is_folded (node) ? crm_fold (text) : crm_column_make_key (node->column, text);

  return matches_key (node, key);
}

static gboolean
matches_text_set (const CrmPlanNode *node,
                  const CrmRow      *row)
{
  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);
      const char *key = crm_value_get_text (&member->key);

      if (member->column != node->column->id || key == NULL)
        continue;
      if (node->kind == CRM_KIND_PHONE && node->match != CRM_MATCH_ONE_OF)
        key += strspn (key, "+");
      if (matches_key (node, key))
        return TRUE;
    }

  return FALSE;
}

/* --- Ranges ---------------------------------------------------------------------------------------------- */

static gboolean
matches_range (const CrmPlanNode *node,
               const CrmRow      *row)
{
  static const CrmValue zero = { .kind = CRM_VALUE_INTEGER };
  const CrmRange *range = &node->range;
  const CrmValue *value = get_value (row, node->column);
  int order;

  if (crm_value_is_empty (value) && _crm_plan_node_counts_zero (node))
    value = &zero;
  if (crm_value_is_empty (value) || range->never)
    return FALSE;

  if (!crm_value_is_empty (&range->low))
    {
      order = _crm_operand_compare (value, &range->low);
      if (order < 0 || (order == 0 && range->low_open) ||
          (node->kind == CRM_KIND_MONEY && strcmp (value->currency, range->low.currency) != 0))
        return FALSE;
    }

  if (!crm_value_is_empty (&range->high))
    {
      order = _crm_operand_compare (value, &range->high);
      if (order > 0 || (order == 0 && range->high_open) ||
          (node->kind == CRM_KIND_MONEY && strcmp (value->currency, range->high.currency) != 0))
        return FALSE;
    }

  return TRUE;
}

/* --- Records ---------------------------------------------------------------------------------------------- */

static gboolean
has_key (const GPtrArray *keys,
         const CrmRow    *row,
         const CrmColumn *column)
{
  g_autofree char *key = NULL;

  if (keys->len == 0)
    return FALSE;

  key = crm_column_make_key (column, crm_value_get_text (get_value (row, column)));

  return key != NULL && g_ptr_array_find_with_equal_func ((GPtrArray *) keys, key, g_str_equal, NULL);
}

static gboolean
is_meant (const CrmPlanNode *node,
          const CrmTarget   *target,
          const CrmRow      *row)
{
  const CrmColumn *field = crm_table_find_column (row->table, "field");
  const CrmColumn *email = crm_table_find_column (row->table, "email");

  for (guint i = 0; i < target->ids->len; i++)
    if (g_array_index (target->ids, gint64, i) == row->id)
      return TRUE;

  /* Options of another list may have the same name. */
  if (node->field->custom != 0 && crm_value_get_integer (get_value (row, field)) != node->field->custom)
    return FALSE;

  return has_key (target->names, row, row->table->title) || (email != NULL && has_key (target->emails, row, email));
}

/* The live records of a link or a set. */
static GPtrArray *
list_linked (Evaluation     *evaluation,
             const CrmField *field,
             const CrmRow   *row)
{
  GPtrArray *linked = g_ptr_array_new ();
  const CrmTable *table = get_target_table (evaluation, field);
  const CrmRow *target;

  if (field->column.storage == CRM_STORAGE_LINK)
    {
      target = load_live (evaluation, table, crm_value_get_integer (get_value (row, &field->column)));
      if (target != NULL)
        g_ptr_array_add (linked, (gpointer) target);
      return linked;
    }

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column != field->column.id)
        continue;
      target = load_live (evaluation, table, crm_value_get_integer (&member->key));
      if (target != NULL)
        g_ptr_array_add (linked, (gpointer) target);
    }

  return linked;
}

static gboolean
matches_records (Evaluation        *evaluation,
                 const CrmPlanNode *node,
                 const CrmRow      *row)
{
  g_autoptr (GPtrArray) linked = list_linked (evaluation, node->field, row);

  if (node->match == CRM_MATCH_SOMETHING)
    return linked->len > 0;

  for (guint i = 0; i < node->targets->len; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < linked->len && !found; k++)
        found = is_meant (node, g_ptr_array_index (node->targets, i), g_ptr_array_index (linked, k));
      if (!found)
        return FALSE;
    }

  return TRUE;
}

/* --- Tests -------------------------------------------------------------------------------------------------- */

/* Whether the positive of a test holds for a record that has the field. */
static gboolean
matches (Evaluation        *evaluation,
         const CrmPlanNode *node,
         const CrmRow      *row)
{
  if (node->kind == CRM_KIND_RECORD || node->kind == CRM_KIND_RECORDS)
    return matches_records (evaluation, node, row);
  if (crm_field_is_set (node->field))
    return matches_text_set (node, row);
  if (node->match == CRM_MATCH_RANGE)
    return matches_range (node, row);
  if (node->field->type == CRM_FIELD_COUNT)
    return crm_value_get_integer (get_value (row, node->column)) != 0;
  if (node->match == CRM_MATCH_SOMETHING && get_value (row, node->column)->kind != CRM_VALUE_TEXT)
    return !crm_value_is_empty (get_value (row, node->column));

  return matches_text (node, row);
}

static void
append_word (GString    *text,
             const char *word)
{
  if (word != NULL && *word != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", word);
}

/* The value of the field, for people. */
static char *
say_actual (Evaluation        *evaluation,
            const CrmPlanNode *node,
            const CrmRow      *row)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) linked = NULL;
  g_autofree char *single = NULL;

  if (row == NULL)
    return g_strdup (_("nothing"));

  if (node->field->column.links_to != NULL)
    {
      linked = list_linked (evaluation, node->field, row);
      for (guint i = 0; i < linked->len; i++)
        {
          const CrmRow *target = g_ptr_array_index (linked, i);

          append_word (text, crm_value_get_text (get_value (target, target->table->title)));
        }
    }
  else if (crm_field_is_set (node->field))
    {
      for (guint i = 0; i < row->members->len; i++)
        {
          const CrmMember *member = g_ptr_array_index (row->members, i);

          if (member->column == node->field->column.id)
            append_word (text, member->text);
        }
    }
  else
    {
      single = crm_field_format (node->field, get_value (row, &node->field->column), NULL);
      append_word (text, single);
    }

  return g_strdup (text->len > 0 ? text->str : _("nothing"));
}

static gboolean
holds_test (Evaluation        *evaluation,
            const CrmPlanNode *node,
            const CrmRow      *row,
            CrmVerdict        *verdict)
{
  const CrmRow *subject = row;

  if (node->relation.kind == CRM_RELATION_LINK)
    subject = load_live (evaluation, &node->relation.to->table,
                         crm_value_get_integer (get_value (row, &node->relation.via->column)));

  if (verdict != NULL)
    verdict->actual = say_actual (evaluation, node, subject);

  return (subject != NULL && matches (evaluation, node, subject)) != node->negated;
}

/* --- Related records ------------------------------------------------------------------------------------------ */

static void
add_row (GPtrArray    *rows,
         const CrmRow *row)
{
  if (row != NULL && !g_ptr_array_find (rows, row, NULL))
    g_ptr_array_add (rows, (gpointer) row);
}

static GPtrArray *
list_related (Evaluation        *evaluation,
              const CrmPlanNode *node,
              const CrmRow      *row)
{
  const CrmTable *table = &node->relation.to->table;
  g_autoptr (GPtrArray) related = NULL;

  if (node->relation.kind != CRM_RELATION_BACK)
    return list_linked (evaluation, node->relation.via, row);

  related = g_ptr_array_new ();
  for (const CrmField *via = crm_relation_next_via (&node->relation, NULL); via != NULL;
       via = crm_relation_next_via (&node->relation, via))
    {
      g_autoptr (GArray) ids = NULL;

      if (evaluation->error == NULL)
        ids = evaluation->source->find (evaluation->source, table, &via->column, row->id, &evaluation->error);
      for (guint i = 0; ids != NULL && i < ids->len; i++)
        add_row (related, load_live (evaluation, table, g_array_index (ids, gint64, i)));
    }

  return g_steal_pointer (&related);
}

static gboolean
holds_all (Evaluation        *evaluation,
           const CrmPlanNode *node,
           const CrmRow      *row,
           GPtrArray         *verdicts)
{
  gboolean held = TRUE;

  for (guint i = 0; i < node->parts->len && (held || verdicts != NULL); i++)
    held &= holds (evaluation, g_ptr_array_index (node->parts, i), row, verdicts);

  return held;
}

static gboolean
holds_related (Evaluation        *evaluation,
               const CrmPlanNode *node,
               const CrmRow      *row,
               CrmVerdict        *verdict)
{
  g_autoptr (GPtrArray) related = list_related (evaluation, node, row);
  guint wanted = MAX (node->times, 1);
  guint n = 0;

  for (guint i = 0; i < related->len && (n < wanted || verdict != NULL); i++)
    {
      const CrmRow *other = g_ptr_array_index (related, i);
      CrmVerdict *one = NULL;
      gboolean passes;

      if (verdict != NULL && verdict->parts->len < MAX_EXPLAINED)
        one = verdict_new (g_strdup (crm_value_get_text (get_value (other, other->table->title))), verdict->parts);

      passes = holds_all (evaluation, node, other, one != NULL ? one->parts : NULL);
      if (one != NULL)
        one->held = passes;
      n += passes;
    }

  if (verdict != NULL)
    verdict->actual = crm_record_type_count_label (node->relation.to, related->len);

  return n >= wanted;
}

/* --- Groups ------------------------------------------------------------------------------------------------------ */

static char *
say_node (Evaluation        *evaluation,
          const CrmPlanNode *node)
{
  CrmCatalogue *catalogue = crm_condition_context_get_catalogue (crm_condition_plan_get_context (evaluation->plan));
  gboolean special = node->said->type == CRM_CONDITION_TEST && strcmp (node->said->subject, CRM_SUBJECT_FIELD) != 0;
  CrmSubject subject = { CRM_SUBJECT_FIELD, node->kind, node->relation, node->field };

  if (special)
    return crm_condition_say (node->said, catalogue, node->about, CRM_SENTENCE_FLAGS_NONE);

  switch (node->type)
    {
    case CRM_CONDITION_ALL:
      return g_strdup (_("All of these"));
    case CRM_CONDITION_ANY:
      return g_strdup (_("Any of these"));
    case CRM_CONDITION_NOT:
      return g_strdup (_("None of these"));
    case CRM_CONDITION_RELATED:
      return _crm_sentence_fill (_("{records}: at least one with all of these"), "records",
                                 crm_relation_get_label (&node->relation), NULL);
    case CRM_CONDITION_TEST:
    default:
      return _crm_sentence_say_test (node->said, &subject, CRM_SENTENCE_FLAGS_NONE);
    }
}

static gboolean
holds_any (Evaluation        *evaluation,
           const CrmPlanNode *node,
           const CrmRow      *row,
           GPtrArray         *verdicts)
{
  gboolean held = FALSE;

  for (guint i = 0; i < node->parts->len && (!held || verdicts != NULL); i++)
    held |= holds (evaluation, g_ptr_array_index (node->parts, i), row, verdicts);

  return held;
}

static gboolean
holds (Evaluation        *evaluation,
       const CrmPlanNode *node,
       const CrmRow      *row,
       GPtrArray         *verdicts)
{
  CrmVerdict *verdict = verdicts != NULL ? verdict_new (say_node (evaluation, node), verdicts) : NULL;
  GPtrArray *parts = verdict != NULL ? verdict->parts : NULL;
  gboolean held;

  switch (node->type)
    {
    case CRM_CONDITION_ALL:
      held = holds_all (evaluation, node, row, parts);
      break;
    case CRM_CONDITION_ANY:
      held = holds_any (evaluation, node, row, parts);
      break;
    case CRM_CONDITION_NOT:
      held = !holds_any (evaluation, node, row, parts);
      break;
    case CRM_CONDITION_RELATED:
      held = holds_related (evaluation, node, row, verdict);
      break;
    case CRM_CONDITION_TEST:
    default:
      held = holds_test (evaluation, node, row, verdict);
      break;
    }

  if (verdict != NULL)
    verdict->held = held;
  if (verdict != NULL && verdict->actual == NULL && node->said->type == CRM_CONDITION_TEST)
    verdict->actual = _crm_special_say_actual (node->said, crm_condition_plan_get_context (evaluation->plan));

  return held;
}

/* --- Public ---------------------------------------------------------------------------------------------- */

static gboolean
run (CrmConditionPlan  *plan,
     const CrmRow      *row,
     CrmRowSource      *source,
     gboolean          *held,
     GPtrArray         *verdicts,
     GError           **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  Evaluation evaluation = { plan, source, rows };

  *held = holds (&evaluation, _crm_condition_plan_get_root (plan), row, verdicts);
  if (evaluation.error == NULL)
    return TRUE;

  g_propagate_error (error, evaluation.error);

  return FALSE;
}

/**
 * crm_condition_plan_evaluate:
 * @row: a record with its members
 * @source: where related records come from
 * @held: (out): whether the condition holds for it
 * @error: what @source says
 *
 * Asks a condition of one record.
 */
gboolean
crm_condition_plan_evaluate (CrmConditionPlan  *self,
                             const CrmRow      *row,
                             CrmRowSource      *source,
                             gboolean          *held,
                             GError           **error)
{
  return run (self, row, source, held, NULL, error);
}

/**
 * crm_condition_plan_explain:
 * @row: a record with its members
 * @source: where related records come from
 * @error: what @source says
 *
 * Says why a condition holds for a record or does not: each test with the value that decided it.
 *
 * Returns: (transfer full) (nullable): the verdict, or %NULL with @error set
 */
CrmVerdict *
crm_condition_plan_explain (CrmConditionPlan  *self,
                            const CrmRow      *row,
                            CrmRowSource      *source,
                            GError           **error)
{
  g_autoptr (GPtrArray) verdicts = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_verdict_free);
  gboolean held;

  if (!run (self, row, source, &held, verdicts, error))
    return NULL;

  return g_ptr_array_steal_index (verdicts, 0);
}
