/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The value of a field, small enough to be kept by the million and passed by value. Any thread.
 */

#include "config.h"

#include "crm-value.h"

#include <math.h>
#include <string.h>

static CrmValue *
boxed_copy (CrmValue *value)
{
  CrmValue *copy = g_new (CrmValue, 1);

  *copy = crm_value_dup (value);

  return copy;
}

G_DEFINE_BOXED_TYPE (CrmValue, crm_value, boxed_copy, crm_value_free)

/**
 * crm_value_integer:
 *
 * Returns: a value that holds @integer
 */
CrmValue
crm_value_integer (gint64 integer)
{
  return (CrmValue) { .kind = CRM_VALUE_INTEGER, .integer = integer };
}

/**
 * crm_value_real:
 *
 * Returns: a value that holds @real, or an empty one if it is not a finite number
 */
CrmValue
crm_value_real (double real)
{
  if (!isfinite (real))
    return (CrmValue) CRM_VALUE_INIT;

  return (CrmValue) { .kind = CRM_VALUE_REAL, .real = real };
}

/**
 * crm_value_text:
 * @text: (nullable): UTF-8 text
 *
 * Returns: a value that holds a copy of @text; clear it with crm_value_clear()
 */
CrmValue
crm_value_text (const char *text)
{
  if (text == NULL || *text == '\0')
    return (CrmValue) CRM_VALUE_INIT;

  return (CrmValue) { .kind = CRM_VALUE_TEXT, .text = g_strdup (text) };
}

/**
 * crm_value_take_text:
 * @text: (transfer full) (nullable): UTF-8 text
 *
 * Returns: a value that owns @text
 */
CrmValue
crm_value_take_text (char *text)
{
  if (text == NULL || *text == '\0')
    {
      g_free (text);
      return (CrmValue) CRM_VALUE_INIT;
    }

  return (CrmValue) { .kind = CRM_VALUE_TEXT, .text = text };
}

/**
 * crm_value_money:
 * @minor: the amount in the minor unit of @currency
 * @currency: an ISO 4217 code
 *
 * Returns: a value that holds the amount
 */
CrmValue
crm_value_money (gint64      minor,
                 const char *currency)
{
  CrmValue value = { .kind = CRM_VALUE_MONEY, .integer = minor };

  if (currency != NULL)
    g_strlcpy (value.currency, currency, sizeof value.currency);

  return value;
}

/**
 * crm_value_clear:
 *
 * Makes @value empty and frees what it owned.
 */
void
crm_value_clear (CrmValue *value)
{
  if (value->kind == CRM_VALUE_TEXT)
    g_free (value->text);

  *value = (CrmValue) CRM_VALUE_INIT;
}

/**
 * crm_value_dup:
 *
 * Returns: a copy of @value, to be cleared by the caller
 */
CrmValue
crm_value_dup (const CrmValue *value)
{
  CrmValue copy = *value;

  if (copy.kind == CRM_VALUE_TEXT)
    copy.text = g_strdup (value->text);

  return copy;
}

/**
 * crm_value_copy:
 * @target: a valid value, which is cleared first
 * @source: what to put there
 */
void
crm_value_copy (CrmValue       *target,
                const CrmValue *source)
{
  CrmValue copy = crm_value_dup (source);

  crm_value_clear (target);
  *target = copy;
}

/**
 * crm_value_free:
 *
 * Frees a value that was allocated on the heap.
 */
void
crm_value_free (CrmValue *value)
{
  if (value == NULL)
    return;

  crm_value_clear (value);
  g_free (value);
}

/**
 * crm_value_equal:
 *
 * Returns: %TRUE if both are the same to the letter
 */
gboolean
crm_value_equal (const CrmValue *a,
                 const CrmValue *b)
{
  if (a->kind != b->kind)
    return FALSE;

  switch ((CrmValueKind) a->kind)
    {
    case CRM_VALUE_EMPTY:
      return TRUE;
    case CRM_VALUE_INTEGER:
      return a->integer == b->integer;
    case CRM_VALUE_REAL:
      return a->real == b->real;
    case CRM_VALUE_TEXT:
      return strcmp (a->text, b->text) == 0;
    case CRM_VALUE_MONEY:
      return a->integer == b->integer && strcmp (a->currency, b->currency) == 0;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * crm_value_is_empty:
 *
 * Returns: %TRUE if there is nothing in @value
 */
gboolean
crm_value_is_empty (const CrmValue *value)
{
  return value->kind == CRM_VALUE_EMPTY;
}

/**
 * crm_value_get_integer:
 *
 * Returns: the whole number, record id or minor units in @value, or 0
 */
gint64
crm_value_get_integer (const CrmValue *value)
{
  return value->kind == CRM_VALUE_INTEGER || value->kind == CRM_VALUE_MONEY ? value->integer : 0;
}

/**
 * crm_value_get_text:
 *
 * Returns: (nullable): the text in @value
 */
const char *
crm_value_get_text (const CrmValue *value)
{
  return value->kind == CRM_VALUE_TEXT ? value->text : NULL;
}

/**
 * crm_json_append_string:
 * @json: where to append
 * @text: (nullable): valid UTF-8; %NULL becomes `null`
 *
 * Appends a JSON string (RFC 8259, section 7).
 */
void
crm_json_append_string (GString    *json,
                        const char *text)
{
  const char *run = text;

  if (text == NULL)
    {
      g_string_append (json, "null");
      return;
    }

  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c >= ' ' && c != '"' && c != '\\')
        continue;

      g_string_append_len (json, run, p - run);
      run = p + 1;

      switch (c)
        {
        case '"': g_string_append (json, "\\\""); break;
        case '\\': g_string_append (json, "\\\\"); break;
        case '\n': g_string_append (json, "\\n"); break;
        case '\r': g_string_append (json, "\\r"); break;
        case '\t': g_string_append (json, "\\t"); break;
        default: g_string_append_printf (json, "\\u%04x", c); break;
        }
    }
  g_string_append (json, run);
  g_string_append_c (json, '"');
}

/**
 * crm_value_append_json:
 * @value: a value
 * @json: where to append
 *
 * Appends the value as JSON: `null`, a number, a string, or `[amount, "EUR"]` for money.
 */
void
crm_value_append_json (const CrmValue *value,
                       GString        *json)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  switch ((CrmValueKind) value->kind)
    {
    case CRM_VALUE_INTEGER:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, value->integer);
      break;
    case CRM_VALUE_REAL:
      g_string_append (json, g_ascii_dtostr (number, sizeof number, value->real));
      break;
    case CRM_VALUE_TEXT:
      crm_json_append_string (json, value->text);
      break;
    case CRM_VALUE_MONEY:
      g_string_append_printf (json, "[%" G_GINT64_FORMAT ",\"%s\"]", value->integer, value->currency);
      break;
    case CRM_VALUE_EMPTY:
    default:
      g_string_append (json, "null");
      break;
    }
}
