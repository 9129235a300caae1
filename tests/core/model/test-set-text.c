/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sets as text: what is written for a file is read back as the same members. */

#include "config.h"

#include "crm-input.h"
#include "crm-test.h"

static void
assert_split (const CrmField *field,
              const char     *text,
              const char     *expected)
{
  g_auto (GStrv) values = crm_input_split (field, text);
  g_autofree char *joined = g_strjoinv ("/", values);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_split (void)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmField *tags = crm_record_type_find_field (crm_catalogue_find (catalogue, "contact"), "tags");

  assert_split (tags, "lead; roof", "lead/roof");
  assert_split (tags, "lead, roof", "lead/roof");
  assert_split (tags, "lead, new; roof", "lead, new/roof");
  assert_split (tags, "lead ::: roof", "lead/roof");
  assert_split (tags, "\"lead, new\"; \"say \"\"roof\"\"\"", "lead, new/say \"roof\"");
  assert_split (tags, "\"VIP\",\"Blog\"", "VIP/Blog");
  assert_split (tags, "6\" pipe; 8\" pipe", "6\" pipe/8\" pipe");
  assert_split (tags, "\"open", "\"open");
}

static void
test_join (void)
{
  static const char *const awkward[] = { "a", "b, c", "d;e", "f|g", "h:::i", "\"j\"", "k\nl", "m\"\"n", NULL };
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  const CrmField *tags = crm_record_type_find_field (crm_catalogue_find (catalogue, "contact"), "tags");

  for (guint from = 0; awkward[from] != NULL; from++)
    for (guint n = 1; from + n <= g_strv_length ((char **) awkward); n++)
      {
        g_autoptr (GPtrArray) values = g_ptr_array_new ();
        g_autofree char *text = NULL;
        g_auto (GStrv) split = NULL;

        for (guint i = 0; i < n; i++)
          g_ptr_array_add (values, (gpointer) awkward[from + i]);
        text = crm_input_join (values);
        split = crm_input_split (tags, text);

        g_assert_cmpuint (g_strv_length (split), ==, n);
        for (guint i = 0; i < n; i++)
          g_assert_cmpstr (split[i], ==, awkward[from + i]);
      }
}

static void
test_round_trip (void)
{
  static const char *const keys[] = { "tags", "emails", "phones", "messengers" };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 first = crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "\"a, b\"; \"c;d\"",
                               "emails", "work: ana@sol.example; ana@casa.example", "phones", "mobile: +34 600 123 456",
                               "messengers", "telegram: @ana; matrix: @ana:sol.example", NULL);
  g_autofree char *emails = crm_test_get (workspace, "contact", first, "emails");
  g_autofree char *tags = crm_test_get (workspace, "contact", first, "tags");
  gint64 second = crm_test_add (workspace, "contact", "first_name", "Ana", NULL);

  g_assert_cmpstr (emails, ==, "work: ana@sol.example; ana@casa.example");
  g_assert_cmpstr (tags, ==, "\"a, b\"; \"c;d\"");

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text = crm_test_get (workspace, "contact", first, keys[i]);
      g_autofree char *again = NULL;

      crm_test_set (workspace, "contact", second, keys[i], text, NULL);
      again = crm_test_get (workspace, "contact", second, keys[i]);
      g_assert_cmpstr (again, ==, text);
    }

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/input/split", test_split);
  g_test_add_func ("/input/join", test_join);
  g_test_add_func ("/input/round-trip", test_round_trip);

  return g_test_run ();
}
