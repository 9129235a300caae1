/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Queries, against the same question asked in the test's own words: all records are read, those
 * that do not match are thrown away, the rest is sorted. */

#include "config.h"

#include <string.h>

#include "crm-fold.h"
#include "crm-test-corpus.h"
#include "crm-test-store.h"

/* --- In the test's own words ------------------------------------------------------------------------ */

typedef enum
{
  WHERE_ALL,
  WHERE_RATED,
  WHERE_FIRMLESS,
  WHERE_LABELLED,
  WHERE_ID,
  N_WHERES
} Where;

typedef struct
{
  CrmState state;
  const CrmColumn *sort; /* NULL: the title */
  gboolean descending;
  const char *search;
  Where where;
  gint64 number;
} Question;

/* What a question looks at in a record. */
typedef struct
{
  CrmRow *row;
  char *key;        /* of the sort column, if that is text */
  const CrmValue *value;
  gint64 target;
  char *title;
} Entry;

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  crm_row_free (entry->row);
  g_free (entry->key);
  g_free (entry->title);
}

static gboolean
is_wanted (const CrmRow   *row,
           const Question *question)
{
  const CrmTable *table = row->table;

  switch (question->where)
    {
    case WHERE_RATED:
      return crm_row_get (row, crm_table_find_column (table, "rating"))->kind == CRM_VALUE_REAL &&
             crm_row_get (row, crm_table_find_column (table, "rating"))->real >= (double) question->number;
    case WHERE_FIRMLESS:
      return crm_row_get_integer (row, "firm") == 0;
    case WHERE_LABELLED:
      {
        CrmValue key = crm_value_integer (question->number);

        return crm_row_has_member (row, crm_table_find_column (table, "labels"), &key);
      }
    case WHERE_ID:
      return row->id % 3 != question->number % 3;
    case WHERE_ALL:
    case N_WHERES:
    default:
      return TRUE;
    }
}

static void
add_where (CrmQuery       *query,
           const Question *question)
{
  CrmValue number = crm_value_integer (question->number);
  CrmValue real = crm_value_real ((double) question->number);

  switch (question->where)
    {
    case WHERE_RATED:
      crm_query_add_where (query, "r.rating >= ?", &real, 1);
      break;
    case WHERE_FIRMLESS:
      crm_query_add_where (query, "r.firm IS NULL", NULL, 0);
      break;
    case WHERE_LABELLED:
      crm_query_add_where (query, "EXISTS (SELECT 1 FROM member m WHERE m.tbl = 2 AND m.record = r.id AND m.col = 10 "
                                  "AND m.key = ? AND m.removed IS NULL)", &number, 1);
      break;
    case WHERE_ID:
      crm_query_add_where (query, "r.id % 3 <> ? % 3", &number, 1);
      break;
    case WHERE_ALL:
    case N_WHERES:
    default:
      break;
    }
}

/* Whether each word of @search begins a word of the name; names are what is searched for here. */
static gboolean
is_found (const CrmRow *row,
          const char   *search)
{
  g_autofree char *name = g_strdelimit (crm_fold (crm_row_get_text (row, "name")), "'-", ' ');
  g_autofree char *wanted = crm_fold (search);
  g_auto (GStrv) words = g_strsplit (wanted != NULL ? wanted : "", " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *inside = g_strconcat (" ", words[i], NULL);

      if (!g_str_has_prefix (name, words[i]) && strstr (name, inside) == NULL)
        return FALSE;
    }

  return wanted != NULL;
}

static int
compare_numbers (double a,
                 double b)
{
  return a < b ? -1 : a > b;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const Entry *first = a;
  const Entry *second = b;
  const Question *question = user_data;
  int order;

  if (question->state != CRM_STATE_LIVE)
    {
      order = compare_numbers ((double) second->row->deleted, (double) first->row->deleted);
      return order != 0 ? order : compare_numbers ((double) second->row->id, (double) first->row->id);
    }

  /* What has nothing in the column comes last, by name, whichever way the rest is sorted. */
  if ((first->value == NULL) != (second->value == NULL))
    return first->value == NULL ? 1 : -1;
  if (first->value == NULL)
    {
      order = strcmp (first->title, second->title);
      return order != 0 ? order : compare_numbers ((double) first->row->id, (double) second->row->id);
    }

  if (first->key != NULL)
    order = strcmp (first->key, second->key);
  else if (first->value->kind == CRM_VALUE_REAL)
    order = compare_numbers (first->value->real, second->value->real);
  else
    order = compare_numbers ((double) first->value->integer, (double) second->value->integer);

  /* Those of one firm stay together. */
  if (order == 0 && first->target != second->target)
    order = compare_numbers ((double) first->target, (double) second->target);
  else if (order == 0 && first->target != 0)
    return compare_numbers ((double) first->row->id, (double) second->row->id);
  else if (order == 0)
    order = compare_numbers ((double) first->row->id, (double) second->row->id);

  return question->descending ? -order : order;
}

typedef struct
{
  const Question *question;
  GArray *ids;
} Asking;

static gpointer
ask_plainly (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  const Question *question = data;
  const CrmTable *table = crm_schema_find_table (schema, "person");
  const CrmColumn *sort = question->sort != NULL ? question->sort : table->title;
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "SELECT id FROM person", error);
  g_autoptr (GArray) entries = g_array_new (FALSE, TRUE, sizeof (Entry));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_set_clear_func (entries, entry_clear);
  while (crm_statement_step (statement, error))
    {
      CrmRow *row = crm_row_load (db, schema, table, crm_statement_get_integer (statement, 0), CRM_ROW_MEMBERS, error);
      Entry entry = { row };

      g_assert_nonnull (row);
      if (row->state != question->state || !is_wanted (row, question) ||
          (question->search != NULL && !is_found (row, question->search)))
        {
          crm_row_free (row);
          continue;
        }

      entry.title = crm_fold (crm_row_get_text (row, "name"));
      entry.value = crm_row_get (row, crm_table_find_column (table, sort->name));
      if (entry.value->kind == CRM_VALUE_TEXT)
        entry.key = crm_column_make_key (sort, entry.value->text);
      if (sort->storage == CRM_STORAGE_LINK && !crm_value_is_empty (entry.value))
        {
          g_autoptr (CrmRow) firm = crm_row_load (db, schema, crm_schema_find_table (schema, sort->links_to),
                                                  entry.value->integer, CRM_ROW_VALUES, error);

          if (firm->state == CRM_STATE_LIVE)
            {
              entry.target = firm->id;
              entry.key = crm_fold (crm_row_get_text (firm, "name"));
            }
          else
            entry.value = NULL;
        }
      if (entry.value != NULL && crm_value_is_empty (entry.value))
        entry.value = NULL;
      g_array_append_val (entries, entry);
    }

  g_array_sort_with_data (entries, compare_entries, (gpointer) question);
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val (ids, g_array_index (entries, Entry, i).row->id);

  return g_steal_pointer (&ids);
}

/* --- By way of the program --------------------------------------------------------------------------- */

static CrmQuery *
make_query (const CrmTable *table,
            const Question *question)
{
  CrmQuery *query = crm_query_new (table);

  crm_query_set_state (query, question->state);
  crm_query_set_sort (query, question->sort != NULL ? crm_table_find_column (table, question->sort->name) : NULL, question->descending);
  crm_query_set_search (query, question->search);
  add_where (query, question);

  return query;
}

static gpointer
ask_query (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  CrmQuery *query = data;
  GArray *ids = crm_query_get_ids (query, db, schema, 0, error);

  if (ids != NULL)
    g_assert_cmpint (crm_query_count (query, db, error), ==, ids->len);

  return ids;
}

static GArray *
run (CrmTestStore *self,
     CrmReadFunc   func,
     gpointer      data)
{
  g_autoptr (GError) error = NULL;
  GArray *ids = crm_store_read (self->store, CRM_LANE_QUERY, func, data, &error);

  g_assert_no_error (error);

  return ids;
}

static void
assert_ids (GArray     *ids,
            GArray     *expected,
            const char *what)
{
  guint i = 0;

  while (i < ids->len && i < expected->len && g_array_index (ids, gint64, i) == g_array_index (expected, gint64, i))
    i++;

  if (i < ids->len || i < expected->len)
    g_error ("%s: %u ids instead of %u, and at %u comes %" G_GINT64_FORMAT " instead of %" G_GINT64_FORMAT, what,
             ids->len, expected->len, i, i < ids->len ? g_array_index (ids, gint64, i) : 0,
             i < expected->len ? g_array_index (expected, gint64, i) : 0);
}

/* --- People to ask for ----------------------------------------------------------------------------------- */

static const char *const given[] = { "Ana", "Ánna", "Bob", "bøb", "Çem", "Zoë", "李", "Émile", "von Ana" };
static const char *const family[] = { "García", "Garcia", "Müller", "Mueller", "O'Brien", "de la Cruz", "小龙", "Łuka" };

static void
put_random (CrmEdit *edit,
            GRand   *chance)
{
  g_autofree char *name = g_strdup_printf ("%s %s", given[g_rand_int_range (chance, 0, G_N_ELEMENTS (given))],
                                           family[g_rand_int_range (chance, 0, G_N_ELEMENTS (family))]);
  g_autofree char *rating = g_strdup_printf ("%d.5", g_rand_int_range (chance, -2, 5));
  g_autofree char *worth = g_strdup_printf ("%d %s", g_rand_int_range (chance, -3, 4), g_rand_boolean (chance) ? "EUR" : "USD");
  g_autofree char *email = g_strdup_printf ("%c@X.example", 'a' + g_rand_int_range (chance, 0, 6));
  g_autofree char *phone = g_strdup_printf ("+34 %d", g_rand_int_range (chance, 100, 110));
  g_autofree char *firm = g_strdup_printf ("%d", g_rand_int_range (chance, 1, 9));
  g_autofree char *label = g_strdup_printf ("%d", g_rand_int_range (chance, 1, 4));

  crm_test_edit_put (edit, "name", name);
  crm_test_edit_put (edit, "rating", g_rand_int_range (chance, 0, 3) > 0 ? rating : "");
  crm_test_edit_put (edit, "worth", g_rand_int_range (chance, 0, 3) > 0 ? worth : "");
  crm_test_edit_put (edit, "email", g_rand_int_range (chance, 0, 3) > 0 ? email : "");
  crm_test_edit_put (edit, "phone", g_rand_int_range (chance, 0, 3) > 0 ? phone : "");
  crm_test_edit_put (edit, "born", g_rand_int_range (chance, 0, 3) > 0 ? "2000-01-01" : "");
  crm_test_edit_put (edit, "firm", g_rand_int_range (chance, 0, 3) > 0 ? firm : "");
  crm_test_edit_put (edit, g_rand_boolean (chance) ? "+labels" : "-labels", label);
}

static void
fill (CrmTestStore *self,
      GRand        *chance,
      guint         n)
{
  static const char *const firms[] = { "Sol", "sol", "Ärzte", "Zeta", "Öl AG", "Sol", "Trashed", "Ärzte" };
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_IMPORT, NULL);
  g_autoptr (CrmCommit) commit = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (firms); i++)
    crm_test_store_add (self, self->firm, "name", firms[i], NULL);
  for (guint i = 0; i < 3; i++)
    crm_test_store_add (self, self->label, "name", i == 0 ? "vip" : i == 1 ? "lead" : "old", NULL);
  crm_test_store_move (self, self->firm, 7, CRM_OP_TRASH);

  for (guint i = 0; i < n; i++)
    {
      CrmEdit *edit = crm_edit_new (self->person, CRM_OP_CREATE, -1 - (gint64) i);

      put_random (edit, chance);
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }
  commit = crm_test_store_commit (self, set);

  for (guint i = 0; i < n / 20; i++)
    {
      crm_clock_set_now (self->clock, crm_clock_get_now (self->clock) + g_rand_int_range (chance, 0, 2));
      crm_test_store_move (self, self->person, g_rand_int_range (chance, 1, (gint32) n), CRM_OP_TRASH);
    }
}

static void
pick_question (CrmTestStore *self,
               GRand        *chance,
               Question     *question)
{
  static const char *const searches[] = { "ana", "AN", "gar", "o", "brien o", "mueller", "von an gar", "z", "xyz", "ÉMI" };

  *question = (Question) { .state = g_rand_int_range (chance, 0, 8) == 0 ? CRM_STATE_TRASHED : CRM_STATE_LIVE };
  do
    question->sort = self->person->columns[g_rand_int_range (chance, 0, (gint32) self->person->n_columns)];
  while ((question->sort->flags & CRM_COLUMN_SORTED) == 0);
  if (g_rand_int_range (chance, 0, 6) == 0)
    question->sort = NULL;
  question->descending = g_rand_boolean (chance);
  if (g_rand_int_range (chance, 0, 3) == 0)
    question->search = searches[g_rand_int_range (chance, 0, G_N_ELEMENTS (searches))];
  question->where = (Where) g_rand_int_range (chance, 0, N_WHERES);
  question->number = g_rand_int_range (chance, 0, 4);
}

static char *
describe (const Question *question)
{
  return g_strdup_printf ("state %d, by %s%s, search %s, where %d with %" G_GINT64_FORMAT, question->state,
                          question->sort != NULL ? question->sort->name : "title", question->descending ? " downward" : "",
                          question->search, question->where, question->number);
}

/* --- The tests ------------------------------------------------------------------------------------------------ */

static void
ask_many (CrmTestStore *self,
          GRand        *chance,
          guint         n)
{
  for (guint i = 0; i < n; i++)
    {
      Question question;
      g_autoptr (CrmQuery) query = NULL;
      g_autoptr (CrmQuery) copy = NULL;
      g_autoptr (GArray) ids = NULL;
      g_autoptr (GArray) same = NULL;
      g_autoptr (GArray) expected = NULL;
      g_autofree char *what = NULL;

      pick_question (self, chance, &question);
      what = describe (&question);
      query = make_query (self->person, &question);
      copy = crm_query_copy (query);
      ids = run (self, ask_query, query);
      same = run (self, ask_query, copy);
      expected = run (self, ask_plainly, &question);
      assert_ids (ids, expected, what);
      assert_ids (same, expected, what);
    }
}

static void
test_few (CrmTestStore  *self,
          gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  fill (self, chance, 300);
  ask_many (self, chance, 400);
}

static void
test_many (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  /* More than are sorted after they have been found, so that indexes are walked. */
  fill (self, chance, 13000);
  ask_many (self, chance, 40);
}

static void
test_each_sort (CrmTestStore  *self,
                gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  fill (self, chance, 200);
  for (guint i = 0; i < self->person->n_columns; i++)
    for (int k = 0; k < 4; k++)
      {
        Question question = { .sort = self->person->columns[i], .descending = k % 2, .where = k < 2 ? WHERE_ALL : WHERE_ID };
        g_autoptr (CrmQuery) query = NULL;
        g_autoptr (GArray) ids = NULL;
        g_autoptr (GArray) expected = NULL;
        gboolean descending;

        if ((question.sort->flags & CRM_COLUMN_SORTED) == 0)
          continue;

        query = make_query (self->person, &question);
        g_assert_true (crm_query_get_sort (query, &descending) == question.sort);
        g_assert_true (descending == question.descending);
        ids = run (self, ask_query, query);
        expected = run (self, ask_plainly, &question);
        assert_ids (ids, expected, question.sort->name);
      }
}

typedef struct
{
  CrmQuery *query;
  GArray *ids;
  GArray *touched;
} Patch;

static gpointer
patch_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const Patch *patch = data;
  GArray *splices = crm_query_patch (patch->query, db, schema, patch->ids, (const gint64 *) (gpointer) patch->touched->data,
                                     patch->touched->len, error);

  return splices;
}

static void
apply_splices (GArray *ids,
               GArray *splices)
{
  for (guint i = 0; i < splices->len; i++)
    {
      const CrmSplice *splice = &g_array_index (splices, CrmSplice, i);

      if (splice->removed)
        {
          g_assert_cmpint (g_array_index (ids, gint64, splice->position), ==, splice->id);
          g_array_remove_index (ids, splice->position);
        }
      else
        g_array_insert_val (ids, splice->position, splice->id);
    }
}

static CrmCommit *
commit_random (CrmTestStore *self,
               GRand        *chance,
               gint64        n_persons)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_USER, NULL);
  const CrmEdit *first;

  for (gint32 k = g_rand_int_range (chance, 1, 16); k > 0; k--)
    {
      gint64 id = g_rand_int_range (chance, 1, (gint32) n_persons);
      g_autofree char *sql = g_strdup_printf ("SELECT state FROM person WHERE id = %" G_GINT64_FORMAT, id);
      CrmEdit *edit;

      if (crm_test_store_get (self, sql) != CRM_STATE_LIVE)
        edit = crm_edit_new (self->person, CRM_OP_RESTORE, id);
      else if (g_rand_int_range (chance, 0, 6) == 0)
        edit = crm_edit_new (self->person, CRM_OP_CREATE, -k);
      else
        edit = crm_edit_new (self->person, CRM_OP_UPDATE, id);
      if (edit->op != CRM_OP_RESTORE)
        put_random (edit, chance);
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }

  /* The first one again: far enough away to be named twice, or into the trash. */
  first = g_ptr_array_index (crm_change_set_get_edits (set), 0);
  if (first->op == CRM_OP_UPDATE && g_rand_boolean (chance))
    {
      CrmEdit *edit = crm_edit_new (self->person, g_rand_boolean (chance) ? CRM_OP_UPDATE : CRM_OP_TRASH, first->id);

      if (edit->op == CRM_OP_UPDATE)
        put_random (edit, chance);
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
    }

  return crm_test_store_commit (self, set);
}

static void
test_patch (CrmTestStore  *self,
            gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  guint n_patched = 0;

  fill (self, chance, 150);
  for (guint round = 0; round < 60; round++)
    {
      Question question;
      g_autoptr (CrmQuery) query = NULL;
      g_autoptr (GArray) ids = NULL;
      g_autofree char *what = NULL;

      pick_question (self, chance, &question);
      what = describe (&question);
      query = make_query (self->person, &question);
      ids = run (self, ask_query, query);

      for (guint i = 0; i < 6; i++)
        {
          g_autoptr (CrmCommit) commit = commit_random (self, chance, 150);
          const CrmTouched *touched = crm_commit_get_touched (commit, self->person);
          g_autoptr (GArray) expected = run (self, ask_plainly, &question);
          g_autoptr (GError) error = NULL;
          g_autoptr (GArray) splices = NULL;
          Patch patch = { query, ids, touched != NULL ? touched->ids : NULL };

          if (touched == NULL)
            continue;

          g_assert_false (touched->many);
          splices = crm_store_read (self->store, CRM_LANE_QUERY, patch_read, &patch, &error);
          g_assert_no_error (error);
          if (question.state != CRM_STATE_LIVE)
            {
              g_assert_null (splices);
              break;
            }

          g_assert_nonnull (splices);
          apply_splices (ids, splices);
          assert_ids (ids, expected, what);
          n_patched++;
        }
    }

  g_assert_cmpuint (n_patched, >, 100);
}

static void
test_depends_on (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  guint n_spared = 0;

  fill (self, chance, 100);

  /* Where a query says that it does not depend on a commit, its answer stays. */
  for (guint i = 0; i < 300; i++)
    {
      static const char *const columns[] = { "rating", "born", "notes", "phone", "firm", "name", "+mails" };
      static const char *const values[] = { "3.5", "1990-01-01", "words", "+34 105", "2", "Ana Zeta", "x@y.example" };
      Question question;
      g_autoptr (CrmQuery) query = NULL;
      g_autoptr (GArray) before = NULL;
      g_autoptr (GArray) after = NULL;
      g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_USER, NULL);
      g_autoptr (CrmCommit) commit = NULL;
      guint column = (guint) g_rand_int_range (chance, 0, G_N_ELEMENTS (columns));
      CrmEdit *edit = crm_edit_new (self->person, CRM_OP_UPDATE, 1 + (gint64) (i % 90));
      g_autofree char *sql = g_strdup_printf ("SELECT state FROM person WHERE id = %" G_GINT64_FORMAT, edit->id);

      crm_test_edit_put (edit, columns[column], values[column]);
      g_ptr_array_add (crm_change_set_get_edits (set), edit);
      if (crm_test_store_get (self, sql) != CRM_STATE_LIVE)
        continue;

      pick_question (self, chance, &question);
      query = make_query (self->person, &question);
      if (question.where == WHERE_RATED)
        crm_query_add_dependency (query, self->person, crm_table_find_column (self->person, "rating"));
      if (question.where == WHERE_FIRMLESS)
        crm_query_add_dependency (query, self->person, crm_table_find_column (self->person, "firm"));
      if (question.where == WHERE_LABELLED)
        crm_query_add_dependency (query, self->person, crm_table_find_column (self->person, "labels"));

      before = run (self, ask_query, query);
      commit = crm_test_store_commit (self, set);
      after = run (self, ask_query, query);
      if (!crm_query_depends_on (query, commit))
        {
          g_autofree char *what = describe (&question);

          assert_ids (after, before, what);
          n_spared++;
        }
    }

  g_assert_cmpuint (n_spared, >, 50);
}

static gpointer
explain_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return crm_query_explain (data, db, schema, error);
}

static void
test_plans (CrmTestStore  *self,
            gconstpointer  data)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (self->schema, &n_tables);

  for (guint t = 0; t < n_tables; t++)
    for (guint i = 0; i < tables[t]->n_columns; i++)
      {
        g_autoptr (CrmQuery) query = crm_query_new (tables[t]);
        g_autofree char *plan = NULL;
        g_auto (GStrv) lines = NULL;

        if ((tables[t]->columns[i]->flags & CRM_COLUMN_SORTED) == 0)
          continue;

        crm_query_set_sort (query, tables[t]->columns[i], i % 2);
        plan = crm_store_read (self->store, CRM_LANE_QUERY, explain_read, query, NULL);
        g_assert_nonnull (plan);
        g_assert_null (strstr (plan, "TEMP B-TREE"));
        lines = g_strsplit (plan, "\n", -1);
        for (guint k = 0; lines[k] != NULL; k++)
          g_assert_true (!g_str_has_prefix (lines[k], "SCAN") || strstr (lines[k], "USING") != NULL);
      }
}

static gboolean
stop_cb (const gint64 *ids,
         guint         n_ids,
         gpointer      user_data)
{
  guint *n = user_data;

  *n += n_ids;

  return FALSE;
}

static gpointer
stop_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  CrmQuery *query = data;
  guint n = 0;
  g_autoptr (GArray) few = crm_query_get_ids (query, db, schema, 10, error);

  g_assert_cmpuint (few->len, ==, 10);
  g_assert_true (crm_query_run (query, db, schema, stop_cb, &n, error));
  g_assert_cmpuint (n, ==, 256);

  return g_strdup ("");
}

static void
test_stop (CrmTestStore  *self,
           gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  g_autoptr (CrmQuery) query = crm_query_new (self->person);
  g_autofree char *answer = NULL;

  fill (self, chance, 600);
  answer = crm_store_read (self->store, CRM_LANE_QUERY, stop_read, query, NULL);
  g_assert_nonnull (answer);
}

static gpointer
cancel_read (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (GCancellable) mine = g_cancellable_new ();
  g_autoptr (CrmQuery) query = crm_query_new (crm_schema_find_table (schema, "person"));
  g_autoptr (GError) reason = NULL;

  /* A question that would take for ever, and that nobody wants to be answered any more. */
  crm_query_add_where (query, "(SELECT count (*) FROM person a, person b, person c, person d) = r.id", NULL, 0);
  g_cancellable_cancel (mine);
  crm_db_set_cancellable (db, mine);
  g_assert_null (crm_query_get_ids (query, db, schema, 0, &reason));
  g_assert_error (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  crm_db_set_cancellable (db, NULL);

  return g_strdup ("");
}

static void
test_cancel (CrmTestStore  *self,
             gconstpointer  data)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  g_autofree char *answer = NULL;

  fill (self, chance, 600);
  answer = crm_store_read (self->store, CRM_LANE_QUERY, cancel_read, NULL, NULL);
  g_assert_nonnull (answer);
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
    { "/query/few", test_few },
    { "/query/many", test_many },
    { "/query/each-sort", test_each_sort },
    { "/query/patch", test_patch },
    { "/query/depends-on", test_depends_on },
    { "/query/plans", test_plans },
    { "/query/stop", test_stop },
    { "/query/cancel", test_cancel },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, CrmTestStore, NULL, crm_test_store_set_up, tests[i].func, crm_test_store_tear_down);

  return g_test_run ();
}
