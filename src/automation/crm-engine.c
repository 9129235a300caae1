/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The engine: one commit after another, each with one kind of work. First what has happened, in the order of
 * the journal; then the calendar; then the runs that are due, those of one automation at a time. The place in the
 * journal moves in the commit that has what followed from it, so each event is heard exactly once, whatever ends the
 * program. On the thread of the writer; an engine serves one store.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <string.h>

#include "crm-error.h"

/**
 * crm_engine_new:
 * @store: whose automations it drives
 *
 * Returns: (transfer full): an engine, which does nothing by itself
 */
CrmEngine *
crm_engine_new (CrmStore *store)
{
  CrmEngine *self = g_new0 (CrmEngine, 1);

  self->store = g_object_ref (store);
  self->clock = g_object_ref (crm_store_get_clock (store));
  self->watches = g_array_new (FALSE, FALSE, sizeof (CrmWatch));
  self->trouble = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->tally = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

/**
 * crm_engine_free:
 */
void
crm_engine_free (CrmEngine *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->programs, g_ptr_array_unref);
  g_clear_pointer (&self->context, crm_condition_context_unref);
  g_clear_pointer (&self->segments, crm_segment_set_unref);
  g_array_unref (self->watches);
  g_hash_table_unref (self->trouble);
  g_hash_table_unref (self->tally);
  g_clear_pointer (&self->names, g_hash_table_unref);
  g_clear_object (&self->schema);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_object (&self->store);
  g_free (self->failing);
  g_free (self);
}

/**
 * crm_engine_set_recorder:
 * @recorder: (nullable): called at the end of every commit, inside it
 *
 * For the simulator, which answers for the world.
 */
void
crm_engine_set_recorder (CrmEngine         *self,
                         CrmEngineRecorder  recorder,
                         gpointer           data)
{
  self->recorder = recorder;
  self->recorder_data = data;
}

const CrmTable *
_crm_engine_get_table (CrmEngine  *self,
                       const char *name)
{
  return crm_schema_find_table (self->schema, name);
}

/* --- One commit ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  CrmEngine *engine;
  CrmEngineReport *report;
  gint64 automation; /* whose runs are due, or 0: look what happened */
  gboolean worked;
} Tick;

static void
end_tick (CrmEngine *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->context, crm_condition_context_unref);
  g_clear_pointer (&self->segments, crm_segment_set_unref);
  g_hash_table_remove_all (self->tally);
  g_hash_table_remove_all (self->names);
  self->door = NULL;
  self->db = NULL;
}

/* The automation whose runs have been due for longest, and when the next one is due. */
static gint64
find_due (CrmEngine *self,
          gint64    *next)
{
  gint64 automation = 0;
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);
      gint64 wake;

      if (!program->on || !program->mine)
        continue;
      wake = crm_db_get_integer (self->db, -1, NULL,
                                 "SELECT wake FROM automation_cursor WHERE automation = ? AND wake IS NOT NULL ORDER BY wake LIMIT 1", "i", program->id);
      if (wake < 0 || wake >= least)
        continue;
      least = wake;
      automation = program->id;
    }

  if (automation != 0 && least > self->now)
    {
      if (*next == 0 || least < *next)
        *next = least;
      return 0;
    }

  return automation;
}

static gboolean
work (CrmDoor   *door,
      gpointer   data,
      GError   **error)
{
  Tick *tick = data;
  CrmEngine *self = tick->engine;
  CrmEngineReport *report = tick->report;
  gboolean more = FALSE;
  CrmProgram *program;
  gint64 due;

  self->door = door;
  self->db = crm_door_get_db (door);
  self->now = crm_door_get_now (door);
  self->zone = crm_clock_get_zone (self->clock);
  self->tick++;

  if (!_crm_engine_load_programs (self, error) || !_crm_engine_consume (self, &more, error))
    return FALSE;

  /* Adopting a version has made the programs old. */
  if (!more && !_crm_engine_load_programs (self, error))
    return FALSE;

  report->next = 0;
  if (!more && (!_crm_engine_look_at_calendar (self, &report->next, &more, error) || !_crm_engine_expire_scores (self, &report->next, &more, error)))
    return FALSE;

  if (!more && (due = find_due (self, &report->next)) != 0)
    {
      g_autoptr (GPtrArray) runs = NULL;
      g_autofree char *where = g_strdup_printf ("wake <= ?2 ORDER BY wake, run LIMIT %d", CRM_ENGINE_MANY_RUNS);

      program = _crm_engine_find_program (self, due);
      crm_door_set_detail (door, program->name);
      runs = _crm_engine_load_runs (self, program, where, self->now, error);
      if (runs == NULL || !_crm_engine_advance (self, program, runs, error))
        return FALSE;
      more = TRUE;
    }

  report->more = more;

  return _crm_engine_flush_tally (self, error) &&
         (self->recorder == NULL || self->recorder (self, door, self->recorder_data, error));
}

/**
 * crm_engine_step:
 * @report: what was done is added to it
 * @error: a %CRM_STORE_ERROR; nothing was done in this commit then
 *
 * Does the next piece of work, in one commit.
 */
gboolean
crm_engine_step (CrmEngine        *self,
                 CrmEngineReport  *report,
                 GError          **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_AUTOMATION, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) reason = NULL;
  Tick tick = { self, report, 0, FALSE };
  gint64 before = self->n_steps;
  gint64 entered = self->n_entered;
  CrmEngineReport done = *report;

  g_clear_pointer (&self->failing, g_free);
  commit = crm_store_write (self->store, set, G_PRIORITY_LOW, work, &tick, &reason);
  end_tick (self);

  if (commit == NULL)
    {
      *report = done;
      self->n_steps = before;
      self->n_entered = entered;
      g_clear_pointer (&self->programs, g_ptr_array_unref);

      /* A step that wrote something and was refused then: the next try knows. */
      if (self->failing != NULL && !g_hash_table_contains (self->trouble, self->failing))
        {
          g_hash_table_insert (self->trouble, g_steal_pointer (&self->failing), g_strdup (reason->message));
          report->more = TRUE;
          return TRUE;
        }
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  g_hash_table_remove_all (self->trouble);
  report->n_commits++;
  report->n_steps += self->n_steps - before;
  report->n_entered += self->n_entered - entered;

  return TRUE;
}

/**
 * crm_engine_run:
 * @report: (out): what was done
 * @error: a %CRM_STORE_ERROR
 *
 * Does everything that is to be done now.
 */
gboolean
crm_engine_run (CrmEngine        *self,
                CrmEngineReport  *report,
                GError          **error)
{
  *report = (CrmEngineReport) { 0 };
  do
    if (!crm_engine_step (self, report, error))
      return FALSE;
  while (report->more);

  return TRUE;
}
