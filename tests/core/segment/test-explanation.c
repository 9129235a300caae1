/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Why a record is in a segment, as the window and the command line write it down; and what a list is filtered by. */

#include "config.h"

#include "crm-error.h"
#include "crm-explanation.h"
#include "crm-filter.h"
#include "segment-test.h"

#define MADRID   "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Madrid\"}"
#define OPEN     "{\"any-deal\":{\"all\":[{\"field\":\"deal.status\",\"op\":\"is\",\"value\":\"open\"}]}}"
#define RECENTLY "{\"field\":\"contact.created\",\"op\":\"within-last\",\"value\":\"P7D\"}"

typedef struct
{
  CrmExplanation *explanation;
  GError *error;
  gboolean done;
} Answer;

static void
explained_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Answer *answer = user_data;
  CrmWorkspace *workspace = g_object_get_data (G_OBJECT (object), "workspace");

  answer->explanation = crm_explanation_read_finish (workspace, result, &answer->error);
  answer->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Answer *) data)->done;
}

static CrmExplanation *
explain (CrmWorkspace  *workspace,
         const char    *json,
         gint64         id,
         GError       **error)
{
  g_autoptr (CrmCondition) condition = segment_test_parse (workspace, "contact", json);
  g_autoptr (CrmConditionContext) context = segment_test_make_context (workspace);
  g_autoptr (CrmConditionPlan) plan = crm_condition_plan_new (condition, crm_workspace_get_type_named (workspace, "contact"),
                                                              context, NULL);
  Answer answer = { 0 };

  g_object_set_data (G_OBJECT (crm_workspace_get_store (workspace)), "workspace", workspace);
  crm_explanation_read_async (plan, id, workspace, NULL, explained_cb, &answer);
  crm_test_wait (is_done, &answer);
  if (answer.error != NULL)
    g_propagate_error (error, answer.error);

  return answer.explanation;
}

/* Each test with the value that decided it, each record that was looked at, and none left out. */
static void
test_lines (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 ana = crm_test_add (workspace, "contact", "first_name", "Ana\nRuiz", "city", "Madrid", NULL);
  g_autofree char *number = g_strdup_printf ("#%" G_GINT64_FORMAT, ana);
  g_autoptr (CrmExplanation) explanation = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *text = NULL;

  crm_test_add (workspace, "deal", "title", "Roof", "contact", number, "status", "lost", NULL);
  explanation = explain (workspace, "{\"all\":[" MADRID "," OPEN ",{\"not\":{\"any\":[{\"tag\":\"roof\",\"op\":\"has\"}]}}]}",
                         ana, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (explanation->title, "Ana"));
  g_assert_false (explanation->verdict->held);
  text = crm_verdict_print (explanation->verdict);
  g_assert_cmpstr (text, ==,
                   "no:  All of these\n"
                   "  yes: City is “Madrid” [Madrid]\n"
                   "  no:  Deals: at least one with all of these [1 deal]\n"
                   "    no:  Roof\n"
                   "      no:  All of these\n"
                   "        no:  Status is “Open” [Lost]\n"
                   "  yes: None of these\n"
                   "    no:  Any of these\n"
                   "      no:  Tag is “roof” [nothing]\n");
  crm_verdict_append_json (explanation->verdict, json);
  g_assert_true (g_str_has_prefix (json->str, "{\"held\":false,\"text\":\"All of these\",\"parts\":[{\"held\":true,"
                                              "\"text\":\"City is “Madrid”\",\"actual\":\"Madrid\",\"parts\":[]}"));

  g_assert_null (explain (workspace, MADRID, 4711, &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

/* --- Filters ------------------------------------------------------------------------------------------ */

typedef struct
{
  guint n;
  gboolean same;
} Changes;

static void
changed_cb (Changes  *changes,
            gboolean  same)
{
  changes->n++;
  changes->same = same;
}

typedef struct
{
  CrmFilter *filter;
  const char *text;
} Saying;

static gboolean
says (gpointer data)
{
  const Saying *saying = data;
  g_autofree char *text = crm_filter_say (saying->filter);

  return g_strcmp0 (text, saying->text) == 0;
}

static void
wait_for_text (CrmFilter  *filter,
               const char *text)
{
  Saying saying = { filter, text };

  crm_test_wait (says, &saying);
}

static void
test_filter (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (CrmFilter) filter = crm_filter_new (workspace, "contact");
  g_autoptr (CrmCondition) always = crm_condition_new_group (CRM_CONDITION_ALL);
  g_autoptr (CrmCondition) madrid = segment_test_parse (workspace, "contact", MADRID);
  g_autoptr (CrmCondition) recently = segment_test_parse (workspace, "contact", RECENTLY);
  g_autoptr (CrmSegments) segments = crm_segments_get (workspace);
  g_autoptr (CrmQuery) query = NULL;
  Changes changes = { 0 };
  gint64 id;

  g_signal_connect_swapped (filter, "changed", G_CALLBACK (changed_cb), &changes);
  crm_filter_set (filter, always, 0);
  g_assert_null (crm_filter_get_condition (filter));
  g_assert_null (crm_filter_make_query (filter));
  g_assert_null (crm_filter_say (filter));

  crm_filter_set (filter, madrid, 0);
  g_assert_cmpuint (changes.n, ==, 2);
  g_assert_false (changes.same);
  wait_for_text (filter, "City is “Madrid”");
  query = crm_filter_make_query (filter);
  g_assert_nonnull (query);

  /* Of a segment it has the name, follows it, and stays as it was when it is gone. */
  id = crm_test_add (workspace, "segment", "name", "Near", "record_type", "contact", "condition", MADRID, NULL);
  crm_filter_set (filter, madrid, id);
  wait_for_text (filter, "Near: City is “Madrid”");
  crm_test_set (workspace, "segment", id, "condition", RECENTLY, NULL);
  wait_for_text (filter, "Near: Created is within the last 7 days");
  g_assert_false (changes.same);
  crm_test_trash (workspace, "segment", id);
  wait_for_text (filter, "Created is within the last 7 days");
  g_assert_null (crm_filter_get_segment (filter));

  /* As time goes by it is asked again, if it asks for the time. */
  changes.n = 0;
  g_signal_emit_by_name (segments, "aged");
  g_assert_cmpuint (changes.n, ==, 1);
  g_assert_true (changes.same);
  crm_filter_set (filter, madrid, 0);
  changes.n = 0;
  g_signal_emit_by_name (segments, "aged");
  g_assert_cmpuint (changes.n, ==, 0);

  /* What it names may go. */
  crm_filter_set (filter, NULL, 0);
  g_assert_null (crm_filter_say (filter));
  g_clear_object (&segments);
  g_clear_object (&filter);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

/* A field that is deleted takes the meaning from a filter; it says so, and hides nothing. */
static void
test_gone (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  gint64 field = crm_test_add (workspace, "field", "label", "Size", "record_type", "contact", "type", "number", NULL);
  g_autoptr (CrmFilter) filter = crm_filter_new (workspace, "contact");
  g_autoptr (CrmCondition) condition = segment_test_parse (workspace, "contact",
                                                           "{\"field\":\"contact.custom.size\",\"op\":\"is\",\"value\":5}");

  crm_filter_set (filter, condition, 0);
  wait_for_text (filter, "Size is 5");
  crm_test_trash (workspace, "field", field);
  wait_for_text (filter, "There is no field “contact.custom.size”.");
  g_assert_nonnull (crm_filter_get_error (filter));
  g_assert_null (crm_filter_get_plan (filter));
  g_assert_nonnull (crm_filter_get_condition (filter));
  g_clear_object (&filter);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/explanation/lines", test_lines);
  g_test_add_func ("/explanation/filter", test_filter);
  g_test_add_func ("/explanation/gone", test_gone);

  return g_test_run ();
}
