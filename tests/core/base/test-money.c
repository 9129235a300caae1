/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Amounts and numbers: no amount changes on its way through a file, a form or a locale. */

#include "config.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "crm-error.h"
#include "crm-money.h"
#include "crm-test-corpus.h"

/* Currencies of each number of decimals, and the names that people write. */
static const char *const currencies[] = {
  "EUR", "USD", "GBP", "CHF", "PLN", "BRL", "CZK", "INR", "SEK", "MXN", "JPY", "KRW", "CLP", "ISK", "BHD", "TND", "KWD",
};

static void
assert_money (const char *text,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autofree char *plain = NULL;
  g_autofree char *full = NULL;
  gboolean parsed = crm_money_parse (text, "EUR", &value, &error);

  if (expected == NULL)
    {
      if (parsed)
        g_test_message ("“%s” is taken for %" G_GINT64_FORMAT " %s", text, value.integer, value.currency);
      g_assert_false (parsed);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_cmpstr (error->message, !=, "");
      return;
    }

  g_assert_no_error (error);
  g_assert_true (parsed);
  plain = crm_money_format_plain (&value);
  full = g_strconcat (plain, " ", value.currency, NULL);
  g_assert_cmpstr (full, ==, expected);
}

static void
test_digits (void)
{
  g_assert_cmpint (crm_money_get_digits ("EUR"), ==, 2);
  g_assert_cmpint (crm_money_get_digits ("CHF"), ==, 2);
  g_assert_cmpint (crm_money_get_digits ("HUF"), ==, 2);
  g_assert_cmpint (crm_money_get_digits ("JPY"), ==, 0);
  g_assert_cmpint (crm_money_get_digits ("ISK"), ==, 0);
  g_assert_cmpint (crm_money_get_digits ("PYG"), ==, 0);
  g_assert_cmpint (crm_money_get_digits ("BHD"), ==, 3);
  g_assert_cmpint (crm_money_get_digits ("TND"), ==, 3);

  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    g_assert_true (crm_money_is_currency (currencies[i]));
  g_assert_false (crm_money_is_currency ("eur"));
  g_assert_false (crm_money_is_currency ("DEM"));
  g_assert_false (crm_money_is_currency ("UR "));
  g_assert_false (crm_money_is_currency ("D A"));
  g_assert_false (crm_money_is_currency ("EURO"));
  g_assert_false (crm_money_is_currency (""));
  g_assert_false (crm_money_is_currency (NULL));
}

static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    const char *amount;
  } forms[] = {
    { "1200", "1200.00 EUR" },
    { " 1200 ", "1200.00 EUR" },
    { "1200.5", "1200.50 EUR" },
    { "1200,50", "1200.50 EUR" },
    { "1.234,50 €", "1234.50 EUR" },
    { "1,234.50", "1234.50 EUR" },
    { "1.234.567,89", "1234567.89 EUR" },
    { "1,234,567.89", "1234567.89 EUR" },
    { "12,34,567.89 INR", "1234567.89 INR" },
    { "1 234 567,89", "1234567.89 EUR" },
    { "1\xc2\xa0" "234,50\xc2\xa0€", "1234.50 EUR" },
    { "1\xe2\x80\xaf" "234,50\xe2\x80\xaf€", "1234.50 EUR" },
    { "1'200.50", "1200.50 EUR" },
    { "1’200", "1200.00 EUR" },
    { "CHF 1'200.–", "1200.00 CHF" },
    { "CHF 1200.-", "1200.00 CHF" },
    { "1.200,- €", "1200.00 EUR" },
    { "12.", "12.00 EUR" },
    { ".5", "0.50 EUR" },
    { "0,5", "0.50 EUR" },
    { "+12", "12.00 EUR" },
    { "-12", "-12.00 EUR" },
    { "−12,50 €", "-12.50 EUR" },
    { "-€12.50", "-12.50 EUR" },
    { "€-12.50", "-12.50 EUR" },
    { "-$5", "-5.00 USD" },
    { "- 5 USD", "-5.00 USD" },
    { "-EUR 5", "-5.00 EUR" },
    { "€ 12", "12.00 EUR" },
    { "12€", "12.00 EUR" },
    { "$12.30", "12.30 USD" },
    { "US$12.30", "12.30 USD" },
    { "12.30 US$", "12.30 USD" },
    { "R$ 12,30", "12.30 BRL" },
    { "12,30 R$", "12.30 BRL" },
    { "12,30 zł", "12.30 PLN" },
    { "12 Kč", "12.00 CZK" },
    { "¥1200", "1200 JPY" },
    { "JPY 1,200", "1200 JPY" },
    { "1,200.00 JPY", "1200 JPY" },
    { "usd 12", "12.00 USD" },
    { "12gbp", "12.00 GBP" },
    { "1.2345 BHD", NULL },
    { "1.2340 BHD", "1.2340 BHD" },
    { "0.500 BHD", "0.5000 BHD" },
    { "1200.500 BHD", "1200.5000 BHD" },
    { "12.500000", "12.50 EUR" },
    { "١٢٣٤٫٥٠", "1234.50 EUR" },
    { "١٬٢٣٤٫٥٠", "1234.50 EUR" },
    { "92233720368547758.07", "92233720368547758.07 EUR" },
    { "-92233720368547758.08", "-92233720368547758.08 EUR" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    assert_money (forms[i].text, forms[i].amount);
}

static void
test_wrong_forms (void)
{
  static const char *const wrong[] = {
    "", " ", "x", "€", "EUR", "-", "+", ".", ",", "'", "-.", "12 apples", "12€€", "€12€", "EUR 12 €", "twelve",
    "12.345", "12.5 JPY", "1.001", "--5", "-€-5", "+-5", "5-", "1-2", "1e5",
    "XYZ 12", "12 DEM", "A1B 5",
    "92233720368547758.08", "-92233720368547758.09", "99999999999999999999999999",

    /* Lists, dates and telephone numbers are no amounts. */
    "1,2,3", "1.2.3", "12.05.2026", "600 123 4567", "1.23.456", "1,2345,678", "1.234.56", "1..2", "1,,2", "1' '2",
    "1.234,567.89", "1,234.567,89", "1'234,567.8", "1,5,0", ",123,456", "'5", "5'", "1 2",
    "12\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_money (wrong[i], NULL);
  assert_money (NULL, NULL);
}

static void
test_default_currency (void)
{
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  crm_money_set_default_currency ("JPY");
  g_assert_cmpstr (crm_money_get_default_currency (), ==, "JPY");
  g_assert_true (crm_money_parse ("12", NULL, &value, NULL));
  g_assert_cmpstr (value.currency, ==, "JPY");
  g_assert_cmpint (value.integer, ==, 12);

  crm_money_set_default_currency (NULL);
  g_assert_cmpstr (crm_money_get_default_currency (), ==, "EUR");
}

static gint64
pick_amount (GRand *chance)
{
  guint64 bits = (guint64) g_rand_int (chance) << 32 | g_rand_int (chance);

  /* Of every length. */
  return (gint64) bits >> g_rand_int_range (chance, 0, 63);
}

static void
check_round_trips (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint i = 0; i < 40000; i++)
    {
      const char *currency = currencies[i % G_N_ELEMENTS (currencies)];
      CrmValue value = crm_value_money (pick_amount (chance), currency);
      g_autofree char *plain = crm_money_format_plain (&value);
      g_autofree char *shown = crm_money_format (&value);
      g_auto (CrmValue) again = CRM_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      crm_money_parse (plain, currency, &again, &error);
      g_assert_no_error (error);
      if (!crm_value_equal (&value, &again))
        g_test_message ("%s in %s became %" G_GINT64_FORMAT, plain, currency, again.integer);
      g_assert_true (crm_value_equal (&value, &again));

      crm_money_parse (shown, "GBP", &again, &error);
      g_assert_no_error (error);
      if (!crm_value_equal (&value, &again))
        g_test_message ("%s became %" G_GINT64_FORMAT " %s", shown, again.integer, again.currency);
      g_assert_true (crm_value_equal (&value, &again));
    }

  for (guint i = 0; i < 40000; i++)
    {
      double number = i % 2 == 0 ? (double) pick_amount (chance) / 1000 : ldexp (g_rand_double (chance) - 0.5, g_rand_int_range (chance, -300, 300));
      g_autofree char *plain = crm_number_format_plain (number);
      g_autofree char *shown = crm_number_format (number);
      g_autoptr (GError) error = NULL;
      double again = NAN;

      crm_number_parse (plain, &again, &error);
      g_assert_no_error (error);
      if (again != number)
        g_test_message ("%s became %g", plain, again);
      g_assert_true (again == number);

      crm_number_parse (shown, &again, &error);
      g_assert_no_error (error);
      if (again != number)
        g_test_message ("%s became %g", shown, again);
      g_assert_true (again == number);
    }
}

static void
test_round_trip (void)
{
  check_round_trips ();
}

static void
check_locale (const char *name,
              const char *ambiguous,
              const char *shown_euro,
              const char *shown_number)
{
  CrmValue value = crm_value_money (-123456789, "EUR");
  g_autofree char *euro = NULL;
  g_autofree char *number = NULL;

  if (!crm_test_use_locale (name))
    return;

  assert_money ("1.234", ambiguous[0] == '.' ? "1234.00 EUR" : NULL);
  assert_money ("1,234", ambiguous[0] == ',' ? "1234.00 EUR" : NULL);
  euro = crm_money_format (&value);
  g_assert_cmpstr (euro, ==, shown_euro);
  number = crm_number_format (1234567.875);
  g_assert_cmpstr (number, ==, shown_number);
  check_round_trips ();

  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_american (void)
{
  check_locale ("en_US", ",", "−€1,234,567.89", "1,234,567.875");
}

static void
test_german (void)
{
  check_locale ("de_DE", ".", "−1.234.567,89\xc2\xa0€", "1.234.567,875");
}

static void
test_spanish (void)
{
  check_locale ("es_ES", ".", "−1.234.567,89\xc2\xa0€", "1.234.567,875");
}

static void
test_french (void)
{
  check_locale ("fr_FR", ".", "−1\xe2\x80\xaf" "234\xe2\x80\xaf" "567,89\xc2\xa0€", "1\xe2\x80\xaf" "234\xe2\x80\xaf" "567,875");
}

static void
test_swiss (void)
{
  check_locale ("de_CH", ",", "−€\xc2\xa0" "1’234’567.89", "1’234’567.875");
}

static void
assert_shown (const char *locale,
              const char *home,
              gint64      minor,
              const char *currency,
              const char *expected)
{
  CrmValue value = crm_value_money (minor, currency);
  g_auto (CrmValue) again = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  if (locale != NULL && !crm_test_use_locale (locale))
    return;

  crm_money_set_default_currency (home);
  shown = crm_money_format (&value);
  g_assert_cmpstr (shown, ==, expected);

  crm_money_parse (shown, "GBP", &again, &error);
  g_assert_no_error (error);
  g_assert_true (crm_value_equal (&value, &again));

  crm_money_set_default_currency (NULL);
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_shown (void)
{
  /* Where the locale knows no marks. */
  assert_shown (NULL, NULL, 64555000, "EUR", "€645,550.00");
  assert_shown (NULL, NULL, 120050, "EUR", "€1,200.50");
  assert_shown (NULL, NULL, 99999, "EUR", "€999.99");
  assert_shown (NULL, NULL, -5, "EUR", "−€0.05");
  assert_shown (NULL, NULL, 1234567, "JPY", "¥1,234,567");
  assert_shown (NULL, NULL, 1234567, "KWD", "KWD\xc2\xa0" "1,234.567");
  assert_shown (NULL, NULL, 120000, "CHF", "CHF\xc2\xa0" "1,200.00");

  /* Whether four digits stay in one piece. */
  assert_shown ("es_ES", NULL, 120050, "EUR", "1200,50\xc2\xa0€");
  assert_shown ("es_ES", NULL, 1200050, "EUR", "12.000,50\xc2\xa0€");
  assert_shown ("de_DE", NULL, 120050, "EUR", "1.200,50\xc2\xa0€");
  assert_shown ("it_IT", NULL, 120050, "EUR", "€\xc2\xa0" "1.200,50");
  assert_shown ("de_DE", NULL, 1234567, "JPY", "1.234.567\xc2\xa0¥");
  assert_shown ("de_DE", NULL, 1200, "KWD", "1,200\xc2\xa0KWD");
  assert_shown ("en_US", NULL, 1200, "KWD", "KWD\xc2\xa0" "1.200");
  assert_shown ("pt_PT", NULL, 1200050, "EUR", "12.000,50\xc2\xa0€");

  /* Lakhs and crores. */
  assert_shown ("en_IN", NULL, 1234567890, "INR", "₹1,23,45,678.90");
  assert_shown ("en_IN", NULL, 123456, "INR", "₹1,234.56");

  /* A sign that several currencies share is that of one's own. */
  assert_shown ("en_CA", NULL, 500, "CAD", "$5.00");
  assert_shown ("en_CA", NULL, 500, "USD", "US$5.00");
  assert_shown ("en_CA", NULL, 500, "MXN", "MXN\xc2\xa0" "5.00");
  assert_shown ("en_US", NULL, 500, "USD", "$5.00");
  assert_shown ("en_US", NULL, 500, "CAD", "CAD\xc2\xa0" "5.00");
  assert_shown ("sv_SE", NULL, 1200050, "SEK", "12\xe2\x80\xaf" "000,50\xc2\xa0kr");
  assert_shown ("sv_SE", NULL, 500, "NOK", "5,00\xc2\xa0NOK");
  assert_shown (NULL, "CNY", 500, "CNY", "¥5.00");
  assert_shown (NULL, "CNY", 500, "JPY", "JPY\xc2\xa0" "500");
  assert_shown (NULL, "EGP", 500, "GBP", "GBP\xc2\xa0" "5.00");
}

static void
assert_number (const char *text,
               double      expected)
{
  g_autoptr (GError) error = NULL;
  double number = NAN;

  if (isnan (expected))
    {
      if (crm_number_parse (text, &number, &error))
        g_test_message ("“%s” is taken for %g", text, number);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
      return;
    }

  crm_number_parse (text, &number, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (number, ==, expected);
}

static void
test_numbers (void)
{
  assert_number ("0", 0);
  assert_number ("-0.5", -0.5);
  assert_number ("1234.5", 1234.5);
  assert_number ("1.234,5", 1234.5);
  assert_number ("1 234,5", 1234.5);
  assert_number ("1 234,567", 1234.567);
  assert_number ("0,125", 0.125);
  assert_number ("1234,125", 1234.125);
  assert_number ("1,234", 1234);
  assert_number ("1.125", 1.125);
  assert_number ("1.1250", 1.125);
  assert_number ("1e+20", 1e20);
  assert_number ("-1.5E-7", -1.5e-7);
  assert_number ("１２３", 123);
  assert_number ("१२३", 123);

  assert_number ("", NAN);
  assert_number ("x", NAN);
  assert_number ("e5", NAN);
  assert_number ("1e", NAN);
  assert_number ("1e999", NAN);
  assert_number ("0x10", NAN);
  assert_number ("nan", NAN);
  assert_number ("inf", NAN);
  assert_number ("1.2.3", NAN);
  assert_number ("1,2,3", NAN);
  assert_number ("12.05.2026", NAN);
  assert_number ("14:30", NAN);
  assert_number ("5%", NAN);
  assert_number (NULL, NAN);

  {
    g_autofree char *nines = g_strnfill (400, '9');
    g_autofree char *zeros = g_strnfill (4000, '0');

    assert_number (nines, NAN);
    assert_number (zeros, 0);
  }
}

static void
test_number_extremes (void)
{
  static const double numbers[] = {
    0.1, 0.2 + 0.1, 1.0 / 3, 1e15, 1e16, 1e17, 123456789012345678.0, 9007199254740993.0, 1e300, 1e-300,
    DBL_MAX, -DBL_MAX, DBL_MIN, 0.001, 0.125, 1000.125, 999.999,
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *plain = crm_number_format_plain (numbers[i]);

      assert_number (plain, numbers[i]);
    }
}

static void
test_random (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint i = 0; i < 50000; i++)
    {
      static const char letters[] = "0123456789.,' -€$EURCHF";
      char text[14] = "";
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      for (gint32 k = g_rand_int_range (chance, 0, sizeof text); k > 0; k--)
        text[k - 1] = letters[g_rand_int_range (chance, 0, sizeof letters - 1)];

      if (crm_money_parse (text, "EUR", &value, NULL))
        {
          g_autofree char *plain = crm_money_format_plain (&value);
          g_auto (CrmValue) again = CRM_VALUE_INIT;

          g_assert_true (crm_money_parse (plain, value.currency, &again, NULL));
          g_assert_true (crm_value_equal (&value, &again));
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/digits", test_digits);
  g_test_add_func ("/money/forms", test_forms);
  g_test_add_func ("/money/wrong-forms", test_wrong_forms);
  g_test_add_func ("/money/default-currency", test_default_currency);
  g_test_add_func ("/money/round-trip", test_round_trip);
  g_test_add_func ("/money/random", test_random);
  g_test_add_func ("/money/locale/en_US", test_american);
  g_test_add_func ("/money/locale/de_DE", test_german);
  g_test_add_func ("/money/locale/es_ES", test_spanish);
  g_test_add_func ("/money/locale/fr_FR", test_french);
  g_test_add_func ("/money/locale/de_CH", test_swiss);
  g_test_add_func ("/money/shown", test_shown);
  g_test_add_func ("/number/forms", test_numbers);
  g_test_add_func ("/number/extremes", test_number_extremes);

  return g_test_run ();
}
