/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writes a table as text (RFC 4180). Pure functions; any thread.
 */

#include "config.h"

#include "crm-csv-writer.h"

#include <string.h>

#include "crm-csv-guard.h"

/**
 * crm_csv_append:
 * @text: where to append
 * @value: valid UTF-8
 * @first: whether it is the first value of its row
 * @delimiter: what stands between two values
 *
 * Appends a value, in quotes where it needs them.
 */
void
crm_csv_append (GString    *text,
                const char *value,
                gboolean    first,
                char        delimiter)
{
  gsize length = strlen (value);
  const char *run = value;

  if (!first)
    g_string_append_c (text, delimiter);

  /* Any separator: whoever opens the file may have set another one. A lone empty value would be
   * a blank line. */
  if (length > 0 && strpbrk (value, ",;\t|\"\r\n") == NULL && strchr (value, delimiter) == NULL &&
      value[0] != ' ' && value[length - 1] != ' ')
    {
      g_string_append_len (text, value, (gssize) length);
      return;
    }
  if (length == 0 && !first)
    return;

  g_string_append_c (text, '"');
  for (const char *p = strchr (value, '"'); p != NULL; p = strchr (p + 1, '"'))
    {
      g_string_append_len (text, run, p - run + 1);
      run = p;
    }
  g_string_append (text, run);
  g_string_append_c (text, '"');
}

/**
 * crm_csv_append_text:
 * @text: where to append
 * @value: valid UTF-8, that somebody else may have written
 * @first: whether it is the first value of its row
 * @delimiter: what stands between two values
 *
 * Appends a value so that no spreadsheet takes it for a formula.
 */
void
crm_csv_append_text (GString    *text,
                     const char *value,
                     gboolean    first,
                     char        delimiter)
{
  g_autofree char *guarded = crm_csv_guard (value);

  crm_csv_append (text, guarded != NULL ? guarded : value, first, delimiter);
}

/**
 * crm_csv_end_row:
 * @text: where to append
 *
 * Ends a row.
 */
void
crm_csv_end_row (GString *text)
{
  g_string_append (text, "\r\n");
}
