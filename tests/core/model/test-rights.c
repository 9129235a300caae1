/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rights hold in the store, whoever writes and by whatever way: administrators, members, members
 * who may reassign accounts, and those who have left. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-rights.h"
#include "crm-test.h"

enum
{
  ADMINISTRATOR,
  MEMBER,
  REASSIGNER,
  GONE,
  N_ACTORS
};

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  gint64 actors[N_ACTORS];
  gint64 account;
} Fixture;

static void
fixture_set_up (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->actors[ADMINISTRATOR] = 1;
  fixture->actors[MEMBER] = crm_test_add (fixture->workspace, "user", "name", "Member", "email", "member@x.example", "role", "member", NULL);
  fixture->actors[REASSIGNER] = crm_test_add (fixture->workspace, "user", "name", "Reassigner", "email", "reassigner@x.example",
                                              "role", "member", "may_reassign", "yes", NULL);
  fixture->actors[GONE] = crm_test_add (fixture->workspace, "user", "name", "Gone", "role", "administrator", "may_reassign", "yes", NULL);
  crm_test_trash (fixture->workspace, "user", fixture->actors[GONE]);
  fixture->account = crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
}

static void
fixture_tear_down (Fixture       *fixture,
                   gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
}

/* Whether @actor may do something to a record, in one column if that is given. */
static gboolean
may (Fixture    *fixture,
     guint       actor,
     CrmCause    cause,
     const char *type,
     CrmOp       op,
     gint64      id,
     const char *column,
     CrmValue    value)
{
  const CrmTable *table = &crm_workspace_get_type_named (fixture->workspace, type)->table;
  g_autoptr (CrmChangeSet) set = crm_change_set_new (fixture->actors[actor], cause, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  CrmEdit *edit = crm_edit_new (table, op, op == CRM_OP_CREATE ? -1 : id);

  if (column != NULL)
    crm_edit_set (edit, crm_table_find_column (table, column), &value);
  crm_value_clear (&value);
  g_ptr_array_add (crm_change_set_get_edits (set), edit);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  if (commit == NULL)
    {
      g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }

  return commit != NULL;
}

/* May @actor change one column of a record to a number? */
static gboolean
may_set (Fixture    *fixture,
         guint       actor,
         const char *type,
         gint64      id,
         const char *column,
         gint64      number)
{
  return may (fixture, actor, CRM_CAUSE_USER, type, CRM_OP_UPDATE, id, column, crm_value_integer (number));
}

static void
test_business (Fixture       *fixture,
               gconstpointer  data)
{
  static const CrmCause causes[] = { CRM_CAUSE_USER, CRM_CAUSE_COMMAND, CRM_CAUSE_IMPORT, CRM_CAUSE_AUTOMATION, CRM_CAUSE_MERGE };
  const gint64 field = crm_test_add (fixture->workspace, "field", "record_type", "contact", "label", "Shoe size", "type", "number", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    for (guint actor = 0; actor < N_ACTORS; actor++)
      {
        gboolean expected = actor == ADMINISTRATOR;
        g_autofree char *name = g_strdup_printf ("Name %u %u", i, actor);

#define ASSERT_MAY(type, op, id, column) \
  g_assert_cmpint (may (fixture, actor, causes[i], type, op, id, column, crm_value_text (name)), ==, expected)

        ASSERT_MAY ("business", CRM_OP_UPDATE, 1, "name");
        ASSERT_MAY ("user", CRM_OP_CREATE, 0, "name");
        ASSERT_MAY ("user", CRM_OP_UPDATE, fixture->actors[MEMBER], "name");
        if (actor != GONE)
          ASSERT_MAY ("user", CRM_OP_UPDATE, fixture->actors[actor], "name");
        ASSERT_MAY ("field", CRM_OP_UPDATE, field, "label");
        ASSERT_MAY ("field", CRM_OP_TRASH, field, NULL);
        if (expected)
          ASSERT_MAY ("field", CRM_OP_RESTORE, field, NULL);
        ASSERT_MAY ("pipeline", CRM_OP_UPDATE, 1, "name");
        ASSERT_MAY ("stage", CRM_OP_UPDATE, 1, "name");
        ASSERT_MAY ("task_type", CRM_OP_UPDATE, 1, "name");
        ASSERT_MAY ("outcome", CRM_OP_UPDATE, 1, "name");

        expected = TRUE;
        ASSERT_MAY ("account", CRM_OP_CREATE, 0, "name");
        ASSERT_MAY ("account", CRM_OP_UPDATE, fixture->account, "city");
        ASSERT_MAY ("account", CRM_OP_TRASH, fixture->account, NULL);
        ASSERT_MAY ("account", CRM_OP_RESTORE, fixture->account, NULL);
        ASSERT_MAY ("contact", CRM_OP_CREATE, 0, "first_name");
        ASSERT_MAY ("tag", CRM_OP_CREATE, 0, "name");

#undef ASSERT_MAY
      }
}

/* Deals are given out in turn, whoever adds them; who settles that is another matter. */
static void
test_turns (Fixture       *fixture,
            gconstpointer  data)
{
  crm_test_set (fixture->workspace, "pipeline", 1, "assignment", "round-robin", "members", "member@x.example", NULL);

  g_assert_true (may (fixture, MEMBER, CRM_CAUSE_USER, "deal", CRM_OP_CREATE, 0, "title", crm_value_text ("Roof")));
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT last_owner FROM pipeline WHERE id = 1"), ==, fixture->actors[MEMBER]);
  g_assert_false (may (fixture, MEMBER, CRM_CAUSE_USER, "pipeline", CRM_OP_UPDATE, 1, "assignment", crm_value_text ("author")));
  g_assert_false (may (fixture, MEMBER, CRM_CAUSE_USER, "pipeline", CRM_OP_TRASH, 1, NULL, (CrmValue) CRM_VALUE_INIT));
}

/* Nobody makes himself an administrator, or one who may reassign. */
static void
test_promotion (Fixture       *fixture,
                gconstpointer  data)
{
  for (guint actor = MEMBER; actor < N_ACTORS; actor++)
    {
      g_assert_false (may (fixture, actor, CRM_CAUSE_USER, "user", CRM_OP_UPDATE, fixture->actors[MEMBER],
                           "role", crm_value_text ("administrator")));
      g_assert_false (may (fixture, actor, CRM_CAUSE_USER, "user", CRM_OP_UPDATE, fixture->actors[REASSIGNER],
                           "role", crm_value_text ("administrator")));
      g_assert_false (may_set (fixture, actor, "user", fixture->actors[MEMBER], "may_reassign", 1));
      g_assert_false (may (fixture, actor, CRM_CAUSE_USER, "user", CRM_OP_TRASH, 1, NULL, (CrmValue) CRM_VALUE_INIT));
    }
  g_assert_false (may (fixture, GONE, CRM_CAUSE_USER, "user", CRM_OP_RESTORE, fixture->actors[GONE],
                       NULL, (CrmValue) CRM_VALUE_INIT));

  /* A right counts from the moment that it is given. */
  crm_test_set (fixture->workspace, "user", fixture->actors[MEMBER], "role", "administrator", NULL);
  g_assert_true (may_set (fixture, MEMBER, "user", fixture->actors[REASSIGNER], "may_reassign", 0));
  g_assert_false (may_set (fixture, REASSIGNER, "account", fixture->account, "owner", fixture->actors[REASSIGNER]));
}

static void
test_account_owner (Fixture       *fixture,
                    gconstpointer  data)
{
  const gint64 second = crm_test_add (fixture->workspace, "account", "name", "Luna", NULL);
  const CrmTable *table = &crm_workspace_get_type_named (fixture->workspace, "account")->table;
  const CrmColumn *owner = crm_table_find_column (table, "owner");
  const CrmValue nobody = CRM_VALUE_INIT;

  for (guint actor = 0; actor < N_ACTORS; actor++)
    {
      gboolean expected = actor == ADMINISTRATOR || actor == REASSIGNER;
      g_autoptr (CrmChangeSet) both = crm_change_set_new (fixture->actors[actor], CRM_CAUSE_USER, NULL);
      g_autoptr (CrmCommit) commit = NULL;
      g_autoptr (GError) error = NULL;

      crm_test_set (fixture->workspace, "account", fixture->account, "owner", "reassigner@x.example", NULL);

      /* To somebody else, to nobody, and to two at once, of which one stays as it is. */
      g_assert_cmpint (may_set (fixture, actor, "account", fixture->account, "owner", fixture->actors[MEMBER]), ==, expected);
      g_assert_cmpint (may (fixture, actor, CRM_CAUSE_USER, "account", CRM_OP_UPDATE, fixture->account, "owner",
                            (CrmValue) CRM_VALUE_INIT), ==, expected);
      crm_test_set (fixture->workspace, "account", second, "owner", "", NULL);
      crm_test_set (fixture->workspace, "account", fixture->account, "owner", "member@x.example", NULL);
      crm_change_set_set (both, table, second, owner, &nobody);
      crm_change_set_set (both, table, fixture->account, owner, &nobody);
      commit = crm_workspace_commit (fixture->workspace, both, &error);
      g_assert_cmpint (commit != NULL, ==, expected);
      crm_test_set (fixture->workspace, "account", fixture->account, "owner", "member@x.example", NULL);

      /* What changes nothing is no change, and who adds an account says whose it is. */
      g_assert_true (may_set (fixture, actor, "account", fixture->account, "owner", fixture->actors[MEMBER]));
      g_assert_true (may (fixture, actor, CRM_CAUSE_USER, "account", CRM_OP_CREATE, 0, "name", crm_value_text ("Neu")));
    }
}

/* Taking back what an administrator did needs the administrator's rights. */
static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  CrmStore *store = crm_workspace_get_store (fixture->workspace);

  for (guint actor = MEMBER; actor <= REASSIGNER; actor++)
    {
      gint64 before = crm_test_set (fixture->workspace, "account", fixture->account, "owner", "", NULL);
      gint64 batch = crm_test_set (fixture->workspace, "account", fixture->account, "owner", "member@x.example", NULL);
      gint64 role = crm_test_set (fixture->workspace, "user", fixture->actors[MEMBER], "name", actor == MEMBER ? "M" : "N", NULL);
      g_autoptr (GError) error = NULL;
      CrmUndone undone;

      g_assert_cmpint (before, <, batch);
      g_assert_false (crm_store_undo (store, fixture->actors[actor], role, &undone, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
      g_clear_error (&error);
      g_assert_cmpint (crm_store_undo (store, fixture->actors[actor], batch, &undone, &error), ==, actor == REASSIGNER);
      if (actor == MEMBER)
        g_assert_error (error, CRM_ERROR, CRM_ERROR_DENIED);
      g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT coalesce(owner, 0) FROM account"), ==,
                       actor == MEMBER ? fixture->actors[MEMBER] : 0);
    }
}

static gpointer
read_rights (CrmDb         *db,
             CrmSchema     *schema,
             gpointer       data,
             GCancellable  *cancellable,
             GError       **error)
{
  Fixture *fixture = data;

  for (guint actor = 0; actor < N_ACTORS; actor++)
    {
      g_assert_cmpint (crm_rights_is_administrator (db, fixture->actors[actor]), ==, actor == ADMINISTRATOR);
      g_assert_cmpint (crm_rights_may_reassign (db, fixture->actors[actor]), ==, actor == ADMINISTRATOR || actor == REASSIGNER);
    }
  g_assert_true (crm_rights_is_administrator (db, 0));
  g_assert_false (crm_rights_is_administrator (db, 4711));
  g_assert_false (crm_rights_may_reassign (db, -1));

  return fixture;
}

static void
test_questions (Fixture       *fixture,
                gconstpointer  data)
{
  CrmWorkspace *workspace = fixture->workspace;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (crm_store_read (crm_workspace_get_store (workspace), CRM_LANE_QUERY, read_rights, fixture, &error));

  /* The workspace says the same of who works with it. */
  g_assert_true (crm_workspace_is_administrator (workspace));
  g_assert_true (crm_workspace_set_actor (workspace, "MEMBER@x.example", &error));
  g_assert_false (crm_workspace_is_administrator (workspace));
  g_assert_false (crm_workspace_may_reassign (workspace));
  g_assert_true (crm_workspace_set_actor (workspace, "reassigner@x.example", &error));
  g_assert_false (crm_workspace_is_administrator (workspace));
  g_assert_true (crm_workspace_may_reassign (workspace));

  g_assert_false (crm_workspace_set_actor (workspace, "stranger@x.example", &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_assert_cmpint (crm_workspace_get_actor (workspace), ==, fixture->actors[REASSIGNER]);
}

int
main (int   argc,
      char *argv[])
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/rights/business", test_business },
    { "/rights/turns", test_turns },
    { "/rights/promotion", test_promotion },
    { "/rights/account-owner", test_account_owner },
    { "/rights/undo", test_undo },
    { "/rights/questions", test_questions },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);

  return g_test_run ();
}
