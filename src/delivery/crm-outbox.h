/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "crm-door.h"

G_BEGIN_DECLS

/**
 * CrmOutboxVerdict:
 * @CRM_VERDICT_ACCEPTED: the far side has it
 * @CRM_VERDICT_PERMANENT: it will never take it
 * @CRM_VERDICT_RETRY: it could not take it now
 * @CRM_VERDICT_THROTTLED: it takes nothing for a while; the try does not count
 * @CRM_VERDICT_UNCERTAIN: nobody knows whether it has it
 *
 * What came of a try.
 */
typedef enum
{
  CRM_VERDICT_ACCEPTED,
  CRM_VERDICT_PERMANENT,
  CRM_VERDICT_RETRY,
  CRM_VERDICT_THROTTLED,
  CRM_VERDICT_UNCERTAIN,
} CrmOutboxVerdict;

/**
 * CrmOutboxItem:
 * @id: a UUID; goes along as the key by which a far side knows that it has it already
 * @key: says what it is the effect of; a second one with the same key is none
 * @channel: "email", "sms", "site", "webhook", "facebook", "salesforce"
 * @kind: "transactional", "marketing" or "data"
 * @name: (nullable): what people call the message, for conditions: the template or the subject
 * @address: (nullable): where it goes
 * @payload: what is sent, rendered, as JSON
 * @contact: whom it is about, or 0
 * @run: the run whose step it is, or 0
 * @step: (nullable): that step
 * @state: (nullable): "held", "queued", "sending", "accepted", "delivered", "bounced", "failed-later",
 *   "suppressed", "expired", "cancelled", "dead", "uncertain"
 * @attempts: how often it has been tried
 * @expires: when it is not worth sending any more, in microseconds, or 0
 *
 * One thing that has to leave the machine.
 */
typedef struct
{
  char   *id;
  char   *key;
  char   *channel;
  char   *kind;
  char   *name;
  char   *address;
  char   *payload;
  gint64  contact;
  gint64  run;
  char   *step;
  char   *state;
  int     attempts;
  gint64  expires;
} CrmOutboxItem;

void           crm_outbox_item_free    (CrmOutboxItem        *item);
gboolean       crm_outbox_put          (CrmDoor              *door,
                                        const CrmOutboxItem  *item,
                                        char                **id,
                                        GError              **error);
gboolean       crm_outbox_claim        (CrmDoor              *door,
                                        const char           *channel,
                                        CrmOutboxItem       **item,
                                        GError              **error);
gboolean       crm_outbox_mark_on_wire (CrmDoor              *door,
                                        const char           *id,
                                        GError              **error);
gboolean       crm_outbox_settle       (CrmDoor              *door,
                                        const char           *id,
                                        CrmOutboxVerdict      verdict,
                                        const char           *provider_id,
                                        const char           *code,
                                        const char           *message,
                                        gint64                not_before,
                                        GError              **error);
gboolean       crm_outbox_note         (CrmDoor              *door,
                                        const char           *id,
                                        const char           *kind,
                                        const char           *link,
                                        gint64                time,
                                        GError              **error);
gboolean       crm_outbox_recover      (CrmDoor              *door,
                                        const char *const    *idempotent,
                                        GError              **error);
gboolean       crm_outbox_retry        (CrmDoor              *door,
                                        const char           *id,
                                        GError              **error);
gboolean       crm_outbox_cancel       (CrmDoor              *door,
                                        const char           *id,
                                        GError              **error);
GPtrArray     *crm_outbox_list         (CrmDb                *db,
                                        const char           *state,
                                        guint                 limit,
                                        GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmOutboxItem, crm_outbox_item_free)

G_END_DECLS
