/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Team members: who may change them, who stays, and what becomes of what was theirs. */

#include "config.h"

#include "crm-error.h"
#include "crm-rights.h"
#include "crm-team.h"
#include "crm-test.h"

typedef struct
{
  gint64 user;
  gint64 heir;
} Removal;

static gboolean
remove_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Removal *removal = data;

  return crm_team_remove (door, removal->user, removal->heir, error);
}

static gint64
remove_user (CrmWorkspace  *workspace,
             gint64         user,
             gint64         heir,
             GError       **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  Removal removal = { user, heir };
  g_autoptr (CrmCommit) commit = NULL;

  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, remove_func, &removal, error);

  return commit != NULL && crm_workspace_settle (workspace, commit, NULL) ? commit->batch : 0;
}

/* What a change of a team member is refused with. */
static char *
refuse_change (CrmWorkspace *workspace,
               gint64        user,
               const char   *key,
               const char   *text)
{
  const CrmRecordType *users = crm_workspace_get_type_named (workspace, "user");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) value = crm_value_text (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = NULL;

  crm_change_set_set (set, &users->table, user, &crm_record_type_find_field (users, key)->column, &value);
  commit = crm_workspace_commit (workspace, set, &error);
  g_assert_null (commit);

  return g_strdup (error->message);
}

static void
test_last_administrator (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *message = refuse_change (workspace, 1, "role", "member");
  g_autoptr (GError) error = NULL;
  gint64 batch, second;

  g_assert_cmpstr (message, ==, "Somebody has to be the administrator. Make another team member administrator first.");
  g_assert_cmpint (remove_user (workspace, 1, 0, &error), ==, 0);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);

  /* With a second one it goes; the first one is not the one that works with it any more. */
  second = crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", "role", "administrator", NULL);
  crm_test_set (workspace, "user", 1, "role", "member", NULL);

  /* Undoing what made the second one would leave nobody. */
  batch = crm_test_query (workspace, "SELECT max (c.batch) FROM journal j JOIN change_set c ON c.id = j.change_set WHERE j.tbl = 2 AND j.op = 1");
  {
    CrmUndone undone;

    g_assert_false (crm_store_undo (crm_workspace_get_store (workspace), second, batch, &undone, &error));
    g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  }

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

static void
test_oneself (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;

  crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", "role", "administrator", NULL);
  g_assert_cmpint (remove_user (workspace, 1, 0, &error), ==, 0);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "You cannot remove yourself"));

  crm_test_remove_folder (folder);
}

static void
test_members_look_on (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *message = NULL;
  g_autoptr (GError) error = NULL;
  gint64 member = crm_test_add (workspace, "user", "name", "Max", "email", "max@example.com", "role", "member", NULL);

  g_assert_true (crm_workspace_set_actor (workspace, "max@example.com", &error));
  g_assert_false (crm_workspace_is_administrator (workspace));
  message = refuse_change (workspace, member, "role", "administrator");
  g_assert_nonnull (strstr (message, "Only an administrator"));
  g_assert_cmpint (remove_user (workspace, member, 0, &error), ==, 0);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);

  crm_test_remove_folder (folder);
}

static void
test_one_address_each (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autofree char *message = NULL;
  gint64 second;

  crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", NULL);
  second = crm_test_add (workspace, "user", "name", "Max", NULL);
  message = refuse_change (workspace, second, "email", "BEA@example.com");
  g_assert_nonnull (strstr (message, "has the address"));

  crm_test_remove_folder (folder);
}

/* What was theirs goes to somebody else, in one step that one undo takes back. */
static void
test_hand_over (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *owner = NULL;
  gint64 bea, max, account, contact, other, batch;

  bea = crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", NULL);
  max = crm_test_add (workspace, "user", "name", "Max", "email", "max@example.com", NULL);
  account = crm_test_add (workspace, "account", "name", "Sol", "owner", "Bea", NULL);
  contact = crm_test_add (workspace, "contact", "first_name", "Ana", "owner", "Bea", NULL);
  other = crm_test_add (workspace, "contact", "first_name", "Luis", "owner", "#1", NULL);
  crm_test_set (workspace, "business", 1, "default_owner", "Bea", NULL);

  batch = remove_user (workspace, bea, max, &error);
  g_assert_no_error (error);

  owner = crm_test_get (workspace, "account", account, "owner");
  g_assert_cmpstr (owner, ==, "Max");
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM contact WHERE owner = 3"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT owner FROM contact WHERE id = 2"), ==, 1);
  g_assert_cmpint (crm_test_query (workspace, "SELECT default_owner FROM business"), ==, max);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM user WHERE id = 2"), ==, CRM_STATE_TRASHED);
  g_assert_cmpint (contact, <, other);

  crm_test_undo (workspace, batch);
  g_assert_cmpint (crm_test_query (workspace, "SELECT owner FROM account"), ==, bea);
  g_assert_cmpint (crm_test_query (workspace, "SELECT owner FROM contact WHERE id = 1"), ==, bea);
  g_assert_cmpint (crm_test_query (workspace, "SELECT default_owner FROM business"), ==, bea);
  g_assert_cmpint (crm_test_query (workspace, "SELECT state FROM user WHERE id = 2"), ==, CRM_STATE_LIVE);

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* Without an heir records stay as they are, but nothing new comes to who has left. */
static void
test_leave_behind (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  gint64 bea;

  bea = crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", NULL);
  crm_test_add (workspace, "account", "name", "Sol", "owner", "Bea", NULL);
  crm_test_set (workspace, "business", 1, "default_owner", "Bea", NULL);

  g_assert_cmpint (remove_user (workspace, bea, 0, &error), !=, 0);
  g_assert_no_error (error);
  g_assert_cmpint (crm_test_query (workspace, "SELECT owner FROM account"), ==, bea);
  g_assert_cmpint (crm_test_query (workspace, "SELECT default_owner IS NULL FROM business"), ==, 1);

  crm_test_remove_folder (folder);
}

/* Whoever works on this computer is somebody who is still there. */
static void
test_default_actor (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GError) error = NULL;
  gint64 bea;

  crm_test_add (workspace, "user", "name", "Max", "email", "max@example.com", NULL);
  bea = crm_test_add (workspace, "user", "name", "Bea", "email", "bea@example.com", "role", "administrator", NULL);
  g_assert_true (crm_workspace_set_actor (workspace, "bea@example.com", &error));
  g_assert_cmpint (remove_user (workspace, 1, 0, &error), !=, 0);
  g_assert_no_error (error);
  g_clear_object (&workspace);

  workspace = crm_test_open (folder);
  g_assert_cmpint (crm_workspace_get_actor (workspace), ==, bea);
  g_assert_true (crm_workspace_is_administrator (workspace));

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/team/last-administrator", test_last_administrator);
  g_test_add_func ("/team/oneself", test_oneself);
  g_test_add_func ("/team/members-look-on", test_members_look_on);
  g_test_add_func ("/team/one-address-each", test_one_address_each);
  g_test_add_func ("/team/hand-over", test_hand_over);
  g_test_add_func ("/team/leave-behind", test_leave_behind);
  g_test_add_func ("/team/default-actor", test_default_actor);

  return g_test_run ();
}
