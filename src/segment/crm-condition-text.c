/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Tests with what people type: their values as texts that an editor shows, and tests made of such
 * texts. What the one writes the other reads back the same. Any thread.
 */

#include "config.h"

#include "crm-condition-text.h"

#include "crm-condition-private.h"
#include "crm-duration.h"
#include "crm-money.h"
#include "crm-operand-private.h"
#include "crm-special-private.h"

/**
 * crm_condition_new_test_from_texts:
 * @catalogue: what there is
 * @type: of the records that it is about
 * @subject: what it asks about: "field", "tag", …
 * @name: which one: "contact.city", "roof"
 * @op: what it asks
 * @texts: (array zero-terminated=1): what somebody typed; keywords, countries and days of the week
 *   may be given by their codes
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): a test, or %NULL with @error set
 */
CrmCondition *
crm_condition_new_test_from_texts (CrmCatalogue         *catalogue,
                                   const CrmRecordType  *type,
                                   const char           *subject,
                                   const char           *name,
                                   CrmOperator           op,
                                   const char *const    *texts,
                                   GError              **error)
{
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  CrmOperatorInfo info;
  CrmSubject found;

  g_array_set_clear_func (values, (GDestroyNotify) crm_value_clear);
  if (!crm_subject_find (catalogue, type, subject, name, &found, error))
    return NULL;

  if (crm_operator_describe (op, found.kind, &info) && info.arity != CRM_ARITY_NONE)
    for (guint i = 0; texts[i] != NULL; i++)
      {
        CrmValue value;

        if (!_crm_operand_from_text (&found, &info, texts[i], &value, error))
          return NULL;
        g_array_append_val (values, value);
      }

  return crm_condition_new_test (catalogue, type, subject, name, op,
                                 (const CrmValue *) (gpointer) values->data, values->len, error);
}

static char *
print (CrmKind         kind,
       CrmArity        arity,
       const CrmValue *value)
{
  CrmDuration duration;

  switch ((CrmValueKind) value->kind)
    {
    case CRM_VALUE_TEXT:
      if (arity == CRM_ARITY_DURATION && crm_duration_parse_plain (value->text, &duration, NULL))
        return crm_duration_format (&duration);
      return g_strdup (value->text);
    case CRM_VALUE_MONEY:
      return crm_money_format (value);
    case CRM_VALUE_REAL:
      return crm_number_format (value->real);
    case CRM_VALUE_INTEGER:
      if (kind == CRM_KIND_YES_NO)
        return g_strdup (value->integer != 0 ? "yes" : "no");
      if (kind == CRM_KIND_DATE_TIME)
        return crm_instant_format_plain (value->integer);
      return crm_number_format ((double) value->integer);
    case CRM_VALUE_EMPTY:
    default:
      return g_strdup ("");
    }
}

/**
 * crm_condition_dup_texts:
 * @test: a test
 *
 * Returns: (transfer full) (array zero-terminated=1): its values as people type them; what has a
 *   code by its code
 */
char **
crm_condition_dup_texts (const CrmCondition *test)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  CrmOperatorInfo info = { .arity = CRM_ARITY_NONE };

  g_return_val_if_fail (test->type == CRM_CONDITION_TEST, NULL);

  crm_operator_describe (test->op, test->kind, &info);
  for (guint i = 0; i < test->values->len; i++)
    {
      g_autofree char *text = print (test->kind, info.arity, &g_array_index (test->values, CrmValue, i));

      g_strv_builder_add (texts, text);
    }

  return g_strv_builder_end (texts);
}

/**
 * crm_subject_get_record_type:
 * @key: "tag", "segment", …
 *
 * Returns: (transfer none) (nullable): the name of the record type whose records such tests name
 */
const char *
crm_subject_get_record_type (const char *key)
{
  return _crm_special_get_record_type (key);
}

/**
 * crm_weekday_get_name:
 * @day: 1 for Monday to 7 for Sunday
 * @translated: whether it is for people
 *
 * Returns: (transfer none): what tests call a day of the week, or what people call it
 */
const char *
crm_weekday_get_name (guint    day,
                      gboolean translated)
{
  return _crm_special_get_weekday (day, translated);
}
