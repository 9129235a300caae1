/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How one value is compared in SQL. A text is compared by the key that the store keeps beside it,
 * so that its indexes serve: the same, one of, begins with; numbers and days as ranges. What a
 * person wrote is a parameter.
 */

#include "config.h"

#include "crm-sql-match-private.h"

#include <string.h>

#include "crm-operand-private.h"

/* A question mark and what stands for it. */
static void
write_text (CrmSqlWriter *writer,
            const char   *text)
{
  CrmValue value = crm_value_text (text);

  g_array_append_val (writer->parameters, value);
  g_string_append_c (writer->sql, '?');
}

void
_crm_sql_write_value (CrmSqlWriter   *writer,
                      const CrmValue *value)
{
  CrmValue copy = crm_value_dup (value);

  g_array_append_val (writer->parameters, copy);
  g_string_append_c (writer->sql, '?');
}

/* What always holds or never does. As a parameter: SQLite would leave out what it sees to be false,
 * and then miss the index that it was told to use. */
void
_crm_sql_write_constant (CrmSqlWriter *writer,
                         gboolean      held)
{
  CrmValue value = crm_value_integer (held);

  _crm_sql_write_value (writer, &value);
}

/* "= ?" or "IN (?, ?)" */
void
_crm_sql_write_texts (CrmSqlWriter    *writer,
                      const GPtrArray *texts)
{
  g_string_append (writer->sql, texts->len == 1 ? " = " : " IN (");
  for (guint i = 0; i < texts->len; i++)
    {
      if (i > 0)
        g_string_append (writer->sql, ", ");
      write_text (writer, g_ptr_array_index (texts, i));
    }
  if (texts->len != 1)
    g_string_append_c (writer->sql, ')');
}

/* --- Texts ------------------------------------------------------------------------------------------- */

/* What a text is compared by. */
char *
_crm_sql_make_key (const CrmPlanNode *node,
                   const char        *alias)
{
  g_autofree char *name = crm_column_order_name (node->column);

  if (_crm_plan_node_is_folded (node))
    return g_strdup_printf ("crm_fold (%s.%s)", alias, name);

  return g_strdup_printf ("%s.%s", alias, name);
}

/* What a member of a set is compared by. */
char *
_crm_sql_make_member_key (const CrmPlanNode *node,
                          const char        *alias)
{
  /* Numbers are kept with their "+", and looked for by their digits. */
  if (node->kind == CRM_KIND_PHONE && node->match != CRM_MATCH_ONE_OF)
    return g_strdup_printf ("ltrim (%s.key, '+')", alias);

  return g_strdup_printf ("%s.key", alias);
}

/* The least text that is greater than all that begin with @prefix, or NULL if there is none. UTF-8
 * is in the order of its characters. */
static char *
make_end (const char *prefix)
{
  glong length = g_utf8_strlen (prefix, -1);

  while (length > 0)
    {
      const char *last = g_utf8_offset_to_pointer (prefix, length - 1);
      gunichar next = g_utf8_get_char (last) + 1;
      g_autoptr (GString) end = NULL;

      if (next == 0xd800) /* surrogates are no characters */
        next = 0xe000;
      if (next <= 0x10ffff)
        {
          end = g_string_new_len (prefix, last - prefix);
          g_string_append_unichar (end, next);
          return g_string_free (g_steal_pointer (&end), FALSE);
        }
      length--;
    }

  return NULL;
}

/* As a range, which an index serves; what LIKE and GLOB take for patterns is text here. */
static void
write_prefix (CrmSqlWriter *writer,
              const char   *key,
              const char   *prefix)
{
  g_autofree char *end = make_end (prefix);

  g_string_append_printf (writer->sql, "%s >= ", key);
  write_text (writer, prefix);
  if (end != NULL)
    {
      g_string_append_printf (writer->sql, " AND %s < ", key);
      write_text (writer, end);
    }
}

static void
write_pattern (CrmSqlWriter *writer,
               const char   *key,
               const char   *pattern)
{
  g_autofree char *prefix = g_strndup (pattern, strcspn (pattern, "*"));

  if (*prefix != '\0')
    {
      write_prefix (writer, key, prefix);
      g_string_append (writer->sql, " AND ");
    }
  g_string_append (writer->sql, "crm_matches (");
  write_text (writer, pattern);
  g_string_append_printf (writer->sql, ", %s)", key);
}

/* A messenger is named with the user name, or any of them is meant: ":ana". */
static void
write_messengers (CrmSqlWriter      *writer,
                  const CrmPlanNode *node,
                  const char        *key)
{
  g_string_append_c (writer->sql, '(');
  for (guint i = 0; i < node->keys->len; i++)
    {
      const char *wanted = g_ptr_array_index (node->keys, i);

      if (i > 0)
        g_string_append (writer->sql, " OR ");
      if (wanted[0] == ':')
        g_string_append_printf (writer->sql, "substr (%s, instr (%s, ':') + 1) = ", key, key);
      else
        g_string_append_printf (writer->sql, "%s = ", key);
      write_text (writer, wanted[0] == ':' ? wanted + 1 : wanted);
    }
  g_string_append_c (writer->sql, ')');
}

static void
write_one_of (CrmSqlWriter      *writer,
              const CrmPlanNode *node,
              const char        *key)
{
  if (node->kind == CRM_KIND_MESSENGER)
    {
      write_messengers (writer, node, key);
      return;
    }

  if (node->folded->len == 0)
    {
      g_string_append (writer->sql, key);
      _crm_sql_write_texts (writer, node->keys);
      return;
    }

  g_string_append_c (writer->sql, '(');
  if (node->keys->len > 0)
    {
      g_string_append (writer->sql, key);
      _crm_sql_write_texts (writer, node->keys);
      g_string_append (writer->sql, " OR ");
    }
  g_string_append_printf (writer->sql, "crm_fold (%s)", key);
  _crm_sql_write_texts (writer, node->folded);
  g_string_append_c (writer->sql, ')');
}

void
_crm_sql_write_text_match (CrmSqlWriter      *writer,
                           const CrmPlanNode *node,
                           const char        *key)
{
  const char *wanted = node->keys->len > 0 ? g_ptr_array_index (node->keys, 0) : NULL;

  switch (node->match)
    {
    case CRM_MATCH_SOMETHING:
      g_string_append_printf (writer->sql, "%s IS NOT NULL", key);
      break;
    case CRM_MATCH_ONE_OF:
      write_one_of (writer, node, key);
      break;
    case CRM_MATCH_CONTAINS:
      g_string_append_printf (writer->sql, "instr (%s, ", key);
      write_text (writer, wanted);
      g_string_append (writer->sql, ") > 0");
      break;
    case CRM_MATCH_STARTS:
      write_prefix (writer, key, wanted);
      break;
    case CRM_MATCH_ENDS:
      g_string_append_printf (writer->sql, "substr (%s, -%ld) = ", key, g_utf8_strlen (wanted, -1));
      write_text (writer, wanted);
      break;
    case CRM_MATCH_PATTERN:
      write_pattern (writer, key, wanted);
      break;
    case CRM_MATCH_RANGE:
    case CRM_MATCH_TARGET:
    case CRM_MATCH_TARGETS:
    default:
      g_return_if_reached ();
    }
}

/* --- Ranges ------------------------------------------------------------------------------------------ */

void
_crm_sql_write_range (CrmSqlWriter      *writer,
                      const CrmPlanNode *node,
                      const char        *alias)
{
  const CrmRange *range = &node->range;
  gboolean low = !crm_value_is_empty (&range->low);
  gboolean high = !crm_value_is_empty (&range->high);
  g_autofree char *column = g_strdup_printf (_crm_plan_node_counts_zero (node) ? "coalesce (%s.%s, 0)" : "%s.%s",
                                             alias, node->column->name);

  if (range->never)
    {
      _crm_sql_write_constant (writer, FALSE);
      return;
    }

  if (!low && !high)
    {
      g_string_append_printf (writer->sql, "%s IS NOT NULL", column);
      return;
    }

  if (node->kind == CRM_KIND_MONEY)
    {
      g_string_append_printf (writer->sql, "%s.%s_currency = ", alias, node->column->name);
      write_text (writer, low ? range->low.currency : range->high.currency);
      g_string_append (writer->sql, " AND ");
    }

  if (low && high && !range->low_open && !range->high_open && crm_value_equal (&range->low, &range->high))
    {
      g_string_append_printf (writer->sql, "%s = ", column);
      _crm_sql_write_value (writer, &range->low);
      return;
    }

  if (low)
    {
      g_string_append_printf (writer->sql, "%s %s ", column, range->low_open ? ">" : ">=");
      _crm_sql_write_value (writer, &range->low);
    }
  if (low && high)
    g_string_append (writer->sql, " AND ");
  if (high)
    {
      g_string_append_printf (writer->sql, "%s %s ", column, range->high_open ? "<" : "<=");
      _crm_sql_write_value (writer, &range->high);
    }
}
