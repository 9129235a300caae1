/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When something is due: days, times of day, and what people say for them. */

#include "config.h"

#include <stdlib.h>
#include <time.h>

#include "crm-due.h"
#include "crm-error.h"

/* 2026-03-27 is a Friday; summer time begins in Madrid on the 29th. */
static gint64
at (const char *text)
{
  gint64 instant;

  g_assert_true (crm_instant_parse (text, NULL, CRM_DATE_DAY_FIRST, &instant, NULL));

  return instant;
}

static void
in_zone (const char *zone)
{
  g_setenv ("TZ", zone, TRUE);
  tzset ();
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    const char *due;
  } cases[] = {
    { "2026-03-29", "2026-03-29" },
    { "2026-03-29T14:30", "2026-03-29T14:30" },
    { " 29.3.2026 9:05 ", "2026-03-29T09:05" },
    { "29.3.2026, 2:30 PM", "2026-03-29T14:30" },
    { "today", "2026-03-27" },
    { "Tomorrow 9:00", "2026-03-28T09:00" },
    { "fri", "2026-04-03" },
    { "monday 15:00", "2026-03-30T15:00" },
    { "Sunday", "2026-03-29" },
  };
  static const char *const wrong[] = { "", "soon", "2026-02-30", "2026-03-29 24:00", "2026-03-29 9", "today at noon", "mo", "14:30" };
  gint64 now = at ("2026-03-27 23:59");
  char due[CRM_DUE_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      crm_due_parse (cases[i].text, CRM_DATE_DAY_FIRST, now, due, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (due, ==, cases[i].due);
    }

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (crm_due_parse (wrong[i], CRM_DATE_DAY_FIRST, now, due, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
    }
}

/* What somebody has to do, and when. */
static void
test_find (void)
{
  static const struct
  {
    const char *text;
    const char *due;
    const char *rest;
  } cases[] = {
    { "Call Ana tomorrow 14:30", "2026-03-28T14:30", "Call Ana" },
    { "Call Ana tomorrow at 14:30", "2026-03-28T14:30", "Call Ana" },
    { "Write the offer by Monday", "2026-03-30", "Write the offer" },
    { "Write the offer  on 30.3.2026 at 9:00 ", "2026-03-30T09:00", "Write the offer" },
    { "Visit 29 March 2026, 2:30 PM", "2026-03-29T14:30", "Visit" },
    { "Friday: send the invoice", "2026-04-03", "send the invoice" },
    { "today water the plants", "2026-03-27", "water the plants" },
    { "Sun 12:00 lunch", "2026-03-29T12:00", "lunch" },
    { "Lunch in the sun", NULL, NULL },
    { "Tomorrow", NULL, NULL },
    { "Talk about tomorrow’s visit", NULL, NULL },
    { "Order 12", NULL, NULL },
    { "", NULL, NULL },
    { "  ", NULL, NULL },
  };
  gint64 now = at ("2026-03-27 23:59");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char due[CRM_DUE_SIZE];
      g_autofree char *rest = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (crm_due_find (cases[i].text, CRM_DATE_DAY_FIRST, now, due, &rest), ==, cases[i].due != NULL);
      g_assert_cmpstr (rest, ==, cases[i].rest);
      if (cases[i].due != NULL)
        g_assert_cmpstr (due, ==, cases[i].due);
    }
}

static void
test_split (void)
{
  static const char *const wrong[] = { "", "2026-03", "2026-02-30", "2026-03-29 14:30", "2026-03-29T24:00", "2026-03-29T1:30x", "2026-03-29T14:60" };
  char date[CRM_DATE_SIZE];
  char due[CRM_DUE_SIZE];
  int minute;

  g_assert_true (crm_due_split ("2026-03-29", date, &minute));
  g_assert_cmpint (minute, ==, -1);
  g_assert_true (crm_due_split ("2026-03-29T00:00", date, &minute));
  g_assert_cmpint (minute, ==, 0);
  g_assert_true (crm_due_split ("2026-03-29T23:59", date, &minute));
  g_assert_cmpstr (date, ==, "2026-03-29");
  g_assert_cmpint (minute, ==, 23 * 60 + 59);

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (crm_due_split (wrong[i], date, &minute));
  g_assert_false (crm_due_split (NULL, date, &minute));

  g_assert_true (crm_due_make ("2026-03-29", 0, due));
  g_assert_cmpstr (due, ==, "2026-03-29T00:00");
  g_assert_false (crm_due_make ("2026-03-29", 24 * 60, due));
  g_assert_false (crm_due_make ("2026-13-01", -1, due));
}

/* A whole day is not midnight: it is over when the next one begins. */
static void
test_over (void)
{
  gint64 now = at ("2026-03-27 14:30");

  g_assert_false (crm_due_is_over (NULL, now));
  g_assert_true (crm_due_is_over ("2026-03-26", now));
  g_assert_false (crm_due_is_over ("2026-03-27", now));
  g_assert_false (crm_due_is_over ("2026-03-27", at ("2026-03-27 23:59")));
  g_assert_true (crm_due_is_over ("2026-03-27", at ("2026-03-28 00:00")));
  g_assert_true (crm_due_is_over ("2026-03-27T14:29", now));
  g_assert_false (crm_due_is_over ("2026-03-27T14:30", now));
}

/* Nine o'clock is nine o'clock, before and after the clocks change and wherever one is. */
static void
test_zones (void)
{
  char due[CRM_DUE_SIZE];
  gint64 winter, summer;

  in_zone ("Europe/Madrid");
  winter = crm_due_to_instant ("2026-03-28T09:00", FALSE);
  summer = crm_due_to_instant ("2026-03-29T09:00", FALSE);
  g_assert_cmpint ((summer - winter) / G_USEC_PER_SEC, ==, 23 * 3600);
  crm_due_of_instant (summer, due);
  g_assert_cmpstr (due, ==, "2026-03-29T09:00");

  /* The day on which an hour is missing ends when the next one begins. */
  g_assert_cmpint ((crm_due_to_instant ("2026-03-29", TRUE) - crm_due_to_instant ("2026-03-29", FALSE)) / G_USEC_PER_SEC, ==, 23 * 3600);
  /* Half past two does not exist on that day. */
  crm_due_of_instant (crm_due_to_instant ("2026-03-29T02:30", FALSE), due);
  g_assert_cmpstr (due, ==, "2026-03-29T03:00");

  in_zone ("America/New_York");
  g_assert_cmpint (crm_due_to_instant ("2026-03-28T09:00", FALSE) - winter, ==, G_GINT64_CONSTANT (5) * 3600 * G_USEC_PER_SEC);
  in_zone ("UTC");
}

static void
test_near (void)
{
  static const struct
  {
    const char *due;
    const char *said;
    int days;
  } cases[] = {
    { "2026-03-27", "Today", 0 },
    { "2026-03-28T09:05", "Tomorrow 09:05", 1 },
    { "2026-03-26", "Yesterday", -1 },
    { "2026-03-31", "Tuesday", 4 },
    { "2026-04-02T08:00", "Thursday 08:00", 6 },
    { "2026-04-03", "04/03/26", 7 },
    { "2025-12-31T23:00", "12/31/25 23:00", -86 },
  };
  gint64 now = at ("2026-03-27 23:30");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = crm_due_format_near (cases[i].due, now);

      g_assert_cmpstr (said, ==, cases[i].said);
      g_assert_cmpint (crm_due_count_days (cases[i].due, now), ==, cases[i].days);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  in_zone ("UTC");

  g_test_add_func ("/due/parse", test_parse);
  g_test_add_func ("/due/find", test_find);
  g_test_add_func ("/due/split", test_split);
  g_test_add_func ("/due/over", test_over);
  g_test_add_func ("/due/zones", test_zones);
  g_test_add_func ("/due/near", test_near);

  return g_test_run ();
}
