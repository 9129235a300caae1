/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Patterns in which "*" stands for any text. Nothing else in them is special. Pure functions; any
 * thread.
 */

#include "config.h"

#include "crm-wildcard.h"

/**
 * crm_wildcard_matches:
 * @pattern: what to look for; "*" stands for any text, none included
 * @text: a text, compared to the letter
 *
 * Takes at most as many steps as the product of both lengths, whatever the pattern.
 *
 * Returns: %TRUE if the whole of @text is like @pattern
 */
gboolean
crm_wildcard_matches (const char *pattern,
                      const char *text)
{
  const char *star = NULL;
  const char *resume = NULL;

  while (*text != '\0')
    {
      if (*pattern == '*')
        {
          star = pattern++;
          resume = text;
        }
      else if (*pattern == *text)
        {
          pattern++;
          text++;
        }
      else if (star != NULL)
        {
          /* The last "*" takes one byte more; an earlier one need not be tried again. */
          pattern = star + 1;
          text = ++resume;
        }
      else
        {
          return FALSE;
        }
    }

  while (*pattern == '*')
    pattern++;

  return *pattern == '\0';
}
