/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-lists.h"
#include "crm-workspace.h"

G_BEGIN_DECLS

/**
 * CrmListChange:
 * @list: the list; 0 if it is @new_list, or all lists that somebody unsubscribes from
 * @new_list: (nullable): the name of a list that is made first
 * @subscribes: whether the contacts are subscribed; otherwise they are unsubscribed
 * @flags: whether to subscribe somebody again
 * @source: (nullable): how it came about; %NULL for what the cause of the change says
 * @reason: (nullable): what the person says who unsubscribes
 * @contacts: (element-type gint64): whom
 * @n: of how many contacts came what, by %CrmListOutcome; filled in by crm_list_change_write()
 *
 * Contacts that are subscribed to a list or unsubscribed from it, as one step.
 */
typedef struct
{
  gint64             list;
  char              *new_list;
  gboolean           subscribes;
  CrmSubscribeFlags  flags;
  char              *source;
  char              *reason;
  GArray            *contacts;
  guint              n[CRM_LIST_NOT_SUBSCRIBED + 1];
} CrmListChange;

CrmListChange *crm_list_change_new      (gint64                list,
                                         gboolean              subscribes,
                                         GArray               *contacts);
CrmListChange *crm_list_change_ref      (CrmListChange        *self);
void           crm_list_change_unref    (CrmListChange        *self);
gboolean       crm_list_change_write    (CrmDoor              *door,
                                         gpointer              change,
                                         GError              **error);

/**
 * CrmListSurvey:
 * @n: how many contacts are there
 * @subscribed: how many of them are on the list already
 * @left: how many have unsubscribed from it, under this record or another one of the same address
 * @suppressed: how many of those who are not on the list have an address that nothing is sent to
 * @left_suppressed: how many of @left are among @suppressed
 *
 * What is known of contacts that somebody wants to subscribe to a list.
 */
typedef struct
{
  guint n;
  guint subscribed;
  guint left;
  guint suppressed;
  guint left_suppressed;
} CrmListSurvey;

gboolean       crm_lists_survey         (CrmDb                *db,
                                         gint64                list,
                                         const GArray         *contacts,
                                         CrmListSurvey        *survey,
                                         GError              **error);
gboolean       crm_lists_count          (CrmDb                *db,
                                         gint64                list,
                                         gint64               *subscribed,
                                         gint64               *unsubscribed,
                                         GError              **error);
gint64         crm_lists_find           (CrmDb                *db,
                                         gint64                contact,
                                         gint64                list,
                                         GError              **error);
CrmQuery      *crm_lists_make_query     (const CrmRecordType  *subscriptions,
                                         gint64                list,
                                         gint64                contact,
                                         const char           *status);
char          *crm_lists_say            (CrmRecord            *subscription);
char          *crm_lists_say_left       (CrmRecord            *subscription,
                                         const char           *who);
char          *crm_lists_say_suppressed (CrmDb                *db,
                                         CrmCatalogue         *catalogue,
                                         const char *const    *addresses,
                                         GError              **error);
char          *crm_lists_say_suppression (CrmRecord           *suppression);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmListChange, crm_list_change_unref)

G_END_DECLS
