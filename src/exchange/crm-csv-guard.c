/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text that a spreadsheet would take for a formula (OWASP ASVS 5.0, 1.2.10). An apostrophe before
 * it makes it text. A program that parts values elsewhere than we do may begin a cell behind any
 * separator, so one is put there too. Taking the apostrophes away again gives back exactly what
 * was there, also where text had apostrophes of its own: guarding adds one more. Pure functions;
 * any thread.
 */

#include "config.h"

#include "crm-csv-guard.h"

#include <string.h>

static gboolean
is_separator (char c)
{
  return c == ',' || c == ';' || c == '\t' || c == '|' || c == '\n' || c == '\r';
}

/* Whether a cell that begins with @text would be a formula, were it not for apostrophes. */
static gboolean
is_formula (const char *text)
{
  const char *p = text;

  p += strspn (p, "'");
  if (*p == '\t' || *p == '\r' || *p == '\n')
    return TRUE;
  while (*p != '\0' && !is_separator (*p) && g_unichar_isspace (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);

  switch (g_utf8_get_char (p))
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case 0xff1d: /* the same in full width */
    case 0xff0b:
    case 0xff0d:
    case 0xff20:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
begins_cell (const char *text,
             const char *p)
{
  return p == text || (is_separator (p[-1]) && !is_separator (*p));
}

/**
 * crm_csv_guard:
 * @text: valid UTF-8
 *
 * Returns: (transfer full) (nullable): @text so that no spreadsheet computes it; %NULL if it is
 *   harmless as it is
 */
char *
crm_csv_guard (const char *text)
{
  GString *guarded = NULL;
  const char *run = text;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (!begins_cell (text, p) || !is_formula (p))
        continue;

      if (guarded == NULL)
        guarded = g_string_new (NULL);
      g_string_append_len (guarded, run, p - run);
      g_string_append_c (guarded, '\'');
      run = p;
    }

  if (guarded == NULL)
    return NULL;
  g_string_append (guarded, run);

  return g_string_free (guarded, FALSE);
}

/**
 * crm_csv_unguard:
 * @text: valid UTF-8
 * @inside: whether to look behind separators too; for files that this program wrote
 *
 * Returns: (transfer full) (nullable): @text without the apostrophes that crm_csv_guard() put
 *   there; %NULL if there are none
 */
char *
crm_csv_unguard (const char *text,
                 gboolean    inside)
{
  GString *plain = NULL;
  const char *run = text;

  for (const char *p = text; *p != '\0' && (inside || p == text); p++)
    {
      if (*p != '\'' || !begins_cell (text, p) || !is_formula (p))
        continue;

      if (plain == NULL)
        plain = g_string_new (NULL);
      g_string_append_len (plain, run, p - run);
      run = p + 1;
    }

  if (plain == NULL)
    return NULL;
  g_string_append (plain, run);

  return g_string_free (plain, FALSE);
}
