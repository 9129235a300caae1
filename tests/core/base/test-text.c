/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text from people and files: no blanks at its ends, and always UTF-8. */

#include "config.h"

#include <string.h>

#include "crm-test-corpus.h"
#include "crm-text.h"

static void
assert_strip (const char *text,
              const char *expected)
{
  g_autofree char *stripped = crm_text_strip (text);

  g_assert_cmpstr (stripped, ==, expected);
}

static void
test_strip (void)
{
  assert_strip (NULL, "");
  assert_strip ("", "");
  assert_strip (" \t\r\n ", "");
  assert_strip ("  Ana  García\n", "Ana  García");
  assert_strip ("\xc2\xa0\xe2\x80\xaf" "Ana\xe3\x80\x80", "Ana");
  assert_strip ("\xef\xbb\xbf" "Ana\xe2\x80\x8b", "Ana");
  assert_strip ("\x01" "Ana\x7f\xc2\x85", "Ana");
  assert_strip ("\xe9t\xe9", "\xef\xbf\xbdt\xef\xbf\xbd");
}

static void
test_random (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = crm_test_make_text (chance, 6);
      g_autofree char *once = crm_text_strip (text);
      g_autofree char *twice = crm_text_strip (once);

      g_assert_cmpstr (once, ==, twice);
      g_assert_nonnull (strstr (text, once));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text/strip", test_strip);
  g_test_add_func ("/text/random", test_random);

  return g_test_run ();
}
