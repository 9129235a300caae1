/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields: what is written for files is read back the same, in every type and every locale, and
 * what a field cannot take is refused in words that name it. */

#include "config.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-error.h"
#include "crm-test-corpus.h"

static const CrmFieldType scalar_types[] = {
  CRM_FIELD_TEXT, CRM_FIELD_LONG_TEXT, CRM_FIELD_NUMBER, CRM_FIELD_WHOLE, CRM_FIELD_MONEY, CRM_FIELD_DATE, CRM_FIELD_DATE_TIME,
  CRM_FIELD_YES_NO, CRM_FIELD_KEYWORD, CRM_FIELD_URL, CRM_FIELD_EMAIL, CRM_FIELD_PHONE, CRM_FIELD_COUNTRY, CRM_FIELD_COUNT,
};

static const CrmKeyword colours[] = {
  { "red", "Red" },
  { "light-blue", "Light Blue" },
  { NULL, NULL },
};

static void
define (CrmField     *field,
        CrmFieldType  type)
{
  *field = (CrmField) { .label = (char *) "The Field", .keywords = colours };
  crm_field_define (field, 1, "field", type, CRM_FIELD_FLAGS_NONE);
}

static void
assert_read (CrmFieldType  type,
             const char   *text,
             const char   *plain)
{
  CrmField field;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autofree char *written = NULL;
  g_autoptr (GError) error = NULL;

  define (&field, type);
  g_assert_true (crm_field_parse (&field, text, &value, &error));
  g_assert_no_error (error);
  written = crm_field_format_plain (&field, &value, NULL);
  g_assert_cmpstr (written, ==, plain);
}

static void
assert_refused (CrmFieldType  type,
                const char   *text)
{
  CrmField field;
  g_auto (CrmValue) value = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  define (&field, type);
  if (crm_field_parse (&field, text, &value, &error))
    g_test_message ("%s takes “%s”", crm_field_type_get_name (type), text);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "The Field: "));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
test_reading (void)
{
  assert_read (CRM_FIELD_TEXT, "  Ana\xc2\xa0", "Ana");
  assert_read (CRM_FIELD_TEXT, "Ana\r\nGarcía\tLópez", "Ana  García López");
  assert_read (CRM_FIELD_LONG_TEXT, "\n one\n\ntwo \n", "one\n\ntwo");
  assert_read (CRM_FIELD_NUMBER, "1.234,5", "1234.5");
  assert_read (CRM_FIELD_WHOLE, "12,000", "12000");
  assert_read (CRM_FIELD_MONEY, "1.200,50 CHF", "1200.50 CHF");
  assert_read (CRM_FIELD_DATE, "29 March 2026", "2026-03-29");
  assert_read (CRM_FIELD_DATE_TIME, "2026-03-29 14:30", "2026-03-29T14:30:00Z");
  assert_read (CRM_FIELD_YES_NO, "Sí", "yes");
  assert_read (CRM_FIELD_YES_NO, "NEIN", "no");
  assert_read (CRM_FIELD_KEYWORD, "LIGHT BLUE", "light-blue");
  assert_read (CRM_FIELD_KEYWORD, "light-blue", "light-blue");
  assert_read (CRM_FIELD_URL, "https://sol.example/a?b=c", "https://sol.example/a?b=c");
  assert_read (CRM_FIELD_EMAIL, " ana@sol.example ", "ana@sol.example");
  assert_read (CRM_FIELD_PHONE, "+34 600 12 34", "+34 600 12 34");
  assert_read (CRM_FIELD_COUNTRY, "españa", "ES");
  assert_read (CRM_FIELD_COUNTRY, "Atlantis", "Atlantis");

  for (guint i = 0; i < G_N_ELEMENTS (scalar_types); i++)
    {
      assert_read (scalar_types[i], "", "");
      assert_read (scalar_types[i], " \t\n ", "");
      assert_read (scalar_types[i], NULL, "");
    }
}

static void
test_refusing (void)
{
  g_autofree char *long_text = g_strnfill (4001, 'x');
  g_autofree char *very_long_text = g_strnfill (1000001, 'x');

  assert_refused (CRM_FIELD_TEXT, long_text);
  assert_refused (CRM_FIELD_LONG_TEXT, very_long_text);
  assert_refused (CRM_FIELD_NUMBER, "twelve");
  assert_refused (CRM_FIELD_WHOLE, "1.5");
  assert_refused (CRM_FIELD_WHOLE, "1e300");
  assert_refused (CRM_FIELD_WHOLE, "-1e300");
  assert_refused (CRM_FIELD_MONEY, "12 apples");
  assert_refused (CRM_FIELD_DATE, "2026-02-30");
  assert_refused (CRM_FIELD_DATE_TIME, "yesterday");
  assert_refused (CRM_FIELD_YES_NO, "maybe");
  assert_refused (CRM_FIELD_KEYWORD, "mauve");
  assert_refused (CRM_FIELD_URL, "not a link");
  assert_refused (CRM_FIELD_EMAIL, "ana at sol");
  assert_refused (CRM_FIELD_PHONE, "call me");

  for (guint i = 0; i < G_N_ELEMENTS (scalar_types); i++)
    assert_refused (scalar_types[i], "caf\xe9");
}

static CrmValue
make_value (CrmFieldType  type,
            GRand        *chance)
{
  static const char *const codes[] = { "EUR", "JPY", "KWD", "CHF" };
  static const char *const countries[] = { "ES", "DE", "Atlantis" };
  g_autofree char *text = crm_test_make_text (chance, 20);
  g_autofree char *stripped = NULL;
  gint64 seconds = (gint64) g_rand_int (chance) * 60 - G_GINT64_CONSTANT (60000000000);

  switch (type)
    {
    case CRM_FIELD_NUMBER:
      return crm_value_real (g_rand_boolean (chance) ? g_rand_int_range (chance, -2000000, 2000000) / 1000.0
                                                     : ldexp (g_rand_double (chance) - 0.5, g_rand_int_range (chance, -60, 60)));
    case CRM_FIELD_WHOLE:
    case CRM_FIELD_COUNT:
      return crm_value_integer ((gint64) g_rand_int (chance) * g_rand_int_range (chance, -1000, 1000));
    case CRM_FIELD_MONEY:
      return crm_value_money ((gint64) g_rand_int (chance) * g_rand_int_range (chance, -1000, 1000), codes[g_rand_int_range (chance, 0, 4)]);
    case CRM_FIELD_DATE:
      return crm_value_take_text (g_strdup_printf ("%04d-%02d-%02d", g_rand_int_range (chance, 1, 10000),
                                                   g_rand_int_range (chance, 1, 13), g_rand_int_range (chance, 1, 29)));
    case CRM_FIELD_DATE_TIME:
      return crm_value_integer (seconds * G_USEC_PER_SEC + (g_rand_boolean (chance) ? g_rand_int_range (chance, 0, G_USEC_PER_SEC) : 0));
    case CRM_FIELD_YES_NO:
      return crm_value_integer (g_rand_boolean (chance));
    case CRM_FIELD_KEYWORD:
      return crm_value_text (colours[g_rand_int_range (chance, 0, 2)].value);
    case CRM_FIELD_COUNTRY:
      return crm_value_text (countries[g_rand_int_range (chance, 0, 3)]);
    case CRM_FIELD_EMAIL:
      return crm_value_text ("Ana.García@sol.example");
    case CRM_FIELD_PHONE:
      return crm_value_take_text (g_strdup_printf ("+34 %u", g_rand_int (chance)));
    case CRM_FIELD_URL:
      return crm_value_take_text (g_strdup_printf ("https://sol.example/%u", g_rand_int (chance)));
    default:
      {
        /* As it comes out of reading. */
        CrmField field;
        CrmValue value = CRM_VALUE_INIT;

        define (&field, type);
        g_assert_true (crm_field_parse (&field, text, &value, NULL));

        return value;
      }
    }
}

static void
check_round_trips (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint i = 0; i < G_N_ELEMENTS (scalar_types); i++)
    for (guint k = 0; k < 1000; k++)
      {
        CrmField field;
        g_auto (CrmValue) value = make_value (scalar_types[i], chance);
        g_autofree char *plain = NULL;
        g_autofree char *shown = NULL;
        g_auto (CrmValue) again = CRM_VALUE_INIT;
        g_autoptr (GError) error = NULL;

        define (&field, scalar_types[i]);
        plain = crm_field_format_plain (&field, &value, NULL);
        crm_field_parse (&field, plain, &again, &error);
        g_assert_no_error (error);
        if (!crm_value_equal (&value, &again))
          g_test_message ("%s: %s", crm_field_type_get_name (scalar_types[i]), plain);
        g_assert_true (crm_value_equal (&value, &again));

        /* What people see can be put back too, but for what they see less of. */
        shown = crm_field_format (&field, &value, NULL);
        g_assert_true (g_utf8_validate (shown, -1, NULL));
        if (field.type == CRM_FIELD_DATE || field.type == CRM_FIELD_DATE_TIME)
          continue;
        crm_value_clear (&again);
        crm_field_parse (&field, shown, &again, &error);
        g_assert_no_error (error);
        if (!crm_value_equal (&value, &again))
          g_test_message ("%s: %s", crm_field_type_get_name (scalar_types[i]), shown);
        g_assert_true (crm_value_equal (&value, &again));
      }
}

static void
test_round_trip (void)
{
  check_round_trips ();
}

static void
test_round_trip_in (gconstpointer data)
{
  if (!crm_test_use_locale (data))
    return;
  check_round_trips ();
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_format (void)
{
  CrmField field;
  CrmValue value = crm_value_integer (5);
  g_autofree char *linked = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *unnamed = NULL;

  define (&field, CRM_FIELD_LINK);
  field.column.links_to = "account";
  linked = crm_field_format (&field, &value, "Sol");
  plain = crm_field_format_plain (&field, &value, "Sol");
  unnamed = crm_field_format (&field, &value, NULL);
  g_assert_cmpstr (linked, ==, "Sol");
  g_assert_cmpstr (plain, ==, "Sol");
  g_assert_cmpstr (unnamed, ==, "");
}

static void
test_types (void)
{
  for (int type = 0; type <= CRM_FIELD_COUNT; type++)
    {
      CrmFieldType found;
      GEnumClass *values = g_type_class_ref (CRM_TYPE_FIELD_TYPE);

      g_assert_true (crm_field_type_from_name (crm_field_type_get_name ((CrmFieldType) type), &found));
      g_assert_cmpint (found, ==, type);
      g_assert_cmpstr (g_enum_get_value (values, type)->value_nick, ==, crm_field_type_get_name ((CrmFieldType) type));
      g_assert_cmpstr (crm_field_type_get_label ((CrmFieldType) type), !=, "");
      g_type_class_unref (values);
    }

  {
    CrmFieldType found;

    g_assert_false (crm_field_type_from_name ("nothing", &found));
    g_assert_false (crm_field_type_from_name (NULL, &found));
  }
}

static void
test_fill (void)
{
  static const char *const forms[][3] = {
    { "Hello %s!", "Ana", "Hello Ana!" }, { "%s", "Ana", "Ana" }, { "none", "Ana", "none" },
    { "100 % of %s", "Ana", "100 % of Ana" }, { "%s", "%s %n", "%s %n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *text = crm_fill (forms[i][0], forms[i][1]);

      g_assert_cmpstr (text, ==, forms[i][2]);
    }
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/field/reading", test_reading);
  g_test_add_func ("/field/refusing", test_refusing);
  g_test_add_func ("/field/round-trip", test_round_trip);
  g_test_add_data_func ("/field/round-trip/en_US", "en_US", test_round_trip_in);
  g_test_add_data_func ("/field/round-trip/de_DE", "de_DE", test_round_trip_in);
  g_test_add_data_func ("/field/round-trip/fr_FR", "fr_FR", test_round_trip_in);
  g_test_add_func ("/field/format", test_format);
  g_test_add_func ("/field/types", test_types);
  g_test_add_func ("/field/fill", test_fill);

  return g_test_run ();
}
