/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Custom fields: defaults that fit, places, and how many records have a value. */

#include "config.h"

#include "crm-error.h"
#include "crm-test.h"
#include "crm-usage.h"

static CrmCommit *
set_default (CrmWorkspace  *workspace,
             const char    *type,
             const char    *text,
             GError       **error)
{
  const CrmRecordType *fields = crm_workspace_get_type_named (workspace, "field");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  const char *words[] = { "label", type, "record_type", "account", "type", type, "default_value", text };
  gint64 id = crm_change_set_create (set, &fields->table);

  for (guint i = 0; i < G_N_ELEMENTS (words); i += 2)
    {
      g_auto (CrmValue) value = crm_value_text (words[i + 1]);

      crm_change_set_set (set, &fields->table, id, &crm_record_type_find_field (fields, words[i])->column, &value);
    }

  return crm_workspace_commit (workspace, set, error);
}

static void
test_defaults (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autofree char *date = NULL;
  g_autofree char *number = NULL;
  g_autofree char *yes = NULL;

  g_assert_null (set_default (workspace, "number", "many", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (set_default (workspace, "date", "soon", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Default Value"));
  g_clear_error (&error);

  commit = set_default (workspace, "number", "12.5", &error);
  g_assert_no_error (error);
  g_clear_pointer (&commit, crm_commit_unref);
  commit = set_default (workspace, "date", "12/31/2026", &error);
  g_assert_no_error (error);
  g_clear_pointer (&commit, crm_commit_unref);
  commit = set_default (workspace, "yes-no", "yes", &error);
  g_assert_no_error (error);

  /* It is kept as any locale reads it. */
  g_assert_cmpint (crm_test_query (workspace, "SELECT default_value = '2026-12-31' FROM field WHERE type = 'date'"), ==, 1);

  crm_test_add (workspace, "account", "name", "Sol", NULL);
  number = crm_test_get (workspace, "account", 1, "custom.number");
  date = crm_test_get (workspace, "account", 1, "custom.date");
  yes = crm_test_get (workspace, "account", 1, "custom.yes_no");
  g_assert_cmpstr (number, ==, "12.5");
  g_assert_cmpstr (date, ==, "2026-12-31");
  g_assert_cmpstr (yes, ==, "yes");

  crm_test_remove_folder (folder);
}

/* The default of a list is one of its options, as long as there is such a one. */
static void
test_default_option (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  crm_test_add (workspace, "field", "label", "Material", "record_type", "account", "type", "choice", "default_value", "Slate", NULL);
  crm_test_add (workspace, "option", "label", "Slate", "field", "#1", NULL);
  crm_test_add (workspace, "account", "name", "Sol", NULL);
  first = crm_test_get (workspace, "account", 1, "custom.material");
  g_assert_cmpstr (first, ==, "Slate");

  crm_test_set (workspace, "option", 1, "label", "Tin", NULL);
  crm_test_add (workspace, "account", "name", "Mar", NULL);
  second = crm_test_get (workspace, "account", 2, "custom.material");
  g_assert_cmpstr (second, ==, "");

  crm_test_remove_folder (folder);
}

static gpointer
usage_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  const CrmTable *accounts = crm_schema_find_table (schema, "account");
  gint64 n = crm_usage_of_column (db, accounts, crm_table_find_column (accounts, data), error);

  return g_memdup2 (&n, sizeof n);
}

static gint64
count_users (CrmWorkspace *workspace,
             const char   *column)
{
  g_autofree gint64 *n = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, usage_read, (gpointer) column, NULL);

  return *n;
}

static void
test_usage (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);

  crm_test_add (workspace, "field", "label", "Area", "record_type", "account", "type", "number", NULL);
  crm_test_add (workspace, "field", "label", "Colours", "record_type", "account", "type", "choices", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "custom.area", "12", "custom.colours", "Red; Grey", NULL);
  crm_test_add (workspace, "account", "name", "Mar", "custom.area", "13", NULL);
  crm_test_add (workspace, "account", "name", "Gone", "custom.area", "14", "custom.colours", "Red", NULL);
  crm_test_trash (workspace, "account", 3);

  g_assert_cmpint (count_users (workspace, "c1"), ==, 2);
  g_assert_cmpint (count_users (workspace, "c2"), ==, 1);

  crm_test_remove_folder (folder);
}

/* A field goes with its values, and comes back with them. */
static void
test_delete (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *area = NULL;
  gint64 batch;

  crm_test_add (workspace, "field", "label", "Area", "record_type", "account", "type", "number", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "custom.area", "12", NULL);
  batch = crm_test_trash (workspace, "field", 1);
  g_assert_null (crm_record_type_find_field (crm_workspace_get_type_named (workspace, "account"), "custom.area"));
  crm_test_assert_sound (workspace);

  crm_test_undo (workspace, batch);
  g_clear_object (&workspace);
  workspace = crm_test_open (folder);
  area = crm_test_get (workspace, "account", 1, "custom.area");
  g_assert_cmpstr (area, ==, "12");

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/custom-fields/defaults", test_defaults);
  g_test_add_func ("/custom-fields/default-option", test_default_option);
  g_test_add_func ("/custom-fields/usage", test_usage);
  g_test_add_func ("/custom-fields/delete", test_delete);

  return g_test_run ();
}
