/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal, read: what was done, and what another program did. */

#include "config.h"

#include <string.h>

#include "crm-journal-query.h"
#include "crm-test-store.h"
#include "crm-test.h"

typedef struct
{
  const CrmTable *table;
  gint64 record;
  gint64 before;
  guint limit;
} Page;

static gpointer
batches_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Page *page = data;

  return crm_journal_list_batches (db, page->before, page->limit, error);
}

static gpointer
entries_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Page *page = data;

  return crm_journal_list_entries (db, page->table, page->record, page->before, page->limit, error);
}

static gpointer
batch_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return crm_journal_get_batch (db, *(gint64 *) data, error);
}

static GPtrArray *
read_page (CrmTestStore *self,
           CrmReadFunc   func,
           Page         *page)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *answer = crm_store_read (self->store, CRM_LANE_QUERY, func, page, &error);

  g_assert_no_error (error);

  return answer;
}

static void
test_batches (CrmTestStore  *self,
              gconstpointer  data)
{
  Page page = { .limit = 2 };
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (CrmBatch) batch = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_clock_set_now (self->clock, CRM_TEST_NOW + 7);
  crm_test_store_set (self, self->firm, 1, "name", "Luna", "city", "Bonn", NULL);
  crm_test_store_undo (self, 2, NULL);

  first = read_page (self, batches_read, &page);
  g_assert_cmpuint (first->len, ==, 2);
  page.before = ((const CrmBatch *) g_ptr_array_index (first, 1))->id;
  second = read_page (self, batches_read, &page);
  g_assert_cmpuint (second->len, ==, 1);
  page.before = 1;
  none = read_page (self, batches_read, &page);
  g_assert_cmpuint (none->len, ==, 0);

  id = 2;
  batch = crm_store_read (self->store, CRM_LANE_QUERY, batch_read, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (batch->actor, ==, 1);
  g_assert_cmpint (batch->cause, ==, CRM_CAUSE_USER);
  g_assert_null (batch->detail);
  g_assert_cmpint (batch->time, ==, CRM_TEST_NOW + 7);
  g_assert_true (batch->undone);
  g_assert_false (batch->open);
  g_assert_cmpint (batch->undo_of, ==, 0);
  g_assert_cmpint (batch->table, ==, self->firm->id);
  g_assert_cmpint (batch->op, ==, CRM_OP_UPDATE);
  g_assert_cmpint (batch->record, ==, 1);
  g_assert_cmpstr (batch->columns, ==, "name,city");
  g_assert_cmpint (batch->records, ==, 1);

  id = 99;
  g_assert_null (crm_store_read (self->store, CRM_LANE_QUERY, batch_read, &id, &error));
  g_assert_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING);
}

static void
test_entries (CrmTestStore  *self,
              gconstpointer  data)
{
  Page page = { self->firm, 2, 0, 10 };
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) older = NULL;
  const CrmEntry *entry;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_add (self, self->firm, "name", "Luna", NULL);
  crm_test_store_set (self, self->firm, 1, "city", "Jena", NULL);
  crm_test_store_set (self, self->firm, 2, "city", "Bonn", NULL);
  crm_test_store_move (self, self->firm, 2, CRM_OP_TRASH);

  entries = read_page (self, entries_read, &page);
  g_assert_cmpuint (entries->len, ==, 3);
  entry = g_ptr_array_index (entries, 0);
  g_assert_cmpint (entry->op, ==, CRM_OP_TRASH);
  g_assert_null (entry->changes);
  entry = g_ptr_array_index (entries, 1);
  g_assert_cmpint (entry->op, ==, CRM_OP_UPDATE);
  g_assert_cmpstr (entry->changes, ==, "{\"city\":[null,\"Bonn\"]}");
  g_assert_cmpint (entry->batch->actor, ==, 1);
  g_assert_cmpint (entry->stamp, >, 0);
  entry = g_ptr_array_index (entries, 2);
  g_assert_cmpint (entry->op, ==, CRM_OP_CREATE);

  page.before = ((const CrmEntry *) g_ptr_array_index (entries, 1))->id;
  older = read_page (self, entries_read, &page);
  g_assert_cmpuint (older->len, ==, 1);
}

/* --- Two programs on one file ------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *commits;
} News;

static void
committed_cb (CrmStore  *store,
              CrmCommit *commit,
              News      *news)
{
  g_ptr_array_add (news->commits, crm_commit_ref (commit));
}

static gpointer
nothing_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return g_strdup ("");
}

static gboolean
nothing_write (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  return TRUE;
}

/* Waits until the writer has done what it was asked for, and everything is told. */
static void
settle (CrmStore *store)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_SYSTEM, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (store, set, G_MAXINT - 10, nothing_write, NULL, NULL);
  g_autofree char *answer = crm_store_read (store, CRM_LANE_SCREEN, nothing_read, NULL, NULL);

  g_assert_nonnull (commit);
  g_assert_nonnull (answer);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
look (CrmStore *store)
{
  crm_store_look_for_commits (store);
  settle (store);
}

static void
test_foreign (CrmTestStore  *self,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_commit_unref);
  g_autoptr (GPtrArray) there = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_commit_unref);
  News news_here = { here };
  News news_there = { there };
  g_autoptr (CrmStore) other = NULL;
  g_autoptr (CrmChangeSet) set = crm_change_set_new (7, CRM_CAUSE_COMMAND, NULL);
  g_autoptr (CrmCommit) theirs = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (CrmValue) name = crm_value_text ("Eva");
  g_auto (CrmValue) city = crm_value_text ("Bonn");
  CrmValue firm = crm_value_integer (1);
  const CrmTouched *touched;
  CrmCommit *commit;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_add (self, self->person, "name", "Ana", NULL);
  settle (self->store);
  other = crm_store_open (self->path, self->schema, self->clock, &error);
  g_assert_no_error (error);
  g_signal_connect (self->store, "committed", G_CALLBACK (committed_cb), &news_here);
  g_signal_connect (other, "committed", G_CALLBACK (committed_cb), &news_there);

  /* Nothing new. */
  look (self->store);
  look (other);
  g_assert_cmpuint (here->len + there->len, ==, 0);

  crm_change_set_set (set, self->person, 1, self->person->title, &name);
  crm_change_set_set (set, self->person, 1, crm_table_find_column (self->person, "firm"), &firm);
  theirs = crm_store_commit (other, set, &error);
  g_assert_no_error (error);
  settle (other);
  g_assert_cmpuint (there->len, ==, 1);
  commit = g_ptr_array_index (there, 0);
  g_assert_false (commit->foreign);

  /* It is told here what was written there: the record, its columns, and what was counted. */
  look (self->store);
  g_assert_cmpuint (here->len, ==, 1);
  commit = g_ptr_array_index (here, 0);
  g_assert_true (commit->foreign);
  g_assert_cmpint (commit->id, ==, theirs->id);
  g_assert_cmpint (commit->batch, ==, theirs->batch);
  g_assert_cmpint (commit->actor, ==, 7);
  g_assert_cmpint (commit->cause, ==, CRM_CAUSE_COMMAND);
  touched = crm_commit_get_touched (commit, self->person);
  g_assert_false (touched->membership);
  g_assert_false (touched->many);
  g_assert_true (crm_commit_touches (commit, self->person, 1));
  g_assert_true (crm_touched_has_column (touched, self->person->title));
  g_assert_true (crm_touched_has_column (touched, crm_table_find_column (self->person, "shout")));
  g_assert_false (crm_touched_has_column (touched, crm_table_find_column (self->person, "email")));
  touched = crm_commit_get_touched (commit, self->firm);
  g_assert_true (crm_touched_has_column (touched, crm_table_find_column (self->firm, "people")));
  g_assert_true (crm_commit_touches (commit, self->firm, 1));

  /* Told once. */
  look (self->store);
  g_assert_cmpuint (here->len, ==, 1);

  /* Several at once, and an own one behind them without looking in between. */
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CrmChangeSet) more = crm_change_set_new (7, CRM_CAUSE_COMMAND, NULL);
      g_autoptr (CrmCommit) made = NULL;

      crm_change_set_create (more, self->label);
      crm_change_set_set (more, self->label, -1, self->label->title, &name);
      made = crm_store_commit (other, more, &error);
      g_assert_no_error (error);
    }
  {
    g_autoptr (CrmChangeSet) own = crm_change_set_new (1, CRM_CAUSE_USER, NULL);
    g_autoptr (CrmCommit) made = NULL;

    crm_change_set_set (own, self->firm, 1, crm_table_find_column (self->firm, "city"), &city);
    made = crm_test_store_commit (self, own);
  }
  settle (self->store);
  g_assert_cmpuint (here->len, ==, 3);
  commit = g_ptr_array_index (here, 1);
  g_assert_true (commit->foreign);
  touched = crm_commit_get_touched (commit, self->label);
  g_assert_true (touched->membership);
  g_assert_cmpuint (touched->ids->len, ==, 3);
  commit = g_ptr_array_index (here, 2);
  g_assert_false (commit->foreign);
  look (self->store);
  g_assert_cmpuint (here->len, ==, 3);

  crm_store_close (other);
  crm_test_store_check (self);
}

static void
test_own_after_undo (CrmTestStore  *self,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) here = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_commit_unref);
  News news = { here };
  const CrmCommit *commit;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  settle (self->store);
  g_signal_connect (self->store, "committed", G_CALLBACK (committed_cb), &news);
  crm_test_store_undo (self, crm_test_store_set (self, self->firm, 1, "city", "Bonn", NULL), NULL);
  settle (self->store);
  g_assert_cmpuint (here->len, ==, 2);
  commit = g_ptr_array_index (here, 1);
  g_assert_cmpint (commit->undo_of, ==, 2);
  g_assert_false (commit->foreign);

  /* What changes nothing is not told. */
  crm_test_store_set (self, self->firm, 1, "city", "", NULL);
  settle (self->store);
  g_assert_cmpuint (here->len, ==, 2);
}

static gpointer
find_func (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  return crm_query_get_ids (data, db, schema, G_MAXUINT, error);
}

static char *
find_written (CrmTestStore   *self,
              const CrmTable *table,
              gint64          batch)
{
  g_autoptr (CrmQuery) query = crm_query_new (table);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  crm_journal_restrict_query (query, batch);
  ids = crm_store_read (self->store, CRM_LANE_QUERY, find_func, query, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", g_array_index (ids, gint64, i));

  return g_string_free (text, FALSE);
}

/* What one batch has written, of one table; what is in the trash by now is not shown. */
static void
test_written_by (CrmTestStore  *self,
                 gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (1, CRM_CAUSE_IMPORT, "people.csv");
  g_autoptr (CrmCommit) commit = NULL;
  g_auto (CrmValue) name = crm_value_text ("Luna");
  g_auto (CrmValue) city = crm_value_text ("Bonn");
  g_autofree char *firms = NULL;
  g_autofree char *left = NULL;
  g_autofree char *persons = NULL;
  g_autofree char *none = NULL;
  gint64 made;

  crm_test_store_add (self, self->firm, "name", "Sol", NULL);
  crm_test_store_add (self, self->firm, "name", "Mar", NULL);
  made = crm_change_set_create (set, self->firm);
  crm_change_set_set (set, self->firm, made, self->firm->title, &name);
  crm_change_set_set (set, self->firm, 1, crm_table_find_column (self->firm, "city"), &city);
  commit = crm_test_store_commit (self, set);

  firms = find_written (self, self->firm, commit->batch);
  g_assert_cmpstr (firms, ==, "3 1"); /* by name */
  persons = find_written (self, self->person, commit->batch);
  g_assert_cmpstr (persons, ==, "");
  none = find_written (self, self->firm, commit->batch + 1);
  g_assert_cmpstr (none, ==, "");

  crm_test_store_move (self, self->firm, 3, CRM_OP_TRASH);
  left = find_written (self, self->firm, commit->batch);
  g_assert_cmpstr (left, ==, "1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/journal/batches", CrmTestStore, NULL, crm_test_store_set_up, test_batches, crm_test_store_tear_down);
  g_test_add ("/journal/entries", CrmTestStore, NULL, crm_test_store_set_up, test_entries, crm_test_store_tear_down);
  g_test_add ("/journal/foreign", CrmTestStore, NULL, crm_test_store_set_up, test_foreign, crm_test_store_tear_down);
  g_test_add ("/journal/own-after-undo", CrmTestStore, NULL, crm_test_store_set_up, test_own_after_undo, crm_test_store_tear_down);

  g_test_add ("/journal/written-by", CrmTestStore, NULL, crm_test_store_set_up, test_written_by, crm_test_store_tear_down);

  return g_test_run ();
}
