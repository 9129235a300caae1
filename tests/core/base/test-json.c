/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the guard before the JSON parser lets through. */

#include "config.h"

#include <string.h>

#include "crm-json.h"

static void
test_whole_numbers (void)
{
  static const struct
  {
    const char *text;
    gint64 number;
  } fit[] = {
    { "0", 0 },
    { "-0", 0 },
    { "9223372036854775807", G_MAXINT64 },
    { "-9223372036854775808", G_MININT64 },
  };
  /* json-glib would read -1, the least number, the greatest, and -1. */
  static const char *const too_large[] = {
    "99999999999999999999", "9223372036854775808", "-9223372036854775809", "18446744073709551615",
    "[1, 100000000000000000000000000000000000000000]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (fit); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = crm_json_parse (fit[i].text, -1, 100, &error);

      g_assert_no_error (error);
      g_assert_cmpint (json_node_get_int (node), ==, fit[i].number);
    }

  for (guint i = 0; i < G_N_ELEMENTS (too_large); i++)
    g_assert_false (crm_json_check (too_large[i], strlen (too_large[i]), 100, NULL));

  g_assert_true (crm_json_check ("1e300", 5, 100, NULL));
  g_assert_true (crm_json_check ("99999999999999999999.5", 22, 100, NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/whole-numbers", test_whole_numbers);

  return g_test_run ();
}
