/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Conditions in SQL, over the record `r`. The text is made of names of the schema, numbers of
 * tables and columns, and question marks; everything that a person wrote is a parameter.
 *
 * What is compared is the key that the store keeps beside a text, so that its indexes serve: the
 * same, one of, begins with, and every range. Their indexes hold live records that have something
 * in the column; so in the form for all records every alternative says that it is about live ones.
 * A test says nothing but true where its positive holds; `IS NOT TRUE` turns around everything
 * else, nothing included.
 */

#include "config.h"

#include "crm-condition-sql.h"

#include <string.h>

#include "crm-sql-match-private.h"

/* The name of a table in a query: `r`, or a letter and a number. */
typedef char Alias[16];

static void write_node (CrmSqlWriter      *writer,
                        const CrmPlanNode *node,
                        const char        *alias);

static void
new_alias (CrmSqlWriter *writer,
           Alias         alias)
{
  g_snprintf (alias, sizeof (Alias), "x%u", ++writer->n_names);
}

/* --- Records that are meant ---------------------------------------------------------------------------- */

static const CrmTable *
get_target_table (CrmSqlWriter      *writer,
                  const CrmPlanNode *node)
{
  return crm_schema_find_table (CRM_SCHEMA (writer->catalogue), node->column->links_to);
}

static void
write_targets_by (CrmSqlWriter      *writer,
                  const CrmPlanNode *node,
                  const CrmColumn   *column,
                  const GPtrArray   *texts,
                  const char        *id,
                  gboolean          *first)
{
  const CrmTable *table = get_target_table (writer, node);
  g_autofree char *key = NULL;

  if (texts->len == 0)
    return;

  key = crm_column_order_name (column);
  g_string_append_printf (writer->sql, "%sSELECT %s FROM %s WHERE state = 0 AND ",
                          *first ? "" : " UNION ALL ", id, table->name);
  if (node->field->custom != 0)
    g_string_append_printf (writer->sql, "field = %" G_GINT64_FORMAT " AND ", node->field->custom);
  g_string_append (writer->sql, key);
  _crm_sql_write_texts (writer, texts);
  *first = FALSE;
}

/* The ids of the records that are meant. In `member` a key has no type of its own; a bare `id`
 * would be compared as a number there, and the index not be used. */
static void
write_target (CrmSqlWriter      *writer,
              const CrmPlanNode *node,
              const CrmTarget   *target)
{
  const CrmTable *table = get_target_table (writer, node);
  const char *id = node->match == CRM_MATCH_TARGETS ? "+id" : "id";
  gboolean first = TRUE;

  if (target->ids->len > 0)
    {
      g_string_append_printf (writer->sql, "SELECT %s FROM %s WHERE state = 0 AND id IN (", id, table->name);
      for (guint i = 0; i < target->ids->len; i++)
        {
          CrmValue value = crm_value_integer (g_array_index (target->ids, gint64, i));

          g_string_append (writer->sql, i > 0 ? ", " : "");
          _crm_sql_write_value (writer, &value);
        }
      g_string_append_c (writer->sql, ')');
      first = FALSE;
    }

  write_targets_by (writer, node, table->title, target->names, id, &first);
  write_targets_by (writer, node, crm_table_find_column (table, "email"), target->emails, id, &first);
}

/* --- Sets -------------------------------------------------------------------------------------------------- */

/* Begins to ask for a member of the set @column of the record @alias, which @member is to be. The
 * condition over it and a closing parenthesis have to follow. */
static void
begin_member (CrmSqlWriter   *writer,
              const CrmField *set,
              const char     *alias,
              Alias           member)
{
  new_alias (writer, member);
  if (writer->form == CRM_CONDITION_FORM_EACH)
    g_string_append_printf (writer->sql, "EXISTS (SELECT 1 FROM member %s WHERE %s.record = %s.id AND ",
                            member, member, alias);
  else
    g_string_append_printf (writer->sql, "%s.id IN (SELECT %s.record FROM member %s INDEXED BY member_by_key WHERE ",
                            alias, member, member);
  g_string_append_printf (writer->sql, "%s.tbl = %u AND %s.col = %u AND %s.removed IS NULL AND ",
                          member, set->record_type->table.id, member, set->column.id, member);
}

static void
write_text_set (CrmSqlWriter      *writer,
                const CrmPlanNode *node,
                const char        *alias)
{
  g_autofree char *key = NULL;
  Alias member;

  begin_member (writer, node->field, alias, member);
  key = _crm_sql_make_member_key (node, member);
  _crm_sql_write_text_match (writer, node, key);
  g_string_append_c (writer->sql, ')');
}

static void
write_record_set (CrmSqlWriter      *writer,
                  const CrmPlanNode *node,
                  const char        *alias)
{
  guint n = MAX (node->targets->len, 1);
  Alias member;

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (writer->sql, " AND ");
      begin_member (writer, node->field, alias, member);
      g_string_append_printf (writer->sql, "%s.key IN (", member);
      if (node->match == CRM_MATCH_SOMETHING)
        g_string_append_printf (writer->sql, "SELECT +id FROM %s WHERE state = 0",
                                get_target_table (writer, node)->name);
      else
        write_target (writer, node, g_ptr_array_index (node->targets, i));
      g_string_append (writer->sql, "))");
    }
}

/* --- Tests ---------------------------------------------------------------------------------------------------- */

static void
write_something (CrmSqlWriter      *writer,
                 const CrmPlanNode *node,
                 const char        *alias)
{
  g_autofree char *key = NULL;
  Alias target;

  if (node->kind == CRM_KIND_RECORD)
    {
      new_alias (writer, target);
      g_string_append_printf (writer->sql, "EXISTS (SELECT 1 FROM %s %s WHERE %s.id = %s.%s AND %s.state = 0)",
                              get_target_table (writer, node)->name, target, target, alias, node->column->name, target);
    }
  else if (node->field->type == CRM_FIELD_COUNT)
    {
      g_string_append_printf (writer->sql, "%s.%s <> 0", alias, node->column->name);
    }
  else
    {
      key = _crm_sql_make_key (node, alias);
      _crm_sql_write_text_match (writer, node, key);
    }
}

/* The positive of a test over a field of the record @alias. */
static void
write_match (CrmSqlWriter      *writer,
             const CrmPlanNode *node,
             const char        *alias)
{
  g_autofree char *key = NULL;

  if (node->kind == CRM_KIND_RECORDS)
    {
      write_record_set (writer, node, alias);
    }
  else if (crm_field_is_set (node->field))
    {
      write_text_set (writer, node, alias);
    }
  else if (node->match == CRM_MATCH_SOMETHING)
    {
      write_something (writer, node, alias);
    }
  else if (node->match == CRM_MATCH_RANGE)
    {
      _crm_sql_write_range (writer, node, alias);
    }
  else if (node->match == CRM_MATCH_TARGET)
    {
      g_string_append_printf (writer->sql, "%s.%s IN (", alias, node->column->name);
      write_target (writer, node, g_ptr_array_index (node->targets, 0));
      g_string_append_c (writer->sql, ')');
    }
  else
    {
      key = _crm_sql_make_key (node, alias);
      _crm_sql_write_text_match (writer, node, key);
    }
}

/* Begins to ask for the live record that @alias links to. */
static void
begin_linked (CrmSqlWriter      *writer,
              const CrmRelation *relation,
              const char        *alias,
              Alias              linked)
{
  const char *table = relation->to->table.name;
  const char *via = relation->via->column.name;

  new_alias (writer, linked);
  if (writer->form == CRM_CONDITION_FORM_EACH)
    g_string_append_printf (writer->sql, "EXISTS (SELECT 1 FROM %s %s WHERE %s.id = %s.%s AND %s.state = 0 AND ",
                            table, linked, linked, alias, via, linked);
  else
    g_string_append_printf (writer->sql, "%s.%s IN (SELECT %s.id FROM %s %s WHERE %s.state = 0 AND ",
                            alias, via, linked, table, linked, linked);
}

static void
write_test (CrmSqlWriter      *writer,
            const CrmPlanNode *node,
            const char        *alias)
{
  Alias linked;

  if (node->negated)
    g_string_append_c (writer->sql, '(');

  if (node->relation.kind == CRM_RELATION_NONE)
    {
      write_match (writer, node, alias);
    }
  else
    {
      begin_linked (writer, &node->relation, alias, linked);
      write_match (writer, node, linked);
      g_string_append_c (writer->sql, ')');
    }

  if (node->negated)
    g_string_append (writer->sql, ") IS NOT TRUE");
}

/* --- Related records ---------------------------------------------------------------------------------------- */

static void
write_parts (CrmSqlWriter    *writer,
             const GPtrArray *parts,
             const char      *alias)
{
  for (guint i = 0; i < parts->len; i++)
    {
      if (i > 0)
        g_string_append (writer->sql, " AND ");
      write_node (writer, g_ptr_array_index (parts, i), alias);
    }
}

/* What has to hold for a related record, which is asked in a query of its own. */
static void
write_inner_parts (CrmSqlWriter    *writer,
                   const GPtrArray *parts,
                   const char      *alias)
{
  gboolean inside_any = writer->inside_any;

  writer->inside_any = FALSE;
  write_parts (writer, parts, alias);
  writer->inside_any = inside_any;
}

/* That a member is one of a set, and what has to hold for the record at the other end. */
static void
write_membership (CrmSqlWriter    *writer,
                  const CrmField  *set,
                  const char      *member,
                  const char      *related,
                  const GPtrArray *parts)
{
  g_string_append_printf (writer->sql, "%s.tbl = %u AND %s.col = %u AND %s.removed IS NULL AND %s.state = 0 AND ",
                          member, set->record_type->table.id, member, set->column.id, member, related);
  write_inner_parts (writer, parts, related);
  g_string_append_c (writer->sql, ')');
}

/* Records in a set of @alias. */
static void
write_in_set (CrmSqlWriter      *writer,
              const CrmPlanNode *node,
              const char        *alias)
{
  const char *table = node->relation.to->table.name;
  const CrmField *via = node->relation.via;
  Alias member, related;

  new_alias (writer, member);
  new_alias (writer, related);
  if (writer->form == CRM_CONDITION_FORM_EACH)
    g_string_append_printf (writer->sql, "EXISTS (SELECT 1 FROM member %s CROSS JOIN %s %s "
                            "WHERE %s.record = %s.id AND %s.id = %s.key AND ",
                            member, table, related, member, alias, related, member);
  else
    g_string_append_printf (writer->sql, "%s.id IN (SELECT %s.record FROM %s %s "
                            "CROSS JOIN member %s INDEXED BY member_by_key WHERE %s.key = +%s.id AND ",
                            alias, member, table, related, member, member, related);
  write_membership (writer, via, member, related, node->parts);
}

/* Records that link to @alias. */
static void
write_linking (CrmSqlWriter      *writer,
               const CrmPlanNode *node,
               const CrmField    *via,
               const char        *alias)
{
  const char *table = node->relation.to->table.name;
  const char *name = via->column.name;
  Alias related;

  new_alias (writer, related);
  if (writer->form == CRM_CONDITION_FORM_EACH)
    {
      g_string_append_printf (writer->sql, "%s%s FROM %s %s", node->times > 1 ? "(SELECT count (*)" : "EXISTS (SELECT",
                              node->times > 1 ? "" : " 1", table, related);
      if (crm_field_is_sorted (via))
        g_string_append_printf (writer->sql, " INDEXED BY %s_by_%s", table, name);
      g_string_append_printf (writer->sql, " WHERE %s.%s = %s.id AND ", related, name, alias);
    }
  else
    {
      g_string_append_printf (writer->sql, "%s.id IN (SELECT %s.%s FROM %s %s WHERE %s.%s IS NOT NULL AND ",
                              alias, related, name, table, related, related, name);
    }
  g_string_append_printf (writer->sql, "%s.state = 0 AND ", related);
  write_inner_parts (writer, node->parts, related);
  if (node->times > 1 && writer->form == CRM_CONDITION_FORM_ALL)
    g_string_append_printf (writer->sql, " GROUP BY %s.%s HAVING count (*) >= %u", related, name, node->times);
  g_string_append_c (writer->sql, ')');
  if (node->times > 1 && writer->form == CRM_CONDITION_FORM_EACH)
    g_string_append_printf (writer->sql, " >= %u", node->times);
}

/* Records that have @alias in a set. */
static void
write_holding (CrmSqlWriter      *writer,
               const CrmPlanNode *node,
               const CrmField    *via,
               const char        *alias)
{
  const char *table = node->relation.to->table.name;
  Alias member, related;

  new_alias (writer, member);
  new_alias (writer, related);
  if (writer->form == CRM_CONDITION_FORM_EACH)
    g_string_append_printf (writer->sql, "EXISTS (SELECT 1 FROM member %s INDEXED BY member_by_key CROSS JOIN %s %s "
                            "WHERE %s.id = %s.record AND %s.key = +%s.id AND ",
                            member, table, related, related, member, member, alias);
  else
    g_string_append_printf (writer->sql, "%s.id IN (SELECT %s.key FROM %s %s CROSS JOIN member %s "
                            "WHERE %s.record = %s.id AND ",
                            alias, member, table, related, member, member, related);
  write_membership (writer, via, member, related, node->parts);
}

static void
write_related (CrmSqlWriter      *writer,
               const CrmPlanNode *node,
               const char        *alias)
{
  const CrmField *via = crm_relation_next_via (&node->relation, NULL);
  gboolean several = crm_relation_next_via (&node->relation, via) != NULL;
  Alias linked;

  if (node->relation.kind == CRM_RELATION_LINK)
    {
      begin_linked (writer, &node->relation, alias, linked);
      write_inner_parts (writer, node->parts, linked);
      g_string_append_c (writer->sql, ')');
      return;
    }

  if (node->relation.kind == CRM_RELATION_SET)
    {
      write_in_set (writer, node, alias);
      return;
    }

  if (several)
    g_string_append_c (writer->sql, '(');
  while (via != NULL)
    {
      if (crm_field_is_set (via))
        write_holding (writer, node, via, alias);
      else
        write_linking (writer, node, via, alias);
      via = crm_relation_next_via (&node->relation, via);
      if (via != NULL)
        g_string_append (writer->sql, " OR ");
    }
  if (several)
    g_string_append_c (writer->sql, ')');
}

/* --- Groups ------------------------------------------------------------------------------------------------------ */

/* Alternatives. That each is about live records lets SQLite take an index for each of them; inside
 * of alternatives it would take it ages to find out that it does not. */
static void
write_any (CrmSqlWriter      *writer,
           const CrmPlanNode *node,
           const char        *alias)
{
  gboolean outermost = !writer->inside_any;

  g_string_append_c (writer->sql, '(');
  for (guint i = 0; i < node->parts->len; i++)
    {
      if (i > 0)
        g_string_append (writer->sql, " OR ");
      if (outermost && writer->form == CRM_CONDITION_FORM_ALL)
        g_string_append_printf (writer->sql, "%s.state = 0 AND ", alias);
      writer->inside_any = TRUE;
      write_node (writer, g_ptr_array_index (node->parts, i), alias);
      writer->inside_any = !outermost;
    }
  g_string_append_c (writer->sql, ')');
}

static void
write_node (CrmSqlWriter      *writer,
            const CrmPlanNode *node,
            const char        *alias)
{
  switch (node->type)
    {
    case CRM_CONDITION_ALL:
      if (node->parts->len == 0)
        _crm_sql_write_constant (writer, TRUE);
      write_parts (writer, node->parts, alias);
      break;
    case CRM_CONDITION_ANY:
      if (node->parts->len == 0)
        _crm_sql_write_constant (writer, FALSE);
      else
        write_any (writer, node, alias);
      break;
    case CRM_CONDITION_NOT:
      g_string_append_c (writer->sql, '(');
      write_parts (writer, node->parts, alias);
      g_string_append (writer->sql, ") IS NOT TRUE");
      break;
    case CRM_CONDITION_RELATED:
      write_related (writer, node, alias);
      break;
    case CRM_CONDITION_TEST:
    default:
      write_test (writer, node, alias);
      break;
    }
}

/* --- Public ---------------------------------------------------------------------------------------------- */

/* One part of a condition over the record `r`. */
static char *
make_sql (CrmConditionPlan   *self,
          const CrmPlanNode  *node,
          CrmConditionForm    form,
          GArray            **parameters)
{
  CrmSqlWriter writer = { crm_condition_context_get_catalogue (crm_condition_plan_get_context (self)), form };

  writer.sql = g_string_new (NULL);
  writer.parameters = g_array_new (FALSE, TRUE, sizeof (CrmValue));
  g_array_set_clear_func (writer.parameters, (GDestroyNotify) crm_value_clear);

  write_node (&writer, node, "r");
  *parameters = writer.parameters;

  return g_string_free (writer.sql, FALSE);
}

/**
 * crm_condition_plan_make_sql:
 * @form: how it is going to be asked
 * @parameters: (out) (transfer full) (element-type CrmValue): for its question marks
 *
 * Returns: (transfer full): the condition over the record `r`, which has to be live
 */
char *
crm_condition_plan_make_sql (CrmConditionPlan  *self,
                             CrmConditionForm   form,
                             GArray           **parameters)
{
  return make_sql (self, _crm_condition_plan_get_root (self), form, parameters);
}

/* What has to be empty is told, as far as it stands there without an "or" and without a "not". */
static void
expect_empty (const CrmPlanNode *node,
              CrmQuery          *query)
{
  if (node->type == CRM_CONDITION_ALL)
    for (guint i = 0; i < node->parts->len; i++)
      expect_empty (g_ptr_array_index (node->parts, i), query);

  if (node->type == CRM_CONDITION_TEST && node->match == CRM_MATCH_SOMETHING && node->negated &&
      node->relation.kind == CRM_RELATION_NONE && node->column == &node->field->column &&
      (node->column->storage == CRM_STORAGE_TEXT || node->column->storage == CRM_STORAGE_LINK))
    crm_query_expect_empty (query, node->column);
}

/* What has to hold together is added one by one: the query begins with what finds the fewest. */
static void
add_parts (CrmConditionPlan  *self,
           const CrmPlanNode *node,
           CrmQuery          *query)
{
  g_autoptr (GArray) each_parameters = NULL;
  g_autoptr (GArray) all_parameters = NULL;
  g_autofree char *each = NULL;
  g_autofree char *all = NULL;

  if (node->type == CRM_CONDITION_ALL && node->parts->len > 0)
    {
      for (guint i = 0; i < node->parts->len; i++)
        add_parts (self, g_ptr_array_index (node->parts, i), query);
      return;
    }

  each = make_sql (self, node, CRM_CONDITION_FORM_EACH, &each_parameters);
  all = make_sql (self, node, CRM_CONDITION_FORM_ALL, &all_parameters);
  crm_query_add_condition (query, each, each_parameters, all, all_parameters);
}

/**
 * crm_condition_plan_add_to_query:
 * @query: over the same record type
 *
 * Only records for which the condition holds too, and what the answer depends on.
 */
void
crm_condition_plan_add_to_query (CrmConditionPlan *self,
                                 CrmQuery         *query)
{
  const CrmDependency *dependencies;
  guint n;

  g_return_if_fail (crm_query_get_table (query)->id == crm_condition_plan_get_record_type (self)->table.id);

  add_parts (self, _crm_condition_plan_get_root (self), query);
  expect_empty (_crm_condition_plan_get_root (self), query);

  dependencies = crm_condition_plan_get_dependencies (self, &n);
  for (guint i = 0; i < n; i++)
    crm_query_add_dependency (query, &dependencies[i].type->table,
                              dependencies[i].field != NULL ? &dependencies[i].field->column : NULL);
}

/**
 * crm_condition_add_to_query:
 * @context: against what it is asked
 * @query: over records of a type that @condition is about
 * @error: what crm_condition_plan_new() says
 *
 * Only records for which the condition holds too.
 */
gboolean
crm_condition_add_to_query (CrmCondition         *condition,
                            CrmConditionContext  *context,
                            CrmQuery             *query,
                            GError              **error)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (crm_query_get_table (query));
  g_autoptr (CrmConditionPlan) plan = crm_condition_plan_new (condition, type, context, error);

  if (plan != NULL)
    crm_condition_plan_add_to_query (plan, query);

  return plan != NULL;
}
