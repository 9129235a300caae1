/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Who is on a list: asked for lists on the screen, counted before somebody subscribes many, and
 * changed many at a time. What holds for one contact is in crm-lists.c.
 */

#include "config.h"

#include "crm-subscribers.h"

#include <glib/gi18n-lib.h>

#include "crm-catalogue.h"

/* --- Changing many ------------------------------------------------------------------------------------------ */

/**
 * crm_list_change_new:
 * @list: a list, or 0
 * @subscribes: whether the contacts are subscribed
 * @contacts: (element-type gint64): whom
 *
 * Returns: (transfer full): a change that nobody has written yet
 */
CrmListChange *
crm_list_change_new (gint64    list,
                     gboolean  subscribes,
                     GArray   *contacts)
{
  CrmListChange *self = g_atomic_rc_box_new0 (CrmListChange);

  self->list = list;
  self->subscribes = subscribes;
  self->contacts = g_array_ref (contacts);

  return self;
}

/**
 * crm_list_change_ref:
 */
CrmListChange *
crm_list_change_ref (CrmListChange *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
list_change_clear (gpointer data)
{
  CrmListChange *self = data;

  g_free (self->new_list);
  g_free (self->source);
  g_free (self->reason);
  g_array_unref (self->contacts);
}

/**
 * crm_list_change_unref:
 */
void
crm_list_change_unref (CrmListChange *self)
{
  g_atomic_rc_box_release_full (self, list_change_clear);
}

/**
 * crm_list_change_write:
 * @change: (type CrmListChange): what to do; its counts are filled in
 * @error: what the store, the rights or the rules say; nothing is written then
 *
 * Makes a change, for crm_store_write_async().
 */
gboolean
crm_list_change_write (CrmDoor   *door,
                       gpointer   change,
                       GError   **error)
{
  CrmListChange *self = change;

  if (self->new_list != NULL)
    {
      const CrmTable *lists = crm_schema_get_table (crm_door_get_schema (door), CRM_ID_LIST);
      g_autoptr (CrmEdit) edit = crm_edit_new (lists, CRM_OP_CREATE, 0);

      crm_edit_set_text (edit, "name", self->new_list);
      self->list = crm_door_apply (door, edit, error);
      if (self->list == 0)
        return FALSE;
    }

  for (guint i = 0; i < self->contacts->len; i++)
    {
      gint64 contact = g_array_index (self->contacts, gint64, i);
      CrmListOutcome outcome;

      if (!(self->subscribes
              ? crm_lists_subscribe (door, contact, self->list, self->source, self->flags, &outcome, error)
              : crm_lists_unsubscribe (door, contact, self->list, self->source, self->reason, &outcome, error)))
        return FALSE;
      self->n[outcome]++;
    }

  return TRUE;
}

/* --- Asking --------------------------------------------------------------------------------------------------- */

/**
 * crm_lists_survey:
 * @list: a list, or 0 for one that is not there yet
 * @contacts: (element-type gint64): whom somebody wants to subscribe
 * @survey: (out caller-allocates): what is known of them
 * @error: a %CRM_STORE_ERROR
 *
 * Counts before something is done. Whoever has unsubscribed is left out unless somebody chooses
 * otherwise, so it has to be known how many these are.
 */
gboolean
crm_lists_survey (CrmDb          *db,
                  gint64          list,
                  const GArray   *contacts,
                  CrmListSurvey  *survey,
                  GError        **error)
{
  g_autoptr (CrmStatement) statement = NULL;
  g_autoptr (GError) reason = NULL;

  *survey = (CrmListSurvey) { 0 };
  statement = crm_db_prepare (db,
                              "SELECT s.status = '" CRM_SUBSCRIBED "', s.status = '" CRM_UNSUBSCRIBED "' OR "
                              "(s.id IS NULL AND EXISTS (SELECT 1 FROM subscription o WHERE o.state = 0 "
                              "AND o.address_key = c.email_key AND o.address_key IS NOT NULL AND o.list = ?2 "
                              "AND o.status = '" CRM_UNSUBSCRIBED "')), "
                              "EXISTS (SELECT 1 FROM suppression p WHERE p.state = 0 AND p.address_key = c.email_key "
                              "AND p.address_key IS NOT NULL) "
                              "FROM contact c LEFT JOIN subscription s ON s.state = 0 AND s.contact = c.id AND s.contact IS NOT NULL "
                              "AND s.list = ?2 WHERE c.id = ?1 AND c.state = 0", error);
  if (statement == NULL)
    return FALSE;

  for (guint i = 0; i < contacts->len && reason == NULL; i++)
    {
      gboolean left, suppressed;

      crm_statement_reset (statement);
      crm_statement_bind_integer (statement, 1, g_array_index (contacts, gint64, i));
      crm_statement_bind_integer (statement, 2, list);
      if (!crm_statement_step (statement, &reason))
        continue;

      survey->n++;
      if (crm_statement_get_integer (statement, 0) != 0)
        {
          survey->subscribed++;
          continue;
        }
      left = crm_statement_get_integer (statement, 1) != 0;
      suppressed = crm_statement_get_integer (statement, 2) != 0;
      survey->left += left;
      survey->suppressed += suppressed;
      survey->left_suppressed += left && suppressed;
    }

  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  return TRUE;
}

/**
 * crm_lists_count:
 * @list: a list
 * @subscribed: (out): how many contacts are on it
 * @unsubscribed: (out): how many have unsubscribed
 * @error: a %CRM_STORE_ERROR
 *
 * Contacts in the trash do not count.
 */
gboolean
crm_lists_count (CrmDb   *db,
                 gint64   list,
                 gint64  *subscribed,
                 gint64  *unsubscribed,
                 GError **error)
{
  g_autoptr (CrmStatement) statement = NULL;

  statement = crm_db_query (db, error,
                            "SELECT coalesce (sum (s.status = '" CRM_SUBSCRIBED "'), 0), "
                            "coalesce (sum (s.status = '" CRM_UNSUBSCRIBED "'), 0) FROM subscription s "
                            "JOIN contact c ON c.id = s.contact AND c.state = 0 "
                            "WHERE s.state = 0 AND s.list = ? AND s.list IS NOT NULL", "i", list);
  if (statement == NULL || !crm_statement_step (statement, error))
    return FALSE;

  *subscribed = crm_statement_get_integer (statement, 0);
  *unsubscribed = crm_statement_get_integer (statement, 1);

  return TRUE;
}

/**
 * crm_lists_find:
 * @contact: a contact
 * @list: a list
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: the subscription of @contact to @list, or 0
 */
gint64
crm_lists_find (CrmDb   *db,
                gint64   contact,
                gint64   list,
                GError **error)
{
  return crm_db_get_integer (db, 0, error,
                             "SELECT id FROM subscription WHERE state = 0 AND contact = ? AND contact IS NOT NULL AND list = ?",
                             "ii", contact, list);
}

/**
 * crm_lists_make_query:
 * @subscriptions: the record type
 * @list: of one list, or 0
 * @contact: of one contact, or 0
 * @status: (nullable): %CRM_SUBSCRIBED or %CRM_UNSUBSCRIBED; %NULL for both
 *
 * The members of a list, found by the words of the contact, or the lists of a contact. What is in
 * the trash, list or contact, is left out.
 *
 * Returns: (transfer full): a query for subscriptions
 */
CrmQuery *
crm_lists_make_query (const CrmRecordType *subscriptions,
                      gint64               list,
                      gint64               contact,
                      const char          *status)
{
  const CrmTable *table = &subscriptions->table;
  CrmQuery *query = crm_query_new (table);
  const CrmColumn *contact_column = crm_table_find_column (table, "contact");
  const CrmColumn *list_column = crm_table_find_column (table, "list");

  if (list != 0)
    {
      crm_query_add_link (query, list_column, list);
      crm_query_search_through (query, contact_column);
    }
  else
    {
      crm_query_add_where (query, "EXISTS (SELECT 1 FROM list l WHERE l.id = r.list AND l.state = 0)", NULL, 0);
      crm_query_add_dependency (query, crm_schema_find_table (table->schema, "list"), NULL);
    }

  if (contact != 0)
    crm_query_add_link (query, contact_column, contact);
  else
    {
      crm_query_add_where (query, "EXISTS (SELECT 1 FROM contact c WHERE c.id = r.contact AND c.state = 0)", NULL, 0);
      crm_query_add_dependency (query, crm_schema_find_table (table->schema, "contact"), NULL);
      crm_query_set_sort (query, contact_column, FALSE);
    }

  if (status != NULL)
    {
      /* Borrowed: the query makes a copy of its own. */
      const CrmValue value = { .kind = CRM_VALUE_TEXT, .text = (char *) status };

      crm_query_add_where (query, "r.status = ?", &value, 1);
      crm_query_add_dependency (query, table, crm_table_find_column (table, "status"));
    }

  return query;
}

static char *
say_day (CrmRecord *record)
{
  gint64 since = crm_record_get_integer (record, "since");
  g_autoptr (GDateTime) instant = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = instant != NULL ? g_date_time_to_local (instant) : NULL;

  /* TRANSLATORS: a day with its month by name and the year, as in "3 May 2026" */
  return local != NULL ? g_date_time_format (local, _("%-d %B %Y")) : g_strdup ("");
}

/**
 * crm_lists_say:
 * @subscription: of a contact to a list
 *
 * Returns: (transfer full): since when and how, in words: "Unsubscribed on 3 May 2026 · Unsubscribe
 *   Link · “Too many”"
 */
char *
crm_lists_say (CrmRecord *subscription)
{
  gboolean on = g_strcmp0 (crm_record_get_raw_text (subscription, "status"), CRM_SUBSCRIBED) == 0;
  g_autofree char *day = say_day (subscription);
  g_autofree char *source = crm_record_format (subscription, crm_record_find_field (subscription, "source"));
  const char *reason = crm_record_get_raw_text (subscription, "reason");
  GString *text = g_string_new (NULL);

  /* TRANSLATORS: the gap is a day */
  g_string_append_printf (text, on ? _("Subscribed since %s") : _("Unsubscribed on %s"), day);
  if (*source != '\0')
    g_string_append_printf (text, " · %s", source);
  if (reason != NULL)
    g_string_append_printf (text, " · “%s”", reason);

  return g_string_free (text, FALSE);
}

/* Whether it was the person who unsubscribed, rather than somebody who works here. */
static gboolean
is_own_doing (CrmRecord *subscription)
{
  static const char *const own[] = { "link", "reply", "complaint", "form", "landing-page", "chatbot", NULL };
  const char *source = crm_record_get_raw_text (subscription, "source");

  return source != NULL && g_strv_contains (own, source);
}

/**
 * crm_lists_say_left:
 * @subscription: (nullable): of somebody who has unsubscribed; %NULL if it is somebody with the same
 *   address
 * @who: the name of the contact
 *
 * Returns: (transfer full): a sentence for those who want to subscribe them again
 */
char *
crm_lists_say_left (CrmRecord  *subscription,
                    const char *who)
{
  g_autofree char *day = NULL;
  g_autofree char *source = NULL;
  const char *reason;

  if (subscription == NULL)
    return g_strdup_printf (_("Somebody with the e-mail address of “%s” has unsubscribed."), who);

  day = say_day (subscription);
  source = crm_record_format (subscription, crm_record_find_field (subscription, "source"));
  reason = crm_record_get_raw_text (subscription, "reason");
  if (is_own_doing (subscription) && reason != NULL)
    /* TRANSLATORS: a name, a day, how ("Unsubscribe Link"), and what the person said */
    return g_strdup_printf (_("“%1$s” personally unsubscribed on %2$s (%3$s): “%4$s”"), who, day, source, reason);
  if (is_own_doing (subscription))
    /* TRANSLATORS: a name, a day, and how ("Unsubscribe Link") */
    return g_strdup_printf (_("“%1$s” personally unsubscribed on %2$s (%3$s)."), who, day, source);
  if (reason != NULL)
    /* TRANSLATORS: a name, a day, how ("By Hand"), and a reason */
    return g_strdup_printf (_("“%1$s” was unsubscribed on %2$s (%3$s): “%4$s”"), who, day, source, reason);

  /* TRANSLATORS: a name, a day, and how ("By Hand") */
  return g_strdup_printf (_("“%1$s” was unsubscribed on %2$s (%3$s)."), who, day, source);
}

/* --- Suppressed addresses ---------------------------------------------------------------------------------------- */

/**
 * crm_lists_say_suppressed:
 * @catalogue: a catalogue
 * @addresses: (array zero-terminated=1): e-mail addresses, however they are written
 * @error: a %CRM_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): a line for each address that is suppressed, with the reason;
 *   empty if there is none; %NULL with @error set
 */
char *
crm_lists_say_suppressed (CrmDb              *db,
                          CrmCatalogue       *catalogue,
                          const char *const  *addresses,
                          GError            **error)
{
  const CrmTable *table = crm_schema_get_table (CRM_SCHEMA (catalogue), CRM_ID_SUPPRESSION);
  const CrmField *field = crm_field_from_column (crm_table_find_column (table, "reason"));
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean several = addresses[0] != NULL && addresses[1] != NULL;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr (GError) failure = NULL;
      gint64 id = crm_lists_find_suppression (db, addresses[i], &failure);
      g_autofree char *reason = id != 0 ? crm_db_get_text (db, &failure, "SELECT reason FROM suppression WHERE id = ?", "i", id) : NULL;
      const char *label = reason != NULL ? crm_field_get_keyword_label (field, reason) : NULL;

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      if (id == 0)
        continue;

      if (text->len > 0)
        g_string_append_c (text, '\n');
      if (several)
        g_string_append_printf (text, "%s: ", addresses[i]);
      if (label != NULL)
        /* TRANSLATORS: nothing is sent to an e-mail address; the gap is why */
        g_string_append_printf (text, _("Suppressed (%s)"), label);
      else
        g_string_append (text, _("Suppressed"));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * crm_lists_say_suppression:
 * @suppression: of an address
 *
 * Returns: (transfer full): why, since when and what else is known, in words: "By Hand · 3 May 2026"
 */
char *
crm_lists_say_suppression (CrmRecord *suppression)
{
  const char *details = crm_record_get_raw_text (suppression, "details");
  g_autofree char *reason = crm_record_format (suppression, crm_record_find_field (suppression, "reason"));
  g_autofree char *day = say_day (suppression);

  return *reason != '\0' ? g_strjoin (" · ", reason, day, details, NULL) : g_strjoin (" · ", day, details, NULL);
}
