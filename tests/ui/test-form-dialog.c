/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dialog that makes a record: what it asks for, what it insists on, what comes of it. */

#include "config.h"

#include <string.h>

#include "crm-field-dialog.h"
#include "crm-field-editor.h"
#include "crm-form-dialog.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  GtkWindow *parent;
  CrmFormDialog *dialog;
  gint64 added;
  gint64 batch;
} Fixture;

static void
added_cb (Fixture *fixture,
          gint64   id,
          gint64   batch)
{
  fixture->added = id;
  fixture->batch = batch;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  type)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  crm_ui_test_show (GTK_WIDGET (fixture->parent));
  fixture->dialog = crm_form_dialog_new (fixture->workspace, type, fixture->parent);
  g_signal_connect_swapped (fixture->dialog, "added", G_CALLBACK (added_cb), fixture);
  crm_ui_test_show (GTK_WIDGET (fixture->dialog));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  type)
{
  crm_ui_test_close (GTK_WIDGET (fixture->parent));
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static CrmFieldEditor *
find_editor (GtkWidget  *widget,
             const char *key)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (CRM_IS_FIELD_EDITOR (widget))
    return strcmp (crm_field_editor_get_field (CRM_FIELD_EDITOR (widget))->key, key) == 0 ? CRM_FIELD_EDITOR (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      CrmFieldEditor *found = find_editor (child, key);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
put_in (Fixture    *fixture,
        const char *key,
        const char *text)
{
  CrmFieldEditor *editor = find_editor (GTK_WIDGET (fixture->dialog), key);

  g_assert_nonnull (editor);
  gtk_editable_set_text (crm_ui_test_find (GTK_WIDGET (editor), GTK_TYPE_ENTRY), text);
}

static void
press (Fixture    *fixture,
       const char *label)
{
  g_signal_emit_by_name (crm_ui_test_find_text (GTK_WIDGET (fixture->dialog), GTK_TYPE_BUTTON, label), "clicked");
}

static gboolean
has_added (gpointer data)
{
  return ((Fixture *) data)->added != 0;
}

/* The error at the top, or NULL. */
static const char *
get_error (Fixture *fixture)
{
  GtkRevealer *revealer = crm_ui_test_find (GTK_WIDGET (fixture->dialog), GTK_TYPE_REVEALER);

  return gtk_revealer_get_reveal_child (revealer) ? gtk_label_get_text (GTK_LABEL (gtk_revealer_get_child (revealer))) : NULL;
}

static void
assert_focused (Fixture    *fixture,
                const char *key)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->dialog));

  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (find_editor (GTK_WIDGET (fixture->dialog), key))));
}

static void
test_required (Fixture       *fixture,
               gconstpointer  type)
{
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->dialog), GTK_TYPE_LABEL, "Account Name *"));
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->dialog), GTK_TYPE_LABEL, "Website"));
  g_assert_null (get_error (fixture));

  put_in (fixture, "website", "example.com");
  press (fixture, "Add");
  g_assert_cmpstr (get_error (fixture), ==, "“Account Name” must not be empty.");
  assert_focused (fixture, "name");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM account"), ==, 0);

  /* Blanks are nothing. */
  put_in (fixture, "name", "   ");
  press (fixture, "Add");
  g_assert_nonnull (get_error (fixture));
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM account"), ==, 0);
}

static void
test_wrong_value (Fixture       *fixture,
                  gconstpointer  type)
{
  put_in (fixture, "name", "Sol");
  put_in (fixture, "employees", "some");
  press (fixture, "Add");
  g_assert_nonnull (strstr (get_error (fixture), "Number of Employees"));
  assert_focused (fixture, "employees");

  put_in (fixture, "employees", "12");
  press (fixture, "Add");
  g_assert_null (get_error (fixture));
  crm_test_wait (has_added, fixture);
}

static void
test_add (Fixture       *fixture,
          gconstpointer  type)
{
  g_autofree char *name = NULL;
  g_autofree char *website = NULL;

  put_in (fixture, "name", "Sol");
  put_in (fixture, "website", "sol.example");
  gtk_widget_grab_focus (GTK_WIDGET (find_editor (GTK_WIDGET (fixture->dialog), "website")));
  crm_ui_test_key ("ctrl+Return");
  crm_test_wait (has_added, fixture);

  name = crm_test_get (fixture->workspace, "account", fixture->added, "name");
  website = crm_test_get (fixture->workspace, "account", fixture->added, "website");
  g_assert_cmpstr (name, ==, "Sol");
  g_assert_cmpstr (website, ==, "sol.example");

  /* One step, that can be taken back. */
  crm_test_undo (fixture->workspace, fixture->batch);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM account WHERE state = 0"), ==, 0);
}

static void
test_link (Fixture       *fixture,
           gconstpointer  type)
{
  gint64 account = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  g_autofree char *linked = NULL;
  g_autofree char *last_name = NULL;

  crm_form_dialog_set_link (fixture->dialog, "account", account);
  crm_form_dialog_set_text (fixture->dialog, "last_name", "García");
  g_assert_null (find_editor (GTK_WIDGET (fixture->dialog), "account"));
  press (fixture, "Add");
  crm_test_wait (has_added, fixture);

  linked = crm_test_get (fixture->workspace, "contact", fixture->added, "account");
  last_name = crm_test_get (fixture->workspace, "contact", fixture->added, "last_name");
  g_assert_cmpstr (linked, ==, "Sol");
  g_assert_cmpstr (last_name, ==, "García");
}

static gboolean
asks_for_custom_field (gpointer data)
{
  return crm_ui_test_find_text (GTK_WIDGET (((Fixture *) data)->dialog), GTK_TYPE_LABEL, "Roof *") != NULL;
}

/* A field that is made while the form is open is asked for at once. */
static void
test_custom_field (Fixture       *fixture,
                   gconstpointer  type)
{
  crm_test_add (fixture->workspace, "field", "label", "Roof", "record_type", "contact", "type", "text", "required", "yes", NULL);
  crm_test_wait (asks_for_custom_field, fixture);

  put_in (fixture, "last_name", "García");
  press (fixture, "Add");
  g_assert_cmpstr (get_error (fixture), ==, "“Roof” must not be empty.");

  put_in (fixture, "custom.roof", "flat");
  press (fixture, "Add");
  crm_test_wait (has_added, fixture);
}

static gboolean
is_closed (gpointer data)
{
  return gtk_window_get_transient_for (GTK_WINDOW (data)) == NULL || !gtk_widget_get_mapped (GTK_WIDGET (data));
}

static void
test_escape (Fixture       *fixture,
             gconstpointer  type)
{
  g_autoptr (CrmFormDialog) dialog = g_object_ref (fixture->dialog);

  put_in (fixture, "last_name", "García");
  crm_ui_test_key ("Escape");
  crm_test_wait (is_closed, dialog);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact"), ==, 0);
}

static GtkWindow *
find_question (gpointer window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) found = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (found) && gtk_widget_get_visible (GTK_WIDGET (found)) && gtk_window_get_transient_for (found) == window)
        return found;
    }

  return NULL;
}

static gboolean
is_asked (gpointer window)
{
  return find_question (window) != NULL;
}

static gboolean
is_not_asked (gpointer window)
{
  return find_question (window) == NULL;
}

static void
answer (GtkWindow  *window,
        const char *label)
{
  GtkWidget *button = crm_ui_test_find_text (GTK_WIDGET (find_question (window)), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

/* The form for a new field asks before what was typed is lost, and only then. */
static void
test_field_discard (Fixture       *fixture,
                    gconstpointer  type)
{
  g_autoptr (GtkWindow) empty = g_object_ref (GTK_WINDOW (crm_field_dialog_new (fixture->workspace, type, fixture->parent)));
  g_autoptr (GtkWindow) dialog = g_object_ref (GTK_WINDOW (crm_field_dialog_new (fixture->workspace, type, fixture->parent)));
  GtkEditable *name;

  crm_ui_test_show (GTK_WIDGET (empty));
  gtk_window_close (empty);
  crm_test_wait (is_closed, empty);

  crm_ui_test_show (GTK_WIDGET (dialog));
  name = crm_ui_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (name, "Roof");
  gtk_window_close (dialog);
  crm_test_wait (is_asked, dialog);
  answer (dialog, "Keep Editing");
  crm_test_wait (is_not_asked, dialog);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (dialog)));
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Roof");

  gtk_window_close (dialog);
  crm_test_wait (is_asked, dialog);
  answer (dialog, "Discard");
  crm_test_wait (is_closed, dialog);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM field"), ==, 0);
}

/* What was added is not thrown away. */
static void
test_field_add (Fixture       *fixture,
                gconstpointer  type)
{
  g_autoptr (GtkWindow) dialog = g_object_ref (GTK_WINDOW (crm_field_dialog_new (fixture->workspace, type, fixture->parent)));

  crm_ui_test_show (GTK_WIDGET (dialog));
  gtk_editable_set_text (crm_ui_test_find (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW), "Roof");
  g_signal_emit_by_name (crm_ui_test_find_text (GTK_WIDGET (dialog), GTK_TYPE_BUTTON, "Add"), "clicked");
  crm_test_wait (is_closed, dialog);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM field WHERE label = 'Roof'"), ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, type, function) g_test_add ("/form-dialog/" name, Fixture, type, set_up, function, tear_down)
  ADD ("required", "account", test_required);
  ADD ("wrong-value", "account", test_wrong_value);
  ADD ("add", "account", test_add);
  ADD ("link", "contact", test_link);
  ADD ("custom-field", "contact", test_custom_field);
  ADD ("escape", "contact", test_escape);
  ADD ("field/discard", "contact", test_field_discard);
  ADD ("field/add", "contact", test_field_add);

  return g_test_run ();
}
