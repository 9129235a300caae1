/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The entry that finds records while somebody types. */

#include "config.h"

#include <string.h>

#include "crm-type-ahead.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmTypeAhead *type_ahead;
  GtkWidget *entry;
  GtkWidget *list;
  const char *wanted;

  /* What it said last. */
  gint64 chosen;
  char *created;
} Fixture;

static void
chosen_cb (Fixture    *fixture,
           gint64      id,
           const char *title)
{
  g_assert_cmpstr (crm_type_ahead_get_text (fixture->type_ahead), ==, title);
  fixture->chosen = id;
}

static void
create_cb (Fixture    *fixture,
           const char *text)
{
  g_free (fixture->created);
  fixture->created = g_strdup (text);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  creates)
{
  GtkWidget *widget;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "García", "email", "ana@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", "last_name", "Rossi", "phone", "+39 02 1234567", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Zoe", "last_name", "Martin", NULL);

  widget = crm_type_ahead_new (fixture->workspace, "contact", 0, creates != NULL);
  fixture->type_ahead = CRM_TYPE_AHEAD (widget);
  fixture->entry = crm_type_ahead_get_entry (fixture->type_ahead);
  g_signal_connect_swapped (widget, "chosen", G_CALLBACK (chosen_cb), fixture);
  g_signal_connect_swapped (widget, "create", G_CALLBACK (create_cb), fixture);
  gtk_box_append (GTK_BOX (box), widget);
  crm_ui_test_show (box);
  gtk_widget_grab_focus (widget);
  g_assert_false (crm_type_ahead_is_open (fixture->type_ahead));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  creates)
{
  crm_ui_test_close (GTK_WIDGET (fixture->type_ahead));
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->created);
}

/* What it offers: the titles, with commas. */
static char *
say (Fixture *fixture)
{
  GString *text = g_string_new (NULL);
  GtkWidget *list = crm_type_ahead_is_open (fixture->type_ahead) ?
                    crm_ui_test_find (GTK_WIDGET (fixture->type_ahead), GTK_TYPE_LIST_BOX) : NULL;

  for (GtkWidget *row = list != NULL ? gtk_widget_get_first_child (list) : NULL; row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      GtkLabel *label = crm_ui_test_find (row, GTK_TYPE_LABEL);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", gtk_label_get_text (label));
    }

  return g_string_free (text, FALSE);
}

static gboolean
offers_wanted (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *said = say (fixture);

  return strcmp (said, fixture->wanted) == 0;
}

static void
wait_for (Fixture    *fixture,
          const char *wanted)
{
  fixture->wanted = wanted;
  crm_test_wait (offers_wanted, fixture);
}

static gboolean
has_chosen (gpointer data)
{
  return ((Fixture *) data)->chosen != 0;
}

static gboolean
has_created (gpointer data)
{
  return ((Fixture *) data)->created != NULL;
}

static void
test_find (Fixture       *fixture,
           gconstpointer  creates)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "an");
  wait_for (fixture, "Ana García, Anna Rossi");

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "garcia");
  wait_for (fixture, "Ana García");

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "02 1234");
  wait_for (fixture, "Anna Rossi");

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "sol.example");
  wait_for (fixture, "Ana García");

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "nobody");
  wait_for (fixture, "");
  g_assert_cmpint (fixture->chosen, ==, 0);
}

static void
test_keys (Fixture       *fixture,
           gconstpointer  creates)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "an");
  wait_for (fixture, "Ana García, Anna Rossi");

  crm_ui_test_key ("Escape");
  wait_for (fixture, "");
  g_assert_cmpstr (crm_type_ahead_get_text (fixture->type_ahead), ==, "an");

  crm_ui_test_key ("Down");
  wait_for (fixture, "Ana García, Anna Rossi");
  crm_ui_test_key ("Down Return");
  crm_test_wait (has_chosen, fixture);
  g_assert_cmpint (fixture->chosen, ==, 2);
  g_assert_cmpstr (crm_type_ahead_get_text (fixture->type_ahead), ==, "Anna Rossi");
  g_assert_false (crm_type_ahead_is_open (fixture->type_ahead));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  creates)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "Zo");
  wait_for (fixture, "Zoe Martin, Create “Zo”");

  /* Who is there is not offered to be made again. */
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "zoe martin");
  wait_for (fixture, "Zoe Martin");

  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "Nobody Yet");
  wait_for (fixture, "Create “Nobody Yet”");
  crm_ui_test_key ("Return");
  crm_test_wait (has_created, fixture);
  g_assert_cmpstr (fixture->created, ==, "Nobody Yet");
  g_assert_cmpint (fixture->chosen, ==, 0);
}

/* The answer to a question that has been taken back is not shown. */
static void
test_type_on (Fixture       *fixture,
              gconstpointer  creates)
{
  static const char *const texts[] = { "a", "an", "ann", "anna", "ann", "zo" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    gtk_editable_set_text (GTK_EDITABLE (fixture->entry), texts[i]);
  wait_for (fixture, "Zoe Martin");

  crm_type_ahead_set_text (fixture->type_ahead, "Ana");
  g_assert_cmpstr (crm_type_ahead_get_text (fixture->type_ahead), ==, "Ana");
}

/* Presses a key at once, before anything else can happen. */
static gboolean
press (Fixture *fixture,
       guint    key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (fixture->entry);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", key, 0, 0, &handled);
    }

  return handled;
}

/* Who types and presses Enter at once means what was typed, not what was found for half of it. */
static void
test_quick (Fixture       *fixture,
            gconstpointer  creates)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "an");
  wait_for (fixture, creates != NULL ? "Ana García, Anna Rossi, Create “an”" : "Ana García, Anna Rossi");
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "anna");
  g_assert_true (press (fixture, GDK_KEY_Return));
  g_assert_cmpint (fixture->chosen, ==, 0);
  crm_test_wait (has_chosen, fixture);
  g_assert_cmpint (fixture->chosen, ==, 2);
  g_assert_null (fixture->created);

  /* What is typed after it counts, not the key. */
  fixture->chosen = 0;
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "zo");
  g_assert_true (press (fixture, GDK_KEY_Return));
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "garcia");
  wait_for (fixture, creates != NULL ? "Ana García, Create “garcia”" : "Ana García");
  g_assert_cmpint (fixture->chosen, ==, 0);
}

static void
test_quick_create (Fixture       *fixture,
                   gconstpointer  creates)
{
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "ana");
  wait_for (fixture, "Ana García, Create “ana”");
  gtk_editable_set_text (GTK_EDITABLE (fixture->entry), "Anatol");
  g_assert_true (press (fixture, GDK_KEY_Return));
  crm_test_wait (has_created, fixture);
  g_assert_cmpstr (fixture->created, ==, "Anatol");
  g_assert_cmpint (fixture->chosen, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, creates, function) g_test_add ("/type-ahead/" name, Fixture, creates, set_up, function, tear_down)
  ADD ("find", NULL, test_find);
  ADD ("keys", NULL, test_keys);
  ADD ("create", "creates", test_create);
  ADD ("type-on", NULL, test_type_on);
  ADD ("quick", NULL, test_quick);
  ADD ("quick-creates", "creates", test_quick);
  ADD ("quick-create", "creates", test_quick_create);

  return g_test_run ();
}
