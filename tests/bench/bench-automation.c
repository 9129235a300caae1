/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * An automation of ten steps for 10,000 contacts, without and with a million runs that wait in the file, beside the same
 * statements in bare SQL; and a simulation of 90 days (`quality.md`, "Speed and size"). Arguments: how many contacts, and
 * how many waiting runs. Each figure is told as time and as work of the processor, which other programs disturb less.
 */

#include "config.h"

#include <time.h>

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

/* What these ten steps have to write for each contact, as one would write it by hand: a row for each step, the row of each
 * wait once more when it is over, the tag, the path, the points, the message, the journal, and where the contact is after
 * each wait. The questions are one query for a thousand contacts. Negative numbers stand beside what the engine has done. */
static gboolean
bare_func (CrmDoor   *door,
           gpointer   data,
           GError   **error)
{
  static const char *const steps[] = { "1", "2", "3", "4", "5", "6", "7", "8", "9", "10" };
  static const char *const questions[] = {
    "SELECT count (*) FROM contact WHERE id BETWEEN ? AND ? AND city_key = 'rome'",
    "SELECT count (*) FROM contact c WHERE id BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM member WHERE tbl = 4 AND record = -c.id AND col = 8 AND key = 1 AND removed IS NULL)",
    "SELECT count (*) FROM contact WHERE id BETWEEN ? AND ? AND score > 5",
    "SELECT count (*) FROM contact c WHERE id BETWEEN ? AND ? AND EXISTS (SELECT 1 FROM event WHERE contact = c.id AND kind = 'message-opened')",
  };
  CrmDb *db = crm_door_get_db (door);
  Job *job = data;
  guint end = MIN (job->first + 1000, job->n);

  for (guint k = 0; k < G_N_ELEMENTS (questions); k++)
    crm_db_get_integer (db, 0, NULL, questions[k], "ii", job->ids[job->first], job->ids[end - 1]);

  for (guint i = job->first; i < end; i++)
    {
      gint64 id = job->ids[i];
      g_autofree char *key = g_strdup_printf ("bare %" G_GINT64_FORMAT, id);
      gboolean done;

      done = crm_db_run (db, error, "INSERT INTO automation_cursor (run, automation, contact, cause, step, arrived, wake) VALUES (?1, ?2, ?1, 0, '1', 0, NULL)",
                         "ii", -id - G_GINT64_CONSTANT (100000000), job->automation) &&
             crm_db_run (db, error, "INSERT INTO member (tbl, record, col, key, added, device) VALUES (4, ?, 8, 1, 1, 1)", "i", -id) &&
             crm_db_run (db, error, "INSERT INTO automation_path (automation, step, contact, path) VALUES (?, '3', ?, 'A')", "ii", job->automation, -id) &&
             crm_db_run (db, error, "UPDATE contact SET score = coalesce (score, 0) + 1, modified = ? WHERE id = ?", "ii", (gint64) 1, id) &&
             crm_db_run (db, error, "INSERT INTO counter VALUES (4, ?, 9, 1, 1, 1)", "i", -id) &&
             crm_db_run (db, error, "INSERT INTO journal (change_set, tbl, record, op, changes) VALUES (1, 4, ?, 2, '{\"tags\":{\"+\":[[1,null,null]],\"-\":[]}}')", "i", -id) &&
             crm_db_run (db, error, "INSERT INTO journal (change_set, tbl, record, op, changes) VALUES (1, 4, ?, 2, '{\"score\":[0,1]}')", "i", -id) &&
             crm_db_run (db, error, "INSERT INTO outbox (id, dedupe_key, channel, contact, run, step, class, payload, state, next_try, device, created) "
                                    "VALUES (?1, ?1, 'email', ?2, ?2, '6', 'marketing', '{\"to\":\"n@example.org\",\"subject\":\"Hi N\",\"text\":\"x\"}', 'queued', 0, 1, 0)",
                         "ti", key, -id);
      for (guint k = 0; done && k < G_N_ELEMENTS (steps); k++)
        done = crm_db_run (db, error, "INSERT INTO automation_trail (run, step, action, version, time, outcome, reason, branch, outbox) VALUES (?, ?, 'wait', 1, 0, 1, NULL, NULL, NULL)",
                           "it", -id, steps[k]);
      for (guint k = 0; done && k < 2; k++)
        done = crm_db_run (db, error, "UPDATE automation_cursor SET step = ?2, wake = ?3 WHERE run = ?1", "iti", -id - G_GINT64_CONSTANT (100000000), k == 0 ? "8" : "10",
                           G_GINT64_CONSTANT (8000000000000000)) &&
               crm_db_run (db, error, "UPDATE automation_trail SET outcome = 1 WHERE id = (SELECT max (id) FROM automation_trail WHERE run = ?)", "i", -id);
      if (!done || !crm_db_run (db, error, "DELETE FROM automation_cursor WHERE run = ?", "i", -id - G_GINT64_CONSTANT (100000000)) ||
          !crm_db_run (db, error, "UPDATE contact SET modified = 2 WHERE id = ?", "i", id))
        return FALSE;
    }

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

typedef struct
{
  gint64 time;
  double work;
} Watch;

static Watch
begin (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);

  return (Watch) { g_get_monotonic_time (), (double) now.tv_sec + (double) now.tv_nsec / 1e9 };
}

/* Returns: the work; @seconds: the time. */
static double
end (Watch   watch,
     double *seconds)
{
  Watch now = begin ();

  *seconds = (double) (now.time - watch.time) / 1e6;

  return now.work - watch.work;
}

static void
simulate (CrmWorkspace *workspace,
          const Job    *job)
{
  CrmSimulatorOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *answer = NULL;
  Watch watch = begin ();
  double seconds, work;

  options.automation = job->automation;
  options.contacts = job->ids;
  options.n_contacts = job->n;
  options.days = 90;
  options.open = 0.3;
  options.click = 0.05;
  answer = crm_simulator_run (crm_workspace_get_store (workspace), &options, NULL, &error);
  g_assert_no_error (error);
  work = end (watch, &seconds);
  g_print ("simulation of 90 days, %u contacts: %.2f s, work %.2f s (at most 5 s)\n", job->n, seconds, work);
}

/* Ten steps for each contact, and the same in bare SQL. Returns the work of the engine. */
static double
measure (guint n,
         guint n_waiting)
{
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  CrmClock *clock = crm_workspace_get_clock (workspace);
  g_autoptr (CrmEngine) engine = crm_engine_new (crm_workspace_get_store (workspace));
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *ids = g_new0 (gint64, n);
  Job job = { n, 0, 0, ids };
  Job waiting = { n_waiting, 0, 0, NULL };
  CrmEngineReport report;
  double seconds, work, bare_seconds, bare_work;
  Watch watch;

  put_down (workspace, fill_func, &job);
  crm_engine_run (engine, &report, &error);
  g_assert_no_error (error);
  waiting.automation = job.automation;
  if (n_waiting > 0)
    put_down (workspace, wait_func, &waiting);
  else
    simulate (workspace, &job);

  watch = begin ();
  put_down (workspace, add_func, &job);
  work = end (watch, &seconds);
  g_print ("%u contacts come in, %u runs wait: %.2f s, work %.2f s\n", n, n_waiting, seconds, work);

  watch = begin ();
  for (guint i = 0; i < 3; i++)
    {
      crm_engine_run (engine, &report, &error);
      g_assert_no_error (error);
      crm_clock_set_now (clock, crm_clock_get_now (clock) + 31 * G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC);
    }
  work = end (watch, &seconds);
  g_assert_cmpint (crm_test_query (workspace, "SELECT count (*) FROM automation_trail WHERE outcome = 1"), ==, 10 * (gint64) n);

  watch = begin ();
  for (job.first = 0; job.first < n; job.first += 1000)
    put_down (workspace, bare_func, &job);
  bare_work = end (watch, &bare_seconds);
  g_print ("10 steps for %u contacts, %u runs wait: %.2f s, %.0f steps/s; work %.2f s, %.0f steps/s (at least 50000)\n"
           "  the same in bare SQL: %.2f s, work %.2f s; the engine does %.1f times the work\n",
           n, n_waiting, seconds, 10.0 * n / seconds, work, 10.0 * n / work, bare_seconds, bare_work, work / bare_work);
  crm_engine_free (g_steal_pointer (&engine));
  g_clear_object (&workspace);
  crm_test_remove_folder (folder);

  return work;
}

int
main (int   argc,
      char *argv[])
{
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 10000;
  guint n_waiting = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : 1000000;
  double alone, crowded;

  crm_segment_init ();
  crm_automation_init ();
  alone = measure (n, 0);
  if (n_waiting > 0)
    {
      crowded = measure (n, n_waiting);
      g_print ("with %u runs that wait: %.2f times the work\n", n_waiting, crowded / alone);
    }

  return 0;
}
