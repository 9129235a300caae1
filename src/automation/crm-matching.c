/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who would come in (automation.md, 3.3 and 3.11): contacts that are already what a trigger waits for, whom somebody may add
 * with one button; those whom a date lets in today when the automation is switched on; and those whom an import, an undo or
 * a merge would let in if triggers were to hear of it. What only happens at a moment, such as a click, matches nobody
 * afterwards. Any thread that may use the connection, but for what writes.
 */

#include "config.h"

#include "crm-matching.h"

#include <gio/gio.h>
#include <string.h>

#include "crm-automation.h"
#include "crm-condition-sql.h"
#include "crm-condition-text.h"
#include "crm-engine-private.h"
#include "crm-error.h"
#include "crm-lists.h"

/* --- An automation to ask -------------------------------------------------------------------------------------- */

typedef struct
{
  CrmEngine *engine;
  CrmProgram *program;
} Matching;

static void
matching_clear (Matching *self)
{
  g_clear_pointer (&self->program, _crm_program_free);
  g_clear_pointer (&self->engine, crm_engine_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Matching, matching_clear)

/* The automation as it is written now, as if it were on. */
static gboolean
matching_init (Matching   *self,
               CrmDb      *db,
               CrmSchema  *schema,
               CrmClock   *clock,
               gint64      automation,
               GError    **error)
{
  CrmFlow *flow = crm_automation_load (db, automation, error);

  if (flow == NULL)
    return FALSE;

  self->engine = _crm_engine_new_for (db, schema, clock);
  self->program = g_new0 (CrmProgram, 1);
  self->program->id = automation;
  self->program->on = TRUE;
  self->program->name = g_strdup (flow->name);
  self->program->flow = flow;
  self->program->goals = g_ptr_array_new ();
  self->program->asks = _crm_program_new_asks ();

  return TRUE;
}

/* --- What a trigger waits for, as a state -------------------------------------------------------------------------- */

/* A question about contacts r, in which values stand for question marks. */
typedef struct
{
  GString *sql;
  GArray *values; /* of CrmValue */
} Question;

static void
question_clear (Question *self)
{
  g_string_free (self->sql, TRUE);
  g_array_unref (self->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
clear_value (gpointer data)
{
  crm_value_clear (data);
}

static void
question_init (Question *self)
{
  self->sql = g_string_new (NULL);
  self->values = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  g_array_set_clear_func (self->values, clear_value);
}

static void
put (Question *self,
     CrmValue  value)
{
  g_array_append_val (self->values, value);
}

static gboolean
put_plan (Question          *self,
          CrmConditionPlan  *plan,
          CrmConditionForm   form)
{
  g_autoptr (GArray) parameters = NULL;
  g_autofree char *condition = crm_condition_plan_make_sql (plan, form, &parameters);

  g_string_append_printf (self->sql, "(%s)", condition);
  for (guint i = 0; i < parameters->len; i++)
    put (self, crm_value_dup (&g_array_index (parameters, CrmValue, i)));

  return TRUE;
}

/* "field is value", as the conditions have it. */
static gboolean
put_field (Question    *self,
           CrmEngine   *engine,
           const char  *record,
           const char  *name,
           const char  *value,
           GError     **error)
{
  const CrmRecordType *contacts = crm_catalogue_find (CRM_CATALOGUE (engine->schema), "contact");
  g_autofree char *prefix = g_strconcat (record, ".", NULL);
  g_autofree char *whole = g_str_has_prefix (name, prefix) ? g_strdup (name) : g_strconcat (prefix, name, NULL);
  const char *texts[] = { value, NULL };
  g_autoptr (CrmCondition) condition = NULL;
  CrmAsk ask = { NULL };
  gboolean done;

  condition = crm_condition_new_test_from_texts (CRM_CATALOGUE (engine->schema), contacts, "field", whole, CRM_OPERATOR_IS, texts, error);
  if (condition == NULL)
    return FALSE;

  ask.condition = condition;
  ask.type = contacts;
  done = _crm_engine_bind (engine, &ask, error) && put_plan (self, ask.plan, CRM_CONDITION_FORM_ALL);
  g_clear_pointer (&ask.plan, crm_condition_plan_unref);

  return done;
}

static gboolean
put_record (Question    *self,
            CrmEngine   *engine,
            const char  *column,
            const char  *table,
            const char  *name)
{
  gint64 id;

  if (name == NULL)
    return TRUE;
  id = _crm_engine_find_record (engine, table, name);
  g_string_append_printf (self->sql, " AND %s = ?", column);
  put (self, crm_value_integer (id));

  return id != 0;
}

/* Open deals that are what the trigger waits for; d is the deal. FALSE: no deal can be. */
static gboolean
put_deal (Question          *self,
          CrmEngine         *engine,
          const CrmTrigger  *trigger)
{
  const char *to = crm_trigger_get_text (trigger, "to");
  const char *stage = trigger->type == CRM_TRIGGER_DEAL_ADDED ? crm_trigger_get_text (trigger, "stage") : to;

  g_string_append (self->sql, "d.state = 0");
  if (trigger->type != CRM_TRIGGER_DEAL_STATUS_CHANGED)
    g_string_append (self->sql, " AND d.status = 'open'");
  if (!put_record (self, engine, "d.pipeline", "pipeline", crm_trigger_get_text (trigger, "pipeline")))
    return FALSE;

  switch ((int) trigger->type)
    {
    case CRM_TRIGGER_DEAL_ADDED:
    case CRM_TRIGGER_DEAL_STAGE_CHANGED:
      if (stage != NULL)
        {
          g_string_append (self->sql, " AND d.stage IN (SELECT id FROM stage WHERE state = 0 AND name_key = crm_fold (?))");
          put (self, crm_value_text (stage));
        }
      return stage != NULL || trigger->type == CRM_TRIGGER_DEAL_ADDED;
    case CRM_TRIGGER_DEAL_STATUS_CHANGED:
      g_string_append (self->sql, " AND d.status = crm_fold (?)");
      put (self, crm_value_text (to));
      return to != NULL;
    case CRM_TRIGGER_DEAL_OWNER_CHANGED:
      return to != NULL && put_record (self, engine, "d.owner", "user", to);
    default:
      return FALSE;
    }
}

static gboolean
put_score (Question          *self,
           const CrmTrigger  *trigger,
           const char        *column)
{
  g_autofree char *value = crm_keys_get_amount (trigger->keys, "value");
  gboolean down = g_strcmp0 (crm_trigger_get_text (trigger, "direction"), "down") == 0;

  g_string_append_printf (self->sql, "coalesce (%s, 0) %s ?", column, down ? "<" : ">=");
  put (self, crm_value_integer (value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0));

  return TRUE;
}

static gboolean
put_subscription (Question          *self,
                  CrmEngine         *engine,
                  const CrmTrigger  *trigger,
                  const char        *status)
{
  gboolean possible;

  g_string_append (self->sql, "r.id IN (SELECT s.contact FROM subscription s WHERE s.state = 0 AND s.contact IS NOT NULL AND s.status = ?");
  put (self, crm_value_text (status));
  possible = put_record (self, engine, "s.list", "list", crm_trigger_get_text (trigger, "list"));
  g_string_append_c (self->sql, ')');

  return possible;
}

static gboolean
put_tag (Question          *self,
         CrmEngine         *engine,
         const CrmTrigger  *trigger)
{
  const CrmTable *contacts = _crm_engine_get_table (engine, "contact");
  gboolean possible;

  g_string_append (self->sql, "r.id IN (SELECT m.record FROM member m WHERE m.tbl = ? AND m.col = ? AND m.removed IS NULL");
  put (self, crm_value_integer (contacts->id));
  put (self, crm_value_integer (crm_table_find_column (contacts, "tags")->id));
  possible = put_record (self, engine, "m.key", "tag", crm_trigger_get_text (trigger, "tag"));
  g_string_append_c (self->sql, ')');

  return possible;
}

/* Which contacts, or which deals of contacts, are what a trigger waits for. Returns FALSE without an error if nobody can be. */
static gboolean
put_state (Question          *self,
           Matching          *matching,
           const CrmTrigger  *trigger,
           gboolean          *of_deals,
           GError           **error)
{
  CrmEngine *engine = matching->engine;
  const char *field = crm_trigger_get_text (trigger, "field");
  const char *to = crm_trigger_get_text (trigger, "to");
  CrmAsk *ask;

  *of_deals = FALSE;
  switch (trigger->type)
    {
    case CRM_TRIGGER_CONTACT_ADDED:
      g_string_append (self->sql, "1");
      return TRUE;
    case CRM_TRIGGER_LIST_SUBSCRIBED:
      return put_subscription (self, engine, trigger, CRM_SUBSCRIBED);
    case CRM_TRIGGER_LIST_UNSUBSCRIBED:
      return put_subscription (self, engine, trigger, CRM_UNSUBSCRIBED);
    case CRM_TRIGGER_TAG_ADDED:
      return put_tag (self, engine, trigger);
    case CRM_TRIGGER_FIELD_CHANGED:
      return to != NULL && put_field (self, engine, "contact", field, to, error);
    case CRM_TRIGGER_ACCOUNT_CHANGED:
      return to != NULL && field != NULL && put_field (self, engine, "account", field, to, error);
    case CRM_TRIGGER_SCORE_CROSSED:
      *of_deals = g_strcmp0 (crm_trigger_get_text (trigger, "of"), "deal") == 0;
      if (*of_deals)
        g_string_append (self->sql, "d.state = 0 AND d.status = 'open' AND ");
      return put_score (self, trigger, *of_deals ? "d.score" : "r.score");
    case CRM_TRIGGER_DEAL_ADDED:
    case CRM_TRIGGER_DEAL_STAGE_CHANGED:
    case CRM_TRIGGER_DEAL_STATUS_CHANGED:
    case CRM_TRIGGER_DEAL_OWNER_CHANGED:
      *of_deals = TRUE;
      return put_deal (self, engine, trigger);
    case CRM_TRIGGER_SEGMENT_JOINED:
      ask = _crm_segment_trigger_get_ask (engine, matching->program, trigger, error);
      return ask != NULL && _crm_engine_bind (engine, ask, error) && put_plan (self, ask->plan, CRM_CONDITION_FORM_ALL);
    case CRM_TRIGGER_TAG_REMOVED:
    case CRM_TRIGGER_MESSAGE_SENT:
    case CRM_TRIGGER_MESSAGE_OPENED:
    case CRM_TRIGGER_MESSAGE_CLICKED:
    case CRM_TRIGGER_MESSAGE_REPLIED:
    case CRM_TRIGGER_MESSAGE_BOUNCED:
    case CRM_TRIGGER_DEAL_VALUE_CHANGED:
    case CRM_TRIGGER_DEAL_CHANGED:
    case CRM_TRIGGER_TASK_ADDED:
    case CRM_TRIGGER_TASK_COMPLETED:
    case CRM_TRIGGER_CONVERSION:
    case CRM_TRIGGER_DATE:
    case CRM_TRIGGER_PAYMENT_RECEIVED:
    case CRM_TRIGGER_COURSE_STARTED:
    case CRM_TRIGGER_COURSE_FINISHED:
    case CRM_TRIGGER_CALL_MISSED:
    case CRM_TRIGGER_PAGE_VISITED:
    case CRM_TRIGGER_EVENT_RECORDED:
    case CRM_TRIGGER_WEBHOOK_RECEIVED:
    case CRM_TRIGGER_GOAL_ACHIEVED:
    case CRM_TRIGGER_AUTOMATION_FINISHED:
    case CRM_TRIGGER_AUTOMATION:
    case CRM_TRIGGER_BY_HAND:
    case CRM_N_TRIGGERS:
    default:
      return FALSE;
    }
}

/* Whoever is inside does not come in a second time by this way, whatever the entry rule says. */
static void
put_entry (Question          *self,
           Matching          *matching,
           const CrmTrigger  *trigger)
{
  static const char before[] = " AND NOT EXISTS (SELECT 1 FROM run q INDEXED BY run_by_contact WHERE q.contact = r.id AND q.contact IS NOT NULL "
                               "AND q.state = 0 AND q.automation = ?";

  g_string_append_printf (self->sql, "%s AND q.status = 'running')", before);
  put (self, crm_value_integer (matching->program->id));
  if (trigger->once)
    {
      g_string_append_printf (self->sql, "%s AND q.trigger_id = ?)", before);
      put (self, crm_value_integer (matching->program->id));
      put (self, crm_value_text (trigger->id));
    }
  if (matching->program->flow->entry == CRM_ENTRY_ONCE)
    {
      g_string_append_printf (self->sql, "%s)", before);
      put (self, crm_value_integer (matching->program->id));
    }
}

/* --- Finding ------------------------------------------------------------------------------------------------------ */

static GArray *
read_matches (CrmDb       *db,
              const char  *sql,
              GArray      *values,
              guint        trigger,
              GError     **error)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (CrmMatch));
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return NULL;

  for (guint i = 0; i < values->len; i++)
    crm_statement_bind_value (statement, (int) i + 1, &g_array_index (values, CrmValue, i));
  while (crm_statement_step (statement, &reason))
    {
      CrmMatch match = { crm_statement_get_integer (statement, 0), crm_statement_get_integer (statement, 1), trigger };

      g_array_append_val (matches, match);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&matches);
}

/* Who fits the trigger at @place. Of several deals of a contact the newest counts. */
static GArray *
find_for (Matching  *matching,
          guint      place,
          GError   **error)
{
  const CrmTrigger *trigger = g_ptr_array_index (matching->program->flow->triggers, place);
  JsonNode *node = json_object_get_member (trigger->keys, "if");
  const CrmTable *deals = _crm_engine_get_table (matching->engine, "deal");
  g_auto (Question) question = { NULL, NULL };
  g_auto (Question) state = { NULL, NULL };
  g_autoptr (GError) reason = NULL;
  g_autoptr (GArray) found = NULL;
  gboolean of_deals;
  CrmAsk *ask = NULL;

  question_init (&question);
  question_init (&state);
  if (!put_state (&state, matching, trigger, &of_deals, &reason))
    {
      /* What means nothing any more lets nobody in. */
      if (reason == NULL || reason->domain == CRM_ERROR)
        return g_array_new (FALSE, FALSE, sizeof (CrmMatch));
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  if (of_deals)
    {
      g_string_append_printf (question.sql, "SELECT r.id, max (e.deal) FROM (SELECT d.contact AS contact, d.id AS deal FROM deal d WHERE d.contact IS NOT NULL AND %s",
                              state.sql->str);
      for (guint k = 0; k < (trigger->primary ? 1 : 2); k++)
        for (guint i = 0; i < state.values->len; i++)
          put (&question, crm_value_dup (&g_array_index (state.values, CrmValue, i)));
      if (!trigger->primary)
        g_string_append_printf (question.sql, " UNION SELECT m.key, d.id FROM deal d JOIN member m ON m.tbl = %d AND m.col = %d AND m.record = d.id AND m.removed IS NULL WHERE %s",
                                deals->id, crm_table_find_column (deals, "people")->id, state.sql->str);
      g_string_append (question.sql, ") e JOIN contact r ON r.id = e.contact WHERE r.state = 0");
    }
  else
    {
      g_string_append_printf (question.sql, "SELECT r.id, 0 FROM contact r WHERE r.state = 0 AND %s", state.sql->str);
      for (guint i = 0; i < state.values->len; i++)
        put (&question, crm_value_dup (&g_array_index (state.values, CrmValue, i)));
    }

  if (node != NULL)
    {
      ask = _crm_program_get_ask (matching->engine, matching->program, node, "contact", &reason);
      if (ask == NULL || !_crm_engine_bind (matching->engine, ask, &reason))
        {
          if (reason->domain == CRM_ERROR)
            return g_array_new (FALSE, FALSE, sizeof (CrmMatch));
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (!of_deals)
        {
          g_string_append (question.sql, " AND ");
          put_plan (&question, ask->plan, CRM_CONDITION_FORM_EACH);
        }
    }
  put_entry (&question, matching, trigger);
  g_string_append (question.sql, of_deals ? " GROUP BY r.id ORDER BY r.id" : " ORDER BY r.id");

  found = read_matches (matching->engine->db, question.sql->str, question.values, place, error);

  /* "The" deal of a condition is the one that lets the contact in. */
  for (guint i = of_deals && ask != NULL && found != NULL ? found->len : 0; i > 0; i--)
    {
      const CrmMatch *match = &g_array_index (found, CrmMatch, i - 1);
      CrmObject object = { .deal = match->deal };
      gboolean held;

      if (!_crm_engine_ask_one (matching->engine, ask, match->contact, &object, &held, error))
        return NULL;
      if (!held)
        g_array_remove_index (found, i - 1);
    }

  return g_steal_pointer (&found);
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const CrmMatch *first = a;
  const CrmMatch *second = b;

  if (first->contact != second->contact)
    return first->contact < second->contact ? -1 : 1;

  return first->trigger < second->trigger ? -1 : first->trigger > second->trigger;
}

static GArray *
find_all (Matching  *matching,
          GError   **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CrmMatch));
  guint n = 0;

  for (guint i = 0; i < matching->program->flow->triggers->len; i++)
    {
      g_autoptr (GArray) found = find_for (matching, i, error);

      if (found == NULL)
        return NULL;
      g_array_append_vals (all, found->data, found->len);
    }

  /* Whom several triggers fit comes in by the first of them. */
  g_array_sort (all, compare_matches);
  for (guint i = 0; i < all->len; i++)
    if (n == 0 || g_array_index (all, CrmMatch, n - 1).contact != g_array_index (all, CrmMatch, i).contact)
      g_array_index (all, CrmMatch, n++) = g_array_index (all, CrmMatch, i);
  g_array_set_size (all, n);

  return g_steal_pointer (&all);
}

/**
 * crm_matching_find:
 * @db: a connection
 * @schema: the tables
 * @clock: says what time it is
 * @automation: an automation, on or off
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_SYNTAX
 *
 * Who is already what a trigger of the automation waits for, and may come in: the tag is there, the field has the value, the
 * deal stands at the stage. Triggers see what happens after they were switched on (automation.md, 3.3), so these come in only
 * by crm_matching_add().
 *
 * Returns: (transfer full) (element-type CrmMatch) (nullable): each contact once, or %NULL with @error set
 */
GArray *
crm_matching_find (CrmDb      *db,
                   CrmSchema  *schema,
                   CrmClock   *clock,
                   gint64      automation,
                   GError    **error)
{
  g_auto (Matching) matching = { NULL, NULL };

  return matching_init (&matching, db, schema, clock, automation, error) ? find_all (&matching, error) : NULL;
}

/**
 * crm_matching_count_today:
 * @db: a connection
 * @schema: the tables
 * @clock: says what time it is
 * @automation: an automation that is off
 * @n_today: (out): how many
 * @error: %CRM_ERROR_NOT_FOUND, %CRM_ERROR_SYNTAX
 *
 * How many contacts come in by a date that is today as soon as the automation is switched on.
 */
gboolean
crm_matching_count_today (CrmDb      *db,
                          CrmSchema  *schema,
                          CrmClock   *clock,
                          gint64      automation,
                          guint      *n_today,
                          GError    **error)
{
  g_auto (Matching) matching = { NULL, NULL };
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  *n_today = 0;
  if (!matching_init (&matching, db, schema, clock, automation, error))
    return FALSE;

  for (guint i = 0; i < matching.program->flow->triggers->len; i++)
    {
      const CrmTrigger *trigger = g_ptr_array_index (matching.program->flow->triggers, i);

      if (trigger->type == CRM_TRIGGER_DATE && !_crm_calendar_list_today (matching.engine, matching.program, trigger, people, error))
        return FALSE;
    }
  *n_today = g_hash_table_size (people);

  return TRUE;
}

/* --- Letting in ---------------------------------------------------------------------------------------------------- */

/**
 * crm_matching_add:
 * @door: the door of a commit
 * @automation: an automation that is on
 * @n_added: (out): how many came in
 * @error: %CRM_ERROR_REFUSED if the automation is off
 *
 * Lets in whom crm_matching_find() finds, each by its trigger. One step to undo, which takes them out again.
 */
gboolean
crm_matching_add (CrmDoor  *door,
                  gint64    automation,
                  guint    *n_added,
                  GError  **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  g_autoptr (CrmEngine) engine = _crm_engine_borrow (door, error);
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (crm_door_get_now (door));
  g_autoptr (GArray) matches = NULL;
  CrmProgram *program;

  *n_added = 0;
  if (engine == NULL)
    return FALSE;
  program = _crm_engine_find_on (engine, automation, error);
  if (program == NULL)
    return FALSE;

  matches = crm_matching_find (db, schema, clock, automation, error);
  for (guint i = 0; matches != NULL && i < matches->len; i++)
    {
      const CrmMatch *match = &g_array_index (matches, CrmMatch, i);
      CrmObject object = { .deal = match->deal };
      gboolean entered;

      /* Another version has other triggers; whoever does not fit it is not let in. */
      if (match->trigger < program->flow->triggers->len &&
          !_crm_engine_enter (engine, program, g_ptr_array_index (program->flow->triggers, match->trigger), NULL, match->contact, &object,
                              -engine->now, &entered, NULL, error))
        return FALSE;
      *n_added += match->trigger < program->flow->triggers->len && entered;
    }

  return matches != NULL;
}

typedef struct
{
  gint64 batch;
  gint64 n;
  gboolean done;
} Trial;

/* What it does is taken back. */
static gboolean
try_release (CrmDoor   *door,
             gpointer   data,
             GError   **error)
{
  Trial *trial = data;
  g_autoptr (CrmEngine) engine = _crm_engine_borrow (door, error);

  if (engine == NULL || !_crm_engine_hear_batch (engine, trial->batch, error))
    return FALSE;
  trial->n = engine->n_entered;
  trial->done = TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "This was only a trial");

  return FALSE;
}

/**
 * crm_matching_count_released:
 * @store: a store
 * @batch: an import, undo, merge or sync
 * @n_released: (out): how many times a contact would come in
 * @error: a %CRM_STORE_ERROR
 *
 * What crm_automation_release() would do: tried, counted and taken back. For a dialog, which says the number before
 * somebody decides (automation.md, 3.11). Not for the main thread of a program with a window.
 */
gboolean
crm_matching_count_released (CrmStore  *store,
                             gint64     batch,
                             guint     *n_released,
                             GError   **error)
{
  g_autoptr (CrmChangeSet) set = crm_change_set_new (0, CRM_CAUSE_AUTOMATION, NULL);
  g_autoptr (CrmCommit) commit = NULL;
  g_autoptr (GError) reason = NULL;
  Trial trial = { batch, 0, FALSE };

  commit = crm_store_write (store, set, G_PRIORITY_DEFAULT, try_release, &trial, &reason);
  *n_released = (guint) trial.n;
  if (!trial.done)
    g_propagate_error (error, g_steal_pointer (&reason));

  return trial.done;
}
