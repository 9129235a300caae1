/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tags and options of lists: merged, deleted, and what becomes of the records that have them. */

#include "config.h"

#include "crm-error.h"
#include "crm-tags.h"
#include "crm-test.h"

static gint64 to_merge[] = { 1, 2, 3 };

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  return crm_tags_merge (door, to_merge, G_N_ELEMENTS (to_merge), 2, error);
}

static void
test_merge (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *tags = NULL;
  g_autofree char *both = NULL;

  crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "roof; Roofing; other", NULL);
  crm_test_add (workspace, "contact", "first_name", "Luis", "tags", "Dach", NULL);
  crm_test_set (workspace, "contact", 2, "tags", "roof; other", NULL);

  /* 1 roof, 2 Roofing, 3 other; Dach is 4 and stays. */
  set = crm_workspace_begin (workspace, CRM_CAUSE_MERGE, "Roofing");
  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, merge_func, NULL, &error);
  g_assert_no_error (error);

  tags = crm_test_get (workspace, "contact", 1, "tags");
  both = crm_test_get (workspace, "contact", 2, "tags");
  g_assert_cmpstr (tags, ==, "Roofing");
  g_assert_cmpstr (both, ==, "Roofing");
  g_assert_cmpint (crm_test_query (workspace, "SELECT contacts FROM tag WHERE id = 2"), ==, 2);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM tag WHERE state = 0"), ==, 2);
  crm_test_assert_sound (workspace);

  crm_test_undo (workspace, commit->batch);
  g_free (tags);
  tags = crm_test_get (workspace, "contact", 1, "tags");
  g_assert_nonnull (strstr (tags, "roof"));
  g_assert_nonnull (strstr (tags, "Roofing"));
  g_assert_nonnull (strstr (tags, "other"));
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM tag WHERE state = 0"), ==, 4);
  g_assert_cmpint (crm_test_query (workspace, "SELECT contacts FROM tag WHERE id = 1"), ==, 2);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* Nobody has a tag that is not there any more. */
static void
test_delete (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *tags = NULL;
  g_autofree char *again = NULL;
  gint64 batch;

  crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "roof; lead", NULL);
  batch = crm_test_trash (workspace, "tag", 1);
  tags = crm_test_get (workspace, "contact", 1, "tags");
  g_assert_cmpstr (tags, ==, "lead");

  crm_test_undo (workspace, batch);
  again = crm_test_get (workspace, "contact", 1, "tags");
  g_assert_cmpstr (again, ==, "roof; lead");

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

static void
test_options (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *material = NULL;
  g_autofree char *colours = NULL;
  g_autofree char *again = NULL;
  gint64 batch;

  crm_test_add (workspace, "field", "label", "Material", "record_type", "account", "type", "choice", NULL);
  crm_test_add (workspace, "field", "label", "Colours", "record_type", "account", "type", "choices", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "custom.material", "Slate", "custom.colours", "Red; Grey", NULL);

  batch = crm_test_trash (workspace, "option", 1);
  crm_test_trash (workspace, "option", 2);
  material = crm_test_get (workspace, "account", 1, "custom.material");
  colours = crm_test_get (workspace, "account", 1, "custom.colours");
  g_assert_cmpstr (material, ==, "");
  g_assert_cmpstr (colours, ==, "Grey");

  crm_test_undo (workspace, batch);
  again = crm_test_get (workspace, "account", 1, "custom.material");
  g_assert_cmpstr (again, ==, "Slate");

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* A required field does not lose its value by the way. */
static void
test_required_option (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_add (workspace, "field", "label", "Material", "record_type", "account", "type", "choice", "required", "yes", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "custom.material", "Slate", NULL);

  set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  crm_change_set_trash (set, &crm_workspace_get_type_named (workspace, "option")->table, 1);
  commit = crm_workspace_commit (workspace, set, &error);
  g_assert_null (commit);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Slate"));
  g_assert_nonnull (strstr (error->message, "Material"));

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tags/merge", test_merge);
  g_test_add_func ("/tags/delete", test_delete);
  g_test_add_func ("/tags/options", test_options);
  g_test_add_func ("/tags/required-option", test_required_option);

  return g_test_run ();
}
