/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Reads a table row by row, of whatever length, in bounded memory: RFC 4180 and what programs
 * make of it. A row is parsed where it lies in the buffer. What is wrong with a row is said with
 * it; a quote that is never closed costs one value, not the rest of the file. Belongs to one
 * thread at a time.
 */

#include "config.h"

#include "crm-csv-reader.h"

#include <string.h>

#define FIRST_SIZE (256 * 1024)

/* The most that is kept of a row. */
#define MAX_ROW (8 * 1024 * 1024)

typedef struct
{
  gsize start; /* from the beginning of the row */
  gsize end;
} Cell;

struct _CrmCsvReader
{
  CrmDecoder *decoder;
  CrmCsvDialect dialect;
  guint8 special[256]; /* ends a value that is not quoted */

  char *text;
  gsize size;
  gsize row;  /* where the row begins in the text */
  gsize next; /* from there to the next one, once it is read */
  gsize end;  /* of the text */

  GArray *cells;
  GPtrArray *pointers;
  CrmCsvRow current;
  gint64 line;

  GCancellable *cancellable; /* during a call */
  GError *error;             /* during a call */

  guint ended : 1;
  guint overflowed : 1; /* the row is longer than what is kept of it */
};

/**
 * crm_csv_reader_new:
 * @stream: where the file comes from
 * @encoding: what it is in
 * @dialect: how it is written
 *
 * Returns: (transfer full): a reader at the beginning of the file
 */
CrmCsvReader *
crm_csv_reader_new (GInputStream        *stream,
                    const CrmEncoding   *encoding,
                    const CrmCsvDialect *dialect)
{
  CrmCsvReader *self = g_new0 (CrmCsvReader, 1);

  self->decoder = crm_decoder_new (stream, encoding);
  self->dialect = *dialect;
  self->special[(guchar) dialect->delimiter] = TRUE;
  self->special['\n'] = TRUE;
  self->special['\r'] = TRUE;
  self->special['\\'] = dialect->backslash;
  self->size = FIRST_SIZE;
  self->text = g_malloc (self->size + 1);
  self->cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->pointers = g_ptr_array_new ();
  self->line = 1;

  return self;
}

/**
 * crm_csv_reader_free:
 */
void
crm_csv_reader_free (CrmCsvReader *self)
{
  if (self == NULL)
    return;

  crm_decoder_free (self->decoder);
  g_array_unref (self->cells);
  g_ptr_array_unref (self->pointers);
  g_free (self->text);
  g_free (self);
}

/* --- The text -------------------------------------------------------------------------------- */

/* Reads more behind the text; the row may move to the front of the buffer. */
static gboolean
more (CrmCsvReader *self)
{
  gssize n;

  if (self->ended || self->error != NULL)
    return FALSE;

  if (self->end - self->row >= MAX_ROW)
    {
      self->overflowed = TRUE;
      return FALSE;
    }

  if (self->size - self->end < 4096)
    {
      memmove (self->text, self->text + self->row, self->end - self->row);
      self->end -= self->row;
      self->row = 0;
      if (self->end > self->size / 2)
        {
          self->size *= 2;
          self->text = g_realloc (self->text, self->size + 1);
        }
    }

  n = crm_decoder_read (self->decoder, self->text + self->end, self->size - self->end, self->cancellable, &self->error);
  if (n <= 0)
    {
      self->ended = TRUE;
      return FALSE;
    }
  self->end += (gsize) n;

  return TRUE;
}

static inline int
peek (CrmCsvReader *self,
      gsize         at)
{
  if (self->row + at >= self->end && !more (self))
    return -1;

  return (guchar) self->text[self->row + at];
}

static inline gboolean
ends_value (CrmCsvReader *self,
            int           c)
{
  return c == -1 || c == self->dialect.delimiter || c == '\n' || c == '\r';
}

static gint64
count_lines (const char *text,
             gsize       length)
{
  const char *end = text + length;
  gint64 n = 0;

  for (const char *p = memchr (text, '\n', length); p != NULL; p = memchr (p + 1, '\n', (gsize) (end - p - 1)))
    n++;
  for (const char *p = memchr (text, '\r', length); p != NULL; p = memchr (p + 1, '\r', (gsize) (end - p - 1)))
    n += p + 1 == end || p[1] != '\n';

  return n;
}

/* --- Values ----------------------------------------------------------------------------------- */

static void
add_cell (CrmCsvReader *self,
          gsize         start,
          gsize         end)
{
  Cell cell = { start, end };

  if (self->cells->len >= CRM_CSV_MAX_CELLS)
    {
      self->current.flaws |= CRM_CSV_TOO_MANY;
      return;
    }

  if (end - start > CRM_CSV_MAX_FIELD)
    {
      const char *text = self->text + self->row;

      cell.end = start + CRM_CSV_MAX_FIELD;
      while (((guchar) text[cell.end] & 0xc0) == 0x80)
        cell.end--;
      self->current.flaws |= CRM_CSV_TOO_LONG;
    }

  g_array_append_val (self->cells, cell);
}

/* Takes the escapes out of a part of the row; returns its new end. */
static gsize
unescape (CrmCsvReader *self,
          gsize         start,
          gsize         end,
          gboolean      quoted)
{
  char *text = self->text + self->row;
  gsize to = start;

  for (gsize from = start; from < end; from++)
    {
      if (from + 1 < end && ((quoted && text[from] == self->dialect.quote && text[from + 1] == self->dialect.quote) ||
                             (self->dialect.backslash && text[from] == '\\')))
        from++;
      text[to++] = text[from];
    }

  return to;
}

/* Reads a value as it stands, from @start up to what ends it; returns where that is. */
static gsize
read_plain (CrmCsvReader *self,
            gsize         start)
{
  gsize at = start;
  gboolean escaped = FALSE;

  while (TRUE)
    {
      const char *p = self->text + self->row + at;
      const char *limit = self->text + self->end;

      while (p < limit && !self->special[(guchar) *p])
        p++;
      at = (gsize) (p - self->text) - self->row;

      if (p < limit && *p == '\\' && self->dialect.backslash)
        {
          escaped = TRUE;
          at += peek (self, at + 1) == -1 ? 1 : 2;
        }
      else if (p < limit || !more (self))
        break;
    }

  add_cell (self, start, escaped ? unescape (self, start, at, FALSE) : at);

  return at;
}

/* Where the next quote is, from @at on; -1 if there is none in what a value may hold. */
static gssize
find_quote (CrmCsvReader *self,
            gsize         at,
            gsize         start)
{
  while (at - start <= CRM_CSV_MAX_FIELD)
    {
      const char *text;
      const char *quote;

      if (self->row + at >= self->end && !more (self))
        return -1;

      text = self->text + self->row;
      quote = memchr (text + at, self->dialect.quote, self->end - self->row - at);
      if (quote != NULL)
        return quote - text;
      at = self->end - self->row;
    }

  return -1;
}

/* Whether the backslash before @at is itself not escaped. */
static gboolean
is_escaped (CrmCsvReader *self,
            gsize         at,
            gsize         start)
{
  const char *text = self->text + self->row;
  gsize first = at;

  if (!self->dialect.backslash)
    return FALSE;

  while (first > start && text[first - 1] == '\\')
    first--;

  return (at - first) % 2 == 1;
}

/* A quote inside a quoted value that nobody doubled: "the "Golden" Lion". It is a part of the
 * value if another one follows before the next delimiter. */
static gboolean
is_literal_quote (CrmCsvReader *self,
                  gsize         at)
{
  int c;

  for (at++; !ends_value (self, c = peek (self, at)); at++)
    if (c == self->dialect.quote)
      return TRUE;

  return FALSE;
}

/* Finds the quote that closes the value that begins at @start; -1 if there is none. */
static gssize
find_close (CrmCsvReader *self,
            gsize         start,
            gboolean     *escapes)
{
  gsize at = start;

  while (TRUE)
    {
      gssize quote = find_quote (self, at, start);
      int c;

      if (quote == -1)
        return -1;

      at = (gsize) quote;
      if (is_escaped (self, at, start))
        {
          *escapes = TRUE;
          at++;
          continue;
        }

      c = peek (self, at + 1);
      if (c == self->dialect.quote)
        {
          *escapes = TRUE;
          at += 2;
          continue;
        }

      if (ends_value (self, c) || !is_literal_quote (self, at))
        return (gssize) at;

      self->current.flaws |= CRM_CSV_STRAY_QUOTE;
      at++;
    }
}

/* Reads a value whose opening quote is at @start; returns where it ends, or -1 if it does not. */
static gssize
read_quoted (CrmCsvReader *self,
             gsize         start)
{
  gboolean escapes = FALSE;
  CrmCsvFlaws flaws = self->current.flaws;
  gssize close = find_close (self, start + 1, &escapes);
  gsize end;
  gsize at;

  if (close == -1)
    {
      self->current.flaws = flaws;
      return -1;
    }

  end = (gsize) close;
  self->line += count_lines (self->text + self->row + start + 1, end - start - 1);
  if (escapes || (self->dialect.backslash && memchr (self->text + self->row + start + 1, '\\', end - start - 1) != NULL))
    end = unescape (self, start + 1, end, TRUE);

  /* What stands between the closing quote and the delimiter: blanks mean nothing. */
  at = (gsize) close + 1;
  while (self->dialect.delimiter != ' ' && peek (self, at) == ' ')
    at++;
  if (!ends_value (self, peek (self, at)))
    {
      self->current.flaws |= CRM_CSV_STRAY_QUOTE;
      for (at = (gsize) close + 1; !ends_value (self, peek (self, at)); at++)
        self->text[self->row + end++] = self->text[self->row + at];
    }

  add_cell (self, start + 1, end);

  return (gssize) at;
}

static gsize
read_value (CrmCsvReader *self,
            gsize         at)
{
  gsize first = at;
  gssize end;

  if (self->dialect.quote == '\0')
    return read_plain (self, at);

  while (self->dialect.delimiter != ' ' && peek (self, first) == ' ')
    first++;
  if (peek (self, first) != self->dialect.quote)
    return read_plain (self, at);

  end = read_quoted (self, first);
  if (end != -1)
    return (gsize) end;

  self->current.flaws |= CRM_CSV_OPEN_QUOTE;

  return read_plain (self, at);
}

/* --- Rows --------------------------------------------------------------------------------------- */

/* How long the line break at @at is. */
static gsize
measure_break (CrmCsvReader *self,
               gsize         at)
{
  switch (peek (self, at))
    {
    case '\n':
      return 1;
    case '\r':
      return peek (self, at + 1) == '\n' ? 2 : 1;
    default:
      return 0;
    }
}

static void
skip_line (CrmCsvReader *self)
{
  gsize at = 0;
  int c;

  while ((c = peek (self, at)) != '\n' && c != '\r' && c != -1)
    if (++at == FIRST_SIZE)
      {
        /* Nothing of it is kept. */
        self->row += at;
        at = 0;
      }

  self->line += c != -1;
  self->row += at + measure_break (self, at);
}

/* Reads the values up to the end of the row; returns where that is. */
static gsize
read_values (CrmCsvReader *self)
{
  gsize at = 0;

  g_array_set_size (self->cells, 0);
  self->current.flaws = CRM_CSV_FLAWLESS;
  self->current.line = self->line;

  while (TRUE)
    {
      at = read_value (self, at);
      if (peek (self, at) != self->dialect.delimiter)
        return at;
      at++;
    }
}

/* Values are ended only when the row is: what ends one is needed until then. */
static void
end_values (CrmCsvReader *self)
{
  g_ptr_array_set_size (self->pointers, 0);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const Cell *cell = &g_array_index (self->cells, Cell, i);

      self->text[self->row + cell->end] = '\0';
      g_ptr_array_add (self->pointers, self->text + self->row + cell->start);
    }

  self->current.cells = (char **) self->pointers->pdata;
  self->current.n_cells = self->pointers->len;
  self->current.number++;
}

/* Goes behind the row that was read last, and behind blank lines. */
static void
begin_row (CrmCsvReader *self)
{
  gsize line_break;

  self->row += self->next;
  self->next = 0;

  if (self->overflowed)
    {
      self->overflowed = FALSE;
      self->row = self->end;
      skip_line (self);
    }

  while ((line_break = measure_break (self, 0)) > 0)
    {
      self->row += line_break;
      self->line++;
    }
}

static gboolean
propagate (CrmCsvReader  *self,
           GError       **error)
{
  if (self->error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&self->error));

  return FALSE;
}

/**
 * crm_csv_reader_skip_lines:
 * @n_lines: how many lines, whatever is in them
 * @cancellable: (nullable): to stop it
 * @error: what the stream says
 *
 * Passes over what stands before the table. To be called before the first row is read.
 */
gboolean
crm_csv_reader_skip_lines (CrmCsvReader  *self,
                           guint          n_lines,
                           GCancellable  *cancellable,
                           GError       **error)
{
  self->cancellable = cancellable;
  for (guint i = 0; i < n_lines; i++)
    skip_line (self);

  return propagate (self, error);
}

/**
 * crm_csv_reader_read:
 * @cancellable: (nullable): to stop it
 * @error: what the stream says
 *
 * Reads the next row. Blank lines are no rows.
 *
 * Returns: (transfer none) (nullable): the row; %NULL at the end, and on failure with @error set
 */
const CrmCsvRow *
crm_csv_reader_read (CrmCsvReader  *self,
                     GCancellable  *cancellable,
                     GError       **error)
{
  gsize at;
  gsize line_break;

  self->cancellable = cancellable;
  begin_row (self);
  if (peek (self, 0) == -1)
    {
      propagate (self, error);
      return NULL;
    }

  at = read_values (self);
  line_break = self->overflowed ? 0 : measure_break (self, at);
  if (!propagate (self, error))
    return NULL;

  if (self->overflowed)
    self->current.flaws |= CRM_CSV_TOO_LONG;
  self->line += line_break > 0;
  self->next = at + line_break;
  end_values (self);

  return &self->current;
}

/**
 * crm_csv_reader_get_position:
 *
 * Returns: how many bytes of the file have been read so far
 */
goffset
crm_csv_reader_get_position (CrmCsvReader *self)
{
  return crm_decoder_get_position (self->decoder);
}

/**
 * crm_csv_reader_get_decoder:
 *
 * Returns: (transfer none): what reads the file, to ask about its faults
 */
CrmDecoder *
crm_csv_reader_get_decoder (CrmCsvReader *self)
{
  return self->decoder;
}
