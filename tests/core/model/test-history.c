/* SPDX-License-Identifier: GPL-3.0-or-later */

/* History: sentences, filters, pages, and what a step did to each record. */

#include "config.h"

#include "crm-history-list.h"
#include "crm-tags.h"
#include "crm-test.h"

typedef struct
{
  CrmJournalFilter filter;
  gint64 before;
  gint64 batch;
  guint limit;
} Wanted;

static gpointer
find_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  const Wanted *wanted = data;

  return crm_history_find (db, schema, &wanted->filter, wanted->before, wanted->limit, error);
}

static GPtrArray *
find (CrmWorkspace *workspace,
      Wanted       *wanted)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *lines;

  if (wanted->limit == 0)
    wanted->limit = 100;
  lines = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, find_read, wanted, &error);
  g_assert_no_error (error);

  return lines;
}

static const CrmHistoryLine *
line_at (GPtrArray *lines,
         guint      index)
{
  return g_ptr_array_index (lines, index);
}

static gpointer
changes_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  const Wanted *wanted = data;

  return crm_history_of_batch (db, schema, wanted->batch, wanted->before, wanted->limit, error);
}

/* What follows from a step does not change what is said of it. */
static void
test_sentences (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GPtrArray) lines = NULL;
  Wanted wanted = { .filter.actor = CRM_ANYBODY };
  gint64 batch;

  crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "roof", NULL);
  crm_test_add (workspace, "contact", "first_name", "Luis", "tags", "roof", NULL);
  batch = crm_test_trash (workspace, "tag", 1);
  crm_test_undo (workspace, batch);
  crm_test_undo (workspace, batch + 1);

  lines = find (workspace, &wanted);
  g_assert_cmpstr (line_at (lines, 0)->text, ==, "Done again: Tag “roof” deleted");
  g_assert_cmpstr (line_at (lines, 1)->text, ==, "Undone: Tag “roof” deleted");
  g_assert_cmpstr (line_at (lines, 2)->text, ==, "Tag “roof” deleted");
  g_assert_cmpint (line_at (lines, 2)->records, ==, 3);
  g_assert_cmpstr (line_at (lines, 3)->text, ==, "Contact “Luis” added");
  g_assert_true (line_at (lines, 3)->can_undo);
  g_assert_false (line_at (lines, 1)->can_undo);

  crm_test_remove_folder (folder);
}

static void
test_filters (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmClock *clock = crm_workspace_get_clock (workspace);
  gint64 bea;

  crm_test_add (workspace, "contact", "first_name", "Ána", "last_name", "García", NULL);
  bea = crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", "role", "administrator", NULL);
  crm_clock_set_now (clock, CRM_TEST_NOW + G_TIME_SPAN_DAY);
  g_assert_true (crm_workspace_set_actor (workspace, "bea@example.com", NULL));
  crm_test_add (workspace, "contact", "first_name", "Luis", NULL);
  crm_test_set (workspace, "contact", 1, "job_title", "Tejadora", NULL);
  crm_test_set (workspace, "contact", 2, "city", "Valencia", NULL);

  {
    Wanted wanted = { .filter.actor = bea };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, ==, 3);
    g_assert_cmpstr (line_at (lines, 0)->who, ==, "Bea");
  }
  {
    Wanted wanted = { .filter = { .actor = CRM_ANYBODY, .causes = 1 << CRM_CAUSE_SYSTEM } };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, ==, 1);
    g_assert_false (line_at (lines, 0)->can_undo);
  }
  {
    Wanted wanted = { .filter = { .actor = CRM_ANYBODY, .until = CRM_TEST_NOW + G_TIME_SPAN_HOUR } };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, ==, 3);
  }
  {
    Wanted wanted = { .filter = { .actor = CRM_ANYBODY, .since = CRM_TEST_NOW + G_TIME_SPAN_HOUR, .until = CRM_TEST_NOW + 2 * G_TIME_SPAN_DAY } };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, ==, 3);
  }

  /* A record by its name, without accents: all that happened to it. */
  {
    Wanted wanted = { .filter = { .actor = CRM_ANYBODY, .text = (char *) "garcia" } };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, ==, 2);
    g_assert_cmpstr (line_at (lines, 0)->text, ==, "Job Title of “Ána García” changed");
  }

  /* A value that was written. */
  {
    Wanted wanted = { .filter = { .actor = CRM_ANYBODY, .text = (char *) "VALENC" } };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, >=, 1);
    g_assert_cmpstr (line_at (lines, 0)->text, ==, "City of “Luis” changed");
  }
  {
    Wanted wanted = { .filter = { .actor = CRM_ANYBODY, .text = (char *) "nothing has this" } };
    g_autoptr (GPtrArray) lines = find (workspace, &wanted);

    g_assert_cmpuint (lines->len, ==, 0);
  }

  crm_test_remove_folder (folder);
}

static void
test_details (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  const CrmRecordType *contacts = crm_workspace_get_type_named (workspace, "contact");
  const gint64 ids[] = { 1, 2 };
  g_auto (CrmValue) city = crm_value_text ("Valencia");
  const CrmHistoryChange *change;
  const CrmHistoryPart *part;
  Wanted wanted = { .limit = 1 };
  CrmEdit *edit;

  crm_test_add (workspace, "contact", "first_name", "Ana", "city", "Madrid", NULL);
  crm_test_add (workspace, "contact", "first_name", "Luis", NULL);
  set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  edit = crm_change_set_edit_many (set, &contacts->table, CRM_OP_UPDATE, ids, G_N_ELEMENTS (ids));
  crm_edit_set (edit, &crm_record_type_find_field (contacts, "city")->column, &city);
  commit = crm_workspace_commit (workspace, set, &error);
  g_assert_no_error (error);

  wanted.batch = commit->batch;
  changes = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, changes_read, &wanted, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 1);
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpstr (change->title, ==, "Ana");
  g_assert_cmpint (change->state, ==, CRM_STATE_LIVE);
  g_assert_cmpuint (change->parts->len, ==, 1);
  part = g_ptr_array_index (change->parts, 0);
  g_assert_cmpstr (part->label, ==, "City");
  g_assert_cmpstr (part->before, ==, "Madrid");
  g_assert_cmpstr (part->after, ==, "Valencia");

  wanted.before = change->entry;
  rest = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, changes_read, &wanted, &error);
  g_assert_cmpuint (rest->len, ==, 1);
  change = g_ptr_array_index (rest, 0);
  g_assert_cmpstr (change->title, ==, "Luis");
  part = g_ptr_array_index (change->parts, 0);
  g_assert_null (part->before);

  crm_test_remove_folder (folder);
}

/* --- The list ---------------------------------------------------------------------------------------------- */

static gboolean
is_settled (gpointer data)
{
  return !crm_history_list_is_loading (data);
}

typedef struct
{
  CrmHistoryList *list;
  guint n;
} Growth;

static gboolean
has_grown (gpointer data)
{
  Growth *growth = data;

  return g_list_model_get_n_items (G_LIST_MODEL (growth->list)) >= growth->n;
}

static gboolean
is_undone (gpointer data)
{
  return crm_history_item_get_line (data)->undone;
}

static void
changed_cb (GListModel *model,
            guint       position,
            guint       removed,
            guint       added,
            guint      *n)
{
  *n = *n - removed + added;
}

/* Page by page, each line once, from the newest to the first; what is new comes on top. */
/* Who comes, who leaves, and who is something else from now on, are three things. */
static void
test_roles (void)
{
  static const char *const expected[][2] = { { NULL, "Cid" }, { "Bea", NULL }, { "Architect: Ana", "Owner: Ana" } };
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;
  const GPtrArray *parts;
  Wanted wanted = { .limit = 10 };
  gint64 deal;

  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (workspace, "contact", "first_name", "Cid", NULL);
  deal = crm_test_add (workspace, "deal", "title", "Roof", "people", "Architect: Ana; Bea", NULL);
  wanted.batch = crm_test_set (workspace, "deal", deal, "people", "Owner: Ana; Cid", NULL);

  changes = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, changes_read, &wanted, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 1);
  parts = ((CrmHistoryChange *) g_ptr_array_index (changes, 0))->parts;
  g_assert_cmpuint (parts->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < parts->len; i++)
    {
      const CrmHistoryPart *part = g_ptr_array_index (parts, i);

      g_assert_true (part->is_set);
      g_assert_cmpstr (part->before, ==, expected[i][0]);
      g_assert_cmpstr (part->after, ==, expected[i][1]);
    }

  crm_test_remove_folder (folder);
}

static void
test_list (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmHistoryList) list = crm_history_list_new (workspace);
  g_autoptr (CrmHistoryItem) first = NULL;
  CrmJournalFilter filter = { .actor = CRM_ANYBODY };
  Growth growth = { list, 0 };
  gint64 last = G_MAXINT64;
  guint counted = 0;
  guint n;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("tag %u", i);

      crm_test_add (workspace, "tag", "name", name, NULL);
    }

  g_signal_connect (list, "items-changed", G_CALLBACK (changed_cb), &counted);
  crm_history_list_set_filter (list, &filter);
  crm_test_wait (is_settled, list);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 200);

  /* Somebody scrolls down. */
  while (n < 201)
    {
      g_autoptr (CrmHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (list), n - 1);

      growth.n = n + 1;
      crm_test_wait (has_grown, &growth);
      n = g_list_model_get_n_items (G_LIST_MODEL (list));
    }
  g_assert_cmpuint (n, ==, 201);
  g_assert_cmpuint (counted, ==, n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CrmHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpint (crm_history_item_get_line (item)->batch, <, last);
      last = crm_history_item_get_line (item)->batch;
    }

  first = g_list_model_get_item (G_LIST_MODEL (list), n - 2);
  crm_test_undo (workspace, crm_history_item_get_line (first)->batch);
  growth.n = n + 1;
  crm_test_wait (has_grown, &growth);
  crm_test_wait (is_undone, first);
  g_assert_cmpuint (counted, ==, n + 1);

  g_clear_object (&list);
  crm_test_remove_folder (folder);
}

/* A page of the last lines takes no longer than one of the first: both read what they show. */
static void
test_pages_use_the_key (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  Wanted wanted = { .filter.actor = CRM_ANYBODY, .before = 50, .limit = 10 };
  g_autoptr (GPtrArray) lines = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("tag %u", i);

      crm_test_add (workspace, "tag", "name", name, NULL);
    }

  lines = find (workspace, &wanted);
  g_assert_cmpuint (lines->len, ==, 10);
  g_assert_cmpint (line_at (lines, 0)->batch, ==, 49);
  g_assert_cmpint (line_at (lines, 9)->batch, ==, 40);

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/sentences", test_sentences);
  g_test_add_func ("/history/roles", test_roles);
  g_test_add_func ("/history/filters", test_filters);
  g_test_add_func ("/history/details", test_details);
  g_test_add_func ("/history/list", test_list);
  g_test_add_func ("/history/pages-use-the-key", test_pages_use_the_key);

  return g_test_run ();
}
