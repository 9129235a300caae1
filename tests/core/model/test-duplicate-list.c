/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of duplicates in the window: what it shows, and what becomes of that without another
 * search; what moves when records are merged, and what a merge that is taken apart leaves as it is. */

#include "config.h"

#include <string.h>

#include "crm-distinction.h"
#include "crm-duplicate-list.h"
#include "crm-merge-effects.h"
#include "crm-merge.h"
#include "crm-test.h"
#include "crm-unmerge.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
  CrmDuplicateList *list;
  guint wanted;
  gboolean done;
  guint n_merged;
  CrmUnmerge *unmerge;
  GError *error;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  fixture->list = crm_duplicate_list_new (fixture->workspace, "contact");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  crm_test_assert_sound (fixture->workspace);
  crm_unmerge_free (fixture->unmerge);
  g_clear_error (&fixture->error);
  g_clear_object (&fixture->list);
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static gboolean
has_searched (gpointer data)
{
  return !crm_duplicate_list_is_searching (((Fixture *) data)->list);
}

static gboolean
has_wanted (gpointer data)
{
  Fixture *fixture = data;

  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list)) == fixture->wanted;
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *) data)->done;
}

static void
search (Fixture *fixture)
{
  crm_duplicate_list_search (fixture->list);
  g_assert_true (crm_duplicate_list_is_searching (fixture->list));
  crm_test_wait (has_searched, fixture);
  g_assert_no_error (crm_duplicate_list_get_error (fixture->list));
}

static void
wait_for (Fixture *fixture,
          guint    wanted)
{
  fixture->wanted = wanted;
  crm_test_wait (has_wanted, fixture);
}

static void
assert_names (Fixture    *fixture,
              guint       position,
              const char *names)
{
  g_autoptr (CrmDuplicateGroup) group = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  g_assert_nonnull (group);
  g_assert_cmpstr (crm_duplicate_group_get_names (group), ==, names);
}

/* Two pairs that nobody has to look at, and one that somebody has to. */
static void
add_people (Fixture *fixture)
{
  for (guint i = 0; i < 2; i++)
    {
      crm_test_add (fixture->workspace, "contact", "first_name", "Tom", "last_name", "Becker", "email", "tom@example.com",
                    "phone", "+49 30 987651", NULL);
      crm_test_add (fixture->workspace, "contact", "first_name", "Julia", "last_name", "Weiss", "email", "julia@example.com",
                    "phone", "+49 30 987652", NULL);
      crm_test_add (fixture->workspace, "contact", "first_name", i == 0 ? "Maria" : "Mario", "last_name", "Lopez",
                    "phone", "+34 600 999 888", NULL);
    }
}

static gboolean
distinguish_func (CrmDoor   *door,
                  gpointer   data,
                  GError   **error)
{
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (crm_door_get_schema (door)), "contact");

  return crm_distinction_set_all (door, type, data, 2, TRUE, error);
}

static gint64
distinguish (Fixture *fixture,
             gint64   a,
             gint64   b)
{
  gint64 ids[] = { a, b };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, distinguish_func,
                                                  ids, &error);

  g_assert_no_error (error);

  return commit->batch;
}

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 batch;
  guint n_groups, n_records;
  g_autoptr (CrmDuplicateGroup) group = NULL;
  g_autofree char *why = NULL;

  search (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);

  add_people (fixture);
  search (fixture);
  wait_for (fixture, 3);
  assert_names (fixture, 0, "Tom Becker, Tom Becker");
  assert_names (fixture, 2, "Maria Lopez, Mario Lopez");
  crm_duplicate_list_count_clear (fixture->list, &n_groups, &n_records);
  g_assert_cmpuint (n_groups, ==, 2);
  g_assert_cmpuint (n_records, ==, 2);
  group = g_list_model_get_item (G_LIST_MODEL (fixture->list), 0);
  why = crm_duplicate_group_say_why (group);
  g_assert_nonnull (strstr (why, "same e-mail address"));
  g_assert_cmpstr (crm_duplicate_group_say_certainty (group), ==, "Clear");

  /* A name is another one, a record goes and comes back. */
  crm_test_set (fixture->workspace, "contact", 3, "first_name", "Marie", NULL);
  batch = crm_test_trash (fixture->workspace, "contact", 1);
  wait_for (fixture, 2);
  assert_names (fixture, 1, "Marie Lopez, Mario Lopez");
  crm_test_undo (fixture->workspace, batch);
  wait_for (fixture, 3);

  /* Somebody says that they are not the same, and takes it back. */
  batch = distinguish (fixture, 3, 6);
  wait_for (fixture, 2);
  crm_test_undo (fixture->workspace, batch);
  wait_for (fixture, 3);
}

static void
merged_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (CrmCommit) commit = crm_duplicate_list_merge_clear_finish (CRM_DUPLICATE_LIST (object), result, &fixture->n_merged,
                                                                        &fixture->error);

  fixture->done = TRUE;
}

static void
test_clear (Fixture       *fixture,
            gconstpointer  data)
{
  add_people (fixture);
  search (fixture);
  wait_for (fixture, 3);

  /* What somebody has said meanwhile holds, even before the list knows. */
  distinguish (fixture, 2, 5);
  crm_duplicate_list_merge_clear_async (fixture->list, merged_cb, fixture);
  crm_test_wait (is_done, fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->n_merged, ==, 1);
  wait_for (fixture, 1);
  assert_names (fixture, 0, "Maria Lopez, Mario Lopez");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM contact WHERE state = 0"), ==, 5);

  /* One step. */
  crm_test_undo (fixture->workspace, crm_test_query (fixture->workspace, "SELECT max (id) FROM batch"));
  wait_for (fixture, 2);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  add_people (fixture);
  crm_duplicate_list_search (fixture->list);
  crm_duplicate_list_stop (fixture->list);
  crm_test_wait (has_searched, fixture);
  g_assert_no_error (crm_duplicate_list_get_error (fixture->list));
  search (fixture);
  wait_for (fixture, 3);

  /* Nobody waits for the end of this one. */
  crm_duplicate_list_search (fixture->list);
}

/* --- What moves ----------------------------------------------------------------------------------------------- */

static gpointer
effects_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  gint64 ids[] = { 1, 2, 3 };
  g_autoptr (CrmMergePlan) plan = crm_merge_plan_new (db, schema, crm_catalogue_find (CRM_CATALOGUE (schema), "contact"), ids, 3, 1, error);

  return plan != NULL ? crm_merge_effects_read (db, schema, plan, error) : NULL;
}

static void
test_effects (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (GPtrArray) effects = NULL;
  g_autoptr (GError) error = NULL;
  const CrmMergeEffect *effect;

  for (guint i = 0; i < 3; i++)
    crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Own", "contact", "#1", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "#2", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Door", "contact", "#3", "people", "#2", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "#2; #3", NULL);
  distinguish (fixture, 2, 3);

  effects = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_SCREEN, effects_read, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (effects->len, ==, 2);
  effect = g_ptr_array_index (effects, 0);
  g_assert_cmpuint (effect->type->table.id, ==, CRM_ID_DEAL);
  g_assert_cmpuint (effect->n, ==, 2);
  g_assert_cmpstr (effect->titles, ==, "Roof, Door");
  effect = g_ptr_array_index (effects, 1);
  g_assert_cmpuint (effect->type->table.id, ==, CRM_ID_TASK);
  g_assert_cmpuint (effect->n, ==, 1);
}

/* --- Taking it apart -------------------------------------------------------------------------------------------- */

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  CrmSchema *schema = crm_door_get_schema (door);
  gint64 ids[] = { 1, 2 };
  g_autoptr (CrmMergePlan) plan = crm_merge_plan_new (crm_door_get_db (door), schema, crm_catalogue_find (CRM_CATALOGUE (schema), "contact"),
                                                      ids, 2, 1, error);

  return plan != NULL && crm_merge_run (door, plan, error);
}

static void
looked_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Fixture *fixture = user_data;

  fixture->unmerge = crm_unmerge_look_finish (CRM_WORKSPACE (object), result, &fixture->error);
  fixture->done = TRUE;
}

static void
unmerged_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (CrmCommit) commit = NULL;

  fixture->unmerge = crm_unmerge_finish (CRM_WORKSPACE (object), result, &commit, &fixture->error);
  g_assert_true ((commit != NULL) == (fixture->unmerge != NULL));
  fixture->done = TRUE;
}

static void
test_unmerge (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_MERGE, "Ana");
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_batches;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", "city", "Bilbao", NULL);
  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, merge_func, NULL, &error);
  g_assert_no_error (error);
  crm_test_set (fixture->workspace, "contact", 1, "city", "Madrid", NULL);
  n_batches = crm_test_query (fixture->workspace, "SELECT count (*) FROM batch");

  /* Who looks changes nothing. */
  crm_unmerge_look_async (fixture->workspace, 1, looked_cb, fixture);
  crm_test_wait (is_done, fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (fixture->unmerge->record, ==, 2);
  g_assert_cmpuint (fixture->unmerge->notes->len, ==, 1);
  g_assert_cmpstr (((CrmUnmergeNote *) g_ptr_array_index (fixture->unmerge->notes, 0))->now, ==, "Madrid");
  g_clear_pointer (&fixture->unmerge, crm_unmerge_free);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM batch"), ==, n_batches);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM contact WHERE id = 2"), ==, CRM_STATE_TRASHED);

  fixture->done = FALSE;
  crm_unmerge_async (fixture->workspace, 1, unmerged_cb, fixture);
  crm_test_wait (is_done, fixture);
  g_assert_no_error (fixture->error);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT state FROM contact WHERE id = 2"), ==, CRM_STATE_LIVE);
  g_clear_pointer (&fixture->unmerge, crm_unmerge_free);

  /* Once. */
  fixture->done = FALSE;
  crm_unmerge_look_async (fixture->workspace, 1, looked_cb, fixture);
  crm_test_wait (is_done, fixture);
  g_assert_nonnull (fixture->error);
  g_assert_null (fixture->unmerge);
}

/* --- Never again --------------------------------------------------------------------------------------------------- */

static gpointer
distinct_read (CrmDb         *db,
               CrmSchema     *schema,
               gpointer       data,
               GCancellable  *cancellable,
               GError       **error)
{
  return crm_distinction_list (db, crm_schema_find_table (schema, "contact"), error);
}

static void
test_distinctions (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;
  const CrmDistinct *distinct;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@example.com", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Carla", NULL);
  distinguish (fixture, 2, 1);
  distinguish (fixture, 2, 3);
  crm_test_trash (fixture->workspace, "contact", 3);

  list = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_SCREEN, distinct_read, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 1);
  distinct = g_ptr_array_index (list, 0);
  g_assert_cmpstr (distinct->name_a, ==, "Ana");
  g_assert_cmpstr (distinct->details_a, ==, "ana@example.com");
  g_assert_cmpstr (distinct->name_b, ==, "Bea");
  g_assert_cmpint (distinct->time, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/duplicate-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("list", test_list);
  ADD ("clear", test_clear);
  ADD ("stop", test_stop);
  ADD ("effects", test_effects);
  ADD ("unmerge", test_unmerge);
  ADD ("distinctions", test_distinctions);

  return g_test_run ();
}
