/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A record as it is in the file, and how it is read.
 */

#include "config.h"

#include "crm-row.h"

#include "crm-sql.h"

/**
 * crm_member_new:
 * @column: the id of a set
 * @key: what makes it one
 * @text: (nullable): the text as it was written
 * @label: (nullable): what kind it is
 *
 * Returns: (transfer full): a member
 */
CrmMember *
crm_member_new (guint16         column,
                const CrmValue *key,
                const char     *text,
                const char     *label)
{
  CrmMember *member = g_new0 (CrmMember, 1);

  member->column = column;
  member->key = crm_value_dup (key);
  member->text = g_strdup (text);
  member->label = g_strdup (label);

  return member;
}

/**
 * crm_member_free:
 */
void
crm_member_free (CrmMember *member)
{
  if (member == NULL)
    return;

  crm_value_clear (&member->key);
  g_free (member->text);
  g_free (member->label);
  g_free (member->mark);
  g_free (member);
}

/**
 * crm_member_equal:
 * @other: (nullable): another member
 *
 * Returns: %TRUE if @other is there, is the same member, and is written as @member is
 */
gboolean
crm_member_equal (const CrmMember *member,
                  const CrmMember *other)
{
  return other != NULL && member->column == other->column && crm_value_equal (&member->key, &other->key) &&
         g_strcmp0 (member->text, other->text) == 0 && g_strcmp0 (member->label, other->label) == 0;
}

/**
 * crm_members_find:
 * @members: (element-type CrmMember): members of any sets
 * @column: the id of a set
 * @key: what makes it one
 * @index: (out) (optional): where it is
 *
 * Returns: (transfer none) (nullable): the member, or %NULL if it is not there
 */
CrmMember *
crm_members_find (GPtrArray      *members,
                  guint16         column,
                  const CrmValue *key,
                  guint          *index)
{
  for (guint i = 0; i < members->len; i++)
    {
      CrmMember *member = g_ptr_array_index (members, i);

      if (member->column != column || !crm_value_equal (&member->key, key))
        continue;

      if (index != NULL)
        *index = i;
      return member;
    }

  return NULL;
}

/**
 * crm_row_new:
 * @table: a table
 *
 * Returns: (transfer full): a row without an id and with empty values
 */
CrmRow *
crm_row_new (const CrmTable *table)
{
  CrmRow *row = g_new0 (CrmRow, 1);

  row->table = table;
  row->values = g_new0 (CrmValue, table->n_columns);
  row->members = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_member_free);

  return row;
}

/**
 * crm_row_free:
 */
void
crm_row_free (CrmRow *row)
{
  if (row == NULL)
    return;

  for (guint i = 0; i < row->table->n_columns; i++)
    crm_value_clear (&row->values[i]);
  g_free (row->values);

  for (guint i = 0; i < row->table->n_columns; i++)
    {
      g_free (row->titles != NULL ? row->titles[i] : NULL);
      g_free (row->marks != NULL ? row->marks[i] : NULL);
    }
  g_free (row->titles);
  g_free (row->marks);

  g_ptr_array_unref (row->members);
  g_clear_object (&row->schema);
  g_free (row);
}

/**
 * crm_row_copy:
 *
 * Returns: (transfer full): a copy of @row, without titles and marks
 */
CrmRow *
crm_row_copy (const CrmRow *row)
{
  CrmRow *copy = crm_row_new (row->table);

  copy->id = row->id;
  copy->uuid = row->uuid;
  copy->state = row->state;
  copy->deleted = row->deleted;
  copy->stamp = row->stamp;
  copy->device = row->device;

  for (guint i = 0; i < row->table->n_columns; i++)
    copy->values[i] = crm_value_dup (&row->values[i]);

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);

      g_ptr_array_add (copy->members, crm_member_new (member->column, &member->key, member->text, member->label));
    }

  return copy;
}

static gboolean
has_sets (const CrmTable *table)
{
  for (guint i = 0; i < table->n_columns; i++)
    if (table->columns[i]->storage == CRM_STORAGE_SET)
      return TRUE;

  return FALSE;
}

static gboolean
load_members (CrmDb      *db,
              CrmSchema  *schema,
              CrmRow     *row,
              gboolean    titles,
              GError    **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_query (db, error,
                            "SELECT col, key, text, label FROM member "
                            "WHERE tbl = ? AND record = ? AND removed IS NULL ORDER BY col, position, added",
                            "ii", (gint64) row->table->id, row->id);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      g_auto (CrmValue) key = crm_statement_get_value (statement, 1);

      g_ptr_array_add (row->members,
                       crm_member_new ((guint16) crm_statement_get_integer (statement, 0), &key,
                                       crm_statement_get_text (statement, 2),
                                       crm_statement_get_text (statement, 3)));
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (!titles)
    return TRUE;

  for (guint i = 0; i < row->members->len; i++)
    {
      CrmMember *member = g_ptr_array_index (row->members, i);
      const CrmColumn *column = crm_table_get_column (row->table, member->column);
      const CrmTable *target;
      g_autofree char *sql = NULL;
      g_autoptr (CrmStatement) named = NULL;

      if (column == NULL || column->links_to == NULL)
        continue;

      target = crm_schema_find_table (schema, column->links_to);
      sql = g_strdup_printf ("SELECT %s, %s FROM %s WHERE id = ?", target->title->name,
                             target->mark != NULL ? target->mark->name : "NULL", target->name);
      named = crm_db_query (db, error, sql, "i", crm_value_get_integer (&member->key));
      if (named == NULL)
        return FALSE;
      if (crm_statement_step (named, &reason))
        {
          g_free (member->text);
          member->text = g_strdup (crm_statement_get_text (named, 0));
          g_free (member->mark);
          member->mark = g_strdup (crm_statement_get_text (named, 1));
        }
      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * crm_row_load:
 * @table: of @schema
 * @id: of a record
 * @parts: what is wanted
 * @error: %CRM_STORE_ERROR_MISSING if there is no such record
 *
 * Returns: (transfer full) (nullable): the record, whatever its state, or %NULL with @error set
 */
CrmRow *
crm_row_load (CrmDb           *db,
              CrmSchema       *schema,
              const CrmTable  *table,
              gint64           id,
              CrmRowParts      parts,
              GError         **error)
{
  g_autoptr (CrmRow) row = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  gboolean titles = (parts & CRM_ROW_TITLES) != 0;
  int position = 0;

  statement = crm_db_query (db, error, crm_sql_get_select (schema, table, titles), "i", id);
  if (statement == NULL)
    return NULL;

  if (!crm_statement_step (statement, &reason))
    {
      if (reason != NULL)
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        g_set_error (error, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING,
                     "There is no record %" G_GINT64_FORMAT " in %s", id, table->name);
      return NULL;
    }

  row = crm_row_new (table);
  row->schema = g_object_ref (schema);
  row->id = id;
  crm_statement_get_uuid (statement, position++, &row->uuid);
  row->state = (CrmState) crm_statement_get_integer (statement, position++);
  row->deleted = crm_statement_get_integer (statement, position++);
  row->stamp = crm_statement_get_integer (statement, position++);
  row->device = crm_statement_get_integer (statement, position++);
  if (titles)
    {
      row->titles = g_new0 (char *, table->n_columns);
      row->marks = g_new0 (char *, table->n_columns);
    }

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->storage == CRM_STORAGE_SET)
        continue;

      row->values[i] = crm_statement_get_value (statement, position++);

      if (column->storage == CRM_STORAGE_MONEY)
        {
          const char *currency = crm_statement_get_text (statement, position++);

          if (row->values[i].kind == CRM_VALUE_INTEGER)
            row->values[i] = crm_value_money (row->values[i].integer, currency);
        }
      else if (titles && column->storage == CRM_STORAGE_LINK)
        {
          row->titles[i] = g_strdup (crm_statement_get_text (statement, position++));
          if (crm_schema_find_table (schema, column->links_to)->mark != NULL)
            row->marks[i] = g_strdup (crm_statement_get_text (statement, position++));
        }
    }

  if ((parts & CRM_ROW_MEMBERS) != 0 && has_sets (table) && !load_members (db, schema, row, titles, error))
    return NULL;

  return g_steal_pointer (&row);
}

/**
 * crm_row_get:
 * @column: of the table of @row
 *
 * Returns: (transfer none): the value
 */
const CrmValue *
crm_row_get (const CrmRow    *row,
             const CrmColumn *column)
{
  return &row->values[column->index];
}

/**
 * crm_row_get_text:
 * @column: the name of a column
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
crm_row_get_text (const CrmRow *row,
                  const char   *column)
{
  const CrmColumn *found = crm_table_find_column (row->table, column);

  return found != NULL ? crm_value_get_text (&row->values[found->index]) : NULL;
}

/**
 * crm_row_get_integer:
 * @column: the name of a column
 *
 * Returns: its number or record id, or 0
 */
gint64
crm_row_get_integer (const CrmRow *row,
                     const char   *column)
{
  const CrmColumn *found = crm_table_find_column (row->table, column);

  return found != NULL ? crm_value_get_integer (&row->values[found->index]) : 0;
}

/**
 * crm_row_has_member:
 * @column: a set
 * @key: what to look for
 *
 * Returns: %TRUE if @key is in the set
 */
gboolean
crm_row_has_member (const CrmRow    *row,
                    const CrmColumn *column,
                    const CrmValue  *key)
{
  return crm_members_find (row->members, column->id, key, NULL) != NULL;
}
