/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history of a record: what is shown of it stays so when it is read again. */

#include "config.h"

#include "crm-comment-entry.h"
#include "crm-history-box.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmViewState *state;
  CrmHistoryBox *box;
  gint64 contact;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  path = g_build_filename (fixture->folder, "view.ini", NULL);
  fixture->state = crm_view_state_new (path);
  fixture->contact = crm_test_add (fixture->workspace, "contact", "last_name", "García", NULL);
  fixture->box = g_object_new (CRM_TYPE_HISTORY_BOX, NULL);
  crm_history_box_open (fixture->box, fixture->workspace, fixture->state, "contact");
  crm_ui_test_show (GTK_WIDGET (fixture->box));
  crm_history_box_set_record (fixture->box, fixture->contact);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (fixture->box));
  g_clear_object (&fixture->workspace);
  g_clear_object (&fixture->state);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* The button of the first burst, or %NULL. */
static GtkWidget *
find_burst (GtkWidget *widget)
{
  if (GTK_IS_TOGGLE_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Show Each Change") == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_burst (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
has_burst (gpointer box)
{
  return find_burst (box) != NULL;
}

static gboolean
is_closed (gpointer box)
{
  return has_burst (box) && !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (find_burst (box)));
}

static gboolean
has_title (gpointer box)
{
  return crm_ui_test_find_text (box, GTK_TYPE_LABEL, "Job Title set to “Architect”") != NULL;
}

/* What was opened to be read is not closed under the reader's eyes, and keeps the focus. */
static void
test_burst (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *burst;

  crm_test_set (fixture->workspace, "contact", fixture->contact, "first_name", "Ana", NULL);
  crm_test_set (fixture->workspace, "contact", fixture->contact, "first_name", "Anna", NULL);
  crm_test_wait (has_burst, fixture->box);
  burst = find_burst (GTK_WIDGET (fixture->box));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (burst), TRUE);
  gtk_widget_grab_focus (burst);

  crm_test_set (fixture->workspace, "contact", fixture->contact, "job_title", "Architect", NULL);
  crm_test_wait (has_title, fixture->box);
  burst = find_burst (GTK_WIDGET (fixture->box));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (burst)));
  g_assert_true (gtk_widget_has_focus (burst));

  /* Whoever comes to a record begins anew. */
  crm_history_box_set_record (fixture->box, fixture->contact);
  crm_test_wait (is_closed, fixture->box);
}

static void
test_placeholder (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *entry = crm_ui_test_find (GTK_WIDGET (fixture->box), CRM_TYPE_COMMENT_ENTRY);
  GtkTextView *view = crm_ui_test_find (entry, GTK_TYPE_TEXT_VIEW);
  GtkWidget *placeholder = crm_ui_test_find_text (entry, GTK_TYPE_LABEL, "Write a comment");

  g_assert_true (gtk_widget_get_mapped (placeholder));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), " ", -1);
  g_assert_false (gtk_widget_get_mapped (placeholder));
  crm_comment_entry_clear (CRM_COMMENT_ENTRY (entry));
  g_assert_true (gtk_widget_get_mapped (placeholder));

  /* What an input method composes is not in the buffer yet. */
  g_signal_emit_by_name (view, "preedit-changed", "に");
  g_assert_false (gtk_widget_get_mapped (placeholder));
  g_signal_emit_by_name (view, "preedit-changed", "");
  g_assert_true (gtk_widget_get_mapped (placeholder));
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, function) g_test_add ("/history-box/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("burst", test_burst);
  ADD ("placeholder", test_placeholder);

  return g_test_run ();
}
