/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Guesses how a table is written: what stands between its values, where it begins, and whether
 * its first row is a header. The beginning of the file is read in each way there is, and the one
 * wins that makes rows of one width out of it. Pure functions; any thread.
 */

#include "config.h"

#include "crm-csv-sniff.h"

#include <math.h>
#include <string.h>

#include "crm-column.h"
#include "crm-fold.h"
#include "crm-header.h"

/* How many rows are looked at. */
#define MAX_ROWS 200

/* How many rows before and behind the header can be something else: LinkedIn has three. */
#define MAX_PREAMBLE 10

typedef struct
{
  GPtrArray *rows;  /* of char **, each ended by NULL */
  GArray *lines;    /* of gint64 */
  GArray *widths;   /* of guint */
  guint n_flaws;
} Table;

static void
table_clear (Table *table)
{
  g_clear_pointer (&table->rows, g_ptr_array_unref);
  g_clear_pointer (&table->lines, g_array_unref);
  g_clear_pointer (&table->widths, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static guint
get_width (const Table *table,
           guint        row)
{
  return g_array_index (table->widths, guint, row);
}

static char **
get_row (const Table *table,
         guint        row)
{
  return g_ptr_array_index (table->rows, row);
}

/* The beginning of the file as text; a last line that is not all there is left out. */
static GString *
decode (const guint8      *data,
        gsize              length,
        gboolean           whole,
        const CrmEncoding *encoding)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (data, (gssize) length, NULL);
  g_autoptr (CrmDecoder) decoder = crm_decoder_new (stream, encoding);
  GString *text = g_string_new (NULL);
  char buffer[16384];
  gssize n;

  while ((n = crm_decoder_read (decoder, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);

  if (!whole)
    {
      gsize end = text->len;

      while (end > 0 && text->str[end - 1] != '\n' && text->str[end - 1] != '\r')
        end--;
      if (end > 0)
        g_string_truncate (text, end);
    }

  return text;
}

static void
read_table (Table               *table,
            const GString       *text,
            const CrmCsvDialect *dialect,
            guint                skip_lines)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text->str, (gssize) text->len, NULL);
  g_autoptr (CrmCsvReader) reader = crm_csv_reader_new (stream, crm_encoding_find ("UTF-8"), dialect);
  const CrmCsvRow *row;

  table->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  table->lines = g_array_new (FALSE, FALSE, sizeof (gint64));
  table->widths = g_array_new (FALSE, FALSE, sizeof (guint));
  table->n_flaws = 0;

  crm_csv_reader_skip_lines (reader, skip_lines, NULL, NULL);
  while (table->rows->len < MAX_ROWS && (row = crm_csv_reader_read (reader, NULL, NULL)) != NULL)
    {
      char **cells = g_new0 (char *, row->n_cells + 1);

      for (guint i = 0; i < row->n_cells; i++)
        cells[i] = g_strdup (row->cells[i]);
      g_ptr_array_add (table->rows, cells);
      g_array_append_val (table->lines, row->line);
      g_array_append_val (table->widths, row->n_cells);
      table->n_flaws += row->flaws != CRM_CSV_FLAWLESS;
    }
}

/* The width that most rows have. Rows of one value are titles, notes and the like, as long as
 * there are others. */
static guint
find_width (const Table *table,
            guint       *n_rows)
{
  guint counts[CRM_CSV_MAX_CELLS + 1] = { 0 };
  guint width = 1;

  for (guint i = 0; i < table->widths->len; i++)
    counts[get_width (table, i)]++;

  for (guint w = 2; w <= CRM_CSV_MAX_CELLS; w++)
    if (counts[w] > (width == 1 ? 0 : counts[width]))
      width = w;

  *n_rows = counts[width];

  return width;
}

static double
rate (const Table         *table,
      const CrmCsvDialect *dialect)
{
  guint n_fitting;
  guint width;
  guint n_narrow = 0;
  double fraction;
  double rating;

  width = find_width (table, &n_fitting);
  if (table->rows->len == 0 || width < 2)
    return 0;

  /* Trailing values that are left out do not count against it. */
  for (guint i = 0; i < table->rows->len; i++)
    n_narrow += get_width (table, i) > 1 && get_width (table, i) < width;

  fraction = ((double) n_fitting + 0.3 * (double) n_narrow) / (double) table->rows->len;
  rating = fraction * fraction * (1 + log2 ((double) width));
  rating *= 1 - 0.5 * (double) table->n_flaws / (double) table->rows->len;

  for (guint i = 0; i < MIN (table->rows->len, MAX_PREAMBLE); i++)
    if (get_width (table, i) == width)
      {
        guint known = 0;

        for (char **cell = get_row (table, i); *cell != NULL; cell++)
          known += crm_header_is_known (*cell);
        rating *= 1 + (double) known / (double) width;
        break;
      }

  /* Times and web addresses have colons in them. */
  if (dialect->delimiter == ':')
    rating *= 0.5;

  return rating;
}

/* Whether values stand in single quotes. Those with a delimiter inside have been torn in two: so
 * beginnings and ends are counted, each of them. */
static gboolean
has_single_quotes (const Table *table)
{
  guint n_opened = 0;
  guint n_closed = 0;
  guint n = 0;

  for (guint i = 0; i < table->rows->len; i++)
    for (char **cell = get_row (table, i); *cell != NULL; cell++)
      {
        gsize length = strlen (*cell);

        n += length > 0;
        n_opened += length >= 2 && (*cell)[0] == '\'';
        n_closed += length >= 2 && (*cell)[length - 1] == '\'';
      }

  return n >= 4 && n_opened * 10 >= n * 6 && n_closed * 10 >= n * 6;
}

static double
try_dialect (const GString *text,
             guint          skip_lines,
             CrmCsvDialect *dialect)
{
  g_auto (Table) table = { 0 };

  read_table (&table, text, dialect, skip_lines);
  if (dialect->quote == '"' && has_single_quotes (&table))
    {
      dialect->quote = '\'';
      table_clear (&table);
      read_table (&table, text, dialect, skip_lines);
    }

  return rate (&table, dialect);
}

static void
find_dialect (const GString *text,
              CrmCsvGuess   *guess)
{
  static const char delimiters[] = ",;\t|^:";
  gboolean escapes = strstr (text->str, "\\\"") != NULL;
  double best = 0;

  guess->dialect = (CrmCsvDialect) { ',', '"', FALSE };
  for (const char *delimiter = delimiters; *delimiter != '\0'; delimiter++)
    for (int backslash = 0; backslash <= (escapes ? 1 : 0); backslash++)
      {
        CrmCsvDialect dialect = { *delimiter, '"', backslash };
        double rating;

        if (strchr (text->str, *delimiter) == NULL)
          continue;

        rating = try_dialect (text, guess->skip_lines, &dialect);
        if (rating > best)
          {
            best = rating;
            guess->dialect = dialect;
          }
      }
}

/* Excel says in a first line of its own what stands between the values. */
static gboolean
read_separator_line (const GString *text,
                     CrmCsvGuess   *guess)
{
  const char *p = text->str;
  gboolean quoted = *p == '"';

  p += quoted;
  if (g_ascii_strncasecmp (p, "sep=", 4) != 0 || p[4] == '\0' || p[4] == '\n' || p[4] == '\r')
    return FALSE;
  if (p[5 + quoted] != '\n' && p[5 + quoted] != '\r' && p[5 + quoted] != '\0')
    return FALSE;

  guess->dialect = (CrmCsvDialect) { p[4], '"', FALSE };
  guess->skip_lines = 1;

  return TRUE;
}

/* --- Where it begins -------------------------------------------------------------------------------- */

static guint
count_filled (char **cells)
{
  guint n = 0;

  for (char **cell = cells; *cell != NULL; cell++)
    n += strspn (*cell, " \t\n\r") < strlen (*cell);

  return n;
}

/* The first row that is as wide as the table and has something in it: what stands before it is a
 * title, or a note. */
static guint
find_first_row (const Table *table,
                guint        width)
{
  if (width < 2)
    return 0;

  for (guint i = 0; i < MIN (table->rows->len, MAX_PREAMBLE); i++)
    if (get_width (table, i) * 2 > width && count_filled (get_row (table, i)) >= 2)
      return i;

  return 0;
}

/* How many rows behind the header are notes: rows of one value, before a blank line. */
static guint
count_notes (const Table *table,
             guint        header,
             guint        width)
{
  guint row = header + 1;

  while (width > 1 && row < table->rows->len && row - header <= MAX_PREAMBLE && get_width (table, row) == 1)
    row++;
  if (row == header + 1 || row >= table->rows->len || get_width (table, row) < width)
    return 0;

  return g_array_index (table->lines, gint64, row) - g_array_index (table->lines, gint64, row - 1) > 1 ? row - header - 1 : 0;
}

/* Whether a column of what looks like data in all other rows has something else in this one. */
static gboolean
differs_from_below (const Table *table,
                    guint        first,
                    guint        column)
{
  guint n_data = 0;
  guint n = 0;

  for (guint i = first + 1; i < table->rows->len; i++)
    if (get_width (table, i) > column && *get_row (table, i)[column] != '\0')
      {
        n++;
        n_data += crm_value_looks_like_data (get_row (table, i)[column]);
      }

  return n > 0 && n_data * 10 >= n * 8;
}

static gboolean
has_header (const Table *table,
            guint        first)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char **cells;
  guint known = 0;
  guint filled = 0;
  guint above_data = 0;

  if (table->rows->len <= first)
    return FALSE;

  cells = get_row (table, first);
  for (guint i = 0; cells[i] != NULL; i++)
    {
      char *folded = crm_fold (cells[i]);

      if (folded == NULL)
        continue;

      filled++;
      known += crm_header_is_known (cells[i]);
      if (crm_value_looks_like_data (cells[i]) && !crm_header_is_known (cells[i]))
        {
          g_free (folded);
          return FALSE;
        }
      above_data += differs_from_below (table, first, i);
      g_hash_table_add (seen, folded);
    }

  if (known * 2 >= filled && known > 0)
    return TRUE;

  /* No two columns are called the same. */
  if (g_hash_table_size (seen) < filled)
    return FALSE;

  /* With nothing to tell by, a first row is a header: nearly every program writes one. */
  return above_data > 0 || known > 0 || table->rows->len > first + 1;
}

static void
find_beginning (const GString *text,
                CrmCsvGuess   *guess)
{
  g_auto (Table) table = { 0 };
  guint n_fitting;
  guint width;
  guint first;

  read_table (&table, text, &guess->dialect, guess->skip_lines);
  guess->has_header = FALSE;
  guess->skip_rows = 0;
  guess->confidence = 0;
  if (table.rows->len == 0)
    return;

  width = find_width (&table, &n_fitting);
  guess->confidence = (double) n_fitting / (double) table.rows->len;
  first = find_first_row (&table, width);
  if (first > 0)
    guess->skip_lines = (guint) g_array_index (table.lines, gint64, first) - 1;

  guess->has_header = has_header (&table, first);
  if (guess->has_header)
    guess->skip_rows = count_notes (&table, first, width);
}

/**
 * crm_csv_sniff_as:
 * @data: a file, or its beginning
 * @whole: whether @data ends where the file ends
 * @encoding: what it is in
 * @dialect: (nullable): how it is written; %NULL to guess that too
 * @guess: (out caller-allocates): what it seems to be otherwise
 *
 * Guesses what somebody has not said.
 */
void
crm_csv_sniff_as (const guint8        *data,
                  gsize                length,
                  gboolean             whole,
                  const CrmEncoding   *encoding,
                  const CrmCsvDialect *dialect,
                  CrmCsvGuess         *guess)
{
  g_autoptr (GString) text = decode (data, length, whole, encoding);

  *guess = (CrmCsvGuess) { .encoding = { encoding, crm_encoding_measure_mark (encoding, data, length), 1.0 } };
  if (!read_separator_line (text, guess) && dialect == NULL)
    find_dialect (text, guess);
  if (dialect != NULL)
    guess->dialect = *dialect;
  find_beginning (text, guess);
}

/**
 * crm_csv_sniff:
 * @data: a file, or its beginning
 * @whole: whether @data ends where the file ends
 * @guess: (out caller-allocates): what it seems to be
 *
 * Guesses what a file is.
 */
void
crm_csv_sniff (const guint8 *data,
               gsize         length,
               gboolean      whole,
               CrmCsvGuess  *guess)
{
  CrmEncodingGuess encoding;

  crm_encoding_guess (data, length, whole, &encoding);
  crm_csv_sniff_as (data, length, whole, encoding.encoding, NULL, guess);
  guess->encoding = encoding;
}
