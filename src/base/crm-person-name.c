/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Names of people: a full name is parted into first and last name, and two names are compared.
 * Whoever is called something that does not follow these rules is put right by hand; nothing of
 * the name is lost. Pure functions; any thread.
 */

#include "config.h"

#include "crm-person-name.h"

#include <string.h>

#include "crm-fold.h"

/* Words with which last names begin. */
static const char particles[] =
  "|de|del|della|delle|dello|dei|degli|di|da|dal|dalla|dos|das|do|du|des|d|la|le|las|los|el|al|bin|ben|ibn|abu|van|von|"
  "vom|zu|zum|zur|der|den|ter|ten|te|st|san|santa|saint|sainte|mac|mc|o|y|e|af|av|";

static gboolean
is_particle (const char *word)
{
  g_autofree char *folded = crm_fold (word);
  g_autofree char *wanted = g_strconcat ("|", folded, "|", NULL);

  return folded != NULL && strstr (particles, wanted) != NULL;
}

/* Where the family name comes first and the given name follows: Chinese, Japanese, Korean. */
static gboolean
is_family_first (const char *name)
{
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      GUnicodeScript script = g_unichar_get_script (g_utf8_get_char (p));

      if (script == G_UNICODE_SCRIPT_HAN || script == G_UNICODE_SCRIPT_HANGUL ||
          script == G_UNICODE_SCRIPT_HIRAGANA || script == G_UNICODE_SCRIPT_KATAKANA)
        return TRUE;
    }

  return FALSE;
}

static char *
join (char **words,
      guint  from,
      guint  to)
{
  GString *joined = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    g_string_append_printf (joined, "%s%s", joined->len > 0 ? " " : "", words[i]);

  return g_string_free (joined, joined->len == 0);
}

/* The words of a name, parted by white space of any kind. */
static char **
split_words (const char *name)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (plain, c);
      else if (plain->len > 0 && plain->str[plain->len - 1] != ' ')
        g_string_append_c (plain, ' ');
    }
  g_strchomp (plain->str);

  return g_strsplit (plain->str, " ", -1);
}

/**
 * crm_person_name_split:
 * @name: "Ana de la Cruz", "Cruz, Ana"
 * @first: (out) (transfer full) (nullable): "Ana"
 * @last: (out) (transfer full) (nullable): "de la Cruz"
 *
 * Parts a name. With a comma, what stands before it is the last name; without, it is the last
 * word, with the particles before it. A single word is a first name.
 */
void
crm_person_name_split (const char  *name,
                       char       **first,
                       char       **last)
{
  g_auto (GStrv) words = split_words (name);
  guint n = g_strv_length (words);
  const char *comma = strchr (name, ',');
  guint split;

  if (comma != NULL && strchr (comma + 1, ',') == NULL)
    {
      g_autofree char *family = g_strndup (name, (gsize) (comma - name));
      g_auto (GStrv) family_words = split_words (family);
      g_auto (GStrv) given_words = split_words (comma + 1);

      *last = join (family_words, 0, g_strv_length (family_words));
      *first = join (given_words, 0, g_strv_length (given_words));
      return;
    }

  if (n == 2 && is_family_first (name))
    {
      *last = join (words, 0, 1);
      *first = join (words, 1, 2);
      return;
    }

  split = n > 1 ? n - 1 : n;
  while (split > 1 && split < n && is_particle (words[split - 1]))
    split--;

  *first = join (words, 0, split);
  *last = join (words, split, n);
}

static gboolean
contains_words (const char *some,
                const char *others)
{
  g_auto (GStrv) wanted = g_strsplit (others, " ", -1);
  g_auto (GStrv) words = g_strsplit (some, " ", -1);

  for (guint i = 0; wanted[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) words, wanted[i]))
      return FALSE;

  return TRUE;
}

/**
 * crm_person_names_agree:
 * @a: (nullable): the folded name of somebody
 * @b: (nullable): the folded name of somebody
 *
 * Returns: %TRUE if both can be the same person: they have the same names, or one has all the
 *   names that the other one has, or one of them has none
 */
gboolean
crm_person_names_agree (const char *a,
                        const char *b)
{
  g_autoptr (GString) first = NULL;
  g_autoptr (GString) second = NULL;

  if (a == NULL || b == NULL || strcmp (a, b) == 0)
    return TRUE;

  first = g_string_new (NULL);
  second = g_string_new (NULL);
  crm_fold_append_tokens (first, a);
  crm_fold_append_tokens (second, b);

  return contains_words (first->str, second->str) || contains_words (second->str, first->str);
}
