/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * How far two short texts are from each other: characters that are added, left out, replaced, or
 * swapped with their neighbour (the optimal string alignment of Damerau and Levenshtein). And what a
 * word sounds like, roughly (Russell's Soundex). Pure functions; any thread.
 */

#include "config.h"

#include "crm-distance.h"

#include <string.h>

/* Reads up to CRM_DISTANCE_MAX_LENGTH characters; more is too much. */
static guint
read_characters (const char *text,
                 gunichar    characters[CRM_DISTANCE_MAX_LENGTH])
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (n == CRM_DISTANCE_MAX_LENGTH)
        return G_MAXUINT;
      characters[n++] = g_utf8_get_char (p);
    }

  return n;
}

/**
 * crm_distance:
 * @a: a text
 * @b: another one
 * @most: when to give up
 *
 * Returns: how many mistakes lead from one to the other; @most and one if there are more, or a
 *   text is too long
 */
guint
crm_distance (const char *a,
              const char *b,
              guint       most)
{
  gunichar first[CRM_DISTANCE_MAX_LENGTH], second[CRM_DISTANCE_MAX_LENGTH];
  guint rows[3][CRM_DISTANCE_MAX_LENGTH + 1];
  guint *before = rows[0], *last = rows[1], *row = rows[2];
  guint n, m;

  if (strcmp (a, b) == 0)
    return 0;

  n = read_characters (a, first);
  m = read_characters (b, second);
  if (n == G_MAXUINT || m == G_MAXUINT || (n > m ? n - m : m - n) > most)
    return most + 1;

  for (guint k = 0; k <= m; k++)
    last[k] = k;

  for (guint i = 1; i <= n; i++)
    {
      guint least = row[0] = i;
      guint *spare = before;

      for (guint k = 1; k <= m; k++)
        {
          guint cost = MIN (MIN (last[k] + 1, row[k - 1] + 1), last[k - 1] + (first[i - 1] != second[k - 1]));

          if (i > 1 && k > 1 && first[i - 1] == second[k - 2] && first[i - 2] == second[k - 1])
            cost = MIN (cost, before[k - 2] + 1);
          row[k] = cost;
          least = MIN (least, cost);
        }

      if (least > most)
        return most + 1;
      before = last;
      last = row;
      row = spare;
    }

  return MIN (last[m], most + 1);
}

/**
 * crm_sound_make:
 * @word: in small letters, as crm_fold() makes them
 * @sound: (out caller-allocates): its first character, and digits for the next consonants
 *
 * Words that sound alike have the same sound, and quite a few others too.
 */
void
crm_sound_make (const char *word,
                char        sound[CRM_SOUND_SIZE])
{
  static const char digits[] = "01230120022455012623010202"; /* of a to z */
  const char *next = *word != '\0' ? g_utf8_next_char (word) : word;
  gsize length = MIN ((gsize) (next - word), 4);
  char last = '0';
  guint n = 0;

  memcpy (sound, word, length);
  if (length == 1 && g_ascii_islower (word[0]))
    last = digits[word[0] - 'a'];

  for (const char *p = next; *p != '\0' && n < 3; p++)
    {
      char digit;

      if (!g_ascii_islower (*p))
        {
          last = '0';
          continue;
        }

      digit = digits[*p - 'a'];
      if (digit != '0' && digit != last)
        {
          sound[length + n] = digit;
          n++;
        }
      /* "h" and "w" do not part two that sound the same. */
      if (*p != 'h' && *p != 'w')
        last = digit;
    }

  sound[length + n] = '\0';
}
