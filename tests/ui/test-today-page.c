/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Today, on the keyboard: the lines of all sections, one after the other. */

#include "config.h"

#include "crm-task-row.h"
#include "crm-today-page.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmViewState *state;
  CrmPage *page;
  const char *title;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  path = g_build_filename (fixture->folder, "view.ini", NULL);
  fixture->state = crm_view_state_new (path);
  /* The clock of the workspace says Monday, 2 March 2026. */
  crm_test_add (fixture->workspace, "task", "title", "Late", "due", "2026-02-20", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Later", "due", "2026-02-27", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Now", "due", "2026-03-02", NULL);
  fixture->page = crm_today_page_new ();
  crm_page_open (fixture->page, fixture->workspace, fixture->state);
  crm_ui_test_show (GTK_WIDGET (fixture->page));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (fixture->page));
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->state);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
has_focus (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (fixture->page)));

  return focus != NULL && CRM_IS_TASK_ROW (focus) &&
         g_strcmp0 (crm_record_get_title (crm_task_row_get_task (CRM_TASK_ROW (focus))), fixture->title) == 0;
}

static void
wait_for_focus (Fixture    *fixture,
                const char *title)
{
  fixture->title = title;
  crm_test_wait (has_focus, fixture);
}

static gboolean
has_lines (gpointer page)
{
  GtkWidget *late = crm_ui_test_find_text (page, GTK_TYPE_LABEL, "Late");
  GtkWidget *now = crm_ui_test_find_text (page, GTK_TYPE_LABEL, "Now");

  return late != NULL && now != NULL && gtk_widget_get_mapped (late) && gtk_widget_get_mapped (now);
}

static void
test_arrows (Fixture       *fixture,
             gconstpointer  data)
{
  crm_test_wait (has_lines, fixture->page);
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (fixture->page)), NULL);
  g_assert_true (gtk_widget_grab_focus (GTK_WIDGET (fixture->page)));
  wait_for_focus (fixture, "Late");
  crm_ui_test_key ("Down");
  wait_for_focus (fixture, "Later");
  crm_ui_test_key ("Down");
  wait_for_focus (fixture, "Now");
  crm_ui_test_key ("Up");
  wait_for_focus (fixture, "Later");
}

/* The lines are read after the page has been opened. */
static void
test_first (Fixture       *fixture,
            gconstpointer  data)
{
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (fixture->page)), NULL);
  gtk_widget_grab_focus (GTK_WIDGET (fixture->page));
  wait_for_focus (fixture, "Late");
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/today-page/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("arrows", test_arrows);
  ADD ("first", test_first);

  return g_test_run ();
}
