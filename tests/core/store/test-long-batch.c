/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Batches of many commits: they end when their last part does, whatever is in it. */

#include "config.h"

#include "crm-test.h"

/* As many entries as crm_journal_undo() takes back in one part. */
#define ONE_PART 5000

static gboolean
add_many (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  const CrmRecordType *tags = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), "tag");

  for (guint i = 0; i < ONE_PART; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (&tags->table, CRM_OP_CREATE, 0);
      g_auto (CrmValue) name = crm_value_take_text (g_strdup_printf ("tag %u", i));

      crm_edit_set (edit, &crm_record_type_find_field (tags, "name")->column, &name);
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static void
test_undo_ends (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, add_many, NULL, &error);
  g_assert_no_error (error);
  crm_test_undo (workspace, commit->batch);

  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM tag WHERE state = 0"), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM batch WHERE open = 1"), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT records FROM batch WHERE undo_of IS NOT NULL"), ==, ONE_PART);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/long-batch/undo-ends", test_undo_ends);

  return g_test_run ();
}
