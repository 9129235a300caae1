/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Taking over an automation that was changed, while people are inside (automation.md, 3.10). Runs go on in the new
 * version. Who stood at a wait that is gone moves on, time that was served counts, and conditions are asked again. Who
 * stood at any other step that is gone goes on with what came after it, unless somebody said that they are to end. The
 * engine does this when it comes to the change in the journal, so undo and sync are no different. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The step of @flow at which a run goes on that stood at @old, which is gone: the next one after it that is
 * still there. */
static CrmStep *
find_successor (CrmFlow       *flow,
                const CrmStep *old)
{
  for (const CrmStep *next = crm_step_get_next (old); next != NULL; next = crm_step_get_next (next))
    {
      CrmStep *found = crm_flow_find_step (flow, next->id);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
move (CrmEngine   *self,
      gint64       automation,
      const char  *from,
      const char  *to,
      GError     **error)
{
  return crm_db_run (self->db, error,
                     "UPDATE automation_cursor SET step = ?3, waits = 0, due = NULL, arrived = ?4, wake = ?4, retest = 1 "
                     "WHERE automation = ?1 AND step = ?2", "itti", automation, from, to, self->now);
}

/* The waiting rows of a wait that is gone end as passed. */
static gboolean
end_waiting (CrmEngine      *self,
             gint64          automation,
             const CrmStep  *step,
             GError        **error)
{
  return crm_db_run (self->db, error,
                     "UPDATE automation_trail SET outcome = 2, reason = ?3, time = ?4 WHERE outcome = 4 AND step = ?2 AND run IN "
                     "(SELECT run FROM automation_cursor WHERE automation = ?1 AND step = ?2)", "itti",
                     automation, step->id, _("The step was deleted while the contact was there."), self->now);
}

static gboolean
end_all (CrmEngine      *self,
         CrmProgram     *program,
         const CrmStep  *step,
         GError        **error)
{
  g_autoptr (GArray) runs = crm_db_list_ids (self->db, error, "SELECT run FROM automation_cursor WHERE automation = ? AND step = ? ORDER BY run", "it",
                                             program->id, step->id);

  if (runs == NULL)
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    {
      gint64 run = g_array_index (runs, gint64, i);
      gint64 contact = crm_db_get_integer (self->db, 0, NULL, "SELECT contact FROM automation_cursor WHERE run = ?", "i", run);

      if (!_crm_engine_end_run (self, program, run, contact, "ended", _("The step was deleted while the contact was there."), error))
        return FALSE;
    }

  return TRUE;
}

/* Time that was served counts: the new end is reckoned from the arrival. */
static gboolean
rearm (CrmEngine   *self,
       CrmProgram  *program,
       CrmStep     *step,
       GError     **error)
{
  g_autoptr (GPtrArray) runs = NULL;

  runs = _crm_engine_load_runs (self, program, "waits <> 0 AND ?2 = ?2", 0, error);
  if (runs == NULL)
    return FALSE;

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);
      gboolean empty;

      if (run->step != step)
        continue;
      run->due = _crm_wait_find_end (self, step, run, &empty);
      run->waits = crm_step_get_node (step, "until") != NULL ? CRM_WAITS_CONDITION : CRM_WAITS_TIME;
      if (!crm_db_run (self->db, error, "UPDATE automation_cursor SET waits = ?2, due = nullif (?3, 0), wake = ?4, retest = 1 WHERE run = ?1", "iiii",
                       run->id, (gint64) run->waits, run->due, self->now))
        return FALSE;
    }

  return TRUE;
}

static gboolean
change_steps (CrmEngine   *self,
              CrmProgram  *program,
              CrmFlow     *old,
              GError     **error)
{
  gboolean ends = crm_db_get_integer (self->db, 0, NULL, "SELECT value FROM automation_state WHERE name = 'end-' || ?", "i", program->id) != 0;

  for (guint i = 0; i < old->all->len; i++)
    {
      const CrmStep *was = g_ptr_array_index (old->all, i);
      CrmStep *step = crm_flow_find_step (program->flow, was->id);
      gboolean changed = step == NULL || !crm_step_equal (was, step);

      if (!changed || crm_db_get_integer (self->db, 0, NULL, "SELECT 1 FROM automation_cursor WHERE automation = ? AND step = ? LIMIT 1", "it",
                                          program->id, was->id) == 0)
        continue;

      if (step == NULL)
        {
          CrmStep *next = find_successor (program->flow, was);

          if (!end_waiting (self, program->id, was, error))
            return FALSE;
          if (ends && was->action != CRM_ACTION_WAIT ? !end_all (self, program, was, error)
                                                     : !move (self, program->id, was->id, next != NULL ? next->id : NULL, error))
            return FALSE;
        }
      else if (step->action == CRM_ACTION_WAIT && was->action == CRM_ACTION_WAIT)
        {
          if (!rearm (self, program, step, error))
            return FALSE;
        }
      else if (!crm_db_run (self->db, error, "UPDATE automation_cursor SET wake = ?3, retest = 1, waits = CASE WHEN ?4 THEN waits ELSE 0 END "
                                             "WHERE automation = ?1 AND step = ?2", "itii", program->id, was->id, self->now,
                            (gint64) (step->action == was->action)))
        return FALSE;
    }

  return crm_db_run (self->db, error, "DELETE FROM automation_state WHERE name = 'end-' || ?", "i", program->id);
}

/* Conditions may hold already where a goal is new. */
static gboolean
look_at_goals (CrmEngine   *self,
               CrmProgram  *program,
               GError     **error)
{
  return program->goals->len == 0 ||
         crm_db_run (self->db, error, "UPDATE automation_cursor SET retest = 1, wake = ?2 WHERE automation = ?1", "ii", program->id, self->now);
}

static gboolean
begin_triggers (CrmEngine   *self,
                CrmProgram  *program,
                CrmFlow     *old,
                gboolean     was_on,
                GError     **error)
{
  for (guint i = 0; i < program->flow->triggers->len; i++)
    {
      const CrmTrigger *trigger = g_ptr_array_index (program->flow->triggers, i);
      const CrmTrigger *was = old != NULL ? crm_flow_find_trigger (old, trigger->id) : NULL;
      gboolean same = was_on && was != NULL && was->type == trigger->type &&
                      g_strcmp0 (crm_trigger_get_text (was, "field"), crm_trigger_get_text (trigger, "field")) == 0 &&
                      g_strcmp0 (crm_trigger_get_text (was, "segment"), crm_trigger_get_text (trigger, "segment")) == 0;

      if (same)
        continue;
      if (trigger->type == CRM_TRIGGER_DATE && !_crm_calendar_begin (self, program->id, trigger, error))
        return FALSE;
      if (trigger->type == CRM_TRIGGER_SEGMENT_JOINED && !_crm_segment_trigger_begin (self, program, trigger, error))
        return FALSE;
    }

  return TRUE;
}

/* The automation is gone, and everyone in it with it. */
static gboolean
forget (CrmEngine   *self,
        CrmProgram  *program,
        GError     **error)
{
  if (program == NULL)
    return TRUE;

  return crm_db_run (self->db, error, "UPDATE automation_program SET is_on = 0 WHERE automation = ?", "i", program->id) &&
         crm_db_run (self->db, error, "UPDATE automation_state SET value = value + 1 WHERE name = 'generation'", "");
}

/* Takes over what an automation was right after the entry of the journal, so that what happened between two
 * changes meets the automation of that time. */
gboolean
_crm_engine_adopt (CrmEngine    *self,
                   CrmHappening *happening,
                   GError      **error)
{
  gint64 automation = happening->record;
  CrmProgram *program = _crm_engine_find_program (self, automation);
  const CrmRow *row = _crm_happening_get_row (self, happening);
  g_autoptr (CrmFlow) old = program != NULL ? crm_flow_ref (program->flow) : NULL;
  gboolean was_on = crm_db_get_integer (self->db, 0, NULL, "SELECT is_on FROM automation_program WHERE automation = ?", "i", automation) != 0;
  g_autofree char *definition = NULL;
  g_autofree char *known = NULL;
  gint64 version;
  gboolean on;

  if (row == NULL || row->state != CRM_STATE_LIVE || crm_row_get_text (row, "definition") == NULL)
    return forget (self, program, error);
  on = crm_row_get_integer (row, "is_on") != 0;
  definition = g_strdup (crm_row_get_text (row, "definition"));
  version = crm_row_get_integer (row, "version");

  known = crm_db_get_text (self->db, NULL, "SELECT definition FROM automation_program WHERE automation = ?", "i", automation);
  /* Its name is read anew in any case, and the number of a version comes in an entry after that of the definition. */
  if (g_strcmp0 (known, definition) == 0 && was_on == on && program != NULL)
    return crm_db_run (self->db, error, "UPDATE automation_program SET version = ?2 WHERE automation = ?1", "ii", automation, version) &&
           crm_db_run (self->db, error, "UPDATE automation_state SET value = value + 1 WHERE name = 'generation'", "");

  if (!crm_db_run (self->db, error, "INSERT INTO automation_program VALUES (?1, ?2, ?3, ?4) "
                                    "ON CONFLICT DO UPDATE SET is_on = ?2, definition = ?3, version = ?4", "iiti", automation, (gint64) on, definition, version) ||
      !crm_db_run (self->db, error, "INSERT INTO automation_state VALUES ('generation', 1) ON CONFLICT DO UPDATE SET value = value + 1", "") ||
      !_crm_engine_load_programs (self, error))
    return FALSE;

  program = _crm_engine_find_program (self, automation);
  if (program == NULL)
    return TRUE;

  return (old == NULL || g_strcmp0 (known, definition) == 0 || (change_steps (self, program, old, error) && look_at_goals (self, program, error))) &&
         (!on || begin_triggers (self, program, old, was_on, error));
}
