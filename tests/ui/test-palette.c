/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The search over everything: commands are found by the words that people have for them, behind the records
 * that are called so, and the one that is called exactly that comes first. */

#include "config.h"

#include "crm-palette.h"
#include "crm-ui-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  GtkWindow *parent;
  CrmPalette *palette;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  crm_test_add (fixture->workspace, "contact", "first_name", "Dupont", NULL);
  fixture->parent = GTK_WINDOW (gtk_window_new ());
  crm_ui_test_show (GTK_WIDGET (fixture->parent));
  fixture->palette = crm_palette_new (fixture->workspace, fixture->parent);
  crm_palette_add_command (fixture->palette, "Tasks", "to-do calls", "crm-task-symbolic", "win.tasks");
  crm_palette_add_command (fixture->palette, "Task Types", NULL, "crm-task-symbolic", "win.types");
  crm_palette_add_command (fixture->palette, "Duplicate Contacts", "merge twice", "crm-duplicates-symbolic", "win.duplicates");
  crm_palette_add_command (fixture->palette, "Dup", NULL, "crm-duplicates-symbolic", "win.dup");
  crm_ui_test_show (GTK_WIDGET (fixture->palette));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_ui_test_close (GTK_WIDGET (fixture->palette));
  crm_ui_test_close (GTK_WIDGET (fixture->parent));
  crm_workspace_close (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

typedef struct
{
  GtkListBox *list;
  const char *titles; /* parted by "|" */
} Wanted;

static char *
join_titles (GtkListBox *list)
{
  GString *titles = g_string_new (NULL);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      GtkLabel *label = crm_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL);

      g_string_append_printf (titles, "%s%s", i > 0 ? "|" : "", gtk_label_get_text (label));
    }

  return g_string_free (titles, FALSE);
}

static gboolean
shows (gpointer data)
{
  const Wanted *wanted = data;
  g_autofree char *titles = join_titles (wanted->list);

  return g_strcmp0 (titles, wanted->titles) == 0;
}

static void
search (Fixture    *fixture,
        const char *text,
        const char *titles)
{
  GtkWidget *entry = crm_ui_test_find (GTK_WIDGET (fixture->palette), GTK_TYPE_SEARCH_ENTRY);
  Wanted wanted = { NULL, titles };

  g_test_message ("“%s” finds %s", text, titles);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  if (*titles != '\0')
    wanted.list = crm_ui_test_find (GTK_WIDGET (fixture->palette), GTK_TYPE_LIST_BOX);
  if (wanted.list != NULL)
    crm_test_wait (shows, &wanted);
}

static void
test_commands (Fixture       *fixture,
               gconstpointer  data)
{
  search (fixture, "", "Tasks|Task Types|Duplicate Contacts|Dup");
  search (fixture, "duplicates", "Duplicate Contacts");
  search (fixture, "contact dupl", "Duplicate Contacts");
  search (fixture, "merge", "Duplicate Contacts");
  search (fixture, "merge contact", "Duplicate Contacts");
  search (fixture, "tásk", "Tasks|Task Types");
  search (fixture, "tasks", "Tasks|Task Types");
  search (fixture, "calls", "Tasks");
  search (fixture, "dup", "Dup|Dupont|Duplicate Contacts");
}

static void
activated_cb (GSimpleAction *action,
              GVariant      *parameter,
              const char   **activated)
{
  *activated = g_action_get_name (G_ACTION (action));
}

static gboolean
is_set (gpointer data)
{
  return *(const char **) data != NULL;
}

/* Return counts for what is typed, also if the list does not show it yet. */
static void
test_fast (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) dup = g_simple_action_new ("dup", NULL);
  g_autoptr (GSimpleAction) tasks = g_simple_action_new ("tasks", NULL);
  const char *activated = NULL;
  GtkWidget *entry;

  g_signal_connect (dup, "activate", G_CALLBACK (activated_cb), &activated);
  g_signal_connect (tasks, "activate", G_CALLBACK (activated_cb), &activated);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (dup));
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (tasks));
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->parent), "win", G_ACTION_GROUP (group));

  search (fixture, "dup", "Dup|Dupont|Duplicate Contacts");
  entry = crm_ui_test_find (GTK_WIDGET (fixture->palette), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "tasks");
  g_signal_emit_by_name (entry, "activate");
  crm_test_wait (is_set, &activated);
  g_assert_cmpstr (activated, ==, "tasks");

  fixture->palette = crm_palette_new (fixture->workspace, fixture->parent);
  crm_ui_test_show (GTK_WIDGET (fixture->palette));
}

int
main (int    argc,
      char **argv)
{
  crm_ui_test_init (&argc, &argv);

  g_test_add ("/palette/commands", Fixture, NULL, set_up, test_commands, tear_down);
  g_test_add ("/palette/fast", Fixture, NULL, set_up, test_fast, tear_down);

  return g_test_run ();
}
