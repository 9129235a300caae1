/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the country code of a number ends, against every territory of libphonenumber. */

#include "config.h"

#include <string.h>

#include "crm-calling-code.h"
#include "crm-test-corpus.h"

static void
test_every_territory (void)
{
  g_autofree char *text = crm_test_read_corpus ("phone/example-numbers.tsv", NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autofree char *number = g_strconcat (cells[1], cells[3], NULL);

      if (crm_calling_code_length (number) != strlen (cells[1]))
        g_test_message ("%s: %s", cells[0], number);
      g_assert_cmpuint (crm_calling_code_length (number), ==, strlen (cells[1]));
      n++;
    }

  g_assert_cmpuint (n, >, 1000);
}

static void
test_short (void)
{
  g_assert_cmpuint (crm_calling_code_length (""), ==, 0);
  g_assert_cmpuint (crm_calling_code_length ("3"), ==, 0);
  g_assert_cmpuint (crm_calling_code_length ("346"), ==, 0);
  g_assert_cmpuint (crm_calling_code_length ("3460"), ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calling-code/every-territory", test_every_territory);
  g_test_add_func ("/calling-code/short", test_short);

  return g_test_run ();
}
