/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lengths of time: read, written, and counted by the calendar. */

#include "config.h"

#include "crm-duration.h"
#include "crm-error.h"

static gint64
instant (const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 result;

  crm_instant_parse (text, NULL, CRM_DATE_LOCALE, &result, &error);
  g_assert_no_error (error);

  return result;
}

static void
test_plain (void)
{
  static const struct
  {
    const char *text;
    const char *plain;
    const char *words;
  } cases[] = {
    { "P7D", "P7D", "7 days" },
    { "P1D", "P1D", "1 day" },
    { "P2W", "P2W", "2 weeks" },
    { "P1DT6H", "P1DT6H", "1 day 6 hours" },
    { "PT30M", "PT30M", "30 minutes" },
    { "P1M", "P1M", "1 month" },
    { "PT1M", "PT1M", "1 minute" },
    { "P1Y2M3W4DT5H6M7S", "P1Y2M3W4DT5H6M7S", "1 year 2 months 3 weeks 4 days 5 hours 6 minutes 7 seconds" },
    { "P0D", "P0D", "0 days" },
    { "PT0S", "P0D", "0 days" },
    { "P1Y0M", "P1Y", "1 year" },
    { "P007D", "P7D", "7 days" },
    { "P999999Y", "P999999Y", "999999 years" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *plain = NULL;
      g_autofree char *words = NULL;
      g_autofree char *back = NULL;
      CrmDuration duration;

      crm_duration_parse_plain (cases[i].text, &duration, &error);
      g_assert_no_error (error);
      plain = crm_duration_format_plain (&duration);
      g_assert_cmpstr (plain, ==, cases[i].plain);
      words = crm_duration_format (&duration);
      g_assert_cmpstr (words, ==, cases[i].words);

      crm_duration_parse (words, &duration, &error);
      g_assert_no_error (error);
      back = crm_duration_format_plain (&duration);
      g_assert_cmpstr (back, ==, cases[i].plain);
    }
}

static void
test_wrong (void)
{
  static const char *const wrong[] = {
    "", "P", "PT", "7D", "P7", "PD", "-P7D", "P-7D", "P7D ", " P7D", "p7d", "P1.5D", "P1,5D", "P1D2Y", "P1D1D", "P1H",
      "PT1D",
    "P1DT", "PT1H1H", "P1DTT1H", "P1000000D", "P7D;", "P7Days",
  };
  static const char *const no_words[] = { "", "days", "7", "7 moons", "7 days 2", "7 days 2 days", "seven days",
                                          "-7 days", "7.5 days" };
  CrmDuration duration;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", wrong[i]);
      g_assert_false (crm_duration_parse_plain (wrong[i], &duration, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
    }
  g_assert_false (crm_duration_parse_plain (NULL, &duration, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (no_words); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("“%s”", no_words[i]);
      g_assert_false (crm_duration_parse (no_words[i], &duration, &error));
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *words;
    const char *plain;
  } cases[] = {
    { "7 days", "P7D" },
    { "  7days ", "P7D" },
    { "7 Day", "P7D" },
    { "1 days", "P1D" },
    { "1 month, 2 weeks", "P1M2W" },
    { "2 hours 1 day", "P1DT2H" },
    { "P3W", "P3W" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *plain = NULL;
      CrmDuration duration;

      crm_duration_parse (cases[i].words, &duration, &error);
      g_assert_no_error (error);
      plain = crm_duration_format_plain (&duration);
      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_dates (void)
{
  static const struct
  {
    const char *date;
    const char *duration;
    int direction;
    const char *result; /* NULL: there is no such day */
  } cases[] = {
    { "2026-01-31", "P1M", 1, "2026-02-28" },
    { "2024-01-31", "P1M", 1, "2024-02-29" },
    { "2026-03-31", "P1M", -1, "2026-02-28" },
    { "2026-03-30", "P1M", -1, "2026-02-28" },
    { "2026-03-28", "P1M", -1, "2026-02-28" },
    { "2026-12-31", "P2M", 1, "2027-02-28" },
    { "2024-02-29", "P1Y", 1, "2025-02-28" },
    { "2024-02-29", "P4Y", 1, "2028-02-29" },
    /* Years and months are one step: the 29th comes back. */
    { "2024-02-29", "P1Y1M", 1, "2025-03-29" },
    /* Months first, then days. */
    { "2026-01-31", "P1M1D", 1, "2026-03-01" },
    { "2026-03-01", "P1M1D", -1, "2026-01-31" },
    { "2026-02-22", "P1W", 1, "2026-03-01" },
    { "2026-03-02", "P2W3D", -1, "2026-02-13" },
    { "2026-01-01", "P1D", -1, "2025-12-31" },
    { "2026-03-29", "P0D", 1, "2026-03-29" },
    { "2026-03-29", "PT48H", 1, "2026-03-29" },
    { "9999-12-31", "P1D", 1, NULL },
    { "0001-01-01", "P1D", -1, NULL },
    { "2026-01-01", "P999999Y", 1, NULL },
    { "2026-01-01", "P999999M", -1, NULL },
    { "2026-01-01", "P999999W", 1, NULL },
    { "2026-01-01", "P999999D", -1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CrmDuration duration;
      char result[CRM_DATE_SIZE];
      gboolean exists;

      g_assert_true (crm_duration_parse_plain (cases[i].duration, &duration, NULL));
      exists = crm_duration_add_to_date (&duration, cases[i].direction, cases[i].date, result);
      g_assert_cmpint (exists, ==, cases[i].result != NULL);
      if (exists)
        g_assert_cmpstr (result, ==, cases[i].result);
    }
}

static void
test_instants (void)
{
  static const struct
  {
    const char *instant;
    const char *duration;
    int direction;
    const char *result;
  } cases[] = {
    /* Clocks go forward in the night to 29 March 2026: that day has 23 hours. */
    { "2026-03-28T11:00:00Z", "P1D", 1, "2026-03-29T10:00:00Z" },
    { "2026-03-28T11:00:00Z", "PT24H", 1, "2026-03-29T11:00:00Z" },
    { "2026-03-29T10:00:00Z", "P1D", -1, "2026-03-28T11:00:00Z" },
    { "2026-03-30T10:00:00Z", "P7D", -1, "2026-03-23T11:00:00Z" },
    { "2026-03-30T10:00:00Z", "P1W", -1, "2026-03-23T11:00:00Z" },
    { "2026-02-28T11:00:00Z", "P1M1D", 1, "2026-03-29T10:00:00Z" },
    /* There is no 2:30 in that night: it becomes 3:00. */
    { "2026-03-28T01:30:00Z", "P1D", 1, "2026-03-29T01:00:00Z" },
    /* Clocks go back in the night to 26 October 2025: 2:30 comes twice, the later one is taken. */
    { "2025-10-25T00:30:00Z", "P1D", 1, "2025-10-26T01:30:00Z" },
    { "2025-10-25T10:00:00Z", "P1D", 1, "2025-10-26T11:00:00Z" },
    { "2025-10-25T10:00:00Z", "PT24H", 1, "2025-10-26T10:00:00Z" },
    /* First the calendar, then the clock. */
    { "2026-03-28T11:00:00Z", "P1DT6H", 1, "2026-03-29T16:00:00Z" },
    { "2026-01-31T23:30:00Z", "P1M", 1, "2026-02-28T23:30:00Z" },
    { "2026-03-31T10:00:00Z", "P1M", -1, "2026-02-28T11:00:00Z" },
    { "2026-03-02T10:00:00Z", "PT90M", -1, "2026-03-02T08:30:00Z" },
    /* In the hour that comes twice, the clock still goes on. */
    { "2025-10-26T00:30:00Z", "PT30M", 1, "2025-10-26T01:00:00Z" },
    { "2025-10-26T00:30:00Z", "P0D", 1, "2025-10-26T00:30:00Z" },
    { "1960-01-01T00:00:00Z", "PT1S", -1, "1959-12-31T23:59:59Z" },
  };
  g_autoptr (GTimeZone) berlin = g_time_zone_new_identifier ("Europe/Berlin");
  CrmDuration duration;
  gint64 result;

  g_assert_nonnull (berlin);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = NULL;

      g_assert_true (crm_duration_parse_plain (cases[i].duration, &duration, NULL));
      g_assert_true (crm_duration_add (&duration, cases[i].direction, instant (cases[i].instant), berlin, &result));
      said = crm_instant_format_plain (result);
      g_test_message ("%s %s", cases[i].instant, cases[i].duration);
      g_assert_cmpstr (said, ==, cases[i].result);
    }

  /* Microseconds stay, before 1970 too. */
  g_assert_true (crm_duration_parse_plain ("P1D", &duration, NULL));
  g_assert_true (crm_duration_add (&duration, 1, -1, berlin, &result));
  g_assert_cmpint (result, ==, G_TIME_SPAN_DAY - 1);

  g_assert_true (crm_duration_parse_plain ("P9999Y", &duration, NULL));
  g_assert_false (crm_duration_add (&duration, 1, 0, berlin, &result));
  g_assert_false (crm_duration_add (&duration, -1, 0, berlin, &result));
  g_assert_true (crm_duration_parse_plain ("P1D", &duration, NULL));
  g_assert_false (crm_duration_add (&duration, 1, G_MAXINT64, berlin, &result));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duration/plain", test_plain);
  g_test_add_func ("/duration/wrong", test_wrong);
  g_test_add_func ("/duration/words", test_words);
  g_test_add_func ("/duration/dates", test_dates);
  g_test_add_func ("/duration/instants", test_instants);

  return g_test_run ();
}
