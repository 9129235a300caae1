/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The guard before the JSON parser. json-glib overflows its stack on deep nesting and takes
 * texts that RFC 8259 refuses; what comes from outside is checked here first, in one pass and
 * without recursion. Any thread.
 */

#include "config.h"

#include "crm-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

#define MAX_DEPTH 64

typedef struct
{
  const char *p;
  const char *end;
  gboolean has_nul;
} Scanner;

static inline int
peek (Scanner *s)
{
  return s->p < s->end ? (guchar) *s->p : -1;
}

static void
skip_space (Scanner *s)
{
  while (s->p < s->end && (*s->p == ' ' || *s->p == '\t' || *s->p == '\n' || *s->p == '\r'))
    s->p++;
}

static gboolean
skip_hex4 (Scanner  *s,
           gunichar *unit)
{
  *unit = 0;
  for (int i = 0; i < 4; i++)
    {
      if (s->p >= s->end || !g_ascii_isxdigit (*s->p))
        return FALSE;
      *unit = *unit << 4 | (gunichar) g_ascii_xdigit_value (*s->p++);
    }
  return TRUE;
}

static gboolean
skip_escape (Scanner *s)
{
  int c = peek (s);
  gunichar unit;

  if (c <= 0)
    return FALSE;

  s->p++;
  if (c != 'u')
    return strchr ("\"\\/bfnrt", c) != NULL;

  if (!skip_hex4 (s, &unit) || (unit >= 0xdc00 && unit <= 0xdfff))
    return FALSE;
  s->has_nul |= unit == 0;
  if (unit < 0xd800 || unit > 0xdbff)
    return TRUE;

  /* The second half of a pair has to follow. */
  if (s->end - s->p < 6 || s->p[0] != '\\' || s->p[1] != 'u')
    return FALSE;
  s->p += 2;

  return skip_hex4 (s, &unit) && unit >= 0xdc00 && unit <= 0xdfff;
}

static gboolean
skip_string (Scanner *s)
{
  if (peek (s) != '"')
    return FALSE;

  for (s->p++; s->p < s->end;)
    {
      guchar c = (guchar) *s->p++;

      if (c == '"')
        return TRUE;
      if (c < ' ')
        return FALSE;
      if (c == '\\' && !skip_escape (s))
        return FALSE;
    }

  return FALSE;
}

static gboolean
skip_digits (Scanner *s)
{
  const char *first = s->p;

  while (s->p < s->end && g_ascii_isdigit (*s->p))
    s->p++;

  return s->p > first;
}

/* Whether a whole number can be kept in 64 bits. The parser takes one that cannot be for another. */
static gboolean
fits_integer (const char *start,
              const char *end)
{
  char digits[24];
  gsize length = (gsize) (end - start);

  if (length >= sizeof digits)
    return FALSE;

  memcpy (digits, start, length);
  digits[length] = '\0';

  return g_ascii_string_to_signed (digits, 10, G_MININT64, G_MAXINT64, NULL, NULL);
}

static gboolean
skip_number (Scanner *s)
{
  const char *start = s->p;

  if (peek (s) == '-')
    s->p++;

  if (peek (s) == '0')
    s->p++;
  else if (!skip_digits (s))
    return FALSE;

  if (peek (s) != '.' && peek (s) != 'e' && peek (s) != 'E')
    return fits_integer (start, s->p);

  if (peek (s) == '.')
    {
      s->p++;
      if (!skip_digits (s))
        return FALSE;
    }

  if (peek (s) == 'e' || peek (s) == 'E')
    {
      s->p++;
      if (peek (s) == '+' || peek (s) == '-')
        s->p++;
      if (!skip_digits (s))
        return FALSE;
    }

  return TRUE;
}

static gboolean
skip_word (Scanner    *s,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (s->end - s->p) < length || memcmp (s->p, word, length) != 0)
    return FALSE;

  s->p += length;

  return TRUE;
}

/* Reads one value that is not a container. */
static gboolean
skip_scalar (Scanner *s)
{
  switch (peek (s))
    {
    case '"': return skip_string (s);
    case 't': return skip_word (s, "true");
    case 'f': return skip_word (s, "false");
    case 'n': return skip_word (s, "null");
    default: return skip_number (s);
    }
}

static gboolean
skip_key (Scanner *s)
{
  skip_space (s);
  if (!skip_string (s))
    return FALSE;
  skip_space (s);
  if (peek (s) != ':')
    return FALSE;
  s->p++;

  return TRUE;
}

static gboolean
scan (Scanner *s)
{
  char closing[MAX_DEPTH];
  int depth = 0;

  while (TRUE)
    {
      int c;

      skip_space (s);
      c = peek (s);

      if (c == '[' || c == '{')
        {
          if (depth == MAX_DEPTH)
            return FALSE;
          closing[depth++] = c == '[' ? ']' : '}';
          s->p++;
          skip_space (s);
          if (peek (s) != closing[depth - 1])
            {
              if (c == '{' && !skip_key (s))
                return FALSE;
              continue;
            }
        }
      else
        {
          if (!skip_scalar (s))
            return FALSE;
        }

      /* A value is complete: close what it completes, or go on to the next one. */
      while (TRUE)
        {
          skip_space (s);
          if (depth == 0)
            return s->p == s->end;

          c = peek (s);
          if (c == ',')
            {
              s->p++;
              if (closing[depth - 1] == '}' && !skip_key (s))
                return FALSE;
              break;
            }
          if (c != closing[depth - 1])
            return FALSE;
          s->p++;
          depth--;
        }
    }
}

static gboolean
check (const char  *text,
       gsize        length,
       gsize        max_length,
       gboolean    *has_nul,
       GError     **error)
{
  Scanner scanner = { text, text + length, FALSE };
  guint line = 1;

  if (length > max_length)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                   _("The text is too large: %zu bytes, at most %zu are read."),
                   length, max_length);
      return FALSE;
    }

  if (!g_utf8_validate_len (text, length, &scanner.p) || !(scanner.p = text, scan (&scanner)))
    {
      for (const char *p = text; p < scanner.p && p < scanner.end; p++)
        line += *p == '\n';
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("Line %u is not valid JSON."), line);
      return FALSE;
    }

  *has_nul = scanner.has_nul;

  return TRUE;
}

/**
 * crm_json_check:
 * @text: what should be JSON
 * @length: of @text in bytes
 * @max_length: the most bytes to take
 * @error: %CRM_ERROR_SYNTAX, with the line
 *
 * Checks size, encoding, grammar (RFC 8259) and depth (64) of a text from outside.
 */
gboolean
crm_json_check (const char  *text,
                gsize        length,
                gsize        max_length,
                GError     **error)
{
  gboolean has_nul;

  return check (text, length, max_length, &has_nul, error);
}

/**
 * crm_json_parse:
 * @text: what should be JSON
 * @length: of @text in bytes, or -1 if it ends with a NUL
 * @max_length: the most bytes to take
 * @error: %CRM_ERROR_SYNTAX, with the line
 *
 * Checks a text as crm_json_check() does and parses it. A string with the character U+0000 is
 * refused: what follows it would be lost.
 *
 * Returns: (transfer full) (nullable): what it says, or %NULL with @error set
 */
JsonNode *
crm_json_parse (const char  *text,
                gssize       length,
                gsize        max_length,
                GError     **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) reason = NULL;
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  gboolean has_nul;

  if (!check (text, size, max_length, &has_nul, error))
    return NULL;

  if (has_nul)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("A text with the character U+0000 cannot be kept."));
      return NULL;
    }

  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) size, &reason))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_SYNTAX, _("This is not valid JSON: %s"), reason->message);
      return NULL;
    }

  return json_parser_steal_root (parser);
}
