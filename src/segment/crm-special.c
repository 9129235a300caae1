/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What can be tested besides fields: tags, segments, the time that it is now, and what comes with
 * other record types. Each is a line of the table below, and an abbreviation: it stands for a
 * condition that could be written with fields and relations alone, which `expand` makes. So a new
 * subject needs a line and that function; SQL, evaluation and dependencies follow. A line without
 * one keeps the word for a record type that this program does not have yet. Any thread.
 */

#include "config.h"

#include "crm-special-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-private.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-lists.h"
#include "crm-operand-private.h"
#include "crm-segment.h"

/* A name that a subject has, where it is not the name of a record. */
typedef struct
{
  const char *name;
  const char *label;
  CrmKind kind;
} Name;

typedef struct
{
  const char *key;
  const char *label;
  const char *record_type; /* whose records it names, or NULL */
  const char *missing;     /* said while there is no such record type */
  const Name *names;       /* or NULL: the names of records */
  CrmKind kind;            /* unless @names have theirs */
  gboolean (*applies) (const CrmRecordType *type);
  CrmCondition *(*expand) (const CrmCondition   *test,
                           const CrmRecordType  *type,
                           CrmConditionContext  *context,
                           GError              **error);
  char *(*say_actual) (const CrmCondition  *test,
                       CrmConditionContext *context);
} Line;

/* --- Tags ------------------------------------------------------------------------------------------- */

static const CrmField *
find_tags (const CrmRecordType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i]->type == CRM_FIELD_TAGS)
      return type->fields[i];

  return NULL;
}

static gboolean
has_tags (const CrmRecordType *type)
{
  return find_tags (type) != NULL;
}

static CrmCondition *
expand_tag (const CrmCondition   *test,
            const CrmRecordType  *type,
            CrmConditionContext  *context,
            GError              **error)
{
  g_autofree char *name = g_strconcat (type->table.name, ".", find_tags (type)->key, NULL);
  CrmOperator op = crm_operator_is_negative (test->op) ? CRM_OPERATOR_HAS_NONE : CRM_OPERATOR_HAS_ANY;
  CrmCondition *field = _crm_condition_new_test (CRM_SUBJECT_FIELD, name, op, CRM_KIND_RECORDS);

  _crm_condition_take_value (field, crm_value_text (test->name));

  return field;
}

/* --- Lists -------------------------------------------------------------------------------------------- */

static gboolean
is_contact (const CrmRecordType *type)
{
  return type->table.id == CRM_ID_CONTACT;
}

static CrmCondition *
new_field_test (const char  *name,
                CrmOperator  op,
                CrmKind      kind,
                const char  *value)
{
  CrmCondition *test = _crm_condition_new_test (CRM_SUBJECT_FIELD, name, op, kind);

  if (value != NULL)
    _crm_condition_take_value (test, crm_value_text (value));

  return test;
}

static void
take_part (CrmCondition *group,
           CrmCondition *part)
{
  g_ptr_array_add (group->parts, part);
}

/* There is a subscription to the list of which the rest holds. What was is in its dates. */
static CrmCondition *
expand_list (const CrmCondition   *test,
             const CrmRecordType  *type,
             CrmConditionContext  *context,
             GError              **error)
{
  CrmOperator op = crm_operator_get_positive (test->op);
  g_autoptr (CrmCondition) all = crm_condition_new_group (CRM_CONDITION_ALL);
  g_autoptr (CrmCondition) related = NULL;
  const char *duration = test->values->len > 0 ? g_array_index (test->values, CrmValue, 0).text : NULL;
  gboolean left = op == CRM_OPERATOR_UNSUBSCRIBED || op == CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST;

  take_part (all, new_field_test ("subscription.list", CRM_OPERATOR_IS, CRM_KIND_RECORD, test->name));
  if (op == CRM_OPERATOR_EVER_SUBSCRIBED)
    take_part (all, new_field_test ("subscription.subscribed", CRM_OPERATOR_IS_NOT_EMPTY, CRM_KIND_DATE_TIME, NULL));
  else
    take_part (all, new_field_test ("subscription.status", CRM_OPERATOR_IS, CRM_KIND_KEYWORD,
                                    left ? CRM_UNSUBSCRIBED : CRM_SUBSCRIBED));
  if (duration != NULL)
    take_part (all, new_field_test ("subscription.since",
                                    op == CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO ? CRM_OPERATOR_MORE_THAN_AGO
                                                                                : CRM_OPERATOR_WITHIN_LAST,
                                    CRM_KIND_DATE_TIME, duration));

  related = crm_condition_new_related ("subscription", all);

  return crm_operator_is_negative (test->op) ? crm_condition_new_not (related) : g_steal_pointer (&related);
}

/* --- Automations, goals, conversions, messages ----------------------------------------------------------- */

/* There is a record of the type @relation of which all parts hold, so often at least. */
static CrmCondition *
take_related (const CrmCondition *test,
              const char         *relation,
              CrmCondition       *all,
              guint               times)
{
  g_autoptr (CrmCondition) related = crm_condition_new_related (relation, all);

  crm_condition_unref (all);
  related->times = times;

  return crm_operator_is_negative (test->op) ? crm_condition_new_not (related) : g_steal_pointer (&related);
}

static CrmCondition *
expand_automation (const CrmCondition   *test,
                   const CrmRecordType  *type,
                   CrmConditionContext  *context,
                   GError              **error)
{
  CrmOperator op = crm_operator_get_positive (test->op);
  CrmCondition *all = crm_condition_new_group (CRM_CONDITION_ALL);

  take_part (all, new_field_test ("run.automation", CRM_OPERATOR_IS, CRM_KIND_RECORD, test->name));
  if (op != CRM_OPERATOR_HAS_BEEN_IN)
    take_part (all, new_field_test ("run.status", CRM_OPERATOR_IS, CRM_KIND_KEYWORD,
                                    op == CRM_OPERATOR_IN ? "running" : "finished"));

  return take_related (test, "run", all, 0);
}

static CrmCondition *
expand_goal (const CrmCondition   *test,
             const CrmRecordType  *type,
             CrmConditionContext  *context,
             GError              **error)
{
  CrmCondition *all = crm_condition_new_group (CRM_CONDITION_ALL);
  CrmCondition *achieved = new_field_test ("achievement.achieved", CRM_OPERATOR_IS, CRM_KIND_YES_NO, NULL);

  _crm_condition_take_value (achieved, crm_value_integer (1));
  take_part (all, new_field_test ("achievement.goal", CRM_OPERATOR_IS, CRM_KIND_TEXT, test->name));
  take_part (all, achieved);

  return take_related (test, "achievement", all, 0);
}

static CrmCondition *
expand_conversion (const CrmCondition   *test,
                   const CrmRecordType  *type,
                   CrmConditionContext  *context,
                   GError              **error)
{
  CrmCondition *all = crm_condition_new_group (CRM_CONDITION_ALL);

  take_part (all, new_field_test ("converted.conversion", CRM_OPERATOR_IS, CRM_KIND_RECORD, test->name));

  return take_related (test, "converted", all, 0);
}

/* The name "any" stands for all messages. */
static CrmCondition *
expand_message (const CrmCondition   *test,
                const CrmRecordType  *type,
                CrmConditionContext  *context,
                GError              **error)
{
  g_autofree char *kind = g_strconcat ("message-", crm_operator_get_name (crm_operator_get_positive (test->op)), NULL);
  CrmCondition *all = crm_condition_new_group (CRM_CONDITION_ALL);

  take_part (all, new_field_test ("event.kind", CRM_OPERATOR_IS, CRM_KIND_KEYWORD, kind));
  if (g_ascii_strcasecmp (test->name, "any") != 0)
    take_part (all, new_field_test ("event.name", CRM_OPERATOR_IS, CRM_KIND_TEXT, test->name));
  if (test->within != NULL)
    take_part (all, new_field_test ("event.time", CRM_OPERATOR_WITHIN_LAST, CRM_KIND_DATE_TIME, test->within));

  return take_related (test, "event", all, test->times);
}

/* --- Segments ----------------------------------------------------------------------------------------- */

static CrmCondition *
expand_segment (const CrmCondition   *test,
                const CrmRecordType  *type,
                CrmConditionContext  *context,
                GError              **error)
{
  CrmSegmentSet *segments = crm_condition_context_get_segments (context);
  const CrmSegment *segment = segments != NULL ? crm_segment_set_find (segments, type, test->name) : NULL;

  if (segment == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no segment “%s” of %s."),
                   test->name, type->plural);
      return NULL;
    }

  if (segment->condition == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("The segment “%s” cannot be used: %s"),
                   segment->name, segment->problem->message);
      return NULL;
    }

  return crm_operator_is_negative (test->op) ? crm_condition_new_not (segment->condition)
                                             : crm_condition_ref (segment->condition);
}

/* --- Now ------------------------------------------------------------------------------------------------ */

static const struct
{
  const char *name;
  const char *label;
} weekdays[] = {
  { "monday", N_("Monday") },
  { "tuesday", N_("Tuesday") },
  { "wednesday", N_("Wednesday") },
  { "thursday", N_("Thursday") },
  { "friday", N_("Friday") },
  { "saturday", N_("Saturday") },
  { "sunday", N_("Sunday") },
};

static const Name now_names[] = {
  { "weekday", N_("Day of the Week"), CRM_KIND_WEEKDAY },
  { "date", N_("Today"), CRM_KIND_TODAY },
  { "time", N_("Time of Day"), CRM_KIND_TIME },
  { "hour", N_("Hour of the Day"), CRM_KIND_HOUR },
  { NULL, NULL, 0 },
};

static CrmValue
get_now (CrmKind              kind,
         CrmConditionContext *context)
{
  GDateTime *local = crm_condition_context_get_local (context);

  if (kind == CRM_KIND_WEEKDAY)
    return crm_value_text (weekdays[g_date_time_get_day_of_week (local) - 1].name);
  if (kind == CRM_KIND_TODAY)
    return crm_value_text (crm_condition_context_get_today (context));
  if (kind == CRM_KIND_TIME)
    return crm_value_take_text (g_date_time_format (local, "%H:%M"));

  return crm_value_integer (g_date_time_get_hour (local));
}

static gboolean
holds_now (const CrmCondition *test,
           const CrmValue     *now)
{
  const CrmValue *values = (const CrmValue *) (gpointer) test->values->data;
  int order = _crm_operand_compare (now, &values[0]);

  switch (test->op)
    {
    case CRM_OPERATOR_IS:
    case CRM_OPERATOR_ON:
      return order == 0;
    case CRM_OPERATOR_IS_NOT:
      return order != 0;
    case CRM_OPERATOR_GREATER_THAN:
    case CRM_OPERATOR_AFTER:
      return order > 0;
    case CRM_OPERATOR_AT_LEAST:
      return order >= 0;
    case CRM_OPERATOR_LESS_THAN:
    case CRM_OPERATOR_BEFORE:
      return order < 0;
    case CRM_OPERATOR_AT_MOST:
      return order <= 0;
    case CRM_OPERATOR_BETWEEN:
      /* From 22:00 to 06:00 goes over midnight. */
      if (_crm_operand_compare (&values[0], &values[1]) > 0)
        return order >= 0 || _crm_operand_compare (now, &values[1]) <= 0;
      return order >= 0 && _crm_operand_compare (now, &values[1]) <= 0;
    case CRM_OPERATOR_IS_ANY_OF:
    case CRM_OPERATOR_IS_NONE_OF:
      for (guint i = 0; i < test->values->len; i++)
        if (_crm_operand_compare (now, &values[i]) == 0)
          return test->op == CRM_OPERATOR_IS_ANY_OF;
      return test->op == CRM_OPERATOR_IS_NONE_OF;
    case CRM_OPERATOR_CONTAINS:
    case CRM_OPERATOR_DOES_NOT_CONTAIN:
    case CRM_OPERATOR_STARTS_WITH:
    case CRM_OPERATOR_ENDS_WITH:
    case CRM_OPERATOR_MATCHES:
    case CRM_OPERATOR_WITHIN_LAST:
    case CRM_OPERATOR_WITHIN_NEXT:
    case CRM_OPERATOR_MORE_THAN_AGO:
    case CRM_OPERATOR_HAS_ALL:
    case CRM_OPERATOR_HAS_ANY:
    case CRM_OPERATOR_HAS_NONE:
    case CRM_OPERATOR_HAS:
    case CRM_OPERATOR_HAS_NOT:
    case CRM_OPERATOR_SUBSCRIBED:
    case CRM_OPERATOR_NOT_SUBSCRIBED:
    case CRM_OPERATOR_UNSUBSCRIBED:
    case CRM_OPERATOR_NOT_UNSUBSCRIBED:
    case CRM_OPERATOR_EVER_SUBSCRIBED:
    case CRM_OPERATOR_NEVER_SUBSCRIBED:
    case CRM_OPERATOR_SUBSCRIBED_WITHIN_LAST:
    case CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO:
    case CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST:
    case CRM_OPERATOR_IS_EMPTY:
    case CRM_OPERATOR_IS_NOT_EMPTY:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* The time is known when a condition is bound: the test is true or false by then. */
static CrmCondition *
expand_now (const CrmCondition   *test,
            const CrmRecordType  *type,
            CrmConditionContext  *context,
            GError              **error)
{
  g_auto (CrmValue) now = get_now (test->kind, context);

  return crm_condition_new_group (holds_now (test, &now) ? CRM_CONDITION_ALL : CRM_CONDITION_ANY);
}

static char *
say_now (const CrmCondition  *test,
         CrmConditionContext *context)
{
  g_auto (CrmValue) now = get_now (test->kind, context);

  return _crm_operand_say (test->kind, CRM_ARITY_ONE, NULL, &now);
}

/* --- The table ------------------------------------------------------------------------------------------- */

static const Line lines[] = {
  { "tag", N_("Tag"), "tag", N_("There are no tags in this database yet."), NULL, CRM_KIND_TAG, has_tags,
    expand_tag, NULL },
  { "list", N_("List"), "list", N_("There are no lists in this database yet."), NULL, CRM_KIND_LIST, is_contact,
    expand_list, NULL },
  { "automation", N_("Automation"), "automation", N_("There are no automations in this database yet."), NULL,
    CRM_KIND_AUTOMATION, is_contact, expand_automation, NULL },
  { "goal", N_("Goal"), "achievement", N_("There are no goals in this database yet."), NULL, CRM_KIND_TAG, is_contact,
    expand_goal, NULL },
  { "conversion", N_("Conversion"), "conversion", N_("There are no conversions in this database yet."), NULL,
    CRM_KIND_TAG, is_contact, expand_conversion, NULL },
  { "message", N_("Message"), "event", N_("There are no messages in this database yet."), NULL, CRM_KIND_MESSAGE,
    is_contact, expand_message, NULL },
  { "segment", N_("Segment"), "segment", N_("There are no segments in this database yet."), NULL, CRM_KIND_SEGMENT,
    NULL, expand_segment, NULL },
  { "now", N_("Now"), NULL, NULL, now_names, 0, NULL, expand_now, say_now },
};

static const Line *
find_line (const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (g_strcmp0 (lines[i].key, key) == 0)
      return &lines[i];

  return NULL;
}

static const Name *
find_name (const Line *line,
           const char *name)
{
  for (const Name *found = line->names; found != NULL && found->name != NULL; found++)
    if (g_strcmp0 (found->name, name) == 0)
      return found;

  return NULL;
}

static gboolean
is_there (const Line   *line,
          CrmCatalogue *catalogue)
{
  return line->expand != NULL &&
         (line->record_type == NULL || crm_catalogue_find (catalogue, line->record_type) != NULL);
}

/* Whether @key is a subject, in this database or in another one. */
gboolean
_crm_special_exists (const char *key)
{
  return find_line (key) != NULL;
}

/**
 * _crm_special_find_kind:
 * @type: of the record that is tested
 * @key: a subject
 * @name: which one
 * @kind: (out): how it is tested
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID
 */
gboolean
_crm_special_find_kind (CrmCatalogue         *catalogue,
                        const CrmRecordType  *type,
                        const char           *key,
                        const char           *name,
                        CrmKind              *kind,
                        GError              **error)
{
  const Line *line = find_line (key);
  const Name *found = line != NULL ? find_name (line, name) : NULL;
  g_autofree char *folded = crm_fold (name);

  if (line == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("“%s” is nothing that can be tested."), key);
      return FALSE;
    }

  if (!is_there (line, catalogue))
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _(line->missing));
      return FALSE;
    }

  if (line->applies != NULL && !line->applies (type))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("“%s” cannot be tested for %s."),
                   _(line->label), type->plural);
      return FALSE;
    }

  if (line->names != NULL && found == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("“%s” is not known of “%s”."), name, key);
      return FALSE;
    }

  if (folded == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” needs a name."), key);
      return FALSE;
    }

  *kind = found != NULL ? found->kind : line->kind;

  return TRUE;
}

/* Walks over what is offered for @type: from *@key and *@name, NULL at the beginning, to the next. */
gboolean
_crm_special_next (CrmCatalogue         *catalogue,
                   const CrmRecordType  *type,
                   const char          **key,
                   const char          **name,
                   CrmKind              *kind)
{
  const Line *line = find_line (*key);
  const Name *found = line != NULL ? find_name (line, *name) : NULL;

  if (found != NULL && found[1].name != NULL)
    {
      *name = found[1].name;
      *kind = found[1].kind;
      return TRUE;
    }

  for (line = line != NULL ? line + 1 : lines; line < lines + G_N_ELEMENTS (lines); line++)
    if (is_there (line, catalogue) && (line->applies == NULL || line->applies (type)))
      {
        *key = line->key;
        *name = line->names != NULL ? line->names[0].name : NULL;
        *kind = line->names != NULL ? line->names[0].kind : line->kind;
        return TRUE;
      }

  return FALSE;
}

/* What people call a subject. */
const char *
_crm_special_get_label (const char *key,
                        const char *name)
{
  const Line *line = find_line (key);
  const Name *found = line != NULL ? find_name (line, name) : NULL;

  if (found != NULL)
    return _(found->label);

  return line != NULL ? _(line->label) : key;
}

/* The record type whose records a subject names, or NULL. */
const char *
_crm_special_get_record_type (const char *key)
{
  const Line *line = find_line (key);

  return line != NULL ? line->record_type : NULL;
}

/**
 * _crm_special_expand:
 * @test: a test of a special subject
 * @type: of the record that is tested
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the condition that it stands for, or %NULL with @error set
 */
CrmCondition *
_crm_special_expand (const CrmCondition   *test,
                     const CrmRecordType  *type,
                     CrmConditionContext  *context,
                     GError              **error)
{
  CrmCatalogue *catalogue = crm_condition_context_get_catalogue (context);
  CrmKind kind;

  /* It may have been read with another catalogue. */
  if (!_crm_special_find_kind (catalogue, type, test->subject, test->name, &kind, error))
    return NULL;

  return find_line (test->subject)->expand (test, type, context, error);
}

/* What decided, where that is not in the condition that a test stands for; or NULL. */
char *
_crm_special_say_actual (const CrmCondition  *test,
                         CrmConditionContext *context)
{
  const Line *line = find_line (test->subject);

  return line != NULL && line->say_actual != NULL ? line->say_actual (test, context) : NULL;
}

/* A day of the week by its number, 1 for Monday: its name in files, or for people. */
const char *
_crm_special_get_weekday (guint    day,
                          gboolean translated)
{
  g_return_val_if_fail (day >= 1 && day <= G_N_ELEMENTS (weekdays), NULL);

  return translated ? _(weekdays[day - 1].label) : weekdays[day - 1].name;
}
