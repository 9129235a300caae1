/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The editor of sets: its chips come and go, and it says so. */

#include "config.h"

#include "crm-type-ahead.h"
#include "crm-wrap-box.h"
#include "editor-test.h"

static void
set_up (EditorTest    *fixture,
        gconstpointer  key)
{
  editor_test_open (fixture, "contact");
  editor_test_begin (fixture,
                     crm_test_add (fixture->workspace, "contact", "last_name", "García", "tags", "lead; roof",
                                   "emails", "a@sol.example; b@sol.example", NULL), key);
}

/* The chips, with commas. */
static char *
say (EditorTest *fixture)
{
  GtkWidget *chips = crm_ui_test_find (GTK_WIDGET (fixture->editor), CRM_TYPE_WRAP_BOX);
  GString *text = g_string_new (NULL);

  for (GtkWidget *chip = chips != NULL ? gtk_widget_get_first_child (chips) : NULL; chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", gtk_label_get_text (crm_ui_test_find (chip, GTK_TYPE_LABEL)));

  return g_string_free (text, FALSE);
}

static void
assert_chips (EditorTest *fixture,
              const char *chips)
{
  g_autofree char *said = say (fixture);

  g_assert_cmpstr (said, ==, chips);
}

static void
remove_first (EditorTest *fixture)
{
  GtkWidget *chips = crm_ui_test_find (GTK_WIDGET (fixture->editor), CRM_TYPE_WRAP_BOX);

  g_signal_emit_by_name (crm_ui_test_find (chips, GTK_TYPE_BUTTON), "clicked");
}

static void
test_remove (EditorTest    *fixture,
             gconstpointer  key)
{
  assert_chips (fixture, "lead, roof");
  remove_first (fixture);
  assert_chips (fixture, "roof");
  g_assert_cmpuint (fixture->n_changed, ==, 1);
  editor_test_assert_stored (fixture, "roof");
}

static gboolean
has_two (gpointer data)
{
  g_autofree char *said = say (data);

  return g_strcmp0 (said, "lead, roof") == 0;
}

static gboolean
is_open (gpointer type_ahead)
{
  return crm_type_ahead_is_open (type_ahead);
}

/* A tag that was taken off and is chosen again is another change. */
static void
test_choose_again (EditorTest    *fixture,
                   gconstpointer  key)
{
  GtkWidget *type_ahead = crm_ui_test_find (GTK_WIDGET (fixture->editor), CRM_TYPE_TYPE_AHEAD);

  remove_first (fixture);
  gtk_widget_grab_focus (type_ahead);
  editor_test_write (fixture, "lead");
  crm_test_wait (is_open, type_ahead);
  fixture->n_changed = 0;
  crm_ui_test_key ("Return");
  crm_test_wait (has_two, fixture);
  g_assert_cmpuint (fixture->n_changed, >, 0);
  editor_test_assert_stored (fixture, "lead; roof");
}

/* An address that is there already is not there twice. */
static void
test_write_twice (EditorTest    *fixture,
                  gconstpointer  key)
{
  editor_test_write (fixture, "A@sol.example");
  editor_test_assert_stored (fixture, "a@sol.example; b@sol.example");
  assert_chips (fixture, "a@sol.example, b@sol.example");
}

static void
test_write_again (EditorTest    *fixture,
                  gconstpointer  key)
{
  remove_first (fixture);
  assert_chips (fixture, "b@sol.example");
  editor_test_write (fixture, "a@sol.example");
  editor_test_assert_stored (fixture, "a@sol.example; b@sol.example");
}

/* No chip lies over another one, however narrow it is. */
static void
test_room (EditorTest    *fixture,
           gconstpointer  key)
{
  GtkWidget *chips = crm_ui_test_find (GTK_WIDGET (fixture->editor), CRM_TYPE_WRAP_BOX);

  for (int width = 120; width < 500; width += 60)
    {
      int height, y = 0, right = 0;

      gtk_widget_measure (chips, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      gtk_widget_size_allocate (chips, &(GtkAllocation) { 0, 0, width, height }, -1);
      for (GtkWidget *chip = gtk_widget_get_first_child (chips); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
        {
          graphene_rect_t bounds;

          g_assert_true (gtk_widget_compute_bounds (chip, chips, &bounds));
          g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, (float) height);
          g_assert_true (bounds.origin.y >= (float) y || bounds.origin.x >= (float) right);
          y = (int) (bounds.origin.y + bounds.size.height);
          right = (int) (bounds.origin.x + bounds.size.width);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

#define ADD(name, key, function) g_test_add ("/members-editor/" name, EditorTest, key, set_up, function, editor_test_tear_down)
  ADD ("remove", "tags", test_remove);
  ADD ("room", "emails", test_room);
  ADD ("choose-again", "tags", test_choose_again);
  ADD ("write-twice", "emails", test_write_twice);
  ADD ("write-again", "emails", test_write_again);

  return g_test_run ();
}
