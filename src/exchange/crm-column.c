/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What the values of a column look like: of which kind they are, in which order their dates and
 * with which mark their numbers are written. One value may leave that open; a column seldom does.
 */

#include "config.h"

#include "crm-column.h"

#include <string.h>

#include "crm-country.h"
#include "crm-email.h"
#include "crm-fold.h"

/* More different values than this are no list to choose from. */
#define MAX_DISTINCT 24

#define LONG_TEXT 80

static gboolean
is_link (const char *value)
{
  const char *dot;

  if (g_str_has_prefix (value, "http://") || g_str_has_prefix (value, "https://") || g_str_has_prefix (value, "www."))
    return strpbrk (value, " \t\n") == NULL;

  dot = strrchr (value, '.');

  return dot != NULL && dot > value && strpbrk (value, " \t\n@,;") == NULL && strlen (dot + 1) >= 2 &&
         strspn (dot + 1, "abcdefghijklmnopqrstuvwxyz") == strlen (dot + 1) && !g_ascii_isdigit (value[0]);
}

static gboolean
is_phone (const char *value)
{
  guint digits = 0;
  gboolean marks = FALSE;

  for (const char *p = value; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        digits++;
      else if (strchr ("+-() ./", *p) != NULL)
        marks = TRUE;
      else
        return FALSE;
    }

  return digits >= 6 && digits <= 15 && (marks || value[0] == '0' || digits >= 9);
}

static gboolean
is_answer (const char *value)
{
  static const char *const answers[] = {
    "yes", "no", "true", "false", "y", "n", "si", "oui", "non", "ja", "nein", "wahr", "falsch", "vrai", "faux",
    "verdadero", "falso", "vero",
  };
  g_autofree char *folded = crm_fold (value);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_strcmp0 (folded, answers[i]) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_country (const char *value)
{
  return (strlen (value) > 3 || g_ascii_isupper (value[0])) && crm_country_find_code (value) != NULL;
}

static guint
count_words (const char *value)
{
  guint n = 0;

  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_isspace (g_utf8_get_char (p)) && !g_unichar_isspace (g_utf8_get_char (g_utf8_next_char (p)));

  return n + 1;
}

/* Counts which of the first two numbers of a date cannot be a month. */
static void
look_at_order (CrmColumnShape *shape,
               const char     *value)
{
  guint parts[2] = { 0, 0 };
  const char *p = value;

  for (guint i = 0; i < 2; i++)
    {
      char *end;

      parts[i] = (guint) g_ascii_strtoull (p, &end, 10);
      if (end == p || end - p > 2 || (i == 0 && strchr ("./- ", *end) == NULL))
        return;
      p = *end != '\0' ? end + 1 : end;
    }

  if (parts[0] > 12 && parts[1] <= 12)
    shape->n_day_first++;
  else if (parts[1] > 12 && parts[0] <= 12)
    shape->n_month_first++;
}

static gboolean
look_at_date (CrmColumnShape *shape,
              const char     *value)
{
  char date[CRM_DATE_SIZE];
  gint64 instant;
  guint marks = 0;

  /* "1.5" and "20260101" may be dates, but nobody would bet on it. */
  for (const char *p = value; *p != '\0'; p++)
    marks += strchr ("./- ", *p) != NULL;
  if (marks < 2 || strlen (value) > 40)
    return FALSE;

  if (crm_date_parse (value, CRM_DATE_DAY_FIRST, date, NULL) || crm_date_parse (value, CRM_DATE_MONTH_FIRST, date, NULL))
    {
      shape->n_dates++;
      look_at_order (shape, value);
      return TRUE;
    }

  if (strchr (value, ':') != NULL &&
      (crm_instant_parse (value, NULL, CRM_DATE_DAY_FIRST, &instant, NULL) ||
       crm_instant_parse (value, NULL, CRM_DATE_MONTH_FIRST, &instant, NULL)))
    {
      shape->n_dates++;
      shape->n_times++;
      look_at_order (shape, value);
      return TRUE;
    }

  return FALSE;
}

/* The part of a number between its sign or currency and whatever follows; %NULL if there is
 * none. */
static const char *
find_number (const char *value,
             gsize      *length,
             gboolean   *money)
{
  const char *start = strpbrk (value, "0123456789");
  const char *end;

  if (start == NULL)
    return NULL;

  end = start;
  while (*end != '\0' && (strchr ("0123456789.,' ", *end) != NULL || g_utf8_get_char (end) == 0xa0 || g_utf8_get_char (end) == 0x202f))
    end = g_utf8_next_char (end);
  while (end > start && strchr (" .,'", end[-1]) != NULL)
    end--;

  *length = (gsize) (end - start);
  *money = FALSE;
  for (const char *p = value; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (p >= start && p < end)
        continue;
      if (g_unichar_type (c) == G_UNICODE_CURRENCY_SYMBOL || g_ascii_isupper (*p))
        *money = TRUE;
      else if (!g_unichar_isspace (c) && c != '-' && c != '+' && c != 0x2212 && c != '%')
        return NULL;
    }

  return *money && strlen (value) - *length > 6 ? NULL : start;
}

static gboolean
look_at_number (CrmColumnShape *shape,
                const char     *value)
{
  gsize length;
  gboolean money;
  const char *number = find_number (value, &length, &money);
  const char *point;
  const char *comma;
  const char *last;

  if (number == NULL)
    return FALSE;

  point = memrchr (number, '.', length);
  comma = memrchr (number, ',', length);
  last = point != NULL && (comma == NULL || point > comma) ? point : comma;

  if (point != NULL && comma != NULL)
    {
      *(last == point ? &shape->n_points : &shape->n_commas) += 1;
    }
  else if (last != NULL)
    {
      gsize behind = length - (gsize) (last - number) - 1;
      gboolean twice = memchr (number, *last, (gsize) (last - number)) != NULL;
      gsize before = (gsize) (last - number);

      /* "1.234.567" has points between thousands; "12.5", "1234.500" and "0.125" before decimals. */
      if (twice)
        *(last == point ? &shape->n_commas : &shape->n_points) += 1;
      else if (behind != 3 || before > 3 || number[0] == '0')
        *(last == point ? &shape->n_points : &shape->n_commas) += 1;
    }

  shape->n_numbers++;
  shape->n_moneys += money;

  return TRUE;
}

/**
 * crm_column_shape_look_at:
 * @shape: all zero, or what others were looked at with
 * @value: a value of the column
 *
 * Takes a value into account.
 */
void
crm_column_shape_look_at (CrmColumnShape *shape,
                          const char     *value)
{
  g_autofree char *trimmed = g_strstrip (g_strndup (value, 400));
  char *separator = strstr (trimmed, " ::: ");
  char *folded;
  const char *valid_end;

  /* Google has several values in one cell. */
  if (separator != NULL)
    *separator = '\0';
  if (!g_utf8_validate (trimmed, -1, &valid_end))
    trimmed[valid_end - trimmed] = '\0';
  if (*trimmed == '\0')
    return;

  shape->n_values++;
  if (shape->distinct == NULL)
    shape->distinct = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  folded = crm_fold (trimmed);
  if (folded != NULL && g_hash_table_size (shape->distinct) <= MAX_DISTINCT)
    g_hash_table_add (shape->distinct, g_steal_pointer (&folded));
  g_free (folded);

  if (crm_email_is_valid (trimmed))
    shape->n_emails++;
  else if (is_link (trimmed))
    shape->n_links++;
  else if (is_answer (trimmed))
    shape->n_answers++;
  else if (!look_at_date (shape, trimmed))
    {
      gboolean number = look_at_number (shape, trimmed);

      if (is_phone (trimmed))
        shape->n_phones++;
      else if (!number && is_country (trimmed))
        shape->n_countries++;
      else if (!number && strpbrk (trimmed, "0123456789") == NULL && count_words (trimmed) >= 2 && count_words (trimmed) <= 3)
        shape->n_pairs++;
    }
  shape->n_long += strlen (trimmed) > LONG_TEXT || strchr (trimmed, '\n') != NULL;
}

/**
 * crm_column_shape_clear:
 */
void
crm_column_shape_clear (CrmColumnShape *shape)
{
  g_clear_pointer (&shape->distinct, g_hash_table_unref);
  *shape = (CrmColumnShape) { 0 };
}

/**
 * crm_column_shape_is_mostly:
 * @n: one of the counts of @shape
 *
 * Returns: %TRUE if that is what the column is, a few slips aside
 */
gboolean
crm_column_shape_is_mostly (const CrmColumnShape *shape,
                            guint                 n)
{
  return shape->n_values > 0 && n * 10 >= shape->n_values * 8;
}

/**
 * crm_column_shape_get_order:
 *
 * Returns: what comes first in its dates; %CRM_DATE_LOCALE if they leave it open
 */
CrmDateOrder
crm_column_shape_get_order (const CrmColumnShape *shape)
{
  if (shape->n_day_first > shape->n_month_first)
    return CRM_DATE_DAY_FIRST;

  return shape->n_month_first > shape->n_day_first ? CRM_DATE_MONTH_FIRST : CRM_DATE_LOCALE;
}

/**
 * crm_column_shape_get_decimal:
 *
 * Returns: the mark before the decimals of its numbers, '.' or ','; 0 if they leave it open
 */
char
crm_column_shape_get_decimal (const CrmColumnShape *shape)
{
  if (shape->n_commas > shape->n_points)
    return ',';

  return shape->n_points > shape->n_commas ? '.' : '\0';
}

/**
 * crm_column_shape_get_type:
 *
 * Returns: which custom field would hold its values
 */
CrmFieldType
crm_column_shape_get_type (const CrmColumnShape *shape)
{
  if (crm_column_shape_is_mostly (shape, shape->n_emails))
    return CRM_FIELD_EMAIL;
  if (crm_column_shape_is_mostly (shape, shape->n_links))
    return CRM_FIELD_URL;
  if (crm_column_shape_is_mostly (shape, shape->n_dates))
    return shape->n_times * 2 > shape->n_dates ? CRM_FIELD_DATE_TIME : CRM_FIELD_DATE;
  if (crm_column_shape_is_mostly (shape, shape->n_answers))
    return CRM_FIELD_YES_NO;
  if (crm_column_shape_is_mostly (shape, shape->n_moneys))
    return CRM_FIELD_MONEY;
  if (crm_column_shape_is_mostly (shape, shape->n_phones) && shape->n_phones == shape->n_values)
    return CRM_FIELD_PHONE;
  if (crm_column_shape_is_mostly (shape, shape->n_numbers) && shape->n_numbers == shape->n_values)
    return CRM_FIELD_NUMBER;
  if (shape->n_long > 0)
    return CRM_FIELD_LONG_TEXT;
  if (shape->n_values >= 20 && shape->distinct != NULL && g_hash_table_size (shape->distinct) * 4 <= MIN (shape->n_values, MAX_DISTINCT * 4))
    return CRM_FIELD_CHOICE;

  return CRM_FIELD_TEXT;
}

/**
 * crm_value_looks_like_data:
 * @value: a cell of a row that may be a header
 *
 * Returns: %TRUE if it can only be a value: an address, a number, a date
 */
gboolean
crm_value_looks_like_data (const char *value)
{
  g_auto (CrmColumnShape) shape = { 0 };

  crm_column_shape_look_at (&shape, value);

  return shape.n_emails + shape.n_links + shape.n_dates + shape.n_phones + shape.n_numbers > 0;
}

/**
 * crm_value_normalize_number:
 * @value: a number, perhaps with a currency
 * @decimal: the mark before its decimals, or 0 if that is not known
 *
 * Leaves in @value no mark but a point before the decimals, so that it reads the same whatever
 * the locale.
 *
 * Returns: (transfer full): the number
 */
char *
crm_value_normalize_number (const char *value,
                            char        decimal)
{
  gsize length;
  gboolean money;
  const char *number = find_number (value, &length, &money);
  GString *normal;
  gsize behind = 0;
  gboolean point = FALSE;

  if (decimal == '\0' || number == NULL)
    return g_strdup (value);

  normal = g_string_new_len (value, number - value);
  for (const char *p = number; p < number + length; p++)
    {
      if (*p == decimal)
        {
          g_string_append_c (normal, '.');
          point = TRUE;
          behind = 0;
        }
      else if (g_ascii_isdigit (*p))
        {
          g_string_append_c (normal, *p);
          behind++;
        }
    }

  /* A lone mark with three digits behind it could part thousands: a zero makes it clear. */
  if (point && behind == 3)
    g_string_append_c (normal, '0');
  g_string_append (normal, number + length);

  return g_string_free (normal, FALSE);
}
