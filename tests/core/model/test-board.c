/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deals on the board: where they stand, what they come to, and what they need somebody for. */

#include "config.h"

#include <string.h>

#include "crm-board-column.h"
#include "crm-choices.h"
#include "crm-deals.h"
#include "crm-naming.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  gint64 first;  /* stages */
  gint64 second;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->first = crm_test_query (fixture->workspace, "SELECT id FROM stage ORDER BY position LIMIT 1");
  fixture->second = crm_test_query (fixture->workspace, "SELECT id FROM stage ORDER BY position LIMIT 1 OFFSET 1");
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

static gint64
add_deal (Fixture    *fixture,
          gint64      stage,
          const char *title,
          const char *value)
{
  g_autofree char *link = g_strdup_printf ("#%" G_GINT64_FORMAT, stage);

  return crm_test_add (fixture->workspace, "deal", "title", title, "stage", link, "value", value, NULL);
}

typedef struct
{
  GArray *ids;
  gint64 stage;
  gint64 before;
} Placing;

static gboolean
place_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  const Placing *placing = data;

  return crm_deals_place (door, placing->ids, placing->stage, placing->before, error);
}

/* Puts deals somewhere; returns the batch, or 0 with @error set. */
static gint64
place (Fixture  *fixture,
       gint64    stage,
       gint64    before,
       GError  **error,
       gint64    first,
       ...)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  Placing placing = { ids, stage, before };
  va_list arguments;

  va_start (arguments, first);
  for (gint64 id = first; id != 0; id = va_arg (arguments, gint64))
    g_array_append_val (ids, id);
  va_end (arguments);

  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, place_func, &placing, error);

  return commit != NULL ? commit->batch : 0;
}

static gpointer
read_order (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (CrmQuery) query = crm_deals_query_stage (CRM_CATALOGUE (schema), NULL, *(gint64 *) data);

  return crm_query_get_ids (query, db, schema, 1000, error);
}

/* The titles of a stage, in one string: titles are single letters. */
static void
assert_stage (Fixture    *fixture,
              gint64      stage,
              const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, read_order, &stage, &error);
  g_autoptr (GString) titles = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *title = crm_test_get (fixture->workspace, "deal", g_array_index (ids, gint64, i), "title");

      g_string_append (titles, title);
    }
  g_assert_cmpstr (titles->str, ==, expected);
}

/* --- Places ------------------------------------------------------------------------------------------ */

static void
test_place (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 c = add_deal (fixture, fixture->first, "c", NULL);
  gint64 b = add_deal (fixture, fixture->first, "b", NULL);
  gint64 a = add_deal (fixture, fixture->first, "a", NULL);
  gint64 z = add_deal (fixture, fixture->second, "z", NULL);
  gint64 y = add_deal (fixture, fixture->second, "y", NULL);
  gint64 batch;

  assert_stage (fixture, fixture->first, "abc");
  assert_stage (fixture, fixture->second, "yz");

  /* Between, at the end, at the beginning; in its own stage. */
  place (fixture, fixture->second, z, NULL, a, (gint64) 0);
  assert_stage (fixture, fixture->second, "yaz");
  place (fixture, fixture->second, 0, NULL, b, (gint64) 0);
  assert_stage (fixture, fixture->second, "yazb");
  place (fixture, fixture->second, y, NULL, c, (gint64) 0);
  assert_stage (fixture, fixture->second, "cyazb");
  place (fixture, fixture->second, c, NULL, b, (gint64) 0);
  assert_stage (fixture, fixture->second, "bcyaz");
  place (fixture, fixture->second, 0, NULL, c, (gint64) 0);
  assert_stage (fixture, fixture->second, "byazc");

  /* Where it stands already, and before itself. */
  place (fixture, fixture->second, y, NULL, b, (gint64) 0);
  assert_stage (fixture, fixture->second, "byazc");
  place (fixture, fixture->second, a, NULL, a, (gint64) 0);

  /* Several, in the order that was asked for; one step. */
  assert_stage (fixture, fixture->first, "");
  batch = place (fixture, fixture->first, 0, NULL, z, b, (gint64) 0);
  assert_stage (fixture, fixture->first, "zb");
  crm_test_undo (fixture->workspace, batch);
  assert_stage (fixture, fixture->first, "");
}

/* However often a deal is put between the same two, there is room. */
static void
test_no_room (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 last = add_deal (fixture, fixture->first, "z", NULL);
  gint64 ids[4];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const char title[] = { (char) ('a' + i), '\0' };

      ids[i] = add_deal (fixture, fixture->first, title, NULL);
    }
  assert_stage (fixture, fixture->first, "dcbaz");

  for (guint i = 0; i < 100; i++)
    {
      gint64 moved = ids[i % 3];
      gint64 other = ids[(i + 1) % 3];

      place (fixture, fixture->first, last, NULL, moved, (gint64) 0);
      place (fixture, fixture->first, moved, NULL, other, (gint64) 0);
    }
  assert_stage (fixture, fixture->first, "dcbaz");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (DISTINCT rank) FROM deal"), ==, 5);
}

/* A random walk, against an array. */
static void
test_random (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GString) model = g_string_new (NULL);
  gint64 ids[8];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      const char title[] = { (char) ('a' + i), '\0' };

      ids[i] = add_deal (fixture, fixture->first, title, NULL);
      g_string_prepend (model, title);
    }

  for (guint i = 0; i < 200; i++)
    {
      guint what = g_test_rand_int_range (0, G_N_ELEMENTS (ids));
      guint where = g_test_rand_int_range (0, G_N_ELEMENTS (ids) + 1);
      char title = (char) ('a' + what);
      char *found;

      if (what == where)
        continue;
      g_string_erase (model, strchr (model->str, title) - model->str, 1);
      found = where < G_N_ELEMENTS (ids) ? strchr (model->str, (char) ('a' + where)) : NULL;
      g_string_insert_c (model, found != NULL ? found - model->str : (gssize) model->len, title);

      place (fixture, fixture->first, where < G_N_ELEMENTS (ids) ? ids[where] : 0, NULL, ids[what], (gint64) 0);
      assert_stage (fixture, fixture->first, model->str);
    }
}

static void
test_closed_is_open_again (Fixture       *fixture,
                           gconstpointer  data)
{
  gint64 deal = add_deal (fixture, fixture->first, "a", NULL);
  g_autofree char *status = NULL;

  crm_test_set (fixture->workspace, "deal", deal, "status", "lost", NULL);
  assert_stage (fixture, fixture->first, "");
  place (fixture, fixture->second, 0, NULL, deal, (gint64) 0);
  assert_stage (fixture, fixture->second, "a");
  status = crm_test_get (fixture->workspace, "deal", deal, "status");
  g_assert_cmpstr (status, ==, "open");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  gint64 poor = add_deal (fixture, fixture->first, "a", NULL);
  gint64 rich = add_deal (fixture, fixture->first, "b", "100 EUR");

  crm_test_set (fixture->workspace, "stage", fixture->second, "required_fields", "value", NULL);
  /* All or none of them. */
  g_assert_cmpint (place (fixture, fixture->second, 0, &error, rich, poor, (gint64) 0), ==, 0);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REQUIRED);
  assert_stage (fixture, fixture->first, "ba");
  assert_stage (fixture, fixture->second, "");
}

/* --- Columns ----------------------------------------------------------------------------------------- */

typedef struct
{
  CrmBoardColumn *column;
  gint64 n;
  const char *sum;
} Expected;

static gboolean
comes_to (gpointer data)
{
  const Expected *expected = data;
  g_autofree char *sum = crm_board_column_format_sum (expected->column);
  return crm_board_column_get_n (expected->column) == expected->n && strcmp (sum, expected->sum) == 0 &&
         g_list_model_get_n_items (G_LIST_MODEL (crm_board_column_get_list (expected->column))) == expected->n;
}

static void
assert_column (CrmBoardColumn *column,
               gint64          n,
               const char     *sum)
{
  Expected expected = { column, n, sum };

  crm_test_wait (comes_to, &expected);
}

static void
test_column (Fixture       *fixture,
             gconstpointer  data)
{
  const CrmRecordType *stages = crm_workspace_get_type_named (fixture->workspace, "stage");
  g_autoptr (CrmRecord) stage = crm_workspace_load_record (fixture->workspace, stages, fixture->first, NULL);
  g_autoptr (CrmBoardColumn) column = crm_board_column_new (fixture->workspace, stage);
  g_autoptr (CrmQuery) filter = NULL;
  gint64 deal;
  gint64 batch;

  assert_column (column, 0, "");
  add_deal (fixture, fixture->first, "Roof", "100 EUR");
  add_deal (fixture, fixture->first, "Roof too", "50.50 EUR");
  deal = add_deal (fixture, fixture->first, "Gutter", "20 USD");
  add_deal (fixture, fixture->second, "Elsewhere", "1000 EUR");
  add_deal (fixture, fixture->first, "Nothing", NULL);
  assert_column (column, 4, "€150.50 · US$20.00");

  /* It follows values, moves, closing, and their undoing. */
  batch = crm_test_set (fixture->workspace, "deal", deal, "value", "30 USD", NULL);
  assert_column (column, 4, "€150.50 · US$30.00");
  crm_test_undo (fixture->workspace, batch);
  assert_column (column, 4, "€150.50 · US$20.00");
  batch = crm_test_set (fixture->workspace, "deal", deal, "status", "won", NULL);
  assert_column (column, 3, "€150.50");
  crm_test_undo (fixture->workspace, batch);
  batch = place (fixture, fixture->second, 0, NULL, deal, (gint64) 0);
  assert_column (column, 3, "€150.50");
  crm_test_undo (fixture->workspace, batch);
  assert_column (column, 4, "€150.50 · US$20.00");

  crm_board_column_set_view (column, NULL, "roof", NULL, FALSE);
  assert_column (column, 2, "€150.50");

  /* A filter narrows it, and is followed. */
  filter = crm_query_new (&crm_workspace_get_type_named (fixture->workspace, "deal")->table);
  crm_query_add_where (filter, "r.value > 5500", NULL, 0);
  crm_query_add_dependency (filter, crm_query_get_table (filter), crm_table_find_column (crm_query_get_table (filter), "value"));
  crm_board_column_set_view (column, filter, NULL, NULL, FALSE);
  assert_column (column, 1, "€100.00");
  crm_test_set (fixture->workspace, "deal", deal, "value", "60 USD", NULL);
  assert_column (column, 2, "€100.00 · US$60.00");
}

/* --- Marks ------------------------------------------------------------------------------------------- */

static CrmDealMarks
get_marks (Fixture *fixture,
           gint64   id,
           gint64   now,
           int     *days)
{
  CrmWorkspace *workspace = fixture->workspace;
  g_autoptr (CrmRecord) deal = crm_workspace_load_record (workspace, crm_workspace_get_type_named (workspace, "deal"), id, NULL);
  g_autoptr (CrmRecord) stage = crm_workspace_load_record (workspace, crm_workspace_get_type_named (workspace, "stage"),
                                                           fixture->first, NULL);

  return crm_deals_get_marks (deal, stage, now, days);
}

static void
test_marks (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 deal = add_deal (fixture, fixture->first, "a", NULL);
  gint64 task;
  int days;

  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW, &days), ==, CRM_DEAL_NO_NEXT_STEP);
  g_assert_cmpint (days, ==, 0);

  task = crm_test_add (fixture->workspace, "task", "title", "Call", "deals", "#1", "due", "2026-03-04", NULL);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW, &days), ==, 0);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW + 3 * G_TIME_SPAN_DAY, &days), ==, CRM_DEAL_OVERDUE);
  g_assert_cmpint (days, ==, 3);
  crm_test_set (fixture->workspace, "task", task, "status", "done", NULL);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW, &days), ==, CRM_DEAL_NO_NEXT_STEP);

  crm_test_set (fixture->workspace, "stage", fixture->first, "max_days", "5", NULL);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW + 5 * G_TIME_SPAN_DAY, &days), ==, CRM_DEAL_NO_NEXT_STEP);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW + 6 * G_TIME_SPAN_DAY, &days), ==, CRM_DEAL_NO_NEXT_STEP | CRM_DEAL_TOO_LONG);

  crm_test_set (fixture->workspace, "deal", deal, "close_date", "2026-03-02", NULL);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW, &days), ==, CRM_DEAL_NO_NEXT_STEP);
  g_assert_cmpint (get_marks (fixture, deal, CRM_TEST_NOW + G_TIME_SPAN_DAY, &days), ==, CRM_DEAL_NO_NEXT_STEP | CRM_DEAL_LATE);
}

/* --- Choices ----------------------------------------------------------------------------------------- */

static gboolean
has_names (gpointer data)
{
  gpointer *pair = data;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pair[0])); i++)
    {
      g_autoptr (CrmRecord) record = g_list_model_get_item (G_LIST_MODEL (pair[0]), i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", crm_record_get_title (record));
    }

  return strcmp (names->str, pair[1]) == 0;
}

static void
assert_choices (CrmChoices *choices,
                const char *names)
{
  gpointer pair[] = { choices, (gpointer) names };

  crm_test_wait (has_names, pair);
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CrmChoices) choices = crm_choices_get (fixture->workspace, "stage");
  g_autoptr (CrmChoices) same = crm_choices_get (fixture->workspace, "stage");
  const CrmTable *table = &crm_workspace_get_type_named (fixture->workspace, "stage")->table;
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  CrmValue last = crm_value_real (99);
  gint64 batch;
  guint position;

  g_assert_true (choices == same);
  assert_choices (choices, "To Contact, In Contact, Offer, Negotiation");
  g_assert_nonnull (crm_choices_find (choices, fixture->second, &position));
  g_assert_cmpuint (position, ==, 1);

  crm_change_set_set (set, table, fixture->first, crm_table_find_column (table, "position"), &last);
  commit = crm_workspace_commit (fixture->workspace, set, NULL);
  assert_choices (choices, "In Contact, Offer, Negotiation, To Contact");
  crm_test_undo (fixture->workspace, commit->batch);
  assert_choices (choices, "To Contact, In Contact, Offer, Negotiation");

  batch = crm_test_trash (fixture->workspace, "stage", fixture->second);
  assert_choices (choices, "To Contact, Offer, Negotiation");
  g_assert_null (crm_choices_find (choices, fixture->second, NULL));
  crm_test_undo (fixture->workspace, batch);
  assert_choices (choices, "To Contact, In Contact, Offer, Negotiation");
}

/* --- Names ------------------------------------------------------------------------------------------- */

static void
assert_naming (const char *type,
               const char *text,
               const char *expected)
{
  g_autoptr (CrmCatalogue) catalogue = crm_catalogue_new ();
  g_autoptr (GArray) namings = crm_naming_split (crm_catalogue_find (catalogue, type), text);
  g_autoptr (GString) said = g_string_new (NULL);

  for (guint i = 0; i < namings->len; i++)
    {
      const CrmNaming *naming = &g_array_index (namings, CrmNaming, i);

      g_string_append_printf (said, "%s%s=%s", i > 0 ? " " : "", naming->field->key, naming->text);
    }
  g_assert_cmpstr (said->str, ==, expected);
}

static void
test_naming (void)
{
  assert_naming ("contact", " Ana García ", "first_name=Ana last_name=García");
  assert_naming ("contact", "Ana", "first_name=Ana");
  assert_naming ("contact", "Ana de la Cruz", "first_name=Ana last_name=de la Cruz");
  assert_naming ("contact", "ana@example.com", "email=ana@example.com");
  assert_naming ("contact", "+34 600 100 200", "phone=+34 600 100 200");
  assert_naming ("account", "Casa Ana", "name=Casa Ana");
  assert_naming ("account", "3M", "name=3M");
}

#define ADD(name, func) g_test_add ("/model/board/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

typedef struct
{
  GMutex mutex;
  GCond cond;
  gboolean done;
} Reader;

static gpointer
done_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  Reader *reader = data;

  g_mutex_lock (&reader->mutex);
  reader->done = TRUE;
  g_cond_signal (&reader->cond);
  g_mutex_unlock (&reader->mutex);

  return g_strdup ("done");
}

static void
done_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree char *done = crm_store_read_finish (CRM_STORE (object), result, NULL);

  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
thread_changed_cb (GListModel  *list,
                   guint        position,
                   guint        removed,
                   guint        added,
                   GThread    **thread)
{
  *thread = g_thread_self ();
}

/* What is found is told on the main thread only, also while that has better to do than to run its loop:
 * widgets are made when it is told. */
static void
test_told_on_the_main_thread (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr (CrmRecordList) list = crm_record_list_new (fixture->workspace);
  g_autoptr (CrmQuery) query = crm_deals_query_stage (crm_workspace_get_catalogue (fixture->workspace), NULL, fixture->first);
  GThread *thread = NULL;
  gboolean answered = FALSE;
  Reader reader = { 0 };

  add_deal (fixture, fixture->first, "One", NULL);
  g_signal_connect (list, "items-changed", G_CALLBACK (thread_changed_cb), &thread);
  g_mutex_init (&reader.mutex);
  g_cond_init (&reader.cond);

  /* The reader does one after the other. */
  crm_record_list_set_query (list, query);
  crm_store_read_async (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, G_PRIORITY_DEFAULT, done_read, &reader, NULL,
                        g_free, NULL, done_cb, &answered);
  g_mutex_lock (&reader.mutex);
  while (!reader.done)
    g_cond_wait (&reader.cond, &reader.mutex);
  g_mutex_unlock (&reader.mutex);

  g_assert_null (thread);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 0);
  crm_test_wait (is_true, &answered);
  g_assert_true (thread == g_thread_self ());
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);

  g_cond_clear (&reader.cond);
  g_mutex_clear (&reader.mutex);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("place", test_place);
  ADD ("no-room", test_no_room);
  ADD ("random", test_random);
  ADD ("closed-is-open-again", test_closed_is_open_again);
  ADD ("refused", test_refused);
  ADD ("column", test_column);
  ADD ("marks", test_marks);
  ADD ("choices", test_choices);
  ADD ("told-on-the-main-thread", test_told_on_the_main_thread);
  g_test_add_func ("/model/naming", test_naming);

  return g_test_run ();
}
