/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The builder of conditions: what is put in comes out, what it says, how many that is. */

#include "config.h"

#include "crm-condition-builder.h"
#include "crm-condition-group.h"
#include "crm-condition-row.h"
#include "crm-condition-values.h"
#include "crm-live-count.h"
#include "crm-subject.h"
#include "crm-subject-button.h"
#include "crm-ui-test.h"

static const char *const conditions[] = {
  "{\"all\":[]}",
  "{\"all\":[{\"field\":\"contact.city\",\"op\":\"contains\",\"value\":\"mad\"}]}",
  "{\"all\":[{\"any\":[{\"field\":\"contact.country\",\"op\":\"is\",\"value\":\"ES\"},"
  "{\"field\":\"contact.country\",\"op\":\"is\",\"value\":\"IT\"}]},{\"tag\":\"roof\",\"op\":\"has\"},"
  "{\"field\":\"deal.status\",\"op\":\"is\",\"value\":\"open\"},"
  "{\"field\":\"deal.value\",\"op\":\"greater-than\",\"value\":\"5000.00\",\"currency\":\"EUR\"},"
  "{\"field\":\"contact.last_contacted\",\"op\":\"more-than-ago\",\"value\":\"P30D\"}]}",
  "{\"not\":{\"any\":[{\"field\":\"contact.country\",\"op\":\"is-any-of\",\"value\":[\"ES\",\"FR\"]},"
  "{\"field\":\"contact.birthday\",\"op\":\"between\",\"value\":[\"1980-01-01\",\"1990-12-31\"]}]}}",
  "{\"all\":[{\"any-deal\":{\"all\":[{\"field\":\"deal.status\",\"op\":\"is\",\"value\":\"won\"}]}}]}",
  "{\"all\":[{\"not\":{\"any-deal\":{\"all\":[]}}},{\"any-account\":{\"any\":[{\"field\":\"account.city\",\"op\":\"is\","
  "\"value\":\"Roma\"},{\"not\":{\"any-task\":{\"all\":[{\"field\":\"task.status\",\"op\":\"is\",\"value\":\"open\"}]}}}]}},"
  "{\"any-task\":{\"not\":{\"any\":[{\"field\":\"task.priority\",\"op\":\"is-not-empty\"}]}}}]}",
  "{\"all\":[{\"message\":\"any\",\"op\":\"opened\",\"times\":{\"at-least\":3},\"within\":\"P30D\"},"
  "{\"message\":\"Hello\",\"op\":\"not-clicked\"},{\"automation\":\"Welcome\",\"op\":\"has-been-in\"},"
  "{\"field\":\"contact.score\",\"op\":\"between\",\"value\":[1,10]}]}",
  "{\"all\":[{\"not\":{\"any-deal\":{\"all\":[{\"any-task\":{\"all\":[]}}]}}}]}",
  "{\"any\":[{\"list\":\"News\",\"op\":\"subscribed\"},{\"list\":\"News\",\"op\":\"subscribed-within-last\",\"value\":\"P7D\"},"
  "{\"field\":\"contact.tags\",\"op\":\"has-all\",\"value\":[\"roof\",\"vip\"]},"
  "{\"now\":\"weekday\",\"op\":\"is-any-of\",\"value\":[\"monday\",\"friday\"]},"
  "{\"field\":\"contact.created\",\"op\":\"after\",\"value\":\"2026-01-05\"},"
  "{\"field\":\"contact.owner\",\"op\":\"is\",\"value\":\"me\"}]}",
};

typedef struct
{
  GtkWidget *builder;
  const char *text;
} Wanted;

static gboolean
says (gpointer data)
{
  const Wanted *wanted = data;

  return crm_ui_test_find_text (wanted->builder, GTK_TYPE_LABEL, wanted->text) != NULL;
}

static void
wait_for (GtkWidget  *builder,
          const char *text)
{
  Wanted wanted = { builder, text };

  crm_test_wait (says, &wanted);
}

static void
test_round_trip (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  const CrmRecordType *type = crm_workspace_get_type_named (workspace, "contact");
  GtkWidget *builder = crm_condition_builder_new (workspace, "contact");

  crm_ui_test_show (builder);
  for (guint i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CrmCondition) wanted = NULL;
      g_autoptr (CrmCondition) said = NULL;
      g_autofree char *json = NULL;

      crm_condition_builder_set_json (CRM_CONDITION_BUILDER (builder), conditions[i], &error);
      g_assert_no_error (error);
      wanted = crm_condition_parse (crm_workspace_get_catalogue (workspace), type, conditions[i], &error);
      said = crm_condition_builder_dup_condition (CRM_CONDITION_BUILDER (builder), &error);
      g_assert_no_error (error);
      json = crm_condition_print (said);
      g_test_message ("%s", json);
      g_assert_true (crm_condition_equal (wanted, said));
    }
  crm_ui_test_close (builder);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

static void
test_count (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  GtkWidget *builder = crm_condition_builder_new (workspace, "contact");
  gint64 anna = crm_test_add (workspace, "contact", "first_name", "Anna", "city", "Madrid", NULL);

  crm_test_add (workspace, "contact", "first_name", "Berta", "city", "Roma", NULL);
  crm_ui_test_show (builder);
  wait_for (builder, "2 contacts");
  crm_condition_builder_set_json (CRM_CONDITION_BUILDER (builder), conditions[1], NULL);
  wait_for (builder, "1 contact");
  wait_for (builder, "City contains “mad”");

  /* It follows. */
  crm_test_set (workspace, "contact", anna, "city", "Lisboa", NULL);
  wait_for (builder, "0 contacts");
  crm_ui_test_close (builder);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

static void
changed_cb (guint *n)
{
  (*n)++;
}

/* A row that asks nothing yet asks nothing; one that cannot be understood says why. */
static void
test_rows (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  GtkWidget *builder = crm_condition_builder_new (workspace, "contact");
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  CrmConditionGroup *group;
  CrmConditionRow *row;
  GtkWidget *entry;
  guint n = 0;

  crm_ui_test_show (builder);
  g_signal_connect_swapped (builder, "changed", G_CALLBACK (changed_cb), &n);
  group = crm_ui_test_find (builder, CRM_TYPE_CONDITION_GROUP);
  row = crm_condition_group_add_row (group);
  json = crm_condition_builder_dup_json (CRM_CONDITION_BUILDER (builder), &error);
  g_assert_cmpstr (json, ==, "{\"all\":[]}");

  g_signal_emit_by_name (crm_ui_test_find (GTK_WIDGET (row), CRM_TYPE_SUBJECT_BUTTON), "chosen", "field", "contact.birthday");
  g_assert_cmpuint (n, >, 0);
  n = 0;
  entry = crm_ui_test_find (crm_ui_test_find (GTK_WIDGET (row), CRM_TYPE_CONDITION_VALUES), GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "no day");
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (crm_condition_builder_dup_json (CRM_CONDITION_BUILDER (builder), &error));
  g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
  g_assert_nonnull (crm_ui_test_find_text (GTK_WIDGET (row), GTK_TYPE_LABEL, error->message));
  g_clear_error (&error);

  gtk_editable_set_text (GTK_EDITABLE (entry), "2001-02-03");
  g_free (json);
  json = crm_condition_builder_dup_json (CRM_CONDITION_BUILDER (builder), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (json, ==, "{\"all\":[{\"field\":\"contact.birthday\",\"op\":\"on\",\"value\":\"2001-02-03\"}]}");

  g_signal_emit_by_name (row, "removed");
  g_free (json);
  json = crm_condition_builder_dup_json (CRM_CONDITION_BUILDER (builder), &error);
  g_assert_cmpstr (json, ==, "{\"all\":[]}");
  crm_ui_test_close (builder);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

static CrmConditionGroup *
find_related (GtkWidget *builder)
{
  GtkWidget *text = crm_ui_test_find_text (builder, GTK_TYPE_LABEL, "Deals");

  return text != NULL ? CRM_CONDITION_GROUP (gtk_widget_get_ancestor (text, CRM_TYPE_CONDITION_GROUP)) : NULL;
}

/* Every way to other records is offered; a group over one asks for that there is one, at once. */
static void
test_related (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  GtkWidget *builder = crm_condition_builder_new (workspace, "contact");
  CrmConditionGroup *group = crm_ui_test_find (builder, CRM_TYPE_CONDITION_GROUP);
  g_autoptr (GArray) relations = crm_condition_list_relations (crm_workspace_get_catalogue (workspace),
                                                               crm_workspace_get_type_named (workspace, "contact"));
  g_autofree char *json = NULL;
  GtkWidget *quantity;

  crm_test_add (workspace, "contact", "first_name", "Anna", NULL);
  crm_ui_test_show (builder);
  wait_for (builder, "1 contact");
  g_assert_cmpuint (relations->len, >, 5);
  for (guint i = 0; i < relations->len; i++)
    {
      const char *name = crm_relation_get_name (&g_array_index (relations, CrmRelation, i));
      g_autofree char *wanted = g_strdup_printf ("{\"all\":[{\"any-%s\":{\"all\":[]}}]}", name);
      g_autofree char *said = NULL;

      crm_condition_builder_set_json (CRM_CONDITION_BUILDER (builder), "{\"all\":[]}", NULL);
      g_assert_true (gtk_widget_activate_action (GTK_WIDGET (group), "group.add-related", "s", name));
      said = crm_condition_builder_dup_json (CRM_CONDITION_BUILDER (builder), NULL);
      g_assert_cmpstr (said, ==, wanted);
    }

  crm_condition_builder_set_json (CRM_CONDITION_BUILDER (builder), "{\"all\":[]}", NULL);
  gtk_widget_activate_action (GTK_WIDGET (group), "group.add-related", "s", "deal");
  wait_for (builder, "0 contacts");
  wait_for (builder, "Deals: at least one");
  quantity = crm_ui_test_find (GTK_WIDGET (find_related (builder)), GTK_TYPE_DROP_DOWN);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (quantity), 1);
  wait_for (builder, "1 contact");
  json = crm_condition_builder_dup_json (CRM_CONDITION_BUILDER (builder), NULL);
  g_assert_cmpstr (json, ==, "{\"all\":[{\"not\":{\"any-deal\":{\"all\":[]}}}]}");
  crm_ui_test_close (builder);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);
}

int
main (int    argc,
      char **argv)
{
  crm_ui_test_init (&argc, &argv);

  g_test_add_func ("/condition-builder/round-trip", test_round_trip);
  g_test_add_func ("/condition-builder/count", test_count);
  g_test_add_func ("/condition-builder/rows", test_rows);
  g_test_add_func ("/condition-builder/related", test_related);

  return g_test_run ();
}
