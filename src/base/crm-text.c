/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Text as it comes from people and from files. Any thread.
 */

#include "config.h"

#include "crm-text.h"

#include <string.h>

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0x200b || c == 0xfeff;
}

/**
 * crm_text_strip:
 * @text: (nullable): any bytes
 *
 * Returns: (transfer full): @text without the blanks at its ends, those of Unicode included;
 *   bytes that are no UTF-8 become U+FFFD
 */
char *
crm_text_strip (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  const char *start = valid;
  const char *end = valid + strlen (valid);

  while (*start != '\0' && is_blank (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);

  while (end > start)
    {
      const char *last = g_utf8_prev_char (end);

      if (!is_blank (g_utf8_get_char (last)))
        break;
      end = last;
    }

  return g_strndup (start, (gsize) (end - start));
}
