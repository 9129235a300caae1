/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-date.h"

G_BEGIN_DECLS

/**
 * CRM_DUE_SIZE:
 *
 * The bytes of a due time as text, "2026-03-29T14:30", with its NUL.
 */
#define CRM_DUE_SIZE 17

gboolean crm_due_parse       (const char    *text,
                              CrmDateOrder   order,
                              gint64         now,
                              char           due[CRM_DUE_SIZE],
                              GError       **error);
gboolean crm_due_find        (const char    *text,
                              CrmDateOrder   order,
                              gint64         now,
                              char           due[CRM_DUE_SIZE],
                              char         **rest);
char    *crm_due_format      (const char    *due);
char    *crm_due_format_long (const char    *due);
char    *crm_due_format_near (const char    *due,
                              gint64         now);
gboolean crm_due_split       (const char    *due,
                              char           date[CRM_DATE_SIZE],
                              int           *minute);
gboolean crm_due_make        (const char    *date,
                              int            minute,
                              char           due[CRM_DUE_SIZE]);
gboolean crm_due_add         (const char    *due,
                              int            minutes,
                              char           result[CRM_DUE_SIZE]);
void     crm_due_of_instant  (gint64         instant,
                              char           due[CRM_DUE_SIZE]);
gint64   crm_due_to_instant  (const char    *due,
                              gboolean       end);
gboolean crm_due_is_over     (const char    *due,
                              gint64         now);
int      crm_due_count_days  (const char    *due,
                              gint64         now);

G_END_DECLS
