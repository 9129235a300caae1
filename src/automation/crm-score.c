/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Scores: a rule gives points to every contact or deal that its condition holds for, once for each. A new rule looks
 * at everyone; after that it is asked only when something that it names has changed. Points may expire; then they are
 * taken away and not given again. Points that an automation gives are its own matter. Writer thread.
 */

#include "config.h"

#include "crm-score.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-condition-sql.h"
#include "crm-duration.h"
#include "crm-engine-private.h"
#include "crm-error.h"

typedef struct
{
  gint64 id;
  CrmAsk ask;
  gint64 points;
  CrmDuration expires;
  gboolean lasts;
} Rule;

static void
rule_free (gpointer data)
{
  Rule *rule = data;

  crm_condition_unref (rule->ask.condition);
  g_clear_pointer (&rule->ask.plan, crm_condition_plan_unref);
  g_free (rule);
}

/**
 * crm_score_check_rule:
 * @image: a rule that is written
 * @error: %CRM_ERROR_SYNTAX, %CRM_ERROR_INVALID
 *
 * A rule has a condition that means something.
 */
gboolean
crm_score_check_rule (CrmImage  *image,
                      GError   **error)
{
  CrmCatalogue *catalogue = CRM_CATALOGUE (crm_door_get_schema (image->door));
  const CrmRecordType *type = crm_catalogue_find (catalogue, crm_image_get_text (image, "record_type"));
  g_autoptr (CrmCondition) condition = NULL;
  CrmDuration duration;

  condition = crm_condition_parse (catalogue, type, crm_image_get_text (image, "condition") != NULL ? crm_image_get_text (image, "condition") : "", error);

  return condition != NULL &&
         (crm_image_get_text (image, "expires") == NULL || crm_duration_parse (crm_image_get_text (image, "expires"), &duration, error));
}

static GPtrArray *
load_rules (CrmEngine  *self,
            gint64      only,
            GError    **error)
{
  g_autoptr (GPtrArray) rules = g_ptr_array_new_with_free_func (rule_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (self->db, error, "SELECT id, record_type, condition, points, expires FROM score_rule "
                                             "WHERE state = 0 AND is_on = 1 AND (?1 = 0 OR id = ?1) ORDER BY id", "i", only);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    {
      const CrmRecordType *type = crm_catalogue_find (CRM_CATALOGUE (self->schema), crm_statement_get_text (statement, 1));
      Rule *rule;

      if (type == NULL)
        continue;
      rule = g_new0 (Rule, 1);
      rule->id = crm_statement_get_integer (statement, 0);
      rule->ask.type = type;
      rule->ask.condition = crm_condition_parse (CRM_CATALOGUE (self->schema), type, crm_statement_get_text (statement, 2), NULL);
      rule->points = crm_statement_get_integer (statement, 3);
      rule->lasts = crm_statement_is_null (statement, 4) || !crm_duration_parse (crm_statement_get_text (statement, 4), &rule->expires, NULL);
      if (rule->ask.condition != NULL)
        g_ptr_array_add (rules, rule);
      else
        rule_free (rule);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&rules);
}

static gboolean
adjust (CrmEngine       *self,
        const CrmTable  *table,
        gint64           record,
        gint64           points,
        GError         **error)
{
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, record);

  crm_edit_adjust (edit, crm_table_find_column (table, "score"), points);

  return points == 0 || crm_door_apply (self->door, edit, error) != 0;
}

static gboolean
award (CrmEngine   *self,
       const Rule  *rule,
       gint64       record,
       GError     **error)
{
  gint64 expires = 0;

  if (!rule->lasts)
    crm_duration_add (&rule->expires, 1, self->now, self->zone, &expires);

  if (!crm_db_run (self->db, error, "INSERT INTO score_award VALUES (?1, ?2, ?3, ?4, nullif (?5, 0)) ON CONFLICT DO NOTHING", "iiiii",
                   rule->id, record, self->now, rule->points, expires))
    return FALSE;

  return crm_db_n_changes (self->db) == 0 || adjust (self, &rule->ask.type->table, record, rule->points, error);
}

/* A rule that is new, or switched on: everyone it holds for. */
static gboolean
award_all (CrmEngine  *self,
           Rule       *rule,
           GError    **error)
{
  g_autoptr (GArray) parameters = NULL;
  g_autofree char *condition = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) reason = NULL;

  if (!_crm_engine_bind (self, &rule->ask, &reason))
    return reason->domain == CRM_ERROR;

  condition = crm_condition_plan_make_sql (rule->ask.plan, CRM_CONDITION_FORM_ALL, &parameters);
  sql = g_strdup_printf ("SELECT r.id FROM %s r WHERE r.state = 0 AND (%s) ORDER BY r.id", rule->ask.type->table.name, condition);
  statement = crm_db_prepare (self->db, sql, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < parameters->len; i++)
    crm_statement_bind_value (statement, (int) i + 1, &g_array_index (parameters, CrmValue, i));
  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);

      g_array_append_val (ids, id);
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < ids->len; i++)
    if (!award (self, rule, g_array_index (ids, gint64, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
depends (Rule               *rule,
         const CrmHappening *happening)
{
  const CrmDependency *dependencies;
  guint n;

  if (happening->op == CRM_OP_CREATE && happening->table->id == rule->ask.type->table.id)
    return TRUE;

  dependencies = crm_condition_plan_get_dependencies (rule->ask.plan, &n);
  for (guint i = 0; i < n; i++)
    {
      char quoted[128];

      if (dependencies[i].type->table.id != happening->table->id)
        continue;
      if (happening->op != CRM_OP_UPDATE)
        return TRUE;
      if (dependencies[i].field == NULL)
        continue;
      if ((dependencies[i].field->column.flags & CRM_COLUMN_DERIVED) != 0)
        return TRUE;
      g_snprintf (quoted, sizeof quoted, "\"%s\":", dependencies[i].field->column.name);
      if (happening->text != NULL && strstr (happening->text, quoted) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* The records that a rule gives points to, of which something has changed. */
static GArray *
find_scored (CrmEngine          *self,
             const Rule         *rule,
             const CrmHappening *happening,
             GError            **error)
{
  const CrmTable *scored = &rule->ask.type->table;
  const CrmColumn *link = crm_table_find_column (happening->table, scored->name);
  const CrmColumn *links = crm_table_find_column (happening->table, scored->id == CRM_ID_DEAL ? "deals" : "contacts");
  g_autofree char *sql = NULL;
  GArray *ids;

  if (happening->table->id == scored->id)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (ids, happening->record);
      return ids;
    }
  if (happening->table->id == CRM_ID_ACCOUNT || (happening->table->id == CRM_ID_CONTACT && scored->id == CRM_ID_DEAL))
    {
      sql = g_strdup_printf ("SELECT id FROM %s WHERE %s = ? AND state = 0", scored->name, happening->table->name);
      return crm_db_list_ids (self->db, error, sql, "i", happening->record);
    }
  if (link != NULL && link->storage == CRM_STORAGE_LINK)
    {
      sql = g_strdup_printf ("SELECT %s FROM %s WHERE id = ? AND %s IS NOT NULL", scored->name, happening->table->name, scored->name);
      return crm_db_list_ids (self->db, error, sql, "i", happening->record);
    }
  if (links != NULL && links->storage == CRM_STORAGE_SET)
    return crm_db_list_ids (self->db, error, "SELECT key FROM member WHERE tbl = ? AND record = ? AND col = ? AND removed IS NULL", "iii",
                            (gint64) happening->table->id, happening->record, (gint64) links->id);

  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Gives the points that follow from what has happened. */
gboolean
_crm_engine_score (CrmEngine     *self,
                   CrmHappening  *happening,
                   GError       **error)
{
  g_autoptr (GPtrArray) rules = NULL;

  if (happening->op != CRM_OP_CREATE && happening->op != CRM_OP_UPDATE)
    return TRUE;
  if (crm_db_get_integer (self->db, 0, NULL, "SELECT EXISTS (SELECT 1 FROM score_rule WHERE state = 0 AND is_on = 1)", "") == 0)
    return TRUE;

  rules = load_rules (self, happening->table->id == CRM_ID_SCORE_RULE ? happening->record : 0, error);
  if (rules == NULL)
    return FALSE;

  for (guint i = 0; i < rules->len; i++)
    {
      Rule *rule = g_ptr_array_index (rules, i);
      g_autoptr (GArray) ids = NULL;
      g_autoptr (GError) reason = NULL;

      if (happening->table->id == CRM_ID_SCORE_RULE)
        {
          if (!award_all (self, rule, error))
            return FALSE;
          continue;
        }
      if (!_crm_engine_bind (self, &rule->ask, &reason) || !depends (rule, happening))
        continue;

      ids = find_scored (self, rule, happening, error);
      for (guint k = 0; ids != NULL && k < ids->len; k++)
        {
          gint64 record = g_array_index (ids, gint64, k);
          char sql[64];
          gboolean held = FALSE;

          g_snprintf (sql, sizeof sql, "SELECT state FROM %s WHERE id = ?", rule->ask.type->table.name);
          if (crm_db_get_integer (self->db, -1, NULL, sql, "i", record) != CRM_STATE_LIVE ||
              crm_db_get_integer (self->db, 0, NULL, "SELECT 1 FROM score_award WHERE rule = ? AND record = ?", "ii", rule->id, record) != 0)
            continue;
          if (!_crm_engine_ask_one (self, &rule->ask, record, NULL, &held, error) || (held && !award (self, rule, record, error)))
            return FALSE;
        }
      if (ids == NULL)
        return FALSE;
    }

  return TRUE;
}

/* Takes away the points whose time is over. */
gboolean
_crm_engine_expire_scores (CrmEngine  *self,
                           gint64     *next,
                           gboolean   *worked,
                           GError    **error)
{
  gint64 first = crm_db_get_integer (self->db, 0, NULL, "SELECT expires FROM score_award WHERE expires IS NOT NULL ORDER BY expires LIMIT 1", "");
  g_autoptr (GArray) records = NULL;
  g_autoptr (GArray) rules = NULL;

  if (first == 0)
    return TRUE;
  if (first > self->now)
    {
      if (*next == 0 || first < *next)
        *next = first;
      return TRUE;
    }

  *worked = TRUE;
  records = crm_db_list_ids (self->db, error, "SELECT record FROM score_award WHERE expires <= ? ORDER BY expires, rule, record LIMIT 500", "i", self->now);
  rules = crm_db_list_ids (self->db, error, "SELECT rule FROM score_award WHERE expires <= ? ORDER BY expires, rule, record LIMIT 500", "i", self->now);
  if (records == NULL || rules == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      gint64 record = g_array_index (records, gint64, i);
      gint64 rule = g_array_index (rules, gint64, i);
      gint64 points = crm_db_get_integer (self->db, 0, NULL, "SELECT points FROM score_award WHERE rule = ? AND record = ?", "ii", rule, record);
      g_autofree char *type = crm_db_get_text (self->db, NULL, "SELECT record_type FROM score_rule WHERE id = ?", "i", rule);
      const CrmTable *table = type != NULL ? _crm_engine_get_table (self, type) : NULL;
      g_autofree char *sql = table != NULL ? g_strdup_printf ("SELECT state FROM %s WHERE id = ?", table->name) : NULL;

      if (!crm_db_run (self->db, error, "UPDATE score_award SET expires = NULL WHERE rule = ? AND record = ?", "ii", rule, record))
        return FALSE;
      if (table != NULL && crm_db_get_integer (self->db, -1, NULL, sql, "i", record) == CRM_STATE_LIVE &&
          !adjust (self, table, record, -points, error))
        return FALSE;
    }

  return TRUE;
}
