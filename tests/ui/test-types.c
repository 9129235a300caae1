/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Every widget class there is can be made and goes away again: its template fits it. The classes
 * are those that the headers in the source declare, so none is forgotten.
 */

#include "config.h"

#include <gmodule.h>
#include <string.h>

#include "crm-ui-test.h"

/* Finds the names of the functions that say types: "crm_page_get_type". */
static void
collect (const char *folder,
         GPtrArray  *names)
{
  g_autoptr (GRegex) regex = g_regex_new ("^#define CRM_TYPE_\\w+ \\((crm_\\w+_get_type) \\(\\)\\)", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GMatchInfo) match = NULL;

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        collect (path, names);
      if (!g_str_has_suffix (name, ".h"))
        continue;

      g_file_get_contents (path, &text, NULL, &error);
      g_assert_no_error (error);
      for (g_regex_match (regex, text, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        g_ptr_array_add (names, g_match_info_fetch (match, 1));
    }
}

static void
gone_cb (gpointer  data,
         GObject  *object)
{
  *(gboolean *) data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_type (gconstpointer data)
{
  GType type = GPOINTER_TO_SIZE (data);
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));
  gboolean gone = FALSE;

  /* What every widget is unless its class says better, which tells those who cannot see it nothing. */
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)), !=, GTK_ACCESSIBLE_ROLE_WIDGET);

  g_object_weak_ref (G_OBJECT (widget), gone_cb, &gone);
  if (GTK_IS_WINDOW (widget))
    gtk_window_destroy (GTK_WINDOW (widget));
  g_object_unref (widget);
  crm_test_wait (is_true, &gone);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const folders[] = { "widgets", "views", "app" };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint n_widgets = 0;

  crm_ui_test_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "src", folders[i], NULL);

      collect (folder, names);
    }

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = NULL;
      GType (*get_type) (void);
      GType type;

      if (!g_module_symbol (g_module_open (NULL, 0), name, (gpointer *) &get_type))
        g_error ("%s() is declared and does not exist", name);
      type = get_type ();
      if (!g_type_is_a (type, GTK_TYPE_WIDGET) || G_TYPE_IS_ABSTRACT (type))
        continue;

      path = g_strconcat ("/types/", g_type_name (type), NULL);
      g_test_add_data_func (path, GSIZE_TO_POINTER (type), test_type);
      n_widgets++;
    }
  g_assert_cmpuint (n_widgets, >, 20);

  return g_test_run ();
}
