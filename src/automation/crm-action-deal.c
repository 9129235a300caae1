/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What automations do with deals and tasks (features.md, W25 to W31, W33, W35): which deals are meant, and
 * that several contacts of one deal do not do it twice. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-date.h"
#include "crm-due.h"
#include "crm-duration.h"
#include "crm-error.h"
#include "crm-money.h"

/* --- Which deals ----------------------------------------------------------------------------------------------------------- */

static GArray *
list_deals (CrmEngine  *self,
            gint64      contact,
            GError    **error)
{
  return crm_db_list_ids (self->db, error,
                          "SELECT id FROM deal WHERE state = 0 AND (contact = ?1 OR id IN "
                          "(SELECT record FROM member INDEXED BY member_by_key WHERE tbl = ?2 AND col = ?3 AND key = ?1 AND removed IS NULL)) "
                          "ORDER BY created DESC, id DESC", "iii", contact, (gint64) CRM_ID_DEAL,
                          (gint64) crm_table_find_column (_crm_engine_get_table (self, "deal"), "people")->id);
}

static gboolean
keep_matching (CrmPass  *pass,
               CrmStep  *step,
               GArray   *deals,
               GError  **error)
{
  CrmAsk *ask = _crm_program_get_ask (pass->engine, pass->program, crm_step_get_node (step, "affects"), "deal", error);

  if (ask == NULL)
    return FALSE;

  for (guint i = deals->len; i > 0; i--)
    {
      gboolean held;

      if (!_crm_engine_ask_one (pass->engine, ask, g_array_index (deals, gint64, i - 1), NULL, &held, error))
        return FALSE;
      if (!held)
        g_array_remove_index (deals, i - 1);
    }

  return TRUE;
}

/* Leaves those that another contact, who came in by the same event, has not done yet. */
static gboolean
leave_undone (CrmPass    *pass,
              CrmStep    *step,
              CrmRun     *run,
              GArray     *deals,
              CrmResult  *result,
              GError    **error)
{
  CrmEngine *engine = pass->engine;

  for (guint i = deals->len; i > 0; i--)
    {
      if (!crm_db_run (engine->db, error, "INSERT OR IGNORE INTO automation_once VALUES (?, ?, ?, ?, ?)", "iitii", run->cause, pass->program->id,
                       step->id, run->hops, g_array_index (deals, gint64, i - 1)))
        return FALSE;
      if (crm_db_n_changes (engine->db) == 0)
        g_array_remove_index (deals, i - 1);
    }

  return deals->len > 0 || _crm_result_skip (result, _("Another contact of the deal has done this already."));
}

/* Returns: (transfer full) (nullable): the deals that a step acts on; if there are none the step is skipped,
 * and @result says why */
GArray *
_crm_pass_find_deals (CrmPass    *pass,
                      CrmStep    *step,
                      CrmRun     *run,
                      CrmResult  *result,
                      GError    **error)
{
  JsonNode *node = crm_step_get_node (step, "affects");
  gboolean condition = node != NULL && JSON_NODE_HOLDS_OBJECT (node);
  const char *word = node != NULL && !condition ? json_node_get_string (node) : NULL;
  g_autoptr (GArray) deals = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (word == NULL && !condition)
    word = run->object.deal != 0 ? "trigger" : "latest";

  if (g_strcmp0 (word, "trigger") == 0)
    {
      if (run->object.deal == 0)
        _crm_result_skip (result, _("No deal has let the contact in."));
      else if (crm_db_get_integer (pass->engine->db, -1, NULL, "SELECT state FROM deal WHERE id = ?", "i", run->object.deal) != CRM_STATE_LIVE)
        _crm_result_skip (result, _("The deal that has let the contact in is not there any more."));
      else
        g_array_append_val (deals, run->object.deal);
    }
  else
    {
      g_array_unref (deals);
      deals = list_deals (pass->engine, run->contact, error);
      if (deals == NULL || (condition && !keep_matching (pass, step, deals, error)))
        return NULL;
      if (g_strcmp0 (word, "latest") == 0 && deals->len > 1)
        g_array_set_size (deals, 1);
      if (deals->len == 0)
        _crm_result_skip (result, condition ? _("No deal of the contact matches.") : _("The contact has no deal."));
    }

  if (deals->len > 0 && run->object.deal != 0 && !leave_undone (pass, step, run, deals, result, error))
    return NULL;

  return g_steal_pointer (&deals);
}

/* --- People ------------------------------------------------------------------------------------------------------------------ */

/* The team member whose turn it is in a pipeline, or in the whole team. */
static gint64
find_next_user (CrmEngine *self,
                gint64     pipeline)
{
  const CrmTable *pipelines = _crm_engine_get_table (self, "pipeline");
  gint64 last = crm_db_get_integer (self->db, 0, NULL, "SELECT last_owner FROM pipeline WHERE id = ?", "i", pipeline);
  gint64 user = crm_db_get_integer (self->db, 0, NULL,
                                    "SELECT u.id FROM member m JOIN user u ON u.id = m.key AND u.state = 0 "
                                    "WHERE m.tbl = ? AND m.record = ? AND m.col = ? AND m.removed IS NULL ORDER BY u.id <= ?, u.id LIMIT 1", "iiii",
                                    (gint64) pipelines->id, pipeline, (gint64) crm_table_find_column (pipelines, "members")->id, last);

  if (user == 0)
    user = crm_db_get_integer (self->db, 0, NULL, "SELECT id FROM user WHERE state = 0 ORDER BY id <= ?, id LIMIT 1", "i", last);

  return user;
}

/* "contact-owner", "deal-owner", "round-robin", or an e-mail address; 0 if it is nobody. */
static gint64
find_person (CrmPass       *pass,
             const CrmRun  *run,
             const char    *word,
             gint64         deal,
             gint64         pipeline,
             GError       **error)
{
  CrmEngine *engine = pass->engine;
  g_autofree char *name = NULL;

  if (strcmp (word, "contact-owner") == 0)
    return crm_db_get_integer (engine->db, 0, NULL, "SELECT owner FROM contact WHERE id = ?", "i", run->contact);
  if (strcmp (word, "deal-owner") == 0)
    return crm_db_get_integer (engine->db, 0, NULL, "SELECT owner FROM deal WHERE id = ?", "i", deal != 0 ? deal : run->object.deal);
  if (strcmp (word, "round-robin") == 0)
    return find_next_user (engine, pipeline);

  name = _crm_pass_fill (pass, run, word, CRM_ESCAPE_NONE, error);

  return name != NULL ? _crm_engine_find_record (engine, "user", name) : 0;
}

/* --- Deals -------------------------------------------------------------------------------------------------------------------- */

gboolean
_crm_act_add_deal (CrmPass    *pass,
                   CrmStep    *step,
                   CrmRun     *run,
                   CrmResult  *result,
                   GError    **error)
{
  CrmEngine *engine = pass->engine;
  const CrmTable *table = _crm_engine_get_table (engine, "deal");
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  g_autofree char *title = _crm_pass_fill (pass, run, crm_step_get_text (step, "title"), CRM_ESCAPE_NONE, error);
  g_autofree char *written = crm_keys_get_amount (step->keys, "value");
  const char *currency = crm_step_get_text (step, "currency");
  const char *pipeline_name = crm_step_get_text (step, "pipeline");
  const char *stage_name = crm_step_get_text (step, "stage");
  const char *owner = crm_step_get_text (step, "owner");
  const char *type = crm_step_get_text (step, "type");
  gint64 pipeline = _crm_engine_find_record (engine, "pipeline", pipeline_name);
  gint64 stage = 0;
  gint64 person;

  if (title == NULL)
    return FALSE;
  if (pipeline_name != NULL && pipeline == 0)
    return _crm_result_skip (result, _("There is no pipeline “%s” any more."), pipeline_name);
  if (stage_name != NULL)
    {
      stage = crm_db_get_integer (engine->db, 0, NULL,
                                  "SELECT s.id FROM stage s JOIN pipeline p ON p.id = s.pipeline AND p.state = 0 WHERE s.state = 0 "
                                  "AND s.name_key = crm_fold (?1) AND (?2 = 0 OR s.pipeline = ?2) ORDER BY p.position, p.id, s.position LIMIT 1", "ti",
                                  stage_name, pipeline);
      if (stage == 0)
        return _crm_result_skip (result, _("There is no stage “%s” any more."), stage_name);
      crm_edit_set_integer (edit, "stage", stage);
      pipeline = crm_db_get_integer (engine->db, 0, NULL, "SELECT pipeline FROM stage WHERE id = ?", "i", stage);
    }
  if (pipeline != 0)
    crm_edit_set_integer (edit, "pipeline", pipeline);

  crm_edit_set_text (edit, "title", *title != '\0' ? title : pass->program->name);
  crm_edit_set_integer (edit, "contact", run->contact);
  if (type != NULL && _crm_engine_find_record (engine, "deal_type", type) != 0)
    crm_edit_set_integer (edit, "type", _crm_engine_find_record (engine, "deal_type", type));
  if (written != NULL)
    {
      g_autofree char *text = _crm_pass_fill (pass, run, written, CRM_ESCAPE_NONE, error);
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      if (text == NULL || !crm_money_parse_plain (text, currency != NULL ? currency : crm_money_get_default_currency (), &value, error))
        return FALSE;
      crm_edit_set (edit, crm_table_find_column (table, "value"), &value);
    }
  if (owner != NULL)
    {
      if (pipeline == 0)
        pipeline = crm_db_get_integer (engine->db, 0, NULL, "SELECT id FROM pipeline WHERE state = 0 ORDER BY position, id LIMIT 1", "");
      person = find_person (pass, run, owner, 0, pipeline, error);
      if (person != 0)
        crm_edit_set_integer (edit, "owner", person);
      if (person != 0 && strcmp (owner, "round-robin") == 0)
        {
          g_autoptr (CrmEdit) turn = crm_edit_new (_crm_engine_get_table (engine, "pipeline"), CRM_OP_UPDATE, pipeline);

          crm_edit_set_integer (turn, "last_owner", person);
          if (crm_door_apply (engine->door, turn, error) == 0)
            return FALSE;
        }
    }

  return crm_door_apply (engine->door, edit, error) != 0;
}

gboolean
_crm_act_update_deal (CrmPass    *pass,
                      CrmStep    *step,
                      CrmRun     *run,
                      CrmResult  *result,
                      GError    **error)
{
  const CrmTable *table = _crm_engine_get_table (pass->engine, "deal");
  g_autoptr (GArray) deals = _crm_pass_find_deals (pass, step, run, result, error);

  for (guint i = 0; deals != NULL && i < deals->len; i++)
    {
      CrmRun one = *run;

      /* Copies and texts are about the deal at hand. */
      one.object.deal = g_array_index (deals, gint64, i);
      if (!_crm_pass_set_field (pass, step, &one, table, one.object.deal, result, error))
        return FALSE;
    }

  return deals != NULL;
}

/* --- Tasks --------------------------------------------------------------------------------------------------------------------- */

static gboolean
set_due (CrmPass  *pass,
         CrmStep  *step,
         CrmEdit  *edit)
{
  CrmDuration duration;
  gint64 at;
  char due[CRM_DUE_SIZE];
  char date[CRM_DATE_SIZE];
  int minute;

  if (crm_step_get_text (step, "due") == NULL)
    return TRUE;
  if (!crm_duration_parse_plain (crm_step_get_text (step, "due"), &duration, NULL) ||
      !crm_duration_add (&duration, 1, pass->engine->now, pass->engine->zone, &at))
    return FALSE;

  /* In two days is a day; in two hours is an hour. */
  crm_due_of_instant (at, due);
  if (!crm_duration_has_time (&duration) && crm_due_split (due, date, &minute))
    crm_due_make (date, -1, due);
  crm_edit_set_text (edit, "due", due);

  return TRUE;
}

gboolean
_crm_act_add_task (CrmPass    *pass,
                   CrmStep    *step,
                   CrmRun     *run,
                   CrmResult  *result,
                   GError    **error)
{
  CrmEngine *engine = pass->engine;
  const CrmTable *table = _crm_engine_get_table (engine, "task");
  gboolean on_deal = g_strcmp0 (crm_step_get_text (step, "on"), "deal") == 0;
  g_autofree char *title = _crm_pass_fill (pass, run, crm_step_get_text (step, "title"), CRM_ESCAPE_NONE, error);
  const char *type = crm_step_get_text (step, "type");
  const char *assignee = crm_step_get_text (step, "assignee");
  g_autofree char *description = NULL;
  g_autoptr (GArray) records = NULL;

  if (title == NULL)
    return FALSE;
  if (crm_step_get_text (step, "description") != NULL)
    {
      description = _crm_pass_fill (pass, run, crm_step_get_text (step, "description"), CRM_ESCAPE_NONE, error);
      if (description == NULL)
        return FALSE;
    }

  if (on_deal)
    records = _crm_pass_find_deals (pass, step, run, result, error);
  else
    {
      records = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (records, run->contact);
    }
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      gint64 record = g_array_index (records, gint64, i);
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
      CrmValue key = crm_value_integer (record);
      gint64 person = 0;

      crm_edit_set_text (edit, "title", *title != '\0' ? title : pass->program->name);
      if (description != NULL && *description != '\0')
        crm_edit_set_text (edit, "description", description);
      if (type != NULL && _crm_engine_find_record (engine, "task_type", type) != 0)
        crm_edit_set_integer (edit, "type", _crm_engine_find_record (engine, "task_type", type));
      if (!set_due (pass, step, edit))
        return _crm_result_skip (result, _("The due date is out of reach."));
      crm_edit_add (edit, crm_table_find_column (table, on_deal ? "deals" : "contacts"), &key, NULL, NULL);

      person = find_person (pass, run, assignee != NULL ? assignee : on_deal ? "deal-owner" : "contact-owner", on_deal ? record : 0, 0, error);
      if (person != 0)
        {
          CrmValue user = crm_value_integer (person);

          crm_edit_add (edit, crm_table_find_column (table, "assignees"), &user, NULL, NULL);
        }
      if (crm_door_apply (engine->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

static gboolean
complete_tasks (CrmPass     *pass,
                CrmStep     *step,
                const char  *set,
                gint64       record,
                guint       *n_done,
                GError     **error)
{
  CrmEngine *engine = pass->engine;
  const CrmTable *table = _crm_engine_get_table (engine, "task");
  const char *title = crm_step_get_text (step, "title");
  const char *type_name = crm_step_get_text (step, "type");
  gint64 type = _crm_engine_find_record (engine, "task_type", type_name);
  g_autoptr (GArray) tasks = NULL;

  tasks = crm_db_list_ids (engine->db, error,
                           "SELECT t.id FROM member m INDEXED BY member_by_key JOIN task t ON t.id = m.record AND t.state = 0 AND t.status = 'open' "
                           "WHERE m.tbl = ?1 AND m.col = ?2 AND m.key = ?3 AND m.removed IS NULL AND (?4 IS NULL OR t.title_key = crm_fold (?4)) "
                           "AND (?5 IS NULL OR t.type = ?6) ORDER BY t.id", "iiitti", (gint64) table->id,
                           (gint64) crm_table_find_column (table, set)->id, record, title, type_name, type);
  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, g_array_index (tasks, gint64, i));

      crm_edit_set_text (edit, "status", "done");
      if (crm_door_apply (engine->door, edit, error) == 0)
        return FALSE;
      (*n_done)++;
    }

  return tasks != NULL;
}

gboolean
_crm_act_complete_task (CrmPass    *pass,
                        CrmStep    *step,
                        CrmRun     *run,
                        CrmResult  *result,
                        GError    **error)
{
  gboolean on_deal = g_strcmp0 (crm_step_get_text (step, "on"), "deal") == 0 || crm_step_get_node (step, "affects") != NULL;
  g_autoptr (GArray) records = NULL;
  guint n = 0;

  if (on_deal)
    records = _crm_pass_find_deals (pass, step, run, result, error);
  else
    {
      records = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (records, run->contact);
    }
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    if (!complete_tasks (pass, step, on_deal ? "deals" : "contacts", g_array_index (records, gint64, i), &n, error))
      return FALSE;

  return n > 0 || result->outcome == CRM_OUTCOME_SKIPPED || _crm_result_skip (result, _("There is no such open task."));
}
