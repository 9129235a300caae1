/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-date.h"

G_BEGIN_DECLS

/**
 * CrmDuration:
 * @years: by the calendar
 * @months: by the calendar
 * @weeks: by the calendar
 * @days: by the calendar
 * @hours: as time goes by
 * @minutes: as time goes by
 * @seconds: as time goes by
 *
 * A length of time as people mean it. "One month" has no fixed number of days, and "one day" no
 * fixed number of hours where clocks are changed; so the parts are kept apart. None is negative.
 */
typedef struct
{
  int years;
  int months;
  int weeks;
  int days;
  int hours;
  int minutes;
  int seconds;
} CrmDuration;

gboolean crm_duration_parse        (const char         *text,
                                    CrmDuration        *duration,
                                    GError            **error);
gboolean crm_duration_parse_plain  (const char         *text,
                                    CrmDuration        *duration,
                                    GError            **error);
char    *crm_duration_format       (const CrmDuration  *duration);
char    *crm_duration_format_plain (const CrmDuration  *duration);
gboolean crm_duration_has_time     (const CrmDuration  *duration);
gboolean crm_duration_add          (const CrmDuration  *duration,
                                    int                 direction,
                                    gint64              instant,
                                    GTimeZone          *zone,
                                    gint64             *result);
gboolean crm_duration_add_to_date  (const CrmDuration  *duration,
                                    int                 direction,
                                    const char         *date,
                                    char                result[CRM_DATE_SIZE]);

G_END_DECLS
