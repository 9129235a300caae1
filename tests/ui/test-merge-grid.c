/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records side by side: what stands there, what somebody chooses, and that the keyboard stays where it
 * is; and the line in a form that says who is there already. */

#include "config.h"

#include <string.h>

#include "crm-duplicate-notice.h"
#include "crm-merge-grid.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmMergeGrid *grid;
  CrmMergePlan *plan;
  char *key;
  gint64 id;
  gint64 survivor;
  gint64 left_out;
} Fixture;

static void
chosen_cb (Fixture    *fixture,
           const char *key,
           gint64      id)
{
  g_free (fixture->key);
  fixture->key = g_strdup (key);
  fixture->id = id;
}

static void
survivor_cb (Fixture *fixture,
             gint64   id)
{
  fixture->survivor = id;
}

static void
included_cb (Fixture *fixture,
             gint64   id,
             gboolean included)
{
  fixture->left_out = included ? 0 : id;
}

static gpointer
plan_read (CrmDb         *db,
           CrmSchema     *schema,
           gpointer       data,
           GCancellable  *cancellable,
           GError       **error)
{
  gint64 ids[] = { 1, 2, 3 };
  guint n = *(guint *) data;

  return crm_merge_plan_new (db, schema, crm_catalogue_find (CRM_CATALOGUE (schema), "contact"), ids, n, 1, error);
}

static CrmMergePlan *
make_plan (Fixture *fixture,
           guint    n)
{
  g_autoptr (GError) error = NULL;
  CrmMergePlan *plan = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_SCREEN, plan_read, &n, &error);

  g_assert_no_error (error);

  return plan;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Luna", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", "city", "Bilbao", "account", "Sol", "tags", "vip", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", "last_name", "Ruiz", "account", "Luna", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", "city", "Madrid", NULL);

  fixture->grid = g_object_new (CRM_TYPE_MERGE_GRID, NULL);
  g_signal_connect_swapped (fixture->grid, "chosen", G_CALLBACK (chosen_cb), fixture);
  g_signal_connect_swapped (fixture->grid, "survivor-chosen", G_CALLBACK (survivor_cb), fixture);
  g_signal_connect_swapped (fixture->grid, "included", G_CALLBACK (included_cb), fixture);
  fixture->plan = make_plan (fixture, 3);
  crm_merge_grid_show (fixture->grid, fixture->plan, fixture->plan);
  crm_ui_test_show (GTK_WIDGET (fixture->grid));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (fixture->grid));
  crm_merge_plan_unref (fixture->plan);
  g_free (fixture->key);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
find_named (GtkWidget  *widget,
            const char *name)
{
  if (strcmp (gtk_widget_get_name (widget), name) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkCheckButton *
get_check (Fixture    *fixture,
           const char *name)
{
  GtkWidget *check = find_named (GTK_WIDGET (fixture->grid), name);

  g_assert_nonnull (check);

  return GTK_CHECK_BUTTON (check);
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  /* Last names are the same, so nobody has to choose one. */
  g_assert_null (find_named (GTK_WIDGET (fixture->grid), "last_name-1"));
  g_assert_true (gtk_check_button_get_active (get_check (fixture, "first_name-1")));
  g_assert_true (gtk_check_button_get_active (get_check (fixture, "stays-1")));
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->grid), GTK_TYPE_LABEL, "Tags: all stay"));

  /* Which account it is nobody but people know. */
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("account-%u", i);

      g_assert_false (gtk_check_button_get_active (get_check (fixture, name)));
    }
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->grid), GTK_TYPE_LABEL, "Account: choose which one stays"));
  g_assert_true (crm_merge_grid_focus_choice (fixture->grid));

  gtk_check_button_set_active (get_check (fixture, "account-2"), TRUE);
  g_assert_cmpstr (fixture->key, ==, "account");
  g_assert_cmpint (fixture->id, ==, 2);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_check (fixture, "account-2")), "stays"));
  g_assert_false (crm_merge_grid_focus_choice (fixture->grid));

  gtk_check_button_set_active (get_check (fixture, "city-3"), TRUE);
  g_assert_cmpstr (fixture->key, ==, "city");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_check (fixture, "city-1")), "stays"));

  gtk_check_button_set_active (get_check (fixture, "stays-3"), TRUE);
  g_assert_cmpint (fixture->survivor, ==, 3);
}

/* Who is left out stays in sight, and the keyboard where it was. */
static void
test_left_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (CrmMergePlan) two = NULL;
  GtkWidget *focus;

  gtk_widget_grab_focus (GTK_WIDGET (get_check (fixture, "merges-3")));
  gtk_check_button_set_active (get_check (fixture, "merges-3"), FALSE);
  g_assert_cmpint (fixture->left_out, ==, 3);

  two = make_plan (fixture, 2);
  crm_merge_grid_show (fixture->grid, fixture->plan, two);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (fixture->grid)));
  g_assert_nonnull (focus);
  g_assert_cmpstr (gtk_widget_get_name (focus), ==, "merges-3");
  g_assert_false (gtk_check_button_get_active (get_check (fixture, "merges-3")));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_check (fixture, "stays-3"))));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (get_check (fixture, "stays-2"))));

  /* Too few. */
  crm_merge_grid_show (fixture->grid, fixture->plan, NULL);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (get_check (fixture, "stays-1"))));
}

/* As wide as it needs to be, it scrolls where there is less room, and is no taller than its lines. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  int minimum, natural, wide, narrow;

  gtk_widget_measure (GTK_WIDGET (fixture->grid), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  g_assert_cmpint (minimum, <, 200);
  gtk_widget_measure (GTK_WIDGET (fixture->grid), GTK_ORIENTATION_VERTICAL, 1200, &wide, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (fixture->grid), GTK_ORIENTATION_VERTICAL, 200, &narrow, NULL, NULL, NULL);
  g_assert_cmpint (wide, <=, narrow);
}

/* --- Forms ------------------------------------------------------------------------------------------------------- */

static gboolean
is_visible (gpointer data)
{
  return gtk_widget_get_visible (data);
}

static gboolean
is_hidden (gpointer data)
{
  return !gtk_widget_get_visible (data);
}

static void
accepted_cb (Fixture   *fixture,
             CrmRecord *record)
{
  fixture->id = crm_record_get_id (record);
}

static void
test_notice (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *notice = crm_duplicate_notice_new (fixture->workspace, "contact", "Open");
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "contact");
  CrmDuplicateDraft *draft;

  crm_test_set (fixture->workspace, "contact", 1, "email", "ana@example.com", NULL);
  gtk_box_append (GTK_BOX (box), notice);
  g_signal_connect_swapped (notice, "accepted", G_CALLBACK (accepted_cb), fixture);
  crm_ui_test_show (box);
  g_assert_false (gtk_widget_get_visible (notice));

  draft = crm_duplicate_draft_new (type);
  crm_duplicate_draft_add (draft, "email", "ana@example.com");
  crm_duplicate_notice_take_draft (CRM_DUPLICATE_NOTICE (notice), draft);
  crm_test_wait (is_visible, notice);
  g_assert_nonnull (crm_ui_test_find_text (notice, GTK_TYPE_LABEL, "Looks like Ana Ruiz (same e-mail address)."));
  g_signal_emit_by_name (crm_ui_test_find_text (notice, GTK_TYPE_BUTTON, "Open"), "clicked");
  g_assert_cmpint (fixture->id, ==, 1);

  /* Only what was typed last is asked. */
  draft = crm_duplicate_draft_new (type);
  crm_duplicate_draft_add (draft, "email", "ana@example.com");
  crm_duplicate_notice_take_draft (CRM_DUPLICATE_NOTICE (notice), draft);
  draft = crm_duplicate_draft_new (type);
  crm_duplicate_draft_add (draft, "email", "nobody@example.com");
  crm_duplicate_notice_take_draft (CRM_DUPLICATE_NOTICE (notice), draft);
  crm_test_wait (is_hidden, notice);
  crm_duplicate_notice_take_draft (CRM_DUPLICATE_NOTICE (notice), NULL);
  g_assert_false (gtk_widget_get_visible (notice));

  crm_ui_test_close (box);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, func) g_test_add ("/merge-grid/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("choices", test_choices);
  ADD ("left-out", test_left_out);
  ADD ("narrow", test_narrow);
  ADD ("notice", test_notice);

  return g_test_run ();
}
