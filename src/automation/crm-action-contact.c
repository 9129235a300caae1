/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * What automations do with the contact: lists, tags, fields, notes, numbers, conversions (features.md, W14
 * to W21, W24), and with its account (W32). Writer thread.
 */

#include "config.h"

#include "crm-engine-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-date.h"
#include "crm-duration.h"
#include "crm-error.h"
#include "crm-fold.h"
#include "crm-input.h"
#include "crm-lists.h"
#include "crm-money.h"

char *
_crm_pass_fill (CrmPass       *pass,
                const CrmRun  *run,
                const char    *text,
                CrmEscape      escape,
                GError       **error)
{
  CrmEngine *engine = pass->engine;
  g_auto (CrmPersonal) personal = { NULL };

  if (strstr (text, "{{") == NULL)
    return g_strdup (text);

  crm_personal_init (&personal, engine->db, engine->schema, run->contact, engine->now, engine->zone);
  personal.deal = run->object.deal;
  personal.task = run->object.task;
  personal.account = run->object.account;

  return crm_personal_fill (&personal, text, escape, error);
}

/* --- Tags and lists ------------------------------------------------------------------------------------------------------- */

gboolean
_crm_act_tag (CrmPass    *pass,
              CrmStep    *step,
              CrmRun     *run,
              CrmResult  *result,
              GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *name = crm_step_get_text (step, "tag");
  const CrmTable *contacts = _crm_engine_get_table (engine, "contact");
  const CrmColumn *tags = crm_table_find_column (contacts, "tags");
  gint64 tag = _crm_engine_find_record (engine, "tag", name);
  gboolean add = step->action == CRM_ACTION_ADD_TAG;
  g_autoptr (CrmEdit) edit = NULL;
  CrmValue key = crm_value_integer (tag);
  gboolean has;

  if (tag == 0)
    return _crm_result_skip (result, _("There is no tag “%s” any more."), name);

  has = crm_db_get_integer (engine->db, 0, NULL, "SELECT 1 FROM member WHERE tbl = ? AND record = ? AND col = ? AND key = ? AND removed IS NULL", "iiii",
                            (gint64) contacts->id, run->contact, (gint64) tags->id, tag) != 0;
  if (has == add)
    return _crm_result_skip (result, add ? _("The contact has the tag “%s” already.") : _("The contact does not have the tag “%s”."), name);

  edit = crm_edit_new (contacts, CRM_OP_UPDATE, run->contact);
  if (add)
    crm_edit_add (edit, tags, &key, NULL, NULL);
  else
    crm_edit_remove (edit, tags, &key);

  return crm_door_apply (engine->door, edit, error) != 0;
}

gboolean
_crm_act_subscribe (CrmPass    *pass,
                    CrmStep    *step,
                    CrmRun     *run,
                    CrmResult  *result,
                    GError    **error)
{
  const char *name = crm_step_get_text (step, "list");
  gint64 list = _crm_engine_find_record (pass->engine, "list", name);
  CrmListOutcome outcome;

  if (list == 0)
    return _crm_result_skip (result, _("There is no list “%s” any more."), name);
  if (!crm_lists_subscribe (pass->engine->door, run->contact, list, "automation",
                            crm_step_get_flag (step, "resubscribe") ? CRM_SUBSCRIBE_AGAIN : CRM_SUBSCRIBE_FLAGS_NONE, &outcome, error))
    return FALSE;

  return outcome == CRM_LIST_DONE || _crm_result_skip (result, "%s", crm_list_outcome_get_label (outcome));
}

gboolean
_crm_act_unsubscribe (CrmPass    *pass,
                      CrmStep    *step,
                      CrmRun     *run,
                      CrmResult  *result,
                      GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *name = crm_step_get_text (step, "list");
  gint64 list = name != NULL ? _crm_engine_find_record (engine, "list", name) : 0;
  g_autoptr (GArray) lists = NULL;
  CrmListOutcome outcome = CRM_LIST_NOT_SUBSCRIBED;
  guint n = 0;

  if (name != NULL && list == 0)
    return _crm_result_skip (result, _("There is no list “%s” any more."), name);

  lists = crm_db_list_ids (engine->db, error, "SELECT list FROM subscription WHERE state = 0 AND contact = ?1 AND contact IS NOT NULL "
                                               "AND status = 'subscribed' AND (?2 = 0 OR list = ?2) ORDER BY list", "ii", run->contact, list);
  for (guint i = 0; lists != NULL && i < lists->len; i++)
    {
      if (!crm_lists_unsubscribe (engine->door, run->contact, g_array_index (lists, gint64, i), "automation", pass->program->name, &outcome, error))
        return FALSE;
      n += outcome == CRM_LIST_DONE;
    }
  if (lists == NULL)
    return FALSE;

  return n > 0 || _crm_result_skip (result, "%s", crm_list_outcome_get_label (CRM_LIST_NOT_SUBSCRIBED));
}

/* --- Fields ----------------------------------------------------------------------------------------------------------------- */

static const CrmField *
find_field (CrmEngine      *self,
            const CrmTable *table,
            const char     *name)
{
  gsize length = strlen (table->name);

  if (name != NULL && strncmp (name, table->name, length) == 0 && name[length] == '.')
    name += length + 1;

  return name != NULL ? crm_record_type_find_field (crm_catalogue_get_type_of (table), name) : NULL;
}

/* The text of a field of a record around the run, as a person would write it. */
static char *
read_field (CrmPass       *pass,
            const CrmRun  *run,
            const char    *name,
            GError       **error)
{
  g_autofree char *tag = g_strdup_printf ("{{%s}}", name);
  g_auto (GStrv) parts = g_strsplit (name, ".", 2);
  CrmEngine *engine = pass->engine;
  const CrmRecordType *type = parts[0] != NULL ? crm_catalogue_find (CRM_CATALOGUE (engine->schema), parts[0]) : NULL;
  const CrmField *field = type != NULL && parts[1] != NULL ? crm_record_type_find_field (type, parts[1]) : NULL;
  gint64 record = 0;

  /* As files have it, which every locale reads. */
  if (field != NULL && !crm_field_is_set (field) && field->column.links_to == NULL)
    {
      g_autoptr (CrmRow) row = NULL;

      if (type->table.id == CRM_ID_CONTACT)
        record = run->contact;
      else if (type->table.id == CRM_ID_DEAL && run->object.deal != 0)
        record = run->object.deal;
      else if (type->table.id == CRM_ID_ACCOUNT)
        record = crm_db_get_integer (engine->db, 0, NULL, "SELECT account FROM contact WHERE id = ?", "i", run->contact);
      row = record != 0 ? crm_row_load (engine->db, engine->schema, &type->table, record, CRM_ROW_VALUES, NULL) : NULL;
      if (row != NULL)
        return crm_field_format_plain (field, &row->values[field->column.index], NULL);
    }

  return _crm_pass_fill (pass, run, tag, CRM_ESCAPE_NONE, error);
}

/* Two options of a stage may have one name in two pipelines: that of the deal's own comes first. */
static gboolean
set_stage (CrmEngine   *self,
           CrmEdit     *edit,
           gint64       deal,
           const char  *name,
           CrmResult   *result)
{
  gint64 pipeline = crm_db_get_integer (self->db, 0, NULL, "SELECT pipeline FROM deal WHERE id = ?", "i", deal);
  gint64 stage = crm_db_get_integer (self->db, 0, NULL,
                                     "SELECT id FROM stage WHERE state = 0 AND name_key = crm_fold (?1) ORDER BY pipeline <> ?2, position, id LIMIT 1", "ti",
                                     name, pipeline);

  if (stage == 0)
    return !_crm_result_skip (result, _("There is no stage “%s” any more."), name);
  crm_edit_set_integer (edit, "stage", stage);

  return TRUE;
}

/* Sets what the step says in one record. */
gboolean
_crm_pass_set_field (CrmPass         *pass,
                     const CrmStep   *step,
                     const CrmRun    *run,
                     const CrmTable  *table,
                     gint64           record,
                     CrmResult       *result,
                     GError         **error)
{
  CrmEngine *engine = pass->engine;
  const CrmField *field = find_field (engine, table, crm_step_get_text (step, "field"));
  g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, record);
  g_autofree char *written = crm_keys_get_amount (step->keys, "value");
  g_autofree char *text = NULL;

  if (field == NULL)
    {
      g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, _("There is no field “%s” any more."), crm_step_get_text (step, "field"));
      return FALSE;
    }

  if (crm_step_get_flag (step, "clear"))
    text = g_strdup ("");
  else
    text = crm_step_get_text (step, "copy") != NULL ? read_field (pass, run, crm_step_get_text (step, "copy"), error)
                                                    : _crm_pass_fill (pass, run, written != NULL ? written : "", CRM_ESCAPE_NONE, error);
  if (text == NULL)
    return FALSE;

  if (table->id == CRM_ID_DEAL && strcmp (field->column.name, "stage") == 0 && *text != '\0')
    {
      if (!set_stage (engine, edit, record, text, result))
        return TRUE;
    }
  else if (!crm_input_apply (engine->door, edit, field, text, CRM_INPUT_REPLACE, error))
    return FALSE;

  return crm_door_apply (engine->door, edit, error) != 0;
}

gboolean
_crm_act_update_contact (CrmPass    *pass,
                         CrmStep    *step,
                         CrmRun     *run,
                         CrmResult  *result,
                         GError    **error)
{
  return _crm_pass_set_field (pass, step, run, _crm_engine_get_table (pass->engine, "contact"), run->contact, result, error);
}

gboolean
_crm_act_update_account (CrmPass    *pass,
                         CrmStep    *step,
                         CrmRun     *run,
                         CrmResult  *result,
                         GError    **error)
{
  gint64 account = run->object.account != 0 ? run->object.account
                   : crm_db_get_integer (pass->engine->db, 0, NULL, "SELECT account FROM contact WHERE id = ?", "i", run->contact);

  if (account == 0 || crm_db_get_integer (pass->engine->db, -1, NULL, "SELECT state FROM account WHERE id = ?", "i", account) != CRM_STATE_LIVE)
    return _crm_result_skip (result, _("The contact has no account."));

  return _crm_pass_set_field (pass, step, run, _crm_engine_get_table (pass->engine, "account"), account, result, error);
}

/* --- Math --------------------------------------------------------------------------------------------------------------------- */

static gboolean
calculate (const char *operation,
           double      a,
           double      b,
           double     *c)
{
  if (strcmp (operation, "add") == 0)
    *c = a + b;
  else if (strcmp (operation, "subtract") == 0)
    *c = a - b;
  else if (strcmp (operation, "multiply") == 0)
    *c = a * b;
  else
    *c = a / b;

  return isfinite (*c) && fabs (*c) < 1e15;
}

static gboolean
move_date (CrmPass         *pass,
           const CrmField  *field,
           const CrmValue  *value,
           const char      *by,
           int              direction,
           CrmValue        *moved)
{
  CrmDuration duration;
  char date[CRM_DATE_SIZE];
  gint64 instant;

  if (!crm_duration_parse_plain (by, &duration, NULL))
    return FALSE;
  if (field->type == CRM_FIELD_DATE_TIME)
    {
      if (!crm_duration_add (&duration, direction, crm_value_get_integer (value), pass->engine->zone, &instant))
        return FALSE;
      *moved = crm_value_integer (instant);
      return TRUE;
    }
  if (!crm_duration_add_to_date (&duration, direction, crm_value_get_text (value), date))
    return FALSE;
  *moved = crm_value_text (date);

  return TRUE;
}

/* The result for one record; FALSE if the step is skipped. */
static gboolean
find_result (CrmPass         *pass,
             CrmStep         *step,
             const CrmField  *field,
             const CrmValue  *value,
             const char      *by,
             CrmValue        *computed,
             CrmResult       *result)
{
  const char *operation = crm_step_get_text (step, "operation");
  gboolean scales = strcmp (operation, "multiply") == 0 || strcmp (operation, "divide") == 0;
  gboolean date = field->type == CRM_FIELD_DATE || field->type == CRM_FIELD_DATE_TIME;
  double a = 0, b, c;
  char *end = NULL;

  if (crm_value_is_empty (value) && (scales || date))
    return !_crm_result_skip (result, _("%s is empty."), field->label);
  if (date)
    return move_date (pass, field, value, by, strcmp (operation, "subtract") == 0 ? -1 : 1, computed) ||
           !_crm_result_skip (result, _("“%s” is not a length of time that can be added to a date."), by);

  b = g_ascii_strtod (by, &end);
  if (end == by || *end != '\0')
    return !_crm_result_skip (result, _("“%s” is not a number."), by);
  if (strcmp (operation, "divide") == 0 && b == 0)
    return !_crm_result_skip (result, _("Nothing can be divided by zero."));

  switch (value->kind)
    {
    case CRM_VALUE_INTEGER:
      a = (double) value->integer;
      break;
    case CRM_VALUE_REAL:
      a = value->real;
      break;
    case CRM_VALUE_MONEY:
      a = (double) value->integer;
      b = scales ? b : b * pow (10, crm_money_get_digits (value->currency));
      break;
    case CRM_VALUE_TEXT:
      a = g_ascii_strtod (value->text, &end);
      if (end == value->text || *end != '\0')
        return !_crm_result_skip (result, _("“%s” is not a number."), value->text);
      break;
    case CRM_VALUE_EMPTY:
    default:
      break;
    }
  if (!calculate (operation, a, b, &c))
    return !_crm_result_skip (result, _("The result is too large."));

  switch (field->column.storage)
    {
    case CRM_STORAGE_INTEGER:
      *computed = crm_value_integer (llround (c));
      break;
    case CRM_STORAGE_REAL:
      *computed = crm_value_real (c);
      break;
    case CRM_STORAGE_MONEY:
      if (value->kind != CRM_VALUE_MONEY)
        *computed = crm_value_money (llround (c * pow (10, crm_money_get_digits (crm_money_get_default_currency ()))), crm_money_get_default_currency ());
      else
        *computed = crm_value_money (llround (c), value->currency);
      break;
    case CRM_STORAGE_TEXT:
      *computed = crm_value_take_text (crm_number_format_plain (c));
      break;
    case CRM_STORAGE_LINK:
    case CRM_STORAGE_SET:
    default:
      return !_crm_result_skip (result, _("%s is neither a number nor a date."), field->label);
    }

  return TRUE;
}

gboolean
_crm_act_math (CrmPass    *pass,
               CrmStep    *step,
               CrmRun     *run,
               CrmResult  *result,
               GError    **error)
{
  CrmEngine *engine = pass->engine;
  gboolean of_deal = g_str_has_prefix (crm_step_get_text (step, "field"), "deal.");
  const CrmTable *table = _crm_engine_get_table (engine, of_deal ? "deal" : "contact");
  const CrmField *field = find_field (engine, table, crm_step_get_text (step, "field"));
  g_autofree char *written = crm_keys_get_amount (step->keys, "value");
  g_autofree char *by = _crm_pass_fill (pass, run, written, CRM_ESCAPE_NONE, error);
  g_autoptr (GArray) records = NULL;

  if (by == NULL)
    return FALSE;
  if (field == NULL)
    return _crm_result_skip (result, _("There is no field “%s” any more."), crm_step_get_text (step, "field"));

  if (of_deal)
    records = _crm_pass_find_deals (pass, step, run, result, error);
  else
    {
      records = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (records, run->contact);
    }
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      gint64 record = g_array_index (records, gint64, i);
      g_autoptr (CrmRow) row = crm_row_load (engine->db, engine->schema, table, record, CRM_ROW_VALUES, error);
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, record);
      g_auto (CrmValue) computed = CRM_VALUE_INIT;

      if (row == NULL)
        return FALSE;
      if (!find_result (pass, step, field, &row->values[field->column.index], by, &computed, result))
        return TRUE;
      crm_edit_set (edit, &field->column, &computed);
      if (crm_door_apply (engine->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

/* --- Notes, conversions ------------------------------------------------------------------------------------------------------ */

gboolean
_crm_act_note (CrmPass    *pass,
               CrmStep    *step,
               CrmRun     *run,
               CrmResult  *result,
               GError    **error)
{
  CrmEngine *engine = pass->engine;
  const CrmTable *table = _crm_engine_get_table (engine, "note");
  gboolean on_deal = g_strcmp0 (crm_step_get_text (step, "to"), "deal") == 0;
  g_autofree char *text = _crm_pass_fill (pass, run, crm_step_get_text (step, "text"), CRM_ESCAPE_NONE, error);
  g_autoptr (GArray) records = NULL;

  if (text == NULL)
    return FALSE;

  if (on_deal)
    records = _crm_pass_find_deals (pass, step, run, result, error);
  else
    {
      records = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (records, run->contact);
    }
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_CREATE, 0);

      crm_edit_set_text (edit, "body", text);
      crm_edit_set_integer (edit, on_deal ? "deal" : "contact", g_array_index (records, gint64, i));
      if (crm_door_apply (engine->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}

gboolean
_crm_act_convert (CrmPass    *pass,
                  CrmStep    *step,
                  CrmRun     *run,
                  CrmResult  *result,
                  GError    **error)
{
  CrmEngine *engine = pass->engine;
  const char *name = crm_step_get_text (step, "conversion");
  const char *currency = crm_step_get_text (step, "currency");
  gint64 conversion = _crm_engine_find_record (engine, "conversion", name);
  g_autoptr (CrmEdit) edit = NULL;
  g_autofree char *written = crm_keys_get_amount (step->keys, "value");
  const CrmTable *table = _crm_engine_get_table (engine, "converted");

  /* Chosen, or newly made (W17). */
  if (conversion == 0)
    {
      g_autoptr (CrmEdit) made = crm_edit_new (_crm_engine_get_table (engine, "conversion"), CRM_OP_CREATE, 0);

      crm_edit_set_text (made, "name", name);
      conversion = crm_door_apply (engine->door, made, error);
      if (conversion == 0)
        return FALSE;
    }

  edit = crm_edit_new (table, CRM_OP_CREATE, 0);
  crm_edit_set_integer (edit, "conversion", conversion);
  crm_edit_set_integer (edit, "contact", run->contact);
  crm_edit_set_integer (edit, "time", engine->now);
  crm_edit_set_text (edit, "title", name);
  if (written != NULL)
    {
      g_autofree char *text = _crm_pass_fill (pass, run, written, CRM_ESCAPE_NONE, error);
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      if (text == NULL || !crm_money_parse_plain (text, currency != NULL ? currency : crm_money_get_default_currency (), &value, error))
        return FALSE;
      crm_edit_set (edit, crm_table_find_column (table, "value"), &value);
    }
  if (crm_door_apply (engine->door, edit, error) == 0)
    return FALSE;

  return !pass->program->flow->exit_on_conversion || _crm_pass_finish (pass, run, "ended", _("The contact has converted."), error);
}

/* --- Scores --------------------------------------------------------------------------------------------------------------------- */

gboolean
_crm_act_score (CrmPass    *pass,
                CrmStep    *step,
                CrmRun     *run,
                CrmResult  *result,
                GError    **error)
{
  CrmEngine *engine = pass->engine;
  gboolean of_deal = g_strcmp0 (crm_step_get_text (step, "of"), "deal") == 0;
  const char *operation = crm_step_get_text (step, "operation");
  const CrmTable *table = _crm_engine_get_table (engine, of_deal ? "deal" : "contact");
  g_autofree char *written = crm_keys_get_amount (step->keys, "value");
  gint64 value = written != NULL ? g_ascii_strtoll (written, NULL, 10) : 0;
  g_autoptr (GArray) records = NULL;

  if (of_deal)
    records = _crm_pass_find_deals (pass, step, run, result, error);
  else
    {
      records = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_val (records, run->contact);
    }
  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      gint64 record = g_array_index (records, gint64, i);
      gint64 present = crm_db_get_integer (engine->db, 0, NULL, of_deal ? "SELECT score FROM deal WHERE id = ?" : "SELECT score FROM contact WHERE id = ?",
                                           "i", record);
      gint64 by = strcmp (operation, "add") == 0 ? value : strcmp (operation, "subtract") == 0 ? -value
                  : strcmp (operation, "set") == 0 ? value - present : -present;
      g_autoptr (CrmEdit) edit = crm_edit_new (table, CRM_OP_UPDATE, record);

      if (by == 0)
        continue;
      crm_edit_adjust (edit, crm_table_find_column (table, "score"), by);
      if (crm_door_apply (engine->door, edit, error) == 0)
        return FALSE;
    }

  return TRUE;
}
