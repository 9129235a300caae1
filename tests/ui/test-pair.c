/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two children side by side where there is room, below each other where there is not. */

#include "config.h"

#include "crm-pair.h"
#include "crm-ui-test.h"

typedef struct
{
  GtkWidget *pair;
  GtkWidget *first;
  GtkWidget *second;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->pair = g_object_ref_sink (g_object_new (CRM_TYPE_PAIR, "spacing", 10, "width-chars", 30, NULL));
  fixture->first = gtk_drawing_area_new ();
  fixture->second = gtk_drawing_area_new ();
  gtk_widget_set_size_request (fixture->first, 80, 20);
  gtk_widget_set_size_request (fixture->second, 60, 30);
  gtk_widget_set_parent (fixture->first, fixture->pair);
  gtk_widget_set_parent (fixture->second, fixture->pair);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->pair);
}

static int
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, for_size, &minimum, NULL, NULL, NULL);

  return minimum;
}

static void
assert_place (Fixture   *fixture,
              GtkWidget *child,
              int        x,
              int        y,
              int        width,
              int        height)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (child, fixture->pair, &bounds));
  g_assert_cmpfloat (bounds.origin.x, ==, x);
  g_assert_cmpfloat (bounds.origin.y, ==, y);
  g_assert_cmpfloat (bounds.size.width, ==, width);
  g_assert_cmpfloat (bounds.size.height, ==, height);
}

static void
give (Fixture *fixture,
      int      width)
{
  int height = measure (fixture->pair, GTK_ORIENTATION_VERTICAL, width);

  gtk_widget_allocate (fixture->pair, width, height, -1, NULL);
}

static void
test_room (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_cmpint (measure (fixture->pair, GTK_ORIENTATION_HORIZONTAL, -1), ==, 80);

  g_assert_cmpint (measure (fixture->pair, GTK_ORIENTATION_VERTICAL, 1000), ==, 30);
  give (fixture, 1000);
  assert_place (fixture, fixture->first, 0, 0, 930, 30);
  assert_place (fixture, fixture->second, 940, 0, 60, 30);

  /* Both would fit, but not thirty characters. */
  g_assert_cmpint (measure (fixture->pair, GTK_ORIENTATION_VERTICAL, 152), ==, 60);
  give (fixture, 152);
  assert_place (fixture, fixture->first, 0, 0, 152, 20);
  assert_place (fixture, fixture->second, 0, 30, 152, 30);
}

static void
test_halves (Fixture       *fixture,
             gconstpointer  data)
{
  g_object_set (fixture->pair, "halves", TRUE, NULL);
  give (fixture, 1010);
  assert_place (fixture, fixture->first, 0, 0, 500, 30);
  assert_place (fixture, fixture->second, 510, 0, 500, 30);
}

/* A label and what it is of: all that the label leaves, and close below it where room is short. */
static void
test_lead (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_set (fixture->pair, "lead", TRUE, NULL);
  give (fixture, 1000);
  assert_place (fixture, fixture->first, 0, 0, 80, 30);
  assert_place (fixture, fixture->second, 90, 0, 910, 30);

  give (fixture, 152);
  assert_place (fixture, fixture->first, 0, 0, 152, 20);
  assert_place (fixture, fixture->second, 0, 20, 152, 30);
}

static void
test_alone (Fixture       *fixture,
            gconstpointer  data)
{
  gtk_widget_set_visible (fixture->second, FALSE);
  give (fixture, 1000);
  assert_place (fixture, fixture->first, 0, 0, 1000, 20);
  gtk_widget_set_visible (fixture->first, FALSE);
  g_assert_cmpint (measure (fixture->pair, GTK_ORIENTATION_VERTICAL, 1000), ==, 0);
}

static void
test_from_right (Fixture       *fixture,
                 gconstpointer  data)
{
  gtk_widget_set_direction (fixture->pair, GTK_TEXT_DIR_RTL);
  give (fixture, 1000);
  assert_place (fixture, fixture->first, 70, 0, 930, 30);
  assert_place (fixture, fixture->second, 0, 0, 60, 30);
}

int
main (int   argc,
      char *argv[])
{
  crm_ui_test_init (&argc, &argv);

  g_test_add ("/pair/room", Fixture, NULL, set_up, test_room, tear_down);
  g_test_add ("/pair/halves", Fixture, NULL, set_up, test_halves, tear_down);
  g_test_add ("/pair/lead", Fixture, NULL, set_up, test_lead, tear_down);
  g_test_add ("/pair/alone", Fixture, NULL, set_up, test_alone, tear_down);
  g_test_add ("/pair/from-right", Fixture, NULL, set_up, test_from_right, tear_down);

  return g_test_run ();
}
