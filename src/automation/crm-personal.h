/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-catalogue.h"

G_BEGIN_DECLS

/**
 * CrmEscape:
 * @CRM_ESCAPE_NONE: plain text
 * @CRM_ESCAPE_HTML: text or an attribute in HTML
 * @CRM_ESCAPE_URL: a part of a web address
 * @CRM_ESCAPE_HEADER: one line: a subject, a name
 *
 * Where a value is put. What is put in can never be anything but text there.
 */
typedef enum
{
  CRM_ESCAPE_NONE,
  CRM_ESCAPE_HTML,
  CRM_ESCAPE_URL,
  CRM_ESCAPE_HEADER,
} CrmEscape;

/**
 * CrmPersonal:
 * @db: a connection
 * @schema: the tables
 * @contact: whose
 * @account: the account, or 0 for that of the contact
 * @deal: the deal, or 0 for the newest of the contact
 * @task: a task, or 0
 * @now: what time it is, in microseconds
 * @rows: (element-type CrmRow): what has been read, values only
 * @whole: (element-type CrmRow): what has been read with sets and titles
 *
 * Where the values come from.
 */
typedef struct
{
  CrmDb     *db;
  CrmSchema *schema;
  gint64     contact;
  gint64     account;
  gint64     deal;
  gint64     task;
  gint64     now;
  GTimeZone *zone;
  GPtrArray *rows;
  GPtrArray *whole;
} CrmPersonal;

void      crm_personal_init    (CrmPersonal   *self,
                                CrmDb         *db,
                                CrmSchema     *schema,
                                gint64         contact,
                                gint64         now,
                                GTimeZone     *zone);
void      crm_personal_clear   (CrmPersonal   *self);
char     *crm_personal_fill    (CrmPersonal   *self,
                                const char    *text,
                                CrmEscape      escape,
                                GError       **error);
gboolean  crm_personal_check   (CrmCatalogue  *catalogue,
                                const char    *text,
                                GError       **error);
char     *crm_personal_convert (CrmCatalogue  *catalogue,
                                const char    *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmPersonal, crm_personal_clear)

G_END_DECLS
