/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What turns out of sight has the window painted all the time, for nobody. */

#include "config.h"

#include "crm-history-page.h"
#include "crm-spinner.h"
#include "crm-trash-page.h"
#include "crm-ui-test.h"

/* Unlike crm_ui_test_find(), what is hidden counts as well. */
static GtkSpinner *
find_spinner (GtkWidget *widget)
{
  if (GTK_IS_SPINNER (widget))
    return GTK_SPINNER (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkSpinner *found = find_spinner (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_stack (void)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *waiting = crm_spinner_new ();
  GtkWidget *there = gtk_label_new ("There it is");
  GtkSpinner *spinner = find_spinner (waiting);

  gtk_stack_add_child (GTK_STACK (stack), waiting);
  gtk_stack_add_child (GTK_STACK (stack), there);
  g_assert_false (gtk_spinner_get_spinning (spinner));
  crm_ui_test_show (stack);
  g_assert_true (gtk_spinner_get_spinning (spinner));

  gtk_stack_set_visible_child (GTK_STACK (stack), there);
  g_assert_false (gtk_spinner_get_spinning (spinner));

  gtk_stack_set_visible_child (GTK_STACK (stack), waiting);
  g_assert_true (gtk_spinner_get_spinning (spinner));

  crm_ui_test_close (stack);
}

static gboolean
shows_list (gpointer data)
{
  return crm_ui_test_find (data, GTK_TYPE_LIST_VIEW) != NULL;
}

/* Once a page has read what it shows, nothing in it moves. */
static void
test_page (gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  GType type = GPOINTER_TO_SIZE (data);
  g_autofree char *path = g_build_filename (folder, "view.ini", NULL);
  g_autoptr (CrmViewState) state = crm_view_state_new (path);
  GtkWidget *page = g_object_new (type, NULL);

  crm_test_trash (workspace, "contact", crm_test_add (workspace, "contact", "last_name", "Sol", NULL));
  crm_page_open (CRM_PAGE (page), workspace, state);
  crm_ui_test_show (page);
  crm_test_wait (shows_list, page);
  g_assert_nonnull (find_spinner (page));
  g_assert_false (gtk_spinner_get_spinning (find_spinner (page)));

  crm_ui_test_close (page);
  g_clear_object (&state);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/spinner/stack", test_stack);
  g_test_add_data_func ("/spinner/trash", GSIZE_TO_POINTER (CRM_TYPE_TRASH_PAGE), test_page);
  g_test_add_data_func ("/spinner/history", GSIZE_TO_POINTER (CRM_TYPE_HISTORY_PAGE), test_page);

  return g_test_run ();
}
