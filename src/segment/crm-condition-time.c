/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * When the answer to a condition may be another one though no record has changed: at midnight, at the
 * full hour, or so long before or after an instant that a record has. Whoever waits for a condition looks
 * again then, and not before. Any thread.
 */

#include "config.h"

#include "crm-condition-time.h"

#include <stdio.h>
#include <string.h>

#include "crm-condition-private.h"
#include "crm-duration.h"
#include "crm-subject.h"

/* For what cannot be known without asking every related record. */
#define LOOK_AGAIN (5 * G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

#define MAX_DEPTH 32

typedef struct
{
  CrmCatalogue *catalogue;
  CrmSegmentSet *segments;
  const CrmRow *row;
  gint64 now;
  GTimeZone *zone;
  gint64 next;
} Clockwork;

static void
propose (Clockwork *self,
         gint64     instant)
{
  if (instant > self->now && (self->next == 0 || instant < self->next))
    self->next = instant;
}

/* So many days and minutes after the beginning of today. */
static gint64
get_instant (Clockwork *self,
             int        days,
             int        minutes)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (self->now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);
  g_autoptr (GDateTime) day = g_date_time_add_days (local, days);
  g_autoptr (GDateTime) instant = g_date_time_new (self->zone, g_date_time_get_year (day), g_date_time_get_month (day),
                                                   g_date_time_get_day_of_month (day), minutes / 60, minutes % 60, 0);

  return g_date_time_to_unix (instant) * G_USEC_PER_SEC;
}

static void
look_at_now (Clockwork          *self,
             const CrmCondition *test)
{
  if (test->kind == CRM_KIND_WEEKDAY || test->kind == CRM_KIND_TODAY)
    propose (self, get_instant (self, 1, 0));
  else if (test->kind == CRM_KIND_HOUR)
    for (int hour = 0; hour <= 24; hour++)
      propose (self, get_instant (self, hour / 24, hour % 24 * 60));
  else
    for (guint i = 0; i < test->values->len; i++)
      {
        const char *text = crm_value_get_text (&g_array_index (test->values, CrmValue, i));
        int hour = 0, minute = 0;

        if (text == NULL || sscanf (text, "%2d:%2d", &hour, &minute) != 2)
          continue;
        /* Before 9:30 ends at 9:30; after 9:30 begins a minute later. */
        for (int day = 0; day < 2; day++)
          for (int later = 0; later < 2; later++)
            propose (self, get_instant (self, day, hour * 60 + minute + later));
      }
}

static void
look_at_field (Clockwork           *self,
               const CrmCondition  *test,
               const CrmRecordType *type)
{
  const char *text = test->values->len > 0 ? crm_value_get_text (&g_array_index (test->values, CrmValue, 0)) : NULL;
  CrmSubject subject;
  CrmDuration duration;
  const CrmColumn *column;
  gint64 value;
  gint64 at;

  if (test->op != CRM_OPERATOR_WITHIN_LAST && test->op != CRM_OPERATOR_WITHIN_NEXT && test->op != CRM_OPERATOR_MORE_THAN_AGO)
    return;
  if (!crm_subject_find (self->catalogue, type, test->subject, test->name, &subject, NULL) || subject.field == NULL)
    return;

  if (test->kind == CRM_KIND_DATE && text != NULL && crm_duration_parse_plain (text, &duration, NULL) && !crm_duration_has_time (&duration))
    {
      propose (self, get_instant (self, 1, 0));
      return;
    }

  column = self->row != NULL && subject.relation.kind == CRM_RELATION_NONE && self->row->table->id == type->table.id
             ? crm_table_get_column (self->row->table, subject.field->column.id) : NULL;
  if (column == NULL || test->kind != CRM_KIND_DATE_TIME || !crm_duration_parse_plain (text, &duration, NULL))
    {
      propose (self, self->now + LOOK_AGAIN);
      return;
    }

  value = crm_value_get_integer (&self->row->values[column->index]);
  if (value == 0)
    return;
  propose (self, value);
  for (int direction = -1; direction <= 1; direction += 2)
    if (crm_duration_add (&duration, direction, value, self->zone, &at))
      {
        propose (self, at);
        propose (self, at + 1);
      }
}

static void
look (Clockwork           *self,
      const CrmCondition  *condition,
      const CrmRecordType *type,
      guint                depth)
{
  CrmRelation relation;

  if (depth > MAX_DEPTH)
    return;

  if (condition->type != CRM_CONDITION_TEST)
    {
      if (condition->type == CRM_CONDITION_RELATED && crm_relation_find (self->catalogue, type, condition->relation, &relation))
        type = relation.to;
      for (guint i = 0; i < condition->parts->len; i++)
        look (self, g_ptr_array_index (condition->parts, i), type, depth + 1);
      return;
    }

  if (strcmp (condition->subject, "now") == 0)
    look_at_now (self, condition);
  else if (strcmp (condition->subject, "segment") == 0 && self->segments != NULL)
    {
      const CrmSegment *segment = crm_segment_set_find (self->segments, type, condition->name);

      if (segment != NULL && segment->condition != NULL)
        look (self, segment->condition, type, depth + 1);
    }
  else if (condition->within != NULL || condition->kind == CRM_KIND_LIST)
    propose (self, self->now + LOOK_AGAIN);
  else
    look_at_field (self, condition, type);
}

/**
 * crm_condition_next_change:
 * @type: of the records that it is about
 * @segments: (nullable): the segments
 * @row: (nullable): the record that it is asked of
 * @now: microseconds since 1970, UTC
 * @zone: in which days begin
 *
 * Returns: the next instant at which the answer may change by itself, or 0 if it does not
 */
gint64
crm_condition_next_change (const CrmCondition  *self,
                           CrmCatalogue        *catalogue,
                           const CrmRecordType *type,
                           CrmSegmentSet       *segments,
                           const CrmRow        *row,
                           gint64               now,
                           GTimeZone           *zone)
{
  Clockwork clockwork = { catalogue, segments, row, now, zone, 0 };

  look (&clockwork, self, type, 0);

  return clockwork.next;
}
