/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Automations as the engine has taken them over, ready to run: their conditions, and the index from
 * what may change to who waits for it. Kept in memory as long as nothing about them changes; another
 * program that takes over a new version is noticed by the number of the generation. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <string.h>

#include "crm-condition-eval.h"
#include "crm-condition-sql.h"
#include "crm-condition-time.h"
#include "crm-error.h"
#include "crm-fold.h"

static void
ask_free (gpointer data)
{
  CrmAsk *ask = data;

  crm_condition_unref (ask->condition);
  g_clear_pointer (&ask->plan, crm_condition_plan_unref);
  g_free (ask);
}

/* The conditions of a program, by where they stand. */
GHashTable *
_crm_program_new_asks (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, ask_free);
}

void
_crm_program_free (CrmProgram *program)
{
  g_free (program->name);
  g_clear_pointer (&program->flow, crm_flow_unref);
  g_clear_pointer (&program->asks, g_hash_table_unref);
  g_clear_pointer (&program->goals, g_ptr_array_unref);
  g_free (program);
}

/* --- Conditions ---------------------------------------------------------------------------------------------- */

/*
 * Returns: (transfer none) (nullable): the condition in @node, or %NULL with @error set
 */
CrmAsk *
_crm_program_get_ask (CrmEngine   *self,
                      CrmProgram  *program,
                      JsonNode    *node,
                      const char  *record_type,
                      GError     **error)
{
  CrmAsk *ask = g_hash_table_lookup (program->asks, node);
  const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (self->schema), record_type);
  g_autoptr (CrmCondition) condition = NULL;

  if (ask != NULL)
    return ask;

  condition = crm_condition_from_node (CRM_CATALOGUE (self->schema), type, node, "if", error);
  if (condition == NULL)
    return NULL;

  ask = g_new0 (CrmAsk, 1);
  ask->type = type;
  ask->condition = g_steal_pointer (&condition);
  g_hash_table_insert (program->asks, node, ask);

  return ask;
}

static CrmConditionContext *
get_context (CrmEngine  *self,
             GError    **error)
{
  g_autoptr (CrmClock) clock = NULL;

  if (self->context != NULL)
    return self->context;

  self->segments = crm_segment_set_load (self->db, CRM_CATALOGUE (self->schema), error);
  if (self->segments == NULL)
    return NULL;

  clock = crm_clock_new_virtual (self->now);
  crm_clock_set_zone (clock, self->zone);
  self->context = crm_condition_context_new (CRM_CATALOGUE (self->schema), clock, 0, self->segments);

  return self->context;
}

/* A plan has the time in it and what segments say; without them it lasts. */
gboolean
_crm_engine_bind (CrmEngine  *self,
                  CrmAsk     *ask,
                  GError    **error)
{
  const CrmDependency *dependencies;
  CrmConditionContext *context;
  guint n;

  if (ask->plan != NULL && (ask->lasts || ask->bound == self->tick))
    return TRUE;

  context = get_context (self, error);
  if (context == NULL)
    return FALSE;

  g_clear_pointer (&ask->plan, crm_condition_plan_unref);
  ask->plan = crm_condition_plan_new (ask->condition, ask->type, context, error);
  if (ask->plan == NULL)
    return FALSE;

  ask->bound = self->tick;
  ask->lasts = !crm_condition_plan_uses_time (ask->plan);
  ask->about_object = FALSE;
  dependencies = crm_condition_plan_get_dependencies (ask->plan, &n);
  for (guint i = 0; i < n; i++)
    {
      guint16 id = dependencies[i].type->table.id;

      ask->lasts &= id != CRM_ID_SEGMENT;
      ask->about_object |= ask->type->table.id == CRM_ID_CONTACT && (id == CRM_ID_DEAL || id == CRM_ID_TASK);
    }

  return TRUE;
}

/* Records as a run sees them: a deal or a task that let it in is "the" deal or task. */
typedef struct
{
  CrmDbSource db;
  const CrmObject *object;
} ObjectSource;

static CrmRow *
load_from_db (CrmRowSource    *source,
              const CrmTable  *table,
              gint64           id,
              GError         **error)
{
  ObjectSource *self = (ObjectSource *) source;
  CrmDbSource plain;

  crm_db_source_init (&plain, self->db.db, self->db.schema);

  return plain.source.load (&plain.source, table, id, error);
}

static GArray *
find_objects (CrmRowSource     *source,
              const CrmTable   *table,
              const CrmColumn  *via,
              gint64            target,
              GError          **error)
{
  ObjectSource *self = (ObjectSource *) source;
  gint64 own = table->id == CRM_ID_DEAL ? self->object->deal : table->id == CRM_ID_TASK ? self->object->task : 0;
  CrmDbSource plain;
  GArray *ids;

  crm_db_source_init (&plain, self->db.db, self->db.schema);
  if (own == 0)
    return plain.source.find (&plain.source, table, via, target, error);

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, own);

  return ids;
}

/* Asks one record; a contact with what let it in. */
gboolean
_crm_engine_ask_one (CrmEngine        *self,
                     CrmAsk           *ask,
                     gint64            record,
                     const CrmObject  *object,
                     gboolean         *held,
                     GError          **error)
{
  static const CrmObject nothing = { 0 };
  g_autoptr (CrmRow) row = NULL;
  ObjectSource source;

  *held = FALSE;
  if (!_crm_engine_bind (self, ask, error))
    return FALSE;

  row = crm_row_load (self->db, self->schema, &ask->type->table, record, CRM_ROW_MEMBERS, error);
  if (row == NULL)
    return FALSE;

  crm_db_source_init (&source.db, self->db, self->schema);
  source.db.source = (CrmRowSource) { load_from_db, find_objects };
  source.object = object != NULL ? object : &nothing;

  return crm_condition_plan_evaluate (ask->plan, row, &source.db.source, held, error);
}

/* Asks many contacts in one query. */
static gboolean
ask_set (CrmEngine  *self,
         CrmAsk     *ask,
         GPtrArray  *runs,
         gboolean   *held,
         GError    **error)
{
  g_autoptr (GString) ids = g_string_new ("[");
  g_autoptr (GHashTable) found = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GArray) kept = g_array_sized_new (FALSE, FALSE, sizeof (gint64), runs->len);
  g_autoptr (GArray) parameters = NULL;
  g_autofree char *condition = crm_condition_plan_make_sql (ask->plan, CRM_CONDITION_FORM_EACH, &parameters);
  g_autofree char *sql = g_strdup_printf ("SELECT r.id FROM json_each (?) j CROSS JOIN contact r ON r.id = j.value "
                                          "WHERE r.state = 0 AND (%s)", condition);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  for (guint i = 0; i < runs->len; i++)
    g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", ((CrmRun *) g_ptr_array_index (runs, i))->contact);
  g_string_append_c (ids, ']');

  statement = crm_db_prepare (self->db, sql, error);
  if (statement == NULL)
    return FALSE;
  crm_statement_bind_text (statement, 1, ids->str);
  for (guint i = 0; i < parameters->len; i++)
    crm_statement_bind_value (statement, (int) i + 2, &g_array_index (parameters, CrmValue, i));

  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (kept, id);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < kept->len; i++)
    g_hash_table_add (found, &g_array_index (kept, gint64, i));
  for (guint i = 0; i < runs->len; i++)
    held[i] = g_hash_table_contains (found, &((CrmRun *) g_ptr_array_index (runs, i))->contact);

  return TRUE;
}

static gboolean
has_object (const CrmRun *run)
{
  return run->object.deal != 0 || run->object.task != 0;
}

/* Asks all of @runs; @held has a place for each. */
gboolean
_crm_engine_ask (CrmEngine  *self,
                 CrmAsk     *ask,
                 GPtrArray  *runs,
                 gboolean   *held,
                 GError    **error)
{
  gboolean alone = runs->len == 1;

  if (!_crm_engine_bind (self, ask, error))
    return FALSE;

  for (guint i = 0; ask->about_object && i < runs->len; i++)
    alone |= has_object (g_ptr_array_index (runs, i));
  if (!alone)
    return ask_set (self, ask, runs, held, error);

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);

      if (!_crm_engine_ask_one (self, ask, run->contact, &run->object, &held[i], error))
        return FALSE;
    }

  return TRUE;
}

/* When a condition that names time has to be asked again though nothing changes, or -1. */
gint64
_crm_engine_next_look (CrmEngine    *self,
                       CrmAsk       *ask,
                       const CrmRun *run)
{
  g_autoptr (CrmRow) row = NULL;
  gint64 next;

  if (ask->plan == NULL || !crm_condition_plan_uses_time (ask->plan))
    return -1;

  row = crm_row_load (self->db, self->schema, &ask->type->table, run->contact, CRM_ROW_VALUES, NULL);
  next = crm_condition_next_change (ask->condition, CRM_CATALOGUE (self->schema), ask->type, self->segments, row, self->now, self->zone);

  return next != 0 ? next : -1;
}

/* --- Who waits for what --------------------------------------------------------------------------------------- */

static void
watch (CrmEngine         *self,
       CrmProgram        *program,
       CrmStep           *step,
       const CrmTrigger  *trigger,
       CrmAsk            *ask)
{
  const CrmDependency *dependencies;
  guint n;

  dependencies = crm_condition_plan_get_dependencies (ask->plan, &n);
  for (guint i = 0; i < n; i++)
    {
      CrmWatch one = { program, step, trigger, dependencies[i].type->table.id,
                       dependencies[i].field != NULL ? dependencies[i].field->column.id : 0 };

      g_array_append_val (self->watches, one);
    }
}

static void
watch_step (CrmEngine  *self,
            CrmProgram *program,
            CrmStep    *step)
{
  JsonNode *node = step->action == CRM_ACTION_WAIT ? crm_step_get_node (step, "until")
                   : step->action == CRM_ACTION_GOAL ? crm_step_get_node (step, "if") : NULL;
  JsonObject *date = step->action == CRM_ACTION_WAIT ? crm_keys_get_part (step->keys, "until_date") : NULL;
  g_autoptr (GError) error = NULL;
  CrmAsk *ask;

  if (date != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (crm_keys_get_text (date, "field") != NULL ? crm_keys_get_text (date, "field") : "", ".", 2);
      const CrmRecordType *type = parts[0] != NULL ? crm_catalogue_find (CRM_CATALOGUE (self->schema), parts[0]) : NULL;
      const CrmField *field = type != NULL && parts[1] != NULL ? crm_record_type_find_field (type, parts[1]) : NULL;
      CrmWatch one = { program, step, NULL, type != NULL ? type->table.id : 0, field != NULL ? field->column.id : 0 };

      if (field != NULL)
        g_array_append_val (self->watches, one);
    }
  if (step->action == CRM_ACTION_GOAL)
    g_ptr_array_add (program->goals, step);
  if (node == NULL)
    return;

  /* What cannot be bound any more is said when somebody comes to the step. */
  ask = _crm_program_get_ask (self, program, node, "contact", &error);
  if (ask != NULL && _crm_engine_bind (self, ask, &error))
    watch (self, program, step, NULL, ask);
}

static void
watch_trigger (CrmEngine        *self,
               CrmProgram       *program,
               const CrmTrigger *trigger)
{
  g_autoptr (GError) error = NULL;
  CrmAsk *ask;

  if (trigger->type != CRM_TRIGGER_SEGMENT_JOINED)
    return;

  ask = _crm_segment_trigger_get_ask (self, program, trigger, &error);
  if (ask != NULL && _crm_engine_bind (self, ask, &error))
    watch (self, program, NULL, trigger, ask);
}

/* --- Loading ----------------------------------------------------------------------------------------------------- */

/* One that a newer program has written may have steps that are not known here. It stands still, and the others go on. */
static CrmProgram *
read_program (CrmEngine    *self,
              CrmStatement *statement)
{
  CrmProgram *program = g_new0 (CrmProgram, 1);
  g_autoptr (GError) reason = NULL;

  program->id = crm_statement_get_integer (statement, 0);
  program->on = crm_statement_get_integer (statement, 1) != 0 && crm_statement_get_integer (statement, 4) != 0;
  program->version = crm_statement_get_integer (statement, 3);
  program->name = g_strdup (crm_statement_get_text (statement, 5));
  program->mine = crm_statement_get_integer (statement, 6) != 0;
  program->asks = _crm_program_new_asks ();
  program->goals = g_ptr_array_new ();
  program->flow = crm_flow_parse (crm_statement_get_text (statement, 2), &reason);
  if (program->flow == NULL)
    {
      g_message ("The automation “%s” cannot be read, and stands still: %s", program->name, reason->message);
      _crm_program_free (program);
      return NULL;
    }

  return program;
}

/* On is what is on now, and was when the engine took it over. */
gboolean
_crm_engine_load_programs (CrmEngine  *self,
                           GError    **error)
{
  gint64 generation = crm_db_get_integer (self->db, 0, NULL, "SELECT value FROM automation_state WHERE name = 'generation'", "");
  CrmSchema *schema = crm_door_get_schema (self->door);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  if (self->programs != NULL && generation == self->generation && schema == self->schema)
    return TRUE;

  g_array_set_size (self->watches, 0);
  g_clear_pointer (&self->programs, g_ptr_array_unref);
  self->programs = g_ptr_array_new_with_free_func ((GDestroyNotify) _crm_program_free);
  g_set_object (&self->schema, schema);
  g_clear_pointer (&self->context, crm_condition_context_unref);
  g_clear_pointer (&self->segments, crm_segment_set_unref);

  statement = crm_db_query (self->db, error,
                            "SELECT p.automation, p.is_on, p.definition, p.version, a.state = 0 AND a.is_on = 1, a.name, "
                            "a.runner IS NULL OR a.runner = (SELECT lower (hex (uuid)) FROM device WHERE id = (SELECT value FROM meta WHERE name = 'device')) "
                            "FROM automation_program p JOIN automation a ON a.id = p.automation ORDER BY p.automation", "");
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      CrmProgram *program = read_program (self, statement);

      if (program != NULL)
        g_ptr_array_add (self->programs, program);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);

      for (guint k = 0; k < program->flow->all->len; k++)
        watch_step (self, program, g_ptr_array_index (program->flow->all, k));
      for (guint k = 0; k < program->flow->triggers->len; k++)
        watch_trigger (self, program, g_ptr_array_index (program->flow->triggers, k));
    }
  self->generation = generation;

  return TRUE;
}

CrmProgram *
_crm_engine_find_program (CrmEngine *self,
                          gint64     automation)
{
  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);

      if (program->id == automation)
        return program;
    }

  return NULL;
}

CrmProgram *
_crm_engine_find_named (CrmEngine  *self,
                        const char *name)
{
  g_autofree char *wanted = crm_fold (name);

  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);
      g_autofree char *key = crm_fold (program->name);

      if (g_strcmp0 (key, wanted) == 0)
        return program;
    }

  return NULL;
}
