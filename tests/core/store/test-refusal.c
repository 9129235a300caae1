/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An edit that is refused leaves no trace, and others can follow it through the same door. */

#include "config.h"

#include "crm-error.h"
#include "crm-test.h"

static gboolean
refuse_and_go_on (CrmDoor   *door,
                  gpointer   data,
                  GError   **error)
{
  const CrmRecordType *contacts = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), "contact");
  g_autoptr (CrmEdit) nobody = crm_edit_new (&contacts->table, CRM_OP_CREATE, 0);
  g_autoptr (CrmEdit) somebody = crm_edit_new (&contacts->table, CRM_OP_CREATE, 0);
  g_autoptr (GError) reason = NULL;
  g_auto (CrmValue) city = crm_value_text ("Sevilla");
  g_auto (CrmValue) name = crm_value_text ("Ana");

  crm_edit_set (nobody, &crm_record_type_find_field (contacts, "city")->column, &city);
  g_assert_cmpint (crm_door_apply (door, nobody, &reason), ==, 0);
  g_assert_error (reason, CRM_ERROR, CRM_ERROR_REQUIRED);
  g_assert_true (crm_door_is_whole (door));

  crm_edit_set (somebody, &crm_record_type_find_field (contacts, "first_name")->column, &name);

  return crm_door_apply (door, somebody, error) != 0;
}

static void
test_go_on (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, refuse_and_go_on, NULL, &error);
  g_assert_no_error (error);

  g_assert_cmpuint (crm_commit_get_n (commit), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact"), ==, 1);
  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/refusal/go-on", test_go_on);

  return g_test_run ();
}
