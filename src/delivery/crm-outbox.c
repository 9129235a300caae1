/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What has to leave the machine. Whoever wants something sent puts it in here in the commit that has
 * the reason for it: either both are there or neither. A channel claims one, builds it, says that
 * it is going on the wire in a commit of its own, sends it, and settles it. If the program ends
 * before that commit the try is as if it had not been; after it, nobody knows, and people are asked,
 * unless the far side knows doubles by their key. So nothing is sent twice silently. Writer thread.
 */

#include "config.h"

#include "crm-outbox.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-error.h"

#define HOUR   (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define LEASE  (5 * G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)
#define FIRST_PAUSE (15 * G_USEC_PER_SEC)
#define MAX_ATTEMPTS 12

#define COLUMNS "id, dedupe_key, channel, class, name, address, payload, contact, run, step, state, attempts, expires_at"

/**
 * crm_outbox_item_free:
 */
void
crm_outbox_item_free (CrmOutboxItem *item)
{
  if (item == NULL)
    return;

  g_free (item->id);
  g_free (item->key);
  g_free (item->channel);
  g_free (item->kind);
  g_free (item->name);
  g_free (item->address);
  g_free (item->payload);
  g_free (item->step);
  g_free (item->state);
  g_free (item);
}

static CrmOutboxItem *
read_item (CrmStatement *statement)
{
  CrmOutboxItem *item = g_new0 (CrmOutboxItem, 1);

  item->id = g_strdup (crm_statement_get_text (statement, 0));
  item->key = g_strdup (crm_statement_get_text (statement, 1));
  item->channel = g_strdup (crm_statement_get_text (statement, 2));
  item->kind = g_strdup (crm_statement_get_text (statement, 3));
  item->name = g_strdup (crm_statement_get_text (statement, 4));
  item->address = g_strdup (crm_statement_get_text (statement, 5));
  item->payload = g_strdup (crm_statement_get_text (statement, 6));
  item->contact = crm_statement_get_integer (statement, 7);
  item->run = crm_statement_get_integer (statement, 8);
  item->step = g_strdup (crm_statement_get_text (statement, 9));
  item->state = g_strdup (crm_statement_get_text (statement, 10));
  item->attempts = (int) crm_statement_get_integer (statement, 11);
  item->expires = crm_statement_get_integer (statement, 12);

  return item;
}

/* What was due while the program was closed for long is not news any more. */
static gint64
find_expiry (const CrmOutboxItem *item,
             gint64               now)
{
  if (item->expires != 0)
    return item->expires;
  if (g_strcmp0 (item->kind, "marketing") == 0)
    return now + 48 * HOUR;
  if (g_strcmp0 (item->kind, "transactional") == 0)
    return now + 7 * 24 * HOUR;

  return 0;
}

/**
 * crm_outbox_put:
 * @item: what to send; its id is ignored
 * @id: (out) (optional) (transfer full): by which it is known
 * @error: a %CRM_STORE_ERROR
 *
 * Queues something, once for each key.
 */
gboolean
crm_outbox_put (CrmDoor              *door,
                const CrmOutboxItem  *item,
                char                **id,
                GError              **error)
{
  CrmDb *db = crm_door_get_db (door);
  gint64 now = crm_door_get_now (door);
  gint64 expires = find_expiry (item, now);
  char text[CRM_UUID_STRING_SIZE];
  CrmUuid uuid;

  crm_uuid_generate (&uuid, now);
  crm_uuid_print (&uuid, text);

  if (!crm_db_run (db, error,
                   "INSERT INTO outbox (id, dedupe_key, channel, class, name, address, payload, contact, run, step, state, "
                   "next_try, expires_at, device, created) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif (?8, 0), nullif (?9, 0), ?10, coalesce (?11, 'queued'), ?12, "
                   "nullif (?13, 0), (SELECT value FROM meta WHERE name = 'device'), ?12) ON CONFLICT DO NOTHING",
                   "tttttttiittii", text, item->key, item->channel, item->kind, item->name, item->address, item->payload,
                   item->contact, item->run, item->step, item->state, now, expires))
    return FALSE;

  /* The one that is there already, if the key is known. */
  if (id != NULL)
    *id = crm_db_n_changes (db) == 1 ? g_strdup (text) : crm_db_get_text (db, NULL, "SELECT id FROM outbox WHERE dedupe_key = ?", "t", item->key);

  return TRUE;
}

/* What did not arrive is a failure of the run that wanted it (window.md, Today); @why is %NULL when it is none any more. */
static gboolean
tell_run (CrmDoor     *door,
          gint64       run,
          const char  *why,
          GError     **error)
{
  CrmDb *db = crm_door_get_db (door);
  const CrmTable *table = crm_schema_find_table (crm_door_get_schema (door), "run");
  g_auto (CrmValue) text = why != NULL ? crm_value_text (why) : (CrmValue) CRM_VALUE_INIT;
  CrmValue time = why != NULL ? crm_value_integer (crm_door_get_now (door)) : (CrmValue) CRM_VALUE_INIT;

  if (run == 0 || (why == NULL && crm_db_get_integer (db, 0, NULL,
                                                      "SELECT EXISTS (SELECT 1 FROM automation_trail WHERE run = ?1 AND outcome = 3) OR "
                                                      "EXISTS (SELECT 1 FROM outbox WHERE run = ?1 AND state IN ('dead', 'uncertain', 'bounced', 'expired'))", "i", run) != 0))
    return TRUE;

  return crm_door_derive (door, table, run, "failed_at", &time, error) && crm_door_derive (door, table, run, "failure", &text, error);
}

static char *
say_failure (const CrmOutboxItem *item,
             const char          *why)
{
  return g_strdup_printf ("%s: %s", item->name != NULL ? item->name : item->address != NULL ? item->address : item->channel, why);
}

/* The same for all that @sql finds; its only parameter is the time. */
static gboolean
tell_of (CrmDoor     *door,
         const char  *sql,
         const char  *reading,
         GError     **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_outbox_item_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (crm_door_get_db (door), error, sql, "i", crm_door_get_now (door));
  if (statement == NULL)
    return FALSE;
  while (crm_statement_step (statement, &reason))
    g_ptr_array_add (items, read_item (statement));
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < items->len; i++)
    {
      const CrmOutboxItem *item = g_ptr_array_index (items, i);
      g_autofree char *why = say_failure (item, reading);

      if (!tell_run (door, item->run, why, error))
        return FALSE;
    }

  return TRUE;
}

static CrmOutboxItem *
query_one (CrmDb       *db,
           GError     **error,
           const char  *sql,
           const char  *text,
           gint64       now)
{
  g_autoptr (CrmStatement) statement = crm_db_query (db, error, sql, "ti", text, now);

  return statement != NULL && crm_statement_step (statement, error) ? read_item (statement) : NULL;
}

/**
 * crm_outbox_claim:
 * @channel: of which something is wanted
 * @item: (out) (transfer full) (nullable): what is to be sent next, or %NULL if there is nothing
 * @error: a %CRM_STORE_ERROR
 *
 * Takes the next one that is due on this device, for five minutes. What has expired is put aside.
 */
gboolean
crm_outbox_claim (CrmDoor        *door,
                  const char     *channel,
                  CrmOutboxItem **item,
                  GError        **error)
{
  CrmDb *db = crm_door_get_db (door);
  gint64 now = crm_door_get_now (door);
  g_autoptr (GError) reason = NULL;

  *item = NULL;
  if (!tell_of (door, "SELECT " COLUMNS " FROM outbox WHERE state = 'queued' AND next_try <= ?1 AND expires_at <= ?1",
                _("It was too late to send it."), error) ||
      !crm_db_run (db, error,
                   "UPDATE outbox SET state = 'expired', final = ?1, next_try = NULL "
                   "WHERE state = 'queued' AND next_try <= ?1 AND expires_at <= ?1", "i", now))
    return FALSE;

  *item = query_one (db, &reason,
                     "SELECT " COLUMNS " FROM outbox INDEXED BY outbox_due WHERE state = 'queued' AND channel = ?1 "
                     "AND next_try <= ?2 AND device = (SELECT value FROM meta WHERE name = 'device') "
                     "ORDER BY next_try, id LIMIT 1", channel, now);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (*item == NULL)
    return TRUE;

  (*item)->attempts++;

  return crm_db_run (db, error,
                     "UPDATE outbox SET state = 'sending', phase = 'building', lease_until = ?1, attempts = attempts + 1 WHERE id = ?2",
                     "it", now + LEASE, (*item)->id) &&
         crm_db_run (db, error, "INSERT INTO outbox_attempt (outbox, n, started) "
                               "SELECT ?1, coalesce (max (n), 0) + 1, ?2 FROM outbox_attempt WHERE outbox = ?1", "ti",
                     (*item)->id, now);
}

/**
 * crm_outbox_mark_on_wire:
 * @id: what was claimed
 * @error: %CRM_ERROR_REFUSED if it is not claimed any more
 *
 * Says that it may be at the far side from now on. To be committed before the first byte is sent.
 */
gboolean
crm_outbox_mark_on_wire (CrmDoor     *door,
                         const char  *id,
                         GError     **error)
{
  CrmDb *db = crm_door_get_db (door);

  if (!crm_db_run (db, error, "UPDATE outbox SET phase = 'on-wire' WHERE id = ? AND state = 'sending' AND phase = 'building'", "t", id))
    return FALSE;
  if (crm_db_n_changes (db) == 1)
    return TRUE;

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("This message has been taken back."));

  return FALSE;
}

/* Full pauses double up to an hour; the exact instant differs from message to message, so that not
 * all come back at once. */
static gint64
find_next_try (const CrmOutboxItem *item,
               gint64               now)
{
  gint64 pause = MIN (FIRST_PAUSE << MIN (item->attempts, 10), HOUR);

  return now + pause / 2 + (gint64) (g_str_hash (item->id) % 1000) * pause / 2000;
}

static const char *
name_verdict (CrmOutboxVerdict verdict)
{
  static const char *const names[] = { "accepted", "permanent", "retry", "throttled", "uncertain" };

  return names[verdict];
}

static CrmOutboxItem *
get_item (CrmDb       *db,
          const char  *id,
          GError     **error)
{
  g_autoptr (GError) reason = NULL;
  CrmOutboxItem *item = query_one (db, &reason, "SELECT " COLUMNS " FROM outbox WHERE id = ?1 AND ?2 = 0", id, 0);

  if (item == NULL && reason == NULL)
    g_set_error (&reason, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no message %s in the outbox."), id);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return item;
}

/**
 * crm_outbox_settle:
 * @id: what was claimed
 * @verdict: what came of it
 * @provider_id: (nullable): what the far side calls it
 * @code: (nullable): what it answered
 * @message: (nullable): why not, in words
 * @not_before: when it may be tried again, in microseconds, or 0
 * @error: a %CRM_STORE_ERROR, or what the rules say
 *
 * Ends a try. A message to a contact that was accepted is an event of the contact.
 */
gboolean
crm_outbox_settle (CrmDoor           *door,
                   const char        *id,
                   CrmOutboxVerdict   verdict,
                   const char        *provider_id,
                   const char        *code,
                   const char        *message,
                   gint64             not_before,
                   GError           **error)
{
  CrmDb *db = crm_door_get_db (door);
  gint64 now = crm_door_get_now (door);
  g_autoptr (CrmOutboxItem) item = get_item (db, id, error);
  const char *state = "queued";
  gint64 next = 0;

  if (item == NULL)
    return FALSE;

  /* Somebody has taken it back while it was built, or has settled it. */
  if (strcmp (item->state, "queued") != 0 && strcmp (item->state, "sending") != 0 && strcmp (item->state, "uncertain") != 0)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("This message is not on its way any more."));
      return FALSE;
    }

  switch (verdict)
    {
    case CRM_VERDICT_ACCEPTED:
      state = "accepted";
      break;
    case CRM_VERDICT_PERMANENT:
      state = "dead";
      break;
    case CRM_VERDICT_UNCERTAIN:
      state = "uncertain";
      break;
    case CRM_VERDICT_THROTTLED:
      next = not_before != 0 ? not_before : now + FIRST_PAUSE;
      break;
    case CRM_VERDICT_RETRY:
    default:
      if (item->attempts >= MAX_ATTEMPTS)
        state = "dead";
      else
        next = MAX (not_before, find_next_try (item, now));
      break;
    }

  if (!crm_db_run (db, error,
                   "UPDATE outbox SET state = ?2, phase = NULL, lease_until = NULL, next_try = nullif (?3, 0), "
                   "attempts = attempts - ?4, provider_id = coalesce (?5, provider_id), last_code = ?6, last_error = ?7, "
                   "accepted = CASE ?2 WHEN 'accepted' THEN ?8 ELSE accepted END, "
                   "final = CASE ?2 WHEN 'dead' THEN ?8 END WHERE id = ?1", "ttiittti",
                   id, state, next, (gint64) (verdict == CRM_VERDICT_THROTTLED), provider_id, code, message, now) ||
      !crm_db_run (db, error, "UPDATE outbox_attempt SET ended = ?1, verdict = ?2, code = ?3, message = ?4 WHERE outbox = ?5 AND "
                            "n = (SELECT max (n) FROM outbox_attempt WHERE outbox = ?5)", "itttt",
                   now, name_verdict (verdict), code, message, id))
    return FALSE;

  if (strcmp (state, "queued") != 0)
    {
      g_autofree char *why = strcmp (state, "accepted") == 0 ? NULL
                             : say_failure (item, strcmp (state, "uncertain") == 0 ? _("Nobody knows whether it has arrived.")
                                                  : message != NULL ? message : code != NULL ? code : _("It was not accepted."));

      if (!tell_run (door, item->run, why, error))
        return FALSE;
    }

  if (verdict != CRM_VERDICT_ACCEPTED || item->contact == 0 ||
      (strcmp (item->channel, "email") != 0 && strcmp (item->channel, "sms") != 0))
    return TRUE;

  return crm_outbox_note (door, id, "message-sent", NULL, now, error);
}

/**
 * crm_outbox_note:
 * @id: a message
 * @kind: "message-sent", "message-opened", "message-clicked", "message-replied", "message-bounced"
 * @link: (nullable): which link was clicked
 * @time: when, in microseconds
 * @error: what the store or the rules say
 *
 * What was heard of a message becomes an event of its contact.
 */
gboolean
crm_outbox_note (CrmDoor     *door,
                 const char  *id,
                 const char  *kind,
                 const char  *link,
                 gint64       time,
                 GError     **error)
{
  CrmDb *db = crm_door_get_db (door);
  g_autoptr (CrmOutboxItem) item = get_item (db, id, error);
  g_autoptr (CrmEdit) event = NULL;

  if (item == NULL)
    return FALSE;
  if (item->contact == 0 || crm_db_get_integer (db, 0, NULL, "SELECT 1 FROM contact WHERE id = ? AND state = 0", "i", item->contact) == 0)
    return TRUE;

  event = crm_edit_new (crm_schema_find_table (crm_door_get_schema (door), "event"), CRM_OP_CREATE, 0);
  crm_edit_set_text (event, "kind", kind);
  crm_edit_set_integer (event, "contact", item->contact);
  crm_edit_set_integer (event, "time", time);
  if (item->name != NULL)
    crm_edit_set_text (event, "name", item->name);
  if (link != NULL)
    crm_edit_set_text (event, "link", link);
  crm_edit_set_text (event, "message", id);

  if (crm_door_apply (door, event, error) == 0)
    return FALSE;

  if (strcmp (kind, "message-bounced") != 0)
    return TRUE;

  {
    g_autofree char *why = say_failure (item, _("It came back."));

    return crm_db_run (db, error, "UPDATE outbox SET state = 'bounced', final = ? WHERE id = ?", "it", time, id) &&
           tell_run (door, item->run, why, error);
  }
}

/**
 * crm_outbox_recover:
 * @idempotent: (nullable) (array zero-terminated=1): channels whose far side knows doubles
 * @error: a %CRM_STORE_ERROR
 *
 * To be called when a program starts, and now and then: tries whose time is over are taken up again.
 * What was on the wire is uncertain, and stays so until somebody says what it is.
 */
gboolean
crm_outbox_recover (CrmDoor            *door,
                    const char *const  *idempotent,
                    GError            **error)
{
  CrmDb *db = crm_door_get_db (door);
  gint64 now = crm_door_get_now (door);

  for (guint i = 0; idempotent != NULL && idempotent[i] != NULL; i++)
    if (!crm_db_run (db, error,
                     "UPDATE outbox SET state = 'queued', phase = NULL, lease_until = NULL, next_try = ?1 "
                     "WHERE state = 'sending' AND lease_until <= ?1 AND channel = ?2", "it", now, idempotent[i]))
      return FALSE;

  if (!tell_of (door, "SELECT " COLUMNS " FROM outbox WHERE state = 'sending' AND lease_until <= ? AND phase = 'on-wire'",
                _("Nobody knows whether it has arrived."), error))
    return FALSE;

  return crm_db_run (db, error,
                     "UPDATE outbox SET state = CASE phase WHEN 'building' THEN 'queued' ELSE 'uncertain' END, "
                     "next_try = CASE phase WHEN 'building' THEN ?1 END, phase = NULL, lease_until = NULL "
                     "WHERE state = 'sending' AND lease_until <= ?1", "i", now);
}

static gboolean
change_state (CrmDoor     *door,
              const char  *sql,
              const char  *id,
              GError     **error)
{
  CrmDb *db = crm_door_get_db (door);
  g_autoptr (CrmOutboxItem) item = get_item (db, id, error);

  if (item == NULL || !crm_db_run (db, error, sql, "ti", id, crm_door_get_now (door)))
    return FALSE;
  if (crm_db_n_changes (db) == 1)
    return tell_run (door, item->run, NULL, error);

  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_REFUSED, _("This message is on its way or has arrived. It cannot be changed any more."));

  return FALSE;
}

/**
 * crm_outbox_retry:
 * @error: %CRM_ERROR_REFUSED if it is on its way or has arrived
 *
 * Somebody wants it tried again, knowing that it may arrive twice if it is uncertain. From now on it is this device
 * that sends it.
 */
gboolean
crm_outbox_retry (CrmDoor     *door,
                  const char  *id,
                  GError     **error)
{
  return change_state (door, "UPDATE outbox SET state = 'queued', next_try = ?2, attempts = 0, final = NULL, expires_at = NULL, "
                             "device = (SELECT value FROM meta WHERE name = 'device') "
                             "WHERE id = ?1 AND (state IN ('held', 'dead', 'uncertain', 'expired', 'cancelled', 'suppressed') OR "
                             "(state = 'queued' AND device <> (SELECT value FROM meta WHERE name = 'device')))", id, error);
}

/**
 * crm_outbox_cancel:
 * @error: %CRM_ERROR_REFUSED if it is on its way or has arrived
 *
 * Somebody does not want it sent.
 */
gboolean
crm_outbox_cancel (CrmDoor     *door,
                   const char  *id,
                   GError     **error)
{
  return change_state (door, "UPDATE outbox SET state = 'cancelled', next_try = NULL, final = ?2 "
                             "WHERE id = ?1 AND (state IN ('held', 'queued', 'uncertain') OR (state = 'sending' AND phase = 'building'))",
                       id, error);
}

/**
 * crm_outbox_list:
 * @state: (nullable): of which; %NULL for all
 * @limit: how many at most
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (element-type CrmOutboxItem) (nullable): the oldest first
 */
GPtrArray *
crm_outbox_list (CrmDb       *db,
                 const char  *state,
                 guint        limit,
                 GError     **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_outbox_item_free);
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  statement = crm_db_query (db, error, "SELECT " COLUMNS " FROM outbox WHERE ?1 IS NULL OR state = ?1 ORDER BY created, id LIMIT ?2", "ti",
                            state, (gint64) limit);
  if (statement == NULL)
    return NULL;

  while (crm_statement_step (statement, &reason))
    g_ptr_array_add (list, read_item (statement));
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return NULL;
    }

  return g_steal_pointer (&list);
}
