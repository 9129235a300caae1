/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The tables: a file of any earlier version becomes the same as a new one, and every order that
 * the catalogue offers is served by an index.
 */

#include "config.h"

#include "crm-migration.h"
#include "crm-test.h"

/* --- Migrations ---------------------------------------------------------------------------------------- */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The files in data/migrations, in their order. */
static GPtrArray *
list_migrations (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "migrations", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".sql"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_names);

  return paths;
}

/* A file as the program made it when it knew the first @version migrations. */
static void
make_file (const char *path,
           GPtrArray  *migrations,
           guint       version)
{
  g_autoptr (GError) error = NULL;
  CrmDb *db = crm_db_open (path, CRM_DB_WRITE, &error);
  g_autofree char *done = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < version; i++)
    {
      g_autofree char *sql = NULL;

      g_file_get_contents (g_ptr_array_index (migrations, i), &sql, NULL, &error);
      g_assert_no_error (error);
      crm_db_exec (db, sql, &error);
      g_assert_no_error (error);
    }

  done = g_strdup_printf ("INSERT INTO device (id, uuid, name) VALUES (1, randomblob (16), 'test');"
                          "PRAGMA application_id = %d; PRAGMA user_version = %u;", CRM_APPLICATION_ID, version);
  crm_db_exec (db, version > 0 ? done : "", &error);
  g_assert_no_error (error);
  crm_db_close (db);
}

static gpointer
describe (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_db_get_text (db, error, "SELECT group_concat (name || ': ' || sql, char (10)) FROM "
                                     "(SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name)", "");
}

static void
test_migrations (void)
{
  g_autoptr (GPtrArray) migrations = list_migrations ();
  g_autofree char *expected = NULL;

  g_assert_cmpint (migrations->len, ==, crm_migration_get_latest ());

  for (guint version = 0; version <= migrations->len; version++)
    {
      g_autofree char *folder = crm_test_make_folder ();
      g_autofree char *path = g_build_filename (folder, "crm.db", NULL);
      g_autofree char *number = g_strdup_printf ("%04u-", version + 1);
      g_autoptr (CrmWorkspace) workspace = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *schema = NULL;

      if (version < migrations->len)
        g_assert_nonnull (strstr (g_ptr_array_index (migrations, version), number));

      make_file (path, migrations, version);
      workspace = crm_test_open (folder);
      schema = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, describe, NULL, &error);
      g_assert_no_error (error);
      if (expected == NULL)
        expected = g_strdup (schema);
      g_assert_cmpstr (schema, ==, expected);

      g_assert_cmpint (crm_test_query (workspace, "PRAGMA user_version"), ==, migrations->len);
      g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM pragma_foreign_key_check"), ==, 0);
      g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
                       ==, 0);
      crm_test_assert_sound (workspace);
      crm_test_remove_folder (folder);
    }
}

/* --- Plans ------------------------------------------------------------------------------------------------- */

static gpointer
explain (CrmDb         *db,
         CrmSchema     *schema,
         gpointer       data,
         GCancellable  *cancellable,
         GError       **error)
{
  return crm_query_explain (data, db, schema, error);
}

/* No list is sorted after it was found, and none is found by looking at every row. */
static void
assert_indexed (CrmWorkspace *workspace,
                CrmQuery     *query,
                const char   *what)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plan = crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, explain, query, &error);
  g_auto (GStrv) lines = NULL;

  g_assert_no_error (error);
  lines = g_strsplit (plan, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "TEMP B-TREE") != NULL || (g_str_has_prefix (lines[i], "SCAN ") && strstr (lines[i], "INDEX") == NULL))
      g_error ("%s: %s", what, lines[i]);
}

/* One custom field of each kind. */
static void
add_custom_fields (CrmWorkspace *workspace,
                   const char   *type)
{
  GEnumClass *kinds = g_type_class_ref (CRM_TYPE_FIELD_TYPE);

  for (guint i = 0; i < kinds->n_values; i++)
    {
      g_autofree char *label = g_strconcat ("My ", kinds->values[i].value_nick, NULL);

      if (crm_field_type_is_custom (kinds->values[i].value))
        crm_test_add (workspace, "field", "label", label, "record_type", type,
                      "type", crm_field_type_get_name (kinds->values[i].value), NULL);
    }
  g_type_class_unref (kinds);
}

static void
test_sorts (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmRecordType **types;
  guint n_types;
  guint n_sorts = 0;

  add_custom_fields (workspace, "contact");
  add_custom_fields (workspace, "account");
  types = crm_catalogue_list (crm_workspace_get_catalogue (workspace), &n_types);
  for (guint i = 0; i < n_types; i++)
    for (guint k = 0; k < types[i]->n_fields; k++)
      {
        const CrmField *field = types[i]->fields[k];

        for (guint descending = 0; crm_field_is_sorted (field) && descending < 2; descending++)
          {
            g_autoptr (CrmQuery) query = crm_query_new (&types[i]->table);
            g_autofree char *what = g_strdup_printf ("%s by %s", types[i]->table.name, field->key);

            crm_query_set_sort (query, &field->column, descending);
            assert_indexed (workspace, query, what);
            n_sorts++;
          }
      }
  g_assert_cmpuint (n_sorts, >, 100);

  crm_test_remove_folder (folder);
}

/* The records that link to one: the contacts of an account, the contacts with a tag. */
static void
test_links (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmRecordType **types;
  guint n_types;

  types = crm_catalogue_list (crm_workspace_get_catalogue (workspace), &n_types);
  for (guint i = 0; i < n_types; i++)
    for (guint k = 0; k < types[i]->n_fields; k++)
      {
        const CrmField *field = types[i]->fields[k];
        g_autoptr (CrmQuery) query = crm_query_new (&types[i]->table);
        g_autofree char *what = g_strdup_printf ("%s of one %s", types[i]->table.name, field->key);

        if (field->column.links_to == NULL || !(crm_field_is_sorted (field) || crm_field_is_set (field)))
          continue;
        crm_query_add_link (query, &field->column, 1);
        assert_indexed (workspace, query, what);
      }

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/schema/migrations", test_migrations);
  g_test_add_func ("/schema/sorts", test_sorts);
  g_test_add_func ("/schema/links", test_links);

  return g_test_run ();
}
