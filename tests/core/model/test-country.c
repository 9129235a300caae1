/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Countries by their codes and names. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "crm-country.h"
#include "crm-test-corpus.h"

static void
test_list (void)
{
  guint n;
  const char **codes = crm_country_list (&n);

  /* ISO 3166-1 has 249 of them since 2011. */
  g_assert_cmpuint (n, ==, 249);
  for (guint i = 0; i < n; i++)
    {
      const char *name = crm_country_get_name (codes[i]);
      g_autofree char *lower = g_ascii_strdown (codes[i], -1);

      g_assert_cmpuint (strlen (codes[i]), ==, 2);
      g_assert_nonnull (name);
      g_assert_cmpstr (crm_country_find_code (name), ==, codes[i]);
      g_assert_cmpstr (crm_country_find_code (codes[i]), ==, codes[i]);
      g_assert_cmpstr (crm_country_find_code (lower), ==, codes[i]);
      if (i > 0)
        g_assert_cmpint (g_utf8_collate (crm_country_get_name (codes[i - 1]), name), <=, 0);
    }
}

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "Spain", "ES" }, { "ESP", "ES" }, { "españa", "ES" }, { "ESPANA", "ES" }, { "Kingdom of Spain", "ES" }, { "USA", "US" },
    { "United States", "US" }, { "U.S.A.", "US" }, { " uk ", "GB" }, { "England", "GB" }, { "Deutschland", "DE" },
    { "Österreich", "AT" }, { "Osterreich", "AT" }, { "Côte d'Ivoire", "CI" }, { "Türkiye", "TR" }, { "Holland", "NL" },
  };
  static const char *const none[] = { "", " ", "Atlantis", "XX", "E", "ESPA", "Spain, Madrid" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (crm_country_find_code (names[i][0]), ==, names[i][1]);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_null (crm_country_find_code (none[i]));
  g_assert_null (crm_country_find_code (NULL));
  g_assert_null (crm_country_get_name (NULL));
  g_assert_null (crm_country_get_name ("es"));
  g_assert_null (crm_country_get_name ("XX"));
}

static void
test_locale (void)
{
  g_assert_null (crm_country_of_locale ());
  if (!crm_test_use_locale ("de_CH"))
    return;
  g_assert_cmpstr (crm_country_of_locale (), ==, "CH");
  setlocale (LC_ALL, "C.UTF-8");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/country/list", test_list);
  g_test_add_func ("/country/names", test_names);
  g_test_add_func ("/country/locale", test_locale);

  return g_test_run ();
}
