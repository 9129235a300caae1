/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far texts are from each other, and what words sound like. */

#include "config.h"

#include "crm-distance.h"

static void
test_distance (void)
{
  static const struct
  {
    const char *a;
    const char *b;
    guint distance;
  } cases[] = {
    { "", "", 0 }, { "a", "", 1 }, { "ana", "ana", 0 }, { "ana", "anna", 1 }, { "smith", "smiht", 1 }, { "smith", "smyth", 1 },
    { "robert", "rupert", 2 }, { "ca", "abc", 3 }, { "kitten", "sitting", 3 }, { "日本語", "日本", 1 }, { "straße", "strase", 1 },
    { "1980-02-29", "1980-02-92", 1 }, { "ab", "ba", 1 },
  };
  g_autofree char *text = g_strnfill (65, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpuint (crm_distance (cases[i].a, cases[i].b, 10), ==, cases[i].distance);
      g_assert_cmpuint (crm_distance (cases[i].b, cases[i].a, 10), ==, cases[i].distance);
      for (guint most = 0; most < cases[i].distance; most++)
        g_assert_cmpuint (crm_distance (cases[i].a, cases[i].b, most), ==, most + 1);
    }

  /* What is too long is far from everything but itself. */
  g_assert_cmpuint (crm_distance (text, text, 3), ==, 0);
  g_assert_cmpuint (crm_distance (text, text + 1, 3), ==, 4);
}

/* The triangle inequality does not hold for this distance, but these do. */
static void
test_random (void)
{
  for (guint round = 0; round < 20000; round++)
    {
      char a[12], b[12];
      guint n = (guint) g_test_rand_int_range (0, 11), m = (guint) g_test_rand_int_range (0, 11);
      guint distance;

      for (guint i = 0; i < n; i++)
        a[i] = (char) ('a' + g_test_rand_int_range (0, 3));
      for (guint i = 0; i < m; i++)
        b[i] = (char) ('a' + g_test_rand_int_range (0, 3));
      a[n] = b[m] = '\0';

      distance = crm_distance (a, b, 20);
      g_assert_cmpuint (distance, ==, crm_distance (b, a, 20));
      g_assert_cmpuint (distance, >=, n > m ? n - m : m - n);
      g_assert_cmpuint (distance, <=, MAX (n, m));
      g_assert_cmpint (distance == 0, ==, g_str_equal (a, b));
      g_assert_cmpuint (crm_distance (a, b, 2), ==, MIN (distance, 3));
    }
}

static void
test_sound (void)
{
  static const struct
  {
    const char *word;
    const char *sound;
  } cases[] = {
    { "robert", "r163" }, { "rupert", "r163" }, { "ashcraft", "a261" }, { "tymczak", "t522" }, { "pfister", "p236" }, { "lee", "l" },
    { "", "" }, { "ñandú", "ñ53" }, { "日本", "日" }, { "o'brien", "o165" }, { "\U0001f600x", "\U0001f6002" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char sound[CRM_SOUND_SIZE];

      crm_sound_make (cases[i].word, sound);
      g_assert_cmpstr (sound, ==, cases[i].sound);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/distance/cases", test_distance);
  g_test_add_func ("/distance/random", test_random);
  g_test_add_func ("/distance/sound", test_sound);

  return g_test_run ();
}
