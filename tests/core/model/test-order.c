/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists that people arrange: every move against an array, with as little written as can be. */

#include "config.h"

#include "crm-choices.h"
#include "crm-order.h"
#include "crm-test.h"

#define N_RECORDS 5

typedef struct
{
  CrmChoices *choices;
  const char *names;
} Wanted;

static gboolean
is_in_order (gpointer data)
{
  const Wanted *wanted = data;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (wanted->choices)); i++)
    {
      g_autoptr (CrmRecord) record = g_list_model_get_item (G_LIST_MODEL (wanted->choices), i);

      g_string_append (names, crm_record_get_title (record));
    }

  return g_strcmp0 (names->str, wanted->names) == 0;
}

static guint
move (CrmWorkspace *workspace,
      CrmChoices   *choices,
      guint         from,
      guint         to)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (choices)); i++)
    g_ptr_array_add (records, g_list_model_get_item (G_LIST_MODEL (choices), i));

  crm_order_move (set, records, from, to);
  n = crm_change_set_get_edits (set)->len;
  commit = crm_workspace_commit (workspace, set, &error);
  g_assert_no_error (error);

  return n;
}

static void
test_moves (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChoices) choices = NULL;
  g_autofree char *names = NULL;
  Wanted wanted;

  for (gint64 id = 1; id <= 4; id++)
    crm_test_trash (workspace, "lost_reason", id);
  for (guint i = 0; i < N_RECORDS; i++)
    crm_test_add (workspace, "lost_reason", "name", (const char[]) { (char) ('A' + i), '\0' }, NULL);

  choices = crm_choices_get (workspace, "lost_reason");
  names = g_strdup ("ABCDE");
  wanted.choices = choices;
  wanted.names = names;
  crm_test_wait (is_in_order, &wanted);

  for (guint from = 0; from < N_RECORDS; from++)
    for (guint to = 0; to < N_RECORDS; to++)
      {
        char name = names[from];

        g_assert_cmpuint (move (workspace, choices, from, to), ==, from != to);
        memmove (names + from, names + from + 1, N_RECORDS - 1 - from);
        memmove (names + to + 1, names + to, N_RECORDS - 1 - to);
        names[to] = name;
        crm_test_wait (is_in_order, &wanted);
      }

  crm_test_assert_sound (workspace);
  g_clear_object (&choices);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
}

/* Where there is no number left between two, all are counted anew. */
static void
test_exhausted (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChoices) choices = crm_choices_get (workspace, "task_type");
  Wanted wanted = { choices, "To-DoCallE-MailMeeting" };
  gboolean counted = FALSE;

  crm_test_wait (is_in_order, &wanted);

  /* The last one goes between the first two, again and again: half of what was left each time. */
  for (guint i = 0; i < 200 && !counted; i++)
    {
      guint n = move (workspace, choices, 3, 1);

      counted = n == 4;
      g_assert_true (n == 1 || counted);
      wanted.names = i % 3 == 0 ? "To-DoMeetingCallE-Mail" : i % 3 == 1 ? "To-DoE-MailMeetingCall" : "To-DoCallE-MailMeeting";
      crm_test_wait (is_in_order, &wanted);
    }
  g_assert_true (counted);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM task_type WHERE position IN (1, 2, 3, 4)"), ==, 4);

  g_clear_object (&choices);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/order/moves", test_moves);
  g_test_add_func ("/order/exhausted", test_exhausted);

  return g_test_run ();
}
