/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Conditions over messages, automations, goals and conversions: SQL of both forms and the evaluation in memory agree.
 */

#include "config.h"

#include "segment-test.h"

static void
test_messages (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = NULL;

  crm_segment_init ();
  workspace = crm_test_new_workspace (&folder);
  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (workspace, "contact", "first_name", "Cai", NULL);
  crm_test_add (workspace, "event", "kind", "message-opened", "name", "Hello", "contact", "#1", NULL);
  crm_test_add (workspace, "event", "kind", "message-opened", "name", "Hello", "contact", "#1", NULL);
  crm_test_add (workspace, "event", "kind", "message-opened", "name", "Offer", "contact", "#2", NULL);
  crm_test_add (workspace, "event", "kind", "message-sent", "name", "Hello", "contact", "#3", NULL);

  segment_test_assert (workspace, "contact", "{\"message\":\"any\",\"op\":\"opened\"}", "Ana Bea");
  segment_test_assert (workspace, "contact", "{\"message\":\"hello\",\"op\":\"opened\"}", "Ana");
  segment_test_assert (workspace, "contact", "{\"message\":\"any\",\"op\":\"opened\",\"times\":{\"at-least\":2}}", "Ana");
  segment_test_assert (workspace, "contact", "{\"message\":\"any\",\"op\":\"not-opened\",\"times\":{\"at-least\":2}}", "Bea Cai");
  segment_test_assert (workspace, "contact", "{\"message\":\"any\",\"op\":\"opened\",\"times\":{\"at-least\":3}}", "");
  segment_test_assert (workspace, "contact", "{\"message\":\"any\",\"op\":\"sent\",\"within\":\"P30D\"}", "Cai");
  segment_test_assert (workspace, "contact", "{\"any\":[{\"message\":\"any\",\"op\":\"opened\",\"times\":{\"at-least\":2}},{\"message\":\"any\",\"op\":\"sent\"}]}", "Ana Cai");
  crm_clock_set_now (crm_workspace_get_clock (workspace), CRM_TEST_NOW + 31 * G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
  segment_test_assert (workspace, "contact", "{\"message\":\"any\",\"op\":\"sent\",\"within\":\"P30D\"}", "");

  crm_test_remove_folder (folder);
}

static void
test_others (void)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = NULL;

  workspace = crm_test_new_workspace (&folder);
  crm_test_add (workspace, "contact", "first_name", "Ana", NULL);
  crm_test_add (workspace, "contact", "first_name", "Bea", NULL);
  crm_test_add (workspace, "automation", "name", "Welcome", NULL);
  crm_test_add (workspace, "run", "automation", "Welcome", "contact", "#1", NULL);
  crm_test_add (workspace, "conversion", "name", "Sale", NULL);
  crm_test_add (workspace, "converted", "conversion", "Sale", "contact", "#2", "title", "Sale", NULL);
  crm_test_add (workspace, "achievement", "goal", "Rich", "contact", "#2", "achieved", "yes", NULL);
  crm_test_add (workspace, "achievement", "goal", "Rich", "contact", "#1", "achieved", "no", NULL);

  segment_test_assert (workspace, "contact", "{\"automation\":\"Welcome\",\"op\":\"in\"}", "Ana");
  segment_test_assert (workspace, "contact", "{\"automation\":\"Welcome\",\"op\":\"not-in\"}", "Bea");
  segment_test_assert (workspace, "contact", "{\"automation\":\"Welcome\",\"op\":\"has-been-in\"}", "Ana");
  segment_test_assert (workspace, "contact", "{\"automation\":\"Welcome\",\"op\":\"finished\"}", "");
  segment_test_assert (workspace, "contact", "{\"conversion\":\"Sale\",\"op\":\"has\"}", "Bea");
  segment_test_assert (workspace, "contact", "{\"conversion\":\"Sale\",\"op\":\"has-not\"}", "Ana");
  segment_test_assert (workspace, "contact", "{\"goal\":\"rich\",\"op\":\"achieved\"}", "Bea");
  segment_test_assert (workspace, "contact", "{\"goal\":\"rich\",\"op\":\"has-not\"}", "Ana");

  crm_test_remove_folder (folder);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/over-automations/messages", test_messages);
  g_test_add_func ("/over-automations/others", test_others);

  return g_test_run ();
}
