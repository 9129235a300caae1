/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Triggers that no single change fires: a date that is reached, and a segment that somebody joins. The
 * calendar is looked at day by day; days on which the computer was off are made up for, each once. Of
 * each segment the engine remembers who is in it. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <stdio.h>
#include <string.h>

#include "crm-condition-sql.h"
#include "crm-date.h"
#include "crm-duration.h"
#include "crm-error.h"

/* --- Days -------------------------------------------------------------------------------------------------------------- */

static void
get_day (CrmEngine *self,
         gint64     instant,
         char       day[CRM_DATE_SIZE],
         int       *minute)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (instant / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->zone);

  g_snprintf (day, CRM_DATE_SIZE, "%04d-%02d-%02d", g_date_time_get_year (local), g_date_time_get_month (local),
              g_date_time_get_day_of_month (local));
  *minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
}

static int
get_minute (const CrmTrigger *trigger)
{
  const char *time = crm_trigger_get_text (trigger, "time");
  int hour = 0, minute = 0;

  if (time != NULL && sscanf (time, "%2d:%2d", &hour, &minute) < 1)
    return 0;

  return hour * 60 + minute;
}

/* The last day whose time has come. */
static void
get_last_day (CrmEngine        *self,
              const CrmTrigger *trigger,
              char              day[CRM_DATE_SIZE])
{
  char today[CRM_DATE_SIZE];
  int minute;

  get_day (self, self->now, today, &minute);
  if (minute >= get_minute (trigger) || !crm_date_add (today, 0, 0, -1, day))
    g_strlcpy (day, today, CRM_DATE_SIZE);
}

static gint64
get_next (CrmEngine        *self,
          const CrmTrigger *trigger,
          const char       *day)
{
  int year, month, number;
  int minute = get_minute (trigger);
  char next[CRM_DATE_SIZE];
  g_autoptr (GDateTime) at = NULL;

  if (!crm_date_add (day, 0, 0, 1, next) || !crm_date_split (next, &year, &month, &number))
    return 0;
  at = g_date_time_new (self->zone, year, month, number, minute / 60, minute % 60, 0);

  return at != NULL ? g_date_time_to_unix (at) * G_USEC_PER_SEC : 0;
}

static gboolean
set_day (CrmEngine         *self,
         gint64             automation,
         const CrmTrigger  *trigger,
         const char        *day,
         GError           **error)
{
  return crm_db_run (self->db, error, "INSERT INTO automation_calendar VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET day = ?3", "itt",
                     automation, trigger->id, day);
}

/* From now on: the day on which it is switched on counts, unless its hour is over. */
gboolean
_crm_calendar_begin (CrmEngine         *self,
                     gint64             automation,
                     const CrmTrigger  *trigger,
                     GError           **error)
{
  char today[CRM_DATE_SIZE];
  char day[CRM_DATE_SIZE];
  int minute;

  get_day (self, self->now, today, &minute);
  if ((crm_trigger_get_text (trigger, "time") != NULL && minute >= get_minute (trigger)) || !crm_date_add (today, 0, 0, -1, day))
    g_strlcpy (day, today, sizeof day);

  return set_day (self, automation, trigger, day, error);
}

/* The day that a date has to be so that @day is the one: so long before it, on it, or after it. */
static gboolean
find_wanted (const CrmTrigger *trigger,
             const char       *day,
             char              wanted[CRM_DATE_SIZE])
{
  const char *when = crm_trigger_get_text (trigger, "when");
  const char *offset = crm_trigger_get_text (trigger, "offset");
  CrmDuration duration;

  g_strlcpy (wanted, day, CRM_DATE_SIZE);
  if (offset == NULL || when == NULL || strcmp (when, "on") == 0)
    return TRUE;

  return crm_duration_parse_plain (offset, &duration, NULL) &&
         crm_duration_add_to_date (&duration, strcmp (when, "before") == 0 ? 1 : -1, day, wanted);
}

/* Records whose date is @day. Of a birthday on the 29th of February the 28th is the day in other years. */
static GArray *
find_records (CrmEngine         *self,
              const CrmField    *field,
              const char        *day,
              gboolean           yearly,
              GError           **error)
{
  const char *table = field->record_type->table.name;
  const char *column = field->column.name;
  g_autofree char *sql = NULL;
  g_autofree char *value = NULL;
  int year, month, number;

  if (!crm_date_split (day, &year, &month, &number))
    return g_array_new (FALSE, FALSE, sizeof (gint64));

  /* An instant is the day on which it is here. */
  value = field->type == CRM_FIELD_DATE_TIME
            ? g_strdup_printf ("date (%s / 1000000, 'unixepoch', 'localtime')", column) : g_strdup_printf ("substr (%s, 1, 10)", column);
  if (yearly)
    {
      gboolean leap = month == 2 && number == 28 && !g_date_is_leap_year ((GDateYear) year);

      sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s IS NOT NULL AND substr (%s, 6) IN (substr (?1, 6), '%s') "
                             "AND substr (%s, 1, 4) <= substr (?1, 1, 4) ORDER BY id", table, column, value, leap ? "02-29" : "", value);
      return crm_db_list_ids (self->db, error, sql, "t", day);
    }

  if (field->type == CRM_FIELD_DATE)
    sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s = ?1 ORDER BY id", table, column);
  else
    sql = g_strdup_printf ("SELECT id FROM %s WHERE state = 0 AND %s IS NOT NULL AND %s = ?1 ORDER BY id", table, column, value);

  return crm_db_list_ids (self->db, error, sql, "t", day);
}

static GArray *
find_people (CrmEngine         *self,
             const CrmTrigger  *trigger,
             const CrmField    *field,
             gint64             record,
             CrmObject         *object,
             GError           **error)
{
  GArray *ids;

  switch (field->record_type->table.id)
    {
    case CRM_ID_DEAL:
      object->deal = record;
      return crm_db_list_ids (self->db, error,
                              "SELECT contact FROM deal WHERE id = ?1 AND contact IS NOT NULL UNION "
                              "SELECT key FROM member WHERE ?4 AND tbl = ?2 AND record = ?1 AND col = ?3 AND removed IS NULL", "iiii", record,
                              (gint64) CRM_ID_DEAL, (gint64) crm_table_find_column (&field->record_type->table, "people")->id,
                              (gint64) !trigger->primary);
    case CRM_ID_ACCOUNT:
      object->account = record;
      return crm_db_list_ids (self->db, error, "SELECT id FROM contact WHERE account = ? AND state = 0 ORDER BY id", "i", record);
    case CRM_ID_TASK:
      object->task = record;
      return crm_db_list_ids (self->db, error, "SELECT key FROM member WHERE tbl = ? AND record = ? AND col = ? AND removed IS NULL", "iii",
                              (gint64) CRM_ID_TASK, record, (gint64) crm_table_find_column (&field->record_type->table, "contacts")->id);
    default:
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (ids, record);
      return ids;
    }
}

static const CrmField *
find_field (CrmEngine        *self,
            const CrmTrigger *trigger)
{
  const char *name = crm_trigger_get_text (trigger, "field");
  g_auto (GStrv) parts = g_strsplit (name != NULL ? name : "", ".", 2);
  const CrmRecordType *type = parts[0] != NULL && parts[1] != NULL ? crm_catalogue_find (CRM_CATALOGUE (self->schema), parts[0]) : NULL;

  return type != NULL ? crm_record_type_find_field (type, parts[1]) : NULL;
}

static gboolean
let_in_on (CrmEngine         *self,
           CrmProgram        *program,
           const CrmTrigger  *trigger,
           const char        *day,
           GError           **error)
{
  const CrmField *field = find_field (self, trigger);
  JsonNode *yearly = json_object_get_member (trigger->keys, "yearly");
  char wanted[CRM_DATE_SIZE];
  g_autoptr (GArray) records = NULL;

  if (field == NULL || !find_wanted (trigger, day, wanted))
    return TRUE;

  records = find_records (self, field, wanted, yearly != NULL && json_node_get_boolean (yearly), error);
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      CrmObject object = { 0 };
      gint64 record = g_array_index (records, gint64, i);
      g_autoptr (GArray) people = find_people (self, trigger, field, record, &object, error);

      if (people == NULL)
        return FALSE;
      for (guint k = 0; k < people->len; k++)
        {
          gint64 cause = -(record * 100000 + self->now / CRM_DAY % 100000);
          gboolean entered;

          if (!_crm_engine_enter (self, program, trigger, NULL, g_array_index (people, gint64, k), &object, cause, &entered, NULL, error))
            return FALSE;
        }
    }

  return TRUE;
}

/* Adds to @people, a set of ids, whom the trigger lets in on the day on which it is switched on. */
gboolean
_crm_calendar_list_today (CrmEngine         *self,
                          CrmProgram        *program,
                          const CrmTrigger  *trigger,
                          GHashTable        *people,
                          GError           **error)
{
  const CrmField *field = find_field (self, trigger);
  JsonNode *yearly = json_object_get_member (trigger->keys, "yearly");
  char today[CRM_DATE_SIZE];
  char wanted[CRM_DATE_SIZE];
  g_autoptr (GArray) records = NULL;
  int minute;

  get_day (self, self->now, today, &minute);
  if (field == NULL || (crm_trigger_get_text (trigger, "time") != NULL && minute >= get_minute (trigger)) || !find_wanted (trigger, today, wanted))
    return TRUE;

  records = find_records (self, field, wanted, yearly != NULL && json_node_get_boolean (yearly), error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      CrmObject object = { 0 };
      g_autoptr (GArray) ids = find_people (self, trigger, field, g_array_index (records, gint64, i), &object, error);

      if (ids == NULL)
        return FALSE;
      for (guint k = 0; k < ids->len; k++)
        {
          gint64 id = g_array_index (ids, gint64, k);
          gboolean would;

          if (!_crm_engine_would_enter (self, program, trigger, id, &object, &would, error))
            return FALSE;
          if (would)
            g_hash_table_add (people, g_memdup2 (&id, sizeof id));
        }
    }

  return records != NULL;
}

static void
propose (gint64 *next,
         gint64  instant)
{
  if (instant != 0 && (*next == 0 || instant < *next))
    *next = instant;
}

/* One day of one trigger in a commit. */
static gboolean
look_at_trigger (CrmEngine         *self,
                 CrmProgram        *program,
                 const CrmTrigger  *trigger,
                 gint64            *next,
                 gboolean          *worked,
                 GError           **error)
{
  g_autofree char *done = NULL;
  char last[CRM_DATE_SIZE];
  char day[CRM_DATE_SIZE];

  done = crm_db_get_text (self->db, NULL, "SELECT day FROM automation_calendar WHERE automation = ? AND trigger_id = ?", "it", program->id, trigger->id);
  if (done == NULL)
    return _crm_calendar_begin (self, program->id, trigger, error);

  get_last_day (self, trigger, last);
  if (strcmp (done, last) >= 0)
    {
      propose (next, get_next (self, trigger, last));
      return TRUE;
    }

  *worked = TRUE;

  return crm_date_add (done, 0, 0, 1, day) && let_in_on (self, program, trigger, day, error) && set_day (self, program->id, trigger, day, error);
}

/* --- Segments --------------------------------------------------------------------------------------------------------------- */

/* Returns: (transfer none) (nullable): whether a contact is in the segment of a trigger */
CrmAsk *
_crm_segment_trigger_get_ask (CrmEngine         *self,
                              CrmProgram        *program,
                              const CrmTrigger  *trigger,
                              GError           **error)
{
  JsonNode *node = json_object_get_member (trigger->keys, "segment");
  CrmAsk *ask = g_hash_table_lookup (program->asks, node);
  const CrmRecordType *contacts = crm_catalogue_find (CRM_CATALOGUE (self->schema), "contact");
  CrmCondition *condition;

  if (ask != NULL)
    return ask;

  condition = crm_condition_new_test (CRM_CATALOGUE (self->schema), contacts, "segment", crm_trigger_get_text (trigger, "segment"),
                                      CRM_OPERATOR_IS, NULL, 0, error);
  if (condition == NULL)
    return NULL;

  ask = g_new0 (CrmAsk, 1);
  ask->type = contacts;
  ask->condition = condition;
  g_hash_table_insert (program->asks, node, ask);

  return ask;
}

/* Everybody, or the ones whose membership is not what is remembered. */
static GArray *
find_members (CrmEngine         *self,
              CrmProgram        *program,
              const CrmTrigger  *trigger,
              gboolean           inside,
              GError           **error)
{
  CrmAsk *ask = _crm_segment_trigger_get_ask (self, program, trigger, error);
  g_autoptr (GArray) parameters = NULL;
  g_autoptr (CrmStatement) statement = NULL;
  g_autofree char *condition = NULL;
  g_autofree char *sql = NULL;

  if (ask == NULL || !_crm_engine_bind (self, ask, error))
    return NULL;

  condition = crm_condition_plan_make_sql (ask->plan, inside ? CRM_CONDITION_FORM_ALL : CRM_CONDITION_FORM_EACH, &parameters);
  if (inside)
    sql = g_strdup_printf ("SELECT r.id FROM contact r WHERE r.state = 0 AND (%s) AND r.id NOT IN "
                           "(SELECT contact FROM automation_member WHERE automation = ? AND trigger_id = ?) ORDER BY r.id", condition);
  else
    sql = g_strdup_printf ("SELECT m.contact FROM contact r JOIN automation_member m ON m.contact = r.id WHERE (r.state <> 0 OR NOT (%s)) "
                           "AND m.automation = ? AND m.trigger_id = ?", condition);
  statement = crm_db_prepare (self->db, sql, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < parameters->len; i++)
    crm_statement_bind_value (statement, (int) i + 1, &g_array_index (parameters, CrmValue, i));
  crm_statement_bind_integer (statement, (int) parameters->len + 1, program->id);
  crm_statement_bind_text (statement, (int) parameters->len + 2, trigger->id);

  return crm_statement_read_ids (statement, error);
}

static gboolean
add_member (CrmEngine         *self,
            CrmProgram        *program,
            const CrmTrigger  *trigger,
            gint64             contact,
            GError           **error)
{
  return crm_db_run (self->db, error, "INSERT OR IGNORE INTO automation_member VALUES (?, ?, ?)", "iti", program->id, trigger->id, contact);
}

static gboolean
remove_member (CrmEngine         *self,
               CrmProgram        *program,
               const CrmTrigger  *trigger,
               gint64             contact,
               GError           **error)
{
  return crm_db_run (self->db, error, "DELETE FROM automation_member WHERE automation = ? AND trigger_id = ? AND contact = ?", "iti",
                     program->id, trigger->id, contact);
}

static gboolean
take_stock (CrmEngine         *self,
            CrmProgram        *program,
            const CrmTrigger  *trigger,
            gint64             cause,
            gboolean           enter,
            GError           **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GArray) gone = find_members (self, program, trigger, FALSE, &reason);
  g_autoptr (GArray) joined = gone != NULL ? find_members (self, program, trigger, TRUE, &reason) : NULL;
  static const CrmObject nothing = { 0 };

  /* A segment that means nothing any more has nobody in it. */
  if (joined == NULL)
    {
      if (reason->domain == CRM_ERROR)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < gone->len; i++)
    if (!remove_member (self, program, trigger, g_array_index (gone, gint64, i), error))
      return FALSE;
  for (guint i = 0; i < joined->len; i++)
    {
      gint64 contact = g_array_index (joined, gint64, i);
      gboolean entered;

      if (!add_member (self, program, trigger, contact, error) ||
          (enter && !_crm_engine_enter (self, program, trigger, NULL, contact, &nothing, cause, &entered, NULL, error)))
        return FALSE;
    }

  return TRUE;
}

/* Who is in the segment now has not joined it. */
gboolean
_crm_segment_trigger_begin (CrmEngine         *self,
                            CrmProgram        *program,
                            const CrmTrigger  *trigger,
                            GError           **error)
{
  return crm_db_run (self->db, error, "DELETE FROM automation_member WHERE automation = ? AND trigger_id = ?", "it", program->id, trigger->id) &&
         take_stock (self, program, trigger, 0, FALSE, error);
}

/* Something about @contact has changed; 0: about anybody. */
gboolean
_crm_segment_trigger_look (CrmEngine         *self,
                           CrmProgram        *program,
                           const CrmTrigger  *trigger,
                           gint64             contact,
                           gint64             cause,
                           GError           **error)
{
  static const CrmObject nothing = { 0 };
  g_autoptr (GError) reason = NULL;
  gboolean was, held = FALSE, entered;
  CrmAsk *ask;

  if (!program->on)
    return TRUE;
  if (contact == 0)
    return take_stock (self, program, trigger, cause, self->raised, error);

  ask = _crm_segment_trigger_get_ask (self, program, trigger, &reason);
  if (ask == NULL || !_crm_engine_ask_one (self, ask, contact, &nothing, &held, &reason))
    {
      if (reason->domain == CRM_ERROR || g_error_matches (reason, CRM_STORE_ERROR, CRM_STORE_ERROR_MISSING))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  was = crm_db_get_integer (self->db, 0, NULL, "SELECT 1 FROM automation_member WHERE automation = ? AND trigger_id = ? AND contact = ?", "iti",
                            program->id, trigger->id, contact) != 0;
  if (was == held)
    return TRUE;
  if (!held)
    return remove_member (self, program, trigger, contact, error);

  return add_member (self, program, trigger, contact, error) &&
         (!self->raised || _crm_engine_enter (self, program, trigger, NULL, contact, &nothing, cause, &entered, NULL, error));
}

/* --- The clock ------------------------------------------------------------------------------------------------------------------ */

/* Segments that name time are looked through at midnight. */
static gboolean
look_at_segment (CrmEngine         *self,
                 CrmProgram        *program,
                 const CrmTrigger  *trigger,
                 gint64            *next,
                 gboolean          *worked,
                 GError           **error)
{
  g_autofree char *done = NULL;
  g_autoptr (GError) reason = NULL;
  char last[CRM_DATE_SIZE];
  CrmAsk *ask = _crm_segment_trigger_get_ask (self, program, trigger, &reason);

  if (ask == NULL || !_crm_engine_bind (self, ask, &reason) || !crm_condition_plan_uses_time (ask->plan))
    return TRUE;

  get_last_day (self, trigger, last);
  done = crm_db_get_text (self->db, NULL, "SELECT day FROM automation_calendar WHERE automation = ? AND trigger_id = ?", "it", program->id, trigger->id);
  if (done != NULL && strcmp (done, last) >= 0)
    {
      propose (next, get_next (self, trigger, last));
      return TRUE;
    }

  *worked = TRUE;

  return take_stock (self, program, trigger, -(self->now / CRM_DAY), done != NULL, error) && set_day (self, program->id, trigger, last, error);
}

/* Looks at every trigger that goes by the calendar, until one has something to do. */
gboolean
_crm_engine_look_at_calendar (CrmEngine  *self,
                              gint64     *next,
                              gboolean   *worked,
                              GError    **error)
{
  for (guint i = 0; i < self->programs->len; i++)
    {
      CrmProgram *program = g_ptr_array_index (self->programs, i);

      for (guint k = 0; program->on && program->mine && k < program->flow->triggers->len && !*worked; k++)
        {
          const CrmTrigger *trigger = g_ptr_array_index (program->flow->triggers, k);

          if (trigger->type == CRM_TRIGGER_DATE && !look_at_trigger (self, program, trigger, next, worked, error))
            return FALSE;
          if (trigger->type == CRM_TRIGGER_SEGMENT_JOINED && !look_at_segment (self, program, trigger, next, worked, error))
            return FALSE;
        }
    }

  return TRUE;
}
