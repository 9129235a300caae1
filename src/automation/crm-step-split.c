/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Splits (automation.md, 3.5): an even one keeps the paths even by their weights, and if it is a test,
 * everyone new takes the winner once it is over; a conditional one sends everyone along the first path until its
 * rule is met, and everyone new along the other one after that. A contact keeps its path for ever. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-sql.h"
#include "crm-error.h"

typedef struct
{
  CrmPass *pass;
  CrmStep *step;
  gint64 *taken;    /* for each branch, how many have it */
  gint64 *known;    /* how many it was before */
  char *decided;    /* what everyone new takes, or NULL */
} Split;

/* --- How many have each path ------------------------------------------------------------------------------------- */

/* Counting a million contacts in every commit would take longer than their steps, so the number is kept. */
static gint64
read_taken (CrmEngine   *engine,
            gint64       automation,
            const char  *step,
            const char  *path)
{
  gint64 taken = crm_db_get_integer (engine->db, -1, NULL, "SELECT value FROM automation_state WHERE name = 'path-' || ?1 || '-' || ?2 || char (9) || ?3",
                                     "itt", automation, step, path);

  return taken >= 0 ? taken : crm_db_get_integer (engine->db, 0, NULL, "SELECT count (*) FROM automation_path WHERE automation = ? AND step = ? AND path = ?",
                                                  "itt", automation, step, path);
}

static gboolean
write_taken (Split   *split,
             GError **error)
{
  for (guint i = 0; i < split->step->branches->len; i++)
    if (split->taken[i] != split->known[i] &&
        !crm_db_run (split->pass->engine->db, error,
                     "INSERT INTO automation_state VALUES ('path-' || ?1 || '-' || ?2 || char (9) || ?3, ?4) ON CONFLICT DO UPDATE SET value = ?4", "itti",
                     split->pass->program->id, split->step->id, ((CrmBranch *) g_ptr_array_index (split->step->branches, i))->name, split->taken[i]))
      return FALSE;

  return TRUE;
}

/* Who is bound to a path that is gone takes another one. */
static gboolean
forget_path (Split       *split,
             const char  *path,
             GError     **error)
{
  return crm_db_run (split->pass->engine->db, error, "DELETE FROM automation_state WHERE name = 'path-' || ?1 || '-' || ?2 || char (9) || ?3", "itt",
                     split->pass->program->id, split->step->id, path);
}

/* --- Tests --------------------------------------------------------------------------------------------------------- */

static gint64
count_matches (Split         *split,
               JsonNode      *node,
               const char    *path,
               GError       **error)
{
  CrmEngine *engine = split->pass->engine;
  CrmAsk *ask = _crm_program_get_ask (engine, split->pass->program, node, "contact", error);
  g_autoptr (GArray) parameters = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autofree char *condition = NULL;
  g_autofree char *sql = NULL;

  if (ask == NULL || !_crm_engine_bind (engine, ask, error))
    return -1;

  condition = crm_condition_plan_make_sql (ask->plan, CRM_CONDITION_FORM_EACH, &parameters);
  sql = g_strdup_printf ("SELECT count (*) FROM automation_path p CROSS JOIN contact r ON r.id = p.contact AND r.state = 0 "
                         "WHERE p.automation = ? AND p.step = ? AND (? IS NULL OR p.path = ?) AND (%s)", condition);
  statement = crm_db_prepare (engine->db, sql, error);
  if (statement == NULL)
    return -1;
  crm_statement_bind_integer (statement, 1, split->pass->program->id);
  crm_statement_bind_text (statement, 2, split->step->id);
  crm_statement_bind_text (statement, 3, path);
  crm_statement_bind_text (statement, 4, path);
  for (guint i = 0; i < parameters->len; i++)
    crm_statement_bind_value (statement, (int) i + 5, &g_array_index (parameters, CrmValue, i));

  return crm_statement_step (statement, error) ? crm_statement_get_integer (statement, 0) : -1;
}

static gboolean
is_over (Split       *split,
         JsonObject  *rule,
         JsonNode    *condition,
         gboolean    *over,
         GError     **error)
{
  const char *date = crm_keys_get_text (rule, "date");
  JsonObject *matches = crm_keys_get_part (rule, "matches");
  gint64 sum = 0;
  gint64 n;

  *over = FALSE;
  if (date != NULL)
    {
      g_autoptr (GDateTime) end = g_date_time_new_from_iso8601 (date, split->pass->engine->zone);

      *over = end != NULL && g_date_time_to_unix (end) * G_USEC_PER_SEC <= split->pass->engine->now;
      return TRUE;
    }

  for (guint i = 0; i < split->step->branches->len; i++)
    sum += split->taken[i];
  if (json_object_has_member (rule, "count"))
    {
      gboolean first_only = g_strcmp0 (crm_step_get_text (split->step, "kind"), "conditional") == 0;

      *over = (first_only ? split->taken[0] : sum) >= json_object_get_int_member (rule, "count");
      return TRUE;
    }

  if (matches != NULL)
    condition = json_object_get_member (matches, "if");
  n = count_matches (split, condition, matches != NULL ? "first" : NULL, error);
  if (n < 0)
    return FALSE;
  *over = n >= (matches != NULL ? json_object_get_int_member (matches, "count") : json_object_get_int_member (rule, "matches"));

  return TRUE;
}

/* The path with the highest share of contacts that match; of equal ones the first. */
static char *
find_winner (Split     *split,
             JsonNode  *condition,
             GError   **error)
{
  const CrmBranch *best = NULL;
  gint64 best_n = 0, best_of = 1;

  for (guint i = 0; i < split->step->branches->len; i++)
    {
      const CrmBranch *branch = g_ptr_array_index (split->step->branches, i);
      gint64 n = count_matches (split, condition, branch->name, error);
      gint64 of = MAX (split->taken[i], 1);

      if (n < 0)
        return NULL;
      if (best == NULL || n * best_of > best_n * of)
        {
          best = branch;
          best_n = n;
          best_of = of;
        }
    }

  return g_strdup (best->name);
}

/* Looks whether it is decided from now on. */
static gboolean
decide (Split   *split,
        GError **error)
{
  CrmEngine *engine = split->pass->engine;
  JsonObject *test = crm_keys_get_part (split->step->keys, "test");
  JsonObject *rule = test != NULL ? crm_keys_get_part (test, "end") : crm_keys_get_part (split->step->keys, "until");
  JsonNode *winner = test != NULL ? json_object_get_member (test, "winner") : NULL;
  gboolean over;

  if (split->decided != NULL || rule == NULL)
    return TRUE;
  if (!is_over (split, rule, winner, &over, error))
    return FALSE;
  if (!over)
    return TRUE;

  split->decided = winner != NULL ? find_winner (split, winner, error) : g_strdup ("then");

  return split->decided != NULL &&
         crm_db_run (engine->db, error, "INSERT INTO automation_split (automation, step, path, time) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                     "itti", split->pass->program->id, split->step->id, split->decided, engine->now);
}

/* The path that lags most behind its weight. */
static guint
find_even (Split *split)
{
  guint best = 0;
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < split->step->branches->len; i++)
    {
      const CrmBranch *branch = g_ptr_array_index (split->step->branches, i);
      double load = branch->weight > 0 ? (double) (split->taken[i] + 1) / branch->weight : G_MAXDOUBLE;

      if (load < least)
        {
          best = i;
          least = load;
        }
    }

  return best;
}

static gboolean
choose (Split       *split,
        CrmRun      *run,
        CrmBranch  **branch,
        GError     **error)
{
  CrmEngine *engine = split->pass->engine;
  g_autofree char *own = NULL;
  guint index = 0;

  own = crm_db_get_text (engine->db, NULL, "SELECT path FROM automation_path WHERE automation = ? AND step = ? AND contact = ?", "iti",
                         split->pass->program->id, split->step->id, run->contact);
  *branch = crm_step_find_branch (split->step, own);
  if (*branch != NULL)
    return TRUE;

  if (!decide (split, error) || (own != NULL && !forget_path (split, own, error)))
    return FALSE;
  *branch = crm_step_find_branch (split->step, split->decided);
  if (*branch == NULL)
    *branch = g_ptr_array_index (split->step->branches, g_strcmp0 (crm_step_get_text (split->step, "kind"), "even") == 0 ? find_even (split) : 0);

  g_ptr_array_find (split->step->branches, *branch, &index);
  split->taken[index]++;

  return crm_db_run (engine->db, error, "INSERT OR REPLACE INTO automation_path (automation, step, contact, path) VALUES (?, ?, ?, ?)", "itit",
                     split->pass->program->id, split->step->id, run->contact, (*branch)->name);
}

gboolean
_crm_step_split (CrmPass    *pass,
                 CrmStep    *step,
                 GPtrArray  *runs,
                 GError    **error)
{
  g_autofree gint64 *taken = g_new0 (gint64, step->branches->len);
  g_autofree gint64 *known = g_new0 (gint64, step->branches->len);
  Split split = { pass, step, taken, known, NULL };
  CrmEngine *engine = pass->engine;
  gboolean done = TRUE;

  for (guint i = 0; i < step->branches->len; i++)
    taken[i] = known[i] = read_taken (engine, pass->program->id, step->id, ((CrmBranch *) g_ptr_array_index (step->branches, i))->name);
  split.decided = crm_db_get_text (engine->db, NULL, "SELECT path FROM automation_split WHERE automation = ? AND step = ?", "it",
                                   pass->program->id, step->id);

  for (guint i = 0; done && i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);
      g_autoptr (GError) reason = NULL;
      CrmBranch *branch = NULL;
      CrmResult result = { CRM_OUTCOME_PASSED, NULL, NULL, NULL };

      if (choose (&split, run, &branch, &reason))
        result.branch = branch->name;
      else if (reason->domain == CRM_ERROR)
        result = (CrmResult) { CRM_OUTCOME_FAILED, reason->message, NULL, NULL };
      else
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          done = FALSE;
          break;
        }

      done = _crm_engine_log (engine, pass->program, run, step, &result, error);
      _crm_pass_move (pass, run, crm_step_enter (step, branch));
    }

  g_free (split.decided);

  return done && write_taken (&split, error);
}
