/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Clocks: a virtual one stands still, days begin in its zone, and stamps only go forward. */

#include "config.h"

#include "crm-clock.h"

/* 2026-03-29 00:30:00 UTC; in Berlin the clocks are put forward half an hour later. */
#define SPRING (G_GINT64_CONSTANT (1774744200) * G_USEC_PER_SEC)

static CrmClock *
clock_in (const char *zone,
          gint64      now)
{
  CrmClock *clock = crm_clock_new_virtual (now);
  g_autoptr (GTimeZone) there = g_time_zone_new_identifier (zone);

  g_assert_nonnull (there);
  crm_clock_set_zone (clock, there);

  return clock;
}

static void
test_system (void)
{
  g_autoptr (CrmClock) clock = crm_clock_new_system ();
  gint64 before = g_get_real_time ();
  gint64 now = crm_clock_get_now (clock);

  g_assert_cmpint (now, >=, before);
  g_assert_cmpint (now, <=, g_get_real_time ());
}

static void
test_virtual (void)
{
  g_autoptr (CrmClock) clock = crm_clock_new_virtual (1000);

  g_assert_cmpint (crm_clock_get_now (clock), ==, 1000);
  crm_clock_set_now (clock, 5);
  g_assert_cmpint (crm_clock_get_now (clock), ==, 5);
}

static void
assert_today (const char *zone,
              gint64      now,
              const char *day)
{
  g_autoptr (CrmClock) clock = clock_in (zone, now);
  g_autofree char *today = crm_clock_get_today (clock);

  g_assert_cmpstr (today, ==, day);
}

static void
test_today (void)
{
  assert_today ("UTC", SPRING, "2026-03-29");
  assert_today ("America/New_York", SPRING, "2026-03-28");
  assert_today ("Pacific/Kiritimati", SPRING, "2026-03-29");
  assert_today ("Pacific/Pago_Pago", SPRING, "2026-03-28");
  assert_today ("Asia/Kathmandu", SPRING - 6 * G_TIME_SPAN_HOUR, "2026-03-29");

  /* The last moment of 1969 is not one of 1970. */
  assert_today ("UTC", -1, "1969-12-31");
  assert_today ("UTC", 0, "1970-01-01");
}

static void
test_local (void)
{
  g_autoptr (CrmClock) clock = clock_in ("Europe/Berlin", SPRING);
  g_autoptr (GDateTime) winter = crm_clock_get_local (clock);
  g_autoptr (GDateTime) summer = NULL;

  g_assert_cmpint (g_date_time_get_hour (winter), ==, 1);
  crm_clock_set_now (clock, SPRING + G_TIME_SPAN_HOUR);
  summer = crm_clock_get_local (clock);
  g_assert_cmpint (g_date_time_get_hour (summer), ==, 3);
}

static void
test_stamps (void)
{
  gint64 now = SPRING;
  gint64 stamp = crm_clock_next_stamp (0, now);
  gint64 last = stamp;

  /* 48 bits of milliseconds, 16 of a counter. */
  g_assert_cmpint (stamp >> 16, ==, now / 1000);
  g_assert_cmpint (stamp & 0xffff, ==, 0);

  /* The same millisecond, ten years back, and before all time. */
  for (guint i = 0; i < 200000; i++)
    {
      gint64 next = crm_clock_next_stamp (last, i % 3 == 0 ? now : i % 3 == 1 ? now - 3650 * G_TIME_SPAN_DAY : G_MININT64);

      g_assert_cmpint (next, >, last);
      last = next;
    }

  /* When the machine has caught up, its clock counts again. */
  g_assert_cmpint (crm_clock_next_stamp (last, now + G_TIME_SPAN_DAY) >> 16, ==, (now + G_TIME_SPAN_DAY) / 1000);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/virtual", test_virtual);
  g_test_add_func ("/clock/today", test_today);
  g_test_add_func ("/clock/local", test_local);
  g_test_add_func ("/clock/stamps", test_stamps);

  return g_test_run ();
}
