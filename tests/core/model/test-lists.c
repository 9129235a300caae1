/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lists: subscribed and unsubscribed with date and source, never again by accident, and addresses
 * that nothing is sent to. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-lists.h"
#include "crm-test.h"

typedef struct
{
  char *folder;
  CrmWorkspace *workspace;
} Fixture;

/* Two lists, News and Offers; Ana and Bea, with addresses. */
static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->workspace = crm_test_new_workspace (&fixture->folder);
  crm_test_add (fixture->workspace, "list", "name", "News", NULL);
  crm_test_add (fixture->workspace, "list", "name", "Offers", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Ana", "email", "ana@sol.example", NULL);
  crm_test_add (fixture->workspace, "contact", "first_name", "Bea", "email", "bea@sol.example", NULL);
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

typedef struct
{
  gboolean on;
  gint64 contact;
  gint64 list;
  const char *source;
  CrmSubscribeFlags flags;
  CrmListOutcome outcome;
} Change;

static gboolean
change_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Change *change = data;

  return change->on ? crm_lists_subscribe (door, change->contact, change->list, change->source, change->flags, &change->outcome, error)
                    : crm_lists_unsubscribe (door, change->contact, change->list, change->source, "Too much", &change->outcome, error);
}

static gint64
apply (Fixture        *fixture,
       CrmCause        cause,
       Change         *change)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, cause, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT,
                                                  change_func, change, &error);

  g_assert_no_error (error);

  return commit->batch;
}

static gint64
subscribe (Fixture           *fixture,
           CrmCause           cause,
           gint64             contact,
           gint64             list,
           CrmSubscribeFlags  flags,
           CrmListOutcome     expected)
{
  Change change = { TRUE, contact, list, NULL, flags };
  gint64 batch = apply (fixture, cause, &change);

  g_assert_cmpint (change.outcome, ==, expected);
  g_assert_cmpstr (crm_list_outcome_get_label (expected), !=, "");

  return batch;
}

static gint64
unsubscribe (Fixture        *fixture,
             CrmCause        cause,
             gint64          contact,
             gint64          list,
             CrmListOutcome  expected)
{
  Change change = { FALSE, contact, list, "link" };
  gint64 batch = apply (fixture, cause, &change);

  g_assert_cmpint (change.outcome, ==, expected);

  return batch;
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
pass_days (Fixture *fixture,
           int      days)
{
  CrmClock *clock = crm_workspace_get_clock (fixture->workspace);

  crm_clock_set_now (clock, crm_clock_get_now (clock) + days * G_TIME_SPAN_DAY);
}

static void
test_dates (Fixture       *fixture,
            gconstpointer  data)
{
  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  assert_field (fixture, "contact", 1, "lists", "News");
  assert_field (fixture, "subscription", 1, "status", "subscribed");
  assert_field (fixture, "subscription", 1, "since", "2026-03-02T10:00:00Z");
  assert_field (fixture, "subscription", 1, "subscribed", "2026-03-02T10:00:00Z");
  assert_field (fixture, "subscription", 1, "unsubscribed", "");
  assert_field (fixture, "subscription", 1, "source", "manual");
  assert_field (fixture, "subscription", 1, "title", "News");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contacts FROM list WHERE id = 1"), ==, 1);

  pass_days (fixture, 1);
  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_ALREADY);
  assert_field (fixture, "subscription", 1, "since", "2026-03-02T10:00:00Z");
  subscribe (fixture, CRM_CAUSE_AUTOMATION, 1, 2, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  assert_field (fixture, "subscription", 2, "source", "automation");
  assert_field (fixture, "contact", 1, "lists", "News; Offers");

  unsubscribe (fixture, CRM_CAUSE_SYSTEM, 1, 1, CRM_LIST_DONE);
  assert_field (fixture, "contact", 1, "lists", "Offers");
  assert_field (fixture, "subscription", 1, "status", "unsubscribed");
  assert_field (fixture, "subscription", 1, "since", "2026-03-03T10:00:00Z");
  assert_field (fixture, "subscription", 1, "subscribed", "2026-03-02T10:00:00Z");
  assert_field (fixture, "subscription", 1, "unsubscribed", "2026-03-03T10:00:00Z");
  assert_field (fixture, "subscription", 1, "source", "link");
  assert_field (fixture, "subscription", 1, "reason", "Too much");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contacts FROM list WHERE id = 1"), ==, 0);
  unsubscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_LIST_ALREADY);
}

/* What works through many records leaves alone who has left, and says so; a knowing choice counts,
 * and is on record. */
static void
test_again (Fixture       *fixture,
            gconstpointer  data)
{
  static const CrmCause causes[] = { CRM_CAUSE_IMPORT, CRM_CAUSE_AUTOMATION, CRM_CAUSE_SYSTEM };

  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  unsubscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_LIST_DONE);

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      const CrmTable *table = &crm_workspace_get_type_named (fixture->workspace, "subscription")->table;
      g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, causes[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCommit) commit = NULL;
      g_auto (CrmValue) status = crm_value_text (CRM_SUBSCRIBED);

      subscribe (fixture, causes[i], 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_HAS_UNSUBSCRIBED);
      assert_field (fixture, "subscription", 1, "status", "unsubscribed");

      /* Neither by the way. */
      crm_change_set_set (set, table, 1, crm_table_find_column (table, "status"), &status);
      commit = crm_workspace_commit (fixture->workspace, set, &error);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_REFUSED);
      g_assert_nonnull (strstr (error->message, "Ana"));
      g_assert_nonnull (strstr (error->message, "News"));
    }

  assert_field (fixture, "subscription", 1, "resubscribed", "");
  pass_days (fixture, 2);
  subscribe (fixture, CRM_CAUSE_AUTOMATION, 1, 1, CRM_SUBSCRIBE_AGAIN, CRM_LIST_DONE);
  assert_field (fixture, "subscription", 1, "status", "subscribed");
  assert_field (fixture, "subscription", 1, "since", "2026-03-04T10:00:00Z");
  assert_field (fixture, "subscription", 1, "resubscribed", "2026-03-04T10:00:00Z");
  assert_field (fixture, "subscription", 1, "source", "automation");
  assert_field (fixture, "subscription", 1, "reason", "");
  assert_field (fixture, "contact", 1, "lists", "News");

  /* A person who changes it in the window chooses knowingly. */
  unsubscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_LIST_DONE);
  pass_days (fixture, 1);
  crm_test_set (fixture->workspace, "subscription", 1, "status", "subscribed", NULL);
  assert_field (fixture, "subscription", 1, "resubscribed", "2026-03-05T10:00:00Z");
}

/* The person counts, not the record: a file that brings an address back does not subscribe it. */
static void
test_same_address (Fixture       *fixture,
                   gconstpointer  data)
{
  gint64 other;

  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  unsubscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_LIST_DONE);
  crm_test_trash (fixture->workspace, "contact", 1);

  other = crm_test_add (fixture->workspace, "contact", "first_name", "Ana María", "email", "ANA@sol.example", NULL);
  subscribe (fixture, CRM_CAUSE_IMPORT, other, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_HAS_UNSUBSCRIBED);
  subscribe (fixture, CRM_CAUSE_IMPORT, other, 2, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_IMPORT, 2, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_IMPORT, other, 1, CRM_SUBSCRIBE_AGAIN, CRM_LIST_DONE);
}

static void
test_never_there (Fixture       *fixture,
                  gconstpointer  data)
{
  unsubscribe (fixture, CRM_CAUSE_AUTOMATION, 1, 1, CRM_LIST_NOT_SUBSCRIBED);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription"), ==, 0);
  unsubscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_IMPORT, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_HAS_UNSUBSCRIBED);

  /* From everything. */
  subscribe (fixture, CRM_CAUSE_USER, 2, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_USER, 2, 2, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  unsubscribe (fixture, CRM_CAUSE_AUTOMATION, 2, 0, CRM_LIST_DONE);
  assert_field (fixture, "contact", 2, "lists", "");
  unsubscribe (fixture, CRM_CAUSE_AUTOMATION, 2, 0, CRM_LIST_NOT_SUBSCRIBED);
}

/* Two devices that subscribe the same contact make the same record; what was undone comes back. */
static void
test_identity (Fixture       *fixture,
               gconstpointer  data)
{
  gint64 batch = subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  g_autofree char *message = NULL;

  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "contact", 1, "lists", "");
  pass_days (fixture, 3);
  subscribe (fixture, CRM_CAUSE_IMPORT, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  assert_field (fixture, "contact", 1, "lists", "News");
  assert_field (fixture, "subscription", 1, "since", "2026-03-05T10:00:00Z");
  assert_field (fixture, "subscription", 1, "subscribed", "2026-03-05T10:00:00Z");
  assert_field (fixture, "subscription", 1, "source", "import");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription"), ==, 1);

  message = crm_test_refused (fixture->workspace, "subscription", 0, CRM_ERROR_REFUSED, "contact", "Ana", "list", "News", NULL);
  g_assert_nonnull (strstr (message, "Change that one"));
}

static void
test_undo (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 batch;

  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  pass_days (fixture, 1);
  batch = unsubscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_LIST_DONE);
  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "contact", 1, "lists", "News");
  assert_field (fixture, "subscription", 1, "status", "subscribed");
  assert_field (fixture, "subscription", 1, "since", "2026-03-02T10:00:00Z");
  assert_field (fixture, "subscription", 1, "unsubscribed", "");
}

/* Nobody is on a list in the trash; its subscriptions come back with it. */
static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  gint64 batch;

  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_USER, 2, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  crm_test_set (fixture->workspace, "list", 1, "name", "Monthly News", NULL);
  assert_field (fixture, "subscription", 1, "title", "Monthly News");
  assert_field (fixture, "contact", 1, "lists", "Monthly News");
  g_free (crm_test_refused (fixture->workspace, "list", 0, CRM_ERROR_REFUSED, "name", "monthly news", NULL));

  batch = crm_test_trash (fixture->workspace, "list", 1);
  assert_field (fixture, "contact", 1, "lists", "");
  unsubscribe (fixture, CRM_CAUSE_USER, 2, 1, CRM_LIST_DONE);
  crm_test_undo (fixture->workspace, batch);
  assert_field (fixture, "contact", 1, "lists", "Monthly News");
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription WHERE state = 0"), ==, 2);
}

/* A subscription is a part of its contact and of its list. */
static void
test_purge (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) counts = NULL;

  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_USER, 2, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  subscribe (fixture, CRM_CAUSE_USER, 2, 2, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  crm_test_trash (fixture->workspace, "contact", 1);
  crm_test_trash (fixture->workspace, "list", 2);
  counts = crm_store_purge (crm_workspace_get_store (fixture->workspace), G_MAXINT64, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM subscription"), ==, 1);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT contact FROM subscription"), ==, 2);
  g_assert_cmpint (crm_test_query (fixture->workspace, "SELECT count (*) FROM tombstone WHERE tbl = 22"), ==, 2);
}

/* --- Sending ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const char *address;
  gboolean on;
  gboolean was;
  gint64 id;
} Suppress;

static gboolean
suppress_func (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  Suppress *suppress = data;

  if (!suppress->on)
    return crm_lists_unsuppress (door, suppress->address, &suppress->was, error);

  suppress->id = crm_lists_suppress (door, suppress->address, "bounced", "550 no such user", error);

  return suppress->id != 0;
}

static void
suppress (Fixture  *fixture,
          Suppress *what,
          GError  **error)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (fixture->workspace, CRM_CAUSE_SYSTEM, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (fixture->workspace), set, G_PRIORITY_DEFAULT,
                                                  suppress_func, what, error);
}

typedef struct
{
  gint64 contact;
  gint64 list;
  CrmSending sending;
} Question;

static gpointer
ask (CrmDb         *db,
     CrmSchema     *schema,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  Question *question = data;

  g_assert_true (crm_lists_may_send (db, question->contact, question->list, &question->sending, error));

  return g_strdup ("");
}

static void
assert_sending (Fixture    *fixture,
                gint64      contact,
                gint64      list,
                CrmSending  expected)
{
  Question question = { contact, list };

  g_free (crm_store_read (crm_workspace_get_store (fixture->workspace), CRM_LANE_QUERY, ask, &question, NULL));
  g_assert_cmpint (question.sending, ==, expected);
  g_assert_cmpstr (crm_sending_get_label (expected), !=, "");
}

static void
test_suppression (Fixture       *fixture,
                  gconstpointer  data)
{
  Suppress on = { "  ANA@Sol.example ", TRUE };
  Suppress again = { "ana@sol.example", TRUE };
  Suppress off = { "Ana@SOL.example", FALSE };
  Suppress wrong = { "ana at sol", TRUE };
  g_autoptr (GError) error = NULL;

  assert_sending (fixture, 1, 0, CRM_SENDING_ALLOWED);

  /* Blanks around an address are not one; its key is what counts. */
  on.address = "ANA@Sol.example";
  suppress (fixture, &on, &error);
  g_assert_no_error (error);
  suppress (fixture, &again, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again.id, ==, on.id);
  assert_field (fixture, "suppression", on.id, "reason", "bounced");
  assert_field (fixture, "suppression", on.id, "since", "2026-03-02T10:00:00Z");
  assert_sending (fixture, 1, 0, CRM_SENDING_SUPPRESSED);
  assert_sending (fixture, 2, 0, CRM_SENDING_ALLOWED);
  g_free (crm_test_refused (fixture->workspace, "suppression", 0, CRM_ERROR_REFUSED, "address", "ana@sol.EXAMPLE", NULL));

  /* Whoever has it. */
  crm_test_set (fixture->workspace, "contact", 1, "email", "new@sol.example", NULL);
  crm_test_set (fixture->workspace, "contact", 2, "email", "ana@sol.example", NULL);
  assert_sending (fixture, 1, 0, CRM_SENDING_ALLOWED);
  assert_sending (fixture, 2, 0, CRM_SENDING_SUPPRESSED);

  suppress (fixture, &off, &error);
  g_assert_no_error (error);
  g_assert_true (off.was);
  suppress (fixture, &off, &error);
  g_assert_no_error (error);
  g_assert_false (off.was);
  assert_sending (fixture, 2, 0, CRM_SENDING_ALLOWED);

  suppress (fixture, &wrong, &error);
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
}

static void
test_sending (Fixture       *fixture,
              gconstpointer  data)
{
  crm_test_add (fixture->workspace, "contact", "first_name", "Carlos", NULL);
  assert_sending (fixture, 3, 0, CRM_SENDING_NO_ADDRESS);
  assert_sending (fixture, 99, 0, CRM_SENDING_NO_CONTACT);
  assert_sending (fixture, 1, 1, CRM_SENDING_NOT_SUBSCRIBED);

  subscribe (fixture, CRM_CAUSE_USER, 1, 1, CRM_SUBSCRIBE_FLAGS_NONE, CRM_LIST_DONE);
  assert_sending (fixture, 1, 1, CRM_SENDING_ALLOWED);
  assert_sending (fixture, 1, 2, CRM_SENDING_NOT_SUBSCRIBED);
  crm_test_trash (fixture->workspace, "list", 1);
  assert_sending (fixture, 1, 1, CRM_SENDING_NOT_SUBSCRIBED);
  crm_test_trash (fixture->workspace, "contact", 1);
  assert_sending (fixture, 1, 1, CRM_SENDING_NO_CONTACT);

  unsubscribe (fixture, CRM_CAUSE_USER, 2, 2, CRM_LIST_DONE);
  assert_sending (fixture, 2, 2, CRM_SENDING_UNSUBSCRIBED);
  assert_sending (fixture, 2, 0, CRM_SENDING_ALLOWED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/lists/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("dates", test_dates);
  ADD ("again", test_again);
  ADD ("same-address", test_same_address);
  ADD ("never-there", test_never_there);
  ADD ("identity", test_identity);
  ADD ("undo", test_undo);
  ADD ("list", test_list);
  ADD ("purge", test_purge);
  ADD ("suppression", test_suppression);
  ADD ("sending", test_sending);

  return g_test_run ();
}
