/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * When something is due: a day, "2026-03-29", or a day and a time of day, "2026-03-29T14:30". It
 * has no zone: nine o'clock stays nine o'clock when summer time begins or somebody travels, as
 * in a paper diary (RFC 5545, 3.3.5, form 1). A day alone is over when the day is. As texts they
 * sort by day, and a day alone comes before the times in it.
 */

#include "config.h"

#include "crm-due.h"

#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <string.h>

#include "crm-date-private.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-text.h"

#define DAY_MINUTES (24 * 60)

static gint64
whole_seconds (gint64 instant)
{
  return instant / G_USEC_PER_SEC - (instant % G_USEC_PER_SEC < 0);
}

static void
day_of_instant (gint64 instant,
                char   date[CRM_DATE_SIZE])
{
  char due[CRM_DUE_SIZE];

  crm_due_of_instant (instant, due);
  g_strlcpy (date, due, CRM_DATE_SIZE);
}

static gboolean
is_word (const char *key,
         const char *word)
{
  g_autofree char *folded = crm_fold (word);

  return g_strcmp0 (folded, key) == 0;
}

/* Returns how many days after today the day is that @word names, or -1. */
static int
read_day_word (const char *word,
               gint64      now)
{
  static const char *const english[] = { "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday" };
  g_autofree char *key = crm_fold (word);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (whole_seconds (now));

  if (key == NULL || today == NULL)
    return -1;
  if (is_word (key, "today") || is_word (key, _("Today")))
    return 0;
  if (is_word (key, "tomorrow") || is_word (key, _("Tomorrow")))
    return 1;

  for (int day = 0; day < 7; day++)
    if ((strlen (key) >= 3 && g_str_has_prefix (english[day], key)) ||
        is_word (key, nl_langinfo (DAY_1 + day)) || is_word (key, nl_langinfo (ABDAY_1 + day)))
      {
        int ahead = (day - g_date_time_get_day_of_week (today) + 7) % 7;

        /* "Friday", said on a Friday, is the next one. */
        return ahead > 0 ? ahead : 7;
      }

  return -1;
}

static gboolean
read_day (const char    *text,
          CrmDateOrder   order,
          gint64         now,
          char           date[CRM_DATE_SIZE],
          const char   **rest)
{
  gsize length = strcspn (text, " ,");
  g_autofree char *word = g_strndup (text, length);
  int ahead = read_day_word (word, now);
  char today[CRM_DATE_SIZE];

  if (ahead < 0)
    return _crm_date_read (text, order, date, rest);

  *rest = text + length;
  day_of_instant (now, today);

  return crm_date_add (today, 0, 0, ahead, date);
}

/**
 * crm_due_parse:
 * @text: when, as people write it: "2026-03-29", "29.3.26 14:30", "tomorrow 9:00", "friday"
 * @order: what comes first where both could
 * @now: microseconds since 1970, for words
 * @due: (out caller-allocates): when
 * @error: %CRM_ERROR_INVALID
 */
gboolean
crm_due_parse (const char    *text,
               CrmDateOrder   order,
               gint64         now,
               char           due[CRM_DUE_SIZE],
               GError       **error)
{
  g_autofree char *trimmed = crm_text_strip (text);
  char date[CRM_DATE_SIZE];
  int hour = 0, minute = 0;
  double second = 0;
  const char *rest;

  if (read_day (trimmed, order, now, date, &rest))
    {
      rest += strspn (rest, " T,");
      if (*rest == '\0')
        return crm_due_make (date, -1, due);
      if (_crm_date_read_time (rest, &hour, &minute, &second) && hour < 24 && minute < 60)
        return crm_due_make (date, hour * 60 + minute, due);
    }

  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
               _("“%s” is not a day. Write it like 2026-12-31, or 2026-12-31 14:30."), trimmed);

  return FALSE;
}

/* As in "on Friday", "tomorrow at 14:30", "by Friday". */
static gboolean
is_between (const char *word)
{
  static const char *const words[] = { N_("on"), N_("at"), N_("by") };
  g_autofree char *key = crm_fold (word);

  for (guint i = 0; key != NULL && i < G_N_ELEMENTS (words); i++)
    if (is_word (key, words[i]) || is_word (key, _(words[i])))
      return TRUE;

  return FALSE;
}

/* The words from @first up to but without @end, without what people say between day and time. */
static char *
join_words (char     **words,
            guint      first,
            guint      end,
            gboolean   skip)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i < end; i++)
    if (!skip || !is_between (words[i]))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", words[i]);

  return g_string_free (text, FALSE);
}

/* A short word that happens to be that of a day, as in "lunch in the sun", is not one; "sun 12:00" is. */
static gboolean
is_plainly_due (const char *text)
{
  return g_utf8_strlen (text, -1) > 3;
}

static gboolean
find_due_in (char         **words,
             guint          first,
             guint          end,
             CrmDateOrder   order,
             gint64         now,
             char           due[CRM_DUE_SIZE])
{
  g_autofree char *text = join_words (words, first, end, TRUE);

  return !is_between (words[end - 1]) && is_plainly_due (text) && crm_due_parse (text, order, now, due, NULL);
}

/**
 * crm_due_find:
 * @text: what somebody has to do, such as "Call Ana tomorrow at 14:30" or "Friday: write offer"
 * @order: what comes first where both could
 * @now: microseconds since 1970, for words
 * @due: (out caller-allocates): when
 * @rest: (out) (transfer full): what is to be done, without when
 *
 * Finds when something is due where people write it: at the end or at the beginning. Something
 * has to be left to do.
 *
 * Returns: %FALSE if @text does not say when
 */
gboolean
crm_due_find (const char    *text,
              CrmDateOrder   order,
              gint64         now,
              char           due[CRM_DUE_SIZE],
              char         **rest)
{
  g_autofree char *stripped = crm_text_strip (text);
  g_auto (GStrv) words = g_regex_split_simple ("\\s+", stripped, 0, 0);
  guint n = g_strv_length (words);

  *rest = NULL;
  /* The longest that can be meant: "on 29 March 2026 at 2:30 PM". */
  for (guint length = MIN (7, n - (n > 0)); length > 0; length--)
    {
      if (find_due_in (words, n - length, n, order, now, due))
        {
          *rest = join_words (words, 0, n - length, FALSE);
          return TRUE;
        }
      if (find_due_in (words, 0, length, order, now, due))
        {
          *rest = join_words (words, length, n, FALSE);
          return TRUE;
        }

      /* "Friday: write offer" */
      if (g_str_has_suffix (words[length - 1], ":"))
        {
          g_autofree char *word = g_steal_pointer (&words[length - 1]);
          gboolean found;

          words[length - 1] = g_strndup (word, strlen (word) - 1);
          found = find_due_in (words, 0, length, order, now, due);
          g_free (words[length - 1]);
          words[length - 1] = g_steal_pointer (&word);
          if (found)
            {
              *rest = join_words (words, length, n, FALSE);
              return TRUE;
            }
        }
    }

  return FALSE;
}

/**
 * crm_due_make:
 * @date: a day
 * @minute: of the day, or -1 for the whole day
 * @due: (out caller-allocates): when
 *
 * Returns: %FALSE if there is no such day or minute
 */
gboolean
crm_due_make (const char *date,
              int         minute,
              char        due[CRM_DUE_SIZE])
{
  int year, month, day;

  if (!crm_date_split (date, &year, &month, &day) || minute >= DAY_MINUTES)
    return FALSE;

  if (minute < 0)
    g_strlcpy (due, date, CRM_DUE_SIZE);
  else
    g_snprintf (due, CRM_DUE_SIZE, "%sT%02d:%02d", date, minute / 60, minute % 60);

  return TRUE;
}

/**
 * crm_due_split:
 * @due: (nullable): when
 * @date: (out caller-allocates): the day
 * @minute: (out): the minute of the day, or -1 for the whole day
 *
 * Returns: %FALSE if @due is not a due time
 */
gboolean
crm_due_split (const char *due,
               char        date[CRM_DATE_SIZE],
               int        *minute)
{
  int year, month, day;
  int hour = 0, rest = 0;
  double second = 0;
  gsize length = due != NULL ? strlen (due) : 0;

  if (length != CRM_DATE_SIZE - 1 && length != CRM_DUE_SIZE - 1)
    return FALSE;

  g_strlcpy (date, due, CRM_DATE_SIZE);
  *minute = -1;
  if (!crm_date_split (date, &year, &month, &day))
    return FALSE;
  if (length == CRM_DATE_SIZE - 1)
    return TRUE;

  if (due[CRM_DATE_SIZE - 1] != 'T' || !_crm_date_read_time (due + CRM_DATE_SIZE, &hour, &rest, &second) || hour > 23 || rest > 59)
    return FALSE;
  *minute = hour * 60 + rest;

  return TRUE;
}

/**
 * crm_due_add:
 * @due: when; a whole day begins at midnight
 * @minutes: how much later, or earlier if negative
 * @result: (out caller-allocates): the time of day so much later on a clock that nobody changes
 *
 * Returns: %FALSE if there is no such day
 */
gboolean
crm_due_add (const char *due,
             int         minutes,
             char        result[CRM_DUE_SIZE])
{
  char date[CRM_DATE_SIZE];
  char moved[CRM_DATE_SIZE];
  int minute, days;

  if (!crm_due_split (due, date, &minute))
    return FALSE;

  minutes += MAX (minute, 0);
  days = minutes / DAY_MINUTES - (minutes % DAY_MINUTES < 0);
  minutes -= days * DAY_MINUTES;

  return crm_date_add (date, 0, 0, days, moved) && crm_due_make (moved, minutes, result);
}

static char *
format_minute (int minute)
{
  /* TRANSLATORS: a time of day, hours and minutes */
  g_autoptr (GDateTime) time = g_date_time_new_utc (2000, 1, 1, minute / 60, minute % 60, 0);

  return g_date_time_format (time, _("%H:%M"));
}

/**
 * crm_due_format:
 * @due: when
 *
 * Returns: (transfer full): the day for people, as the locale has it, and the time if it has one
 */
char *
crm_due_format (const char *due)
{
  char date[CRM_DATE_SIZE];
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  int minute;

  if (!crm_due_split (due, date, &minute))
    return g_strdup (due);

  day = crm_date_format (date);
  if (minute < 0)
    return g_steal_pointer (&day);

  time = format_minute (minute);

  return g_strconcat (day, " ", time, NULL);
}

/**
 * crm_due_format_long:
 * @due: when
 *
 * Returns: (transfer full): the day for people with the day of the week and the name of the
 *   month, and the time if it has one
 */
char *
crm_due_format_long (const char *due)
{
  char date[CRM_DATE_SIZE];
  g_autoptr (GDateTime) midnight = NULL;
  g_autofree char *day = NULL;
  g_autofree char *time = NULL;
  int year, month, number, minute;

  if (!crm_due_split (due, date, &minute) || !crm_date_split (date, &year, &month, &number))
    return g_strdup (due);

  midnight = g_date_time_new_utc (year, month, number, 0, 0, 0);
  /* TRANSLATORS: a day, such as "Friday, 27 March 2026" */
  day = g_date_time_format (midnight, _("%A, %-d %B %Y"));
  if (minute < 0)
    return g_steal_pointer (&day);

  time = format_minute (minute);

  return g_strconcat (day, ", ", time, NULL);
}

/**
 * crm_due_format_near:
 * @due: when
 * @now: microseconds since 1970, UTC
 *
 * Returns: (transfer full): how people say when it is: "Today", "Tomorrow 14:30", "Friday", or the
 *   date
 */
char *
crm_due_format_near (const char *due,
                     gint64      now)
{
  char date[CRM_DATE_SIZE];
  g_autofree char *time = NULL;
  const char *day;
  int minute, days;

  if (!crm_due_split (due, date, &minute))
    return g_strdup (due);

  days = crm_due_count_days (due, now);
  if (days == 0)
    day = _("Today");
  else if (days == 1)
    day = _("Tomorrow");
  else if (days == -1)
    day = _("Yesterday");
  else if (days > 1 && days < 7)
    {
      g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (whole_seconds (crm_due_to_instant (due, FALSE)));

      day = nl_langinfo (DAY_1 + g_date_time_get_day_of_week (then) % 7);
    }
  else
    return crm_due_format (due);

  if (minute < 0)
    return g_strdup (day);

  time = format_minute (minute);

  return g_strconcat (day, " ", time, NULL);
}

/**
 * crm_due_of_instant:
 * @instant: microseconds since 1970, UTC
 * @due: (out caller-allocates): the local time at that instant, to the minute
 */
void
crm_due_of_instant (gint64 instant,
                    char   due[CRM_DUE_SIZE])
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (whole_seconds (instant));

  g_snprintf (due, CRM_DUE_SIZE, "%04d-%02d-%02dT%02d:%02d", g_date_time_get_year (time) % 10000, g_date_time_get_month (time) % 100,
              g_date_time_get_day_of_month (time) % 100, g_date_time_get_hour (time) % 100, g_date_time_get_minute (time) % 100);
}

/**
 * crm_due_to_instant:
 * @due: when
 * @end: whether a whole day stands for its end rather than its beginning
 *
 * Returns: the instant at which the clocks here show @due, in microseconds since 1970; a time
 *   that summer time leaves out is the first one after the gap
 */
gint64
crm_due_to_instant (const char *due,
                    gboolean    end)
{
  char date[CRM_DATE_SIZE];
  char next[CRM_DATE_SIZE];
  g_autoptr (GDateTime) time = NULL;
  int year, month, day, minute;

  if (!crm_due_split (due, date, &minute))
    return 0;

  if (minute < 0 && end && crm_date_add (date, 0, 0, 1, next))
    g_strlcpy (date, next, sizeof date);
  crm_date_split (date, &year, &month, &day);
  time = g_date_time_new_local (year, month, day, MAX (minute, 0) / 60, MAX (minute, 0) % 60, 0);

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;
}

/**
 * crm_due_is_over:
 * @due: (nullable): when
 * @now: microseconds since 1970, UTC
 *
 * Returns: %TRUE if it was before @now; a day is over when the next one begins
 */
gboolean
crm_due_is_over (const char *due,
                 gint64      now)
{
  char current[CRM_DUE_SIZE];

  if (due == NULL)
    return FALSE;

  crm_due_of_instant (now, current);
  /* A whole day is compared with the day only. */
  if (strlen (due) < CRM_DUE_SIZE - 1)
    current[CRM_DATE_SIZE - 1] = '\0';

  return strcmp (due, current) < 0;
}

/**
 * crm_due_count_days:
 * @due: when
 * @now: microseconds since 1970, UTC
 *
 * Returns: how many days lie between today and the day: 0 for today, 1 for tomorrow
 */
int
crm_due_count_days (const char *due,
                    gint64      now)
{
  char date[CRM_DATE_SIZE];
  char today[CRM_DATE_SIZE];
  GDate then, current;
  int year, month, day, minute;

  if (!crm_due_split (due, date, &minute))
    return 0;

  crm_date_split (date, &year, &month, &day);
  g_date_clear (&then, 1);
  g_date_set_dmy (&then, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  day_of_instant (now, today);
  crm_date_split (today, &year, &month, &day);
  g_date_clear (&current, 1);
  g_date_set_dmy (&current, (GDateDay) day, (GDateMonth) month, (GDateYear) year);

  return g_date_days_between (&current, &then);
}
