/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether a file agrees with itself: its pages, and whether records, keys, links, counts, journal
 * and search index say the same. Everything is read as it is at one moment, whatever is written
 * meanwhile.
 */

#include "config.h"

#include "crm-check.h"

#include <string.h>

#include "crm-counts.h"
#include "crm-row.h"
#include "crm-search.h"

/* FTS5 cuts longer words off. */
#define MAX_WORD 32768

/* So many records are looked for by the beginnings of their words: the first, and every so manieth. */
#define FIRST_SAMPLES 100
#define SAMPLE_EVERY  97

static gboolean
check_pages (CrmDb      *db,
             GPtrArray  *findings,
             GError    **error)
{
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "PRAGMA integrity_check (20)", error);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      const char *line = crm_statement_get_text (statement, 0);

      if (g_strcmp0 (line, "ok") != 0)
        g_ptr_array_add (findings, g_strdup (line));
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Adds a finding if the number that a statement returns is not 0. */
static gboolean
expect_none (CrmDb       *db,
             GPtrArray   *findings,
             const char  *sql,
             const char  *what,
             GError     **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 n = crm_db_get_integer (db, 0, &reason, sql, "");

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (n > 0)
    g_ptr_array_add (findings, g_strdup_printf ("%s: %" G_GINT64_FORMAT, what, n));

  return TRUE;
}

/* --- The search index --------------------------------------------------------------------------- */

static guint64
hash_entry (gint64      id,
            const char *word,
            gsize       length)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325) ^ (guint64) id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  for (gsize i = 0; i < MIN (length, MAX_WORD); i++)
    hash = (hash ^ (guchar) word[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash ^ hash >> 29;
}

/* What an index holds, whatever the order: how many pairs of a word and a record, and their sum. */
typedef struct
{
  guint64 n;
  guint64 sum;
} Contents;

/* Adds the words of one record; each counts once. */
static void
add_words (Contents   *contents,
           gint64      id,
           const char *words)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) each = g_strsplit (words, " ", -1);

  for (guint i = 0; each[i] != NULL; i++)
    if (*each[i] != '\0' && g_hash_table_add (seen, g_strndup (each[i], MAX_WORD)))
      {
        contents->n++;
        contents->sum += hash_entry (id, each[i], strlen (each[i]));
      }
}

static gboolean
read_index (CrmDb           *db,
            const CrmTable  *table,
            Contents        *contents,
            GError         **error)
{
  g_autofree char *create = g_strdup_printf ("CREATE VIRTUAL TABLE temp.crm_words USING fts5vocab (main, %s_search, instance)",
                                             table->name);
  g_autoptr (GError) reason = NULL;

  if (!crm_db_exec (db, create, error))
    return FALSE;

  {
    g_autoptr (CrmStatement) statement = crm_db_prepare (db, "SELECT term, doc FROM temp.crm_words", &reason);

    while (statement != NULL && crm_statement_step (statement, &reason))
      {
        const char *term = crm_statement_get_text (statement, 0);

        contents->n++;
        contents->sum += hash_entry (crm_statement_get_integer (statement, 1), term, strlen (term));
      }
  }

  crm_db_forget_statements (db);
  if (!crm_db_exec (db, "DROP TABLE temp.crm_words", reason == NULL ? &reason : NULL) || reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Whether a record is found by the beginnings of its words. */
static gboolean
is_found (CrmDb           *db,
          const CrmTable  *table,
          gint64           id,
          const char      *words,
          gboolean        *found,
          GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT 1 FROM %1$s_search WHERE %1$s_search MATCH ? AND rowid = ?", table->name);
  g_auto (GStrv) each = g_strsplit (words, " ", -1);
  g_autoptr (GString) match = g_string_new (NULL);
  g_autoptr (GError) reason = NULL;

  for (guint i = 0; each[i] != NULL && i < 50; i++)
    for (glong length = 1; length <= 5; length++)
      if (*each[i] != '\0' && g_utf8_strlen (each[i], -1) >= length)
        {
          g_autofree char *beginning = g_utf8_substring (each[i], 0, length);

          g_string_append_printf (match, "%s\"%s\"*", match->len > 0 ? " AND " : "", beginning);
        }

  *found = match->len == 0 || crm_db_get_integer (db, 0, &reason, sql, "ti", match->str, id) != 0;
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* Each word of each record has to find it, and nothing else may be found. */
static gboolean
check_search (CrmDb           *db,
              CrmSchema       *schema,
              const CrmTable  *table,
              GPtrArray       *findings,
              GError         **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s", table->name);
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, sql, error);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GError) reason = NULL;
  Contents wanted = { 0 };
  Contents present = { 0 };
  guint64 n_missed = 0;
  guint64 n = 0;

  if (statement == NULL)
    return FALSE;

  while (crm_statement_step (statement, &reason))
    {
      gint64 id = crm_statement_get_integer (statement, 0);
      g_autoptr (CrmRow) row = crm_row_load (db, schema, table, id, CRM_ROW_MEMBERS, error);
      gboolean found = TRUE;

      if (row == NULL)
        return FALSE;

      g_string_truncate (words, 0);
      crm_search_collect (row, NULL, words);
      add_words (&wanted, id, words->str);

      if ((n < FIRST_SAMPLES || n % SAMPLE_EVERY == 0) && !is_found (db, table, id, words->str, &found, error))
        return FALSE;
      n_missed += !found;
      n++;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (!read_index (db, table, &present, error))
    return FALSE;

  if (n_missed > 0)
    g_ptr_array_add (findings, g_strdup_printf ("%s that the search does not find: %" G_GUINT64_FORMAT, table->name, n_missed));
  if (wanted.n != present.n || wanted.sum != present.sum)
    g_ptr_array_add (findings, g_strdup_printf ("%s_search with other words than %s: %" G_GUINT64_FORMAT " and %" G_GUINT64_FORMAT,
                                                table->name, table->name, present.n, wanted.n));

  return TRUE;
}

/* --- Tables --------------------------------------------------------------------------------------- */

static gboolean
check_column (CrmDb            *db,
              CrmSchema        *schema,
              const CrmTable   *table,
              const CrmColumn  *column,
              GPtrArray        *findings,
              GError          **error)
{
  static const char *const functions[] = {
    [CRM_KEY_FOLDED] = "crm_fold",
    [CRM_KEY_EMAIL] = "crm_email_key",
    [CRM_KEY_DIGITS] = "crm_digits",
  };
  g_autofree char *sql = NULL;
  g_autofree char *what = NULL;

  if (crm_column_has_key (column))
    {
      sql = g_strdup_printf ("SELECT count (*) FROM %s WHERE %s (%s) IS NOT %s_key",
                             table->name, functions[column->key], column->name, column->name);
      what = g_strdup_printf ("%s.%s with a wrong key", table->name, column->name);
    }
  else if (column->storage == CRM_STORAGE_LINK)
    {
      sql = g_strdup_printf ("SELECT count (*) FROM %s r WHERE r.%s IS NOT NULL AND NOT EXISTS "
                             "(SELECT 1 FROM %s x WHERE x.id = r.%s)",
                             table->name, column->name, column->links_to, column->name);
      what = g_strdup_printf ("%s.%s that leads nowhere", table->name, column->name);
    }
  else if (column->storage == CRM_STORAGE_SET && column->links_to != NULL)
    {
      sql = g_strdup_printf ("SELECT count (*) FROM member m WHERE m.tbl = %u AND m.col = %u AND m.removed IS NULL "
                             "AND NOT EXISTS (SELECT 1 FROM %s x WHERE x.id = m.key)",
                             table->id, column->id, column->links_to);
      what = g_strdup_printf ("%s.%s that leads nowhere", table->name, column->name);
    }
  else if (column->storage == CRM_STORAGE_MONEY)
    {
      sql = g_strdup_printf ("SELECT count (*) FROM %1$s WHERE (%2$s IS NULL) <> (%2$s_currency IS NULL)", table->name, column->name);
      what = g_strdup_printf ("%s.%s without a currency", table->name, column->name);
    }
  else if (column->counts != NULL)
    {
      g_autofree char *right = crm_counts_make_sql (schema, column, "r.id");

      sql = g_strdup_printf ("SELECT count (*) FROM %s r WHERE coalesce (r.%s, 0) IS NOT coalesce ((%s), 0)",
                             table->name, column->name, right);
      what = g_strdup_printf ("%s.%s with a wrong number", table->name, column->name);
    }
  else if ((column->flags & CRM_COLUMN_COUNTER) != 0)
    {
      sql = g_strdup_printf ("SELECT count (*) FROM %s r WHERE coalesce (r.%s, 0) <> (SELECT coalesce (sum (total), 0) "
                             "FROM counter WHERE tbl = %u AND record = r.id AND col = %u)",
                             table->name, column->name, table->id, column->id);
      what = g_strdup_printf ("%s.%s that does not add up", table->name, column->name);
    }

  return sql == NULL || expect_none (db, findings, sql, what, error);
}

static gboolean
check_table (CrmDb           *db,
             CrmSchema       *schema,
             const CrmTable  *table,
             GPtrArray       *findings,
             GError         **error)
{
  static const char *const belongings[] = { "member", "field_stamp", "counter", "journal" };
  g_autofree char *title = crm_column_order_name (table->title);
  const struct
  {
    char *sql;
    const char *what;
  } questions[] = {
    { g_strdup_printf ("SELECT count (*) FROM %s WHERE state = 0 AND %s IS NULL", table->name, title), "without a title" },
    { g_strdup_printf ("SELECT count (*) FROM %s WHERE state NOT IN (0, 1, 2) OR (state = 0) <> (deleted IS NULL) "
                       "OR length (uuid) <> 16 OR created IS NULL", table->name), "in no proper state" },
    { g_strdup_printf ("SELECT count (*) FROM %s r WHERE NOT EXISTS (SELECT 1 FROM journal j "
                       "WHERE j.tbl = %u AND j.record = r.id AND j.op = 1)", table->name, table->id), "that the journal does not know" },
    { g_strdup_printf ("SELECT count (*) FROM %s r JOIN tombstone t ON t.tbl = %u AND t.uuid = r.uuid", table->name, table->id),
      "that was removed for good" },
  };
  gboolean asked = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autofree char *sql = questions[i].sql;
      g_autofree char *what = g_strdup_printf ("%s %s", table->name, questions[i].what);

      asked = asked && expect_none (db, findings, sql, what, error);
    }

  for (guint i = 0; asked && i < G_N_ELEMENTS (belongings); i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s b WHERE b.tbl = %u AND NOT EXISTS "
                                              "(SELECT 1 FROM %s r WHERE r.id = b.record)",
                                              belongings[i], table->id, table->name);
      g_autofree char *what = g_strdup_printf ("%s of no %s", belongings[i], table->name);

      asked = expect_none (db, findings, sql, what, error);
    }

  for (guint i = 0; asked && i < table->n_columns; i++)
    asked = check_column (db, schema, table, table->columns[i], findings, error);

  return asked && (!crm_table_is_searched (table) || check_search (db, schema, table, findings, error));
}

static gboolean
check_journal (CrmDb      *db,
               GPtrArray  *findings,
               GError    **error)
{
  return expect_none (db, findings,
                      "SELECT count (*) FROM journal j WHERE NOT EXISTS (SELECT 1 FROM change_set c WHERE c.id = j.change_set)",
                      "journal without a commit", error) &&
         expect_none (db, findings,
                      "SELECT count (*) FROM change_set c WHERE NOT EXISTS (SELECT 1 FROM batch b WHERE b.id = c.batch)",
                      "commit without a batch", error) &&
         expect_none (db, findings,
                      "SELECT count (*) FROM change_set c WHERE NOT EXISTS (SELECT 1 FROM device d WHERE d.id = c.device)",
                      "commit of no device", error) &&
         expect_none (db, findings,
                      "SELECT count (*) FROM journal WHERE changes IS NOT NULL AND NOT json_valid (changes)",
                      "journal that cannot be read", error) &&
         expect_none (db, findings,
                      "SELECT count (*) FROM change_set WHERE stamp > (SELECT stamp FROM clock)",
                      "commit from the future", error) &&
         expect_none (db, findings,
                      "SELECT count (*) FROM batch WHERE undo_of IS NOT NULL AND NOT EXISTS "
                      "(SELECT 1 FROM batch b WHERE b.id = batch.undo_of)",
                      "undo of nothing", error);
}

static gboolean
check_all (CrmDb      *db,
           CrmSchema  *schema,
           GPtrArray  *findings,
           GError    **error)
{
  guint n_tables;
  const CrmTable **tables = crm_schema_get_tables (schema, &n_tables);

  if (!check_pages (db, findings, error))
    return FALSE;

  for (guint i = 0; i < n_tables; i++)
    if (!check_table (db, schema, tables[i], findings, error))
      return FALSE;

  return check_journal (db, findings, error);
}

/**
 * crm_check_run:
 * @db: a connection, not in a transaction
 * @findings: (element-type utf8): lines about what is wrong are added here
 * @error: a %CRM_STORE_ERROR
 *
 * Reads the whole file: its pages, and whether records, keys, links, counts, journal and search
 * index agree.
 *
 * Returns: %TRUE if it could be read, whatever was found
 */
gboolean
crm_check_run (CrmDb      *db,
               CrmSchema  *schema,
               GPtrArray  *findings,
               GError    **error)
{
  g_autoptr (GError) reason = NULL;
  gint64 query_only = crm_db_get_integer (db, 0, &reason, "PRAGMA query_only", "");
  gboolean checked;

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  /* The words of an index are read through a table that lives in memory as long as the check. */
  checked = crm_db_exec (db, "PRAGMA query_only = OFF; BEGIN", error) && check_all (db, schema, findings, error);
  crm_db_rollback (db);
  if (query_only != 0)
    checked = crm_db_exec (db, "PRAGMA query_only = ON", checked ? error : NULL) && checked;

  return checked;
}
