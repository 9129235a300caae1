/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Stages and pipelines that go: where their deals go on, and how everything comes back. */

#include "config.h"

#include <string.h>

#include "crm-stages.h"
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

typedef struct
{
  gint64 id;
  gint64 heir;
  gboolean is_pipeline;
} Removal;

static gboolean
remove_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Removal *removal = data;

  return removal->is_pipeline ? crm_stages_remove_pipeline (door, removal->id, removal->heir, error)
                              : crm_stages_remove (door, removal->id, removal->heir, error);
}

static CrmCommit *
remove_stage (Fixture  *fixture,
              gint64    id,
              gint64    heir,
              gboolean  is_pipeline,
              GError  **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  Removal removal = { id, heir, is_pipeline };

  return crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, remove_func, &removal, error);
}

/* The titles of the deals of a stage, from the top. */
static void
assert_stage (Fixture    *fixture,
              const char *stage,
              const char *titles)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce (group_concat (title, ' '), '') = '%s' FROM (SELECT d.title FROM deal d "
                                          "JOIN stage s ON s.id = d.stage WHERE d.state = 0 AND s.name = '%s' ORDER BY d.rank)",
                                          titles, stage);

  g_assert_cmpint (crm_test_query (fixture->workspace, sql), ==, 1);
}

static void
trash_deal (Fixture *fixture,
            gint64   deal)
{
  crm_test_trash (fixture->workspace, "deal", deal);
}

static void
restore_record (Fixture    *fixture,
                const char *type,
                gint64      id)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  crm_change_set_restore (set, &crm_workspace_get_type_named (fixture->workspace, type)->table, id);
  commit = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);
}

static gpointer
count_read (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  gint64 *counts = g_new0 (gint64, 2);

  counts[0] = crm_stages_count_deals (db, 3);
  counts[1] = crm_stages_count_deals_of_pipeline (db, 1);

  return counts;
}

/* The deals of a stage come to the top of another one in their order; one undo brings all back. */
static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *counts = NULL;

  crm_test_add (fixture->workspace, "deal", "title", "C", "stage", "Offer", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "B", "stage", "Offer", "status", "won", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "A", "stage", "Offer", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Z", "stage", "Negotiation", NULL);
  assert_stage (fixture, "Offer", "A B C");
  counts = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_SCREEN, count_read, NULL, NULL);
  g_assert_cmpint (counts[0], ==, 3);
  g_assert_cmpint (counts[1], ==, 4);

  g_assert_null (remove_stage (fixture, 3, 0, FALSE, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);

  commit = remove_stage (fixture, 3, 4, FALSE, &error);
  g_assert_no_error (error);
  assert_stage (fixture, "Negotiation", "A B C Z");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM stage WHERE id = 3"), ==, CRM_STATE_TRASHED);

  crm_test_undo (fixture->workspace, commit->batch);
  assert_stage (fixture, "Offer", "A B C");
  assert_stage (fixture, "Negotiation", "Z");

  /* An empty one needs no heir. */
  g_clear_pointer (&commit, crm_commit_unref);
  commit = remove_stage (fixture, 1, 0, FALSE, &error);
  g_assert_no_error (error);
}

/* What the other stage requires holds here as well; nothing has happened then. */
static void
test_required (Fixture       *fixture,
               gconstpointer  data)
{
  const CrmRecordType *stages = crm_workspace_get_type_named (fixture->workspace, "stage");
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_auto (CrmValue) keys = crm_value_text ("close_date");
  g_autoptr (CrmCommit) required = NULL;
  g_autoptr (GError) error = NULL;

  crm_change_set_set (set, &stages->table, 4, &crm_record_type_find_field (stages, "required_fields")->column, &keys);
  required = crm_workspace_commit (fixture->workspace, set, &error);
  g_assert_no_error (error);

  crm_test_add (fixture->workspace, "deal", "title", "A", "stage", "Offer", "close_date", "2026-05-01", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "B", "stage", "Offer", NULL);
  g_assert_null (remove_stage (fixture, 3, 4, FALSE, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REQUIRED);
  g_assert_nonnull (strstr (error->message, "Expected Close"));
  assert_stage (fixture, "Offer", "B A");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM stage WHERE id = 3"), ==, CRM_STATE_LIVE);
}

static void
test_pipeline (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "pipeline", "name", "Service", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Booked", "pipeline", "Service", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Early", "stage", "To Contact", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Late", "stage", "Negotiation", NULL);

  g_assert_null (remove_stage (fixture, 1, 0, TRUE, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);

  commit = remove_stage (fixture, 1, 5, TRUE, &error);
  g_assert_no_error (error);
  assert_stage (fixture, "Booked", "Late Early");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM deal WHERE pipeline = 2"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM stage WHERE state = 1"), ==, 4);

  crm_test_undo (fixture->workspace, commit->batch);
  assert_stage (fixture, "To Contact", "Early");
  assert_stage (fixture, "Negotiation", "Late");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM stage WHERE state = 0"), ==, 5);
}

/* A deal that was in the trash meanwhile comes back into a stage that there is. */
static void
test_restored_deal (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (CrmCommit) stage = NULL;
  g_autoptr (CrmCommit) pipeline = NULL;
  g_autoptr (GError) error = NULL;
  gint64 a = crm_test_add (fixture->workspace, "deal", "title", "A", "stage", "Offer", NULL);

  trash_deal (fixture, a);
  stage = remove_stage (fixture, 3, 0, FALSE, &error);
  g_assert_no_error (error);
  restore_record (fixture, "deal", a);
  assert_stage (fixture, "To Contact", "A");

  crm_test_add (fixture->workspace, "pipeline", "name", "Service", NULL);
  crm_test_add (fixture->workspace, "stage", "name", "Booked", "pipeline", "Service", NULL);
  trash_deal (fixture, a);
  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), CRM_TEST_NOW + G_TIME_SPAN_HOUR);
  pipeline = remove_stage (fixture, 1, 0, TRUE, &error);
  g_assert_no_error (error);
  restore_record (fixture, "deal", a);
  assert_stage (fixture, "Booked", "A");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT pipeline FROM deal WHERE id = 1"), ==, 2);

  /* A stage brings its pipeline along, and that the stages that went with it. */
  restore_record (fixture, "stage", 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM pipeline WHERE id = 1"), ==, CRM_STATE_LIVE);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM stage WHERE state = 0 AND pipeline = 1"), ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/stages/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("remove", test_remove);
  ADD ("required", test_required);
  ADD ("pipeline", test_pipeline);
  ADD ("restored-deal", test_restored_deal);

  return g_test_run ();
}
