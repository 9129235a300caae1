/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * If/Else, "Go to" and goals (automation.md, 3.5 to 3.7). Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

/* Logs @step for all of @runs and sends each into its branch; @held has an answer for each. */
static gboolean
send (CrmPass           *pass,
      CrmStep           *step,
      GPtrArray         *runs,
      const gboolean    *held,
      GError           **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);
      CrmBranch *branch = crm_step_find_branch (step, held[i] ? "yes" : "no");
      CrmResult result = { CRM_OUTCOME_PASSED, NULL, branch->name, NULL };

      if (!_crm_engine_log (pass->engine, pass->program, run, step, &result, error))
        return FALSE;
      _crm_pass_move (pass, run, crm_step_enter (step, branch));
    }

  return TRUE;
}

/* A condition that means nothing any more: the step fails, and all go on. */
static gboolean
fail_all (CrmPass       *pass,
          CrmStep       *step,
          GPtrArray     *runs,
          const GError  *reason,
          GError       **error)
{
  CrmResult result = { CRM_OUTCOME_FAILED, reason->message, NULL, NULL };

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);

      if (!_crm_engine_log (pass->engine, pass->program, run, step, &result, error))
        return FALSE;
      _crm_pass_move (pass, run, crm_step_get_next (step));
    }

  return TRUE;
}

gboolean
_crm_step_if (CrmPass    *pass,
              CrmStep    *step,
              GPtrArray  *runs,
              GError    **error)
{
  g_autofree gboolean *held = g_new0 (gboolean, runs->len);
  g_autoptr (GError) reason = NULL;
  CrmAsk *ask = _crm_program_get_ask (pass->engine, pass->program, crm_step_get_node (step, "if"), "contact", &reason);

  if (ask == NULL || !_crm_engine_ask (pass->engine, ask, runs, held, &reason))
    {
      if (reason->domain == CRM_ERROR)
        return fail_all (pass, step, runs, reason, error);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return send (pass, step, runs, held, error);
}

gboolean
_crm_step_go_to (CrmPass    *pass,
                 CrmStep    *step,
                 GPtrArray  *runs,
                 GError    **error)
{
  CrmStep *target = crm_flow_find_step (pass->program->flow, crm_step_get_text (step, "step"));

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);
      const char *why = _crm_run_pass_go_to (run, step->id, pass->engine->now);
      CrmResult result = { CRM_OUTCOME_PASSED, NULL, NULL, NULL };
      const char *reason = why == NULL ? NULL : strcmp (why, "day") == 0
        ? _("This “Go To” was passed 10 times within 24 hours, which is the most. The automation ended for this contact.")
        : _("The loop was passed 3 times without waiting, which is the most. The automation ended for this contact.");

      if (why != NULL)
        result = (CrmResult) { CRM_OUTCOME_SKIPPED, (char *) reason, NULL, NULL };
      else if (target == NULL)
        result = (CrmResult) { CRM_OUTCOME_FAILED, (char *) _("The step to go to is not there any more."), NULL, NULL };
      if (!_crm_engine_log (pass->engine, pass->program, run, step, &result, error))
        return FALSE;

      if (why == NULL)
        _crm_pass_move (pass, run, target != NULL ? target : crm_step_get_next (step));
      else if (!_crm_pass_finish (pass, run, "ended", reason, error))
        return FALSE;
    }

  return TRUE;
}

/* --- Goals ------------------------------------------------------------------------------------------------------------- */

static gboolean
add_achievement (CrmPass     *pass,
                 CrmStep     *goal,
                 CrmRun      *run,
                 gboolean     achieved,
                 GError     **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (_crm_engine_get_table (pass->engine, "achievement"), CRM_OP_CREATE, 0);

  crm_edit_set_text (edit, "goal", crm_step_get_text (goal, "name"));
  crm_edit_set_integer (edit, "contact", run->contact);
  crm_edit_set_integer (edit, "automation", pass->program->id);
  crm_edit_set_integer (edit, "time", pass->engine->now);
  crm_edit_set_integer (edit, "achieved", achieved);

  return crm_door_apply (pass->engine->door, edit, error) != 0;
}

/* The run is at the goal, and has it. */
static gboolean
achieve (CrmPass     *pass,
         CrmStep     *goal,
         CrmRun      *run,
         const char  *how,
         GError     **error)
{
  CrmResult result = { CRM_OUTCOME_PASSED, (char *) how, "achieved", NULL };

  _crm_run_remember_goal (run, goal->id);
  if (!add_achievement (pass, goal, run, TRUE, error) || !_crm_engine_log (pass->engine, pass->program, run, goal, &result, error))
    return FALSE;
  run->touched = TRUE;
  _crm_pass_move (pass, run, crm_step_get_next (goal));

  return TRUE;
}

static gboolean
may_jump (CrmStep *goal,
          CrmRun  *run)
{
  gboolean anywhere = g_strcmp0 (crm_step_get_text (goal, "from"), "anywhere") == 0;

  return run->step == goal || anywhere || crm_step_is_below (goal, run->step);
}

/* Whether @goal comes before @other for a run at @at: the nearest one below, otherwise the first. */
static gboolean
comes_first (const CrmStep *goal,
             const CrmStep *other,
             const CrmStep *at)
{
  gboolean below, other_below;

  if (other == NULL)
    return TRUE;
  below = goal == at || crm_step_is_below (goal, at);
  other_below = other == at || crm_step_is_below (other, at);
  if (below != other_below)
    return below;

  return goal->index < other->index;
}

/* Asks every goal for the ones that were touched, and takes those that have one out of @runs. */
gboolean
_crm_pass_look_for_goals (CrmPass    *pass,
                          GPtrArray  *runs,
                          GError    **error)
{
  g_autoptr (GPtrArray) asked = NULL;
  g_autofree CrmStep **best = NULL;
  g_autofree gboolean *held = NULL;
  g_autoptr (GPtrArray) left = NULL;

  if (pass->program->goals->len == 0 || runs->len == 0)
    return TRUE;

  asked = g_ptr_array_new ();
  for (guint i = 0; i < runs->len; i++)
    if (((CrmRun *) g_ptr_array_index (runs, i))->touched)
      g_ptr_array_add (asked, g_ptr_array_index (runs, i));
  if (asked->len == 0)
    return TRUE;

  best = g_new0 (CrmStep *, asked->len);
  held = g_new0 (gboolean, asked->len);
  for (guint k = 0; k < pass->program->goals->len; k++)
    {
      CrmStep *goal = g_ptr_array_index (pass->program->goals, k);
      g_autoptr (GError) reason = NULL;
      CrmAsk *ask = _crm_program_get_ask (pass->engine, pass->program, crm_step_get_node (goal, "if"), "contact", &reason);

      if (ask == NULL || !_crm_engine_ask (pass->engine, ask, asked, held, &reason))
        {
          if (reason->domain == CRM_ERROR)
            continue;
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      for (guint i = 0; i < asked->len; i++)
        {
          CrmRun *run = g_ptr_array_index (asked, i);

          if (held[i] && may_jump (goal, run) && !_crm_run_knows_goal (run, goal->id) && comes_first (goal, best[i], run->step))
            best[i] = goal;
        }
    }

  for (guint i = 0; i < asked->len; i++)
    {
      CrmRun *run = g_ptr_array_index (asked, i);
      CrmStep *from = run->step;

      /* Who is about to take the step of the goal reaches it the ordinary way. */
      run->touched = FALSE;
      if (best[i] == NULL || (from == best[i] && (run->waits == CRM_WAITS_NOT || run->waits == CRM_WAITS_CONTACT)))
        continue;
      g_ptr_array_remove (runs, run);
      if (run->waits != CRM_WAITS_NOT && from != best[i] &&
          !_crm_engine_relog (pass->engine, pass->program, run, from, CRM_OUTCOME_SKIPPED, _("The contact jumped to a goal."), error))
        return FALSE;
      if (from == best[i])
        {
          run->touched = TRUE;
          _crm_run_remember_goal (run, from->id);
          if (!add_achievement (pass, from, run, TRUE, error) ||
              !_crm_engine_relog (pass->engine, pass->program, run, from, CRM_OUTCOME_PASSED, _("Achieved after waiting."), error))
            return FALSE;
          _crm_pass_move (pass, run, crm_step_get_next (from));
        }
      else if (!achieve (pass, best[i], run, _("The contact jumped here, since the condition holds."), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
miss (CrmPass    *pass,
      CrmStep    *step,
      CrmRun     *run,
      CrmAsk     *ask,
      GError    **error)
{
  const char *otherwise = crm_step_get_text (step, "otherwise");
  CrmResult result = { CRM_OUTCOME_SKIPPED, (char *) _("The condition of the goal does not hold."), "skipped", NULL };

  if (otherwise == NULL || strcmp (otherwise, "wait") == 0)
    return _crm_pass_rest (pass, run, step, CRM_WAITS_GOAL, 0, _crm_engine_next_look (pass->engine, ask, run), _("Waits until the goal is achieved."), error);

  if (!add_achievement (pass, step, run, FALSE, error) || !_crm_engine_log (pass->engine, pass->program, run, step, &result, error))
    return FALSE;
  if (strcmp (otherwise, "end") == 0)
    return _crm_pass_finish (pass, run, "ended", _("The goal was not achieved."), error);

  run->touched = TRUE;
  _crm_pass_move (pass, run, crm_step_get_next (step));

  return TRUE;
}

gboolean
_crm_step_goal (CrmPass    *pass,
                CrmStep    *step,
                GPtrArray  *runs,
                GError    **error)
{
  g_autofree gboolean *held = g_new0 (gboolean, runs->len);
  g_autoptr (GError) reason = NULL;
  CrmAsk *ask = _crm_program_get_ask (pass->engine, pass->program, crm_step_get_node (step, "if"), "contact", &reason);

  if (ask == NULL || !_crm_engine_ask (pass->engine, ask, runs, held, &reason))
    {
      if (reason->domain == CRM_ERROR)
        return fail_all (pass, step, runs, reason, error);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);
      CrmResult again = { CRM_OUTCOME_PASSED, (char *) _("Achieved before."), "achieved", NULL };

      if (_crm_run_knows_goal (run, step->id))
        {
          if (!_crm_engine_log (pass->engine, pass->program, run, step, &again, error))
            return FALSE;
          _crm_pass_move (pass, run, crm_step_get_next (step));
        }
      else if (!(held[i] ? achieve (pass, step, run, NULL, error) : miss (pass, step, run, ask, error)))
        return FALSE;
    }

  return TRUE;
}
