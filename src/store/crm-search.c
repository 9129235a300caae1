/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The search index: which words a record is found by, and how what somebody types becomes a
 * question to it. Each searched table has an FTS5 table `<name>_search` that holds the words
 * only; removing a record from it takes the very words that were put in, so these are always
 * made from the record by crm_search_collect().
 */

#include "config.h"

#include "crm-search-private.h"

#include <string.h>

#include "crm-calling-code.h"
#include "crm-fold.h"

/* The digits that are dialled from everywhere: "+44 (0)20" has a 0 for those who call from within. */
static void
append_dialled (GString    *digits,
                const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "(0)", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    crm_fold_append_digits (digits, parts[i]);
}

/* A leading 0 is a prefix for the way there, not a part of the number. */
static const char *
skip_zeros (const char *digits)
{
  return digits + strspn (digits, "0");
}

static gboolean
is_international (const char *text)
{
  text += strspn (text, " (");

  return *text == '+' || g_str_has_prefix (text, "00");
}

static void
collect_digits (const char *text,
                GString    *words)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  const char *number;
  guint code;

  append_dialled (digits, text);
  number = skip_zeros (digits->str);
  if (*number == '\0')
    return;

  g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", number);

  code = is_international (text) ? crm_calling_code_length (number) : 0;
  if (code > 0)
    g_string_append_printf (words, " %s", skip_zeros (number + code));
}

/*< private >
 * Appends the words of one value; @key is its folded form, where it is known already.
 */
void
_crm_search_collect_value (CrmSearch   search,
                           const char *text,
                           const char *key,
                           GString    *words)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return;

  if (search == CRM_SEARCH_DIGITS)
    {
      collect_digits (text, words);
      return;
    }

  if (key == NULL)
    key = folded = crm_fold (text);
  crm_fold_append_tokens (words, key);
}

/*< private >
 * Appends the words of those columns of @row that are not in @without, a set of their ids.
 */
void
_crm_search_collect_without (const CrmRow  *row,
                             char         **keys,
                             GHashTable    *without,
                             GString       *words)
{
  const CrmTable *table = row->table;

  for (guint i = 0; i < table->n_columns; i++)
    {
      const CrmColumn *column = table->columns[i];

      if (column->search == CRM_SEARCH_NONE || column->storage != CRM_STORAGE_TEXT ||
          (without != NULL && g_hash_table_contains (without, GUINT_TO_POINTER (column->id))))
        continue;

      _crm_search_collect_value (column->search, crm_value_get_text (&row->values[i]),
                                 keys != NULL && column->key == CRM_KEY_FOLDED ? keys[i] : NULL, words);
    }

  for (guint i = 0; i < row->members->len; i++)
    {
      const CrmMember *member = g_ptr_array_index (row->members, i);
      const CrmColumn *column = crm_table_get_column (table, member->column);

      if (column == NULL || column->search == CRM_SEARCH_NONE || column->links_to != NULL ||
          (without != NULL && g_hash_table_contains (without, GUINT_TO_POINTER (column->id))))
        continue;

      _crm_search_collect_value (column->search, member->text, NULL, words);
      if (column->search == CRM_SEARCH_DIGITS)
        _crm_search_collect_value (column->search, crm_value_get_text (&member->key), NULL, words);
    }
}

/**
 * crm_search_collect:
 * @row: a record with its members
 * @keys: (nullable): the folded values of its columns, where they are known already
 * @words: where to append
 *
 * Appends the words by which @row is found.
 */
void
crm_search_collect (const CrmRow  *row,
                    char         **keys,
                    GString       *words)
{
  _crm_search_collect_without (row, keys, NULL, words);
}

/**
 * crm_search_insert:
 * @words: what crm_search_collect() made of the record
 */
gboolean
crm_search_insert (CrmDb           *db,
                   const CrmTable  *table,
                   gint64           id,
                   const char      *words,
                   GError         **error)
{
  char sql[160];

  if (*words == '\0')
    return TRUE;

  g_snprintf (sql, sizeof sql, "INSERT INTO %1$s_search (rowid, words) VALUES (?, ?)", table->name);

  return crm_db_run (db, error, sql, "it", id, words);
}

/**
 * crm_search_delete:
 * @words: what crm_search_collect() made of the record when it was put in
 */
gboolean
crm_search_delete (CrmDb           *db,
                   const CrmTable  *table,
                   gint64           id,
                   const char      *words,
                   GError         **error)
{
  char sql[160];

  if (*words == '\0')
    return TRUE;

  g_snprintf (sql, sizeof sql, "INSERT INTO %1$s_search (%1$s_search, rowid, words) VALUES ('delete', ?, ?)", table->name);

  return crm_db_run (db, error, sql, "it", id, words);
}

/**
 * crm_search_replace:
 * @gone: words by which a record in the index is not to be found any more; may be empty
 * @come: words by which it is to be found; may be empty
 *
 * The words that stay do not have to be said, unless they begin with the letter of one that goes:
 * with a word go its beginnings, which others may share.
 */
gboolean
crm_search_replace (CrmDb           *db,
                    const CrmTable  *table,
                    gint64           id,
                    const char      *gone,
                    const char      *come,
                    GError         **error)
{
  char remove[160];
  char insert[160];

  g_snprintf (remove, sizeof remove, "INSERT INTO %1$s_search (%1$s_search, rowid, words) VALUES ('delete', ?, ?)", table->name);
  g_snprintf (insert, sizeof insert, "INSERT INTO %1$s_search (rowid, words) VALUES (?, ?)", table->name);

  /* Both, even without words: the index counts its records. */
  return crm_db_run (db, error, remove, "it", id, gone) && crm_db_run (db, error, insert, "it", id, come);
}

/**
 * crm_search_rebuild:
 * @db: a connection that may write, in a transaction
 * @table: a searched table
 * @error: a %CRM_STORE_ERROR
 *
 * Makes the index of a table anew.
 */
gboolean
crm_search_rebuild (CrmDb           *db,
                    CrmSchema       *schema,
                    const CrmTable  *table,
                    GError         **error)
{
  g_autofree char *clear = g_strdup_printf ("INSERT INTO %1$s_search (%1$s_search) VALUES ('delete-all')", table->name);
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s", table->name);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (!crm_db_exec (db, clear, error))
    return FALSE;

  statement = crm_db_prepare (db, sql, error);
  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS, error);

      if (row == NULL)
        return FALSE;

      g_string_truncate (words, 0);
      crm_search_collect (row, NULL, words);
      if (!crm_search_insert (db, table, id, words->str, error))
        return FALSE;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_number_text (const char *text)
{
  guint digits = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        digits++;
      else if (!g_unichar_isspace (c) && (c > 0x7f || strchr ("+-()./", (int) c) == NULL))
        return FALSE;
    }

  return digits > 0;
}

/**
 * crm_search_make_match:
 * @text: what somebody typed
 *
 * A record matches if each word of @text begins one of its words, in any order. A text of
 * digits with the usual marks between them is a telephone number as well.
 *
 * Returns: (transfer full) (nullable): an FTS5 expression, or %NULL if @text has no words
 */
char *
crm_search_make_match (const char *text)
{
  g_autofree char *key = crm_fold (text);
  g_autoptr (GString) words = g_string_new (NULL);
  g_auto (GStrv) each = NULL;
  GString *match;

  crm_fold_append_tokens (words, key);
  if (words->len == 0)
    return NULL;

  /* Only letters, digits and bytes above 0x7f are left: quoting is safe. */
  match = g_string_new (NULL);
  each = g_strsplit (words->str, " ", -1);
  for (guint i = 0; each[i] != NULL; i++)
    g_string_append_printf (match, "%s\"%s\"*", i > 0 ? " AND " : "", each[i]);

  if (is_number_text (text))
    {
      g_autoptr (GString) digits = g_string_new (NULL);
      const char *number;

      append_dialled (digits, text);
      number = skip_zeros (digits->str);
      if (*number != '\0' && strcmp (number, words->str) != 0)
        {
          g_string_prepend_c (match, '(');
          g_string_append_printf (match, ") OR \"%s\"*", number);
        }
    }

  return g_string_free (match, FALSE);
}
