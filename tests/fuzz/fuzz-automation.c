/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Any bytes as an automation file. What is taken is written and read back the same to the byte, and is judged; what nothing is
 * wrong with can be switched on, lets people in, and comes to an end or waits.
 */

#include "config.h"

#include <string.h>

#include "automation-test.h"
#include "crm-matching.h"
#include "crm-segment.h"

int LLVMFuzzerTestOneInput (const guint8 *data,
                            size_t        size);

static AutomationTest test;
static guint n_runs;

static void
clean_up (void)
{
  if (test.workspace != NULL)
    automation_test_tear_down (&test, NULL);
  test = (AutomationTest) { NULL };
}

/* Everything that an automation may name, and who comes in. */
static void
prepare (void)
{
  static gboolean registered;

  /* Automations pile up. */
  if (test.workspace != NULL && n_runs < 200)
    return;

  if (!registered)
    atexit (clean_up);
  registered = TRUE;
  clean_up ();
  n_runs = 0;
  automation_test_set_up (&test, NULL);
  crm_test_add (test.workspace, "account", "name", "Engines", "city", "Madrid", NULL);
  crm_test_add (test.workspace, "contact", "first_name", "Ada", "email", "ada@example.org", "phone", "+34 911 234 567", "account", "Engines", "tags", "lead", NULL);
  crm_test_add (test.workspace, "contact", "first_name", "Bob", NULL);
  crm_test_add (test.workspace, "deal", "title", "D", "value", "100 EUR", "contact", "#1", "people", "#2", NULL);
  crm_test_add (test.workspace, "task", "title", "T", "contacts", "#1", NULL);
}

typedef struct
{
  const char *text;
  gint64 automation;
  guint n;
} Job;

static gpointer
judge (CrmDb         *db,
       CrmSchema     *schema,
       gpointer       data,
       GCancellable  *cancellable,
       GError       **error)
{
  g_autoptr (GPtrArray) problems = crm_flow_check (data, db, CRM_CATALOGUE (schema));

  for (guint i = 0; i < problems->len; i++)
    g_assert_true (g_utf8_validate (((CrmProblem *) g_ptr_array_index (problems, i))->text, -1, NULL));

  return g_strdup (problems->len == 0 ? "right" : "wrong");
}

static gboolean
import_func (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Job *job = data;

  job->automation = crm_automation_import (door, job->text, CRM_IMPORT_CREATE_MISSING | CRM_IMPORT_ON, NULL, error);

  return job->automation != 0;
}

static gboolean
matching_func (CrmDoor   *door,
               gpointer   data,
               GError   **error)
{
  Job *job = data;
  gint64 ids[] = { 1, 2 };

  return crm_matching_add (door, job->automation, &job->n, error) && crm_automation_add (door, job->automation, ids, G_N_ELEMENTS (ids), NULL, &job->n, error);
}

static gboolean
try_func (CrmStore     *store,
          CrmWriteFunc  func,
          Job          *job)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_USER, NULL);
  g_autoptr (CrmCommit) commit = crm_store_write (store, set, G_PRIORITY_DEFAULT, func, job, NULL);

  return commit != NULL;
}

static void
run (void)
{
  CrmClock *clock = crm_workspace_get_clock (test.workspace);

  for (guint i = 0; i < 4; i++)
    {
      CrmEngineReport report = { 0 };
      g_autoptr (GError) error = NULL;

      do
        g_assert_true (crm_engine_step (test.engine, &report, &error));
      while (report.more && report.n_commits < 500);
      g_assert_cmpuint (report.n_commits, <, 500);
      crm_clock_set_now (clock, crm_clock_get_now (clock) + 2 * DAY);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        size_t        size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmFlow) flow = NULL;
  g_autoptr (CrmFlow) again = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *judged = NULL;
  CrmStore *store;
  Job job = { text, 0, 0 };

  prepare ();
  store = crm_workspace_get_store (test.workspace);
  flow = crm_flow_parse (text, NULL);
  if (flow == NULL)
    return 0;

  printed = crm_flow_print (flow);
  again = crm_flow_parse (printed, &error);
  g_assert_no_error (error);
  twice = crm_flow_print (again);
  g_assert_cmpstr (printed, ==, twice);
  judged = crm_store_read (store, CRM_LANE_QUERY, judge, flow, NULL);

  /* Nothing wrong: it is on. */
  n_runs++;
  if (!try_func (store, import_func, &job))
    {
      g_assert_cmpstr (judged, ==, "wrong");
      return 0;
    }
  run ();
  g_assert_true (try_func (store, matching_func, &job));
  run ();
  crm_test_trash (test.workspace, "automation", job.automation);

  return 0;
}
