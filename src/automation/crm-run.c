/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Runs: where each stands, what it remembers, and the trail that it leaves. All of it is written in
 * the commit that has the effects of its steps. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <string.h>

static void
run_free (CrmRun *run)
{
  g_free (run->trigger);
  g_free (run->memory);
  g_free (run);
}

/* --- Loading and saving -------------------------------------------------------------------------------------- */

static CrmRun *
read_run (CrmProgram   *program,
          CrmStatement *statement)
{
  CrmRun *run = g_new0 (CrmRun, 1);

  run->id = crm_statement_get_integer (statement, 0);
  run->contact = crm_statement_get_integer (statement, 1);
  run->object.deal = crm_statement_get_integer (statement, 2);
  run->object.task = crm_statement_get_integer (statement, 3);
  run->object.account = crm_statement_get_integer (statement, 4);
  run->cause = crm_statement_get_integer (statement, 5);
  run->trigger = g_strdup (crm_statement_get_text (statement, 6));
  run->step = crm_flow_find_step (program->flow, crm_statement_get_text (statement, 7));
  run->arrived = crm_statement_get_integer (statement, 8);
  run->waits = (CrmWaits) crm_statement_get_integer (statement, 9);
  run->due = crm_statement_get_integer (statement, 10);
  run->wake = crm_statement_is_null (statement, 11) ? -1 : crm_statement_get_integer (statement, 11);
  run->retest = crm_statement_get_integer (statement, 12) != 0;
  run->hops = crm_statement_get_integer (statement, 13);
  run->memory = g_strdup (crm_statement_get_text (statement, 14));

  return run;
}

/* The runs of @program for which @where holds, with @value for its ?2. */
GPtrArray *
_crm_engine_load_runs (CrmEngine   *self,
                       CrmProgram  *program,
                       const char  *where,
                       gint64       value,
                       GError     **error)
{
  g_autofree char *sql = g_strconcat ("SELECT run, contact, deal, task, account, cause, trigger_id, step, arrived, waits, due, wake, "
                                      "retest, hops, memory FROM automation_cursor WHERE automation = ?1 AND ", where, NULL);
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) run_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (self->db, error, sql, "ii", program->id, value);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    g_ptr_array_add (runs, read_run (program, statement));
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&runs);
}

gboolean
_crm_engine_save_run (CrmEngine   *self,
                      CrmProgram  *program,
                      CrmRun      *run,
                      GError     **error)
{
  if (run->over)
    return TRUE;

  return crm_db_run (self->db, error,
                     "UPDATE automation_cursor SET step = ?2, arrived = ?3, waits = ?4, due = nullif (?5, 0), wake = nullif (?6, -1), "
                     "retest = 0, hops = ?7, memory = ?8 WHERE run = ?1", "itiiiiit",
                     run->id, run->step != NULL ? run->step->id : NULL, run->arrived, (gint64) run->waits, run->due, run->wake,
                     run->hops, run->memory);
}

static gboolean
derive (CrmEngine   *self,
        gint64       run,
        const char  *column,
        CrmValue     value,
        GError     **error)
{
  gboolean done = crm_door_derive (self->door, _crm_engine_get_table (self, "run"), run, column, &value, error);

  crm_value_clear (&value);

  return done;
}

/* Who waits for another automation to be finished. */
static gboolean
tell_others (CrmEngine   *self,
             CrmProgram  *ended,
             gint64       contact,
             gint64       run,
             GError     **error)
{
  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);

      for (guint k = 0; program->on && program != ended && k < program->flow->triggers->len; k++)
        {
          const CrmTrigger *trigger = g_ptr_array_index (program->flow->triggers, k);
          const char *name = crm_trigger_get_text (trigger, "automation");
          static const CrmObject nothing = { 0 };
          gboolean entered;

          if (trigger->type != CRM_TRIGGER_AUTOMATION_FINISHED || (name != NULL && _crm_engine_find_named (self, name) != ended))
            continue;
          if (!_crm_engine_enter (self, program, trigger, NULL, contact, &nothing, -run, &entered, NULL, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* @program may be NULL if the automation is gone. */
gboolean
_crm_engine_end_run (CrmEngine   *self,
                     CrmProgram  *program,
                     gint64       run,
                     gint64       contact,
                     const char  *status,
                     const char  *reason,
                     GError     **error)
{
  if (!crm_db_run (self->db, error, "DELETE FROM automation_cursor WHERE run = ?", "i", run) ||
      !crm_db_run (self->db, error, "UPDATE run SET left_at = ? WHERE id = ?", "ii", self->now, run) ||
      !derive (self, run, "status", crm_value_text (status), error) ||
      (reason != NULL && !derive (self, run, "reason", crm_value_text (reason), error)) ||
      !_crm_engine_wake_contact (self, CRM_ID_RUN, contact, error))
    return FALSE;

  return program == NULL || strcmp (status, "finished") != 0 || tell_others (self, program, contact, run, error);
}

/* --- The trail -------------------------------------------------------------------------------------------------- */

static void
count (CrmEngine     *self,
       CrmProgram    *program,
       const CrmStep *step,
       CrmOutcome     outcome,
       const char    *branch)
{
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT "\t%s\t%d\t%s", program->id, step->id, outcome, branch != NULL ? branch : "");
  gpointer known = g_hash_table_lookup (self->tally, key);

  g_hash_table_insert (self->tally, g_steal_pointer (&key), GINT_TO_POINTER (GPOINTER_TO_INT (known) + 1));
}

gboolean
_crm_engine_log (CrmEngine        *self,
                 CrmProgram       *program,
                 CrmRun           *run,
                 const CrmStep    *step,
                 const CrmResult  *result,
                 GError          **error)
{
  self->n_steps++;
  run->hops++;
  if (result->outcome == CRM_OUTCOME_FAILED &&
      (!derive (self, run->id, "failed_at", crm_value_integer (self->now), error) ||
       !derive (self, run->id, "failure", crm_value_text (result->reason), error)))
    return FALSE;
  count (self, program, step, result->outcome, result->branch);

  return crm_db_run (self->db, error,
                     "INSERT INTO automation_trail (run, step, action, version, time, outcome, reason, branch, outbox) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", "ittiiittt",
                     run->id, step->id, crm_action_get_spec (step->action)->name, program->version, self->now,
                     (gint64) result->outcome, result->reason, result->branch, result->outbox);
}

/* What has waited goes on: its row says so. */
gboolean
_crm_engine_relog (CrmEngine      *self,
                   CrmProgram     *program,
                   CrmRun         *run,
                   const CrmStep  *step,
                   CrmOutcome      outcome,
                   const char     *reason,
                   GError        **error)
{
  count (self, program, step, outcome, NULL);

  return crm_db_run (self->db, error,
                     "UPDATE automation_trail SET outcome = ?2, reason = ?3, time = ?4 "
                     "WHERE id = (SELECT max (id) FROM automation_trail WHERE run = ?1) AND step = ?5", "iitit",
                     run->id, (gint64) outcome, reason, self->now, step->id);
}

gboolean
_crm_engine_flush_tally (CrmEngine  *self,
                         GError    **error)
{
  GHashTableIter iter;
  gpointer key;
  gpointer n;

  g_hash_table_iter_init (&iter, self->tally);
  while (g_hash_table_iter_next (&iter, &key, &n))
    {
      g_auto (GStrv) parts = g_strsplit (key, "\t", 4);

      if (!crm_db_run (self->db, error,
                       "INSERT INTO automation_tally (automation, step, outcome, branch, day, n) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                       "ON CONFLICT DO UPDATE SET n = n + ?6", "ititii", g_ascii_strtoll (parts[0], NULL, 10), parts[1],
                       g_ascii_strtoll (parts[2], NULL, 10), parts[3], self->now / CRM_DAY, (gint64) GPOINTER_TO_INT (n)))
        return FALSE;
    }
  g_hash_table_remove_all (self->tally);

  return TRUE;
}

/* --- What a run remembers: {"goals": ["s3"], "go-to": {"s7": {"n": 2, "at": [instant, …]}}} ------------------- */

static JsonObject *
open_memory (CrmRun *run)
{
  g_autoptr (JsonNode) node = run->memory != NULL ? json_from_string (run->memory, NULL) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_dup_object (node) : json_object_new ();
}

static void
close_memory (CrmRun     *run,
              JsonObject *memory)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, memory);
  g_free (run->memory);
  run->memory = json_to_string (node, FALSE);
  json_object_unref (memory);
}

static JsonObject *
get_member (JsonObject *object,
            const char *name)
{
  if (!json_object_has_member (object, name))
    json_object_set_object_member (object, name, json_object_new ());

  return json_object_get_object_member (object, name);
}

gboolean
_crm_run_knows_goal (CrmRun     *run,
                     const char *step)
{
  JsonObject *memory;
  gboolean knows;

  if (run->memory == NULL)
    return FALSE;
  memory = open_memory (run);
  knows = json_object_has_member (get_member (memory, "goals"), step);
  json_object_unref (memory);

  return knows;
}

void
_crm_run_remember_goal (CrmRun     *run,
                        const char *step)
{
  JsonObject *memory = open_memory (run);

  json_object_set_boolean_member (get_member (memory, "goals"), step, TRUE);
  close_memory (run, memory);
}

/* Returns why the run ends at a "Go to", or NULL if it may pass (automation.md, 3.6). */
const char *
_crm_run_pass_go_to (CrmRun     *run,
                     const char *step,
                     gint64      now)
{
  JsonObject *memory = open_memory (run);
  JsonObject *one = get_member (get_member (memory, "go-to"), step);
  gint64 n = json_object_get_int_member_with_default (one, "n", 0) + 1;
  JsonArray *old = json_object_has_member (one, "at") ? json_object_get_array_member (one, "at") : NULL;
  JsonArray *times = json_array_new ();
  const char *why = NULL;

  for (guint i = 0; old != NULL && i < json_array_get_length (old); i++)
    if (json_array_get_int_element (old, i) > now - CRM_DAY)
      json_array_add_int_element (times, json_array_get_int_element (old, i));
  json_array_add_int_element (times, now);

  if (n > CRM_MAX_LOOPS)
    why = "loop";
  else if (json_array_get_length (times) > CRM_MAX_LOOPS_A_DAY)
    why = "day";
  json_object_set_int_member (one, "n", n);
  json_object_set_array_member (one, "at", times);
  close_memory (run, memory);

  return why;
}

/* A loop in which somebody has waited is one with a wait. */
void
_crm_run_note_rest (CrmRun *run)
{
  JsonObject *memory;
  JsonObjectIter iter;
  JsonNode *node;
  const char *name;

  if (run->memory == NULL || strstr (run->memory, "go-to") == NULL)
    return;

  memory = open_memory (run);
  json_object_iter_init (&iter, get_member (memory, "go-to"));
  while (json_object_iter_next (&iter, &name, &node))
    json_object_set_int_member (json_node_get_object (node), "n", 0);
  close_memory (run, memory);
}
