/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is selected in a list: by id, so it stays selected while the list changes under it. */

#include "config.h"

#include "crm-list-selection.h"
#include "crm-ui-test.h"

#define N_CONTACTS 40

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  const CrmRecordType *type;
  CrmRecordList *list;
  CrmListSelection *selection;
  GtkSelectionModel *model;
  guint n_notified;
} Fixture;

static gboolean
is_settled (gpointer data)
{
  return *(gboolean *) data;
}

static void
settled_cb (gboolean *settled)
{
  *settled = TRUE;
}

/* Runs the main loop until the list shows what is in the file. */
static void
settle (Fixture *fixture)
{
  gboolean settled = FALSE;
  gulong id = g_signal_connect_swapped (fixture->list, "settled", G_CALLBACK (settled_cb), &settled);

  crm_test_wait (is_settled, &settled);
  g_signal_handler_disconnect (fixture->list, id);
}

static void
ask (Fixture    *fixture,
     const char *sort,
     gboolean    descending)
{
  g_autoptr (CrmQuery) query = crm_query_new (&fixture->type->table);

  crm_query_set_sort (query, &crm_record_type_find_field (fixture->type, sort)->column, descending);
  crm_record_list_set_query (fixture->list, query);
  settle (fixture);
}

static void
notified_cb (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->type = crm_workspace_get_type_named (fixture->workspace, "contact");
  for (guint i = 0; i < N_CONTACTS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %02u", i);

      crm_test_add (fixture->workspace, "contact", "last_name", name, NULL);
    }

  fixture->list = crm_record_list_new (fixture->workspace);
  fixture->selection = crm_list_selection_new (fixture->list);
  fixture->model = GTK_SELECTION_MODEL (fixture->selection);
  g_signal_connect_swapped (fixture->selection, "notify::n-selected", G_CALLBACK (notified_cb), fixture);
  ask (fixture, "name", FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, N_CONTACTS);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->selection);
  g_assert_finalize_object (fixture->list);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* The selected positions as a text, checked to be what the list of ids says as well. */
static char *
say (Fixture *fixture)
{
  g_autoptr (GtkBitset) positions = gtk_selection_model_get_selection (fixture->model);
  g_autoptr (GArray) ids = crm_list_selection_get_ids (fixture->selection);
  GString *text = g_string_new (NULL);
  GtkBitsetIter iter;
  guint position;
  guint n = 0;

  g_assert_cmpuint (gtk_bitset_get_size (positions), ==, ids->len);
  g_assert_cmpuint (crm_list_selection_get_n (fixture->selection), ==, ids->len);

  for (gboolean valid = gtk_bitset_iter_init_first (&iter, positions, &position); valid;
       valid = gtk_bitset_iter_next (&iter, &position))
    {
      g_assert_true (gtk_selection_model_is_selected (fixture->model, position));
      g_assert_cmpint (crm_record_list_get_id (fixture->list, position), ==, g_array_index (ids, gint64, n++));
      g_string_append_printf (text, "%s%u", text->len > 0 ? " " : "", position);
    }

  return g_string_free (text, FALSE);
}

static void
assert_selected (Fixture    *fixture,
                 const char *positions)
{
  g_autofree char *said = say (fixture);

  g_assert_cmpstr (said, ==, positions);
}

static void
test_select (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_selection_model_select_item (fixture->model, 3, TRUE);
  assert_selected (fixture, "3");
  g_assert_cmpint (crm_list_selection_get_single (fixture->selection), ==, crm_record_list_get_id (fixture->list, 3));

  gtk_selection_model_select_item (fixture->model, 7, FALSE);
  assert_selected (fixture, "3 7");
  g_assert_cmpint (crm_list_selection_get_single (fixture->selection), ==, 0);

  gtk_selection_model_select_range (fixture->model, 10, 3, FALSE);
  gtk_selection_model_unselect_item (fixture->model, 3);
  assert_selected (fixture, "7 10 11 12");

  gtk_selection_model_select_range (fixture->model, 20, 2, TRUE);
  assert_selected (fixture, "20 21");

  crm_list_selection_toggle (fixture->selection, 20);
  crm_list_selection_toggle (fixture->selection, 30);
  assert_selected (fixture, "21 30");

  fixture->n_notified = 0;
  crm_list_selection_clear (fixture->selection);
  assert_selected (fixture, "");
  g_assert_cmpuint (fixture->n_notified, ==, 1);
}

static void
test_mask (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_range (4, 3);
  g_autoptr (GtkBitset) mask = gtk_bitset_new_range (0, 10);

  gtk_selection_model_select_range (fixture->model, 8, 4, TRUE);
  gtk_selection_model_set_selection (fixture->model, selected, mask);
  assert_selected (fixture, "4 5 6 10 11");
}

static void
test_all (Fixture       *fixture,
          gconstpointer  data)
{
  gtk_selection_model_select_all (fixture->model);
  g_assert_true (crm_list_selection_is_all (fixture->selection));
  g_assert_cmpuint (crm_list_selection_get_n (fixture->selection), ==, N_CONTACTS);

  gtk_selection_model_unselect_range (fixture->model, 1, N_CONTACTS - 3);
  g_assert_false (crm_list_selection_is_all (fixture->selection));
  assert_selected (fixture, "0 38 39");

  gtk_selection_model_select_item (fixture->model, 5, FALSE);
  assert_selected (fixture, "0 5 38 39");

  gtk_selection_model_unselect_all (fixture->model);
  assert_selected (fixture, "");
}

static void
test_other_order (Fixture       *fixture,
                  gconstpointer  data)
{
  gtk_selection_model_select_item (fixture->model, 0, TRUE);
  gtk_selection_model_select_item (fixture->model, 2, FALSE);

  ask (fixture, "name", TRUE);
  assert_selected (fixture, "37 39");

  gtk_selection_model_select_all (fixture->model);
  gtk_selection_model_unselect_item (fixture->model, 0);
  ask (fixture, "name", FALSE);
  g_assert_false (gtk_selection_model_is_selected (fixture->model, N_CONTACTS - 1));
  g_assert_cmpuint (crm_list_selection_get_n (fixture->selection), ==, N_CONTACTS - 1);
}

static void
test_others_come_and_go (Fixture       *fixture,
                         gconstpointer  data)
{
  gtk_selection_model_select_range (fixture->model, 5, 2, TRUE);

  crm_test_add (fixture->workspace, "contact", "last_name", "Aaron", NULL);
  settle (fixture);
  assert_selected (fixture, "6 7");

  crm_test_trash (fixture->workspace, "contact", crm_record_list_get_id (fixture->list, 1));
  settle (fixture);
  assert_selected (fixture, "5 6");

  crm_test_set (fixture->workspace, "contact", crm_record_list_get_id (fixture->list, 5), "last_name", "Zoe", NULL);
  settle (fixture);
  assert_selected (fixture, "5 39");
}

/* What is gone is not selected, and does not count. */
static void
test_selected_ones_go (Fixture       *fixture,
                       gconstpointer  data)
{
  gint64 batch;

  gtk_selection_model_select_range (fixture->model, 5, 3, TRUE);

  fixture->n_notified = 0;
  batch = crm_test_trash (fixture->workspace, "contact", crm_record_list_get_id (fixture->list, 6));
  settle (fixture);
  assert_selected (fixture, "5 6");
  g_assert_cmpuint (fixture->n_notified, >, 0);

  crm_test_undo (fixture->workspace, batch);
  settle (fixture);
  assert_selected (fixture, "5 7");

  gtk_selection_model_select_all (fixture->model);
  gtk_selection_model_unselect_item (fixture->model, 6);
  crm_test_trash (fixture->workspace, "contact", crm_record_list_get_id (fixture->list, 6));
  settle (fixture);
  g_assert_cmpuint (crm_list_selection_get_n (fixture->selection), ==, N_CONTACTS - 1);
  g_assert_true (crm_list_selection_is_all (fixture->selection));
}

/* --- In steps ------------------------------------------------------------------------------------------ */

#define N_MANY 400
/* What GTK makes widgets for, and how many of those may come or go at once. */
#define N_WIDGETS 200
#define N_AT_ONCE 40

/* What a view knows of the model. */
typedef struct
{
  Fixture *fixture;
  GPtrArray *items;
  guint n_steps;
} View;

static guint
count_widgets (guint n)
{
  return MIN (n, N_WIDGETS);
}

static void
view_changed_cb (GListModel *model,
                 guint       position,
                 guint       removed,
                 guint       added,
                 View       *view)
{
  int before = (int) count_widgets (view->items->len);

  g_assert_cmpuint (position + removed, <=, view->items->len);
  if (removed > 0)
    g_ptr_array_remove_range (view->items, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (view->items, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (view->items->len, ==, g_list_model_get_n_items (model));
  g_assert_cmpint (ABS ((int) count_widgets (view->items->len) - before), <=, N_AT_ONCE);
  view->n_steps++;
}

static gboolean
view_is_complete (gpointer data)
{
  View *view = data;

  return !crm_record_list_is_loading (view->fixture->list) &&
         view->items->len == g_list_model_get_n_items (G_LIST_MODEL (view->fixture->list));
}

/* Nothing more is being read for the list. */
static gboolean
view_has_records (gpointer data)
{
  View *view = data;

  for (guint i = 0; i < view->items->len; i++)
    if (crm_list_slot_get_record (g_ptr_array_index (view->items, i)) == NULL)
      return FALSE;

  return TRUE;
}

/* Shows what a search finds, and looks whether the view has heard of all that is different. */
static void
search (View       *view,
        const char *text,
        guint       n)
{
  g_autoptr (CrmQuery) query = crm_query_new (&view->fixture->type->table);

  crm_query_set_sort (query, &crm_record_type_find_field (view->fixture->type, "name")->column, FALSE);
  crm_query_set_search (query, text);
  crm_record_list_set_query (view->fixture->list, query);
  settle (view->fixture);
  crm_test_wait (view_is_complete, view);

  g_assert_cmpuint (view->items->len, ==, n);
  crm_test_wait (view_has_records, view);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (view->fixture->list), i);

      g_assert_true (g_ptr_array_index (view->items, i) == item);
    }
}

static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  View view = { fixture, g_ptr_array_new_with_free_func (g_object_unref), 0 };
  guint position = 0;

  for (guint i = N_CONTACTS; i < N_MANY; i++)
    {
      g_autofree char *name = g_strdup_printf ("Many %03u", i);

      crm_test_add (fixture->workspace, "contact", "last_name", name, NULL);
    }
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->model)); i++)
    g_ptr_array_add (view.items, g_list_model_get_item (G_LIST_MODEL (fixture->model), i));
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (view_changed_cb), &view);

  search (&view, NULL, N_MANY);
  view.n_steps = 0;
  search (&view, "Person 07", 1);
  g_assert_cmpuint (view.n_steps, >, 3);
  view.n_steps = 0;
  search (&view, "Many", N_MANY - N_CONTACTS);
  g_assert_cmpuint (view.n_steps, >, 3);
  search (&view, "Person", N_CONTACTS);
  search (&view, "nobody", 0);
  search (&view, NULL, N_MANY);

  /* In another order the first ones are shown alone at first; no widget goes for that. */
  ask (fixture, "created", TRUE);
  crm_test_wait (view_has_records, &view);
  g_assert_cmpuint (view.items->len, ==, N_MANY);

  /* Who cannot wait has all of it. */
  search (&view, "nobody", 0);
  g_signal_handlers_disconnect_by_data (fixture->model, &view);
  g_ptr_array_unref (view.items);
  ask (fixture, "name", FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), <, N_MANY);
  crm_list_selection_catch_up (fixture->selection);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->model)), ==, N_MANY);
  g_assert_true (crm_record_list_find (fixture->list, crm_record_list_get_id (fixture->list, N_MANY - 1), &position));
  gtk_selection_model_select_item (fixture->model, position, TRUE);
  g_assert_cmpuint (crm_list_selection_get_n (fixture->selection), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/list-selection/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("select", test_select);
  ADD ("mask", test_mask);
  ADD ("all", test_all);
  ADD ("other-order", test_other_order);
  ADD ("others-come-and-go", test_others_come_and_go);
  ADD ("selected-ones-go", test_selected_ones_go);
  ADD ("steps", test_steps);

  return g_test_run ();
}
