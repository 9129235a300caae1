/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A table of twenty thousand records holds those on the screen, and says what changed exactly. */

#include "config.h"

#include "crm-record-table.h"
#include "crm-test-data.h"
#include "crm-ui-test.h"

#define N_CONTACTS 20000

/* GTK keeps two hundred rows whatever fits on the screen, and a few more while it scrolls. */
#define MOST_HELD 800

/* Made once for all tests. */
static CrmWorkspace *shared;

typedef struct
{
  CrmWorkspace *workspace;
  const CrmRecordType *type;
  GtkWidget *widget;
  CrmRecordTable *table;
  CrmRecordList *list;
  guint n_changed; /* items that the list said to have come or gone */
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
  gulong id = g_signal_connect_swapped (fixture->list, "settled", G_CALLBACK (settled_cb), &settled);

  crm_test_wait (is_true, &settled);
  g_signal_handler_disconnect (fixture->list, id);
}

static void
items_changed_cb (Fixture *fixture,
                  guint    position,
                  guint    removed,
                  guint    added)
{
  fixture->n_changed += removed + added;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = g_strconcat (crm_store_get_path (crm_workspace_get_store (shared)), ".view", NULL);
  g_autoptr (CrmViewState) state = crm_view_state_new (path);

  fixture->workspace = shared;
  fixture->type = crm_workspace_get_type_named (shared, "contact");
  fixture->widget = g_object_new (CRM_TYPE_RECORD_TABLE, NULL);
  fixture->table = CRM_RECORD_TABLE (fixture->widget);
  crm_record_table_open (fixture->table, fixture->workspace, state, "contact");
  fixture->list = crm_record_table_get_list (fixture->table);
  settle (fixture);
  crm_ui_test_show (fixture->widget);
  crm_record_table_sort_by (fixture->table, "name", FALSE);
  settle (fixture);
  g_signal_connect_swapped (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (fixture->widget);
}

static gboolean
is_held (Fixture *fixture,
         guint    position)
{
  g_autoptr (CrmRecord) record = crm_workspace_peek_record (fixture->workspace, fixture->type,
                                                            crm_record_list_get_id (fixture->list, position));

  return record != NULL;
}

static guint
count_held (Fixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)); i++)
    n += is_held (fixture, i);

  return n;
}

static gboolean
first_is_held (gpointer data)
{
  return is_held (data, 0);
}

static gboolean
last_is_held (gpointer data)
{
  return is_held (data, g_list_model_get_n_items (G_LIST_MODEL (((Fixture *) data)->list)) - 1);
}

static void
test_holds_few (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, N_CONTACTS);
  crm_test_wait (first_is_held, fixture);
  g_assert_false (last_is_held (fixture));
  g_assert_cmpuint (count_held (fixture), <, MOST_HELD);

  gtk_widget_grab_focus (fixture->widget);
  crm_ui_test_key ("End");
  crm_test_wait (last_is_held, fixture);
  g_assert_cmpuint (count_held (fixture), <, MOST_HELD);

  crm_ui_test_key ("Home");
  crm_test_wait (first_is_held, fixture);
  g_assert_cmpuint (count_held (fixture), <, MOST_HELD);
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *key = NULL;
  g_autofree char *city = NULL;
  gboolean descending;

  fixture->n_changed = 0;
  crm_record_table_sort_by (fixture->table, "city", TRUE);
  settle (fixture);

  key = crm_record_table_get_sort (fixture->table, &descending);
  g_assert_cmpstr (key, ==, "city");
  g_assert_true (descending);
  city = g_strdup_printf ("SELECT city_key = (SELECT max (city_key) FROM contact) FROM contact WHERE id = %" G_GINT64_FORMAT,
                          crm_record_list_get_id (fixture->list, 0));
  g_assert_cmpint (crm_test_query (fixture->workspace, city), ==, 1);

  /* The first ids came alone, and then the rest: the same rows show others, none was said to be
   * new that was there before. */
  g_assert_cmpuint (fixture->n_changed, <, 2 * N_CONTACTS);
  crm_test_wait (first_is_held, fixture);
  g_assert_cmpuint (count_held (fixture), <, MOST_HELD);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 id = crm_record_list_get_id (fixture->list, 10);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
  guint position;

  /* What the list is not sorted by changes nothing in it. */
  fixture->n_changed = 0;
  crm_test_set (fixture->workspace, "contact", id, "job_title", "Astronaut", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Moon", NULL);
  crm_test_set (fixture->workspace, "contact", id, "first_name", "0", "last_name", "0", NULL);
  settle (fixture);
  g_assert_true (crm_record_list_find (fixture->list, id, &position));
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (fixture->n_changed, ==, 2);

  fixture->n_changed = 0;
  crm_test_trash (fixture->workspace, "contact", id);
  settle (fixture);
  g_assert_false (crm_record_list_find (fixture->list, id, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, n - 1);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

static gboolean
is_revealed (gpointer data)
{
  Fixture *fixture = data;
  gint64 id = crm_list_selection_get_single (crm_record_table_get_selection (fixture->table));
  guint position;

  return id != 0 && crm_record_list_find (fixture->list, id, &position) && is_held (fixture, position);
}

static void
test_reveal (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 id = crm_test_add (fixture->workspace, "contact", "last_name", "Zorro", NULL);
  guint position;

  crm_record_table_reveal (fixture->table, id);
  crm_test_wait (is_revealed, fixture);
  g_assert_cmpint (crm_list_selection_get_single (crm_record_table_get_selection (fixture->table)), ==, id);
  g_assert_true (crm_record_list_find (fixture->list, id, &position));
  g_assert_cmpuint (position, >, N_CONTACTS / 2);
  g_assert_cmpuint (count_held (fixture), <, MOST_HELD);
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

#define ADD(name, function) g_test_add ("/record-table/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("holds-few", test_holds_few);
  ADD ("sort", test_sort);
  ADD ("edit", test_edit);
  ADD ("reveal", test_reveal);

  status = g_test_run ();
  g_clear_object (&shared);
  crm_test_remove_folder (folder);

  return status;
}
