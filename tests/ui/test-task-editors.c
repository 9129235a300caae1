/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The editors that tasks have brought: when something is due, reminders, and as what people take
 * part.
 */

#include "config.h"

#include <string.h>

#include "editor-test.h"

typedef struct
{
  const char *type;
  const char *key;
} Place;

static void
set_up (EditorTest    *fixture,
        gconstpointer  data)
{
  const Place *place = data;
  gint64 id;

  editor_test_open (fixture, place->type);
  crm_test_add (fixture->workspace, "contact", "last_name", "Haddad", NULL);
  if (strcmp (place->type, "deal") == 0)
    id = crm_test_add (fixture->workspace, "deal", "title", "Roof", "people", "Haddad", NULL);
  else
    id = crm_test_add (fixture->workspace, "task", "title", "Call", "due", "2026-03-05T14:30", "reminders", "15; 4320", NULL);
  editor_test_begin (fixture, id, place->key);
}

static gboolean
is_mapped (gpointer widget)
{
  return gtk_widget_get_mapped (widget);
}

static GtkWidget *
open_popover (EditorTest *fixture)
{
  GtkWidget *button = crm_ui_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));

  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  crm_test_wait (is_mapped, popover);

  return popover;
}

/* --- When something is due ---------------------------------------------------------------------------- */

/* The clock of the workspace says Monday, 2 March 2026. */
static void
test_due_words (EditorTest    *fixture,
                gconstpointer  data)
{
  editor_test_write (fixture, "tomorrow 9:00");
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "Tuesday, 3 March 2026, 09:00"));
  editor_test_assert_stored (fixture, "2026-03-03T09:00");
  editor_test_write (fixture, "friday");
  editor_test_assert_stored (fixture, "2026-03-06");
  editor_test_write (fixture, " ");
  g_assert_true (crm_field_editor_is_empty (fixture->editor));
  editor_test_assert_stored (fixture, "");
}

static void
test_due_popover (EditorTest    *fixture,
                  gconstpointer  data)
{
  GtkWidget *popover = open_popover (fixture);
  GtkCalendar *calendar = crm_ui_test_find (popover, GTK_TYPE_CALENDAR);
  GtkSwitch *all_day = crm_ui_test_find (popover, GTK_TYPE_SWITCH);
  GtkSpinButton *hour = crm_ui_test_find (popover, GTK_TYPE_SPIN_BUTTON);
  g_autoptr (GDateTime) shown = gtk_calendar_get_date (calendar);
  g_autoptr (GDateTime) other = g_date_time_new_local (2026, 4, 1, 0, 0, 0);

  g_assert_cmpint (g_date_time_get_day_of_month (shown), ==, 5);
  g_assert_false (gtk_switch_get_active (all_day));
  g_assert_cmpint (gtk_spin_button_get_value_as_int (hour), ==, 14);
  g_assert_cmpuint (fixture->n_changed, ==, 0);

  gtk_calendar_select_day (calendar, other);
  editor_test_assert_stored (fixture, "2026-04-01T14:30");
  gtk_spin_button_set_value (hour, 8);
  editor_test_assert_stored (fixture, "2026-04-01T08:30");

  /* A whole day is not midnight. */
  gtk_switch_set_active (all_day, TRUE);
  editor_test_assert_stored (fixture, "2026-04-01");
  g_assert_false (gtk_widget_is_sensitive (GTK_WIDGET (hour)));
  gtk_switch_set_active (all_day, FALSE);
  editor_test_assert_stored (fixture, "2026-04-01T08:30");

  gtk_widget_activate_action (GTK_WIDGET (fixture->editor), "due.days-ahead", "i", 7);
  editor_test_assert_stored (fixture, "2026-03-09T08:30");
  gtk_widget_activate_action (GTK_WIDGET (fixture->editor), "due.none", NULL);
  editor_test_assert_stored (fixture, "");
}

static gboolean
is_open (gpointer editor)
{
  GtkWidget *button = crm_ui_test_find (editor, GTK_TYPE_MENU_BUTTON);

  return gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button))));
}

static void
test_due_keys (EditorTest    *fixture,
               gconstpointer  data)
{
  gtk_widget_grab_focus (GTK_WIDGET (fixture->editor));
  crm_ui_test_key ("alt+Down");
  crm_test_wait (is_open, fixture->editor);
}

/* --- Reminders ------------------------------------------------------------------------------------------ */

static GtkCheckButton *
find_check (GtkWidget  *popover,
            const char *text)
{
  return crm_ui_test_find_text (popover, GTK_TYPE_CHECK_BUTTON, text);
}

static void
test_reminders (EditorTest    *fixture,
                gconstpointer  data)
{
  GtkWidget *popover = open_popover (fixture);
  GtkCheckButton *quarter = find_check (popover, "15 minutes before");
  GtkCheckButton *day = find_check (popover, "1 day before");

  g_assert_true (gtk_check_button_get_active (quarter));
  g_assert_false (gtk_check_button_get_active (day));
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "3 days before"));

  gtk_check_button_set_active (day, TRUE);
  gtk_check_button_set_active (quarter, FALSE);
  g_assert_cmpuint (fixture->n_changed, ==, 2);
  editor_test_assert_stored (fixture, "4320; 1440");

  /* One of their own: 3 hours. */
  g_signal_emit_by_name (crm_ui_test_find_text (popover, GTK_TYPE_BUTTON, "Add"), "clicked");
  editor_test_show_record (fixture);
  g_assert_true (gtk_check_button_get_active (day));
  g_assert_false (gtk_check_button_get_active (quarter));
}

static void
test_reminders_own (EditorTest    *fixture,
                    gconstpointer  data)
{
  GtkWidget *popover = open_popover (fixture);

  gtk_spin_button_set_value (crm_ui_test_find (popover, GTK_TYPE_SPIN_BUTTON), 3);
  g_signal_emit_by_name (crm_ui_test_find_text (popover, GTK_TYPE_BUTTON, "Add"), "clicked");
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "3 hours before"));
  editor_test_assert_stored (fixture, "15; 4320; 180");
}

static void
test_reminders_remove (EditorTest    *fixture,
                       gconstpointer  data)
{
  GtkWidget *chips = crm_ui_test_find (GTK_WIDGET (fixture->editor), GTK_TYPE_FLOW_BOX);

  g_signal_emit_by_name (crm_ui_test_find (chips, GTK_TYPE_BUTTON), "clicked");
  editor_test_assert_stored (fixture, "4320");
}

/* --- Roles --------------------------------------------------------------------------------------------------- */

static gboolean
has_role (gpointer editor)
{
  return crm_ui_test_find_text (editor, GTK_TYPE_LABEL, "Architect: Haddad") != NULL;
}

static gboolean
has_none (gpointer editor)
{
  return crm_ui_test_find_text (editor, GTK_TYPE_LABEL, "Haddad") != NULL;
}

static void
test_roles (EditorTest    *fixture,
            gconstpointer  data)
{
  GtkWidget *popover = open_popover (fixture);

  gtk_editable_set_text (crm_ui_test_find (popover, GTK_TYPE_ENTRY), "Architect");
  gtk_popover_popdown (GTK_POPOVER (popover));
  crm_test_wait (has_role, fixture->editor);
  g_assert_cmpuint (fixture->n_changed, >, 0);
  editor_test_assert_stored (fixture, "Architect: Haddad");

  editor_test_show_record (fixture);
  g_assert_true (has_role (fixture->editor));
  popover = open_popover (fixture);
  gtk_editable_set_text (crm_ui_test_find (popover, GTK_TYPE_ENTRY), "");
  gtk_popover_popdown (GTK_POPOVER (popover));
  crm_test_wait (has_none, fixture->editor);
  editor_test_assert_stored (fixture, "Haddad");
}

static gboolean
is_closed (gpointer popover)
{
  return !gtk_widget_get_mapped (popover);
}

/* Escape drops what was typed; what was there before stays. */
static void
test_roles_escape (EditorTest    *fixture,
                   gconstpointer  data)
{
  GtkWidget *popover = open_popover (fixture);

  gtk_editable_set_text (crm_ui_test_find (popover, GTK_TYPE_ENTRY), "Architect");
  gtk_popover_popdown (GTK_POPOVER (popover));
  crm_test_wait (has_role, fixture->editor);

  popover = g_object_ref (open_popover (fixture));
  gtk_widget_grab_focus (crm_ui_test_find (popover, GTK_TYPE_ENTRY));
  gtk_editable_set_text (crm_ui_test_find (popover, GTK_TYPE_ENTRY), "Janitor");
  crm_ui_test_key ("Escape");
  crm_test_wait (is_closed, popover);
  g_object_unref (popover);
  crm_test_wait (has_role, fixture->editor);
  editor_test_assert_stored (fixture, "Architect: Haddad");
}

/* That a role can be given is said where none is. */
static void
test_roles_hint (EditorTest    *fixture,
                 gconstpointer  data)
{
  GtkWidget *popover;

  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "Role…"));
  popover = open_popover (fixture);
  gtk_editable_set_text (crm_ui_test_find (popover, GTK_TYPE_ENTRY), "Architect");
  gtk_popover_popdown (GTK_POPOVER (popover));
  crm_test_wait (has_role, fixture->editor);
  g_assert_null (crm_ui_test_find_text (GTK_WIDGET (fixture->editor), GTK_TYPE_LABEL, "Role…"));
}

static const Place due = { "task", "due" };
static const Place reminders = { "task", "reminders" };
static const Place people = { "deal", "people" };

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, place, function) g_test_add ("/task-editors/" name, EditorTest, &place, set_up, function, editor_test_tear_down)
  ADD ("due/words", due, test_due_words);
  ADD ("due/popover", due, test_due_popover);
  ADD ("due/keys", due, test_due_keys);
  ADD ("reminders/tick", reminders, test_reminders);
  ADD ("reminders/own", reminders, test_reminders_own);
  ADD ("reminders/remove", reminders, test_reminders_remove);
  ADD ("roles", people, test_roles);
  ADD ("roles/escape", people, test_roles_escape);
  ADD ("roles/hint", people, test_roles_hint);

  return g_test_run ();
}
