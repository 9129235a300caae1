/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What a condition is asked against: the catalogue, the time, who "me" is, and the segments as
 * they are. The time stands still in it, so that all parts of a condition mean the same now. Does
 * not change; may cross threads.
 */

#include "config.h"

#include "crm-condition-context.h"

#include "crm-segment.h"

struct _CrmConditionContext
{
  gatomicrefcount ref_count;

  CrmCatalogue *catalogue;
  CrmSegmentSet *segments;
  GTimeZone *zone;
  GDateTime *local;
  char *today;
  gint64 now;
  gint64 actor;
};

G_DEFINE_BOXED_TYPE (CrmConditionContext, crm_condition_context, crm_condition_context_ref, crm_condition_context_unref)

/**
 * crm_condition_context_new:
 * @catalogue: what there is
 * @clock: says what time it is, and in which zone days begin
 * @actor: the id of the user who is "me", or 0
 * @segments: (nullable): the segments; without them no condition can name one
 *
 * Returns: (transfer full): a context as of now
 */
CrmConditionContext *
crm_condition_context_new (CrmCatalogue  *catalogue,
                           CrmClock      *clock,
                           gint64         actor,
                           CrmSegmentSet *segments)
{
  CrmConditionContext *self = g_new0 (CrmConditionContext, 1);
  g_autoptr (GDateTime) utc = NULL;

  g_atomic_ref_count_init (&self->ref_count);
  self->catalogue = g_object_ref (catalogue);
  self->segments = segments != NULL ? crm_segment_set_ref (segments) : NULL;
  self->actor = actor;
  self->zone = crm_clock_get_zone (clock);
  self->now = crm_clock_get_now (clock);
  utc = g_date_time_new_from_unix_utc (self->now / G_USEC_PER_SEC);
  self->local = g_date_time_to_timezone (utc, self->zone);
  self->today = g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (self->local),
                                 g_date_time_get_month (self->local), g_date_time_get_day_of_month (self->local));

  return self;
}

/**
 * crm_condition_context_ref:
 */
CrmConditionContext *
crm_condition_context_ref (CrmConditionContext *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * crm_condition_context_unref:
 */
void
crm_condition_context_unref (CrmConditionContext *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->catalogue);
  g_clear_pointer (&self->segments, crm_segment_set_unref);
  g_time_zone_unref (self->zone);
  g_date_time_unref (self->local);
  g_free (self->today);
  g_free (self);
}

/**
 * crm_condition_context_get_catalogue:
 *
 * Returns: (transfer none): what there is
 */
CrmCatalogue *
crm_condition_context_get_catalogue (CrmConditionContext *self)
{
  return self->catalogue;
}

/**
 * crm_condition_context_get_now:
 *
 * Returns: microseconds since 1970, UTC
 */
gint64
crm_condition_context_get_now (CrmConditionContext *self)
{
  return self->now;
}

/**
 * crm_condition_context_get_zone:
 *
 * Returns: (transfer none): the zone in which days begin and end
 */
GTimeZone *
crm_condition_context_get_zone (CrmConditionContext *self)
{
  return self->zone;
}

/**
 * crm_condition_context_get_local:
 *
 * Returns: (transfer none): now, in that zone
 */
GDateTime *
crm_condition_context_get_local (CrmConditionContext *self)
{
  return self->local;
}

/**
 * crm_condition_context_get_today:
 *
 * Returns: (transfer none): the day in that zone, as "2026-03-29"
 */
const char *
crm_condition_context_get_today (CrmConditionContext *self)
{
  return self->today;
}

/**
 * crm_condition_context_get_actor:
 *
 * Returns: the id of the user who is "me", or 0
 */
gint64
crm_condition_context_get_actor (CrmConditionContext *self)
{
  return self->actor;
}

/**
 * crm_condition_context_get_segments:
 *
 * Returns: (transfer none) (nullable): the segments
 */
CrmSegmentSet *
crm_condition_context_get_segments (CrmConditionContext *self)
{
  return self->segments;
}
