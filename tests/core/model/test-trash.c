/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The trash: what is in it, what comes back with a record, and what is removed for good. */

#include "config.h"

#include "crm-error.h"
#include "crm-restore.h"
#include "crm-test.h"
#include "crm-trash-list.h"
#include "crm-upkeep-jobs.h"

typedef struct
{
  CrmTrashKey *keys;
  guint n;
} Keys;

static gboolean
restore_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  const Keys *keys = data;

  return crm_restore_records (door, keys->keys, keys->n, error);
}

static gint64
restore (CrmWorkspace *workspace,
         CrmTrashKey  *keys,
         guint         n)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  Keys data = { keys, n };

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, restore_func, &data, &error);
  g_assert_no_error (error);

  return commit->batch;
}

static gint64
trash_all (CrmWorkspace *workspace,
           const char   *type,
           ...)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  va_list args;

  va_start (args, type);
  for (; type != NULL; type = va_arg (args, const char *))
    crm_change_set_trash (set, &crm_workspace_get_type_named (workspace, type)->table, va_arg (args, gint64));
  va_end (args);

  commit = crm_workspace_commit (workspace, set, &error);
  g_assert_no_error (error);

  return commit->batch;
}

/* What belonged to a record and went in the same step comes back with it; the rest stays. */
static void
test_belongings (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmTrashKey key = { .table = CRM_ID_ACCOUNT, .id = 1 };

  crm_test_add (workspace, "account", "name", "Sol", NULL);
  crm_test_add (workspace, "account", "name", "Mar", NULL);
  crm_test_add (workspace, "note", "body", "Of Sol", "account", "#1", NULL);
  crm_test_add (workspace, "note", "body", "Of Mar", "account", "#2", NULL);
  crm_test_add (workspace, "note", "body", "Old one of Sol", "account", "#1", NULL);
  crm_test_trash (workspace, "note", 3);
  trash_all (workspace, "account", G_GINT64_CONSTANT (1), "account", G_GINT64_CONSTANT (2),
             "note", G_GINT64_CONSTANT (1), "note", G_GINT64_CONSTANT (2), NULL);

  restore (workspace, &key, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM account WHERE id = 1"), ==, CRM_STATE_LIVE);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM account WHERE id = 2"), ==, CRM_STATE_TRASHED);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM note WHERE id = 1"), ==, CRM_STATE_LIVE);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM note WHERE id = 2"), ==, CRM_STATE_TRASHED);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM note WHERE id = 3"), ==, CRM_STATE_TRASHED);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* The contacts of a tag have it again, but for those that somebody has given another value since. */
static void
test_given_back (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmTrashKey tag = { .table = CRM_ID_TAG, .id = 1 };
  CrmTrashKey option = { .table = CRM_ID_OPTION, .id = 1 };
  g_autofree char *tags = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  gint64 batch;

  crm_test_add (workspace, "field", "label", "Material", "record_type", "account", "type", "choice", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "custom.material", "Slate", NULL);
  crm_test_add (workspace, "account", "name", "Mar", "custom.material", "Slate", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "roof", NULL);
  crm_test_trash (workspace, "tag", 1);
  crm_test_trash (workspace, "option", 1);
  crm_test_set (workspace, "account", 2, "custom.material", "Tin", NULL);

  restore (workspace, &tag, 1);
  batch = restore (workspace, &option, 1);
  tags = crm_test_get (workspace, "contact", 1, "tags");
  first = crm_test_get (workspace, "account", 1, "custom.material");
  second = crm_test_get (workspace, "account", 2, "custom.material");
  g_assert_cmpstr (tags, ==, "roof");
  g_assert_cmpstr (first, ==, "Slate");
  g_assert_cmpstr (second, ==, "Tin");
  g_assert_cmpint (crm_test_query (workspace, "SELECT contacts FROM tag WHERE id = 1"), ==, 1);

  crm_test_undo (workspace, batch);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM option WHERE id = 1"), ==, CRM_STATE_TRASHED);
  g_assert_cmpint (crm_test_query (workspace, "SELECT c1 IS NULL FROM account WHERE id = 1"), ==, 1);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

static gboolean
is_settled (gpointer data)
{
  return !crm_trash_list_is_loading (data);
}

static gboolean
is_described (gpointer data)
{
  return crm_trash_item_get_title (data) != NULL;
}

static gboolean
has_one (gpointer data)
{
  return g_list_model_get_n_items (data) == 1;
}

static void
test_list (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmClock *clock = crm_workspace_get_clock (workspace);
  g_autoptr (CrmTrashList) list = NULL;
  g_autoptr (CrmTrashItem) item = NULL;
  CrmTrashKey key = { .table = CRM_ID_TAG, .id = 1 };

  crm_test_add (workspace, "contact", "first_name", "Ana", "tags", "roof", NULL);
  crm_test_trash (workspace, "tag", 1);
  crm_clock_set_now (clock, CRM_TEST_NOW + G_TIME_SPAN_HOUR);
  crm_test_trash (workspace, "contact", 1);

  list = crm_trash_list_new (workspace);
  crm_test_wait (is_settled, list);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);

  /* What was deleted last comes first. */
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  crm_test_wait (is_described, item);
  g_assert_cmpstr (crm_trash_item_get_title (item), ==, "Ana");
  g_assert_cmpstr (crm_trash_item_get_label (item), ==, "Contact");
  g_assert_nonnull (crm_trash_item_get_who (item));
  g_assert_cmpint (crm_trash_item_get_days (item, crm_clock_get_now (clock)), ==, 30);
  g_assert_cmpint (crm_trash_item_get_days (item, crm_clock_get_now (clock) + 29 * G_TIME_SPAN_DAY + 1), ==, 1);

  /* One type only, and which ones there are. */
  {
    g_autofree const char **types = crm_trash_list_list_types (list);

    g_assert_cmpuint (g_strv_length ((char **) types), ==, 2);
    g_assert_cmpstr (types[0], ==, "contact");
    g_assert_cmpstr (types[1], ==, "tag");
  }
  crm_trash_list_set_type (list, "tag");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 1);
  g_assert_cmpuint (crm_trash_list_get_n_all (list), ==, 2);
  g_assert_cmpint (crm_trash_list_get_key (list, 0)->table, ==, CRM_ID_TAG);
  crm_trash_list_set_type (list, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 2);

  restore (workspace, &key, 1);
  crm_test_wait (has_one, list);
  g_assert_cmpint (crm_trash_list_get_key (list, 0)->table, ==, CRM_ID_CONTACT);

  g_clear_object (&item);
  g_clear_object (&list);
  crm_test_remove_folder (folder);
}

static void
purged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static gboolean
has_answer (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static gint64
purge (CrmWorkspace  *workspace,
       GArray        *keys,
       GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  crm_upkeep_purge_async (workspace, keys, purged_cb, &result);
  crm_test_wait (has_answer, &result);

  return crm_upkeep_purge_finish (workspace, result, error);
}

static void
test_forever (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (CrmTrashKey));
  g_autoptr (GError) error = NULL;
  CrmTrashKey key = { .table = CRM_ID_CONTACT, .id = 1 };
  CrmTrashKey live = { .table = CRM_ID_CONTACT, .id = 3 };

  crm_test_add (workspace, "user", "name", "Max", "email", "max@example.com", NULL);
  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (workspace, "contact", "first_name", "Luis", NULL);
  crm_test_add (workspace, "contact", "first_name", "Zoe", NULL);
  crm_test_trash (workspace, "contact", 1);
  crm_test_trash (workspace, "contact", 2);
  g_array_append_val (keys, key);
  g_array_append_val (keys, live);

  /* Nothing brings it back, so not everybody may. */
  g_assert_true (crm_workspace_set_actor (workspace, "max@example.com", NULL));
  g_assert_cmpint (purge (workspace, keys, &error), ==, -1);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
  g_clear_error (&error);
  g_clear_object (&workspace);

  /* Only what is in the trash goes, whatever is asked for. */
  workspace = crm_test_open (folder);
  g_assert_cmpint (purge (workspace, keys, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact"), ==, 2);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE id = 1"), ==, 0);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM journal WHERE tbl = 4 AND record = 1"), ==, 0);

  g_assert_cmpint (purge (workspace, NULL, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact"), ==, 1);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trash/belongings", test_belongings);
  g_test_add_func ("/trash/given-back", test_given_back);
  g_test_add_func ("/trash/list", test_list);
  g_test_add_func ("/trash/forever", test_forever);

  return g_test_run ();
}
