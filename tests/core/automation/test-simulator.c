/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The simulator: the same answer for the same seed, nothing of it in the real data, nothing sent; and why
 * somebody is in an automation or is not.
 */

#include "config.h"

#include "automation-test.h"

#include <string.h>

#include "crm-simulator.h"
#include "crm-why.h"

static const char steps[] =
  "{\"id\": \"m\", \"action\": \"send-email\", \"subject\": \"S\", \"body\": \"B\"}, {\"id\": \"w\", \"action\": \"wait\", \"for\": \"P2D\"},"
  "{\"id\": \"i\", \"action\": \"if-else\", \"if\": {\"message\": \"S\", \"op\": \"opened\"}, \"yes\": [{\"id\": \"t\", \"action\": \"add-tag\", \"tag\": \"warm\"}], \"no\": []}";

static void
test_simulate (AutomationTest *self,
               gconstpointer   data)
{
  CrmSimulatorOptions options = { 0 };
  gint64 ids[100];
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *other = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *told;
  gint64 yes = 0, no = 0;

  options.automation = automation_test_make (self, "A", "", "", steps);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = automation_test_contact (self, "n");
  automation_test_run (self);
  options.contacts = ids;
  options.n_contacts = G_N_ELEMENTS (ids);
  options.days = 30;
  options.seed = 4;
  options.open = 0.3;
  options.trails = 1;

  first = crm_simulator_run (crm_workspace_get_store (self->workspace), &options, NULL, &error);
  g_assert_no_error (error);
  again = crm_simulator_run (crm_workspace_get_store (self->workspace), &options, NULL, &error);
  g_assert_cmpstr (first, ==, again);
  options.seed = 5;
  other = crm_simulator_run (crm_workspace_get_store (self->workspace), &options, NULL, &error);
  g_assert_cmpstr (first, !=, other);

  node = json_from_string (first, NULL);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "finished"), ==, 100);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "messages"), ==, 100);
  told = json_object_get_array_member (json_node_get_object (node), "steps");
  for (guint i = 0; i < json_array_get_length (told); i++)
    {
      JsonObject *step = json_array_get_object_element (told, i);
      const char *path = json_object_get_string_member_with_default (step, "path", "");

      if (strcmp (path, "yes") == 0)
        yes += json_object_get_int_member (step, "contacts");
      if (strcmp (path, "no") == 0)
        no += json_object_get_int_member (step, "contacts");
    }
  g_assert_cmpint (yes + no, ==, 100);
  g_assert_cmpint (yes, >, 10);
  g_assert_cmpint (yes, <, 55);

  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM run"), ==, 0);
  g_assert_cmpint (automation_test_number (self, "SELECT count (*) FROM outbox"), ==, 0);
}

static gpointer
why (CrmDb         *db,
     CrmSchema     *schema,
     gpointer       data,
     GCancellable  *cancellable,
     GError       **error)
{
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (CRM_TEST_NOW);
  const gint64 *job = data;

  return crm_why_explain (db, schema, clock, job[0], job[1], error);
}

static void
test_why (AutomationTest *self,
          gconstpointer   data)
{
  gint64 ada = crm_test_add (self->workspace, "contact", "first_name", "Ada", "city", "Oslo", NULL);
  gint64 job[2] = { automation_test_make (self, "A", "", "{\"id\": \"t\", \"type\": \"tag-added\", \"tag\": \"lead\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}}",
                                          "{\"id\": \"w\", \"action\": \"wait\", \"for\": \"P1D\"}"), ada };
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  automation_test_tag (self, ada, "lead");
  automation_test_run (self);
  said = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, why, job, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (said, "Oslo"));
  g_clear_pointer (&said, g_free);

  automation_test_add (self, job[0], ada);
  automation_test_run (self);
  said = crm_store_read (crm_workspace_get_store (self->workspace), CRM_LANE_QUERY, why, job, &error);
  g_assert_nonnull (strstr (said, "stands at the step “w”"));
  g_assert_nonnull (strstr (said, "Waits until"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/simulator/simulate", AutomationTest, NULL, automation_test_set_up, test_simulate, automation_test_tear_down);
  g_test_add ("/simulator/why", AutomationTest, NULL, automation_test_set_up, test_why, automation_test_tear_down);

  return g_test_run ();
}
