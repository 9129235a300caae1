/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An automation of ten steps for 10,000 contacts, with and without a million runs that wait in the file, against the same
 * statements in bare SQL; and a simulation of 90 days (`quality.md`, "Speed and size"). Arguments: how many contacts, and
 * how many waiting runs.
 */

#include "config.h"

#include "crm-automation.h"
#include "crm-engine.h"
#include "crm-segment.h"
#include "crm-simulator.h"
#include "crm-test.h"

static const char file[] =
  "{\"format\": \"crm-automation\", \"version\": 1, \"name\": \"Bench\", \"steps\": ["
  "{\"id\": \"1\", \"action\": \"if-else\", \"if\": {\"field\": \"contact.city\", \"op\": \"is\", \"value\": \"Rome\"}, \"yes\": [], \"no\": []},"
  "{\"id\": \"2\", \"action\": \"add-tag\", \"tag\": \"a\"},"
  "{\"id\": \"3\", \"action\": \"split\", \"kind\": \"even\", \"paths\": [{\"name\": \"A\"}, {\"name\": \"B\"}]},"
  "{\"id\": \"4\", \"action\": \"adjust-score\", \"operation\": \"add\", \"value\": 1},"
  "{\"id\": \"5\", \"action\": \"if-else\", \"if\": {\"tag\": \"a\", \"op\": \"has\"}, \"yes\": [], \"no\": []},"
  "{\"id\": \"6\", \"action\": \"send-email\", \"subject\": \"Hi {{contact.first_name}}\", \"body\": \"x\"},"
  "{\"id\": \"7\", \"action\": \"if-else\", \"if\": {\"field\": \"contact.score\", \"op\": \"greater-than\", \"value\": 5}, \"yes\": [], \"no\": []},"
  "{\"id\": \"8\", \"action\": \"wait\", \"for\": \"P3D\"},"
  "{\"id\": \"9\", \"action\": \"if-else\", \"if\": {\"message\": \"any\", \"op\": \"opened\"}, \"yes\": [], \"no\": []},"
  "{\"id\": \"10\", \"action\": \"wait\", \"for\": \"P30D\"}]}";

typedef struct
{
  guint n;
  guint first;
  gint64 automation;
  gint64 *ids;
} Job;

static gboolean
fill_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  Job *job = data;
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (door), "contact");

  for (guint i = 0; i < job->n; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
      g_autofree char *email = g_strdup_printf ("n%u@example.org", i);

      crm_edit_set_text (edit, "first_name", "N");
      crm_edit_set_text (edit, "email", email);
      crm_edit_set_text (edit, "city", i % 3 == 0 ? "Rome" : "Oslo");
      job->ids[i] = crm_door_apply (door, edit, error);
      if (job->ids[i] == 0)
        return FALSE;
    }
  job->automation = crm_automation_import (door, file, CRM_IMPORT_ON | CRM_IMPORT_CREATE_MISSING, NULL, error);

  return job->automation != 0;
}

static gboolean
wait_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  return crm_db_run (crm_door_get_db (door), error,
                     "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) INSERT INTO automation_cursor "
                     "(run, automation, contact, cause, step, arrived, waits, due, wake) SELECT -i, ?2, 0, 0, '10', 0, 1, 9000000000000000 + i, 9000000000000000 + i FROM n",
                     "ii", (gint64) ((Job *) data)->n, ((Job *) data)->automation);
}

static gboolean
add_func (CrmDoor   *door,
          gpointer   data,
          GError   **error)
{
  Job *job = data;
  guint n_added;

  return crm_automation_add (door, job->automation, job->ids, job->n, NULL, &n_added, error);
}

static gboolean
bare_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  CrmDb *db = crm_door_get_db (door);
  Job *job = data;

  if (!crm_db_exec (db, "CREATE TEMP TABLE bare (id INTEGER PRIMARY KEY, run INTEGER, step TEXT, time INTEGER)", error))
    return FALSE;
  for (guint step = 0; step < 10; step++)
    for (guint i = 0; i < job->n; i++)
      if (!crm_db_run (db, error, "INSERT INTO bare (run, step, time) VALUES (?, 's', ?)", "ii", (gint64) i, (gint64) step) ||
          !crm_db_run (db, error, "UPDATE contact SET modified = ? WHERE id = ?", "ii", (gint64) step, job->ids[i]))
        return FALSE;

  return TRUE;
}

static void
put_down (CrmWorkspace *workspace,
       CrmWriteFunc  func,
       Job          *job)
{
  g_autoptr (CrmChangeSet) set = crm_workspace_begin (workspace, CRM_CAUSE_COMMAND, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCommit) commit = crm_store_write (crm_workspace_get_store (workspace), set, 0, func, job, &error);

  g_assert_no_error (error);
}

int
main (int   argc,
      char *argv[])
{
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  guint n_waiting = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 0;
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = NULL;
  g_autoptr (CrmEngine) engine = NULL;
  g_autoptr (GError) error = NULL;
  CrmClock *clock;
  Job job = { n };
  Job waiting = { n_waiting };
  CrmEngineReport report;
  CrmSimulatorOptions options = { 0 };
  g_autofree char *answer = NULL;
  gint64 start, steps = 0;
  double seconds;

  crm_segment_init ();
  crm_automation_init ();
  workspace = crm_test_new_workspace (&folder);
  clock = crm_workspace_get_clock (workspace);
  engine = crm_engine_new (crm_workspace_get_store (workspace));
  job.ids = g_new0 (gint64, n);
  put_down (workspace, fill_func, &job);
  crm_engine_run (engine, &report, &error);
  g_assert_no_error (error);
  waiting.automation = job.automation;
  if (n_waiting > 0)
    put_down (workspace, wait_func, &waiting);

  options.automation = job.automation;
  options.contacts = job.ids;
  options.n_contacts = n;
  options.days = 90;
  options.open = 0.3;
  options.click = 0.05;
  if (n_waiting == 0)
    {
      start = g_get_monotonic_time ();
      answer = crm_simulator_run (crm_workspace_get_store (workspace), &options, NULL, &error);
      g_assert_no_error (error);
      g_print ("simulation of 90 days, %u contacts: %.2f s\n", n, (double) (g_get_monotonic_time () - start) / 1e6);
    }

  start = g_get_monotonic_time ();
  put_down (workspace, add_func, &job);
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  g_print ("entering:                %8.2f s\n", seconds);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 3; i++)
    {
      crm_engine_run (engine, &report, &error);
      g_assert_no_error (error);
      steps += report.n_steps;
      crm_clock_set_now (clock, crm_clock_get_now (clock) + 31 * G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
    }
  seconds = (double) (g_get_monotonic_time () - start) / 1e6;
  g_print ("%u contacts, %u waiting: %8.2f s, %" G_GINT64_FORMAT " steps, %.0f steps/s\n", n, n_waiting, seconds, steps, (double) steps / seconds);

  start = g_get_monotonic_time ();
  put_down (workspace, bare_func, &job);
  g_print ("bare SQL, a row and an update a step: %.2f s\n", (double) (g_get_monotonic_time () - start) / 1e6);
  g_free (job.ids);
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);

  return 0;
}
