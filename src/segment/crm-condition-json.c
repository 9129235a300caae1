/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Conditions in JSON (`automation.md` §2):
 *
 *     {"all": [condition, …]}   {"any": [condition, …]}   {"not": condition}
 *     {"field": "contact.city", "op": "is", "value": "Madrid"}
 *     {"tag": "roof", "op": "has"}
 *     {"any-note": condition over notes}
 *
 * The tests over fields of related records that stand side by side in one "all" are about one and
 * the same record: an open deal over 5,000 EUR is one deal that is both. "any-" and the name of a
 * relation says so for any condition, however deep; it holds if there is such a record. Reading is
 * strict, and says where something is wrong. What is written has one form, without blanks.
 */

#include "config.h"

#include "crm-condition-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-duration.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-json.h"
#include "crm-money.h"
#include "crm-operand-private.h"
#include "crm-special-private.h"

#define RELATED_PREFIX "any-"

typedef struct
{
  CrmCatalogue *catalogue;
  guint n_tests;
} Reader;

static CrmCondition *read_condition (Reader               *reader,
                                     const CrmRecordType  *type,
                                     JsonNode             *node,
                                     const char           *place,
                                     GError              **error);

/* Every error begins with the place: "condition.all[1].value: …" */
static gboolean
refuse (GError     **error,
        const char  *place,
        const char  *form,
        const char  *word)
{
  g_autofree char *message = crm_fill (form, word);

  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, "%s: %s", place, message);

  return FALSE;
}

static gpointer
fail (GError     **error,
      const char  *place,
      const char  *form,
      const char  *word)
{
  refuse (error, place, form, word);

  return NULL;
}

static const char *
get_string (JsonNode *node)
{
  gboolean text = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING;

  return text ? json_node_get_string (node) : NULL;
}

/* --- Tests -------------------------------------------------------------------------------------------- */

/* The members of the object of a test. */
typedef struct
{
  const char *subject;
  JsonNode *name;
  JsonNode *op;
  JsonNode *value;
  JsonNode *currency;
  JsonNode *times;
  JsonNode *within;
} Members;

static gboolean
collect_members (JsonObject  *object,
                 Members     *members,
                 const char  *place,
                 GError     **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &node))
    {
      gboolean subject = strcmp (key, CRM_SUBJECT_FIELD) == 0 || _crm_special_exists (key);

      if (subject && members->subject != NULL)
        return refuse (error, place, _("A test asks about one thing; “%s” is a second one."), key);

      if (subject)
        {
          members->subject = key;
          members->name = node;
        }
      else if (strcmp (key, "op") == 0)
        members->op = node;
      else if (strcmp (key, "value") == 0)
        members->value = node;
      else if (strcmp (key, "currency") == 0)
        members->currency = node;
      else if (strcmp (key, "times") == 0)
        members->times = node;
      else if (strcmp (key, "within") == 0)
        members->within = node;
      else
        return refuse (error, place, _("“%s” is not a part of a condition."), key);
    }

  if (members->subject == NULL)
    return refuse (error, place, _("A condition is “all”, “any”, “not”, or a test of a “field”, a “tag” or the like. "
                                   "This is none of them."), "");
  if (get_string (members->name) == NULL)
    return refuse (error, place, _("“%s” has to be followed by a name in quotation marks."), members->subject);
  if (members->op == NULL)
    return refuse (error, place, _("The operator is missing: “op”."), "");

  return TRUE;
}

static gboolean
read_operator (const CrmSubject  *subject,
               const char        *label,
               JsonNode          *node,
               const char        *place,
               CrmOperatorInfo   *info,
               GError           **error)
{
  const char *name = get_string (node);
  g_autofree char *here = g_strconcat (place, ".op", NULL);
  g_autoptr (GString) all = NULL;
  g_autoptr (GArray) list = NULL;
  CrmOperator op;

  /* What is said of a tag can be said of a list. */
  if (subject->kind == CRM_KIND_LIST && (g_strcmp0 (name, "has") == 0 || g_strcmp0 (name, "has-not") == 0))
    name = crm_operator_get_name (strcmp (name, "has") == 0 ? CRM_OPERATOR_SUBSCRIBED : CRM_OPERATOR_NOT_SUBSCRIBED);

  if (g_strcmp0 (subject->key, "goal") == 0 && (g_strcmp0 (name, "achieved") == 0 || g_strcmp0 (name, "not-achieved") == 0))
    name = crm_operator_get_name (strcmp (name, "achieved") == 0 ? CRM_OPERATOR_HAS : CRM_OPERATOR_HAS_NOT);

  if (crm_operator_from_name (name, &op) && crm_operator_describe (op, subject->kind, info))
    return TRUE;

  all = g_string_new (NULL);
  list = crm_operator_list (subject->kind);
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", g_array_index (list, CrmOperatorInfo, i).name);

  g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("%s: “%s” is not an operator of “%s”. It has: %s."),
               here, name != NULL ? name : "", label, all->str);

  return FALSE;
}

static const char *
read_currency (CrmKind      kind,
               JsonNode    *node,
               const char  *place,
               GError     **error)
{
  g_autofree char *here = g_strconcat (place, ".currency", NULL);
  const char *currency;

  if (node == NULL)
    return crm_money_get_default_currency ();

  if (kind != CRM_KIND_MONEY)
    return fail (error, here, _("Only an amount of money has a currency."), "");

  currency = get_string (node);
  if (!crm_money_is_currency (currency))
    return fail (error, here, _("“%s” is not a currency. Use a code such as EUR or USD."),
                 currency != NULL ? currency : "");

  return currency;
}

static gboolean
read_value (CrmCondition           *test,
            const CrmSubject       *subject,
            const CrmOperatorInfo  *info,
            JsonNode               *node,
            const char             *currency,
            const char             *place,
            GError                **error)
{
  CrmValue value;

  if (!_crm_operand_from_node (subject, info, node, currency, &value, error))
    {
      g_prefix_error (error, "%s: ", place);
      return FALSE;
    }

  _crm_condition_take_value (test, value);

  return TRUE;
}

static gboolean
read_values (CrmCondition           *test,
             const CrmSubject       *subject,
             const CrmOperatorInfo  *info,
             JsonNode               *node,
             const char             *currency,
             const char             *place,
             GError                **error)
{
  JsonArray *array;
  guint n;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (error, place, _("“%s” takes a list."), info->name);

  array = json_node_get_array (node);
  n = json_array_get_length (array);
  if (n == 0)
    return refuse (error, place, _("The list is empty."), "");
  if (info->arity == CRM_ARITY_TWO && n != 2)
    return refuse (error, place, _("“%s” takes a list of two values."), info->name);
  if (n > CRM_CONDITION_MAX_VALUES)
    return refuse (error, place, _("The list is too long."), "");

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *here = g_strdup_printf ("%s[%u]", place, i);

      if (!read_value (test, subject, info, json_array_get_element (array, i), currency, here, error))
        return FALSE;
    }

  return TRUE;
}

/* Days and instants may be mixed, and the evening comes before the morning in a night. */
static gboolean
is_ascending (const CrmCondition *test)
{
  const CrmValue *from = &g_array_index (test->values, CrmValue, 0);
  const CrmValue *to = &g_array_index (test->values, CrmValue, 1);

  if (test->kind == CRM_KIND_TIME || (from->kind == CRM_VALUE_TEXT) != (to->kind == CRM_VALUE_TEXT))
    return TRUE;

  return _crm_operand_compare (from, to) <= 0;
}

/* How often, and since when: {"times": {"at-least": 2}, "within": "P30D"} */
static gboolean
read_frequency (CrmCondition   *test,
                const Members  *members,
                const char     *place,
                GError        **error)
{
  JsonObject *times = members->times != NULL && JSON_NODE_HOLDS_OBJECT (members->times) ? json_node_get_object (members->times)
                                                                                       : NULL;
  JsonNode *least = times != NULL ? json_object_get_member (times, "at-least") : NULL;
  CrmDuration duration;
  gint64 n;

  if (members->times == NULL && members->within == NULL)
    return TRUE;
  if (test->kind != CRM_KIND_MESSAGE)
    return refuse (error, place, _("Only a message has “times” and “within”."), "");

  if (members->times != NULL)
    {
      n = least != NULL && JSON_NODE_HOLDS_VALUE (least) ? json_node_get_int (least) : 0;
      if (n < 1 || n > 1000000 || json_object_get_size (times) != 1)
        return refuse (error, place, _("“times” says how often: {\"at-least\": 2}."), "");
      test->times = (guint) n;
    }

  if (members->within != NULL)
    {
      if (get_string (members->within) == NULL || !crm_duration_parse_plain (get_string (members->within), &duration, NULL))
        return refuse (error, place, _("“within” is a length of time such as P30D."), "");
      test->within = g_strdup (get_string (members->within));
    }

  return TRUE;
}

static CrmCondition *
read_test (Reader               *reader,
           const CrmRecordType  *type,
           JsonObject           *object,
           const char           *place,
           GError              **error)
{
  g_autoptr (CrmCondition) test = NULL;
  g_autofree char *here = g_strconcat (place, ".value", NULL);
  g_autofree char *label = NULL;
  Members members = { NULL };
  CrmSubject subject;
  CrmOperatorInfo info;
  const char *currency;
  const char *name;

  if (++reader->n_tests > CRM_CONDITION_MAX_TESTS)
    return fail (error, place, _("The condition has too many tests."), "");
  if (!collect_members (object, &members, place, error))
    return NULL;

  name = json_node_get_string (members.name);
  if (strlen (name) > CRM_CONDITION_MAX_TEXT)
    return fail (error, place, _("The name is too long."), "");

  if (!crm_subject_find (reader->catalogue, type, members.subject, name, &subject, error))
    {
      g_prefix_error (error, "%s: ", place);
      return NULL;
    }

  label = crm_subject_get_label (&subject, name);
  if (!read_operator (&subject, label, members.op, place, &info, error))
    return NULL;
  currency = read_currency (subject.kind, members.currency, place, error);
  if (currency == NULL)
    return NULL;

  test = _crm_condition_new_test (members.subject, name, info.op, subject.kind);
  if (!read_frequency (test, &members, place, error))
    return NULL;
  if (info.arity == CRM_ARITY_NONE)
    {
      if (members.value != NULL)
        return fail (error, here, _("“%s” takes no value."), info.name);
    }
  else if (members.value == NULL)
    {
      return fail (error, place, _("The value is missing: “value”."), "");
    }
  else if (info.arity == CRM_ARITY_MANY || info.arity == CRM_ARITY_TWO)
    {
      if (!read_values (test, &subject, &info, members.value, currency, here, error))
        return NULL;
      if (info.arity == CRM_ARITY_TWO && !is_ascending (test))
        return fail (error, here, _("The first value is greater than the second."), "");
    }
  else if (!read_value (test, &subject, &info, members.value, currency, here, error))
    {
      return NULL;
    }

  return g_steal_pointer (&test);
}

/* --- Groups ------------------------------------------------------------------------------------------- */

static CrmCondition *
read_group (Reader               *reader,
            const CrmRecordType  *type,
            CrmConditionType      group,
            JsonNode             *node,
            const char           *place,
            GError              **error)
{
  g_autoptr (CrmCondition) condition = _crm_condition_new (group);
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, place, _("A list of conditions is needed here."), "");

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *here = g_strdup_printf ("%s[%u]", place, i);
      CrmCondition *part = read_condition (reader, type, json_array_get_element (array, i), here, error);

      if (part == NULL)
        return NULL;
      g_ptr_array_add (condition->parts, part);
    }

  return g_steal_pointer (&condition);
}

static CrmCondition *
read_related (Reader               *reader,
              const CrmRecordType  *type,
              const char           *name,
              JsonNode             *node,
              const char           *place,
              GError              **error)
{
  g_autoptr (CrmCondition) part = NULL;
  CrmRelation relation;

  if (!crm_relation_find (reader->catalogue, type, name, &relation))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("%s: To %s belongs nothing that is called “%s”."),
                   place, type->plural, name);
      return NULL;
    }

  part = read_condition (reader, relation.to, node, place, error);

  return part != NULL ? crm_condition_new_related (name, part) : NULL;
}

static CrmCondition *
read_condition (Reader               *reader,
                const CrmRecordType  *type,
                JsonNode             *node,
                const char           *place,
                GError              **error)
{
  g_autoptr (CrmCondition) part = NULL;
  g_autofree char *here = NULL;
  JsonObjectIter iter;
  JsonObject *object;
  const char *key = NULL;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, place, _("A condition is needed here, in braces."), "");

  object = json_node_get_object (node);
  json_object_iter_init_ordered (&iter, object);
  if (!json_object_iter_next_ordered (&iter, &key, &member) || json_object_get_size (object) > 1)
    return read_test (reader, type, object, place, error);

  here = g_strconcat (place, ".", key, NULL);
  if (strcmp (key, "all") == 0)
    return read_group (reader, type, CRM_CONDITION_ALL, member, here, error);
  if (strcmp (key, "any") == 0)
    return read_group (reader, type, CRM_CONDITION_ANY, member, here, error);
  if (g_str_has_prefix (key, RELATED_PREFIX))
    return read_related (reader, type, key + strlen (RELATED_PREFIX), member, here, error);
  if (strcmp (key, "not") != 0)
    return read_test (reader, type, object, place, error);

  part = read_condition (reader, type, member, here, error);

  return part != NULL ? crm_condition_new_not (part) : NULL;
}

/**
 * crm_condition_from_node:
 * @catalogue: what there is
 * @type: of the records that the condition is about
 * @node: the condition in JSON, from crm_json_parse()
 * @place: what errors call it: "steps[2].if"
 * @error: %CRM_ERROR_SYNTAX, %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID; the message begins with the
 *   place
 *
 * Reads a condition that is a part of something else.
 *
 * Returns: (transfer full) (nullable): the condition, or %NULL with @error set
 */
CrmCondition *
crm_condition_from_node (CrmCatalogue         *catalogue,
                         const CrmRecordType  *type,
                         JsonNode             *node,
                         const char           *place,
                         GError              **error)
{
  Reader reader = { catalogue, 0 };
  g_autoptr (CrmCondition) condition = read_condition (&reader, type, node, place, error);

  if (condition != NULL && _crm_condition_get_depth (condition) > CRM_CONDITION_MAX_DEPTH)
    return fail (error, place, _("The condition is nested too deeply."), "");

  return g_steal_pointer (&condition);
}

/**
 * crm_condition_parse:
 * @catalogue: what there is
 * @type: of the records that the condition is about
 * @json: the condition
 * @error: %CRM_ERROR_SYNTAX, %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID; the message says where
 *
 * Reads a condition.
 *
 * Returns: (transfer full) (nullable): the condition, or %NULL with @error set
 */
CrmCondition *
crm_condition_parse (CrmCatalogue         *catalogue,
                     const CrmRecordType  *type,
                     const char           *json,
                     GError              **error)
{
  g_autoptr (JsonNode) node = crm_json_parse (json, -1, CRM_CONDITION_MAX_JSON, error);

  return node != NULL ? crm_condition_from_node (catalogue, type, node, "condition", error) : NULL;
}

/* --- Writing -------------------------------------------------------------------------------------------- */

static void
append_test (const CrmCondition *self,
             GString            *json)
{
  CrmOperatorInfo info = { 0 };

  crm_operator_describe (self->op, self->kind, &info);

  g_string_append_printf (json, "{\"%s\":", self->subject);
  crm_json_append_string (json, self->name);
  g_string_append_printf (json, ",\"op\":\"%s\"", crm_operator_get_name (self->op));

  if (self->values->len > 0)
    {
      const CrmValue *first = &g_array_index (self->values, CrmValue, 0);
      gboolean list = info.arity == CRM_ARITY_MANY || info.arity == CRM_ARITY_TWO || self->values->len > 1;

      g_string_append (json, list ? ",\"value\":[" : ",\"value\":");
      for (guint i = 0; i < self->values->len; i++)
        {
          if (i > 0)
            g_string_append_c (json, ',');
          _crm_operand_append_json (self->kind, &g_array_index (self->values, CrmValue, i), json);
        }
      if (list)
        g_string_append_c (json, ']');
      if (first->kind == CRM_VALUE_MONEY)
        g_string_append_printf (json, ",\"currency\":\"%s\"", first->currency);
    }

  if (self->times > 0)
    g_string_append_printf (json, ",\"times\":{\"at-least\":%u}", self->times);
  if (self->within != NULL)
    {
      g_string_append (json, ",\"within\":");
      crm_json_append_string (json, self->within);
    }

  g_string_append_c (json, '}');
}

/**
 * crm_condition_append_json:
 * @json: where to append
 *
 * Writes the condition as crm_condition_parse() reads it.
 */
void
crm_condition_append_json (const CrmCondition *self,
                           GString            *json)
{
  gboolean group = self->type == CRM_CONDITION_ALL || self->type == CRM_CONDITION_ANY;
  g_autofree char *key = NULL;

  switch (self->type)
    {
    case CRM_CONDITION_TEST:
      append_test (self, json);
      return;
    case CRM_CONDITION_RELATED:
      key = g_strconcat (RELATED_PREFIX, self->relation, NULL);
      g_string_append_c (json, '{');
      crm_json_append_string (json, key);
      g_string_append_c (json, ':');
      break;
    case CRM_CONDITION_NOT:
      g_string_append (json, "{\"not\":");
      break;
    case CRM_CONDITION_ALL:
    case CRM_CONDITION_ANY:
    default:
      g_string_append (json, self->type == CRM_CONDITION_ALL ? "{\"all\":[" : "{\"any\":[");
      break;
    }

  for (guint i = 0; i < self->parts->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      crm_condition_append_json (g_ptr_array_index (self->parts, i), json);
    }
  g_string_append (json, group ? "]}" : "}");
}

/**
 * crm_condition_print:
 *
 * Returns: (transfer full): the condition as crm_condition_parse() reads it; equal conditions give
 *   the same text
 */
char *
crm_condition_print (const CrmCondition *self)
{
  GString *json = g_string_new (NULL);

  crm_condition_append_json (self, json);

  return g_string_free (json, FALSE);
}

/**
 * crm_condition_check:
 * @catalogue: what there is
 * @type: of the records that it is about
 * @error: what crm_condition_parse() says of it
 *
 * Whether the condition still means something: a field may have been deleted since it was read.
 */
gboolean
crm_condition_check (const CrmCondition   *self,
                     CrmCatalogue         *catalogue,
                     const CrmRecordType  *type,
                     GError              **error)
{
  g_autofree char *json = crm_condition_print (self);
  g_autoptr (CrmCondition) same = crm_condition_parse (catalogue, type, json, error);

  return same != NULL;
}

/**
 * crm_condition_new_test:
 * @catalogue: what there is
 * @type: of the records that it is about
 * @subject: what it asks about: "field", "tag", …
 * @name: which one: "contact.city", "roof"
 * @op: what it asks
 * @values: (array length=n_values): what it compares with: texts; numbers; amounts with their
 *   currency; days as "2026-12-31", instants in microseconds, lengths of time as "P7D"; 1 and 0
 *   for yes and no
 * @n_values: how many
 * @error: what crm_condition_parse() says of it
 *
 * Returns: (transfer full) (nullable): a test, or %NULL with @error set
 */
CrmCondition *
crm_condition_new_test (CrmCatalogue         *catalogue,
                        const CrmRecordType  *type,
                        const char           *subject,
                        const char           *name,
                        CrmOperator           op,
                        const CrmValue       *values,
                        guint                 n_values,
                        GError              **error)
{
  g_autoptr (CrmCondition) test = NULL;
  g_autofree char *json = NULL;
  CrmSubject found;

  if (!crm_subject_find (catalogue, type, subject, name, &found, error))
    return NULL;

  test = _crm_condition_new_test (subject, name, op, found.kind);
  for (guint i = 0; i < n_values; i++)
    {
      if (strcmp (values[i].currency, values[0].currency) != 0)
        return fail (error, name, _("Both amounts have to be in the same currency."), "");
      _crm_condition_take_value (test, crm_value_dup (&values[i]));
    }

  /* There is one judge of what fits. */
  json = crm_condition_print (test);

  return crm_condition_parse (catalogue, type, json, error);
}
