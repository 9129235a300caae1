/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The import of a table of contacts, with the search for duplicates, the journal, the index of the
 * search and the undo, against bare prepared inserts of the same rows with the same indexes
 * (`quality.md`, "Speed and size"). Arguments: how many contacts, 100000 unless said; "skip" or
 * "merge" imports the same file a second time so.
 */

#include "config.h"

#include <string.h>
#include <sys/resource.h>

#include "crm-import.h"
#include "crm-test.h"

typedef struct
{
  gint64 start;
  double cpu;
} Watch;

static double
read_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double
read_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) usage.ru_maxrss / 1024;
}

static void
watch_start (Watch *watch)
{
  watch->start = g_get_monotonic_time ();
  watch->cpu = read_cpu ();
}

static double
watch_stop (Watch      *watch,
            const char *what,
            gint64      n)
{
  double seconds = (double) (g_get_monotonic_time () - watch->start) / 1e6;

  g_print ("%-28s %8.2f s  %8.0f/s  cpu %7.2f s  peak memory %4.0f MB\n", what, seconds, (double) n / seconds,
           read_cpu () - watch->cpu, read_memory ());

  return seconds;
}

/* --- The file -------------------------------------------------------------------------------------- */

static const char *const syllables[] = {
  "ma", "ri", "lo", "san", "ber", "ta", "ko", "wi", "fer", "nan", "del", "gar", "cí", "pe", "rez", "schu", "mann", "du", "bois",
  "ros", "si", "kow", "al", "ski", "an", "der", "sen", "mo", "ra", "les", "que", "ti", "vo", "na", "el", "is", "ab", "eth",
};

static void
append_word (GString *text,
             GRand   *random,
             int      n_syllables)
{
  gsize start = text->len;

  for (int i = 0; i < n_syllables; i++)
    g_string_append (text, syllables[g_rand_int_range (random, 0, G_N_ELEMENTS (syllables))]);
  text->str[start] = g_ascii_toupper (text->str[start]);
}

static void
append_row (GString *text,
            GRand   *random,
            gint64   n,
            gint64   n_rows)
{
  static const char *const countries[] = { "Spain", "Italy", "France", "Germany", "United Kingdom" };
  static const char *const tags[] = { "", "lead", "customer", "lead; newsletter", "partner" };
  guint32 pool = g_rand_int (random);

  append_word (text, random, 2 + (int) (pool % 2));
  g_string_append_c (text, ',');
  append_word (text, random, 2 + (int) (pool / 2 % 3));
  g_string_append_printf (text, ",person%" G_GINT64_FORMAT "@example%u.com,+34 6%08u,Company %u,", n, pool % 500,
                          g_rand_int (random) % 100000000, g_rand_int (random) % (guint) MAX (n_rows / 20, 1));
  g_string_append_printf (text, "Manager,%s,Calle Mayor %u,City %u,%05u,%s,%04u-%02u-%02u\n",
                          tags[pool / 8 % G_N_ELEMENTS (tags)], pool % 200, pool / 64 % 3000, pool / 16 % 100000,
                          countries[pool / 32 % G_N_ELEMENTS (countries)], 1940 + pool / 128 % 65, 1 + pool / 256 % 12,
                          1 + pool / 4096 % 28);
}

static GFile *
write_table (const char *folder,
             gint64      n_rows)
{
  g_autofree char *path = g_build_filename (folder, "contacts.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_autoptr (GString) text = g_string_new ("First Name,Last Name,E-Mail,Phone,Company,Job Title,Tags,Street,City,Postcode,Country,Birthday\n");
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  g_assert_no_error (error);
  for (gint64 i = 0; i < n_rows; i++)
    {
      append_row (text, random, i, n_rows);
      if (text->len > 1 << 20 || i == n_rows - 1)
        {
          g_output_stream_write_all (G_OUTPUT_STREAM (stream), text->str, text->len, NULL, NULL, &error);
          g_assert_no_error (error);
          g_string_truncate (text, 0);
        }
    }
  g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&file);
}

/* --- The import --------------------------------------------------------------------------------------- */

static void
tell_progress (const CrmImportCounts *counts,
               gpointer               user_data)
{
  gint64 *last = user_data;
  gint64 now = g_get_monotonic_time ();

  if (counts->rows % 100000 == 0 || counts->bytes >= counts->size)
    {
      g_print ("  %9" G_GINT64_FORMAT " rows: %6.0f/s\n", counts->rows, 1e11 / (double) (now - *last));
      *last = now;
    }
}

static double
import (CrmWorkspace  *workspace,
        GFile         *file,
        CrmDuplicates  duplicates,
        const char    *what,
        gint64        *batch)
{
  g_autoptr (CrmImport) self = crm_import_new (workspace, file);
  g_auto (CrmImportOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  CrmImportCounts counts;
  gint64 last = g_get_monotonic_time ();
  Watch watch;
  double seconds;

  watch_start (&watch);
  crm_import_open (self, NULL, &error);
  g_assert_no_error (error);
  crm_import_options_copy (&options, crm_import_get_options (self));
  options.duplicates = duplicates;
  crm_import_set_options (self, &options);
  crm_import_run (self, tell_progress, &last, NULL, &error);
  g_assert_no_error (error);
  crm_import_get_counts (self, &counts);
  seconds = watch_stop (&watch, what, counts.rows);
  g_print ("  created %" G_GINT64_FORMAT ", merged %" G_GINT64_FORMAT ", skipped %" G_GINT64_FORMAT ", rejected %" G_GINT64_FORMAT "\n",
           counts.created, counts.merged, counts.skipped, counts.rejected);
  *batch = crm_import_get_batch (self);

  return seconds;
}

/* --- What it is compared with ------------------------------------------------------------------------- */

#define ROWS_AT_ONCE 10000

/* Copies the empty table and its indexes from one file to the other. */
static void
copy_schema (CrmDb *from,
             CrmDb *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStatement) statement = crm_db_prepare (from,
                                                       "SELECT sql FROM sqlite_schema WHERE tbl_name = 'contact' AND sql IS NOT NULL "
                                                       "ORDER BY type = 'index'", &error);

  while (statement != NULL && crm_statement_step (statement, &error))
    crm_db_exec (to, crm_statement_get_text (statement, 0), &error);
  g_assert_no_error (error);
}

static char *
make_insert (CrmDb *db,
             guint *n_columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmStatement) statement = crm_db_prepare (db, "SELECT name FROM pragma_table_info ('contact')", &error);
  GString *sql = g_string_new ("INSERT INTO contact VALUES (");

  *n_columns = 0;
  while (statement != NULL && crm_statement_step (statement, &error))
    {
      g_string_append (sql, *n_columns > 0 ? ", ?" : "?");
      (*n_columns)++;
    }
  g_assert_no_error (error);
  g_string_append_c (sql, ')');

  return g_string_free (sql, FALSE);
}

static void
bind_same (CrmStatement *from,
           guint         column,
           CrmStatement *to)
{
  const guint8 *blob;
  gsize length;

  if (crm_statement_is_null (from, (int) column))
    return;

  if (column == 1)
    {
      blob = crm_statement_get_blob (from, (int) column, &length);
      crm_statement_bind_blob (to, (int) column + 1, blob, length);
    }
  else
    crm_statement_bind_static (to, (int) column + 1, crm_statement_get_text (from, (int) column));
}

static double
insert_bare (CrmWorkspace *workspace,
             const char   *folder,
             gint64        n_rows)
{
  g_autofree char *path = g_build_filename (folder, "bare.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmDb) from = crm_db_open (crm_store_get_path (crm_workspace_get_store (workspace)), CRM_DB_READ, &error);
  g_autoptr (CrmDb) to = crm_db_open (path, CRM_DB_WRITE, &error);
  g_autofree char *sql = NULL;
  gint64 last = 0;
  guint n_columns;
  Watch watch;
  double seconds = 0;

  g_assert_no_error (error);
  copy_schema (from, to);
  sql = make_insert (to, &n_columns);

  watch_start (&watch);
  for (gint64 done = 0; done < n_rows; done += ROWS_AT_ONCE)
    {
      g_autoptr (CrmStatement) rows = crm_db_query (from, &error, "SELECT * FROM contact WHERE id > ? ORDER BY id LIMIT ?", "ii",
                                                    last, (gint64) ROWS_AT_ONCE);

      g_assert_no_error (error);
      crm_db_begin (to, &error);
      while (crm_statement_step (rows, &error))
        {
          g_autoptr (CrmStatement) insert = crm_db_prepare (to, sql, &error);

          last = crm_statement_get_integer (rows, 0);
          for (guint i = 0; i < n_columns; i++)
            bind_same (rows, i, insert);
          crm_statement_run (insert, &error);
          g_assert_no_error (error);
        }
      crm_db_commit (to, &error);
      g_assert_no_error (error);
    }
  seconds = watch_stop (&watch, "bare inserts", n_rows);

  return seconds;
}

int
main (int   argc,
      char *argv[])
{
  gint64 n_rows = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 100000;
  g_autofree char *folder = NULL;
  g_autoptr (CrmWorkspace) workspace = crm_test_new_workspace (&folder);
  g_autoptr (GFile) file = write_table (folder, n_rows);
  g_autoptr (GError) error = NULL;
  CrmUndone undone;
  gint64 batch, again;
  double imported, bare, taken_back;
  Watch watch;

  imported = import (workspace, file, CRM_DUPLICATES_SKIP, "import", &batch);
  bare = insert_bare (workspace, folder, n_rows);
  if (argc > 2)
    import (workspace, file, strcmp (argv[2], "merge") == 0 ? CRM_DUPLICATES_MERGE : CRM_DUPLICATES_SKIP, "import of the same", &again);

  watch_start (&watch);
  crm_store_undo (crm_workspace_get_store (workspace), 0, batch, &undone, &error);
  g_assert_no_error (error);
  taken_back = watch_stop (&watch, "undo", n_rows);

  g_print ("import / bare inserts: %.2f (at most 4, aim 3)\nundo / import: %.2f (at most 0.5)\n", imported / bare, taken_back / imported);
  crm_workspace_close (workspace);
  crm_test_remove_folder (folder);

  return 0;
}
