/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Telephone numbers, against the example numbers of libphonenumber: however one is written, it is
 * compared by the same digits. */

#include "config.h"

#include <string.h>

#include "crm-phone.h"
#include "crm-test-corpus.h"

static void
assert_normal (const char *text,
               const char *country,
               const char *expected)
{
  g_autofree char *normal = crm_phone_normalize (text, country);
  g_autofree char *again = crm_phone_normalize (normal, country);

  if (g_strcmp0 (normal, expected) != 0)
    g_test_message ("%s in %s", text, country);
  g_assert_cmpstr (normal, ==, expected);
  g_assert_cmpstr (again, ==, expected);
}

/* The ways people write a number: with blanks, dots, brackets. */
static void
assert_ways (const char *code,
             const char *national)
{
  g_autofree char *expected = g_strdup_printf ("+%s%s", code, national);
  g_autofree char *blanks = g_strdup_printf ("+%s %.3s %s", code, national, national + 3);
  g_autofree char *dashes = g_strdup_printf ("+%s-%.2s-%s", code, national, national + 2);
  g_autofree char *brackets = g_strdup_printf ("(+%s) %s", code, national);
  g_autofree char *dots = g_strdup_printf ("+%s.%.1s.%s", code, national, national + 1);
  g_autofree char *padded = g_strdup_printf ("  +%s%s ", code, national);

  assert_normal (expected, NULL, expected);
  assert_normal (blanks, NULL, expected);
  assert_normal (dashes, "ES", expected);
  assert_normal (dots, "US", expected);
  assert_normal (padded, NULL, expected);
  assert_normal (brackets, "ES", expected);
}

static void
test_examples (void)
{
  g_autofree char *text = crm_test_read_corpus ("phone/example-numbers.tsv", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autofree char *expected = g_strdup_printf ("+%s%s", cells[1], cells[3]);

      g_assert_true (crm_phone_is_valid (expected));
      assert_ways (cells[1], cells[3]);

      /* As it is dialled in the country; "001" is none, and service numbers have no prefix there. */
      if (strlen (cells[0]) == 2 && (strcmp (cells[2], "fixedLine") == 0 || strcmp (cells[2], "mobile") == 0))
        assert_normal (cells[4], cells[0], expected);
      n++;
    }

  g_assert_cmpuint (n, >, 1000);
}

static void
test_country (void)
{
  crm_phone_set_country (NULL);
  assert_normal ("600 123 456", "ES", "+34600123456");
  assert_normal ("030 123456", "DE", "+4930123456");
  assert_normal ("0034 600 123 456", "ES", "+34600123456");
  assert_normal ("0034 600 123 456", "DE", "+34600123456");
  assert_normal ("011 34 600 123 456", "US", "+34600123456");
  assert_normal ("+44 (0)20 7946 0958", "ES", "+442079460958");
  assert_normal ("+39 06 1234 5678", NULL, "+390612345678");

  /* Without a country the digits have to do. */
  assert_normal ("600 123 456", NULL, "600123456");
  crm_phone_set_country ("ES");
  g_assert_cmpstr (crm_phone_get_country (), ==, "ES");
  assert_normal ("600 123 456", NULL, "+34600123456");
  assert_normal ("600 123 456", "not a country", "+34600123456");
  assert_normal ("030 123456", "DE", "+4930123456");
  crm_phone_set_country (NULL);
}

static void
test_odd (void)
{
  static const char *const none[] = { "", " ", "x", "+", "+-()", "call me" };
  static const char *const valid[] = { "110", "+49 30 123456 ext. 12", "0800-FLOWERS 12", "030/123-456,,12#", "٠٣٠ ١٢٣٤٥٦" };
  g_autofree char *endless = g_strnfill (100, '1');
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      assert_normal (none[i], "ES", NULL);
      g_assert_false (crm_phone_is_valid (none[i]));
    }
  assert_normal (NULL, "ES", NULL);
  g_assert_false (crm_phone_is_valid (NULL));
  g_assert_false (crm_phone_is_valid ("1"));
  g_assert_false (crm_phone_is_valid (endless));
  for (guint i = 0; i < G_N_ELEMENTS (valid); i++)
    g_assert_true (crm_phone_is_valid (valid[i]));

  for (guint i = 0; i < 3000; i++)
    {
      static const char letters[] = "0123456789+-() ./x#*,٣é";
      char text[16] = "";
      g_autofree char *made = crm_test_make_text (chance, 8);
      g_autofree char *normal = NULL;
      g_autofree char *again = NULL;
      g_autofree char *of_text = NULL;

      for (gint32 k = g_rand_int_range (chance, 0, sizeof text); k > 0; k--)
        text[k - 1] = letters[g_rand_int_range (chance, 0, 19)];
      normal = crm_phone_normalize (text, i % 2 == 0 ? "ES" : NULL);
      again = crm_phone_normalize (normal, i % 2 == 0 ? "ES" : NULL);
      if (g_strcmp0 (normal, again) != 0)
        g_test_message ("%s", text);
      g_assert_cmpstr (normal, ==, again);
      of_text = crm_phone_normalize (made, "DE");
      for (const char *p = of_text; p != NULL && *p != '\0'; p++)
        g_assert_true (g_ascii_isdigit (*p) || (*p == '+' && p == of_text));
    }
}

static void
test_format (void)
{
  g_autofree char *spanish = crm_phone_format ("600123456", "ES");
  g_autofree char *german = crm_phone_format ("+4930123456", NULL);
  g_autofree char *odd = crm_phone_format ("call me", "ES");

  g_assert_cmpstr (spanish, ==, "+34 600 12 34 56");
  g_assert_cmpstr (german, ==, "+49 30 123456");
  g_assert_cmpstr (odd, ==, "call me");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/phone/examples", test_examples);
  g_test_add_func ("/phone/country", test_country);
  g_test_add_func ("/phone/odd", test_odd);
  g_test_add_func ("/phone/format", test_format);

  return g_test_run ();
}
