/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text is compared, sorted and searched without case and accents. Everything that does so
 * (key columns, the search index, conditions, duplicates) goes through the one key made here,
 * so that they always agree. Pure functions; any thread.
 */

#include "config.h"

#include "crm-fold.h"

#include <string.h>

/* Accents that Unicode puts on a letter when it decomposes it, and the points of Hebrew and
 * Arabic, which people leave out. Marks that change the word rather than its look (Japanese
 * voicing, Indic vowel signs) are not among them, nor is what divides Hebrew words. */
static inline gboolean
is_accent (gunichar c)
{
  return (c >= 0x0300 && c <= 0x036f) ||
         (c >= 0x0591 && c <= 0x05c7 && c != 0x05be && c != 0x05c0 && c != 0x05c3 && c != 0x05c6) ||
         (c >= 0x0610 && c <= 0x061a) || c == 0x0640 || (c >= 0x064b && c <= 0x065f) || c == 0x0670 ||
         (c >= 0x06d6 && c <= 0x06dc) || (c >= 0x06df && c <= 0x06e4) ||
         c == 0x06e7 || c == 0x06e8 || (c >= 0x06ea && c <= 0x06ed) ||
         (c >= 0x1ab0 && c <= 0x1aff) ||
         (c >= 0x1dc0 && c <= 0x1dff) ||
         (c >= 0x20d0 && c <= 0x20ff) ||
         (c >= 0xfe20 && c <= 0xfe2f);
}

/* What has no look of its own: marks of direction, joiners, soft hyphens, fillers, and what
 * chooses between two pictures of one character. They come with text from web pages. */
static inline gboolean
is_invisible (gunichar c)
{
  return g_unichar_type (c) == G_UNICODE_FORMAT || c == 0x115f || c == 0x1160 ||
         (c >= 0x180b && c <= 0x180f) || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

/* Letters that people type without their stroke, and that Unicode does not decompose. */
static const char *
plain_letters (gunichar c)
{
  switch (c)
    {
    case 0x00df: return "ss"; /* ß */
    case 0x00e6: return "ae"; /* æ */
    case 0x00f8: return "o";  /* ø */
    case 0x00f0: return "d";  /* ð */
    case 0x00fe: return "th"; /* þ */
    case 0x0111: return "d";  /* đ */
    case 0x0127: return "h";  /* ħ */
    case 0x0131: return "i";  /* ı */
    case 0x0142: return "l";  /* ł */
    case 0x0153: return "oe"; /* œ */
    case 0x0167: return "t";  /* ŧ */
    case 0x03c2: return "σ";  /* ς */
    case 0x0671: return "ا";  /* alef with wasla */
    case 0x2018:
    case 0x2019:
    case 0x02bc: return "'";
    case 0x05be: /* maqaf */
    case 0x2010:
    case 0x2013:
    case 0x2014: return "-";
    default: return NULL;
    }
}

static void
append_space (GString *key,
              gsize    start)
{
  if (key->len > start && key->str[key->len - 1] != ' ')
    g_string_append_c (key, ' ');
}

static void
append_decomposed (GString    *key,
                   const char *text,
                   gsize       start)
{
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) ? NULL : g_utf8_make_valid (text, -1);
  g_autofree char *decomposed = g_utf8_normalize (valid != NULL ? valid : text, -1, G_NORMALIZE_NFKD);

  for (const char *p = decomposed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));
      const char *plain;

      if (is_accent (c))
        continue;

      /* U+200B is a blank without width. */
      if (g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x200b)
        append_space (key, start);
      else if (is_invisible (c))
        continue;
      else if ((plain = plain_letters (c)) != NULL)
        g_string_append (key, plain);
      else
        g_string_append_unichar (key, c);
    }
}

static void
append_key (GString    *key,
            const char *text)
{
  gsize start = key->len;

  if (text == NULL)
    return;

  for (const char *p = text; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x80)
        {
          /* A mark may belong to the letter before it: that one goes through the table too. */
          if (p > text && key->len > start && key->str[key->len - 1] != ' ')
            {
              g_string_truncate (key, key->len - 1);
              p--;
            }
          append_decomposed (key, p, start);
          break;
        }

      if (c <= ' ' || c == 0x7f)
        append_space (key, start);
      else
        g_string_append_c (key, g_ascii_tolower (c));
    }

  while (key->len > start && key->str[key->len - 1] == ' ')
    g_string_truncate (key, key->len - 1);
}

/**
 * crm_fold:
 * @text: (nullable): UTF-8 text; bytes that are none become U+FFFD
 *
 * The comparison key of @text: lower case, without accents and invisible characters,
 * compatibility forms unified, runs of white space and control characters as one blank,
 * trimmed. The key of a key is the key itself.
 *
 * Returns: (transfer full) (nullable): the key, or %NULL if nothing is left of @text
 */
char *
crm_fold (const char *text)
{
  GString *key;

  if (text == NULL || *text == '\0')
    return NULL;

  key = g_string_sized_new (strlen (text) + 1);
  append_key (key, text);

  return g_string_free (key, key->len == 0);
}

/* Scripts that are written without blanks between the words. */
static inline gboolean
is_unspaced (gunichar c)
{
  return (c >= 0x0e00 && c <= 0x0eff) ||   /* Thai, Lao */
         (c >= 0x1000 && c <= 0x109f) ||   /* Burmese */
         (c >= 0x1780 && c <= 0x17ff) ||   /* Khmer */
         (c >= 0x2e80 && c <= 0x2fdf) ||   /* radicals */
         (c >= 0x3005 && c <= 0x3007) ||   /* 々 and its kind */
         (c >= 0x3040 && c <= 0x30ff) ||   /* kana */
         (c >= 0x3400 && c <= 0x9fff) ||   /* ideographs */
         (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x20000 && c <= 0x3134f);
}

static void
append_token (GString    *tokens,
              const char *start,
              const char *end)
{
  if (end <= start)
    return;

  if (tokens->len > 0)
    g_string_append_c (tokens, ' ');
  g_string_append_len (tokens, start, end - start);
}

/**
 * crm_fold_append_tokens:
 * @tokens: where to append
 * @key: (nullable): a key made by crm_fold()
 *
 * Appends the words of @key, parted by single blanks, as the search index stores them.
 * Text in scripts without blanks becomes single characters and pairs, so that a part of a
 * Chinese or Japanese name is found.
 */
void
crm_fold_append_tokens (GString    *tokens,
                        const char *key)
{
  const char *word = NULL;
  const char *last = NULL;

  if (key == NULL)
    return;

  for (const char *p = key; *p != '\0'; p = g_utf8_next_char (p))
    {
      guchar byte = (guchar) *p;
      gunichar c;

      if (byte < 0x80)
        {
          if (g_ascii_isalnum (byte))
            {
              if (word == NULL)
                word = p;
            }
          else if (word != NULL)
            {
              append_token (tokens, word, p);
              word = NULL;
            }
          last = NULL;
          continue;
        }

      c = g_utf8_get_char (p);

      if (is_unspaced (c))
        {
          if (word != NULL)
            append_token (tokens, word, p);
          word = NULL;
          append_token (tokens, p, g_utf8_next_char (p));
          if (last != NULL)
            append_token (tokens, last, g_utf8_next_char (p));
          last = p;
          continue;
        }

      last = NULL;
      if (g_unichar_isalnum (c) || g_unichar_ismark (c) || g_unichar_type (c) == G_UNICODE_OTHER_SYMBOL)
        {
          if (word == NULL)
            word = p;
        }
      else if (word != NULL)
        {
          append_token (tokens, word, p);
          word = NULL;
        }
    }

  if (word != NULL)
    append_token (tokens, word, word + strlen (word));
}

/**
 * crm_fold_append_digits:
 * @digits: where to append
 * @text: (nullable): UTF-8 text
 *
 * Appends the decimal digits of @text, of whatever script, as ASCII digits.
 */
void
crm_fold_append_digits (GString    *digits,
                        const char *text)
{
  if (text == NULL)
    return;

  for (const char *p = text; *p != '\0';)
    {
      gunichar c = g_utf8_get_char_validated (p, -1);

      /* A byte that is no text: the end of the text must not be stepped over. */
      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          p++;
          continue;
        }

      if (g_unichar_isdigit (c) && g_unichar_digit_value (c) >= 0)
        g_string_append_c (digits, (char) ('0' + g_unichar_digit_value (c)));
      p = g_utf8_next_char (p);
    }
}
