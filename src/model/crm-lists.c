/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Subscribing and unsubscribing (`features.md`, G3): each contact has one subscription to a list
 * at most, which says since when and how; the journal has what it was before. And who nothing may
 * be sent to: suppressed addresses, whoever has them (E5). On the thread of the door.
 */

#include "config.h"

#include "crm-lists.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#include "crm-catalogue.h"
#include "crm-email.h"
#include "crm-error.h"
#include "crm-rules-private.h"

/* --- Subscriptions ---------------------------------------------------------------------------------------- */

/* What is known of a pair. */
typedef struct
{
  gint64 id;          /* of the subscription, or 0 */
  CrmState state;
  gboolean subscribed;
  CrmUuid uuid;       /* that a new one gets */
} Pair;

static gboolean
read_pair (CrmDb       *db,
           const char  *sql,
           const char  *types,
           gint64       contact,
           gint64       list,
           Pair        *pair,
           GError     **error)
{
  g_autoptr (CrmStatement) statement = *types == 'u' ? crm_db_query (db, error, sql, types, &pair->uuid)
                                                     : crm_db_query (db, error, sql, types, contact, list);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  if (crm_statement_step (statement, &reason))
    {
      pair->id = crm_statement_get_integer (statement, 0);
      pair->state = (CrmState) crm_statement_get_integer (statement, 1);
      pair->subscribed = g_strcmp0 (crm_statement_get_text (statement, 2), CRM_SUBSCRIBED) == 0;
    }
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_uuid (CrmDb          *db,
           const CrmTable *table,
           gint64          id,
           CrmUuid        *uuid,
           GError        **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT uuid FROM %s WHERE id = ?", table->name);
  g_autoptr (CrmStatement) statement = crm_db_query (db, error, sql, "i", id);
  g_autoptr (GError) reason = NULL;

  if (statement == NULL)
    return FALSE;

  if (!crm_statement_step (statement, &reason))
    {
      if (reason == NULL)
        g_set_error (&reason, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no %s with the number %" PRId64 "."),
                     table->name, id);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  crm_statement_get_uuid (statement, 0, uuid);

  return TRUE;
}

/* The live one; or one that was taken back and would have the same id. */
static gboolean
find_pair (CrmDoor  *door,
           gint64    contact,
           gint64    list,
           Pair     *pair,
           GError  **error)
{
  CrmDb *db = crm_door_get_db (door);
  CrmSchema *schema = crm_door_get_schema (door);
  CrmUuid contact_uuid, list_uuid;

  *pair = (Pair) { 0 };
  if (!read_pair (db, "SELECT id, state, status FROM subscription WHERE state = 0 AND contact = ? AND list = ?", "ii",
                  contact, list, pair, error))
    return FALSE;
  if (pair->id != 0)
    return TRUE;

  if (!read_uuid (db, crm_schema_get_table (schema, CRM_ID_CONTACT), contact, &contact_uuid, error) ||
      !read_uuid (db, crm_schema_get_table (schema, CRM_ID_LIST), list, &list_uuid, error))
    return FALSE;
  crm_uuid_derive (&pair->uuid, "subscription", &contact_uuid, &list_uuid);

  if (!read_pair (db, "SELECT id, state, status FROM subscription WHERE uuid = ?", "u", contact, list, pair, error))
    return FALSE;

  /* One that a merge has given to another contact has its id for good. */
  if (pair->id != 0 && pair->state == CRM_STATE_LIVE)
    {
      pair->id = 0;
      crm_uuid_generate (&pair->uuid, crm_door_get_now (door));
    }

  return TRUE;
}

/*< private >
 * @contact: of whom nothing is known, or who has no subscription
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: %TRUE if somebody with the address of @contact has unsubscribed from @list
 */
gboolean
_crm_lists_has_left (CrmDb   *db,
                     gint64   contact,
                     gint64   list,
                     GError **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT 1 FROM contact c JOIN subscription s ON s.address_key = c.email_key "
                             "WHERE c.id = ? AND c.email_key IS NOT NULL AND s.state = 0 AND s.address_key IS NOT NULL "
                             "AND s.list = ? AND s.status = '" CRM_UNSUBSCRIBED "'", "ii", contact, list) != 0;
}

static gboolean
write_pair (CrmDoor      *door,
            Pair         *pair,
            gint64        contact,
            gint64        list,
            const char   *status,
            const char   *source,
            const char   *reason,
            gboolean      again,
            GError      **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), CRM_ID_SUBSCRIPTION);
  g_autoptr (CrmEdit) edit = crm_edit_new (table, pair->id != 0 ? CRM_OP_UPDATE : CRM_OP_CREATE, pair->id);

  if (pair->id != 0 && pair->state != CRM_STATE_LIVE)
    {
      g_autoptr (CrmEdit) restore = crm_edit_new (table, CRM_OP_RESTORE, pair->id);

      if (crm_door_apply (door, restore, error) == 0)
        return FALSE;
    }

  /* What was taken back is as good as new: no date of it holds. */
  if (pair->id == 0)
    edit->uuid = pair->uuid;
  else if (pair->state != CRM_STATE_LIVE)
    {
      crm_edit_set_integer (edit, "since", crm_door_get_now (door));
      crm_edit_set_integer (edit, status, crm_door_get_now (door));
    }
  crm_edit_set_integer (edit, "contact", contact);
  crm_edit_set_integer (edit, "list", list);
  crm_edit_set_text (edit, "status", status);
  crm_edit_set_text (edit, "source", source != NULL ? source : _crm_lists_get_source (crm_door_get_cause (door)));
  crm_edit_set_text (edit, "reason", reason);
  if (again)
    crm_edit_set_integer (edit, "resubscribed", crm_door_get_now (door));

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_lists_subscribe:
 * @door: an open door
 * @contact: a contact
 * @list: a list
 * @source: (nullable): one of the keywords of the field "source"; %NULL for what the cause of the
 *   door says
 * @flags: whether to subscribe somebody again
 * @outcome: (out): what came of it
 * @error: what the store, the rights or the rules say
 *
 * Subscribes a contact. Somebody who has unsubscribed is left alone, which is an outcome and no
 * error; so is somebody whose address has unsubscribed as another contact.
 */
gboolean
crm_lists_subscribe (CrmDoor            *door,
                     gint64              contact,
                     gint64              list,
                     const char         *source,
                     CrmSubscribeFlags   flags,
                     CrmListOutcome     *outcome,
                     GError            **error)
{
  gboolean again = (flags & CRM_SUBSCRIBE_AGAIN) != 0;
  g_autoptr (GError) reason = NULL;
  gboolean left;
  Pair pair;

  *outcome = CRM_LIST_ALREADY;
  if (!find_pair (door, contact, list, &pair, error))
    return FALSE;
  if (pair.id != 0 && pair.state == CRM_STATE_LIVE && pair.subscribed)
    return TRUE;

  left = pair.id != 0 && pair.state == CRM_STATE_LIVE;
  if (!left)
    left = _crm_lists_has_left (crm_door_get_db (door), contact, list, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  *outcome = left && !again ? CRM_LIST_HAS_UNSUBSCRIBED : CRM_LIST_DONE;

  return *outcome != CRM_LIST_DONE || write_pair (door, &pair, contact, list, CRM_SUBSCRIBED, source, NULL, left, error);
}

static gboolean
unsubscribe_all (CrmDoor         *door,
                 gint64           contact,
                 const char      *source,
                 const char      *reason,
                 CrmListOutcome  *outcome,
                 GError         **error)
{
  g_autoptr (GArray) lists = crm_db_list_ids (crm_door_get_db (door), error,
                                              "SELECT list FROM subscription WHERE state = 0 AND contact = ? "
                                              "AND status = '" CRM_SUBSCRIBED "' ORDER BY id", "i", contact);

  if (lists == NULL)
    return FALSE;

  *outcome = lists->len > 0 ? CRM_LIST_DONE : CRM_LIST_NOT_SUBSCRIBED;
  for (guint i = 0; i < lists->len; i++)
    {
      CrmListOutcome one;

      if (!crm_lists_unsubscribe (door, contact, g_array_index (lists, gint64, i), source, reason, &one, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * crm_lists_unsubscribe:
 * @door: an open door
 * @contact: a contact
 * @list: a list, or 0 for all that the contact is on
 * @source: (nullable): one of the keywords of the field "source"; %NULL for what the cause of the
 *   door says
 * @reason: (nullable): what the person says
 * @outcome: (out): what came of it
 * @error: what the store, the rights or the rules say
 *
 * Unsubscribes a contact. Somebody who was never on the list is noted as unsubscribed all the same,
 * so that no file brings them there; but an automation leaves them alone.
 */
gboolean
crm_lists_unsubscribe (CrmDoor         *door,
                       gint64           contact,
                       gint64           list,
                       const char      *source,
                       const char      *reason,
                       CrmListOutcome  *outcome,
                       GError         **error)
{
  gboolean known;
  Pair pair;

  if (list == 0)
    return unsubscribe_all (door, contact, source, reason, outcome, error);

  if (!find_pair (door, contact, list, &pair, error))
    return FALSE;

  known = pair.id != 0 && pair.state == CRM_STATE_LIVE;
  if (known && !pair.subscribed)
    *outcome = CRM_LIST_ALREADY;
  else if (!known && crm_door_get_cause (door) == CRM_CAUSE_AUTOMATION)
    *outcome = CRM_LIST_NOT_SUBSCRIBED;
  else
    *outcome = CRM_LIST_DONE;

  return *outcome != CRM_LIST_DONE ||
         write_pair (door, &pair, contact, list, CRM_UNSUBSCRIBED, source, reason, FALSE, error);
}

/**
 * crm_list_outcome_get_label:
 *
 * Returns: (transfer none): what came of it, in words
 */
const char *
crm_list_outcome_get_label (CrmListOutcome outcome)
{
  switch (outcome)
    {
    case CRM_LIST_ALREADY:
      return _("Nothing to do: it was so already.");
    case CRM_LIST_HAS_UNSUBSCRIBED:
      return _("Not subscribed: the person has unsubscribed from this list.");
    case CRM_LIST_NOT_SUBSCRIBED:
      return _("Nothing to do: the contact was not on the list.");
    case CRM_LIST_DONE:
    default:
      return _("Done.");
    }
}

/* --- Suppressed addresses --------------------------------------------------------------------------------- */

/**
 * crm_lists_find_suppression:
 * @address: (nullable): an e-mail address, however it is written
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the suppression of @address, or 0
 */
gint64
crm_lists_find_suppression (CrmDb       *db,
                            const char  *address,
                            GError     **error)
{
  g_autofree char *key = crm_email_key (address);

  if (key == NULL)
    return 0;

  return crm_db_get_integer (db, 0, error,
                             "SELECT id FROM suppression WHERE state = 0 AND address_key = ? AND address_key IS NOT NULL "
                             "ORDER BY id LIMIT 1", "t", key);
}

/**
 * crm_lists_suppress:
 * @address: an e-mail address
 * @reason: (nullable): one of the keywords of the field "reason"
 * @details: (nullable): what else is known: the answer of the other mail system
 * @error: %CRM_ERROR_INVALID; what the store says
 *
 * From now on nothing is sent to @address. One that is suppressed already stays as it is.
 *
 * Returns: the suppression, or 0 with @error set
 */
gint64
crm_lists_suppress (CrmDoor     *door,
                    const char  *address,
                    const char  *reason,
                    const char  *details,
                    GError     **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), CRM_ID_SUPPRESSION);
  g_autoptr (CrmEdit) edit = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 known;

  if (!crm_email_is_valid (address))
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID, _("“%s” is not an e-mail address."), address != NULL ? address : "");
      return 0;
    }

  known = crm_lists_find_suppression (crm_door_get_db (door), address, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (known == 0)
    {
      edit = crm_edit_new (table, CRM_OP_CREATE, 0);
      crm_edit_set_text (edit, "address", address);
      if (reason != NULL)
        crm_edit_set_text (edit, "reason", reason);
      if (details != NULL)
        crm_edit_set_text (edit, "details", details);
      known = crm_door_apply (door, edit, error);
    }

  return known;
}

/**
 * crm_lists_unsuppress:
 * @address: an e-mail address
 * @was_suppressed: (out): whether there was something to do
 * @error: what the store says
 *
 * Things may be sent to @address again. Two devices may have suppressed it.
 */
gboolean
crm_lists_unsuppress (CrmDoor     *door,
                      const char  *address,
                      gboolean    *was_suppressed,
                      GError     **error)
{
  const CrmTable *table = crm_schema_get_table (crm_door_get_schema (door), CRM_ID_SUPPRESSION);
  g_autoptr (GError) reason = NULL;
  gint64 id;

  *was_suppressed = FALSE;
  while ((id = crm_lists_find_suppression (crm_door_get_db (door), address, &reason)) != 0)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_TRASH, id);

      *was_suppressed = TRUE;
      if (crm_door_apply (door, edit, error) == 0)
        return FALSE;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/* --- Sending ------------------------------------------------------------------------------------------------ */

/**
 * crm_lists_may_send:
 * @contact: a contact
 * @list: the list that it is sent to, or 0 if it is not about a list
 * @sending: (out): the answer
 * @error: a %CRM_STORE_ERROR
 *
 * The one place that says whether a campaign or an automation may send something to the primary
 * address of a contact.
 */
gboolean
crm_lists_may_send (CrmDb       *db,
                    gint64       contact,
                    gint64       list,
                    CrmSending  *sending,
                    GError     **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;
  const char *status;

  statement = crm_db_query (db, error,
                            "SELECT c.email_key, EXISTS (SELECT 1 FROM suppression p WHERE p.state = 0 AND "
                            "p.address_key = c.email_key AND p.address_key IS NOT NULL), "
                            "(SELECT status FROM subscription s WHERE s.state = 0 AND s.contact = c.id AND s.list = ?2 "
                            "AND s.contact IS NOT NULL), EXISTS (SELECT 1 FROM list l WHERE l.id = ?2 AND l.state = 0) "
                            "FROM contact c WHERE c.id = ?1 AND c.state = 0", "ii", contact, list);
  if (statement == NULL)
    return FALSE;

  if (!crm_statement_step (statement, &reason))
    {
      *sending = CRM_SENDING_NO_CONTACT;
      if (reason == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  status = crm_statement_get_text (statement, 2);
  if (crm_statement_is_null (statement, 0))
    *sending = CRM_SENDING_NO_ADDRESS;
  else if (crm_statement_get_integer (statement, 1) != 0)
    *sending = CRM_SENDING_SUPPRESSED;
  else if (g_strcmp0 (status, CRM_UNSUBSCRIBED) == 0)
    *sending = CRM_SENDING_UNSUBSCRIBED;
  else if (list != 0 && (status == NULL || crm_statement_get_integer (statement, 3) == 0))
    *sending = CRM_SENDING_NOT_SUBSCRIBED;
  else
    *sending = CRM_SENDING_ALLOWED;

  return TRUE;
}

/**
 * crm_sending_get_label:
 *
 * Returns: (transfer none): why something is not sent, or that it is
 */
const char *
crm_sending_get_label (CrmSending sending)
{
  switch (sending)
    {
    case CRM_SENDING_NO_CONTACT:
      return _("The contact is not there any more.");
    case CRM_SENDING_NO_ADDRESS:
      return _("The contact has no e-mail address.");
    case CRM_SENDING_SUPPRESSED:
      return _("The address is suppressed.");
    case CRM_SENDING_UNSUBSCRIBED:
      return _("The contact has unsubscribed from the list.");
    case CRM_SENDING_NOT_SUBSCRIBED:
      return _("The contact is not on the list.");
    case CRM_SENDING_ALLOWED:
    default:
      return _("It can be sent.");
    }
}
