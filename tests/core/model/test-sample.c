/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Sample data: believable, reachable by nobody, the same every time, and gone without a trace
 * after one undo.
 */

#include "config.h"

#include "crm-calling-code.h"
#include "crm-country.h"
#include "crm-date.h"
#include "crm-email.h"
#include "crm-error.h"
#include "crm-money.h"
#include "crm-phone.h"
#include "crm-sample-private.h"
#include "crm-sample.h"
#include "crm-test-data.h"
#include "crm-test.h"

#define THREE_YEARS (G_GINT64_CONSTANT (1096) * 86400 * G_USEC_PER_SEC)

/* --- Reading it back --------------------------------------------------------------------------- */

static gpointer
read_all (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  const CrmTable *table = crm_schema_find_table (schema, data);
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 ORDER BY id", table->name);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_row_free);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);

  while (crm_statement_step (statement, error))
    {
      gint64 id = crm_statement_get_integer (statement, 0);
      CrmRow *row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS | CRM_ROW_TITLES, error);

      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

static GPtrArray *
load_all (CrmWorkspace *workspace,
          const char   *type)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, read_all, (gpointer) type, &error);

  g_assert_no_error (error);

  return rows;
}

static gint64
count (CrmWorkspace *workspace,
       const char   *type)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0", type);

  return crm_test_query (workspace, sql);
}

/* All that is in the records that are not in the trash. */
static char *
describe (CrmWorkspace *workspace)
{
  static const char *const types[] = { "user", "tag", "field", "option", "account", "contact", "note", "deal", "task", "comment", "activity" };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) rows = load_all (workspace, types[i]);

      for (guint k = 0; k < rows->len; k++)
        {
          const CrmRow *row = g_ptr_array_index (rows, k);

          g_string_append_printf (text, "\n[%s %" G_GINT64_FORMAT "]", types[i], row->id);
          for (guint c = 0; c < row->table->n_columns; c++)
            if (!crm_value_is_empty (&row->values[c]))
              {
                g_string_append_printf (text, " %s=", row->table->columns[c]->name);
                crm_value_append_json (&row->values[c], text);
              }
          for (guint m = 0; m < row->members->len; m++)
            {
              const CrmMember *member = g_ptr_array_index (row->members, m);

              crm_value_append_json (&member->key, text);
              g_string_append_printf (text, " %s %s", member->text, member->label);
            }
        }
    }

  return g_string_free (text, FALSE);
}

static gpointer
find_batch_read (CrmDb         *db,
                 CrmSchema     *schema,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  gint64 batch = crm_sample_find_batch (db, error);

  return g_memdup2 (&batch, sizeof batch);
}

static gint64
find_batch (CrmWorkspace *workspace)
{
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *batch = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, find_batch_read, NULL, &error);

  g_assert_no_error (error);

  return *batch;
}

/* --- Words ------------------------------------------------------------------------------------------- */

static void
assert_nfc (const char *text)
{
  g_autofree char *composed = NULL;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_assert_cmpstr (text, ==, composed);
}

static void
assert_plain (const char *plain)
{
  g_assert_cmpstr (plain, !=, "");
  for (const char *p = plain; *p != '\0'; p++)
    g_assert_true (g_ascii_islower (*p) || g_ascii_isdigit (*p));
}

static gboolean
is_reserved (const char *domain)
{
  static const char *const endings[] = { ".example", ".example.com", ".test" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (domain, endings[i]))
      return TRUE;

  return FALSE;
}

static void
check_list (const CrmSampleLocale *locale,
            CrmSampleList          list)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *words = locale->lists[list];
  gboolean named = list == CRM_SAMPLE_WOMEN || list == CRM_SAMPLE_MEN || list == CRM_SAMPLE_SURNAMES || list == CRM_SAMPLE_FANCY;

  g_assert_cmpuint (words->len, >, 0);
  for (guint i = 0; i < words->len; i++)
    {
      const CrmSampleWord *word = g_ptr_array_index (words, i);

      if (!g_hash_table_add (seen, word->text))
        g_error ("%s: [%s] has “%s” twice", locale->country, _crm_sample_list_get_name (list), word->text);
      assert_nfc (word->text);
      if (named)
        assert_plain (word->plain);
      if (named && word->feminine != NULL)
        assert_plain (word->plain_feminine);
      if (list == CRM_SAMPLE_MAILS)
        g_assert_true (is_reserved (word->text));
    }
}

static void
check_cities (const CrmSampleLocale *locale)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < locale->cities->len; i++)
    {
      const CrmSampleCity *city = g_ptr_array_index (locale->cities, i);

      g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s, %s", city->name->text, city->region)));
      assert_nfc (city->name->text);
      assert_plain (city->name->plain);
      g_assert_cmpstr (city->region, !=, "");
      g_assert_cmpstr (city->postcode, !=, "");
      g_assert_cmpstr (city->phone, !=, "");
    }
}

static void
check_trades (const CrmSampleLocale *locale)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (locale->trades->len, ==, 24);
  for (guint i = 0; i < locale->trades->len; i++)
    {
      const CrmSampleTrade *trade = g_ptr_array_index (locale->trades, i);

      g_assert_true (g_hash_table_add (seen, trade->industry));
      g_assert_cmpuint (trade->companies->len, >=, 2);
      g_assert_cmpuint (trade->jobs->len, >=, 2);
    }
}

static void
test_words (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSampleWords) words = _crm_sample_words_load (&error);
  g_autoptr (GHashTable) languages = g_hash_table_new (g_str_hash, g_str_equal);
  static const char *const main_languages[] = { "en", "es", "it", "fr", "de", NULL };
  static const char *const main_countries[] = { "GB", "US", "IE", "ES", "MX", "IT", "FR", "DE", NULL };
  static const char *const all_languages[] = { "en", "es", "it", "fr", "de", "pt", "pl", "nl", "el", "ja", "ar" };

  g_assert_no_error (error);
  for (guint i = 0; i < _crm_sample_words_get_n (words); i++)
    {
      const CrmSampleLocale *locale = _crm_sample_words_get (words, i);

      g_assert_nonnull (crm_country_get_name (locale->country));
      for (guint list = 0; list < CRM_SAMPLE_N_LISTS; list++)
        check_list (locale, list);
      check_cities (locale);
      check_trades (locale);
      if (g_strv_contains (main_countries, locale->country))
        g_assert_cmpuint (locale->cities->len, >=, 40);
      g_hash_table_add (languages, locale->language);
    }

  for (guint i = 0; i < G_N_ELEMENTS (all_languages); i++)
    {
      const CrmSampleLocale *locale = _crm_sample_words_find_language (words, all_languages[i]);

      g_assert_nonnull (locale);
      if (g_strv_contains (main_languages, all_languages[i]))
        g_assert_cmpuint (locale->lists[CRM_SAMPLE_NOTES]->len, >=, 40);
    }
  g_assert_cmpuint (g_hash_table_size (languages), ==, G_N_ELEMENTS (all_languages));
}

/* The language of a country that has no names of its own. */
static void
test_names (void)
{
  static const char *const countries[] = { "GB", "ES", "IT", "FR", "DE", NULL };
  g_autoptr (CrmSampleWords) words = _crm_sample_words_load (NULL);
  guint n = 0;

  for (guint i = 0; i < _crm_sample_words_get_n (words); i++)
    {
      const CrmSampleLocale *locale = _crm_sample_words_get (words, i);

      if (!g_strv_contains (countries, locale->country))
        continue;

      g_assert_cmpuint (locale->lists[CRM_SAMPLE_WOMEN]->len + locale->lists[CRM_SAMPLE_MEN]->len, >=, 120);
      g_assert_cmpuint (locale->lists[CRM_SAMPLE_SURNAMES]->len, >=, 150);
      n++;
    }

  g_assert_cmpuint (n, ==, 5);
}

/* --- Values -------------------------------------------------------------------------------------------- */

static void
check_texts (const CrmRow *row)
{
  for (guint i = 0; i < row->table->n_columns; i++)
    {
      const char *text = crm_value_get_text (&row->values[i]);

      if (text == NULL || (row->table->columns[i]->flags & CRM_COLUMN_DERIVED) != 0)
        continue;

      assert_nfc (text);
      g_assert_null (strpbrk (text, "{}"));
      g_assert_false (g_ascii_isspace (text[0]) || g_str_has_suffix (text, " "));
    }
}

static void
check_email (const char *address)
{
  g_assert_true (crm_email_is_valid (address));
  g_assert_true (is_reserved (strchr (address, '@') + 1));
}

static void
check_website (const char *website)
{
  g_assert_nonnull (website);
  g_assert_true (is_reserved (website));
}

/* The number has to be one of its country, and to look like one when it is dialled from abroad. */
static void
check_phone (const char *phone,
             const char *country)
{
  g_autofree char *normal = crm_phone_normalize (phone, country);

  g_assert_true (crm_phone_is_valid (phone));
  g_assert_nonnull (normal);
  g_assert_cmpint (normal[0], ==, '+');
  g_assert_cmpuint (strlen (normal), >=, 9);
  g_assert_cmpuint (strlen (normal), <=, 16);
  g_assert_cmpuint (crm_calling_code_length (normal + 1), >, 0);
}

static void
check_created (const CrmRow *row)
{
  gint64 created = crm_row_get_integer (row, "created");

  g_assert_cmpint (created, <, CRM_TEST_NOW);
  g_assert_cmpint (created, >, CRM_TEST_NOW - THREE_YEARS);
}

static const CrmRow *
find_row (GPtrArray *rows,
          gint64     id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (rows, i);

      if (row->id == id)
        return row;
    }

  return NULL;
}

static void
check_accounts (GPtrArray *accounts)
{
  for (guint i = 0; i < accounts->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (accounts, i);
      const char *country = crm_row_get_text (row, "country");

      check_texts (row);
      check_created (row);
      g_assert_nonnull (crm_country_get_name (country));
      g_assert_nonnull (crm_row_get_text (row, "city"));
      g_assert_cmpint (crm_row_get_integer (row, "owner"), !=, 0);
      if (crm_row_get_text (row, "phone") != NULL)
        check_phone (crm_row_get_text (row, "phone"), country);
      if (crm_row_get_text (row, "website") != NULL)
        check_website (crm_row_get_text (row, "website"));
    }
}

static void
check_contact_members (const CrmRow *row)
{
  const CrmColumn *emails = crm_table_find_column (row->table, "emails");
  const CrmColumn *phones = crm_table_find_column (row->table, "phones");

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      if (member->column == emails->id)
        check_email (member->text);
      else if (member->column == phones->id)
        check_phone (member->text, NULL);
    }
}

static void
check_contacts (GPtrArray *contacts,
                GPtrArray *accounts)
{
  for (guint i = 0; i < contacts->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (contacts, i);
      const CrmRow *account = find_row (accounts, crm_row_get_integer (row, "account"));
      const char *birthday = crm_row_get_text (row, "birthday");
      int year, month, day;

      check_texts (row);
      check_created (row);
      check_contact_members (row);
      if (crm_row_get_text (row, "email") != NULL)
        check_email (crm_row_get_text (row, "email"));
      if (crm_row_get_text (row, "phone") != NULL)
        check_phone (crm_row_get_text (row, "phone"), crm_row_get_text (row, "country"));
      if (crm_row_get_text (row, "website") != NULL)
        check_website (crm_row_get_text (row, "website"));
      if (birthday != NULL)
        g_assert_true (crm_date_split (birthday, &year, &month, &day));
      if (account != NULL)
        g_assert_cmpint (crm_row_get_integer (row, "created"), >=, crm_row_get_integer (account, "created"));
    }
}

static void
check_notes (GPtrArray *notes,
             GPtrArray *contacts,
             GPtrArray *accounts)
{
  for (guint i = 0; i < notes->len; i++)
    {
      const CrmRow *row = g_ptr_array_index (notes, i);
      const CrmRow *about[] = {
        find_row (accounts, crm_row_get_integer (row, "account")),
        find_row (contacts, crm_row_get_integer (row, "contact")),
      };

      check_texts (row);
      check_created (row);
      g_assert_true (about[0] != NULL || about[1] != NULL);
      for (guint k = 0; k < G_N_ELEMENTS (about); k++)
        if (about[k] != NULL)
          g_assert_cmpint (crm_row_get_integer (row, "created"), >=, crm_row_get_integer (about[k], "created"));
    }
}

/* How many rows of a query there are, of which there ought to be none. */
static void
assert_none (CrmWorkspace *workspace,
             const char   *sql)
{
  g_autofree char *all = g_strconcat ("SELECT count (*) FROM ", sql, NULL);

  g_test_message ("%s", sql);
  g_assert_cmpint (crm_test_query (workspace, all), ==, 0);
}

/* What is done was begun before it, and everything is about somebody. */
static void
check_work (CrmWorkspace *workspace)
{
  static const char *const types[] = { "deal", "task", "comment" };
  g_autofree char *now = g_strdup_printf ("task WHERE completed > %" G_GINT64_FORMAT, CRM_TEST_NOW);
  g_autofree char *currency = g_strdup_printf ("deal WHERE value_currency <> '%s'", crm_money_get_default_currency ());

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) rows = load_all (workspace, types[i]);

      for (guint k = 0; k < rows->len; k++)
        {
          check_texts (g_ptr_array_index (rows, k));
          check_created (g_ptr_array_index (rows, k));
        }
    }

  assert_none (workspace, now);
  assert_none (workspace, currency);
  assert_none (workspace, "task WHERE completed < created OR (status = 'done') <> (completed IS NOT NULL)");
  assert_none (workspace, "task WHERE type IS NULL OR (status = 'done' AND outcome IS NULL AND completed_by IS NULL)");
  assert_none (workspace, "deal WHERE stage IS NULL OR owner IS NULL OR type IS NULL OR (contact IS NULL AND account IS NULL)");
  assert_none (workspace, "deal WHERE stage_since < created OR closed < stage_since OR (status = 'open') <> (closed IS NULL)");
  assert_none (workspace, "deal WHERE status = 'lost' AND lost_reason IS NULL");
  assert_none (workspace, "deal d JOIN contact c ON c.id = d.contact WHERE d.created < c.created");
  assert_none (workspace, "comment m JOIN contact c ON c.id = m.contact WHERE m.created < c.created");
  assert_none (workspace, "activity a JOIN task t ON t.id = a.task WHERE a.time <> t.completed OR a.user IS NOT t.completed_by");
}

static void
check_everything (CrmWorkspace *workspace)
{
  g_autoptr (GPtrArray) accounts = load_all (workspace, "account");
  g_autoptr (GPtrArray) contacts = load_all (workspace, "contact");
  g_autoptr (GPtrArray) notes = load_all (workspace, "note");

  check_accounts (accounts);
  check_contacts (contacts, accounts);
  check_notes (notes, contacts, accounts);
  check_work (workspace);
  crm_test_assert_sound (workspace);
}

/* Deals of every kind, tasks of every time of life. */
static void
check_variety (CrmWorkspace *workspace)
{
  static const char *const some[] = {
    "deal WHERE status = 'won'", "deal WHERE status = 'lost'", "deal WHERE status = 'open' AND contact IS NULL",
    "deal WHERE status = 'open' AND next_step IS NULL", "deal WHERE status = 'open' AND next_step IS NOT NULL",
    "deal WHERE status = 'open' AND close_date < '2026-03-02'", "deal WHERE status = 'open' AND close_date > '2026-03-02'",
    "deal WHERE value IS NULL",
    "task WHERE status = 'open' AND due < '2026-03-02'", "task WHERE status = 'open' AND due LIKE '2026-03-02%'",
    "task WHERE status = 'open' AND due > '2026-03-03'", "task WHERE status = 'open' AND due IS NULL",
    "task WHERE repeats IS NOT NULL", "task WHERE priority = 'high'", "task WHERE result IS NOT NULL",
    "member m JOIN task t ON t.id = m.record WHERE m.tbl = 12 AND m.col = 5",
    "member m WHERE m.tbl = 12 AND m.col = 6 AND m.key = 1",
    "activity WHERE kind = 'task-completed' AND outcome IS NOT NULL",
    "contact WHERE last_contacted_by = 'task'", "contact WHERE last_contacted_by = 'deal-task'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (some); i++)
    {
      g_autofree char *sql = g_strconcat ("SELECT count (*) FROM ", some[i], NULL);

      g_test_message ("%s", some[i]);
      g_assert_cmpint (crm_test_query (workspace, sql), >, 0);
    }

  g_assert_cmpint (crm_test_query (workspace, "SELECT count (DISTINCT stage) FROM deal WHERE status = 'open'"), ==, 4);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (DISTINCT type) FROM task"), ==, 4);
}

static void
test_values (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmSampleOptions options = { .contacts = 1800, .notes = 3000, .deals = 700, .tasks = 1500, .comments = 300, .seed = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmSampleWords) words = _crm_sample_words_load (NULL);

  crm_sample_fill (workspace, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_everything (workspace);

  for (guint i = 0; i < _crm_sample_words_get_n (words); i++)
    {
      const CrmSampleLocale *locale = _crm_sample_words_get (words, i);
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM account WHERE country = '%s'", locale->country);

      g_assert_cmpint (crm_test_query (workspace, sql), >, 0);
    }

  check_variety (workspace);

  /* Some of everything that forms and lists have to cope with. */
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE first_name IS NULL AND email IS NOT NULL"), >, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE last_name GLOB '[A-Z][A-Z]*'"), >, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE length (name) > 30"), >, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE email IS NULL"), >, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE account IS NULL"), ==, 270);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM note WHERE body LIKE '%' || char (10) || '%'"), >, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (DISTINCT owner) FROM contact"), ==, 4);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM member WHERE removed IS NULL AND label = 'telegram'"), >, 0);

  crm_test_remove_folder (folder);
}

/* More people than there are numbers for fiction: they do not all share the same telephones. */
static void
test_many (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 n;

  crm_test_data_fill (workspace, 6000, 0);
  check_everything (workspace);
  n = crm_test_query (workspace, "SELECT count (phone_number) FROM contact");
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (DISTINCT phone_number) FROM contact"), >, n * 98 / 100);

  crm_test_remove_folder (folder);
}

/* --- Filling -------------------------------------------------------------------------------------------- */

static char *
describe_sample (const CrmSampleOptions *options)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  char *text;

  crm_sample_fill (workspace, options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  text = describe (workspace);
  crm_test_remove_folder (folder);

  return text;
}

static void
test_same (void)
{
  CrmSampleOptions options = { .story = TRUE, .contacts = 300, .notes = 200, .deals = 90, .tasks = 150, .comments = 40, .seed = 7 };
  g_autofree char *first = describe_sample (&options);
  g_autofree char *second = describe_sample (&options);
  g_autofree char *other = NULL;

  g_assert_cmpstr (first, ==, second);

  options.seed = 8;
  other = describe_sample (&options);
  g_assert_cmpstr (first, !=, other);
}

static void
assert_counts (const CrmSampleOptions *options,
               guint                   accounts)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;

  crm_sample_fill (workspace, options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (workspace, "account"), ==, accounts);
  g_assert_cmpint (count (workspace, "contact"), ==, options->contacts);
  g_assert_cmpint (count (workspace, "note"), ==, options->notes);
  g_assert_cmpint (count (workspace, "deal"), ==, options->deals);
  g_assert_cmpint (count (workspace, "comment"), ==, options->comments);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM task WHERE state = 0 AND previous IS NULL"), ==, options->tasks);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM batch WHERE cause = 5"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM batch WHERE open = 1"), ==, 0);

  crm_test_remove_folder (folder);
}

static void
test_counts (void)
{
  static const struct
  {
    CrmSampleOptions options;
    guint accounts;
  } cases[] = {
    { { .contacts = 1 }, 1 },
    { { .contacts = 4, .notes = 9 }, 1 },
    { { .contacts = 57, .notes = 20, .deals = 1, .tasks = 200, .comments = 30 }, 11 },
    { { .contacts = 50, .accounts = 80, .notes = 3 }, 80 },
    { { .contacts = 400, .accounts = 2, .notes = 1000 }, 2 },
    { { .accounts = 12 }, 12 },
    { { .contacts = 5000, .notes = 2500, .deals = 1000, .tasks = 1600, .comments = 100, .seed = 3 }, 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_counts (&cases[i].options, cases[i].accounts);

  /* Whatever chance says about how many belong to whom, none is too many. */
  for (guint seed = 0; seed < 16; seed++)
    assert_counts (&(CrmSampleOptions) { .contacts = 40, .accounts = 3, .notes = 5, .deals = 7, .tasks = 9, .seed = seed }, 3);
}

static void
test_undo (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmSampleOptions options = { .story = TRUE, .contacts = 4000, .notes = 2000, .deals = 800, .tasks = 1500, .comments = 300 };
  g_autoptr (GError) error = NULL;
  g_autofree char *empty = NULL;
  g_autofree char *before = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;
  gint64 own;
  gint64 batch;
  gint64 undo;

  own = crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "mine", NULL);
  empty = describe (workspace);
  g_assert_cmpint (find_batch (workspace), ==, 0);

  batch = crm_sample_fill (workspace, &options, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (find_batch (workspace), ==, batch);
  before = describe (workspace);

  crm_test_undo (workspace, batch);
  undone = describe (workspace);
  g_assert_cmpstr (undone, ==, empty);
  g_assert_cmpint (count (workspace, "contact"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT max (id) FROM contact WHERE state = 0"), ==, own);
  g_assert_cmpint (find_batch (workspace), ==, 0);
  crm_test_assert_sound (workspace);

  undo = crm_test_query (workspace, "SELECT max (id) FROM batch");
  crm_test_undo (workspace, undo);
  redone = describe (workspace);
  g_assert_cmpstr (redone, ==, before);
  g_assert_cmpint (find_batch (workspace), ==, batch);
  crm_test_assert_sound (workspace);

  crm_test_remove_folder (folder);
}

typedef struct
{
  gint64 done;
  gint64 total;
  guint n_calls;
  GCancellable *cancellable; /* to cancel after the second part */
} Progress;

static void
progress_cb (gint64   done,
             gint64   total,
             gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpint (done, >, progress->done);
  g_assert_cmpint (done, <=, total);
  progress->done = done;
  progress->total = total;
  progress->n_calls++;
  if (progress->cancellable != NULL && progress->n_calls == 2)
    g_cancellable_cancel (progress->cancellable);
}

static void
test_progress (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmSampleOptions options = { .contacts = 6000, .notes = 1000, .deals = 500, .tasks = 700, .comments = 100 };
  g_autoptr (GError) error = NULL;
  Progress progress = { 0 };

  crm_sample_fill (workspace, &options, progress_cb, &progress, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (progress.done, ==, 6000 + 1200 + 1000 + 500 + 700 + 100);
  g_assert_cmpint (progress.total, ==, progress.done);
  g_assert_cmpuint (progress.n_calls, >, 2);

  crm_test_remove_folder (folder);
}

static void
test_cancel (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmSampleOptions options = { .story = TRUE, .contacts = 20000 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Progress progress = { .cancellable = cancellable };

  g_assert_cmpint (crm_sample_fill (workspace, &options, progress_cb, &progress, cancellable, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (progress.n_calls, ==, 2);
  g_assert_cmpint (count (workspace, "contact"), ==, 0);
  g_assert_cmpint (count (workspace, "tag"), ==, 0);
  g_assert_cmpint (count (workspace, "field"), ==, 0);
  g_assert_cmpint (count (workspace, "user"), ==, 1);
  g_assert_cmpint (find_batch (workspace), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM batch WHERE open = 1"), ==, 0);
  crm_test_assert_sound (workspace);

  crm_test_remove_folder (folder);
}

static void
test_denied (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmSampleOptions options = { .story = TRUE };
  g_autoptr (GError) error = NULL;

  crm_test_add (workspace, "user", "name", "Eva", "email", "eva@firm.example", "role", "member", NULL);
  crm_workspace_set_actor (workspace, "eva@firm.example", &error);
  g_assert_no_error (error);

  g_assert_cmpint (crm_sample_fill (workspace, &options, NULL, NULL, NULL, &error), ==, 0);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
  g_assert_cmpint (count (workspace, "tag"), ==, 0);
  g_assert_cmpint (count (workspace, "user"), ==, 2);

  crm_test_remove_folder (folder);
}

/* --- The story --------------------------------------------------------------------------------------------- */

static gint64
find_id (CrmWorkspace *workspace,
         const char   *type,
         const char   *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND name = '%s'", type, name);

  return crm_test_query (workspace, sql);
}

static void
assert_value (CrmWorkspace *workspace,
              const char   *type,
              const char   *name,
              const char   *key,
              const char   *expected)
{
  g_autofree char *value = crm_test_get (workspace, type, find_id (workspace, type, name), key);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_story (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_data_tell_story (workspace);
  check_everything (workspace);

  g_assert_cmpint (count (workspace, "account"), ==, 18);
  g_assert_cmpint (count (workspace, "contact"), ==, 64);
  g_assert_cmpint (count (workspace, "note"), >=, 80);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM account WHERE contacts >= 3"), >=, 14);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM account a WHERE NOT EXISTS "
                                              "(SELECT 1 FROM note n WHERE n.account = a.id)"), ==, 0);

  assert_value (workspace, "account", "Clínica Dental Mar", "custom.roof_area_m2", "420");
  assert_value (workspace, "account", "Clínica Dental Mar", "custom.service_contract", "yes");
  assert_value (workspace, "account", "Clínica Dental Mar", "custom.customer_since", "2025-03-14");
  assert_value (workspace, "contact", "Marta Ruiz Soler", "custom.preferred_contact_time", "Afternoons");
  assert_value (workspace, "contact", "Marta Ruiz Soler", "account", "Clínica Dental Mar");
  assert_value (workspace, "contact", "Marta Ruiz Soler", "tags", "customer; clinic; VIP");
  assert_value (workspace, "contact", "Marta Ruiz Soler", "owner", "Laura Vidal");

  g_assert_cmpint (count (workspace, "deal"), ==, 21);
  g_assert_cmpint (count (workspace, "task"), >=, 29);
  g_assert_cmpint (count (workspace, "comment"), ==, 10);
  check_variety (workspace);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM list l WHERE (SELECT count (*) FROM subscription "
                                              "WHERE list = l.id AND status = 'subscribed' AND subscribed < 1772409600000000) > 5"), ==, 2);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM subscription WHERE status = 'unsubscribed' AND reason IS NOT NULL"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM member WHERE tbl = 15 AND col = 6 AND key = 1"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM activity a JOIN outcome o ON o.id = a.outcome WHERE o.sentiment = 'good'"), >=, 5);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM member WHERE label = 'Arquitecta'"), ==, 1);

  /* The same telephone in another hand: a duplicate to be found. */
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE phone_number = '+34612001101'"), ==, 2);

  crm_test_remove_folder (folder);
}

/* Days of the story are moved off weekends, and still come in their order. */
static void
test_story_on_any_day (void)
{
  for (guint day = 1; day < 8; day++)
    {
      g_autofree char *folder = crm_test_make_folder ();
      g_autofree char *path = g_build_filename (folder, "crm.db", NULL);
      g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW - day * 53 * 86400 * G_USEC_PER_SEC);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmWorkspace) workspace = crm_workspace_open (path, clock, &error);

      g_assert_no_error (error);
      crm_test_data_tell_story (workspace);
      g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact c JOIN account a ON a.id = c.account "
                                                  "WHERE c.created < a.created"), ==, 0);
      g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM note n JOIN contact c ON c.id = n.contact "
                                                  "WHERE n.created < c.created"), ==, 0);
      g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM note n JOIN note m ON n.account = m.account "
                                                  "WHERE n.id < m.id AND n.created > m.created"), ==, 0);
      assert_none (workspace, "task WHERE completed < created");
      assert_none (workspace, "deal WHERE stage_since < created OR closed < stage_since");
      crm_test_remove_folder (folder);
    }
}

/* What people have already is used, or done without. */
static void
test_story_beside_others (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 tag = crm_test_add (workspace, "tag", "name", "Customer", "colour", "red", NULL);
  gint64 same = crm_test_add (workspace, "field", "label", "Service contract", "record_type", "account", "type", "yes-no", NULL);
  gint64 other = crm_test_add (workspace, "field", "label", "Roof Area (m²)", "record_type", "account", "type", "text", NULL);
  g_autofree char *contract = g_strdup_printf ("SELECT c%" G_GINT64_FORMAT " FROM account WHERE name = 'Clínica Dental Mar'", same);
  g_autofree char *area = g_strdup_printf ("SELECT count (c%" G_GINT64_FORMAT ") FROM account", other);
  gint64 batch;

  batch = crm_test_data_tell_story (workspace);
  g_assert_cmpint (count (workspace, "tag"), ==, 12);
  g_assert_cmpint (count (workspace, "field"), ==, 4);
  g_assert_cmpint (crm_test_query (workspace, "SELECT contacts FROM tag WHERE name = 'Customer'"), >, 5);
  g_assert_cmpint (crm_test_query (workspace, contract), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, area), ==, 0);

  /* And again, beside itself. */
  crm_test_data_tell_story (workspace);
  g_assert_cmpint (count (workspace, "tag"), ==, 12);
  g_assert_cmpint (count (workspace, "field"), ==, 4);
  g_assert_cmpint (count (workspace, "list"), ==, 2);
  g_assert_cmpint (count (workspace, "option"), ==, 3);
  g_assert_cmpint (count (workspace, "user"), ==, 4);
  g_assert_cmpint (count (workspace, "contact"), ==, 128);
  g_assert_cmpint (count (workspace, "deal"), ==, 42);
  g_assert_cmpint (count (workspace, "stage"), ==, 4);
  crm_test_assert_sound (workspace);

  crm_test_undo (workspace, find_batch (workspace));
  g_assert_cmpint (find_batch (workspace), ==, batch);
  crm_test_undo (workspace, batch);
  g_assert_cmpint (count (workspace, "contact"), ==, 0);
  g_assert_cmpint (count (workspace, "deal") + count (workspace, "task") + count (workspace, "activity"), ==, 0);
  g_assert_cmpint (count (workspace, "stage"), ==, 4);
  g_assert_cmpint (count (workspace, "tag"), ==, 1);
  g_assert_cmpint (count (workspace, "field"), ==, 2);
  g_assert_cmpint (find_id (workspace, "tag", "Customer"), ==, tag);
  crm_test_assert_sound (workspace);

  crm_test_remove_folder (folder);
}

/* --- From a thread --------------------------------------------------------------------------------------------- */

static void
fill_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  const CrmSampleOptions options = { .story = TRUE };
  GError *error = NULL;
  gint64 batch = crm_sample_fill (source, &options, NULL, NULL, cancellable, &error);

  if (batch != 0)
    g_task_return_int (task, batch);
  else
    g_task_return_error (task, error);
}

static gboolean
is_told (gpointer data)
{
  CrmWorkspace *workspace = data;

  return crm_record_type_find_label (crm_workspace_get_type_named (workspace, "contact"), "Preferred Contact Time") != NULL &&
         count (workspace, "note") > 0;
}

static void
test_thread (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GTask) task = g_task_new (workspace, NULL, NULL, NULL);

  /* As a window does it: the work in a thread, the main loop running. */
  g_task_run_in_thread (task, fill_thread);
  crm_test_wait (is_told, workspace);
  crm_test_wait ((gboolean (*) (gpointer)) g_task_get_completed, task);

  assert_value (workspace, "contact", "Núria Serra Font", "custom.preferred_contact_time", "Mornings");
  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sample/words", test_words);
  g_test_add_func ("/sample/names", test_names);
  g_test_add_func ("/sample/values", test_values);
  g_test_add_func ("/sample/many", test_many);
  g_test_add_func ("/sample/same", test_same);
  g_test_add_func ("/sample/counts", test_counts);
  g_test_add_func ("/sample/undo", test_undo);
  g_test_add_func ("/sample/progress", test_progress);
  g_test_add_func ("/sample/cancel", test_cancel);
  g_test_add_func ("/sample/denied", test_denied);
  g_test_add_func ("/sample/story", test_story);
  g_test_add_func ("/sample/story-on-any-day", test_story_on_any_day);
  g_test_add_func ("/sample/story-beside-others", test_story_beside_others);
  g_test_add_func ("/sample/thread", test_thread);

  return g_test_run ();
}
