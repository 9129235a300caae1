/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a test compares with: read from JSON and from what people type, written, said, and made
 * into what is compared. A value is kept in one form only, so that what is written reads back the
 * same: whole numbers as such, amounts with their currency, days and lengths of time as text,
 * instants as microseconds, keywords and countries by their code. Pure functions; any thread.
 */

#include "config.h"

#include "crm-operand-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-condition-private.h"
#include "crm-country.h"
#include "crm-duration.h"
#include "crm-email.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-money.h"
#include "crm-special-private.h"

static gboolean
refuse (GError     **error,
        const char  *form,
        const char  *text)
{
  g_autofree char *message = crm_fill (form, text);

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID, message);

  return FALSE;
}

/* --- What is compared ------------------------------------------------------------------------------ */

/* The digits of a text, and its "*" if it is a pattern. */
static char *
make_digits (CrmOperator  op,
             const char  *text)
{
  g_auto (GStrv) parts = g_strsplit (text, op == CRM_OPERATOR_MATCHES ? "*" : "\n", -1);
  GString *digits = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0 && op == CRM_OPERATOR_MATCHES)
        g_string_append_c (digits, '*');
      crm_fold_append_digits (digits, parts[i]);
    }

  return g_string_free (digits, digits->len == 0);
}

/* "Telegram: @ana" → "telegram:ana", as it is kept; the name of a messenger alone finds all who have it. */
static char *
make_messenger_part (const char *text)
{
  gsize length = strcspn (text, ":");
  const char *rest = text[length] == ':' ? text + length + 1 : NULL;

  for (const CrmKeyword *messenger = crm_input_get_messengers (); rest != NULL && messenger->value != NULL; messenger++)
    if (strlen (messenger->value) == length && g_ascii_strncasecmp (messenger->value, text, length) == 0)
      {
        g_autofree char *key = NULL;

        rest += strspn (rest, " ");
        key = crm_fold (*rest == '@' ? rest + 1 : rest);

        return g_strconcat (messenger->value, ":", key, NULL);
      }

  return crm_fold (*text == '@' ? text + 1 : text);
}

/**
 * _crm_operand_make_key:
 * @kind: of values that are texts
 * @op: how they are compared
 * @text: what to compare with
 *
 * Returns: (transfer full) (nullable): what is compared, or %NULL if nothing is left of @text
 */
char *
_crm_operand_make_key (CrmKind      kind,
                       CrmOperator  op,
                       const char  *text)
{
  if (kind == CRM_KIND_EMAIL)
    return crm_email_key (text);
  if (kind == CRM_KIND_PHONE)
    return make_digits (op, text);
  if (kind == CRM_KIND_MESSENGER && op != CRM_OPERATOR_IS)
    return make_messenger_part (text);
  if (kind == CRM_KIND_MESSENGER && text[0] == '@')
    return crm_fold (text + 1);

  return crm_fold (text);
}

/* A whole number and one with decimals, to the last digit; a double would lose some. */
static int
compare_mixed (gint64 integer,
               double real)
{
  gint64 whole;

  if (real < -9223372036854775808.0)
    return 1;
  if (real >= 9223372036854775808.0)
    return -1;

  whole = (gint64) real;
  if (integer != whole)
    return integer < whole ? -1 : 1;

  return real - (double) whole > 0 ? -1 : real - (double) whole < 0;
}

/**
 * _crm_operand_compare:
 * @a: not empty
 * @b: not empty, of a kind that can be compared with @a
 *
 * Returns: negative, zero or positive, as @a is smaller, equal or greater
 */
int
_crm_operand_compare (const CrmValue *a,
                      const CrmValue *b)
{
  if (a->kind == CRM_VALUE_TEXT && b->kind == CRM_VALUE_TEXT)
    return strcmp (a->text, b->text);
  if (a->kind == CRM_VALUE_REAL && b->kind == CRM_VALUE_REAL)
    return a->real < b->real ? -1 : a->real > b->real;
  if (a->kind == CRM_VALUE_REAL)
    return -compare_mixed (b->integer, a->real);
  if (b->kind == CRM_VALUE_REAL)
    return compare_mixed (a->integer, b->real);

  return a->integer < b->integer ? -1 : a->integer > b->integer;
}

/* --- Reading ------------------------------------------------------------------------------------------ */

static gboolean
refuse_empty (GError **error)
{
  return refuse (error, _("The text is empty. Ask whether it “is-empty” instead."), "");
}

static gboolean
take_text (const CrmSubject  *subject,
           CrmOperator        op,
           const char        *text,
           CrmValue          *value,
           GError           **error)
{
  g_autofree char *key = _crm_operand_make_key (subject->kind, op, text);

  if (strlen (text) > CRM_CONDITION_MAX_TEXT)
    return refuse (error, _("The text is too long."), "");
  if (key == NULL && subject->kind == CRM_KIND_PHONE && *text != '\0')
    return refuse (error, _("There is no digit in “%s”."), text);
  if (key == NULL)
    return refuse_empty (error);

  *value = crm_value_text (text);

  return TRUE;
}

static gboolean
take_real (double     number,
           CrmValue  *value,
           GError   **error)
{
  if (!isfinite (number))
    return refuse (error, _("The number is too large."), "");

  /* One form for each number: 5.0 is 5. */
  if (number == trunc (number) && fabs (number) < 9.2e18)
    *value = crm_value_integer ((gint64) number);
  else
    *value = crm_value_real (number);

  return TRUE;
}

static gboolean
take_hour (CrmValue  *value,
           GError   **error)
{
  if (value->kind == CRM_VALUE_INTEGER && value->integer >= 0 && value->integer < 24)
    return TRUE;

  return refuse (error, _("An hour is a whole number from 0 to 23."), "");
}

/* Whether @text begins like @shape, where "0" stands for a digit; returns what is behind, or NULL. */
static const char *
skip_shape (const char *text,
            const char *shape)
{
  for (; *shape != '\0'; shape++, text++)
    if (*shape == '0' ? !g_ascii_isdigit (*text) : *text != *shape)
      return NULL;

  return text;
}

static gboolean
has_shape (const char *text,
           const char *shape)
{
  const char *rest = skip_shape (text, shape);

  return rest != NULL && *rest == '\0';
}

static gboolean
is_date (const char *text)
{
  int year, month, day;

  return has_shape (text, "0000-00-00") && crm_date_split (text, &year, &month, &day) && year >= 1;
}

static gboolean
take_date (const char  *text,
           CrmValue    *value,
           GError     **error)
{
  if (!is_date (text))
    return refuse (error, _("“%s” is not a day. Write it like 2026-12-31."), text);

  *value = crm_value_text (text);

  return TRUE;
}

/* RFC 3339, 5.6: GLib reads more than that. */
static gboolean
take_date_time (CrmOperator   op,
                const char   *text,
                CrmValue     *value,
                GError      **error)
{
  g_autoptr (GDateTime) time = NULL;

  if (is_date (text))
    return take_date (text, value, error);

  if (op == CRM_OPERATOR_ON || op == CRM_OPERATOR_IS_NOT)
    return refuse (error, _("“%s” is not a day. Write it like 2026-12-31."), text);

  if (skip_shape (text, "0000-00-00T00:00:00") != NULL)
    time = g_date_time_new_from_iso8601 (text, NULL);
  if (time == NULL)
    return refuse (error, _("“%s” is neither a day nor an instant. Write it like 2026-12-31 or 2026-12-31T14:30:00Z."),
                   text);

  *value = crm_value_integer (g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time));

  return TRUE;
}

static gboolean
take_time (const char  *text,
           CrmValue    *value,
           GError     **error)
{
  if (!has_shape (text, "00:00") || strncmp (text, "23", 2) > 0 || strcmp (text + 3, "59") > 0)
    return refuse (error, _("“%s” is not a time of day. Write it like 09:30."), text);

  *value = crm_value_text (text);

  return TRUE;
}

static gboolean
take_duration (const CrmSubject   *subject,
               const CrmDuration  *duration,
               CrmValue           *value,
               GError            **error)
{
  if (subject->kind == CRM_KIND_DATE && crm_duration_has_time (duration))
    return refuse (error, _("“%s” is a day without a time. Count in days, weeks, months or years."),
                   subject->field->label);

  *value = crm_value_take_text (crm_duration_format_plain (duration));

  return TRUE;
}

/* Keywords, and yes or no in words. */
static gboolean
take_field_text (const CrmField  *field,
                 const char      *text,
                 CrmValue        *value,
                 GError         **error)
{
  return crm_field_parse (field, text, value, error) && (!crm_value_is_empty (value) || refuse_empty (error));
}

static gboolean
take_country (const char  *text,
              CrmValue    *value,
              GError     **error)
{
  const char *code = crm_country_find_code (text);
  g_autofree char *key = crm_fold (text);

  if (key == NULL)
    return refuse_empty (error);

  *value = crm_value_text (code != NULL ? code : text);

  return TRUE;
}

static gboolean
take_weekday (const char  *text,
              CrmValue    *value,
              GError     **error)
{
  for (guint day = 1; day <= 7; day++)
    if (g_ascii_strcasecmp (_crm_special_get_weekday (day, FALSE), text) == 0)
      {
        *value = crm_value_text (_crm_special_get_weekday (day, FALSE));
        return TRUE;
      }

  return refuse (error, _("“%s” is not a day of the week. Write it like “monday”."), text);
}

/* What files have in a string. */
static gboolean
from_string (const CrmSubject       *subject,
             const CrmOperatorInfo  *info,
             const char             *text,
             const char             *currency,
             CrmValue               *value,
             GError                **error)
{
  CrmDuration duration;

  if (info->arity == CRM_ARITY_DURATION)
    return crm_duration_parse_plain (text, &duration, error) && take_duration (subject, &duration, value, error);

  switch (subject->kind)
    {
    case CRM_KIND_MONEY:
      return crm_money_parse_plain (text, currency, value, error);
    case CRM_KIND_DATE:
    case CRM_KIND_TODAY:
      return take_date (text, value, error);
    case CRM_KIND_DATE_TIME:
      return take_date_time (info->op, text, value, error);
    case CRM_KIND_TIME:
      return take_time (text, value, error);
    case CRM_KIND_WEEKDAY:
      return take_weekday (text, value, error);
    case CRM_KIND_KEYWORD:
      return take_field_text (subject->field, text, value, error);
    case CRM_KIND_COUNTRY:
      return take_country (text, value, error);
    case CRM_KIND_TEXT:
    case CRM_KIND_EMAIL:
    case CRM_KIND_PHONE:
    case CRM_KIND_MESSENGER:
    case CRM_KIND_RECORD:
    case CRM_KIND_RECORDS:
      return take_text (subject, info->op, text, value, error);
    case CRM_KIND_NUMBER:
    case CRM_KIND_HOUR:
      return refuse (error, _("“%s” is a text, but a number is needed. Write it without quotation marks."), text);
    case CRM_KIND_YES_NO:
      return refuse (error, _("“%s” is a text, but true or false is needed."), text);
    case CRM_KIND_TAG:
    case CRM_KIND_LIST:
    case CRM_KIND_AUTOMATION:
    case CRM_KIND_MESSAGE:
    case CRM_KIND_SEGMENT:
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
from_number (const CrmSubject  *subject,
             JsonNode          *node,
             const char        *currency,
             CrmValue          *value,
             GError           **error)
{
  gboolean whole = json_node_get_value_type (node) == G_TYPE_INT64;
  g_autofree char *amount = NULL;

  if (subject->kind == CRM_KIND_MONEY)
    {
      amount = whole ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node))
                     : crm_number_format_plain (json_node_get_double (node));
      return crm_money_parse_plain (amount, currency, value, error);
    }

  if (whole)
    *value = crm_value_integer (json_node_get_int (node));
  else if (!take_real (json_node_get_double (node), value, error))
    return FALSE;

  return subject->kind == CRM_KIND_NUMBER || take_hour (value, error);
}

/**
 * _crm_operand_from_node:
 * @subject: what is tested
 * @info: how
 * @node: a value in JSON
 * @currency: of amounts of money
 * @value: (out caller-allocates): the value
 * @error: %CRM_ERROR_INVALID
 *
 * Reads a value from a file.
 */
gboolean
_crm_operand_from_node (const CrmSubject       *subject,
                        const CrmOperatorInfo  *info,
                        JsonNode               *node,
                        const char             *currency,
                        CrmValue               *value,
                        GError                **error)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  gboolean number = subject->kind == CRM_KIND_NUMBER || subject->kind == CRM_KIND_HOUR;

  *value = (CrmValue) CRM_VALUE_INIT;

  if (type == G_TYPE_STRING)
    return from_string (subject, info, json_node_get_string (node), currency, value, error);

  if ((number || subject->kind == CRM_KIND_MONEY) && (type == G_TYPE_INT64 || type == G_TYPE_DOUBLE))
    return from_number (subject, node, currency, value, error);

  if (subject->kind == CRM_KIND_YES_NO && type == G_TYPE_BOOLEAN)
    {
      *value = crm_value_integer (json_node_get_boolean (node));
      return TRUE;
    }

  if (number)
    return refuse (error, _("A number is needed here."), "");
  if (subject->kind == CRM_KIND_YES_NO)
    return refuse (error, _("True or false is needed here."), "");
  if (subject->kind == CRM_KIND_MONEY)
    return refuse (error, _("An amount of money is needed here, like \"1200.00\"."), "");

  return refuse (error, _("A text is needed here, in quotation marks."), "");
}

static gboolean
date_time_from_text (const CrmOperatorInfo  *info,
                     const char             *text,
                     CrmValue               *value,
                     GError                **error)
{
  char date[CRM_DATE_SIZE];
  gint64 instant;

  if (crm_date_parse (text, CRM_DATE_LOCALE, date, NULL))
    return take_date (date, value, error);
  if (info->op == CRM_OPERATOR_ON || info->op == CRM_OPERATOR_IS_NOT)
    return take_date (text, value, error);
  if (!crm_instant_parse (text, NULL, CRM_DATE_LOCALE, &instant, error))
    return FALSE;

  *value = crm_value_integer (instant);

  return TRUE;
}

/**
 * _crm_operand_from_text:
 * @subject: what is tested
 * @info: how
 * @text: a value as people write it
 * @value: (out caller-allocates): the value
 * @error: %CRM_ERROR_INVALID
 *
 * Reads a value that somebody typed.
 */
gboolean
_crm_operand_from_text (const CrmSubject       *subject,
                        const CrmOperatorInfo  *info,
                        const char             *text,
                        CrmValue               *value,
                        GError                **error)
{
  CrmDuration duration;
  char date[CRM_DATE_SIZE];
  double number;

  *value = (CrmValue) CRM_VALUE_INIT;

  if (info->arity == CRM_ARITY_DURATION)
    return crm_duration_parse (text, &duration, error) && take_duration (subject, &duration, value, error);

  switch (subject->kind)
    {
    case CRM_KIND_NUMBER:
    case CRM_KIND_HOUR:
      return crm_number_parse (text, &number, error) && take_real (number, value, error) &&
             (subject->kind == CRM_KIND_NUMBER || take_hour (value, error));
    case CRM_KIND_MONEY:
      return crm_money_parse (text, NULL, value, error);
    case CRM_KIND_YES_NO:
      return take_field_text (subject->field, text, value, error);
    case CRM_KIND_DATE:
    case CRM_KIND_TODAY:
      return crm_date_parse (text, CRM_DATE_LOCALE, date, error) && take_date (date, value, error);
    case CRM_KIND_DATE_TIME:
      return date_time_from_text (info, text, value, error);
    case CRM_KIND_TEXT:
    case CRM_KIND_EMAIL:
    case CRM_KIND_PHONE:
    case CRM_KIND_MESSENGER:
    case CRM_KIND_KEYWORD:
    case CRM_KIND_COUNTRY:
    case CRM_KIND_RECORD:
    case CRM_KIND_RECORDS:
    case CRM_KIND_WEEKDAY:
    case CRM_KIND_TIME:
      return from_string (subject, info, text, NULL, value, error);
    case CRM_KIND_TAG:
    case CRM_KIND_LIST:
    case CRM_KIND_AUTOMATION:
    case CRM_KIND_MESSAGE:
    case CRM_KIND_SEGMENT:
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* --- Writing ------------------------------------------------------------------------------------------- */

/**
 * _crm_operand_append_json:
 * @kind: of the value
 * @value: a value in the form that its kind has
 * @json: where to append
 *
 * Writes a value for a file; of money without its currency.
 */
void
_crm_operand_append_json (CrmKind         kind,
                          const CrmValue *value,
                          GString        *json)
{
  g_autofree char *text = NULL;

  if (value->kind == CRM_VALUE_REAL)
    {
      text = crm_number_format_plain (value->real);
      g_string_append (json, text);
    }
  else if (value->kind == CRM_VALUE_MONEY)
    {
      text = crm_money_format_plain (value);
      crm_json_append_string (json, text);
    }
  else if (value->kind == CRM_VALUE_INTEGER && kind == CRM_KIND_DATE_TIME)
    {
      text = crm_instant_format_plain (value->integer);
      crm_json_append_string (json, text);
    }
  else if (value->kind == CRM_VALUE_INTEGER && kind == CRM_KIND_YES_NO)
    {
      g_string_append (json, value->integer != 0 ? "true" : "false");
    }
  else
    {
      crm_value_append_json (value, json);
    }
}

static char *
quote (const char *text)
{
  return g_strdup_printf (_("“%s”"), text);
}

static char *
say_text (CrmKind         kind,
          CrmArity        arity,
          const CrmField *field,
          const char     *text)
{
  CrmDuration duration;
  const char *name;

  if (arity == CRM_ARITY_DURATION && crm_duration_parse_plain (text, &duration, NULL))
    return crm_duration_format (&duration);

  switch (kind)
    {
    case CRM_KIND_DATE:
    case CRM_KIND_DATE_TIME:
    case CRM_KIND_TODAY:
      return crm_date_format (text);
    case CRM_KIND_TIME:
      return g_strdup (text);
    case CRM_KIND_WEEKDAY:
      for (guint day = 1; day <= 7; day++)
        if (strcmp (_crm_special_get_weekday (day, FALSE), text) == 0)
          return g_strdup (_crm_special_get_weekday (day, TRUE));
      return g_strdup (text);
    case CRM_KIND_COUNTRY:
      name = crm_country_get_name (text);
      return quote (name != NULL ? name : text);
    case CRM_KIND_KEYWORD:
      return quote (field != NULL ? crm_field_get_keyword_label (field, text) : text);
    case CRM_KIND_RECORD:
      if (field != NULL && g_strcmp0 (field->column.links_to, "user") == 0 && strcmp (text, CRM_OPERAND_ME) == 0)
        /* TRANSLATORS: who asks, as in "Responsible is me" */
        return g_strdup (_("me"));
      return quote (text);
    case CRM_KIND_TEXT:
    case CRM_KIND_EMAIL:
    case CRM_KIND_PHONE:
    case CRM_KIND_MESSENGER:
    case CRM_KIND_NUMBER:
    case CRM_KIND_MONEY:
    case CRM_KIND_YES_NO:
    case CRM_KIND_RECORDS:
    case CRM_KIND_TAG:
    case CRM_KIND_LIST:
    case CRM_KIND_AUTOMATION:
    case CRM_KIND_MESSAGE:
    case CRM_KIND_SEGMENT:
    case CRM_KIND_HOUR:
    default:
      return quote (text);
    }
}

/**
 * _crm_operand_say:
 * @kind: of the value
 * @arity: whether it is a length of time
 * @field: (nullable): that is tested, if it is known
 * @value: a value in the form that its kind has
 *
 * Returns: (transfer full): the value for people, as it stands in a sentence
 */
char *
_crm_operand_say (CrmKind         kind,
                  CrmArity        arity,
                  const CrmField *field,
                  const CrmValue *value)
{
  switch ((CrmValueKind) value->kind)
    {
    case CRM_VALUE_TEXT:
      return say_text (kind, arity, field, value->text);
    case CRM_VALUE_MONEY:
      return crm_money_format (value);
    case CRM_VALUE_REAL:
      return crm_number_format (value->real);
    case CRM_VALUE_INTEGER:
      if (kind == CRM_KIND_YES_NO)
        return g_strdup (value->integer != 0 ? _("Yes") : _("No"));
      if (kind == CRM_KIND_DATE_TIME)
        return crm_instant_format (value->integer);
      return crm_number_format ((double) value->integer);
    case CRM_VALUE_EMPTY:
    default:
      return quote ("");
    }
}
