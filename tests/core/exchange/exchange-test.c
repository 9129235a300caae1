/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of import and export share: the corpora. */

#include "config.h"

#include "exchange-test.h"

#include <string.h>

/**
 * exchange_test_get_corpus:
 * @name: of a file or folder among the corpora
 *
 * Returns: (transfer full): its path
 */
char *
exchange_test_get_corpus (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "corpora", name, NULL);
}

/**
 * exchange_test_load_corpus:
 * @name: of a file among the corpora
 *
 * Returns: (transfer full): what is in it
 */
GBytes *
exchange_test_load_corpus (const char *name)
{
  g_autofree char *path = exchange_test_get_corpus (name);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/**
 * exchange_test_each_corpus:
 * @folder: among the corpora
 * @suffix: of the files that count: ".csv"
 * @func: (scope call): called for each, with those in folders inside
 *
 * Returns: how many there were
 */
guint
exchange_test_each_corpus (const char *folder,
                           const char *suffix,
                           CorpusFunc  func,
                           gpointer    user_data)
{
  g_autofree char *path = exchange_test_get_corpus (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  guint n = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      const char *child = g_ptr_array_index (names, i);
      g_autofree char *child_path = exchange_test_get_corpus (child);

      if (g_file_test (child_path, G_FILE_TEST_IS_DIR))
        {
          n += exchange_test_each_corpus (child, suffix, func, user_data);
        }
      else if (g_str_has_suffix (child, suffix))
        {
          g_autoptr (GBytes) bytes = exchange_test_load_corpus (child);
          gsize length;
          const guint8 *data = g_bytes_get_data (bytes, &length);

          func (child, data, length, user_data);
          n++;
        }
    }

  return n;
}

/**
 * exchange_test_encode:
 * @text: UTF-8
 * @charset: as iconv knows it
 * @length: (out): of the result
 *
 * Returns: (transfer full): @text in another encoding
 */
char *
exchange_test_encode (const char *text,
                      const char *charset,
                      gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *encoded = g_convert (text, -1, charset, "UTF-8", NULL, length, &error);

  g_assert_no_error (error);

  return encoded;
}
