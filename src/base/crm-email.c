/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * E-mail addresses as mail systems take them: the mailbox of RFC 5321, section 4.1.2, with the
 * internationalised forms of RFC 6531; without comments, folding and the obsolete forms of
 * RFC 5322, which no mail system delivers to.
 */

#include "config.h"

#include "crm-email.h"

#include <arpa/inet.h>
#include <string.h>

#include "crm-text.h"

/* RFC 5321, section 4.5.3.1. */
#define MAX_LOCAL   64
#define MAX_DOMAIN  253
#define MAX_LABEL   63
#define MAX_ADDRESS 254

/* Whether every character of valid UTF-8 shows. RFC 6531 lets everything above ASCII pass; blanks,
 * controls and marks of direction are mistakes, or meant to deceive. */
static gboolean
is_visible (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0x80 && (g_unichar_isspace (c) || g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT))
        return FALSE;
    }

  return TRUE;
}

static inline gboolean
is_atom_character (guchar c)
{
  return c >= 0x80 || g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* Returns the end of the local part, or NULL. */
static const char *
skip_local_part (const char *p)
{
  if (*p == '"')
    {
      for (p++; *p != '"'; p++)
        {
          gboolean quoted = *p == '\\';

          if (quoted)
            p++;
          if ((guchar) *p < ' ' || *p == 0x7f || (quoted && (guchar) *p >= 0x80))
            return NULL;
        }
      return p + 1;
    }

  while (TRUE)
    {
      const char *atom = p;

      while (is_atom_character ((guchar) *p))
        p++;
      if (p == atom)
        return NULL;
      if (*p != '.')
        return p;
      p++;
    }
}

static gboolean
is_domain_name (const char *domain)
{
  const char *label = domain;
  gboolean letters = FALSE;

  if (strlen (domain) > MAX_DOMAIN)
    return FALSE;

  for (const char *p = domain;; p++)
    {
      if (*p == '.' || *p == '\0')
        {
          if (p == label || p - label > MAX_LABEL || *label == '-' || p[-1] == '-')
            return FALSE;
          if (*p == '\0')
            return letters;
          label = p + 1;
          letters = FALSE;
        }
      else if ((guchar) *p >= 0x80 || g_ascii_isalpha (*p))
        letters = TRUE;
      else if (*p == '-')
        letters = letters || p > label;
      else if (!g_ascii_isdigit (*p))
        return FALSE;
    }
}

static gboolean
is_address_literal (const char *literal)
{
  g_autofree char *inner = NULL;
  gsize length = strlen (literal);
  struct in6_addr parsed;

  if (length < 3 || literal[length - 1] != ']')
    return FALSE;

  inner = g_strndup (literal + 1, length - 2);
  if (g_ascii_strncasecmp (inner, "IPv6:", 5) == 0)
    return inet_pton (AF_INET6, inner + 5, &parsed) == 1;

  return inet_pton (AF_INET, inner, &parsed) == 1;
}

/**
 * crm_email_is_valid:
 * @address: (nullable): an address without a display name
 *
 * Returns: %TRUE if mail can be addressed to @address
 */
gboolean
crm_email_is_valid (const char *address)
{
  const char *at;

  if (address == NULL || !g_utf8_validate (address, -1, NULL) || strlen (address) > MAX_ADDRESS || !is_visible (address))
    return FALSE;

  at = skip_local_part (address);
  if (at == NULL || *at != '@' || at - address > MAX_LOCAL)
    return FALSE;

  if (at[1] == '[')
    return is_address_literal (at + 1);

  return is_domain_name (at + 1);
}

/**
 * crm_email_key:
 * @address: (nullable): an address
 *
 * Two addresses with the same key reach the same person: case does not count, not even before
 * the "@", where RFC 5321 lets it count and no mail system does.
 *
 * Returns: (transfer full) (nullable): the key, or %NULL if @address is blank
 */
char *
crm_email_key (const char *address)
{
  g_autofree char *trimmed = NULL;
  g_autofree char *composed = NULL;

  if (address == NULL)
    return NULL;

  trimmed = crm_text_strip (address);
  if (*trimmed == '\0')
    return NULL;

  /* Accents tell people apart here, how they are encoded does not. */
  composed = g_utf8_normalize (trimmed, -1, G_NORMALIZE_NFC);

  return g_utf8_strdown (composed, -1);
}
