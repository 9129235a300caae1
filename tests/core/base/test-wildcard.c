/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Patterns with "*". */

#include "config.h"

#include <string.h>

#include "crm-wildcard.h"

static void
test_table (void)
{
  static const struct
  {
    const char *pattern;
    const char *text;
    gboolean matches;
  } cases[] = {
    { "", "", TRUE },
    { "", "a", FALSE },
    { "*", "", TRUE },
    { "*", "abc", TRUE },
    { "abc", "abc", TRUE },
    { "abc", "abcd", FALSE },
    { "abc", "ab", FALSE },
    { "a*", "a", TRUE },
    { "a*", "abc", TRUE },
    { "a*", "ba", FALSE },
    { "*c", "abc", TRUE },
    { "*c", "cb", FALSE },
    { "a*c", "ac", TRUE },
    { "a*c", "abcbc", TRUE },
    { "a*c", "abcb", FALSE },
    { "*b*", "abc", TRUE },
    { "*b*", "ac", FALSE },
    { "a**c", "abc", TRUE },
    { "*ab*ab*", "abab", TRUE },
    { "*ab*ab*", "aab", FALSE },
    { "*aab", "aaab", TRUE },
    /* Nothing else is special. */
    { "a?c", "abc", FALSE },
    { "a?c", "a?c", TRUE },
    { "[ab]", "a", FALSE },
    { "[ab]", "[ab]", TRUE },
    { "a%", "abc", FALSE },
    { "a_c", "abc", FALSE },
    { "\\*", "\\x", TRUE },
    { "ñ*ñ", "ñandú ñ", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("“%s” and “%s”", cases[i].pattern, cases[i].text);
      g_assert_cmpint (crm_wildcard_matches (cases[i].pattern, cases[i].text), ==, cases[i].matches);
    }
}

/* Patterns that make a search which goes back take for ever: this would not come to its end. */
static void
test_hostile (void)
{
  g_autofree char *text = g_strnfill (20000, 'a');
  g_autoptr (GString) pattern = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (pattern, "*a");
  g_string_append_c (pattern, 'b');

  g_assert_false (crm_wildcard_matches (pattern->str, text));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wildcard/table", test_table);
  g_test_add_func ("/wildcard/hostile", test_hostile);

  return g_test_run ();
}
