/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Runs of one automation on their way, together. All that stand before the same step take it together,
 * the step that comes first in the document first, until every run waits or is over. So a condition is
 * one query for a thousand contacts, and the result is the same as if each had gone alone: steps of
 * different contacts have no order among each other. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>

#include "crm-error.h"

/* So many steps one run takes in one commit; loops without a wait end long before. */
#define MAX_STEPS_AT_ONCE 2000

/* The run goes on to @step, or is over. */
void
_crm_pass_move (CrmPass *pass,
                CrmRun  *run,
                CrmStep *step)
{
  run->step = step;
  run->waits = CRM_WAITS_NOT;
  run->due = 0;
  run->arrived = pass->engine->now;
  run->wake = pass->engine->now;
  g_ptr_array_add (pass->buckets[step != NULL ? step->index : pass->n_buckets], run);
}

gboolean
_crm_pass_finish (CrmPass     *pass,
                  CrmRun      *run,
                  const char  *status,
                  const char  *reason,
                  GError     **error)
{
  run->over = TRUE;

  return _crm_engine_end_run (pass->engine, pass->program, run->id, run->contact, status, reason, error);
}

/* The run waits: until @due by itself, and it is looked at again at @look. */
gboolean
_crm_pass_rest (CrmPass     *pass,
                CrmRun      *run,
                CrmStep     *step,
                CrmWaits     waits,
                gint64       due,
                gint64       look,
                const char  *reason,
                GError     **error)
{
  CrmResult result = { CRM_OUTCOME_WAITING, (char *) reason, NULL, NULL };

  run->step = step;
  run->waits = waits;
  run->due = due;
  run->wake = due > 0 && (look < 0 || due < look) ? due : look;
  _crm_run_note_rest (run);

  return _crm_engine_log (pass->engine, pass->program, run, step, &result, error);
}

gboolean
_crm_result_skip (CrmResult  *result,
                  const char *form,
                  ...)
{
  va_list args;

  g_free (result->reason);
  va_start (args, form);
  result->reason = g_strdup_vprintf (form, args);
  va_end (args);
  result->outcome = CRM_OUTCOME_SKIPPED;

  return TRUE;
}

/* --- Actions ------------------------------------------------------------------------------------------------------ */

static CrmActionFunc
find_action (CrmAction action)
{
  static const CrmActionFunc funcs[CRM_N_ACTIONS] = {
    [CRM_ACTION_SEND_EMAIL] = _crm_act_send_email,
    [CRM_ACTION_SEND_SITE_MESSAGE] = _crm_act_send_site_message,
    [CRM_ACTION_SEND_SMS] = _crm_act_send_sms,
    [CRM_ACTION_SEND_NOTIFICATION] = _crm_act_send_notification,
    [CRM_ACTION_START_AUTOMATION] = _crm_act_start,
    [CRM_ACTION_END_OTHER] = _crm_act_end_other,
    [CRM_ACTION_WEBHOOK] = _crm_act_webhook,
    [CRM_ACTION_MATH] = _crm_act_math,
    [CRM_ACTION_SUBSCRIBE] = _crm_act_subscribe,
    [CRM_ACTION_UNSUBSCRIBE] = _crm_act_unsubscribe,
    [CRM_ACTION_CONVERT] = _crm_act_convert,
    [CRM_ACTION_UPDATE_CONTACT] = _crm_act_update_contact,
    [CRM_ACTION_ADD_TAG] = _crm_act_tag,
    [CRM_ACTION_REMOVE_TAG] = _crm_act_tag,
    [CRM_ACTION_ADD_NOTE] = _crm_act_note,
    [CRM_ACTION_FACEBOOK_ADD] = _crm_act_facebook,
    [CRM_ACTION_FACEBOOK_REMOVE] = _crm_act_facebook,
    [CRM_ACTION_ADJUST_SCORE] = _crm_act_score,
    [CRM_ACTION_ADD_DEAL] = _crm_act_add_deal,
    [CRM_ACTION_UPDATE_DEAL] = _crm_act_update_deal,
    [CRM_ACTION_UPDATE_ACCOUNT] = _crm_act_update_account,
    [CRM_ACTION_ADD_TASK] = _crm_act_add_task,
    [CRM_ACTION_COMPLETE_TASK] = _crm_act_complete_task,
    [CRM_ACTION_SALESFORCE_CONTACT] = _crm_act_salesforce,
    [CRM_ACTION_SALESFORCE_LEAD] = _crm_act_salesforce,
  };

  return funcs[action];
}

/* What rights and rules refuse is a reason to skip, and the run goes on (automation.md, 3.9). Whatever
 * fails after it has written something takes the whole commit along; the next one knows, and fails the
 * step without trying. */
static gboolean
act (CrmPass    *pass,
     CrmStep    *step,
     CrmRun     *run,
     GError    **error)
{
  CrmEngine *engine = pass->engine;
  CrmResult result = { CRM_OUTCOME_PASSED, NULL, NULL, NULL };
  g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT " %s %" G_GINT64_FORMAT, run->id, step->id, run->hops);
  const char *trouble = g_hash_table_lookup (engine->trouble, key);
  g_autoptr (GError) reason = NULL;
  gboolean done;

  if (trouble != NULL)
    {
      result.outcome = CRM_OUTCOME_FAILED;
      result.reason = g_strdup (trouble);
    }
  else if (!find_action (step->action) (pass, step, run, &result, &reason))
    {
      if (reason->domain != CRM_ERROR || !crm_door_is_whole (engine->door))
        {
          if (reason->domain == CRM_ERROR)
            {
              g_free (engine->failing);
              engine->failing = g_steal_pointer (&key);
            }
          g_propagate_error (error, g_steal_pointer (&reason));
          g_free (result.reason);
          g_free (result.outbox);
          return FALSE;
        }
      result.outcome = reason->code == CRM_ERROR_NOT_FOUND || reason->code == CRM_ERROR_SYNTAX ? CRM_OUTCOME_FAILED : CRM_OUTCOME_SKIPPED;
      g_free (result.reason);
      result.reason = g_strdup (reason->message);
    }

  run->touched |= result.outcome == CRM_OUTCOME_PASSED;
  done = _crm_engine_log (engine, pass->program, run, step, &result, error);
  g_free (result.reason);
  g_free (result.outbox);

  /* It may have ended itself, by converting. */
  if (done && !run->over)
    _crm_pass_move (pass, run, crm_step_get_next (step));

  return done;
}

static gboolean
end_here (CrmPass    *pass,
          CrmStep    *step,
          GPtrArray  *runs,
          GError    **error)
{
  CrmResult result = { CRM_OUTCOME_PASSED, NULL, NULL, NULL };

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);

      if (!_crm_engine_log (pass->engine, pass->program, run, step, &result, error) ||
          !_crm_pass_finish (pass, run, "finished", NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
take_step (CrmPass    *pass,
           CrmStep    *step,
           GPtrArray  *runs,
           GError    **error)
{
  switch (step->action)
    {
    case CRM_ACTION_WAIT:
      return _crm_step_wait (pass, step, runs, error);
    case CRM_ACTION_IF_ELSE:
      return _crm_step_if (pass, step, runs, error);
    case CRM_ACTION_SPLIT:
      return _crm_step_split (pass, step, runs, error);
    case CRM_ACTION_GO_TO:
      return _crm_step_go_to (pass, step, runs, error);
    case CRM_ACTION_GOAL:
      return _crm_step_goal (pass, step, runs, error);
    case CRM_ACTION_END_AUTOMATION:
      return end_here (pass, step, runs, error);
    case CRM_ACTION_SEND_EMAIL:
    case CRM_ACTION_SEND_SITE_MESSAGE:
    case CRM_ACTION_SEND_SMS:
    case CRM_ACTION_SEND_NOTIFICATION:
    case CRM_ACTION_START_AUTOMATION:
    case CRM_ACTION_END_OTHER:
    case CRM_ACTION_WEBHOOK:
    case CRM_ACTION_MATH:
    case CRM_ACTION_SUBSCRIBE:
    case CRM_ACTION_UNSUBSCRIBE:
    case CRM_ACTION_CONVERT:
    case CRM_ACTION_UPDATE_CONTACT:
    case CRM_ACTION_ADD_TAG:
    case CRM_ACTION_REMOVE_TAG:
    case CRM_ACTION_ADD_NOTE:
    case CRM_ACTION_FACEBOOK_ADD:
    case CRM_ACTION_FACEBOOK_REMOVE:
    case CRM_ACTION_ADJUST_SCORE:
    case CRM_ACTION_ADD_DEAL:
    case CRM_ACTION_UPDATE_DEAL:
    case CRM_ACTION_UPDATE_ACCOUNT:
    case CRM_ACTION_ADD_TASK:
    case CRM_ACTION_COMPLETE_TASK:
    case CRM_ACTION_SALESFORCE_CONTACT:
    case CRM_ACTION_SALESFORCE_LEAD:
    case CRM_N_ACTIONS:
    default:
      for (guint i = 0; i < runs->len; i++)
        if (!act (pass, step, g_ptr_array_index (runs, i), error))
          return FALSE;
      return TRUE;
    }
}

/* --- The way ---------------------------------------------------------------------------------------------------------- */

/* The ones whose contact is in the trash stand still until it comes back. */
static gboolean
is_parked (CrmPass *pass,
           CrmRun  *run,
           gint64   state)
{
  if (state == CRM_STATE_LIVE)
    return FALSE;
  run->waits = run->waits == CRM_WAITS_NOT ? CRM_WAITS_CONTACT : run->waits;
  run->wake = -1;

  return TRUE;
}

static gboolean
begin (CrmPass    *pass,
       GPtrArray  *runs,
       GError    **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);

      gint64 states = crm_db_get_integer (pass->engine->db, 22, NULL,
                                          "SELECT r.state * 10 + c.state FROM run r JOIN contact c ON c.id = ?2 WHERE r.id = ?1", "ii",
                                          run->id, run->contact);

      /* Undoing what let it in takes a run back. */
      if (states / 10 != CRM_STATE_LIVE)
        {
          run->over = TRUE;
          if (!crm_db_run (pass->engine->db, error, "UPDATE automation_cursor SET automation = -abs (automation) WHERE run = ?", "i", run->id))
            return FALSE;
          continue;
        }
      if (is_parked (pass, run, states % 10))
        continue;

      run->touched = run->retest;
      if (run->step == NULL)
        g_ptr_array_add (pass->buckets[pass->n_buckets], run);
      else if (run->waits == CRM_WAITS_NOT || run->waits == CRM_WAITS_CONTACT)
        _crm_pass_move (pass, run, run->step);
    }

  return TRUE;
}

static gboolean
look_at_waiting (CrmPass    *pass,
                 GPtrArray  *runs,
                 GError    **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);

      if (!run->over && run->wake >= 0 && run->waits != CRM_WAITS_NOT && run->waits != CRM_WAITS_CONTACT &&
          !_crm_wait_look (pass, run, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
work_through (CrmPass  *pass,
              GError  **error)
{
  for (guint n = 0; n < MAX_STEPS_AT_ONCE; n++)
    {
      g_autoptr (GPtrArray) runs = NULL;
      guint index = 0;

      while (index < pass->n_buckets && pass->buckets[index]->len == 0)
        index++;
      if (index == pass->n_buckets)
        break;

      runs = pass->buckets[index];
      pass->buckets[index] = g_ptr_array_new ();
      if (!_crm_pass_look_for_goals (pass, runs, error) ||
          (runs->len > 0 && !take_step (pass, g_ptr_array_index (pass->program->flow->all, index), runs, error)))
        return FALSE;
    }

  for (guint i = 0; i < pass->buckets[pass->n_buckets]->len; i++)
    {
      CrmRun *run = g_ptr_array_index (pass->buckets[pass->n_buckets], i);

      if (!run->over && run->step == NULL && !_crm_pass_finish (pass, run, "finished", NULL, error))
        return FALSE;
    }

  return TRUE;
}

/* Brings @runs as far as they come. */
gboolean
_crm_engine_advance (CrmEngine   *self,
                     CrmProgram  *program,
                     GPtrArray   *runs,
                     GError     **error)
{
  CrmPass pass = { self, program, NULL, program->flow->all->len };
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  gboolean done;

  pass.buckets = g_new0 (GPtrArray *, pass.n_buckets + 1);
  for (guint i = 0; i <= pass.n_buckets; i++)
    pass.buckets[i] = g_ptr_array_new ();

  /* Goals come first, then what waits; who jumps to a goal does not wait any more. */
  done = begin (&pass, runs, error);
  for (guint i = 0; done && i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);

      if (!run->over && run->wake >= 0 && run->waits != CRM_WAITS_NOT && run->waits != CRM_WAITS_CONTACT)
        g_ptr_array_add (waiting, run);
    }
  done = done && _crm_pass_look_for_goals (&pass, waiting, error) && look_at_waiting (&pass, waiting, error) && work_through (&pass, error);
  for (guint i = 0; done && i < runs->len; i++)
    done = _crm_engine_save_run (self, program, g_ptr_array_index (runs, i), error);

  for (guint i = 0; i <= pass.n_buckets; i++)
    g_ptr_array_unref (pass.buckets[i]);
  g_free (pass.buckets);

  return done;
}
