/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Exports: what comes out goes in again as it was, whatever it is; no spreadsheet computes
 * anything in it; and a file is there as a whole or not at all.
 */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "crm-csv-guard.h"
#include "crm-csv-reader.h"
#include "crm-export.h"
#include "crm-json.h"
#include "exchange-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  crm_workspace_close (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GFile *
export_type (Fixture                *fixture,
             const char             *type,
             const CrmExportOptions *options)
{
  g_autoptr (CrmExport) export = crm_export_new (fixture->workspace, crm_workspace_get_type_named (fixture->workspace, type));
  g_autofree char *name = g_strconcat ("export-", type, crm_export_format_get_suffix (options->format), NULL);
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GPtrArray) fields = crm_export_list_fields (crm_workspace_get_type_named (fixture->workspace, type));
  g_autoptr (GError) error = NULL;

  /* When a record was changed last, each file has its own of. */
  g_ptr_array_remove (fields, (gpointer) crm_record_type_find_field (crm_workspace_get_type_named (fixture->workspace, type), "modified"));
  crm_export_set_fields (export, fields);
  crm_export_set_options (export, options);
  crm_export_run (export, file, NULL, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&file);
}

static char *
read_file (GFile *file)
{
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
assert_same_file (GFile *file,
                  GFile *other)
{
  g_autofree char *text = read_file (file);
  g_autofree char *other_text = read_file (other);

  exchange_test_assert_same (text, other_text);
}

/* --- There and back ----------------------------------------------------------------------------------- */

static const struct
{
  const char *type;
  const char *label;
} custom_fields[] = {
  { "text", "Text, \"quoted\"" }, { "long-text", "Long" }, { "number", "Number" }, { "money", "Money" }, { "date", "Date" },
  { "date-time", "Instant" }, { "yes-no", "Insured" }, { "choice", "One" }, { "choices", "Several" }, { "link", "Link" },
  { "email", "Other E-Mail" }, { "phone", "Other Phone" },
};

static void
add_custom_fields (CrmWorkspace *workspace,
                   const char   *of)
{
  for (guint i = 0; i < G_N_ELEMENTS (custom_fields); i++)
    crm_test_add (workspace, "field", "label", custom_fields[i].label, "type", custom_fields[i].type, "record_type", of, NULL);
}

static const char *
get_custom (CrmWorkspace *workspace,
            const char   *of,
            const char   *label)
{
  const CrmField *field = crm_record_type_find_label (crm_workspace_get_type_named (workspace, of), label);

  g_assert_nonnull (field);

  return field->key;
}

static void
fill_custom_fields (CrmWorkspace *workspace,
                    const char   *of,
                    gint64        id)
{
  static const char *const values[] = {
    "=1+1; \"x\", 'y'", "first line\n\n=second\tline", "-1234.5", "-0.05 EUR", "2024-02-29", "2026-03-29T01:30:00Z", "no", "Red, or \"not\"",
    "\"a, b\"; \"c;d\"", "https://example.com/?a=b;c", "o'neill+tag@example.com", "+34 600 (11) 22-33",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crm_test_set (workspace, of, id, get_custom (workspace, of, custom_fields[i].label), values[i], NULL);
}

static void
add_everything (CrmWorkspace *workspace)
{
  gint64 ana;

  crm_test_add (workspace, "user", "name", "Bea", "email", "bea@roof.example", NULL);
  crm_test_add (workspace, "user", "name", "Bea", "email", "bea@sun.example", NULL);

  crm_test_add (workspace, "account", "name", "Sol; Luna, \"Hijos\"", "website", "https://sol.example", "phone", "+34 915 551 234",
                "annual_revenue", "1500000.50 EUR", "employees", "12", "description", "a\nb", "city", "Málaga", "country", "ES",
                "owner", "bea@sun.example", NULL);
  fill_custom_fields (workspace, "account", 1);
  crm_test_add (workspace, "account", "name", "Luna", "annual_revenue", "12 JPY", NULL);

  /* Two accounts and three people of one name. */
  crm_test_add (workspace, "account", "name", "Luna", "city", "Roma", NULL);
  ana = crm_test_add (workspace, "contact", "first_name", "Ana", "last_name", "García", "account", "#1", "birthday", "1990-02-28",
                      "tags", "\"lead, new\"; \"vip\"", "email", "ana@sol.example", "emails", "work: ana@sol2.example; a.g@x.example",
                      "phone", "+34 600 111 222", "phones", "fax: +34 915 551 235; +34 600 111 223", "country", "ES",
                      "messengers", "telegram: @ana; whatsapp: +34600111222", "street", "Calle Mayor, 1", "postcode", "01234",
                      "utm_source", "-x", "description", "=cmd", "job_title", "@boss", NULL);
  fill_custom_fields (workspace, "contact", ana);
  crm_test_add (workspace, "contact", "first_name", "Ana", "last_name", "García", "account", "#3", "email", "ana@luna.example", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", "last_name", "García", "account", "#2", NULL);
  crm_test_add (workspace, "contact", "phone", "112", NULL);
  crm_test_add (workspace, "contact", "messengers", "signal: someone", NULL);
  crm_test_add (workspace, "contact", "first_name", "Roofer: Max", "last_name", "'=x", NULL);

  crm_test_add (workspace, "pipeline", "name", "Roofs", NULL);
  crm_test_add (workspace, "stage", "name", "Offer", "pipeline", "Roofs", NULL);
  crm_test_add (workspace, "pipeline", "name", "Solar", NULL);
  crm_test_add (workspace, "stage", "name", "Offer", "pipeline", "Solar", NULL);
  crm_test_add (workspace, "deal", "title", "Roof", "value", "1500.00 EUR", "pipeline", "Solar", "contact", "#2",
                "people", "Architect: #1; #3; #6", "close_date", "2026-12-31", "description", "x", NULL);
  fill_custom_fields (workspace, "deal", 1);
  crm_test_add (workspace, "deal", "title", "Roof", "pipeline", "Roofs", "contact", "#3", NULL);
  crm_test_set (workspace, "deal", 2, "status", "lost", "lost_reason", "Too rainy", NULL);

  crm_test_add (workspace, "task", "title", "Call", "type", "Call", "due", "2026-12-31T14:30", "duration", "15", "reminders", "15; 1440",
                "assignees", "bea@roof.example", "priority", "high", "repeats", "weekly", "contacts", "#1; #6", "deals", "#2",
                "accounts", "#3", NULL);
  crm_test_add (workspace, "task", "title", "Visit", "due", "2027-01-01", "deals", "#1", "repeats", "yearly", NULL);
  crm_test_set (workspace, "task", 2, "status", "done", "result", "Nobody there", NULL);
}

/* What links say is which record, not what that is called. */
static char *
dump_links (CrmWorkspace *workspace)
{
  static const char *const queries[] = {
    "SELECT group_concat (x, char (10)) FROM (SELECT hex (c.uuid) || hex (a.uuid) AS x FROM contact c JOIN account a ON a.id = c.account ORDER BY x)",
    "SELECT group_concat (x, char (10)) FROM (SELECT hex (d.uuid) || hex (c.uuid) || p.name || s.name || coalesce (hex (a.uuid), '') AS x FROM deal d "
    "JOIN contact c ON c.id = d.contact JOIN pipeline p ON p.id = d.pipeline JOIN stage s ON s.id = d.stage AND s.pipeline = p.id "
    "LEFT JOIN account a ON a.id = d.account ORDER BY x)",
    "SELECT group_concat (x, char (10)) FROM (SELECT hex (d.uuid) || hex (c.uuid) || coalesce (m.label, '') AS x FROM member m JOIN deal d ON d.id = m.record "
    "JOIN contact c ON c.id = m.key WHERE m.tbl = 11 AND m.col = 12 AND m.removed IS NULL ORDER BY x)",
    "SELECT group_concat (x, char (10)) FROM (SELECT hex (t.uuid) || hex (coalesce (c.uuid, d.uuid, a.uuid, '')) || m.col AS x FROM member m "
    "JOIN task t ON t.id = m.record LEFT JOIN contact c ON c.id = m.key AND m.col = 11 LEFT JOIN deal d ON d.id = m.key AND m.col = 12 "
    "LEFT JOIN account a ON a.id = m.key AND m.col = 13 WHERE m.tbl = 12 AND m.removed IS NULL ORDER BY x)",
  };
  GString *all = g_string_new (NULL);
  g_autoptr (CrmDb) db = crm_db_open (crm_store_get_path (crm_workspace_get_store (workspace)), CRM_DB_READ, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = crm_db_get_text (db, &error, queries[i], "");

      g_assert_no_error (error);
      g_assert_nonnull (text);
      g_string_append_printf (all, "%s\n\n", text);
    }

  return g_string_free (all, FALSE);
}

static const char *const order[] = { "account", "contact", "deal", "task" };

static char *
dump_all (CrmWorkspace *workspace)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autofree char *text = exchange_test_dump (workspace, order[i]);

      g_string_append (all, text);
    }

  return g_string_free (all, FALSE);
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  data)
{
  static const CrmExportOptions all[] = {
    { CRM_EXPORT_CSV, ',', FALSE, TRUE },
    { CRM_EXPORT_CSV, ';', TRUE, TRUE },
    { CRM_EXPORT_CSV, '\t', FALSE, TRUE },
  };
  g_autofree char *expected = NULL;
  g_autofree char *expected_links = NULL;

  for (guint i = 0; i < 3; i++)
    add_custom_fields (fixture->workspace, order[i]);
  add_everything (fixture->workspace);
  expected = dump_all (fixture->workspace);
  expected_links = dump_links (fixture->workspace);

  for (guint k = 0; k < G_N_ELEMENTS (all); k++)
    {
      Fixture other;
      g_autofree char *text = NULL;
      g_autofree char *links = NULL;

      set_up (&other, NULL);
      crm_clock_set_now (crm_workspace_get_clock (other.workspace), CRM_TEST_NOW + G_TIME_SPAN_DAY);
      crm_test_add (other.workspace, "user", "name", "Bea", "email", "bea@roof.example", NULL);
      crm_test_add (other.workspace, "user", "name", "Bea", "email", "bea@sun.example", NULL);
      for (guint i = 0; i < 3; i++)
        add_custom_fields (other.workspace, order[i]);

      for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        {
          g_autoptr (GFile) file = export_type (fixture, order[i], &all[k]);
          g_autoptr (CrmImport) import = exchange_test_open (other.workspace, file, order[i]);
          g_autofree char *name = g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0", order[i]);
          gint64 n = crm_test_query (fixture->workspace, name);

          g_assert_true (crm_mapping_is_own (crm_import_get_mapping (import)));
          exchange_test_run (import, CRM_DUPLICATES_SKIP);
          exchange_test_assert (import, n, 0, 0, 0);
        }

      text = dump_all (other.workspace);
      links = dump_links (other.workspace);
      exchange_test_assert_same (text, expected);
      exchange_test_assert_same (links, expected_links);

      /* When records were made is known better by whoever had them first. */
      for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        {
          g_autofree char *sql = g_strdup_printf ("SELECT sum (created) FROM %s", order[i]);

          g_assert_cmpint (crm_test_query (other.workspace, sql), ==, crm_test_query (fixture->workspace, sql));
        }

      /* Once more, and it is there already; and what comes out is the same, byte by byte. */
      for (guint i = 0; i < G_N_ELEMENTS (order); i++)
        {
          g_autoptr (GFile) file = export_type (fixture, order[i], &all[k]);
          g_autoptr (GFile) again = export_type (&other, order[i], &all[k]);
          g_autoptr (CrmImport) import = exchange_test_open (other.workspace, file, order[i]);
          CrmImportCounts counts;

          exchange_test_run (import, CRM_DUPLICATES_MERGE);
          crm_import_get_counts (import, &counts);
          g_assert_cmpint (counts.skipped, ==, counts.rows);
          if (i < 2)
            assert_same_file (file, again);
        }

      tear_down (&other, NULL);
    }
}

/* Without ids, names lead to the same records as long as they can. */
static void
test_names_only (Fixture       *fixture,
                 gconstpointer  data)
{
  static const CrmExportOptions options = { CRM_EXPORT_CSV, ',', FALSE, FALSE };
  Fixture other;
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Sol", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Luna", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "One", "contact", "#1", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Two", "contact", "#2", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "#2", "accounts", "Luna", NULL);
  expected = dump_all (fixture->workspace);

  set_up (&other, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (GFile) file = export_type (fixture, order[i], &options);
      g_autoptr (CrmImport) import = exchange_test_open (other.workspace, file, order[i]);
      g_autofree char *content = read_file (file);

      g_assert_null (strstr (content, "-7")); /* no UUIDs */
      exchange_test_run (import, CRM_DUPLICATES_SKIP);
    }
  text = dump_all (other.workspace);
  exchange_test_assert_same (text, expected);
  g_assert_cmpint (crm_test_query (other.workspace,
                                   "SELECT count (*) FROM deal d JOIN contact c ON c.id = d.contact JOIN account a ON a.id = c.account "
                                   "WHERE (d.title = 'One') = (a.name = 'Sol')"), ==, 2);
  tear_down (&other, NULL);
}

static void
test_cards (Fixture       *fixture,
            gconstpointer  data)
{
  static const CrmExportFormat formats[] = { CRM_EXPORT_VCARD_3, CRM_EXPORT_VCARD_4 };
  g_autofree char *expected = NULL;

  add_custom_fields (fixture->workspace, "account");
  add_custom_fields (fixture->workspace, "contact");
  crm_test_add (fixture->workspace, "user", "name", "Bea", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Sol; Luna, \"Hijos\"", "website", "https://sol.example", "phone", "+34 915 551 234",
                "annual_revenue", "1500000.50 EUR", "employees", "12", "description", "a\nb", "city", "Málaga", "owner", "Bea", NULL);
  fill_custom_fields (fixture->workspace, "account", 1);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana María", "last_name", "García López", "account", "#1",
                "birthday", "1990-02-28", "tags", "\"vip\"; \"a;b\"; \"lead, new\"", "email", "ana@sol.example",
                "emails", "work: ana@sol2.example; a.g@x.example", "phone", "+34 600 111 222",
                "phones", "fax: +34 915 551 235; summer house: +34 600 111 223", "messengers", "telegram: @ana; whatsapp: +34600111222",
                "street", "Calle Mayor, 1", "street2", "2º; izda.", "city", "Málaga", "postcode", "01234", "country", "ES",
                "website", "https://ana.example/?a;b", "description", "Long\nlines " "ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú ñandú",
                "job_title", "Roofer, boss", "utm_source", "fair", NULL);
  fill_custom_fields (fixture->workspace, "contact", 1);
  crm_test_add (fixture->workspace, "contact", "email", "only@x.example", NULL);
  crm_test_add (fixture->workspace, "contact", "last_name", "Solo", NULL);
  crm_test_add (fixture->workspace, "note", "contact", "#1", "body", "A note;\nwith lines, and \\ that", NULL);

  expected = dump_all (fixture->workspace);
  for (guint k = 0; k < G_N_ELEMENTS (formats); k++)
    {
      CrmExportOptions options = { formats[k], 0, FALSE, FALSE };
      g_autofree char *result = NULL;
      Fixture other;

      set_up (&other, NULL);
      crm_test_add (other.workspace, "user", "name", "Bea", NULL);
      add_custom_fields (other.workspace, "account");
      add_custom_fields (other.workspace, "contact");

      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (GFile) file = export_type (fixture, order[i], &options);
          g_autoptr (CrmImport) import = exchange_test_open (other.workspace, file, order[i]);
          g_autofree char *content = read_file (file);
          g_auto (GStrv) lines = g_strsplit (content, "\r\n", -1);

          /* RFC 6350, 3.2: lines of 75 octets, whole characters in each. */
          for (guint l = 0; lines[l] != NULL; l++)
            {
              g_assert_cmpuint (strlen (lines[l]), <=, 75);
              g_assert_null (strchr (lines[l], '\n'));
              g_assert_true (g_utf8_validate (lines[l], -1, NULL));
            }
          g_assert_true (crm_import_is_vcard (import));
          exchange_test_run (import, CRM_DUPLICATES_SKIP);
        }
      result = dump_all (other.workspace);
      exchange_test_assert_same (result, expected);
      g_assert_cmpint (crm_test_query (other.workspace, "SELECT count (*) FROM note WHERE body = 'A note;' || char (10) || 'with lines, and \\ that'"), ==, 1);
      tear_down (&other, NULL);
    }
}

/* The notes on a record are in a column, which an import makes a note of again. */
static void
test_notes (Fixture       *fixture,
            gconstpointer  data)
{
  CrmExportOptions options = { .format = CRM_EXPORT_CSV, .notes = TRUE };
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) json = NULL;
  g_autoptr (CrmImport) import = NULL;
  g_autofree char *text = NULL;
  Fixture other;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (fixture->workspace, "note", "contact", "#1", "body", "=first;\nwith lines", NULL);
  crm_test_add (fixture->workspace, "note", "contact", "#1", "body", "second", NULL);
  file = export_type (fixture, "contact", &options);

  set_up (&other, NULL);
  import = exchange_test_open (other.workspace, file, "contact");
  exchange_test_run (import, CRM_DUPLICATES_CREATE);
  g_assert_cmpint (crm_test_query (other.workspace, "SELECT count (*) FROM note"), ==, 1);
  g_assert_cmpint (crm_test_query (other.workspace, "SELECT count (*) FROM note JOIN contact ON contact.id = note.contact "
                                   "WHERE first_name = 'Ana' AND body = '=first;' || char (10) || 'with lines' || char (10, 10) || 'second'"), ==, 1);
  g_clear_object (&import);
  tear_down (&other, NULL);

  options.format = CRM_EXPORT_JSON;
  json = export_type (fixture, "contact", &options);
  text = read_file (json);
  g_assert_nonnull (strstr (text, "\"notes\":[\"=first;\\nwith lines\",\"second\"]"));
}

static void
test_json (Fixture       *fixture,
           gconstpointer  data)
{
  static const CrmExportOptions options = { CRM_EXPORT_JSON, 0, FALSE, FALSE };
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) nothing = NULL;
  g_autofree char *text = NULL;
  g_autofree char *empty = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) none = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *deal;
  JsonArray *people;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "tags", "x; y", "emails", "work: a@b.example", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof \"a\"\n", "value", "12.50 EUR", "people", "Architect: Ana", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Second", NULL);
  file = export_type (fixture, "deal", &options);
  text = read_file (file);
  node = crm_json_parse (text, -1, G_MAXSIZE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, 2);

  deal = json_array_get_object_element (json_node_get_array (node), 0);
  if (strcmp (json_object_get_string_member (deal, "title"), "Second") == 0)
    deal = json_array_get_object_element (json_node_get_array (node), 1);
  g_assert_cmpstr (json_object_get_string_member (deal, "title"), ==, "Roof \"a\"");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (deal, "value"), "amount"), ==, "12.50");
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (deal, "value"), "currency"), ==, "EUR");
  people = json_object_get_array_member (deal, "people");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (people, 0), "value"), ==, "Ana");
  g_assert_cmpstr (json_object_get_string_member (json_array_get_object_element (people, 0), "label"), ==, "Architect");
  g_assert_cmpuint (strlen (json_object_get_string_member (deal, "id")), ==, 36);

  nothing = export_type (fixture, "account", &options);
  empty = read_file (nothing);
  none = crm_json_parse (empty, -1, G_MAXSIZE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (none)), ==, 0);
}

/* --- What people choose --------------------------------------------------------------------------------- */

static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "contact");
  g_autoptr (CrmExport) export = crm_export_new (fixture->workspace, type);
  g_autofree char *path = g_build_filename (fixture->folder, "few.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (CrmQuery) query = crm_query_new (&type->table);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  const gint64 ticked[] = { 3, 1, 2, 99 };
  g_autoptr (GError) error = NULL;
  g_autofree char *by_query = NULL;
  g_autofree char *by_ids = NULL;
  gint64 n_done, n_total;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "city", "Roma", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", "city", "Roma", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Carl", "city", "Bonn", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Dora", "city", "Roma", NULL);
  crm_test_trash (fixture->workspace, "contact", 2);
  g_ptr_array_add (fields, (gpointer) crm_record_type_find_field (type, "city"));
  g_ptr_array_add (fields, (gpointer) crm_record_type_find_field (type, "first_name"));
  crm_export_set_fields (export, fields);

  crm_query_set_search (query, "roma");
  crm_query_set_sort (query, &crm_record_type_find_field (type, "first_name")->column, TRUE);
  crm_export_set_query (export, query);
  crm_export_run (export, file, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  by_query = read_file (file);
  g_assert_cmpstr (by_query, ==, "City,First Name\r\nRoma,Dora\r\nRoma,Ana\r\n");

  /* Those that were ticked, as they were; one is in the trash by now, one is gone. */
  g_array_append_vals (ids, ticked, G_N_ELEMENTS (ticked));
  crm_export_set_ids (export, ids);
  crm_export_run (export, file, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  by_ids = read_file (file);
  g_assert_cmpstr (by_ids, ==, "City,First Name\r\nBonn,Carl\r\nRoma,Ana\r\n");
  crm_export_get_counts (export, &n_done, &n_total);
  g_assert_cmpint (n_done, ==, 2);
  g_assert_cmpint (n_total, ==, 4);
}

/* --- Harmless, and whole --------------------------------------------------------------------------------- */

static void
test_formulas (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const names[] = {
    "=1+1", "+1", "-1", "@SUM(1)", "\t=1", " =1", "'=1", "''=1", "a;=1", "a\n=1", "a\t=1", "=cmd|' /C calc'!A0", "＝1+1", "'", "",
    "-", "a'=b", "x,=HYPERLINK(\"http://x\",\"y\")",
  };
  static const char delimiters[] = { ',', ';', '\t' };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "description", names[i], "job_title", names[i], NULL);

  for (guint k = 0; k < G_N_ELEMENTS (delimiters); k++)
    {
      CrmExportOptions options = { CRM_EXPORT_CSV, delimiters[k], FALSE, TRUE };
      g_autoptr (GFile) file = export_type (fixture, "contact", &options);
      g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, NULL));
      const CrmCsvDialect dialect = { delimiters[k], '"', FALSE };
      g_autoptr (CrmCsvReader) reader = crm_csv_reader_new (stream, crm_encoding_find ("UTF-8"), &dialect);
      const CrmCsvRow *row;
      Fixture other;
      g_autoptr (CrmImport) import = NULL;
      g_autofree char *expected = exchange_test_dump (fixture->workspace, "contact");
      g_autofree char *result = NULL;
      guint n = 0;

      while ((row = crm_csv_reader_read (reader, NULL, NULL)) != NULL)
        {
          for (guint i = 0; i < row->n_cells; i++)
            {
              const char *cell = row->cells[i] + strspn (row->cells[i], " ");

              g_assert_null (strchr ("=+-@\t\r\n", *cell != '\0' ? *cell : 'x'));
              g_assert_false (g_str_has_prefix (cell, "＝"));
            }
          n++;
        }
      g_assert_cmpuint (n, ==, G_N_ELEMENTS (names) + 1);

      set_up (&other, NULL);
      import = exchange_test_open (other.workspace, file, "contact");
      exchange_test_run (import, CRM_DUPLICATES_SKIP);
      result = exchange_test_dump (other.workspace, "contact");
      exchange_test_assert_same (result, expected);
      tear_down (&other, NULL);
    }
}

static guint
count_files (const char *folder,
             const char *part)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    n += strstr (name, part) != NULL;

  return n;
}

static void
count_cb (CrmExport *export,
          guint     *n)
{
  (*n)++;
}

static void
test_whole (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (CrmExport) export = crm_export_new (fixture->workspace, crm_workspace_get_type_named (fixture->workspace, "contact"));
  g_autoptr (GFile) file = exchange_test_write (fixture->folder, "old.csv", "old", -1);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder/file.csv");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) refused = NULL;
  g_autoptr (GAsyncResult) exported = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GStatBuf status;
  guint n = 0;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);

  g_cancellable_cancel (cancellable);
  crm_export_run_async (export, file, cancellable, crm_test_keep_result_cb, &cancelled);
  crm_test_wait (crm_test_has_result, &cancelled);
  g_assert_false (crm_export_run_finish (export, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  before = read_file (file);
  g_assert_cmpstr (before, ==, "old");
  g_assert_cmpuint (count_files (fixture->folder, "old.csv"), ==, 1);

  crm_export_run_async (export, nowhere, NULL, crm_test_keep_result_cb, &refused);
  crm_test_wait (crm_test_has_result, &refused);
  g_assert_false (crm_export_run_finish (export, refused, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_signal_connect (export, "progress", G_CALLBACK (count_cb), &n);
  crm_export_run_async (export, file, NULL, crm_test_keep_result_cb, &exported);
  crm_test_wait (crm_test_has_result, &exported);
  g_assert_true (crm_export_run_finish (export, exported, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, >=, 1);
  after = read_file (file);
  g_assert_nonnull (strstr (after, "Ana"));
  g_assert_cmpuint (count_files (fixture->folder, "old.csv"), ==, 1);

  /* People are in it: nobody else may read it. */
  g_assert_cmpint (g_stat (g_file_peek_path (file), &status), ==, 0);
  g_assert_cmpint (status.st_mode & 077, ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/export/round-trip", test_round_trip);
  ADD ("/export/names-only", test_names_only);
  ADD ("/export/cards", test_cards);
  ADD ("/export/notes", test_notes);
  ADD ("/export/json", test_json);
  ADD ("/export/selection", test_selection);
  ADD ("/export/formulas", test_formulas);
  ADD ("/export/whole", test_whole);

  return g_test_run ();
}
