/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sets of record ids, against a hash table. */

#include "config.h"

#include "crm-bitmap.h"
#include "crm-test-corpus.h"

static void
test_model (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  for (guint round = 0; round < 50; round++)
    {
      g_autoptr (CrmBitmap) bitmap = crm_bitmap_new ();
      g_autoptr (GHashTable) model = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      gint32 range = 1 << g_rand_int_range (chance, 1, 20);

      for (guint i = 0; i < 2000; i++)
        {
          gint64 id = g_rand_int_range (chance, 0, range);

          if (g_rand_boolean (chance))
            {
              crm_bitmap_add (bitmap, id);
              g_hash_table_add (model, g_memdup2 (&id, sizeof id));
            }
          else
            {
              crm_bitmap_remove (bitmap, id);
              g_hash_table_remove (model, &id);
            }
          g_assert_cmpuint (crm_bitmap_get_count (bitmap), ==, g_hash_table_size (model));
        }

      for (gint64 id = 0; id < MIN (range + 200, 5000); id++)
        g_assert_true (crm_bitmap_contains (bitmap, id) == g_hash_table_contains (model, &id));
    }
}

static void
test_edges (void)
{
  g_autoptr (CrmBitmap) bitmap = crm_bitmap_new ();

  g_assert_cmpuint (crm_bitmap_get_count (bitmap), ==, 0);
  g_assert_false (crm_bitmap_contains (bitmap, 0));
  g_assert_false (crm_bitmap_contains (bitmap, -1));
  g_assert_false (crm_bitmap_contains (bitmap, G_MAXINT64));
  g_assert_false (crm_bitmap_contains (bitmap, G_MININT64));
  crm_bitmap_remove (bitmap, -1);
  crm_bitmap_remove (bitmap, G_MAXINT64);

  for (gint64 id = 62; id <= 129; id++)
    {
      crm_bitmap_add (bitmap, id);
      crm_bitmap_add (bitmap, id);
      g_assert_false (crm_bitmap_contains (bitmap, id + 1));
      g_assert_false (crm_bitmap_contains (bitmap, id + 64));
    }
  g_assert_cmpuint (crm_bitmap_get_count (bitmap), ==, 68);

  crm_bitmap_free (NULL);
}

static void
test_million (void)
{
  g_autoptr (CrmBitmap) bitmap = crm_bitmap_new ();

  for (gint64 id = 1000000; id > 0; id -= 2)
    crm_bitmap_add (bitmap, id);
  g_assert_cmpuint (crm_bitmap_get_count (bitmap), ==, 500000);
  for (gint64 id = 1; id <= 1000000; id++)
    g_assert_true (crm_bitmap_contains (bitmap, id) == (id % 2 == 0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bitmap/model", test_model);
  g_test_add_func ("/bitmap/edges", test_edges);
  g_test_add_func ("/bitmap/million", test_million);

  return g_test_run ();
}
