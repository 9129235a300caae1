/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the country code of an international telephone number ends (ITU-T E.164, list of
 * assigned country codes). Codes are prefix-free: one digit for 1 and 7, two for those below,
 * three for all others.
 */

#include "config.h"

#include "crm-calling-code.h"

#include <string.h>

/**
 * crm_calling_code_length:
 * @digits: an international number, digits only
 *
 * Returns: how many digits of @digits are the country code, or 0 if it is too short
 */
guint
crm_calling_code_length (const char *digits)
{
  static const char two_digits[] =
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
    "64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  char code[4] = "";

  if (strlen (digits) < 4)
    return 0;

  if (*digits == '1' || *digits == '7')
    return 1;

  memcpy (code, digits, 2);
  code[2] = ' ';

  return strstr (two_digits, code) != NULL ? 2 : 3;
}
