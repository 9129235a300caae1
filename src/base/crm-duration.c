/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lengths of time: "P1DT6H" in files (ISO 8601), "1 day 6 hours" for people. Years, months, weeks
 * and days go by the calendar of a zone, the rest goes by the clock. Pure functions; any thread.
 */

#include "config.h"

#include "crm-duration.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-fold.h"

/* No part of a duration has more digits than this; a million of anything is beyond every calendar. */
#define MAX_DIGITS 6

typedef struct
{
  char letter;
  gboolean time; /* behind the "T" */
  goffset offset;
  const char *english;
} Unit;

/* In the order in which ISO 8601 has them. */
static const Unit units[] = {
  { 'Y', FALSE, G_STRUCT_OFFSET (CrmDuration, years), "year" },
  { 'M', FALSE, G_STRUCT_OFFSET (CrmDuration, months), "month" },
  { 'W', FALSE, G_STRUCT_OFFSET (CrmDuration, weeks), "week" },
  { 'D', FALSE, G_STRUCT_OFFSET (CrmDuration, days), "day" },
  { 'H', TRUE, G_STRUCT_OFFSET (CrmDuration, hours), "hour" },
  { 'M', TRUE, G_STRUCT_OFFSET (CrmDuration, minutes), "minute" },
  { 'S', TRUE, G_STRUCT_OFFSET (CrmDuration, seconds), "second" },
};

#define PART(duration, unit) G_STRUCT_MEMBER (int, duration, (unit)->offset)

/* --- Reading ------------------------------------------------------------------------------------- */

/* Reads a whole number and moves @text behind it. */
static gboolean
read_number (const char **text,
             int         *number)
{
  gsize length = strspn (*text, "0123456789");

  if (length == 0 || length > MAX_DIGITS)
    return FALSE;

  *number = (int) g_ascii_strtoll (*text, NULL, 10);
  *text += length;

  return TRUE;
}

static gboolean
read_plain (const char  *text,
            CrmDuration *duration)
{
  gboolean time = FALSE;
  guint next = 0;
  const char *p = text;

  if (*p++ != 'P')
    return FALSE;

  do
    {
      int number;

      if (*p == 'T' && !time)
        {
          time = TRUE;
          p++;
        }
      if (!read_number (&p, &number))
        return FALSE;

      /* Each unit once, in their order. */
      while (next < G_N_ELEMENTS (units) && (units[next].letter != *p || units[next].time != time))
        next++;
      if (next == G_N_ELEMENTS (units))
        return FALSE;

      PART (duration, &units[next]) = number;
      next++;
      p++;
    }
  while (*p != '\0');

  return TRUE;
}

/**
 * crm_duration_parse_plain:
 * @text: (nullable): a duration of ISO 8601 in whole numbers: "PT30M", "P1DT6H", "P2W"
 * @duration: (out caller-allocates): the duration
 * @error: %CRM_ERROR_INVALID
 *
 * Reads a duration as files have it.
 */
gboolean
crm_duration_parse_plain (const char   *text,
                          CrmDuration  *duration,
                          GError      **error)
{
  *duration = (CrmDuration) { 0 };
  if (text != NULL && read_plain (text, duration))
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
               _("“%s” is not a length of time. Write it like P7D, P1M or PT12H."), text != NULL ? text : "");

  return FALSE;
}

static char *
format_part (const Unit *unit,
             int         n)
{
  gulong count = (gulong) n;

  switch (unit->offset)
    {
    case G_STRUCT_OFFSET (CrmDuration, years):
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d year", "%d years", count), n);
    case G_STRUCT_OFFSET (CrmDuration, months):
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d month", "%d months", count), n);
    case G_STRUCT_OFFSET (CrmDuration, weeks):
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d week", "%d weeks", count), n);
    case G_STRUCT_OFFSET (CrmDuration, days):
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", count), n);
    case G_STRUCT_OFFSET (CrmDuration, hours):
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour", "%d hours", count), n);
    case G_STRUCT_OFFSET (CrmDuration, minutes):
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute", "%d minutes", count), n);
    case G_STRUCT_OFFSET (CrmDuration, seconds):
    default:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d second", "%d seconds", count), n);
    }
}

/* Whether @word names a unit: in the language of the program, where it may depend on the number,
 * or in English. */
static gboolean
names_unit (const char *word,
            const Unit *unit,
            int         n)
{
  g_autofree char *said = format_part (unit, n);
  g_autofree char *own = crm_fold (said + strcspn (said, "0123456789") + strspn (said, "0123456789"));
  g_autofree char *key = crm_fold (word);
  gsize length = strlen (unit->english);

  if (key == NULL)
    return FALSE;
  if (g_strcmp0 (key, own) == 0)
    return TRUE;

  return strncmp (key, unit->english, length) == 0 && (key[length] == '\0' || strcmp (key + length, "s") == 0);
}

static gboolean
read_words (const char  *text,
            CrmDuration *duration)
{
  const char *p = text;
  guint seen = 0;

  while (*p != '\0')
    {
      g_autofree char *word = NULL;
      gsize length;
      guint found;
      int number;

      if (!read_number (&p, &number))
        return FALSE;

      length = strcspn (p, "0123456789");
      word = g_strndup (p, length);
      p += length;
      g_strdelimit (word, ",", ' ');

      for (found = 0; found < G_N_ELEMENTS (units); found++)
        if (names_unit (word, &units[found], number))
          break;
      if (found == G_N_ELEMENTS (units) || (seen & 1u << found) != 0)
        return FALSE;

      seen |= 1u << found;
      PART (duration, &units[found]) = number;
    }

  return seen != 0;
}

/**
 * crm_duration_parse:
 * @text: (nullable): a duration as people or files write it: "7 days", "1 month 2 weeks", "P7D"
 * @duration: (out caller-allocates): the duration
 * @error: %CRM_ERROR_INVALID
 *
 * Reads a duration, in the language of the program or in English.
 */
gboolean
crm_duration_parse (const char   *text,
                    CrmDuration  *duration,
                    GError      **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));

  *duration = (CrmDuration) { 0 };
  if (*trimmed == 'P' ? read_plain (trimmed, duration) : read_words (trimmed, duration))
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
               _("“%s” is not a length of time. Write it like “7 days” or “2 hours”."), trimmed);

  return FALSE;
}

/* --- Writing --------------------------------------------------------------------------------------- */

/**
 * crm_duration_format:
 *
 * Returns: (transfer full): the duration for people: "1 day 6 hours"
 */
char *
crm_duration_format (const CrmDuration *duration)
{
  g_autofree char *text = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *part = NULL;
      char *longer;

      if (PART (duration, &units[i]) == 0)
        continue;

      part = format_part (&units[i], PART (duration, &units[i]));
      /* TRANSLATORS: two parts of a length of time: "1 day" and "6 hours" */
      longer = text != NULL ? g_strdup_printf (_("%s %s"), text, part) : g_strdup (part);
      g_free (text);
      text = longer;
    }

  return text != NULL ? g_steal_pointer (&text) : format_part (&units[3], 0);
}

/**
 * crm_duration_format_plain:
 *
 * Returns: (transfer full): the duration as files have it: "P1DT6H"
 */
char *
crm_duration_format_plain (const CrmDuration *duration)
{
  GString *text = g_string_new ("P");
  gboolean time = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (PART (duration, &units[i]) == 0)
        continue;

      if (units[i].time && !time)
        {
          g_string_append_c (text, 'T');
          time = TRUE;
        }
      g_string_append_printf (text, "%d%c", PART (duration, &units[i]), units[i].letter);
    }

  if (text->len == 1)
    g_string_append (text, "0D");

  return g_string_free (text, FALSE);
}

/* --- Counting -------------------------------------------------------------------------------------- */

/**
 * crm_duration_has_time:
 *
 * Returns: %TRUE if it has parts shorter than a day
 */
gboolean
crm_duration_has_time (const CrmDuration *duration)
{
  return duration->hours != 0 || duration->minutes != 0 || duration->seconds != 0;
}

static gboolean
has_days (const CrmDuration *duration)
{
  return duration->years != 0 || duration->months != 0 || duration->weeks != 0 || duration->days != 0;
}

/**
 * crm_duration_add_to_date:
 * @direction: 1 for later, -1 for earlier
 * @date: a day
 * @result: (out caller-allocates): the day that much later or earlier; the last one of a shorter
 *   month. Parts shorter than a day do not count
 *
 * Returns: %FALSE if there is no such day in the years 1 to 9999
 */
gboolean
crm_duration_add_to_date (const CrmDuration *duration,
                          int                direction,
                          const char        *date,
                          char               result[CRM_DATE_SIZE])
{
  return crm_date_add (date, direction * duration->years, direction * duration->months,
                       direction * (7 * duration->weeks + duration->days), result);
}

/* The same time of day on another day. */
static GDateTime *
move_days (const CrmDuration *duration,
           int                direction,
           GDateTime         *start)
{
  GTimeZone *zone = g_date_time_get_timezone (start);
  g_autofree char *date = g_date_time_format (start, "%Y-%m-%d");
  char result[CRM_DATE_SIZE];
  int year, month, day;

  if (!crm_duration_add_to_date (duration, direction, date, result) || !crm_date_split (result, &year, &month, &day))
    return NULL;

  return g_date_time_new (zone, year, month, day, g_date_time_get_hour (start), g_date_time_get_minute (start),
                          g_date_time_get_second (start));
}

/**
 * crm_duration_add:
 * @direction: 1 for later, -1 for earlier
 * @instant: microseconds since 1970, UTC
 * @zone: the zone whose days are meant
 * @result: (out): the instant that much later or earlier: first by the calendar, at the same time
 *   of day, then by the clock
 *
 * Returns: %FALSE if there is no such instant in the years 1 to 9999
 */
gboolean
crm_duration_add (const CrmDuration *duration,
                  int                direction,
                  gint64             instant,
                  GTimeZone         *zone,
                  gint64            *result)
{
  gint64 seconds = instant / G_USEC_PER_SEC - (instant % G_USEC_PER_SEC < 0);
  gint64 rest = (gint64) duration->hours * 3600 + (gint64) duration->minutes * 60 + duration->seconds;
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) start = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  g_autoptr (GDateTime) moved = NULL;
  g_autoptr (GDateTime) end = NULL;

  if (start != NULL)
    moved = has_days (duration) ? move_days (duration, direction, start) : g_date_time_ref (start);
  if (moved != NULL)
    end = g_date_time_add (moved, direction * rest * G_TIME_SPAN_SECOND);
  if (end == NULL)
    return FALSE;

  *result = g_date_time_to_unix (end) * G_USEC_PER_SEC + (instant - seconds * G_USEC_PER_SEC);

  return TRUE;
}
