/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values: what they hold, when two are the same, and what they look like in the journal. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "crm-json.h"
#include "crm-test-corpus.h"
#include "crm-value.h"

static void
assert_json (CrmValue    value,
             const char *expected)
{
  g_autoptr (GString) json = g_string_new ("x");

  crm_value_append_json (&value, json);
  g_assert_cmpstr (json->str + 1, ==, expected);
  crm_value_clear (&value);
}

static void
test_empty (void)
{
  CrmValue empty = CRM_VALUE_INIT;
  CrmValue values[] = {
    crm_value_text (NULL), crm_value_text (""), crm_value_take_text (NULL), crm_value_take_text (g_strdup ("")),
    crm_value_real (NAN), crm_value_real (INFINITY), crm_value_real (-INFINITY),
  };

  /* There is one way to be empty. */
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_assert_true (crm_value_is_empty (&values[i]));
      g_assert_true (crm_value_equal (&values[i], &empty));
    }
  g_assert_null (crm_value_get_text (&empty));
  g_assert_cmpint (crm_value_get_integer (&empty), ==, 0);
  assert_json (empty, "null");
}

static void
test_kinds (void)
{
  g_auto (CrmValue) integer = crm_value_integer (-7);
  g_auto (CrmValue) real = crm_value_real (2.5);
  g_auto (CrmValue) text = crm_value_text ("Ána");
  g_auto (CrmValue) taken = crm_value_take_text (g_strdup ("Ána"));
  g_auto (CrmValue) money = crm_value_money (1250, "EUR");
  g_auto (CrmValue) long_code = crm_value_money (1, "EUROS");
  const CrmValue *all[] = { &integer, &real, &text, &money };

  g_assert_cmpint (crm_value_get_integer (&integer), ==, -7);
  g_assert_cmpint (crm_value_get_integer (&money), ==, 1250);
  g_assert_cmpint (crm_value_get_integer (&real), ==, 0);
  g_assert_cmpstr (crm_value_get_text (&text), ==, "Ána");
  g_assert_null (crm_value_get_text (&integer));
  g_assert_true (crm_value_equal (&text, &taken));
  g_assert_cmpuint (strlen (long_code.currency), ==, 3);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    for (guint k = 0; k < G_N_ELEMENTS (all); k++)
      g_assert_true (crm_value_equal (all[i], all[k]) == (i == k));
}

static void
test_equal (void)
{
  CrmValue values[] = {
    crm_value_integer (1), crm_value_integer (2), crm_value_real (1), crm_value_money (1, "EUR"), crm_value_money (1, "USD"),
    crm_value_money (2, "EUR"), crm_value_text ("a"), crm_value_text ("A"), crm_value_text ("1"),
  };
  CrmValue zero = crm_value_real (0.0);
  CrmValue minus_zero = crm_value_real (-0.0);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    for (guint k = 0; k < G_N_ELEMENTS (values); k++)
      g_assert_true (crm_value_equal (&values[i], &values[k]) == (i == k));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crm_value_clear (&values[i]);

  /* Nobody sees a difference, so there is none. */
  g_assert_true (crm_value_equal (&zero, &minus_zero));
}

static void
test_ownership (void)
{
  g_auto (CrmValue) source = crm_value_text ("one");
  g_auto (CrmValue) target = crm_value_text ("two");
  g_auto (CrmValue) copy = crm_value_dup (&source);
  CrmValue *boxed = g_boxed_copy (CRM_TYPE_VALUE, &source);

  g_assert_true (crm_value_get_text (&copy) != crm_value_get_text (&source));
  crm_value_copy (&target, &source);
  g_assert_true (crm_value_equal (&target, &source));
  crm_value_copy (&target, &target);
  g_assert_cmpstr (crm_value_get_text (&target), ==, "one");

  crm_value_clear (&source);
  crm_value_clear (&source);
  g_assert_true (crm_value_is_empty (&source));
  g_assert_cmpstr (crm_value_get_text (&copy), ==, "one");
  g_assert_cmpstr (crm_value_get_text (boxed), ==, "one");

  g_boxed_free (CRM_TYPE_VALUE, boxed);
  crm_value_free (NULL);
}

static void
test_json (void)
{
  assert_json (crm_value_integer (G_MININT64), "-9223372036854775808");
  assert_json (crm_value_integer (G_MAXINT64), "9223372036854775807");
  assert_json (crm_value_real (0.5), "0.5");
  assert_json (crm_value_real (1e20), "1e+20");
  assert_json (crm_value_money (-1250, "EUR"), "[-1250,\"EUR\"]");
  assert_json (crm_value_text ("a\"b\\c\n\r\t\x01\x7f é"), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\x7f é\"");
}

static void
test_json_reals (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  /* Undo gives back what was there to the last bit. */
  for (guint i = 0; i < 20000; i++)
    {
      double number = ldexp (g_rand_double (chance) - 0.5, g_rand_int_range (chance, -1000, 1000));
      CrmValue value = crm_value_real (number);
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (JsonNode) node = NULL;

      crm_value_append_json (&value, json);
      node = crm_json_parse (json->str, -1, G_MAXSIZE, NULL);
      g_assert_nonnull (node);
      g_assert_true (json_node_get_double (node) == number);
    }
}

static void
test_json_null (void)
{
  g_autoptr (GString) json = g_string_new (NULL);

  crm_json_append_string (json, NULL);
  crm_json_append_string (json, "");
  g_assert_cmpstr (json->str, ==, "null\"\"");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/value/empty", test_empty);
  g_test_add_func ("/value/kinds", test_kinds);
  g_test_add_func ("/value/equal", test_equal);
  g_test_add_func ("/value/ownership", test_ownership);
  g_test_add_func ("/value/json", test_json);
  g_test_add_func ("/value/json-reals", test_json_reals);
  g_test_add_func ("/value/json-null", test_json_null);

  return g_test_run ();
}
