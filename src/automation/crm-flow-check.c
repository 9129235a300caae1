/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What is wrong with an automation that could be read: names of what does not exist, conditions
 * that mean nothing, keys that do not go together. Each is said in words, with the step that it
 * is about, so that it can stand there while somebody draws.
 */

#include "config.h"

#include "crm-flow-check.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "crm-condition.h"
#include "crm-date.h"
#include "crm-duration.h"
#include "crm-email.h"
#include "crm-error.h"
#include "crm-input.h"
#include "crm-money.h"
#include "crm-personal.h"

typedef struct
{
  CrmFlow *flow;
  CrmDb *db;
  CrmCatalogue *catalogue;
  GPtrArray *problems;
  const char *place;
} Checker;

/**
 * crm_problem_free:
 */
void
crm_problem_free (CrmProblem *problem)
{
  if (problem == NULL)
    return;

  g_free (problem->place);
  g_free (problem->key);
  g_free (problem->text);
  g_free (problem->name);
  g_free (problem);
}

static CrmProblem *
add_text (Checker    *checker,
          const char *key,
          char       *text)
{
  CrmProblem *problem = g_new0 (CrmProblem, 1);

  problem->place = g_strdup (checker->place);
  problem->key = g_strdup (key);
  problem->text = text;
  g_ptr_array_add (checker->problems, problem);

  return problem;
}

static CrmProblem *add (Checker    *checker,
                        const char *key,
                        const char *form,
                        ...) G_GNUC_PRINTF (3, 4);

static CrmProblem *
add (Checker    *checker,
     const char *key,
     const char *form,
     ...)
{
  va_list args;
  char *text;

  va_start (args, form);
  text = g_strdup_vprintf (form, args);
  va_end (args);

  return add_text (checker, key, text);
}

/* --- Names ------------------------------------------------------------------------------------------------- */

static gint64
check_name (Checker    *checker,
            const char *key,
            const char *record_type,
            const char *name)
{
  const CrmRecordType *type = crm_catalogue_find (checker->catalogue, record_type);
  g_autoptr (GError) error = NULL;
  CrmProblem *problem;
  gint64 id = 0;

  if (name == NULL || strstr (name, "{{") != NULL)
    return 0;
  if (!crm_input_find_record (checker->db, &type->table, name, &id, &error))
    {
      add (checker, key, "%s", error->message);
      return 0;
    }
  if (id != 0)
    return id;

  /* TRANSLATORS: a kind of record and a name: Tag, “customer” */
  problem = add (checker, key, _("%s: there is no “%s”. Make it, or choose another one."), type->label, name);
  problem->missing = g_intern_string (record_type);
  problem->name = g_strdup (name);

  return 0;
}

static void
check_stage (Checker    *checker,
             JsonObject *keys,
             const char *key)
{
  const char *stage = crm_keys_get_text (keys, key);
  const char *pipeline = crm_keys_get_text (keys, "pipeline");
  gint64 home = pipeline != NULL ? check_name (checker, "pipeline", "pipeline", pipeline) : 0;
  CrmProblem *problem;

  if (stage == NULL || (pipeline != NULL && home == 0))
    return;
  if (crm_db_get_integer (checker->db, 0, NULL,
                          "SELECT 1 FROM stage WHERE state = 0 AND name_key = crm_fold (?1) AND (?2 = 0 OR pipeline = ?2)", "ti", stage, home) != 0)
    return;

  problem = add (checker, key, _("There is no stage “%s”. Make it, or choose another one."), stage);
  problem->missing = "stage";
  problem->name = g_strdup (stage);
}

/* --- Parts --------------------------------------------------------------------------------------------------- */

static void
list_missing_names (Checker            *checker,
                    const char         *key,
                    const CrmCondition *condition)
{
  static const char *const named[] = { "tag", "list", "segment", "automation", "conversion", NULL };

  for (guint i = 0; i < crm_condition_get_n_parts (condition); i++)
    list_missing_names (checker, key, crm_condition_get_part (condition, i));

  if (crm_condition_get_condition_type (condition) == CRM_CONDITION_TEST &&
      g_strv_contains (named, crm_condition_get_subject (condition)))
    {
      /* Its own name, which it may not have yet. */
      if (strcmp (crm_condition_get_subject (condition), "automation") == 0 &&
          g_strcmp0 (crm_condition_get_name (condition), checker->flow->name) == 0)
        return;
      check_name (checker, key, crm_condition_get_subject (condition), crm_condition_get_name (condition));
    }
}

static void
check_condition (Checker    *checker,
                 JsonObject *keys,
                 const char *key,
                 const char *record_type)
{
  const CrmRecordType *type = crm_catalogue_find (checker->catalogue, record_type);
  JsonNode *node = json_object_get_member (keys, key);
  g_autoptr (CrmCondition) condition = NULL;
  g_autoptr (GError) error = NULL;

  if (node == NULL)
    return;

  condition = crm_condition_from_node (checker->catalogue, type, node, key, &error);
  if (condition == NULL)
    add (checker, key, "%s", error->message);
  else
    list_missing_names (checker, key, condition);
}

static void
check_text (Checker    *checker,
            const char *key,
            const char *text)
{
  g_autoptr (GError) error = NULL;

  if (!crm_personal_check (checker->catalogue, text, &error))
    add (checker, key, "%s", error->message);
}

static void
check_personal (Checker          *checker,
                const CrmKeySpec *key,
                JsonNode         *node)
{
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    check_text (checker, key->name, json_node_get_string (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      check_text (checker, key->name, json_array_get_string_element (json_node_get_array (node), i));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &value))
        check_text (checker, key->name, json_node_get_string (value));
    }
}

/* "contact.birthday", "deal.custom.renewal" */
static const CrmField *
find_field (Checker    *checker,
            const char *key,
            const char *name,
            const char *record)
{
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  const char *type_name = parts[1] != NULL && crm_catalogue_find (checker->catalogue, parts[0]) != NULL &&
                          strcmp (parts[0], "custom") != 0 ? parts[0] : record;
  const char *field_name = type_name == parts[0] ? parts[1] : name;
  const CrmRecordType *type = crm_catalogue_find (checker->catalogue, type_name);
  const CrmField *field = type != NULL ? crm_record_type_find_field (type, field_name) : NULL;

  if (field != NULL && crm_field_is_shown (field) && (record == NULL || strcmp (type_name, record) == 0))
    return field;
  add (checker, key, _("There is no field “%s” here."), name);

  return NULL;
}

static gboolean
is_date (const CrmField *field)
{
  return field->type == CRM_FIELD_DATE || field->type == CRM_FIELD_DATE_TIME || field->type == CRM_FIELD_DUE;
}

static void
check_date (Checker    *checker,
            const char *key,
            const char *text)
{
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (text != NULL && time == NULL)
    add (checker, key, _("“%s” is not an instant. Write it like 2026-12-31T14:30:00Z."), text);
}

/* --- Steps --------------------------------------------------------------------------------------------------- */

static void
check_wait (Checker       *checker,
            const CrmStep *step)
{
  static const char *const ways[] = { "for", "until", "until_time", "until_date" };
  JsonObject *time = crm_keys_get_part (step->keys, "until_time");
  JsonObject *date = crm_keys_get_part (step->keys, "until_date");
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    n += crm_step_get_node (step, ways[i]) != NULL;
  if (n != 1)
    add (checker, NULL, _("Choose how long to wait: for a time, until something holds, until a time of day, or until a date."));
  if (crm_step_get_node (step, "limit") != NULL && crm_step_get_node (step, "until") == NULL)
    add (checker, "limit", _("Only who waits for a condition has a limit."));

  if (time != NULL)
    {
      g_autofree char *hour = crm_keys_get_amount (time, "hour");
      g_autofree char *minute = crm_keys_get_amount (time, "minute");
      const char *zone = crm_keys_get_text (time, "zone");
      g_autoptr (GTimeZone) found = zone != NULL && strcmp (zone, "contact") != 0 ? g_time_zone_new_identifier (zone) : NULL;
      static const char *const days[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL };

      if (json_object_get_size (time) == (zone != NULL))
        add (checker, "until_time", _("Say which day or which hour to wait for."));
      if (hour != NULL && (g_ascii_strtoll (hour, NULL, 10) < 0 || g_ascii_strtoll (hour, NULL, 10) > 23))
        add (checker, "until_time", _("An hour is a number from 0 to 23."));
      if (minute != NULL && (g_ascii_strtoll (minute, NULL, 10) < 0 || g_ascii_strtoll (minute, NULL, 10) > 59))
        add (checker, "until_time", _("A minute is a number from 0 to 59."));
      if (json_object_has_member (time, "month") && json_object_get_int_member (time, "month") > 12)
        add (checker, "until_time", _("A month is a number from 1 to 12."));
      if (json_object_has_member (time, "day") && json_object_get_int_member (time, "day") > 31)
        add (checker, "until_time", _("A day is a number from 1 to 31."));
      if (crm_keys_get_text (time, "weekday") != NULL && !g_strv_contains (days, crm_keys_get_text (time, "weekday")))
        add (checker, "until_time", _("“%s” is not a day of the week. Write it like “monday”."), crm_keys_get_text (time, "weekday"));
      if (zone != NULL && strcmp (zone, "contact") != 0 && found == NULL)
        add (checker, "until_time", _("There is no time zone “%s”. Write it like Europe/Madrid."), zone);
    }

  if (date != NULL)
    {
      const char *offset = crm_keys_get_text (date, "offset");
      const CrmField *field = find_field (checker, "until_date", crm_keys_get_text (date, "field") != NULL ? crm_keys_get_text (date, "field") : "", NULL);
      CrmDuration duration;

      if (field != NULL && !is_date (field))
        add (checker, "until_date", _("“%s” is no date."), field->label);
      if (offset != NULL && !crm_duration_parse_plain (offset + (*offset == '-' || *offset == '+'), &duration, NULL))
        add (checker, "until_date", _("“%s” is no length of time. Write it like P7D, or -P7D for before."), offset);
    }
  check_condition (checker, step->keys, "until", "contact");
}

static void
check_split (Checker       *checker,
             const CrmStep *step)
{
  JsonObject *test = crm_keys_get_part (step->keys, "test");
  JsonObject *until = crm_keys_get_part (step->keys, "until");
  double sum = 0;

  if (g_strcmp0 (crm_step_get_text (step, "kind"), "even") == 0)
    {
      for (guint i = 0; i < step->branches->len; i++)
        sum += ((CrmBranch *) g_ptr_array_index (step->branches, i))->weight;
      if (step->branches->len < 2 || step->branches->len > 10)
        add (checker, "paths", _("A split has 2 to 10 paths."));
      else if (!(sum > 0))
        add (checker, "paths", _("One path at least needs a weight."));
      if (until != NULL)
        add (checker, "until", _("“until” belongs to a conditional split."));
    }
  else
    {
      if (until == NULL || json_object_get_size (until) != 1)
        add (checker, "until", _("Say when everyone takes the other path: after a number, on a date, or when so many match."));
      if (test != NULL)
        add (checker, "test", _("“test” belongs to an even split."));
    }

  if (test != NULL)
    {
      JsonObject *end = crm_keys_get_part (test, "end");

      if (end == NULL || json_object_get_size (end) != 1)
        add (checker, "test", _("Say when the test ends: on a date, after a number of contacts, or when so many match."));
      check_date (checker, "test", crm_keys_get_text (end, "date"));
      check_condition (checker, test, "winner", "contact");
    }
  if (until != NULL)
    {
      check_date (checker, "until", crm_keys_get_text (until, "date"));
      if (crm_keys_get_part (until, "matches") != NULL)
        check_condition (checker, crm_keys_get_part (until, "matches"), "if", "contact");
    }
}

static void
check_update (Checker       *checker,
              const CrmStep *step,
              const char    *record)
{
  const char *name = crm_step_get_text (step, "field");
  const CrmField *field = name != NULL ? find_field (checker, "field", name, record) : NULL;
  const char *copy = crm_step_get_text (step, "copy");
  guint n = (crm_step_get_node (step, "value") != NULL) + (copy != NULL) + crm_step_get_flag (step, "clear");

  if (n != 1)
    add (checker, "value", _("Choose one: a new value, a copy of another field, or to clear the field."));
  if (copy != NULL)
    find_field (checker, "copy", copy, NULL);
  if (field == NULL)
    return;
  if (!crm_field_is_editable (field))
    add (checker, "field", _("%s is computed by the program and cannot be set."), field->label);
  if (crm_step_get_flag (step, "clear") && (field->flags & CRM_FIELD_REQUIRED) != 0)
    add (checker, "clear", _("%s has to have a value."), field->label);
  if (crm_step_get_node (step, "value") != NULL && field->column.links_to == NULL && !crm_field_is_set (field))
    {
      g_autofree char *text = crm_keys_get_amount (step->keys, "value");
      g_auto (CrmValue) value = CRM_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      if (strstr (text, "{{") == NULL && !crm_field_parse (field, text, &value, &error))
        add (checker, "value", "%s", error->message);
    }
}

static gboolean
is_numeric (const CrmField *field)
{
  return crm_field_is_number (field) || field->type == CRM_FIELD_MONEY || field->type == CRM_FIELD_TEXT;
}

static void
check_math (Checker       *checker,
            const CrmStep *step)
{
  const char *name = crm_step_get_text (step, "field");
  const CrmField *field = name != NULL ? find_field (checker, "field", name, NULL) : NULL;
  g_autofree char *value = crm_keys_get_amount (step->keys, "value");
  const char *operation = crm_step_get_text (step, "operation");
  CrmDuration duration;
  char *end = NULL;

  if (name != NULL && !g_str_has_prefix (name, "contact.") && !g_str_has_prefix (name, "deal."))
    add (checker, "field", _("Choose a field of the contact or of the deal, such as contact.custom.visits."));
  if (field == NULL || value == NULL || strstr (value, "{{") != NULL)
    return;

  if (is_date (field))
    {
      if (!crm_duration_parse_plain (value, &duration, NULL) || (strcmp (operation, "add") != 0 && strcmp (operation, "subtract") != 0))
        add (checker, "value", _("To a date a length of time is added or subtracted, such as P7D."));
      return;
    }
  if (!is_numeric (field))
    add (checker, "field", _("%s is neither a number nor a date."), field->label);
  g_ascii_strtod (value, &end);
  if (*value == '\0' || *end != '\0')
    add (checker, "value", _("“%s” is not a number."), value);
  else if (strcmp (operation, "divide") == 0 && g_ascii_strtod (value, NULL) == 0)
    add (checker, "value", _("Nothing can be divided by zero."));
}

static gboolean
has_deal_trigger (CrmFlow *flow)
{
  for (guint i = 0; i < flow->triggers->len; i++)
    {
      const CrmTrigger *trigger = g_ptr_array_index (flow->triggers, i);

      if (g_strcmp0 (crm_trigger_get_spec (trigger->type)->table, "deal") == 0 || trigger->type == CRM_TRIGGER_TASK_COMPLETED ||
          trigger->type == CRM_TRIGGER_TASK_ADDED || g_strcmp0 (crm_trigger_get_text (trigger, "of"), "deal") == 0 ||
          (trigger->type == CRM_TRIGGER_DATE && g_str_has_prefix (crm_trigger_get_text (trigger, "field") != NULL
                                                                   ? crm_trigger_get_text (trigger, "field") : "", "deal.")))
        return TRUE;
    }

  return FALSE;
}

static void
check_affects (Checker       *checker,
               const CrmStep *step)
{
  JsonNode *node = crm_step_get_node (step, "affects");

  if (node == NULL)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    check_condition (checker, step->keys, "affects", "deal");
  else if (g_strcmp0 (json_node_get_string (node), "trigger") == 0 && !has_deal_trigger (checker->flow))
    add (checker, "affects", _("No trigger of this automation is about a deal. Choose which deal is meant."));
}

static void
check_money (Checker       *checker,
             const CrmStep *step)
{
  g_autofree char *value = crm_keys_get_amount (step->keys, "value");
  const char *currency = crm_step_get_text (step, "currency");
  g_auto (CrmValue) money = CRM_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (currency != NULL && !crm_money_is_currency (currency))
    add (checker, "currency", _("“%s” is not a currency. Use a code such as EUR or USD."), currency);
  else if (value != NULL && strstr (value, "{{") == NULL &&
           !crm_money_parse_plain (value, currency != NULL ? currency : crm_money_get_default_currency (), &money, &error))
    add (checker, "value", "%s", error->message);
}

static void
check_person (Checker       *checker,
              const CrmStep *step,
              const char    *key)
{
  static const char *const words[] = { "contact-owner", "deal-owner", "round-robin", NULL };
  const char *name = crm_step_get_text (step, key);

  if (name != NULL && !g_strv_contains (words, name))
    check_name (checker, key, "user", name);
}

static void
check_step (Checker       *checker,
            const CrmStep *step)
{
  const CrmActionSpec *spec = crm_action_get_spec (step->action);

  checker->place = step->id;
  for (const CrmKeySpec *key = spec->keys; key->name != NULL; key++)
    {
      JsonNode *node = crm_step_get_node (step, key->name);

      if (key->personal && node != NULL)
        check_personal (checker, key, node);
      if (key->required && key->kind == CRM_KEY_TEXT && crm_step_get_text (step, key->name) == NULL)
        add (checker, key->name, _("“%s” is empty."), key->name);
    }
  check_affects (checker, step);

  switch (step->action)
    {
    case CRM_ACTION_SEND_EMAIL:
      if (crm_step_get_text (step, "template") != NULL)
        check_name (checker, "template", "template", crm_step_get_text (step, "template"));
      else if (crm_step_get_text (step, "subject") == NULL || crm_step_get_text (step, "body") == NULL)
        add (checker, "subject", _("An e-mail needs a template, or a subject and a text."));
      break;
    case CRM_ACTION_SEND_SMS:
      if (crm_step_get_text (step, "template") != NULL)
        check_name (checker, "template", "template", crm_step_get_text (step, "template"));
      else if (crm_step_get_text (step, "text") == NULL)
        add (checker, "text", _("An SMS needs a template or a text."));
      break;
    case CRM_ACTION_WAIT:
      check_wait (checker, step);
      break;
    case CRM_ACTION_IF_ELSE:
    case CRM_ACTION_GOAL:
      check_condition (checker, step->keys, "if", "contact");
      break;
    case CRM_ACTION_SPLIT:
      check_split (checker, step);
      break;
    case CRM_ACTION_GO_TO:
      if (crm_flow_find_step (checker->flow, crm_step_get_text (step, "step")) == NULL)
        add (checker, "step", _("There is no step “%s” to go to."), crm_step_get_text (step, "step") != NULL ? crm_step_get_text (step, "step") : "");
      else if (g_strcmp0 (crm_step_get_text (step, "step"), step->id) == 0)
        add (checker, "step", _("A step cannot go to itself."));
      break;
    case CRM_ACTION_START_AUTOMATION:
      if (g_strcmp0 (crm_step_get_text (step, "automation"), checker->flow->name) != 0)
        check_name (checker, "automation", "automation", crm_step_get_text (step, "automation"));
      break;
    case CRM_ACTION_END_OTHER:
      if ((crm_step_get_text (step, "automation") != NULL) == crm_step_get_flag (step, "all"))
        add (checker, "automation", _("Choose the automation that is to end, or all of them."));
      check_name (checker, "automation", "automation", crm_step_get_text (step, "automation"));
      break;
    case CRM_ACTION_WEBHOOK:
      {
        const char *url = crm_step_get_text (step, "url");

        if (url != NULL && !g_str_has_prefix (url, "https://") && !g_str_has_prefix (url, "http://"))
          add (checker, "url", _("A web address begins with https://."));
      }
      break;
    case CRM_ACTION_MATH:
      check_math (checker, step);
      break;
    case CRM_ACTION_SUBSCRIBE:
      check_name (checker, "list", "list", crm_step_get_text (step, "list"));
      break;
    case CRM_ACTION_UNSUBSCRIBE:
      if ((crm_step_get_text (step, "list") != NULL) == crm_step_get_flag (step, "all"))
        add (checker, "list", _("Choose the list, or all of them."));
      check_name (checker, "list", "list", crm_step_get_text (step, "list"));
      break;
    case CRM_ACTION_CONVERT:
      check_name (checker, "conversion", "conversion", crm_step_get_text (step, "conversion"));
      check_money (checker, step);
      break;
    case CRM_ACTION_UPDATE_CONTACT:
      check_update (checker, step, "contact");
      break;
    case CRM_ACTION_UPDATE_DEAL:
      check_update (checker, step, "deal");
      break;
    case CRM_ACTION_UPDATE_ACCOUNT:
      check_update (checker, step, "account");
      break;
    case CRM_ACTION_ADD_TAG:
    case CRM_ACTION_REMOVE_TAG:
      check_name (checker, "tag", "tag", crm_step_get_text (step, "tag"));
      break;
    case CRM_ACTION_FACEBOOK_ADD:
      if (!crm_step_get_flag (step, "create"))
        check_name (checker, "audience", "audience", crm_step_get_text (step, "audience"));
      break;
    case CRM_ACTION_FACEBOOK_REMOVE:
      check_name (checker, "audience", "audience", crm_step_get_text (step, "audience"));
      break;
    case CRM_ACTION_ADJUST_SCORE:
      {
        g_autofree char *value = crm_keys_get_amount (step->keys, "value");

        if (g_strcmp0 (crm_step_get_text (step, "operation"), "reset") != 0 && value == NULL)
          add (checker, "value", _("Say how many points."));
        if (value != NULL && strspn (value, "-0123456789") != strlen (value))
          add (checker, "value", _("“%s” is not a whole number."), value);
      }
      break;
    case CRM_ACTION_ADD_DEAL:
      check_stage (checker, step->keys, "stage");
      check_name (checker, "type", "deal_type", crm_step_get_text (step, "type"));
      check_person (checker, step, "owner");
      check_money (checker, step);
      break;
    case CRM_ACTION_ADD_TASK:
      check_name (checker, "type", "task_type", crm_step_get_text (step, "type"));
      check_person (checker, step, "assignee");
      break;
    case CRM_ACTION_COMPLETE_TASK:
      if (crm_step_get_text (step, "type") == NULL && crm_step_get_text (step, "title") == NULL)
        add (checker, "type", _("Say which task: by its type, or by its title."));
      check_name (checker, "type", "task_type", crm_step_get_text (step, "type"));
      break;
    case CRM_ACTION_SEND_SITE_MESSAGE:
    case CRM_ACTION_SEND_NOTIFICATION:
    case CRM_ACTION_END_AUTOMATION:
    case CRM_ACTION_ADD_NOTE:
    case CRM_ACTION_SALESFORCE_CONTACT:
    case CRM_ACTION_SALESFORCE_LEAD:
    case CRM_N_ACTIONS:
    default:
      break;
    }
}

static void
check_trigger (Checker          *checker,
               const CrmTrigger *trigger)
{
  static const struct
  {
    const char *key;
    const char *record_type;
  } names[] = {
    { "tag", "tag" }, { "list", "list" }, { "segment", "segment" }, { "conversion", "conversion" }, { "task_type", "task_type" },
    { "outcome", "outcome" }, { "automation", "automation" },
  };
  const char *field = crm_trigger_get_text (trigger, "field");

  checker->place = trigger->id;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].key, "outcome") != 0 || trigger->type == CRM_TRIGGER_TASK_COMPLETED)
      check_name (checker, names[i].key, names[i].record_type, crm_trigger_get_text (trigger, names[i].key));

  if (trigger->type == CRM_TRIGGER_DEAL_STAGE_CHANGED)
    {
      check_stage (checker, trigger->keys, "from");
      check_stage (checker, trigger->keys, "to");
    }
  if (trigger->type == CRM_TRIGGER_DEAL_ADDED)
    check_stage (checker, trigger->keys, "stage");
  if (field != NULL)
    {
      const char *record = trigger->type == CRM_TRIGGER_FIELD_CHANGED ? "contact"
                           : trigger->type == CRM_TRIGGER_DEAL_CHANGED ? "deal"
                           : trigger->type == CRM_TRIGGER_ACCOUNT_CHANGED ? "account" : NULL;
      const CrmField *found = find_field (checker, "field", field, record);

      if (found != NULL && trigger->type == CRM_TRIGGER_DATE && !is_date (found))
        add (checker, "field", _("“%s” is no date."), found->label);
    }
  if (trigger->type == CRM_TRIGGER_DATE && crm_trigger_get_text (trigger, "time") != NULL)
    {
      int hour, minute;

      if (sscanf (crm_trigger_get_text (trigger, "time"), "%2d:%2d", &hour, &minute) != 2 || hour > 23 || minute > 59)
        add (checker, "time", _("“%s” is not a time of day. Write it like 09:30."), crm_trigger_get_text (trigger, "time"));
    }
  check_condition (checker, trigger->keys, "if", "contact");
}

/**
 * crm_flow_check:
 * @flow: an automation
 * @db: a connection
 * @catalogue: what there is
 *
 * Returns: (transfer full) (element-type CrmProblem): what is wrong with it; nothing if it can be
 *   switched on
 */
GPtrArray *
crm_flow_check (CrmFlow      *flow,
                CrmDb        *db,
                CrmCatalogue *catalogue)
{
  Checker checker = { flow, db, catalogue, g_ptr_array_new_with_free_func ((GDestroyNotify) crm_problem_free), NULL };

  for (guint i = 0; i < flow->triggers->len; i++)
    check_trigger (&checker, g_ptr_array_index (flow->triggers, i));
  for (guint i = 0; i < flow->all->len; i++)
    check_step (&checker, g_ptr_array_index (flow->all, i));

  return checker.problems;
}

/* --- What is missing --------------------------------------------------------------------------------------- */

static gboolean
make (CrmDoor           *door,
      CrmFlow           *flow,
      const CrmProblem  *problem,
      GError           **error)
{
  CrmSchema *schema = crm_door_get_schema (door);
  const CrmTable *table = crm_schema_find_table (schema, problem->missing);
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  CrmStep *step = crm_flow_find_step (flow, problem->place);
  const char *pipeline = step != NULL ? crm_step_get_text (step, "pipeline") : NULL;
  gint64 id = 0;

  crm_edit_set_text (edit, table->title->name, problem->name);
  if (strcmp (problem->missing, "stage") == 0)
    {
      if (pipeline != NULL && !crm_input_find_record (crm_door_get_db (door), crm_schema_find_table (schema, "pipeline"), pipeline, &id, error))
        return FALSE;
      if (id == 0)
        id = crm_db_get_integer (crm_door_get_db (door), 0, NULL, "SELECT id FROM pipeline WHERE state = 0 ORDER BY position, id LIMIT 1", "");
      crm_edit_set_integer (edit, "pipeline", id);
    }

  return crm_door_apply (door, edit, error) != 0;
}

/**
 * crm_flow_make_missing:
 * @flow: an automation that was imported
 * @door: an open door
 * @n_made: (out): how many records were made
 * @error: what the store or the rules say
 *
 * Makes the tags, lists, pipelines, stages, conversions, audiences and types that the automation names
 * and that do not exist. People, templates, segments and other automations cannot be made up.
 */
gboolean
crm_flow_make_missing (CrmFlow  *flow,
                       CrmDoor  *door,
                       guint    *n_made,
                       GError  **error)
{
  static const char *const makeable[] = {
    "tag", "list", "pipeline", "stage", "conversion", "audience", "task_type", "deal_type", "outcome", NULL
  };
  gboolean more = TRUE;

  /* One at a time: what is made for one step is there for the next. */
  *n_made = 0;
  while (more)
    {
      g_autoptr (GPtrArray) problems = crm_flow_check (flow, crm_door_get_db (door), CRM_CATALOGUE (crm_door_get_schema (door)));

      more = FALSE;
      for (guint i = 0; i < problems->len && !more; i++)
        {
          const CrmProblem *problem = g_ptr_array_index (problems, i);

          if (problem->missing == NULL || !g_strv_contains (makeable, problem->missing))
            continue;
          if (!make (door, flow, problem, error))
            return FALSE;
          (*n_made)++;
          more = TRUE;
        }
    }

  return TRUE;
}
