/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The operators: what they are called, which kinds of values have them, what they take, and how
 * they are said. Read-only tables; any thread.
 */

#include "config.h"

#include "crm-operator.h"

#include <glib/gi18n-lib.h>

#define TEXTS    (CRM_KIND_TEXT | CRM_KIND_EMAIL | CRM_KIND_PHONE | CRM_KIND_MESSENGER)
#define NUMBERS  (CRM_KIND_NUMBER | CRM_KIND_MONEY)
#define DAYS     (CRM_KIND_DATE | CRM_KIND_DATE_TIME)
#define WORDS    (CRM_KIND_KEYWORD | CRM_KIND_COUNTRY | CRM_KIND_RECORD)
#define FIELDS   (TEXTS | NUMBERS | DAYS | WORDS | CRM_KIND_YES_NO | CRM_KIND_RECORDS)

static const struct
{
  const char *name;
  CrmOperator positive; /* the operator that it is the opposite of, or itself */
} names[] = {
  [CRM_OPERATOR_IS] = { "is", CRM_OPERATOR_IS },
  [CRM_OPERATOR_IS_NOT] = { "is-not", CRM_OPERATOR_IS },
  [CRM_OPERATOR_CONTAINS] = { "contains", CRM_OPERATOR_CONTAINS },
  [CRM_OPERATOR_DOES_NOT_CONTAIN] = { "does-not-contain", CRM_OPERATOR_CONTAINS },
  [CRM_OPERATOR_STARTS_WITH] = { "starts-with", CRM_OPERATOR_STARTS_WITH },
  [CRM_OPERATOR_ENDS_WITH] = { "ends-with", CRM_OPERATOR_ENDS_WITH },
  [CRM_OPERATOR_MATCHES] = { "matches", CRM_OPERATOR_MATCHES },
  [CRM_OPERATOR_IS_ANY_OF] = { "is-any-of", CRM_OPERATOR_IS_ANY_OF },
  [CRM_OPERATOR_IS_NONE_OF] = { "is-none-of", CRM_OPERATOR_IS_ANY_OF },
  [CRM_OPERATOR_GREATER_THAN] = { "greater-than", CRM_OPERATOR_GREATER_THAN },
  [CRM_OPERATOR_AT_LEAST] = { "at-least", CRM_OPERATOR_AT_LEAST },
  [CRM_OPERATOR_LESS_THAN] = { "less-than", CRM_OPERATOR_LESS_THAN },
  [CRM_OPERATOR_AT_MOST] = { "at-most", CRM_OPERATOR_AT_MOST },
  [CRM_OPERATOR_BETWEEN] = { "between", CRM_OPERATOR_BETWEEN },
  [CRM_OPERATOR_ON] = { "on", CRM_OPERATOR_ON },
  [CRM_OPERATOR_BEFORE] = { "before", CRM_OPERATOR_BEFORE },
  [CRM_OPERATOR_AFTER] = { "after", CRM_OPERATOR_AFTER },
  [CRM_OPERATOR_WITHIN_LAST] = { "within-last", CRM_OPERATOR_WITHIN_LAST },
  [CRM_OPERATOR_WITHIN_NEXT] = { "within-next", CRM_OPERATOR_WITHIN_NEXT },
  [CRM_OPERATOR_MORE_THAN_AGO] = { "more-than-ago", CRM_OPERATOR_MORE_THAN_AGO },
  [CRM_OPERATOR_HAS_ALL] = { "has-all", CRM_OPERATOR_HAS_ALL },
  [CRM_OPERATOR_HAS_ANY] = { "has-any", CRM_OPERATOR_HAS_ANY },
  [CRM_OPERATOR_HAS_NONE] = { "has-none", CRM_OPERATOR_HAS_ANY },
  [CRM_OPERATOR_HAS] = { "has", CRM_OPERATOR_HAS },
  [CRM_OPERATOR_HAS_NOT] = { "has-not", CRM_OPERATOR_HAS },
  [CRM_OPERATOR_SUBSCRIBED] = { "subscribed", CRM_OPERATOR_SUBSCRIBED },
  [CRM_OPERATOR_NOT_SUBSCRIBED] = { "not-subscribed", CRM_OPERATOR_SUBSCRIBED },
  [CRM_OPERATOR_UNSUBSCRIBED] = { "unsubscribed", CRM_OPERATOR_UNSUBSCRIBED },
  [CRM_OPERATOR_NOT_UNSUBSCRIBED] = { "not-unsubscribed", CRM_OPERATOR_UNSUBSCRIBED },
  [CRM_OPERATOR_EVER_SUBSCRIBED] = { "ever-subscribed", CRM_OPERATOR_EVER_SUBSCRIBED },
  [CRM_OPERATOR_NEVER_SUBSCRIBED] = { "never-subscribed", CRM_OPERATOR_EVER_SUBSCRIBED },
  [CRM_OPERATOR_SUBSCRIBED_WITHIN_LAST] = { "subscribed-within-last", CRM_OPERATOR_SUBSCRIBED_WITHIN_LAST },
  [CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO] = { "subscribed-more-than-ago", CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO },
  [CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST] = { "unsubscribed-within-last", CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST },
  [CRM_OPERATOR_IN] = { "in", CRM_OPERATOR_IN },
  [CRM_OPERATOR_NOT_IN] = { "not-in", CRM_OPERATOR_IN },
  [CRM_OPERATOR_HAS_BEEN_IN] = { "has-been-in", CRM_OPERATOR_HAS_BEEN_IN },
  [CRM_OPERATOR_HAS_NOT_BEEN_IN] = { "has-not-been-in", CRM_OPERATOR_HAS_BEEN_IN },
  [CRM_OPERATOR_FINISHED] = { "finished", CRM_OPERATOR_FINISHED },
  [CRM_OPERATOR_NOT_FINISHED] = { "not-finished", CRM_OPERATOR_FINISHED },
  [CRM_OPERATOR_SENT] = { "sent", CRM_OPERATOR_SENT },
  [CRM_OPERATOR_NOT_SENT] = { "not-sent", CRM_OPERATOR_SENT },
  [CRM_OPERATOR_OPENED] = { "opened", CRM_OPERATOR_OPENED },
  [CRM_OPERATOR_NOT_OPENED] = { "not-opened", CRM_OPERATOR_OPENED },
  [CRM_OPERATOR_CLICKED] = { "clicked", CRM_OPERATOR_CLICKED },
  [CRM_OPERATOR_NOT_CLICKED] = { "not-clicked", CRM_OPERATOR_CLICKED },
  [CRM_OPERATOR_REPLIED] = { "replied", CRM_OPERATOR_REPLIED },
  [CRM_OPERATOR_NOT_REPLIED] = { "not-replied", CRM_OPERATOR_REPLIED },
  [CRM_OPERATOR_BOUNCED] = { "bounced", CRM_OPERATOR_BOUNCED },
  [CRM_OPERATOR_NOT_BOUNCED] = { "not-bounced", CRM_OPERATOR_BOUNCED },
  [CRM_OPERATOR_IS_EMPTY] = { "is-empty", CRM_OPERATOR_IS_NOT_EMPTY },
  [CRM_OPERATOR_IS_NOT_EMPTY] = { "is-not-empty", CRM_OPERATOR_IS_NOT_EMPTY },
};

/* What an operator is for some kinds. A phrase is a whole sentence; in it stand {subject}, {value}
 * and {other}, and {name} where a test has a name and a value, in whatever order a language needs. */
typedef struct
{
  CrmOperator op;
  guint kinds;
  CrmArity arity;
  const char *label;
  const char *phrase;
} Line;

/* In the order in which they are offered. */
static const Line lines[] = {
  { CRM_OPERATOR_IS, TEXTS | NUMBERS | WORDS | CRM_KIND_YES_NO | CRM_KIND_WEEKDAY | CRM_KIND_HOUR, CRM_ARITY_ONE,
    N_("is"), N_("{subject} is {value}") },
  { CRM_OPERATOR_IS, CRM_KIND_SEGMENT, CRM_ARITY_NONE,
    N_("is"), N_("{subject} is {value}") },
  { CRM_OPERATOR_HAS, CRM_KIND_TAG, CRM_ARITY_NONE,
    N_("is"), N_("{subject} is {value}") },
  { CRM_OPERATOR_ON, DAYS | CRM_KIND_TODAY, CRM_ARITY_ONE,
    N_("is on"), N_("{subject} is on {value}") },
  { CRM_OPERATOR_IS_NOT, TEXTS | NUMBERS | WORDS | CRM_KIND_YES_NO | CRM_KIND_WEEKDAY | CRM_KIND_HOUR, CRM_ARITY_ONE,
    N_("is not"), N_("{subject} is not {value}") },
  { CRM_OPERATOR_IS_NOT, CRM_KIND_SEGMENT, CRM_ARITY_NONE,
    N_("is not"), N_("{subject} is not {value}") },
  { CRM_OPERATOR_HAS_NOT, CRM_KIND_TAG, CRM_ARITY_NONE,
    N_("is not"), N_("{subject} is not {value}") },
  { CRM_OPERATOR_IS_NOT, DAYS, CRM_ARITY_ONE,
    N_("is not on"), N_("{subject} is not on {value}") },
  { CRM_OPERATOR_CONTAINS, TEXTS, CRM_ARITY_ONE,
    N_("contains"), N_("{subject} contains {value}") },
  { CRM_OPERATOR_DOES_NOT_CONTAIN, TEXTS, CRM_ARITY_ONE,
    N_("does not contain"), N_("{subject} does not contain {value}") },
  { CRM_OPERATOR_STARTS_WITH, TEXTS, CRM_ARITY_ONE,
    N_("starts with"), N_("{subject} starts with {value}") },
  { CRM_OPERATOR_ENDS_WITH, TEXTS, CRM_ARITY_ONE,
    N_("ends with"), N_("{subject} ends with {value}") },
  { CRM_OPERATOR_MATCHES, TEXTS, CRM_ARITY_ONE,
    N_("matches"), N_("{subject} matches {value}") },
  { CRM_OPERATOR_IS_ANY_OF, TEXTS | WORDS | CRM_KIND_WEEKDAY, CRM_ARITY_MANY,
    N_("is one of"), N_("{subject} is one of {value}") },
  { CRM_OPERATOR_IS_NONE_OF, TEXTS | WORDS | CRM_KIND_WEEKDAY, CRM_ARITY_MANY,
    N_("is none of"), N_("{subject} is none of {value}") },
  { CRM_OPERATOR_GREATER_THAN, NUMBERS | CRM_KIND_HOUR, CRM_ARITY_ONE,
    N_("is greater than"), N_("{subject} is greater than {value}") },
  { CRM_OPERATOR_AT_LEAST, NUMBERS | CRM_KIND_HOUR, CRM_ARITY_ONE,
    N_("is at least"), N_("{subject} is at least {value}") },
  { CRM_OPERATOR_LESS_THAN, NUMBERS | CRM_KIND_HOUR, CRM_ARITY_ONE,
    N_("is less than"), N_("{subject} is less than {value}") },
  { CRM_OPERATOR_AT_MOST, NUMBERS | CRM_KIND_HOUR, CRM_ARITY_ONE,
    N_("is at most"), N_("{subject} is at most {value}") },
  { CRM_OPERATOR_BEFORE, DAYS | CRM_KIND_TODAY | CRM_KIND_TIME, CRM_ARITY_ONE,
    N_("is before"), N_("{subject} is before {value}") },
  { CRM_OPERATOR_AT_MOST, DAYS | CRM_KIND_TODAY, CRM_ARITY_ONE,
    N_("is on or before"), N_("{subject} is on or before {value}") },
  { CRM_OPERATOR_AFTER, DAYS | CRM_KIND_TODAY | CRM_KIND_TIME, CRM_ARITY_ONE,
    N_("is after"), N_("{subject} is after {value}") },
  { CRM_OPERATOR_AT_LEAST, DAYS | CRM_KIND_TODAY, CRM_ARITY_ONE,
    N_("is on or after"), N_("{subject} is on or after {value}") },
  { CRM_OPERATOR_BETWEEN, NUMBERS | DAYS | CRM_KIND_TODAY | CRM_KIND_TIME | CRM_KIND_HOUR, CRM_ARITY_TWO,
    N_("is between"), N_("{subject} is between {value} and {other}") },
  { CRM_OPERATOR_WITHIN_LAST, DAYS, CRM_ARITY_DURATION,
    N_("is within the last"), N_("{subject} is within the last {value}") },
  { CRM_OPERATOR_WITHIN_NEXT, DAYS, CRM_ARITY_DURATION,
    N_("is within the next"), N_("{subject} is within the next {value}") },
  { CRM_OPERATOR_MORE_THAN_AGO, DAYS, CRM_ARITY_DURATION,
    N_("is longer ago than"), N_("{subject} is longer ago than {value}") },
  { CRM_OPERATOR_HAS_ALL, CRM_KIND_RECORDS, CRM_ARITY_MANY,
    N_("have all of"), N_("{subject} have all of {value}") },
  { CRM_OPERATOR_HAS_ANY, CRM_KIND_RECORDS, CRM_ARITY_MANY,
    N_("have any of"), N_("{subject} have any of {value}") },
  { CRM_OPERATOR_HAS_NONE, CRM_KIND_RECORDS, CRM_ARITY_MANY,
    N_("have none of"), N_("{subject} have none of {value}") },
  { CRM_OPERATOR_SUBSCRIBED, CRM_KIND_LIST, CRM_ARITY_NONE,
    N_("is subscribed to"), N_("{subject}: is subscribed to {value}") },
  { CRM_OPERATOR_NOT_SUBSCRIBED, CRM_KIND_LIST, CRM_ARITY_NONE,
    N_("is not subscribed to"), N_("{subject}: is not subscribed to {value}") },
  { CRM_OPERATOR_UNSUBSCRIBED, CRM_KIND_LIST, CRM_ARITY_NONE,
    N_("has unsubscribed from"), N_("{subject}: has unsubscribed from {value}") },
  { CRM_OPERATOR_NOT_UNSUBSCRIBED, CRM_KIND_LIST, CRM_ARITY_NONE,
    N_("has not unsubscribed from"), N_("{subject}: has not unsubscribed from {value}") },
  { CRM_OPERATOR_EVER_SUBSCRIBED, CRM_KIND_LIST, CRM_ARITY_NONE,
    N_("has ever subscribed to"), N_("{subject}: has ever subscribed to {value}") },
  { CRM_OPERATOR_NEVER_SUBSCRIBED, CRM_KIND_LIST, CRM_ARITY_NONE,
    N_("has never subscribed to"), N_("{subject}: has never subscribed to {value}") },
  { CRM_OPERATOR_SUBSCRIBED_WITHIN_LAST, CRM_KIND_LIST, CRM_ARITY_DURATION,
    N_("has subscribed within the last"), N_("{subject}: has subscribed to {name} within the last {value}") },
  { CRM_OPERATOR_SUBSCRIBED_MORE_THAN_AGO, CRM_KIND_LIST, CRM_ARITY_DURATION,
    N_("has been subscribed for longer than"), N_("{subject}: has been subscribed to {name} for longer than {value}") },
  { CRM_OPERATOR_UNSUBSCRIBED_WITHIN_LAST, CRM_KIND_LIST, CRM_ARITY_DURATION,
    N_("has unsubscribed within the last"), N_("{subject}: has unsubscribed from {name} within the last {value}") },
  { CRM_OPERATOR_IN, CRM_KIND_AUTOMATION, CRM_ARITY_NONE,
    N_("is in"), N_("{subject}: is in {value}") },
  { CRM_OPERATOR_NOT_IN, CRM_KIND_AUTOMATION, CRM_ARITY_NONE,
    N_("is not in"), N_("{subject}: is not in {value}") },
  { CRM_OPERATOR_HAS_BEEN_IN, CRM_KIND_AUTOMATION, CRM_ARITY_NONE,
    N_("has been in"), N_("{subject}: has been in {value}") },
  { CRM_OPERATOR_HAS_NOT_BEEN_IN, CRM_KIND_AUTOMATION, CRM_ARITY_NONE,
    N_("has never been in"), N_("{subject}: has never been in {value}") },
  { CRM_OPERATOR_FINISHED, CRM_KIND_AUTOMATION, CRM_ARITY_NONE,
    N_("has finished"), N_("{subject}: has finished {value}") },
  { CRM_OPERATOR_NOT_FINISHED, CRM_KIND_AUTOMATION, CRM_ARITY_NONE,
    N_("has not finished"), N_("{subject}: has not finished {value}") },
  { CRM_OPERATOR_SENT, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was sent"), N_("{subject}: {value} was sent") },
  { CRM_OPERATOR_NOT_SENT, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was not sent"), N_("{subject}: {value} was not sent") },
  { CRM_OPERATOR_OPENED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was opened"), N_("{subject}: {value} was opened") },
  { CRM_OPERATOR_NOT_OPENED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was not opened"), N_("{subject}: {value} was not opened") },
  { CRM_OPERATOR_CLICKED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was clicked"), N_("{subject}: a link in {value} was clicked") },
  { CRM_OPERATOR_NOT_CLICKED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was not clicked"), N_("{subject}: no link in {value} was clicked") },
  { CRM_OPERATOR_REPLIED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was replied to"), N_("{subject}: {value} was replied to") },
  { CRM_OPERATOR_NOT_REPLIED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("was not replied to"), N_("{subject}: {value} was not replied to") },
  { CRM_OPERATOR_BOUNCED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("came back"), N_("{subject}: {value} came back") },
  { CRM_OPERATOR_NOT_BOUNCED, CRM_KIND_MESSAGE, CRM_ARITY_NONE,
    N_("did not come back"), N_("{subject}: {value} did not come back") },
  { CRM_OPERATOR_IS_EMPTY, FIELDS, CRM_ARITY_NONE,
    N_("is empty"), N_("{subject} is empty") },
  { CRM_OPERATOR_IS_NOT_EMPTY, FIELDS, CRM_ARITY_NONE,
    N_("is not empty"), N_("{subject} is not empty") },
};

static const Line *
find_line (CrmOperator op,
           CrmKind     kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (lines[i].op == op && (lines[i].kinds & kind) != 0)
      return &lines[i];

  return NULL;
}

static CrmOperatorInfo
make_info (const Line *line)
{
  return (CrmOperatorInfo) { line->op, line->arity, names[line->op].name, _(line->label) };
}

/**
 * crm_operator_get_name:
 *
 * Returns: (transfer none): the name in files
 */
const char *
crm_operator_get_name (CrmOperator op)
{
  return names[op].name;
}

/**
 * crm_operator_from_name:
 * @name: (nullable): a name in files
 * @op: (out): the operator
 *
 * Returns: %FALSE if there is no such operator
 */
gboolean
crm_operator_from_name (const char  *name,
                        CrmOperator *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (names[i].name, name) == 0)
      {
        *op = (CrmOperator) i;
        return TRUE;
      }

  return FALSE;
}

/**
 * crm_operator_get_positive:
 *
 * Returns: the operator that @op is the opposite of, or @op
 */
CrmOperator
crm_operator_get_positive (CrmOperator op)
{
  return names[op].positive;
}

/**
 * crm_operator_is_negative:
 *
 * Returns: %TRUE if an empty value passes
 */
gboolean
crm_operator_is_negative (CrmOperator op)
{
  return names[op].positive != op;
}

/**
 * crm_operator_describe:
 * @kind: of values
 * @info: (out) (optional): what @op is for them
 *
 * Returns: %FALSE if such values do not have the operator
 */
gboolean
crm_operator_describe (CrmOperator      op,
                       CrmKind          kind,
                       CrmOperatorInfo *info)
{
  const Line *line = find_line (op, kind);

  if (line != NULL && info != NULL)
    *info = make_info (line);

  return line != NULL;
}

/**
 * crm_operator_get_phrase:
 * @kind: of values
 *
 * Returns: (transfer none): the sentence of a test, translated, with {subject}, {value} and
 *   {other} in it
 */
const char *
crm_operator_get_phrase (CrmOperator op,
                         CrmKind     kind)
{
  const Line *line = find_line (op, kind);

  g_return_val_if_fail (line != NULL, "");

  return _(line->phrase);
}

/**
 * crm_operator_list:
 * @kind: of values
 *
 * Returns: (transfer full) (element-type CrmOperatorInfo): the operators that they have, in the
 *   order in which they are offered
 */
GArray *
crm_operator_list (CrmKind kind)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (CrmOperatorInfo));

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if ((lines[i].kinds & kind) != 0)
      {
        CrmOperatorInfo info = make_info (&lines[i]);

        g_array_append_val (list, info);
      }

  return list;
}
