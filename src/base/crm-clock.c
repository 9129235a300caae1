/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Where the program learns what time it is. Everything that depends on the time is given a
 * clock, so that tests and the simulator can give it another one. Any thread.
 */

#include "config.h"

#include "crm-clock.h"

struct _CrmClock
{
  GObject parent_instance;

  GMutex lock;
  GTimeZone *zone;
  gint64 now;

  guint is_virtual : 1;
};

G_DEFINE_FINAL_TYPE (CrmClock, crm_clock, G_TYPE_OBJECT)

static void
crm_clock_finalize (GObject *object)
{
  CrmClock *self = CRM_CLOCK (object);

  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (crm_clock_parent_class)->finalize (object);
}

static void
crm_clock_class_init (CrmClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_clock_finalize;
}

static void
crm_clock_init (CrmClock *self)
{
  g_mutex_init (&self->lock);
  self->zone = g_time_zone_new_local ();
}

/**
 * crm_clock_new_system:
 *
 * Returns: (transfer full): the clock of the machine, in its time zone
 */
CrmClock *
crm_clock_new_system (void)
{
  return g_object_new (CRM_TYPE_CLOCK, NULL);
}

/**
 * crm_clock_new_virtual:
 * @start: microseconds since 1970, UTC
 *
 * Returns: (transfer full): a clock that stands still until it is set
 */
CrmClock *
crm_clock_new_virtual (gint64 start)
{
  CrmClock *self = g_object_new (CRM_TYPE_CLOCK, NULL);

  self->is_virtual = TRUE;
  self->now = start;

  return self;
}

/**
 * crm_clock_get_now:
 *
 * Returns: microseconds since 1970, UTC
 */
gint64
crm_clock_get_now (CrmClock *self)
{
  gint64 now;

  g_return_val_if_fail (CRM_IS_CLOCK (self), 0);

  if (!self->is_virtual)
    return g_get_real_time ();

  g_mutex_lock (&self->lock);
  now = self->now;
  g_mutex_unlock (&self->lock);

  return now;
}

/**
 * crm_clock_get_zone:
 *
 * Returns: (transfer full): the zone in which days begin and end
 */
GTimeZone *
crm_clock_get_zone (CrmClock *self)
{
  GTimeZone *zone;

  g_return_val_if_fail (CRM_IS_CLOCK (self), NULL);

  g_mutex_lock (&self->lock);
  zone = g_time_zone_ref (self->zone);
  g_mutex_unlock (&self->lock);

  return zone;
}

/**
 * crm_clock_get_local:
 *
 * Returns: (transfer full): now, in the zone of the clock
 */
GDateTime *
crm_clock_get_local (CrmClock *self)
{
  g_autoptr (GTimeZone) zone = crm_clock_get_zone (self);
  gint64 now = crm_clock_get_now (self);
  gint64 seconds = now / G_USEC_PER_SEC - (now % G_USEC_PER_SEC < 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_to_timezone (utc, zone);
}

/**
 * crm_clock_get_today:
 *
 * Returns: (transfer full): the day in the zone of the clock, as "2026-03-29"
 */
char *
crm_clock_get_today (CrmClock *self)
{
  g_autoptr (GDateTime) local = crm_clock_get_local (self);

  return g_date_time_format (local, "%Y-%m-%d");
}

/**
 * crm_clock_set_now:
 * @now: microseconds since 1970, UTC
 *
 * Sets a virtual clock, forward or backward.
 */
void
crm_clock_set_now (CrmClock *self,
                   gint64    now)
{
  g_return_if_fail (CRM_IS_CLOCK (self));
  g_return_if_fail (self->is_virtual);

  g_mutex_lock (&self->lock);
  self->now = now;
  g_mutex_unlock (&self->lock);
}

/**
 * crm_clock_set_zone:
 * @zone: the zone in which days begin and end
 */
void
crm_clock_set_zone (CrmClock  *self,
                    GTimeZone *zone)
{
  g_return_if_fail (CRM_IS_CLOCK (self));

  g_mutex_lock (&self->lock);
  g_time_zone_ref (zone);
  g_time_zone_unref (self->zone);
  self->zone = zone;
  g_mutex_unlock (&self->lock);
}

/**
 * crm_clock_next_stamp:
 * @last: the newest stamp seen so far, own or foreign
 * @now: microseconds since 1970, UTC
 *
 * The next stamp of a hybrid logical clock (`sync.md` §3): 48 bits of milliseconds above a
 * 16-bit counter. Later than @last even if the machine's clock went backward.
 */
gint64
crm_clock_next_stamp (gint64 last,
                      gint64 now)
{
  return MAX (last + 1, MAX (now, 0) / 1000 << 16);
}
