/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records become one and two again: values, everything that names them, old links, and what has been
 * changed in between. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-input.h"
#include "crm-lists.h"
#include "crm-merge.h"
#include "crm-restore.h"
#include "crm-test.h"
#include "crm-trash.h"
#include "crm-upkeep-jobs.h"

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
  g_clear_object (&fixture->workspace);
  crm_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* --- Doing it ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const char *type;
  const gint64 *ids;
  guint n_ids;
  gint64 survivor;
  const char *choices; /* "field=id field=id", or NULL */
} Request;

static gboolean
merge_func (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  const Request *request = data;
  CrmSchema *schema = crm_door_get_schema (door);
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (schema), request->type);
  g_autoptr (CrmMergePlan) plan = crm_merge_plan_new (crm_door_get_db (door), schema, type, request->ids, request->n_ids,
                                                      request->survivor, error);
  g_auto (GStrv) choices = g_strsplit (request->choices != NULL ? request->choices : "", " ", -1);

  if (plan == NULL)
    return FALSE;

  for (guint i = 0; choices[i] != NULL && *choices[i] != '\0'; i++)
    {
      g_auto (GStrv) parts = g_strsplit (choices[i], "=", 2);

      if (!crm_merge_plan_choose (plan, parts[0], g_ascii_strtoll (parts[1], NULL, 10), error))
        return FALSE;
    }

  return crm_merge_run (door, plan, error);
}

static gint64
try_merge (Fixture       *fixture,
           const Request *request,
           GError       **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_MERGE, "somebody");
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT,
                                                  merge_func, (gpointer) request, error);

  return commit != NULL ? commit->batch : 0;
}

static gint64
merge (Fixture    *fixture,
       const char *type,
       gint64      survivor,
       gint64      other,
       const char *choices)
{
  gint64 ids[] = { survivor, other };
  Request request = { type, ids, 2, survivor, choices };
  g_autoptr (GError) error = NULL;
  gint64 batch = try_merge (fixture, &request, &error);

  g_assert_no_error (error);

  return batch;
}

typedef struct
{
  const char *type;
  gint64 record;
  CrmUnmerge *unmerge;
} Apart;

static gboolean
take_apart (CrmDoor   *door,
            gpointer   data,
            GError   **error)
{
  Apart *apart = data;
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (door), apart->type);
  gint64 merge = crm_merge_find (crm_door_get_db (door), table, apart->record, error);

  g_assert_cmpint (merge, !=, 0);
  apart->unmerge = crm_merge_take_back (door, merge, error);

  return apart->unmerge != NULL;
}

static CrmUnmerge *
try_unmerge (Fixture     *fixture,
             const char  *type,
             gint64       record,
             gint64      *batch,
             GError     **error)
{
  Apart apart = { type, record };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_MERGE, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT,
                                                  take_apart, &apart, error);

  if (commit != NULL && batch != NULL)
    *batch = commit->batch;

  return apart.unmerge;
}

static CrmUnmerge *
unmerge (Fixture    *fixture,
         const char *type,
         gint64      record)
{
  g_autoptr (GError) error = NULL;
  CrmUnmerge *done = try_unmerge (fixture, type, record, NULL, &error);

  g_assert_no_error (error);

  return done;
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

#define QUERY(sql) crm_test_query (fixture->workspace, sql)

/* --- Values -------------------------------------------------------------------------------------------------- */

static void
test_values (Fixture       *fixture,
             gconstpointer  data)
{
  gint64 batch;

  crm_test_add (fixture->workspace, "field", "label", "Size", "record_type", "contact", "type", "number", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Ruiz", "email", "ana@sol.example", "phone",
                "+34 600 111 222", "city", "Madrid", "tags", "roof", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana María", "last_name", "Ruiz", "email", "am@luna.example",
                "emails", "ANA@sol.example; third@luna.example", "phone", "+34 600 111 222", "phones", "+34 600 333 444",
                "job_title", "Architect", "street", "Calle 1", "city", "Toledo", "custom.size", "5", "tags", "lead; roof", NULL);
  batch = merge (fixture, "contact", 1, 2, NULL);

  assert_field (fixture, "contact", 1, "name", "Ana Ruiz");
  assert_field (fixture, "contact", 1, "email", "ana@sol.example");
  assert_field (fixture, "contact", 1, "emails", "am@luna.example; third@luna.example");
  assert_field (fixture, "contact", 1, "phone", "+34 600 111 222");
  assert_field (fixture, "contact", 1, "phones", "+34 600 333 444");
  assert_field (fixture, "contact", 1, "job_title", "Architect");
  assert_field (fixture, "contact", 1, "custom.size", "5");
  assert_field (fixture, "contact", 1, "tags", "roof; lead");

  /* Half an address of one and half of the other is none. */
  assert_field (fixture, "contact", 1, "city", "Madrid");
  assert_field (fixture, "contact", 1, "street", "");
  g_assert_cmpint (QUERY ("SELECT state FROM contact WHERE id = 2"), ==, CRM_STATE_TRASHED);
  g_assert_cmpint (QUERY ("SELECT contacts FROM tag WHERE id = 1"), ==, 1);

  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "contact", 1, "emails", "");
  assert_field (fixture, "contact", 1, "job_title", "");
  assert_field (fixture, "contact", 1, "tags", "roof");
  assert_field (fixture, "contact", 2, "emails", "ANA@sol.example; third@luna.example");
  g_assert_cmpint (QUERY ("SELECT count (*) FROM contact WHERE state = 0"), ==, 2);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM merge WHERE state = 0"), ==, 0);
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 ids[] = { 1, 2 };
  Request request = { "contact", ids, 2, 1, "nonsense=1" };
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", "job_title", "Boss", "city", "Madrid", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", "email", "new@sol.example", "emails", "ana@sol.example", "city", "Toledo", NULL);

  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  request.choices = "tags=1";
  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_clear_error (&error);
  request.choices = "email=9";
  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* Nothing is a value that can be chosen too. */
  request.choices = "email=2 job_title=2 first_name=2";
  try_merge (fixture, &request, &error);
  g_assert_no_error (error);
  assert_field (fixture, "contact", 1, "email", "new@sol.example");
  assert_field (fixture, "contact", 1, "emails", "ana@sol.example");
  assert_field (fixture, "contact", 1, "job_title", "");
  assert_field (fixture, "contact", 1, "first_name", "Anna");
  assert_field (fixture, "contact", 1, "city", "Madrid");
}

/* Which company somebody is at is not for the program to decide. */
static void
test_account (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 ids[] = { 1, 2, 3 };
  Request request = { "contact", ids, 3, 1, NULL };
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Luna", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Sol", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "Luna", NULL);

  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_AMBIGUOUS);
  g_assert_nonnull (strstr (error->message, "Account"));
  g_clear_error (&error);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM contact WHERE state = 0"), ==, 3);

  request.choices = "account=3";
  try_merge (fixture, &request, &error);
  g_assert_no_error (error);
  assert_field (fixture, "contact", 1, "account", "Luna");
  g_assert_cmpint (QUERY ("SELECT contacts FROM account WHERE id = 2"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT contacts FROM account WHERE id = 1"), ==, 0);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 same[] = { 1, 1 };
  gint64 two[] = { 1, 2 };
  Request request = { "contact", same, 2, 0, NULL };
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", NULL);
  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_clear_error (&error);

  crm_test_trash (fixture->workspace, "contact", 2);
  request.ids = two;
  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Bea"));
  g_clear_error (&error);

  request.type = "tag";
  try_merge (fixture, &request, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
}

/* --- What names the record ------------------------------------------------------------------------------------ */

static gint64
tell_story (Fixture *fixture)
{
  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "last_name", "Two", "account", "Sol", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "#2", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Door", "contact", "#2", "people", "#1", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Wall", "contact", "#1", "people", "#2", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Gate", "people", "#2", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Call", "contacts", "#2", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Both", "contacts", "#1; #2", NULL);
  crm_test_add (fixture->workspace, "note", "body", "A note", "contact", "#2", NULL);
  crm_test_add (fixture->workspace, "comment", "body", "A word", "contact", "#2", NULL);
  crm_test_set (fixture->workspace, "task", 1, "status", "done", NULL);

  return merge (fixture, "contact", 1, 2, NULL);
}

static void
test_links (Fixture       *fixture,
            gconstpointer  data)
{
  gint64 batch = tell_story (fixture);

  assert_field (fixture, "deal", 1, "contact", "Ana Two");
  g_assert_cmpint (QUERY ("SELECT count (*) FROM deal WHERE contact = 1"), ==, 3);
  g_assert_cmpint (QUERY ("SELECT deals FROM contact WHERE id = 1"), ==, 3);
  assert_field (fixture, "deal", 2, "people", "");
  assert_field (fixture, "deal", 3, "people", "");
  assert_field (fixture, "deal", 4, "people", "Ana Two");
  assert_field (fixture, "task", 1, "contacts", "Ana Two");
  assert_field (fixture, "task", 2, "contacts", "Ana Two");
  g_assert_cmpint (QUERY ("SELECT count (*) FROM note WHERE contact = 1"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM comment WHERE contact = 1"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM activity WHERE contact = 1"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT last_contacted IS NOT NULL FROM contact WHERE id = 1"), ==, 1);
  assert_field (fixture, "contact", 1, "account", "Sol");
  g_assert_cmpint (QUERY ("SELECT count (*) FROM batch WHERE cause = 7"), ==, 1);

  crm_test_undo (fixture->workspace, batch);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM deal WHERE contact = 2"), ==, 2);
  assert_field (fixture, "deal", 2, "people", "Ana");
  assert_field (fixture, "deal", 4, "people", "Ana Two");
  assert_field (fixture, "task", 2, "contacts", "Ana; Ana Two");
  g_assert_cmpint (QUERY ("SELECT count (*) FROM activity WHERE contact = 2"), ==, 1);
}

static gpointer
read_trash (CrmDb         *db,
            CrmSchema     *schema,
            gpointer       data,
            GCancellable  *cancellable,
            GError       **error)
{
  return crm_trash_read_keys (db, schema, error);
}

/* The one that goes is not in the trash, and stays when that is emptied; old links find the one that
 * stands for it. */
static void
test_alias (Fixture       *fixture,
            gconstpointer  data)
{
  const CrmRecordType *contacts = crm_workspace_get_type_named (fixture->workspace, "contact");
  g_autoptr (CrmRecord) old = NULL;
  g_autoptr (CrmRecord) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) trash = NULL;
  g_autoptr (GArray) counts = NULL;
  g_autofree char *number = NULL;
  char uuid[CRM_UUID_STRING_SIZE];
  gint64 note;

  for (guint i = 0; i < 3; i++)
    crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  old = crm_workspace_load_record (fixture->workspace, contacts, 2, NULL);
  crm_uuid_print (crm_record_get_uuid (old), uuid);

  merge (fixture, "contact", 1, 2, NULL);
  merge (fixture, "contact", 3, 1, NULL);
  found = crm_workspace_load_record (fixture->workspace, contacts, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_record_get_id (found), ==, 3);

  note = crm_test_add (fixture->workspace, "note", "body", "x", "contact", "#2", NULL);
  number = g_strdup_printf ("SELECT contact FROM note WHERE id = %" G_GINT64_FORMAT, note);
  g_assert_cmpint (QUERY (number), ==, 3);
  note = crm_test_add (fixture->workspace, "note", "body", "y", "contact", uuid, NULL);
  g_free (number);
  number = g_strdup_printf ("SELECT contact FROM note WHERE id = %" G_GINT64_FORMAT, note);
  g_assert_cmpint (QUERY (number), ==, 3);

  trash = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, read_trash, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trash->len, ==, 0);
  counts = crm_store_purge (crm_workspace_get_store (fixture->workspace), G_MAXINT64, &error);
  g_assert_no_error (error);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM contact"), ==, 3);

  /* When the one that stands for them is deleted for good, so are they: nobody could find them again. */
  crm_test_trash (fixture->workspace, "contact", 3);
  g_assert_cmpint (crm_upkeep_purge (fixture->workspace, NULL, CRM_CAUSE_COMMAND, &error), ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM contact"), ==, 0);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM merge"), ==, 0);
}

static gboolean
subscribe_func (CrmDoor   *door,
                gpointer   data,
                GError   **error)
{
  CrmListOutcome outcome;

  return crm_lists_subscribe (door, 1, 1, NULL, 0, &outcome, error) && crm_lists_unsubscribe (door, 2, 1, "link", NULL, &outcome, error) &&
         crm_lists_subscribe (door, 2, 2, NULL, 0, &outcome, error) && crm_lists_unsubscribe (door, 1, 3, NULL, NULL, &outcome, error) &&
         crm_lists_subscribe (door, 2, 3, NULL, 0, &outcome, error);
}

/* Who has left a list with one address is not brought back by the other. */
static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const names[] = { "News", "Offers", "Events" };
  g_autoptr (CrmChangeSet) set = NULL;
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmUnmerge) apart = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    crm_test_add (fixture->workspace, "list", "name", names[i], NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", NULL);
  set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, subscribe_func, NULL, &error);
  g_assert_no_error (error);

  merge (fixture, "contact", 1, 2, NULL);
  assert_field (fixture, "contact", 1, "lists", "Offers");
  g_assert_cmpint (QUERY ("SELECT count (*) FROM subscription WHERE contact = 1 AND status = 'unsubscribed'"), ==, 2);
  g_assert_cmpint (QUERY ("SELECT contacts FROM list WHERE id = 2"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT contacts FROM list WHERE id = 1"), ==, 0);
  g_assert_cmpint (QUERY ("SELECT contacts FROM list WHERE id = 3"), ==, 0);

  apart = unmerge (fixture, "contact", 2);
  assert_field (fixture, "contact", 1, "lists", "News");
  assert_field (fixture, "contact", 2, "lists", "Offers; Events");
  g_assert_cmpuint (apart->notes->len, ==, 0);
}

static void
test_accounts (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (CrmUnmerge) apart = NULL;

  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Sol S.L.", "website", "sol.example", "phone", "+34 600 111 222", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "#2", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "account", "#2", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Call", "accounts", "#2", NULL);
  crm_test_add (fixture->workspace, "note", "body", "x", "account", "#2", NULL);
  crm_test_set (fixture->workspace, "task", 1, "status", "done", NULL);

  merge (fixture, "account", 1, 2, NULL);
  assert_field (fixture, "account", 1, "website", "sol.example");
  assert_field (fixture, "contact", 1, "account", "Sol");
  g_assert_cmpint (QUERY ("SELECT contacts FROM account WHERE id = 1"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT deals FROM account WHERE id = 1"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT state FROM deal WHERE id = 1"), ==, 0);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM activity WHERE account = 1"), ==, 1);
  assert_field (fixture, "task", 1, "accounts", "Sol");

  apart = unmerge (fixture, "account", 2);
  assert_field (fixture, "contact", 1, "account", "Sol S.L.");
  assert_field (fixture, "account", 1, "website", "");
  g_assert_cmpint (QUERY ("SELECT deals FROM account WHERE id = 2"), ==, 1);
}

/* --- Taking a merge apart --------------------------------------------------------------------------------------- */

/* What has been changed since stays, and is said. */
static void
test_later (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (CrmUnmerge) apart = NULL;
  const CrmUnmergeNote *note;
  gboolean told_title = FALSE, told_deal = FALSE;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "job_title", "Architect", "city", "Toledo", "tags", "lead", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Carlos", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "#2", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Door", "contact", "#2", NULL);
  merge (fixture, "contact", 1, 2, NULL);

  crm_clock_set_now (crm_workspace_get_clock (fixture->workspace), CRM_TEST_NOW + 400 * G_TIME_SPAN_DAY);
  crm_test_set (fixture->workspace, "contact", 1, "job_title", "Boss", NULL);
  crm_test_set (fixture->workspace, "deal", 2, "contact", "Carlos", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "New", "contact", "#1", NULL);
  crm_test_set (fixture->workspace, "contact", 1, "tags", "lead; vip", NULL);

  apart = unmerge (fixture, "contact", 2);
  g_assert_cmpint (apart->survivor, ==, 1);
  g_assert_cmpint (apart->record, ==, 2);
  assert_field (fixture, "contact", 1, "job_title", "Boss");
  assert_field (fixture, "contact", 1, "city", "");
  assert_field (fixture, "contact", 1, "tags", "vip");
  assert_field (fixture, "contact", 2, "job_title", "Architect");
  assert_field (fixture, "contact", 2, "city", "Toledo");
  assert_field (fixture, "contact", 2, "tags", "lead");
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 1"), ==, 2);
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 2"), ==, 3);
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 3"), ==, 1);

  for (guint i = 0; i < apart->notes->len; i++)
    {
      note = g_ptr_array_index (apart->notes, i);
      if (strcmp (note->label, "Job Title") == 0)
        {
          g_assert_cmpstr (note->now, ==, "Boss");
          g_assert_cmpstr (note->title, ==, "Ana");
          told_title = TRUE;
        }
      if (note->record_type->table.id == CRM_ID_DEAL)
        {
          g_assert_cmpstr (note->title, ==, "Door");
          g_assert_cmpstr (note->now, ==, "Carlos");
          g_assert_cmpstr (note->then, ==, "Ana");
          told_deal = TRUE;
        }
    }
  g_assert_true (told_title && told_deal);
  g_assert_cmpuint (apart->notes->len, ==, 2);
}

/* One of several comes back, and the others stay; a chain is taken apart from its end. */
static void
test_several (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 ids[] = { 1, 2, 3 };
  Request request = { "contact", ids, 3, 1, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmUnmerge) apart = NULL;
  g_autoptr (CrmUnmerge) refused = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "two@sol.example", "tags", "lead; roof", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "three@sol.example", "city", "Toledo", "tags", "lead", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Other", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Two", "contact", "#2", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Three", "contact", "#3", NULL);
  try_merge (fixture, &request, &error);
  g_assert_no_error (error);
  assert_field (fixture, "contact", 1, "email", "two@sol.example");
  assert_field (fixture, "contact", 1, "emails", "three@sol.example");

  apart = unmerge (fixture, "contact", 2);
  assert_field (fixture, "contact", 1, "email", "");
  assert_field (fixture, "contact", 1, "emails", "three@sol.example");
  assert_field (fixture, "contact", 1, "city", "Toledo");
  assert_field (fixture, "contact", 1, "tags", "lead");
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 1"), ==, 2);
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 2"), ==, 1);

  merge (fixture, "contact", 4, 1, NULL);
  refused = try_unmerge (fixture, "contact", 3, NULL, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Other"));
  g_assert_null (refused);
  crm_unmerge_free (unmerge (fixture, "contact", 1));
  crm_unmerge_free (unmerge (fixture, "contact", 3));
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 2"), ==, 3);
  g_assert_cmpint (QUERY ("SELECT count (*) FROM contact WHERE state = 0"), ==, 4);
}

/* Two bring the same address: it goes when both of them have gone, however it is written. */
static void
test_same_address (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 ids[] = { 1, 2, 3 };
  Request request = { "contact", ids, 3, 1, NULL };
  g_autoptr (GError) error = NULL;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "office@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "Office@sol.example", NULL);

  for (gint64 first = 2; first <= 3; first++)
    {
      try_merge (fixture, &request, &error);
      g_assert_no_error (error);
      crm_unmerge_free (unmerge (fixture, "contact", first));
      g_assert_cmpint (QUERY ("SELECT count (*) FROM member WHERE tbl = 4 AND record = 1 AND removed IS NULL"), ==, 1);
      crm_unmerge_free (unmerge (fixture, "contact", 5 - first));
      assert_field (fixture, "contact", 1, "emails", "");
      assert_field (fixture, "contact", 1, "email", "ana@sol.example");
    }

  /* The address of one of them is the first one: when that one has gone, it is a further one. */
  request.choices = "email=2";
  try_merge (fixture, &request, &error);
  g_assert_no_error (error);
  assert_field (fixture, "contact", 1, "email", "office@sol.example");
  assert_field (fixture, "contact", 1, "emails", "ana@sol.example");
  crm_unmerge_free (unmerge (fixture, "contact", 2));
  assert_field (fixture, "contact", 1, "email", "ana@sol.example");
  assert_field (fixture, "contact", 1, "emails", "Office@sol.example");
  crm_unmerge_free (unmerge (fixture, "contact", 3));
  assert_field (fixture, "contact", 1, "emails", "");
}

/* --- The trash -------------------------------------------------------------------------------------------------- */

static gboolean
restore_func (CrmDoor   *door,
              gpointer   data,
              GError   **error)
{
  return crm_restore_records (door, data, 1, error);
}

static void
restore (Fixture    *fixture,
         guint16     table,
         gint64      id)
{
  CrmTrashKey key = { .id = id, .table = table };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT, restore_func, &key, &error);
  g_assert_no_error (error);
}

/* What was in the trash during a merge names the one that stays when it comes back, by whichever way. */
static void
test_restored (Fixture       *fixture,
               gconstpointer  data)
{
  gint64 trashed;

  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Roof", "contact", "#2", "people", "#1", NULL);
  crm_test_add (fixture->workspace, "deal", "title", "Gate", "contact", "#3", "people", "#2", NULL);
  crm_test_add (fixture->workspace, "task", "title", "Both", "contacts", "#1; #2", NULL);
  crm_test_add (fixture->workspace, "note", "body", "A note", "contact", "#2", NULL);
  crm_test_trash (fixture->workspace, "deal", 1);
  trashed = crm_test_trash (fixture->workspace, "deal", 2);
  crm_test_trash (fixture->workspace, "task", 1);
  crm_test_trash (fixture->workspace, "note", 1);

  merge (fixture, "contact", 1, 2, NULL);
  restore (fixture, CRM_ID_DEAL, 1);
  crm_test_undo (fixture->workspace, trashed);
  restore (fixture, CRM_ID_TASK, 1);
  restore (fixture, CRM_ID_NOTE, 1);

  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 1"), ==, 1);
  assert_field (fixture, "deal", 1, "people", "");
  g_assert_cmpint (QUERY ("SELECT key FROM member WHERE tbl = 11 AND record = 2 AND removed IS NULL"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT contact FROM deal WHERE id = 2"), ==, 3);
  assert_field (fixture, "task", 1, "contacts", "Ana");
  g_assert_cmpint (QUERY ("SELECT contact FROM note WHERE id = 1"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT deals FROM contact WHERE id = 1"), ==, 1);

  /* Into the trash again, as if nothing had been mended, and back. */
  crm_test_undo (fixture->workspace, QUERY ("SELECT max (id) FROM batch"));
  crm_test_undo (fixture->workspace, QUERY ("SELECT max (id) FROM batch"));
  g_assert_cmpint (QUERY ("SELECT contact FROM note WHERE id = 1 AND state = 0"), ==, 1);
}

/* Somebody's account was merged while they were away themselves. */
static void
test_restored_by_unmerge (Fixture       *fixture,
                          gconstpointer  data)
{
  crm_test_add (fixture->workspace, "account", "name", "Sol", NULL);
  crm_test_add (fixture->workspace, "account", "name", "Sol S.L.", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "account", "#2", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Anna", "account", "#2", NULL);

  merge (fixture, "contact", 1, 2, NULL);
  merge (fixture, "account", 1, 2, NULL);
  crm_unmerge_free (unmerge (fixture, "contact", 2));
  g_assert_cmpint (QUERY ("SELECT account FROM contact WHERE id = 2 AND state = 0"), ==, 1);
  g_assert_cmpint (QUERY ("SELECT contacts FROM account WHERE id = 1"), ==, 2);
}

/* --- Against a model ------------------------------------------------------------------------------------------ */

static const char *const words[] = {
  "Ana", "ana", "Ruiz", "x'; DROP TABLE contact; --", "\"quoted\"", "日本語", "ñandú", "a\tb", "{\"a\":[1,2]}", "null", "0", "%s%n",
  "\U0001f600", "Ångström", "  blanks  ",
};
static const char *const emails[] = { "a@sol.example", "A@sol.example", "b@sol.example", "c@luna.example", "o'brien@sol.example" };
static const char *const phones[] = { "+34 600 111 222", "600111222", "+34 600 333 444", "12" };
static const char *const keys[] = { "first_name", "last_name", "job_title", "city", "street", "email", "phone", "website", "description",
                                    "birthday", "custom.own" };

#define PICK(list) list[g_test_rand_int_range (0, G_N_ELEMENTS (list))]
#define N_MODEL 8

static const char *
random_value (const char *key)
{
  if (strcmp (key, "email") == 0)
    return PICK (emails);
  if (strcmp (key, "phone") == 0)
    return PICK (phones);
  if (strcmp (key, "birthday") == 0)
    return g_test_rand_int_range (0, 2) == 0 ? "1980-02-29" : "1979-12-31";
  if (strcmp (key, "website") == 0)
    return g_test_rand_int_range (0, 2) == 0 ? "https://sol.example/%s" : "luna.example";

  return PICK (words);
}

/* Every value of every live record, as "contact/3/city". */
static GHashTable *
dump (Fixture *fixture)
{
  static const char *const types[] = { "contact", "deal", "task", "note", "tag" };
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, types[i]);
      g_autofree char *max = g_strdup_printf ("SELECT max (id) FROM %s", types[i]);
      gint64 n = QUERY (max);

      for (gint64 id = 1; id <= n; id++)
        {
          g_autofree char *state = g_strdup_printf ("SELECT state FROM %s WHERE id = %" G_GINT64_FORMAT, types[i], id);

          if (QUERY (state) != 0)
            continue;

          for (guint k = 0; k < type->n_fields; k++)
            {
              const CrmField *field = type->fields[k];
              g_autofree char *value = NULL;
              g_auto (GStrv) parts = NULL;

              if (strcmp (field->key, "modified") == 0 || strcmp (field->key, "rank") == 0)
                continue;

              value = crm_test_get (fixture->workspace, types[i], id, field->key);
              /* What nobody has counted is none. */
              if (field->type == CRM_FIELD_COUNT && *value == '\0')
                {
                  g_free (value);
                  value = g_strdup ("0");
                }
              parts = g_strsplit (value, crm_field_is_set (field) ? "; " : "\001", -1);
              for (guint m = 0, count = g_strv_length (parts); m + 1 < count; m++)
                for (guint o = m + 1; o < count; o++)
                  if (strcmp (parts[m], parts[o]) > 0)
                    {
                      char *swap = parts[m];

                      parts[m] = parts[o];
                      parts[o] = swap;
                    }
              g_hash_table_insert (values, g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%s", types[i], id, field->key),
                                   g_strjoinv ("; ", parts));
            }
        }
    }

  return values;
}

/* Everything in @before is in @after the same, but for what @touched says. */
static void
assert_same (GHashTable *before,
             GHashTable *after,
             GHashTable *touched)
{
  GHashTableIter iter;
  gpointer key, value;
  int n_wrong = 0;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char *now = g_hash_table_lookup (after, key);
      const char *expected = touched != NULL && g_hash_table_contains (touched, key) ? g_hash_table_lookup (touched, key) : value;

      if (expected == NULL)
        continue;
      if (g_strcmp0 (now, expected) != 0)
        g_test_message ("%s: “%s” instead of “%s”", (const char *) key, now, expected);
      n_wrong += g_strcmp0 (now, expected) != 0;
    }

  g_assert_cmpint (n_wrong, ==, 0);
}

static void
add_random (Fixture *fixture)
{
  static const char *const tags[] = { "roof", "lead", "roof; lead", "" };
  gint64 id = crm_test_add (fixture->workspace, "contact", "last_name", PICK (words), "tags", PICK (tags), NULL);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, id);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_test_rand_int_range (0, 2) == 0)
      crm_test_set (fixture->workspace, "contact", id, keys[i], random_value (keys[i]), NULL);
  for (int n = g_test_rand_int_range (0, 3); n > 0; n--)
    crm_test_add (fixture->workspace, "deal", "title", PICK (words), "contact", number, NULL);
  if (g_test_rand_bit ())
    crm_test_add (fixture->workspace, "task", "title", PICK (words), "contacts", number, NULL);
  if (g_test_rand_bit ())
    crm_test_add (fixture->workspace, "note", "body", PICK (words), "contact", number, NULL);
}

/* Changes what nothing else depends on, and remembers it. */
static void
touch (Fixture    *fixture,
       gint64      id,
       GHashTable *touched)
{
  static const char *const plain[] = { "job_title", "website", "description", "birthday", "custom.own" };
  const char *key = PICK (plain);
  g_autofree char *old = crm_test_get (fixture->workspace, "contact", id, key);
  const char *value = random_value (key);
  g_autofree char *name = g_strdup_printf ("contact/%" G_GINT64_FORMAT "/%s", id, key);

  crm_test_set (fixture->workspace, "contact", id, key, value, NULL);
  {
    g_autofree char *now = crm_test_get (fixture->workspace, "contact", id, key);

    /* What is set to the value that it has is not a change. */
    if (strcmp (old, now) != 0)
      g_hash_table_insert (touched, g_steal_pointer (&name), g_strdup (now));
  }
}

/* A value that has been changed to and fro is what the merge has left. */
static gboolean
is_as_merged (gpointer key,
              gpointer value,
              gpointer merged)
{
  return g_strcmp0 (g_hash_table_lookup (merged, key), value) == 0;
}

static void
test_model (Fixture       *fixture,
            gconstpointer  data)
{
  int n_rounds = g_test_slow () ? 400 : 40;

  crm_test_add (fixture->workspace, "field", "label", "Own", "record_type", "contact", "type", "text", NULL);
  for (guint i = 0; i < N_MODEL; i++)
    add_random (fixture);

  for (int round = 0; round < n_rounds; round++)
    {
      g_autoptr (GHashTable) before = dump (fixture);
      g_autoptr (GHashTable) merged = NULL;
      g_autoptr (GHashTable) after = NULL;
      g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_autoptr (GError) error = NULL;
      gint64 all[N_MODEL], batch;
      guint n = (guint) g_test_rand_int_range (2, 5);
      Request request = { "contact", all, n, 0, NULL };

      for (guint i = 0; i < N_MODEL; i++)
        all[i] = i + 1;
      for (guint i = 0; i < n; i++)
        {
          guint other = (guint) g_test_rand_int_range ((int) i, N_MODEL);
          gint64 swap = all[i];

          all[i] = all[other];
          all[other] = swap;
        }
      request.survivor = all[0];
      batch = try_merge (fixture, &request, &error);
      g_assert_no_error (error);
      merged = dump (fixture);

      if (g_test_rand_int_range (0, 3) == 0)
        {
          /* Undo and redo of all of it. */
          crm_test_undo (fixture->workspace, batch);
          after = dump (fixture);
          assert_same (before, after, NULL);
          g_assert_cmpuint (g_hash_table_size (after), ==, g_hash_table_size (before));
          batch = QUERY ("SELECT max (id) FROM batch");
          crm_test_undo (fixture->workspace, batch);
          g_hash_table_unref (after);
          after = dump (fixture);
          assert_same (merged, after, NULL);
          crm_test_undo (fixture->workspace, QUERY ("SELECT max (id) FROM batch"));
        }
      else
        {
          guint first = (guint) g_test_rand_int_range (1, (int) n);

          for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
            touch (fixture, all[0], touched);
          g_hash_table_foreach_remove (touched, is_as_merged, merged);

          /* In any order. */
          for (guint i = 0; i < n - 1; i++)
            crm_unmerge_free (unmerge (fixture, "contact", all[1 + (first - 1 + i) % (n - 1)]));
        }

      g_clear_pointer (&after, g_hash_table_unref);
      after = dump (fixture);
      assert_same (before, after, touched);
      g_assert_cmpuint (g_hash_table_size (after), ==, g_hash_table_size (before));
    }

  g_assert_cmpint (QUERY ("SELECT count (*) FROM merge WHERE state = 0"), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/merge/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("values", test_values);
  ADD ("choices", test_choices);
  ADD ("account", test_account);
  ADD ("refused", test_refused);
  ADD ("links", test_links);
  ADD ("alias", test_alias);
  ADD ("lists", test_lists);
  ADD ("accounts", test_accounts);
  ADD ("later", test_later);
  ADD ("several", test_several);
  ADD ("same-address", test_same_address);
  ADD ("restored", test_restored);
  ADD ("restored-by-unmerge", test_restored_by_unmerge);
  ADD ("model", test_model);

  return g_test_run ();
}
