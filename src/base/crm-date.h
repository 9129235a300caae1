/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CRM_DATE_SIZE 11

/**
 * CrmDateOrder:
 * @CRM_DATE_LOCALE: as the locale has it
 * @CRM_DATE_DAY_FIRST: 29/3/2026
 * @CRM_DATE_MONTH_FIRST: 3/29/2026
 *
 * What comes first in a date that does not begin with the year.
 */
typedef enum
{
  CRM_DATE_LOCALE,
  CRM_DATE_DAY_FIRST,
  CRM_DATE_MONTH_FIRST,
} CrmDateOrder;

gboolean crm_date_parse      (const char    *text,
                              CrmDateOrder   order,
                              char           date[CRM_DATE_SIZE],
                              GError       **error);
char    *crm_date_format     (const char    *date);
gboolean crm_date_split      (const char    *date,
                              int           *year,
                              int           *month,
                              int           *day);
gboolean crm_date_add        (const char    *date,
                              int            years,
                              int            months,
                              int            days,
                              char           result[CRM_DATE_SIZE]);

gboolean crm_instant_parse   (const char    *text,
                              GTimeZone     *zone,
                              CrmDateOrder   order,
                              gint64        *instant,
                              GError       **error);
char    *crm_instant_format  (gint64         instant);
char    *crm_instant_format_plain (gint64    instant);
char    *crm_instant_format_relative (gint64 instant,
                                      gint64 now);
char    *crm_instant_format_day (gint64     instant,
                                 gint64     now);
char    *crm_instant_format_time (gint64    instant);

G_END_DECLS
