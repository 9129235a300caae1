/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a test compares with, once the catalogue, the time and the person are known: bounds, keys of
 * texts, records. Both SQL and evaluation go by it.
 */

#include "config.h"

#include "crm-condition-plan-private.h"

#include <string.h>

#include "crm-calling-code.h"
#include "crm-condition-private.h"
#include "crm-country.h"
#include "crm-duration.h"
#include "crm-email.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-operand-private.h"
#include "crm-phone.h"

/* --- Nodes ------------------------------------------------------------------------------------------- */

static void
target_free (gpointer data)
{
  CrmTarget *target = data;

  g_array_unref (target->ids);
  g_ptr_array_unref (target->names);
  g_ptr_array_unref (target->emails);
  g_free (target);
}

void
_crm_plan_node_free (CrmPlanNode *node)
{
  if (node == NULL)
    return;

  g_ptr_array_unref (node->parts);
  g_ptr_array_unref (node->keys);
  g_ptr_array_unref (node->folded);
  g_ptr_array_unref (node->targets);
  crm_value_clear (&node->range.low);
  crm_value_clear (&node->range.high);
  crm_condition_unref (node->said);
  g_free (node);
}

static void
free_part (gpointer part)
{
  _crm_plan_node_free (part);
}

CrmPlanNode *
_crm_plan_node_new (CrmConditionType     type,
                    CrmCondition        *said,
                    const CrmRecordType *about)
{
  CrmPlanNode *node = g_new0 (CrmPlanNode, 1);

  node->type = type;
  node->said = crm_condition_ref (said);
  node->about = about;
  node->parts = g_ptr_array_new_with_free_func (free_part);
  node->keys = g_ptr_array_new_with_free_func (g_free);
  node->folded = g_ptr_array_new_with_free_func (g_free);
  node->targets = g_ptr_array_new_with_free_func (target_free);
  node->relation = (CrmRelation) { CRM_RELATION_NONE, about, about, NULL };

  return node;
}

/* Whether the column has no key beside it, so that its text has to be folded to be compared. */
gboolean
_crm_plan_node_is_folded (const CrmPlanNode *node)
{
  return node->kind == CRM_KIND_TEXT && !crm_column_has_key (node->column);
}

/* Whether nothing counted is a match: a count that nobody has adjusted is 0. */
gboolean
_crm_plan_node_counts_zero (const CrmPlanNode *node)
{
  static const CrmValue zero = { .kind = CRM_VALUE_INTEGER };
  const CrmRange *range = &node->range;
  int above, below;

  if (node->field->type != CRM_FIELD_COUNT || node->match != CRM_MATCH_RANGE || range->never)
    return FALSE;

  above = crm_value_is_empty (&range->low) ? 1 : _crm_operand_compare (&zero, &range->low);
  below = crm_value_is_empty (&range->high) ? -1 : _crm_operand_compare (&zero, &range->high);

  return (range->low_open ? above > 0 : above >= 0) && (range->high_open ? below < 0 : below <= 0);
}

/* "telegram:ana" → "ana" */
const char *
_crm_messenger_key_name (const char *key)
{
  const char *colon = strchr (key, ':');

  return colon != NULL ? colon + 1 : key;
}

/* --- Ranges -------------------------------------------------------------------------------------------- */

static gboolean
start_of_day (CrmConditionContext *context,
              const char          *date,
              CrmValue            *start)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;

  if (!crm_date_split (date, &year, &month, &day))
    return FALSE;

  time = g_date_time_new (crm_condition_context_get_zone (context), year, month, day, 0, 0, 0);
  if (time != NULL)
    *start = crm_value_integer (g_date_time_to_unix (time) * G_USEC_PER_SEC);

  return time != NULL;
}

/* The first instant that @value stands for. */
static CrmValue
first_instant (CrmConditionContext *context,
               const CrmValue      *value)
{
  CrmValue start = CRM_VALUE_INIT;

  if (value->kind != CRM_VALUE_TEXT)
    return *value;

  start_of_day (context, value->text, &start);

  return start;
}

/* The first instant behind the day that @value stands for, which is outside; or the instant, which
 * is not. Behind the last day of all there is nothing. */
static CrmValue
end_instant (CrmConditionContext *context,
             const CrmValue      *value,
             gboolean            *outside)
{
  CrmValue end = CRM_VALUE_INIT;
  char next[CRM_DATE_SIZE];

  *outside = value->kind == CRM_VALUE_TEXT;
  if (!*outside)
    return *value;

  if (crm_date_add (value->text, 0, 0, 1, next))
    start_of_day (context, next, &end);

  return end;
}

/* Moves from now; %FALSE if that is beyond the years that have a number. */
static gboolean
move_now (CrmConditionContext *context,
          CrmKind              kind,
          const char          *text,
          int                  direction,
          CrmValue            *moved)
{
  CrmDuration duration;
  char date[CRM_DATE_SIZE];
  gint64 instant;

  if (!crm_duration_parse_plain (text, &duration, NULL))
    return FALSE;

  if (kind == CRM_KIND_DATE)
    {
      if (!crm_duration_add_to_date (&duration, direction, crm_condition_context_get_today (context), date))
        return FALSE;
      *moved = crm_value_text (date);
      return TRUE;
    }

  if (!crm_duration_add (&duration, direction, crm_condition_context_get_now (context),
                         crm_condition_context_get_zone (context), &instant))
    return FALSE;
  *moved = crm_value_integer (instant);

  return TRUE;
}

static void
bind_duration (CrmRange            *range,
               const CrmCondition  *test,
               const char          *duration,
               CrmConditionContext *context)
{
  CrmValue now = test->kind == CRM_KIND_DATE ? crm_value_text (crm_condition_context_get_today (context))
                                             : crm_value_integer (crm_condition_context_get_now (context));

  if (test->op == CRM_OPERATOR_WITHIN_NEXT)
    {
      range->low = now;
      move_now (context, test->kind, duration, 1, &range->high);
    }
  else if (test->op == CRM_OPERATOR_WITHIN_LAST)
    {
      range->high = now;
      move_now (context, test->kind, duration, -1, &range->low);
    }
  else
    {
      crm_value_clear (&now);
      range->high_open = TRUE;
      range->never = !move_now (context, test->kind, duration, -1, &range->high);
    }
}

/* A day is many instants, everything else one value. */
static void
bind_range (CrmRange            *range,
            const CrmCondition  *test,
            CrmOperator          op,
            CrmConditionContext *context)
{
  const CrmValue *values = (const CrmValue *) (gpointer) test->values->data;
  gboolean instants = test->kind == CRM_KIND_DATE_TIME;
  gboolean outside = FALSE;
  CrmValue first, end;

  if (op == CRM_OPERATOR_WITHIN_LAST || op == CRM_OPERATOR_WITHIN_NEXT || op == CRM_OPERATOR_MORE_THAN_AGO)
    {
      bind_duration (range, test, values[0].text, context);
      return;
    }

  first = instants ? first_instant (context, &values[0]) : values[0];
  end = instants ? end_instant (context, &values[test->values->len - 1], &outside) : values[test->values->len - 1];

  if (op == CRM_OPERATOR_LESS_THAN || op == CRM_OPERATOR_BEFORE)
    {
      range->high = crm_value_dup (&first);
      range->high_open = TRUE;
      range->never = crm_value_is_empty (&first);
    }
  else if (op == CRM_OPERATOR_GREATER_THAN || op == CRM_OPERATOR_AFTER)
    {
      range->low = crm_value_dup (&end);
      range->low_open = !outside;
      range->never = crm_value_is_empty (&end);
    }
  else
    {
      /* The same, on, between; at least and at most have one end only. */
      if (op != CRM_OPERATOR_AT_MOST)
        range->low = crm_value_dup (&first);
      if (op != CRM_OPERATOR_AT_LEAST)
        range->high = crm_value_dup (&end);
      range->high_open = outside && op != CRM_OPERATOR_AT_LEAST;
    }
}

/* A due time of a day is that day: "2026-03-29T14:30" comes behind "2026-03-29", and "~" behind
 * every digit. */
static void
take_whole_days (CrmRange *range)
{
  CrmValue *ends[] = { range->low_open ? &range->low : NULL, range->high_open ? NULL : &range->high };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (ends[i] != NULL && ends[i]->kind == CRM_VALUE_TEXT)
      {
        CrmValue last = crm_value_take_text (g_strconcat (ends[i]->text, "T~", NULL));

        crm_value_clear (ends[i]);
        *ends[i] = last;
      }
}

/* --- Texts ---------------------------------------------------------------------------------------------- */

/* The normalised number that is kept beside a telephone number, or NULL. */
static const CrmColumn *
find_normalized (const CrmField *field)
{
  g_autofree char *name = g_strconcat (field->column.name, "_number", NULL);

  return crm_table_find_column (&field->record_type->table, name);
}

static void
add_once (GPtrArray *keys,
          char      *key)
{
  if (key != NULL && !g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
    g_ptr_array_add (keys, key);
  else
    g_free (key);
}

/* Adds the digits of every way to write a number that reaches the same telephone, for fields that
 * keep no normalised number. */
static void
add_spellings (GPtrArray  *keys,
               const char *text)
{
  g_autofree char *normal = crm_phone_normalize (text, NULL);
  const char *digits, *national;

  add_once (keys, _crm_operand_make_key (CRM_KIND_PHONE, CRM_OPERATOR_IS, text));
  if (normal == NULL || normal[0] != '+')
    return;

  digits = normal + 1;
  add_once (keys, g_strdup (digits));
  add_once (keys, g_strconcat ("00", digits, NULL));

  national = digits + crm_calling_code_length (digits);
  for (guint zero = 0; zero < 2; zero++)
    {
      g_autofree char *number = g_strconcat (zero != 0 ? "0" : "", national, NULL);
      g_autofree char *reached = crm_phone_normalize (number, NULL);

      if (national > digits && g_strcmp0 (reached, normal) == 0)
        add_once (keys, g_steal_pointer (&number));
    }
}

/* "telegram: @ana" → "telegram:ana"; without a messenger ":ana", which means any of them. */
static char *
make_messenger_key (const char *text)
{
  gsize length = strcspn (text, ":");
  const char *service = "";
  g_autofree char *key = NULL;

  for (const CrmKeyword *messenger = crm_input_get_messengers (); messenger->value != NULL; messenger++)
    if (text[length] == ':' && strlen (messenger->value) == length &&
        g_ascii_strncasecmp (messenger->value, text, length) == 0)
      service = messenger->value;

  if (*service != '\0')
    text += length + 1 + strspn (text + length + 1, " ");
  key = _crm_operand_make_key (CRM_KIND_MESSENGER, CRM_OPERATOR_IS, text);

  return g_strconcat (service, ":", key, NULL);
}

/* What a text is if it is this one. */
static void
add_identity (CrmPlanNode *node,
              const char  *text)
{
  const CrmColumn *normalized = node->kind == CRM_KIND_PHONE ? find_normalized (node->field) : NULL;
  g_autofree char *normal = node->kind == CRM_KIND_PHONE ? crm_phone_normalize (text, NULL) : NULL;

  if (node->kind == CRM_KIND_COUNTRY && crm_country_get_name (text) == NULL)
    add_once (node->folded, crm_fold (text));
  else if (node->kind == CRM_KIND_COUNTRY || node->kind == CRM_KIND_KEYWORD)
    add_once (node->keys, g_strdup (text));
  else if (node->kind == CRM_KIND_MESSENGER)
    add_once (node->keys, make_messenger_key (text));
  else if (node->kind == CRM_KIND_PHONE && crm_field_is_set (node->field))
    add_once (node->keys, g_steal_pointer (&normal));
  else if (normalized != NULL)
    {
      node->column = normalized;
      add_once (node->keys, crm_column_make_key (normalized, normal));
    }
  else if (node->kind == CRM_KIND_PHONE)
    add_spellings (node->keys, text);
  else
    add_once (node->keys, _crm_operand_make_key (node->kind, CRM_OPERATOR_IS, text));
}

static void
bind_texts (CrmPlanNode        *node,
            const CrmCondition *test,
            CrmOperator         op)
{
  for (guint i = 0; i < test->values->len; i++)
    {
      const char *text = g_array_index (test->values, CrmValue, i).text;

      if (op == CRM_OPERATOR_IS || op == CRM_OPERATOR_IS_ANY_OF)
        add_identity (node, text);
      else
        add_once (node->keys, _crm_operand_make_key (node->kind, op, text));
    }
}

/* --- Records -------------------------------------------------------------------------------------------- */

static CrmTarget *
target_new (void)
{
  CrmTarget *target = g_new0 (CrmTarget, 1);

  target->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  target->names = g_ptr_array_new_with_free_func (g_free);
  target->emails = g_ptr_array_new_with_free_func (g_free);

  return target;
}

static void
add_target (CrmTarget           *target,
            const CrmRecordType *type,
            const char          *text,
            gint64               actor)
{
  gboolean number = text[0] == '#' && text[1] != '\0' && strspn (text + 1, "0123456789") == strlen (text + 1);
  gint64 id = number ? g_ascii_strtoll (text + 1, NULL, 10) : 0;

  if (type->table.id == CRM_ID_USER && strcmp (text, CRM_OPERAND_ME) == 0)
    id = actor;

  if (id != 0 || number)
    {
      g_array_append_val (target->ids, id);
      return;
    }

  add_once (target->names, crm_column_make_key (type->table.title, text));
  if (crm_table_find_column (&type->table, "email") != NULL)
    add_once (target->emails, crm_email_key (text));
}

/* For "all of" each value is a target of its own, otherwise one of them is enough. */
static void
bind_targets (CrmPlanNode         *node,
              const CrmCondition  *test,
              CrmOperator          op,
              CrmConditionContext *context)
{
  CrmCatalogue *catalogue = crm_condition_context_get_catalogue (context);
  const CrmRecordType *type = crm_catalogue_find (catalogue, node->field->column.links_to);

  for (guint i = 0; i < test->values->len; i++)
    {
      if (i == 0 || op == CRM_OPERATOR_HAS_ALL)
        g_ptr_array_add (node->targets, target_new ());
      add_target (g_ptr_array_index (node->targets, node->targets->len - 1), type,
                  g_array_index (test->values, CrmValue, i).text, crm_condition_context_get_actor (context));
    }
}

/* --- All of it ------------------------------------------------------------------------------------------ */

static CrmMatch
get_match (CrmKind     kind,
           CrmOperator op)
{
  if (op == CRM_OPERATOR_IS_NOT_EMPTY)
    return CRM_MATCH_SOMETHING;
  if (kind == CRM_KIND_RECORD)
    return CRM_MATCH_TARGET;
  if (kind == CRM_KIND_RECORDS)
    return CRM_MATCH_TARGETS;
  if ((kind & (CRM_KIND_NUMBER | CRM_KIND_MONEY | CRM_KIND_DATE | CRM_KIND_DATE_TIME | CRM_KIND_YES_NO)) != 0)
    return CRM_MATCH_RANGE;
  if (op == CRM_OPERATOR_CONTAINS)
    return CRM_MATCH_CONTAINS;
  if (op == CRM_OPERATOR_STARTS_WITH)
    return CRM_MATCH_STARTS;
  if (op == CRM_OPERATOR_ENDS_WITH)
    return CRM_MATCH_ENDS;
  if (op == CRM_OPERATOR_MATCHES)
    return CRM_MATCH_PATTERN;

  return CRM_MATCH_ONE_OF;
}

/**
 * _crm_plan_node_bind:
 * @node: of a test
 * @test: that it stands for
 * @field: that it is about
 * @context: against what it is asked
 *
 * Fills in what is compared and how.
 */
void
_crm_plan_node_bind (CrmPlanNode         *node,
                     const CrmCondition  *test,
                     const CrmField      *field,
                     CrmConditionContext *context)
{
  CrmOperator op = crm_operator_get_positive (test->op);

  node->field = field;
  node->column = &field->column;
  node->kind = test->kind;
  node->negated = crm_operator_is_negative (test->op);
  node->match = get_match (test->kind, op);

  if (node->match == CRM_MATCH_TARGET || node->match == CRM_MATCH_TARGETS)
    bind_targets (node, test, op, context);
  else if (node->match == CRM_MATCH_RANGE)
    bind_range (&node->range, test, op, context);
  else if (node->match != CRM_MATCH_SOMETHING)
    bind_texts (node, test, op);

  if (field->type == CRM_FIELD_DUE)
    take_whole_days (&node->range);
}
