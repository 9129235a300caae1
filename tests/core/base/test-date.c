/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days and instants: what people write is understood, what is none is refused, and what goes out
 * comes in again. */

#include "config.h"

#include <locale.h>
#include <string.h>

#include "crm-date.h"
#include "crm-error.h"
#include "crm-test-corpus.h"

/* 2026-03-02 10:00:00 UTC */
#define NOW (G_GINT64_CONSTANT (1772445600) * G_USEC_PER_SEC)

static void
assert_date (const char   *text,
             CrmDateOrder  order,
             const char   *expected)
{
  g_autoptr (GError) error = NULL;
  char date[CRM_DATE_SIZE] = "untouched";
  gboolean parsed = crm_date_parse (text, order, date, &error);

  if (expected != NULL)
    {
      g_assert_no_error (error);
      g_assert_true (parsed);
      g_assert_cmpstr (date, ==, expected);
    }
  else
    {
      if (parsed)
        g_test_message ("“%s” is taken for %s", text, date);
      g_assert_false (parsed);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
      g_assert_cmpstr (error->message, !=, "");
    }
}

static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    const char *day_first;
    const char *month_first;
  } forms[] = {
    { "2026-03-29", "2026-03-29", "2026-03-29" },
    { "  2026-03-29\t", "2026-03-29", "2026-03-29" },
    { "2026/3/29", "2026-03-29", "2026-03-29" },
    { "2026.03.29", "2026-03-29", "2026-03-29" },
    { "20260329", "2026-03-29", "2026-03-29" },
    { "29.3.2026", "2026-03-29", NULL },
    { "29. 3. 2026", "2026-03-29", NULL },
    { "29/03/26", "2026-03-29", NULL },
    { "3/29/2026", NULL, "2026-03-29" },
    { "3/4/2026", "2026-04-03", "2026-03-04" },
    { "03-04-26", "2026-04-03", "2026-03-04" },
    { "March 29, 2026", "2026-03-29", "2026-03-29" },
    { "29 March 2026", "2026-03-29", "2026-03-29" },
    { "29 mar 2026", "2026-03-29", "2026-03-29" },
    { "29-Mar-26", "2026-03-29", "2026-03-29" },
    { "Sept 3 2026", "2026-09-03", "2026-09-03" },
    { "15 Jun 2026", "2026-06-15", "2026-06-15" },
    { "2026 Jun 15", "2026-06-15", "2026-06-15" },
    { "1.1.69", "1969-01-01", "1969-01-01" },
    { "1.1.68", "2068-01-01", "2068-01-01" },
    { "29.2.2024", "2024-02-29", NULL },
    { "29.2.2000", "2000-02-29", NULL },
    { "31.12.9999", "9999-12-31", NULL },
    { "0001-01-01", "0001-01-01", "0001-01-01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      assert_date (forms[i].text, CRM_DATE_DAY_FIRST, forms[i].day_first);
      assert_date (forms[i].text, CRM_DATE_MONTH_FIRST, forms[i].month_first);
    }
}

static void
test_wrong_forms (void)
{
  static const char *const wrong[] = {
    "", "x", "2026", "2026-03", "29.3.", "tomorrow", "12345", "2026032", "202603290",
    "2026-13-01", "2026-00-10", "2026-02-30", "29.2.2026", "29.2.1900", "31.4.2026", "0.1.2026", "1.0.2026",
    "2026-03-29x", "2026-03-29 14:00", "29.3.2026 and more", "1.2.3.4",
    "0/0/00", "00.00.0000", "0000-01-01",

    /* A number that is too large must not be cut down to one that fits. */
    "2026-03-285", "285.3.2026", "2026-259-01", "1.1.4294969322", "99999999999999999999-01-01", "1.1.126",

    /* Words that only begin like a month, and months that are none. */
    "Marble 3 2026", "Decor 5 2020", "3 Ma 2026", "Junk 3 2026",
    "29 Märzchen 2026", "\xe2\x82\xac 3 2026",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      assert_date (wrong[i], CRM_DATE_DAY_FIRST, NULL);
      assert_date (wrong[i], CRM_DATE_MONTH_FIRST, NULL);
    }
  assert_date (NULL, CRM_DATE_DAY_FIRST, NULL);
}

static void
test_every_day (void)
{
  /* A whole cycle of the calendar, in each of the forms. */
  char date[CRM_DATE_SIZE] = "1880-01-01";

  for (guint i = 0; i < 400 * 365 + 97; i++)
    {
      g_autofree char *german = NULL;
      g_autofree char *american = NULL;
      g_autofree char *compact = NULL;
      char next[CRM_DATE_SIZE];
      int year, month, day;

      g_assert_true (crm_date_split (date, &year, &month, &day));
      german = g_strdup_printf ("%d.%d.%04d", day, month, year);
      american = g_strdup_printf ("%d/%d/%04d", month, day, year);
      compact = g_strdup_printf ("%04d%02d%02d", year, month, day);
      if (i % 31 == 0 || day > 27)
        {
          assert_date (date, CRM_DATE_LOCALE, date);
          assert_date (german, CRM_DATE_DAY_FIRST, date);
          assert_date (american, CRM_DATE_MONTH_FIRST, date);
          assert_date (compact, CRM_DATE_LOCALE, date);
        }

      g_assert_true (crm_date_add (date, 0, 0, 1, next));
      g_assert_cmpstr (next, >, date);
      memcpy (date, next, sizeof date);
    }

  g_assert_cmpstr (date, ==, "2280-01-01");
}

static void
test_random (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();

  /* Whatever is taken for a day is one. */
  for (guint i = 0; i < 50000; i++)
    {
      static const char letters[] = "0123456789./- ,TZ:MarchJune";
      char text[20] = "";
      char date[CRM_DATE_SIZE];
      int year, month, day;
      gint64 instant;

      for (gint32 k = g_rand_int_range (chance, 0, sizeof text); k > 0; k--)
        text[k - 1] = letters[g_rand_int_range (chance, 0, i % 2 == 0 ? 14 : sizeof letters - 1)];

      if (crm_date_parse (text, CRM_DATE_DAY_FIRST, date, NULL))
        g_assert_true (crm_date_split (date, &year, &month, &day));
      if (crm_instant_parse (text, NULL, CRM_DATE_DAY_FIRST, &instant, NULL))
        {
          g_autofree char *plain = crm_instant_format_plain (instant);
          g_autoptr (GError) error = NULL;
          gint64 again = 0;

          crm_instant_parse (plain, NULL, CRM_DATE_DAY_FIRST, &again, &error);
          g_assert_no_error (error);
          g_assert_cmpint (again, ==, instant);
        }
    }
}

static void
test_split (void)
{
  static const char *const wrong[] = {
    "", "x", "2026-03", "2026-3-9", "2026-02-29", "2026-03-29x", "2026-03-29T00:00:00Z", " 2026-03-29", "-026-03-29",
    "+026-03-29", "2026-+3-29", "2026/03/29", "0000-01-01", "2026-00-01",
  };
  int year, month, day;

  g_assert_true (crm_date_split ("2024-02-29", &year, &month, &day));
  g_assert_cmpint (year, ==, 2024);
  g_assert_cmpint (month, ==, 2);
  g_assert_cmpint (day, ==, 29);

  g_assert_false (crm_date_split (NULL, &year, &month, &day));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (crm_date_split (wrong[i], &year, &month, &day));
}

static void
test_add (void)
{
  static const struct
  {
    const char *date;
    int years, months, days;
    const char *result;
  } sums[] = {
    { "2026-01-31", 0, 1, 0, "2026-02-28" },
    { "2024-01-31", 0, 1, 0, "2024-02-29" },
    { "2024-02-29", 1, 0, 0, "2025-02-28" },
    { "2024-02-29", 4, 0, 0, "2028-02-29" },
    { "2026-03-31", 0, -1, 0, "2026-02-28" },
    { "2026-12-31", 0, 0, 1, "2027-01-01" },
    { "2026-03-01", 0, 0, -1, "2026-02-28" },
    { "2026-11-30", 0, 15, 0, "2028-02-29" },
    { "2026-03-29", 1, 2, 3, "2027-06-01" },

    /* The calendar of the program ends where its days have four digits for the year. */
    { "9999-12-31", 0, 0, 1, NULL },
    { "9999-06-15", 8000, 0, 0, NULL },
    { "0001-01-01", 0, 0, -1, NULL },
    { "2026-03-29", -9000, 0, 0, NULL },
    { "2026-03-29", G_MAXINT, G_MAXINT, G_MAXINT, NULL },
    { "2026-03-29", 0, G_MININT, G_MININT, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sums); i++)
    {
      char result[CRM_DATE_SIZE];

      g_assert_true (crm_date_add (sums[i].date, sums[i].years, sums[i].months, sums[i].days, result) == (sums[i].result != NULL));
      g_assert_cmpstr (result, ==, sums[i].result != NULL ? sums[i].result : sums[i].date);
    }
}

/* --- Locales ---------------------------------------------------------------------------------- */

static void
assert_locale (const char *locale,
               const char *ambiguous,
               const char *written,
               const char *shown)
{
  g_autofree char *format = NULL;

  if (!crm_test_use_locale (locale))
    return;

  assert_date ("3/4/2026", CRM_DATE_LOCALE, ambiguous);
  assert_date (written, CRM_DATE_LOCALE, "2026-12-31");
  format = crm_date_format ("2026-12-31");
  g_assert_cmpstr (format, ==, shown);
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_american (void)
{
  assert_locale ("en_US", "2026-03-04", "December 31, 2026", "12/31/2026");
}

static void
test_british (void)
{
  assert_locale ("en_GB", "2026-04-03", "31 December 2026", "31/12/26");
}

static void
test_german (void)
{
  assert_locale ("de_DE", "2026-04-03", "31. Dezember 2026", "31.12.2026");
}

static void
test_spanish (void)
{
  assert_locale ("es_ES", "2026-04-03", "31 DICIEMBRE 2026", "31/12/26");
}

static void
test_french (void)
{
  assert_locale ("fr_FR", "2026-04-03", "31 déc. 2026", "31/12/2026");
}

static void
test_format (void)
{
  g_autofree char *none = crm_date_format ("not a day");
  g_autofree char *nothing = crm_date_format (NULL);

  g_assert_cmpstr (none, ==, "not a day");
  g_assert_cmpstr (nothing, ==, NULL);
}

/* --- Instants --------------------------------------------------------------------------------- */

static void
assert_instant (const char *text,
                const char *zone_name,
                const char *expected)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (zone_name);
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = NULL;
  gint64 instant = 0;
  gboolean parsed = crm_instant_parse (text, zone, CRM_DATE_DAY_FIRST, &instant, &error);

  if (expected == NULL)
    {
      if (parsed)
        g_test_message ("“%s” is taken for %" G_GINT64_FORMAT, text, instant);
      g_assert_false (parsed);
      g_assert_error (error, CRM_ERROR, CRM_ERROR_INVALID);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (parsed);
  plain = crm_instant_format_plain (instant);
  g_assert_cmpstr (plain, ==, expected);
}

static void
test_instants (void)
{
  assert_instant ("2026-03-29T14:00:00Z", "Europe/Berlin", "2026-03-29T14:00:00Z");
  assert_instant ("2026-03-29T14:00:00+02:00", "UTC", "2026-03-29T12:00:00Z");
  assert_instant ("20260329T140000Z", "Europe/Berlin", "2026-03-29T14:00:00Z");
  assert_instant ("2026-03-29 14:00", "Europe/Berlin", "2026-03-29T12:00:00Z");
  assert_instant ("2026-03-29 14:00:30", "Europe/Berlin", "2026-03-29T12:00:30Z");
  assert_instant ("29.3.2026 14:00", "Europe/Berlin", "2026-03-29T12:00:00Z");
  assert_instant ("29.3.2026, 14:00", "Europe/Berlin", "2026-03-29T12:00:00Z");
  assert_instant ("29 March 2026 2:30 PM", "UTC", "2026-03-29T14:30:00Z");
  assert_instant ("29 March 2026 12:30 am", "UTC", "2026-03-29T00:30:00Z");
  assert_instant ("29.3.2026 12:30 pm", "UTC", "2026-03-29T12:30:00Z");
  assert_instant ("29.3.2026 14:30 PM", "UTC", "2026-03-29T14:30:00Z");
  assert_instant ("29.3.2026", "America/New_York", "2026-03-29T04:00:00Z");
  assert_instant ("1900-01-01T00:00:00Z", "UTC", "1900-01-01T00:00:00Z");

  /* Parts of a second stay. */
  assert_instant ("2026-03-29T14:00:00.5Z", "UTC", "2026-03-29T14:00:00.500000Z");
  assert_instant ("2026-03-29T14:00:59.123456Z", "UTC", "2026-03-29T14:00:59.123456Z");
  assert_instant ("1969-12-31T23:59:59.999999Z", "UTC", "1969-12-31T23:59:59.999999Z");
  assert_instant ("29.3.2026 14:00:30.25", "UTC", "2026-03-29T14:00:30.250000Z");
}

static void
test_wrong_instants (void)
{
  static const char *const wrong[] = {
    "", "x", "14:00", "2026-03-29 25:00", "2026-03-29 14:60", "2026-03-29T14:00:00+99:00", "2026-02-30 14:00",
    "29.3.2026 14", "29.3.2026 14:", "29.3.2026 14:00:", "29.3.2026 14:00:nan", "29.3.2026 14:00:0x1",
    "29.3.2026 14:00:-0", "29.3.2026 14:00:1e1", "29.3.2026 14:00: 5", "29.3.2026 14:00:61",
    "29.3.2026 -1:00", "29.3.2026 1:-5", "29.3.2026 1: 5", "29.3.2026 1:5", "29.3.2026 13:00 AM", "29.3.2026 24:00 PM",
    "9999-12-31T23:00:00-05:00", "0001-01-01T00:00:00+05:00", "29.3.2026 14:00 xm", "29.3.2026 14:00 and more", "29.3.2026 14:00:00Z and more",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_instant (wrong[i], "UTC", NULL);
}

static void
test_zones (void)
{
  /* An hour that does not exist is the next one that does; one that comes twice is the second
   * of them, which GLib prefers. */
  assert_instant ("2026-03-29 01:59", "Europe/Berlin", "2026-03-29T00:59:00Z");
  assert_instant ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29T01:00:00Z");
  assert_instant ("2026-03-29 03:00", "Europe/Berlin", "2026-03-29T01:00:00Z");
  assert_instant ("2025-10-26 02:30", "Europe/Berlin", "2025-10-26T01:30:00Z");
  assert_instant ("2026-03-08 02:30", "America/New_York", "2026-03-08T07:00:00Z");
  assert_instant ("2026-10-04 02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00Z");
  assert_instant ("2011-12-29 12:00", "Pacific/Apia", "2011-12-29T22:00:00Z");
  assert_instant ("2026-01-01 00:00", "Asia/Kathmandu", "2025-12-31T18:15:00Z");
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) chance = crm_test_new_chance ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/St_Johns");

  for (guint i = 0; i < 20000; i++)
    {
      /* The years 1 to 9999. */
      gint64 seconds = (gint64) (g_rand_double (chance) * 315537811199.0) - G_GINT64_CONSTANT (62135510400);
      gint64 instant = seconds * G_USEC_PER_SEC + (i % 3 == 0 ? 0 : g_rand_int_range (chance, 0, G_USEC_PER_SEC));
      g_autofree char *plain = crm_instant_format_plain (instant);
      g_autoptr (GError) error = NULL;
      gint64 again = 0;

      crm_instant_parse (plain, zone, CRM_DATE_LOCALE, &again, &error);
      g_assert_no_error (error);
      g_assert_cmpint (again, ==, instant);
    }
}

static void
test_out_of_range (void)
{
  static const gint64 far[] = { G_MININT64, G_MAXINT64, -G_GINT64_CONSTANT (62135596801) * G_USEC_PER_SEC };

  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    {
      g_autofree char *plain = crm_instant_format_plain (far[i]);
      g_autofree char *shown = crm_instant_format (far[i]);
      g_autofree char *relative = crm_instant_format_relative (far[i], NOW);

      g_assert_cmpstr (plain, ==, "");
      g_assert_cmpstr (shown, ==, "");
      g_assert_cmpstr (relative, ==, "");
    }
}

static void
test_relative (void)
{
  static const struct
  {
    gint64 ago;
    const char *said;
  } cases[] = {
    { 0, "Just now" },
    { 59, "Just now" },
    { 60, "1 minute ago" },
    { 3599, "59 minutes ago" },
    { 3600, "Today 09:00" },
    { -60, "Today 10:01" },
    { 10 * 3600, "Today 00:00" },
    { 10 * 3600 + 1, "Yesterday 23:59" },
    { 34 * 3600, "Yesterday 00:00" },
    { 34 * 3600 + 1, "02/28/26" },
    { -14 * 3600, "Tomorrow 00:00" },
    { -38 * 3600, "03/04/26" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *said = crm_instant_format_relative (NOW - cases[i].ago * G_USEC_PER_SEC, NOW);

      g_assert_cmpstr (said, ==, cases[i].said);
    }
}

static void
test_day (void)
{
  static const struct
  {
    gint64 ago;
    const char *day;
    const char *time;
  } cases[] = {
    { 0, "Today", "10:00" },
    { 10 * 3600, "Today", "00:00" },
    { 10 * 3600 + 1, "Yesterday", "23:59" },
    { 34 * 3600 + 1, "Saturday, 28 February 2026", "23:59" },
    { -14 * 3600, "Tuesday, 3 March 2026", "00:00" },
  };
  g_autofree char *never = crm_instant_format_day (G_MAXINT64, NOW);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *day = crm_instant_format_day (NOW - cases[i].ago * G_USEC_PER_SEC, NOW);
      g_autofree char *time = crm_instant_format_time (NOW - cases[i].ago * G_USEC_PER_SEC);

      g_assert_cmpstr (day, ==, cases[i].day);
      g_assert_cmpstr (time, ==, cases[i].time);
    }
  g_assert_cmpstr (never, ==, "");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/date/forms", test_forms);
  g_test_add_func ("/date/wrong-forms", test_wrong_forms);
  g_test_add_func ("/date/every-day", test_every_day);
  g_test_add_func ("/date/random", test_random);
  g_test_add_func ("/date/split", test_split);
  g_test_add_func ("/date/add", test_add);
  g_test_add_func ("/date/format", test_format);
  g_test_add_func ("/date/locale/en_US", test_american);
  g_test_add_func ("/date/locale/en_GB", test_british);
  g_test_add_func ("/date/locale/de_DE", test_german);
  g_test_add_func ("/date/locale/es_ES", test_spanish);
  g_test_add_func ("/date/locale/fr_FR", test_french);
  g_test_add_func ("/instant/forms", test_instants);
  g_test_add_func ("/instant/wrong-forms", test_wrong_instants);
  g_test_add_func ("/instant/zones", test_zones);
  g_test_add_func ("/instant/round-trip", test_round_trip);
  g_test_add_func ("/instant/out-of-range", test_out_of_range);
  g_test_add_func ("/instant/relative", test_relative);
  g_test_add_func ("/instant/day", test_day);

  return g_test_run ();
}
