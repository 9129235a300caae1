/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Whether a short text, such as the name of a command, is what somebody means who types the
 * beginnings of some words. Any thread.
 */

#include "config.h"

#include "crm-words.h"

#include <string.h>

#include "crm-fold.h"

/* As long as the endings of most languages that tell one thing from several, or him from her. */
#define MOST_OF_ENDING    2
#define LEAST_OF_BEGINNING 4

static char **
split (const char *text)
{
  g_autofree char *key = crm_fold (text);
  g_autoptr (GString) tokens = g_string_new (NULL);

  crm_fold_append_tokens (tokens, key);

  return g_strsplit (tokens->str, " ", -1);
}

/* "dupl" means "duplicate", and so does "duplicates"; "contacto" means "contactos" and "contacta". */
static gboolean
means (const char *typed,
       const char *word)
{
  const char *a = typed;
  const char *b = word;
  glong shared = 0;

  while (*a != '\0' && g_utf8_get_char (a) == g_utf8_get_char (b))
    {
      a = g_utf8_next_char (a);
      b = g_utf8_next_char (b);
      shared++;
    }

  if (*a == '\0')
    return TRUE;

  return g_utf8_strlen (a, -1) <= MOST_OF_ENDING && g_utf8_strlen (b, -1) <= MOST_OF_ENDING &&
         (shared >= LEAST_OF_BEGINNING || (*b == '\0' && shared + 1 >= LEAST_OF_BEGINNING));
}

/**
 * crm_words_match:
 * @text: (nullable): a short text: the name of a command
 * @wanted: (nullable): what somebody types
 *
 * Looks whether each word of @wanted begins a word of @text, or is one of them but for its ending, so
 * that one finds what is named in the plural, and the other way round; in any order, and without
 * case and accents. What stands anywhere in the text to the letter is found as well.
 *
 * Returns: %TRUE if it does; nothing is wanted by everything
 */
gboolean
crm_words_match (const char *text,
                 const char *wanted)
{
  g_autofree char *key = crm_fold (text);
  g_autofree char *part = crm_fold (wanted);
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) typed = NULL;

  if (part == NULL)
    return TRUE;
  if (key == NULL)
    return FALSE;
  if (strstr (key, part) != NULL)
    return TRUE;

  words = split (text);
  typed = split (wanted);
  for (guint i = 0; typed[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; words[k] != NULL && !found; k++)
        found = means (typed[i], words[k]);
      if (!found)
        return FALSE;
    }

  return typed[0] != NULL;
}
