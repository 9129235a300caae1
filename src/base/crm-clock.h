/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define CRM_TYPE_CLOCK (crm_clock_get_type ())

G_DECLARE_FINAL_TYPE (CrmClock, crm_clock, CRM, CLOCK, GObject)

CrmClock  *crm_clock_new_system  (void);
CrmClock  *crm_clock_new_virtual (gint64       start);

gint64     crm_clock_get_now     (CrmClock    *self);
GTimeZone *crm_clock_get_zone    (CrmClock    *self);
GDateTime *crm_clock_get_local   (CrmClock    *self);
char      *crm_clock_get_today   (CrmClock    *self);
void       crm_clock_set_now     (CrmClock    *self,
                                  gint64       now);
void       crm_clock_set_zone    (CrmClock    *self,
                                  GTimeZone   *zone);

gint64     crm_clock_next_stamp  (gint64       last,
                                  gint64       now);

G_END_DECLS
