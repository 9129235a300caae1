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
#include "crm-text.h"

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

/* Signs that several currencies share: the currencies that write themselves with it at home. */
static const struct
{
  const char *symbol;
  const char *codes;
} shared_symbols[] = {
  { "$", "ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP DOP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD UYU XCD " },
  { "£", "EGP FKP GIP LBP SDG SHP SSP SYP " },
  { "¥", "CNY " },
  { "kr", "DKK ISK NOK SEK " },
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

  /* "C" and some others part no thousands: nobody can read 645550.00 at a glance. */
  return strcmp (decimal_point (), ",") == 0 ? "." : ",";
}

/* Whether the language leaves numbers of four digits in one piece: CLDR's minimumGroupingDigits. */
static gboolean
keeps_four_digits (void)
{
  static const char *const languages[] = { "bg", "es_ES", "et", "ka", "lv", "pl", "pt_PT" };
  const char *locale = setlocale (LC_NUMERIC, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    if (g_str_has_prefix (locale, languages[i]))
      return TRUE;

  return FALSE;
}

#define DIGITS "0123456789"
#define NO_BREAK "\xc2\xa0"

/* Leaves of @text ASCII digits and marks in @marked: '-' for a sign, '.' and ',' as they are, '!'
 * for what only parts decimals, '\'' for what only parts thousands. */
static gboolean
read_marks (const char *text,
            GString    *marked)
{
  const char *p = text;

  if (*p == '+')
    p++;
  else if (g_utf8_get_char (p) == '-' || g_utf8_get_char (p) == 0x2212)
    {
      g_string_append_c (marked, '-');
      p = g_utf8_next_char (p);
    }

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c) && g_unichar_digit_value (c) >= 0)
        g_string_append_c (marked, (char) ('0' + g_unichar_digit_value (c)));
      else if (c == '.' || c == ',')
        g_string_append_c (marked, (char) c);
      else if (c == 0x066b)
        g_string_append_c (marked, '!');
      else if (c == '\'' || c == 0x2019 || c == 0x066c || g_unichar_isspace (c))
        g_string_append_c (marked, '\'');
      else
        return FALSE;
    }

  return TRUE;
}

/* Returns the mark that parts the decimals, or NULL. It is the last one of two kinds. One that
 * stands alone before three digits could part thousands as well: then it is what the locale
 * parts decimals with, unless nothing but decimals would make sense. */
static const char *
find_point (const char *number)
{
  const char *point = strchr (number, '!');
  const char *comma = strrchr (number, ',');
  const char *dot = strrchr (number, '.');
  const char *mark = MAX (comma, dot);
  gsize whole;

  if (point != NULL || mark == NULL)
    return point;

  if (comma != NULL && dot != NULL)
    return mark;

  if (strchr (number, *mark) != mark)
    return NULL;

  whole = (gsize) (mark - number);
  if (strlen (mark + 1) != 3 || *mark == *decimal_point () || whole == 0 || whole > 3 || *number == '0' ||
      memchr (number, '\'', whole) != NULL)
    return mark;

  return NULL;
}

/* Copies a whole number without the marks between its thousands, all the same one; India has
 * them between hundreds as well. */
static gboolean
append_whole (GString    *plain,
              const char *number,
              gsize       length)
{
  gsize group = strspn (number, DIGITS);
  char mark = number[group];

  if (group >= length)
    {
      g_string_append_len (plain, number, (gssize) length);
      return TRUE;
    }

  for (gsize i = 0; i < length; i += group + 1)
    {
      gboolean last;

      group = strspn (number + i, DIGITS);
      last = i + group >= length;
      if (group == 0 || group > 3 || (i > 0 && group < (last || mark != ',' ? 3 : 2)) || (!last && number[i + group] != mark))
        return FALSE;
      g_string_append_len (plain, number + i, (gssize) group);
    }

  return g_ascii_isdigit (number[length - 1]);
}

/* Leaves the sign, the digits and one '.' of @text in @plain. */
static gboolean
read_digits (const char *text,
             GString    *plain)
{
  g_autoptr (GString) marked = g_string_new (NULL);
  const char *number;
  const char *point;

  if (!read_marks (text, marked))
    return FALSE;

  number = marked->str + (marked->str[0] == '-');
  if (strpbrk (number, DIGITS) == NULL)
    return FALSE;

  point = find_point (number);
  if (number > marked->str)
    g_string_append_c (plain, '-');
  if (!append_whole (plain, number, point != NULL ? (gsize) (point - number) : strlen (number)))
    return FALSE;
  if (point != NULL)
    g_string_append_printf (plain, ".%s", point + 1);

  return point == NULL || strspn (point + 1, DIGITS) == strlen (point + 1);
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
  g_autofree char *trimmed = crm_text_strip (text);
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

/* Whether there is a mark before the last @rest digits; India has one between hundreds as well. */
static gboolean
starts_group (gsize       rest,
              const char *grouping)
{
  gboolean by_hundreds = grouping[0] == 3 && grouping[1] == 2;

  return by_hundreds ? rest >= 3 && rest % 2 == 1 : rest % 3 == 0;
}

/* Writes @digits (ASCII, with an optional '.', without a sign) with the marks of the locale. */
static char *
with_marks (const char *digits,
            const char *grouping)
{
  GString *marked = g_string_new (NULL);
  const char *mark = group_mark ();
  const char *point = strchr (digits, '.');
  gsize whole = point != NULL ? (gsize) (point - digits) : strlen (digits);
  gboolean in_groups = whole > 4 || !keeps_four_digits ();

  for (gsize i = 0; i < whole; i++)
    {
      if (i > 0 && in_groups && starts_group (whole - i, grouping))
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

/* As short as it can be read back. */
static void
write_number (double number,
              char   digits[G_ASCII_DTOSTR_BUF_SIZE])
{
  for (int precision = 15; precision <= 17; precision++)
    {
      char form[8];

      g_snprintf (form, sizeof form, "%%.%dg", precision);
      g_ascii_formatd (digits, G_ASCII_DTOSTR_BUF_SIZE, form, number);
      if (g_ascii_strtod (digits, NULL) == number)
        break;
    }
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
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *marked = NULL;

  write_number (number, digits);
  if (strpbrk (digits, "eEni") != NULL)
    return g_strdup (digits);

  marked = with_marks (digits + (*digits == '-'), localeconv ()->grouping);

  return g_strconcat (*digits == '-' ? "−" : "", marked, NULL);
}

/* Three decimals could be thousands to whoever parts these with a '.': a fourth tells. */
static char *
make_clear (const char *digits)
{
  const char *point = strchr (digits, '.');

  return g_strconcat (digits, point != NULL && strspn (point + 1, DIGITS) == 3 && point[4] == '\0' ? "0" : "", NULL);
}

/**
 * crm_number_format_plain:
 * @number: a number
 *
 * Returns: (transfer full): @number as files have it, "1234.5": crm_number_parse() reads it back
 *   in every locale
 */
char *
crm_number_format_plain (double number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  write_number (number, digits);

  return make_clear (digits);
}

/* Returns the sign that the default currency shares with others, or NULL. */
static const char *
get_home_symbol (void)
{
  const char *home = crm_money_get_default_currency ();

  for (guint i = 0; i < G_N_ELEMENTS (shared_symbols); i++)
    if (is_listed (shared_symbols[i].codes, home))
      return shared_symbols[i].symbol;

  return NULL;
}

/* Takes @symbol off an amount, before or behind it; NULL if it does not stand there. */
static char *
cut_symbol (const char *text,
            const char *symbol)
{
  if (g_str_has_prefix (text, symbol))
    return g_strdup (text + strlen (symbol));
  if (g_str_has_suffix (text, symbol))
    return g_strndup (text, strlen (text) - strlen (symbol));

  return NULL;
}

/* Takes the currency off an amount: its code, or the longest symbol, before or behind it. A sign
 * that several currencies share is that of the default currency. */
static char *
split_currency (const char *text,
                char        currency[4])
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  gsize length = strlen (text);
  gsize longest = 0;
  const char *home;
  char *amount = NULL;

  if (length > 3 && g_ascii_isalpha (upper[0]) && g_ascii_isalpha (upper[2]) && !g_ascii_isalpha (upper[3]))
    {
      g_strlcpy (currency, upper, 4);
      return g_strdup (text + 3);
    }
  if (length > 3 && g_ascii_isalpha (upper[length - 3]) && g_ascii_isalpha (upper[length - 1]))
    {
      g_strlcpy (currency, upper + length - 3, 4);
      return g_strndup (text, length - 3);
    }

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      gsize size = strlen (symbols[i].symbol);
      char *rest = size > longest ? cut_symbol (text, symbols[i].symbol) : NULL;

      if (rest == NULL)
        continue;

      longest = size;
      g_strlcpy (currency, symbols[i].code, 4);
      g_free (amount);
      amount = rest;
    }

  home = get_home_symbol ();
  if (home != NULL && strlen (home) >= longest)
    {
      char *rest = cut_symbol (text, home);

      if (rest != NULL)
        {
          g_strlcpy (currency, crm_money_get_default_currency (), 4);
          g_free (amount);
          amount = rest;
        }
    }

  return amount != NULL ? amount : g_strdup (text);
}

/* "1.200,–": a dash where the decimals would be says that there are none; the mark before it
 * still tells what parts them. */
static void
cut_dash (char *amount)
{
  static const char *const dashes[] = { "-", "–", "—" };

  for (guint i = 0; i < G_N_ELEMENTS (dashes); i++)
    {
      gsize length = strlen (amount) - MIN (strlen (amount), strlen (dashes[i]));

      if (g_str_has_suffix (amount, dashes[i]) && length > 0 && (amount[length - 1] == '.' || amount[length - 1] == ','))
        amount[length] = '\0';
    }
}

static char *
read_amount (const char *text,
             char        currency[4])
{
  gunichar sign = g_utf8_get_char (text);
  gboolean negative = sign == '-' || sign == 0x2212;
  g_autofree char *unsigned_text = crm_text_strip (negative ? g_utf8_next_char (text) : text);
  g_autofree char *part = split_currency (unsigned_text, currency);
  g_autofree char *amount = crm_text_strip (part);

  cut_dash (amount);

  /* "-$5" as well as "$-5". */
  return negative ? g_strconcat ("-", amount, NULL) : g_steal_pointer (&amount);
}

/* Makes whole minor units of @plain, which has as many decimals as the currency or fewer. */
static gboolean
read_minor (const char *plain,
            int         digits,
            gint64     *minor)
{
  g_autoptr (GString) whole = g_string_new (plain);
  const char *point = strchr (plain, '.');
  gsize decimals = point != NULL ? strlen (point + 1) : 0;
  char *end;

  if (point != NULL)
    g_string_erase (whole, point - plain, 1);
  if (decimals > (gsize) digits)
    g_string_truncate (whole, whole->len - (decimals - (gsize) digits));
  for (gsize i = decimals; i < (gsize) digits; i++)
    g_string_append_c (whole, '0');

  errno = 0;
  *minor = g_ascii_strtoll (whole->str, &end, 10);

  return errno == 0 && end != whole->str && *end == '\0';
}

/* Makes an amount of @plain, which is what @text says. */
static gboolean
make_money (const char  *plain,
            const char  *currency,
            const char  *text,
            CrmValue    *value,
            GError     **error)
{
  int digits = crm_money_get_digits (currency);
  const char *point = strchr (plain, '.');
  gint64 minor;

  if (point != NULL && strlen (point + 1) > (gsize) digits && point[1 + digits + (int) strspn (point + 1 + digits, "0")] != '\0')
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   g_dngettext (GETTEXT_PACKAGE, "%s has %d decimal digit, “%s” has more.",
                                "%s has %d decimal digits, “%s” has more.", (gulong) digits),
                   currency, digits, text);
      return FALSE;
    }

  if (!read_minor (plain, digits, &minor))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is too large."), text);
      return FALSE;
    }

  *value = crm_value_money (minor, currency);

  return TRUE;
}

/**
 * crm_money_parse:
 * @text: an amount as people write it: `1200`, `1.200,50 €`, `USD 12`, `CHF 1'200.–`
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
  g_autofree char *trimmed = crm_text_strip (text);
  char currency[4] = "";
  g_autofree char *amount = read_amount (trimmed, currency);
  g_autoptr (GString) plain = g_string_new (NULL);

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

  return make_money (plain->str, currency, trimmed, value, error);
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
  const char *p = text + (*text == '-');
  gsize whole = strspn (p, DIGITS);
  gsize decimals = p[whole] == '.' ? strspn (p + whole + 1, DIGITS) : 0;
  gsize length = whole + (p[whole] == '.' ? decimals + 1 : 0);

  if (whole == 0 || p[length] != '\0' || (length > whole && decimals == 0))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _("“%s” is not an amount of money. Write it like 1200.00."), text);
      return FALSE;
    }

  return make_money (text, currency, text, value, error);
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
 * Returns: (transfer full): the amount as files have it, "1200.00": crm_money_parse() reads it
 *   back in every locale
 */
char *
crm_money_format_plain (const CrmValue *value)
{
  g_autofree char *digits = minor_to_digits (value->integer, crm_money_get_digits (value->currency));

  return make_clear (digits);
}

/* How people write a currency: its sign, or its code where the sign is that of another one. */
static const char *
get_symbol (const char *currency)
{
  const char *home = get_home_symbol ();

  if (home != NULL && strcmp (currency, crm_money_get_default_currency ()) == 0)
    return home;

  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (strcmp (symbols[i].code, currency) == 0 && g_strcmp0 (symbols[i].symbol, home) != 0)
      return symbols[i].symbol;

  return currency;
}

/**
 * crm_money_format:
 * @value: an amount
 *
 * Returns: (transfer full): the amount for people, with the marks of the locale and the
 *   currency, which no line break parts from it: "1.200,50 €"
 */
char *
crm_money_format (const CrmValue *value)
{
  const struct lconv *conventions = localeconv ();
  g_autofree char *digits = minor_to_digits (value->integer, crm_money_get_digits (value->currency));
  g_autofree char *amount = with_marks (digits + (*digits == '-'), conventions->mon_grouping);
  const char *sign = *digits == '-' ? "−" : "";
  const char *symbol = get_symbol (value->currency);
  gboolean word = g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (symbol + strlen (symbol))));

  /* CHAR_MAX: the locale says nothing, as "C" does. */
  if (conventions->p_cs_precedes == 0)
    return g_strconcat (sign, amount, NO_BREAK, symbol, NULL);

  return g_strconcat (sign, symbol, word || conventions->p_sep_by_space == 1 ? NO_BREAK : "", amount, NULL);
}
