/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search: each word of a record finds it, telephones are found however they are written, and
 * the index holds nothing else, also where columns come and go. */

#include "config.h"

#include <string.h>

#include "crm-fold.h"
#include "crm-json.h"
#include "crm-search.h"
#include "crm-test-corpus.h"
#include "crm-test-store.h"

static gpointer
ids_read (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 0, error);
}

static GArray *
find (CrmTestStore *self,
      const char   *text)
{
  g_autoptr (CrmSchema) schema = crm_store_get_schema (self->store);
  g_autoptr (CrmQuery) query = crm_query_new (crm_schema_find_table (schema, "person"));
  g_autoptr (GError) error = NULL;
  GArray *ids;

  crm_query_set_search (query, text);
  ids = crm_store_read (self->store, CRM_LANE_QUERY, ids_read, query, &error);
  g_assert_no_error (error);

  return ids;
}

static gboolean
finds (CrmTestStore *self,
       const char   *text,
       gint64        id)
{
  g_autoptr (GArray) ids = find (self, text);

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;

  return FALSE;
}

static void
assert_found (CrmTestStore *self,
              const char   *text,
              gint64        id)
{
  if (!finds (self, text, id))
    g_test_message ("“%s” does not find %" G_GINT64_FORMAT, text, id);
  g_assert_true (finds (self, text, id));
}

static void
assert_not_found (CrmTestStore *self,
                  const char   *text,
                  gint64        id)
{
  if (finds (self, text, id))
    g_test_message ("“%s” finds %" G_GINT64_FORMAT, text, id);
  g_assert_false (finds (self, text, id));
}

/* --- Words ---------------------------------------------------------------------------------------- */

static void
test_words (CrmTestStore  *self,
            gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ána García-López", "email", "ana.rubia@sol.example",
                                  "notes", "Likes Straßen & solar roofs (120 m²).\nCall on Monday!", "+mails", "private@casa.example", NULL);
  gint64 other = crm_test_store_add (self, self->person, "name", "Bob", NULL);
  static const char *const words[] = {
    "ana", "ÁNA", "garcia", "gar", "g", "lópez", "lopez ana", "a g l", "rubia", "ana.rubia@sol.example", "sol example",
    "strassen", "straße", "120", "m2", "monday", "roofs likes", "private", "casa", "  ana  ", "ana,garcia", "(solar)", "\"ana\"",
    "García-López",
  };
  static const char *const none[] = { "xyz", "ana xyz", "arcia", "bob ana", "example2", "-", "\"", "*", "()", "a*b", "NEAR", "ana OR bob" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      assert_found (self, words[i], id);
      if (strcmp (words[i], "g") != 0)
        assert_not_found (self, words[i], other);
    }
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    assert_not_found (self, none[i], id);

  /* Nothing typed finds everything. */
  assert_found (self, "", other);
}

static void
test_phones (CrmTestStore  *self,
             gconstpointer  data)
{
  static const char *const london[] = { "+44 20 7946 0958", "+44 (0)20 7946 0958", "0044 20 79460958", "(+44) 20-7946-0958" };
  static const char *const ways[] = {
    "+442079460958", "+44 20 7946 0958", "0044 20 7946 0958", "44 20 7946", "020 7946 0958", "(020) 79460958", "207946", "20 7946",
    "+44 (0)20 7946", "+44 (0) 20.7946/0958", "4420", "٠٢٠ ٧٩٤٦",
  };
  gint64 german;
  gint64 name;

  for (guint i = 0; i < G_N_ELEMENTS (london); i++)
    {
      gint64 id = crm_test_store_add (self, self->person, "name", "Ana", i % 2 == 0 ? "phone" : "+phones", london[i], NULL);

      for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
        assert_found (self, ways[k], id);
      assert_not_found (self, "7946", id);
      assert_not_found (self, "+34 20 7946", id);
    }

  german = crm_test_store_add (self, self->person, "name", "Bob", "phone", "030 / 123 456", NULL);
  assert_found (self, "030123", german);
  assert_found (self, "30 123 456", german);
  assert_found (self, "030 1234", german);

  name = crm_test_store_add (self, self->person, "name", "Room 101", "notes", "built 1984", NULL);
  assert_found (self, "101", name);
  assert_found (self, "1984", name);
  assert_found (self, "room 1", name);
}

static void
test_scripts (CrmTestStore  *self,
              gconstpointer  data)
{
  gint64 chinese = crm_test_store_add (self, self->person, "name", "王小明", "notes", "東京都渋谷区", NULL);
  gint64 korean = crm_test_store_add (self, self->person, "name", "김민준", NULL);
  gint64 arabic = crm_test_store_add (self, self->person, "name", "مُحَمَّد", NULL);
  gint64 thai = crm_test_store_add (self, self->person, "name", "สมชาย", NULL);
  gint64 fox = crm_test_store_add (self, self->person, "name", "🦊 Fox", NULL);

  assert_found (self, "王", chinese);
  assert_found (self, "小明", chinese);
  assert_found (self, "王小明", chinese);
  assert_found (self, "渋谷", chinese);
  assert_not_found (self, "明小", chinese);
  assert_not_found (self, "大", chinese);
  assert_found (self, "김", korean);
  assert_found (self, "김민", korean);
  assert_found (self, "محمد", arabic);
  assert_found (self, "ชาย", thai);
  assert_found (self, "🦊", fox);
}

static void
test_kept (CrmTestStore  *self,
           gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", "notes", "alpha beta", "+mails", "one@x.example", NULL);
  gint64 batch;

  batch = crm_test_store_set (self, self->person, id, "notes", "beta gamma", "-mails", "one@x.example", "+mails", "two@x.example", NULL);
  assert_not_found (self, "alpha", id);
  assert_found (self, "beta gamma two", id);
  assert_not_found (self, "one", id);
  crm_test_store_check (self);

  crm_test_store_undo (self, batch, NULL);
  assert_found (self, "alpha beta one", id);
  assert_not_found (self, "gamma", id);
  crm_test_store_check (self);

  /* What is in the trash is found there only. */
  crm_test_store_move (self, self->person, id, CRM_OP_TRASH);
  assert_not_found (self, "alpha", id);
  crm_test_store_move (self, self->person, id, CRM_OP_RESTORE);
  assert_found (self, "alpha", id);

  /* A record that loses all its words, and gets others. */
  crm_test_store_set (self, self->person, id, "name", "", "notes", "", "-mails", "one@x.example", NULL);
  assert_not_found (self, "alpha", id);
  crm_test_store_set (self, self->person, id, "name", "Zoe", NULL);
  assert_found (self, "zoe", id);
  crm_test_store_check (self);
}

/* --- Against a plain look at every record ------------------------------------------------------------ */

typedef struct
{
  const char *search;
  GArray *ids;
} Looking;

static gboolean
begins_a_word (GString    *words,
               const char *beginning)
{
  g_autofree char *inside = g_strconcat (" ", beginning, NULL);

  return g_str_has_prefix (words->str, beginning) || strstr (words->str, inside) != NULL;
}

/* Looks at the record itself: each word of what was typed begins one of its words. */
static gboolean
matches (const CrmRow *row,
         const char   *search)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GString) wanted = g_string_new (NULL);
  g_autofree char *wanted_key = crm_fold (search);
  g_auto (GStrv) each = NULL;

  for (guint i = 0; i < row->table->n_columns; i++)
    if (row->table->columns[i]->search == CRM_SEARCH_WORDS && row->values[i].kind == CRM_VALUE_TEXT)
      {
        g_autofree char *key = crm_fold (row->values[i].text);

        crm_fold_append_tokens (words, key);
      }

  crm_fold_append_tokens (wanted, wanted_key);
  if (wanted->len == 0)
    return FALSE;

  each = g_strsplit (wanted->str, " ", -1);
  for (guint i = 0; each[i] != NULL; i++)
    if (!begins_a_word (words, each[i]))
      return FALSE;

  return TRUE;
}

static gpointer
look_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const CrmTable *table = crm_schema_find_table (schema, "person");
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "SELECT id FROM person ORDER BY id", error);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (crm_statement_step (statement, error))
    {
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, crm_statement_get_integer (statement, 0), CRM_ROW_VALUES, error);

      if (matches (row, data))
        g_array_append_val (ids, row->id);
    }

  return ids;
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

static void
assert_same_as_looking (CrmTestStore *self,
                        const char   *search)
{
  g_autoptr (GArray) found = find (self, search);
  g_autoptr (GArray) seen = crm_store_read (self->store, CRM_LANE_SCREEN, look_read, (gpointer) search, NULL);

  g_array_sort (found, compare_ids);
  if (found->len != seen->len)
    g_test_message ("“%s” finds %u of %u", search, found->len, seen->len);
  g_assert_cmpmem (found->data, found->len * sizeof (gint64), seen->data, seen->len * sizeof (gint64));
}

static char *
cut_randomly (GRand      *chance,
              const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  glong start = g_rand_int_range (chance, 0, (gint32) length + 1);
  glong end = g_rand_int_range (chance, (gint32) start, (gint32) length + 1);

  return g_utf8_substring (text, start, MIN (end, start + 12));
}

static void
test_random (CrmTestStore  *self,
             gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *text = crm_test_make_text (chance, 30);
      g_autofree char *name = g_strconcat ("x", text, NULL);

      crm_test_store_add (self, self->person, "name", name, "notes", text, NULL);
      g_ptr_array_add (texts, g_strdup (text));
    }
  crm_test_store_check (self);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *search = cut_randomly (chance, g_ptr_array_index (texts, (guint) g_rand_int_range (chance, 0, 250)));
      gboolean digits = FALSE;

      /* Digits are telephones as well. */
      for (const char *p = search; *p != '\0'; p = g_utf8_next_char (p))
        digits |= g_unichar_isdigit (g_utf8_get_char (p));
      if (*search != '\0' && !digits)
        assert_same_as_looking (self, search);
    }
}

static void
test_naughty (CrmTestStore  *self,
              gconstpointer  data)
{
  gsize length;
  g_autofree char *text = crm_test_read_corpus ("strings/blns.json", &length);
  g_autoptr (JsonNode) node = crm_json_parse (text, (gssize) length, G_MAXSIZE, NULL);
  JsonArray *strings = json_node_get_array (node);
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_IMPORT, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  for (guint i = 0; i < json_array_get_length (strings); i++)
    {
      CrmEdit *edit = crm_edit_new (self->person, CRM_OP_CREATE, -1 - (gint64) i);

      crm_test_edit_put (edit, "name", "x");
      crm_test_edit_put (edit, "notes", json_array_get_string_element (strings, i));
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }
  commit = crm_test_store_commit (self, set);
  crm_test_store_check (self);

  /* Kept to the letter, and no text is a question that goes wrong. */
  for (guint i = 0; i < json_array_get_length (strings); i++)
    {
      const char *string = json_array_get_string_element (strings, i);
      gint64 id = crm_commit_get_created (commit, -1 - (gint64) i);
      g_autoptr (CrmRow) row = crm_test_store_load (self, self->person, id);
      g_autofree char *match = crm_search_make_match (string);
      g_autoptr (GArray) found = find (self, string);

      g_assert_cmpstr (crm_row_get_text (row, "notes"), ==, *string != '\0' ? string : NULL);
      if (match != NULL && strlen (string) < 2000)
        assert_found (self, string, id);
    }
}

static void
test_long (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *endless = g_strnfill (100000, 'x');
  gint64 id;
  gint64 word;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "word%u ", i);
  id = crm_test_store_add (self, self->person, "name", "Ana", "notes", text->str, NULL);
  assert_found (self, "word19999 word7 ana", id);
  crm_test_store_check (self);

  /* The whole of it, pasted into the search, is a question like any other. */
  assert_found (self, text->str, id);

  word = crm_test_store_add (self, self->person, "name", "Bob", "notes", endless, NULL);
  assert_found (self, "xxxxxxxxxx", word);
  assert_found (self, endless, word);
  crm_test_store_check (self);
  crm_test_store_set (self, self->person, word, "notes", "", NULL);
  assert_not_found (self, "xxxxxxxxxx", word);
  crm_test_store_check (self);
}

/* --- Columns that come and go --------------------------------------------------------------------------- */

static void
switch_schema (CrmTestStore *self,
               const char   *extra)
{
  g_autoptr (CrmSchema) schema = crm_test_schema_new_with (extra);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM meta WHERE name = 'extra'; INSERT INTO meta SELECT 'extra', '%1$s' WHERE '%1$s' <> ''",
                                          extra != NULL ? extra : "");
  g_autoptr (GError) error = NULL;

  crm_test_store_exec (self, sql);
  crm_store_set_schema (self->store, schema, &error);
  g_assert_no_error (error);
  g_set_object (&self->schema, schema);
  self->person = crm_schema_find_table (schema, "person");
}

static void
test_column (CrmTestStore *self,
             const char   *column,
             const char   *change)
{
  gint64 id, other;

  switch_schema (self, column);
  id = crm_test_store_add (self, self->person, "name", "Ana", change, "alpha@x.example", NULL);
  other = crm_test_store_add (self, self->person, "name", "Bob", NULL);
  assert_found (self, "alpha", id);
  crm_test_store_check (self);

  /* The field goes into the trash, and the record is changed meanwhile. */
  switch_schema (self, NULL);
  assert_not_found (self, "alpha", id);
  assert_found (self, "ana", id);
  crm_test_store_check (self);
  crm_test_store_set (self, self->person, id, "name", "Anna", "notes", "beta", NULL);
  assert_found (self, "anna beta", id);
  crm_test_store_check (self);

  /* The program is started again, and the field comes back. */
  crm_test_store_close (self);
  crm_test_store_open (self);
  crm_test_store_check (self);
  switch_schema (self, column);
  assert_found (self, "anna alpha", id);
  assert_found (self, "bob", other);
  crm_test_store_check (self);

  /* Starting the program changes nothing of the index. */
  {
    g_autofree char *segments = crm_test_store_get_text (self, "SELECT group_concat (id) FROM person_search_data");
    g_autofree char *same = NULL;

    crm_test_store_close (self);
    crm_test_store_open (self);
    same = crm_test_store_get_text (self, "SELECT group_concat (id) FROM person_search_data");
    g_assert_cmpstr (segments, ==, same);
    assert_found (self, "anna alpha", id);
    crm_test_store_check (self);
  }

  /* Something was in it before the program knew that it is searched. */
  crm_test_store_set (self, self->person, other, change, "delta@x.example", NULL);
  assert_found (self, "delta", other);
  crm_test_store_check (self);
}

static void
test_text_column (CrmTestStore  *self,
                  gconstpointer  data)
{
  test_column (self, "c1", "c1");
}

static void
test_set_column (CrmTestStore  *self,
                 gconstpointer  data)
{
  test_column (self, "c2", "+c2");
}

/* A word that goes takes its beginnings along, but not those that others share. */
static void
test_beginnings (CrmTestStore  *self,
                 gconstpointer  data)
{
  static const char *const names[] = {
    "Madrid Maria Max", "Maria", "Maria Maria Zoë", "Zoë", "M Zoë", "Mm m", "李小龙", "李龙", "", "Madrid",
  };
  gint64 id = crm_test_store_add (self, self->person, "name", "Somebody", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint k = 0; k < G_N_ELEMENTS (names); k++)
      {
        crm_test_store_set (self, self->person, id, "name", *names[i] != '\0' ? names[i] : "-", NULL);
        crm_test_store_set (self, self->person, id, "name", *names[k] != '\0' ? names[k] : "-", NULL);
        crm_test_store_check (self);
      }

  crm_test_store_set (self, self->person, id, "name", "Madrid Maria Max", NULL);
  crm_test_store_set (self, self->person, id, "name", "Maria", NULL);
  g_assert_true (finds (self, "m", id) && finds (self, "ma", id) && finds (self, "maria", id));
  g_assert_false (finds (self, "mad", id) || finds (self, "max", id));
}

/* A change of many, from the last to the first, and of some of them twice. */
static void
test_many (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  CrmUndone undone;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person%u Other", i);

      crm_test_store_add (self, self->person, "name", name, NULL);
    }

  for (guint i = 400; i > 0; i--)
    {
      CrmEdit *edit = crm_edit_new (self->person, CRM_OP_UPDATE, (gint64) (i + 1) / 2);
      g_autofree char *name = g_strdup_printf ("%s Person%u", i % 2 == 0 ? "Old" : "New", i);

      crm_test_edit_put (edit, "name", name);
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }
  commit = crm_test_store_commit (self, set);
  crm_test_store_check (self);
  g_assert_true (finds (self, "new", 7));
  g_assert_false (finds (self, "old", 7) || finds (self, "other", 7));

  crm_test_store_undo (self, commit->batch, &undone);
  crm_test_store_check (self);
  g_assert_true (finds (self, "other", 7));
  g_assert_false (finds (self, "new", 7));
}

static void
test_rebuild (CrmTestStore  *self,
              gconstpointer  data)
{
  gint64 id = crm_test_store_add (self, self->person, "name", "Ana", "notes", "alpha", NULL);

  /* An index of another version of the program, or none, is made anew at the start. */
  crm_test_store_close (self);
  crm_test_store_exec (self, "UPDATE meta SET value = '0' || substr (value, 2) WHERE name = 'search person';"
                             "INSERT INTO person_search (person_search) VALUES ('delete-all');"
                             "INSERT INTO person_search (rowid, words) VALUES (1, 'wrong')");
  crm_test_store_open (self);
  assert_found (self, "alpha", id);
  assert_not_found (self, "wrong", id);
  crm_test_store_check (self);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (CrmTestStore *self, gconstpointer data);
  } tests[] = {
    { "/search/words", test_words },
    { "/search/phones", test_phones },
    { "/search/scripts", test_scripts },
    { "/search/kept", test_kept },
    { "/search/random", test_random },
    { "/search/naughty", test_naughty },
    { "/search/long", test_long },
    { "/search/text-column", test_text_column },
    { "/search/set-column", test_set_column },
    { "/search/beginnings", test_beginnings },
    { "/search/many", test_many },
    { "/search/rebuild", test_rebuild },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
