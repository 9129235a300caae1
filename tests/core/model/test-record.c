/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records: what is read is what was written, for people, for files, and as properties. */

#include "config.h"

#include "crm-test.h"

static void
test_values (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmRecordType *contacts = crm_workspace_get_type_named (workspace, "contact");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = NULL;
  g_autofree char *tags = NULL;
  g_autofree char *name = NULL;
  g_autofree char *account = NULL;
  gint64 id;

  id = crm_test_add (workspace, "contact", "first_name", "Ána", "last_name", "García", "account", "Tejados Sol",
                     "tags", "lead; roof", "email", "ana@sol.example", NULL);
  record = crm_workspace_load_record (workspace, contacts, id, &error);
  g_assert_no_error (error);

  g_assert_cmpstr (crm_record_get_title (record), ==, "Ána García");
  tags = crm_record_format (record, crm_record_type_find_field (contacts, "tags"));
  g_assert_cmpstr (tags, ==, "lead, roof");
  g_object_get (record, "first-name", &name, "account", &account, NULL);
  g_assert_cmpstr (name, ==, "Ána");
  g_assert_cmpstr (account, ==, "Tejados Sol");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (record), ==, "CrmContact");

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* What a record is marked with comes with its colour: sets, and links to one. */
static void
test_marks (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (GPtrArray) tags = NULL;
  g_autoptr (GPtrArray) material = NULL;
  g_autoptr (GPtrArray) owner = NULL;
  g_autoptr (GPtrArray) none = NULL;
  const CrmMember *mark;
  gint64 id;

  crm_test_add (workspace, "field", "label", "Material", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (workspace, "field", "label", "Shape", "record_type", "contact", "type", "choice", NULL);
  id = crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "roof", "custom.material", "Slate", NULL);
  crm_test_set (workspace, "tag", 1, "colour", "red", NULL);
  crm_test_set (workspace, "option", 1, "colour", "purple", NULL);

  record = crm_workspace_load_record (workspace, crm_workspace_get_type_named (workspace, "contact"), id, NULL);
  tags = crm_record_list_marks (record, crm_record_find_field (record, "tags"));
  g_assert_cmpuint (tags->len, ==, 1);
  mark = g_ptr_array_index (tags, 0);
  g_assert_cmpstr (mark->text, ==, "roof");
  g_assert_cmpstr (mark->mark, ==, "red");

  material = crm_record_list_marks (record, crm_record_find_field (record, "custom.material"));
  g_assert_cmpuint (material->len, ==, 1);
  mark = g_ptr_array_index (material, 0);
  g_assert_cmpstr (mark->text, ==, "Slate");
  g_assert_cmpstr (mark->mark, ==, "purple");

  owner = crm_record_list_marks (record, crm_record_find_field (record, "owner"));
  g_assert_cmpuint (owner->len, ==, 1);
  g_assert_null (((const CrmMember *) g_ptr_array_index (owner, 0))->mark);
  none = crm_record_list_marks (record, crm_record_find_field (record, "custom.shape"));
  g_assert_cmpuint (none->len, ==, 0);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

static void
test_one_object (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmRecordType *contacts = crm_workspace_get_type_named (workspace, "contact");
  gint64 id = crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  g_autoptr (CrmRecord) first = crm_workspace_load_record (workspace, contacts, id, NULL);
  g_autoptr (CrmRecord) second = NULL;

  crm_test_set (workspace, "contact", id, "first_name", "Anna", NULL);
  second = crm_workspace_load_record (workspace, contacts, id, NULL);

  g_assert_true (first == second);
  g_assert_cmpstr (crm_record_get_title (first), ==, "Anna");

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/values", test_values);
  g_test_add_func ("/record/marks", test_marks);
  g_test_add_func ("/record/one-object", test_one_object);

  return g_test_run ();
}
