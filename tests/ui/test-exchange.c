/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages of the import, the file that is dropped on a list, and the dialog of the export. */

#include "config.h"

#include <string.h>

#include "crm-export-dialog.h"
#include "crm-import-assistant.h"
#include "crm-import-choices.h"
#include "crm-import-columns.h"
#include "crm-import-plan.h"
#include "crm-list-page.h"
#include "crm-mapping-row.h"
#include "crm-target-chooser.h"
#include "crm-ui-test.h"

static const char table[] =
  "Who;E-Mail;Seen;Weight;Nothing\n"
  "Ana Ruiz;ana@example.org;03.04.1980;72,5;\n"
  "Bo Sand;bo@example.org;05.06.1981;80,25;\n"
  "Cy Dale;nowhere;07.08.1982;65;\n";

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  GtkWidget *parent;
  GSimpleActionGroup *actions;
  char *activated;
  guint n_changed;
} Fixture;

static void
activated_cb (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *text = g_variant_print (parameter, FALSE);

  g_free (fixture->activated);
  fixture->activated = g_strdup_printf ("%s %s", g_action_get_name (G_ACTION (action)), text);
}

/* Stands for the window: it keeps what it is asked to do. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const GActionEntry entries[] = {
    { "import-file", activated_cb, "s" },
    { "show-batch", activated_cb, "(sxs)" },
    { "tell-file", activated_cb, "(ss)" },
  };

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->parent = gtk_window_new ();
  fixture->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (fixture->actions), entries, G_N_ELEMENTS (entries), fixture);
  gtk_widget_insert_action_group (fixture->parent, "win", G_ACTION_GROUP (fixture->actions));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (fixture->parent);
  g_clear_object (&fixture->actions);
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->activated);
}

static GFile *
write_file (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static CrmImport *
open_import (Fixture    *fixture,
             const char *name,
             const char *text)
{
  g_autoptr (GFile) file = write_file (fixture, name, text);
  CrmImport *import = crm_import_new (fixture->workspace, file);
  g_autoptr (GError) error = NULL;

  crm_import_open (import, NULL, &error);
  g_assert_no_error (error);

  return import;
}

static void
changed_cb (Fixture *fixture)
{
  fixture->n_changed++;
}

static GtkWidget *
show_in_parent (Fixture   *fixture,
                GtkWidget *widget)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->parent), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->parent), widget);
  crm_ui_test_show (fixture->parent);

  return widget;
}

static char *
get_target (CrmImport *import,
            guint      column)
{
  return crm_target_to_text (&crm_mapping_get_column (crm_import_get_mapping (import), column)->target);
}

static void
assert_target (CrmImport  *import,
               guint       column,
               const char *expected)
{
  g_autofree char *target = get_target (import, column);

  g_assert_cmpstr (target, ==, expected);
}

/* --- Columns ----------------------------------------------------------------------------------------- */

typedef struct
{
  GtkWidget *widget;
  GType type;
  const char *text;
} Sought;

static gboolean
is_there (gpointer data)
{
  const Sought *sought = data;

  return crm_ui_test_find_text (sought->widget, sought->type, sought->text) != NULL;
}

static gboolean
has_typed (gpointer data)
{
  return strcmp (gtk_editable_get_text (data), "birth") == 0;
}

static gboolean
is_birthday (gpointer data)
{
  g_autofree char *target = get_target (data, 2);

  return strcmp (target, "birthday") == 0;
}

static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CrmImport) import = open_import (fixture, "list.csv", table);
  GtkWidget *columns = show_in_parent (fixture, g_object_new (CRM_TYPE_IMPORT_COLUMNS, NULL));
  GtkWidget *row;
  GtkDropDown *form;

  g_signal_connect_swapped (columns, "changed", G_CALLBACK (changed_cb), fixture);
  crm_import_columns_open (CRM_IMPORT_COLUMNS (columns), fixture->workspace, import);
  g_assert_nonnull (crm_ui_test_find_text (columns, GTK_TYPE_LABEL, "Who"));
  g_assert_nonnull (crm_ui_test_find_text (columns, GTK_TYPE_LABEL, "Ana Ruiz · Bo Sand · Cy Dale"));
  g_assert_nonnull (crm_ui_test_find_text (columns, GTK_TYPE_LABEL, "4 of 5 columns of the file are left out."));
  assert_target (import, 1, "email");

  /* Dates can be mistaken, so there is a question once they go somewhere. */
  row = crm_ui_test_find_text (columns, GTK_TYPE_LABEL, "Seen");
  row = gtk_widget_get_ancestor (row, CRM_TYPE_MAPPING_ROW);
  {
    g_auto (CrmTarget) target = { 0 };

    crm_target_set (&target, CRM_TARGET_FIELD, "birthday", NULL);
    crm_mapping_set_target (crm_import_get_mapping (import), 2, &target);
  }
  g_assert_null (crm_ui_test_find (row, GTK_TYPE_DROP_DOWN));
  crm_mapping_row_show (CRM_MAPPING_ROW (row));
  form = crm_ui_test_find (row, GTK_TYPE_DROP_DOWN);
  g_assert_nonnull (form);
  g_assert_cmpuint (fixture->n_changed, ==, 0);
  gtk_drop_down_set_selected (form, 2);
  g_assert_cmpint (crm_mapping_get_column (crm_import_get_mapping (import), 2)->order, ==, CRM_DATE_MONTH_FIRST);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
}

/* Enter takes what the typed word finds, even if it is pressed at once. */
static void
test_chooser (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CrmImport) import = open_import (fixture, "list.csv", table);
  GtkWidget *row = crm_mapping_row_new (crm_import_get_mapping (import), 2, TRUE);
  GtkWidget *list = gtk_list_box_new ();
  GtkMenuButton *button;
  GtkWidget *chooser;
  GtkEditable *entry;

  gtk_list_box_append (GTK_LIST_BOX (list), row);
  show_in_parent (fixture, list);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (changed_cb), fixture);
  button = crm_ui_test_find (row, GTK_TYPE_MENU_BUTTON);
  gtk_menu_button_popup (button);
  chooser = GTK_WIDGET (gtk_menu_button_get_popover (button));
  g_assert_true (CRM_IS_TARGET_CHOOSER (chooser));
  entry = crm_ui_test_find (chooser, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (entry, "birth");
  crm_test_wait (has_typed, entry);
  g_signal_emit_by_name (entry, "activate");
  crm_test_wait (is_birthday, import);
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  g_assert_nonnull (crm_ui_test_find_text (row, GTK_TYPE_LABEL, "Birthday"));

  /* Who may not make fields is not offered to. */
  chooser = g_object_ref_sink (crm_target_chooser_new (crm_import_get_mapping (import), 2, FALSE));
  g_assert_null (crm_ui_test_find_text (gtk_popover_get_child (GTK_POPOVER (chooser)), GTK_TYPE_LABEL, "New Field…"));
  g_object_unref (chooser);
}

/* --- Choices -------------------------------------------------------------------------------------------- */

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CrmImport) import = open_import (fixture, "list.csv", table);
  GtkWidget *choices = show_in_parent (fixture, g_object_new (CRM_TYPE_IMPORT_CHOICES, NULL));
  const CrmImportOptions *options;
  GtkWidget *entry;
  GtkWidget *row;

  crm_import_choices_open (CRM_IMPORT_CHOICES (choices), fixture->workspace, import);
  crm_import_choices_apply (CRM_IMPORT_CHOICES (choices));
  options = crm_import_get_options (import);
  g_assert_cmpint (options->duplicates, ==, CRM_DUPLICATES_SKIP);
  g_assert_true (options->create_missing);
  g_assert_null (options->tags);
  g_assert_null (options->owner);

  row = gtk_widget_get_ancestor (crm_ui_test_find_text (choices, GTK_TYPE_LABEL, "Replace What Differs"), ADW_TYPE_ACTION_ROW);
  gtk_widget_activate (GTK_WIDGET (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))));
  row = gtk_widget_get_ancestor (crm_ui_test_find_text (choices, GTK_TYPE_LABEL, "Create What Is Missing"), ADW_TYPE_ACTION_ROW);
  gtk_switch_set_active (GTK_SWITCH (adw_action_row_get_activatable_widget (ADW_ACTION_ROW (row))), FALSE);

  /* A tag that is typed and not entered is meant as well. */
  entry = crm_ui_test_find (choices, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), " from May ");
  crm_import_choices_apply (CRM_IMPORT_CHOICES (choices));
  options = crm_import_get_options (import);
  g_assert_cmpint (options->duplicates, ==, CRM_DUPLICATES_MERGE);
  g_assert_true (options->file_wins);
  g_assert_false (options->create_missing);
  g_assert_cmpuint (g_strv_length (options->tags), ==, 1);
  g_assert_cmpstr (options->tags[0], ==, "from May");
  g_assert_nonnull (crm_ui_test_find_text (choices, GTK_TYPE_LABEL, "from May"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
}

/* --- The plan ------------------------------------------------------------------------------------------- */

static void
ready_cb (gboolean *ready)
{
  *ready = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
set_target (CrmImport  *import,
            guint       column,
            const char *text)
{
  g_auto (CrmTarget) target = { 0 };
  g_autoptr (GError) error = NULL;

  crm_target_from_text (&target, crm_import_get_record_type (import), text, &error);
  g_assert_no_error (error);
  crm_mapping_set_target (crm_import_get_mapping (import), column, &target);
}

static void
test_plan (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (CrmImport) import = open_import (fixture, "list.csv", table);
  GtkWidget *plan = show_in_parent (fixture, g_object_new (CRM_TYPE_IMPORT_PLAN, NULL));
  GtkDropDown *show;
  GListModel *rows;
  gboolean ready = FALSE;

  crm_test_add (fixture->workspace, "contact", "first_name", "Bo", "last_name", "Sand", "email", "BO@example.org", NULL);
  g_signal_connect_swapped (plan, "ready", G_CALLBACK (ready_cb), &ready);

  /* Without anybody to tell apart it says so. */
  set_target (import, 1, "ignore");
  crm_import_plan_open (CRM_IMPORT_PLAN (plan), import);
  crm_test_wait (is_true, &ready);
  g_assert_false (crm_import_plan_is_ready (CRM_IMPORT_PLAN (plan)));

  ready = FALSE;
  set_target (import, 0, "full-name");
  set_target (import, 1, "email");
  crm_import_plan_open (CRM_IMPORT_PLAN (plan), import);
  crm_test_wait (is_true, &ready);
  g_assert_true (crm_import_plan_is_ready (CRM_IMPORT_PLAN (plan)));
  g_assert_nonnull (crm_ui_test_find_text (plan, GTK_TYPE_LABEL, "All rows (3): 1 new, 1 skipped, 1 rejected"));
  g_assert_nonnull (crm_ui_test_find_text (plan, GTK_TYPE_LABEL, "Line 2 becomes a new record."));

  /* Nothing of it has happened. */
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact"), ==, 1);

  show = crm_ui_test_find (plan, GTK_TYPE_DROP_DOWN);
  rows = G_LIST_MODEL (gtk_column_view_get_model (crm_ui_test_find (plan, GTK_TYPE_COLUMN_VIEW)));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_drop_down_get_model (show)), ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 3);
  gtk_drop_down_set_selected (show, 2);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_assert_nonnull (crm_ui_test_find_text (plan, GTK_TYPE_LABEL, "Line 3 is skipped: Bo Sand is there already (the same e-mail address)."));
}

/* --- All of it -------------------------------------------------------------------------------------------- */

static gboolean
is_asked_for_columns (gpointer data)
{
  return crm_ui_test_find (data, CRM_TYPE_MAPPING_ROW) != NULL;
}

static void
next (CrmImportAssistant *assistant)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (assistant), "import.next", NULL));
}

static void
test_assistant (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (GFile) file = write_file (fixture, "people.csv", "First Name,E-Mail\nAna,ana@example.org\nBo,bo@example.org\nCy,nowhere\n");
  CrmImportAssistant *assistant;
  GtkWidget *stack;
  Sought outcome = { NULL, GTK_TYPE_LABEL, "All rows (3): 2 new, 1 rejected" };
  Sought finished = { NULL, GTK_TYPE_LABEL, "Import Finished" };
  Sought undone = { NULL, GTK_TYPE_LABEL, "Import Undone" };
  gboolean ended = FALSE;
  gboolean gone = FALSE;

  crm_ui_test_show (fixture->parent);
  assistant = crm_import_assistant_new (fixture->workspace, GTK_WINDOW (fixture->parent));
  g_signal_connect_swapped (assistant, "ended", G_CALLBACK (ready_cb), &ended);
  crm_ui_test_show (GTK_WIDGET (assistant));
  crm_import_assistant_load (assistant, file, "contact");
  crm_test_wait (is_asked_for_columns, assistant);
  stack = crm_ui_test_find (GTK_WIDGET (assistant), GTK_TYPE_STACK);

  next (assistant);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "choices");
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.back", NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "columns");
  next (assistant);
  next (assistant);
  outcome.widget = finished.widget = undone.widget = GTK_WIDGET (assistant);
  crm_test_wait (is_there, &outcome);
  next (assistant);
  g_assert_true (crm_import_assistant_is_busy (assistant));

  /* Who closes it now is asked, and it goes on meanwhile. */
  gtk_window_close (GTK_WINDOW (assistant));
  crm_test_wait (is_there, &finished);
  g_assert_true (ended);
  g_assert_false (crm_import_assistant_is_busy (assistant));
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 2);

  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.show-rejects", NULL);
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (assistant), GTK_TYPE_LABEL, "Cy · nowhere"));
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.back", NULL);
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.undo", NULL);
  crm_test_wait (is_there, &undone);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 0);

  g_object_weak_ref (G_OBJECT (assistant), (GWeakNotify) ready_cb, &gone);
  next (assistant);
  crm_test_wait (is_true, &gone);
}

static gboolean
has_been_asked (gpointer data)
{
  return ((Fixture *) data)->activated != NULL;
}

static void
test_show_records (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GFile) file = write_file (fixture, "people.csv", "First Name,E-Mail\nAna,ana@example.org\n");
  CrmImportAssistant *assistant;
  Sought outcome = { NULL, GTK_TYPE_LABEL, "All rows (1): 1 new" };
  Sought finished = { NULL, GTK_TYPE_LABEL, "Import Finished" };
  g_autofree char *expected = NULL;

  crm_ui_test_show (fixture->parent);
  assistant = crm_import_assistant_new (fixture->workspace, GTK_WINDOW (fixture->parent));
  outcome.widget = finished.widget = GTK_WIDGET (assistant);
  crm_ui_test_show (GTK_WIDGET (assistant));
  crm_import_assistant_load (assistant, file, NULL);
  crm_test_wait (is_asked_for_columns, assistant);
  next (assistant);
  next (assistant);
  crm_test_wait (is_there, &outcome);
  next (assistant);
  crm_test_wait (is_there, &finished);

  expected = g_strdup_printf ("show-batch ('contact', %" G_GINT64_FORMAT ", 'people.csv')",
                              crm_test_query (fixture->workspace, "SELECT max (id) FROM batch"));
  gtk_widget_activate_action (GTK_WIDGET (assistant), "import.show-records", NULL);
  crm_test_wait (has_been_asked, fixture);
  g_assert_cmpstr (fixture->activated, ==, expected);
}

/* --- Drops --------------------------------------------------------------------------------------------------- */

static GtkDropTarget *
find_drop_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      /* Entries take texts. */
      if (GTK_IS_DROP_TARGET (controller) &&
          gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)), GDK_TYPE_FILE_LIST))
        return GTK_DROP_TARGET (controller);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkDropTarget *found = find_drop_target (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
test_drop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "state.ini", NULL);
  g_autoptr (CrmViewState) state = crm_view_state_new (path);
  g_autoptr (GFile) file = write_file (fixture, "people.csv", table);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *expected = g_strdup_printf ("import-file '%s'", uri);
  GSList files = { file, NULL };
  g_auto (GValue) value = G_VALUE_INIT;
  CrmPage *page = crm_list_page_new ("contact");
  GtkDropTarget *target;
  gboolean taken = FALSE;

  show_in_parent (fixture, GTK_WIDGET (page));
  crm_page_open (page, fixture->workspace, state);
  target = find_drop_target (GTK_WIDGET (page));
  g_assert_nonnull (target);

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, &files);
  g_signal_emit_by_name (target, "drop", &value, 10.0, 10.0, &taken);
  g_assert_true (taken);
  g_assert_cmpstr (fixture->activated, ==, expected);
}

/* --- Export ---------------------------------------------------------------------------------------------------- */

static void
test_export (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const columns[] = { "first_name", "email", NULL };
  g_autofree char *path = g_build_filename (fixture->folder, "out.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *expected = g_strdup_printf ("tell-file ('2 contacts exported to “out.csv”', '%s')", uri);
  g_autofree char *text = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  CrmExportDialog *dialog;
  gint64 id;

  id = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@example.org", NULL);
  g_array_append_val (ids, id);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bo", NULL);
  id = crm_test_add (fixture->workspace, "contact", "first_name", "=Cy", NULL);
  g_array_append_val (ids, id);

  crm_ui_test_show (fixture->parent);
  dialog = crm_export_dialog_new (fixture->workspace, "contact", ids, NULL, 3, columns, GTK_WINDOW (fixture->parent));
  crm_ui_test_show (GTK_WIDGET (dialog));
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (dialog), GTK_TYPE_LABEL, "What is selected (2)"));
  crm_export_dialog_save (dialog, file);
  g_assert_false (gtk_window_get_modal (GTK_WINDOW (dialog)));
  crm_test_wait (has_been_asked, fixture);
  g_assert_cmpstr (fixture->activated, ==, expected);

  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_cmpstr (text, ==, "\xef\xbb\xbf" "First Name,E-Mail\r\nAna,ana@example.org\r\n'=Cy,\r\n");
}

/* What cannot be written leaves the choices as they were, and says why. */
static void
test_export_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nothing", "out.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  CrmExportDialog *dialog;
  GtkWidget *stack;
  Sought button = { NULL, GTK_TYPE_BUTTON, "Export…" };

  crm_ui_test_show (fixture->parent);
  dialog = crm_export_dialog_new (fixture->workspace, "deal", NULL, NULL, 0, NULL, GTK_WINDOW (fixture->parent));
  button.widget = GTK_WIDGET (dialog);
  crm_ui_test_show (GTK_WIDGET (dialog));
  stack = crm_ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_STACK);
  crm_export_dialog_save (dialog, file);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "running");
  crm_test_wait (is_there, &button);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "form");
  g_assert_true (gtk_revealer_get_reveal_child (crm_ui_test_find (GTK_WIDGET (dialog), GTK_TYPE_REVEALER)));
  g_assert_null (fixture->activated);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add ("/exchange/columns", Fixture, NULL, set_up, test_columns, tear_down);
  g_test_add ("/exchange/chooser", Fixture, NULL, set_up, test_chooser, tear_down);
  g_test_add ("/exchange/choices", Fixture, NULL, set_up, test_choices, tear_down);
  g_test_add ("/exchange/plan", Fixture, NULL, set_up, test_plan, tear_down);
  g_test_add ("/exchange/assistant", Fixture, NULL, set_up, test_assistant, tear_down);
  g_test_add ("/exchange/show-records", Fixture, NULL, set_up, test_show_records, tear_down);
  g_test_add ("/exchange/drop", Fixture, NULL, set_up, test_drop, tear_down);
  g_test_add ("/exchange/export", Fixture, NULL, set_up, test_export, tear_down);
  g_test_add ("/exchange/export-fails", Fixture, NULL, set_up, test_export_fails, tear_down);

  return g_test_run ();
}
