/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

/**
 * CRM_SUBSCRIBED:
 *
 * The status of a subscription that holds.
 */
#define CRM_SUBSCRIBED   "subscribed"

/**
 * CRM_UNSUBSCRIBED:
 *
 * The status of a subscription that somebody has ended.
 */
#define CRM_UNSUBSCRIBED "unsubscribed"

/**
 * CrmSubscribeFlags:
 * @CRM_SUBSCRIBE_AGAIN: also who has unsubscribed; somebody has to choose this knowingly
 */
typedef enum
{
  CRM_SUBSCRIBE_FLAGS_NONE = 0,
  CRM_SUBSCRIBE_AGAIN = 1 << 0,
} CrmSubscribeFlags;

/**
 * CrmListOutcome:
 * @CRM_LIST_DONE: the contact is subscribed or unsubscribed now
 * @CRM_LIST_ALREADY: it was so before
 * @CRM_LIST_HAS_UNSUBSCRIBED: nothing was done, because the contact has unsubscribed
 * @CRM_LIST_NOT_SUBSCRIBED: nothing was done, because the contact was not on the list
 *
 * What came of subscribing or unsubscribing a contact.
 */
typedef enum
{
  CRM_LIST_DONE,
  CRM_LIST_ALREADY,
  CRM_LIST_HAS_UNSUBSCRIBED,
  CRM_LIST_NOT_SUBSCRIBED,
} CrmListOutcome;

/**
 * CrmSending:
 * @CRM_SENDING_ALLOWED: the contact wants it
 * @CRM_SENDING_NO_CONTACT: the contact is not there any more
 * @CRM_SENDING_NO_ADDRESS: the contact has no e-mail address
 * @CRM_SENDING_SUPPRESSED: the address is suppressed
 * @CRM_SENDING_UNSUBSCRIBED: the contact has unsubscribed from the list
 * @CRM_SENDING_NOT_SUBSCRIBED: the contact has never been on the list
 *
 * Whether a campaign or an automation may send something to a contact.
 */
typedef enum
{
  CRM_SENDING_ALLOWED,
  CRM_SENDING_NO_CONTACT,
  CRM_SENDING_NO_ADDRESS,
  CRM_SENDING_SUPPRESSED,
  CRM_SENDING_UNSUBSCRIBED,
  CRM_SENDING_NOT_SUBSCRIBED,
} CrmSending;

gboolean    crm_lists_subscribe        (CrmDoor            *door,
                                        gint64              contact,
                                        gint64              list,
                                        const char         *source,
                                        CrmSubscribeFlags   flags,
                                        CrmListOutcome     *outcome,
                                        GError            **error);
gboolean    crm_lists_unsubscribe      (CrmDoor            *door,
                                        gint64              contact,
                                        gint64              list,
                                        const char         *source,
                                        const char         *reason,
                                        CrmListOutcome     *outcome,
                                        GError            **error);
const char *crm_list_outcome_get_label (CrmListOutcome      outcome);

gint64      crm_lists_suppress         (CrmDoor            *door,
                                        const char         *address,
                                        const char         *reason,
                                        const char         *details,
                                        GError            **error);
gboolean    crm_lists_unsuppress       (CrmDoor            *door,
                                        const char         *address,
                                        gboolean           *was_suppressed,
                                        GError            **error);
gint64      crm_lists_find_suppression (CrmDb              *db,
                                        const char         *address,
                                        GError            **error);

gboolean    crm_lists_may_send         (CrmDb              *db,
                                        gint64              contact,
                                        gint64              list,
                                        CrmSending         *sending,
                                        GError            **error);
const char *crm_sending_get_label      (CrmSending          sending);

G_END_DECLS
