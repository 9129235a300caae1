/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The guard before the JSON parser, against JSONTestSuite: what it lets pass can be parsed, and
 * nothing makes it fail. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-json.h"
#include "crm-test-corpus.h"
#include "crm-value.h"

#define ENOUGH (1 << 20)

static void
check_file (const char *name,
            guint      *n_checked)
{
  g_autofree char *path = g_build_filename ("json", name, NULL);
  gsize length;
  g_autofree char *text = crm_test_read_corpus (path, &length);
  g_autofree char *exact = g_memdup2 (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean valid = crm_json_check (exact, length, ENOUGH, &error);

  g_assert_true (valid == (error == NULL));
  if (name[0] == 'y')
    g_assert_no_error (error);
  if (name[0] == 'n')
    {
      if (valid)
        g_test_message ("%s is taken", name);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    }
  g_clear_error (&error);
  (*n_checked)++;

  node = crm_json_parse (text, (gssize) length, ENOUGH, &error);
  g_assert_true ((node == NULL) == (error != NULL));

  /* json-glib cannot keep a NUL, whose beginning alone would be left. */
  if (strcmp (name, "y_string_null_escape.json") == 0 || strcmp (name, "y_object_escaped_null_in_key.json") == 0)
    g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  else if (name[0] == 'y')
    g_assert_no_error (error);
  else if (!valid)
    g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
}

static void
test_suite (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "corpora", "json", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n_checked = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json"))
      check_file (name, &n_checked);

  g_assert_cmpuint (n_checked, ==, 316);
}

static void
assert_check (const char *text,
              gsize       length,
              gboolean    valid)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_json_check (text, length, ENOUGH, &error) == valid);
  if (!valid)
    g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
}

static void
test_depth (void)
{
  for (guint depth = 1; depth <= 100000; depth = depth < 70 ? depth + 1 : depth * 10)
    {
      g_autofree char *opening = g_strnfill (depth, '[');
      g_autofree char *closing = g_strnfill (depth, ']');
      g_autofree char *nested = g_strconcat (opening, closing, NULL);
      g_autoptr (JsonNode) node = NULL;

      assert_check (nested, strlen (nested), depth <= 64);
      assert_check (opening, strlen (opening), FALSE);
      node = crm_json_parse (nested, -1, ENOUGH, NULL);
      g_assert_true ((node != NULL) == (depth <= 64));
    }

  {
    g_autoptr (GString) text = g_string_new (NULL);

    for (guint i = 0; i < 50000; i++)
      g_string_append (text, "[{\"\":");
    assert_check (text->str, text->len, FALSE);
  }
}

static void
test_size (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (crm_json_check ("[1,2]", 5, 5, NULL));
  g_assert_false (crm_json_check ("[1,2]", 5, 4, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
  g_assert_nonnull (strstr (error->message, "5"));
}

static void
test_cut_off (void)
{
  static const char text[] =
    "{\"name\": \"Ana \\u00e9 \\ud83d\\ude00 \\\\\", \"n\": [-1.5e+10, true, false, null, {}, []], \"é\": \"\xf0\x9f\x98\x80\"}";

  /* Each beginning lies in memory of its own, so that a step beyond its end is seen. */
  assert_check (text, strlen (text), TRUE);
  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *part = g_memdup2 (text, length);

      assert_check (part != NULL ? part : "", length, FALSE);
    }
}

static void
test_every_byte (void)
{
  static const char text[] = "{\"a\": [\"b\\n\\u0041\", -1.5e3, true, null]}";

  /* Each byte replaced by each other one: what is taken can be parsed. */
  for (gsize i = 0; i < strlen (text); i++)
    for (guint byte = 0; byte < 256; byte++)
      {
        g_autofree char *other = g_memdup2 (text, strlen (text));
        g_autoptr (JsonNode) node = NULL;
        g_autoptr (GError) error = NULL;

        other[i] = (char) byte;
        node = crm_json_parse (other, (gssize) strlen (text), ENOUGH, &error);
        g_assert_true ((node == NULL) == (error != NULL));
        if (node != NULL)
          g_assert_true (crm_json_check (other, strlen (text), ENOUGH, NULL));
      }
}

static void
test_line (void)
{
  static const char text[] = "{\n  \"a\": 1,\n  \"b\": x\n}\n";
  g_autoptr (GError) error = NULL;

  g_assert_false (crm_json_check (text, strlen (text), ENOUGH, &error));
  g_assert_nonnull (strstr (error->message, "3"));
  g_clear_error (&error);

  g_assert_false (crm_json_check ("[\n\"\xff\"]", 5, ENOUGH, &error));
  g_assert_nonnull (strstr (error->message, "2"));
}

static void
test_parse (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = crm_json_parse ("{\"a\": [1, 2.5, \"x\\u00e9\"]} trailing", 26, ENOUGH, &error);
  JsonArray *array;

  g_assert_no_error (error);
  array = json_object_get_array_member (json_node_get_object (node), "a");
  g_assert_cmpint (json_array_get_int_element (array, 0), ==, 1);
  g_assert_cmpfloat (json_array_get_double_element (array, 1), ==, 2.5);
  g_assert_cmpstr (json_array_get_string_element (array, 2), ==, "xé");
}

static void
test_nul (void)
{
  static const char *const with_nul[] = { "\"a\\u0000b\"", "[\"\\u0000\"]", "{\"a\\u0000\": 1}", "\"\\\\\\u0000\"" };
  static const char *const without[] = { "\"\\\\u0000\"", "\"u0000\"" };

  for (guint i = 0; i < G_N_ELEMENTS (with_nul); i++)
    {
      g_autoptr (GError) error = NULL;

      assert_check (with_nul[i], strlen (with_nul[i]), TRUE);
      g_assert_null (crm_json_parse (with_nul[i], -1, ENOUGH, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_SYNTAX);
    }
  for (guint i = 0; i < G_N_ELEMENTS (without); i++)
    {
      g_autoptr (JsonNode) node = crm_json_parse (without[i], -1, ENOUGH, NULL);

      g_assert_nonnull (node);
    }
}

static void
test_strings (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  /* What is written as JSON is read back to the letter. */
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = crm_test_make_text (chance, 12);
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      crm_json_append_string (json, text);
      node = crm_json_parse (json->str, (gssize) json->len, ENOUGH, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (json_node_get_string (node), ==, text);
    }
}

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
  g_test_add_func ("/json/suite", test_suite);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/size", test_size);
  g_test_add_func ("/json/cut-off", test_cut_off);
  g_test_add_func ("/json/every-byte", test_every_byte);
  g_test_add_func ("/json/line", test_line);
  g_test_add_func ("/json/parse", test_parse);
  g_test_add_func ("/json/nul", test_nul);
  g_test_add_func ("/json/strings", test_strings);

  return g_test_run ();
}
