/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Amounts of money as people write them, and as whole minor units beside an ISO 4217 code.
 * Writing follows the locale; reading takes the marks of any locale where they are clear.
 */

#include "config.h"

#include "crm-money.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "crm-error.h"

/* ISO 4217 (2024), list one: codes in use, and those without exactly two minor digits. */
static const char codes[] =
  "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP "
  "BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
  "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR "
  "KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
  "MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR "
  "SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
  "UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ";
static const char no_digits[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
static const char three_digits[] = "BHD IQD JOD KWD LYD OMR TND ";

static const struct
{
  const char *symbol;
  char code[4];
} symbols[] = {
  { "€", "EUR" }, { "£", "GBP" }, { "US$", "USD" }, { "$", "USD" }, { "¥", "JPY" },
  { "₹", "INR" }, { "₽", "RUB" }, { "₺", "TRY" }, { "₴", "UAH" }, { "zł", "PLN" },
  { "₩", "KRW" }, { "₪", "ILS" }, { "R$", "BRL" }, { "Kč", "CZK" }, { "CHF", "CHF" },
};

static const char *default_currency;

static gboolean
is_listed (const char *list,
           const char *code)
{
  const char *found;

  if (code == NULL || strlen (code) != 3)
    return FALSE;

  found = strstr (list, code);

  return found != NULL && found[3] == ' ' && (found - list) % 4 == 0;
}

/**
 * crm_money_is_currency:
 * @code: (nullable): a code
 *
 * Returns: %TRUE if @code is an ISO 4217 code in use, in capitals
 */
gboolean
crm_money_is_currency (const char *code)
{
  return is_listed (codes, code);
}

/**
 * crm_money_set_default_currency:
 * @currency: (nullable): an ISO 4217 code
 *
 * Says which currency amounts are in that name none.
 */
void
crm_money_set_default_currency (const char *currency)
{
  g_atomic_pointer_set (&default_currency, (gpointer) g_intern_string (currency));
}

/**
 * crm_money_get_default_currency:
 *
 * Returns: (transfer none): the currency of amounts that name none
 */
const char *
crm_money_get_default_currency (void)
{
  const char *currency = g_atomic_pointer_get (&default_currency);

  return currency != NULL ? currency : crm_money_of_locale ();
}

/**
 * crm_money_of_locale:
 *
 * Returns: (transfer none): the currency of the locale, or that of most of its users
 */
const char *
crm_money_of_locale (void)
{
  const struct lconv *conventions = localeconv ();
  g_autofree char *code = g_strndup (conventions->int_curr_symbol, 3);

  return crm_money_is_currency (code) ? g_intern_string (code) : "EUR";
}

/**
 * crm_money_get_digits:
 * @currency: an ISO 4217 code
 *
 * Returns: how many decimal digits the minor unit of @currency stands for
 */
int
crm_money_get_digits (const char *currency)
{
  if (is_listed (no_digits, currency))
    return 0;
  if (is_listed (three_digits, currency))
    return 3;

  return 2;
}

static const char *
decimal_point (void)
{
  const struct lconv *conventions = localeconv ();

  return *conventions->decimal_point != '\0' ? conventions->decimal_point : ".";
}

static const char *
group_mark (void)
{
  const struct lconv *conventions = localeconv ();

  if (*conventions->thousands_sep != '\0')
    return conventions->thousands_sep;

  return strcmp (decimal_point (), ",") == 0 ? "." : "";
}

/* Leaves the sign, the digits and one '.' of @text in @plain. The last of '.' and ',' parts the
 * decimals, unless it stands more than once, or has three digits behind it and is not what the
 * locale parts decimals with. */
static gboolean
read_digits (const char *text,
             GString    *plain)
{
  const char *locale_point = decimal_point ();
  const char *point = NULL;
  const char *comma = strrchr (text, ',');
  const char *dot = strrchr (text, '.');
  gboolean digits = FALSE;

  if (comma != NULL && dot != NULL)
    {
      point = MAX (comma, dot);
    }
  else if (comma != NULL || dot != NULL)
    {
      const char *mark = comma != NULL ? comma : dot;
      gsize behind = strspn (mark + 1, "0123456789");

      if (strchr (text, *mark) == mark && (behind != 3 || *mark == *locale_point))
        point = mark;
    }

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c) && g_unichar_digit_value (c) >= 0)
        {
          g_string_append_c (plain, (char) ('0' + g_unichar_digit_value (c)));
          digits = TRUE;
        }
      else if (p == point)
        g_string_append_c (plain, '.');
      else if ((c == '-' || c == 0x2212) && !digits && plain->len == 0)
        g_string_append_c (plain, '-');
      else if (c == '+' && !digits && plain->len == 0)
        continue;
      else if (c == ',' || c == '.' || c == '\'' || c == 0x2019 || c == 0x066c || g_unichar_isspace (c))
        {
          if (!digits)
            return FALSE;
        }
      else
        return FALSE;
    }

  return digits;
}

/**
 * crm_number_parse:
 * @text: a number as people write it: `1234.5`, `1.234,50`, `1 234,5`
 * @number: (out): the number
 * @error: %CRM_ERROR_INVALID
 *
 * Reads a number with the marks of any locale. Where a lone mark could be either ("1,234"), the
 * locale of the program decides.
 */
gboolean
crm_number_parse (const char  *text,
                  double      *number,
                  GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autoptr (GString) plain = g_string_new (NULL);
  char *end = NULL;

  if (read_digits (trimmed, plain))
    {
      errno = 0;
      *number = g_ascii_strtod (plain->str, &end);
      if (*end == '\0' && errno == 0)
        return TRUE;
    }

  /* What the program itself writes: 1e+20. */
  errno = 0;
  *number = g_ascii_strtod (trimmed, &end);
  if (end != trimmed && *end == '\0' && errno == 0 && isfinite (*number) &&
      strspn (trimmed, "+-.0123456789eE") == strlen (trimmed))
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is not a number."), trimmed);

  return FALSE;
}

/* Writes @digits (ASCII, with an optional '.') with the marks of the locale. */
static char *
with_marks (const char *digits)
{
  GString *marked = g_string_new (NULL);
  const char *mark = group_mark ();
  const char *point = strchr (digits, '.');
  gsize whole;

  if (*digits == '-')
    {
      g_string_append (marked, "−");
      digits++;
    }

  whole = point != NULL ? (gsize) (point - digits) : strlen (digits);
  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && (whole - i) % 3 == 0 && whole > 4)
        g_string_append (marked, mark);
      else if (i > 0 && (whole - i) % 3 == 0 && strcmp (mark, ",") == 0)
        g_string_append (marked, mark);
      g_string_append_c (marked, digits[i]);
    }

  if (point != NULL)
    {
      g_string_append (marked, decimal_point ());
      g_string_append (marked, point + 1);
    }

  return g_string_free (marked, FALSE);
}

/**
 * crm_number_format_plain:
 * @number: a finite number
 *
 * Returns: (transfer full): @number as files have it, in as few digits as it can be read back from
 */
char *
crm_number_format_plain (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  for (int precision = 15; precision <= 17; precision++)
    {
      char form[8];

      g_snprintf (form, sizeof form, "%%.%dg", precision);
      g_ascii_formatd (digits, sizeof digits, form, number);
      if (g_ascii_strtod (digits, NULL) == number)
        break;
    }

  return g_strdup (digits);
}

/**
 * crm_number_format:
 * @number: a number
 *
 * Returns: (transfer full): @number with the marks of the locale, as short as it can be read back
 */
char *
crm_number_format (double number)
{
  g_autofree char *digits = crm_number_format_plain (number);

  if (strpbrk (digits, "eEni") != NULL)
    return g_steal_pointer (&digits);

  return with_marks (digits);
}

/* Whether the digits behind the point are no more than the currency has; zeros do not count. */
static gboolean
check_decimals (const char  *decimals,
                gsize        n_decimals,
                const char  *currency,
                const char  *text,
                GError     **error)
{
  gsize digits = (gsize) crm_money_get_digits (currency);

  if (n_decimals <= digits || strspn (decimals + digits, "0") >= n_decimals - digits)
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
               g_dngettext (GETTEXT_PACKAGE, "%s has %d decimal digit, “%s” has more.",
                            "%s has %d decimal digits, “%s” has more.", (gulong) digits),
               currency, (int) digits, text);

  return FALSE;
}

/**
 * crm_money_parse:
 * @text: an amount as people write it: `1200`, `1.200,50 €`, `USD 12`
 * @fallback: (nullable): the currency if @text names none; %NULL for the default
 * @value: (out caller-allocates): the amount
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_money_parse (const char  *text,
                 const char  *fallback,
                 CrmValue    *value,
                 GError     **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *amount = NULL;
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autofree char *upper = g_ascii_strup (trimmed, -1);
  char currency[4] = "";
  const char *point;
  gsize length = strlen (trimmed);
  gint64 minor;
  int digits;
  gsize decimals;
  char *end = NULL;

  if (length > 3 && g_ascii_isalpha (upper[0]) && g_ascii_isalpha (upper[2]) && !g_ascii_isalpha (upper[3]))
    {
      g_strlcpy (currency, upper, sizeof currency);
      amount = g_strdup (trimmed + 3);
    }
  else if (length > 3 && g_ascii_isalpha (upper[length - 3]) && g_ascii_isalpha (upper[length - 1]))
    {
      g_strlcpy (currency, upper + length - 3, sizeof currency);
      amount = g_strndup (trimmed, length - 3);
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (symbols) && amount == NULL; i++)
        {
          if (g_str_has_prefix (trimmed, symbols[i].symbol))
            amount = g_strdup (trimmed + strlen (symbols[i].symbol));
          else if (g_str_has_suffix (trimmed, symbols[i].symbol))
            amount = g_strndup (trimmed, length - strlen (symbols[i].symbol));

          if (amount != NULL)
            g_strlcpy (currency, symbols[i].code, sizeof currency);
        }
    }

  if (amount == NULL)
    amount = g_strdup (trimmed);
  g_strstrip (amount);
  if (*currency == '\0')
    g_strlcpy (currency, fallback != NULL ? fallback : crm_money_get_default_currency (), sizeof currency);

  if (!crm_money_is_currency (currency))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _("“%s” is not a currency. Use a code such as EUR or USD."), currency);
      return FALSE;
    }

  if (!read_digits (amount, plain))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is not an amount of money."), trimmed);
      return FALSE;
    }

  digits = crm_money_get_digits (currency);
  point = strchr (plain->str, '.');
  decimals = point != NULL ? strlen (point + 1) : 0;
  if (point != NULL && !check_decimals (point + 1, decimals, currency, trimmed, error))
    return FALSE;

  if (point != NULL)
    {
      gsize position = (gsize) (point - plain->str);

      g_string_erase (plain, (gssize) position, 1);
      g_string_truncate (plain, MIN (plain->len, position + (gsize) digits));
      decimals = plain->len - position;
    }
  for (gsize i = decimals; i < (gsize) digits; i++)
    g_string_append_c (plain, '0');

  errno = 0;
  minor = g_ascii_strtoll (plain->str, &end, 10);
  if (errno != 0 || *end != '\0')
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is too large."), trimmed);
      return FALSE;
    }

  *value = crm_value_money (minor, currency);

  return TRUE;
}

/**
 * crm_money_parse_plain:
 * @text: an amount as files have it: "1200", "-12.50"; the same in every locale
 * @currency: an ISO 4217 code
 * @value: (out caller-allocates): the amount
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_money_parse_plain (const char  *text,
                       const char  *currency,
                       CrmValue    *value,
                       GError     **error)
{
  int digits = crm_money_get_digits (currency);
  const char *p = text + (*text == '-');
  gsize whole = strspn (p, "0123456789");
  gsize decimals = p[whole] == '.' ? strspn (p + whole + 1, "0123456789") : 0;
  gsize length = whole + (p[whole] == '.' ? decimals + 1 : 0);
  g_autoptr (GString) minor = g_string_new (NULL);
  gint64 amount;

  if (whole == 0 || p[length] != '\0' || (length > whole && decimals == 0))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _("“%s” is not an amount of money. Write it like 1200.00."), text);
      return FALSE;
    }

  if (!check_decimals (p + whole + 1, decimals, currency, text, error))
    return FALSE;

  g_string_append_len (minor, text, p - text + (gssize) whole);
  for (int i = 0; i < digits; i++)
    g_string_append_c (minor, (gsize) i < decimals ? p[whole + 1 + (gsize) i] : '0');

  if (!g_ascii_string_to_signed (minor->str, 10, G_MININT64, G_MAXINT64, &amount, NULL))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is too large."), text);
      return FALSE;
    }

  *value = crm_value_money (amount, currency);

  return TRUE;
}

static char *
minor_to_digits (gint64 minor,
                 int    digits)
{
  guint64 absolute = minor < 0 ? 0 - (guint64) minor : (guint64) minor;
  guint64 unit = 1;

  for (int i = 0; i < digits; i++)
    unit *= 10;

  if (digits == 0)
    return g_strdup_printf ("%s%" G_GUINT64_FORMAT, minor < 0 ? "-" : "", absolute);

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT, minor < 0 ? "-" : "",
                          absolute / unit, digits, absolute % unit);
}

/**
 * crm_money_format_plain:
 * @value: an amount
 *
 * Returns: (transfer full): the amount as files have it, "1200.00": crm_money_parse_plain() reads
 *   it back in every locale
 */
char *
crm_money_format_plain (const CrmValue *value)
{
  return minor_to_digits (value->integer, crm_money_get_digits (value->currency));
}

/**
 * crm_money_format:
 * @value: an amount
 *
 * Returns: (transfer full): the amount for people, with the marks of the locale and the
 *   currency: "1.200,50 €"
 */
char *
crm_money_format (const CrmValue *value)
{
  g_autofree char *digits = crm_money_format_plain (value);
  g_autofree char *amount = with_marks (digits);
  const struct lconv *conventions = localeconv ();
  const char *symbol = value->currency;
  gboolean before;

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (strcmp (symbols[i].code, value->currency) == 0)
      {
        symbol = symbols[i].symbol;
        break;
      }

  /* CHAR_MAX: the locale says nothing, as "C" does. */
  before = conventions->p_cs_precedes == 1 || conventions->p_cs_precedes > 1;

  if (before && symbol != value->currency)
    return g_strconcat (symbol, amount, NULL);
  if (before)
    return g_strconcat (symbol, " ", amount, NULL);

  return g_strconcat (amount, " ", symbol, NULL);
}
