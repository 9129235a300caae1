/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is on a list: counted before many are subscribed, changed as one step, listed and found by
 * what the contacts are called; and the sentences that say it. */

#include "config.h"

#include <string.h>

#include "crm-catalogue.h"
#include "crm-subscribers.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

/* News and Offers; Ana and Bea with addresses, Carl without, Dora with Ana's. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  crm_test_add (fixture->workspace, "list", "name", "News", NULL);
  crm_test_add (fixture->workspace, "list", "name", "Offers", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", "email", "bea@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Carl", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Dora", "email", "ANA@sol.example", NULL);
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

static GArray *
all_contacts (void)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (gint64 id = 1; id <= 4; id++)
    g_array_append_val (ids, id);

  return ids;
}

static gint64
write_change (Fixture       *fixture,
              CrmListChange *change)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT,
                                                  crm_list_change_write, change, &error);

  g_assert_no_error (error);

  return commit->batch;
}

static void
unsubscribe (Fixture    *fixture,
             gint64      contact,
             gint64      list,
             const char *source,
             const char *reason)
{
  g_autoptr (GArray) contacts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (CrmListChange) change = NULL;

  g_array_append_val (contacts, contact);
  change = crm_list_change_new (list, FALSE, contacts);
  change->source = g_strdup (source);
  change->reason = g_strdup (reason);
  write_change (fixture, change);
}

typedef struct
{
  gint64 list;
  GArray *contacts;
  CrmListSurvey survey;
  gint64 subscribed;
  gint64 unsubscribed;
} Question;

static gpointer
ask_read (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  Question *question = data;

  g_assert_true (crm_lists_survey (db, question->list, question->contacts, &question->survey, error));
  g_assert_true (crm_lists_count (db, question->list, &question->subscribed, &question->unsubscribed, error));

  return g_strdup ("");
}

static Question
ask (Fixture *fixture,
     gint64   list)
{
  g_autoptr (GArray) contacts = all_contacts ();
  Question question = { list, contacts };

  g_free (crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, ask_read, &question, NULL));

  return question;
}

static void
test_survey (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (GArray) contacts = all_contacts ();
  g_autoptr (CrmListChange) change = NULL;
  Question question = ask (fixture, 1);

  g_assert_cmpuint (question.survey.n, ==, 4);
  g_assert_cmpuint (question.survey.subscribed + question.survey.left + question.survey.suppressed, ==, 0);

  /* Ana has left, so somebody with her address has as well; Bea is on the list. */
  unsubscribe (fixture, 1, 1, "link", NULL);
  g_array_set_size (contacts, 0);
  g_array_append_vals (contacts, (gint64[]) { 2 }, 1);
  change = crm_list_change_new (1, TRUE, contacts);
  write_change (fixture, change);
  crm_test_add (fixture->workspace, "suppression", "address", "Ana@Sol.example", NULL);
  crm_test_add (fixture->workspace, "suppression", "address", "bea@sol.example", NULL);

  question = ask (fixture, 1);
  g_assert_cmpuint (question.survey.n, ==, 4);
  g_assert_cmpuint (question.survey.subscribed, ==, 1);
  g_assert_cmpuint (question.survey.left, ==, 2);
  g_assert_cmpuint (question.survey.suppressed, ==, 2);
  g_assert_cmpuint (question.survey.left_suppressed, ==, 2);
  g_assert_cmpint (question.subscribed, ==, 1);
  g_assert_cmpint (question.unsubscribed, ==, 1);

  /* Another list is another matter, and so is one that is not there yet. */
  question = ask (fixture, 2);
  g_assert_cmpuint (question.survey.subscribed + question.survey.left, ==, 0);
  question = ask (fixture, 0);
  g_assert_cmpuint (question.survey.n, ==, 4);
  g_assert_cmpuint (question.survey.subscribed + question.survey.left, ==, 0);

  /* Nobody in the trash counts. */
  crm_test_trash (fixture->workspace, "contact", 2);
  question = ask (fixture, 1);
  g_assert_cmpuint (question.survey.n, ==, 3);
  g_assert_cmpint (question.subscribed, ==, 0);
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GArray) contacts = all_contacts ();
  g_autoptr (CrmListChange) change = crm_list_change_new (1, TRUE, contacts);
  g_autoptr (CrmListChange) again = crm_list_change_new (1, TRUE, contacts);
  g_autoptr (CrmListChange) off = crm_list_change_new (1, FALSE, contacts);
  gint64 batch;

  unsubscribe (fixture, 1, 1, "link", NULL);
  batch = write_change (fixture, change);
  g_assert_cmpuint (change->n[CRM_LIST_DONE], ==, 2);
  g_assert_cmpuint (change->n[CRM_LIST_HAS_UNSUBSCRIBED], ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription WHERE status = 'subscribed' AND state = 0"), ==, 2);

  /* One step. */
  crm_test_undo (fixture->workspace, batch);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription WHERE status = 'subscribed' AND state = 0"), ==, 0);

  again->flags = CRM_SUBSCRIBE_AGAIN;
  write_change (fixture, again);
  g_assert_cmpuint (again->n[CRM_LIST_DONE], ==, 4);
  off->reason = g_strdup ("Moved away");
  write_change (fixture, off);
  g_assert_cmpuint (off->n[CRM_LIST_DONE], ==, 4);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription WHERE reason = 'Moved away' AND state = 0"), ==, 4);
}

/* A list that is made by the way comes and goes with its members. */
static void
test_new_list (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (GArray) contacts = all_contacts ();
  g_autoptr (CrmListChange) change = crm_list_change_new (0, TRUE, contacts);
  g_autofree char *lists = NULL;
  gint64 batch;

  change->new_list = g_strdup ("Invitations");
  batch = write_change (fixture, change);
  g_assert_cmpint (change->list, ==, 3);
  lists = crm_test_get (fixture->workspace, "contact", 4, "lists");
  g_assert_cmpstr (lists, ==, "Invitations");
  crm_test_undo (fixture->workspace, batch);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM list WHERE state = 0"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription WHERE state = 0"), ==, 0);
}

/* --- Lists on the screen --------------------------------------------------------------------------------- */

static gpointer
ids_read (CrmDb         *db,
          CrmSchema     *schema,
          gpointer       data,
          GCancellable  *cancellable,
          GError       **error)
{
  return crm_query_get_ids (data, db, schema, 0, error);
}

static gpointer
explain_read (CrmDb         *db,
              CrmSchema     *schema,
              gpointer       data,
              GCancellable  *cancellable,
              GError       **error)
{
  return crm_query_explain (data, db, schema, error);
}

/* The names of the contacts whose subscriptions @query finds. */
static char *
run (Fixture  *fixture,
     CrmQuery *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, ids_read, query, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *name = crm_test_get (fixture->workspace, "subscription", g_array_index (ids, gint64, i), "contact");

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", name);
    }

  return g_string_free (text, FALSE);
}

static void
assert_members (Fixture    *fixture,
                const char *status,
                const char *search,
                const char *expected)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "subscription");
  g_autoptr (CrmQuery) query = crm_lists_make_query (type, 1, 0, status);
  g_autofree char *names = NULL;

  crm_query_set_search (query, search);
  names = run (fixture, query);
  g_assert_cmpstr (names, ==, expected);
}

static void
test_members (Fixture       *fixture,
              gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "subscription");
  g_autoptr (GArray) contacts = all_contacts ();
  g_autoptr (CrmListChange) change = crm_list_change_new (1, TRUE, contacts);
  g_autoptr (CrmQuery) of_contact = crm_lists_make_query (type, 0, 1, NULL);
  g_autoptr (CrmQuery) members = crm_lists_make_query (type, 1, 0, NULL);
  g_autofree char *plan = NULL;
  g_autofree char *names = NULL;

  write_change (fixture, change);
  unsubscribe (fixture, 2, 1, NULL, NULL);
  unsubscribe (fixture, 2, 2, NULL, NULL);
  assert_members (fixture, NULL, NULL, "Ana Bea Carl Dora");
  assert_members (fixture, CRM_SUBSCRIBED, NULL, "Ana Carl Dora");
  assert_members (fixture, CRM_UNSUBSCRIBED, NULL, "Bea");

  /* By what the contact is called, not the list. */
  assert_members (fixture, NULL, "dor", "Dora");
  assert_members (fixture, NULL, "sol example", "Ana Bea Dora");
  assert_members (fixture, CRM_SUBSCRIBED, "bea", "");
  assert_members (fixture, NULL, "news", "");
  crm_test_set (fixture->workspace, "contact", 3, "first_name", "Karl", NULL);
  assert_members (fixture, NULL, "carl", "");
  assert_members (fixture, NULL, "karl", "Karl");

  /* Neither who is in the trash, nor what is. */
  crm_test_trash (fixture->workspace, "contact", 4);
  assert_members (fixture, NULL, NULL, "Ana Bea Karl");
  names = run (fixture, of_contact);
  g_assert_cmpstr (names, ==, "Ana");
  crm_test_trash (fixture->workspace, "list", 1);
  g_free (g_steal_pointer (&names));
  names = run (fixture, of_contact);
  g_assert_cmpstr (names, ==, "");

  /* Found without a look at all subscriptions. */
  plan = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, explain_read, members, NULL);
  g_assert_nonnull (strstr (plan, "subscription_by_list"));
}

/* An open list hears of what it shows. */
static void
test_dependency (Fixture       *fixture,
                 gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "subscription");
  const CrmRecordType *contacts = crm_workspace_get_type_named (fixture->workspace, "contact");
  g_autoptr (CrmQuery) query = crm_lists_make_query (type, 1, 0, NULL);
  g_autoptr (CrmQuery) found = crm_query_copy (query);
  static const struct
  {
    const char *key;
    gboolean shown;    /* whether a list without a search is sorted by it */
    gboolean searched;
  } fields[] = { { "name", TRUE, TRUE }, { "city", FALSE, TRUE }, { "birthday", FALSE, FALSE } };

  crm_query_set_search (found, "ana");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (CrmCommit) commit = crm_commit_new ();
      CrmColumnMask columns = { 0 };
      const CrmColumn *column = crm_table_find_column (&contacts->table, fields[i].key);

      crm_column_mask_add (&columns, column);
      crm_commit_touch (commit, &contacts->table, 1, CRM_OP_UPDATE, &columns);
      if (fields[i].searched)
        g_assert_true (crm_query_depends_on (found, commit));
      if (fields[i].shown)
        g_assert_true (crm_query_depends_on (query, commit));
    }
}

/* --- Sentences ---------------------------------------------------------------------------------------------- */

static char *
say (Fixture  *fixture,
     gint64    id,
     gboolean  left)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "subscription");
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmRecord) record = crm_workspace_load_record (fixture->workspace, type, id, &error);

  g_assert_no_error (error);

  return left ? crm_lists_say_left (record, "Ana") : crm_lists_say (record);
}

static void
test_sentences (Fixture       *fixture,
                gconstpointer  data)
{
  const CrmRecordType *type = crm_workspace_get_type_named (fixture->workspace, "suppression");
  g_autofree char *since = NULL;
  g_autofree char *left = NULL;
  g_autofree char *by_hand = NULL;
  g_autofree char *other = NULL;
  g_autofree char *suppressed = NULL;
  g_autoptr (CrmRecord) suppression = NULL;

  unsubscribe (fixture, 1, 1, "link", "Too many");
  since = say (fixture, 1, FALSE);
  g_assert_cmpstr (since, ==, "Unsubscribed on 2 March 2026 · Unsubscribe Link · “Too many”");
  left = say (fixture, 1, TRUE);
  g_assert_cmpstr (left, ==, "“Ana” personally unsubscribed on 2 March 2026 (Unsubscribe Link): “Too many”");

  unsubscribe (fixture, 1, 2, NULL, NULL);
  by_hand = say (fixture, 2, TRUE);
  g_assert_cmpstr (by_hand, ==, "“Ana” was unsubscribed on 2 March 2026 (By Hand).");
  other = crm_lists_say_left (NULL, "Dora");
  g_assert_cmpstr (other, ==, "Somebody with the e-mail address of “Dora” has unsubscribed.");

  crm_test_add (fixture->workspace, "suppression", "address", "bea@sol.example", "reason", "bounced", "details", "550 no such user", NULL);
  suppression = crm_workspace_load_record (fixture->workspace, type, 1, NULL);
  suppressed = crm_lists_say_suppression (suppression);
  g_assert_cmpstr (suppressed, ==, "The Address Does Not Exist · 2 March 2026 · 550 no such user");
}

static gpointer
suppressed_read (CrmDb         *db,
                 CrmSchema     *schema,
                 gpointer       data,
                 GCancellable  *cancellable,
                 GError       **error)
{
  return crm_lists_say_suppressed (db, CRM_CATALOGUE (schema), data, error);
}

static void
assert_suppressed (Fixture     *fixture,
                   const char **addresses,
                   const char  *expected)
{
  g_autofree char *text = crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, suppressed_read, addresses, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_suppressed (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *one[] = { "BEA@sol.example", NULL };
  const char *two[] = { "ana@sol.example", "bea@Sol.Example", NULL };
  const char *none[] = { "ana@sol.example", "nothing", NULL };

  assert_suppressed (fixture, one, "");
  crm_test_add (fixture->workspace, "suppression", "address", "bea@sol.example", "reason", "complaint", NULL);
  assert_suppressed (fixture, one, "Suppressed (Complaint about Spam)");
  assert_suppressed (fixture, two, "bea@Sol.Example: Suppressed (Complaint about Spam)");
  assert_suppressed (fixture, none, "");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/subscribers/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("survey", test_survey);
  ADD ("many", test_many);
  ADD ("new-list", test_new_list);
  ADD ("members", test_members);
  ADD ("dependency", test_dependency);
  ADD ("sentences", test_sentences);
  ADD ("suppressed", test_suppressed);

  return g_test_run ();
}
