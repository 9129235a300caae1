/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which places of a list are selected: they move with the items, and no item is asked for. */

#include "config.h"

#include "crm-place-selection.h"
#include "crm-ui-test.h"

typedef struct
{
  GtkStringList *list;
  CrmPlaceSelection *selection;
  GtkSelectionModel *model;
  guint position; /* of the last change */
  guint n_items;
  guint n_changes;
} Fixture;

static void
changed_cb (GtkSelectionModel *model,
            guint              position,
            guint              n_items,
            Fixture           *fixture)
{
  fixture->position = position;
  fixture->n_items = n_items;
  fixture->n_changes++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const char *const words[] = { "a", "b", "c", "d", "e", "f", "g", "h", NULL };

  fixture->list = gtk_string_list_new (words);
  fixture->selection = crm_place_selection_new (G_LIST_MODEL (fixture->list));
  fixture->model = GTK_SELECTION_MODEL (fixture->selection);
  g_signal_connect (fixture->model, "selection-changed", G_CALLBACK (changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->selection);
  g_assert_finalize_object (fixture->list);
}

/* What is selected: "ace". */
static void
assert_selected (Fixture    *fixture,
                 const char *expected)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (fixture->model);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->model)); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (G_LIST_MODEL (fixture->model), i);

      g_assert_cmpint (gtk_bitset_contains (selected, i), ==, gtk_selection_model_is_selected (fixture->model, i));
      if (gtk_bitset_contains (selected, i))
        g_string_append (text, gtk_string_object_get_string (item));
    }
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, text->len);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_select (Fixture       *fixture,
             gconstpointer  data)
{
  gtk_selection_model_select_item (fixture->model, 2, TRUE);
  gtk_selection_model_select_item (fixture->model, 5, FALSE);
  assert_selected (fixture, "cf");
  g_assert_cmpuint (fixture->position, ==, 5);
  g_assert_cmpuint (fixture->n_items, ==, 1);

  gtk_selection_model_select_range (fixture->model, 1, 3, TRUE);
  assert_selected (fixture, "bcd");
  g_assert_cmpuint (fixture->position, ==, 1);
  g_assert_cmpuint (fixture->n_items, ==, 5);

  gtk_selection_model_unselect_item (fixture->model, 2);
  assert_selected (fixture, "bd");
  gtk_selection_model_select_all (fixture->model);
  assert_selected (fixture, "abcdefgh");
  gtk_selection_model_unselect_all (fixture->model);
  assert_selected (fixture, "");

  /* Nothing is different. */
  fixture->n_changes = 0;
  gtk_selection_model_unselect_item (fixture->model, 2);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const more[] = { "x", "y", NULL };
  g_autoptr (GtkBitset) before = NULL;

  gtk_selection_model_select_item (fixture->model, 1, TRUE);
  gtk_selection_model_select_item (fixture->model, 4, FALSE);
  gtk_selection_model_select_item (fixture->model, 7, FALSE);
  before = gtk_selection_model_get_selection (fixture->model);

  gtk_string_list_splice (fixture->list, 2, 0, more);
  assert_selected (fixture, "beh");
  gtk_string_list_splice (fixture->list, 0, 2, NULL);
  assert_selected (fixture, "eh");
  gtk_string_list_splice (fixture->list, 3, 2, more);
  assert_selected (fixture, "h");

  /* Whoever has asked has what was true then. */
  g_assert_cmpuint (gtk_bitset_get_size (before), ==, 3);
  gtk_string_list_splice (fixture->list, 0, g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), more);
  assert_selected (fixture, "");
}

static void
count_cb (GListModel *model,
          guint       position,
          guint       removed,
          guint       added,
          guint      *n)
{
  *n = *n - removed + added;
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, *n);
}

static gboolean
is_complete (gpointer data)
{
  Fixture *fixture = data;

  return g_list_model_get_n_items (G_LIST_MODEL (fixture->model)) == g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

/* Many items come in steps, and all of them can be selected before the last one. */
static void
test_steps (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GtkBitset) selected = NULL;
  const char *many[501] = { NULL };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->model));

  for (guint i = 0; i < 500; i++)
    many[i] = "x";
  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (count_cb), &n);
  gtk_selection_model_select_item (fixture->model, 1, TRUE);
  gtk_string_list_splice (fixture->list, 4, 0, many);
  g_assert_cmpuint (n, <, 100);

  gtk_string_list_splice (fixture->list, 0, 1, NULL);
  g_assert_true (gtk_selection_model_is_selected (fixture->model, 0));
  gtk_selection_model_select_all (fixture->model);
  crm_test_wait (is_complete, fixture);
  g_assert_cmpuint (n, ==, 507);
  selected = gtk_selection_model_get_selection (fixture->model);
  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 507);

  gtk_string_list_splice (fixture->list, 3, 500, NULL);
  assert_selected (fixture, "bcdefgh");
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/place-selection/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("select", test_select);
  ADD ("changes", test_changes);
  ADD ("steps", test_steps);

  return g_test_run ();
}
