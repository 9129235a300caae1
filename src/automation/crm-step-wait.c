/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Waiting (automation.md, 3.4): for a length of time from arrival, until a condition holds or at a limit,
 * until the next instant that matches, or until a date. Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "crm-date.h"
#include "crm-due.h"
#include "crm-duration.h"
#include "crm-error.h"

/* --- Ends ------------------------------------------------------------------------------------------------------------ */

static gint64
add_duration (const char *text,
              int         direction,
              gint64      instant,
              GTimeZone  *zone)
{
  CrmDuration duration;
  gint64 end = 0;

  if (!crm_duration_parse_plain (text, &duration, NULL) || !crm_duration_add (&duration, direction, instant, zone, &end))
    return 0;

  return end;
}

static GTimeZone *
find_zone (CrmEngine    *self,
           const CrmRun *run,
           const char   *name)
{
  g_autofree char *own = NULL;
  GTimeZone *zone = NULL;

  if (name == NULL || strcmp (name, "contact") == 0)
    {
      own = crm_db_get_text (self->db, NULL, "SELECT time_zone FROM contact WHERE id = ?", "i", run->contact);
      name = own;
    }
  if (name != NULL)
    zone = g_time_zone_new_identifier (name);

  return zone != NULL ? zone : g_time_zone_ref (self->zone);
}

/* What "until_time" asks for; -1 is any. */
typedef struct
{
  int weekday;
  int month;
  int day;
  int hour;
  int minute;
} Pattern;

static int
get_part (JsonObject *object,
          const char *key)
{
  g_autofree char *text = crm_keys_get_amount (object, key);

  return text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : -1;
}

static Pattern
read_pattern (JsonObject *object)
{
  static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  const char *weekday = crm_keys_get_text (object, "weekday");
  Pattern pattern = { -1, get_part (object, "month"), get_part (object, "day"), get_part (object, "hour"), get_part (object, "minute") };

  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    if (g_strcmp0 (weekday, days[i]) == 0)
      pattern.weekday = (int) i + 1;

  return pattern;
}

static gboolean
matches_day (const Pattern *pattern,
             GDateTime     *day)
{
  return (pattern->weekday < 0 || pattern->weekday == g_date_time_get_day_of_week (day)) &&
         (pattern->month < 0 || pattern->month == g_date_time_get_month (day)) &&
         (pattern->day < 0 || pattern->day == g_date_time_get_day_of_month (day));
}

/* The next instant from @now on that matches. Within the matching hour it is now. */
static gint64
find_match (const Pattern *pattern,
            gint64         now,
            GTimeZone     *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int hour = pattern->hour < 0 ? 0 : pattern->hour;

  /* The 29th of February comes every 8 years at the rarest; together with a day of the week, every 40. */
  for (int i = 0; i < 366 * 41; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (local, i);
      g_autoptr (GDateTime) begin = NULL;
      gint64 at;

      if (!matches_day (pattern, day))
        continue;

      if (pattern->hour < 0 && pattern->minute >= 0)
        {
          /* Any hour of that day. */
          for (int h = i == 0 ? g_date_time_get_hour (local) : 0; h < 24; h++)
            {
              g_autoptr (GDateTime) each = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                                                            g_date_time_get_day_of_month (day), h, pattern->minute, 0);

              at = g_date_time_to_unix (each) * G_USEC_PER_SEC;
              if (at > now - 60 * G_USEC_PER_SEC)
                return MAX (at, now);
            }
          continue;
        }

      begin = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day), g_date_time_get_day_of_month (day),
                               hour, MAX (pattern->minute, 0), 0);
      at = g_date_time_to_unix (begin) * G_USEC_PER_SEC;
      if (at >= now)
        return at;
      if (pattern->hour < 0 && i == 0)
        return now;
      if (pattern->minute < 0 && now < at + G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
        return now;
      if (pattern->minute >= 0 && now < at + 60 * G_USEC_PER_SEC)
        return now;
    }

  return 0;
}

/* The instant at which a date field with its offset is reached; 0 if it is empty. */
static gint64
find_date (CrmEngine    *self,
           const CrmRun *run,
           JsonObject   *object)
{
  const char *name = crm_keys_get_text (object, "field");
  const char *offset = crm_keys_get_text (object, "offset");
  const char *time = crm_keys_get_text (object, "time");
  g_auto (GStrv) parts = g_strsplit (name != NULL ? name : "", ".", 2);
  g_auto (CrmPersonal) personal = { NULL };
  const CrmRecordType *type = parts[0] != NULL ? crm_catalogue_find (CRM_CATALOGUE (self->schema), parts[0]) : NULL;
  const CrmField *field = type != NULL && parts[1] != NULL ? crm_record_type_find_field (type, parts[1]) : NULL;
  g_autoptr (CrmRow) row = NULL;
  gint64 record = run->contact;
  gint64 instant;
  const char *text;

  if (field == NULL)
    return 0;
  if (type->table.id == CRM_ID_DEAL)
    record = run->object.deal != 0 ? run->object.deal
             : crm_db_get_integer (self->db, 0, NULL, "SELECT id FROM deal WHERE state = 0 AND contact = ? ORDER BY created DESC, id DESC LIMIT 1", "i", run->contact);
  else if (type->table.id == CRM_ID_ACCOUNT)
    record = crm_db_get_integer (self->db, 0, NULL, "SELECT account FROM contact WHERE id = ?", "i", run->contact);
  else if (type->table.id == CRM_ID_TASK)
    record = run->object.task;
  row = record != 0 ? crm_row_load (self->db, self->schema, &type->table, record, CRM_ROW_VALUES, NULL) : NULL;
  if (row == NULL || crm_value_is_empty (&row->values[field->column.index]))
    return 0;

  text = crm_value_get_text (&row->values[field->column.index]);
  if (text == NULL)
    instant = crm_value_get_integer (&row->values[field->column.index]);
  else
    {
      int year, month, day, hour = 0, minute = 0;
      char date[CRM_DATE_SIZE];
      g_autoptr (GTimeZone) zone = find_zone (self, run, NULL);
      g_autoptr (GDateTime) begin = NULL;

      g_strlcpy (date, text, sizeof date);
      if (!crm_date_split (date, &year, &month, &day))
        return 0;
      if (time != NULL && sscanf (time, "%2d:%2d", &hour, &minute) < 1)
        hour = minute = 0;
      begin = g_date_time_new (zone, year, month, day, CLAMP (hour, 0, 23), CLAMP (minute, 0, 59), 0);
      if (begin == NULL)
        return 0;
      instant = g_date_time_to_unix (begin) * G_USEC_PER_SEC;
    }

  if (offset == NULL)
    return instant;

  return add_duration (offset + (*offset == '-' || *offset == '+'), *offset == '-' ? -1 : 1, instant, self->zone);
}

/* When a wait is over by itself, or 0 if it is not; @empty: whether there is no date to wait for. */
gint64
_crm_wait_find_end (CrmEngine      *self,
                    const CrmStep  *step,
                    const CrmRun   *run,
                    gboolean       *empty)
{
  JsonObject *time = crm_keys_get_part (step->keys, "until_time");
  JsonObject *date = crm_keys_get_part (step->keys, "until_date");
  gint64 end;

  *empty = FALSE;
  if (crm_step_get_text (step, "for") != NULL)
    return add_duration (crm_step_get_text (step, "for"), 1, run->arrived, self->zone);
  if (crm_step_get_text (step, "limit") != NULL)
    return add_duration (crm_step_get_text (step, "limit"), 1, run->arrived, self->zone);

  if (time != NULL)
    {
      g_autoptr (GTimeZone) zone = find_zone (self, run, crm_keys_get_text (time, "zone"));
      Pattern pattern = read_pattern (time);

      end = find_match (&pattern, run->arrived, zone);
      *empty = end == 0;
      return end;
    }

  if (date != NULL)
    {
      end = find_date (self, run, date);
      *empty = end == 0;
      return end;
    }

  return 0;
}

/* --- Arriving -------------------------------------------------------------------------------------------------------- */

static char *
say_until (gint64 instant)
{
  g_autofree char *text = crm_instant_format (instant);

  return g_strdup_printf (_("Waits until %s."), text);
}

static gboolean
pass_on (CrmPass      *pass,
         CrmStep      *step,
         CrmRun       *run,
         CrmOutcome    outcome,
         const char   *reason,
         GError      **error)
{
  CrmResult result = { outcome, (char *) reason, NULL, NULL };

  if (!_crm_engine_log (pass->engine, pass->program, run, step, &result, error))
    return FALSE;
  _crm_pass_move (pass, run, crm_step_get_next (step));

  return TRUE;
}

/* @said, @said_of: the last reason that was put into words, since most that arrive together wait for the same instant. */
static gboolean
wait_for_time (CrmPass  *pass,
               CrmStep  *step,
               CrmRun   *run,
               char    **said,
               gint64   *said_of,
               GError  **error)
{
  CrmEngine *engine = pass->engine;
  gboolean empty;
  gint64 end;

  run->arrived = engine->now;
  end = _crm_wait_find_end (engine, step, run, &empty);
  if (empty)
    return pass_on (pass, step, run, CRM_OUTCOME_SKIPPED, _("There is no date to wait for: the field is empty."), error);
  if (end <= engine->now)
    return pass_on (pass, step, run, CRM_OUTCOME_PASSED, NULL, error);

  if (*said == NULL || *said_of != end)
    {
      g_free (*said);
      *said = say_until (end);
      *said_of = end;
    }

  return _crm_pass_rest (pass, run, step, CRM_WAITS_TIME, end, -1, *said, error);
}

static gboolean
wait_for_condition (CrmPass    *pass,
                    CrmStep    *step,
                    GPtrArray  *runs,
                    GError    **error)
{
  CrmEngine *engine = pass->engine;
  g_autofree gboolean *held = g_new0 (gboolean, runs->len);
  g_autoptr (GError) reason = NULL;
  CrmAsk *ask = _crm_program_get_ask (engine, pass->program, crm_step_get_node (step, "until"), "contact", &reason);
  gboolean asked = ask != NULL && _crm_engine_ask (engine, ask, runs, held, &reason);

  if (!asked && reason->domain != CRM_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  for (guint i = 0; i < runs->len; i++)
    {
      CrmRun *run = g_ptr_array_index (runs, i);
      gboolean empty;
      gint64 limit;

      run->arrived = engine->now;
      limit = _crm_wait_find_end (engine, step, run, &empty);
      if (!asked ? !pass_on (pass, step, run, CRM_OUTCOME_FAILED, reason->message, error)
          : held[i] ? !pass_on (pass, step, run, CRM_OUTCOME_PASSED, _("The condition holds."), error)
          : !_crm_pass_rest (pass, run, step, CRM_WAITS_CONDITION, limit, _crm_engine_next_look (engine, ask, run), _("Waits until the condition holds."), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_crm_step_wait (CrmPass    *pass,
                CrmStep    *step,
                GPtrArray  *runs,
                GError    **error)
{
  g_autofree char *said = NULL;
  gint64 said_of = 0;

  if (crm_step_get_node (step, "until") != NULL)
    return wait_for_condition (pass, step, runs, error);

  for (guint i = 0; i < runs->len; i++)
    if (!wait_for_time (pass, step, g_ptr_array_index (runs, i), &said, &said_of, error))
      return FALSE;

  return TRUE;
}

/* --- Looking again ----------------------------------------------------------------------------------------------------- */

static gboolean
go_on (CrmPass      *pass,
       CrmRun       *run,
       CrmOutcome    outcome,
       const char   *reason,
       GError      **error)
{
  CrmStep *step = run->step;

  if (!_crm_engine_relog (pass->engine, pass->program, run, step, outcome, reason, error))
    return FALSE;
  pass->engine->n_steps++;
  run->touched = TRUE;
  _crm_pass_move (pass, run, crm_step_get_next (step));

  return TRUE;
}

/* A run that waits is looked at again: something has changed, or it is time. */
gboolean
_crm_wait_look (CrmPass  *pass,
                CrmRun   *run,
                GError  **error)
{
  CrmEngine *engine = pass->engine;
  CrmStep *step = run->step;
  g_autoptr (GError) reason = NULL;
  g_autoptr (GPtrArray) one = NULL;
  gboolean held = FALSE;
  gboolean empty;
  CrmAsk *ask;

  if (step->action == CRM_ACTION_GOAL)
    {
      ask = _crm_program_get_ask (engine, pass->program, crm_step_get_node (step, "if"), "contact", NULL);
      run->wake = ask != NULL ? _crm_engine_next_look (engine, ask, run) : -1;
      return TRUE;
    }

  /* It is another step now, because the automation was changed. */
  if (step->action != CRM_ACTION_WAIT)
    {
      _crm_pass_move (pass, run, step);
      return TRUE;
    }

  if (crm_step_get_node (step, "until") == NULL)
    {
      if (crm_keys_get_part (step->keys, "until_date") != NULL)
        {
          run->due = _crm_wait_find_end (engine, step, run, &empty);
          if (empty)
            return go_on (pass, run, CRM_OUTCOME_SKIPPED, _("There is no date to wait for: the field is empty."), error);
        }
      if (run->due <= engine->now)
        return go_on (pass, run, CRM_OUTCOME_PASSED, NULL, error);
      run->waits = CRM_WAITS_TIME;
      run->wake = run->due;
      return TRUE;
    }

  one = g_ptr_array_new ();
  g_ptr_array_add (one, run);
  ask = _crm_program_get_ask (engine, pass->program, crm_step_get_node (step, "until"), "contact", &reason);
  if (ask == NULL || !_crm_engine_ask (engine, ask, one, &held, &reason))
    {
      if (reason->domain == CRM_ERROR)
        return go_on (pass, run, CRM_OUTCOME_FAILED, reason->message, error);
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }

  if (held)
    return go_on (pass, run, CRM_OUTCOME_PASSED, _("The condition holds."), error);
  if (run->due > 0 && run->due <= engine->now)
    return go_on (pass, run, CRM_OUTCOME_PASSED, _("The limit was reached; the condition does not hold."), error);

  run->waits = CRM_WAITS_CONDITION;
  run->wake = _crm_engine_next_look (engine, ask, run);
  if (run->due > 0 && (run->wake < 0 || run->due < run->wake))
    run->wake = run->due;

  return TRUE;
}
