/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rules of pipelines, stages and deals. */

#include "config.h"

#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  g_object_unref (fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
assert_field (Fixture    *fixture,
              const char *type,
              gint64      id,
              const char *key,
              const char *expected)
{
  g_autofree char *value = crm_test_get (fixture->workspace, type, id, key);

  g_assert_cmpstr (value, ==, expected);
}

static void
wait_days (Fixture *fixture,
           int      days)
{
  CrmClock *clock = crm_workspace_get_clock (fixture->workspace);

  crm_clock_set_now (clock, crm_clock_get_now (clock) + days * G_TIME_SPAN_DAY);
}

/* A file begins with a pipeline, and a deal in its first stage. */
static void
test_beginning (Fixture       *fixture,
                gconstpointer  data)
{
  gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof of the town hall", "value", "1200 EUR", NULL);

  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM stage"), ==, 4);
  assert_field (fixture, "deal", deal, "pipeline", "Sales");
  assert_field (fixture, "deal", deal, "stage", "To Contact");
  assert_field (fixture, "deal", deal, "status", "open");
  assert_field (fixture, "deal", deal, "value", "1200.00 EUR");
  assert_field (fixture, "deal", deal, "closed", "");
  assert_field (fixture, "deal", deal, "stage_since", "2026-03-02T10:00:00Z");
}

/* The stage says which pipeline, and a pipeline its first stage. */
static void
test_place (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 service = crm_test_add (fixture->workspace, "pipeline", "name", "Service", NULL);
  gint64 deal;

  crm_test_add (fixture->workspace, "stage", "name", "Booked", "pipeline", "Service", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Visited", "pipeline", "Service", NULL);

  deal = crm_test_add (fixture->workspace, "deal", "title", "Gutters", "stage", "Visited", NULL);
  assert_field (fixture, "deal", deal, "pipeline", "Service");
  crm_test_set (fixture->workspace, "deal", deal, "pipeline", "Sales", NULL);
  assert_field (fixture, "deal", deal, "stage", "To Contact");
  crm_test_set (fixture->workspace, "deal", deal, "stage", "Booked", NULL);
  assert_field (fixture, "deal", deal, "pipeline", "Service");

  deal = crm_test_add (fixture->workspace, "deal", "title", "Chimney", "pipeline", "Service", NULL);
  assert_field (fixture, "deal", deal, "stage", "Booked");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT deals FROM stage WHERE name = 'Booked'"), ==, 2);
  g_assert_cmpint (service, ==, 2);
}

/* What comes into a stage comes to its top, unless somebody said where; undo puts it back. */
static void
test_rank (Fixture       *fixture,
           gconstpointer  data)
{
  static const char order[] = "SELECT group_concat (title, ' ') = 'C B A' FROM (SELECT title FROM deal WHERE stage = 1 ORDER BY rank)";
  gint64 a = crm_test_add (fixture->workspace, "deal", "title", "A", NULL);
  gint64 b = crm_test_add (fixture->workspace, "deal", "title", "B", NULL);
  gint64 batch;

  crm_test_add (fixture->workspace, "deal", "title", "C", NULL);
  g_assert_cmpint (crm_test_query (fixture->workspace, order), ==, 1);

  wait_days (fixture, 3);
  batch = crm_test_set (fixture->workspace, "deal", b, "stage", "Offer", NULL);
  assert_field (fixture, "deal", b, "stage_since", "2026-03-05T10:00:00Z");
  crm_test_set (fixture->workspace, "deal", a, "stage", "Offer", NULL);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT a.rank < b.rank FROM deal a, deal b WHERE a.title = 'A' AND b.title = 'B'"), ==, 1);

  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "deal", b, "stage", "To Contact");
  assert_field (fixture, "deal", b, "stage_since", "2026-03-02T10:00:00Z");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT b.rank > c.rank FROM deal b, deal c WHERE b.title = 'B' AND c.title = 'C'"), ==, 1);
}

static void
test_status (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL);
  gint64 batch;

  wait_days (fixture, 1);
  batch = crm_test_set (fixture->workspace, "deal", deal, "status", "lost", "lost_reason", "Too Expensive", NULL);
  assert_field (fixture, "deal", deal, "closed", "2026-03-03T10:00:00Z");
  assert_field (fixture, "deal", deal, "lost_reason", "Too Expensive");

  crm_test_set (fixture->workspace, "deal", deal, "status", "open", NULL);
  assert_field (fixture, "deal", deal, "closed", "");
  assert_field (fixture, "deal", deal, "lost_reason", "");

  crm_test_set (fixture->workspace, "deal", deal, "status", "won", NULL);
  assert_field (fixture, "deal", deal, "closed", "2026-03-03T10:00:00Z");
  crm_test_undo (fixture->workspace, batch);
  /* It was changed since, twice. */
  assert_field (fixture, "deal", deal, "status", "won");
}

/* What a stage requires has to be known before a deal enters it. */
static void
test_required (Fixture       *fixture,
               gconstpointer  data)
{
  gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL);
  gint64 offer = crm_test_query (fixture->workspace, "SELECT id FROM stage WHERE name = 'Offer'");
  g_autofree char *why = NULL;

  crm_test_query (fixture->workspace, "SELECT 1");
  {
    g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
    const CrmRecordType *stage = crm_workspace_get_type_named (fixture->workspace, "stage");
    g_auto (CrmValue) keys = crm_value_text ("value,close_date,people");
    g_autoptr (CrmCommit) commit = NULL;

    crm_change_set_set (set, &stage->table, offer, crm_table_find_column (&stage->table, "required_fields"), &keys);
    commit = crm_workspace_commit (fixture->workspace, set, NULL);
    g_assert_nonnull (commit);
  }

  why = crm_test_refused (fixture->workspace, "deal", deal, CRM_ERROR_REQUIRED, "stage", "Offer", "close_date", "2026-04-01", NULL);
  g_assert_cmpstr (why, ==, "Before a deal can enter “Offer” it needs: Value, Further Contacts.");
  assert_field (fixture, "deal", deal, "stage", "To Contact");
  assert_field (fixture, "deal", deal, "close_date", "");

  crm_test_set (fixture->workspace, "deal", deal, "stage", "Offer", "value", "10 EUR", "close_date", "2026-04-01", "people", "Ana", NULL);
  assert_field (fixture, "deal", deal, "stage", "Offer");
  /* Once it is there, it may lose them again. */
  crm_test_set (fixture->workspace, "deal", deal, "value", "", NULL);
}

/* Deals always have a place. */
static void
test_places_stay (Fixture       *fixture,
                  gconstpointer  data)
{
  gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL);
  const CrmRecordType *stages = crm_workspace_get_type_named (fixture->workspace, "stage");
  const CrmRecordType *pipelines = crm_workspace_get_type_named (fixture->workspace, "pipeline");

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
      g_autoptr (CrmCommit) commit = NULL;
      g_autoptr (GError) error = NULL;

      crm_change_set_trash (set, i == 0 ? &stages->table : &pipelines->table, 1);
      commit = crm_workspace_commit (fixture->workspace, set, &error);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
    }

  /* In one step: the deals move, the stage goes; one undo brings all of it back. */
  {
    g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
    const CrmRecordType *deals = crm_workspace_get_type_named (fixture->workspace, "deal");
    CrmValue stage = crm_value_integer (2);
    g_autoptr (CrmCommit) commit = NULL;

    crm_change_set_set (set, &deals->table, deal, crm_table_find_column (&deals->table, "stage"), &stage);
    crm_change_set_trash (set, &stages->table, 1);
    commit = crm_workspace_commit (fixture->workspace, set, NULL);
    g_assert_nonnull (commit);
    assert_field (fixture, "deal", deal, "stage", "In Contact");
    crm_test_undo (fixture->workspace, commit->batch);
    assert_field (fixture, "deal", deal, "stage", "To Contact");
  }

  /* A pipeline takes its stages along, and brings them back. */
  crm_test_add (fixture->workspace, "pipeline", "name", "Service", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Booked", "pipeline", "Service", NULL);
  crm_test_trash (fixture->workspace, "pipeline", 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM stage WHERE name = 'Booked'"), ==, 1);
  {
    g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
    g_autoptr (CrmCommit) commit = NULL;

    crm_change_set_restore (set, &pipelines->table, 2);
    commit = crm_workspace_commit (fixture->workspace, set, NULL);
    g_assert_nonnull (commit);
  }
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM stage WHERE name = 'Booked'"), ==, 0);
}

/* Each member of the team in turn; one who leaves is left out. */
static void
test_round_robin (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const expected[] = { "Ana", "Bea", "Cid", "Ana" };
  gint64 bea;

  crm_test_add (fixture->workspace, "user", "name", "Ana", "role", "member", NULL);
  bea = crm_test_add (fixture->workspace, "user", "name", "Bea", "role", "member", NULL);
  crm_test_add (fixture->workspace, "user", "name", "Cid", "role", "member", NULL);
  crm_test_set (fixture->workspace, "pipeline", 1, "assignment", "round-robin", "members", "Ana; Bea; Cid", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL);

      assert_field (fixture, "deal", deal, "owner", expected[i]);
    }

  crm_test_trash (fixture->workspace, "user", bea);
  assert_field (fixture, "deal", crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL), "owner", "Cid");
  /* Who is named is named. */
  assert_field (fixture, "deal", crm_test_add (fixture->workspace, "deal", "title", "Roof", "owner", "Cid", NULL), "owner", "Cid");
}

/* A deal names a new person: the person is made, by hand. It is a deal with their company. */
static void
test_people (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 ana = crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Sol", "account", "Tejados Sol", NULL);
  gint64 deal = crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "Ana Sol", "people", "Architect: Bea Arco; Cid", NULL);

  assert_field (fixture, "deal", deal, "account", "Tejados Sol");
  assert_field (fixture, "deal", deal, "people", "Architect: Bea Arco; Cid");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE source = 'manual'"), ==, 3);
  assert_field (fixture, "contact", ana, "deals", "1");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT deals FROM account"), ==, 1);
}

/* Deals go with their account and come back with it; those that went before stay away. */
static void
test_account_takes_deals (Fixture       *fixture,
                          gconstpointer  data)
{
  gint64 account = crm_test_add (fixture->workspace, "account", "name", "Tejados Sol", NULL);
  gint64 gone = crm_test_add (fixture->workspace, "deal", "title", "Gone", "account", "Tejados Sol", NULL);
  gint64 batch;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Tejados Sol", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "account", "Tejados Sol", NULL);
  crm_test_trash (fixture->workspace, "deal", gone);
  wait_days (fixture, 1);
  batch = crm_test_trash (fixture->workspace, "account", account);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal WHERE state = 0"), ==, 0);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 1);

  {
    g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
    g_autoptr (CrmCommit) commit = NULL;

    crm_change_set_restore (set, &crm_workspace_get_type_named (fixture->workspace, "account")->table, account);
    commit = crm_workspace_commit (fixture->workspace, set, NULL);
    g_assert_nonnull (commit);
  }
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal WHERE state = 0 AND title = 'Roof'"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal WHERE state = 0"), ==, 1);

  batch = crm_test_trash (fixture->workspace, "account", account);
  crm_test_undo (fixture->workspace, batch);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal WHERE state = 0"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT deals FROM account"), ==, 1);
}

/* --- What cannot be read ---------------------------------------------------------------------------------- */

static gboolean
add_without_stages (CrmDoor   *door,
                    gpointer   data,
                    GError   **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "deal"), CRM_OP_CREATE, 0);

  crm_edit_set_text (edit, "title", "Roof");

  return crm_db_exec (crm_door_get_db (door), "ALTER TABLE stage RENAME TO unreadable", error) && crm_door_apply (door, edit, error) != 0;
}

/* A failure is not the answer "none": nobody is told to add a stage because a disk is broken. */
static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT,
                                                  add_without_stages, NULL, &error);

  g_assert_null (commit);
  g_assert_true (error->domain == CRM_STORE_ERROR);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal"), ==, 0);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", NULL);
}

#define ADD(name, func) g_test_add ("/deal/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("beginning", test_beginning);
  ADD ("place", test_place);
  ADD ("rank", test_rank);
  ADD ("status", test_status);
  ADD ("required", test_required);
  ADD ("places-stay", test_places_stay);
  ADD ("round-robin", test_round_robin);
  ADD ("people", test_people);
  ADD ("account-takes-deals", test_account_takes_deals);
  ADD ("unreadable", test_unreadable);

  return g_test_run ();
}
