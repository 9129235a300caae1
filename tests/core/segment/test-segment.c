/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Segments and saved filters: they mean something, they follow what they name, and contain others. */

#include "config.h"

#include <string.h>

#include "crm-error.h"
#include "crm-input.h"
#include "segment-test.h"

#define MADRID "{\"field\":\"contact.city\",\"op\":\"is\",\"value\":\"Madrid\"}"

static CrmWorkspace *
make_people (char **folder)
{
  CrmWorkspace *workspace = crm_test_new_workspace (folder);

  crm_test_add (workspace, "contact", "first_name", "Ana", "city", "Madrid", "tags", "lead", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", "city", "Madrid", NULL);
  crm_test_add (workspace, "contact", "first_name", "Carlos", "city", "Toledo", "tags", "lead", NULL);

  return workspace;
}

static gint64
add_segment (CrmWorkspace *workspace,
             const char   *name,
             const char   *condition)
{
  return crm_test_add (workspace, "segment", "name", name, "record_type", "contact", "condition", condition, NULL);
}

typedef struct
{
  const CrmRecordType *type;
  gint64 id;
  const char *key;
  const char *text;
  const char *name;
} Write;

static gboolean
write_segment (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  const Write *writing = data;
  g_autoptr (CrmEdit) edit = crm_edit_new (&writing->type->table, writing->id != 0 ? CRM_OP_UPDATE : CRM_OP_CREATE,
                                           writing->id);
  gboolean asked = TRUE;

  if (writing->id == 0)
    asked = crm_input_apply (door, edit, crm_record_type_find_field (writing->type, "name"), writing->name, 0, error) &&
            crm_input_apply (door, edit, crm_record_type_find_field (writing->type, "record_type"), "contact", 0,
                             error);

  return asked && crm_input_apply (door, edit, crm_record_type_find_field (writing->type, writing->key), writing->text,
                                   0, error) &&
         crm_door_apply (door, edit, error) != 0;
}

/* What is said when a segment is not kept. */
static char *
refuse_segment (CrmWorkspace *workspace,
                gint64        id,
                const char   *name,
                const char   *condition)
{
  Write writing = { crm_workspace_get_type_named (workspace, "segment"), id, "condition", condition, name };
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_USER, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (workspace), set, G_PRIORITY_DEFAULT,
                                                  write_segment, &writing, &error);

  g_assert_null (commit);
  g_assert_cmpint (error->domain, ==, CRM_ERROR);

  return g_strdup (error->message);
}

static void
test_kept (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  gint64 id = add_segment (workspace, "In Madrid",
                           " {\"value\": \"Madrid\", \"op\": \"is\",\n \"field\": \"contact.city\"} ");
  g_autofree char *kept = crm_test_get (workspace, "segment", id, "condition");

  /* In the one form that there is. */
  g_assert_cmpstr (kept, ==, MADRID);

  crm_test_set (workspace, "segment", id, "pinned", "yes", "is_filter", "yes", NULL);
  {
    g_autoptr (CrmConditionContext) context = segment_test_make_context (workspace);
    CrmSegmentSet *segments = crm_condition_context_get_segments (context);
    const CrmSegment *segment = crm_segment_set_find (segments, crm_workspace_get_type_named (workspace, "contact"),
                   "IN MADRID");

    g_assert_cmpuint (crm_segment_set_get_n (segments), ==, 1);
    g_assert_true (segment == crm_segment_set_get (segments, 0));
    g_assert_cmpint (segment->id, ==, id);
    g_assert_true (segment->pinned);
    g_assert_true (segment->is_filter);
    g_assert_null (crm_segment_set_find (segments, crm_workspace_get_type_named (workspace, "account"), "In Madrid"));
  }

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

static void
test_inside (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);

  add_segment (workspace, "In Madrid", MADRID);
  add_segment (workspace, "Leads in Madrid",
               "{\"all\":[{\"segment\":\"in madrid\",\"op\":\"is\"},{\"tag\":\"lead\",\"op\":\"has\"}]}");

  segment_test_assert (workspace, "contact", "{\"segment\":\"Leads in Madrid\",\"op\":\"is\"}", "Ana");
  segment_test_assert (workspace, "contact", "{\"segment\":\"Leads in Madrid\",\"op\":\"is-not\"}", "Bea Carlos");
  segment_test_assert (workspace, "tag", "{\"any-contact\":{\"segment\":\"Leads in Madrid\",\"op\":\"is\"}}", "lead");

  /* Live: who is in it follows from what they are. */
  crm_test_set (workspace, "contact", 3, "city", "Madrid", NULL);
  segment_test_assert (workspace, "contact", "{\"segment\":\"Leads in Madrid\",\"op\":\"is\"}", "Ana Carlos");

  crm_test_remove_folder (folder);
}

static void
test_refused (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  gint64 first = add_segment (workspace, "First", MADRID);
  gint64 second = add_segment (workspace, "Second", "{\"not\":{\"segment\":\"First\",\"op\":\"is\"}}");
  const struct
  {
    gint64 id;
    const char *name;
    const char *condition;
    const char *said;
  } cases[] = {
    { 0, "Third", "Madrid", "Line 1 is not valid JSON." },
    { 0, "Third", "{\"field\":\"contact.shoe_size\",\"op\":\"is\",\"value\":\"42\"}",
      "condition: There is no field “contact.shoe_size”." },
    { 0, "Third", "{\"segment\":\"Nobody\",\"op\":\"is\"}", "There is no segment “Nobody” of Contacts." },
    { 0, "Third", "{\"segment\":\"third\",\"op\":\"is\"}",
      "The segment “third” contains itself. Take it out of one of the segments that it is made of." },
    { first, NULL, "{\"segment\":\"Second\",\"op\":\"is-not\"}",
      "The segment “First” contains itself. Take it out of one of the segments that it is made of." },
    { second, NULL,
      "{\"any\":[{\"segment\":\"First\",\"op\":\"is\"},{\"any-account\":{\"any-contact\":{\"segment\":\"Second\",\"op\":\"is\"}}}]}",
      "The segment “Second” contains itself. Take it out of one of the segments that it is made of." },
    { 0, "first", MADRID, "There is a segment “first” already. Choose another name." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = refuse_segment (workspace, cases[i].id, cases[i].name, cases[i].condition);

      g_assert_cmpstr (said, ==, cases[i].said);
    }

  /* Segments of other records may be called the same. */
  crm_test_add (workspace, "segment", "name", "First", "record_type", "account", "condition", "{\"all\":[]}", NULL);

  crm_test_remove_folder (folder);
}

/* A segment whose field was deleted says so, and can still be called something else. */
static void
test_broken (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  gint64 field = crm_test_add (workspace, "field", "label", "Roof Area", "record_type", "contact", "type", "number",
                               NULL);
  gint64 id = add_segment (workspace, "Large Roofs",
                           "{\"field\":\"contact.custom.roof_area\",\"op\":\"greater-than\",\"value\":100}");
  g_autofree char *said = NULL;

  crm_test_trash (workspace, "field", field);
  crm_test_set (workspace, "segment", id, "name", "Big Roofs", NULL);

  said = segment_test_refusal (workspace, "contact", "{\"segment\":\"Big Roofs\",\"op\":\"is\"}");
  g_assert_cmpstr (said, ==, "The segment “Big Roofs” cannot be used: condition: There is no field “contact.custom.roof_area”.");

  crm_test_remove_folder (folder);
}

static void
assert_condition (CrmWorkspace *workspace,
                  gint64        segment,
                  const char   *expected)
{
  g_autofree char *condition = crm_test_get (workspace, "segment", segment, "condition");

  g_assert_cmpstr (condition, ==, expected);
}

static void
test_renamed (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  gint64 leads, inside, deeper, colours;
  gint64 batch;

  crm_test_add (workspace, "field", "label", "Colour", "record_type", "contact", "type", "choice", NULL);
  crm_test_add (workspace, "field", "label", "Wall", "record_type", "contact", "type", "choice", NULL);
  crm_test_set (workspace, "contact", 1, "custom.colour", "Red", "custom.wall", "Red", NULL);
  leads = add_segment (workspace, "Leads", "{\"any\":[{\"tag\":\"LEAD\",\"op\":\"has\"},"
                       "{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"x\",\"lead\"]}]}");
  inside = add_segment (workspace, "Inside", "{\"not\":{\"segment\":\"leads\",\"op\":\"is\"}}");
  deeper = add_segment (workspace, "Deeper",
                        "{\"all\":[{\"segment\":\"Inside\",\"op\":\"is\"},{\"segment\":\"Leads\",\"op\":\"is-not\"}]}");
  colours = add_segment (workspace, "Colours",
                         "{\"all\":[{\"field\":\"contact.custom.colour\",\"op\":\"is\",\"value\":\"red\"},"
                         "{\"field\":\"contact.custom.wall\",\"op\":\"is\",\"value\":\"Red\"}]}");

  batch = crm_test_set (workspace, "tag", 1, "name", "Prospect", NULL);
  assert_condition (workspace, leads, "{\"any\":[{\"tag\":\"Prospect\",\"op\":\"has\"},"
                    "{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"x\",\"Prospect\"]}]}");
  segment_test_assert (workspace, "contact", "{\"segment\":\"Leads\",\"op\":\"is\"}", "Ana Carlos");

  /* One step back. */
  crm_test_undo (workspace, batch);
  assert_condition (workspace, leads, "{\"any\":[{\"tag\":\"LEAD\",\"op\":\"has\"},"
                    "{\"field\":\"contact.tags\",\"op\":\"has-any\",\"value\":[\"x\",\"lead\"]}]}");

  /* Segments inside segments, whichever is read first. */
  crm_test_set (workspace, "segment", leads, "name", "Hot", NULL);
  assert_condition (workspace, inside, "{\"not\":{\"segment\":\"Hot\",\"op\":\"is\"}}");
  assert_condition (workspace, deeper,
                    "{\"all\":[{\"segment\":\"Inside\",\"op\":\"is\"},{\"segment\":\"Hot\",\"op\":\"is-not\"}]}");
  segment_test_assert (workspace, "contact", "{\"segment\":\"Deeper\",\"op\":\"is\"}", "Bea");

  /* An option of one list; another list has one of the same name. */
  crm_test_set (workspace, "option", 1, "label", "Scarlet", NULL);
  assert_condition (workspace, colours,
                    "{\"all\":[{\"field\":\"contact.custom.colour\",\"op\":\"is\",\"value\":\"Scarlet\"},"
                    "{\"field\":\"contact.custom.wall\",\"op\":\"is\",\"value\":\"Red\"}]}");

  crm_test_assert_sound (workspace);
  crm_test_remove_folder (folder);
}

/* Two team members have the same name: that one gets another says nothing about who was meant. */
static void
test_shared_name (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  gint64 id;

  crm_test_add (workspace, "user", "name", "Eva", "role", "member", NULL);
  crm_test_add (workspace, "user", "name", "Eva", "role", "member", NULL);
  id = add_segment (workspace, "Hers", "{\"field\":\"contact.owner\",\"op\":\"is\",\"value\":\"Eva\"}");

  crm_test_set (workspace, "user", 2, "name", "Eva María", NULL);
  assert_condition (workspace, id, "{\"field\":\"contact.owner\",\"op\":\"is\",\"value\":\"Eva\"}");
  crm_test_set (workspace, "user", 3, "name", "Eva Luisa", NULL);
  assert_condition (workspace, id, "{\"field\":\"contact.owner\",\"op\":\"is\",\"value\":\"Eva Luisa\"}");

  crm_test_remove_folder (folder);
}

/* A condition of five times the same segment. */
static char *
five_times (guint level)
{
  GString *condition = g_string_new ("{\"any\":[");

  for (guint i = 0; i < 5; i++)
    g_string_append_printf (condition, "%s{\"segment\":\"Level %u\",\"op\":\"is\"}", i > 0 ? "," : "", level);
  g_string_append (condition, "]}");

  return g_string_free (condition, FALSE);
}

/* Each names the one below it five times: too much of it is refused, not computed. */
static void
test_many (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  g_autofree char *more = five_times (3);
  g_autofree char *said = NULL;

  add_segment (workspace, "Level 0", MADRID);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("Level %u", i);
      g_autofree char *condition = five_times (i - 1);

      add_segment (workspace, name, condition);
    }
  segment_test_assert (workspace, "contact", "{\"segment\":\"Level 3\",\"op\":\"is\"}", "Ana Bea");

  said = refuse_segment (workspace, 0, "Level 4", more);
  g_assert_cmpstr (said, ==, "The condition is too long, with the segments in it.");

  crm_test_remove_folder (folder);
}

static gboolean
depends (CrmConditionPlan *plan,
         const char       *type,
         const char       *key)
{
  guint n;
  const CrmDependency *dependencies = crm_condition_plan_get_dependencies (plan, &n);

  for (guint i = 0; i < n; i++)
    if (strcmp (dependencies[i].type->table.name, type) == 0 &&
        (key == NULL ? dependencies[i].field == NULL : dependencies[i].field != NULL &&
         strcmp (dependencies[i].field->key, key) == 0))
      return TRUE;

  return FALSE;
}

static void
test_dependencies (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = make_people (&folder);
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (CrmConditionContext) context = NULL;
  g_autoptr (CrmConditionPlan) plan = NULL;
  g_autoptr (CrmCondition) timeless = NULL;
  g_autoptr (CrmConditionPlan) other = NULL;
  const CrmRecordType *contacts;
  g_autoptr (GError) error = NULL;
  guint n;

  add_segment (workspace, "In Madrid", MADRID);
  contacts = crm_workspace_get_type_named (workspace, "contact");
  context = segment_test_make_context (workspace);
  condition = segment_test_parse (workspace, "contact",
                                  "{\"all\":[{\"segment\":\"In Madrid\",\"op\":\"is\"},{\"tag\":\"lead\",\"op\":\"has\"},"
                                  "{\"field\":\"account.industry\",\"op\":\"is\",\"value\":\"x\"},"
                                  "{\"field\":\"note.body\",\"op\":\"contains\",\"value\":\"x\"},"
                                  "{\"field\":\"contact.phone\",\"op\":\"is\",\"value\":\"112\"},"
                                  "{\"field\":\"contact.created\",\"op\":\"within-last\",\"value\":\"P7D\"}]}");
  plan = crm_condition_plan_new (condition, contacts, context, &error);
  g_assert_no_error (error);

  g_assert_true (depends (plan, "segment", NULL));
  g_assert_true (depends (plan, "segment", "condition"));
  g_assert_true (depends (plan, "contact", "city"));
  g_assert_true (depends (plan, "contact", "tags"));
  g_assert_true (depends (plan, "tag", "name"));
  g_assert_true (depends (plan, "tag", NULL));
  g_assert_true (depends (plan, "contact", "account"));
  g_assert_true (depends (plan, "account", "industry"));
  g_assert_true (depends (plan, "account", NULL));
  g_assert_true (depends (plan, "note", "contact"));
  g_assert_true (depends (plan, "note", "body"));
  g_assert_true (depends (plan, "note", NULL));
  g_assert_true (depends (plan, "contact", "phone"));
  g_assert_true (depends (plan, "contact", "phone_number"));
  g_assert_false (depends (plan, "contact", "email"));
  g_assert_false (depends (plan, "user", NULL));
  g_assert_true (crm_condition_plan_uses_time (plan));
  g_assert_true (crm_condition_plan_get_condition (plan) == condition);

  timeless = segment_test_parse (workspace, "contact", MADRID);
  other = crm_condition_plan_new (timeless, contacts, context, &error);
  g_assert_false (crm_condition_plan_uses_time (other));
  crm_condition_plan_get_dependencies (other, &n);
  g_assert_cmpuint (n, ==, 1);

  /* A query asks again when one of them is written. */
  {
    g_autoptr (CrmQuery) query = crm_query_new (&contacts->table);
    g_autoptr (CrmCommit) commit = crm_commit_new ();
    g_autoptr (CrmCommit) unrelated = crm_commit_new ();

    crm_condition_plan_add_to_query (plan, query);
    crm_commit_touch (commit, &crm_workspace_get_type_named (workspace, "note")->table, 1, CRM_OP_UPDATE, NULL);
    crm_commit_touch (unrelated, &crm_workspace_get_type_named (workspace, "business")->table, 1, CRM_OP_UPDATE, NULL);
    g_assert_true (crm_query_depends_on (query, commit));
    g_assert_false (crm_query_depends_on (query, unrelated));
  }

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  crm_segment_init ();

  g_test_add_func ("/segment/kept", test_kept);
  g_test_add_func ("/segment/inside", test_inside);
  g_test_add_func ("/segment/refused", test_refused);
  g_test_add_func ("/segment/broken", test_broken);
  g_test_add_func ("/segment/renamed", test_renamed);
  g_test_add_func ("/segment/shared-name", test_shared_name);
  g_test_add_func ("/segment/many", test_many);
  g_test_add_func ("/segment/dependencies", test_dependencies);

  return g_test_run ();
}
