/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Telephone numbers. They are kept and shown as people typed them, and compared as E.164, by
 * the rules of libphonenumber, which libebook-contacts wraps.
 */

#include "config.h"

#include "crm-phone.h"

#include <string.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <libebook-contacts/libebook-contacts.h>
#pragma GCC diagnostic pop

#include "crm-country.h"
#include "crm-fold.h"
#include "crm-text.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EPhoneNumber, e_phone_number_free)

/* ITU-T E.164, 6.2.1. */
#define MAX_DIGITS 15

static const char *default_country;

/**
 * crm_phone_set_country:
 * @country: (nullable): the ISO 3166-1 code of where the business is
 *
 * Says in which country numbers without a country code are.
 */
void
crm_phone_set_country (const char *country)
{
  g_atomic_pointer_set (&default_country, (gpointer) g_intern_string (country));
}

/**
 * crm_phone_get_country:
 *
 * Returns: (transfer none) (nullable): the country of numbers without a country code
 */
const char *
crm_phone_get_country (void)
{
  return g_atomic_pointer_get (&default_country);
}

/* An international number needs no rules: its digits are what is dialled. */
static char *
normalize_international (const char *text)
{
  g_autoptr (GString) digits = g_string_new ("+");

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isdigit (*p) && strchr ("+ -().\t/", *p) == NULL)
      return NULL;

  crm_fold_append_digits (digits, text);
  /* "+44 (0)20": the 0 is for those who call from within. */
  if (digits->len < 8 || digits->len > MAX_DIGITS + 1 || strstr (text, "(0)") != NULL)
    return NULL;

  return g_strdup (digits->str);
}

/**
 * crm_phone_normalize:
 * @text: (nullable): a number as somebody wrote it
 * @country: (nullable): the country it is in if it does not say; %NULL for that of the business
 *
 * Two numbers with the same result reach the same telephone.
 *
 * Returns: (transfer full) (nullable): the number in E.164 form, "+34600123456"; or its digits
 *   if no rule is known for it; or %NULL if there are none
 */
char *
crm_phone_normalize (const char *text,
                     const char *country)
{
  g_autofree char *trimmed = NULL;
  g_autoptr (EPhoneNumber) number = NULL;
  g_autoptr (GString) digits = g_string_new (NULL);
  char *normal = NULL;

  if (text == NULL)
    return NULL;

  trimmed = crm_text_strip (text);
  if (*trimmed == '+')
    normal = normalize_international (trimmed);
  if (normal != NULL)
    return normal;

  if (country == NULL || strlen (country) != 2)
    country = crm_phone_get_country ();
  if (country == NULL)
    country = crm_country_of_locale ();

  if (*trimmed == '+' || country != NULL)
    number = e_phone_number_from_string (trimmed, country, NULL);

  /* What is written in no way that is known may still be a number by its digits. */
  crm_fold_append_digits (digits, trimmed);
  if (number == NULL && *trimmed != '+' && country != NULL && digits->len > 0)
    number = e_phone_number_from_string (digits->str, country, NULL);

  if (number != NULL)
    return e_phone_number_to_string (number, E_PHONE_NUMBER_FORMAT_E164);

  return digits->len > 0 ? g_strconcat (*trimmed == '+' ? "+" : "", digits->str, NULL) : NULL;
}

/**
 * crm_phone_format:
 * @text: a number as somebody wrote it
 * @country: (nullable): the country it is in if it does not say
 *
 * Returns: (transfer full): the number as people in its country write it, or as it was written
 */
char *
crm_phone_format (const char *text,
                  const char *country)
{
  g_autoptr (EPhoneNumber) number = NULL;

  number = e_phone_number_from_string (text, country != NULL ? country : crm_phone_get_country (), NULL);
  if (number == NULL)
    return g_strdup (text);

  return e_phone_number_to_string (number, E_PHONE_NUMBER_FORMAT_INTERNATIONAL);
}

/**
 * crm_phone_is_valid:
 * @text: (nullable): a number as somebody wrote it
 *
 * Takes everything that can be dialled, extensions and pauses included; whether somebody answers
 * is another matter.
 *
 * Returns: %FALSE if @text is no telephone number at all
 */
gboolean
crm_phone_is_valid (const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  if (text == NULL || strlen (text) > 64)
    return FALSE;

  crm_fold_append_digits (digits, text);

  return digits->len >= 2 && digits->len <= 32;
}
