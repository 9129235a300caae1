/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables as text: what is in them, and what is wrong with them. */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-csv-guard.h"
#include "crm-csv-reader.h"
#include "crm-csv-writer.h"
#include "exchange-test.h"

static const CrmCsvDialect comma = { ',', '"', FALSE };

static CrmCsvReader *
open_bytes (const void          *data,
            gssize               length,
            const char          *charset,
            const CrmCsvDialect *dialect)
{
  g_autoptr (GInputStream) stream = NULL;

  stream = g_memory_input_stream_new_from_data (data, length < 0 ? (gssize) strlen (data) : length, NULL);

  return crm_csv_reader_new (stream, crm_encoding_find (charset), dialect);
}

/* The table on one line: cells with "|" between, rows with "/"; with the flaws of a row behind it. */
static char *
flatten (CrmCsvReader *reader)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  const CrmCsvRow *row;
  gint64 number = 0;

  while ((row = crm_csv_reader_read (reader, NULL, &error)) != NULL)
    {
      g_assert_cmpint (row->number, ==, ++number);
      if (text->len > 0)
        g_string_append_c (text, '/');
      for (guint i = 0; i < row->n_cells; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", row->cells[i]);
      if (row->flaws != CRM_CSV_FLAWLESS)
        g_string_append_printf (text, "!%d", row->flaws);
    }
  g_assert_no_error (error);

  return g_string_free (text, FALSE);
}

static void
assert_table (const char          *csv,
              const CrmCsvDialect *dialect,
              const char          *expected)
{
  g_autoptr (CrmCsvReader) reader = open_bytes (csv, -1, "UTF-8", dialect);
  g_autofree char *text = flatten (reader);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_dialects (void)
{
  const CrmCsvDialect semicolon = { ';', '"', FALSE };
  const CrmCsvDialect tab = { '\t', '"', FALSE };
  const CrmCsvDialect pipe_mark = { '|', '"', FALSE };
  const CrmCsvDialect single = { ',', '\'', FALSE };
  const CrmCsvDialect plain = { ',', '\0', FALSE };
  const CrmCsvDialect backslash = { ',', '"', TRUE };

  assert_table ("a,b\n1,2\n", &comma, "a|b/1|2");
  assert_table ("a,b\n1,2", &comma, "a|b/1|2");
  assert_table ("a;b\n1,5;2\n", &semicolon, "a|b/1,5|2");
  assert_table ("a\tb\n1\t2\n", &tab, "a|b/1|2");
  assert_table ("a|b\n1|2\n", &pipe_mark, "a|b/1|2");
  assert_table ("'a,b','it''s'\n", &single, "a,b|it's");
  assert_table ("\"a\",b\"c\n", &plain, "\"a\"|b\"c");
  assert_table ("\"a\\\"b\",c\\,d\n\"e\\\\\",f\n", &backslash, "a\"b|c,d/e\\|f");
}

static void
test_quotes (void)
{
  assert_table ("\"a\",\"b\"\"c\",\"\"\n", &comma, "a|b\"c|");
  assert_table ("\"a\nb\",c\n", &comma, "a\nb|c");
  assert_table ("\"a\r\nb\",c\r\n", &comma, "a\r\nb|c");
  assert_table ("\"a\", \"b, c\" ,d\n", &comma, "a|b, c|d");
  assert_table (" a , b \n", &comma, " a | b ");
  assert_table ("ab\"c,d\n", &comma, "ab\"c|d");
}

static void
test_line_ends (void)
{
  assert_table ("a,b\r1,2\r", &comma, "a|b/1|2");
  assert_table ("a,b\r\n1,2\n3,4\r5,6", &comma, "a|b/1|2/3|4/5|6");
  assert_table ("\n\na,b\n\n\r\n1,2\n\n", &comma, "a|b/1|2");
  assert_table (",\n,,\n", &comma, "|/||");
  assert_table ("a,b,\n", &comma, "a|b|");
  assert_table ("\"\"\n", &comma, "");
  assert_table ("", &comma, "");
  assert_table ("\r\n", &comma, "");
}

/* A quote that is out of place costs as little as possible. */
static void
test_stray_quotes (void)
{
  assert_table ("\"the \"Golden\" Lion\",x\ny,z\n", &comma, "the \"Golden\" Lion|x!1/y|z");
  assert_table ("\"foo\"bar,\"baz\"\n", &comma, "foobar|baz!1");
  assert_table ("\"1\",\"2\",\"3\" \"\r\n\"3\",\"2\",\"1\"\r\n", &comma, "1|2|3\" !1/3|2|1");
  assert_table ("a,\"never closed\nb,c\nd,e\n", &comma, "a|\"never closed!2/b|c/d|e");
  assert_table ("\"\n", &comma, "\"!2");
}

static void
test_lines (void)
{
  g_autoptr (CrmCsvReader) reader = open_bytes ("a,b\r\n\r\n\"1\r\n2\n3\",x\r4,5\n", -1, "UTF-8", &comma);
  const gint64 lines[] = { 1, 3, 6 };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_cmpint (crm_csv_reader_read (reader, NULL, NULL)->line, ==, lines[i]);
  g_assert_null (crm_csv_reader_read (reader, NULL, NULL));
}

static void
test_skip_lines (void)
{
  g_autoptr (CrmCsvReader) reader = open_bytes ("Notes:\r\n\"half a quote\r\n\r\na,b\r\n", -1, "UTF-8", &comma);
  g_autofree char *text = NULL;

  g_assert_true (crm_csv_reader_skip_lines (reader, 3, NULL, NULL));
  text = flatten (reader);
  g_assert_cmpstr (text, ==, "a|b");
}

/* However long something is, memory is bounded and the rest of the file is read. */
static void
test_caps (void)
{
  g_autoptr (GString) csv = g_string_new ("first,row\n");
  g_autoptr (CrmCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  const CrmCsvRow *row;

  /* A value of three megabytes, and one of twenty, in quotes and without. */
  for (guint n = 0; n < 4; n++)
    {
      gsize size = (n % 2 == 0 ? 3 : 20) * 1024 * 1024;

      g_string_append (csv, n < 2 ? "a," : "b,\"");
      g_string_set_size (csv, csv->len + size);
      memset (csv->str + csv->len - size, 'x', size);
      g_string_append (csv, n < 2 ? ",end\n" : "\",end\n");
    }
  for (guint i = 0; i < 1500; i++)
    g_string_append (csv, "c,");
  g_string_append (csv, "\nlast,row\n");

  reader = open_bytes (csv->str, (gssize) csv->len, "UTF-8", &comma);
  row = crm_csv_reader_read (reader, NULL, &error);
  g_assert_cmpstr (row->cells[0], ==, "first");
  for (guint n = 0; n < 4; n++)
    {
      row = crm_csv_reader_read (reader, NULL, &error);
      g_assert_cmpstr (row->cells[0], ==, n < 2 ? "a" : "b");
      g_assert_cmpuint (strlen (row->cells[1]), <=, CRM_CSV_MAX_FIELD);
      g_assert_true (row->flaws & CRM_CSV_TOO_LONG);
      g_assert_cmpint (row->line, ==, 2 + n);
    }
  row = crm_csv_reader_read (reader, NULL, &error);
  g_assert_cmpuint (row->n_cells, ==, CRM_CSV_MAX_CELLS);
  g_assert_true (row->flaws & CRM_CSV_TOO_MANY);
  row = crm_csv_reader_read (reader, NULL, &error);
  g_assert_cmpstr (row->cells[0], ==, "last");
  g_assert_cmpint (row->line, ==, 7);
  g_assert_no_error (error);
}

/* Values that lie across the edges of buffers. */
static void
test_edges (void)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CrmCsvReader) reader = NULL;
  const CrmCsvRow *row;
  guint n = 0;

  for (guint i = 0; i < 3000; i++)
    {
      GString *value = g_string_new (NULL);
      guint length = (guint) g_rand_int_range (random, 0, 700);

      for (guint k = 0; k < length; k++)
        g_string_append (value, ((const char *const[]) { "a", "é", "漢", "\"", ",", "\n", " " })[g_rand_int_range (random, 0, 7)]);
      crm_csv_append (csv, value->str, i % 3 == 0, ',');
      if (i % 3 == 2)
        crm_csv_end_row (csv);
      g_ptr_array_add (values, g_string_free (value, FALSE));
    }

  reader = open_bytes (csv->str, (gssize) csv->len, "UTF-8", &comma);
  while ((row = crm_csv_reader_read (reader, NULL, NULL)) != NULL)
    {
      g_assert_cmpuint (row->n_cells, ==, 3);
      for (guint i = 0; i < 3; i++)
        g_assert_cmpstr (row->cells[i], ==, g_ptr_array_index (values, n++));
    }
  g_assert_cmpuint (n, ==, values->len);
}

static void
test_faults (void)
{
  static const char utf8[] = "a,b\n1,\xff" "x\n2,\0y\n\xc3,\xe2\x82\n";
  static const char wide[] = "a\0,\0\x00\xd8" "b\0\n\0\0\0c\0\n\0d";
  g_autoptr (CrmCsvReader) first = open_bytes (utf8, sizeof utf8 - 1, "UTF-8", &comma);
  g_autoptr (CrmCsvReader) second = open_bytes (wide, sizeof wide - 1, "UTF-16LE", &comma);
  g_autofree char *text = flatten (first);
  g_autofree char *wide_text = flatten (second);
  GArray *faults = crm_decoder_get_faults (crm_csv_reader_get_decoder (first));

  g_assert_cmpstr (text, ==, "a|b/1|\xef\xbf\xbdx/2|\xef\xbf\xbdy/\xef\xbf\xbd|\xef\xbf\xbd\xef\xbf\xbd");
  g_assert_cmpint (crm_decoder_get_n_faults (crm_csv_reader_get_decoder (first)), ==, 5);
  g_assert_cmpint (g_array_index (faults, CrmFault, 0).line, ==, 2);
  g_assert_cmpint (g_array_index (faults, CrmFault, 0).offset, ==, 6);
  g_assert_cmpint (g_array_index (faults, CrmFault, 0).bytes[0], ==, 0xff);
  g_assert_cmpint (g_array_index (faults, CrmFault, 1).line, ==, 3);
  g_assert_cmpint (g_array_index (faults, CrmFault, 1).bytes[0], ==, 0);
  g_assert_cmpint (g_array_index (faults, CrmFault, 2).line, ==, 4);

  /* A lone surrogate, a zero, and half a character at the end. */
  g_assert_cmpstr (wide_text, ==, "a|\xef\xbf\xbd" "b/\xef\xbf\xbd" "c/\xef\xbf\xbd");
  g_assert_cmpint (crm_decoder_get_n_faults (crm_csv_reader_get_decoder (second)), ==, 3);
}

/* Lines end with @line_end everywhere, inside values too. */
static char *
with_line_ends (const char *text,
                gssize      length,
                const char *line_end)
{
  g_autofree char *copy = g_strndup (text, length >= 0 ? (gsize) length : strlen (text));
  GString *changed = g_string_new (copy);

  g_string_replace (changed, "\r\n", "\n", 0);
  g_string_replace (changed, "\n", line_end, 0);

  return g_string_free (changed, FALSE);
}

static void
compare_table (const char *csv,
               JsonArray  *rows,
               const char *line_end)
{
  g_autofree char *data = with_line_ends (csv, -1, line_end);
  g_autoptr (CrmCsvReader) reader = open_bytes (data, -1, "UTF-8", &comma);
  g_auto (GStrv) header = NULL;
  const CrmCsvRow *row = crm_csv_reader_read (reader, NULL, NULL);
  guint n = 0;

  header = g_new0 (char *, row->n_cells + 1);
  for (guint i = 0; i < row->n_cells; i++)
    header[i] = g_strdup (row->cells[i]);

  while ((row = crm_csv_reader_read (reader, NULL, NULL)) != NULL)
    {
      JsonObject *object = json_array_get_object_element (rows, n++);

      g_assert_cmpuint (row->n_cells, ==, json_object_get_size (object));
      for (guint i = 0; i < row->n_cells; i++)
        {
          g_autofree char *expected = with_line_ends (json_object_get_string_member (object, header[i]), -1, line_end);

          g_assert_cmpstr (row->cells[i], ==, expected);
        }
    }
  g_assert_cmpuint (n, ==, json_array_get_length (rows));
}

/* The oracle: beside each table stands what it says, with line ends that got lost on the way. In
 * one of them it says another number than the table has, and is no list. */
static void
check_spectrum (const char   *name,
                const guint8 *data,
                gsize         length,
                gpointer      user_data)
{
  g_autofree char *base = g_path_get_basename (name);
  g_autofree char *json_name = NULL;
  g_autofree char *csv = g_strndup ((const char *) data, length);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GBytes) expected = NULL;
  g_autoptr (JsonArray) rows = NULL;
  JsonNode *root;

  base[strlen (base) - strlen (".csv")] = '\0';
  json_name = g_strdup_printf ("csv/csv-spectrum/json/%s.json", base);
  expected = exchange_test_load_corpus (json_name);
  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (expected, NULL), (gssize) g_bytes_get_size (expected), NULL));
  root = json_parser_get_root (parser);
  if (JSON_NODE_HOLDS_ARRAY (root))
    {
      rows = json_array_ref (json_node_get_array (root));
    }
  else
    {
      rows = json_array_new ();
      json_array_add_object_element (rows, json_object_ref (json_node_get_object (root)));
      json_object_set_string_member (json_node_get_object (root), "Contact Phone Number", "2095257564");
    }

  compare_table (csv, rows, "\n");
  compare_table (csv, rows, "\r\n");
}

static void
test_spectrum (void)
{
  g_assert_cmpuint (exchange_test_each_corpus ("csv/csv-spectrum/csvs", ".csv", check_spectrum, NULL), ==, 12);
}

/* --- Formulas ----------------------------------------------------------------------------------- */

static void
assert_guard (const char *text,
              const char *guarded)
{
  g_autofree char *result = crm_csv_guard (text);
  g_autofree char *back = result != NULL ? crm_csv_unguard (result, TRUE) : NULL;

  g_assert_cmpstr (result, ==, guarded);
  if (guarded != NULL)
    g_assert_cmpstr (back, ==, text);
}

static void
test_guard (void)
{
  g_autofree char *foreign = crm_csv_unguard ("'=x;'=y", FALSE);

  assert_guard ("=SUM(A1)", "'=SUM(A1)");
  assert_guard ("+44 123", "'+44 123");
  assert_guard ("-5", "'-5");
  assert_guard ("@handle", "'@handle");
  assert_guard ("  =1", "'  =1");
  assert_guard ("\t=1", "'\t'=1");
  assert_guard ("＝1", "'＝1");
  assert_guard ("a;=cmd|' /C calc'!A0", "a;'=cmd|' /C calc'!A0");
  assert_guard ("a\n=1", "a\n'=1");
  assert_guard ("'=1", "''=1");
  assert_guard ("''-", "'''-");
  assert_guard ("Ana", NULL);
  assert_guard ("a-b", NULL);
  assert_guard ("'tis", NULL);
  assert_guard ("ana@example.com", NULL);
  assert_guard ("", NULL);

  /* In a file of somebody else only the beginning of a value is looked at. */
  g_assert_cmpstr (foreign, ==, "=x;'=y");
}

/* Whatever is guarded comes back, also what has apostrophes of its own. */
static void
test_guard_round_trip (void)
{
  static const char *const parts[] = { "'", "=", "-", "@", "+", ",", ";", "\n", "\t", " ", "a", "＝", "|", "\xc2\xa0" };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *guarded = NULL;
      g_autofree char *back = NULL;
      guint n = (guint) g_rand_int_range (random, 0, 9);

      for (guint k = 0; k < n; k++)
        g_string_append (text, parts[g_rand_int_range (random, 0, G_N_ELEMENTS (parts))]);
      guarded = crm_csv_guard (text->str);
      back = crm_csv_unguard (guarded != NULL ? guarded : text->str, TRUE);
      g_assert_cmpstr (back != NULL ? back : guarded != NULL ? guarded : text->str, ==, text->str);
    }
}

/* No cell of what is written begins with a formula, whichever separator a program takes. */
static void
test_payloads (void)
{
  g_autoptr (GBytes) bytes = exchange_test_load_corpus ("security-payloads/PayloadsAllTheThings/csv-injection.md");
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n_formulas = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *payload = lines[i] + strspn (lines[i], " ");
      g_autoptr (GString) row = g_string_new (NULL);
      g_autofree char *joined = g_strdup_printf ("Ana;%s,%s\t%s\n%s", payload, payload, payload, payload);
      g_auto (GStrv) cells = NULL;

      crm_csv_append_text (row, payload, TRUE, ',');
      crm_csv_append_text (row, joined, FALSE, ',');
      cells = g_strsplit_set (row->str, ",;\t\n\"", -1);
      for (guint k = 0; cells[k] != NULL; k++)
        {
          const char *cell = cells[k] + strspn (cells[k], " ");

          g_assert_true (*cell == '\0' || strchr ("=+-@", *cell) == NULL);
        }
      n_formulas += *payload != '\0' && strchr ("=+-@", *payload) != NULL;
    }

  g_assert_cmpuint (n_formulas, >=, 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/dialects", test_dialects);
  g_test_add_func ("/csv/quotes", test_quotes);
  g_test_add_func ("/csv/line-ends", test_line_ends);
  g_test_add_func ("/csv/stray-quotes", test_stray_quotes);
  g_test_add_func ("/csv/lines", test_lines);
  g_test_add_func ("/csv/skip-lines", test_skip_lines);
  g_test_add_func ("/csv/caps", test_caps);
  g_test_add_func ("/csv/edges", test_edges);
  g_test_add_func ("/csv/faults", test_faults);
  g_test_add_func ("/csv/spectrum", test_spectrum);
  g_test_add_func ("/csv/guard", test_guard);
  g_test_add_func ("/csv/guard-round-trip", test_guard_round_trip);
  g_test_add_func ("/csv/payloads", test_payloads);

  return g_test_run ();
}
