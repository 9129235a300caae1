/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conditions over lists, deals and tasks: what they mean, how they are said, and why they hold. */

#include "config.h"

#include <string.h>

#include "crm-condition-filter.h"
#include "crm-condition-sentence.h"
#include "crm-lists.h"
#include "segment-test.h"

#define LIST(op)            "{\"list\":\"news\",\"op\":\"" op "\"}"
#define LIST_FOR(op, value) "{\"list\":\"News\",\"op\":\"" op "\",\"value\":\"" value "\"}"
#define FIELD(name, op, value) "{\"field\":\"" name "\",\"op\":\"" op "\",\"value\":\"" value "\"}"

typedef struct
{
  gint64 contact;
  gboolean on;
} Change;

static gboolean
change_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  const Change *change = data;
  CrmListOutcome outcome;

  return change->on ? crm_lists_subscribe (door, change->contact, 1, NULL, CRM_SUBSCRIBE_AGAIN, &outcome, error)
                    : crm_lists_unsubscribe (door, change->contact, 1, NULL, NULL, &outcome, error);
}

static void
change (CrmWorkspace *workspace,
        int           days_ago,
        gint64        contact,
        gboolean      on)
{
  Change data = { contact, on };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) error = NULL;

  crm_clock_set_now (crm_workspace_get_clock (workspace), CRM_TEST_NOW - days_ago * G_TIME_SPAN_DAY);
  commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT, change_func, &data, &error);
  g_assert_no_error (error);
  crm_clock_set_now (crm_workspace_get_clock (workspace), CRM_TEST_NOW);
}

/* Ana has been on News for 40 days, Bea for 3; Carlos has left it 40 days ago, Dora 3 days ago;
 * Eva has asked not to be there; nothing is known of Flor. */
static CrmWorkspace *
make_lists (char **folder)
{
  static const char *const names[] = { "Ana", "Bea", "Carlos", "Dora", "Eva", "Flor" };
  CrmWorkspace *workspace = crm_test_new_workspace (folder);

  crm_test_add (workspace, "list", "name", "News", NULL);
  crm_test_add (workspace, "list", "name", "Offers", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    crm_test_add (workspace, "contact", "first_name", names[i], NULL);

  change (workspace, 40, 1, TRUE);
  change (workspace, 3, 2, TRUE);
  change (workspace, 60, 3, TRUE);
  change (workspace, 40, 3, FALSE);
  change (workspace, 40, 4, TRUE);
  change (workspace, 3, 4, FALSE);
  change (workspace, 1, 5, FALSE);

  return workspace;
}

static void
test_lists (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_lists (&folder);

  segment_test_assert (workspace, "contact", LIST ("subscribed"), "Ana Bea");
  segment_test_assert (workspace, "contact", LIST ("has"), "Ana Bea");
  segment_test_assert (workspace, "contact", LIST ("not-subscribed"), "Carlos Dora Eva Flor");
  segment_test_assert (workspace, "contact", LIST ("has-not"), "Carlos Dora Eva Flor");
  segment_test_assert (workspace, "contact", LIST ("unsubscribed"), "Carlos Dora Eva");
  segment_test_assert (workspace, "contact", LIST ("not-unsubscribed"), "Ana Bea Flor");
  segment_test_assert (workspace, "contact", LIST ("ever-subscribed"), "Ana Bea Carlos Dora");
  segment_test_assert (workspace, "contact", LIST ("never-subscribed"), "Eva Flor");
  segment_test_assert (workspace, "contact", LIST_FOR ("subscribed-within-last", "P7D"), "Bea");
  segment_test_assert (workspace, "contact", LIST_FOR ("subscribed-more-than-ago", "P30D"), "Ana");
  segment_test_assert (workspace, "contact", LIST_FOR ("unsubscribed-within-last", "P1W"), "Dora Eva");

  segment_test_assert (workspace, "contact", "{\"field\":\"contact.lists\",\"op\":\"has-any\",\"value\":[\"News\",\"Offers\"]}",
                       "Ana Bea");
  segment_test_assert (workspace, "contact", "{\"field\":\"contact.lists\",\"op\":\"is-empty\"}", "Carlos Dora Eva Flor");
  segment_test_assert (workspace, "contact",
                       "{\"all\":[" FIELD ("subscription.list", "is", "News") "," FIELD ("subscription.since", "before", "2026-02-01") "]}",
                       "Ana Carlos");
  segment_test_assert (workspace, "contact", "{\"list\":\"Offers\",\"op\":\"subscribed\"}", "");
  segment_test_assert (workspace, "contact", "{\"list\":\"nothing such\",\"op\":\"not-subscribed\"}", "Ana Bea Carlos Dora Eva Flor");

  /* Nobody is on a list in the trash. */
  crm_test_trash (workspace, "list", 1);
  segment_test_assert (workspace, "contact", LIST ("subscribed"), "");
  segment_test_assert (workspace, "contact", LIST ("never-subscribed"), "Ana Bea Carlos Dora Eva Flor");

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

static void
assert_sentence (CrmWorkspace *workspace,
                 const char   *json,
                 const char   *expected)
{
  g_autoptr (CrmCondition) condition = segment_test_parse (workspace, "contact", json);
  g_autofree char *said = crm_condition_say (condition, crm_workspace_get_catalogue (workspace),
                                             crm_workspace_get_type_named (workspace, "contact"), CRM_SENTENCE_FLAGS_NONE);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_sentences (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_lists (&folder);
  static const char *const filters[] = { "list=News", NULL };
  static const char *const others[] = { "list!=News", NULL };
  g_autoptr (CrmCondition) filter = NULL;
  g_autoptr (CrmCondition) other = NULL;
  g_autoptr (GError) error = NULL;

  assert_sentence (workspace, LIST ("subscribed"), "List: is subscribed to “news”");
  assert_sentence (workspace, LIST ("never-subscribed"), "List: has never subscribed to “news”");
  assert_sentence (workspace, LIST_FOR ("subscribed-within-last", "P7D"), "List: has subscribed to “News” within the last 7 days");
  assert_sentence (workspace, FIELD ("task.due", "within-next", "P2D"), "Tasks: at least one with (Due is within the next 2 days)");

  filter = crm_condition_parse_filter (crm_workspace_get_catalogue (workspace), crm_workspace_get_type_named (workspace, "contact"),
                                       filters, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_condition_get_operator (filter), ==, CRM_OPERATOR_SUBSCRIBED);
  other = crm_condition_parse_filter (crm_workspace_get_catalogue (workspace), crm_workspace_get_type_named (workspace, "contact"),
                                      others, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_condition_get_operator (other), ==, CRM_OPERATOR_NOT_SUBSCRIBED);

  crm_test_remove_folder (folder);
}

/* A segment over a list follows when the list gets another name. */
static void
test_rename (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_lists (&folder);
  g_autofree char *condition = NULL;
  gint64 segment = crm_test_add (workspace, "segment", "name", "Readers", "record_type", "contact", "condition", LIST ("subscribed"), NULL);

  crm_test_set (workspace, "list", 1, "name", "Monthly", NULL);
  condition = crm_test_get (workspace, "segment", segment, "condition");
  g_assert_nonnull (strstr (condition, "\"Monthly\""));
  segment_test_assert (workspace, "contact", "{\"segment\":\"Readers\",\"op\":\"is\"}", "Ana Bea");

  crm_test_remove_folder (folder);
}

static void
test_why (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_lists (&folder);
  g_autoptr (CrmVerdict) verdict = segment_test_explain (workspace, "contact", 4, LIST ("subscribed"));
  const CrmVerdict *one;

  g_assert_false (verdict->held);
  g_assert_cmpstr (verdict->text, ==, "List: is subscribed to “news”");
  g_assert_cmpstr (verdict->actual, ==, "1 subscription");

  /* The subscription to the list is there, but it does not hold any more. */
  one = g_ptr_array_index (verdict->parts, 0);
  g_assert_cmpstr (one->text, ==, "News");
  one = g_ptr_array_index (((const CrmVerdict *) g_ptr_array_index (one->parts, 0))->parts, 1);
  g_assert_cmpstr (one->text, ==, "Status is “Subscribed”");
  g_assert_cmpstr (one->actual, ==, "Unsubscribed");
  g_assert_false (one->held);

  crm_test_remove_folder (folder);
}

/* --- Deals and tasks ---------------------------------------------------------------------------------------- */

#define OPEN_OVER_5000 "{\"all\":[" FIELD ("deal.status", "is", "open") "," \
                       "{\"field\":\"deal.value\",\"op\":\"greater-than\",\"value\":\"5000\",\"currency\":\"EUR\"}]}"

/* Ana has an open deal of 8,000 EUR; Bea one of 3,000 that is open and one of 9,000 that is won;
 * Carlos is a further contact of Ana's deal. Calls are due with Ana on the 2nd at 14:30, with Bea on
 * the 3rd, and one with Carlos is done. */
static CrmWorkspace *
make_deals (char **folder)
{
  CrmWorkspace *workspace = crm_test_new_workspace (folder);
  gint64 deal, task;

  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (workspace, "contact", "first_name", "Carlos", NULL);
  deal = crm_test_add (workspace, "deal", "title", "Roof", "value", "8000 EUR", "contact", "Ana", NULL);
  crm_test_set (workspace, "deal", deal, "people", "Carlos", NULL);
  crm_test_add (workspace, "deal", "title", "Small", "value", "3000 EUR", "contact", "Bea", NULL);
  deal = crm_test_add (workspace, "deal", "title", "Large", "value", "9000 EUR", "contact", "Bea", NULL);
  crm_test_set (workspace, "deal", deal, "status", "won", NULL);
  crm_test_add (workspace, "task", "title", "Ring up", "due", "2026-03-02 14:30", "contacts", "Ana", "deals", "Roof", NULL);
  crm_test_add (workspace, "task", "title", "Write", "due", "2026-03-03", "contacts", "Bea", NULL);
  task = crm_test_add (workspace, "task", "title", "Visit", "due", "2026-03-01", "contacts", "Carlos", NULL);
  crm_test_set (workspace, "task", task, "status", "done", NULL);

  return workspace;
}

static void
test_deals (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_deals (&folder);
  g_autoptr (CrmVerdict) verdict = NULL;

  segment_test_assert (workspace, "contact", OPEN_OVER_5000, "Ana Carlos");
  segment_test_assert (workspace, "contact", "{\"not\":{\"any-deal\":{\"all\":[]}}}", "");
  segment_test_assert (workspace, "deal", "{\"field\":\"deal.people\",\"op\":\"has-any\",\"value\":[\"Carlos\"]}", "Roof");
  segment_test_assert (workspace, "deal", "{\"field\":\"deal.people\",\"op\":\"is-empty\"}", "Small Large");
  segment_test_assert (workspace, "deal", "{\"any-contact\":" FIELD ("contact.first_name", "is", "bea") "}", "Small Large");
  segment_test_assert (workspace, "deal", "{\"any-people\":" FIELD ("contact.first_name", "is", "Carlos") "}", "Roof");
  segment_test_assert (workspace, "deal", FIELD ("deal.next_step", "on", "2026-03-02"), "Roof");
  segment_test_assert (workspace, "deal", "{\"field\":\"deal.next_step\",\"op\":\"is-empty\"}", "Small Large");
  segment_test_assert (workspace, "contact", "{\"any-deal\":{\"any-task\":" FIELD ("task.title", "is", "ring up") "}}", "Ana Carlos");
  segment_test_assert (workspace, "contact", "{\"field\":\"contact.open_tasks\",\"op\":\"at-least\",\"value\":1}", "Ana Bea");

  verdict = segment_test_explain (workspace, "contact", 2, OPEN_OVER_5000);
  g_assert_false (verdict->held);
  g_assert_cmpuint (verdict->parts->len, ==, 1);
  g_assert_cmpstr (((const CrmVerdict *) g_ptr_array_index (verdict->parts, 0))->actual, ==, "2 deals");

  crm_test_remove_folder (folder);
}

/* A due time of a day is that day. */
static void
test_due (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_deals (&folder);
  static const struct
  {
    const char *json;
    const char *titles;
  } cases[] = {
    { FIELD ("task.due", "on", "2026-03-02"), "Ring up" },
    { FIELD ("task.due", "is-not", "2026-03-02"), "Write Visit" },
    { FIELD ("task.due", "before", "2026-03-02"), "Visit" },
    { FIELD ("task.due", "before", "2026-03-03"), "Ring up Visit" },
    { FIELD ("task.due", "at-most", "2026-03-02"), "Ring up Visit" },
    { FIELD ("task.due", "after", "2026-03-02"), "Write" },
    { FIELD ("task.due", "at-least", "2026-03-02"), "Ring up Write" },
    { FIELD ("task.due", "within-next", "P1D"), "Ring up Write" },
    { FIELD ("task.due", "within-next", "P0D"), "Ring up" },
    { FIELD ("task.due", "within-last", "P0D"), "Ring up" },
    { FIELD ("task.due", "within-last", "P1D"), "Ring up Visit" },
    { FIELD ("task.due", "more-than-ago", "P0D"), "Visit" },
    { "{\"field\":\"task.due\",\"op\":\"between\",\"value\":[\"2026-03-01\",\"2026-03-02\"]}", "Ring up Visit" },
    { "{\"field\":\"task.assignees\",\"op\":\"has-any\",\"value\":[\"me\"]}", "Ring up Write Visit" },
    { "{\"field\":\"task.contacts\",\"op\":\"has-any\",\"value\":[\"Bea\",\"Carlos\"]}", "Write Visit" },
    { "{\"field\":\"task.completed\",\"op\":\"is-not-empty\"}", "Visit" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    segment_test_assert (workspace, "task", cases[i].json, cases[i].titles);

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/lists/conditions", test_lists);
  g_test_add_func ("/lists/sentences", test_sentences);
  g_test_add_func ("/lists/rename", test_rename);
  g_test_add_func ("/lists/why", test_why);
  g_test_add_func ("/lists/deals", test_deals);
  g_test_add_func ("/lists/due", test_due);

  return g_test_run ();
}
