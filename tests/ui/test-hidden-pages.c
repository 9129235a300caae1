/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Pages out of sight are out of sight for screen readers too. */

#include "config.h"

#include "crm-ui-test.h"

static void
assert_hidden (GtkWidget *widget,
               gboolean   hidden)
{
  g_autofree char *problem = gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden);

  g_assert_cmpstr (problem, ==, NULL);
}

static void
test_stack (void)
{
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *pages[] = { gtk_label_new ("one"), gtk_label_new ("two") };

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    gtk_stack_add_child (GTK_STACK (stack), pages[i]);
  crm_ui_test_show (stack);
  assert_hidden (pages[0], FALSE);
  assert_hidden (pages[1], TRUE);

  gtk_stack_set_visible_child (GTK_STACK (stack), pages[1]);
  assert_hidden (pages[0], TRUE);
  assert_hidden (pages[1], FALSE);

  gtk_stack_set_visible_child (GTK_STACK (stack), pages[0]);
  assert_hidden (pages[0], FALSE);
  assert_hidden (pages[1], TRUE);

  crm_ui_test_close (stack);
}

/* What is in a page goes with it, and needs no word of its own. */
static void
test_inside (void)
{
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new ("inside");

  gtk_box_append (GTK_BOX (box), label);
  gtk_revealer_set_child (GTK_REVEALER (revealer), box);
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), TRUE);
  crm_ui_test_show (revealer);
  assert_hidden (box, FALSE);

  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), FALSE);
  assert_hidden (box, TRUE);
  assert_hidden (label, FALSE);

  crm_ui_test_close (revealer);
}

int
main (int   argc,
      char *argv[])
{
  /* The accessible tree as GTK's own tests see it. */
  g_setenv ("GTK_A11Y", "test", TRUE);
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/hidden-pages/stack", test_stack);
  g_test_add_func ("/hidden-pages/inside", test_inside);

  return g_test_run ();
}
