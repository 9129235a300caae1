/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Finding a record while somebody types. Records whose title begins with the text come first, in
 * the order of their titles; then any that the search index finds. Neither walks over more than
 * it returns, so it takes as long with a million records as with a hundred.
 */

#include "config.h"

#include "crm-finder.h"

#include <string.h>

#include "crm-fold.h"
#include "crm-search.h"

/**
 * crm_hit_free:
 */
void
crm_hit_free (CrmHit *hit)
{
  if (hit == NULL)
    return;

  g_free (hit->title);
  g_free (hit->details);
  g_free (hit);
}

static char *
describe (const CrmRow *row)
{
  const CrmRecordType *type = crm_catalogue_get_type_of (row->table);
  g_auto (GStrv) keys = g_strsplit (type->details != NULL ? type->details : "", ",", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const CrmField *field = crm_record_type_find_field (type, keys[i]);
      g_autofree char *value = NULL;

      if (field == NULL)
        continue;

      value = crm_field_format (field, crm_row_get (row, &field->column), row->titles[field->column.index]);
      if (*value != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", value);
    }

  return g_string_free (text, FALSE);
}

static gboolean
add_hits (CrmDb           *db,
          CrmSchema       *schema,
          const CrmTable  *table,
          CrmStatement    *statement,
          guint            limit,
          GPtrArray       *hits,
          GError         **error)
{
  g_autoptr (GError) reason = NULL;

  while (hits->len < limit && crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);
      g_autoptr (CrmRow) row = NULL;
      CrmHit *hit;
      gboolean known = FALSE;

      for (guint i = 0; i < hits->len; i++)
        known |= ((const CrmHit *) g_ptr_array_index (hits, i))->id == id;
      if (known)
        continue;

      row = crm_row_load (db, schema, table, id, CRM_ROW_TITLES, error);
      if (row == NULL)
        return FALSE;
      /* What is in the trash stays in the index for a while. */
      if (row->state != CRM_STATE_LIVE)
        continue;

      hit = g_new0 (CrmHit, 1);
      hit->table = table->id;
      hit->id = id;
      hit->uuid = row->uuid;
      hit->title = g_strdup (crm_row_get_text (row, table->title->name));
      hit->details = describe (row);
      g_ptr_array_add (hits, hit);
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* The smallest text that does not begin with @prefix any more. */
static char *
end_of_prefix (const char *prefix)
{
  char *end = g_strdup (prefix);
  gsize length = strlen (end);

  /* Bytes of UTF-8 compare like the characters they stand for. */
  end[length - 1] = (char) ((guchar) end[length - 1] + 1);

  return end;
}

/**
 * crm_finder_find:
 * @table: whose records
 * @text: what somebody typed; empty for the first ones
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHit) (nullable): what was found, the best first
 */
GPtrArray *
crm_finder_find (CrmDb           *db,
                 CrmSchema       *schema,
                 const CrmTable  *table,
                 const char      *text,
                 guint            limit,
                 GError         **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_hit_free);
  g_autofree char *order = crm_column_order_name (table->title);
  g_autofree char *key = crm_fold (text);
  g_autofree char *match = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (CrmStatement) statement = NULL;

  if (key == NULL)
    {
      sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s IS NOT NULL ORDER BY %s", table->name, order, order);
      statement = crm_db_prepare (db, sql, error);
    }
  else
    {
      g_autofree char *end = end_of_prefix (key);

      sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s IS NOT NULL AND %s >= ? AND %s < ? ORDER BY %s",
                             table->name, order, order, order, order);
      statement = crm_db_query (db, error, sql, "tt", key, end);
    }

  if (statement == NULL || !add_hits (db, schema, table, statement, limit, hits, error))
    return NULL;

  if (key == NULL || hits->len >= limit)
    return g_steal_pointer (&hits);

  g_clear_pointer (&statement, crm_statement_free);
  g_free (sql);
  if (crm_table_is_searched (table))
    {
      match = crm_search_make_match (text);
      sql = g_strdup_printf ("SELECT rowid FROM %1$s_search WHERE %1$s_search MATCH ?", table->name);
    }
  else
    {
      /* A short list that has no index: anywhere in the title. */
      match = g_strdup (key);
      sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND instr (%s, ?) > 0 ORDER BY %s", table->name, order, order);
    }

  if (match == NULL)
    return g_steal_pointer (&hits);

  statement = crm_db_query (db, error, sql, "t", match);
  if (statement == NULL || !add_hits (db, schema, table, statement, limit, hits, error))
    return NULL;

  return g_steal_pointer (&hits);
}

/**
 * crm_finder_find_options:
 * @field: the record that defines a custom field
 * @text: what somebody typed; empty for all
 * @limit: at most so many
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHit) (nullable): options of that field, in their order
 */
GPtrArray *
crm_finder_find_options (CrmDb       *db,
                         CrmSchema   *schema,
                         gint64       field,
                         const char  *text,
                         guint        limit,
                         GError     **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_hit_free);
  g_autofree char *key = crm_fold (text);
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_query (db, error,
                            "SELECT id FROM option WHERE state = 0 AND field = ? AND (?2 IS NULL OR instr (label_key, ?2) > 0) "
                            "ORDER BY position, id", "it", field, key);
  if (statement == NULL ||
      !add_hits (db, schema, crm_schema_find_table (schema, "option"), statement, limit, hits, error))
    return NULL;

  return g_steal_pointer (&hits);
}

/**
 * crm_finder_find_all:
 * @text: what somebody typed
 * @limit: at most so many of each record type
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmHit) (nullable): what was found, of all record types
 *   that are searched
 */
GPtrArray *
crm_finder_find_all (CrmDb       *db,
                     CrmSchema   *schema,
                     const char  *text,
                     guint        limit,
                     GError     **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_hit_free);
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  for (guint i = 0; i < n_tables; i++)
    {
      g_autoptr (GPtrArray) hits = NULL;

      if (!crm_table_is_searched (tables[i]))
        continue;

      hits = crm_finder_find (db, schema, tables[i], text, limit, error);
      if (hits == NULL)
        return NULL;
      while (hits->len > 0)
        g_ptr_array_add (all, g_ptr_array_steal_index (hits, 0));
    }

  return g_steal_pointer (&all);
}
