/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list of two thousand cards has widgets for those in sight only, and nobody notices. */

#include "config.h"

#include "crm-card-list.h"
#include "crm-test-data.h"
#include "crm-ui-test.h"

#define N_CONTACTS 2000

/* As many as fit the window, one above, one below, and one that has the focus or is held. */
#define CARD_HEIGHT 60
#define MOST_CARDS  20

/* Made once for all tests. */
static CrmWorkspace *shared;

typedef struct
{
  const CrmRecordType *type;
  CrmRecordList *list;
  CrmListSelection *selection;
  GtkWidget *scroller;
  CrmCardList *cards;
  guint n_made;
  guint activated;
  guint wanted; /* what a test waits for: a position */
  guint n;      /* or how many there are */
} Fixture;

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
settled_cb (gboolean *settled)
{
  *settled = TRUE;
}

static void
settle (Fixture *fixture)
{
  gboolean settled = FALSE;
  gulong id;

  if (crm_record_list_is_settled (fixture->list))
    return;

  id = g_signal_connect_swapped (fixture->list, "settled", G_CALLBACK (settled_cb), &settled);
  crm_test_wait (is_true, &settled);
  g_signal_handler_disconnect (fixture->list, id);
}

static guint
get_n (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static gboolean
is_so_many (gpointer data)
{
  Fixture *fixture = data;

  return get_n (fixture) == fixture->n && crm_record_list_is_settled (fixture->list);
}

static void
wait_for_n (Fixture *fixture,
            guint    n)
{
  fixture->n = n;
  crm_test_wait (is_so_many, fixture);
}

static GtkWidget *
make_card (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *card = gtk_label_new (NULL);

  gtk_widget_set_size_request (card, -1, CARD_HEIGHT);
  fixture->n_made++;

  return card;
}

static void
bind_card (GtkWidget   *card,
           CrmListSlot *slot,
           gpointer     data)
{
  g_object_set_data_full (G_OBJECT (card), "slot", slot != NULL ? g_object_ref (slot) : NULL, g_object_unref);
}

static void
activated_cb (Fixture *fixture,
              guint    position)
{
  fixture->activated = position;
}

static CrmRecord *
get_record (Fixture *fixture,
            guint    position)
{
  GtkWidget *card = crm_card_list_get_card (fixture->cards, position);
  CrmListSlot *slot = card != NULL ? g_object_get_data (G_OBJECT (card), "slot") : NULL;

  g_assert_true (slot == NULL || crm_list_slot_get_position (slot) == position);

  return slot != NULL ? crm_list_slot_get_record (slot) : NULL;
}

/* The card is on the screen as a whole, with its record. */
static gboolean
is_in_sight (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *card = crm_card_list_get_card (fixture->cards, fixture->wanted);
  graphene_rect_t bounds;

  return card != NULL && get_record (fixture, fixture->wanted) != NULL &&
         gtk_widget_compute_bounds (card, fixture->scroller, &bounds) && bounds.size.height > 0 &&
         bounds.origin.y >= 0 && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (fixture->scroller);
}

static void
wait_for (Fixture *fixture,
          guint    position)
{
  fixture->wanted = position;
  crm_test_wait (is_in_sight, fixture);
}

/* Screen readers go by the order of the children. */
static void
assert_ordered (Fixture *fixture)
{
  guint n = 0;
  gint64 last = -1;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (fixture->cards)); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      CrmListSlot *slot = g_object_get_data (G_OBJECT (gtk_widget_get_first_child (row)), "slot");

      g_assert_cmpint (crm_list_slot_get_position (slot), >, last);
      last = crm_list_slot_get_position (slot);
      g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (row)), ==, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
      n++;
    }
  g_assert_cmpuint (n, <, MOST_CARDS);
  g_assert_cmpuint (n, >, 0);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (CrmQuery) query = NULL;

  fixture->activated = GTK_INVALID_LIST_POSITION;
  fixture->type = crm_workspace_get_type_named (shared, "contact");
  query = crm_query_new (&fixture->type->table);
  crm_query_set_sort (query, &crm_record_type_find_field (fixture->type, "name")->column, FALSE);
  fixture->list = crm_record_list_new (shared);
  crm_record_list_set_query (fixture->list, query);
  fixture->selection = crm_list_selection_new (fixture->list);
  settle (fixture);

  fixture->scroller = gtk_scrolled_window_new ();
  fixture->cards = g_object_new (CRM_TYPE_CARD_LIST, NULL);
  g_signal_connect_swapped (fixture->cards, "activate", G_CALLBACK (activated_cb), fixture);
  crm_card_list_open (fixture->cards, fixture->selection, make_card, bind_card, fixture);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (fixture->scroller), GTK_WIDGET (fixture->cards));
  crm_ui_test_show (fixture->scroller);
  wait_for (fixture, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_card_list_close (fixture->cards);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (fixture->cards)));
  crm_ui_test_close (fixture->scroller);
  g_assert_finalize_object (fixture->selection);
  g_clear_object (&fixture->list);
}

static gboolean
is_focused (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *card = crm_card_list_get_card (fixture->cards, fixture->wanted);

  return card != NULL && gtk_widget_has_focus (gtk_widget_get_parent (card)) && is_in_sight (fixture);
}

/* The keyboard is there, and it is what is selected. */
static gboolean
is_at (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *card = crm_card_list_get_card (fixture->cards, fixture->wanted);

  return is_focused (fixture) &&
         crm_list_selection_get_single (fixture->selection) == crm_record_list_get_id (fixture->list, fixture->wanted) &&
         (gtk_widget_get_state_flags (gtk_widget_get_parent (card)) & GTK_STATE_FLAG_SELECTED) != 0;
}

static void
wait_until_at (Fixture *fixture,
               guint    position)
{
  fixture->wanted = position;
  crm_test_wait (is_at, fixture);
  assert_ordered (fixture);
}

static gboolean
is_activated (gpointer data)
{
  return ((Fixture *) data)->activated == ((Fixture *) data)->wanted;
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));
  guint n = get_n (fixture);
  guint page = (guint) (gtk_adjustment_get_page_size (adjustment) / gtk_adjustment_get_upper (adjustment) * n);

  g_assert_cmpuint (n, ==, N_CONTACTS);
  g_assert_cmpuint (fixture->n_made, <, MOST_CARDS);
  g_assert_null (crm_card_list_get_card (fixture->cards, n - 1));

  gtk_widget_grab_focus (GTK_WIDGET (fixture->cards));
  crm_ui_test_key ("End");
  wait_until_at (fixture, n - 1);
  g_assert_null (crm_card_list_get_card (fixture->cards, 0));
  crm_ui_test_key ("Up Up Up");
  wait_until_at (fixture, n - 4);
  crm_ui_test_key ("Down Down Down Down");
  wait_until_at (fixture, n - 1);
  crm_ui_test_key ("Home");
  wait_until_at (fixture, 0);
  crm_ui_test_key ("Up Page_Down");
  g_assert_cmpuint (page, >, 1);
  wait_until_at (fixture, page);
  crm_ui_test_key ("Page_Up Return");
  wait_until_at (fixture, 0);
  crm_test_wait (is_activated, fixture);
  crm_ui_test_key ("End Return");
  wait_until_at (fixture, n - 1);
  crm_test_wait (is_activated, fixture);

  /* Cards are used again, not made anew. */
  g_assert_cmpuint (fixture->n_made, <, 3 * MOST_CARDS);

  /* Tab leaves. */
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (fixture->cards), GTK_DIR_TAB_FORWARD));
  g_assert_false (gtk_widget_child_focus (GTK_WIDGET (fixture->cards), GTK_DIR_TAB_BACKWARD));
}

static void
test_scroll (Fixture       *fixture,
             gconstpointer  data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));
  guint n = get_n (fixture);
  double height = gtk_adjustment_get_upper (adjustment) / n;

  g_assert_cmpfloat (height, >=, CARD_HEIGHT);
  for (guint i = 0; i < n - 20; i += 97)
    {
      gtk_adjustment_set_value (adjustment, height * i);
      wait_for (fixture, i);
      wait_for (fixture, i + 5);
      assert_ordered (fixture);
    }
  g_assert_cmpuint (fixture->n_made, <, 2 * MOST_CARDS);
}

/* What is being dragged stays what it is. */
static void
test_hold (Fixture       *fixture,
           gconstpointer  data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture->scroller));
  GtkWidget *held = crm_card_list_get_card (fixture->cards, 2);
  CrmRecord *record = get_record (fixture, 2);

  crm_card_list_hold (fixture->cards, held, TRUE);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  wait_for (fixture, get_n (fixture) - 1);
  g_assert_true (crm_card_list_get_card (fixture->cards, 2) == held);
  g_assert_true (get_record (fixture, 2) == record);
  g_assert_null (crm_card_list_get_card (fixture->cards, 1));
  assert_ordered (fixture);

  crm_card_list_hold (fixture->cards, held, FALSE);
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) / 2);
  wait_for (fixture, get_n (fixture) / 2);
  g_assert_null (crm_card_list_get_card (fixture->cards, 2));
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  data)
{
  guint n = get_n (fixture);
  gint64 id = crm_record_list_get_id (fixture->list, 1000);
  gint64 next = crm_record_list_get_id (fixture->list, 1001);
  gint64 added;
  GtkWidget *card;
  graphene_rect_t before, after;

  g_assert_true (crm_card_list_focus (fixture->cards, 1000));
  wait_until_at (fixture, 1000);
  card = crm_card_list_get_card (fixture->cards, 1000);
  g_assert_true (gtk_widget_compute_bounds (card, fixture->scroller, &before));

  /* What comes above moves nothing that is in sight, and nobody loses their place. */
  added = crm_test_add (shared, "contact", "first_name", "0", "last_name", "0", NULL);
  wait_for_n (fixture, n + 1);
  wait_until_at (fixture, 1001);
  g_assert_true (crm_card_list_get_card (fixture->cards, 1001) == card);
  g_assert_cmpint (crm_list_selection_get_single (fixture->selection), ==, id);
  g_assert_true (gtk_widget_compute_bounds (card, fixture->scroller, &after));
  g_assert_cmpfloat (before.origin.y, ==, after.origin.y);
  crm_test_trash (shared, "contact", added);
  wait_for_n (fixture, n);
  wait_until_at (fixture, 1000);

  /* What is moved elsewhere does not take the keyboard with it; the next one gets it. */
  crm_test_trash (shared, "contact", id);
  wait_for_n (fixture, n - 1);
  fixture->wanted = 1000;
  crm_test_wait (is_focused, fixture);
  g_assert_cmpint (crm_record_list_get_id (fixture->list, 1000), ==, next);
  g_assert_cmpint (crm_record_get_id (get_record (fixture, 1000)), ==, next);
  g_assert_cmpint (crm_list_selection_get_single (fixture->selection), ==, 0);

  crm_ui_test_key ("space");
  wait_until_at (fixture, 1000);
}

/* Other records in the same places, and fewer of them. */
static void
test_other_query (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr (CrmQuery) query = crm_query_new (&fixture->type->table);
  gint64 last = crm_record_list_get_id (fixture->list, get_n (fixture) - 1);

  g_assert_true (crm_card_list_focus (fixture->cards, get_n (fixture) - 1));
  wait_until_at (fixture, get_n (fixture) - 1);

  crm_query_set_sort (query, &crm_record_type_find_field (fixture->type, "name")->column, TRUE);
  crm_record_list_set_query (fixture->list, query);
  settle (fixture);
  g_assert_cmpint (crm_record_list_get_id (fixture->list, 0), ==, last);
  g_assert_true (crm_card_list_focus (fixture->cards, 0));
  wait_until_at (fixture, 0);
  g_assert_cmpint (crm_record_get_id (get_record (fixture, 0)), ==, last);

  g_clear_pointer (&query, crm_query_unref);
  query = crm_query_new (&fixture->type->table);
  crm_query_set_search (query, "there is nobody of that name");
  crm_record_list_set_query (fixture->list, query);
  wait_for_n (fixture, 0);
  g_assert_null (gtk_widget_get_first_child (GTK_WIDGET (fixture->cards)));
  g_assert_false (crm_card_list_focus (fixture->cards, 0));
  g_assert_false (gtk_widget_grab_focus (GTK_WIDGET (fixture->cards)));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = NULL;
  int status;

  crm_ui_test_init (&argc, &argv);
  shared = crm_test_new_workspace (&folder);
  crm_test_data_fill (shared, N_CONTACTS, 0);

#define ADD(name, function) g_test_add ("/card-list/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("keys", test_keys);
  ADD ("scroll", test_scroll);
  ADD ("hold", test_hold);
  ADD ("other-query", test_other_query);
  ADD ("changes", test_changes);

  status = g_test_run ();
  g_clear_object (&shared);
  crm_test_remove_folder (folder);

  return status;
}
