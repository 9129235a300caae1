/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What tests read and make up: the collections of other projects in tests/corpora, and chance
 * that can be repeated.
 */

#include "config.h"

#include "crm-test-corpus.h"

#include <locale.h>
#include <stdio.h>

#include "crm-test.h"

/**
 * crm_test_read_corpus:
 * @name: of a file, from tests/corpora
 * @length: (out) (optional): in bytes
 *
 * Returns: (transfer full): what is in it
 */
char *
crm_test_read_corpus (const char *name,
                      gsize      *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "corpora", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

/**
 * crm_test_new_chance:
 *
 * Chance that is the same in every run; another one with `CRM_TEST_SEED` in the environment.
 *
 * Returns: (transfer full): where random numbers come from
 */
GRand *
crm_test_new_chance (void)
{
  const char *wish = g_getenv ("CRM_TEST_SEED");
  guint32 seed = wish != NULL ? (guint32) g_ascii_strtoull (wish, NULL, 10) : 20260302;

  g_test_message ("CRM_TEST_SEED=%u", seed);

  return g_rand_new_with_seed (seed);
}

/* Most of what people write, and some of what they do not. */
static gunichar
pick_character (GRand *chance)
{
  static const struct
  {
    gunichar first;
    gunichar last;
  } blocks[] = {
    { 0x20, 0x7e }, { 0x20, 0x7e }, { 0x20, 0x7e }, { 0x61, 0x7a }, { 0xa0, 0x24f }, { 0x300, 0x36f },
    { 0x370, 0x3ff }, { 0x400, 0x4ff }, { 0x590, 0x5ff }, { 0x600, 0x6ff }, { 0x900, 0x97f }, { 0xe00, 0xe7f },
    { 0x1100, 0x11ff }, { 0x1e00, 0x1fff }, { 0x2000, 0x206f }, { 0x3040, 0x30ff }, { 0x4e00, 0x4eff },
    { 0xac00, 0xad00 }, { 0xfb00, 0xfdff }, { 0xfe00, 0xffef }, { 0x1f300, 0x1f6ff }, { 0x1, 0x10ffff },
  };
  guint block = (guint) g_rand_int_range (chance, 0, G_N_ELEMENTS (blocks));

  while (TRUE)
    {
      gunichar c = (gunichar) g_rand_int_range (chance, (gint32) blocks[block].first, (gint32) blocks[block].last + 1);

      if (g_unichar_validate (c))
        return c;
    }
}

/**
 * crm_test_make_text:
 * @max_length: in characters
 *
 * Returns: (transfer full): random text in many scripts, valid UTF-8
 */
char *
crm_test_make_text (GRand *chance,
                    guint  max_length)
{
  GString *text = g_string_new (NULL);
  guint length = (guint) g_rand_int_range (chance, 0, (gint32) max_length + 1);

  for (guint i = 0; i < length; i++)
    g_string_append_unichar (text, pick_character (chance));

  return g_string_free (text, FALSE);
}

/**
 * crm_test_use_locale:
 * @name: "de_DE"
 *
 * Switches to a locale with UTF-8, made for the tests where the system has only its sources.
 *
 * Returns: %FALSE, with the test marked as skipped, if it cannot be made
 */
gboolean
crm_test_use_locale (const char *name)
{
  g_autofree char *full = g_strconcat (name, ".UTF-8", NULL);
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "locales", NULL);
  g_autofree char *path = g_build_filename (folder, full, NULL);
  g_autofree char *part = g_strdup_printf ("%s.%u", path, g_random_int ());
  const char *command[] = { "localedef", "--no-archive", "-i", name, "-f", "UTF-8", part, NULL };
  g_autofree char *message = NULL;

  if (setlocale (LC_ALL, full) != NULL)
    return TRUE;

  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_mkdir_with_parents (folder, 0700);
      g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                    NULL, NULL, NULL, NULL, NULL, NULL);
      /* Another test may have been faster; then its copy serves. */
      if (rename (part, path) != 0)
        crm_test_remove_folder (part);
    }

  g_setenv ("LOCPATH", folder, TRUE);
  if (setlocale (LC_ALL, full) != NULL)
    return TRUE;

  message = g_strdup_printf ("there is no locale %s, and localedef cannot make it", full);
  g_test_skip (message);

  return FALSE;
}
