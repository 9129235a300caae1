/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Days and instants as people write them. A day is a text like "2026-03-29" and has no time and
 * no zone; an instant is a number of microseconds since 1970, UTC.
 */

#include "config.h"

#include "crm-date-private.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>

#include "crm-error.h"
#include "crm-text.h"

/* The number of 9999-12-31, counted from the first day of the year 1. */
#define LAST_DAY 3652059

/* The first and the last second of these years, counted from 1970. */
#define FIRST_SECOND (-G_GINT64_CONSTANT (62135596800))
#define LAST_SECOND  G_GINT64_CONSTANT (253402300799)

static gboolean
month_comes_first (CrmDateOrder order)
{
  const char *form;
  const char *day;
  const char *month;

  if (order != CRM_DATE_LOCALE)
    return order == CRM_DATE_MONTH_FIRST;

  form = nl_langinfo (D_FMT);
  if (strstr (form, "%D") != NULL)
    return TRUE;
  day = strpbrk (form, "de");
  month = strpbrk (form, "mbB");

  return day != NULL && month != NULL && month < day;
}

/* Returns the number that @digits write, or -1 if it is longer than a year. */
static int
read_number (const char *digits)
{
  gsize length = strspn (digits, "0123456789");

  return length > 0 && length <= 4 && digits[length] == '\0' ? atoi (digits) : -1;
}

/* Returns the number of a month, by its English name or the beginning of it, or by its name in
 * the language of the program, or 0. */
static int
read_month_name (const char *text)
{
  static const char *const english[] = {
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
  };
  g_autofree char *word = g_utf8_casefold (text, -1);

  for (int month = 0; month < 12; month++)
    {
      const char *names[] = { nl_langinfo (ABMON_1 + month), nl_langinfo (MON_1 + month) };

      if (strlen (word) >= 3 && g_str_has_prefix (english[month], word))
        return month + 1;

      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_autofree char *name = g_utf8_casefold (names[i], -1);
          gsize length = strlen (name);

          /* Short names may have a dot. */
          if (length > 0 && name[length - 1] == '.')
            name[length - 1] = '\0';
          if (strcmp (name, word) == 0)
            return month + 1;
        }
    }

  return 0;
}

static int
read_year (const char *digits)
{
  int year = read_number (digits);

  /* POSIX, strptime(): 69 to 99 are of the last century. */
  if (year >= 0 && strlen (digits) <= 2)
    return year + (year >= 69 ? 1900 : 2000);

  return strlen (digits) == 4 ? year : -1;
}

/* Reads up to three parts, of digits or letters, from the beginning of @text. */
static guint
read_parts (const char  *text,
            char         parts[3][32],
            const char **rest)
{
  guint n = 0;
  const char *p = text;

  while (n < 3)
    {
      const char *start;

      while (*p != '\0' && (strchr ("./-, ", *p) != NULL))
        p++;
      start = p;
      while (g_ascii_isdigit (*p))
        p++;
      if (p == start)
        while (*p != '\0' && g_unichar_isalpha (g_utf8_get_char (p)))
          p = g_utf8_next_char (p);
      if (p == start || p - start >= 32)
        break;
      memcpy (parts[n], start, (gsize) (p - start));
      parts[n][p - start] = '\0';
      n++;
    }

  *rest = p;

  return n;
}

/* The types of GDate are too small for every int, which would make days of what is none. */
static gboolean
is_day (int year,
        int month,
        int day)
{
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

/*< private >
 * _crm_date_read:
 * @rest: (out): what follows the day in @text
 */
gboolean
_crm_date_read (const char    *text,
                CrmDateOrder   order,
                char           date[CRM_DATE_SIZE],
                const char   **rest)
{
  char parts[3][32] = { "", "", "" };
  int year, month, day;

  if (strlen (text) >= 8 && strspn (text, "0123456789") == 8)
    {
      year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
      month = (text[4] - '0') * 10 + text[5] - '0';
      day = (text[6] - '0') * 10 + text[7] - '0';
      *rest = text + 8;
    }
  else
    {
      if (read_parts (text, parts, rest) < 3)
        return FALSE;

      if (g_ascii_isdigit (parts[0][0]) && strlen (parts[0]) == 4)
        {
          year = read_number (parts[0]);
          month = g_ascii_isdigit (parts[1][0]) ? read_number (parts[1]) : read_month_name (parts[1]);
          day = read_number (parts[2]);
        }
      else if (!g_ascii_isdigit (parts[0][0]))
        {
          month = read_month_name (parts[0]);
          day = read_number (parts[1]);
          year = read_year (parts[2]);
        }
      else if (!g_ascii_isdigit (parts[1][0]))
        {
          day = read_number (parts[0]);
          month = read_month_name (parts[1]);
          year = read_year (parts[2]);
        }
      else
        {
          gboolean swapped = month_comes_first (order);

          day = read_number (parts[swapped ? 1 : 0]);
          month = read_number (parts[swapped ? 0 : 1]);
          year = read_year (parts[2]);
        }
    }

  if (!is_day (year, month, day))
    return FALSE;

  g_snprintf (date, CRM_DATE_SIZE, "%04d-%02d-%02d", year, month, day);

  return TRUE;
}

/**
 * crm_date_parse:
 * @text: a day as people write it: "2026-03-29", "29.3.26", "March 29, 2026"
 * @order: what comes first where both could
 * @date: (out caller-allocates): the day
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_date_parse (const char    *text,
                CrmDateOrder   order,
                char           date[CRM_DATE_SIZE],
                GError       **error)
{
  g_autofree char *trimmed = crm_text_strip (text);
  const char *rest;

  if (_crm_date_read (trimmed, order, date, &rest) && *rest == '\0')
    return TRUE;

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is not a date. Write it like 2026-12-31."), trimmed);

  return FALSE;
}

/**
 * crm_date_split:
 * @date: (nullable): a day
 * @year: (out): from 1
 * @month: (out): from 1
 * @day: (out): from 1
 *
 * Returns: %FALSE if @date is not a day
 */
gboolean
crm_date_split (const char *date,
                int        *year,
                int        *month,
                int        *day)
{
  static const char form[] = "dddd-dd-dd";

  if (date == NULL || strlen (date) != strlen (form))
    return FALSE;

  for (guint i = 0; form[i] != '\0'; i++)
    if (form[i] == 'd' ? !g_ascii_isdigit (date[i]) : date[i] != form[i])
      return FALSE;

  *year = atoi (date);
  *month = atoi (date + 5);
  *day = atoi (date + 8);

  return is_day (*year, *month, *day);
}

/**
 * crm_date_format:
 * @date: a day
 *
 * Returns: (transfer full): the day for people, as the locale has it
 */
char *
crm_date_format (const char *date)
{
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;

  if (!crm_date_split (date, &year, &month, &day))
    return g_strdup (date);

  time = g_date_time_new_utc (year, month, day, 0, 0, 0);

  return g_date_time_format (time, "%x");
}

/**
 * crm_date_add:
 * @date: a day
 * @years: may be negative
 * @months: may be negative
 * @days: may be negative
 * @result: (out caller-allocates): the day that much later; the last one of a shorter month
 *
 * Returns: %FALSE if there is no such day in the years 1 to 9999; @result is @date then
 */
gboolean
crm_date_add (const char *date,
              int         years,
              int         months,
              int         days,
              char        result[CRM_DATE_SIZE])
{
  gint64 month_of_all, day_of_all;
  int year, month, day;
  GDate moved;

  g_strlcpy (result, date, CRM_DATE_SIZE);
  g_return_val_if_fail (crm_date_split (date, &year, &month, &day), FALSE);

  /* Not with GDateTime, which aborts on days that it cannot count. */
  month_of_all = (gint64) (year + (gint64) years) * 12 + month - 1 + months;
  if (month_of_all < 12 || month_of_all >= G_GINT64_CONSTANT (12) * 10000)
    return FALSE;

  year = (int) (month_of_all / 12);
  month = (int) (month_of_all % 12) + 1;
  day = MIN (day, g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year));

  g_date_clear (&moved, 1);
  g_date_set_dmy (&moved, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  day_of_all = (gint64) g_date_get_julian (&moved) + days;
  if (day_of_all < 1 || day_of_all > LAST_DAY)
    return FALSE;

  g_date_set_julian (&moved, (guint32) day_of_all);
  g_snprintf (result, CRM_DATE_SIZE, "%04d-%02d-%02d", g_date_get_year (&moved), g_date_get_month (&moved),
              g_date_get_day (&moved));

  return TRUE;
}

/*< private >
 * _crm_date_read_time:
 *
 * Reads "14:30", "14:30:59.5", "2:30 PM", up to the end of @text.
 */
gboolean
_crm_date_read_time (const char *text,
                     int        *hour,
                     int        *minute,
                     double     *second)
{
  const char *p = text;
  char *end;

  *hour = (int) g_ascii_strtoull (p, &end, 10);
  if (!g_ascii_isdigit (*p) || end - p > 2 || *end != ':')
    return FALSE;

  p = end + 1;
  *minute = (int) g_ascii_strtoull (p, &end, 10);
  if (!g_ascii_isdigit (*p) || end - p != 2)
    return FALSE;

  if (*end == ':')
    {
      gsize length;

      p = end + 1;
      length = strspn (p, "0123456789.");
      *second = g_ascii_strtod (p, &end);
      if (!g_ascii_isdigit (*p) || (gsize) (end - p) != length)
        return FALSE;
    }

  p = end + strspn (end, " ");
  if (g_ascii_strcasecmp (p, "PM") == 0)
    *hour += *hour < 12 ? 12 : 0;
  else if (g_ascii_strcasecmp (p, "AM") == 0)
    *hour = *hour == 12 ? 0 : *hour < 12 ? *hour : 24;
  else
    return *p == '\0';

  return TRUE;
}

/**
 * crm_instant_parse:
 * @text: an instant as people or programs write it: "2026-03-29T14:00:00Z", "29.3.2026 14:00"
 * @zone: (nullable): the zone where @text names none; %NULL for the local one
 * @order: what comes first where both could
 * @instant: (out): microseconds since 1970, UTC
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_instant_parse (const char    *text,
                   GTimeZone     *zone,
                   CrmDateOrder   order,
                   gint64        *instant,
                   GError       **error)
{
  g_autofree char *trimmed = crm_text_strip (text);
  g_autoptr (GTimeZone) local = zone != NULL ? g_time_zone_ref (zone) : g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  int year, month, day;
  int hour = 0, minute = 0;
  double second = 0;
  char date[CRM_DATE_SIZE];
  const char *rest;

  time = g_date_time_new_from_iso8601 (trimmed, local);
  if (time == NULL && _crm_date_read (trimmed, order, date, &rest) && crm_date_split (date, &year, &month, &day))
    {
      rest += strspn (rest, " T,");
      if (*rest == '\0' || _crm_date_read_time (rest, &hour, &minute, &second))
        time = g_date_time_new (local, year, month, day, hour, minute, second);
    }

  if (time == NULL || g_date_time_to_unix (time) < FIRST_SECOND || g_date_time_to_unix (time) > LAST_SECOND)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _("“%s” is not a date and time. Write it like 2026-12-31 14:30."), trimmed);
      return FALSE;
    }

  *instant = g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time);

  return TRUE;
}

static gint64
whole_seconds (gint64 instant)
{
  return instant / G_USEC_PER_SEC - (instant % G_USEC_PER_SEC < 0);
}

static GDateTime *
local_time (gint64 instant)
{
  return g_date_time_new_from_unix_local (whole_seconds (instant));
}

/**
 * crm_instant_format:
 * @instant: microseconds since 1970, UTC
 *
 * Returns: (transfer full): the instant for people, in local time, as the locale has it
 */
char *
crm_instant_format (gint64 instant)
{
  g_autoptr (GDateTime) time = local_time (instant);

  /* TRANSLATORS: a date and a time of day */
  return time != NULL ? g_date_time_format (time, _("%x %H:%M")) : g_strdup ("");
}

/**
 * crm_instant_format_plain:
 * @instant: microseconds since 1970, UTC
 *
 * Returns: (transfer full): the instant as files have it (RFC 3339), in UTC; with a fraction if
 *   it is not a whole second
 */
char *
crm_instant_format_plain (gint64 instant)
{
  gint64 seconds = whole_seconds (instant);
  gint64 fraction = instant - seconds * G_USEC_PER_SEC;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "-%m-%dT%H:%M:%S") : NULL;

  if (text == NULL)
    return g_strdup ("");
  if (fraction == 0)
    return g_strdup_printf ("%04d%sZ", g_date_time_get_year (time), text);

  return g_strdup_printf ("%04d%s.%06" G_GINT64_FORMAT "Z", g_date_time_get_year (time), text, fraction);
}

/* How many days lie between two moments, as a calendar counts them. */
static int
count_days (GDateTime *then,
            GDateTime *today)
{
  g_autoptr (GDateTime) then_day = g_date_time_new_utc (g_date_time_get_year (then), g_date_time_get_month (then),
                                                        g_date_time_get_day_of_month (then), 0, 0, 0);
  g_autoptr (GDateTime) now_day = g_date_time_new_utc (g_date_time_get_year (today), g_date_time_get_month (today),
                                                       g_date_time_get_day_of_month (today), 0, 0, 0);

  return (int) (g_date_time_difference (now_day, then_day) / G_TIME_SPAN_DAY);
}

/**
 * crm_instant_format_relative:
 * @instant: microseconds since 1970, UTC
 * @now: the same
 *
 * Returns: (transfer full): how people say when it was: "Just now", "5 minutes ago", "Yesterday",
 *   or the date
 */
char *
crm_instant_format_relative (gint64 instant,
                             gint64 now)
{
  g_autoptr (GDateTime) then = local_time (instant);
  g_autoptr (GDateTime) today = local_time (now);
  gint64 seconds = (now - instant) / G_USEC_PER_SEC;
  int days;

  if (then == NULL || today == NULL)
    return g_strdup ("");

  if (seconds >= 0 && seconds < 60)
    return g_strdup (_("Just now"));
  if (seconds >= 0 && seconds < 3600)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute ago", "%d minutes ago", (gulong) (seconds / 60)),
                            (int) (seconds / 60));

  days = count_days (then, today);
  if (days == 0)
    /* TRANSLATORS: a time of day, today */
    return g_date_time_format (then, _("Today %H:%M"));
  if (days == 1)
    /* TRANSLATORS: a time of day, yesterday */
    return g_date_time_format (then, _("Yesterday %H:%M"));
  if (days == -1)
    /* TRANSLATORS: a time of day, tomorrow */
    return g_date_time_format (then, _("Tomorrow %H:%M"));

  return g_date_time_format (then, "%x");
}

/**
 * crm_instant_format_day:
 * @instant: a moment, in microseconds
 * @now: what time it is
 *
 * Returns: (transfer full): the day for people, as a heading: "Today", "Monday, 2 March 2026"
 */
char *
crm_instant_format_day (gint64 instant,
                        gint64 now)
{
  g_autoptr (GDateTime) then = local_time (instant);
  g_autoptr (GDateTime) today = local_time (now);
  int days;

  if (then == NULL || today == NULL)
    return g_strdup ("");

  days = count_days (then, today);
  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));

  /* TRANSLATORS: a day with its weekday, for strftime: "Monday, 2 March 2026" */
  return g_date_time_format (then, _("%A, %-d %B %Y"));
}

/**
 * crm_instant_format_time:
 * @instant: a moment, in microseconds
 *
 * Returns: (transfer full): the time of day for people
 */
char *
crm_instant_format_time (gint64 instant)
{
  g_autoptr (GDateTime) then = local_time (instant);

  /* TRANSLATORS: a time of day, for strftime */
  return then != NULL ? g_date_time_format (then, _("%H:%M")) : g_strdup ("");
}
